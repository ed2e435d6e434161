"""The demo: a firm of 120 people in two years, its answers, findings, reports, a site to try."""

import json
import secrets
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analysis.model import Problem
from analysis.planted import Firm, demo_years, write
from analysis.planted.firms import Truth
from analysis.planted.pairs import Pair
from analysis.privacy import MANAGER
from survey import earlier, pipeline, telling
from survey.pipeline import Inputs, Options, Progress

if TYPE_CHECKING:
    from survey.bank import Question
    from survey.config import Config
    from survey.store import Database, Survey

FIRM = "Lindqvist & Co"
TITLE, LAST_TITLE = "Spring survey", "Last year’s survey"
LAST_YEAR, LAST_YEAR_DAYS = "last-year", 330
MANAGERS_REPORT = "report-manager.pdf"
HOST = "127.0.0.1"
GUESTS = 3
STAFF: tuple[tuple[str, Literal["analyst", "manager"]], ...] = (
    ("HR analyst", "analyst"),
    ("Manager", "manager"),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that lies in ``folder``, and what was found in it, in sentences.

    ``before`` is the firm a year ago, whose results lie in a folder of their own.
    """

    folder: Path
    firm: Firm
    found: str = ""
    before: Firm | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody who can try the site: where she goes in, and with what."""

    who: str
    address: str
    email: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A site with the firm on it, ready to be served."""

    config: "Config"
    doors: tuple[Door, ...]


def make(out: Path, seed: int = 1, progress: Progress | None = None) -> Demo:
    """Write the firm's files into ``out`` and analyse them as anybody's would be.

    The same seed gives the same firm, figures and report. Besides what ``analyse`` writes there
    is the report as a manager may see it, and in ``last-year`` the survey to compare with.
    """
    years, last = demo_years(seed), out / LAST_YEAR
    _write(years.before, last)
    _write(replace(years.now, truth=_both(years)), out)
    tell = progress or (lambda stage, share: None)
    first = _job(last, LAST_TITLE, seed)
    pipeline.run(first, last, lambda stage, share: tell(stage, 0.35 * share))
    job = earlier.with_folder(_job(out, TITLE, seed), last, out)
    results = pipeline.run(job, out, lambda stage, share: tell(stage, 0.35 + 0.65 * share))
    for_managers = replace(job, options=Options(audience=MANAGER))
    pipeline.write_pdf(for_managers, results, out / MANAGERS_REPORT)
    return Demo(out, years.now, telling.found(job, results), years.before)


def _write(firm: Firm, folder: Path) -> None:
    try:
        write(firm, folder)
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        mend = "Name a folder that you may write to."
        raise Problem("the demo can't be written", where=str(folder), why=why, mend=mend) from None


def _both(years: Pair) -> Truth:
    """What is planted this year, and what has changed since the last."""
    now, since = years.now.truth, years.truth
    return replace(
        now,
        expect=(*now.expect, *since.expect),
        forbid=(*now.forbid, *since.forbid),
        description=f"{now.description} {since.description}",
    )


def _job(folder: Path, title: str, seed: int) -> Inputs:
    read = pipeline.from_files(folder / "roster.csv", folder / "answers.csv")
    return replace(read, title=title, firm=FIRM, command=("tiewise", "demo", "--seed", str(seed)))


def tell(demo: Demo, serving: bool) -> str:
    """Where everything lies, and what to do next."""
    firm, folder = demo.firm, demo.folder
    people, answered = len(firm.roster.people), len(set().union(*firm.answers.answered.values()))
    share = telling.share(answered / people)
    lines = [
        f"{FIRM}: {people} people, {answered} of whom answered ({share}).",
        "",
        demo.found,
        "",
        "Files:",
        f"  {folder / 'report.pdf'}  the report, with names",
        f"  {folder / MANAGERS_REPORT}  the same as a manager may see it, without names",
        f"  {folder / 'findings.json'}  everything that was found, as data",
        f"  {folder / 'people.csv'}, units.csv, pairs.csv, network.graphml  the figures",
        f"  {folder / 'roster.csv'}, answers.csv  what went in",
        f"  {folder / 'truth.json'}  what was planted, to hold the findings against",
        f"  {folder / LAST_YEAR}  last year's survey, all of it, which this one is compared with",
    ]
    if not serving:
        lines += ["", f"To open the web site:  tiewise demo --out {folder} --serve"]
        lines += [f"To check every figure: tiewise verify {folder}"]
    return "\n".join(lines)


def prepare_site(demo: Demo, port: int = 8000) -> DemoSite:
    """The firm on a site under ``demo/site``: made once, then kept as its visitors left it."""
    from survey import config

    folder = demo.folder / "site"
    address = f"http://{HOST}:{port}"
    settings = config.load(
        environ={}, options={"instance": folder, "base_url": address, "host": HOST, "port": port}
    )
    kept = folder / "doors.json"
    if not kept.exists():
        # What an interrupted attempt left has no doors and so no use.
        shutil.rmtree(folder, ignore_errors=True)
        settings = replace(settings, secret_key=config.kept_secret(folder))
        doors = _furnish(settings, demo, datetime.now(UTC))
        kept.touch(mode=0o600)
        kept.write_text(json.dumps([asdict(door) for door in doors]), encoding="utf-8")
    doors = tuple(Door(**door) for door in json.loads(kept.read_text(encoding="utf-8")))
    return DemoSite(settings, tuple(_at(door, address) for door in doors))


def _at(door: Door, address: str) -> Door:
    return replace(door, address=address + door.address)


def _furnish(config: "Config", demo: Demo, now: datetime) -> tuple[Door, ...]:
    """Staff, a client, its surveys with their answers, and one that is open now."""
    from survey import accounts, jobs, store

    house = store.open_house(config.instance)
    try:
        client = store.create_client(house, FIRM, now)
        doors = []
        for who, role in STAFF:
            email, password = f"{role}@example.com", secrets.token_urlsafe(12)
            hashed = accounts.hash_password(password)
            account = store.Account(email, who, hashed, owner=role == "analyst")
            staff = store.create_staff(house, account, now)
            store.grant(house, staff.id, client.key, role)
            doors.append(Door(who, "/console/", email, password))
        db = store.open_client(house, client.slug)
        # In this order: the second is compared with the results of the first.
        for survey in _closed_surveys(db, demo, now):
            jobs.start(house, client.slug, survey.id, now)
        return (*doors, *_open_survey(db, config, demo.firm, now))
    finally:
        house.close()


def _drafted(db: "Database", title: str, now: datetime) -> "Survey":
    from survey import bank, store

    plan = store.Plan(
        title=title,
        goal="shorter delivery times",
        contact="Ann Ek",
        contact_email="ann.ek@example.com",
        closes_on=(now + timedelta(days=30)).date(),
    )
    return store.create_survey(db, plan, bank.load("annual").questions, now)


def _opened(db: "Database", survey: "Survey", firm: Firm, now: datetime) -> "Survey":
    from survey import store

    store.import_roster(db, survey.id, firm.roster)
    return store.open_survey(db, survey.id, now)


def _closed_surveys(db: "Database", demo: Demo, now: datetime) -> list["Survey"]:
    """Last year's survey if there was one, and this year's, which follows it."""
    from survey.store import series

    if demo.before is None:
        return [_closed_survey(db, _drafted(db, TITLE, now), demo.firm, now)]
    # Under a year ago: after a year answers are erased, and there would be nothing to compare.
    then = now - timedelta(days=LAST_YEAR_DAYS)
    last = _closed_survey(db, _drafted(db, LAST_TITLE, then), demo.before, then)
    this = series.next_wave(db, last.id, TITLE, now)
    return [last, _closed_survey(db, this, demo.firm, now)]


def _closed_survey(db: "Database", draft: "Survey", firm: Firm, now: datetime) -> "Survey":
    """The firm's answers, given through the doors that people answer through."""
    from survey import store

    survey = _opened(db, draft, firm, now)
    questions = store.questions_of(db, survey.id)
    asked = [question for question in questions if question.key in firm.answers.questions]
    for person in sorted(set().union(*firm.answers.answered.values())):
        invitation = store.invitation_of(db, survey.id, person)
        if invitation is None:
            raise LookupError(person)
        store.inform(db, invitation.id, "demo", now)
        for question in asked:
            named = _on_scale(question, _named(firm, person, question.key))
            store.record(db, invitation.id, store.Reply(question.key, named), now)
        store.submit(db, invitation.id, now)
    return store.close_survey(db, survey.id, now)


def _named(firm: Firm, person: str, question: str) -> dict[str, float]:
    ties = firm.answers.ties
    return {t.target: t.value for t in ties if (t.source, t.question) == (person, question)}


def _on_scale(question: "Question", named: dict[str, float]) -> dict[str, float | None]:
    """The planted strengths (1 to 5) on the steps that the question has, if it has any."""
    if not question.scale:
        return dict.fromkeys(named)
    steps = [step.value for step in question.scale]
    return {id_: steps[max(0, round(value) - 6 + len(steps))] for id_, value in named.items()}


def _open_survey(db: "Database", config: "Config", firm: Firm, now: datetime) -> tuple[Door, ...]:
    """A survey that takes answers now, and the personal links of some."""
    from survey import store

    survey = _opened(db, _drafted(db, "Autumn survey", now), firm, now)
    links = store.issue_links(db, survey.id, config.secret_key)
    return tuple(Door(link.name, f"/s/{link.token}") for link in links[:GUESTS])


def tell_site(site: DemoSite) -> str:
    """Who can go in where."""
    lines = ["", "The web site is starting. Ctrl-C ends it.", ""]
    for door in site.doors:
        key = f"  {door.email}  password {door.password}" if door.password else ""
        lines.append(f"  {door.who}: {door.address}{key}")
    return "\n".join(lines)
