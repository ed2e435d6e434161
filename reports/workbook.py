"""A View as a workbook: findings, actions, the matrix, nodes and edges, and how it was made.

The sheets ``Nodes`` and ``Edges`` (Name, Source, Target) are what Polinode takes. Every text is
written as text, so that no name is ever run as a formula; the same input gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence

from xlsxwriter import Workbook

from analysis.exports import Graph, Node
from analysis.exports.graph import distinct
from analysis.exports.lists import columns_of
from analysis.model import Evidence
from analysis.privacy import View
from reports import facts, style
from reports.blocks import Block, Cell, Fitted, Table
from reports.brand import own_lines
from reports.cells import Looks, Share, Sheet, Value, open_book, put, put_logo, text
from reports.plain import bare
from reports.screen import on_screen
from reports.sections.changes import changes
from reports.sections.data_sheet import data_sheet
from reports.sections.plan import plan
from reports.sections.team_matrix import cell_of
from reports.source import Cover, Source, about_data, pairs, shown_type, told, units
from reports.wording import Wording


def workbook(view: View, cover: Cover, graph: Graph) -> bytes:
    """The whole workbook: Read me, Nodes, Edges, Team matrix, Findings, Actions, Method."""
    drawn_from = on_screen(view, cover, cover.words_for(view))
    book, content = open_book(cover.survey, cover.on)
    looks = Looks(book, drawn_from.words.from_right, cover.brand.colours.get(style.BRAND, ""))
    first = _read_me(drawn_from, graph)
    page = put(book, looks, first)
    if drawn_from.logo:
        put_logo(page, len(first.rows) + 2, drawn_from.logo.png, bare(drawn_from.logo.alt))
    for sheet in nodes_and_edges(graph):
        put(book, looks, sheet, notice(drawn_from.words, graph, graph.named))
    _matrix(book, looks, drawn_from)
    changed = _changes(drawn_from)
    for sheet in (_findings(drawn_from), _actions(drawn_from), *changed, _method(drawn_from)):
        put(book, looks, sheet)
    book.close()
    return content.getvalue()


def polinode(graph: Graph, said: str) -> bytes:
    """Nodes and edges alone, as Polinode takes them; what they hold stands at each page's foot."""
    book, content = open_book()
    looks = Looks(book)
    for sheet in nodes_and_edges(graph):
        put(book, looks, sheet, said)
    book.close()
    return content.getvalue()


def notice(words: Wording, graph: Graph, named: bool) -> str:
    """Whether a file holds names, in one sentence."""
    if named:
        return bare(words.say("forms.holds_names" if graph.named else "forms.names_in_findings"))
    many = facts.unit_type(words, graph.of, many=True)
    return bare(words.say("forms.holds_no_names", types=many))


def nodes_and_edges(graph: Graph) -> tuple[Sheet, Sheet]:
    """The two sheets of Polinode: names there are keys, so namesakes have their id behind."""
    names = distinct_names(graph.nodes)
    known = columns_of(node.facts for node in graph.nodes)
    said = columns_of(edge.facts for edge in graph.edges)
    nodes = Sheet(
        "Nodes",
        (("Name", 26), ("Id", 12), *((key, _wide(key)) for key in known)),
        tuple(
            (names[node.id], node.id, *(node.facts.get(key) for key in known))
            for node in graph.nodes
        ),
    )
    edges = Sheet(
        "Edges",
        (("Source", 26), ("Target", 26), ("Weight", 10), *((key, _wide(key)) for key in said)),
        tuple(
            (names[e.source], names[e.target], e.weight, *(e.facts.get(key) for key in said))
            for e in graph.edges
        ),
    )
    return nodes, edges


def distinct_names(nodes: Sequence[Node]) -> dict[str, str]:
    """What each node is called here: its name, with the id where two share one."""
    called = distinct([node.name or node.id for node in nodes], [node.id for node in nodes])
    return {node.id: name for node, name in zip(nodes, called, strict=True)}


def _wide(key: str) -> int:
    return max(10, len(key) + 4)


def _read_me(drawn_from: Source, graph: Graph) -> Sheet:
    words, cover = drawn_from.words, drawn_from.cover
    rows = [
        (words.say("cover.survey"), cover.survey),
        (words.say("cover.date"), words.date(cover.on) if cover.on else ""),
        (words.say("cover.prepared_for"), cover.prepared_for),
        (words.say("cover.answers"), _rests_on(drawn_from)),
        (words.say("cover.confidentiality"), _confidentiality(drawn_from)),
        (words.say("forms.names"), notice(words, graph, drawn_from.view.named)),
        ("", ""),
        *((tab(words, name), said) for name, said in words.get("workbook.sheets").items()),
    ]
    own = (*own_lines(cover.brand.cover), *own_lines(cover.brand.closing))
    shown = tuple((name, bare(said)) for name, said in rows if said or not name)
    shown += tuple(("", bare(line)) for line in ("", *own) if own)
    title = bare(words.say("cover.title", client=drawn_from.client))
    return Sheet(words.say("workbook.read_me"), ((title, 34), ("", 100)), shown)


def tab(words: Wording, sheet: str) -> str:
    """What a sheet is called; Nodes and Edges bear the names that other programs look for."""
    known = f"workbook.{sheet.lower().removeprefix('team ')}"
    return words.say(known) if words.has(known) else sheet


def _rests_on(drawn_from: Source) -> str:
    view, words = drawn_from.view, drawn_from.words
    rate = words.number("response_rate", view.answered / max(view.headcount, 1))
    found = {"answered": view.answered, "people": view.headcount, "rate": rate}
    return words.say("cover.answers_value", **found)


def _confidentiality(drawn_from: Source) -> str:
    words, view = drawn_from.words, drawn_from.view
    if view.named:
        return words.say("cover.notice_names")
    return words.say("cover.notice", k=view.policy.k)


def _matrix(book: Workbook, looks: Looks, drawn_from: Source) -> None:
    """Contacts from each unit to each, shaded as in the report; below, what chance gives."""
    words, found = drawn_from.words, pairs(drawn_from.view)
    names = [row.unit for row in units(drawn_from.view)]
    page = book.add_worksheet(words.say("workbook.matrix"))
    page.set_column(0, 0, 26)
    page.set_column(1, max(len(names), 1), 16)
    page.freeze_panes(1, 1)
    looks.lay_out(page)
    shades = {}
    for top, title in ((0, "matrix.gap_found"), (len(names) + 2, "matrix.gap_expected")):
        page.write_string(top, 0, words.say(title), looks.head)
        for i, name in enumerate(names, 1):
            page.write_string(top, i, text(name), looks.head)
            page.write_string(top + i, 0, text(name), looks.bold)
    for i, j in ((i, j) for i in range(len(names)) for j in range(len(names))):
        row = found.get((names[i], names[j]))
        if row is None:
            page.write_string(1 + i, 1 + j, "·", looks.text)
            continue
        look = cell_of(row).look
        if look not in shades:
            shades[look] = looks.filled(look.fill, look.ink, look.hatch)
        page.write_number(1 + i, 1 + j, row.ties, shades[look])
        page.write_number(len(names) + 3 + i, 1 + j, row.expected, looks.number)
    said = (words.say("matrix.lead", **_called(drawn_from)), words.say("workbook.matrix_shades"))
    for line, sentence in enumerate(said):
        page.write_string(2 * len(names) + 4 + line, 0, bare(sentence))


def _called(drawn_from: Source) -> dict[str, str]:
    """What one of the matrix's units is called, and several: a language takes the one it needs."""
    words, kind = drawn_from.words, shown_type(drawn_from.view)
    many = facts.unit_type(words, kind, many=True)
    return {"type": facts.unit_type(words, kind), "types": many}


def _findings(drawn_from: Source) -> Sheet:
    words = drawn_from.words
    columns = (
        ("number", 6), ("kind", 20), ("finding", 60), ("sure", 18), ("held", 10), ("weight", 12),
        ("seen", 60), ("figure", 30), ("found", 10), ("expected", 10), ("low", 9), ("high", 9),
        ("people", 9), ("compared", 36), ("else", 60), ("drop", 60),
    )  # fmt: skip
    return Sheet(
        words.say("workbook.findings"),
        tuple((words.get(f"workbook.columns.{key}"), width) for key, width in columns),
        tuple(_told(drawn_from)),
    )


def _told(drawn_from: Source) -> Iterator[tuple[Value, ...]]:
    words, names = drawn_from.words, drawn_from.names
    items = [f for item in told(drawn_from.view) for f in (item.finding, *item.also)]
    for number, finding in enumerate((*items, *about_data(drawn_from.view)), 1):
        known = facts.of_finding(words, finding, names)
        first = finding.evidence[0]
        data = finding.kind == "data_problem"
        seen = [] if data else [words.reads(e, known) for e in finding.evidence]
        yield tuple(
            bare(value) if isinstance(value, str) else value
            for value in (
                number,
                words.say(f"kinds.{finding.kind}.name"),
                drawn_from.claim(finding),
                facts.sureness(words, finding.confidence),
                Share(finding.confidence),
                facts.weight(words, finding.severity),
                " ".join(seen),
                first.measure if data else words.measure(first.measure),
                *_figures(words, first),
                first.people,
                facts.against(words, first.against),
                " ".join(words.items(f"kinds.{finding.kind}.else", **known)),
                words.say(f"kinds.{finding.kind}.drop", **known),
            )
        )


def _figures(words: Wording, shown: Evidence) -> list[Value]:
    """Found, expected, and the range of chance: in per cent where the measure is a share."""
    key = f"measures.{shown.measure}.format"
    share = words.has(key) and words.get(key) == "share"
    numbers = (shown.value, shown.expected, shown.low, shown.high)
    return [Share(x) if share and x is not None else x for x in numbers]


def _actions(drawn_from: Source) -> Sheet:
    """The report's action plan, to be filled in."""
    words = drawn_from.words
    table = next(tables(plan(drawn_from)), Table((), ()))
    widths = (70, 24, 20, 40, 22)
    columns = tuple(
        (column.title, width) for column, width in zip(table.columns, widths, strict=False)
    )
    blank = words.say("plan.blank")
    rows = tuple(tuple(_said(cell).replace(blank, "") for cell in row) for row in table.rows)
    none = (((words.say("plan.none")),),)
    return Sheet(
        words.say("workbook.actions"), columns or ((words.say("plan.title"), 90),), rows or none
    )


def _changes(drawn_from: Source) -> Iterator[Sheet]:
    """What changed since the last survey, where there was one to compare with."""
    for table in tables(changes(drawn_from)):
        widths = (44, 14, 14, 16, 20, 22, 40)
        heads = (column.title for column in table.columns)
        rows = tuple(tuple(_said(cell) for cell in row) for row in table.rows)
        title = drawn_from.words.say("changes.title")
        yield Sheet(title, tuple(zip(heads, widths, strict=True)), rows)


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """Every table of a section, of pages that come in several sizes the fullest."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Fitted):
            yield from tables(block.choices[0])


def _as_item(row: Sequence[Cell]) -> tuple[str, str]:
    """A row of any table as what it is about and what is said of it."""
    return _said(row[0]), "; ".join(filter(None, map(_said, row[1:])))


def _said(cell: Cell) -> str:
    return bare("\n".join(part for part in (cell.text, cell.small) if part))


def _method(drawn_from: Source) -> Sheet:
    """How it was done, what was not found or cannot be said, the data sheet, and the words."""
    words, view = drawn_from.words, drawn_from.view
    points = words.items(
        "method.points",
        draws=view.made.draws,
        runs=view.made.runs,
        confidence=round(100 * view.policy.confidence),
    )
    rows = [
        *((words.say("method.how"), point) for point in points),
        *((words.say("silence.not_found"), words.not_found(o)) for o in view.not_found),
        *((words.say("silence.not_said"), words.not_said(o)) for o in view.not_said),
        *(_as_item(row) for t in tables(data_sheet(drawn_from)) for row in t.rows),
        *((words.get(f"terms.{word}"), said) for word, said in words.get("glossary").items()),
    ]
    columns = ((words.say("sheet.item"), 34), (words.say("sheet.value"), 110))
    shown = tuple((bare(name), bare(said)) for name, said in dict.fromkeys(rows))
    return Sheet(words.say("workbook.method"), columns, shown)
