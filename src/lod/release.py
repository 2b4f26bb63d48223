"""Write a release directory and swap the current one. A release is never changed.

Layout of ``var/``: ``releases/NAME/`` and the link ``current``. NAME comes from the content.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from lod.errors import ReleaseError
from lod.formats import JSONLD, TURTLE, Format
from lod.messages import msg
from lod.namespaces import prefixes
from lod.store import SourceFile, find_hubs, incoming_lines
from lod.whole import point, try_lock
from lod.writers import write

_LAYOUT = b"2"  # another layout of the directory gives other names: an old one is not taken for it
_NAMING = ("data.nq", "shapes.nt", "manifest.json", "report.json")


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a release.

    :param sources: name → its file's description and its bytes.
    :param reports: file name → bytes.
    """

    quads: Iterable[ox.Quad]
    base_iri: str
    vocab_iri: str
    union: bool
    dataset: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    shapes: Iterable[ox.Triple] = ()
    sources: Mapping[str, tuple[SourceFile, bytes]] = field(default_factory=dict)
    reports: Mapping[str, bytes] = field(default_factory=dict)
    moved: Mapping[str, str | None] = field(default_factory=dict)


def write_release(contents: Contents, out: Path, keep: int = 3) -> Path:
    """Write a release under ``out`` and make it the current one, in one atomic step.

    The same contents give the same name and bytes (the store's own files aside, into which
    RocksDB writes times). A crash at any point leaves the old release current.

    :param keep: how many older releases stay.
    :return: the release's directory.
    :raises ReleaseError: another build is at work, or the disk can't be written.
    """
    try:
        with _locked(out):
            _sweep(out)
            unfinished = out / "releases" / f".unfinished-{os.getpid()}"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            _fill(unfinished, contents)
            final = unfinished.with_name(_name(unfinished))
            _settle(unfinished, final)
            _swap(out / "current", final)
            _clean(out, final, keep)
            return final
    except OSError as error:
        why = error.strerror or error
        raise ReleaseError(msg("can't be written: {why}", why=why), out) from error


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("wb") as lock:
        if not try_lock(lock):
            todo = msg("wait for it, or use --out")
            raise ReleaseError(msg("another build is at work here"), out, todo=todo)
        yield


def _fill(directory: Path, contents: Contents) -> None:
    quads = sorted(set(contents.quads), key=_line)
    triples = list(dict.fromkeys(q.triple for q in quads))
    graphs = sorted({q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)})
    _put(directory / "data.nq", "".join(map(_nquad, quads)).encode())
    incoming = incoming_lines(triples)
    _put(directory / "incoming.nt", "".join(incoming).encode())
    _put(directory / "hubs.json", json.dumps(find_hubs(incoming)).encode())
    _put(directory / "shapes.nt", _ntriples(contents.shapes))
    for name, within in _by_graph(quads, f"{contents.base_iri}graph/").items():
        _put(directory / "graphs" / f"{name}.nt", _ntriples(within))
    for described, data in contents.sources.values():
        _put(directory / "sources" / described.file, data)
    for name, data in contents.reports.items():
        _put(directory / name, data)
    _put(directory / "manifest.json", _manifest(contents, graphs))
    _dumps(directory, triples, contents)
    _load(directory / "store", directory / "data.nq")


def _by_graph(quads: Iterable[ox.Quad], base: str) -> dict[str, list[ox.Triple]]:
    """Part quads by the name of their graph under ``base``; others are left out."""
    found: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(base):
            found.setdefault(graph.value.removeprefix(base), []).append(quad.triple)
    return found


def _line(quad: ox.Quad) -> bytes:
    return _nquad(quad).encode()


def _nquad(quad: ox.Quad) -> str:
    return f"{quad} .\n"


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return "".join(sorted({f"{t} .\n" for t in triples})).encode()


def _manifest(contents: Contents, graphs: list[str]) -> bytes:
    table = {
        "base_iri": contents.base_iri,
        "vocab_iri": contents.vocab_iri,
        "union": contents.union,
        "dataset": contents.dataset,
        "titles": dict(contents.titles),
        "descriptions": dict(contents.descriptions),
        "graphs": graphs,
        "sources": {name: asdict(file) for name, (file, _) in contents.sources.items()},
        "moved": dict(contents.moved),
    }
    return (json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _dumps(directory: Path, triples: list[ox.Triple], contents: Contents) -> None:
    table = prefixes(contents.vocab_iri)
    kinds: tuple[Format, ...] = (TURTLE, JSONLD)
    for kind in kinds:
        data = write(triples, kind, prefixes=table, base=contents.base_iri)
        _put(directory / f"data.{kind.extension}", data)
    for name in ("data.nq", "data.ttl", "data.jsonld"):
        _put(directory / f"{name}.gz", gzip.compress((directory / name).read_bytes(), mtime=0))


def _load(store: Path, data: Path) -> None:
    database = ox.Store(str(store))
    database.bulk_load(path=str(data), format=ox.RdfFormat.N_QUADS)
    database.optimize()
    database.flush()


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.write(data)
        _sync(stream)


def _sync(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _name(directory: Path) -> str:
    digest = hashlib.sha256(_LAYOUT)
    files = [directory / name for name in _NAMING] + sorted((directory / "sources").glob("*"))
    for file in files:
        if file.exists():
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _settle(unfinished: Path, final: Path) -> None:
    if final.exists():
        shutil.rmtree(unfinished)
        os.utime(final)
    else:
        os.rename(unfinished, final)


def _swap(link: Path, target: Path) -> None:
    point(link, target, link.with_name(f".current-{os.getpid()}"))


def _sweep(out: Path) -> None:
    for leftover in (out / "releases").glob(".unfinished-*"):
        shutil.rmtree(leftover)
    for link in out.glob(".current-*"):
        link.unlink()


def _clean(out: Path, current: Path, keep: int) -> None:
    others = [d for d in (out / "releases").iterdir() if d != current]
    others.sort(key=lambda d: d.stat().st_mtime_ns, reverse=True)
    for old in others[keep:]:
        shutil.rmtree(old)
