"""Outside firms: who of us deals with them, and what the silent may know of them.

Idea: a partner firm is reached by those who deal with it. Whoever did not answer may deal with it
as well, so how likely that is is worked out from what those who answered show: how many others deal
with the partner, whether they are of one's unit, whether one is in touch with them, and how usual
dealing with partners is in one's unit.

References: Borgatti, Everett & Johnson 2018 (two-mode data); Marsden 1990.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis.missing import logistic
from analysis.network import BoolArray, FloatArray, Relation

MAIN, BACKUP = "main", "backup"
DRAWS = 200
MOST_CELLS = 400_000


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner firm as the list of partners states it; what is not known is None or empty."""

    id: str
    name: str
    type: str = ""
    sector: str = ""
    region: str = ""
    importance: float | None = None
    annual_value: float | None = None


@dataclass(frozen=True, slots=True)
class Dealing:
    """``person`` deals with ``partner`` as main or backup contact; ratings as they were given."""

    person: str
    partner: str
    role: str = MAIN
    strength: float | None = None
    trust: float | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Partners:
    """Every partner, who deals with which, and who answered that question at all."""

    partners: tuple[Partner, ...] = ()
    dealings: tuple[Dealing, ...] = ()
    answered: frozenset[str] = field(default_factory=frozenset)

    def by_id(self) -> Mapping[str, Partner]:
        """Partners by id."""
        return {partner.id: partner for partner in self.partners}


@dataclass(frozen=True)
class Contacts:
    """Dealings as a table, people × partners, with who answered; worked out once and when asked.

    ``near`` are the ties among us in either direction, ``unit`` each person's department.
    """

    partners: Partners
    relation: Relation
    seed: int

    @cached_property
    def answered(self) -> BoolArray:
        """Who answered the question about partners."""
        ids = self.relation.roster.ids
        return np.array([id_ in self.partners.answered for id_ in ids], dtype=bool)

    @cached_property
    def asked(self) -> BoolArray:
        """Who got the survey, contacts at other firms aside (or answered without being asked)."""
        people = self.relation.roster.people
        sent = np.array([person.asked and not person.outside for person in people], dtype=bool)
        both: BoolArray = sent | self.answered
        return both

    @cached_property
    def known(self) -> BoolArray:
        """People × partners: who said that they deal with whom."""
        row = {id_: i for i, id_ in enumerate(self.relation.roster.ids)}
        column = {partner.id: j for j, partner in enumerate(self.partners.partners)}
        table = np.zeros((len(row), len(column)), dtype=bool)
        for dealing in self.partners.dealings:
            table[row[dealing.person], column[dealing.partner]] = True
        return table

    @property
    def response_rate(self) -> float:
        """Share of those asked who answered the question about partners."""
        return float(self.answered[self.asked].mean()) if self.asked.any() else 0.0

    @cached_property
    def silent(self) -> np.ndarray:
        """Who was asked and did not answer, as places on the roster."""
        return np.flatnonzero(self.asked & ~self.answered)

    @cached_property
    def drawn(self) -> BoolArray:
        """Draws × departments × partners: whether anybody silent there deals with it after all.

        The last department stands for people without one. Ridge logistic regression of a dealing
        on ``_features`` over those who answered (some of them in large firms), its weights drawn
        anew for each draw, as unsure as they are.
        """
        units, unit = self.relation.units("department")
        found = np.zeros((DRAWS, len(units) + 1, len(self.partners.partners)), dtype=bool)
        if not len(self.silent) or not self.known.any():
            return found
        rng = np.random.default_rng([self.seed, 53])
        weights = self._weights(rng)
        for rows in np.array_split(self.silent, -(-len(self.silent) // self._at_once)):
            x = self._features(rows)
            for k, drawn in enumerate(weights):
                p = 1 / (1 + np.exp(-np.clip(x @ drawn, -30, 30)))
                who, which = np.nonzero(rng.random(p.shape) < p)
                found[k, unit[rows[who]], which] = True
        return found

    @property
    def _at_once(self) -> int:
        """How many people's pairs are held at a time."""
        return max(5, MOST_CELLS // max(int(side) for side in self.known.shape))

    def _weights(self, rng: np.random.Generator) -> FloatArray:
        rows = np.flatnonzero(self.answered)
        if len(rows) > self._at_once:
            rows = np.sort(rng.choice(rows, self._at_once, replace=False))
        y = self.known[rows].astype(float).ravel()
        x = self._features(rows).reshape(len(y), -1)
        weights, root = logistic(x, y, np.ones(len(y)))
        drawn: FloatArray = weights + rng.standard_normal((DRAWS, len(weights))) @ root.T
        return drawn

    def _features(self, rows: np.ndarray) -> FloatArray:
        """What is known of each of ``rows`` and each partner, her own dealings left out.

        constant · how many others deal with it · how many of them are of her unit · with how many
        of them she is in touch · how usual dealing with any partner is among others of her unit.
        """
        known = self.known.astype(float)
        own = known[rows]
        others = known.sum(axis=0) - own
        same = self._same_unit(rows)
        touch = self.relation.both_ways[rows]
        dealers = (known.sum(axis=1) > 0).astype(float)
        mates, usual = same @ self.answered, (same @ dealers)
        share = (usual + dealers.mean()) / (mates + 1)
        columns = (
            np.ones(own.shape),
            np.log1p(others),
            np.log1p(same @ known),
            np.log1p(touch @ known),
            np.broadcast_to(np.log(share + 1e-3)[:, None], own.shape),
        )
        return np.stack(columns, axis=2)

    def _same_unit(self, rows: np.ndarray) -> sparse.csr_array:
        """Rows × people: others of the same department."""
        _, unit = self.relation.units("department")
        same = (unit[rows][:, None] == unit[None, :]) & (unit[rows] >= 0)[:, None]
        same[np.arange(len(rows)), rows] = False
        return sparse.csr_array(same.astype(float))

    @cached_property
    def worth(self) -> FloatArray:
        """What each partner weighs: its stated yearly value; alike for all where none is stated."""
        values = [partner.annual_value for partner in self.partners.partners]
        if not any(values):
            return np.ones(len(values))
        return np.array([value or 0.0 for value in values])

    @property
    def valued(self) -> bool:
        """Whether ``worth`` is stated yearly value, and not a count of partners."""
        return any(partner.annual_value for partner in self.partners.partners)

    def weight(self, j: int) -> float:
        """How much partner ``j`` matters beside the one that matters most, 0 to 1.

        By stated value, else by stated importance, else one half.
        """
        partner = self.partners.partners[j]
        if partner.annual_value:
            return float(partner.annual_value / self.worth.max())
        stated = [p.importance for p in self.partners.partners if p.importance]
        if partner.importance and stated:
            return partner.importance / max(stated)
        return 0.0 if self.valued else 0.5
