"""What points at a hub is given page by page, however much it is."""

from pathlib import Path

import pyoxigraph as ox

from lod.deriving import derive
from lod.release.manifest import PAGE
from lod.release.read import open_release
from lod.release.write import Contents, write_release


def test_any_part_of_what_points_at_a_hub_is_given(tmp_path: Path) -> None:
    base, count = "https://x.example/", 2 * PAGE + 50
    hub, name = ox.NamedNode(f"{base}id/area/1"), ox.NamedNode("https://schema.org/name")
    graph, points = ox.NamedNode(f"{base}graph/s"), ox.NamedNode("urn:p")
    quads = [ox.Quad(hub, name, ox.Literal("Nav"), graph)]
    things = [ox.NamedNode(f"{base}id/project/{n:04}") for n in range(count)]
    quads += [ox.Quad(thing, points, hub, graph) for thing in things]
    release = open_release(
        write_release(Contents(quads, base, f"{base}def/", union=True), derive, tmp_path)
    )
    for offset in (
        0,
        1,
        50,
        PAGE - 1,
        PAGE,
        PAGE + 1,
        2 * PAGE - 1,
        2 * PAGE,
        count - 1,
        count,
        9999,
    ):
        found = release.describe(hub.value, offset=offset)
        assert found is not None
        pointing = [t.subject for t in found.triples if t.predicate == points]
        assert pointing == things[offset : offset + PAGE], offset
        assert found.incoming == count
    release.close()
