"""Write a release directory and swap the current one. A release is never changed.

Layout of ``var/``: ``releases/NAME/`` and the link ``current``. NAME comes from the content; the
names of files in it are ours, never the data's, and the manifest says what is where.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox

from lod.errors import ReleaseError
from lod.files import (
    Content,
    held_back,
    in_parallel,
    is_full,
    point,
    try_lock,
    without_collector,
)
from lod.rdf import Subjects, in_order
from lod.release.manifest import (
    DATA,
    DUMPS,
    INCOMING,
    INDEX,
    LAYOUT,
    MANIFEST,
    MEMBERS,
    PACKED,
    STORE_LIST,
    SourceFile,
    damage_of,
    sealed,
    sums_of,
)
from lod.release.packing import put_data, put_packed, sync
from lod.release.readme import README, describe_folder
from lod.release.storing import StoreError, make_store, make_store_apart
from lod.release.subjects import SubjectsOfFile
from lod.words import LANGUAGES, msg

_STORE = "store"
_COMPRESSED = {INCOMING, *DUMPS.values()}

DerivedFiles: TypeAlias = Iterable[tuple[str, Iterable[bytes]]]
"""Names, and bytes in pieces: all of one file's are taken before the next file is asked for."""

Derive: TypeAlias = Callable[[Subjects, str, str], Sequence[DerivedFiles]]
"""Makes files of the subjects, given the base IRI and the vocabulary's.

In groups, each of which may be made in a process of its own.
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a release.

    :param file: in place of the quads, a file of them: N-Quads, sorted by bytes, each once, without
        blank nodes.
    :param languages: those that the publication speaks, the first before all others.
    :param sources: name → its file's description and its bytes.
    :param reports: file name → bytes.
    :param store: whether it is to have a SPARQL store.
    """

    quads: Iterable[ox.Quad]
    base_iri: str
    vocab_iri: str
    union: bool
    dataset: str = ""
    languages: Sequence[str] = LANGUAGES
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    shapes: Iterable[ox.Triple] = ()
    sources: Mapping[str, tuple[SourceFile, bytes]] = field(default_factory=dict)
    reports: Mapping[str, bytes] = field(default_factory=dict)
    moved: Mapping[str, str | None] = field(default_factory=dict)
    file: Path | None = None
    store: bool = True


def write_release(contents: Contents, derive: Derive, out: Path, keep: int = 3) -> Path:
    """Write a release under ``out`` and make it the current one, in one atomic step.

    The same contents give the same name and bytes (the store's own files aside, into which
    RocksDB writes times). A crash at any point leaves the old release current.

    :param derive: makes what a release has beside its contents: what points at things, dumps.
    :param keep: how many older releases stay.
    :return: the release's directory.
    :raises ReleaseError: another build is at work, or the disk can't be written. Nothing stays
        of the unfinished release.
    """
    try:
        with _locked(out), _unfinished(out) as directory:
            final, damaged = _find_name(directory, _fill(directory, contents, derive))
            with held_back():
                _publish(directory, final, out / "current")
            _clean(out, final, keep)
            for folder in damaged:
                shutil.rmtree(folder, ignore_errors=True)
            return final
    except (OSError, StoreError) as error:
        raise _cant_write(error, out) from error


def _cant_write(error: OSError | StoreError, out: Path) -> ReleaseError:
    if is_full(error):
        todo = msg("make room there, or use --out; the old release stays")
        return ReleaseError(msg("the disk is full; no release was made"), out, todo=todo)
    why = getattr(error, "strerror", None) or error
    return ReleaseError(msg("can't be written: {why}", why=why), out)


@contextmanager
def _unfinished(out: Path) -> Iterator[Path]:
    """Make the folder that a release is written in; what of it isn't moved away is removed."""
    _sweep(out)
    folder = out / "releases" / f".unfinished-{os.getpid()}"
    try:
        folder.mkdir(parents=True)
        yield folder
    finally:
        with held_back():
            _sweep(out)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("wb") as lock:
        if not try_lock(lock.fileno()):
            todo = msg("wait for it, or use --out")
            raise ReleaseError(msg("another build is at work here"), out, todo=todo)
        yield


@without_collector()
def _fill(directory: Path, contents: Contents, derive: Derive) -> str:
    """Write all files, the manifest last; give the release's name."""
    lines, subjects = _statements(contents)
    graphs = put_data(directory, lines, f"{contents.base_iri}graph/")
    _put(directory / "shapes.nt", [_ntriples(contents.shapes)])
    for name, data in contents.reports.items():
        _put(directory / name, [data])
    table = _told(contents) | {
        "graphs": graphs.files,
        "sharing": graphs.sharing,
        "sources": _put_sources(directory, contents.sources),
    }
    derived = derive(subjects, contents.base_iri, contents.vocab_iri)
    jobs = [partial(_put_derived, directory, files) for files in derived]
    made = [job() for job in jobs] if contents.file is None else in_parallel(jobs)
    packed = dict(chain(graphs.contents.items(), *(some.items() for some in made)))
    _put(directory / README, [describe_folder(table, _files_in(directory))])
    return _seal(directory, table | {"contents": packed}, apart=contents.file is not None)


def _put_derived(directory: Path, files: DerivedFiles) -> dict[str, Content]:
    """Write files that are derived; give what is in those that are compressed."""
    packed: dict[str, Content] = {}
    for name, pieces in files:
        if name in _COMPRESSED:
            told = put_packed(directory, name, pieces, indexed=name == INCOMING)
            packed[f"{name}{PACKED}"] = told
        else:
            _put(directory / name, pieces)
    return packed


def _statements(contents: Contents) -> tuple[Iterable[bytes], Subjects]:
    """Give all statements twice: as sorted lines, and by subject."""
    if contents.file is not None:
        return _lines_of(contents.file), SubjectsOfFile(contents.file)
    quads = sorted(set(contents.quads), key=_line)
    return map(_line, quads), in_order(quad.triple for quad in quads)


def _lines_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        yield from stream


def _seal(directory: Path, table: Mapping[str, Any], *, apart: bool) -> str:
    """Make the store, if there is to be one, and list all files; give the release's name.

    What is compressed counts by its content: deflate differs by library and processor.

    :param apart: whether the store is made in a process of its own, which gives back what it took.
    """
    files = sums_of(directory, _files_in(directory))
    if table["store"]:
        merged = bool(table["union"] and table["sharing"])
        make = make_store_apart if apart else make_store
        make(directory / _STORE, directory / f"{DATA}{PACKED}", merged=merged)
        _put(directory / STORE_LIST, [sealed(sums_of(directory, _files_in(directory, _STORE)))])
    _put(directory / MANIFEST, [sealed({**table, "files": files})])
    for folder in (directory / _STORE, directory / "graphs", directory / "sources", directory):
        _sync_folder(folder)
    named = {n: s for n, s in files.items() if not n.endswith((PACKED, MEMBERS)) and n != INDEX}
    return _name({**table, "files": named})


def _files_in(directory: Path, folder: str = "") -> list[str]:
    found = (p for p in (directory / folder).rglob("*") if p.is_file())
    return [p.relative_to(directory).as_posix() for p in found]


def _put_sources(
    directory: Path, sources: Mapping[str, tuple[SourceFile, bytes]]
) -> dict[str, dict[str, str]]:
    told = {}
    for number, (name, (described, data)) in enumerate(sorted(sources.items()), 1):
        file = f"sources/{number}"
        _put(directory / file, [data])
        told[name] = asdict(replace(described, file=file))
    return told


def _line(quad: ox.Quad) -> bytes:
    return f"{quad} .\n".encode()


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return "".join(sorted({f"{t} .\n" for t in triples})).encode()


def _told(contents: Contents) -> dict[str, Any]:
    return {
        "layout": LAYOUT,
        "base_iri": contents.base_iri,
        "vocab_iri": contents.vocab_iri,
        "union": contents.union,
        "dataset": contents.dataset,
        "languages": list(contents.languages),
        "titles": dict(contents.titles),
        "descriptions": dict(contents.descriptions),
        "moved": dict(contents.moved),
        "store": contents.store,
    }


def _put(file: Path, pieces: Iterable[bytes]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.writelines(pieces)
        sync(stream)


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, not only the files' bytes."""
    if folder.is_dir():
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _name(table: Mapping[str, Any]) -> str:
    return hashlib.sha256(sealed(table)).hexdigest()[:16]


def _publish(unfinished: Path, final: Path, link: Path) -> None:
    """Give a release its name, unless it is there already, and make it the current one."""
    fresh = not final.exists()
    try:
        if fresh:
            os.rename(unfinished, final)
            _sync_folder(final.parent)
        else:
            os.utime(final)
        _swap(link, final)
    except BaseException:
        if fresh and link.resolve() != final:
            shutil.rmtree(final, ignore_errors=True)
        raise


def _find_name(unfinished: Path, name: str) -> tuple[Path, list[Path]]:
    """Find a free name, or a whole release that has the name.

    A damaged one may be open: it isn't touched, the new one gets a number.

    :return: the release's folder, and damaged ones of the same name.
    """
    damaged: list[Path] = []
    while True:
        number = f"-{len(damaged) + 1}" if damaged else ""
        final = unfinished.with_name(name + number)
        if not final.exists() or not damage_of(final):
            return final, damaged
        damaged.append(final)


def _swap(link: Path, target: Path) -> None:
    point(link, target, link.with_name(f".current-{os.getpid()}"))
    _sync_folder(link.parent)


def _sweep(out: Path) -> None:
    """Remove what builds have left: nobody else is at work here, who could need it."""
    for leftover in (out / "releases").glob(".unfinished-*"):
        shutil.rmtree(leftover)
    for link in out.glob(".current-*"):
        link.unlink()


def _clean(out: Path, current: Path, keep: int) -> None:
    others = [d for d in (out / "releases").iterdir() if d != current]
    others.sort(key=lambda d: d.stat().st_mtime_ns, reverse=True)
    for old in others[keep:]:
        shutil.rmtree(old)
