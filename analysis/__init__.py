"""People and ties into findings: pure, without web, database, drawing or sentences.

results = analyse(network)          # or a networkx.DiGraph, or two DataFrames
seen = view(results, MANAGER, Policy())
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from importlib.metadata import version
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from analysis import figures, further
from analysis.findings import find_all
from analysis.model import Fault
from analysis.network import Network, as_network
from analysis.partners import Partners
from analysis.privacy import ANALYST, MANAGER, Audience, Policy, View, view
from analysis.results import Provenance, Results
from analysis.settings import Settings
from analysis.study import Progress, Study
from analysis.waves import Wave
from analysis.workers import processes

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = [
    "ANALYST",
    "MANAGER",
    "Audience",
    "Policy",
    "Results",
    "Settings",
    "View",
    "Wave",
    "analyse",
    "view",
]

LIBRARIES = ("numpy", "scipy", "networkx", "python-louvain", "numba")


def analyse(  # noqa: PLR0913 - the one door: all but the first two by name
    ties: "Network | nx.DiGraph | tuple[pd.DataFrame, pd.DataFrame]",
    settings: Settings | None = None,
    *,
    before: Wave | None = None,
    faults: Iterable[Fault] = (),
    partners: Partners | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Results:
    """Measure everybody, look for everything in FINDERS, and compare it all with chance.

    ``ties`` is a Network, a networkx.DiGraph (nodes may carry ``name``, ``answered`` and
    attributes) or two DataFrames, people and answers, with the columns of the input files.
    ``before`` is an earlier wave to compare with.
    ``partners`` are outside firms and who deals with them, if that was asked.
    The same input, settings and seed give the same results. ``progress(stage, share)`` is told
    how far it is. Draws and rewired firms are shared out over ``executor``, any of
    concurrent.futures, or over ``settings.workers`` processes: the results are the same.
    Raises Problem if there is nobody, or no answer at all.
    """
    settings = settings or Settings()
    network = as_network(ties)
    # One thread: small matrices gain nothing from more, and sums keep one order on any machine.
    with threadpool_limits(1, "blas"), processes(0 if executor else settings.workers) as own:
        own_pool = executor or own
        study = Study(network, settings, tuple(faults), own_pool, before, partners or Partners())
        return _analyse(study, progress or (lambda stage, share: None))


def _analyse(study: Study, tell: Progress) -> Results:
    tell("measures", 0.0)
    study.people  # noqa: B018 - worked out here so that progress is true
    tell("groups", 0.1)
    groups = study.groups
    tell("missing answers", 0.4)
    rows = figures.people(study)
    tell("chance", 0.6)
    organisation = figures.organisation(study)
    tell("findings", 0.7)
    found = find_all(study)
    tell("comparisons", 0.95)
    behind = further.of_study(study, found.findings)
    tell("done", 1.0)
    return Results(
        roster=study.network.roster,
        people=rows,
        units=figures.units(study),
        pairs=figures.pairs(study),
        organisation=organisation,
        findings=found.findings,
        not_found=found.not_found,
        not_said=found.not_said,
        faults=study.faults,
        groups_stable=groups.stable,
        made=_provenance(study),
        further=behind,
        changes=study.compared.changes if study.before else None,
    )


def _provenance(study: Study) -> Provenance:
    settings = study.settings
    return Provenance(
        seed=settings.seed,
        questions=settings.questions or study.network.questions,
        main_question=study.main.name,
        min_value=settings.min_value,
        runs=study.groups.runs,
        draws=0 if study.draws.complete else len(study.draws.networks),
        permutations=min(settings.permutations, study.shuffles),
        treatment=study.treatment,
        versions={name: version(name) for name in LIBRARIES},
        treatments=study.treatments,
        grouping=study.groups.method,
    )
