"""The tables of a saved page, and of systems that write HTML and call it ``.xls``.

A row is a tr. What is hidden, commented or scripted is no text; a line break is one. Source:
WHATWG HTML, 4.9 (tables), 15.3 (rendering).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from lod.errors import NoSuchTable, SourceError
from lod.publishing.tables.grid import (
    EMPTY,
    Grid,
    GridCell,
    GridRow,
    Layout,
    RowsTaken,
    TableBounds,
)
from lod.words import counted, msg

_SILENT = (
    *("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head"),
    *("title", "select", "textarea", "button", "datalist"),
)
_BLOCKS = (
    *("p", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "section", "article", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "address", "header", "footer", "figure"),
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_GROUPS = ("thead", "tbody", "tfoot")
_ACROSS, _DOWN = 1_000, 65_534  # WHATWG HTML, 4.9.11
_MOST_DEPTH = 200
_BREAK = "\0"  # stands in no HTML (13.2.3.5)


def read_html_table(text: str, file: Path, layout: Layout, bounds: TableBounds) -> Grid:
    """Read one of a page's tables.

    :raises SourceError: it has none, no such one, or several to choose from.
    """
    try:
        page = _parsed_page(text)
    except (LxmlError, ValueError) as error:
        raise SourceError(msg("is not HTML that can be read"), file, todo=_AGAIN) from error
    table = _chosen([*page.iter("table")], file, layout)
    reading = _Table(RowsTaken(file, bounds), bounds)
    for tr in _rows(table):
        reading.take(tr)
    return Grid(tuple(reading.taken.rows))


_AGAIN = msg("save the page again as a browser shows it")


def _parsed_page(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return document_fromstring(text.encode("utf-8", "replace"), parser)


def page_tables(text: str) -> list[tuple[int, int]]:
    """Give the rows and columns of each table of a page; of one that only holds others, none.

    >>> page_tables("<table><tr><td>a<td>b</table>")
    [(1, 2)]
    """
    try:
        tables = [*_parsed_page(text).iter("table")]
    except (LxmlError, ValueError):
        return []
    return [(0, 0) if table.find(".//table") is not None else _size(table) for table in tables]


def _size(table: HtmlElement) -> tuple[int, int]:
    widths = [sum(1 for _ in row.iterchildren("td", "th")) for row in _rows(table)]
    return len(widths), max(widths, default=0)


def _chosen(tables: list[HtmlElement], file: Path, layout: Layout) -> HtmlElement:
    number = layout.table or (1 if len(tables) == 1 else None)
    if number is not None and number <= len(tables):
        return tables[number - 1]
    if not tables:
        raise SourceError(msg("is a page without a table"), file, todo=_AGAIN)
    message = counted("has {n} table", "has {n} tables", len(tables))
    todo = msg("say which it is in the sidecar, in [table]: {line}", line="table = 1")
    if number is not None:
        raise NoSuchTable(message, file, todo=todo)
    raise SourceError(message, file, todo=todo)


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Give a table's own rows, not those of tables in its cells."""
    for each in table:
        if each.tag == "tr":
            yield each
        elif each.tag in _GROUPS:
            yield from each.iterchildren("tr")


@dataclass(slots=True)
class _Table:
    """:param below: of each column what a cell above still covers, and for how many rows."""

    taken: RowsTaken
    bounds: TableBounds
    below: dict[int, tuple[GridCell, int]] = field(default_factory=dict)

    def take(self, tr: HtmlElement) -> None:
        number = len(self.taken.rows) + 1
        cells: list[GridCell] = []
        for each in tr.iterchildren("td", "th"):
            self._cover(cells)
            self._place(each, number, cells)
        last = max(self.below, default=-1)
        while len(cells) <= last:
            self._cover(cells)
            if len(cells) <= last:
                cells.append(EMPTY)
        hidden = any(_is_unseen(e) for e in (tr, tr.getparent()) if e is not None)
        self.taken.add(GridRow(number, tuple(cells), number, tr.sourceline, hidden=hidden))

    def _cover(self, cells: list[GridCell]) -> None:
        """Fill the columns that a cell above reaches into."""
        while (found := self.below.pop(len(cells), None)) is not None:
            cell, left = found
            if left > 1:
                self.below[len(cells)] = (cell, left - 1)
            cells.append(cell)

    def _place(self, element: HtmlElement, number: int, cells: list[GridCell]) -> None:
        across = _span(element, "colspan", _ACROSS)
        down = _span(element, "rowspan", _DOWN)
        words = "" if _is_unseen(element) else shown_words(element)
        cell = GridCell(words) if words else EMPTY
        if across > 1 or down > 1:
            cell = cell._replace(area=(number, len(cells) + 1))
        for _ in range(min(across, self.bounds.columns + 1 - len(cells))):
            if down > 1:
                self.below[len(cells)] = (cell, down - 1)
            cells.append(cell)


def _span(element: HtmlElement, name: str, most: int) -> int:
    """Give how many columns or rows a cell spans; of rows, 0 is all that follow."""
    written = element.get(name, "1").strip()
    if not written.isascii() or not written.isdigit():
        return 1
    return min(int(written[:6]) or (most if name == "rowspan" else 1), most)


def _is_unseen(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_UNSEEN.search(element.get("style", "")))


def shown_words(element: HtmlElement) -> str:
    """Give an element's text, as lines where it has line breaks or blocks."""
    text = _BLANKS.sub(" ", "".join(_pieces(element, 0)))
    lines = (line.strip(" ") for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)


def text_of_html(written: str) -> str:
    r"""Give the text of a value that is HTML; scripts and comments are no text.

    >>> text_of_html("<p>Helps &amp; feeds<br/>people</p><script>x()</script>")
    'Helps & feeds\npeople'
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return shown_words(document_fromstring(f"<div>{written}</div>".encode(), parser))
    except (LxmlError, ValueError):
        return ""


def _pieces(element: HtmlElement, depth: int) -> Iterator[str]:
    yield element.text or ""
    for each in element if depth < _MOST_DEPTH else ():
        if isinstance(each.tag, str) and each.tag not in _SILENT and not _is_unseen(each):
            block = each.tag in _BLOCKS or each.tag == "br"
            yield _BREAK if block else ""
            yield from _pieces(each, depth + 1)
            yield _BREAK if block and each.tag != "br" else ""
        yield each.tail or ""
