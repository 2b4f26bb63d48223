"""What is noted while a source is read: what can't be read, isn't there, or is odd."""

from dataclasses import dataclass

from lod.publishing.handwritten import Name
from lod.words import Message

OMITTED = "[…]"
"""What stands in a published source in place of what isn't published."""


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A part of a source that could not be read; the rest was.

    :param line: of the source.
    :param setting: of the sidecar, where the fault is sought there.
    """

    line: int
    message: str
    expected: str
    todo: str
    setting: Name | None = None


@dataclass(frozen=True, slots=True)
class CellRemark:
    """Something that a steward should know of a table, where nothing is wrong.

    :param line: of the source.
    :param pointer: the row, and the column if it is one cell: ``row=5;column=End``.
    """

    line: int
    pointer: str
    message: Message


@dataclass(frozen=True, slots=True)
class Unused:
    """A row of a table that is rejected, or of which a cell is: as it was, what is private blanked.

    :param column: empty where it is the whole row.
    """

    row: int
    column: str
    reason: Message
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row of a table that holds no record, by the rule that took it."""

    row: int
    rule: Message


@dataclass(frozen=True, slots=True)
class UnusedRows:
    """What of a table is in no project.

    :param columns: the names of a row's cells.
    :param refused: why nothing of the table may be published: too many rows are rejected.
    """

    columns: tuple[str, ...]
    rejected: tuple[Unused, ...]
    left_out: tuple[LeftOutRow, ...]
    refused: Message | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """Words of the sidecar that don't stand on the page.

    :param setting: which says them: ``("labels", "closed")``.
    """

    setting: Name
    words: str
