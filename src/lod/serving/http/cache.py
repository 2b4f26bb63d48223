"""Whole answers kept in memory, per path and variant, bounded by bytes.

It hangs on the release and goes with it, so nothing in it is ever out of date. A hit takes no
lock. What goes first is what was not asked for since the hand last came round (CLOCK).
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar

from lod.rdf import DOCUMENT_FORMATS, HTML, Format, negotiate
from lod.serving.http.addresses import settle_target
from lod.serving.http.codings import choose_coding
from lod.serving.http.conditions import precondition

HOME_FORMATS = (HTML, *(f for f in DOCUMENT_FORMATS if f is not HTML))
"""What the first page is negotiated among: people come first there."""

_MOST_MADE = 32 << 20
_OVERHEAD = 800  # bytes that an entry takes beside head and body, about
_MOST_HEADERS, _LONGEST_HEADER = 1000, 500
_MOST_ASKED, _LONGEST_ASKED, _OVERHEAD_ASKED = 16, 2000, 250
_CONDITIONS = ("If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since")
_NOT_IN_304 = (
    "content-type",
    "content-length",
    "content-language",
    "content-encoding",
    "last-modified",
)
V = TypeVar("V")


class Memo(dict[bytes | None, V]):
    """What a function gave for each value of a header; headers are few, but a visitor's."""

    def __init__(self, function: Callable[[str | None], V]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, header: bytes | None) -> V:
        found = self._function(None if header is None else header.decode("latin-1"))
        if header is None or len(header) <= _LONGEST_HEADER:
            if len(self) >= _MOST_HEADERS:
                self.clear()
            self[header] = found
        return found


def _chosen(formats: Sequence[Format]) -> Callable[[str | None], str]:
    """Give what names the variant that an Accept header leads to."""

    def choose(accept: str | None) -> str:
        choice = negotiate(accept, formats)
        return choice.content_type if choice else ""

    return choose


class Stored:
    """An answer ready to send.

    :param key: the settled target, variant and coding; who looks for them finds it.
    ``asked`` are the heads of requests that are known to ask for it.
    :param environ: of the request that it answered.
    """

    __slots__ = (
        "_modified",
        "_tag",
        "asked",
        "body",
        "head",
        "key",
        "path",
        "route",
        "size",
        "status",
        "used",
    )

    def __init__(
        self,
        key: tuple[bytes, tuple[str, str | None]],
        environ: Mapping[str, Any],
        status: str,
        headers: list[tuple[str, str]],
        body: bytes,
    ) -> None:
        self.key, self.status, self.body = key, status, body
        lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers)
        self.head = f"HTTP/1.1 {status}\r\n{lines}".encode("latin-1")
        self.route = environ.get("lod.route", "")
        self.size = len(body) + len(self.head) + _OVERHEAD
        self.path = environ.get("lod.path", key[0]).decode("latin-1")
        self.asked = list[bytes]()
        self.used = False
        self._tag = dict(headers).get("ETag", "").strip('"')
        self._modified = environ.get("lod.modified")

    def under(self, headers: Mapping[bytes, bytes]) -> "Stored | None":
        """Give what answers under the request's conditions; None leaves it to the application."""
        if not self._tag or self._modified is None:
            return self
        given = {
            name: headers[key].decode("latin-1")
            for name in _CONDITIONS
            if (key := name.lower().encode()) in headers
        }
        outcome = precondition(given, self._tag, self._modified)
        if outcome is None:
            return self
        return self._unchanged() if outcome == HTTPStatus.NOT_MODIFIED else None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The answer's headers, names in lower case."""
        lines = [line.partition(": ") for line in self.head.decode("latin-1").split("\r\n")[1:-1]]
        return [(name, value) for name, _, value in lines]

    def _unchanged(self) -> "Stored":
        """Make the 304 that says that this is still the answer."""
        kept = [(name, value) for name, value in self.headers if name not in _NOT_IN_304]
        environ = {"lod.route": self.route, "lod.path": self.path.encode("latin-1")}
        return Stored(self.key, environ, "304 Not Modified", kept, b"")


class KnownHead(NamedTuple):
    """What a request's head, byte for byte, asks for; and the client that a proxy names in it."""

    stored: Stored
    client: str | None


class MadeBodies:
    """What is made once a release: who asks meanwhile waits for it.

    :param limit: bytes that are kept; what comes beyond is made each time.
    """

    def __init__(self, limit: int) -> None:
        self._room, self._kept = limit, dict[tuple[str, str], bytes]()
        self._turns, self._lock = dict[Hashable, _Turn](), threading.Lock()

    def get(self, key: tuple[str, str], make: Callable[[], bytes]) -> bytes:
        """Give what is kept under ``key``, or have it made."""
        with self.turn(key):
            found = self._kept.get(key)
            if found is None:
                found = make()
                with self._lock:
                    if len(found) <= self._room:
                        self._kept[key], self._room = found, self._room - len(found)
            return found

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """Let one thread at a time work on what ``key`` names."""
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.users += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.users -= 1
                if not turn.users:
                    del self._turns[key]


class _Turn:
    """A lock, and how many hold it or wait for it."""

    def __init__(self) -> None:
        self.lock, self.users = threading.Lock(), 0


class AnswerCache:
    """Answers of one release.

    ``made`` are the bodies that take longest, before they are coded.

    :param limit: bytes; 0 keeps nothing.
    :param base: path of the base IRI.
    :param spelt: see :func:`settle_target`.
    """

    variants: Mapping[str, Memo[str]] = {
        "": Memo(lambda _: ""),  # not negotiated
        "document": Memo(_chosen(DOCUMENT_FORMATS)),
        "home": Memo(_chosen(HOME_FORMATS)),
    }
    codings = Memo(choose_coding)

    def __init__(self, limit: int, base: str = "/", spelt: bool = False) -> None:
        self._limit, self.size, self._spelt = limit, 0, spelt
        self._base, self.made = base.encode(), MadeBodies(_MOST_MADE)
        self._targets: dict[bytes, tuple[str, dict[tuple[str, str | None], Stored]]] = {}
        self._ring: deque[Stored] = deque()
        self.heads: dict[bytes, KnownHead] = {}
        self._lock = threading.Lock()

    def find(self, target: bytes, headers: Mapping[bytes, bytes]) -> Stored | None:
        """Find the answer to a GET or HEAD.

        :param target: as the request has it.
        :param headers: names in lower case.
        """
        return self.look(settle_target(target, self._base, self._spelt), headers)

    def look(self, target: bytes, headers: Mapping[bytes, bytes]) -> Stored | None:
        """Find the answer to a GET or HEAD of a settled target."""
        known = self._targets.get(target)
        if known is None:
            return None
        kind, variants = known
        variant = self.variants[kind][headers.get(b"accept")]
        found = variants.get((variant, self.codings[headers.get(b"accept-encoding")]))
        if found is None:
            return None
        found.used = True
        return found.under(headers) if _is_conditional(headers) else found

    def keep(
        self, environ: Mapping[str, Any], status: str, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        """Keep the answer to a GET, if it is one that may be kept.

        :param environ: with ``lod.target``, settled, and if the Accept header decided
            ``lod.negotiated``: ``document`` or ``home``, for what it was negotiated among.
        """
        if not self._may_keep(environ, status, headers, body):
            return
        accept, coding = (_header(environ, name) for name in ("ACCEPT", "ACCEPT_ENCODING"))
        kind = environ.get("lod.negotiated", "")
        key = environ["lod.target"], (self.variants[kind][accept], self.codings[coding])
        self._put(kind, Stored(key, environ, status, headers, body))

    def remember(self, head: bytes, known: KnownHead) -> None:
        """Know a request by the bytes of its head, for as long as its answer is kept."""
        stored = known.stored
        with self._lock:
            _, variants = self._targets.get(stored.key[0], ("", {}))
            kept = variants.get(stored.key[1]) is stored
            if kept and len(stored.asked) < _MOST_ASKED and len(head) <= _LONGEST_ASKED:
                self.heads[head] = known
                stored.asked.append(head)
                stored.size += len(head) + _OVERHEAD_ASKED
                self.size += len(head) + _OVERHEAD_ASKED
                self._shrink()

    def _may_keep(
        self, environ: Mapping[str, Any], status: str, headers: list[tuple[str, str]], body: bytes
    ) -> bool:
        if status[:3] not in ("200", "303", "308"):
            return False
        if any(f"HTTP_{n.upper().replace('-', '_')}" in environ for n in _CONDITIONS):
            return False
        if not environ["lod.target"].startswith(b"/") or len(body) > self._limit // 8:
            return False
        table = dict(headers)
        known = (
            {"Accept", "Accept-Encoding"} if "lod.negotiated" in environ else {"Accept-Encoding"}
        )
        varies = set(table.get("Vary", "").replace(" ", "").split(","))
        return varies <= known | {""} and table.get("Cache-Control") != "no-store"

    def _put(self, kind: str, stored: Stored) -> None:
        target, variant = stored.key
        with self._lock:
            _, variants = self._targets.setdefault(target, (kind, {}))
            if variant in variants:
                return
            variants[variant] = stored
            self._ring.append(stored)
            self.size += stored.size
            self._shrink()

    def _shrink(self) -> None:
        while self.size > self._limit:
            stored = self._ring.popleft()
            if stored.used:
                stored.used = False
                self._ring.append(stored)
            else:
                self._drop(stored)

    def _drop(self, stored: Stored) -> None:
        target, variant = stored.key
        self.size -= stored.size
        for head in stored.asked:
            self.heads.pop(head, None)
        _, variants = self._targets[target]
        del variants[variant]
        if not variants:
            del self._targets[target]


def _is_conditional(headers: Mapping[bytes, bytes]) -> bool:
    return (
        b"if-none-match" in headers
        or b"if-modified-since" in headers
        or b"if-match" in headers
        or b"if-unmodified-since" in headers
    )


def _header(environ: Mapping[str, Any], name: str) -> bytes | None:
    value = environ.get(f"HTTP_{name}")
    return None if value is None else str(value).encode("latin-1")
