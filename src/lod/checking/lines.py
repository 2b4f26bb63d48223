"""Places in large files: N-Triples and N-Quads are scanned once, line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from lod.checking.files import LINES, RdfFile
from lod.checking.findings import Locate, in_files, predicate_of
from lod.reports.model import Place
from lod.shacl import Path, Result

_TERM = re.compile(rb'[ \t]*(<[^>]*>|_:[^ \t]+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)')
_UNUSUAL = re.compile(rb"\\|\t|^$")
"""In a subject with an escape, one with a tab after it, one with spaces before it."""
_NOT_CANONICAL = re.compile(rb"\\|@[a-z-]*[A-Z]")

Key = tuple[str, str, str]


def find_lines(files: Sequence[RdfFile], results: Sequence[Result]) -> Locate:
    """Locate what results name: in line-based files by passes, in others by their positions."""
    plain = [file for file in files if file.format.extension in LINES]
    others = in_files([file for file in files if file not in plain])
    wanted = set(_foci(results))
    places: dict[Key, Place] = {}
    for file in plain if wanted else ():
        _scan(file, wanted, places, pointing=False)
    missing = {node for node in wanted if (node, "", "") not in places}
    for file in plain if missing else ():
        _scan(file, missing, places, pointing=True)

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


def _scan(file: RdfFile, wanted: set[str], places: dict[Key, Place], *, pointing: bool) -> None:
    """Note the places of wanted nodes, as subjects or, ``pointing``, as objects."""
    subjects = {_theirs(node, file) for node in wanted}
    with file.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not pointing:
                head = line.partition(b" ")[0]
                if head not in subjects and not _UNUSUAL.search(head):
                    continue
                if _own(line.split(None, 1)[:1], file) not in wanted:
                    continue
            terms = _terms(line)
            if len(terms) == 3:
                _note(file, number, line, terms, wanted, places, pointing=pointing)


def _theirs(node: str, file: RdfFile) -> bytes:
    """Give a subject as the file has it, if it is written canonically."""
    return node.replace(f"_:{file.label}", "_:", 1).encode()


def _own(token: list[bytes], file: RdfFile) -> str:
    """Give a term as the results have it."""
    if not token:
        return ""
    text = token[0].decode("utf-8", "replace")
    if text.startswith("_:"):
        return f"_:{file.label}{text[2:]}"
    return _canonical(token[0]) if b"\\" in token[0] else text


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


def _note(
    file: RdfFile,
    number: int,
    line: bytes,
    terms: Sequence[re.Match[bytes]],
    wanted: set[str],
    places: dict[Key, Place],
    *,
    pointing: bool,
) -> None:
    s, p, o = (_own([match[1]], file) for match in terms)
    o = _canonical(terms[2][1]) if o.startswith('"') and _NOT_CANONICAL.search(line) else o
    if pointing:
        keys = {("", "", o): terms[2]} if o in wanted else {}
    else:
        keys = {(s, p, o): terms[2], (s, p, ""): terms[1], (s, "", ""): terms[0]}
    for key, match in keys.items():
        if key not in places:
            places[key] = _place(file.name, number, line, match)


def _place(name: str, number: int, line: bytes, match: re.Match[bytes]) -> Place:
    start, end = (len(line[:at].decode("utf-8", "replace")) + 1 for at in match.span(1))
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return Place(name, number, start, number, end, text)
