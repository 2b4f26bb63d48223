"""A graph too large to be written on request is given from its file."""

import gzip
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from servers import BASE, Server, serving, write_site

from lod.serving.app import answers


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("large")
    # about 300 bytes of N-Triples a project
    write_site(out, projects=answers.LARGE // 250)
    with serving(out) as server:
        yield server


def graph(site: Server) -> tuple[bytes, bytes]:
    """The largest graph: its lines, and its file's bytes."""
    files = (site.out / "current").resolve().glob("graphs/*")
    packed = max(files, key=lambda file: file.stat().st_size).read_bytes()
    return gzip.decompress(packed), packed


def test_a_look_at_it_tells_its_length(site: Server) -> None:
    whole, packed = graph(site)
    for coding, size in (("identity", len(whole)), ("gzip", len(packed))):
        reply = site.get("/graph/page.nt", method="HEAD", Accept_Encoding=coding)
        assert (reply.status, reply.body) == (200, b"")
        assert int(reply.headers["content-length"]) == size


def test_it_is_given_whole_as_turtle_and_ntriples(site: Server) -> None:
    whole, packed = graph(site)
    assert len(whole) > answers.LARGE
    for name, kind in (("ttl", "text/turtle"), ("nt", "application/n-triples")):
        reply = site.get("/graph/page", kind)
        assert (reply.status, reply.body) == (200, whole)
        assert reply.headers["content-type"].startswith(kind)
        assert site.get(f"/graph/page.{name}").body == reply.body
        coded = site.get(f"/graph/page.{name}", Accept_Encoding="br, gzip")
        assert (coded.body, coded.headers["content-encoding"]) == (packed, "gzip")
        assert coded.headers["etag"] != reply.headers["etag"]
    count = sum(1 for _ in ox.parse(reply.body, format=ox.RdfFormat.TURTLE))
    assert count == reply.body.count(b"\n")


def test_other_formats_are_refused_with_what_there_is(site: Server) -> None:
    for reply in (site.get("/graph/page", "application/ld+json"), site.get("/graph/page.rdf")):
        assert reply.status == 406
        assert f"{BASE}graph/page.ttl".encode() in reply.body


def test_its_page_is_short_and_leads_to_the_whole(site: Server) -> None:
    page = site.get("/graph/page", "text/html").body.decode()
    assert len(page) < 100_000
    assert "En stor graf" in page
    assert "graph/page.nt" in page or "page.nt" in page
    assert ".jsonld" not in page


def test_a_condition_spares_sending_it(site: Server) -> None:
    tag = site.get("/graph/page.nt").headers["etag"]
    assert site.get("/graph/page.nt", If_None_Match=tag).status == 304
