"""Question kinds: how each is asked, what comes back is checked, and read as ties or a trait."""

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

Ask = Literal["pick", "rate", "mark", "plain", "home"]
# Pages about names that were given before; without any there is nothing to ask.
ABOUT_NAMES: tuple[Ask, ...] = ("rate", "mark")
BOTH = "both"


class PickField(SelectMultipleField):
    """Checkboxes over people's random ids; what is not on the roster is refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PickForm(Form):
    """Whom: checkboxes, words to search by, and "nobody" as an answer of its own.

    What is wrong is said as a key of the message catalogue: ``both`` or ``strange``.
    """

    people = PickField()
    nobody = BooleanField()
    find = StringField()

    def picked(self) -> list[str]:
        """The random ids that are ticked, each once."""
        return list(dict.fromkeys(self.people.data or ()))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Names and "nobody" exclude each other; only who is on the roster can be ticked."""
        if not super().validate(extra_validators):
            self.people.errors = ("strange",)
        elif self.nobody.data and self.picked():
            self.people.errors = (BOTH,)
        return not self.people.errors


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


def plain_form(question: Question, data: Any, own: float | None) -> Form:
    """The form that asks her about herself: one set of radio buttons."""
    steps = [SelectChoice(f"{step.value:g}", step.label) for step in question.scale]
    fields = {"own": RadioField(question.text, choices=steps, validators=[Optional()])}
    chosen = {} if own is None else {"own": f"{own:g}"}
    form: Form = type("PlainForm", (Form,), fields)(data, data=chosen)
    return form


def home_form(question: Question, data: Any, teams: Mapping[str, str], chosen: str | None) -> Form:
    """The form that asks for one's own team: ``teams`` are names by id; the last may be no team."""
    steps = [SelectChoice(id_, name) for id_, name in teams.items()]
    fields = {"own": RadioField(question.text, choices=steps, validators=[Optional()])}
    known = {} if chosen is None else {"own": chosen}
    form: Form = type("HomeForm", (Form,), fields)(data, data=known)
    return form


def own(form: Form) -> float | None:
    """The step that was chosen about herself, if one was."""
    chosen = form["own"].data
    return None if chosen is None else float(chosen)


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

    def trait(self, reply: Reply) -> float | None:
        """The reply as a value of the person's own; None where the question is about others."""


class _AboutOthers:
    """Whatever asks about others says nothing of the person herself."""

    __slots__ = ()

    def trait(self, reply: Reply) -> float | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Pick(_AboutOthers):
    """Tick whom; being named is the whole answer."""

    name: str = "pick"
    asks: tuple[Ask, ...] = ("pick",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """A tie of 1 to everybody who was named."""
        return tuple(Tie(person_id, alter, question.key) for alter in reply.named)


@dataclass(frozen=True, slots=True)
class PickRate(_AboutOthers):
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
class Rate(_AboutOthers):
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


@dataclass(frozen=True, slots=True)
class Mark(_AboutOthers):
    """Tick some of those named in an earlier question; nobody can be added."""

    name: str = "mark"
    asks: tuple[Ask, ...] = ("mark",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """A tie of 1 to everybody who was ticked."""
        return tuple(Tie(person_id, alter, question.key) for alter in reply.named)


@dataclass(frozen=True, slots=True)
class Plain:
    """Choose a step about oneself; told of groups only, never of a person."""

    name: str = "plain"
    asks: tuple[Ask, ...] = ("plain",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """No ties: nobody is named."""
        return ()

    def trait(self, reply: Reply) -> float | None:
        """The step that she chose."""
        return reply.own


@dataclass(frozen=True, slots=True)
class Home(_AboutOthers):
    """Choose one's own team, where answers are nobody's; it is neither a tie nor a trait."""

    name: str = "home"
    asks: tuple[Ask, ...] = ("home",)

    def read(self, question: Question, person_id: str, reply: Reply) -> tuple[Tie, ...]:
        """No ties: it says where the other answers come from."""
        return ()


KINDS: tuple[Kind, ...] = (Pick(), PickRate(), Rate(), Mark(), Plain(), Home())


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
