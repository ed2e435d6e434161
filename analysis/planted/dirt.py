"""Faults planted in a firm's files, as real exports have them, and the truth about each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.planted.firms import Claim, Firm, Truth
from analysis.planted.sheets import Rows, answer_rows, roster_rows, write_sheets, write_truth

HOSTILE = ('<script>alert("x")</script> & Söhne', '=HYPERLINK("http://example.com","click")')
WIDE = "Zoë Ångström-Łuć Ἀθηνᾶ 山田花子"
NAME, DEPARTMENT, LEVEL, MANAGER, START = 1, 3, 6, 7, 8


@dataclass(frozen=True, slots=True)
class Files:
    """Both sheets while they are being spoilt; ``clean`` answers stand where they stood."""

    rng: np.random.Generator
    roster: Rows
    answers: Rows
    clean: Rows
    taken: list[int]

    def victims(self, count: int) -> list[list[str]]:
        """Roster rows of individual contributors that no fault has touched yet, leads of nobody."""
        bosses = {row[MANAGER] for row in self.roster}
        free = [
            i
            for i, row in enumerate(self.roster)
            if i not in self.taken and row[0] not in bosses and row[LEVEL] == "5"
        ]
        chosen = [int(i) for i in self.rng.permutation(free)[:count]]
        self.taken.extend(chosen)
        return [self.roster[i] for i in chosen]

    def askers(self, count: int) -> list[str]:
        """People who answered the first question, no one twice."""
        people = sorted({row[0] for row in self.clean if row[1] == "information" and row[2]})
        return [people[i] for i in self.rng.permutation(len(people))[:count]]


def write_dirty(firm: Firm, folder: Path) -> Truth:
    """Write the firm's files with one planted fault of each kind, and say which."""
    seed = firm.truth.seed
    rows = answer_rows(firm)
    files = Files(np.random.default_rng([seed, 7]), roster_rows(firm), rows, list(rows), [])
    faults = tuple(spoil(files) for spoil in SPOILERS)
    facts = {**firm.truth.facts, **{claim.what: claim.value for claim in faults}}
    note = "One fault of each kind that exports have."
    truth = replace(
        firm.truth, case="dirty", expect=faults, forbid=(), facts=facts, description=note
    )
    write_sheets(files.roster, files.answers, folder)
    write_truth(truth, folder)
    return truth


def _fault(what: str, value: object) -> Claim:
    return Claim("data_problem", what=what, value=value)


def _duplicate_rows(files: Files) -> Claim:
    """Rows twice, some of them with another value."""
    named = [row for row in files.clean if row[2]]
    for i in sorted(int(i) for i in files.rng.permutation(len(named))[:7]):
        files.answers.append([*named[i][:3], str(2 + i % 4)])
    return _fault("duplicate_rows", 7)


def _self_nominations(files: Files) -> Claim:
    files.answers.extend([id_, "information", id_, "4"] for id_ in files.askers(5))
    return _fault("self_nominations", 5)


def _unknown_alters(files: Files) -> Claim:
    askers = enumerate(files.askers(4))
    files.answers.extend([id_, "information", f"X{i:03d}", "3"] for i, id_ in askers)
    return _fault("unknown_alters", 4)


def _unknown_respondents(files: Files) -> Claim:
    files.answers.append(["Z999", "information", files.roster[0][0], "3"])
    return _fault("unknown_respondents", 1)


def _id_variants(files: Files) -> Claim:
    """Known people with their ids in lower case between spaces."""
    for asker, alter in _strangers(files, 3):
        files.answers.append([asker, "information", f" {alter.lower()} ", "4"])
    return _fault("id_case_or_space_variants", 3)


def _bad_values(files: Files) -> Claim:
    """No value, one above the scale, and a word."""
    for (asker, alter), value in zip(_strangers(files, 3), ("", "9", "daily"), strict=True):
        files.answers.append([asker, "information", alter, value])
    return _fault("bad_frequency", 3)


def _strangers(files: Files, count: int) -> list[tuple[str, str]]:
    """Pairs of somebody who answered and somebody whom she did not name anywhere."""
    named = {(row[0], row[2].strip().upper()) for row in files.answers}
    people = [row[0] for row in files.roster]
    pairs = []
    for asker in files.askers(count):
        free = [id_ for id_ in people if id_ != asker and (asker, id_) not in named]
        pairs.append((asker, free[int(files.rng.integers(len(free)))]))
    return pairs


def _straight_liner(files: Files) -> Claim:
    """Somebody who named nearly everybody, and rated all alike."""
    asker = files.askers(1)[0]
    own = [row for row in files.clean if row[:2] == [asker, "information"]]
    for row in own:
        row[3] = "5"
    named = {asker, *(row[2].strip().upper() for row in files.answers if row[0] == asker)}
    people = [row[0] for row in files.roster if row[0] not in named]
    files.answers.extend([asker, "information", id_, "5"] for id_ in people[: -len(people) // 20])
    return _fault("straight_liner", asker)


def _missing_department(files: Files) -> Claim:
    victim = files.victims(1)[0]
    victim[DEPARTMENT] = ""
    return _fault("missing_department", (victim[0],))


def _hostile_names(files: Files) -> Claim:
    victims = files.victims(len(HOSTILE))
    for victim, name in zip(victims, HOSTILE, strict=True):
        victim[NAME] = name
    return _fault("hostile_names", tuple(victim[0] for victim in victims))


def _unicode_name(files: Files) -> Claim:
    victim = files.victims(1)[0]
    victim[NAME] = WIDE
    return _fault("unicode_name", victim[0])


def _unknown_manager(files: Files) -> Claim:
    victim = files.victims(1)[0]
    victim[MANAGER] = "E99999"
    return _fault("unknown_manager", (victim[0],))


def _manager_cycle(files: Files) -> Claim:
    one, other = files.victims(2)
    one[MANAGER], other[MANAGER] = other[0], one[0]
    return _fault("manager_cycle", (one[0], other[0]))


def _bad_date(files: Files) -> Claim:
    victim = files.victims(1)[0]
    victim[START] = "31/02/2024"
    return _fault("bad_date", (victim[0],))


def _bad_level(files: Files) -> Claim:
    victim = files.victims(1)[0]
    victim[LEVEL] = "chief"
    return _fault("bad_level", (victim[0],))


SPOILERS: tuple[Callable[[Files], Claim], ...] = (
    _duplicate_rows,
    _self_nominations,
    _unknown_alters,
    _unknown_respondents,
    _id_variants,
    _bad_values,
    _straight_liner,
    _missing_department,
    _hostile_names,
    _unicode_name,
    _unknown_manager,
    _manager_cycle,
    _bad_date,
    _bad_level,
)
