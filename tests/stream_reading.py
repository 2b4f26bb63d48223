"""What two readers make of a stream of requests: our connection, without a socket, and h11."""

import asyncio
import re
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import h11
import uvicorn
from uvicorn.server import ServerState

from lod.serving.http.cache import AnswerCache
from lod.serving.http.clients import Clients
from lod.serving.http.connection import Connection
from lod.serving.http.front import Front

KNOWN = (b"/known/a", b"/known/b")
"""What the cache answers, once it has been asked for."""


_LINE = re.compile(rb"\A(\S+) +(\S+) +HTTP/")


class Asked(NamedTuple):
    """A request as a reader sees it."""

    method: bytes
    target: bytes
    body: bytes


class Seen(NamedTuple):
    """What our side made of a stream: requests, whether it closed, and what it answered.

    :param hits: how many of them the cache answered.
    """

    requests: list[Asked]
    closed: bool
    answered: bytes
    hits: int


class Recorder(Front):
    """The front without Flask: reads every body and answers with the target."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.hits = 0
        self.answers = AnswerCache(1_000_000)
        manifest = SimpleNamespace(base_iri="https://data.example/")
        serving: Any = SimpleNamespace(
            answers=self.answers, release=SimpleNamespace(manifest=manifest)
        )
        self._state: Any = SimpleNamespace(serving=serving)
        self.journal: Any = SimpleNamespace(add=self._note)
        self.clients = Clients(None)

    def _note(self, note: Any) -> None:
        if note.hit:
            self.hits += 1
            self.requests.append(Asked(note.method.encode(), note.path.encode(), b""))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer once the body is whole; a body that breaks off gets no answer."""
        method, body, more = scope["method"], b"", True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message["body"]
            more = message["more_body"]
        target = scope["raw_path"] + (
            b"?" + scope["query_string"] if scope["query_string"] else b""
        )
        self.requests.append(Asked(method.encode(), target, body))
        said = b"<%b>" % target
        headers = [("Content-Length", str(len(said)))]
        if method == "GET" and not body and target in KNOWN:
            environ = {"lod.target": target, "QUERY_STRING": ""}
            self.answers.keep(environ, "200 OK", headers, said)
        raw = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": said if method != "HEAD" else b""})


class Wire:
    """A transport that keeps what is written, and tells whether it may be given more."""

    def __init__(self) -> None:
        self.written = bytearray()
        self.closed = self.paused = False

    def write(self, data: bytes) -> None:
        if not self.closed:
            self.written += data

    def writelines(self, pieces: Sequence[bytes]) -> None:
        self.write(b"".join(pieces))

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def get_write_buffer_size(self) -> int:
        return 0

    def get_extra_info(self, name: str) -> Any:
        return None


class Reader:
    """Our side: connections that share a front, as those of one process do."""

    def __init__(self) -> None:
        self.front = Recorder()
        self._config = uvicorn.Config(
            self.front,
            http=Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
        )
        self._config.load()
        self._config.loaded_app = self.front
        self._state = ServerState()
        self._state.default_headers = [(b"date", b"today")]

    async def read(self, pieces: Sequence[bytes], waits: Callable[[], int]) -> Seen:
        """Give pieces to a new connection; between two of them others may run ``waits()`` times."""
        self.front.requests, self.front.hits = [], 0
        loop = asyncio.get_running_loop()
        connection, wire = Connection(self._config, self._state, {}, loop), Wire()
        connection.connection_made(wire)  # type: ignore[arg-type]
        for piece in pieces:
            if wire.closed:
                break
            connection.data_received(piece)
            for _ in range(waits()):
                await asyncio.sleep(0)
            while wire.paused and not wire.closed:
                await asyncio.sleep(0)
        await self._settle(connection, wire)
        closed = wire.closed
        connection.connection_lost(None)
        while self._state.tasks:
            await asyncio.sleep(0)
        return Seen(self.front.requests, closed, bytes(wire.written), self.front.hits)

    async def _settle(self, connection: Connection, wire: Wire) -> None:
        """Let answers go out until nothing moves: what is left waits for more of its body."""
        still = 0
        before = (0, 0)
        while still < 3 and not wire.closed and self._state.tasks:
            await asyncio.sleep(0)
            now = (len(wire.written), len(connection.pipeline))
            still, before = (still + 1 if now == before else 0), now


def targets_answered(seen: Seen) -> list[bytes]:
    """The targets that the answers speak of, in their order."""
    return re.findall(rb"<([^>]*)>", seen.answered)


def read_by_h11(data: bytes) -> tuple[list[Asked], bool]:
    """Give the requests that h11 reads, whole ones, and whether it met an error.

    Passed over first is what the parser takes beyond it, none of which frames a body: empty lines
    before a request (RFC 9112, 2.2), more than one space in its line (3).
    """
    found: list[Asked] = []
    rest: bytes | None = data
    while rest:
        try:
            asked, rest = _one_by_h11(_LINE.sub(rb"\1 \2 HTTP/", rest.lstrip(b"\r\n")))
        except h11.RemoteProtocolError:
            return found, True
        if asked is not None:
            found.append(asked)
    return found, False


def _one_by_h11(data: bytes) -> tuple[Asked | None, bytes | None]:
    """Give the first request, if it is whole, and what may be read after it."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=100_000)
    connection.receive_data(data)
    asked = Asked(b"", b"", b"")
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            # A target has no fragment (RFC 9112, 3.2); httptools drops one that is there.
            asked = Asked(event.method, event.target.partition(b"#")[0], b"")
        elif isinstance(event, h11.Data):
            asked = asked._replace(body=asked.body + event.data)
        elif isinstance(event, h11.EndOfMessage):
            stays = connection.their_state not in (h11.MUST_CLOSE, h11.CLOSED)
            return asked, connection.trailing_data[0] if stays else None
        else:
            return None, None
