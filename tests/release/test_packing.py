"""All quads and each graph are written from sorted lines that come by once."""

import gzip
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.release import packing
from lod.release.packing import put_data

BASE = "https://x.example/graph/"
GRAPHS = ("", f"<{BASE}a>", f"<{BASE}b>", f"<{BASE}>", "<https://x.example/other>", "_:g")
OBJECTS = (*GRAPHS[1:], '"a"', f'"a <{BASE}a> ."', '"b"@sv', "<<( <x:a> <x:b> <x:c> )>>")
TRIPLES = [
    f"{s} <x:p> {o} "
    for s, o in product(("<x:s>", f"<{BASE}a>", "<x:s/>"), (*OBJECTS, f'"å"^^<{BASE}a>'))
]
QUADS = st.sets(st.tuples(st.sampled_from(TRIPLES), st.sampled_from(GRAPHS)))


@given(QUADS, st.sampled_from([1, 200, 1 << 20]))
@settings(deadline=None)
def test_each_graphs_file_has_its_triples_and_what_is_shared_is_told(
    tmp_path_factory: pytest.TempPathFactory, quads: set[tuple[str, str]], held: int
) -> None:
    folder = tmp_path_factory.mktemp("graphs")
    lines = sorted(f"{t}{g}{' ' * bool(g)}.\n".encode() for t, g in quads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_HELD", held)
        told = put_data(folder, iter(lines), BASE)
    by_graph: dict[str, set[str]] = {}
    for triple, graph in quads:
        by_graph.setdefault(graph, set()).add(f"{triple}.\n")
    named = {graph.strip("<>") for graph in by_graph if graph.startswith("<")}
    assert told.files.keys() == named
    for graph, file in told.files.items():
        assert (file is not None) == graph.startswith(BASE)
        if file is not None:
            data = gzip.decompress((folder / file).read_bytes())
            assert data == "".join(sorted(by_graph[f"<{graph}>"])).encode()
            assert told.contents[file].size == len(data)
    shared = {
        graph.strip("<>").removeprefix("_:")
        for graph, some in by_graph.items()
        if any(some & more for other, more in by_graph.items() if other != graph)
    }
    assert told.sharing == sorted(shared)
    assert gzip.decompress((folder / "data.nq.gz").read_bytes()) == b"".join(lines)
    assert {p.name for p in folder.glob("graphs/*")} == {
        file.removeprefix("graphs/") for file in told.files.values() if file
    }
    assert len(list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))) == len(quads)


def test_files_are_numbered_in_the_order_of_their_graphs(tmp_path: Path) -> None:
    lines = sorted(f"<x:{9 - n}> <x:p> <x:o> <{BASE}{n}> .\n".encode() for n in range(9))
    told = put_data(tmp_path, lines, BASE)
    assert told.files == {f"{BASE}{n}": f"graphs/{n + 1}.nt.gz" for n in range(9)}
