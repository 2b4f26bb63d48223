"""The site of one release as a WSGI application (PEP 3333), to be served by other servers."""

import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lod.errors import MalformedRequest, QueryError, RequestTooLarge
from lod.release import Release, find_release, open_release
from lod.serving.app.create import create_front
from lod.serving.app.links import base_path
from lod.serving.http.addresses import join_target
from lod.serving.http.cache import AnswerCache
from lod.serving.http.current import Serving, find_service
from lod.serving.http.environ import Environ, make_environ
from lod.serving.http.front import FlaskAnswer
from lod.serving.processes import refuse_elsewhere
from lod.serving.queries.protocol import MAX_BODY
from lod.serving.queries.service import BrokerProcess, Waiter
from lod.serving.settings import Limits, ServerSettings

_PIECE = 262_144
_MIB = 1024 * 1024

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class SiteApp:
    """Answers for one release as `lod serve` does: pages, RDF, SPARQL.

    It opens the release for itself, and has a process of its own for queries, if the release has a
    store, until it is closed.
    """

    def __init__(self, directory: Path, limits: Limits, settings: ServerSettings) -> None:
        release = open_release(directory)
        broker = BrokerProcess(limits, running=release.store is not None)
        self._state = _OneRelease(release, broker.address, limits, settings.cache * _MIB)
        self._front = create_front(self._state, settings)
        self._closing = weakref.finalize(self, _close, release, broker)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        front = self._front
        asked = make_environ(_scope(environ))
        asked["lod.id"] = front.journal.new_id()
        asked["lod.client"] = environ.get("REMOTE_ADDR", "")
        asked["lod.waiting"] = Waiter()
        try:
            asked["lod.body"] = _body(environ)
        except QueryError as error:
            asked["lod.refused"] = error
        answer = front.respond(asked)
        start_response(answer.status, [*answer.headers, ("X-Request-ID", asked["lod.id"])])
        return _Body(answer, empty=environ["REQUEST_METHOD"] == "HEAD")

    def close(self) -> None:
        """End the process for queries, and give the release's files back."""
        self._front.journal.close()
        self._closing()


def _close(release: Release, broker: BrokerProcess) -> None:
    broker.close()
    release.close()


class _OneRelease:
    """Serves one release, and looks for no other."""

    def __init__(self, release: Release, broker: str, limits: Limits, cache: int) -> None:
        answers = AnswerCache(cache, base_path(release.manifest.base_iri))
        self.serving = Serving(release, find_service(release, broker, limits), answers)

    @contextmanager
    def acquire(self) -> Iterator[Serving]:
        """Lend what one request works with."""
        yield self.serving

    def look(self) -> None:
        """There is no other."""


class _Body:
    """What is sent, in pieces; whoever sends it closes it (PEP 3333, close)."""

    def __init__(self, answer: FlaskAnswer, *, empty: bool) -> None:
        self._file: IO[bytes] | None = answer.file
        self._whole = b"" if empty else answer.body
        self._empty = empty

    def __iter__(self) -> Iterator[bytes]:
        if self._whole:
            yield self._whole
        while self._file is not None and not self._empty and (piece := self._file.read(_PIECE)):
            yield piece

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()


def _scope(environ: Environ) -> dict[str, Any]:
    """Give what was asked as an ASGI scope, which the front knows how to read.

    Of the path there is only what the server decoded, of the mount point nothing.
    """
    headers = [
        (name[5:].replace("_", "-").lower(), value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    headers += [
        (name.replace("_", "-").lower(), environ[name])
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        if environ.get(name)
    ]
    return {
        "method": environ["REQUEST_METHOD"],
        "raw_path": join_target(environ.get("PATH_INFO", "").encode("latin-1") or b"/", b""),
        "query_string": environ.get("QUERY_STRING", "").encode("latin-1"),
        "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").partition("/")[2],
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "client": (environ.get("REMOTE_ADDR", ""), 0),
    }


def _body(environ: Environ) -> bytes:
    """Read the body of a POST, as long as the server says that it is.

    :raises QueryError: it is too long, or its length isn't given or isn't true.
    """
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise MalformedRequest("The length of the request's body is no number.")
    if len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
        raise RequestTooLarge(f"A query may have {MAX_BODY} bytes.")
    body: bytes = environ["wsgi.input"].read(int(length))
    if len(body) < int(length):
        raise MalformedRequest("The request's body ends before its end.")
    return body


def create_app(
    release: str | os.PathLike[str],
    limits: Limits = Limits(),  # noqa: B008 - frozen
    settings: ServerSettings = ServerSettings(access_log=False),  # noqa: B008 - frozen
) -> SiteApp:
    """Make a WSGI application that answers for a release as `lod serve` does.

    :param release: its folder, or one with ``current``; or what ``lod.open_release`` gave.
    :raises ReleaseError: there is no release, or it isn't whole.
    :raises UsageError: this isn't Linux.
    """
    refuse_elsewhere("lod.serving.create_app")
    return SiteApp(find_release(Path(release)), limits, settings)
