"""Every route of the table, over a real server: what comes, and with which headers."""

import json
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import until
from servers import BASE, OWNER, SOURCE, Reply, Server, serving, write_site

from lod.deriving import derive
from lod.release.write import Contents, write_release
from lod.serving.app.problems import problem_types
from lod.serving.site.views import languages

LONG = "/doc/organization/a-kommun"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("site")
    write_site(out, projects=250)
    with serving(out) as server:
        yield server


PAGES = [
    "/",
    "/doc/project/a",
    "/doc/source/page",
    "/def",
    "/def/stage",
    "/spec/funded-projects",
    "/spec/context.jsonld",
    "/graph/page",
    "/graph/ontology",
    "/catalog",
    "/set/all",
    "/set/all/data.nq",
    "/set/all/data.ttl",
    "/set/all/data.jsonld",
    "/set/all/data.nq.gz",
    "/source/page",
    "/problems/not-found",
    "/static/lod.css",
    "/sparql",
]
REDIRECTS = [
    ("/id/project/a", 303, "../../doc/project/a"),
    ("/id/project/a/period", 303, "../../../doc/project/a"),
    ("/id/project/old", 308, "../../id/project/a"),
    ("/doc/project/old.ttl", 308, "../../doc/project/a.ttl"),
    ("/def/", 308, "../def"),
    ("/def/FundedProject", 303, "../def"),
    ("/def/stage/ongoing", 303, "../../def/stage"),
    ("/spec/project", 303, "../spec/funded-projects"),
    ("/spec/project/name", 303, "../../spec/funded-projects"),
    ("/set/all/distribution/nq", 303, "../../../set/all"),
]
ERRORS = [
    ("GET", "/nope", 404, "not-found"),
    ("GET", "/id/project", 404, "not-found"),
    ("GET", "/id/project/", 404, "not-found"),
    ("GET", "/id/project/a/nope", 404, "not-found"),
    ("GET", "/id/project/none", 404, "not-found"),
    ("GET", "/doc/project", 404, "not-found"),
    ("GET", "/doc/project/a/period", 404, "not-found"),
    ("GET", "/doc/project/a?offset=1", 404, "not-found"),
    ("GET", "/doc/project/a?offset=-1", 400, "bad-request"),
    ("GET", "/doc/project/a?offset=" + "9" * 30, 400, "bad-request"),
    ("GET", "/doc/project/gone", 410, "gone"),
    ("GET", "/id/project/gone", 410, "gone"),
    ("GET", "/def/Nope", 404, "not-found"),
    ("GET", "/def.png", 404, "not-found"),
    ("GET", "/graph/../manifest", 404, "not-found"),
    ("GET", "/graph/%2e%2e/manifest", 404, "not-found"),
    ("GET", "/spec/nope", 404, "not-found"),
    ("GET", "/set/nope", 404, "not-found"),
    ("GET", "/set/all/data.zip", 404, "not-found"),
    ("GET", "/set/nope/data.nq", 404, "not-found"),
    ("GET", "/source/nope", 404, "not-found"),
    ("GET", "/problems/nope", 404, "not-found"),
    ("GET", "//doc/project/a", 404, "not-found"),
    ("POST", "/doc/project/a", 405, "method-not-allowed"),
    ("DELETE", "/", 405, "method-not-allowed"),
    ("PATCH", "/catalog", 405, "method-not-allowed"),
    ("GET", "/sparql?query=nonsense", 400, "malformed-query"),
]


@pytest.mark.parametrize("path", PAGES)
def test_head_has_the_headers_of_get(site: Server, path: str) -> None:
    get, head = site.get(path), site.get(path, method="HEAD")
    assert (get.status, head.status, head.body) == (200, 200, b"")
    ours = {"date": "", "x-request-id": ""}  # an answer from the cache has none
    assert {**get.headers, **ours} == {**head.headers, **ours}
    assert int(get.headers["content-length"]) == len(get.body)
    assert get.headers["access-control-allow-origin"] == "*"
    assert get.headers["x-content-type-options"] == "nosniff"
    if path not in ("/sparql", "/static/lod.css"):
        assert 'rel="canonical"' in get.headers["link"]
        assert get.headers["etag"]
        assert get.headers["last-modified"]


@pytest.mark.parametrize(("path", "status", "location"), REDIRECTS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_redirect_is_relative_and_names_the_canonical_address(
    site: Server, method: str, path: str, status: int, location: str
) -> None:
    reply = site.get(path, method=method)
    assert (reply.status, reply.headers["location"]) == (status, location)
    target = location.lstrip("./")
    assert f'<{BASE}{target}>; rel="canonical"' in reply.headers["link"]


@pytest.mark.parametrize("path", [*PAGES, "/id/project/a"])
def test_options_says_what_is_allowed(site: Server, path: str) -> None:
    reply = site.get(path, method="OPTIONS")
    assert reply.status in (200, 204)
    assert {"GET", "HEAD", "OPTIONS"} <= set(reply.headers["allow"].replace(" ", "").split(","))
    assert reply.headers["access-control-allow-origin"] == "*"


def assert_problem(reply: Reply, status: int, slug: str) -> None:
    """The shape of every error there is."""
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert {"Accept", "Accept-Encoding"} <= {v.strip() for v in reply.headers["vary"].split(",")}
    problem = json.loads(reply.body)
    assert problem["type"] == f"{BASE}problems/{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert slug in problem_types()
    assert "allow" in reply.headers or status != HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(("method", "path", "status", "slug"), ERRORS)
def test_every_error_is_a_problem_document(
    site: Server, method: str, path: str, status: int, slug: str
) -> None:
    assert_problem(site.get(path, method=method), status, slug)


@pytest.mark.parametrize(("method", "path", "status", "slug"), ERRORS)
def test_every_error_is_a_page_for_a_browser(
    site: Server, method: str, path: str, status: int, slug: str
) -> None:
    reply = site.get(path, "text/html,*/*;q=0.8", method=method)
    assert reply.status == status
    assert reply.headers["content-type"] == "text/html;charset=utf-8"
    assert f"problems/{slug}".encode() in reply.body


def test_every_type_of_problem_has_its_page(site: Server) -> None:
    for slug in problem_types():
        assert site.get(f"/problems/{slug}").status == 200, slug


def test_a_project_is_the_same_graph_in_every_format(site: Server) -> None:
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    graphs = [
        {q.triple for q in ox.parse(site.get(f"/doc/project/a.{e}").body, format=f)}
        for e, f in formats.items()
    ]
    assert len(graphs[0]) > 12
    assert all(graph == graphs[0] for graph in graphs)


def test_the_page_embeds_the_same_graph_and_no_text_ends_the_script(site: Server) -> None:
    page = site.get("/doc/project/a.html").body.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    embedded = json.loads(scripts[0])
    assert embedded["name"] == {"sv": "Projekt Å </script>"}
    assert embedded == json.loads(site.get("/doc/project/a.jsonld").body)


def test_the_page_has_labels_languages_and_the_lines_of_the_source(site: Server) -> None:
    reply = site.get("/doc/project/a", "text/html")
    page = reply.body.decode()
    assert '<html lang="sv">' in page
    assert '<h1 lang="sv">Projekt Å &lt;/script&gt;</h1>' in page
    assert '<dt lang="sv">projektägare</dt>' in page
    assert 'href="../../doc/source/page#L3"' in page
    assert '<a href="../../doc/organization/a-kommun" lang="sv">Å kommun</a>' in page
    assert 'rel="alternate" type="text/turtle"' in page
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    lines = site.get("/doc/source/page.html").body.decode()
    assert '<li id="L3">Projektägare: Å kommun</li>' in lines
    assert '<li id="L4">A &amp; &lt;b&gt;</li>' in lines


def test_a_source_is_served_as_fetched(site: Server) -> None:
    reply = site.get("/source/page")
    assert reply.body == SOURCE
    assert reply.headers["content-type"] == "text/plain;charset=utf-8"
    assert reply.headers["content-language"] == "sv"
    assert f'<{BASE}doc/source/page>; rel="describedby"' in reply.headers["link"]


def test_what_points_at_a_thing_comes_in_pages(site: Server) -> None:
    first, last = site.get(LONG), site.get(f"{LONG}?offset=200")
    assert f'<{BASE}doc/{OWNER}?offset=200>; rel="next"' in first.headers["link"]
    assert 'rel="next"' not in last.headers["link"]
    assert f'<{BASE}doc/{OWNER}>; rel="prev"' in last.headers["link"]
    graphs = [
        {str(q.triple) for q in ox.parse(r.body, format=ox.RdfFormat.TURTLE)} for r in (first, last)
    ]
    owned = [t for t in graphs[0] | graphs[1] if "projectOwner" in t and OWNER in t]
    assert len(owned) == 251
    html = site.get(LONG, "text/html").body
    assert b'rel="next" href="../../doc/organization/a-kommun?offset=200"' in html


def test_the_first_page_gives_the_catalogue_to_who_wants_data(site: Server) -> None:
    reply = site.get("/", "text/turtle")
    assert (reply.status, reply.headers["location"]) == (303, "catalog")
    page = site.get("/").body.decode()
    for link in ("sparql", "set/all/data.ttl.gz", "catalog", "graph/page", "doc/project/a"):
        assert f'href="{link}"' in page


@pytest.mark.parametrize("path", [*PAGES, "/id/project/a", "/nope"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_the_host_a_client_names_reaches_no_answer(site: Server, path: str, accept: str) -> None:
    evil = {"Host": "evil.example", "X_Forwarded_Host": "evil.example:99", "Forwarded": "host=evil"}
    reply = site.get(path, accept, X_Forwarded_Prefix="/evil", X_Forwarded_Proto="evil", **evil)
    assert b"evil" not in reply.body
    assert "evil" not in str(reply.headers)
    assert b"127.0.0.1" not in reply.body


@pytest.mark.parametrize("host", ["", "Host: a\r\nHost: b\r\n"])
def test_one_host_header_is_needed(site: Server, host: str) -> None:
    got = site.send(f"GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n".encode())
    assert got.startswith(b"HTTP/1.1 400 ")


def test_a_base_with_a_path_is_served_with_and_without_it(tmp_path: Path) -> None:
    base = "https://x.example/lod/"
    write_site(tmp_path, base)
    with serving(tmp_path) as server:
        with_path, without = server.get("/lod/doc/project/a"), server.get("/doc/project/a")
        assert with_path.body == without.body
        assert f"@base <{base}>".encode() in with_path.body
        assert server.get("/lod/id/project/a").headers["location"] == "../../doc/project/a"
        assert f"<{base}doc/project/a>" in with_path.headers["link"]
        assert server.get("/lod/").status == 200
        bare = server.get("/lod")
        assert (bare.status, bare.headers["location"]) == (308, "lod/")


def test_a_new_release_replaces_the_old_without_a_failed_request(tmp_path: Path) -> None:
    old = write_site(tmp_path)
    with serving(tmp_path) as server:
        assert server.get("/doc/project/p000").status == 404
        assert write_site(tmp_path, projects=1) != old
        seen = {404}

        def is_there() -> bool:
            status = server.get("/doc/project/p000").status
            seen.add(status)
            return status == 200

        assert until(is_there)
        assert seen == {404, 200}
        assert server.get("/sparql?query=ASK%7B%7D", "text/csv,*/*").status == 200


def test_any_files_are_served_without_documents(tmp_path: Path) -> None:
    quads = [
        ox.Quad(
            ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"), ox.NamedNode("urn:g")
        )
    ]
    base = "http://127.0.0.1:8000/"
    write_release(Contents(quads, base, f"{base}def/", union=False), derive, tmp_path)
    with serving(tmp_path) as server:
        page = server.get("/", "text/html").body.decode()
        assert "urn:g" in page
        assert 'href="sparql"' in page
        assert server.get("/", "text/turtle").status == 406
        assert server.get("/catalog").status == 404


_NAMES = ["Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Match", "Range"]
_NAMES += ["If-Unmodified-Since", "Content-Length", "Content-Type", "Cookie", "Host", "Forwarded"]
_NAMES += ["Transfer-Encoding", "Expect", "X-Forwarded-For", "Authorization"]
_ODD = [b"*", b'"', b'W/"', b"q=0", b"identity;q=0, *;q=0", b"-1", b"9" * 20, b"a" * 9000]
_ODD += [b"Mon, 99 Foo 99999 99:99:99 GMT", b"bytes=0-", b"bytes=9-1", b"text/html;q="]
_values = st.binary(max_size=40) | st.sampled_from(_ODD)
_headers = st.lists(st.tuples(st.sampled_from(_NAMES), _values), max_size=4)
_starts = [
    "/",
    "/id/",
    "/doc/project/a",
    "/def/",
    "/graph/",
    "/set/all/",
    "/source/",
    "/sparql?query=",
]
_starts += ["/spec/", "/problems/", "/doc/project/a?offset=", "/static/", "", "*", "http://e/doc/"]
_tails = st.binary(max_size=20) | st.sampled_from(
    [
        b"%00",
        b"%zz",
        b"%ff",
        b"%C3%A5",
        b"..%2f..%2fetc",
        b"a" * 8000,
        b"\xff",
        b"%E2%80%AE",
        b"%0d%0aX:y",
    ]
)
_methods = st.sampled_from(
    [b"GET", b"HEAD", b"POST", b"OPTIONS", b"PUT", b"TRACE", b"\xff", b"get"]
)


@settings(max_examples=200, deadline=None)
@given(_methods, st.sampled_from(_starts), _tails, _headers)
def test_nothing_a_client_sends_is_our_error(
    site: Server, method: bytes, start: str, tail: bytes, headers: list[tuple[str, bytes]]
) -> None:
    lines = b"".join(n.encode() + b": " + v.translate(None, b"\r\n") + b"\r\n" for n, v in headers)
    path = start.encode() + tail.translate(None, b"\r\n ")
    request = method + b" " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines
    got = site.send(request + b"\r\n")
    assert not got.startswith(b"HTTP/1.1 5"), got[:500]
    assert site.get("/problems/gone").status == 200


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((), ""),
        (("sv", "en"), "en, sv"),
        ((f"{a}{b}" for a in "abcd" for b in "abcdefgh"), ""),  # thirty languages
        (("sv", "x-" + "-".join(["abcdefgh"] * 40)), ""),
    ],
)
def test_content_language_is_short_whatever_the_data_holds(
    tags: Iterable[str], expected: str
) -> None:
    name = ox.NamedNode("https://schema.org/name")
    subject = ox.NamedNode(f"{BASE}id/project/a")
    texts = [ox.Triple(subject, name, ox.Literal("a", language=tag)) for tag in tags]
    assert languages(texts) == expected
