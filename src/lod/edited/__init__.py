"""Files that people edit by hand, TOML and CSV: read so that every value knows its line.

The room's rule: what is wrong is a ``ConfigError`` with file, line, what belongs there and what to
do, never a crash. What the values are for is said above.
"""

from lod.edited.rows import Cell, Row, first_of, read_rows
from lod.edited.settings import Settings, is_iri, is_key, read_settings
from lod.edited.text import read_text
from lod.edited.toml import Lines, Name, find_lines, place_of

__all__ = [
    "Cell",
    "Lines",
    "Name",
    "Row",
    "Settings",
    "find_lines",
    "first_of",
    "is_iri",
    "is_key",
    "place_of",
    "read_rows",
    "read_settings",
    "read_text",
]
