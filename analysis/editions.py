"""What a view holds besides when it is narrowed to one unit, or to one person's own page."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OneUnit:
    """The unit that a view is narrowed to.

    ``middle`` holds, by measure, the middle value of the units of its kind that may be shown, and
    is empty where there are fewer than five; ``units`` is how many there are. ``response`` is the
    share of the whole firm that answered.
    """

    unit_type: str
    unit: str
    response: float
    units: int = 0
    middle: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place by one measure, in bands: 0 the lowest quarter, 1 the middle, 2 the highest.

    ``low`` to ``high`` is what the missing answers leave open; no number of hers is in it.
    """

    measure: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Own:
    """What one person may read about herself: her own answers and rough places, never who named
    her.

    ``answers`` holds each question with the ids of those whom she named, ``homes`` the unit of
    each of them that she knows as well as we. ``reached`` counts her
    people by the kind of unit ``unit_type`` (by heads where that is empty), ``middle`` what the
    middle person who answered has; ``people`` is how many the places are taken among.
    """

    person_id: str
    people: int
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    standings: tuple[Standing, ...]
    unit_type: str
    reached: int
    middle: int
    homes: Mapping[str, str] = field(default_factory=dict)
