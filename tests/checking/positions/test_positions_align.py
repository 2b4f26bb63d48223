"""A reading that differs from the parse in anything loses its columns."""

import pyoxigraph as ox
import pytest

from lod.checking.positions.align import Aligner
from lod.checking.positions.found import Positions
from lod.checking.positions.spans import LineTable
from lod.checking.positions.tokens import token_end
from lod.checking.positions.turtle import TurtleReader

HEAD = "@prefix : <https://x.example/> .\n"
DOCUMENT = ':a :p 1, "x"@sv . :g { :b :p 2 ; :q "y" . :b :q _:n . _:n :p [] . [] :r _:m . }'

# What pyoxigraph might have read instead, if one of the two were wrong.
OTHERS = {
    "subject": (":g { :b :p 2", ":g { :c :p 2"),
    "predicate": (':q "y"', ':r "y"'),
    "number": ("1,", "01,"),
    "number's datatype": ("1,", '"1",'),
    "text": ('"x"@sv', '"X"@sv'),
    "language": ('"x"@sv', '"x"@en'),
    "no language": ('"x"@sv', '"x"'),
    "datatype": ('"y"', '"y"^^:t'),
    "name for text": ('"y"', ":y"),
    "graph": (":g {", ":h {"),
    "default graph": (":g {", "{"),
    "graph for the default graph": (":a :p", ":g { :a :p 0 } :a :p"),
    "blank node": (":q _:n", ":q :n"),
    "one blank node for two": ("_:m", "_:n"),
    "two blank nodes for one": (":q _:n", ":q _:o"),
    "another order of blank nodes": ("[] :r", "_:m :r"),
    "one statement more": (" }", " :z :z :z }"),
    "one statement less": (', "x"@sv', ""),
    "nothing": (DOCUMENT, ""),
}


def is_exact(document: str, parsed: str) -> bool:
    data = (HEAD + document).encode()
    positions = Positions(LineTable(data), lambda offset: token_end(data, offset))
    quads = ox.parse(HEAD + parsed, ox.RdfFormat.TRIG)
    Aligner(TurtleReader(data, None, trig=True), quads).fill(positions)
    return positions.exact


def test_the_same_graph_is_exact() -> None:
    assert is_exact(DOCUMENT, DOCUMENT)
    assert is_exact(DOCUMENT, DOCUMENT.replace("_:n", "_:other"))


@pytest.mark.parametrize("case", OTHERS)
def test_another_graph_is_not(case: str) -> None:
    old, new = OTHERS[case]
    assert old in DOCUMENT
    other = DOCUMENT.replace(old, new, 1)
    assert not is_exact(DOCUMENT, other)


@pytest.mark.parametrize("case", [c for c in OTHERS if c not in ("nothing", "blank node")])
def test_nor_is_another_document(case: str) -> None:
    old, new = OTHERS[case]
    assert not is_exact(DOCUMENT.replace(old, new, 1), DOCUMENT)


TURTLE = ':a :p 1, 2, "x"@sv ; :q :b . :b :p 3 ; :q :a, "long" . :a :r 1 . :b :r 1 ; :s 2 .'
TURTLES = {
    "known subject": (":b :r 1", ":a :s 1"),
    "known subject, else the same": (":b :r 1 ;", ":a :r 1 . :b"),
    "known predicate": (":s 2", ":r 2"),
    "known name": (":q :a,", ":q :b,"),
    "known value": (":s 2", ":s 1"),
    "new value": (":p 3", ":p 03"),
    "new text": ('"long"', '"lang"'),
    "new name": (":q :b", ":q :c"),
}


@pytest.mark.parametrize("case", TURTLES)
def test_nor_is_another_graph_of_turtle(case: str) -> None:
    old, new = TURTLES[case]
    assert old in TURTLE
    data = (HEAD + TURTLE).encode()
    for parsed, same in ((TURTLE, True), (TURTLE.replace(old, new, 1), False)):
        positions = Positions(LineTable(data), lambda offset: token_end(data, offset))
        quads = ox.parse(HEAD + parsed, ox.RdfFormat.TURTLE)
        Aligner(TurtleReader(data, None), quads).fill(positions)
        assert positions.exact == same
