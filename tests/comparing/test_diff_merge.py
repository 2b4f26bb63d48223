"""Two sorted streams of lines: what differs comes out, graphs apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.comparing.merge import FRESH, GONE, REGRAPHED, differing

_OBJECTS = ["<o>", "<o2>", "<<( <a> <b> <c> )>>", '"a"', '"a <g> ."@sv', '"a"^^<d>', '"a b"', "_:b"]
_QUADS = st.tuples(
    st.sampled_from(["<s>", "<s/p>", "<s2>"]),
    st.sampled_from(["<p>", "<q>"]),
    st.sampled_from(_OBJECTS),
    st.sampled_from(["", "<g>", "<h>"]),
)


def _lines(quads: set[tuple[str, str, str, str]]) -> list[bytes]:
    rows = (" ".join(term for term in quad if term) + " .\n" for quad in quads)
    return sorted(row.encode() for row in rows)


def _by_triple(quads: set[tuple[str, str, str, str]]) -> dict[bytes, set[str]]:
    found: dict[bytes, set[str]] = {}
    for *triple, graph in quads:
        found.setdefault(f"{' '.join(triple)} ".encode(), set()).add(graph)
    return found


@given(st.sets(_QUADS), st.sets(_QUADS))
@settings(deadline=None)
def test_what_differs_is_what_sets_say(
    old: set[tuple[str, str, str, str]], new: set[tuple[str, str, str, str]]
) -> None:
    before, after = _by_triple(old), _by_triple(new)
    found = list(differing(_lines(old), _lines(new)))
    assert sorted(line for kind, line in found if kind == GONE) == sorted(before.keys() - after)
    assert sorted(line for kind, line in found if kind == FRESH) == sorted(after.keys() - before)
    moved = {t for t in before.keys() & after.keys() if before[t] != after[t]}
    assert {line for kind, line in found if kind == REGRAPHED} == moved


@pytest.mark.parametrize(("old", "new"), [("gh", "g"), ("g", "gh"), ("h", "gh"), ("gh", "hi")])
def test_a_triple_in_one_graph_more_is_neither_gone_nor_new(old: str, new: str) -> None:
    before, after = ([f"<s> <p> <o> <{g}> .\n".encode() for g in graphs] for graphs in (old, new))
    kinds = {kind for kind, _ in differing(before, after)}
    assert kinds == {REGRAPHED}
