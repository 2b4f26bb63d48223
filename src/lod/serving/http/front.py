"""What stands before Flask: reads bodies in bounded time, lends a release, sends whole answers.

The ASGI application. Flask runs in threads: some for documents, others for queries, so that
queries that wait never keep a document waiting, and whole graphs in one of their own.
"""

import asyncio
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import IO, Any, NamedTuple, Protocol

from lod.errors import MalformedRequest, QueryError, RequestTooLarge, SlowRequest, TooManyWaiting
from lod.serving.app.problems import problem_document
from lod.serving.http.cache import KnownHead, Stored
from lod.serving.http.clients import Clients
from lod.serving.http.current import Serving
from lod.serving.http.environ import AsgiScope, Environ, make_environ, settle_address
from lod.serving.http.journal import Journal, RequestNote
from lod.serving.http.once import answer_once
from lod.serving.queries.protocol import MAX_BODY, check_post
from lod.serving.queries.service import Waiter

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_CHUNK = 262_144
_LOG = logging.getLogger("lod.serving.http")
_QUERY, _GRAPH, _DOCUMENT = "query", "graph", "document"
_THREADS = {_GRAPH: 1, _DOCUMENT: 8}
_MOST_INSIDE = {_GRAPH: 32, _DOCUMENT: 1000}
"""Requests of a kind at work or waiting. Whole graphs take a second each: one at a time."""

_BODY_SECONDS = 10.0
_MOST_UNSENT = 256 * 1024 * 1024
"""Bytes of answers that their readers have yet to take, in this process."""

_MOST_UNREAD = 64 * 1024 * 1024
"""Bytes of bodies that have come in part, in this process."""

_SMALL = 65_536
"""Bytes of an answer that is given however many large ones their readers leave lying."""


_NO_ROOM = "Too many requests are waiting. Ask again."
_LEFT = "499 Client Closed Request"
"""What the log says, as other servers' do, when nobody is there to take the answer."""


class State(Protocol):
    """Where the release comes from."""

    @property
    def serving(self) -> Serving:
        """What is served now, to look at."""

    def acquire(self) -> AbstractContextManager[Serving]:
        """Lend what one request works with."""

    def look(self) -> None:
        """Look for a new release now."""


class FlaskAnswer(NamedTuple):
    """What Flask said; the body whole, or in an open file."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    file: IO[bytes] | None


class Front:
    """The application around Flask's.

    What the client says of host and proxies goes no further than here: the only names are those
    of the base IRI.

    :param app: Flask's WSGI application.
    :param queries: how many requests to ``/sparql`` may be in this process at once.
    """

    def __init__(
        self, app: Any, state: State, journal: Journal, clients: Clients, queries: int
    ) -> None:
        self._app, self._state, self.journal, self.clients = app, state, journal, clients
        self._most = {_QUERY: queries, **_MOST_INSIDE}
        self._inside = dict.fromkeys(self._most, 0)
        self._unsent, self._coming = 0, 0
        self._threads = {
            kind: ThreadPoolExecutor(count, f"lod-{kind}")
            for kind, count in {_QUERY: queries, **_THREADS}.items()
        }

    def find(self, target: bytes, headers: Mapping[bytes, bytes]) -> Stored | None:
        """Find the answer to a GET or HEAD in the cache."""
        host = headers.get(b"host")
        if not host or b"," in host:
            return None
        if b"content-length" in headers or b"transfer-encoding" in headers:
            return None
        return self._state.serving.answers.find(target, headers)

    @property
    def heads(self) -> Mapping[bytes, KnownHead]:
        """Requests' heads, byte for byte, whose answer is known."""
        return self._state.serving.answers.heads

    def remember(self, head: bytes, known: KnownHead) -> None:
        """Know a request's head by its bytes from now on, if it has the address as we write it.

        Few heads are known of each answer: ``?x1``, ``?x2`` may not take the others' places.
        """
        target, settled = head[4 : head.find(b" ", 4)], known.stored.key[0]
        if target.endswith(settled) and target.count(b"?") == settled.count(b"?"):
            self._state.serving.answers.remember(head, known)

    def problem(self, status: HTTPStatus, detail: str) -> bytes:
        """Write the whole answer to what is no request: a problem document, and good-bye."""
        base = self._state.serving.release.manifest.base_iri
        body = json.dumps(problem_document(base, status, detail)).encode()
        lines = (
            f"HTTP/1.1 {status.value} {status.phrase}",
            "content-type: application/problem+json",
            f"content-length: {len(body)}",
            "cache-control: no-store",
            "connection: close",
        )
        return "\r\n".join((*lines, "", "")).encode() + body

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3.0)."""
        started = time.time()
        environ = make_environ(scope)
        environ["lod.id"] = self.journal.new_id()
        environ["lod.client"] = self.clients.name(scope)
        environ["lod.waiting"] = waiting = Waiter()
        more = [(b"x-request-id", environ["lod.id"].encode())]
        try:
            environ["lod.body"] = await self._read_body(scope, receive)
        except QueryError as error:
            environ["lod.refused"] = error
            more.append((b"connection", b"close"))
        answer = await self._answer(environ, receive)
        if self._is_too_much(len(answer.body)):
            environ["lod.refused"] = TooManyWaiting("Too many large answers are being read.")
            answer = await self._answer(environ, receive)
        self._unsent += len(answer.body)
        try:
            size = await self._send(answer, scope["method"], more, send)
        finally:
            self._unsent -= len(answer.body)
        client, path = self.clients.address(scope), scope["raw_path"].decode("latin-1")
        route, query = environ.get("lod.route", ""), environ.get("lod.serving.queries.single")
        took = time.time() - started
        self.journal.add(
            RequestNote(
                environ["lod.id"],
                started,
                client,
                scope["method"],
                path,
                _LEFT if waiting.left else answer.status,
                size,
                took,
                route,
                False,
                query,
            )
        )

    async def _read_body(self, scope: AsgiScope, receive: Receive) -> bytes:
        """Read the body of a POST; others have none that we read, but may ask leave to send one.

        :raises QueryError: it comes too slowly, is too long, or breaks off; or too many come; or
            it need not come.
        """
        asks_leave = _asks_leave(scope)
        if scope["method"] != "POST" and not asks_leave:
            return b""
        if int(dict(scope["headers"]).get(b"content-length", b"0")) > MAX_BODY:
            raise RequestTooLarge(f"A query may have {MAX_BODY} bytes.")
        if asks_leave:
            self._check_head(scope)
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                async for piece in _pieces(receive):
                    body += piece
                    self._coming += len(piece)
                    self._check_body(len(body))
        except TimeoutError as error:
            raise SlowRequest(f"The request's body took over {_BODY_SECONDS:g} seconds.") from error
        finally:
            self._coming -= len(body)
        return bytes(body)

    def _check_head(self, scope: AsgiScope) -> None:
        """Refuse what its head alone shows to be refused, before 100 (Continue) asks for its body.

        :raises QueryError: what came after the head would be read for nothing.
        """
        kind = _kind_of(scope["path"])
        if self._inside[kind] >= self._most[kind]:
            raise TooManyWaiting(_NO_ROOM)
        if scope["method"] == "POST" and kind == _QUERY:
            environ = make_environ(scope)
            given = environ.get("CONTENT_TYPE"), environ.get("HTTP_CONTENT_ENCODING")
            check_post(scope["query_string"], *given)
        elif scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            raise MalformedRequest("Nothing here takes such a body.")

    def _check_body(self, size: int) -> None:
        if size > MAX_BODY:
            raise RequestTooLarge(f"A query may have {MAX_BODY} bytes.")
        if self._coming > _MOST_UNREAD and size > _SMALL:
            raise TooManyWaiting("Too many large queries are being sent. Ask again.")

    def _is_too_much(self, size: int) -> bool:
        """Whether so much lies ready already that an answer of ``size`` bytes must wait."""
        return size > _SMALL and self._unsent > 0 and self._unsent + size > _MOST_UNSENT

    async def _answer(self, environ: Environ, receive: Receive) -> FlaskAnswer:
        """Have a thread answer; let no more in than there is room for.

        Who asks a query and leaves need not be answered.
        """
        kind = _kind_of(environ["PATH_INFO"])
        if self._inside[kind] >= self._most[kind]:
            environ["lod.refused"] = TooManyWaiting(_NO_ROOM)
            kind = _DOCUMENT
        self._inside[kind] += 1
        try:
            loop = asyncio.get_running_loop()
            answer = loop.run_in_executor(self._threads[kind], self.respond, environ)
            if kind == _QUERY and "lod.refused" not in environ:
                leaving = asyncio.create_task(_tell_if_left(receive, environ["lod.waiting"]))
                answer.add_done_callback(lambda _: leaving.cancel())
            return await answer
        finally:
            self._inside[kind] -= 1

    def respond(self, environ: Environ) -> FlaskAnswer:
        """Have Flask answer; once more if the release went while it was read."""
        before = dict(environ)
        answer = self._ask(environ)
        if environ.get("lod.gone"):
            self._state.look()
            answer = self._ask(before)
        return answer

    def _ask(self, environ: Environ) -> FlaskAnswer:
        with self._state.acquire() as serving:
            environ["lod.serving"] = serving
            settle_address(environ, serving.release.manifest.base_iri, serving.release.spelt)
            if not _may_be_kept(environ):
                return self._make(environ, serving)
            answer = answer_once(environ, serving.answers, lambda: self._make(environ, serving))
            if isinstance(answer, Stored):
                return FlaskAnswer(answer.status, answer.headers, answer.body, None)
            return answer

    def _make(self, environ: Environ, serving: Serving) -> FlaskAnswer:
        told: list[Any] = []
        pieces = self._app(environ, lambda *args: told.extend(args[:2]))
        try:
            body = b"".join(pieces)
        finally:
            pieces.close()
        status, headers = told[0], _joined(told[1])
        file = _file_of(environ, status)
        if environ["REQUEST_METHOD"] == "GET" and file is None:
            serving.answers.keep(environ, status, headers, body)
        return FlaskAnswer(status, headers, body, file)

    async def _send(
        self, answer: FlaskAnswer, method: str, more: list[tuple[bytes, bytes]], send: Send
    ) -> int:
        """Send an answer in pieces, as its reader takes them; gives its size in bytes.

        Where the rest of a file can't be read, the answer is never ended: the connection closes.
        """
        headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in answer.headers]
        status = int(answer.status[:3])
        await send({"type": "http.response.start", "status": status, "headers": headers + more})
        size = 0
        piece: bytes | None = b""
        with answer.file or io.BytesIO(answer.body) as body:
            whole = method != "HEAD"
            while whole and (piece := await self._piece(body)):
                size += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if piece is None:
                return size
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return size

    async def _piece(self, body: IO[bytes]) -> bytes | None:
        """Read on in a body; None if it can't be. A thread inflates what lies compressed."""
        if isinstance(body, io.BytesIO):
            return body.read(_CHUNK)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads[_DOCUMENT], body.read, _CHUNK)
        except OSError as error:
            _LOG.error("an answer breaks off, as its file can't be read: %s", error)
            return None


def _asks_leave(scope: AsgiScope) -> bool:
    """Whether the client waits for 100 (Continue) before it sends the body (RFC 9110, 10.1.1)."""
    if scope["http_version"] != "1.1":
        return False
    return any(n == b"expect" and v.lower() == b"100-continue" for n, v in scope["headers"])


async def _tell_if_left(receive: Receive, waiting: Waiter) -> None:
    """Wait until the client has left, and say so."""
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.leave()


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """Give the pieces of a body as they come.

    :raises MalformedRequest: it breaks off.
    """
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise MalformedRequest("The request's body ends before its end.")
        yield message.get("body", b"")
        more = bool(message.get("more_body"))


def _kind_of(path: str) -> str:
    """Tell what takes a thread for itself from what is done at once."""
    if path.endswith("/sparql"):
        return _QUERY
    return _GRAPH if "/graph/" in path or "/spec/" in path else _DOCUMENT


def _may_be_kept(environ: Environ) -> bool:
    """Whether a request is one for a document that is in order."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "lod.refused" in environ:
        return False
    return bool(environ["lod.host_ok"]) and environ["PATH_INFO"] != "/sparql"


def _file_of(environ: Environ, status: str) -> IO[bytes] | None:
    """Give the open file that is the body; an answer that isn't 200 has another body, or none."""
    file: IO[bytes] | None = environ.pop("lod.file", None)
    if file is None or status.startswith("200"):
        return file
    file.close()
    return None


def _joined(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put headers of one name into one line (RFC 9110, 5.3)."""
    table: dict[str, str] = {}
    for name, value in headers:
        table[name] = f"{table[name]}, {value}" if name in table else value
    return list(table.items())
