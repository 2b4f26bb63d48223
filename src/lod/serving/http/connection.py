"""A connection: what the cache has is answered as soon as the request's head is read.

uvicorn's protocol does the rest. Added to it are limits: on a head's size, and on how long a
client may take over a head, a body, or taking an answer; and what frames a body is read strictly:
it belongs to its request whatever stands in the head.
"""

# Relied on beyond what is documented. Of uvicorn: HttpToolsProtocol with its callbacks, parser,
# cycle, pipeline, flow, scope, url, headers, expect_100_continue, _start_asgi_task and
# _unset_keepalive_if_required; of RequestResponseCycle the fields that say how far it is; and that
# the first of default_headers is the date. Of httptools: HttpParserUpgrade tells how much was read,
# and the body of a request that should_upgrade() is skipped; lenient_keep_alive, asked when one
# ends, has the next one read. Hence the upper bounds in pyproject.toml;
# .github/workflows/newest.yml tests what comes after them.

import asyncio
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from httptools import (
    HttpParserError,
    HttpParserInvalidURLError,
    HttpParserUpgrade,
    HttpRequestParser,
)
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from lod.serving.http.cache import KnownHead, Stored
from lod.serving.http.journal import RequestNote

if TYPE_CHECKING:
    from lod.serving.http.front import Front

_LARGEST_HEAD = 65_536
"""Bytes of a head; of what comes between pieces of a body, or after it, likewise."""

_IDLE = 5.0
"""Seconds that a connection may wait for a request, or a request's head for its end."""

_STALLED = 20.0
"""Seconds in which a client takes nothing of its answer, until it gets no more."""

_MOST_HEADERS = 200
_MOST_PIPELINED = 200
"""Requests that a client may send ahead of their answers."""

_VERSIONS = ("1.1", "1.0")
_ENCODE_ADDRESS = (
    "The address has characters that must be percent-encoded as UTF-8 (RFC 3986, 2.1): "
    "“å” is “%C3%A5”."
)
_TOO_MANY_AHEAD = f"Send no more than {_MOST_PIPELINED} requests ahead of their answers."
_FOREIGN = re.compile(
    rb"(?=(?:GET|POST|OPTIONS|SOURCE|DESCRIBE|ANNOUNCE|SETUP|PLAY|PAUSE|TEARDOWN|GET_PARAMETER|"
    rb"SET_PARAMETER|REDIRECT|RECORD|FLUSH) +[^ \r\n]+ +(?:RTSP|ICE)/)"
)
"""Where a request of another protocol may begin: the parser takes these for HTTP."""
_FOREIGN_WORDS = (b"RTSP/", b"ICE/")
Fault = tuple[HTTPStatus, str]

_NOT_HTTP: Fault = (
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
    "HTTP is spoken here as 1.1 and 1.0.",
)

_LARGE = 65_536
"""Bytes of a body from which on connections share it: copies would wait for their readers."""


class Connection(HttpToolsProtocol):
    """See the module. ``app`` is a :class:`lod.serving.http.front.Front`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._front: Front = self.config.app  # type: ignore[assignment]
        self._seen = self.loop.time()
        self._unsent, self._sent_at = 0, self._seen
        self._in_head, self._head_size, self._answered = True, 0, False
        self._between, self._begun, self._refused = True, 0, False
        self._version = ""
        self._open, self._going_on = True, False
        self._line: bytes | None = None  # the end of a request line that hasn't come whole
        self._hit: KnownHead | None = None
        self._running: RequestResponseCycle | None = None

    def data_received(self, data: bytes) -> None:
        """Read what came: a whole head that is known byte for byte needs no parsing."""
        apart = self._between and self._is_idle()
        if apart and (known := self._front.heads.get(data)) is not None:
            self._seen = self.loop.time()
            self._unset_keepalive_if_required()
            self._write(known.stored, "GET", known.client)
            return
        if self._head_size > _LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        self._head_size += len(data)
        self._begun, self._hit = 0, None
        self._unset_keepalive_if_required()
        try:
            self._read(data)
        except HttpParserInvalidURLError:
            self._refuse(HTTPStatus.BAD_REQUEST, _ENCODE_ADDRESS)
        except HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST)
        if apart:
            self._remember(data)

    def _read(self, data: bytes) -> None:
        """Have what came parsed, up to a request that isn't HTTP."""
        if self._line is not None:
            first, ended, _ = data.partition(b"\n")
            if ended and _is_foreign(self._line + first):
                self._refuse(*_NOT_HTTP)
                return
        at = 0
        if b"RTSP/" in data or b"ICE/" in data:
            for match in _FOREIGN.finditer(data):
                self._parse(data[at : match.start()])
                at = match.start()
                if self._between and not self._refused:
                    self._refuse(*_NOT_HTTP)
                    return
        if data.endswith(b"\n"):
            self._line = None
            self._parse(data[at:] if at else data)
        else:
            self._read_open_line(data, at)

    def _read_open_line(self, data: bytes, at: int) -> None:
        """Read on from ``at``, and keep the end of the last line if it is a request's first."""
        start = max(at, data.rfind(b"\n") + 1)
        self._parse(data[at:start])
        begun, before = self._begun, self._line if b"\n" not in data else None
        self._parse(data[start:])
        is_open = before is not None or self._begun > begun
        kept = is_open and self._in_head and not self._between
        self._line = ((before or b"") + data[start:])[-16:] if kept else None

    def _parse(self, data: bytes) -> None:
        """Have what came parsed; Upgrade is read as if it weren't there (RFC 9110, 7.8).

        The parser skips the body of a request that asks for another protocol, and stops. Such a
        request is read again from its beginning, by a new parser, without what asked.
        """
        rest = memoryview(data)
        while True:
            try:
                self.parser.feed_data(rest)
                return
            except HttpParserUpgrade as stopped:
                if self._refused:
                    return
                rest = rest[stopped.args[0] :]
                head = self._head_without_upgrade()
                self.parser = HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn's
                self.parser.feed_data(head)

    def _head_without_upgrade(self) -> bytes:
        """Write the head that was read last as it would be without Upgrade."""
        method, version = self.parser.get_method(), self.parser.get_http_version().encode()
        kept = (name + b": " + value for name, value in self.headers if name != b"upgrade")
        return b"\r\n".join((b"%b %b HTTP/%b" % (method, self.url, version), *kept, b"", b""))

    def _remember(self, data: bytes) -> None:
        """Know these bytes from now on, if they are one whole request and no more."""
        if self._hit is not None and self._between and self._begun == 1:
            self._front.remember(data, self._hit)

    def _is_idle(self) -> bool:
        """Whether nothing is being answered, and the client takes what it gets."""
        cycle = self.cycle
        return not self.flow.write_paused and (cycle is None or cycle.response_complete)

    def on_message_begin(self) -> None:
        """Begin a request: uvicorn's own part waits until the cache has been asked."""
        self.url, self.headers = b"", []
        self.expect_100_continue = False
        self._in_head, self._answered, self._between = True, self._refused, False
        self._begun += 1
        if self._going_on:
            self._go_on(False)
        self._seen = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what comes after a body is never one (RFC 9110, 6.5.1)."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Answer from the cache, or pass the request on."""
        if self._refused:
            return
        if (fault := self._fault()) is not None:
            self._refuse(*fault)
            return
        if self.parser.should_upgrade():  # it comes again, without
            self._answered = True
            return
        self._in_head, self._head_size = False, 0
        self._open = bool(self.parser.should_keep_alive())
        if self._answer_at_once():
            self._answered = True
            return
        url, headers, expect = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.headers, self.expect_100_continue = url, headers, expect
        self.scope["headers"] = headers
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request; read more once those that came ahead are answered."""
        super().on_response_complete()
        if self.pipeline and not self.transport.is_closing():
            self.flow.pause_reading()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the request that is being answered; uvicorn tells the one that came last."""
        if self._running is not None:
            self._running.disconnected = True
            self._running.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    def _fault(self) -> Fault | None:
        """Say what is wrong with a head that the parser takes."""
        if self._is_head_too_large():
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's head is too large."
        if len(self.pipeline) >= _MOST_PIPELINED:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _TOO_MANY_AHEAD
        self._version = version = self.parser.get_http_version()
        if version not in _VERSIONS:
            return _NOT_HTTP
        if self.parser.should_upgrade() and self.parser.get_method() == b"CONNECT":
            return HTTPStatus.BAD_REQUEST, "CONNECT is for proxies: this is none."
        names = [name for name, _ in self.headers]
        hosts = names.count(b"host")
        if hosts != 1 and (hosts or version == "1.1"):  # RFC 9112, 3.2
            return HTTPStatus.BAD_REQUEST, "The request needs one Host header."
        if b"transfer-encoding" in names and not self._is_chunked():
            return HTTPStatus.BAD_REQUEST, "Transfer-Encoding may be “chunked”, in HTTP/1.1."
        if version == "1.0":
            self.expect_100_continue = False  # RFC 9110, 10.1.1
        return None

    def _is_chunked(self) -> bool:
        """Whether the body is framed by chunks, and nothing else is done to it (RFC 9112, 6.1)."""
        codings = [v.lower() for name, v in self.headers if name == b"transfer-encoding"]
        return codings == [b"chunked"] and self._version == "1.1"

    def _is_head_too_large(self) -> bool:
        if len(self.headers) > _MOST_HEADERS:
            return True
        if self._head_size <= _LARGEST_HEAD:
            return False
        size = sum(len(name) + len(value) for name, value in self.headers)
        return size + len(self.url) > _LARGEST_HEAD

    def _refuse(self, status: HTTPStatus, detail: str = "The request can't be read.") -> None:
        """Answer what isn't a request that we read, and close.

        While another answer is under way there is no place for it: that ends too, cut short.
        """
        self._answered = self._refused = True
        if self.transport.is_closing():
            return
        if self._may_tell():
            self.transport.write(self._front.problem(status, detail))
        self.transport.close()
        client, told = self.client[0] if self.client else "", f"{status.value} {status.phrase}"
        self._front.journal.add(
            RequestNote(None, time.time(), client, "", "", told, 0, 0.0, "", False, None)
        )

    def _may_tell(self) -> bool:
        """Whether an answer to what was just read would stand in no other answer's place."""
        running = self._running
        if running is None or running.response_complete:
            return True
        return running is self.cycle and running.more_body and not running.response_started

    def _answer_at_once(self) -> bool:
        """Answer a GET or HEAD that the cache knows; whether it did."""
        method, headers = self.parser.get_method(), dict(self.headers)
        if method not in (b"GET", b"HEAD") or len(headers) != len(self.headers):
            return False
        if self.pipeline or not self._is_idle():
            return False
        stored = self._front.find(self.url, headers)
        if stored is None or not self._stays():
            return False
        client = self._front.clients.header_in(headers)
        self._write(stored, method.decode(), client)
        if method == b"GET":
            self._hit = KnownHead(stored, client)
        return True

    def _stays(self) -> bool:
        """Whether the connection outlives the answer; HTTP/1.0 would have to be told so."""
        return self._version == "1.1" and self._open

    def _write(self, stored: Stored, method: str, client: str | None) -> None:
        body = stored.body if method == "GET" else b""
        date = self.server_state.default_headers[0][1]
        head = b"".join((stored.head, b"date: ", date, b"\r\n\r\n"))
        if len(body) < _LARGE:
            self.transport.write(head + body)
        else:
            self.transport.writelines((head, body))
        stored.used = True
        if client is None:
            client = self.client[0] if self.client else ""
        now = time.time()
        self._front.journal.add(
            RequestNote(
                *(None, now, client, method, stored.path, stored.status, len(body), 0.0),
                *(stored.route, True, None),
            )
        )

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, unless the answer is given."""
        self._head_size = 0
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._in_head, self._head_size, self._between = True, 0, True
        self._seen = self.loop.time()
        if self._open and not self.parser.should_keep_alive():  # a trailer says so
            self._go_on(True)
        if not self._answered:
            super().on_message_complete()

    def _go_on(self, whatever: bool) -> None:
        """Have the parser read what follows a request, even if that ended in Connection: close."""
        self._going_on = whatever
        self.parser.set_dangerous_leniencies(lenient_keep_alive=whatever)

    def tend(self, now: float) -> None:
        """Close the connection if its client has had its time."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self._unsent or not unsent:
            self._unsent, self._sent_at = unsent, now
        elif now - self._sent_at > _STALLED:
            self.transport.abort()
        if unsent or not (self.cycle is None or self.cycle.response_complete):
            self._seen = now
        elif now - self._seen > _IDLE:
            self.transport.close()


def _is_foreign(line: bytes) -> bool:
    return line.rstrip(b" \r").rpartition(b" ")[2].startswith(_FOREIGN_WORDS)


async def tend_connections(connections: set[Any]) -> None:
    """Look after all connections of this process, for ever."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(1)
        for connection in list(connections):
            connection.tend(loop.time())
