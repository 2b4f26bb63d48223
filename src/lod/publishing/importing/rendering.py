"""Lines of text from a page of HTML, in the order in which a browser shows them.

A term of a definition list gets a colon, as has a label; so does the first of two cells that
heads its row. Other cells of a row stand on one line, or below each other if one has lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement as Styled
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from lxml.html.builder import PRE

from lod.publishing.sources.lines import ends_sentence
from lod.publishing.sources.signs import label_in

_CELLS = "  "
_PARTS = {"dl": ("dt", "dd"), "table": ("caption", "td", "th")}
_LABELLED = re.compile(r"\S:\s")
# WHATWG HTML, 15.3.3: what starts a line of its own, beyond what the profile knows.
_BLOCKS = (
    *("center", "details", "dd", "dialog", "dir", "dl", "dt", "fieldset", "form", "legend"),
    *("menu", "search", "section", "summary", "caption", "optgroup", "option"),
)
_CONFIG = ParserConfig(
    {**CSS_PROFILES["strict"], **{tag: Styled(tag, display=Display.block) for tag in _BLOCKS}}
)


def parse_html(text: str) -> HtmlElement:
    """Read a page, however its tags are nested; gives its body.

    :raises ValueError: nothing in it can be read.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # lxml refuses characters with a declaration of their bytes.
    tree = document_fromstring(text.encode("utf-8", "replace"), parser)
    body = tree.find("body")
    return tree if body is None else body


def render(body: HtmlElement) -> list[str]:
    """Give a body's lines, without spaces at their ends."""
    for element in body.iter("caption", "tr", "td", "th"):
        if all(above.tag != "table" for above in element.iterancestors()):
            element.tag = "div"
    for part in [*body.iter(*_PARTS)][::-1]:  # from within
        leaves = _leaves(part)
        _set_apart(part, _PARTS[part.tag])
        lines = _definitions(leaves) if part.tag == "dl" else _rows(leaves)
        part.addprevious(block_of(lines))
        part.drop_tree()
    return shown_lines(body)


def _leaves(part: HtmlElement) -> list[HtmlElement]:
    """Give terms and definitions, or cells, of which the end tags may be left out."""
    tags = _PARTS[part.tag]
    for element in [*part.iter(*tags)][::-1]:
        above = [e for e in _above(element, part) if e.tag in tags]
        if above:
            above[-1].addnext(element)
    return [*part.iter(*tags)]


def _above(element: HtmlElement, part: HtmlElement) -> Iterator[HtmlElement]:
    """Give what an element is in, within a part."""
    above = iter(()) if element is part else element.iterancestors()
    return takewhile(lambda each: each is not part, above)


def _set_apart(part: HtmlElement, leaves: Sequence[str]) -> None:
    """Put what stands between rows, or between terms, before it all, as browsers do."""
    for element in [*part.iter()]:
        if any(e.tag in leaves for e in (element, *_above(element, part))):
            continue
        loose = [element.text, *(child.tail for child in element)]
        element.text = None
        for child in element:
            child.tail = None
        for text in loose:
            if text and text.strip():
                part.addprevious(block_of([" ".join(text.split())]))


def shown_lines(element: HtmlElement) -> list[str]:
    """Give an element's lines as they are shown, apart from its blank ones at both ends."""
    tail, element.tail = element.tail, None
    try:
        text = Inscriptis(element, _CONFIG).get_text().strip("\n")
    finally:
        element.tail = tail
    return [line.rstrip() for line in text.splitlines()] if text.strip() else []


def block_of(lines: Iterable[str]) -> HtmlElement:
    """Make an element that is shown as these lines."""
    return PRE("\n".join(lines))


def _definitions(entries: Iterable[HtmlElement]) -> list[str]:
    lines: list[str] = []
    for term, said in _groups(entries):
        if term and any(_LABELLED.search(line) for line in said):  # it heads them
            lines += ["", term, "", *said]
        else:
            lines += _pair(term, said) if term else said
    return lines


def _groups(entries: Iterable[HtmlElement]) -> list[tuple[str, list[str]]]:
    """Give each term with the lines of its definitions; no term for those before the first."""
    groups: list[tuple[str, list[str]]] = []
    for element in entries:
        said = shown_lines(element)
        if element.tag == "dt":
            groups.append((" ".join(said), []))
        elif groups:
            groups[-1][1].extend(said)
        else:
            groups.append(("", said))
    return groups


def _rows(cells: Iterable[HtmlElement]) -> list[str]:
    rows = [[*row] for _, row in groupby(cells, HtmlElement.getparent)]
    said = [[shown_lines(cell) for cell in row] for row in rows]
    if _is_labelled(rows):
        return [line for label, value in said for line in _pair(" ".join(label), value)]
    apart = any(len(cell) > 1 for row in said for cell in row)
    return [line for row in said for line in _row(row, apart=apart)]


def _is_labelled(rows: Sequence[Sequence[HtmlElement]]) -> bool:
    """Whether each row is a label and its value, which its mark-up says."""
    pairs = bool(rows) and all(len(row) == 2 for row in rows)
    return pairs and all(row[0].tag == "th" and row[1].tag == "td" for row in rows)


def _row(cells: Sequence[list[str]], *, apart: bool) -> list[str]:
    filled = [cell for cell in cells if cell]
    if apart:
        return [line for cell in filled for line in cell]
    return [_CELLS.join(" ".join(cell) for cell in filled)] if filled else []


def _pair(label: str, value: list[str]) -> list[str]:
    """Give each line of a value its label, so that none is taken for something else.

    A text in sentences has it once: no line of it can be a name or another label.
    """
    lines = [line.lstrip() for line in value if line]
    if len(lines) > 1 and all(ends_sentence(line) and not label_in(line) for line in lines):
        return [f"{_label(label)} {lines[0]}", *lines[1:]]
    return [f"{_label(label)} {line}" for line in lines] or [_label(label)]


def _label(words: str) -> str:
    return words if words.endswith(":") else f"{words}:"
