"""A line of N-Quads is parted into its triple and its graph."""

from itertools import product

import pyoxigraph as ox
import pytest

from lod.rdf import split_graph

_OBJECTS = (
    *("<x:o>", "<x:o2>", "_:b", '"a"', '"a b"', '"a _:b"', '" ."', '"<x:g>"', '"a"^^<x:d>'),
    *('"a <x:g> ."@sv', '"a <x:d"^^<x:d>', '"\\" <x:g> .\\n"'),
    *("<<( <x:a> <x:b> <x:c> )>>", '<<( <x:a> <x:b> "c <x:g> ." )>>'),
)
_GRAPHS = ("", "<x:g>", "<x:å.>", "_:g", "_:g.h")


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_lines_graph_is_what_the_parser_takes_for_it(end: str) -> None:
    for subject, value, graph in product(("<x:s>", "_:s"), _OBJECTS, _GRAPHS):
        triple = f"{subject} <x:p> {value} "
        line = f"{triple}{graph}{' ' * bool(graph)}.{end}"
        assert split_graph(line.encode()) == (triple.encode(), graph.encode())
        (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
        assert isinstance(quad.graph_name, ox.DefaultGraph) == (not graph)
