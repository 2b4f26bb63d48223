"""Places in large files: N-Triples and N-Quads are scanned once, line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from os import SEEK_CUR
from typing import IO

import pyoxigraph as ox

from lod.checking.files import LINES, RdfFile
from lod.checking.findings import Locate, in_files, predicate_of
from lod.reports.model import Place
from lod.shacl import Path, Result
from lod.shacl.fileindex import FileIndex
from lod.shacl.stream import BLOCK

_TERM = re.compile(rb'[ \t]*(<[^>]*>|_:[^ \t]+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)')
_NOT_CANONICAL = re.compile(rb"\\|@[a-z-]*[A-Z]")

_FEW = 16
Key = tuple[str, str, str]


def find_lines(files: Sequence[RdfFile], results: Sequence[Result], *, ordered: bool) -> Locate:
    """Locate what results name: in line-based files by passes, in others by their positions.

    :param ordered: whether the files are sorted by subject.
    """
    plain = [file for file in files if file.format.extension in LINES]
    others = in_files([file for file in files if file not in plain])
    wanted = set(_foci(results))
    places: dict[Key, Place] = {}
    for file in plain if wanted else ():
        _note_subjects(file, wanted, places, ordered=ordered)
    missing = {node for node in wanted if (node, "", "") not in places}
    for file in plain if missing else ():
        _note_objects(file, missing, places)

    def locate(focus: object, path: Path | None, value: object | None) -> Place | None:
        predicate = predicate_of(focus, path, value)
        node, name = str(focus), "" if predicate is None else str(predicate)
        keys = [(node, name, "" if value is None else str(value)), (node, name, "")]
        keys += [(node, "", ""), ("", "", node)]
        found = next((places[key] for key in keys if key in places), None)
        return found or others(focus, path, value)

    return locate


def _foci(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        yield str(result.focus)
        yield from _foci(result.details)


def _note_subjects(
    file: RdfFile, wanted: set[str], places: dict[Key, Place], *, ordered: bool
) -> None:
    lines = _of_subjects(file, wanted) if ordered else _about_subjects(file, wanted)
    for number, line in lines:
        terms = _terms(line)
        if len(terms) == 3 and (s := _own(terms[0][1], file)) in wanted:
            p, o = _own(terms[1][1], file), _object(line, terms[2][1], file)
            keys = {(s, p, o): terms[2], (s, p, ""): terms[1], (s, "", ""): terms[0]}
            for key, match in keys.items():
                if key not in places:
                    places[key] = _place(file.name, number, line, match)


def _note_objects(file: RdfFile, wanted: set[str], places: dict[Key, Place]) -> None:
    """Note where nodes that are no subjects are first pointed at."""
    left = set(wanted)
    for lines in (_first_mentions, _all_mentions):
        for number, line in lines(file, left) if left else ():
            terms = _terms(line)
            node = _object(line, terms[2][1], file) if len(terms) == 3 else ""
            if node in left:
                left.remove(node)
                places["", "", node] = _place(file.name, number, line, terms[2])


def _first_mentions(file: RdfFile, wanted: set[str]) -> Iterator[tuple[int, bytes]]:
    """Give the first line that has each of a few nodes, as any term."""
    if len(wanted) > _FEW or not file.path.stat().st_size:
        return
    with file.path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        for node in sorted(wanted):
            at = data.find(_theirs(node, file) + b" ")
            if at >= 0:
                start = data.rfind(b"\n", 0, at) + 1
                data.seek(start)
                stream.seek(0)
                yield _newlines(stream, start) + 1, data.readline()


def _newlines(stream: IO[bytes], end: int) -> int:
    """Count the line feeds from where a stream stands to a place."""
    count = 0
    while (left := end - stream.tell()) > 0:
        count += stream.read(min(left, BLOCK)).count(b"\n")
    return count


def _all_mentions(file: RdfFile, wanted: set[str]) -> Iterator[tuple[int, bytes]]:
    """Give the lines that may have nodes as objects: theirs, and those written unusually."""
    nodes = {_theirs(node, file) for node in wanted}
    literals = any(node.startswith(b'"') for node in nodes)
    with file.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            term = line.split(None, 2)[-1].partition(b" ")[0]
            if term in nodes or _is_unusual(term) or (literals and term.startswith(b'"')):
                yield number, line


def _of_subjects(file: RdfFile, wanted: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Give the lines of subjects in a sorted file, found by bisection."""
    index = FileIndex(file.path, {})
    starts = sorted(p for node in wanted if (p := index.place(node)) is not None)
    with file.path.open("rb") as stream:
        number = 1
        for start in starts:
            number += _newlines(stream, start)
            subject = b""
            while (line := stream.readline()).startswith(subject) and line:
                subject = subject or line[: line.index(b" ") + 1]
                yield number, line
                number += 1
            stream.seek(-len(line), SEEK_CUR)


def _about_subjects(file: RdfFile, wanted: set[str]) -> Iterator[tuple[int, bytes]]:
    """Give the lines that may be of wanted subjects: theirs, and those written unusually."""
    nodes = {_theirs(node, file) for node in wanted}
    with file.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            term = line.partition(b" ")[0]
            if term in nodes or _is_unusual(term):
                yield number, line


def _theirs(node: str, file: RdfFile) -> bytes:
    """Give a node as the file has it, if it is written canonically."""
    return node.replace(f"_:{file.label}", "_:", 1).encode()


def _is_unusual(term: bytes) -> bool:
    """Whether what stands up to a space isn't one whole term: escaped, or with more after it."""
    return b"\\" in term or b"\t" in term or b"><" in term or term[-1:] in (b"", b".", b"\n")


def _own(term: bytes, file: RdfFile) -> str:
    """Give an IRI or a blank node as the results have it."""
    text = term.decode("utf-8", "replace")
    if text.startswith("_:"):
        return f"_:{file.label}{text[2:]}"
    return _canonical(term) if b"\\" in term else text


def _object(line: bytes, term: bytes, file: RdfFile) -> str:
    """Give an object as the results have it."""
    is_odd = term.startswith(b'"') and _NOT_CANONICAL.search(line)
    return _canonical(term) if is_odd else _own(term, file)


def _canonical(term: bytes) -> str:
    """Write a term as pyoxigraph does: escapes resolved, language tags in lower case."""
    line = b"<x:s> <x:p> " + term + b" ."
    return str(next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES))).object)


def _terms(line: bytes) -> list[re.Match[bytes]]:
    terms: list[re.Match[bytes]] = []
    at = 0
    while len(terms) < 3 and (match := _TERM.match(line, at)):
        terms.append(match)
        at = match.end()
    return terms


def _place(name: str, number: int, line: bytes, match: re.Match[bytes]) -> Place:
    start, end = (len(line[:at].decode("utf-8", "replace")) + 1 for at in match.span(1))
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return Place(name, number, start, number, end, text)
