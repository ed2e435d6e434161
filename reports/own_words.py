"""Sentences of one's own, laid over the shipped ones: read, checked whole, and only then used."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Any

from analysis.model import Problem
from reports.own_checks import Case, around, dropped, faults, faults_of_part
from reports.places import places
from reports.wording import Wording, languages, load, spaced

LARGEST = 1_000_000
# Promises to the people in the report, and what is no wording: these stay as they are shipped.
FIXED = (
    "page.footer_names", "cover.notice_names", "cover.notice", "editions.cover.notice_names",
    "editions.cover.notice", "forms.holds_names", "forms.names_in_findings",
    "forms.holds_no_names", "page_map.script.notice_names", "page_map.script.notice_none",
    "page_map.script.table_members", "editions.person.lead", "method.references", "plan.blank",
    "language", "language_name", "numbers.thousands", "numbers.point", "numbers.minus",
    "numbers.percent", "numbers.list_and",
)  # fmt: skip
COUNTED = ("numbers.words", "dates.months")  # lists in which each place means a number
MOST_ITEMS = 6


def laid_over(shipped: Wording, file: Path) -> Wording:
    """The words with those of the file in their place; a Problem where anything in it is wrong."""
    given, found = _checked(shipped.language, file)
    if found:
        first, more = found[0], len(found) - 1
        others = f" {more} more in this file; `tiewise wording check` lists them." if more else ""
        raise Problem(first.what, where=first.where, why=first.why, mend=first.mend + others)
    words = _over(shipped.words, spaced(shipped.language, given))
    return replace(shipped, words=words, file=f"{file.name} over {shipped.file}")


def problems(place: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a file, or with each file of a folder."""
    if not place.is_dir():
        return _checked(_language_of(place), place)[1]
    known = languages()
    there = sorted(place.glob("*.toml"))
    odd = [_unknown_language(file) for file in there if file.stem not in known]
    found = [p for file in there if file.stem in known for p in _checked(file.stem, file)[1]]
    return (*odd, *found) if there else (_no_files(place),)


def files_of(folder: Path, language: str) -> tuple[Path, ...]:
    """The file that a folder has for a language; a Problem where it has none."""
    file = folder / f"{language}.toml"
    if file.is_file():
        return (file,)
    if not folder.is_dir() or not list(folder.glob("*.toml")):
        raise _no_files(folder)
    there = ", ".join(found.name for found in sorted(folder.glob("*.toml")))
    mend = f"Add {file.name}, leave --wording out, or choose another language. There is: {there}."
    raise Problem(f"there is no wording for {language!r}", where=str(folder), mend=mend)


def shown(language: str, key: str) -> tuple[Case, ...]:
    """The shipped sentences under a key, with what is known there; a Problem where there is none.

    A key that others stand under gives them all.
    """
    found = [
        (k, said) for k, said in _leaves(load(language).words) if f"{k}.".startswith(f"{key}.")
    ]
    if not found:
        raise _unknown_key(language, key, f"{language}.toml")
    return tuple(
        Case(language, each, said, said, _known(each)) for each, said in found if said is not None
    )


def _checked(language: str, file: Path) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """What a file says, and what is wrong with it."""
    try:
        given = _read(file)
    except Problem as problem:
        return {}, (problem,)
    return given, tuple(_wrong(language, file.name, given, load(language).words, ""))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        if file.stat().st_size > LARGEST:
            raise Problem(
                "the file is too large to be wording",
                where=str(file),
                mend=f"Keep it under {LARGEST // 1_000_000} MB: only what you say otherwise.",
            )
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        raise Problem("the wording cannot be read", where=str(file), why=why) from None
    except UnicodeDecodeError:
        mend = "Save the file as UTF-8."
        raise Problem("the wording is not in UTF-8", where=str(file), mend=mend) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "Its brackets nest too deep."
        mend = "Mend the line that is named; each sentence stands in quotes, on one line."
        raise Problem("the wording is no TOML", where=str(file), why=why, mend=mend) from None


def _wrong(
    language: str, file: str, given: Mapping[str, Any], shipped: Mapping[str, Any], above: str
) -> Iterator[Problem]:
    """Each fault under ``above``, in the order of the file."""
    for name, said in given.items():
        key = f"{above}{name}"
        if name not in shipped:
            yield _unknown_key(language, key, file)
        elif isinstance(shipped[name], Mapping) and isinstance(said, Mapping):
            yield from _wrong(language, file, said, shipped[name], f"{key}.")
        elif _is_fixed(key):
            if spaced(language, said) != shipped[name]:
                yield _fixed(file, key)
        else:
            yield from _of_value(language, f"{file}, {key}", key, (said, shipped[name]))


def _is_fixed(key: str) -> bool:
    return key in FIXED or key.endswith(".format")


def _of_value(language: str, where: str, key: str, pair: tuple[Any, Any]) -> Iterator[Problem]:
    """What is wrong with what stands under one key: a sentence, a list of them, or steps."""
    said, shipped = pair
    if _shape(said) != _shape(shipped) or _shape(said) == "something else":
        mend = f"Write {_shape(shipped)}, as in the shipped file."
        yield Problem(f"there is {_shape(said)}", where=where, mend=mend)
        return
    if isinstance(said, str):
        yield from _of_sentence(language, where, key, (said, shipped))
    elif _shape(said) == "a list of steps":
        yield from _of_steps(where, said, shipped)
    else:
        yield from _of_list(language, where, key, (said, shipped))


def _shape(value: Any) -> str:
    if isinstance(value, str):
        return "one sentence in quotes"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "a list of sentences"
    if isinstance(value, list) and value and all(_is_step(item) for item in value):
        return "a list of steps"
    return "something else"


def _is_step(item: Any) -> bool:
    return (
        isinstance(item, list)
        and len(item) == 2
        and isinstance(item[0], int | float)
        and isinstance(item[1], str)
    )


def _of_steps(where: str, said: list[Any], shipped: list[Any]) -> Iterator[Problem]:
    """Steps of a scale: what they are called may change, where they lie may not."""
    if [step[0] for step in said] != [step[0] for step in shipped]:
        yield Problem(
            "the numbers of the steps were changed",
            where=where,
            why='"Very sure" must mean the same in every report.',
            mend=f"Keep them: {', '.join(str(step[0]) for step in shipped)}.",
        )
    for step in said:
        case = Case("", "", step[1], max((s[1] for s in shipped), key=len), frozenset())
        yield from (Problem(w, where=where, why=y, mend=m) for w, y, m in faults(case))


def _of_list(language: str, where: str, key: str, pair: tuple[Any, Any]) -> Iterator[Problem]:
    """Entries may be added, left out and put in another order, but all figures must be said."""
    said, shipped = pair
    fixed, most = key in COUNTED, max(MOST_ITEMS, len(shipped))
    if (fixed and len(said) != len(shipped)) or len(said) > most:
        mend = f"Write {f'exactly {len(shipped)}' if fixed else f'{most} at most'}."
        yield Problem(f"the list has {len(said)} entries", where=where, mend=mend)
    whole = Case(language, key, " ".join(said), " ".join(shipped), _known(key))
    longest = max(len(sentence) for sentence in shipped)
    found = [f for x in said for f in faults_of_part(replace(whole, said=x, longest=longest))]
    for what, why, mend in (*found, *dropped(whole)):
        yield Problem(what, where=where, why=why, mend=mend)


def _of_sentence(language: str, where: str, key: str, pair: tuple[str, str]) -> Iterator[Problem]:
    case = Case(language, key, pair[0], pair[1], _known(key))
    for what, why, mend in faults(case):
        yield Problem(what, where=where, why=why, mend=mend)


@cache
def _known(key: str) -> frozenset[str]:
    """What is filled in under a key in any language, and what comes with it."""
    names: set[str] = set()
    for language in languages():
        words = load(language)
        if not words.has(key):
            continue
        said = words.get(key)
        for sentence in [said] if isinstance(said, str) else said:
            if isinstance(sentence, str):
                for place in places(sentence):
                    names |= {place.name}.union(*place.printed)
    return around(frozenset(names), partial(_format, key))


def _format(key: str, stem: str) -> str:
    """How the figure with this stem is printed in the sentences under a key."""
    group, _, name = key.partition(".")
    measure = name.partition(".")[0] if group == "measures" and stem == "value" else stem
    words, found = load(), f"measures.{measure}.format"
    return str(words.get(found)) if group in ("measures", "kinds") and words.has(found) else ""


def _leaves(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | None]]:
    for name, said in words.items():
        if isinstance(said, Mapping):
            yield from _leaves(said, f"{above}{name}.")
        elif isinstance(said, str):
            yield f"{above}{name}", said
        else:
            for item in said:
                yield f"{above}{name}", item if isinstance(item, str) else str(item[1])


def _over(shipped: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(shipped)
    for name, said in given.items():
        below = shipped.get(name)
        out[name] = _over(below, said) if isinstance(below, Mapping) else said
    return out


def _unknown_key(language: str, key: str, file: str) -> Problem:
    known = list(dict.fromkeys(k for k, _ in _leaves(load(language).words)))
    groups = dict.fromkeys(part for k in known for part in (k, k.rsplit(".", 1)[0]))
    near = get_close_matches(key, list(groups), 3, 0.6)
    mend = f"Did you mean {' or '.join(near)}?" if near else "Look it up in the shipped file."
    why = "No sentence of a report stands under it."
    return Problem(f"the key {key} is not known", where=f"{file}, {key}", why=why, mend=mend)


def _fixed(file: str, key: str) -> Problem:
    return Problem(
        "this stays as it is shipped",
        where=f"{file}, {key}",
        why="It is a promise to the people in the report, or no matter of words.",
        mend="Leave this key out.",
    )


def _language_of(file: Path) -> str:
    if file.stem not in languages():
        raise _unknown_language(file)
    return file.stem


def _unknown_language(file: Path) -> Problem:
    mend = f"Name the file after the language: {', '.join(f'{x}.toml' for x in languages())}."
    return Problem(f"{file.stem!r} is no language of reports", where=str(file), mend=mend)


def _no_files(folder: Path) -> Problem:
    mend = "Name a folder that holds en.toml, or another language's file."
    return Problem("there is no wording here", where=str(folder), mend=mend)
