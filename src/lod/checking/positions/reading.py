"""Reads RDF by pyoxigraph, after a look for what it can't bear, or would take without a word.

That is: what is nested too deep or is too long (``bounds``), RDF/XML that isn't XML or whose
entities grow without limit, and JSON-LD with IRIs or languages that aren't right. These two are
held in memory; other formats are read as they come.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from json.decoder import JSONDecodeError
from mmap import ACCESS_READ, mmap
from typing import IO, cast

import pyoxigraph as ox

from lod.checking.positions.bounds import Excess, find_excess, has_plain_lines
from lod.checking.positions.jsoncheck import Dropped, find_dropped
from lod.checking.positions.jsonfault import explain_json
from lod.checking.positions.jsonmaps import without_type_maps
from lod.checking.positions.jsontext import read_json, read_unplaced
from lod.checking.positions.kinds import BOM, PARSED, find_format, to_text
from lod.checking.positions.nquads import without_versions
from lod.checking.positions.problems import Complaint, in_bytes
from lod.checking.positions.spans import LineTable
from lod.checking.positions.xmlcheck import check_xml
from lod.checking.positions.xmltext import plain_xml
from lod.errors import InputError
from lod.rdf import JSONLD, NQUADS, NTRIPLES, RDFXML, Format
from lod.words import msg


def parse(
    data: bytes,
    format: Format | str,
    base: str | None = None,
    *,
    rename: bool = False,
    prefixes: dict[str, str] | None = None,
) -> list[ox.Quad]:
    """Parse a document.

    :param format: one of the six of RDF, or its media type or extension.
    :param base: the IRI that relative ones are resolved against.
    :param rename: whether blank nodes get new labels, so that those of two documents differ.
    :param prefixes: is given those that the document declares.
    :raises InputError: it can't be parsed; ``find_syntax_errors`` tells all that is wrong.
    """
    form = find_format(format)
    text = to_text(data, form)
    _refuse(text, form, base)
    try:
        parser = ox.parse(
            to_parse(text, form, base), PARSED[form], base_iri=base, rename_blank_nodes=rename
        )
        return [*_noting(parser, prefixes)]
    except (SyntaxError, ValueError, MemoryError) as error:
        raise _unread(form, error) from error


def _noting(parser: ox.QuadParser, prefixes: dict[str, str] | None) -> Iterator[ox.Quad]:
    """Give what a parser gives, and then note the prefixes that it has met."""
    yield from parser
    if prefixes is not None:
        prefixes.update(parser.prefixes)


def parse_stream(
    stream: IO[bytes], form: Format, base: str | None, prefixes: dict[str, str] | None = None
) -> Iterator[ox.Quad]:
    """Parse a document as it is read.

    :param prefixes: is given those that the document declares, when all of it is read.
    :raises InputError: it can't be parsed, as in :func:`parse`.
    """
    try:
        if form in _LOOKS:
            text = to_text(stream.read(), form)
            _refuse(text, form, base)
            yield from _noting(
                ox.parse(to_parse(text, form, base), PARSED[form], base_iri=base), prefixes
            )
        else:
            refuse_excess(stream, form)
            if stream.read(len(BOM)) != BOM:
                stream.seek(0)
            if form in (NTRIPLES, NQUADS) and _holds(stream, b"VERSION"):
                stream = cast(IO[bytes], _Lines(stream))
            yield from _noting(ox.parse(stream, PARSED[form], base_iri=base), prefixes)
    except (SyntaxError, ValueError, MemoryError) as error:
        raise _unread(form, error) from error


def refuse_excess(stream: IO[bytes], form: Format) -> None:
    """Refuse what is nested too deep or too long in a file that is open at its start.

    :raises InputError: it is; has the place.
    """
    in_lines = form in (NTRIPLES, NQUADS)
    is_plain = in_lines and has_plain_lines(stream)  # without having all of it in sight
    stream.seek(0)
    if not is_plain and os.fstat(stream.fileno()).st_size:
        with mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            # of others than lines, more is known of bytes in memory
            excess = find_excess(data if in_lines else data[:], form)
            if excess is not None:
                raise _beyond(excess).at(LineTable(data[:]), None)


def _holds(stream: IO[bytes], word: bytes) -> bool:
    if not os.fstat(stream.fileno()).st_size:
        return False
    with mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return data.find(word) >= 0


def _beyond(excess: Excess) -> Complaint:
    return Complaint(excess.offset, excess.message, None, excess.todo)


def _unread(form: Format, error: Exception) -> InputError:
    if isinstance(error, MemoryError):  # pyoxigraph's words for a buffer that is full, too
        return InputError(msg("can't be read: {why}", why=error))
    return InputError(msg("is not {format}: {why}", format=form.name, why=error))


def _refuse(text: bytes, form: Format, base: str | None) -> None:
    for complaint in look(text, form, base):
        raise complaint.at(LineTable(text), None)


def to_parse(text: bytes, form: Format, base: str | None) -> bytes:
    """Give a text as pyoxigraph takes it."""
    make = _TO_PARSE.get(form)
    return text if make is None else make(text, base)


_TO_PARSE: dict[Format, Callable[[bytes, str | None], bytes]] = {
    JSONLD: without_type_maps,
    RDFXML: lambda text, _: plain_xml(text),
    NTRIPLES: lambda text, _: without_versions(text),
    NQUADS: lambda text, _: without_versions(text),
}


class _Lines:
    """Gives a stream of lines as pyoxigraph takes them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._rest = stream, b""

    def read(self, size: int) -> bytes:
        """Give what comes next.

        :param size: bytes at most: pyoxigraph ends the process if it gets more.
        """
        if not self._rest:
            self._rest = without_versions(self._stream.read(size) + self._stream.readline())
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def look(text: bytes, form: Format, base: str | None) -> list[Complaint]:
    """Tell what pyoxigraph would not: [] if nothing is wrong."""
    excess = find_excess(text, form)
    if excess is not None:
        return [_beyond(excess)]
    found = _LOOKS.get(form)
    return [] if found is None else not_unicode(text) or found(text, base)


def not_unicode(text: bytes) -> list[Complaint]:
    """Tell where a text is not UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        message, todo = msg("the file is not UTF-8 here"), msg("save it as UTF-8")
        return [Complaint(error.start, message, None, todo)]
    return []


def find_unknown_names(data: bytes, base: str | None) -> list[Complaint]:
    """Find the names in a JSON-LD document that mean nothing, and so are not read.

    Offsets are in bytes, in what ``to_text`` gives.

    :raises InputError: it can't be read.
    """
    text = to_text(data, JSONLD)
    _refuse(text, JSONLD, base)
    return in_bytes(_dropped(text, base).unknown(), text.decode())


def _dropped(text: bytes, base: str | None) -> Dropped:
    """Find what is dropped of a text; of the last few texts it is remembered."""
    key = blake2b(text).digest(), base
    if key not in _LOOKED_AT:
        found = _find_dropped(text.decode(), base)
        while len(_LOOKED_AT) >= _REMEMBERED:
            del _LOOKED_AT[next(iter(_LOOKED_AT))]
        _LOOKED_AT[key] = found
    return _LOOKED_AT[key]


def _find_dropped(document: str, base: str | None) -> Dropped:
    with suppress(ValueError, RecursionError):  # what is wrong then, the reader with places tells
        found = find_dropped(read_unplaced(document), base)
        if found.is_empty:
            return found
    return find_dropped(read_json(document), base)


_REMEMBERED = 8  # texts
_LOOKED_AT: dict[tuple[bytes, str | None], Dropped] = {}


def _look_at_json(text: bytes, base: str | None) -> list[Complaint]:
    try:
        return in_bytes(_dropped(text, base).wrong, text.decode())
    except JSONDecodeError as error:
        return in_bytes([explain_json(error)], text.decode())


_LOOKS: dict[Format, Callable[[bytes, str | None], list[Complaint]]] = {
    JSONLD: _look_at_json,
    RDFXML: lambda text, _: check_xml(text),
}
