"""What stands behind the figures, as rows: questions, causes, spread of news, thresholds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question by itself; chance keeps how many each names and is named by.

    ``reciprocity`` is the share of ties returned among those who answered, ``confirmed`` the share
    of named pairs about whom both say the same, with its own 95 % interval and what chance gives;
    ``ei_index`` beside shuffled units; ``shared`` the share of its ties named in another question.
    """

    question: str
    answered: int
    ties: int
    mean_named: float | None
    reciprocity: float | None
    ei_index: float | None
    expected_ei: float | None
    ei_low: float | None
    ei_high: float | None
    shared: float | None
    confirmed: float | None
    confirmed_low: float | None
    confirmed_high: float | None
    expected_confirmed: float | None


@dataclass(frozen=True, slots=True)
class QuestionPairRow:
    """Two questions among the ``people`` who answered both: do they show the same ties?

    ``jaccard`` is ``both`` over ``either``; ``correlation`` beside what ``permutations`` of people
    give, with a two-sided p (QAP).
    """

    first: str
    second: str
    people: int
    both: int
    either: int
    jaccard: float | None
    correlation: float | None
    expected: float | None
    low: float | None
    high: float | None
    p_value: float | None
    permutations: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """What one circumstance adds to the chance of a tie on the main question, the others held.

    ``value`` is in points of probability, ``low`` to ``high`` what permutations give (MRQAP with
    double semi-partialling).
    """

    question: str
    cause: str
    people: int
    value: float
    low: float
    high: float
    p_value: float
    permutations: int


@dataclass(frozen=True, slots=True)
class Course:
    """How news went from one kind of start.

    ``start`` is who began (``best``, ``managers``, ``random``); ``heard`` the mean share of people
    who know after each step, from step 0 on; ``half`` and ``nine_tenths`` the median number of
    steps until so many know (None where half the runs never got there), each with the range of
    the middle 80 % of runs; ``reach`` is D_R of the start.
    """

    start: str
    heard: tuple[float, ...]
    half: float | None
    half_low: float | None
    half_high: float | None
    nine_tenths: float | None
    nine_tenths_low: float | None
    nine_tenths_high: float | None
    in_the_end: float
    reach: float


@dataclass(frozen=True, slots=True)
class Spread:
    """News told by ``seeds`` people at first, each telling with ``probability``, ``runs`` times.

    ``best`` holds the ids of those who reach furthest together, empty where nobody may be named.
    """

    relation: str
    probability: float
    runs: int
    seeds: int
    people: int
    best: tuple[str, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """A figure with the weakest tie that counts one step lower and one step higher.

    ``finding`` is the id of the finding whose main number it is, empty for a figure of the whole.
    None where there is no such step, or the figure is not known there.
    """

    measure: str
    finding: str
    relation: str
    lower: float | None
    used: float
    higher: float | None


@dataclass(frozen=True, slots=True)
class Further:
    """What stands behind the figures: questions compared, causes, spread, thresholds.

    ``layers`` is how many ties were named in exactly one question, two, and so on; ``steps`` the
    weakest answers that count one step lower, as used, and one step higher.
    """

    questions: tuple[QuestionRow, ...] = ()
    question_pairs: tuple[QuestionPairRow, ...] = ()
    layers: tuple[int, ...] = ()
    causes: tuple[CauseRow, ...] = ()
    spread: Spread | None = None
    thresholds: tuple[ThresholdRow, ...] = ()
    steps: tuple[float | None, float | None, float | None] = (None, None, None)
