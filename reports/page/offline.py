"""One HTML file with everything in it: what was found, the map, the figures. It asks nobody."""

import hashlib
from base64 import b64encode
from functools import cache

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import templates
from analysis.exports import Graph
from analysis.privacy import View
from reports import facts, wording
from reports.page.map_data import as_script, map_data
from reports.page.picked import findings_html, section_html, sections_html
from reports.plain import bare
from reports.sections.answer import answer
from reports.sections.answers_and_files import answers_and_files
from reports.sections.cover import cover as cover_section
from reports.sections.data_sheet import data_sheet
from reports.sections.limits import limits
from reports.sections.method import method
from reports.sections.plan import plan
from reports.sections.reading import reading
from reports.sections.scorecard import scorecard
from reports.sections.team_matrix import team_matrix
from reports.source import Cover, Source, shown_type, source
from reports.workbook import notice

SCRIPTS = ("map_drawing.js", "map.js", "map_panel.js")
STYLES = ("tiewise.css", "results.css")
RIGHT_TO_LEFT = ("ar", "he", "fa", "ur")


def html(view: View, cover: Cover, graph: Graph) -> str:
    """The page as text, with a policy that lets nothing in or out. The same view: the same page."""
    drawn_from = source(view, cover, wording.load(cover.language))
    script, style = _all(SCRIPTS), _all(STYLES)
    right_to_left = cover.language in RIGHT_TO_LEFT
    page = environment().get_template("map_offline.html")
    return page.render(
        language=cover.language,
        direction="rtl" if right_to_left else "ltr",
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        named=graph.named,
        notice=notice(drawn_from.words, graph),
        **_content(drawn_from),
        **map_parts(drawn_from, graph),
    )


def _content(drawn_from: Source) -> dict[str, object]:
    words = drawn_from.words
    rest = (reading, answers_and_files, scorecard, team_matrix, plan, limits, method, data_sheet)
    return {
        "title": bare(words.say("cover.title", client=drawn_from.client)),
        "findings_title": words.say("answer.findings"),
        "cover": Markup(section_html(drawn_from, cover_section)),  # noqa: S704 - escaped there
        "answer": Markup(section_html(drawn_from, answer)),  # noqa: S704
        "findings": Markup(findings_html(drawn_from, 2)),  # noqa: S704
        "sections": Markup(sections_html(drawn_from, rest)),  # noqa: S704
    }


def map_parts(drawn_from: Source, graph: Graph) -> dict[str, object]:
    """What the map's template needs: words, sentences, and its data for a script element."""
    words, data = drawn_from.words, map_data(drawn_from, graph)
    many = facts.unit_type(words, shown_type(drawn_from.view), many=True)
    return {
        "w": data["words"],
        "hidden": data["hidden"],
        "has_map": len(data["teams"]) > 1,
        "map_title": bare(words.say("map.title", types=many)),
        "map_lead": bare(words.say("page_map.lead", types=many)),
        "data": Markup(as_script(data)),  # noqa: S704 - escaped there
    }


@cache
def environment() -> Environment:
    """The pages' templates, for a page without a site."""
    loader = FileSystemLoader(str(templates.path("pages")))
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _all(names: tuple[str, ...]) -> str:
    """Static files one after the other, fit to stand inside a page."""
    files = (templates.path("static", name).read_text(encoding="utf-8") for name in names)
    return "\n".join(files).replace("</", "<\\/")


def _hash(text: str) -> str:
    """What the page's policy calls this script or style by."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
