"""Which variant a client gets, when it gets none, and when it need not get it again."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import brotli
import pytest
from servers import BASE, Server, serving, write_site

from lod.serving.http.codings import choose_coding
from lod.serving.http.conditions import precondition

DOC = "/doc/project/a"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("site")
    write_site(out)
    with serving(out) as server:
        yield server


TURTLE, HTML = "text/turtle;charset=utf-8", "text/html;charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TURTLE),
        ("", TURTLE),
        ("*/*", TURTLE),
        (BROWSER, HTML),
        ("text/html", HTML),
        ("text/*", TURTLE),
        ("text/*;q=0.5, text/html", HTML),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle;charset=utf-8", TURTLE),
        ("TEXT/TURTLE", TURTLE),
        ("text/turtle;q=0, */*", "application/ld+json"),
        ("text/turtle;q=0.1, application/n-triples;q=0.2", "application/n-triples"),
        ('application/ld+json;profile="a, b"', "application/ld+json"),
        ("text/turtle;q=0.99, text/html", HTML),
        ("garbage", TURTLE),
        ("garbage, application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_accept_header_decides(site: Server, accept: str | None, expected: str) -> None:
    reply = site.get(DOC, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, expected)
    assert "Accept" in [v.strip() for v in reply.headers["vary"].split(",")]


def test_several_accept_lines_are_one_list(site: Server) -> None:
    lines = "Accept: text/html;q=0.1\r\nAccept: application/n-triples\r\n"
    request = f"GET {DOC} HTTP/1.1\r\nHost: a\r\n{lines}Connection: close\r\n\r\n"
    assert b"content-type: application/n-triples" in site.send(request.encode())


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "nt", "rdf", "html"])
@pytest.mark.parametrize(
    "path", [DOC, "/def", "/def/stage", "/catalog", "/set/all", "/graph/page", "/doc/source/page"]
)
def test_an_extension_names_one_variant(site: Server, path: str, extension: str) -> None:
    reply = site.get(f"{path}.{extension}", "image/png")
    assert reply.status == 200
    assert f'<{BASE}{path[1:]}>; rel="canonical"' in reply.headers["link"]
    assert "Accept," not in reply.headers["vary"]


@pytest.mark.parametrize("path", [DOC, "/def", "/catalog", "/graph/page", "/"])
def test_what_is_not_offered_is_not_acceptable_and_the_offers_are_listed(
    site: Server, path: str
) -> None:
    reply = site.get(path, "image/png")
    assert reply.status == 406
    assert b"text/turtle" in reply.body
    assert "Accept" in reply.headers["vary"]


def test_a_graph_that_rdfxml_cannot_hold_is_not_acceptable(site: Server) -> None:
    assert site.get("/graph/odd.rdf").status == 406
    assert b'"0100"' in site.get("/graph/odd.nt").body


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, None),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0.1, gzip", "gzip"),
        ("*", "br"),
        ("gzip;q=0", None),
        ("identity", None),
        ("identity;q=0, gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("deflate", None),
        (";;;", None),
    ],
)
@pytest.mark.parametrize("path", [DOC, "/static/lod.css", "/sparql", "/set/all/data.nq"])
def test_the_body_is_coded_as_the_client_likes(
    site: Server, path: str, header: str | None, coding: str | None
) -> None:
    sent = {} if header is None else {"Accept_Encoding": header}
    plain = site.get(path, Accept_Encoding="identity").body
    reply = site.get(path, **sent)
    if path.endswith(".nq") and coding == "br":
        coding = reply.headers.get("content-encoding")
    assert reply.headers.get("content-encoding") == coding
    decode = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[coding]
    assert decode(reply.body) == plain
    assert "Accept-Encoding" in reply.headers["vary"]


def test_each_variant_and_coding_has_a_tag_of_its_own(site: Server) -> None:
    tags = {
        site.get(DOC, accept, Accept_Encoding=coding).headers["etag"]
        for accept in ("text/turtle", "text/html", "application/json", "application/ld+json")
        for coding in ("identity", "gzip", "br")
    }
    assert len(tags) == 12
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("path", [DOC, "/", "/source/page", "/set/all/data.nq", "/static/lod.css"])
@pytest.mark.parametrize("template", ["{}", "W/{}", '"x", {}', "*", 'W/"y" , W/{} ,"z"'])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_known_tag_is_answered_by_304(
    site: Server, path: str, template: str, method: str
) -> None:
    first = site.get(path)
    again = site.get(path, method=method, If_None_Match=template.format(first.headers["etag"]))
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "vary", "cache-control"):
        assert again.headers[name] == first.headers[name]


def test_the_tag_of_another_variant_is_not_known(site: Server) -> None:
    tag = site.get(DOC, "text/turtle").headers["etag"]
    assert site.get(DOC, "text/html", If_None_Match=tag).status == 200
    assert site.get(DOC, "text/turtle", Accept_Encoding="gzip", If_None_Match=tag).status == 200


def test_dates_are_compared_when_no_tag_is_given(site: Server) -> None:
    date = site.get(DOC).headers["last-modified"]
    before = format_datetime(parsedate_to_datetime(date) - timedelta(days=1), usegmt=True)
    assert site.get(DOC, If_Modified_Since=date).status == 304
    assert site.get(DOC, If_Modified_Since=before).status == 200
    assert site.get(DOC, If_Modified_Since=date, If_None_Match='"x"').status == 200
    assert site.get(DOC, If_Unmodified_Since=before).status == 412
    assert site.get(DOC, If_Unmodified_Since=date).status == 200


def test_if_match_compares_strongly(site: Server) -> None:
    tag = site.get(DOC).headers["etag"]
    assert site.get(DOC, If_Match=tag).status == 200
    assert site.get(DOC, If_Match=f"W/{tag}").status == 412


@pytest.mark.parametrize(
    ("tags", "fresh", "unchanged"),
    [
        ("", 412, None),
        (",", 412, None),
        ('"a" "b"', 412, None),
        ('"b,c"', 412, None),
        ('"a",,"b"', None, 304),
        ('"x" , W/"b"', 412, 304),
        ("*", None, 304),
    ],
)
def test_entity_tags_are_read_as_a_list(
    tags: str, fresh: int | None, unchanged: int | None
) -> None:
    now = datetime.now(UTC)
    assert precondition({"If-Match": tags}, "b", now) == fresh
    assert precondition({"If-None-Match": tags}, "b", now) == unchanged


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip;q=0.001", "gzip"),  # whoever names a coding, however faintly, wants it
        ("br;q=0.001, identity;q=0.002", "identity"),
        ("x-gzip", "gzip"),
        ("gzip, x-gzip;q=0", "gzip"),
        ("gzip;q=0, x-gzip", "identity"),
        ("gzip;q=0, br;q=0, identity;q=0", None),
        ("*;q=0", None),
        ("*;q=0, gzip;q=0.5", "gzip"),
        ("gzip, br", "br"),
    ],
)
def test_the_coding_is_the_one_that_the_client_likes_best(header: str, coding: str | None) -> None:
    assert choose_coding(header) == coding
