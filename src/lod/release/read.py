"""Open a release and read from it: descriptions, graphs, sources. Nothing here writes.

Documents come from the sorted file, found by bisection, so every literal keeps its form.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pyoxigraph as ox

from lod.files import BadMembers
from lod.rdf import NAMING, RDF, RDFS, SKOS, can_be_iri, prefixes
from lod.release.index.reading import IndexFile
from lod.release.manifest import (
    DATA,
    DUMPS,
    INCOMING,
    INDEX,
    PACKED,
    PAGE,
    Manifest,
    SourceFile,
    damaged,
    read_manifest,
    wrong_sizes,
)
from lod.release.packed import PackedFile, member_lines
from lod.words import LANGUAGES, msg

__all__ = ["Description", "Manifest", "Release", "SourceFile", "open_release"]

_KNOWN_LABELS, _KNOWN_SOURCES = 10_000, 8
_LABELS = tuple(f"<{iri}> ".encode() for iri in NAMING)
_TYPE = f"{RDF}type"
_LINE_END = re.compile(r"\r\n|\n|\r")
_ENCODED, _NOT_ASCII = re.compile(r"(?:%[0-9A-Fa-f]{2})+"), re.compile(r"[^\x00-\x7f]+")
_IS_DEFINED_BY = f"<{RDFS}isDefinedBy>"


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says of a thing.

    :param triples: the thing, its parts, its document, the labels of what it points to, and
        one page of what points at it.
    :param incoming: how many statements point at it, in all.
    """

    iri: str
    triples: tuple[ox.Triple, ...]
    incoming: int
    offset: int
    limit: int = PAGE


class Release:
    """An opened release: immutable, shared by requests, closed by the last one.

    Later it may be half deleted, and reading tells.

    :ivar spelt: whether a graph has percent-encoded octets in its name.
    """

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.name = directory.name
        self.manifest = manifest
        self.prefixes = prefixes(manifest.vocab_iri)
        self.graphs = frozenset(manifest.graphs)
        self.spelt = any("%" in iri for iri in manifest.graphs)
        self._addresses = _addresses_of(iri for iri, file in manifest.graphs.items() if file)
        self._lines = member_lines(directory, DATA)
        self._incoming = member_lines(directory, INCOMING)
        changed = msg("isn't what was written")
        self.index = IndexFile(directory / INDEX, lambda: damaged(directory, INDEX, changed))
        self._source_lines = lru_cache(_KNOWN_SOURCES)(self._split_source)
        self._shapes = lru_cache(1)(self._read_shapes)
        self._labels = lru_cache(_KNOWN_LABELS)(self._read_label)

    def close(self) -> None:
        """Give the files back, and what was kept of them."""
        self._lines.close()
        self._incoming.close()
        self.index.close()
        self._labels.cache_clear()
        self._shapes.cache_clear()
        self._source_lines.cache_clear()

    @property
    def store(self) -> Path | None:
        """The folder of the SPARQL store; None for a release without one."""
        return self.directory / "store" if self.manifest.store else None

    def about(self, iri: str) -> list[ox.Triple]:
        """Give what is said of a thing itself, without its parts; nothing if it is unknown."""
        return self._triples(f"<{iri}> ".encode()) if can_be_iri(iri) else []

    def knows(self, iri: str) -> bool:
        """Whether anything is said of a thing itself."""
        return can_be_iri(iri) and bool(self._lines.starting_with(f"<{iri}> ".encode()))

    def count_incoming(self, iri: str) -> int:
        """Tell how many statements point at a thing."""
        return self._incoming_lines(iri, 0, 1)[1]

    def said_earlier_by(self, iri: str) -> str | None:
        """Give the name of the source that said something of a thing, and no longer holds it.

        The first by name, where there are several; None where none did.
        """
        if not can_be_iri(iri):
            return None
        within = f"{self.manifest.base_iri}source/"
        lines = self._incoming.starting_with(f"<{iri}> <{RDF}subject> <{within}".encode())
        first, _, _ = lines.partition(b"\n")
        return first.decode().split(f" <{within}", 1)[1].split("/", 1)[0] if first else None

    def describe(self, iri: str, *, offset: int = 0) -> Description | None:
        """Describe a thing, with ``PAGE`` of what points at it from ``offset`` on.

        Nothing known of it: None.
        """
        own = self._about(iri)
        if not own:
            return None
        document = iri.replace(f"{self.manifest.base_iri}id/", f"{self.manifest.base_iri}doc/", 1)
        if document != iri:
            own += self._triples(f"<{document}> ".encode())
        return self._described(iri, own, offset)

    def terms(self, iri: str, *, offset: int = 0) -> Description | None:
        """Describe the ontology or a concept scheme with all that it defines."""
        own = self._about(iri)
        if not own:
            return None
        defined, _ = self._pointing_at(iri, 0, None)
        within = (f"<{SKOS}inScheme>", _IS_DEFINED_BY)
        members = [t.subject for t in defined if str(t.predicate) in within]
        for member in members:
            own += self._triples(f"{member} ".encode())
        return self._described(iri, own, offset)

    def graph_at(self, address: str) -> str | None:
        """Find the graph with this address; None if there is none.

        An address that no graph has is taken for one that says the same (RFC 3986, 6.2.2).

        :param address: an IRI, its octets percent-encoded or not.
        """
        exact = self._addresses.get(_as_uri(address))
        return exact or self._addresses.get(loosened(address))

    def graph_file(self, iri: str) -> PackedFile | None:
        """Find the sorted N-Triples of a named graph; None if there is none, or it has no file."""
        file = self.manifest.graphs.get(iri)
        return None if file is None else self._packed(file)

    def _packed(self, name: str) -> PackedFile:
        told = self.manifest
        return PackedFile(self.directory / name, told.files[name], told.contents[name])

    def graph(self, iri: str, most: int | None = None) -> tuple[ox.Triple, ...] | None:
        """Give the triples of a named graph; None if there is none.

        :param most: bytes of its lines to read, to the end of one.
        """
        file = self.graph_file(iri)
        if file is None:
            return None
        with file.open() as lines:
            data = lines.read(-1 if most is None else most)
        return tuple(_parse(data[: data.rfind(b"\n") + 1]))

    def source(self, name: str) -> bytes | None:
        """Give a source's bytes as fetched."""
        found = self.manifest.sources.get(name)
        return None if found is None else (self.directory / found.file).read_bytes()

    def source_lines(self, name: str) -> tuple[str, ...]:
        """Give a source's lines, trimmed; none if there is no such source."""
        return self._source_lines(name)

    def _split_source(self, name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in lines_of(self.source(name) or b""))

    def shapes(self) -> tuple[ox.Triple, ...]:
        """Give the application profile and its shapes."""
        return self._shapes()

    def _read_shapes(self) -> tuple[ox.Triple, ...]:
        return tuple(_parse((self.directory / "shapes.nt").read_bytes()))

    def dump(self, name: str) -> PackedFile | None:
        """Find a dump by the name of its content: ``data.nq``, ``data.ttl``, …"""
        file = f"{name}{PACKED}"
        known = name in DUMPS.values() and file in self.manifest.files
        return self._packed(file) if known else None

    def label(self, iri: str) -> tuple[ox.Triple, ...]:
        """Give what names a thing: one kind of label, in all its languages."""
        return self._labels(iri)

    def _read_label(self, iri: str) -> tuple[ox.Triple, ...]:
        subject = f"<{iri}> ".encode()
        lines = self._lines.starting_with(subject).splitlines(keepends=True)
        for label in _LABELS:
            found = [line for line in lines if line.startswith(label, len(subject))]
            if found:
                return tuple(triples_in(b"".join(found)))
        return ()

    def _about(self, iri: str) -> list[ox.Triple]:
        if not can_be_iri(iri):
            return []
        return self._triples(f"<{iri}> ".encode()) + self._triples(f"<{iri}/".encode())

    def _described(self, iri: str, own: list[ox.Triple], offset: int) -> Description:
        subjects = {t.subject for t in own}
        incoming, count = self._pointing_at(iri, offset, PAGE)
        pointed = {t.object for t in own if t.predicate.value != _TYPE}
        named = {o for o in pointed if isinstance(o, ox.NamedNode)}
        named |= {t.subject for t in incoming if isinstance(t.subject, ox.NamedNode)}
        labels = [t for node in named - subjects for t in self.label(node.value)]
        triples = dict.fromkeys([*own, *labels, *incoming])
        return Description(iri, tuple(triples), count, offset)

    def _pointing_at(self, iri: str, offset: int, limit: int | None) -> tuple[list[ox.Triple], int]:
        lines, count = self._incoming_lines(iri, offset, limit)
        turned = _parse(b"".join(lines))
        return [ox.Triple(_node(t.object), t.predicate, t.subject) for t in turned], count

    def _incoming_lines(self, iri: str, offset: int, limit: int | None) -> tuple[list[bytes], int]:
        """Give some of the lines of what points at a thing, and how many there are in all.

        A hub has megabytes of them: the marks say where each page of them begins.
        """
        prefix = f"<{iri}> ".encode()
        first, end = offset // PAGE, (offset + (limit or 0)) // PAGE + 1
        marks = None if limit is None else self.index.hub(iri, first, end)
        if marks is None:
            lines = self._incoming.starting_with(prefix).splitlines(keepends=True)
            return lines[offset : None if limit is None else offset + limit], len(lines)
        count, starts = marks
        if not starts:
            return [], count
        piece = self._incoming.part(prefix, starts[0], starts[-1])
        lines = piece.splitlines(keepends=True)[offset % PAGE :]
        return lines[:limit], count

    def _triples(self, prefix: bytes) -> list[ox.Triple]:
        return triples_in(self._lines.starting_with(prefix))


class NoRelease(Release):
    """Stands where no release is whole. It holds nothing, and nothing is asked of it.

    :param last: what the one before said of itself, for the words of the answers.
    """

    def __init__(self, last: Manifest | None = None) -> None:
        self.directory, self.name = Path("/nonexistent"), ""
        self.manifest = last or Manifest(
            "http://localhost/",
            "",
            False,
            "",
            LANGUAGES,
            {},
            {},
            {},
            {},
            datetime.fromtimestamp(0, UTC),
        )
        self.prefixes, self.graphs, self.spelt, self._addresses = {}, frozenset(), False, {}

    def close(self) -> None:
        """There is nothing to give back."""


def _addresses_of(graphs: Iterable[str]) -> dict[str, str]:
    """Give graphs by address: as it is sent, and where nobody has that, loosened.

    Of two that are sent alike, the one that is an address as it stands has it.
    """
    each = sorted(graphs, key=lambda iri: (iri.isascii(), iri))
    return {loosened(iri): iri for iri in each} | {_as_uri(iri): iri for iri in each}


def _as_uri(iri: str) -> str:
    """Write an IRI as it is sent (RFC 3987, 3.1)."""
    return _NOT_ASCII.sub(lambda found: quote(found[0]), iri)


def loosened(address: str) -> str:
    """Decode what an address says alike encoded and not; what parts it stays (RFC 3986, 2.2).

    >>> loosened("a%2Fb%3ac%252e"), loosened("%c3%a5%ff")
    ('a%2Fb:c%252e', '%C3%A5%FF')
    """
    return _ENCODED.sub(_loosen, address)


def _loosen(found: re.Match[str]) -> str:
    try:
        decoded = unquote_to_bytes(found[0]).decode()
    except UnicodeDecodeError:
        return found[0].upper()
    return "".join(quote(c, safe="") if c in "/?#%" or c <= " " else c for c in decoded)


def lines_of(source: bytes) -> list[str]:
    r"""Part a source into its lines as RFC 5147 counts them: U+2028 ends none.

    >>> lines_of("a\u2028b\r\n\nc\n".encode()) == ["a\u2028b", "", "c"]
    True
    """
    lines = _LINE_END.split(source.decode("utf-8", "replace"))
    return lines if lines[-1] else lines[:-1]


def triples_in(lines: bytes) -> list[ox.Triple]:
    """Parse N-Quads; a triple in several graphs counts once."""
    quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS) if lines else ()
    return list(dict.fromkeys(quad.triple for quad in quads))


def _node(term: Any) -> ox.NamedNode | ox.BlankNode:
    assert isinstance(term, ox.NamedNode | ox.BlankNode)
    return term


def _parse(data: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))


def find_release(folder: Path) -> Path:
    """Give the folder of a release: itself, or the current one of those that it holds."""
    current = folder / "current"
    return current if os.path.lexists(current) else folder


def has_store(directory: Path) -> bool:
    """Whether a release has a SPARQL store.

    :raises ReleaseError: it can't be told.
    """
    return read_manifest(directory).store


def open_release(directory: Path) -> Release:
    """Open the release in ``directory``; looks at the sizes of its files.

    :raises ReleaseError: it isn't there, or isn't whole, or has another layout.
    """
    directory = directory.resolve()
    manifest = read_manifest(directory)
    for damage in wrong_sizes(directory, manifest):
        raise damage
    try:
        return Release(directory, manifest)
    except OSError as error:  # gone, or not to be read
        within, why = Path(error.filename or DATA).name, error.strerror or ""
        message = why if isinstance(error, BadMembers) else msg("can't be read: {why}", why=why)
        raise damaged(directory, within, message) from error
