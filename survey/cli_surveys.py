"""The commands about a survey that is on a site: how it stands, its links, its invitations."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli_options import AS_JSON, config_of, found, site_options

if TYPE_CHECKING:
    from survey.store import Database, Survey

LANGUAGES = click.Choice(["en", "de", "fr", "es", "ar"])


@click.group("survey")
def survey_group() -> None:
    """Look after the surveys of a site."""


@survey_group.command(
    "status",
    short_help="How surveys stand.",
    epilog="Example: tiewise survey status lindqvist-co/spring --json",
)
@click.argument("name", metavar="[SURVEY]", default="")
@site_options
@AS_JSON
def status(name: str, file: Path | None, as_json: bool, **given: Any) -> None:
    """Print a line for each survey, or for SURVEY (client/survey): state, asked, answered."""
    from survey import store

    config = config_of(file, **given)
    if name:
        with found(name, config) as (_, db, survey):
            facts = [_facts(db, survey)]
    else:
        house = store.open_house(config.instance, config.database_url)
        dbs = [store.open_client(house, c.slug) for c in store.list_clients(house)]
        facts = [_facts(db, survey) for db in dbs for survey in store.list_surveys(db)]
        house.close()
    lines = [
        f"{fact['survey']}  {fact['state']}  {fact['answered']} of {fact['asked']} answered"
        for fact in facts
    ]
    said = "\n".join(lines) or "There is no survey yet."
    click.echo(json.dumps(facts, ensure_ascii=False, indent=1) if as_json else said)


def _facts(db: "Database", survey: "Survey") -> dict[str, Any]:
    from survey import store

    board = store.board(db, survey.id)
    rounds = store.rounds_of(db, survey.id)
    return {
        "survey": f"{db.slug}/{survey.slug}",
        "title": survey.title,
        "state": survey.state,
        "asked": board.asked,
        "answered": board.submitted,
        "begun": board.answering,
        "bounced": board.bounced,
        "messages": {f"{made.kind} {made.number}": dict(made.counts) for made in rounds},
    }


@survey_group.command(
    "links",
    short_help="Everybody's personal link.",
    epilog="Example: tiewise survey links lindqvist-co/spring --format csv > links.csv",
)
@click.argument("name", metavar="SURVEY")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="Form.")
@site_options
def links(name: str, form: str, file: Path | None, **given: Any) -> None:
    """Print person_id, name, email and url of everybody who is asked in SURVEY.

    Whoever has a link can answer as that person: keep the output as you would keep keys.
    """
    from survey import store
    from survey.links import address
    from survey.plain_cells import plain_cell

    config = config_of(file, **given)
    with found(name, config) as (_, db, survey):
        issued = store.issue_links(db, survey.id, config.secret_key)
    rows = [(k.person_id, k.name, k.email, address(config.base_url, k.token)) for k in issued]
    header = ("person_id", "name", "email", "url")
    if form == "json":
        said = [dict(zip(header, row, strict=True)) for row in rows]
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    click.echo(text.getvalue(), nl=False)


def _sending(command: Callable[..., None]) -> Callable[..., None]:
    """What both commands that send take."""
    options = (
        click.argument("name", metavar="SURVEY"),
        click.option("--test", "to", metavar="ADDRESS", help="Only send a test to this address."),
        click.option(
            "--language", type=LANGUAGES, help="Language of the test. [default: the survey's]"
        ),
        site_options,
        AS_JSON,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    short_help="Send the invitations.",
    epilog="Example: tiewise invite lindqvist-co/spring --test me@example.com",
)
@_sending
def invite(name: str, **given: Any) -> None:
    """Send everybody in SURVEY their invitation by e-mail, once, after a test has been sent.

    Goes on where it stopped, if it stopped. Ends with 1 while somebody is not reached.
    """
    _send("invitation", name, **given)


@click.command(
    short_help="Remind those who have not answered.",
    epilog="Example: tiewise remind lindqvist-co/spring",
)
@_sending
def remind(name: str, **given: Any) -> None:
    """Remind by e-mail those in SURVEY who have neither answered nor declined.

    Goes on with a reminder that stopped in the middle. Ends with 1 while somebody is not reached.
    """
    _send("reminder", name, **given)


def _send(
    kind: str, name: str, to: str | None, language: str | None, as_json: bool, **given: Any
) -> None:
    """A test, or a round: begun or gone on with, sent here and now, told."""
    from survey import mailing, store
    from survey.mailing import Office, sleep, utc_now

    config = config_of(given.pop("file"), **given)
    with found(name, config) as (house, db, survey):
        if to:
            spoken = language or store.collecting_of(db, survey.id).language
            mailing.send_test(config, db, survey.id, (kind, spoken, to), utc_now())
            click.echo(json.dumps({"test": to}) if as_json else f"A test is on its way to {to}.")
            return
        made = mailing.send_now(Office(house, config, utc_now, sleep), db, survey.id, kind)
        trouble = store.collecting_of(db, survey.id).trouble
    counts = dict(made.counts)
    said = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    click.echo(json.dumps(counts) if as_json else f"{kind.capitalize()}: {said}")
    if trouble:
        click.echo(f"{trouble['what']}. {trouble['mend']}", err=True)
    if set(counts) - {"sent", "stopped"}:
        sys.exit(1)


COMMANDS = (survey_group, invite, remind)
