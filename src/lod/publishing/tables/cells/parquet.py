"""Parquet, an extra: read by pyarrow, in a process of its own that is held to bounds.

pyarrow takes 170 MB, and is native code. arro3-io takes 33 MB, but was measured to give another day
in silence for INT96 before 1678 or after 2261 (9999-12-31 is 1816-03-29), and nothing for dates
beyond the year 262142. A column's name is in row 1, the first record is row 2: a row has the number
that it has in the copy.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lod.errors import SourceError
from lod.publishing.tables.grid import (
    EMPTY,
    CellKind,
    Grid,
    GridCell,
    GridRow,
    RowsTaken,
    TableBounds,
    too_large,
)
from lod.words import Message, msg

if TYPE_CHECKING:
    from subprocess import Popen

PARQUET = b"PAR1"
"""What a Parquet file begins with, and ends."""

_PROCESS = Path(__file__).with_name("parquetprocess.py")
_SECONDS, _LONGEST = 300, 900
"""What a file may take of the processor's time, and by the clock."""

_MEMORY = 1 << 30  # bytes, beside what is in the file
_LINE = 1 << 30  # bytes; one row is within it, see TableBounds
_WHY = {
    "nested": msg("a list or a record within a cell, which CSV has no place for"),
    "binary": msg("bytes that aren't said to be text"),
    "kind": msg("a cell of a kind that isn't known"),
    "text": msg("a text that isn't UTF-8"),
    "number": msg("no number that can be read"),
    "day": msg("no such day"),
    "time": msg("no such time of day"),
    "zone": msg("a time in a zone that isn't known here"),
    "long": msg("a cell is too long"),
}
_KINDS = ("text", "number", "date", "truth")
_SAVE = msg("save it as CSV with the programme that made it")
_PART = msg("part it into several tables")


def read_parquet(data: bytes, file: Path, bounds: TableBounds) -> Grid:
    """Read the rows of a Parquet file, with its columns' names as the first.

    :raises SourceError: pyarrow or Linux isn't there, the file is damaged or too large, or it
        takes more memory or time than a table may.
    """
    _refuse_unready(file)
    taken = RowsTaken(file, bounds)
    with _started(data, bounds) as process:
        answers = _Answers(process, file, bounds)
        for number, cells in enumerate(answers.rows(), 1):
            taken.add(GridRow(number, cells, number))
    return Grid(tuple(taken.rows), ragged=False)


def _refuse_unready(file: Path) -> None:
    if sys.platform != "linux":
        message = msg("is Parquet, which is read on Linux only, where its reader has bounds")
        raise SourceError(message, file, todo=_SAVE)
    if find_spec("pyarrow") is None:
        todo = msg(
            "install it with {command}, or save the table as CSV",
            command='pip install "lod-publisher[parquet]"',
        )
        raise SourceError(msg("is Parquet, and its reader isn't installed"), file, todo=todo)


@contextmanager
def _started(data: bytes, bounds: TableBounds) -> "Iterator[Popen[bytes]]":
    """Start the process that reads; it is gone at the end, whatever became of it."""
    import subprocess  # other tables do without
    import threading

    asked = {
        **{"rows": bounds.rows, "columns": bounds.columns, "cells": bounds.cells},
        **{"text": bounds.unpacked, "cell": bounds.cell, "seconds": _SECONDS},
        **{"memory": _MEMORY + 2 * len(data), "parent": os.getpid()},
    }
    path = os.pathsep.join(os.path.abspath(each) for each in sys.path if each)
    with os.fdopen(os.memfd_create("table"), "w+b") as held:
        held.write(data)
        held.flush()
        process = subprocess.Popen(
            [sys.executable, "-P", str(_PROCESS), json.dumps(asked)],
            stdin=held,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what native code says there may quote the file
            cwd="/",
            env={"PYTHONPATH": path, "LC_ALL": "C.UTF-8"},
        )
    clock = threading.Timer(_LONGEST, process.kill)
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        process.communicate()


@dataclass(slots=True)
class _Answers:
    """What the process says: rows, or why there are none. Nothing of it is taken on trust."""

    process: "Popen[bytes]"
    file: Path
    bounds: TableBounds

    def rows(self) -> Iterator[tuple[GridCell, ...]]:
        """Give the cells of each row, the columns' names first.

        :raises SourceError: the file can't be read, or not to its end.
        """
        try:
            head = self._line()
            kinds = [cast(CellKind, _KINDS[_KINDS.index(kind)]) for kind in head["kinds"]]
            yield tuple(GridCell(str(name)) for name in head["names"])
            count = 0
            while isinstance(row := self._line(), list):
                yield tuple(_cell(said, kind) for said, kind in zip(row, kinds, strict=True))
                count += 1
            if row != {"rows": count}:
                raise self._damaged()
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise self._damaged() from error

    def _line(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline(_LINE)
        if not line.endswith(b"\n"):
            raise self._fallen()
        said = json.loads(line)
        if isinstance(said, dict) and "wrong" in said:
            raise self._refused(said["wrong"])
        return said

    def _refused(self, why: str) -> SourceError:
        most = {
            "rows": (msg("rows"), self.bounds.rows),
            "columns": (msg("columns"), self.bounds.columns),
            "cells": (msg("cells"), self.bounds.cells),
            "text": (msg("characters"), self.bounds.unpacked),
        }
        if why in most:
            return too_large(self.file, *most[why])
        return self._greedy(msg("memory")) if why == "memory" else self._damaged()

    def _fallen(self) -> SourceError:
        """Make the error for a process that ended before it had said all."""
        number = -self.process.wait()
        told: dict[int, Message] = {
            signal.SIGXCPU: msg("time"),
            signal.SIGABRT: msg("memory"),  # of native code that gets none
            signal.SIGKILL: msg("time or memory"),  # by our clock, or by the system
        }
        return self._greedy(told[number]) if number in told else self._damaged()

    def _greedy(self, what: Message) -> SourceError:
        message = msg("takes more {what} to read than a table may", what=what)
        return SourceError(message, self.file, todo=_PART)

    def _damaged(self) -> SourceError:
        message = msg("is a damaged Parquet file, or of a kind that isn't read here")
        return SourceError(message, self.file, todo=_SAVE)


def _cell(said: Any, kind: CellKind) -> GridCell:
    if said is None:
        return EMPTY
    if isinstance(said, list):
        return GridCell("", "fault", _WHY[said[0]])
    if not isinstance(said, str):
        raise TypeError(said)
    return GridCell(said, kind)
