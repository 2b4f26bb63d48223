"""Small data is queried in memory: here the copy has a statement that the store on disk lacks."""

import json
import os
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from packed import unpacked
from patience import until

from lod.files import write_members
from lod.serving.queries.protocol import Request
from serving.queries.stores import DOCUMENT, FAST, TYPE, Opened, build_store, service

COUNT = Request("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
ON_DISK, IN_MEMORY = 4, 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return release(tmp_path / "one")


def release(folder: Path, statements: int = IN_MEMORY) -> Path:
    """A store, and beside it the file it is copied from, which says something else."""
    folder.mkdir()
    graph = ox.NamedNode("a:graph")
    quads = [ox.Quad(DOCUMENT, TYPE, ox.Literal(n), graph) for n in range(statements)]
    write_data(folder, "".join(f"{quad} .\n" for quad in quads))
    return build_store(folder / "store")


def write_data(folder: Path, text: str) -> None:
    """Write the file that a copy is made of."""
    with (folder / "data.nq.gz").open("wb") as file, (folder / "data.nq.index").open("wb") as index:
        write_members(file, [text.encode()], index)


def add_data(folder: Path, text: str) -> None:
    write_data(folder, unpacked(folder / "data.nq").decode() + text)


def count(queries: Opened) -> int:
    return int(queries.run(COUNT, "text/csv").body.split()[1])


def test_small_data_is_queried_in_memory_as_soon_as_it_is_there(folder: Path) -> None:
    with service(folder) as queries:
        assert until(lambda: count(queries) == IN_MEMORY)
        assert {count(queries) for _ in range(20)} == {IN_MEMORY}
        killed = set(queries.workers())
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: killed.isdisjoint(queries.workers()))
        assert {count(queries) for _ in range(5)} == {IN_MEMORY}


def test_a_copy_has_the_union_too_where_the_release_says_so(folder: Path) -> None:
    graph = ox.NamedNode("a:other")
    quad = ox.Quad(DOCUMENT, TYPE, ox.Literal(0), graph)
    add_data(folder.parent, f"{quad} .\n")  # the copy: one triple in two graphs
    manifest = {"sharing": ["a:graph", graph.value], "union": True}
    (folder.parent / "manifest.json").write_text(json.dumps(manifest))
    with service(folder) as queries:
        assert until(lambda: count(queries) == IN_MEMORY)


def test_larger_data_is_queried_on_disk(folder: Path) -> None:
    add_data(folder.parent, "#" * 2**20 + "\n")
    for most in (0, 1):
        with service(folder, replace(FAST, in_memory=most)) as queries:
            count(queries)
            time.sleep(0.5)
            assert {count(queries) for _ in range(10)} == {ON_DISK}


def test_a_new_release_takes_the_old_ones_place_in_memory(folder: Path, tmp_path: Path) -> None:
    other = release(tmp_path / "other", statements=2)
    with service(folder) as queries:
        fresh = replace(queries, store=other)
        assert until(lambda: count(queries) == IN_MEMORY)
        assert until(lambda: count(fresh) == 2)
        assert count(queries) == ON_DISK, "who still reads the old one is answered"
        assert {count(fresh) for _ in range(10)} == {2}
        shutil.rmtree(other.parent)
        assert {count(fresh) for _ in range(10)} == {2}, "a deleted release is in memory"


@pytest.mark.parametrize("text", [None, "<a:b> <a:c> oops .\n"], ids=["deleted", "broken"])
def test_a_copy_that_cannot_be_made_leaves_the_store_on_disk(
    folder: Path, text: str | None
) -> None:
    (folder.parent / "data.nq.gz").unlink()
    if text is not None:
        write_data(folder.parent, text)
    with service(folder) as queries:
        count(queries)
        time.sleep(0.5)
        assert {count(queries) for _ in range(10)} == {ON_DISK}
