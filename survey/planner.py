"""How long a survey takes: minutes, from how many can be named and what is asked.

A model, not a measurement: so many seconds for a page, a name, a rating. It is meant to keep a
survey within ten minutes before it is sent out; once people answer, the board shows what they took.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from survey.bank import Question
from survey.questions import Page, pages

FEW, USUAL, MANY = 3, 7, 15
LONGEST = 10
PARTNERS, WISHES = 3, 2
LISTED_UP_TO = 100
# Seconds: reading the first page and reviewing; reading a question; ticking a name in a list, or
# typing and picking it; choosing a step for somebody.
FRAME, READ, TICK, FIND, CHOOSE = 80.0, 12.0, 4.0, 7.0, 4.0


@dataclass(frozen=True, slots=True)
class Minutes:
    """For somebody who names few people (3), as many as is usual (7), many (15)."""

    few: int
    usual: int
    many: int

    @property
    def too_long(self) -> bool:
        """Whether the usual respondent is kept for more than ten minutes."""
        return self.usual > LONGEST


def minutes(questions: Sequence[Question], people: int) -> Minutes:
    """What ``questions`` take where ``people`` can be named, in whole minutes rounded up."""
    few, usual, many = (
        math.ceil((FRAME + seconds(pages(questions), people, names)) / 60)
        for names in (FEW, USUAL, MANY)
    )
    return Minutes(few, usual, many)


def seconds(asked: Sequence[Page], people: int, names: int) -> float:
    """The seconds that these pages take somebody who names ``names`` people of ``people``."""
    return sum(_seconds(page, people, max(0, min(names, people - 1))) for page in asked)


def _seconds(page: Page, people: int, names: int) -> float:
    """One page: reading it, and what has to be done for each name.

    Half of those named before are ticked again where a question starts from them; a wish is for
    two people, and few deal with more than three partners.
    """
    if page.question.among == "partners":
        names = min(names, PARTNERS)
    if page.ask in ("plain", "home"):
        return READ + CHOOSE
    if page.ask == "rate":
        return READ + names * CHOOSE
    if page.ask == "mark" or page.question.carry:
        return READ + names / 2 * TICK
    wanted = min(names, WISHES) if page.question.use == "wish" else names
    return READ + wanted * (TICK if people <= LISTED_UP_TO else FIND)
