"""Partner firms on the respondent's pages: those to tick, those she adds, what may be meant."""

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, request

from analysis.model import Person, Problem
from survey import partner_names, store
from survey.store import Entry, Firm
from survey.web import listing
from survey.web.here import now

ADD, SAME, DROP = "add", "same-", "drop-"
ANYWAY = "add-anyway"


@dataclass(frozen=True, slots=True)
class Adding:
    """What stands under the list: the name that was typed, whom it may mean, what she has added."""

    typed: str
    alike: tuple[listing.Option, ...]
    added: tuple[listing.Option, ...]


def firms_here(outside: bool) -> tuple[Firm, ...]:
    """The firms that she can tick; a survey opened before there were any on its list gets them."""
    found = store.firms_of(g.db, g.survey.id, g.invitation.id)
    if found or not outside:
        return found
    return store.complete_firms(g.db, g.survey.id)


def entry(firm: Firm) -> Entry:
    """A firm as an entry of the list: its sector is where it stands, its type what tells it apart.

    It is said to be named by ``key``, as people are by their ids.
    """
    said = firm.partner
    about = {"title": said.type, "department": said.sector, "location": said.region}
    known = {name: text for name, text in about.items() if text}
    return Entry(firm.id, Person(firm.key, said.name, known, asked=False, listed=False))


def is_firm(entry: Entry) -> bool:
    """Whether an entry is a firm, not a person."""
    return entry.person.id.startswith(store.PREFIX)


def with_firms(all_: listing.Directory, firms: Sequence[Entry]) -> listing.Directory:
    """The directory with these firms in it; firms of one name are told apart by what is known."""
    plain = {each.id: each.person for each in firms}
    known = {
        id_: listing.Option(id_, person.name, listing.about(person))
        for id_, person in plain.items()
    }
    found_by = {id_: listing.words(f"{o.name} {o.about}") for id_, o in known.items()}
    return listing.Directory(
        all_.entries, ChainMap(known, dict(all_.options)), ChainMap(found_by, dict(all_.words))
    )


def adding(entries: Sequence[Entry], all_: listing.Directory, typed: str) -> Adding:
    """What is shown where she can add a firm."""
    typed = partner_names.tidy(typed)
    names = [(each.id, each.person.name) for each in entries]
    near = partner_names.alike(typed, names) if typed else []
    mine = [each.id for each in entries if each.person.id.startswith(store.TYPED)]
    options = all_.options
    return Adding(typed, tuple(options[i] for i in near), tuple(options[i] for i in mine))


def button() -> str:
    """The button that was pressed; Enter in the field for a new name stands for its own button."""
    pressed = request.form.get("do", "next")
    typed = bool(request.form.get("firm", "").strip())
    if typed and pressed == "find" and not request.form.get("find", "").strip():
        return ADD
    return pressed


def picked(picks: Sequence[str], entries: Sequence[Entry]) -> tuple[list[str], str]:
    """The picks after what the button does to them, and what is to be asked or put right.

    The latter is empty, ``firm_alike`` where a listed one may be meant, ``firm_name`` where the
    name is none, ``firm_many`` where she has added too many.
    """
    pressed, chosen = button(), list(picks)
    if pressed.startswith(SAME):
        return [*chosen, pressed.removeprefix(SAME)], ""
    if pressed.startswith(DROP):
        return [id_ for id_ in chosen if id_ != pressed.removeprefix(DROP)], ""
    name = partner_names.tidy(request.form.get("firm", ""))
    if not partner_names.is_name(name):
        return chosen, "firm_name"
    return _added(chosen, name, entries, sure=pressed == ANYWAY)


def _added(
    chosen: list[str], name: str, entries: Sequence[Entry], sure: bool
) -> tuple[list[str], str]:
    same = [e.id for e in entries if partner_names.key(e.person.name) == partner_names.key(name)]
    exact = [e.id for e in entries if e.person.name.casefold() == name.casefold()]
    if exact or (len(same) == 1 and not sure):
        return [*chosen, (exact or same)[0]], ""
    if not sure and partner_names.alike(name, [(e.id, e.person.name) for e in entries]):
        return chosen, "firm_alike"
    try:
        return [*chosen, store.add_typed(g.db, g.invitation.id, name, now())], ""
    except Problem:
        return chosen, "firm_many"


def drop() -> None:
    """Take back the firm whose button was pressed, once nothing of hers names it any more."""
    if button().startswith(DROP):
        store.remove_typed(g.db, g.invitation.id, button().removeprefix(DROP), now())


def changes() -> bool:
    """Whether the button, or a name that was typed, changes what is on the page."""
    return stays() or (button() == "next" and bool(request.form.get("firm", "").strip()))


def stays() -> bool:
    """Whether the button leads back to the same page."""
    return button().startswith((ADD, SAME, DROP))
