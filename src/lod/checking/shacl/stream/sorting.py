"""Makes sorted N-Triples of RDF files: bytes are sorted, and only odd lines are parsed.

Several processes sort stretches of the files, cut the runs at common limits, and join what lies
between two limits.
"""

import os
import re
import shutil
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from operator import eq
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from lod.checking.positions.nquads import without_versions
from lod.checking.shacl.stream.parallel import FORKS, in_parallel, processors
from lod.errors import InputError
from lod.rdf import from_ox
from lod.words import msg

_RUN = 32 << 20  # bytes that are sorted at once
_SMALL = 8 << 20  # bytes below which a second process costs more than it gives
_ODD = 1 << 14  # bytes that are parsed at once, from an odd line on
_SAMPLES = 32  # lines for each limit

# Lines that the parser writes as they are. What else may stand in one, it knows.
_SIGN = r"[A-Za-z0-9._~!$&'()*+,;=@:/-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=@:/-]*+)*+"
_IRI = (
    r"<[A-Za-z][A-Za-z0-9+.-]*+:(?://[A-Za-z0-9._~-]*+(?::[0-9]*+)?+(?=[/?#>])|(?!//))"
    rf"{_SIGN}(?:\?{_SIGN})?+(?:#{_SIGN})?+>"
)
_SIGNS = r'[^"\\\x00-\x1f\x7f]*+'
_TEXT = rf'"{_SIGNS}(?:\\[btnfr"\\]{_SIGNS})*+"'
_TAIL = (
    rf"(?:@[a-z]{{2,3}}(?:-[a-z]{{2}})?+|\^\^(?!<http://www.w3.org/2001/XMLSchema#string>){_IRI})?+"
)
_STATEMENT = rf"{_IRI} {_IRI} (?:{_IRI}|{_TEXT}{_TAIL})"
_RUNS = {
    False: re.compile(rf"(?:{_STATEMENT} \.\n)*+".encode()),
    True: re.compile(rf"(?:{_STATEMENT}(?: {_IRI})?+ \.\n)*+".encode()),
}
_QUAD = re.compile(rf"({_STATEMENT})(?: {_IRI})?+ \.\n".encode())
_FORMATS = {False: ox.RdfFormat.N_TRIPLES, True: ox.RdfFormat.N_QUADS}


class LineFile(NamedTuple):
    """A file of N-Triples or N-Quads.

    :param rename: names the blank nodes of a statement; None if they keep their labels.
    :param start: where its lines start, in bytes.
    """

    path: Path
    quads: bool
    rename: Callable[[ox.Triple], ox.Triple] | None = None
    start: int = 0


class Unsortable(Exception):
    """Lines can't be read each by itself: the parser must read the whole, or say what is wrong."""


class _Stretch(NamedTuple):
    file: LineFile
    start: int
    end: int


def write_sorted(source: Path, target: Path) -> None:
    """Write a file's triples, each once, as N-Triples sorted by bytes. Graphs are dropped.

    :raises InputError: the file can't be read; has the line, if the parser tells.
    """
    format_ = ox.RdfFormat.from_extension(source.suffix.lstrip("."))
    if format_ is None:
        expected = msg("one of {all}", all=".nt, .nq, .ttl, .trig, .rdf, .jsonld")
        raise InputError(msg("has no extension of an RDF file"), source, expected=expected)
    if source.suffix in (".nt", ".nq"):
        try:
            return sort_lines([LineFile(source, source.suffix == ".nq")], target)
        except Unsortable:
            pass
    together = target.with_name(f"{target.name}.nt")
    try:
        base = source.resolve().as_uri()
        found = ox.parse(path=os.fspath(source), format=format_, base_iri=base)
        ox.serialize((quad.triple for quad in found), together, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        text = msg("can't be read: {why}", why=error.msg)
        raise InputError(text, source, error.lineno) from error
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), source) from error
    sort_lines([LineFile(together, quads=False)], target)
    together.unlink()


def sort_lines(files: Sequence[LineFile], target: Path) -> None:
    """Write the triples of files of lines, each once, sorted by bytes. Graphs are dropped.

    :raises Unsortable: some lines can't be read, or not each by itself.
    :raises InputError: a file can't be read.
    """
    try:
        _Sorting(files, target).write()
    except OSError as error:
        if error.filename is None:
            raise
        why = msg("can't be read: {why}", why=error.strerror)
        raise InputError(why, error.filename) from error


class _Sorting:
    """One sorting; its runs and parts lie beside its target."""

    def __init__(self, files: Sequence[LineFile], target: Path) -> None:
        self.target = target
        self.stretches = [stretch for file in files for stretch in _stretches(file)]
        size = sum(s.end - s.start for s in self.stretches)
        self.processes = processors() if FORKS and size > _SMALL else 1
        count = max(-(-size // _RUN), self.processes)
        self.limits = _limits(self.stretches, count)

    def write(self) -> None:
        """Sort the stretches, join what lies between limits, and put that one after the other."""
        parts = len(self.limits) + 1
        try:
            places = self._shared(self._sorted, len(self.stretches))
            self._shared(partial(self._joined, places), parts)
            with self.target.open("wb") as out:
                for number in range(parts):
                    with self._file("part", number).open("rb") as part:
                        shutil.copyfileobj(part, out, _RUN)
                    self._file("part", number).unlink()
        finally:
            for name, count in (("run", len(self.stretches)), ("part", parts)):
                for number in range(count):
                    self._file(name, number).unlink(missing_ok=True)

    def _shared(self, job: Callable[[int], list[int]], count: int) -> list[list[int]]:
        """Do numbered jobs in several processes; give their values in order."""

        def some(first: int) -> list[list[int]]:
            return [job(number) for number in range(first, count, self.processes)]

        found = in_parallel([partial(some, first) for first in range(self.processes)])
        return [found[n % self.processes][n // self.processes] for n in range(count)]

    def _file(self, name: str, number: int) -> Path:
        return self.target.with_name(f"{self.target.name}.{name}-{number}")

    def _sorted(self, number: int) -> list[int]:
        """Sort a stretch; give where in its run the parts start and end, in bytes."""
        lines = sorted(_lines(self.stretches[number]))
        cuts = [0, *(bisect_left(lines, limit) for limit in self.limits), len(lines)]
        places = [0]
        with self._file("run", number).open("wb") as out:
            for start, end in pairwise(cuts):
                out.writelines(lines[start:end])
                places.append(out.tell())
        return places

    def _joined(self, places: Sequence[Sequence[int]], number: int) -> list[int]:
        """Join a part of all runs."""
        pieces = []
        for run, cuts in enumerate(places):
            with self._file("run", run).open("rb") as file:
                file.seek(cuts[number])
                pieces.append(file.read(cuts[number + 1] - cuts[number]))
        lines = b"".join(pieces).split(b"\n")
        del pieces, lines[-1]
        lines.sort()
        if any(map(eq, lines, lines[1:])):
            lines = list(dict.fromkeys(lines))
        self._file("part", number).write_bytes(b"\n".join((*lines, b"")))
        return []


def _stretches(file: LineFile) -> Iterator[_Stretch]:
    """Cut a file at ends of lines."""
    start, size = file.start, file.path.stat().st_size
    with file.path.open("rb") as stream:
        while start < size:
            stream.seek(min(start + _RUN, size))
            stream.readline()
            end = min(stream.tell(), size)
            yield _Stretch(file, start, end)
            start = end


def _limits(stretches: Sequence[_Stretch], parts: int) -> list[bytes]:
    """Choose lines that cut all into about equal parts."""
    found: list[bytes] = []
    each = -(-parts * _SAMPLES // max(len(stretches), 1))
    for file, start, end in stretches:
        with file.path.open("rb") as stream:
            for number in range(each):
                stream.seek(start + (end - start) * number // each)
                stream.readline()
                found.append(stream.readline())
    found.sort()
    return [found[len(found) * n // parts] for n in range(1, parts)] if found else []


def _lines(stretch: _Stretch) -> list[bytes]:
    """Give the lines of a stretch, written canonically, without graphs.

    :raises Unsortable: some can't be read.
    """
    file, start, end = stretch
    with file.path.open("rb") as stream:
        stream.seek(start)
        data = stream.read(end - start)
    if not data.endswith(b"\n"):
        data += b"\n"
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise Unsortable from error
    found: list[bytes] = []
    at = 0
    while at < len(data):
        last = _RUNS[file.quads].match(data, at).end()  # type: ignore[union-attr]
        if file.quads:
            found += [statement + b" .\n" for statement in _QUAD.findall(data, at, last)]
        else:
            found += data[at:last].splitlines(keepends=True)
        at = last
        if at < len(data):
            at = data.find(b"\n", min(at + _ODD, len(data) - 1)) + 1
            found += _parsed(data[last:at], file)
    return found


def _parsed(data: bytes, file: LineFile) -> Iterator[bytes]:
    """Have the parser read lines."""
    try:
        for quad in ox.parse(without_versions(data), format=_FORMATS[file.quads]):
            triple = quad.triple if file.rename is None else file.rename(quad.triple)
            yield f"{triple.subject} {triple.predicate} {from_ox(triple.object)} .\n".encode()
    except SyntaxError as error:
        raise Unsortable from error
