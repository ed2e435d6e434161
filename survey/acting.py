"""The actions of a survey as a list to work on: recommended, no longer recommended, one's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from analysis.model import Finding
from analysis.privacy import ANALYST, MANAGER, Audience, View
from analysis.results import Results
from survey import following, pipeline
from survey.pipeline import Inputs
from survey.store.actions import Noted, Task, Wording


@dataclass(frozen=True, slots=True)
class Item:
    """One action as its reader may see it, and what was written down of it.

    ``because`` is the finding that it answers. ``kind`` is recommended, gone (it was once) or own.
    """

    key: str
    said: str
    kind: str = "recommended"
    because: str = ""
    step: str = ""
    measure: str = ""
    target: str = ""
    task: Task = field(default_factory=Task)


@dataclass(frozen=True, slots=True)
class Then:
    """An action of the survey before, and its figure then and now where both are known."""

    item: Item
    figure: str = ""
    then: str = ""
    now: str = ""


def listed(job: Inputs, results: Results) -> tuple[Item, ...]:
    """Every action in the order of the report, then what is only written down."""
    tasks = {each.key: each.task for each in job.following.noted}
    shown = _recommended(job, results)
    items = [replace(item, task=tasks.get(key, Task())) for key, item in shown.items()]
    rest = (each for each in job.following.noted if each.key not in shown)
    return (*items, *written(rest, job.options.audience.sees_names(job.options.policy)))


def written(noted: Iterable[Noted], named: bool) -> tuple[Item, ...]:
    """Actions as they were written down; those that would name people only for who may see it."""
    told = ((each, each.wording.named if named else each.wording.unnamed) for each in noted)
    items = (
        Item(each.key, said, "own" if each.own else "gone", task=each.task)
        for each, said in told
        if said
    )
    return tuple(sorted(items, key=lambda item: item.kind == "own"))


def _recommended(job: Inputs, results: Results) -> dict[str, Item]:
    from reports.screen import on_screen
    from reports.sections.plan import told

    view = pipeline.seen(job, results)
    cover = pipeline.cover_of(job)
    source = on_screen(view, cover, cover.words_for(view))
    found = {}
    for key, advised in following.advised(view, results, job.following.survey_id).items():
        tale = told(source, advised)
        because = source.claim(advised.finding)
        said, why, step, measure, target = map(
            _plain, (tale.said, because, tale.step, tale.measure, tale.target)
        )
        found[key] = Item(key, said, "recommended", why, step, measure, target)
    return found


def _plain(text: str) -> str:
    from reports.plain import bare

    return bare(text)


def wording(job: Inputs, results: Results, key: str) -> Wording:
    """How a recommended action reads for either kind of reader; what managers may see of its
    figure is kept as well, to be held against the next survey's.
    """
    named, unnamed = (_for(job, audience) for audience in (ANALYST, MANAGER))
    said, said_unnamed = (_said(each, results, key) for each in (named, unnamed))
    view = pipeline.seen(unnamed, results)
    advised = following.advised(view, results, job.following.survey_id).get(key)
    if advised is None:
        return Wording(said, said_unnamed)
    evidence = advised.finding.evidence[0]
    about = advised.finding.id, evidence.measure, float(evidence.value)
    return Wording(said, said_unnamed, *about)


def _said(job: Inputs, results: Results, key: str) -> str:
    item = _recommended(job, results).get(key)
    return item.said if item else ""


def _for(job: Inputs, audience: Audience) -> Inputs:
    return replace(job, options=replace(job.options, audience=audience))


def last_time(job: Inputs, view: View, noted: Iterable[Noted], named: bool) -> tuple[Then, ...]:
    """The actions of the survey before, each with its figure then and now; ``named``: whether the
    reader may see who was named in them.
    """
    by_key = {each.key: each for each in noted}
    items = written(by_key.values(), named and view.named)
    return tuple(_then(job, view, item, by_key[item.key].wording) for item in items)


def _then(job: Inputs, view: View, item: Item, was: Wording) -> Then:
    words = pipeline.wording(job.options, view.of)
    now = _figure(view, was)
    if now is None or was.value is None or not words.has(f"measures.{was.measure}"):
        return Then(item)
    figures = (words.number(was.measure, value) for value in (was.value, now))
    return Then(item, _plain(words.measure(was.measure)), *map(_plain, figures))


def _figure(view: View, was: Wording) -> float | None:
    """The same figure of the same finding in these results, if it was found again."""
    found: Iterator[Finding] = (f for f in view.findings if f.id == was.finding)
    return next((e.value for f in found for e in f.evidence if e.measure == was.measure), None)
