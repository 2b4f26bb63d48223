"""However an address is written, its answer is made once; what isn't there is refused cheaply."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import write_site

from lod.release.read import Release
from lod.serving.app.create import create_front
from lod.serving.http.addresses import settle_target
from lod.serving.http.cache import KnownHead
from lod.serving.http.current import Current
from lod.serving.http.environ import make_environ
from lod.serving.http.front import FlaskAnswer
from lod.serving.settings import Limits
from lod.serving.site import pages

HTML, TURTLE = ("accept", "text/html"), ("accept", "text/turtle")


class Site:
    """The application in this process, and how often Flask was asked."""

    def __init__(self, out: Path, cache: int = 8 << 20) -> None:
        self.state = Current(out, Limits(), "/none", cache)
        self.front = create_front(self.state)
        self.asked = 0
        self._flask, self.front._app = self.front._app, self._count

    def _count(self, *args: Any) -> Any:
        self.asked += 1
        return self._flask(*args)

    @property
    def kept(self) -> int:
        return len(self.state.serving.answers._ring)

    def ask(self, target: str, *headers: tuple[str, str], method: str = "GET") -> FlaskAnswer:
        path, _, query = target.partition("?")
        given = [(b"host", b"data.example"), *((n.encode(), v.encode()) for n, v in headers)]
        answer = self.front.respond(
            make_environ(
                {
                    "type": "http",
                    "method": method,
                    "raw_path": path.encode(),
                    "query_string": query.encode(),
                    "http_version": "1.1",
                    "headers": given,
                    "client": ("192.0.2.1", 5000),
                }
            )
        )
        if answer.file is not None:
            answer.file.close()
        return answer


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("addresses")
    write_site(folder, projects=300)
    return folder


@pytest.fixture
def site(out: Path) -> Iterator[Site]:
    site = Site(out)
    yield site
    site.state.close()


PATHS = ["/", "/def", "/def/stage", "/spec/funded-projects", "/graph/page", "/doc/project/a"]
PATHS += [
    "/id/project/a",
    "/catalog",
    "/set/all",
    "/source/page",
    "/problems/not-found",
    "/def.ttl",
]
VARIANTS: list[Callable[[str], str]] = [
    lambda path: f"{path}?x1",
    lambda path: f"{path}?x=1&y=2&z",
    lambda path: f"{path}?" + "&".join(f"x{n}" for n in range(2000)),
    lambda path: f"{path}?offset=0",
    lambda path: f"{path}?offset=000&offset=0",
    lambda path: f"{path}?off%73et=%30",
    lambda path: f"{path}?query=ASK%7B%7D",
    lambda path: f"{path}?",
    lambda path: path[:1] + "".join(f"%{ord(c):02x}" if c.isalpha() else c for c in path[1:]),
    lambda path: (
        path[:1] + "".join(f"%{ord(c):02X}" if c.isalpha() else c for c in path[1:]) + "?x"
    ),
]


@pytest.mark.parametrize("path", PATHS)
def test_an_address_written_otherwise_is_made_and_kept_once(site: Site, path: str) -> None:
    first = site.ask(path, TURTLE)
    assert first.status[:3] in ("200", "303")
    asked, kept = site.asked, site.kept
    told = {name.lower(): value for name, value in first.headers}
    for variant in VARIANTS:
        for method in ("GET", "HEAD"):
            answer = site.ask(variant(path), TURTLE, method=method)
            assert (answer.status.upper(), answer.body) == (first.status.upper(), first.body)
            assert {name.lower(): value for name, value in answer.headers} == told
        target = variant(path).encode()
        assert site.front.find(target, {b"host": b"h", b"accept": b"text/turtle"}) is not None
    assert (site.asked, site.kept) == (asked, kept)


CONDITIONS = [("if-none-match", '"x"'), ("if-match", '"x"'), ("if-match", "*")]
CONDITIONS += [("if-unmodified-since", "Mon, 01 Jan 2001 00:00:00 GMT"), ("if-none-match", "*")]
CONDITIONS += [("content-length", "0"), ("range", "bytes=0-1"), ("cookie", "a=b"), ("x-y", "z")]


@pytest.mark.parametrize("path", ["/def", "/doc/project/a", "/"])
@pytest.mark.parametrize("header", CONDITIONS, ids=" ".join)
def test_a_condition_or_another_header_makes_nothing_anew(
    site: Site, path: str, header: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    described = calls(monkeypatch, Release, "describe")
    listed = calls(monkeypatch, Release, "terms")
    for _ in range(3):
        site.ask(path, HTML, header)
    once = described.total(), listed.total()
    site.ask(path, HTML, header, method="HEAD")
    assert (described.total(), listed.total()) == once
    assert max(once) <= 2  # of the first page itself: what it lists, once each


def calls(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> Counter[Any]:
    """Count the calls of a function by its last argument."""
    function, found = getattr(owner, name), Counter[Any]()

    def counting(*args: Any, **named: Any) -> Any:
        found[args[-1] if len(args) > 1 else ""] += 1
        return function(*args, **named)

    monkeypatch.setattr(owner, name, counting)
    return found


MAKERS = {
    "/spec/funded-projects": (pages, "listing_page"),
    "/def": (pages, "listing_page"),
    "/def/stage": (pages, "listing_page"),
    "/graph/page": (pages, "graph_page"),
    "/": (pages, "home_page"),
}
CODINGS = ["identity", "gzip", "br", "identity;q=0"]


@pytest.mark.parametrize("cache", [0, 8 << 20], ids=["nothing kept", "kept"])
@pytest.mark.parametrize("path", MAKERS)
def test_a_hundred_who_ask_first_have_the_page_made_once(
    out: Path, path: str, cache: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = calls(monkeypatch, *MAKERS[path])
    site, start = Site(out, cache), Barrier(100)

    def ask(number: int) -> FlaskAnswer:
        start.wait()
        coding = ("accept-encoding", CODINGS[number % 4])
        return site.ask(f"{path}?x{number}", HTML, coding)

    with ThreadPoolExecutor(100) as threads:
        answers = list(threads.map(ask, range(100)))
    assert {answer.status for answer in answers} == {"200 OK"}
    assert made.total() == 1
    site.state.close()


@pytest.mark.parametrize("path", ["/spec/funded-projects", "/graph/page", "/def"])
def test_each_format_of_what_takes_long_is_written_once(
    out: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lod.serving.app import answers

    written = calls(monkeypatch, answers, "_written")
    site = Site(out, cache=0)
    for _ in range(3):
        for coding in CODINGS:
            for extension in ("", ".ttl", ".nt", ".jsonld", ".rdf"):
                site.ask(path + extension, TURTLE, ("accept-encoding", coding))
    assert sorted(form.name for form in written) == ["JSON-LD", "N-Triples", "RDF/XML", "Turtle"]
    assert set(written.values()) == {1}
    site.state.close()


NOTHING = ["/doc/organization/a-kommun?offset={}", "/id/organization/a-kommun/{}", "/def/{}"]
NOTHING += ["/spec/{}", "/graph/{}", "/set/all/distribution/{}", "/set/{}", "/doc/x/{}", "/def.{}"]
NOTHING += ["/doc/organization/a-kommun.x{}", "/source/{}", "/doc/source/{}", "/id/x/{}"]


@pytest.mark.parametrize("address", NOTHING)
def test_what_is_not_there_is_refused_before_anything_is_made(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("describe", "terms", "graph", "_read_label"):
        monkeypatch.setattr(Release, name, None)
    for number in range(301, 304):
        assert site.ask(address.format(number), HTML).status[:3] == "404"
    assert site.kept == 0


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path in ("/def", "/def/stage")] + PATHS[3:6] + PATHS[7:9]
)
def test_a_format_that_is_not_offered_is_refused_before_anything_is_made(
    site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("describe", "terms", "graph", "_read_label"):
        monkeypatch.setattr(Release, name, None)
    assert site.ask(path, ("accept", "image/png")).status[:3] == "406"


def test_a_page_of_a_long_list_has_one_address(site: Site) -> None:
    address = "/doc/organization/a-kommun"
    page = site.ask(f"{address}?offset=200", TURTLE)
    for query in ("x&offset=200", "offset=00200", "offset=200&offset=0", "off%73et=2%30%30&y"):
        assert site.ask(f"{address}?{query}", TURTLE).body == page.body
    assert site.kept == 1
    assert b"p250" in page.body
    assert dict(page.headers)["Content-Location"] == f"../../{address[1:]}.ttl?offset=200"
    for query in ("offset=x", "offset=", "offset=-1", "offset=" + "9" * 50, "offset=%00"):
        assert site.ask(f"{address}?{query}", TURTLE).status[:3] == "400"


def test_only_heads_with_the_address_as_we_write_it_are_known_by_their_bytes(site: Site) -> None:
    head = b"GET %b HTTP/1.1\r\nHost: h\r\n\r\n"
    for target, page in (("/def", ""), ("/doc/organization/a-kommun", "?offset=200")):
        site.ask(target + page, TURTLE)
        stored = site.state.serving.answers._ring[-1]
        for query in ("?x1", "?x=" + target, "?offset=0200", "?" + page):
            site.front.remember(head % (target + query).encode(), KnownHead(stored, None))
        assert site.front.heads == {}
        site.front.remember(head % (target + page).encode(), KnownHead(stored, None))
        assert len(site.front.heads) == 1
        site.front.heads.clear()  # type: ignore[attr-defined]


def test_the_base_has_a_path_of_its_own(tmp_path: Path) -> None:
    write_site(tmp_path, base="https://data.example/lod/")
    site = Site(tmp_path)
    assert site.ask("/lod/doc/project/a?x", TURTLE).status == "200 OK"
    for target in (b"/lod/doc/project/a", b"/doc/project/a?y", b"/l%6fd/doc/project/a"):
        assert site.front.find(target, {b"host": b"h", b"accept": b"text/turtle"}) is not None
    assert site.ask("/lod/lod/doc/project/a", TURTLE).status[:3] == "404"
    assert site.front.find(b"/lod/lod/doc/project/a", {b"host": b"h"}) is None
    site.state.close()


@given(st.text(), st.binary(max_size=40))
def test_a_settled_target_stays_as_it_is(path: str, query: bytes) -> None:
    raw = b"/" + path.replace("?", "").encode("utf-8", "surrogatepass") + b"?" + query
    settled = settle_target(raw)
    assert settle_target(settled) == settled
