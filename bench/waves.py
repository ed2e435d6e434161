"""Two surveys compared: false alarms where nothing changed, and how small a change is found.

    python -m bench.waves          600 unchanged pairs, 30 for each change: two to three minutes

Pairs without change differ in which of the usual contacts were there; in half of them fewer answer
the second time. Whatever is claimed of them (that people left apart) is luck, and must go up as
often as down: fewer answers must not look like less contact.
"""

from collections import Counter
from collections.abc import Iterator

from analysis import Settings, Wave
from analysis.findings import BETWEEN_WAVES
from analysis.model import Finding
from analysis.network import from_answers
from analysis.planted import missed, plant_pair, wrongly_said
from analysis.planted.pairs import Pair, Turn
from analysis.study import Study

UNCHANGED, TRIES = 300, 30
RESPONSES = ((0.9, 0.7), (0.9, 0.9))
SIZES, CHANGES = (60, 150, 300), (0.05, 0.075, 0.1)
QUICK = Settings(draws=20, permutations=300)


def found(pair: Pair) -> list[Finding]:
    """What is claimed to have changed between the two."""
    before, now = (from_answers(wave.roster, wave.answers) for wave in (pair.before, pair.now))
    study = Study(now, QUICK, before=Wave(before))
    outcomes = (outcome for finder in BETWEEN_WAVES for outcome in finder.find(study))
    return [outcome for outcome in outcomes if isinstance(outcome, Finding)]


def alarms(response: tuple[float, float]) -> Counter[str]:
    """In how many unchanged pairs of 60 to 150 people each kind was claimed, and which way."""
    count: Counter[str] = Counter()
    for k in range(UNCHANGED):
        claims = found(plant_pair("unchanged", Turn(60 + 37 * k % 91, response, k)))
        said = [claim for claim in claims if claim.kind != "leavers"]
        count.update({claim.kind for claim in said} | {_which_way(claim) for claim in said})
    return count


def _which_way(claim: Finding) -> str:
    first = claim.evidence[0]
    more = first.value > (first.expected or 0.0)
    return f"{claim.kind} {'up' if more else 'down'}"


def planted() -> tuple[Counter[str], Counter[str]]:
    """What was missed and wrongly said where units opened and closed and a load rose."""
    not_found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for k in range(TRIES):
        pair = plant_pair("changed", Turn(120, (0.9, 0.85), k))
        claims = found(pair)
        not_found.update(claim.kind for claim in missed(pair.truth, claims))
        wrong.update(claim.kind for claim in wrongly_said(pair.truth, claims))
    return not_found, wrong


def power() -> Iterator[tuple[int, float, float]]:
    """How often a fall of the share across departments is found: people, points, share of pairs."""
    for people in SIZES:
        for by in CHANGES:
            turns = (Turn(people, (0.9, 0.8), k, by) for k in range(TRIES))
            hits = [
                any(
                    f.evidence[0].measure == "across_share"
                    for f in found(plant_pair("crossing", t))
                )
                for t in turns
            ]
            yield people, by, sum(hits) / TRIES


def main() -> None:
    """Run all of it and print."""
    for first, second in RESPONSES:
        said = dict(sorted(alarms((first, second)).items()))
        print(f"{first:.0%}, then {second:.0%}: alarms in {UNCHANGED} unchanged pairs: {said}")
    lacking, wrong = planted()
    print(f"of {TRIES} changed pairs: missed {dict(lacking)}, wrongly said {dict(wrong)}")
    for people, by, share in power():
        print(f"{people} people, {100 * by:g} points: found in {share:.0%}")


if __name__ == "__main__":
    main()
