"""``tiewise wording``: sentences of one's own, checked before a report is written with them."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from survey.cli_options import AS_JSON, FILE


@dataclass(frozen=True, slots=True)
class Shown:
    """A shipped sentence, the places that may be used in it, and those that must be kept."""

    key: str
    sentence: str
    places: tuple[str, ...]
    kept: tuple[str, ...]


@click.group()
def wording() -> None:
    """Say sentences of the report in words of your own."""


@wording.command(
    "check",
    short_help="Say everything that is wrong in a file of sentences.",
    epilog="Example: tiewise wording check our-words",
)
@click.argument("file", type=FILE, metavar="FILE|DIR")
@AS_JSON
def check(file: Path, as_json: bool) -> None:
    """Check a file of sentences, or each in a folder: every fault with where, why and how to mend.

    Ends with 1 if there is one.
    """
    from reports.own_words import problems
    from survey.telling import tell_problem

    found = problems(file)
    if as_json:
        rows = [{"what": p.what, "where": p.where, "why": p.why, "mend": p.mend} for p in found]
        click.echo(json.dumps({"problems": rows}, ensure_ascii=False, indent=1))
    else:
        for problem in found:
            tell_problem(problem)
        click.echo(f"Faults: {len(found)}" if found else "All sentences can be used.")
    if found:
        sys.exit(1)


@wording.command(
    "show",
    short_help="The shipped sentence under a key, and its places.",
    epilog="Example: tiewise wording show kinds.silo.claim --language de",
)
@click.argument("key")
@click.option("--language", default="en", help="Language of the sentence.")
@AS_JSON
def show(key: str, language: str, as_json: bool) -> None:
    """Print the sentence under KEY, or all those whose keys begin with it.

    With each: the places that may be used, and those that must be kept.
    """
    found = _shown(language, key)
    if as_json:
        rows = [
            {"key": s.key, "sentence": s.sentence, "places": s.places, "keep": s.kept}
            for s in found
        ]
        click.echo(json.dumps({"sentences": rows}, ensure_ascii=False, indent=1))
        return
    for each in found:
        click.secho(each.key, bold=True)
        click.echo(f"  {each.sentence}")
        for title, names in (("May be used", each.places), ("Must be kept", each.kept)):
            if names:
                click.echo(f"  {title}: {', '.join(f'{{{name}}}' for name in names)}")


def _shown(language: str, key: str) -> list[Shown]:
    from reports import own_checks
    from reports.own_words import shown

    return [
        Shown(
            case.key,
            case.shipped,
            own_checks.usable(case),
            tuple(sorted(own_checks.spelling(case, name) for name in own_checks.kept(case))),
        )
        for case in shown(language, key)
    ]


COMMANDS = (wording,)
