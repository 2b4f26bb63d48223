"""Answers from the cache are those of the application, and the cache stays within its bounds."""

import io
import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packed import unpacked
from process_tree import tree
from servers import Reply, Server, serving, write_site

from lod.errors import TooManyWaiting
from lod.serving.app.create import create_front
from lod.serving.http.cache import AnswerCache, KnownHead, Memo
from lod.serving.http.clients import Clients
from lod.serving.http.current import Current
from lod.serving.http.environ import make_environ
from lod.serving.http.front import FlaskAnswer, _kind_of
from lod.serving.http.journal import Journal, RequestNote
from lod.serving.http.metrics import Metrics
from lod.serving.settings import Limits

PATHS = ["/", "/doc/project/a", "/doc/project/a.ttl", "/id/project/a", "/def", "/catalog"]
PATHS += ["/graph/page", "/source/page", "/static/lod.css", "/nothing", "/doc/project/old"]
ACCEPTS = [None, "text/html", "text/turtle", "application/ld+json, */*;q=0.1", "image/png", "x"]
CODINGS = [None, "gzip", "br, gzip", "identity;q=0"]


class Site:
    """The application in this process."""

    def __init__(self, out: Path, cache: int) -> None:
        self.state = Current(out, Limits(), "/none", cache)
        self.front = create_front(self.state)

    @property
    def cache(self) -> AnswerCache:
        return self.state.serving.answers

    def get(self, path: str) -> FlaskAnswer:
        answer = self.front.respond(make_environ(scope(path)))
        if answer.file is not None:
            answer.file.close()
        return answer

    def has(self, path: str) -> bool:
        return self.front.find(path.encode(), {b"host": b"data.example"}) is not None


def scope(path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "raw_path": path.encode(),
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(b"host", b"data.example")],
        "client": ("192.0.2.1", 5000),
    }


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    write_site(folder, projects=300)
    return folder


@pytest.fixture(scope="module")
def site(out: Path) -> Iterator[Site]:
    site = Site(out, cache=8 << 20)
    yield site
    site.state.close()


@pytest.fixture(scope="module")
def fresh(out: Path) -> Iterator[Server]:
    with serving(out, cache=0) as server:
        yield server


@pytest.fixture(scope="module")
def cached(out: Path) -> Iterator[Server]:
    with serving(out) as server:
        yield server


requests = st.tuples(
    st.sampled_from(PATHS),
    st.sampled_from(["GET", "HEAD"]),
    st.sampled_from(ACCEPTS),
    st.sampled_from(CODINGS),
    st.sampled_from(["none", "right tag", "wrong tag", "any", "match wrong", "since", "before"]),
)


@given(st.lists(requests, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_cache_changes_no_answer(fresh: Server, cached: Server, asked: list[Any]) -> None:
    for path, method, accept, coding, condition in asked:
        common = {"Accept_Encoding": coding} if coding else {}
        headers = {**common, **under(condition, fresh.get(path, accept, **common))}
        expected = fresh.get(path, accept, method, **headers)
        for _ in range(3):  # by Flask, from the cache, and known by its bytes
            assert cached.get(path, accept, method, **headers) == but_for_its_id(expected)


def but_for_its_id(reply: Reply) -> Reply:
    """What varies from answer to answer, as equal to anything."""
    varying = dict.fromkeys(("date", "x-request-id"), ANY)
    return Reply(reply.status, Lenient({**reply.headers, **varying}), reply.body)


class Lenient(dict[str, str]):
    """Headers, of which an answer from the cache may lack the request's id."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and {"x-request-id": "", **other} == dict(self)

    __hash__ = None


def under(condition: str, plain: Reply) -> dict[str, str]:
    tag, date = plain.headers.get("etag", '"none"'), plain.headers.get("last-modified", "")
    conditions: dict[str, dict[str, str]] = {
        "none": {},
        "right tag": {"If_None_Match": f'"x", {tag}'},
        "wrong tag": {"If_None_Match": '"x"'},
        "any": {"If_None_Match": "*"},
        "match wrong": {"If_Match": '"x"'},
        "since": {"If_Modified_Since": date},
        "before": {"If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    }
    return conditions[condition]


HEAD = b"GET %b HTTP/1.1\r\nHost: data.example\r\n%b\r\n"


def test_requests_sent_without_waiting_are_answered_in_their_order(cached: Server) -> None:
    paths = [b"/id/project/a", b"/sparql?query=ASK+{}", b"/doc/project/a.nt", b"/nothing"] * 20
    last = HEAD % (b"/health", b"Connection: close\r\n")
    for _ in range(3):
        got = cached.send(b"".join(HEAD % (path, b"") for path in paths) + last)
        found = re.findall(rb"HTTP/1.1 (\d+) ", got)
        assert found == [b"303", b"200", b"200", b"404"] * 20 + [b"200"]
        assert got.endswith(b"alive\n")


def test_a_client_that_asks_and_asks_and_takes_nothing_fills_no_memory(cached: Server) -> None:
    request = HEAD % (b"/doc/organization/a-kommun.nt", b"")
    assert cached.send(HEAD % (b"/doc/organization/a-kommun.nt", b"Connection: close\r\n"))
    with socket.create_connection(("127.0.0.1", cached.port)) as sock:
        sock.settimeout(1)
        with suppress(TimeoutError):
            for _ in range(400):
                sock.sendall(request * 500)
        assert cached.get("/health").status == 200
        used = max(map(resident, tree(cached.pid)))
    assert used < 300, f"{used} MiB"


def resident(pid: int) -> int:
    """MiB of memory that a process uses."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


def test_what_may_be_kept_is_kept_and_nothing_else(site: Site) -> None:
    for path, kept in {
        "/doc/project/a": True,
        "/id/project/a": True,
        "/": True,
        "/nothing": False,
        "/sparql": False,
        "/health": False,
        "/set/all/data.nq": False,
    }.items():
        site.get(path)
        assert site.has(path) is kept, path


def test_the_cache_is_bounded_and_keeps_what_is_asked_for(out: Path) -> None:
    site = Site(out, cache=100_000)
    for number in range(300):
        site.has("/doc/project/a.ttl") or site.get("/doc/project/a.ttl")
        site.get(f"/doc/project/p{number:03}.ttl")
        assert site.cache.size <= 100_000
        for stored in list(site.cache._ring)[-3:]:
            head = f"GET /{number} {stored.path}".encode()
            site.cache.remember(head, KnownHead(stored, None))
        assert site.has("/doc/project/a.ttl"), number
    assert not site.has("/doc/project/p000.ttl")
    assert site.has("/doc/project/p299.ttl")
    kept = {id(stored) for stored in site.cache._ring}
    assert {id(known.stored) for known in site.cache.heads.values()} <= kept
    site.state.close()


def test_a_header_memo_forgets_rather_than_grows() -> None:
    memo = Memo(lambda header: len(header or ""))
    for number in range(5000):
        assert memo[f"{number:05}".encode()] == 5
    assert memo[b"x" * 100_000] == 100_000
    assert len(memo) <= 1000
    assert max(map(len, map(str, memo))) < 1000


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("path", ["/source/page", "/graph/page.nt", "/set/all/data.nq"])
def test_a_release_that_goes_while_it_is_read_is_read_anew(
    tmp_path: Path, path: str, half: bool
) -> None:
    write_site(tmp_path)
    site = Site(tmp_path, cache=0)
    old = (tmp_path / "current").resolve()
    write_site(tmp_path, projects=1)
    shutil.rmtree(old)
    if half:
        old.mkdir()  # files go before their folder
    assert site.get(path).status.startswith("200")
    site.state.close()


REAL, FORWARDED = b"x-real-ip", b"x-forwarded-for"


@pytest.mark.parametrize(
    ("header", "given", "peer", "name"),
    [
        (None, (REAL, b"198.51.100.1"), "192.0.2.1", "192.0.2.1"),
        ("X-Real-IP", (REAL, b"198.51.100.1"), "::1", "198.51.100.1"),
        ("X-Forwarded-For", (FORWARDED, b"forged, 203.0.113.9"), "::1", "203.0.113.9"),
        ("X-Real-IP", (b"x_real_ip", b"forged"), "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("X-Real-IP", (REAL, b"x" * 999), "::1", "x" * 64),
        (None, (REAL, b""), "::ffff:192.0.2.1", "192.0.2.1"),  # IPv4, by a socket for both
    ],
)
def test_clients_are_told_apart(
    header: str | None, given: tuple[bytes, bytes], peer: str, name: str
) -> None:
    assert Clients(header).name({"headers": [given], "client": (peer, 1)}) == name


@pytest.mark.parametrize(
    ("path", "status"), [("/doc/project/a", "503"), ("/graph/page", "503"), ("/health", "200")]
)
def test_what_there_is_no_room_for_is_refused(site: Site, path: str, status: str) -> None:
    full = {**make_environ(scope(path)), "lod.refused": TooManyWaiting("Full.")}
    assert site.front.respond(full).status[:3] == status


def test_large_answers_that_lie_about_keep_no_small_one_waiting(site: Site) -> None:
    site.front._unsent = 256 * 1024**2
    assert site.front._is_too_much(100_000)
    assert not site.front._is_too_much(10_000)
    site.front._unsent = 0
    assert not site.front._is_too_much(1024**3)


def test_whole_graphs_are_made_one_at_a_time(site: Site) -> None:
    asked = {"/graph/page.nt": 1, "/gr%61ph/page": 1, "/doc/project/a": 8, "/sparql": 16}
    for path, threads in asked.items():
        kind = _kind_of(make_environ(scope(path))["PATH_INFO"])
        assert site.front._threads[kind]._max_workers == threads, path


def test_no_client_writes_lines_or_colours_into_the_log() -> None:
    written = io.StringIO()
    with redirect_stdout(written):
        journal = Journal(Metrics(), lines=True)
        client, query = "\x85\x9b31m", "ASK {} # \u2028å"
        journal.add(RequestNote("1", 1.5, client, "GET", "/", "200 OK", 9, 0.1, "r", False, query))
        journal.close()
    assert written.getvalue().isascii()
    assert json.loads(written.getvalue())["query"] == query


def test_each_request_is_a_line_of_json_with_its_id() -> None:
    written = io.StringIO()
    with redirect_stdout(written):
        journal = Journal(Metrics(), lines=True)
        for path, name in (("/a", "x-1"), ('/no"thing\n', None), ("/sparql", None)):
            query = "ASK {}" if path == "/sparql" else None
            journal.add(
                RequestNote(
                    name, 1.5, "::1", "GET", path, "200 OK", 9, 0.1, "r", name is None, query
                )
            )
        journal.close()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["path"] for line in lines] == ["/a", '/no"thing\n', "/sparql"]
    assert lines[0]["time"] == "1970-01-01T00:00:01.500Z"
    assert (lines[0]["id"], lines[0]["cached"], lines[1]["cached"]) == ("x-1", False, True)
    assert len({line["id"] for line in lines}) == 3
    assert [line.get("query") for line in lines] == [None, None, "ASK {}"]


@pytest.mark.parametrize("offset", [0, 1, 199, 200, 201, 250, 299, 300, 301, 400, 10_000])
def test_what_points_at_a_hub_is_given_in_pages(site: Site, offset: int) -> None:
    release, owner = site.state.serving.release, "https://data.example/id/organization/a-kommun"
    everything = unpacked(release.directory / "incoming.nt").splitlines(keepends=True)
    lines = [line for line in everything if line.startswith(f"<{owner}> ".encode())]
    assert len(lines) == 301
    assert release._incoming_lines(owner, offset, 200) == (lines[offset : offset + 200], 301)
