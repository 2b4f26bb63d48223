"""What points at a thing, turned round and sorted; and where the pages of much of it begin."""

import pyoxigraph as ox
import pytest

from lod.deriving.inverse import find_hubs, incoming_lines
from lod.rdf import in_order
from lod.release.manifest import PAGE


@pytest.mark.parametrize(
    ("count", "pages"), [(PAGE - 1, 0), (PAGE, 0), (PAGE + 1, 2), (2 * PAGE, 2), (2 * PAGE + 1, 3)]
)
def test_a_hub_has_more_than_a_page_and_marks_where_each_begins(count: int, pages: int) -> None:
    lines = [f"<urn:hub> <urn:på> <urn:{n:04}> .\n".encode() for n in range(count)]
    found = find_hubs([*lines, b"<urn:other> <urn:p> <urn:s> .\n"])
    size = len(lines[0])
    starts = [min(page * PAGE, count) * size for page in range(pages + 1)]
    assert found == ({"urn:hub": [count, *starts]} if pages else {})


def test_what_points_at_a_thing_is_not_its_own_parts() -> None:
    """A thing of a longer name is no part, and neither is the thing itself."""
    thing, points = ox.NamedNode("urn:x:a"), ox.NamedNode("urn:p")
    subjects = [thing.value + tail for tail in ("", "/part", "/part/of", "b", "#c", "-d")]
    triples = [ox.Triple(ox.NamedNode(iri), points, thing) for iri in subjects]
    said = in_order([*triples, ox.Triple(thing, points, ox.Literal("x"))])
    assert list(incoming_lines(said)) == [
        f"<urn:x:a> <urn:p> <urn:x:a{tail}> .\n".encode() for tail in ("#c", "-d", "", "b")
    ]
