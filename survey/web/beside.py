"""What is wrong with one field of a form is said beside that field."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from analysis.model import Problem


class Misfilled(Problem):
    """A Problem with what stands in one field."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(problem.what, where=problem.where, why=problem.why, mend=problem.mend)
        self.field = field


@contextmanager
def field(name: str) -> Iterator[None]:
    """Whatever Problem comes up in here is one with this field."""
    try:
        yield
    except Problem as problem:
        raise Misfilled(name, problem) from problem


def put(form: FlaskForm, problem: Problem, usual: str) -> None:
    """Say it beside its field, or the one whose label says where it is, or the ``usual`` one."""
    labelled = (each.name for each in form if problem.where and each.label.text == problem.where)
    name = getattr(problem, "field", None) or next(labelled, usual)
    form[name].errors = (said(problem),)


def said(problem: Problem) -> str:
    """The whole of it as a few sentences."""
    what = problem.what[:1].upper() + problem.what[1:]
    what = what if what.endswith((".", "?", "!")) else f"{what}."
    return " ".join(part for part in (what, problem.why, problem.mend) if part)
