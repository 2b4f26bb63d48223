"""Each graph that the first page links is at its own address, and at no other's."""

import html
import random
import re
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from servers import Server, serving

from lod.deriving import derive
from lod.release.write import Contents, write_release

BASE = "https://data.example/lod/"
PIECES = (
    "a", "A", "%41", "%61", "/", "//", ".", "..", "%2e", "%2E", "%252e", "%25", "%0A", "%0a", "%00",
    "%2F", "%2f", "%3F", "%23", "%20", "å", "%C3%A5", "%c3%a5", "%FF", ".ttl", ".nt", ".html", ":",
    "%3A", ";", "=", "+", "%2B", "~", "-", "'", "(", "é\u0301", "\U0001f600",
)  # fmt: skip
FOUND = ("", "/", "a%0Ab", "%2e", "%252e", "%41", "A", "a%2Fb", "a/b", "å", "%C3%A5", "%c3%a5.ttl")


def names() -> list[str]:
    """Give those that a reviewer found, and others as odd."""
    chance = random.Random(10)
    return sorted({*FOUND, *("".join(chance.choices(PIECES, k=1 + n % 5)) for n in range(200))})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("addresses")
    subject, name = ox.NamedNode(f"{BASE}id/x/a"), ox.NamedNode("https://schema.org/name")
    quads = [
        ox.Quad(subject, name, ox.Literal(graph), ox.NamedNode(BASE + graph))
        for graph in (f"graph/{each}" for each in names())
    ]
    write_release(Contents(quads, BASE, f"{BASE}def/", union=True), derive, out)
    with serving(out) as server:
        yield server


def linked(site: Server) -> list[str]:
    """Give the paths that the first page links."""
    page = site.get("/lod/", "text/html").body.decode()
    links = re.findall(r'<li><a href="([^"]*)">https://data[^<]*</a>', page)
    return [html.unescape(link) for link in links]


def sent(path: str) -> str:
    """Write a path as a browser sends it."""
    return quote(path, safe="/%:;=+~'(!$&*,@)")


def holds(site: Server, path: str, accept: str = "application/n-triples") -> str | None:
    """Tell which graph's triples an address gives; None if it gives none."""
    reply = site.get(f"/lod/{path}", accept)
    if reply.status != 200:
        return None
    (found,) = ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(found.object, ox.Literal)
    return found.object.value


def test_each_linked_graph_answers_its_own_triples(site: Server) -> None:
    """Twice: the second answer is one that was kept."""
    found = linked(site)
    assert len(found) > 100
    for _ in range(2):
        assert {path: holds(site, sent(path)) for path in found} == {path: path for path in found}


def test_all_but_what_a_browser_can_not_ask_for_is_linked(site: Server) -> None:
    """A step of dots is taken away; two IRIs that are sent alike have one address."""
    every = {f"graph/{name}" for name in names()}
    for path in every - {*linked(site)}:
        steps = {step.lower().replace("%2e", ".") for step in path.split("/")}
        assert steps & {".", ".."} or (sent(path) != path and sent(path) in every), path


@pytest.mark.parametrize("name", ["%25252e", "////////", "a%0Ab%0A", "a%252Fb", "b"])
def test_an_address_that_no_graph_has_gives_none(site: Server, name: str) -> None:
    assert name not in names()
    assert holds(site, f"graph/{name}") is None


def test_an_address_written_otherwise_leads_to_the_same_graph(site: Server) -> None:
    assert holds(site, "gr%61ph/A") == "graph/A"
    assert holds(site, "gr%61ph/%41") == "graph/%41"
    assert holds(site, "graph/%25%32%65") == "graph/%252e"
    assert site.get("/lod/graph", "text/turtle").status == 404


def test_links_count_the_slashes_that_were_written(site: Server) -> None:
    reply = site.get("/lod/graph/a%2Fb", "text/turtle")
    assert reply.headers["content-location"] == "../graph/a%2Fb.ttl"


def test_a_variant_is_that_of_the_graph_it_is_named_after(site: Server) -> None:
    for name in ("A", "%41", "a%2Fb", "a/b", "a%0Ab"):
        assert holds(site, f"graph/{name}.nt", "*/*") == f"graph/{name}"
