"""One HTML file with everything in it: what was found, the map, the figures. It asks nobody."""

import hashlib
from base64 import b64encode
from functools import cache

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import templates
from analysis.exports import Graph
from analysis.privacy import View
from reports import facts
from reports.colours import css
from reports.page.map_data import as_script, map_data
from reports.page.picked import findings_html, section_html, sections_html
from reports.plain import bare, clean
from reports.screen import on_screen
from reports.sections import CONTENTS, Section
from reports.sections.answer import answer
from reports.sections.cover import cover as cover_section
from reports.sections.findings import findings
from reports.sections.limits import limits
from reports.sections.plan import plan
from reports.sections.team_map import map_of_teams
from reports.source import Cover, Source, shown_type
from reports.workbook import notice

SCRIPTS = ("map_drawing.js", "map.js", "map_panel.js")
STYLES = ("tiewise.css", "results.css")
# The map of teams is drawn anew, to look around in; what is added to the report comes by itself.
ELSEWHERE: tuple[Section, ...] = (cover_section, answer, findings, map_of_teams)
REST = tuple(section for section in CONTENTS if section not in ELSEWHERE)


def html(view: View, cover: Cover, graph: Graph) -> str:
    """The page as text, with a policy that lets nothing in or out. The same view: the same page."""
    drawn_from = on_screen(view, cover, cover.words_for(view))
    brand = cover.brand
    script, style = _all(SCRIPTS), _all(STYLES) + css(brand.primary)
    right_to_left = drawn_from.words.from_right
    page = environment().get_template("map_offline.html")
    return page.render(
        language=cover.language,
        direction="rtl" if right_to_left else "ltr",
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        pictures="; img-src data:" if brand.logo else "",
        sender=bare(clean(brand.name)) if brand.colours or brand.logo else "Tiewise",
        named=view.named,
        notice=notice(drawn_from.words, graph, view.named),
        **_content(drawn_from),
        **_map(drawn_from, graph),
    )


def _content(drawn_from: Source) -> dict[str, object]:
    words = drawn_from.words
    return {
        "title": bare(words.say("cover.title", client=drawn_from.client)),
        "findings_title": words.say("page_map.findings"),
        "cover": Markup(section_html(drawn_from, cover_section)),  # noqa: S704 - escaped there
        "answer": Markup(section_html(drawn_from, answer)),  # noqa: S704
        "findings": Markup(findings_html(drawn_from, 2)),  # noqa: S704
        "sections": Markup(sections_html(drawn_from, REST)),  # noqa: S704
    }


def map_parts(view: View, cover: Cover, graph: Graph) -> dict[str, object]:
    """What the map's template needs: words, sentences, and its data for a script element."""
    return _map(on_screen(view, cover, cover.words_for(view)), graph)


def the_rest(view: View, cover: Cover) -> str:
    """Every section of the report beside findings, map, plan and limits, as HTML."""
    elsewhere = (plan, limits)
    shown = tuple(section for section in REST if section not in elsewhere)
    return sections_html(on_screen(view, cover, cover.words_for(view)), shown)


def answered(
    view: View, cover: Cover, before: tuple[Section, ...], after: tuple[Section, ...]
) -> tuple[str, str, str]:
    """Findings with their evidence on demand, and the sections before and after them, as HTML."""
    drawn_from = on_screen(view, cover, cover.words_for(view))
    parts = (sections_html(drawn_from, before), sections_html(drawn_from, after))
    return parts[0], findings_html(drawn_from, 2), parts[1]


def _map(drawn_from: Source, graph: Graph) -> dict[str, object]:
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
