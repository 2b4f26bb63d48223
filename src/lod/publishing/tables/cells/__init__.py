"""Bytes of a table become a grid of cells: all text, each where it stands in its file.

The room's rule: nothing is inferred. A file is what its bytes say, a cell what its characters say,
and what a programme has hidden, computed without keeping the value, or remarked on, is marked so or
left out. No XML with a document type is read, no address in a file is followed, and rows, columns,
cells and unpacked bytes have bounds.

``formats`` tells formats apart, ``characters`` decodes, ``delimited`` reads CSV, ``xlsx`` and
``ods`` sheets (``archive``: their parts; ``numbers``: their number cells), ``htmltable`` pages,
``jsonrecords`` JSON (``jsontext``: with lines and the characters of numbers).
"""

from lod.publishing.tables.cells.characters import ENCODINGS, encoding_of
from lod.publishing.tables.cells.formats import FORMATS, POINTED
from lod.publishing.tables.cells.htmltable import text_of_html
from lod.publishing.tables.cells.jsonrecords import ALL, pointers_in
from lod.publishing.tables.cells.jsontext import JsonNumber, pointer_steps
from lod.publishing.tables.cells.opening import OpenedTable, open_table
from lod.publishing.tables.cells.xlsx import column_number

__all__ = [
    "ALL",
    "ENCODINGS",
    "FORMATS",
    "POINTED",
    "JsonNumber",
    "OpenedTable",
    "column_number",
    "encoding_of",
    "open_table",
    "pointer_steps",
    "pointers_in",
    "text_of_html",
]
