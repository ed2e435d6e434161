"""A shelf of small networks with answers worked out by hand, for every test to draw on.

``--`` is a tie in both directions, ``->`` a tie in one. Numbers are as in people.csv:
``betweenness`` is directed (on mutual ties twice the undirected), ``constraint`` and
``effective_size`` Burt's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.model import Answers, Person, Roster, Tie
from analysis.network import Relation, from_answers

Numbers = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Worked:
    """A relation and what is known of it: measure → person → value, unnamed people 0."""

    relation: Relation
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is in which department, and who did not answer."""

    departments: Mapping[str, str] = field(default_factory=dict)
    silent: str = ""


NO_SIDES = Sides()


def relation(
    name: str, people: Sequence[str], arcs: Sequence[tuple[str, str]], sides: Sides = NO_SIDES
) -> Relation:
    """A relation among ``people``, each of these arcs in one direction."""
    roster = Roster(tuple(_person(id_, sides) for id_ in people))
    heard = frozenset(people) - set(sides.silent.split())
    ties = tuple(Tie(source, target, name) for source, target in arcs)
    return from_answers(roster, Answers(ties, {name: heard})).relation()


def _person(id_: str, sides: Sides) -> Person:
    home = sides.departments.get(id_)
    return Person(id_, f"Person {id_}", {"department": home} if home else {})


def mutual(text: str) -> list[tuple[str, str]]:
    """Both arcs of each tie in ``"ab bc"`` or ``"Acciaiuoli-Medici …"``."""
    ends = [tie.split("-") if "-" in tie else list(tie) for tie in text.split()]
    return [arc for s, t in ends for arc in ((s, t), (t, s))]


def path() -> Worked:
    """a -- b -- c -- d -- e

    Through b go a↔{c,d,e}: 3 pairs, 6 ways; through c {a,b}↔{d,e}: 4 pairs, 8 ways. Whoever is
    inside has two contacts who don't know each other: constraint 1/4 + 1/4.
    """
    ends, inner = {"a": 1.0, "e": 1.0}, dict.fromkeys("bcd", 0.5)
    return Worked(
        relation("path", "abcde", mutual("ab bc cd de")),
        {
            "betweenness": {"b": 6, "c": 8, "d": 6},
            "betweenness_undirected": {"b": 3, "c": 4, "d": 3},
            "constraint": {**ends, **inner},
            "effective_size": {**ends, **dict.fromkeys("bcd", 2.0)},
            "core_number": dict.fromkeys("abcde", 1),
            "cut_point": dict.fromkeys("bcd", 1),
            "simmelian": {},
        },
    )


def star() -> Worked:
    """b, c, d and e each -- a, and with nobody else.

    Through a go all 6 pairs of leaves; her constraint is 4 · (1/4)².
    """
    return Worked(
        relation("star", "abcde", mutual("ab ac ad ae")),
        {
            "in_degree": {"a": 4, "b": 1, "c": 1, "d": 1, "e": 1},
            "mutual": {"a": 4, "b": 1, "c": 1, "d": 1, "e": 1},
            "betweenness": {"a": 12},
            "betweenness_undirected": {"a": 6},
            "constraint": {"a": 0.25, "b": 1, "c": 1, "d": 1, "e": 1},
            "effective_size": {"a": 4, "b": 1, "c": 1, "d": 1, "e": 1},
            "cut_point": {"a": 1},
            "core_number": dict.fromkeys("abcde", 1),
        },
    )


def kite() -> Worked:
    """The triangle a -- b -- c -- a with a tail c -- d.

    c's constraint: a and b count (1/3 + 1/3 · 1/2)² = 1/4 each, d 1/9: 11/18. a's: b counts
    (1/2 + 1/2 · 1/3)² = 4/9, c (1/2 + 1/2 · 1/2)² = 9/16: 145/144, over one, as the formula may.
    """
    return Worked(
        relation("kite", "abcd", mutual("ab bc ac cd")),
        {
            "betweenness_undirected": {"c": 2},
            "constraint": {"a": 145 / 144, "b": 145 / 144, "c": 11 / 18, "d": 1},
            "effective_size": {"a": 1, "b": 1, "c": 7 / 3, "d": 1},
            "core_number": {"a": 2, "b": 2, "c": 2, "d": 1},
            "cut_point": {"c": 1},
            "simmelian": {"a": 2, "b": 2, "c": 2},
        },
    )


def bridge() -> Worked:
    """Two triangles, a b c and d e f, joined by c -- d; a department each.

    c and d each stand between two people of their own and three others: 6 pairs. c's ways lead
    a→c→d, b→c→d (2 representative) and d→c→a, d→c→b (2 gatekeeper).
    """
    homes = {**dict.fromkeys("abc", "North"), **dict.fromkeys("def", "South")}
    return Worked(
        relation("bridge", "abcdef", mutual("ab bc ac de ef df cd"), Sides(homes)),
        {
            "betweenness": {"c": 12, "d": 12},
            "betweenness_undirected": {"c": 6, "d": 6},
            "cut_point": {"c": 1, "d": 1},
            "core_number": dict.fromkeys("abcdef", 2),
            "simmelian": dict.fromkeys("abcdef", 2),
            "representative": {"c": 2, "d": 2},
            "gatekeeper": {"c": 2, "d": 2},
            "coordinator": {},
        },
    )


def barbell() -> Worked:
    """Two full groups of four, a b c d and e f g h, joined only by d -- m -- e.

    m stands between 4 · 4 pairs, d between {a, b, c} and {m, e, f, g, h}: 15.
    """
    ties = "ab ac ad bc bd cd ef eg eh fg fh gh dm me"
    return Worked(
        relation("barbell", "abcdefghm", mutual(ties)),
        {
            "betweenness_undirected": {"d": 15, "m": 16, "e": 15},
            "cut_point": {"d": 1, "m": 1, "e": 1},
            "core_number": {**dict.fromkeys("abcdefgh", 3), "m": 2},
            "simmelian": dict.fromkeys("abcdefgh", 3),
            "effective_size": {**dict.fromkeys("abcfgh", 1), "d": 2.5, "e": 2.5, "m": 2},
        },
    )


def island() -> Worked:
    """Two triangles, a b c and d e f, a department each and no tie between: two pieces.

    Nobody is between anybody; each constraint is 2 · (1/2 + 1/4)² = 9/8.
    """
    homes = {**dict.fromkeys("abc", "Mainland"), **dict.fromkeys("def", "Island")}
    return Worked(
        relation("island", "abcdef", mutual("ab bc ac de ef df"), Sides(homes)),
        {
            "betweenness": {},
            "constraint": dict.fromkeys("abcdef", 9 / 8),
            "core_number": dict.fromkeys("abcdef", 2),
            "cut_point": {},
        },
    )


def chain() -> Worked:
    """a -> b -> c -> d, the first two in North, the others in South.

    b represents North to c; c is the gatekeeper through whom b reaches d.
    """
    homes = {"a": "North", "b": "North", "c": "South", "d": "South"}
    return Worked(
        relation("chain", "abcd", [("a", "b"), ("b", "c"), ("c", "d")], Sides(homes)),
        {
            "in_degree": {"b": 1, "c": 1, "d": 1},
            "out_degree": {"a": 1, "b": 1, "c": 1},
            "mutual": {},
            "betweenness": {"b": 2, "c": 2},
            "betweenness_undirected": {"b": 2, "c": 2},
            "representative": {"b": 1},
            "gatekeeper": {"c": 1},
        },
    )


def roles() -> Worked:
    """a (X) and c (Y) -> v (X) -> b (X), d (Y) and e (Z): every role at least once.

    a→v→b coordinator; a→v→d and a→v→e representative; c→v→b gatekeeper; c→v→d consultant, both
    ends in Y; c→v→e liaison, three departments.
    """
    homes = {"a": "X", "b": "X", "v": "X", "c": "Y", "d": "Y", "e": "Z"}
    arcs = [("a", "v"), ("c", "v"), ("v", "b"), ("v", "d"), ("v", "e")]
    return Worked(
        relation("roles", "abcdev", arcs, Sides(homes)),
        {
            "coordinator": {"v": 1},
            "representative": {"v": 2},
            "gatekeeper": {"v": 1},
            "consultant": {"v": 1},
            "liaison": {"v": 1},
            "betweenness": {"v": 6},
        },
    )


def silent_hub() -> Worked:
    """a, b and c -> h, who did not answer; nor did d, whom nobody names.

    h is sought by three and stands between them undirected, but has no directed way through her:
    that is missing, not known to be none.
    """
    return Worked(
        relation("silent hub", "abcdh", [(x, "h") for x in "abc"], Sides(silent="h d")),
        {
            "in_degree": {"h": 3},
            "out_degree": dict.fromkeys("abc", 1),
            "betweenness": {},
            "betweenness_undirected": {"h": 3},
            "cut_point": {"h": 1},
            "core_number": {**dict.fromkeys("abc", 1), "h": 1},
        },
    )


MARRIAGES = """Acciaiuoli-Medici Albizzi-Ginori Albizzi-Guadagni Albizzi-Medici Barbadori-Castellani
Barbadori-Medici Bischeri-Guadagni Bischeri-Peruzzi Bischeri-Strozzi Castellani-Peruzzi
Castellani-Strozzi Guadagni-Lamberteschi Guadagni-Tornabuoni Medici-Ridolfi Medici-Salviati
Medici-Tornabuoni Pazzi-Salviati Peruzzi-Strozzi Ridolfi-Strozzi Ridolfi-Tornabuoni"""


def florentine_marriages() -> Worked:
    """Twenty marriages among fifteen families of Florence, and the Pucci, who made none.

    The Medici stand between 47.5 pairs (Jackson 2008: .522 of 91). Without them the Acciaiuoli
    and the Salviati with the Pazzi are cut off; without the Albizzi the Ginori, without the
    Guadagni the Lamberteschi, without the Salviati the Pazzi.
    """
    ties = mutual(MARRIAGES)
    families = sorted({family for family, _ in ties} | {"Pucci"})
    return Worked(
        relation("Florentine marriages", families, ties),
        {
            "in_degree": {family: sum(s == family for s, _ in ties) for family in families},
            "cut_point": dict.fromkeys(("Medici", "Albizzi", "Guadagni", "Salviati"), 1),
            "core_number": {
                **dict.fromkeys(("Acciaiuoli", "Ginori", "Lamberteschi", "Pazzi", "Salviati"), 1),
                **dict.fromkeys(("Albizzi", "Barbadori", "Bischeri", "Castellani"), 2),
                **dict.fromkeys(("Guadagni", "Medici", "Peruzzi", "Ridolfi"), 2),
                **dict.fromkeys(("Strozzi", "Tornabuoni"), 2),
            },
        },
    )


def krackhardt_kite() -> Worked:
    """Krackhardt 1990: ten people, three of whom are the most central, each in another sense.

    Diane (d) has most contacts, 6; Fernando (f) and Garth (g) are nearest to all; Heather (h)
    stands between most: {a … g} and {i, j}, 14 pairs. Through i goes everybody to j: 8.
    """
    ties = "ab ac ad af bd be bg cd cf de df dg eg fg fh gh hi ij"
    contacts = {"a": 4, "b": 4, "c": 3, "d": 6, "e": 3, "f": 5, "g": 5, "h": 3, "i": 2, "j": 1}
    return Worked(
        relation("Krackhardt's kite", "abcdefghij", mutual(ties)),
        {
            "in_degree": contacts,
            "out_degree": contacts,
            "betweenness_undirected": {
                "a": 5 / 6,
                "b": 5 / 6,
                "d": 11 / 3,
                "f": 25 / 3,
                "g": 25 / 3,
                "h": 14,
                "i": 8,
            },
            "cut_point": {"h": 1, "i": 1},
            "core_number": {**dict.fromkeys("abcdefg", 3), "h": 2, "i": 1, "j": 1},
        },
    )


SHELF: tuple[Worked, ...] = (
    path(),
    star(),
    kite(),
    bridge(),
    barbell(),
    island(),
    chain(),
    roles(),
    silent_hub(),
    florentine_marriages(),
    krackhardt_kite(),
)
