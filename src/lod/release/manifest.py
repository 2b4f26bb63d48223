"""What a release says of itself and of its files: their sizes and checksums. Reads; never writes.

``manifest.json`` lists every file but those of ``store/``, which RocksDB writes differently each
time; ``store/files.json`` lists these. Each of the two carries a checksum of itself. Of compressed
files there are two sums: one of the file as it lies, which tells damage, and one of its content,
which is the same wherever it was compressed.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import NoneType
from typing import Any

from lod.errors import ReleaseError
from lod.files import BadMembers, InflatedFile
from lod.rdf import JSONLD, NQUADS, TURTLE, fault_in_base
from lod.words import msg, spoken_of

LAYOUT = 8
"""Of a release's directory and its index's tables.

Another one gives other names: an old one is not taken for it.
"""

MANIFEST, STORE_LIST = "manifest.json", "store/files.json"
DATA, INCOMING, INDEX = "data.nq", "incoming.nt", "index.sqlite"
DUMPS = {kind: f"data.{kind.extension}" for kind in (NQUADS, TURTLE, JSONLD)}
"""The whole graph in three formats, each in a compressed file."""

PACKED, MEMBERS = ".gz", ".index"
"""What the names of compressed files end in, and of what says where their members begin."""

PAGE = 200
"""How much of what points at a thing is shown at a time, and marked in the index."""

_NAMES = {
    MANIFEST: re.compile(r"graphs/[0-9]+\.nt\.gz|sources/[0-9]+|[a-z]+(\.[a-z]+)+"),
    STORE_LIST: re.compile(r"store/(?!\.)[A-Za-z0-9._-]+"),
}
"""The names that we give, by the table that lists them."""

READ = (*(n + end for n in (DATA, INCOMING) for end in (PACKED, MEMBERS)), INDEX, "shapes.nt")
"""What is opened of any release, whatever its manifest says."""

_LANGUAGE = re.compile("[A-Za-z0-9-]*")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source kept in the release.

    :param file: where in the release; ``write_release`` gives the name.
    """

    media_type: str
    language: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class FileSum:
    """What a file must be: its size in bytes, and its SHA-256 as hex digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself.

    :param union: whether a query's default graph is the union of all graphs.
    :param languages: those that the publication speaks, the first before all others.
    :param graphs: IRI of each named graph → its file in the release; None for what has no address.
    :param modified: when the release was written (UTC), for HTTP only.
    :param moved: path of a thing that is gone → the path that replaces it, or None.
    :param sharing: graphs that have a triple in common with another; "" is the default graph. If
        there are any, and ``union``, the store's default graph has the triples of all graphs.
    :param files: path in the release → what the file must be.
    :param contents: path of a compressed file → what is in it.
    :param store: whether there is a SPARQL store, and so an endpoint.
    """

    base_iri: str
    vocab_iri: str
    union: bool
    dataset: str
    languages: tuple[str, ...]
    titles: dict[str, str]
    descriptions: dict[str, str]
    graphs: dict[str, str | None]
    sources: dict[str, SourceFile]
    modified: datetime
    moved: dict[str, str | None] = field(default_factory=dict)
    sharing: tuple[str, ...] = ()
    files: dict[str, FileSum] = field(default_factory=dict)
    contents: dict[str, FileSum] = field(default_factory=dict)
    store: bool = True

    @property
    def spoken(self) -> tuple[str, ...]:
        """Those of its languages in which lod can speak for it; English if there are none."""
        return spoken_of(self.languages)

    @property
    def title(self) -> str | None:
        """Its name in the first language that it has one in."""
        return next((self.titles[tag] for tag in self.languages if tag in self.titles), None)

    @property
    def own_vocabulary(self) -> bool:
        """Whether this publication serves the terms of ``fp:`` itself."""
        return self.vocab_iri == f"{self.base_iri}def/"


@dataclass(unsafe_hash=True)
class Damaged(ReleaseError):
    """A file of a release isn't what it was when it was written.

    :param within: its path in the release, which may be shown to anyone.
    """

    within: str = ""


def damaged(directory: Path, within: str, message: str, expected: str | None = None) -> Damaged:
    """Make the error for a file of a release; ``within`` is its path in there."""
    todo = msg("run lod build, which makes the release anew")
    return Damaged(message, directory / within, expected=expected, todo=todo, within=within)


def read_manifest(directory: Path) -> Manifest:
    """Read what a release says of itself, and of all its files.

    :raises Damaged: it isn't there, or not as it was written.
    :raises ReleaseError: there is no release, or one of another layout.
    """
    if not directory.is_dir():
        raise ReleaseError(msg("there is no release here"), directory, todo=msg("run lod build"))
    table = _unsealed(directory, MANIFEST)
    store = {} if table.get("store") is False else _unsealed(directory, STORE_LIST)
    files = _sums(directory, MANIFEST, table.get("files")) | _sums(directory, STORE_LIST, store)
    try:
        modified = datetime.fromtimestamp(int((directory / MANIFEST).stat().st_mtime), UTC)
        contents = _sums(directory, MANIFEST, table.get("contents"))
        return _manifest_of(table, files, contents, modified)
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise damaged(directory, MANIFEST, msg("isn't what was written")) from error


def _sums(directory: Path, listing: str, table: object) -> dict[str, FileSum]:
    """Read what a table says of files. A name that we don't give could lead anywhere.

    :raises Damaged: it isn't as we write it.
    """
    try:
        found = {n: FileSum(*_of(told, list)) for n, told in _of(table, dict).items()}
        for name, told in found.items():
            if not _NAMES[listing].fullmatch(name) or _of(told.size, int) < 0:
                raise ValueError(name)
            _of(told.sha256, str)
    except (TypeError, ValueError) as error:
        raise damaged(directory, listing, msg("isn't what was written")) from error
    return found


def _manifest_of(
    table: dict[str, Any],
    files: dict[str, FileSum],
    contents: dict[str, FileSum],
    modified: datetime,
) -> Manifest:
    """Make a manifest of its table; its word is taken for nothing.

    :raises KeyError, TypeError, ValueError: it isn't as we write it.
    """
    made = Manifest(
        base_iri=_of(table["base_iri"], str),
        vocab_iri=_of(table["vocab_iri"], str),
        union=_of(table["union"], bool),
        dataset=_of(table["dataset"], str),
        languages=_languages(table["languages"]),
        titles=_texts(table["titles"]),
        descriptions=_texts(table["descriptions"]),
        graphs=_texts(table["graphs"], str, NoneType),
        sources={name: _source(told) for name, told in _of(table["sources"], dict).items()},
        modified=modified,
        moved=_texts(table["moved"], str, NoneType),
        sharing=tuple(_of(name, str) for name in _of(table["sharing"], list)),
        files=files,
        contents=contents,
        store=_of(table["store"], bool),
    )
    told = {*READ, *made.graphs.values(), *(source.file for source in made.sources.values())}
    packed = {name for name in files if name.endswith(PACKED)}
    if not told - {None} <= files.keys() or packed != contents.keys():
        raise ValueError(MANIFEST)
    if fault_in_base(made.base_iri):
        raise ValueError(MANIFEST)
    _refuse_swapped(made)
    return made


def _refuse_swapped(manifest: Manifest) -> None:
    """A graph's file is one of ``graphs/``, a source's one of ``sources/``: a dump is neither."""
    graphs = (file for file in manifest.graphs.values() if file is not None)
    sources = (source.file for source in manifest.sources.values())
    for folder, files in (("graphs/", graphs), ("sources/", sources)):
        for file in files:
            if not file.startswith(folder):
                raise ValueError(file)


def _texts(table: object, *kinds: type) -> dict[str, Any]:
    return {name: _of(value, *kinds or (str,)) for name, value in _of(table, dict).items()}


def _languages(listed: object) -> tuple[str, ...]:
    found = tuple(_of(tag, str) for tag in _of(listed, list))
    if not found or not all(map(_LANGUAGE.fullmatch, found)):  # they go into a header
        raise ValueError(listed)
    return found


def _source(table: object) -> SourceFile:
    found = SourceFile(**_texts(table))
    if not _LANGUAGE.fullmatch(found.language):  # it goes into a header
        raise ValueError(found.language)
    return found


def _of(value: Any, *kinds: type) -> Any:
    """Give a value that is of one of these types themselves: True is no number.

    :raises TypeError: it isn't.
    """
    if type(value) not in kinds:
        raise TypeError(type(value).__name__)
    return value


def _unsealed(directory: Path, name: str) -> dict[str, Any]:
    """Read a table that carries a checksum of itself."""
    try:
        for linked in _linked_folders(directory, [name]):
            raise linked
        if not stat.S_ISREG(os.lstat(directory / name).st_mode):  # a pipe could keep us for ever
            raise damaged(directory, name, msg("isn't a regular file"))
        data = (directory / name).read_bytes()
        table = _of(json.loads(data), dict)
        if name == MANIFEST and "base_iri" in table and table.get("layout") != LAYOUT:
            message = msg("was made by another version of lod, and can't be served by this one")
            raise ReleaseError(message, directory, todo=msg("run lod build"))
        del table["checksum"]
        whole = sealed(table) == data
    except OSError as error:
        why = msg("can't be read: {why}", why=error.strerror)
        raise damaged(directory, name, why) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(directory, name, msg("isn't what was written")) from error
    if not whole:
        raise damaged(directory, name, msg("isn't what was written"))
    return dict(table)


def sealed(table: Mapping[str, Any]) -> bytes:
    """Write a table as JSON with a checksum of itself."""
    return _json({**table, "checksum": hashlib.sha256(_json(table)).hexdigest()})


def _json(table: Mapping[str, Any]) -> bytes:
    return (json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sums_of(directory: Path, names: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Give size and checksum of files of a directory, as a manifest has them."""
    found = {}
    for name in sorted(names):
        with (directory / name).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            found[name] = (os.fstat(stream.fileno()).st_size, digest)
    return found


def wrong_sizes(directory: Path, manifest: Manifest) -> Iterator[Damaged]:
    """Look at the size of each file of a release, and for what has no place in its store."""
    yield from _linked_folders(directory, manifest.files)
    for name, told in manifest.files.items():
        try:
            found = os.lstat(directory / name)
        except OSError as error:
            yield damaged(directory, name, msg("can't be read: {why}", why=error.strerror))
            continue
        if not stat.S_ISREG(found.st_mode):
            yield damaged(directory, name, msg("isn't a regular file"))
        elif found.st_size != told.size:
            has = msg("has {count} bytes", count=found.st_size)
            yield damaged(directory, name, has, msg("{count} bytes", count=told.size))
    known = {*manifest.files, *((STORE_LIST,) if manifest.store else ())}
    for file in sorted((directory / "store").glob("*")):
        if (name := f"store/{file.name}") not in known:
            yield damaged(directory, name, msg("isn't one of the store's files"))


def _linked_folders(directory: Path, names: Iterable[str]) -> Iterator[Damaged]:
    """Find folders of these files that are links: they could lead out of the release."""
    for folder in sorted({parent for name in names if (parent := name.rpartition("/")[0])}):
        if (directory / folder).is_symlink():
            yield damaged(directory, folder, msg("is a link"), msg("a folder of the release"))


def wrong_sums(
    directory: Path, manifest: Manifest, after: Callable[[int], None] = lambda _: None
) -> Iterator[Damaged]:
    """Read all files of a release, those of a wrong size aside, and compare their checksums.

    :param after: called after each piece that was read, with its bytes.
    """
    for name, told in sorted(manifest.files.items(), key=lambda item: item[1].size):
        digest, size = hashlib.sha256(), 0
        try:
            with open(directory / name, "rb", opener=_opener) as stream:
                while piece := stream.read(_CHUNK):
                    digest.update(piece)
                    size += len(piece)
                    after(len(piece))
        except OSError as error:
            yield damaged(directory, name, msg("can't be read: {why}", why=error.strerror))
            continue
        if size == told.size and digest.hexdigest() != told.sha256:
            is_now: str = msg("has the SHA-256 {digest}", digest=digest.hexdigest())
            if name in manifest.contents:
                is_now = _bad_member(directory / name, manifest.contents[name].size) or is_now
            yield damaged(directory, name, is_now, msg("the SHA-256 {digest}", digest=told.sha256))


def _bad_member(file: Path, size: int) -> str | None:
    """Say which member of a compressed file is damaged; None if all can be inflated.

    :param size: bytes that it should hold: no more than these are inflated.
    """
    try:
        with InflatedFile(file) as opened:
            while size >= 0 and (piece := opened.read(_CHUNK)):
                size -= len(piece)
    except BadMembers as error:
        return error.strerror
    return None


def _opener(path: str, flags: int) -> int:
    more = ("O_NOFOLLOW", "O_NONBLOCK")  # Windows has neither
    return os.open(path, flags | sum(getattr(os, name, 0) for name in more))


def damages(
    directory: Path, after: Callable[[int], None] = lambda _: None
) -> Iterator[ReleaseError]:
    """Find what is wrong with a release, each file once: sizes first, then checksums.

    :param after: called after each piece that was read, with its bytes.
    """
    try:
        manifest = read_manifest(directory)
    except ReleaseError as error:
        yield error
        return
    told = set()
    for damage in chain(wrong_sizes(directory, manifest), wrong_sums(directory, manifest, after)):
        if damage.within not in told:
            yield damage
        told.add(damage.within)


def damage_of(directory: Path) -> list[ReleaseError]:
    """Give all that is wrong with a release; nothing if it is whole."""
    return list(damages(directory))


def fingerprint(directory: Path) -> tuple[tuple[int, ...], ...]:
    """Give what changes when a file or folder of a release is written anew, moved or removed."""
    found = []
    for folder, folders, files in os.walk(directory):
        for name in sorted([*folders, *files]):
            with suppress(OSError):
                f = os.lstat(os.path.join(folder, name))
                found.append((f.st_ino, f.st_size, f.st_mtime_ns, f.st_ctime_ns))
    return tuple(found)
