"""Where a request ends: our connection finds the requests in a stream that h11 finds, no others."""

import asyncio
import os
import re
from collections.abc import Iterator
from random import Random

import pytest
from stream_reading import KNOWN, Asked, Reader, Seen, read_by_h11, targets_answered
from stream_writing import Writer

CHECKS = int(os.environ.get("LOD_STREAM_CHECKS", "1000"))
"""Streams that are valid, and half as many that aren't."""

HOST = b"Host: data.example\r\n"
AFTER = b"GET /after HTTP/1.1\r\n" + HOST + b"\r\n"
QUERY = b"ASK { ?s ?p ?o }"
LENGTH = b"Content-Length: 16\r\n\r\n" + QUERY
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + QUERY + b"\r\n0\r\n\r\n"
JAVA = (
    b"Connection: Upgrade, HTTP2-Settings\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\n"
    b"Upgrade: h2c\r\n"
)


def test_valid_streams_give_all_their_requests_and_close_only_where_they_say_so() -> None:
    random = Random("valid")
    hits = 0

    async def check(reader: Reader) -> None:
        nonlocal hits
        writer = Writer(random)
        for _ in range(CHECKS):
            data, stays = writer.stream()
            pieces = writer.pieces(data)
            seen = await reader.read(pieces, lambda: random.choice((0, 0, 1, 3)))
            expected, failed = read_by_h11(data)
            assert not failed, data
            assert seen.requests == expected, pieces
            assert seen.closed != stays, pieces
            said = [asked.target for asked in expected if asked.method != b"HEAD"]
            assert targets_answered(seen) == said, pieces
            hits += seen.hits

    asyncio.run(check(Reader()))
    assert hits > CHECKS // 20  # else the cache's part in it would go untried


def test_a_spoilt_stream_gives_no_request_that_h11_does_not_see() -> None:
    random = Random("spoilt")
    spoilt = 0

    async def check(reader: Reader) -> None:
        nonlocal spoilt
        writer = Writer(random)
        for _ in range(CHECKS // 2):
            data = writer.spoilt()
            pieces = writer.pieces(data)
            seen = await reader.read(pieces, lambda: random.choice((0, 0, 1, 3)))
            expected, failed = read_by_h11(data)
            assert seen.requests == expected[: len(seen.requests)], pieces
            spoilt += failed

    asyncio.run(check(Reader()))
    assert spoilt > CHECKS // 8


def read(*pieces: bytes) -> Seen:
    return asyncio.run(Reader().read(pieces, lambda: 3))


def cut(data: bytes) -> Iterator[list[bytes]]:
    """The stream whole, in two pieces at every place, and byte by byte."""
    yield [data]
    yield from ([data[:at], data[at:]] for at in range(1, len(data)))
    yield [data[at : at + 1] for at in range(len(data))]


@pytest.mark.parametrize(
    "asks",
    [
        JAVA,
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
        b"Upgrade: h2c\r\nConnection: keep-alive, upgrade\r\n",
        b"Upgrade: a\r\nUpgrade: b\r\nConnection: Upgrade\r\nConnection: keep-alive\r\n",
        b"Proxy-Connection: Upgrade\r\nUpgrade: h2c\r\n",
        b"Upgrade: h2c\r\n",
        b"Connection: Upgrade\r\n",
    ],
)
@pytest.mark.parametrize("framed", [LENGTH, CHUNKS], ids=["length", "chunks"])
def test_a_body_belongs_to_its_request_whoever_asks_for_another_protocol(
    asks: bytes, framed: bytes
) -> None:
    data = b"POST /a HTTP/1.1\r\n" + HOST + asks + framed + AFTER
    for pieces in cut(data):
        seen = read(*pieces)
        assert seen.requests == [Asked(b"POST", b"/a", QUERY), Asked(b"GET", b"/after", b"")], (
            pieces
        )
        assert not seen.closed


@pytest.mark.parametrize(
    "trailers",
    [
        b"Connection: close\r\n",
        b"X-Sum: 1\r\nconnection: x, Close\r\n",
        b"Proxy-Connection: close\r\nX-Sum: 1\r\n",
        b"Connection: Upgrade\r\nUpgrade: h2c\r\n",
    ],
)
def test_a_trailer_ends_no_connection(trailers: bytes) -> None:
    post = b"POST /a HTTP/1.1\r\n" + HOST + CHUNKS[:-2] + trailers + b"\r\n"
    last = AFTER[:-2] + b"Connection: close\r\n\r\n"
    for pieces in cut(post + AFTER + last + AFTER):
        seen = read(*pieces)
        assert [asked.target for asked in seen.requests] == [b"/a", b"/after", b"/after"], pieces
        assert seen.closed


def test_a_request_without_a_body_may_ask_for_another_protocol() -> None:
    asks = b"GET %b HTTP/1.1\r\n" + HOST + JAVA + b"\r\n"
    seen = read(asks % KNOWN[0], asks % KNOWN[0] + asks % b"/b", AFTER)
    assert [asked.target for asked in seen.requests] == [KNOWN[0], KNOWN[0], b"/b", b"/after"]
    assert not seen.closed


REFUSED = {
    "CONNECT": (b"CONNECT data.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", b"400"),
    "CONNECT with a body": (b"CONNECT data.example:443 HTTP/1.1\r\n" + HOST + LENGTH, b"400"),
    "HTTP/2.0": (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", b"505"),
    "HTTP/2.0 and a body": (b"POST / HTTP/2.0\r\n" + HOST + LENGTH, b"505"),
    "HTTP/2.0 to be upgraded": (b"POST / HTTP/2.0\r\n" + HOST + JAVA + LENGTH, b"505"),
    "HTTP/1.2": (b"GET / HTTP/1.2\r\n" + HOST + b"\r\n", b"400"),
    "HTTP/3.0": (b"GET / HTTP/3.0\r\n" + HOST + b"\r\n", b"400"),
    "HTTP/0.9": (b"GET / HTTP/0.9\r\n" + HOST + b"\r\n", b"505"),
    "RTSP": (b"GET / RTSP/1.1\r\n" + HOST + b"\r\n", b"505"),
    "RTSP and a body": (b"POST / RTSP/1.0\r\n" + HOST + LENGTH, b"505"),
    "RTSP after empty lines": (b"\r\n\r\nOPTIONS  /  RTSP/1.0\r\n" + HOST + b"\r\n", b"505"),
    "a method of RTSP's": (b"SETUP rtsp://a/b RTSP/1.0\r\n" + HOST + b"\r\n", b"505"),
    "ICE": (b"SOURCE /a ICE/1.1\r\n" + HOST + b"\r\n", b"505"),
    "no version": (b"GET /\r\n" + HOST + b"\r\n", b"505"),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
    "two codings": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, " + CHUNKS[19:],
        b"400",
    ),
    "chunks in HTTP/1.0": (b"POST / HTTP/1.0\r\n" + HOST + CHUNKS, b"400"),
    "chunks and a length": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n" + CHUNKS,
        b"400",
    ),
    "å": ("GET /id/project/håll-ut HTTP/1.1\r\n".encode() + HOST + b"\r\n", b"400"),
    "å in the query string": ("GET /q?a=å HTTP/1.1\r\n".encode() + HOST + b"\r\n", b"400"),
    "å in latin-1": (b"GET /\xe5 HTTP/1.1\r\n" + HOST + b"\r\n", b"400"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_gives_no_request_nor_does_what_follows(name: str) -> None:
    data, status = REFUSED[name]
    for pieces in cut(data + AFTER):
        seen = read(*pieces)
        assert seen.requests == [], pieces
        assert seen.closed
        assert seen.answered.startswith(b"HTTP/1.1 %b " % status), seen.answered
        assert len(re.findall(rb"HTTP/1.1 \d", seen.answered)) == 1
        assert (b"percent-encoded" in seen.answered) == (name[0] == "å")


@pytest.mark.parametrize("word", [b"RTSP/1.1", b"ICE/1.1", b"RTSP/1.0"])
def test_another_protocol_is_refused_behind_a_body_that_speaks_of_it(word: bytes) -> None:
    body = b"GET / " + word + b"\r\nGET POST"
    first = b"POST /a HTTP/1.1\r\nX: GET / %b\r\n" % word + HOST
    first += b"Content-Length: %d\r\n\r\n" % len(body) + body
    for pieces in cut(first + b"GET /b " + word + b"\r\n" + HOST + b"\r\n" + AFTER):
        seen = read(*pieces)
        assert [asked.body for asked in seen.requests] in ([], [body]), pieces
        assert seen.closed, pieces
    for pieces in cut(first + AFTER):
        seen = read(*pieces)
        assert [asked.target for asked in seen.requests] == [b"/a", b"/after"], pieces
        assert not seen.closed, pieces


def test_an_http_1_0_client_is_never_told_to_continue() -> None:
    head = b"POST /a HTTP/1.%d\r\n" + HOST + b"Expect: 100-continue\r\n" + LENGTH
    assert b"100 Continue" in read(head % 1).answered
    seen = read(head % 0)
    assert (seen.requests, b"100 Continue" in seen.answered) == (
        [Asked(b"POST", b"/a", QUERY)],
        False,
    )
