"""What holds of any two graphs: none differs from itself, turning mirrors, changes apply."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from comparing.comparing import applied, where
from lod.comparing import DIFF_FORMATS, ChangedThing, Diff, diff, render_diff

_X = "https://x.example/"
_IRIS = [f"{_X}{path}" for path in ("a", "a/part", "a/part/deep", "b", "c", "def/K", "é")]
_TERMS: list[ox.NamedNode | ox.Literal] = [
    *(ox.NamedNode(iri) for iri in _IRIS),
    ox.Literal("x"),
    ox.Literal("x", language="sv"),
    ox.Literal("y", language="en"),
    ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("a text that is long enough to tell one thing from another thing for certain"),
]
_PROPERTIES = [
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "https://schema.org/name",
    "https://schema.org/member",
    f"{_X}def/projectOwner",
    "http://www.w3.org/ns/dcat#endDate",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
]
_TRIPLES = st.builds(
    ox.Triple,
    st.sampled_from(_IRIS).map(ox.NamedNode),
    st.sampled_from(_PROPERTIES).map(ox.NamedNode),
    st.sampled_from(_TERMS),
)
_GRAPHS = st.sets(_TRIPLES, max_size=25)


def _compare(old: set[ox.Triple], new: set[ox.Triple]) -> Diff:
    with TemporaryDirectory() as made:
        folder = Path(made)
        for name, triples in (("old.nt", old), ("new.nt", new)):
            (folder / name).write_bytes(b"".join(f"{t} .\n".encode() for t in triples))
        return diff(str(folder / "old.nt"), str(folder / "new.nt"), where(folder))


@given(_GRAPHS)
@settings(max_examples=30, deadline=None)
def test_nothing_differs_from_itself(triples: set[ox.Triple]) -> None:
    found = _compare(triples, triples)
    assert not found.different
    assert (list(found.things), found.added, found.removed) == ([], 0, 0)


@given(_GRAPHS, _GRAPHS)
@settings(max_examples=150, deadline=None)
def test_the_changes_turn_old_into_new(old: set[ox.Triple], new: set[ox.Triple]) -> None:
    found = _compare(old, new)
    assert (found.added, found.removed) == (len(new - old), len(old - new))
    was = {ox.NamedNode(t.was): ox.NamedNode(t.iri) for t in found.things if t.was}
    if not was:
        assert applied(found, old) == new
    for form in DIFF_FORMATS:
        assert render_diff(found, form, "sv")


_TURNED = {"added": "removed", "removed": "added"}


@given(_GRAPHS, _GRAPHS)
@settings(max_examples=150, deadline=None)
def test_turning_round_mirrors(old: set[ox.Triple], new: set[ox.Triple]) -> None:
    def seen(thing: ChangedThing, *, turned: bool) -> tuple[object, ...]:
        state = _TURNED.get(thing.state, thing.state) if turned else thing.state
        iri, was = (thing.was or thing.iri, thing.was and thing.iri)
        pair = (iri, was) if turned else (thing.iri, thing.was)
        if thing.was:  # its parts have other IRIs in each direction
            return (*pair, state)
        told = frozenset(
            (
                c.subject,
                c.property,
                *map(_texts, (c.after, c.before) if turned else (c.before, c.after)),
            )
            for c in thing.changes
        )
        renamed = any(t.was for t in there.things)
        return (*pair, state) if renamed else (*pair, state, told)

    def _texts(values: object) -> frozenset[str]:
        assert isinstance(values, tuple)
        return frozenset(f"{v.text}@{v.language}^{v.datatype}" for v in values)

    there, back = _compare(old, new), _compare(new, old)
    assert {seen(t, turned=False) for t in there.things} == {
        seen(t, turned=True) for t in back.things
    }
    assert {t.iri for t in there.loud if t.state == "changed"} == {
        t.iri for t in back.loud if t.state == "changed"
    }
