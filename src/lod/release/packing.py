"""Writes the compressed files of a release: in a stream, and on the disk when it is done."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from lod.files import Content, MemberWriter, write_members
from lod.rdf import split_graph
from lod.release.manifest import DATA, MEMBERS, PACKED

_HELD = 64 * 1024 * 1024
"""Bytes of all graphs' lines that wait for their members to be full."""


def sync(stream: IO[bytes]) -> None:
    """Have an open file's bytes on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def put_packed(
    directory: Path, name: str, pieces: Iterable[bytes], *, indexed: bool = False
) -> Content:
    """Write a compressed file; ``name`` is without its last ending.

    :param indexed: the pieces are sorted lines, each once, whole; an index goes beside.
    """
    with ExitStack() as opened:
        file = opened.enter_context((directory / f"{name}{PACKED}").open("wb"))
        index = None
        if indexed:
            index = opened.enter_context((directory / f"{name}{MEMBERS}").open("wb"))
        told = write_members(file, pieces, index)
        for stream in filter(None, (file, index)):
            sync(stream)
        return told


class WrittenGraphs(NamedTuple):
    """What the lines of a release say of its graphs.

    :param files: IRI of each named graph → its file; None for what is not under the base.
    :param sharing: those that have a triple in common with another; "" is the default graph.
    :param contents: file → what is in it.
    """

    files: dict[str, str | None]
    sharing: list[str]
    contents: dict[str, Content]


def put_data(directory: Path, lines: Iterable[bytes], base: str) -> WrittenGraphs:
    """Write all quads, and each named graph under ``base`` by itself.

    :param lines: of N-Quads, sorted by bytes, each once. They are gone through once.
    """
    graphs, sharing = _GraphFiles(directory, base), set[bytes]()
    told = put_packed(directory, DATA, _passing(lines, graphs, sharing), indexed=True)
    files, contents = graphs.close()
    return WrittenGraphs(
        files, sorted(map(_name_of, sharing)), {f"{DATA}{PACKED}": told, **contents}
    )


def _passing(lines: Iterable[bytes], graphs: "_GraphFiles", sharing: set[bytes]) -> Iterator[bytes]:
    """Pass lines on; the quads of a triple stand together."""
    before, where = b"", b""
    for line, triple, graph in _parted(lines):
        if triple == before:
            sharing |= {where, graph}
        before, where = triple, graph
        graphs.take(triple, graph)
        yield line


def _parted(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Give lines with their triples and graphs.

    Most are in the graph of the line before: to look for that takes a third of the time.
    """
    graph, end = b"", b"\0"
    for line in lines:
        start = len(line) - len(end)
        if line.endswith(end) and line.find(b" ", line.find(b" ") + 1) < start:
            triple = line[: start + 1]
        else:
            triple, graph = split_graph(line)
            end = b" " + graph + b" .\n" if graph else b"\0"
        yield line, triple, graph


def _name_of(graph: bytes) -> str:
    return graph.decode().removeprefix("_:").strip("<>")


class _GraphFiles:
    """A file for each graph; none is open for longer than a member takes."""

    def __init__(self, directory: Path, base: str) -> None:
        self._directory, self._base = directory, f"<{base}".encode()
        self._writers: dict[bytes, MemberWriter | None] = {}
        self._held = 0

    def take(self, triple: bytes, graph: bytes) -> None:
        """Write a triple, as an N-Quads line begins with it, into its graph's file."""
        if not graph.startswith(b"<"):
            return
        if graph not in self._writers:
            self._writers[graph] = self._new(graph)
        if (writer := self._writers[graph]) is not None:
            writer.write(triple + b".\n")
            self._held += len(triple) + 2
            if self._held > _HELD:
                self._flush()

    def close(self) -> tuple[dict[str, str | None], dict[str, Content]]:
        """Give the files their names: numbers in the order of their graphs."""
        files, contents = dict[str, str | None](), dict[str, Content]()
        for number, (graph, place) in enumerate(sorted(self._places()), 1):
            name, writer = f"graphs/{number}.nt{PACKED}", self._writers[graph]
            files[_name_of(graph)] = None if writer is None else name
            if writer is not None:
                contents[name] = writer.close()
                os.replace(place, self._directory / name)
                with (self._directory / name).open("rb") as stream:
                    os.fsync(stream.fileno())
        return files, contents

    def _places(self) -> Iterator[tuple[bytes, Path]]:
        for number, graph in enumerate(self._writers):
            yield graph, self._directory / f"graphs/.{number}"

    def _new(self, graph: bytes) -> MemberWriter | None:
        if not graph.startswith(self._base):
            return None
        place = self._directory / f"graphs/.{len(self._writers)}"
        place.parent.mkdir(exist_ok=True)
        return MemberWriter(partial(_append, place))

    def _flush(self) -> None:
        for writer in self._writers.values():
            if writer is not None:
                writer.flush()
        self._held = 0


def _append(file: Path, data: bytes) -> None:
    with file.open("ab") as stream:
        stream.write(data)
