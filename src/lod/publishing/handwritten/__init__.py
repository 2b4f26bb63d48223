"""Files that people edit by hand, TOML and CSV: read so that every value knows its line.

The room's rule: what is wrong is a ``ConfigError`` with file, line, what belongs there and what to
do, never a crash. What the values are for is said above.
"""

from lod.publishing.handwritten.editing import edited_table, new_table
from lod.publishing.handwritten.rows import Cell, TableRow, first_of, read_rows
from lod.publishing.handwritten.settings import (
    LANGUAGE_ALONE,
    Settings,
    is_key,
    is_language,
    is_web_iri,
    language_of,
    nearest_name,
    read_settings,
)
from lod.publishing.handwritten.text import read_edited
from lod.publishing.handwritten.toml import Name, SettingLines, find_lines, place_of

__all__ = [
    "LANGUAGE_ALONE",
    "Cell",
    "Name",
    "SettingLines",
    "Settings",
    "TableRow",
    "edited_table",
    "find_lines",
    "first_of",
    "is_key",
    "is_language",
    "is_web_iri",
    "language_of",
    "nearest_name",
    "new_table",
    "place_of",
    "read_edited",
    "read_rows",
    "read_settings",
]
