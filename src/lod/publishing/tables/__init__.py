"""A table of any funder becomes records: a file, and a sidecar that says what its columns mean.

The room's rule: every cell is read as text, by the forms that the sidecar declares, or not at all;
nothing is guessed, mended or shifted. Each row is in exactly one place: in a record, left out by a
rule that has a name, or rejected with its column and the reason. What is withheld, and the rows of
private persons, never reach a record or a message.

``cells`` reads bytes, ``sidecar`` what a table is (``described``) in the settings that there are
(``declared``), ``sorting`` tells rows apart,
``reading`` reads cells (``dates``, ``amounts``, ``ownernumbers``, ``letters``), ``completing``
makes records, ``repeats`` folds those of one id, and ``tabling`` does it all. ``source`` has a
table of a publication, ``listing`` makes the house's projects of its records (``periods``,
``pointing``), ``telling`` says what became of the rest, ``unused`` has it as it was, and
``rendition`` is what is served of it.
"""

from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.repeats import EXACT_DUPLICATE, is_duplicate
from lod.publishing.tables.results import TableReading, TableRecord, TableValue
from lod.publishing.tables.sidecar import TABLE_SETTINGS, read_description
from lod.publishing.tables.source import (
    MOST_OF_TABLE,
    is_table,
    read_table_source,
    table_name,
)
from lod.publishing.tables.tabling import read_table

__all__ = [
    "EXACT_DUPLICATE",
    "MOST_OF_TABLE",
    "TABLE_SETTINGS",
    "TableDescription",
    "TableReading",
    "TableRecord",
    "TableValue",
    "is_duplicate",
    "is_table",
    "read_description",
    "read_table",
    "read_table_source",
    "table_name",
]
