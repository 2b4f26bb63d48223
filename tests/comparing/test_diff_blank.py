"""Blank nodes get names that only what they say, or hang on, decides."""

import random
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparing.comparing import PREFIXES, applied, of_turtle, told
from lod.comparing.blank import without_blanks

_TREES = """
<a> x:amount [ x:value 5 ; x:unit [ x:code "SEK" ] ] ; x:one [ x:v 1 ], [ x:v 2 ], [ x:v 2 ] .
<b> x:list ( 1 2 [ x:v 3 ] ) . [] x:v 9 . [ x:w 1 ] x:w 2 .
<c> x:shared _:s . <d> x:shared _:s . _:s x:v 4 . _:r x:next _:q . _:q x:next _:r ; x:v 7 .
"""


def _named(text: str) -> set[str]:
    quads = ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)
    return {str(quad) for quad in without_blanks(quads)}


@given(st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_and_labels_of_blank_nodes_do_not_matter(chance: random.Random) -> None:
    quads = list(ox.parse(PREFIXES + _TREES, format=ox.RdfFormat.TURTLE))
    labels: dict[object, ox.BlankNode] = {}

    def fresh(term: Any) -> Any:
        return labels.setdefault(term, ox.BlankNode()) if isinstance(term, ox.BlankNode) else term

    chance.shuffle(quads)
    again = [ox.Quad(fresh(q.subject), q.predicate, fresh(q.object)) for q in quads]
    assert {str(q) for q in without_blanks(again)} == _named(_TREES)


def test_no_two_blank_nodes_become_one() -> None:
    quads = list(ox.parse(PREFIXES + _TREES, format=ox.RdfFormat.TURTLE))
    assert len(_named(_TREES)) == len(quads)


def test_rings_that_nothing_tells_apart_are_named_alike_on_every_run() -> None:
    rings = "_:a x:n _:b . _:b x:n _:c . _:c x:n _:a . _:d x:n _:e . _:e x:n _:f . _:f x:n _:d ."
    turned = "_:1 x:n _:6 . _:5 x:n _:4 . _:6 x:n _:2 . _:4 x:n _:3 . _:2 x:n _:1 . _:3 x:n _:5 ."
    assert _named(rings) == _named(turned)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<a> x:amount [ x:value 5 ] .", "<a> x:amount [ x:value 6 ] .", "amount: value 5 → 6"),
        ("<a> x:l ( 1 2 ) .", "<a> x:l ( 1 3 ) .", "l rest: first 2 → 3"),
        (
            "<a> x:one [ x:v 1 ], [ x:v 2 ] .",
            "<a> x:one [ x:v 1 ], [ x:v 2 ] ; x:w 3 .",
            "w: added 3",
        ),
    ],
)
def test_a_change_inside_a_blank_node_is_a_change_of_the_thing(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert told(of_turtle(tmp_path, old, new)) == [f"  ~ https://x.example/a: {expected}"]


def test_changes_of_blank_nodes_can_be_applied(tmp_path: Path) -> None:
    new = (
        _TREES.replace("[ x:v 2 ]", "[ x:v 8 ]").replace('"SEK"', '"EUR"').replace("x:v 4", "x:v 5")
    )
    found = of_turtle(tmp_path, _TREES, new)
    sides = [
        {q.triple for q in without_blanks(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))}
        for text in (_TREES, new)
    ]
    assert applied(found, sides[0]) == sides[1]


def _chains(end: str, length: int = 20) -> set[str]:
    """Name two chains that nothing owns, and that only their ends tell apart."""
    links = "".join(
        f"_:{c}{n} x:next _:{c}{n + 1} . _:y{c}{n} x:at _:{c}{n} . _:z{c}{n} x:at _:{c}{n} ."
        for c in "ab"
        for n in range(length)
    )
    return _named(f'{links} _:a{length} x:v "one" . _:b{length} x:v "{end}" .')


def test_nodes_that_something_far_off_tells_apart_keep_their_names() -> None:
    """A change at the end of one chain renames nothing of the other."""
    found = [_chains(f"two {n}") for n in range(8)]
    stayed = set.intersection(*found)
    assert all(len(stayed) == len(names) // 2 for names in found)
