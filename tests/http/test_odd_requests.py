"""Bodies that don't come, and requests that are none: refused or cut off, others are served."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from attacked import ACCEPT, DOCUMENT, HOST, Target, serving, together
from patience import until
from process_tree import files_of, processes

QUERY = b"Content-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def target(release: Path) -> Iterator[Target]:
    with serving(release) as found:
        yield found


POST = b"POST /sparql HTTP/1.1\r\n" + HOST + QUERY


def test_bodies_that_come_slowly_or_never_leave_room_for_others(target: Target) -> None:
    slow = [POST + b"Content-Length: 1000\r\n\r\nASK"] * 10
    slow += [POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n"] * 10
    with together(target, slow):
        deadline = time.monotonic() + 12  # beyond what a body may take
        while time.monotonic() < deadline:
            target.check_is_served()
            time.sleep(0.5)
    target.check_is_served()


def test_a_body_that_comes_in_pieces_is_read(target: Target) -> None:
    body = b"ASK { ?s ?p ?o }"
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with closing(target.open(head)) as sock:
        for at in range(len(body)):
            time.sleep(0.02)
            sock.sendall(body[at : at + 1])
        assert b"true" in b"".join(iter(lambda: sock.recv(65536), b""))


def test_bodies_that_are_cut_short_leave_nothing_behind(target: Target) -> None:
    web = processes(target.pid).web
    before = sum(map(files_of, web))
    for _ in range(3):
        with together(target, [POST + b"Content-Length: 1000\r\n\r\nASK"] * 20):
            time.sleep(0.1)
        target.check_is_served()
    assert until(lambda: sum(map(files_of, web)) <= before + 5)


def test_a_sender_who_stops_before_the_end_is_told_so_or_cut_off(target: Target) -> None:
    with closing(target.open(POST + b"Content-Length: 1000\r\n\r\nASK {}")) as sock:
        sock.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            answer = sock.recv(65536)
            assert not answer or answer.startswith(b"HTTP/1.1 400 ")
    target.check_is_served()


START = b"GET %s HTTP/1.1\r\n%s\r\n"
CHUNKED = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
ODD = {
    "70 KB address": (START % (b"/" + b"a" * 70_000, HOST), (400, 404, 414, 431)),
    "70 KB query": (START % (b"/sparql?query=" + b"a" * 70_000, HOST), (400, 414, 431)),
    "1 MB header": (START % (b"/", HOST + b"X-Large: " + b"a" * 1_000_000 + b"\r\n"), (400, 431)),
    "10,000 headers": (START % (b"/", HOST + b"X-Many: a\r\n" * 10_000), (400, 431)),
    "two Hosts": (START % (b"/", HOST + b"Host: other.example\r\n"), (400,)),
    "the same Host twice": (START % (b"/", HOST * 2), (400,)),
    "no Host": (START % (b"/", b""), (400,)),
    "chunk without a size": (CHUNKED + b"x\r\nASK {}\r\n0\r\n\r\n", (400,)),
    "chunk of another size": (CHUNKED + b"2\r\nASK {}\r\n0\r\n\r\n", (400,)),
    "chunk of a huge size": (CHUNKED + b"fffffffffffffffff\r\nASK {}", (400,)),
    "two lengths": (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}!", (400,)),
    "length that is none": (POST + b"Content-Length: -1\r\n\r\nASK {}", (400,)),
    "length beyond bounds": (POST + b"Content-Length: 99999999999\r\n\r\nASK {}", (413,)),
    "space in the address": (b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n", (400,)),
    "å in the address": ("GET /id/project/håll-ut HTTP/1.1\r\n".encode() + HOST + b"\r\n", (400,)),
    "HTTP/2.0": (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", (505,)),
    "CONNECT": (b"CONNECT data.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", (400,)),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50, (400,)),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_refused_or_cut_off_and_others_are_served(
    target: Target, name: str
) -> None:
    data, statuses = ODD[name]
    data = data.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    got = b""
    with suppress(BrokenPipeError, ConnectionResetError):
        got = target.send(data)
    assert not got or int(got.split(b" ", 2)[1]) in statuses, got[:300]
    assert got.count(b"HTTP/1.1 ") <= 1
    target.check_is_served()


@pytest.mark.parametrize("host", [b"", HOST], ids=["without Host", "with Host"])
def test_http_1_0_is_answered_whole(target: Target, host: bytes) -> None:
    got = target.send(
        b"GET %s HTTP/1.0\r\nAccept: text/turtle\r\n%s\r\n" % (DOCUMENT.encode(), host)
    )
    head, _, body = got.partition(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n")[0]
    assert body == target.get(DOCUMENT, ACCEPT).body


JAVA = (
    b"Connection: Upgrade, HTTP2-Settings\r\nContent-Length: 16\r\nHost: data.example\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\nUpgrade: h2c\r\n"
    b"User-Agent: Java-http-client/17.0.15\r\nContent-Type: application/sparql-query\r\n\r\n"
)
"""What Java's HttpClient sends before the body of its first request to an address."""


def test_a_java_client_is_answered(target: Target) -> None:
    ends = b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (DOCUMENT.encode(), HOST)
    with closing(target.open(b"POST /sparql HTTP/1.1\r\n" + JAVA)) as sock:
        sock.sendall(b"ASK { ?s ?p ?o }")
        got = b""
        while b"true" not in got and (more := sock.recv(65536)):
            got += more  # head and body may come apart
        assert b"true" in got
        sock.sendall(ends)
        assert b"".join(iter(lambda: sock.recv(65536), b"")).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "identity, gzip", "?"]
)
def test_a_compressed_body_is_refused(target: Target, coding: str) -> None:
    headers = {"Content_Type": "application/sparql-query", "Content_Encoding": coding}
    answer = target.get("/sparql", method="POST", Content_Length="0", **headers)
    assert (answer.status, answer.headers["accept-encoding"]) == (415, "identity")
    assert b"problems/unsupported-coding" in answer.body


def test_only_a_coding_is_refused_by_naming_those_that_are_read(target: Target) -> None:
    plain = target.get("/sparql", method="POST", Content_Type="text/plain", Content_Length="0")
    assert (plain.status, "accept-encoding" in plain.headers) == (415, False)
    post = POST + b"Content-Encoding: identity\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"
    assert target.send(post + b"ASK {}").startswith(b"HTTP/1.1 200 ")


WAITS = b"Expect: 100-continue\r\n"
NO_LEAVE = {
    "too long": (POST + b"Content-Length: 2000000\r\n", b"413"),
    "media type": (b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n", b"415"),
    "coding": (POST + b"Content-Encoding: br\r\nContent-Length: 9\r\n", b"415"),
    "update": (POST.replace(b"/sparql ", b"/sparql?update=x ") + b"Content-Length: 9\r\n", b"403"),
    "two queries": (
        POST.replace(b"/sparql ", b"/sparql?query=x ") + b"Content-Length: 9\r\n",
        b"400",
    ),
    "nothing to post to": (
        POST.replace(b"/sparql ", b"/catalog ") + b"Content-Length: 9\r\n",
        b"405",
    ),
    "nothing there": (
        POST.replace(b"/sparql ", b"/x ") + b"Transfer-Encoding: chunked\r\n",
        b"404",
    ),
    "another method": (POST.replace(b"POST", b"PUT") + b"Content-Length: 9\r\n", b"405"),
    "no Host": (POST.replace(HOST, b"") + b"Content-Length: 9\r\n", b"400"),
    "HTTP/2.0": (POST.replace(b"/1.1", b"/2.0") + b"Content-Length: 9\r\n", b"505"),
}


@pytest.mark.parametrize("name", NO_LEAVE)
def test_nobody_is_told_to_go_on_with_what_is_refused(target: Target, name: str) -> None:
    """What is not asked for need not come, so what does come next could be anything: the end."""
    head, status = NO_LEAVE[name]
    got = target.send(head + WAITS + b"\r\n")
    assert got.startswith(b"HTTP/1.1 %s " % status), got
    assert b"\r\nconnection: close\r\n" in got
    assert got.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("method", [b"POST /sparql", b"GET /catalog"])
def test_whoever_waits_for_leave_gets_it(target: Target, method: bytes) -> None:
    start = POST.replace(b"POST /sparql", method)
    with closing(target.open(start + b"Content-Length: 6\r\n" + WAITS + b"\r\n")) as sock:
        assert sock.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"ASK {}")
        assert sock.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_request_id_says_nothing(target: Target) -> None:
    ids = [target.get("/nothing").headers["x-request-id"] for _ in range(20)]
    assert all(len(id) == 24 for id in ids)
    assert len({id[:8] for id in ids}) == len({id[-8:] for id in ids}) == 20
