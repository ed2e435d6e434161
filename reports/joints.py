"""Where words and signs meet: spaces that French wants before its signs, letters that fall away.

Whoever edits the words types ordinary spaces and whole words; what the language wants is done here.
Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (2002), "Ponctuation";
Real Academia Española, Ortografía (2010), conjunctions y and o.
"""

import re

from reports.plain import OPEN

NARROW = "\u202f"  # a narrow space at which no line breaks
_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_BEFORE = re.compile(r" (?=[:;?!%»])")
_AFTER = re.compile(r"(?<=«) ")
_VOWELS = "aeiouàâäéèêëîïôöùûüœæ"
# No letter falls away before these: 11 ("onze"), "oui", and y before a vowel ("de Yann").
_FRENCH = re.compile(rf"{OPEN}?(?!onze|oui\b|11\b)(?:[{_VOWELS}]|y(?![{_VOWELS}]))", re.IGNORECASE)
_SPANISH = re.compile(rf"{OPEN}?(?:i|í|hi(?!e)|hí)", re.IGNORECASE)
_SPANISH_O = re.compile(rf"{OPEN}?(?:h?[oó]|8)", re.IGNORECASE)


def spaced(language: str, sentence: str) -> str:
    """No line breaks between a number and its sign of per cent.

    French: a narrow hard space before : ; ? ! % » and after «, where a space was typed.
    """
    if language != "fr":
        return _PER_CENT.sub("\u00a0", sentence)
    return _AFTER.sub(NARROW, _BEFORE.sub(NARROW, sentence))


def met(language: str, before: str, filled: str) -> str:
    """What stands before a place, as it is in front of what the place is filled with.

    French "de" and "que" lose their e before a vowel; Spanish "y" is "e" before i, "o" is "u"
    before o. Names themselves are never changed.
    """
    if language == "fr" and before.lower().endswith((" de ", " que ")) and _FRENCH.match(filled):
        return f"{before[:-2]}’"
    if language == "es" and before.endswith(" y ") and _SPANISH.match(filled):
        return f"{before[:-2]}e "
    if language == "es" and before.endswith(" o ") and _SPANISH_O.match(filled):
        return f"{before[:-2]}u "
    return before
