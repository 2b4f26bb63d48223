"""Bytes of a table become a grid of cells: all text, each where it stands in its file.

The room's rule: nothing is inferred. A file is what its bytes say, a cell what its characters say,
and what a programme has hidden, computed without keeping the value, or remarked on, is marked so or
left out. No XML with a document type is read, no address in a file is followed, and rows, columns,
cells and unpacked bytes have bounds.

``formats`` tells formats apart, ``characters`` decodes, ``delimited`` reads CSV, ``xlsx`` and
``ods`` sheets (``archive``: their parts; ``numbers``: their number cells), ``htmltable`` pages,
``jsonrecords`` JSON (``jsontext``: with lines and the characters of numbers), ``parquet`` Parquet
(``parquetprocess``: in a process of its own).
"""

from lod.publishing.tables.cells.characters import (
    ENCODINGS,
    KNOWN_ENCODINGS,
    declared_in,
    encoding_of,
    marked_encoding,
)
from lod.publishing.tables.cells.formats import FORMATS, POINTED, format_by_bytes, is_binary
from lod.publishing.tables.cells.htmltable import page_tables, text_of_html
from lod.publishing.tables.cells.jsonrecords import ALL, has_value, pointers_in
from lod.publishing.tables.cells.jsontext import (
    JsonNumber,
    JsonObject,
    JsonText,
    pointer_of,
    pointer_steps,
)
from lod.publishing.tables.cells.opening import OpenedTable, open_table
from lod.publishing.tables.cells.xlsx import column_number

__all__ = [
    "ALL",
    "ENCODINGS",
    "FORMATS",
    "KNOWN_ENCODINGS",
    "POINTED",
    "JsonNumber",
    "JsonObject",
    "JsonText",
    "OpenedTable",
    "column_number",
    "declared_in",
    "encoding_of",
    "format_by_bytes",
    "has_value",
    "is_binary",
    "marked_encoding",
    "open_table",
    "page_tables",
    "pointer_of",
    "pointer_steps",
    "pointers_in",
    "text_of_html",
]
