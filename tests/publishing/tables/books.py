"""Workbooks and pages for tests, written by hand: as no library writes them, if need be."""

import io
import zipfile
from collections.abc import Iterable, Mapping

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
STYLES = ("General", "yyyy-mm-dd", "0000", "000000-0000", "mmm-yy", "0.00%", "yyyy", "h:mm")
"""Formats of numbers; a cell has one by its place."""


def xlsx(
    sheets: Mapping[str, str],
    *,
    before: str = "",
    after: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Make an XLSX of sheets, each by its rows' XML.

    :param before: what stands before the rows of the first sheet; ``after`` behind them.
    :param more: other parts, by name, or the same in place of one.
    """
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml" Type="x"/>'
        for n, _ in enumerate(sheets, 1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{f}"/>' for n, f in enumerate(STYLES)
    )
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n, _ in enumerate(STYLES))
    parts = {
        "xl/workbook.xml": f"<workbook {_MAIN} {_R}><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {_PACKAGE}>{links}</Relationships>",
        "xl/styles.xml": f"<styleSheet {_MAIN}><numFmts>{formats}</numFmts>"
        f"<cellXfs>{used}</cellXfs></styleSheet>",
    }
    for n, rows in enumerate(sheets.values(), 1):
        ahead, behind = (before, after) if n == 1 else ("", "")
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet {_MAIN}><dimension ref="A1:A1"/>{ahead}'
            f"<sheetData>{rows}</sheetData>{behind}</worksheet>"
        )
    return _zipped({**parts, **(more or {})})


def row(number: int, *cells: str, hidden: bool = False) -> str:
    """Make a row of a sheet; each cell is text, or XML if it starts with ``<``."""
    made = "".join(_placed(cell, number, at) for at, cell in enumerate(cells))
    unseen = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{unseen}>{made}</row>'


def _placed(cell: str, number: int, at: int) -> str:
    place = f'r="{chr(65 + at)}{number}"'
    if cell.startswith("<c"):
        return cell.replace("<c", f"<c {place}", 1)
    return f'<c {place} t="inlineStr"><is><t>{cell}</t></is></c>' if cell else ""


def num(written: str, style: str = "General") -> str:
    """Make a number cell in a format."""
    return f'<c s="{STYLES.index(style)}"><v>{written}</v></c>'


_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    **{name: f"{_NS}{name}:1.0" for name in ("table", "office", "text", "style")},
    "number": f"{_NS}datastyle:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{iri}"' for prefix, iri in _PREFIXES.items())


def ods(tables: Mapping[str, str], styles: str = "", hidden: Iterable[str] = ()) -> bytes:
    """Make an ODS of tables, each by its rows' XML."""
    made = "".join(
        f'<table:table table:name="{name}" table:style-name="{"off" if name in hidden else "on"}">'
        f"{rows}</table:table>"
        for name, rows in tables.items()
    )
    off = (
        '<style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content = (
        f"<office:document-content {_DECLARED}><office:automatic-styles>{off}{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{made}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    )


def ods_row(*cells: str, extra: str = "") -> str:
    """Make a row of an ODS; each cell is text, or XML if it starts with ``<``."""
    made = "".join(cell if cell.startswith("<") else ods_text(cell) for cell in cells)
    return f"<table:table-row {extra}>{made}</table:table-row>"


def ods_text(words: str, extra: str = "") -> str:
    """Make a cell of an ODS with text."""
    if not words:
        return f"<table:table-cell {extra}/>"
    return (
        f'<table:table-cell office:value-type="string" {extra}><text:p>{words}</text:p>'
        "</table:table-cell>"
    )


def _zipped(parts: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()
