"""What is sent in odd pieces: nobody else's answer changes, and nothing grows or waits for ever."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from patience import PATIENCE, until
from process_tree import memory_of, tree
from servers import Server, serving, write_site

from lod.rdf.formats import DOCUMENT_FORMATS, negotiate
from lod.serving.http.cache import Stored
from lod.serving.http.connection import Connection

MIB = 1024**2
HEAD = b"GET %b HTTP/1.1\r\nHost: data.example\r\n%b\r\n"
DOCUMENT, OTHER = b"/doc/project/a.nt", b"/doc/organization/a-kommun.nt"
CHUNKED = b"POST /sparql HTTP/1.1\r\nHost: data.example\r\nTransfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("site")
    write_site(out)
    with serving(out) as found:
        for path in (DOCUMENT, OTHER):
            for _ in range(2):
                found.get(path.decode())
        yield found


def in_pieces(server: Server, *pieces: bytes, answers: int = 1) -> bytes:
    """Send pieces one after the other; give so many whole answers, and what comes soon after."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as sock:
        got = b""
        for piece in pieces:
            sock.sendall(piece)
            time.sleep(0.1)
        with suppress(TimeoutError, ConnectionResetError):
            while True:
                sock.settimeout(PATIENCE if whole(got) < answers else 0.5)
                if not (data := sock.recv(65536)):
                    break
                got += data
        return got


def whole(got: bytes) -> int:
    """Count the answers that have come to their end: a head may come without its body."""
    count, (head, end, rest) = 0, got.partition(b"\r\n\r\n")
    while end:
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        size = int(length[1]) if length and b" 304 " not in head[:13] else 0
        if len(rest) < size:
            break
        count, (head, end, rest) = count + 1, rest[size:].partition(b"\r\n\r\n")
    return count


def statuses(got: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1.1 (\d+) ", got)


def test_the_end_of_a_head_is_never_taken_for_a_whole_one(server: Server) -> None:
    """The last piece of one client's head is, byte for byte, another's whole request."""
    request = HEAD % (OTHER, b"X-Whose: another's\r\n")
    for _ in range(3):
        in_pieces(server, b"GET %b HTTP/1.1\r\nX-Odd: " % DOCUMENT, request)
    got = in_pieces(server, request)
    assert got.partition(b"\r\n\r\n")[2] == server.get(OTHER.decode()).body


def test_requests_that_come_together_each_get_their_answer(server: Server) -> None:
    for _ in range(4):
        got = in_pieces(server, HEAD % (DOCUMENT, b"") + HEAD % (OTHER, b""), answers=2)
        assert statuses(got) == [b"200", b"200"]


def test_a_head_in_two_pieces_is_no_request_of_its_own(server: Server) -> None:
    second = HEAD % (OTHER, b"")
    for _ in range(2):
        in_pieces(server, second)
    got = in_pieces(
        server, HEAD % (DOCUMENT, b"") + b"GET /nothing HTTP/1.1\r\nX-Odd: ", second, answers=2
    )
    assert statuses(got) == [b"200", b"404"]


def test_a_body_is_never_read_as_a_request(server: Server) -> None:
    head = HEAD % (DOCUMENT, b"Transfer-Encoding: chunked\r\n")
    for _ in range(3):
        assert statuses(in_pieces(server, head, b"3\r\nabc\r\n0\r\n\r\n")) == [b"200"]


def test_what_comes_after_a_body_is_no_header(server: Server) -> None:
    post = CHUNKED + b"Content-Type: application/sparql-query\r\nAccept: text/csv;q=0.5\r\n\r\n"
    query = b"10\r\nSELECT (1 AS ?x)\r\n2\r\n{}\r\n0\r\nAccept: text/html\r\n\r\n"
    assert b"content-type: text/csv" in in_pieces(server, post + query)


@pytest.mark.parametrize(
    "endless",
    [b"0\r\n" + b"X-More: %b\r\n" % (b"x" * 1000) * 20_000, b"0\r\nX-" + b"x" * 20_000_000],
    ids=["trailers", "a trailer"],
)
def test_what_comes_after_a_body_ends(server: Server, endless: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as sock:
        sock.sendall(HEAD % (b"/nothing", b"Transfer-Encoding: chunked\r\n"))
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            sock.sendall(endless)
    assert memory(server) < 200


def test_requests_are_not_collected_without_end(server: Server) -> None:
    many = HEAD % (b"/nothing", b"") * 3000
    with (
        suppress(ConnectionResetError, BrokenPipeError, TimeoutError),
        socket.create_connection(("127.0.0.1", server.port), timeout=2) as sock,
    ):
        for _ in range(60):
            sock.sendall(many)
            sock.recv(MIB)
    assert memory(server) < 200


def test_bodies_that_stop_before_their_end_fill_no_memory(server: Server) -> None:
    start = b"POST /sparql HTTP/1.1\r\nHost: data.example\r\nContent-Length: 1000000\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(300):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            with suppress(ConnectionResetError, BrokenPipeError):
                sock.sendall(start + b"x" * 990_000)
        time.sleep(2)
        assert memory(server) < 300
        post = {"Content_Type": "application/sparql-query", "Content_Length": "0"}
        assert server.get("/sparql", method="POST", **post).status == 400


def memory(server: Server) -> int:
    """MiB that the largest process has for itself."""
    return max(map(memory_of, tree(server.pid))) // MIB


def test_a_head_that_comes_byte_by_byte_is_given_up(server: Server) -> None:
    started, sent = time.monotonic(), 0
    with (
        suppress(ConnectionResetError, BrokenPipeError),
        socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as sock,
    ):
        for byte in HEAD % (b"/" + b"a" * 1000, b""):
            sock.sendall(bytes([byte]))
            sent += 1
            time.sleep(0.2)
    assert sent < 1000, "the head was taken to its end"
    assert time.monotonic() - started > 4


def test_garbage_behind_a_request_stands_in_no_answers_place(server: Server) -> None:
    for _ in range(5):
        got = in_pieces(
            server, HEAD % (b"/set/all/data.nq", b"") + b"\x00garbage\r\n\r\n", answers=0
        )
        assert statuses(got) in ([], [b"200"])


def test_what_is_no_request_is_counted(server: Server) -> None:
    before = refused(server)
    assert statuses(in_pieces(server, HEAD % (b"/", b"X-Many: a\r\n" * 300))) == [b"431"]
    assert until(lambda: refused(server) > before)
    assert refused(server) == before + 1


def refused(server: Server) -> int:
    """How many heads were too large, as the server counts."""
    line = rb'lod_requests_total\{route="none",status="431"\} (\d+)'
    found = re.search(line, server.get("/metrics").body)
    return int(found[1]) if found else 0


def test_a_query_ends_when_whoever_asked_leaves(server: Server) -> None:
    before = abandoned(server)
    query = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with socket.create_connection(("127.0.0.1", server.port)) as sock:
        sock.sendall(HEAD % (b"/sparql?query=" + quote(query).encode(), b""))
        time.sleep(0.3)
    assert until(lambda: abandoned(server) > before)
    assert abandoned(server) == before + 1
    assert until(lambda: b'status="499"' in server.get("/metrics").body)


def abandoned(server: Server) -> float:
    """How many queries ended since nobody waited for them, as the server counts."""
    line = rb'lod_queries_total\{[^}]*outcome="abandoned"[^}]*\} (\d+)'
    return sum(map(float, re.findall(line, server.get("/metrics").body)))


@pytest.mark.parametrize("accept", ['"' + '\\"' * 30_000, "a/b," * 16_000, '"' * 60_001])
def test_an_accept_header_is_read_in_linear_time(accept: str) -> None:
    started = time.process_time()  # of the processor: waiting for it doesn't count
    negotiate(accept, DOCUMENT_FORMATS)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        (b"If-None-Match", b"*", b"304"),
        (b"If-Modified-Since", b"Thu, 01 Jan 2099 00:00:00 GMT", b"304"),
        (b"If-Match", b'"other"', b"412"),
    ],
)
def test_a_condition_on_a_dump_is_answered_whole(
    server: Server, name: bytes, value: bytes, status: bytes
) -> None:
    asked = HEAD % (b"/set/all/data.nq", b"%b: %b\r\n" % (name, value))
    got = in_pieces(server, asked, asked, answers=2)
    assert statuses(got) == [status, status]
    assert got.count(b"problems/precondition-failed") == (2 if status == b"412" else 0)


def test_readers_of_a_large_answer_share_it() -> None:
    """A copy for each of a thousand readers who stall would be a thousand answers in memory."""
    taken: list[bytes] = []
    connection: Any = Connection.__new__(Connection)
    connection.transport = SimpleNamespace(write=taken.append, writelines=taken.extend)
    connection.server_state = SimpleNamespace(default_headers=[(b"date", b"today")])
    connection.client = ("::1", 1)
    connection._front = SimpleNamespace(journal=SimpleNamespace(add=lambda note: None))
    key = (b"/a", ("", None))
    stored = Stored(key, {}, "200 OK", [("Content-Length", "100000")], b"x" * 100_000)
    connection._write(stored, "GET", None)
    assert any(piece is stored.body for piece in taken)
    assert b"".join(taken).endswith(b"\r\ndate: today\r\n\r\n" + stored.body)
