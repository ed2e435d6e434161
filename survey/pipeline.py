"""From answers to files: network, results, what may be seen of them, pages. Packages meet here."""

import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis import files
from analysis.change_files import changes_csv
from analysis.graphml import graphml
from analysis.model import Answers, Fault, Problem, Roster
from analysis.network import Network, from_answers
from analysis.partners import Partners
from analysis.privacy import ANALYST, Audience, Policy, View, view
from analysis.results import Results
from analysis.settings import Settings
from analysis.teams import TeamAnswers
from analysis.waves import Wave
from survey.following import Following, plan_of
from survey.outputs import RECORD, hashes, sha256, whole_or_nothing, write_texts

if TYPE_CHECKING:
    from reports import Cover
    from reports.agreed import Plan
    from reports.brand import Brand
    from reports.wording import Wording

Progress = Callable[[str, float], None]
Naming = Literal["people", "teams"]
SCHEMA = "tiewise/run/1"
UNNAMED = "your organisation"
LIBRARIES = (
    "numpy", "scipy", "networkx", "python-louvain", "numba", "reportlab", "uharfbuzz",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How to analyse, for whom, in which language, and which sentences are said otherwise."""

    settings: Settings = field(default_factory=Settings)
    policy: Policy = field(default_factory=Policy)
    audience: Audience = ANALYST
    language: str = "en"
    pdf: bool = True
    wording: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that something was read from, and its SHA-256 when it was read."""

    role: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a run needs.

    ``faults`` are the roster's and the partner files' (the answers carry their own); ``sources``
    the files that were read, if any; ``title``, ``firm`` and ``on`` (a day, never today by itself)
    stand on the cover; ``command`` is how the run was asked for; ``partners`` are outside firms;
    ``before`` is the last survey, ``apart`` why there is one that is not compared; ``brand`` is how
    its papers look; ``teams`` are anonymous answers, in the place of ``answers`` that name people;
    ``following`` is what was written down of the actions, and ``plan`` the same as its reader may
    see it.
    """

    roster: Roster
    answers: Answers
    options: Options = field(default_factory=Options)
    faults: tuple[Fault, ...] = ()
    sources: tuple[Source, ...] = ()
    title: str = ""
    firm: str = ""
    on: date | None = None
    command: tuple[str, ...] = ()
    partners: Partners = field(default_factory=Partners)
    before: Wave | None = None
    apart: str = ""
    brand: "Brand | None" = None
    teams: TeamAnswers | None = None
    following: Following = field(default_factory=Following)
    plan: "Plan | None" = None


@dataclass(frozen=True, slots=True)
class PartnerFiles:
    """The list of partner firms, and who deals with them."""

    partners: Path
    ties: Path


def from_files(
    roster: Path,
    answers: Path,
    options: Options | None = None,
    partners: PartnerFiles | None = None,
) -> Inputs:
    """Read the files; Problem where they can't be read, or contradict themselves."""
    from survey.answers import read_answers
    from survey.roster import read_roster

    reading = read_roster(roster)
    refuse_fatal(reading.fatal)
    told, faults = _partners(partners, reading.roster) if partners else (Partners(), ())
    read = {"roster": roster, "answers": answers}
    if partners:
        read |= {"partners": partners.partners, "partner_ties": partners.ties}
    return Inputs(
        roster=reading.roster,
        answers=read_answers(answers, reading.roster),
        options=options or Options(),
        faults=(*reading.faults, *faults),
        sources=(
            *(Source(role, path, sha256(path)) for role, path in read.items()),
            *(Source("wording", file, sha256(file)) for file in (options or Options()).wording),
        ),
        partners=told,
    )


def _partners(given: PartnerFiles, roster: Roster) -> tuple[Partners, tuple[Fault, ...]]:
    """Both files about partners, and every row in them that was not taken as it stood."""
    from survey.partners import read_dealings, read_partners

    reading = read_partners(given.partners)
    refuse_fatal(reading.fatal)
    told, faults = read_dealings(given.ties, roster, reading.partners)
    return told, (*reading.faults, *faults)


def with_brand(job: Inputs, folder: Path) -> Inputs:
    """The same job in the brand of a folder, whose files are written down with the others."""
    from survey.brand import read_brand, sources

    read = read_brand(folder)
    added = tuple(Source(*source) for source in sources(read))
    return replace(job, brand=read.brand, sources=(*job.sources, *added))


def refuse_fatal(faults: Sequence[Fault]) -> None:
    """Where rows contradict each other nothing may be guessed: the first, and how many more."""
    if not faults:
        return
    first, more = faults[0], len(faults) - 1
    others = f" {more} more like this; `tiewise roster check` lists them." if more else ""
    raise Problem(first.what, where=first.where, why=first.why, mend=first.mend + others)


def run(
    job: Inputs, out: Path, progress: Progress | None = None, executor: Executor | None = None
) -> Results:
    """Analyse and write every file into ``out``; the same inputs and seed give the same bytes.

    ``executor`` shares the work out, to the same bytes.
    ``run.json`` alone holds times. Where the audience may not see names there is no people.csv,
    no network.graphml and no problems.csv. If anything fails ``out`` stays as it was.
    """
    laps = Laps(progress or (lambda stage, share: None))
    # Asked for first, so that an unknown language doesn't cost an analysis.
    wording(job.options)
    with whole_or_nothing(out) as draft:
        laps.tell("reading", 0.0)
        network = from_answers(job.roster, job.answers)
        results = analysed(
            job, network, lambda stage, share: laps.tell(stage, 0.8 * share), executor
        )
        laps.tell("files", 0.8)
        write_texts(draft, texts(job, network, results))
        if job.options.pdf:
            laps.tell("report", 0.85)
            write_pdf(job, results, draft / "report.pdf", written(job, results))
        laps.tell("done", 1.0)
        write_texts(draft, {RECORD: _record(job, out, hashes(draft), laps.seconds)})
    return results


def analysed(
    job: Inputs,
    network: Network,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Results:
    """The results, with what was wrong in the files and what the files were."""
    from analysis import analyse
    from analysis.teams import analyse_teams

    faults = (*job.faults, *job.answers.faults)
    settings = job.options.settings
    if job.teams is not None:
        return _apart(job, analyse_teams(job.teams, settings, job.options.policy.k))
    results = analyse(
        network,
        settings,
        faults=faults,
        partners=job.partners,
        before=job.before,
        progress=progress,
        executor=executor,
    )
    inputs = {_called(source): source.sha256 for source in job.sources}
    return _apart(job, replace(results, made=replace(results.made, inputs=inputs)))


def _apart(job: Inputs, results: Results) -> Results:
    """The results with why they are not compared with the last survey, where there is one."""
    from analysis.findings import not_compared

    said = not_compared(job.apart) if job.apart else ()
    return replace(results, not_said=(*results.not_said, *said))


def _called(source: Source) -> str:
    """A file's name; one of the last survey's says so."""
    last = source.role.startswith("before_")
    return f"before: {source.path.name}" if last else source.path.name


def seen(job: Inputs, results: Results) -> View:
    """What the chosen audience may see."""
    return view(results, job.options.audience, job.options.policy)


def shows_everything(options: Options) -> bool:
    """Whether the files may hold names: for the analyst, unless the policy names nobody."""
    return options.audience.name == "analyst" and options.audience.sees_names(options.policy)


def texts(job: Inputs, network: Network, results: Results) -> dict[str, str]:
    """Every text file by name, as the audience may have it."""
    shown = seen(job, results)
    everything = shows_everything(job.options)
    names = dict(shown.names)
    words = sentences(job.options, names, shown.of)
    common = written(job, results)
    found = {
        "findings.json": files.findings_json(common, words),
        "units.csv": files.units_csv(common.units),
        "pairs.csv": files.pairs_csv(common.pairs),
        "questions.csv": files.questions_csv(common.further.questions),
        "question_pairs.csv": files.question_pairs_csv(common.further.question_pairs),
    }
    if common.changes:
        found["changes.csv"] = changes_csv(common.changes)
    if not everything:
        return found
    settings = job.options.settings
    return found | {
        "people.csv": files.people_csv(results),
        "problems.csv": files.problems_csv(results.faults),
        "network.graphml": graphml(network, settings.questions, settings.min_value),
    }


def sentences(options: Options, names: Mapping[str, str], of: Naming = "people") -> files.Sentences:
    """How findings are said in the chosen words, with people called by ``names``."""
    words = wording(options, of)
    return files.Sentences(
        claim=lambda finding: words.claim(finding, names),
        not_found=words.not_found,
        not_said=words.not_said,
        caveat=words.caveat,
    )


def wording(options: Options, of: Naming = "people") -> "Wording":
    """The sentences to be used; Problem if one of one's own is wrong, or the language unknown."""
    from reports import wording as words

    return words.load(options.language, options.wording, of)


def written(job: Inputs, results: Results) -> Results | View:
    """What the files of a run are written from, as far as the audience may have it."""
    return results if shows_everything(job.options) else seen(job, results)


def write_pdf(
    job: Inputs, results: Results, path: Path, files: Results | View | None = None
) -> None:
    """The organisation edition of the report, for the audience, and the list of its numbers.

    ``files`` are what the other files of the run were written from, if not these results.
    """
    import reports
    from reports.tracing import Files
    from survey import printed

    job = planned(job, results)
    ledger = reports.pdf(seen(job, results), cover_of(job), path, Files(files or results))
    numbers = printed.as_json(ledger, path.name, job.options.language)
    write_texts(path.parent, {path.stem + printed.ENDING: numbers})


def planned(job: Inputs, results: Results) -> Inputs:
    """The same job, with what was agreed about those actions that its audience may see."""
    if not job.following.noted:
        return job
    return replace(job, plan=plan_of(seen(job, results), results, job.following))


def cover_of(job: Inputs) -> "Cover":
    """What stands on the cover: the firm, the survey, its day, in the client's brand."""
    from reports import Cover
    from reports.agreed import Plan
    from reports.brand import PLAIN

    options = job.options
    return Cover(
        client=job.firm or UNNAMED,
        survey=job.title,
        on=job.on,
        language=options.language,
        wording=options.wording,
        brand=job.brand or PLAIN,
        plan=job.plan or Plan(),
    )


class Laps:
    """Tells each stage on, and keeps how many seconds it took."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._stage, self._since = "", time.perf_counter()

    def tell(self, stage: str, share: float) -> None:
        """A stage begins, or goes on."""
        if stage != self._stage:
            now = time.perf_counter()
            if self._stage:
                self.seconds[self._stage] = round(now - self._since, 3)
            self._stage, self._since = stage, now
        self._progress(stage, share)


def _record(
    job: Inputs, out: Path, outputs: Mapping[str, str], seconds: Mapping[str, float]
) -> str:
    """``run.json``: all that it takes to make the same files again, and to see that they are."""
    options = job.options
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "command": list(job.command),
        "seed": options.settings.seed,
        "settings": asdict(options.settings),
        "policy": asdict(options.policy),
        "audience": options.audience.name,
        "language": options.language,
        "pdf": options.pdf,
        "title": job.title,
        "firm": job.firm,
        "on": job.on.isoformat() if job.on else None,
        "before": _last(job.before) if job.before else None,
        "versions": versions(),
        "inputs": [_input(source, out) for source in job.sources],
        "outputs": dict(outputs),
        "seconds": dict(seconds),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _last(before: Wave) -> dict[str, str | None]:
    """What the last survey is called; its files stand among the inputs."""
    return {"title": before.title, "on": before.on.isoformat() if before.on else None}


def _input(source: Source, out: Path) -> dict[str, str]:
    """A file as the record names it: by its way from the folder of results where there is one."""
    try:
        path = os.path.relpath(source.path.resolve(), out.resolve())
    except ValueError:  # on another drive
        path = str(source.path.resolve())
    return {"role": source.role, "path": Path(path).as_posix(), "sha256": source.sha256}


def versions() -> dict[str, str]:
    """Python, Tiewise and every library that a figure or a page depends on."""
    found = {"python": platform.python_version(), "tiewise": version("tiewise")}
    return found | {name: version(name) for name in LIBRARIES}
