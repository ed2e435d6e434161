"""What the sentences about a finding are filled with: names, units, figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.model import Effect, Evidence, Finding, Recommendation, Subject
from reports import ledger, numbers
from reports.plain import isolated
from reports.wording import Names, Wording

NEED_A_PERSON = ("overload", "key_person_risk", "partner_single_contact")
DATA_KINDS = ("low_response", "too_small_to_report", "data_problem")


def claim(words: Wording, finding: Finding, names: Names) -> str:
    """The finding in one plain sentence."""
    facts = of_finding(words, finding, names)
    if finding.kind == "data_problem":
        return str(facts["fault"])
    how = "".join(changed(finding)) if finding.kind in CHANGED else ""
    return words.say(f"kinds.{finding.kind}.{_variant(words, finding)}{how}", **facts)


CHANGED = ("silo_changed", "collaboration_changed", "load_changed")
OF_FIGURES = {"contacts_each": "_each", "contacts_between": "_pair"}


def changed(finding: Finding) -> tuple[str, str]:
    """What a change between two surveys is of, and whether it is more: ends of keys of words."""
    first = finding.evidence[0]
    if finding.kind not in CHANGED or first.expected is None:
        return "", ""
    return OF_FIGURES.get(first.measure, ""), "_more" if first.value > first.expected else ""


def means(words: Wording, finding: Finding, names: Names) -> str:
    """What the finding means for the work."""
    key = f"kinds.{finding.kind}.means{changed(finding)[1]}"
    return words.say(key, **of_finding(words, finding, names))


def _variant(words: Wording, finding: Finding) -> str:
    """Which of the claims of a kind fits the evidence that is there."""
    there = {evidence.measure for evidence in finding.evidence}
    if finding.kind == "low_response" and not finding.subject.unit:
        return "claim_whole"
    if finding.kind == "bottleneck":
        if "people_cut_off" in there:
            return "claim_cut"
        return "claim" if "between_units_share" in there else "claim_plain"
    if finding.kind in NEED_A_PERSON and not any(finding.subject.names):
        return "claim_plain"
    if finding.kind == "partner_dependence":
        return _of_partners(finding, there)
    low = finding.kind == "hidden_broker" and not any(
        e.measure == "brokerage_percentile" and e.value >= 90 for e in finding.evidence
    )
    return "claim_plain" if low else "claim"


def _of_partners(finding: Finding, there: set[str]) -> str:
    """By whom it is held, and whether value was stated."""
    unit = "_unit" if finding.subject.type == "unit" else ""
    if not there & {"value_at_risk", "partners_at_risk"}:
        return "claim_plain"
    return f"claim{unit}" if "value_at_risk" in there else f"claim{unit}_count"


def of_finding(words: Wording, finding: Finding, names: Names) -> dict[str, Any]:
    """Everything that a sentence about this finding may use."""
    facts: dict[str, Any] = {**of_subject(words, finding.subject, names)}
    for evidence in finding.evidence:
        facts |= _prefixed(evidence.measure, of_evidence(words, evidence))
    if finding.kind == "data_problem":
        facts |= of_fault(words, finding.evidence[0].measure, finding.evidence[0].value)
    return facts


def of_subject(words: Wording, subject: Subject, names: Names) -> dict[str, Any]:
    """Name and unit, in the middle and at the start of a sentence (a name is never changed)."""
    pair = [isolated(unit) for unit in subject.units]
    unit = isolated(subject.unit) or words.listed(pair) or words.say("persons.unit_whole")
    facts = {
        "unit": unit,
        "Unit": unit if subject.unit or pair else _upper(unit),
        "unit_type": unit_type(words, subject.unit_type),
        **dict(zip(("first", "second"), pair, strict=False)),
        **dict(zip(("First", "Second"), pair, strict=False)),
    }
    who = subject.id
    if subject.type == "partner":
        partner = isolated(subject.name or subject.id)
        facts |= {"partner": partner, "Partner": partner}
        who = next(iter(subject.people), "")
    if who:
        name = names.get(who, who)
        return {**facts, "name": name, "Name": name}
    key = "unnamed_in_unit" if subject.unit else "unnamed"
    name = words.say(f"persons.{key}", unit=unit)
    return {**facts, "name": name, "Name": _upper(name)}


def _upper(said: str) -> str:
    return ledger.capital(said)


def of_evidence(words: Wording, evidence: Evidence) -> dict[str, Any]:
    """Value, expectation and range as they are printed, the value also in words and raw."""
    number, speech = evidence.measure, words.number_words
    facts: dict[str, Any] = {
        "value": words.number(number, evidence.value),
        "value_raw": round(evidence.value),
        "value_about": numbers.about(speech, evidence.value),
        "value_word": numbers.spelled(speech, evidence.value),
        "expected": words.number(number, evidence.expected),
        "low": words.number(number, evidence.low),
        "high": words.number(number, evidence.high),
        "people": numbers.count(speech, evidence.people),
        "asked": question(words, evidence.relation) if evidence.relation else "",
    }
    if evidence.expected is not None:
        facts["expected_about"] = numbers.about(speech, evidence.expected)
    key = f"measures.{number}.{side(evidence)}"
    facts["direction"] = words.get(key) if words.has(key) else ""
    return facts


def side(evidence: Evidence) -> str:
    """Whether the value lies lower or higher than its range, or within."""
    low = evidence.low if evidence.low is not None else evidence.expected
    high = evidence.high if evidence.high is not None else evidence.expected
    if low is not None and evidence.value < low:
        return "lower"
    return "higher" if high is not None and evidence.value > high else "within"


def _prefixed(measure: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """``inside_share``, ``inside_share_about``, ``inside_share_expected_about``, …"""
    named = {
        "value": measure,
        "value_raw": f"{measure}_raw",
        "value_about": f"{measure}_about",
        "value_word": f"{measure}_word",
    }
    return {named.get(key, f"{measure}_{key}"): value for key, value in facts.items()}


def of_fault(words: Wording, kind: str, count: float) -> dict[str, Any]:
    """What is wrong with some rows, and what that does to the report."""
    speech = words.number_words
    known, column = kind, ""
    if not words.has(f"faults.{kind}"):
        known = "missing" if kind.startswith("missing_") else "other"
        column = unit_type(words, kind.removeprefix("missing_"))
    facts = {
        "count": numbers.spelled(speech, count),
        "n": round(count),
        "kind": kind,
        "column": column,
    }
    parts = {"fault": "claim", "effect": "effect", "mend": "mend"}
    return {name: words.say(f"faults.{known}.{key}", **facts) for name, key in parts.items()}


def unit_type(words: Wording, name: str, many: bool = False) -> str:
    """What a kind of unit is called: department, site; the column's own name if it is another."""
    known = f"unit_types.{name}{'s' if many else ''}"
    if name and words.has(known):
        return str(words.get(known))
    return ledger.marked_digits(name.replace("_", " "), "name") or str(
        words.get(f"unit_types.{'many' if many else 'one'}")
    )


def question(words: Wording, name: str) -> str:
    """What was asked, in words; the key itself where there are none."""
    parts = name.split(" + ")
    return " · ".join(
        str(words.get(f"questions.{part}"))
        if words.has(f"questions.{part}")
        else ledger.marked_digits(part, "name")
        for part in parts
    )


def sureness(words: Wording, confidence: float) -> str:
    """Very sure, fairly sure, …"""
    return _level(words.get("sure.levels"), confidence)


def weight(words: Wording, severity: float) -> str:
    """High, medium, low."""
    return _level(words.get("matters.levels"), severity)


def _level(levels: Iterable[tuple[float, str]], value: float) -> str:
    return next(name for least, name in levels if value >= least)


def advice(words: Wording, advised: Recommendation, finding: Finding, names: Names) -> str:
    """What to do, in one sentence."""
    facts = of_finding(words, finding, names)
    known = [names.get(id_, id_) for id_ in advised.people]
    if advised.units:
        facts["unit"] = words.listed([isolated(unit) for unit in advised.units])
    if not known or (advised.kind == "introduction" and not finding.subject.unit):
        plain = advised.kind == "introduction" and not finding.subject.unit
        key = "title_whole" if plain else "title_unnamed"
        key = "title" if advised.kind == "remind" else key
        return words.say(f"recommendations.{advised.kind}.{key}", **facts)
    if advised.kind == "introduction":
        facts["pairs"] = words.listed(
            [
                words.say("recommendations.introduction.pair", first=a, last="", second=b)
                for a, b in zip(known[::2], known[1::2], strict=False)
            ]
        )
    if advised.kind in ("stand_in", "second_contact") and len(known) > 1:
        facts |= {"helper": known[1], "others": words.listed(known[2:])}
    return words.say(f"recommendations.{advised.kind}.title", **facts)


def advice_in_short(words: Wording, advised: Recommendation, finding: Finding, names: Names) -> str:
    """What to do, in a few words."""
    facts = of_finding(words, finding, names)
    return words.say(f"recommendations.{advised.kind}.short", **facts)


def first_step(words: Wording, advised: Recommendation, finding: Finding, names: Names) -> str:
    """What to do first."""
    facts = of_finding(words, finding, names)
    return words.say(f"recommendations.{advised.kind}.first", **facts)


def short(words: Wording, finding: Finding, names: Names) -> str:
    """A finding in a few words, to stand in a list."""
    facts = of_finding(words, finding, names)
    if finding.kind == "data_problem":
        return str(facts["fault"]).rstrip(".")
    return words.say(f"kinds.{finding.kind}.short{''.join(changed(finding))}", **facts)


def against(words: Wording, said: str) -> str:
    """What a figure is compared with, in the reader's words."""
    known = words.get("against")
    return ledger.marked_digits(str(known.get(said, said)), "words", "against")


def shows(words: Wording, effect: Effect | None) -> bool:
    """Whether trying an action made a difference that can be seen in the printed figures."""
    if effect is None or effect.before <= 0:
        return False
    before, after = (words.number(effect.measure, x) for x in (effect.before, effect.after))
    return ledger.unmarked(before) != ledger.unmarked(after)
