"""Which form of a word goes with a number, by the rules of the language.

``{n|one|many}`` has as many forms as the language needs, in the order in which they stand in
``RULES``; a number beyond the last takes the last. Arabic: one, two, 3 to 10, 11 to 99, hundreds.
Source: Unicode CLDR, plural rules.
"""

from collections.abc import Callable, Sequence

FORMS = {"ar": 5}  # elsewhere two


def form(language: str, forms: Sequence[str], value: object) -> str:
    """The form for a number as it is or as it is printed; the last for what is no number."""
    digits = "".join(letter for letter in str(value) if letter.isdigit())
    if not digits:
        return forms[-1]
    place = RULES.get(language, _one_or_more)(int(digits))
    return forms[min(place, len(forms) - 1)]


def _one_or_more(n: int) -> int:
    return 0 if n == 1 else 1


def _french(n: int) -> int:
    """None takes the form of one."""
    return 0 if n in (0, 1) else 1


def _arabic(n: int) -> int:
    if n in (1, 2):
        return n - 1
    within = n % 100
    if 3 <= within <= 10:
        return 2
    return 3 if within >= 11 else 4


RULES: dict[str, Callable[[int], int]] = {"ar": _arabic, "fr": _french}
