"""Streams of requests at random: valid by construction, or spoilt in one place."""

import re
from random import Random

from stream_reading import KNOWN

_HOST = b"Host: data.example\r\n"
_MORE_IN_A_HEAD = (
    b"Content-Length: 5\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 5, 6\r\n", b"Content-Length: -1\r\n", b"Content-Length: +5\r\n",
    b"Content-Length: 5_0\r\n", b"Content-Length: 0x5\r\n", b"Content-Length:\r\n",
    b"Content-Length : 5\r\n", b"Content-Length: 99999999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n", b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding: xchunked\r\n", b"Transfer-Encoding:\x0bchunked\r\n",
    b"X-Odd: a\r\n b\r\n", b"X-Odd: a\r\n\tContent-Length: 5\r\n", b"X-Odd: a\0b\r\n",
    b"X-Odd: a\rb\r\n", b"X-Odd: a\nContent-Length: 5\r\n", b"X Odd: a\r\n", b"X-Odd : a\r\n",
    b": a\r\n", b"no colon\r\n", b"Connection: close\r\n", _HOST,
)  # fmt: skip
_VERSIONS = (
    b"HTTP/2.0", b"HTTP/1.2", b"HTTP/0.9", b"HTTP/3.0", b"HTTP/1", b"HTTP/11", b"http/1.1",
    b"HTTP/01.1", b"ICE/1.0", b"RTSP/1.0", b"", b"HTTP/1.0",
)  # fmt: skip
_CODINGS = (
    b", identity\r\n", b", chunked\r\n", b"\r\nTransfer-Encoding: identity\r\n",
    b"\r\nContent-Length: 3\r\n", b";q=1\r\n", b"\r\n chunked\r\n",
)  # fmt: skip
_LAST_CHUNKS = (
    b"-0\r\n", b"\r\n", b"0 \r\n", b"0x0\r\n", b"g\r\n", b" 0\r\n", b"0\n",
    b"fffffffffffffffff\r\n", b"0;a\nb\r\n", b"0;\r\n", b"0;a=\rb\r\n",
    b"0\r\nContent-Length: 5\r\n", b"0\r\nTransfer-Encoding: chunked\r\n",
    b"0\r\nConnection: close\r\n", b"0\r\n X: a\r\n", b"0\r\nbad\r\n",
)  # fmt: skip
FAULTS = (
    *((_HOST, _HOST + more) for more in _MORE_IN_A_HEAD),
    *((_HOST, other) for other in (b"", b" " + _HOST, b"Host: a\r\n b\r\n")),
    *((b"HTTP/1.1", version) for version in _VERSIONS),
    *((b"hunked\r\n", b"hunked" + coding) for coding in _CODINGS),
    *((b"\r\n0\r\n", b"\r\n" + chunk) for chunk in _LAST_CHUNKS),
    (b"\r\n0\r\n", b"0\r\n"), (b";a=b", b";a=\nb"), (b";a=b", b";a=\rb"),
    (b"\r\n\r\n", b"\n\n"), (b"\r\n\r\n", b"\r\n\n"), (b"\r\n\r\n", b"\r\r\n\r\n"),
    (b"\r\n", b"\n"), (b"HTTP/1.1\r\n", b"HTTP/1.1\n"), (b"/doc", b"*"),
    (b"GET ", b"CONNECT "), (b"POST /", b"CONNECT a:443/"), (b"POST ", b"PRI "),
    (b"GET ", b"FOO "), (b"POST ", b"SOURCE "), (b"GET ", b"GET  "), (b"GET /", b"GET /a b"),
    (b"GET /", b"GET /\xc3\xa5"), (b" HTTP/1.1", b"\xe5 HTTP/1.1"),
)  # fmt: skip
"""What stands in a stream, and what to put in its place."""

_METHODS = (b"GET", b"GET", b"POST", b"POST", b"HEAD", b"PUT", b"DELETE", b"OPTIONS")
_OTHERS = (
    b"Accept: text/turtle", b"Expect: 100-continue", b"X-Odd: \xc3\xa5 \t b", b"X-Empty:",
    b"Accept-Encoding: gzip", b"Content-Type: application/sparql-query", b"TE: trailers",
    b"Keep-Alive: timeout=5", b"Trailer: X-Sum", b"X-Length: Content-Length: 5", b"Date:x",
    b"X-Line: GET / RTSP/1.0",
)  # fmt: skip
_TRAILERS = (
    b"", b"", b"X-Sum: 1\r\n", b"Expect: 100-continue\r\nAccept: b\r\n", b"Upgrade: h2c\r\n",
    b"Host: other\r\n", b"Connection: close\r\n", b"X-Sum: 1\r\nconnection: x, Close\r\n",
    b"Proxy-Connection: close\r\n", b"Connection: keep-alive\r\n",
    b"Connection: Upgrade\r\nUpgrade: h2c\r\n",
)  # fmt: skip
_BODIES = (
    b"", b"x", b"ASK { ?s ?p ?o }", b"\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / RTSP/1.0\r\n\r\n", b"POST /a ICE/1.1", b"a\nGET /x RTSP/", b" RTSP/1.0",
    b"GET /known/a HTTP/1.1\r\nHost: a\r\n\r\n", b"0\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
)  # fmt: skip
_MEANT = (
    b"", b"\r", b"\n", b"\r\n", b" ", b"\t", b":", b",", b";", b"0", b"\0", b"\x0b",
    b"\x7f", b"\xe5",
)  # fmt: skip


class Writer:
    """Writes streams at random: valid by construction, or spoilt in one place."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def stream(self) -> tuple[bytes, bool]:
        """Write one to five requests; and say whether the last leaves the connection open."""
        count = self.random.choice((1, 2, 2, 3, 5))
        parts = [self.request(stays=True) for _ in range(count - 1)]
        stays = self.random.random() < 0.7
        return b"".join((*parts, self.request(stays=stays))), stays

    def pieces(self, data: bytes) -> list[bytes]:
        """Cut a stream: whole, byte by byte, or anywhere."""
        kind = self.random.random()
        if kind < 0.25:
            return [data]
        if kind < 0.3 and len(data) < 400:
            return [data[at : at + 1] for at in range(len(data))]
        cuts = sorted(
            self.random.sample(range(1, len(data)), min(len(data) - 1, self.random.randint(1, 6)))
        )
        ends = data.find(b"\r\n\r\n") + 4  # after a head: where much goes wrong
        if self.random.random() < 0.5 and 4 < ends < len(data):
            cuts = sorted({*cuts, ends})
        return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]

    def request(self, *, stays: bool) -> bytes:
        """Write a request whose framing is in order."""
        random = self.random
        version = b"1.1" if stays or random.random() < 0.6 else b"1.0"
        method = random.choice(_METHODS)
        target = random.choice(
            (*KNOWN, b"/doc/%d" % random.randint(0, 99), b"/q?a=%d" % random.randint(0, 9))
        )
        if method in (b"GET", b"HEAD") and target in KNOWN and random.random() < 0.5:
            ends = b"" if stays else b"Connection: close\r\n"
            return b"%b %b HTTP/1.1\r\nHost: a\r\n%b\r\n" % (method, target, ends)
        headers, body = self._body(version)
        headers += self._others()
        headers.append(b"Host: data.example")
        tokens = self._upgrade(headers)
        if not stays and version == b"1.1":
            tokens.append(random.choice((b"close", b"Close")))
        elif random.random() < 0.2:
            tokens.append(b"keep-alive")
        random.shuffle(tokens)
        if tokens:
            headers.append(self._name(b"Connection") + b": " + b", ".join(tokens))
        random.shuffle(headers)
        return b"\r\n".join((b"%b %b HTTP/%b" % (method, target, version), *headers, b"", body))

    def _name(self, name: bytes) -> bytes:
        return self.random.choice((name, name.lower(), name.upper()))

    def _upgrade(self, headers: list[bytes]) -> list[bytes]:
        """Ask for another protocol, in one way or another; give the tokens of Connection."""
        random = self.random
        if random.random() < 0.5:
            return []
        protocol = random.choice((b"h2c", b"websocket", b"HTTP/2.0", b"TLS/1.0, h2c", b"x"))
        headers.append(self._name(b"Upgrade") + b": " + protocol)
        if random.random() < 0.2:
            headers.append(b"Upgrade: " + random.choice((b"h2c", b"y")))
        if random.random() < 0.4:
            headers.append(b"HTTP2-Settings: AAMAAABkAAQAAP__")
        if random.random() < 0.3:
            headers.append(b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
        return random.choice(([b"Upgrade"], [b"upgrade", b"HTTP2-Settings"], [b"UPGRADE"], []))

    def _others(self) -> list[bytes]:
        random = self.random
        return random.sample(_OTHERS, random.choice((0, 1, 1, 2, 4)))

    def _body(self, version: bytes) -> tuple[list[bytes], bytes]:
        """Frame a body: its headers and its bytes."""
        random = self.random
        kind = random.choice(("none", "length", "length", "chunked", "chunked", "large"))
        if kind == "none" or (kind == "chunked" and version == b"1.0"):
            return [], b""
        content = self._content(kind == "large")
        if kind != "chunked":
            space = random.choice((b" ", b"", b"\t"))
            return [self._name(b"Content-Length") + b":%b%d" % (space, len(content))], content
        header = self._name(b"Transfer-Encoding") + b": " + random.choice((b"chunked", b"Chunked"))
        return [header], self._chunks(content)

    def _content(self, large: bool) -> bytes:
        """Give bytes of a body, some of which look like a request or like chunks."""
        random = self.random
        if large and random.random() < 0.1:
            return random.randbytes(random.choice((70_000, 140_000)))
        return random.choice((*_BODIES, random.randbytes(random.randint(1, 60))))

    def _chunks(self, content: bytes) -> bytes:
        random = self.random
        out, at = b"", 0
        while at < len(content):
            size = random.randint(1, len(content) - at)
            written = random.choice((b"%x", b"%X", b"0%x", b"00%x")) % size
            out += written + random.choice((b"", b"", b";a", b";a=b", b';a="b c"', b";a=b;c=d"))
            out += b"\r\n" + content[at : at + size] + b"\r\n"
            at += size
        trailers = random.choice(_TRAILERS)
        return out + random.choice((b"0", b"00", b"0;a=b")) + b"\r\n" + trailers + b"\r\n"

    def spoilt(self) -> bytes:
        """Write a stream with a fault in it, of a known kind or anywhere."""
        random = self.random
        data, _ = self.stream()
        if random.random() < 0.5:
            return self._mutated(data)
        old, new = random.choice(FAULTS)
        places = [m.start() for m in re.finditer(re.escape(old), data)]
        if not places:
            return data[: random.randint(1, len(data))]
        at = random.choice(places)
        return data[:at] + new + data[at + len(old) :]

    def _mutated(self, data: bytes) -> bytes:
        """Change, take out or put in some bytes, most of them ones that mean something."""
        random = self.random
        for _ in range(random.choice((1, 1, 2, 4))):
            at = random.randrange(len(data))
            new = random.choice((*_MEANT, random.randbytes(1)))
            data = data[:at] + new + data[at + random.choice((0, 1, 1)) :]
        return data
