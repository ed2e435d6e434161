"""The commands that move a survey along: drafted, opened, closed, and asked again."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli_house import opened, say, utc_now
from survey.cli_options import AS_JSON, FILE, config_of, found, site_options

if TYPE_CHECKING:
    from survey.store import Database, House, Survey

NAMING = click.Choice(["people", "teams"])
MODE = click.Choice(["aggregate", "analyst", "named"])
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "new",
    short_help="Draft a survey.",
    epilog="Example: tiewise survey new lindqvist-co --title Spring --goal 'faster bids' "
    "--contact 'Ann Ek' --contact-email ann@example.com --roster people.xlsx",
)
@click.argument("client")
@click.option("--title", required=True, help="What people who are asked see.")
@click.option("--goal", default="", help="What they should reach together.")
@click.option("--contact", default="", help="Whom people can ask.")
@click.option("--contact-email", default="", help="The address of that person.")
@click.option("--questions", "question_set", default="", help="Set of questions.  [annual]")
@click.option("--naming", type=NAMING, default="people", help="Whom people name; teams: anonymous.")
@click.option("--mode", type=MODE, default="analyst", help="Who may see names.")
@click.option("--k", type=click.IntRange(5, 50), default=5, help="Smallest group shown.")
@click.option("--closes-on", type=DAY, help="Last day to answer.")
@click.option("--roster", type=FILE, help="Spreadsheet of people.")
@click.option("--follows", default="", help="Survey of the same client that it repeats.")
@site_options
@AS_JSON
def new(client: str, roster: Path | None, follows: str, as_json: bool, **given: Any) -> None:
    """Draft a survey at CLIENT; with --follows the next wave of an earlier one.

    A next wave keeps questions, policy and roster; a new --roster takes the old one's place.
    With --naming teams the survey is anonymous: people name teams and say which is theirs, and
    nothing can be told of single people. That can't be changed once it is open.
    """
    from analysis.model import Problem
    from survey import store
    from survey.roster import read_roster
    from survey.store.roster_edits import set_aliases

    reading = read_roster(roster) if roster else None
    if reading is not None and reading.fatal:
        what = f"{len(reading.fatal)} rows of the roster contradict others"
        mend = "`tiewise roster check` lists them. Mend them first."
        raise Problem(what, where=str(roster), mend=mend)
    with opened(given.pop("file"), instance=given.pop("instance")) as house:
        db = store.open_client(house, _known(house, client))
        made = _drafted(db, follows, given)
        if reading is not None:
            store.import_roster(db, made.id, reading.roster, reading.faults)
            set_aliases(db, made.id, reading.aliases)
        people = len(store.entries_of(db, made.id))
    name = f"{client}/{made.slug}"
    say({"survey": name, "people": people}, f"{name}: draft, {people} people", as_json)


def _known(house: "House", client: str) -> str:
    from analysis.model import Problem
    from survey import store

    known = [each.slug for each in store.list_clients(house)]
    if client not in known:
        mend = f"There are: {', '.join(known)}." if known else "Make one: tiewise client add NAME"
        raise Problem(f"there is no client {client}", mend=mend)
    return client


def _drafted(db: "Database", follows: str, given: dict[str, Any]) -> "Survey":
    from analysis.model import Problem
    from survey import bank, store
    from survey.store import series

    if follows:
        earlier = store.survey_by_slug(db, follows.rpartition("/")[2])
        if earlier is None:
            known = ", ".join(each.slug for each in store.list_surveys(db))
            what = f"there is no survey {follows} at this client"
            raise Problem(what, mend=f"There are: {known}.")
        return series.next_wave(db, earlier.id, given["title"], utc_now())
    missing = [key for key in ("goal", "contact", "contact_email") if not given[key]]
    if missing:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in missing)
        raise Problem("the plan is not complete", mend=f"Say also: {options}.")
    closes, naming = given.pop("closes_on"), given.pop("naming")
    given["question_set"] = given["question_set"] or {"teams": bank.TEAMS}.get(naming, "annual")
    plan = store.Plan(**given, closes_on=closes.date() if closes else None)
    if bank.naming_of(bank.load(plan.question_set).questions) != naming:
        what = f"the set {plan.question_set} does not ask about {naming}"
        raise Problem(what, mend="Leave out --questions, or choose --naming to fit it.")
    return store.create_survey(db, plan, bank.load(plan.question_set).questions, utc_now())


@click.command(
    "open",
    short_help="Open a survey to answers.",
    epilog="Example: tiewise survey open lindqvist-co/spring",
)
@click.argument("name", metavar="SURVEY")
@site_options
@AS_JSON
def open_(name: str, as_json: bool, file: Path | None, **given: Any) -> None:
    """Open SURVEY: from now on roster, wording and what people are told stand."""
    from survey import store

    config = config_of(file, **given)
    with found(name, config) as (_, db, survey):
        store.open_survey(db, survey.id, utc_now())
        people = len(store.issue_links(db, survey.id, config.secret_key))
    words = f"{name} is open to {people} people. `tiewise survey links {name}` prints their links."
    say({"survey": name, "asked": people}, words, as_json)


@click.command(
    "close",
    short_help="Close a survey.",
    epilog="Example: tiewise survey close lindqvist-co/spring",
)
@click.argument("name", metavar="SURVEY")
@click.option("--at-once", is_flag=True, help="Wait for nobody who is in the middle.")
@site_options
@AS_JSON
def close(name: str, at_once: bool, as_json: bool, file: Path | None, **given: Any) -> None:
    """Close SURVEY: nobody can answer any more, and when anybody did is forgotten.

    Whoever has begun has a quarter of an hour to finish, unless it is to be --at-once.
    """
    from survey import store

    with found(name, config_of(file, **given)) as (_, db, survey):
        how = store.close_survey if at_once else store.begin_closing
        state = how(db, survey.id, utc_now()).state
        answered = store.board(db, survey.id).submitted
    words = f"{name} is closed, {answered} answered."
    if state == "open":
        words = f"{name} is closing: whoever has begun has 15 minutes. The worker closes it then."
    say({"survey": name, "state": state, "answered": answered}, words, as_json)


COMMANDS = (new, open_, close)
