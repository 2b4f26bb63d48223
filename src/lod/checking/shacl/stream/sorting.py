"""Makes sorted N-Triples of any RDF file, with memory for a part of it at a time."""

import heapq
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from lod.errors import InputError
from lod.rdf import from_ox
from lod.words import msg

_RUN = 64 << 20  # bytes that are sorted at once


def write_sorted(source: Path, target: Path) -> None:
    """Write a file's triples, each once, as N-Triples sorted by bytes. Graphs are dropped.

    :raises InputError: the file can't be read; has the line, if the parser tells.
    """
    parts: list[Path] = []
    try:
        for number, run in enumerate(_runs(_lines(source))):
            part = target.with_name(f"{target.name}.{number}")
            part.write_bytes(b"".join(run))
            parts.append(part)
        _merge(parts, target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _lines(source: Path) -> Iterator[bytes]:
    format_ = ox.RdfFormat.from_extension(source.suffix.lstrip("."))
    if format_ is None:
        expected = msg("one of {all}", all=".nt, .nq, .ttl, .trig, .rdf, .jsonld")
        raise InputError(msg("has no extension of an RDF file"), source, expected=expected)
    try:
        base = source.resolve().as_uri()
        for quad in ox.parse(path=os.fspath(source), format=format_, base_iri=base):
            yield f"{quad.subject} {quad.predicate} {from_ox(quad.object)} .\n".encode()
    except SyntaxError as error:
        text = msg("can't be read: {why}", why=error.msg)
        raise InputError(text, source, error.lineno) from error
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), source) from error


def _runs(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    run: list[bytes] = []
    size = 0
    for line in lines:
        run.append(line)
        size += len(line)
        if size > _RUN:
            yield sorted(set(run))
            run, size = [], 0
    yield sorted(set(run))


def _merge(parts: list[Path], target: Path) -> None:
    files = [part.open("rb") for part in parts]
    try:
        with target.open("wb") as out:
            last = b""
            for line in heapq.merge(*files):
                if line != last:
                    out.write(line)
                last = line
    finally:
        for file in files:
            file.close()
