"""A View as slides: the answer, who answered, one finding a slide, what to do, what is not known.

Charts are native, so that they can be edited; what to say stands in the speaker's notes. The
same input gives the same bytes.
"""

from collections.abc import Iterator
from typing import Any

from analysis.model import Evidence, Finding
from analysis.privacy import View
from reports import facts, numbers
from reports.blocks import Table
from reports.brand import own_lines
from reports.deck import HEIGHT, MARGIN, WIDTH, Bars, Box, Deck, bars, listed, paint, table, write
from reports.plain import bare, clean
from reports.screen import on_screen
from reports.sections.changes import most_changed
from reports.sections.plan import plan
from reports.source import MOST_FINDINGS, Cover, Source, Told, response, told, units
from reports.style import BRAND, BRAND_MID, MUTED
from reports.workbook import tables

ROOM = WIDTH - 2 * MARGIN
HEAD = Box(MARGIN, 58, ROOM, 74)
BODY = Box(MARGIN, 144, ROOM, HEIGHT - 190)
LEFT = Box(MARGIN, 144, ROOM * 0.52, HEIGHT - 190)
RIGHT = MARGIN + ROOM * 0.56
MOST_BARS, MOST_UNITS, MOST_ROWS = 7, 14, 5
MOST_LISTED = 8


def slides(view: View, cover: Cover) -> bytes:
    """The whole presentation."""
    drawn_from = on_screen(view, cover, cover.words_for(view))
    words = drawn_from.words
    title = bare(words.say("cover.title", client=clean(cover.client)))
    about = clean(cover.confidentiality) or words.say("cover.confidential")
    names = words.say("page.footer_names") if view.named else ""
    deck = Deck(title, bare(f"{names} {about}".strip()), cover.on, words.language)
    _cover(deck, drawn_from, title)
    found = told(view)
    _answer(deck, drawn_from, found)
    _answered(deck, drawn_from)
    for number, item in enumerate(found[:MOST_FINDINGS], 1):
        _finding(deck, drawn_from, number, item)
    _others(deck, drawn_from, found[MOST_FINDINGS:])
    _plan(deck, drawn_from)
    _changes(deck, drawn_from)
    _limits(deck, drawn_from)
    _closing(deck, drawn_from)
    logo = drawn_from.logo
    deck.dress(cover.brand, bare(logo.alt) if logo else "")
    if words.from_right:
        deck.turn()
    return deck.content()


def _cover(deck: Deck, drawn_from: Source, title: str) -> None:
    words, cover, view = drawn_from.words, drawn_from.cover, drawn_from.view
    slide = deck.slide(title, Box(MARGIN, 150, ROOM, 110), 44)
    told_ = [
        words.say("cover.subtitle"),
        clean(cover.survey),
        words.date(cover.on) if cover.on else "",
        clean(cover.prepared_for),
    ]
    own = [bare(line) for line in own_lines(cover.brand.cover)]
    write(slide, [bare(x) for x in told_ if x], Box(MARGIN, 275, ROOM, 90 if own else 120), 20)
    if own:
        write(slide, own, Box(MARGIN, 372, ROOM, 50), 13)
    key = "cover.notice_names" if view.named else "cover.notice"
    notice = bare(words.say(key, k=view.policy.k))
    write(slide, [notice], Box(MARGIN, 425, ROOM, 60), 14, MUTED)


def _kicker(slide: Any, said: str) -> None:
    frame = write(slide, [bare(said)], Box(MARGIN, 34, ROOM, 20), 12)
    paint(frame, BRAND_MID, bold=True)


def _answer(deck: Deck, drawn_from: Source, found: tuple[Told, ...]) -> None:
    words = drawn_from.words
    shown = found[:MOST_FINDINGS]
    notes = "\n".join(bare(drawn_from.claim(item.finding)) for item in shown)
    slide = deck.slide(words.say("answer.title"), HEAD, 30, notes)
    _kicker(slide, words.say("answer.kicker"))
    lines = [
        f"{facts.short(words, item.finding, drawn_from.names)}"
        f" ({facts.sureness(words, item.finding.confidence)})"
        for item in shown
    ]
    box = Box(MARGIN, 144, ROOM, 240)
    if lines:
        listed(slide, [bare(line) for line in lines], box, 24, numbered=True)
    else:
        page = words.say("silence.title")
        none = words.say("answer.lead_none", client=drawn_from.client, page=page)
        write(slide, [bare(none)], box, 24)
    rate = response(drawn_from.view)
    speech = words.number_words
    note = words.say(
        "answer.response_note",
        answered=numbers.count(speech, drawn_from.view.answered),
        asked=numbers.count(speech, rate.people),
    )
    said = f"{numbers.share(speech, rate.value)} {words.say('answer.response')}: {note}"
    write(slide, [bare(said)], Box(MARGIN, 420, ROOM, 40), 18, BRAND)


def _answered(deck: Deck, drawn_from: Source) -> None:
    """The share who answered in each unit."""
    words, rows = drawn_from.words, units(drawn_from.view)
    if not rows:
        return
    least = sorted(rows, key=lambda row: (row.answered / max(row.people, 1), row.unit))[:MOST_UNITS]
    said = "; ".join(f"{clean(r.unit)}: {r.answered} / {r.people}" for r in least)
    chart = Bars(
        tuple(clean(row.unit) for row in least),
        ((words.say("reading.share"), tuple(r.answered / max(r.people, 1) for r in least)),),
        "0%",
        said,
    )
    notes = words.say("slides.answered_notes")
    slide = deck.slide(words.say("reading.who"), HEAD, 30, bare(f"{notes} {said}"))
    _kicker(slide, words.say("reading.kicker"))
    bars(slide, chart, Box(MARGIN, 144, ROOM * 0.7, HEIGHT - 200))
    if len(least) < len(rows):
        more = words.say("reading.most", most=len(least), all=len(rows))
        write(slide, [bare(more)], Box(MARGIN + ROOM * 0.74, 150, ROOM * 0.26, 100), 14, MUTED)


def _finding(deck: Deck, drawn_from: Source, number: int, item: Told) -> None:
    words, finding = drawn_from.words, item.finding
    kind = words.say(f"kinds.{finding.kind}.name").upper()
    notes = "\n\n".join(bare(part) for part in _notes(drawn_from, item))
    slide = deck.slide(bare(drawn_from.claim(finding)), HEAD, 28, notes)
    _kicker(slide, words.say("finding.kicker", number=number, kind=kind))
    chart = _chart(drawn_from, finding)
    if chart:
        write(slide, [chart[0]], Box(LEFT.left, LEFT.top, LEFT.width, 46), 13, MUTED)
        bars(slide, chart[1], Box(LEFT.left, LEFT.top + 50, LEFT.width, LEFT.height - 50))
    else:
        write(slide, _reads(drawn_from, finding), LEFT, 20)
    _beside(slide, drawn_from, finding)


def _beside(slide: Any, drawn_from: Source, finding: Finding) -> None:
    """How sure, what else it could mean, what to do: right of the chart."""
    words, names = drawn_from.words, drawn_from.names
    chance = numbers.chance(words.number_words, finding.confidence)
    known = facts.of_finding(words, finding, names)
    key = "finding.sure_chance" if drawn_from.view.made.draws else "finding.sure_chance_complete"
    sure = words.say(key, words=facts.sureness(words, finding.confidence), chance=chance)
    do = [facts.advice(words, a, finding, names) for a in finding.recommendations[:2]]
    top = LEFT.top
    for title, lines, height in (
        ("finding.sure", [sure], 52.0),
        ("finding.else", words.items(f"kinds.{finding.kind}.else", **known), 142.0),
        ("finding.do", do or [words.say("finding.no_action")], 90.0),
    ):
        room = WIDTH - MARGIN - RIGHT
        head = write(slide, [words.say(title)], Box(RIGHT, top, room, 18), 13)
        paint(head, BRAND, bold=True)
        box = Box(RIGHT, top + 20, room, height - 4)
        write(slide, [bare(x) for x in lines], box, 15)
        top += height + 22


def _reads(drawn_from: Source, finding: Finding) -> list[str]:
    words = drawn_from.words
    known = facts.of_finding(words, finding, drawn_from.names)
    return [bare(words.reads(e, known)) for e in finding.evidence if words_for(drawn_from, e)]


def words_for(drawn_from: Source, evidence: Evidence) -> bool:
    """Whether a figure is told in words here: how often it held stands elsewhere."""
    known = drawn_from.words.has(f"measures.{evidence.measure}.reads")
    return known and not evidence.measure.startswith("p_")


def _notes(drawn_from: Source, item: Told) -> Iterator[str]:
    """What to say: what it means, every figure in words, and the first steps."""
    words, finding = drawn_from.words, item.finding
    yield facts.means(words, finding, drawn_from.names)
    yield " ".join(_reads(drawn_from, finding))
    for other in item.also:
        yield words.say("finding.merged", claim=drawn_from.claim(other))
    for action in finding.recommendations:
        step = facts.first_step(words, action, finding, drawn_from.names)
        yield words.say("plan.first", text=step)
    yield from (words.caveat(key) for key in finding.caveats)


def _chart(drawn_from: Source, finding: Finding) -> tuple[str, Bars] | None:
    """What the chart shows, and the chart: contacts with other units, or found beside chance."""
    return _contacts(drawn_from, finding) or _beside_chance(drawn_from, finding)


def _contacts(drawn_from: Source, finding: Finding) -> tuple[str, Bars] | None:
    words, subject = drawn_from.words, finding.subject
    found: dict[str, list[float]] = {}
    for row in drawn_from.view.pairs if finding.kind == "silo" else ():
        here = (row.from_unit == subject.unit, row.to_unit == subject.unit)
        if row.unit_type == subject.unit_type and here[0] != here[1]:
            sums = found.setdefault(row.to_unit if here[0] else row.from_unit, [0.0, 0.0])
            sums[0], sums[1] = sums[0] + row.ties, sums[1] + row.expected
    order = sorted(found, key=lambda name: (-found[name][1], name))[:MOST_BARS]
    if not order:
        return None
    types = facts.unit_type(words, subject.unit_type, many=True)
    known = {"unit": clean(subject.unit), "types": types}
    said = words.say("finding.contacts", type=facts.unit_type(words, subject.unit_type), **known)
    named = (words.say("finding.found"), words.say("slides.chance"))
    series = tuple(
        (name, tuple(round(found[unit][k], 1) for unit in order)) for k, name in enumerate(named)
    )
    alt = "; ".join(f"{clean(unit)}: {found[unit][0]:g} / {found[unit][1]:.0f}" for unit in order)
    return bare(said), Bars(tuple(clean(unit) for unit in order), series, "0", bare(alt))


def _beside_chance(drawn_from: Source, finding: Finding) -> tuple[str, Bars] | None:
    """The first figure that has something to stand beside."""
    words = drawn_from.words
    compared = (e for e in finding.evidence if e.expected is not None)
    first = next((e for e in compared if words_for(drawn_from, e)), None)
    if first is None or first.expected is None:
        return None
    share = words.get(f"measures.{first.measure}.format") in ("share", "ratio")
    known = facts.of_finding(words, finding, drawn_from.names)
    said = bare(words.reads(first, known))
    named = (words.say("finding.found"), words.say("finding.expected"))
    values = (bare(words.measure(first.measure)), (first.value, first.expected))
    whole = float(first.value).is_integer() or first.value >= 100
    form = "0%" if share else "#,##0" if whole else "0.0"
    return said, Bars(named, (values,), form, said, beside=True)


def _others(deck: Deck, drawn_from: Source, rest: tuple[Told, ...]) -> None:
    if not rest:
        return
    words = drawn_from.words
    slide = deck.slide(
        words.say("finding.others"), HEAD, 30, bare(words.say("finding.others_lead"))
    )
    lines = [drawn_from.claim(item.finding) for item in rest[:MOST_LISTED]]
    listed(slide, [bare(line) for line in lines], BODY, 18)


def _plan(deck: Deck, drawn_from: Source) -> None:
    words = drawn_from.words
    found = next(tables(plan(drawn_from)), Table((), ()))
    notes = "\n".join(bare(point) for point in words.items("plan.talk_points"))
    slide = deck.slide(words.say("plan.title"), HEAD, 30, notes)
    _kicker(slide, words.say("plan.kicker"))
    if not found.rows:
        write(slide, [bare(words.say("plan.none"))], BODY, 20)
        return
    blank = words.get("plan.blank")
    head = [bare(column.title) for column in found.columns]
    told_rows = [
        [bare(cell.text.replace(blank, "")) for cell in row] for row in found.rows[:MOST_ROWS]
    ]
    rows = [head, *told_rows]
    table(slide, rows, [column.share for column in found.columns], Box(MARGIN, 138, ROOM, 350))


def _changes(deck: Deck, drawn_from: Source) -> None:
    """The contact of each unit with the others, at the last survey and now."""
    words, found = drawn_from.words, drawn_from.view.changes
    rows = most_changed(found.units)[:MOST_BARS] if found else ()
    if not rows:
        return
    names = tuple(clean(row.units[0]) for row in rows)
    then, now = (tuple(getattr(row, key) for row in rows) for key in ("before", "now"))
    series = ((words.say("changes.before"), then), (words.say("changes.now"), now))
    kind = facts.unit_type(words, rows[0].unit_type)
    said = bare(words.say("changes.units", type=kind))
    notes = bare(words.say("changes.lead", both=found.turnover.both if found else 0))
    slide = deck.slide(words.say("changes.title"), HEAD, 30, notes)
    _kicker(slide, words.say("changes.kicker"))
    write(slide, [said], Box(MARGIN, 138, ROOM, 30), 16, MUTED)
    bars(slide, Bars(names, series, "0%", said), Box(MARGIN, 174, ROOM * 0.8, HEIGHT - 230))


def _limits(deck: Deck, drawn_from: Source) -> None:
    words, view = drawn_from.words, drawn_from.view
    slide = deck.slide(words.say("silence.title"), HEAD, 30, words.say("silence.not_found_lead"))
    _kicker(slide, words.say("silence.kicker"))
    unsaid = list(dict.fromkeys(words.not_said(outcome) for outcome in view.not_said))
    lines = [*unsaid[:4], *words.items("silence.never_points")]
    listed(slide, [bare(line) for line in lines], BODY, 18)


def _closing(deck: Deck, drawn_from: Source) -> None:
    """The client's own last words, if it has any."""
    brand = drawn_from.cover.brand
    found = own_lines(brand.closing)
    if found:
        slide = deck.slide(bare(clean(brand.name) or clean(drawn_from.cover.client)), HEAD, 30)
        write(slide, [bare(line) for line in found], BODY, 18)
