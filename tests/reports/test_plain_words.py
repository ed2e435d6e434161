"""Plain language: easy by the formula of its language, no jargon, no false precision."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

import pytest

from analysis.privacy import ANALYST, MANAGER, Policy, view
from reports import numbers
from reports.blocks import Fitted
from reports.marks import Picture
from reports.plain import bare
from reports.sections import CONTENTS, Section
from reports.source import Cover, Source, source
from reports.wording import languages, load
from tests.reports.reading_ease import FORMULAS, WORD, ease, sentences_of, syllables
from tests.reports.samples import demo, everything

# The whole report, and the hardest of its sections. 60 to 70 is plain, 50 to 60 fairly hard; German
# words are long, and Amstad's formula puts plain newspapers near 60 rather than 70.
FLOORS = {"en": (72.0, 65.0), "de": (57.0, 50.0), "fr": (70.0, 62.0), "es": (70.0, 62.0)}
LONGEST = 36  # words in one sentence
# Sections for those who want to check: there words of the trade may stand, beside the glossary.
TRADE_ROOM = ("method", "data_sheet")
TRADE = {
    "en": (
        "betweenness", "centrality", "constraint", "modularity", "percentile", "p-value",
        "q-value", "null model", "stochastic", "permutation", "bootstrap", "imputation",
        "standard deviation", "confidence interval", "significan", "correlat", "regression",
        "median", "vertex", "vertices", "nodes", "edges", "clique", "dyad", "homophily",
        "eigenvector", "louvain", "gini", "clustering", "reciprocity", "brokerage",
        "assortativ", "outlier", "in-degree", "out-degree", "e-i index",
    ),
    "de": (
        "zentralität", "constraint", "modularität", "perzentil", "p-wert", "nullmodell",
        "stochastisch", "permutation", "bootstrap", "imputation", "standardabweichung",
        "konfidenz", "signifikan", "korrel", "regression", "median", "knoten", "kanten",
        "clique", "dyade", "homophilie", "eigenvektor", "louvain", "gini", "cluster",
        "reziprozität", "quantil",
    ),
    "es": (
        "centralidad", "modularidad", "percentil", "valor p", "modelo nulo", "estocástic",
        "permutaci", "bootstrap", "imputación", "desviación estándar",
        "intervalo de confianza", "significativ", "correlaci", "regresión", "mediana",
        "nodos", "aristas", "díada", "homofilia", "louvain", "gini", "clúster",
        "reciprocidad", "cuantil",
    ),
    "fr": (
        "centralité", "modularité", "percentile", "centile", "valeur p", "modèle nul",
        "stochastique", "permutation", "bootstrap", "imputation", "écart type",
        "intervalle de confiance", "significati", "corrélation", "régression", "médian",
        "nœuds", "arêtes", "dyade", "homophilie", "louvain", "gini", "cluster",
        "réciprocité", "quantile",
    ),
    "ar": (
        "مركزية", "المئين", "القيمة الاحتمالية", "الفرضية الصفرية", "تباديل",
        "الانحراف المعياري", "فترة الثقة", "دلالة إحصائية", "معامل الارتباط", "الانحدار",
        "الوسيط", "العقد", "الحواف",
    ),
}  # fmt: skip
DECIMALS = re.compile(r"\d[.,٫](\d{3,})(?!\d*[.,]\d)")


def drawn_from(language: str) -> Iterator[Source]:
    """A report with every kind of finding for the analyst, and the demo firm's for managers."""
    cover = Cover("Marlow", language=language)
    for results, audience in ((everything(), ANALYST), (demo(), MANAGER)):
        yield source(view(results, audience, Policy()), cover, load(language))


@cache
def said_in(language: str, section: Section) -> tuple[str, ...]:
    """Every sentence of a section, as reports have it."""
    return sentences_of(block for one in drawn_from(language) for block in section(one))


def everything_printed(part: object) -> Iterator[str]:
    """All that stands on the page or is read out, titles and cells as well."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Fitted):
        yield from everything_printed(part.choices[0])
    elif isinstance(part, tuple):
        yield from (text for item in part for text in everything_printed(item))
    elif is_dataclass(part) and not isinstance(part, Picture):
        yield from everything_printed(tuple(getattr(part, f.name) for f in fields(part)))


@cache
def printed(language: str, section: Section) -> str:
    """All of that as one text in small letters, without the names of people and units."""
    texts = (t for one in drawn_from(language) for t in everything_printed(tuple(section(one))))
    return bare("\n".join(texts)).lower()


@pytest.mark.parametrize("language", FORMULAS)
def test_a_report_is_easy_to_read(language: str) -> None:
    sections = {section.__name__: said_in(language, section) for section in CONTENTS}
    whole, hardest = FLOORS[language]
    scores = {name: ease(language, said).score for name, said in sections.items() if len(said) > 5}

    assert ease(language, [s for said in sections.values() for s in said]).score >= whole
    assert {name: round(score) for name, score in scores.items() if score < hardest} == {}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_long(language: str) -> None:
    said = {sentence for section in CONTENTS for sentence in said_in(language, section)}

    assert [s for s in sorted(said) if len(WORD.findall(s)) > LONGEST] == []


@pytest.mark.parametrize("language", languages())
def test_words_of_the_trade_stand_only_where_they_are_explained(language: str) -> None:
    found = {
        (section.__name__, word)
        for section in CONTENTS
        if section.__name__ not in TRADE_ROOM
        for word in TRADE[language]
        if word in printed(language, section)
    }

    assert found == set()


@pytest.mark.parametrize("language", languages())
def test_no_number_has_more_digits_than_it_carries(language: str) -> None:
    text = "\n".join(printed(language, s) for s in CONTENTS if s.__name__ not in TRADE_ROOM)
    thousands = load(language).get("numbers.thousands")
    plain = (
        text.replace(thousands, "") if thousands != "." else re.sub(r"(?<=\d)\.(?=\d{3})", "", text)
    )

    assert DECIMALS.findall(plain) == []
    assert re.findall(r"\d[.,]\d+\s?%", plain) == []


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("share", 0.4567, "46 %"),
        ("crossing", -0.08, "46 %"),
        ("crossing", 1.0, "100 %"),
        ("large", 4517.0, "4,500"),
        ("number", 4.1666, "4.2"),
        ("decimal", 0.96123, "0.96"),
        ("points", 0.0961, "9.6"),
        ("whole_points", 0.1171, "12"),
        ("whole_points", -0.004, "0"),
        ("place", 96.9, "96"),
    ],
)
def test_a_figure_is_rounded_to_what_it_carries(form: str, value: float, said: str) -> None:
    assert bare(numbers.format_number(load().number_words, form, value)) == said


@pytest.mark.parametrize(
    ("language", "word", "heard"),
    [
        ("en", "colleagues", 2), ("en", "made", 1), ("en", "people", 2), ("en", "asked", 1),
        ("de", "beide", 2), ("de", "Abteilung", 3), ("es", "ciudad", 2), ("es", "país", 2),
        ("es", "contacto", 3), ("fr", "beaucoup", 2), ("fr", "équipe", 2), ("fr", "citent", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_heard(language: str, word: str, heard: int) -> None:
    assert syllables(language, word) == heard


def test_the_easiest_and_the_hardest_text_score_as_the_formula_has_it() -> None:
    hard = [
        "Organisational interdependency necessitates comprehensive interdepartmental mediation."
    ]

    assert ease("en", ["The cat sat on the mat."]).score == pytest.approx(206.835 - 6.09 - 84.6)
    assert ease("en", hard).score < 0
