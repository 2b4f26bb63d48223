"""Makes sorted N-Triples of RDF files: bytes are sorted, and only odd lines are parsed.

Several processes sort stretches of the files, cut the runs at common limits, and join what lies
between two limits. Lines of one subject that stand together are sorted as one.
"""

import os
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice, pairwise
from operator import eq
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyoxigraph as ox

from lod.checking.positions.nquads import without_versions
from lod.errors import InputError
from lod.files import FORKS, in_parallel, processors
from lod.rdf import from_ox, possessive
from lod.words import msg

_RUN = 4 << 20  # bytes that are sorted at once: what the processor's caches hold
_RUNS = 256  # of which there are at most, if they then are larger
_SMALL = 8 << 20  # bytes below which a second process costs more than it gives
_SAMPLES = 32  # lines for each limit

# Lines that the parser writes as they are. What else may stand in one, it knows.
_SIGN = possessive(
    r"[A-Za-z0-9._~!$&'()*+,;=@:/-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=@:/-]*+)*+"
)
_IRI = possessive(
    r"<[A-Za-z][A-Za-z0-9+.-]*+:(?://[A-Za-z0-9._~-]*+(?::[0-9]*+)?+(?=[/?#>])|(?!//))"
    rf"{_SIGN}(?:\?{_SIGN})?+(?:#{_SIGN})?+>"
)
_SIGNS = r'[^"\\\x00-\x1f\x7f]*+'
_TEXT = possessive(rf'"{_SIGNS}(?:\\[btnfr"\\]{_SIGNS})*+"')
_TAIL = possessive(
    rf"(?:@[a-z]{{2,3}}(?:-[a-z]{{2}})?+|\^\^(?!<http://www.w3.org/2001/XMLSchema#string>){_IRI})?+"
)
_VALUE = rf"(?:{_IRI}|{_TEXT}{_TAIL})"
_BLANK = "_:[A-Za-z0-9][A-Za-z0-9_-]*+"
_STATEMENT = rf"(?:{_IRI}|{_BLANK}) {_IRI} (?:{_VALUE}|{_BLANK})"
_GRAPH = possessive(rf"(?: (?:{_IRI}|{_BLANK}))?+")
# Lines of one subject with it, a line with blank nodes with its subject, and any other line.
_ROWS = {
    quads: re.compile(
        possessive(
            rf"(({_IRI} ){_IRI} {_VALUE}{graph} \.\n(?:\2{_IRI} {_VALUE}{graph} \.\n)*+)"
            rf"|({_STATEMENT}{graph} \.\n)|([^\n]*+\n)".encode()
        )
    )
    for quads, graph in {False: "", True: _GRAPH}.items()
}
_QUAD = re.compile(rf"({_STATEMENT}){_GRAPH} \.\n".encode())
_BLANK_SUBJECT = re.compile(rb"^_:", re.MULTILINE)
_BLANK_VALUE = re.compile(rb"^([^ ]+ [^ ]+ _:)", re.MULTILINE)
T = TypeVar("T")
_FORMATS = {False: ox.RdfFormat.N_TRIPLES, True: ox.RdfFormat.N_QUADS}


class LineFile(NamedTuple):
    """A file of N-Triples or N-Quads.

    :param rename: names the blank nodes of a statement; None if they keep their labels.
    :param label: what it puts before those.
    :param start: where its lines start, in bytes.
    :param parsed: the parser gave what it has: IRIs are taken as they are, since the parser of
        Turtle takes some in prefixed names that it refuses in lines.
    """

    path: Path
    quads: bool
    rename: Callable[[ox.Triple], ox.Triple] | None = None
    label: str = ""
    start: int = 0
    parsed: bool = False


class LineStarts(NamedTuple):
    """Where in a file subjects stand: where lines of one subject begin that stand together.

    :param subjects: hashes of them, a space behind each; that of nothing for lines that aren't
        plain.
    :param places: where in the file, in bytes.
    """

    subjects: "array[int]"
    places: "array[int]"

    @property
    def odd(self) -> int:
        """How many lines aren't plain."""
        return self.subjects.count(hash(b""))

    def of(self, subjects: Iterable[bytes]) -> list[int]:
        """Give the places of some subjects, each as the file has it and a space."""
        wanted = set(map(hash, subjects))
        return [at for node, at in zip(self.subjects, self.places, strict=True) if node in wanted]


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
            sort_lines([LineFile(source, source.suffix == ".nq")], target)
            return
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
    sort_lines([LineFile(together, quads=False, parsed=True)], target)
    together.unlink()


def sort_lines(files: Sequence[LineFile], target: Path) -> list[LineStarts]:
    """Write the triples of files of lines, each once, sorted by bytes. Graphs are dropped.

    :returns: where in each of the files its subjects stand.
    :raises Unsortable: some lines can't be read, or not each by itself.
    :raises InputError: a file can't be read.
    """
    try:
        return _Sorting(files, target).write()
    except OSError as error:
        if error.filename is None:
            raise
        why = msg("can't be read: {why}", why=error.strerror)
        raise InputError(why, error.filename) from error


class _Run(NamedTuple):
    """A sorted stretch.

    :param cuts: where in its run the parts start and end, in bytes.
    """

    cuts: list[int]
    starts: LineStarts


class _Sorting:
    """One sorting; its runs lie beside its target."""

    def __init__(self, files: Sequence[LineFile], target: Path) -> None:
        self.target = target
        size = sum(file.path.stat().st_size for file in files)
        run = max(_RUN, size // _RUNS)
        self.each = [[*_stretches(file, run)] for file in files]
        self.stretches = [stretch for some in self.each for stretch in some]
        self.processes = processors() if FORKS and size > _SMALL else 1
        count = max(-(-size // run), self.processes)
        self.limits = _limits(self.stretches, count)

    def write(self) -> list[LineStarts]:
        """Sort the stretches, and join what lies between limits at its place in the target."""
        try:
            runs = self._shared(self._sorted, len(self.stretches))
            self.target.touch()
            joined = partial(self._joined, [run.cuts for run in runs])
            _close_up(self.target, self._shared(joined, len(self.limits) + 1))
        finally:
            for number in range(len(self.stretches)):
                self._run(number).unlink(missing_ok=True)
        left = iter(runs)
        return [_all_starts(run.starts for run in islice(left, len(some))) for some in self.each]

    def _shared(self, job: Callable[[int], T], count: int) -> list[T]:
        """Do numbered jobs in several processes; give their values in order."""

        def some(first: int) -> list[T]:
            return [job(number) for number in range(first, count, self.processes)]

        found = in_parallel([partial(some, first) for first in range(self.processes)])
        return [found[n % self.processes][n // self.processes] for n in range(count)]

    def _run(self, number: int) -> Path:
        return self.target.with_name(f"{self.target.name}.run-{number}")

    def _sorted(self, number: int) -> _Run:
        """Sort a stretch."""
        texts, starts = _texts(self.stretches[number])
        texts.sort()
        cuts = [0, *(bisect_left(texts, limit) for limit in self.limits), len(texts)]
        places = [0]
        with self._run(number).open("wb") as out:
            for start, end in pairwise(cuts):
                out.write(b"".join(texts[start:end]))
                places.append(out.tell())
        return _Run(places, starts)

    def _joined(self, cuts: Sequence[Sequence[int]], number: int) -> tuple[int, int]:
        """Join a part of all runs; give where it starts, and its size, in bytes."""
        pieces = []
        for run, places in enumerate(cuts):
            with self._run(run).open("rb") as file:
                file.seek(places[number])
                pieces.append(file.read(places[number + 1] - places[number]))
        lines = b"".join(pieces).split(b"\n")
        del pieces, lines[-1]
        lines.sort()
        if any(map(eq, lines, lines[1:])):
            lines = list(dict.fromkeys(lines))
        start = sum(places[number] for places in cuts)
        with self.target.open("r+b") as out:
            out.seek(start)
            return start, out.write(b"\n".join((*lines, b"")))


def _all_starts(parts: Iterable[LineStarts]) -> LineStarts:
    found = LineStarts(array("q"), array("q"))
    for part in parts:
        found.subjects.extend(part.subjects)
        found.places.extend(part.places)
    return found


def _close_up(file: Path, parts: Iterable[tuple[int, int]]) -> None:
    """Move parts of a file to where those before them end, given where they start, and sizes."""
    end = 0
    with file.open("r+b") as stream:
        for start, size in parts:
            if start > end:
                stream.seek(start)
                data = stream.read(size)
                stream.seek(end)
                stream.write(data)
            end += size
        stream.truncate(end)


def _stretches(file: LineFile, run: int) -> Iterator[_Stretch]:
    """Cut a file at ends of lines, after as many bytes."""
    start, size = file.start, file.path.stat().st_size
    with file.path.open("rb") as stream:
        while start < size:
            stream.seek(min(start + run, size))
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
    found = sorted(line[: line.find(b" ") + 1] or line for line in found)
    return [found[len(found) * n // parts] for n in range(1, parts)] if found else []


def _texts(stretch: _Stretch) -> tuple[list[bytes], LineStarts]:
    """Give the lines of a stretch, written canonically, without graphs; those of a subject as one.

    :raises Unsortable: some can't be read.
    """
    file, start, _ = stretch
    data = _data(stretch)
    graphs = file.quads and not _has_no_graphs(data)
    texts, subjects, blank, odd = _columns(data, graphs=graphs)
    if file.quads and not graphs and any(odd):
        graphs = True
        texts, subjects, blank, odd = _columns(data, graphs=True)
    whole: Iterable[bytes] = texts
    if any(blank) or any(odd):
        whole = map(b"".join, zip(texts, blank, odd, strict=True))
        subjects = [s or b[: b.find(b" ") + 1] for s, b in zip(subjects, blank, strict=True)]
    places = array("q", accumulate(map(len, whole), initial=start))
    places.pop()
    starts = LineStarts(array("q", map(hash, subjects)), places)
    if graphs:
        texts, blank = ([_QUAD.sub(rb"\1 .\n", t) for t in some] for some in (texts, blank))
    found = [text for text in texts if text]
    found += _relabelled(b"".join(blank), file.label).splitlines(keepends=True)
    found += _parsed(b"".join(odd), file)
    return found, starts


def _has_no_graphs(quads: bytes) -> bool:
    """Whether the first line of quads is a triple, as often all are."""
    first = _ROWS[False].match(quads)
    return first is not None and not first[4]


def _columns(data: bytes, *, graphs: bool) -> tuple[list[bytes], ...]:
    """Give of rows their plain lines, the subjects of those, lines with blank nodes, and others."""
    return tuple([*column] for column in zip(*_ROWS[graphs].findall(data), strict=True))


def _data(stretch: _Stretch) -> bytes:
    file, start, end = stretch
    with file.path.open("rb") as stream:
        stream.seek(start)
        data = stream.read(end - start)
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise Unsortable from error
    return data if data.endswith(b"\n") else data + b"\n"


def _relabelled(lines: bytes, label: str) -> bytes:
    """Put a label before the names of blank nodes."""
    if not label or not lines:
        return lines
    lines = _BLANK_SUBJECT.sub(b"_:" + label.encode(), lines)
    return _BLANK_VALUE.sub(rb"\g<1>" + label.encode(), lines)


def _parsed(data: bytes, file: LineFile) -> Iterator[bytes]:
    """Have the parser read lines."""
    if not data:
        return
    try:
        lines, form = without_versions(data), _FORMATS[file.quads]
        for quad in ox.parse(lines, format=form, lenient=file.parsed):
            triple = quad.triple if file.rename is None else file.rename(quad.triple)
            yield f"{triple.subject} {triple.predicate} {from_ox(triple.object)} .\n".encode()
    except SyntaxError as error:
        raise Unsortable from error
