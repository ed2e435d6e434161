"""Question kinds: how each is asked, how what comes back is checked, and how it is read as ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from wtforms import BooleanField, Form, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from analysis.model import Person, Tie
from survey.bank import Question
from survey.store import Reply

Ask = Literal["pick", "rate"]
MANY = 25


class PickField(SelectMultipleField):
    """Checkboxes over people's random ids; what is not on the roster is refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PickForm(Form):
    """Whom: checkboxes, words to search by, and "nobody" as an answer of its own."""

    people = PickField()
    nobody = BooleanField()
    find = StringField()

    def picked(self) -> list[str]:
        """The random ids that are ticked, each once."""
        return list(dict.fromkeys(self.people.data or ()))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Names and "nobody" exclude each other."""
        fine = bool(super().validate(extra_validators))
        if fine and self.nobody.data and self.picked():
            said = "You ticked people and also “nobody”. Untick one of the two."
            self.people.errors = (said,)
            return False
        return fine


def pick_form(entries: Mapping[str, Person], data: Any, chosen: Sequence[str]) -> PickForm:
    """The form that asks whom: every listed entry can be ticked, ``chosen`` are."""
    form = PickForm(data, data={"people": list(chosen)})
    form.people.choices = [SelectChoice(id_, person.name) for id_, person in entries.items()]
    return form


def rate_form(question: Question, entries: Mapping[str, Person], data: Any, values: Any) -> Form:
    """The form that asks about each name: one set of radio buttons a person."""
    steps = [SelectChoice(f"{step.value:g}", step.label) for step in question.scale]
    fields: dict[str, Any] = {
        f"v-{id_}": RadioField(person.name, choices=steps, validators=[Optional()])
        for id_, person in entries.items()
    }
    rated = {f"v-{id_}": f"{value:g}" for id_, value in values.items() if value is not None}
    form: Form = type("RateForm", (Form,), fields)(data, data=rated)
    return form


def rated(form: Form) -> dict[str, float]:
    """What was rated, by random id."""
    return {
        field.name.removeprefix("v-"): float(field.data) for field in form if field.data is not None
    }


class Kind(Protocol):
    """What a question kind must be able to do."""

    @property
    def name(self) -> str:
        """The word that question sets use."""

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The pages that it takes, in order."""

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """The reply as ties."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Tick whom; being named is the whole answer."""

    name: str = "pick"
    asks: tuple[Ask, ...] = ("pick",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """A tie of 1 to everybody who was named."""
        return tuple(Tie(person_id, alter, question.key) for alter in reply.named)


@dataclass(frozen=True, slots=True)
class PickRate:
    """Tick whom, then say how often or how much, of those only."""

    name: str = "pick_rate"
    asks: tuple[Ask, ...] = ("pick", "rate")

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """A tie of the step that was chosen; a name left unrated counts as the lowest step."""
        lowest = min(step.value for step in question.scale)
        return tuple(
            Tie(person_id, alter, question.key, lowest if value is None else value)
            for alter, value in reply.named.items()
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate those named in an earlier question; nobody is named twice."""

    name: str = "rate"
    asks: tuple[Ask, ...] = ("rate",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """A tie of the step that was chosen; who was left unrated is no tie."""
        return tuple(
            Tie(person_id, alter, question.key, value)
            for alter, value in reply.named.items()
            if value is not None
        )


KINDS: tuple[Kind, ...] = (Pick(), PickRate(), Rate())


def kind_of(question: Question) -> Kind:
    """How this question is asked and read."""
    return next(kind for kind in KINDS if kind.name == question.kind)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a survey: a question, and whether it asks for names or about them."""

    number: int
    question: Question
    ask: Ask


def pages(questions: Sequence[Question]) -> tuple[Page, ...]:
    """The pages in the order in which they are asked, numbered from 1."""
    flat = [(question, ask) for question in questions for ask in kind_of(question).asks]
    return tuple(Page(i, question, ask) for i, (question, ask) in enumerate(flat, start=1))
