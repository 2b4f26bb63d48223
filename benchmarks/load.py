"""What clients do to a server, good and bad, over and over, and what counts as a failure."""

import gzip
import hashlib
import http.client
import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import peers
from clients import Request
from serve_queries import PREFIXES, QUERIES

TIMEOUT = 3.0  # seconds for a query, as the server is set
HOSTILE = {
    "count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "distinct": "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f }",
    "concat": "SELECT (GROUP_CONCAT(?c) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?c (<x:a>|!<x:a>)* ?d }",
    "nesting": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "result": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
}
Step = Callable[[http.client.HTTPConnection], str]
# A connection that is lost or refused; a body that is short or can't be read.
_LOST = (OSError, http.client.HTTPException, ValueError, EOFError, LookupError)
_IDLE = 2.0  # seconds
_LIMITED = (408, 413, 429, 503, 504)


@dataclass
class Load:
    """A server under load, and what came of it.

    :param known: the answers there may be, as (request, tag, digest); empty accepts any, as long
        as a tag stands for one body only.
    """

    server: peers.Server
    asked: Sequence[Request]
    download: str
    known: Mapping[tuple[Request, str, bytes], set[int]] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    bodies: dict[tuple[Request, str], bytes] = field(default_factory=dict)
    editions: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, failure: str = "") -> None:
        """Count an answer or a failure."""
        with self.lock:
            self.counts[kind] += 1
            if failure:
                self.failures[f"{kind}: {failure}"] += 1

    def repeat(
        self, kind: str, step: Callable[[http.client.HTTPConnection], str], pause: float
    ) -> None:
        """Do one step over and over on a kept-alive connection; a lost one is a failure."""
        connection, used = self.server.connect(), time.monotonic()
        while not self.ended.is_set():
            if time.monotonic() - used > _IDLE:
                connection.close()  # as the server does soon; the next request opens it
            try:
                failure = step(connection)
            except _LOST as error:
                failure = f"{type(error).__name__}: {error}"
                connection.close()
            used = time.monotonic()
            self.note(kind, failure)
            self.ended.wait(pause)
        connection.close()

    def document(self, connection: http.client.HTTPConnection) -> str:
        """Ask for a document; says what is wrong with the answer."""
        asked = random.choice(self.asked)
        status, headers, body = peers.get(connection, f"/{asked.path}", asked.headers)
        if status != 200:
            return f"status {status}"
        tag, digest = headers["ETag"], hashlib.sha256(body).digest()
        if self.known:
            editions = self.known.get((asked, tag, digest), set())
            self.editions |= editions if len(editions) == 1 else set()
            return "" if editions else "no release has this answer"
        same = self.bodies.setdefault((asked, tag), digest) == digest
        return "" if same else "two bodies under one tag"

    def query(self, connection: http.client.HTTPConnection) -> str:
        """Ask a short query; that many wait already is no failure, but counted."""
        text = PREFIXES + random.choice(list(QUERIES.values())[:3])
        status, body = self._post(connection, text, "reader")
        if status in _LIMITED:
            self.note(f"short queries limited by {status}")
            return ""
        return "" if status == 200 and json.loads(body) else f"status {status}: {body[:100]!r}"

    def hostile(self, connection: http.client.HTTPConnection) -> str:
        """Ask what can't be answered: refused or stopped by a limit, in time, and said so."""
        name, text = random.choice(list(HOSTILE.items()))
        start = time.monotonic()
        status, body = self._post(connection, text, f"hostile {threading.get_ident()}")
        late = time.monotonic() - start - TIMEOUT
        self.note(f"hostile {name} → {status}")
        if late > 1:
            return f"{name}: {late:.1f} s late"
        problem = status >= 400 and json.loads(body)["status"] == status and status != 500
        return "" if problem or status == 200 else f"{name}: status {status}: {body[:100]!r}"

    def _post(
        self, connection: http.client.HTTPConnection, text: str, client: str
    ) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/sparql-query", "X-Client": client}
        headers["Accept"] = "application/sparql-results+json, application/n-triples;q=0.9"
        connection.request("POST", "/sparql", text.encode(), headers)
        response = connection.getresponse()
        return response.status, response.read()

    def dump(self, connection: http.client.HTTPConnection) -> str:
        """Download a dump, whole."""
        status, _, body = peers.get(connection, f"/{self.download}")
        whole = status == 200 and gzip.decompress(body).endswith(b".\n")
        return "" if whole else f"status {status}, {len(body)} bytes"

    def abort(self, connection: http.client.HTTPConnection) -> str:
        """Break off: in the middle of a request, or of an answer, with a reset."""
        with socket.create_connection((peers.HOST, self.server.port), timeout=30) as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            head = f"GET /{self.download} HTTP/1.1\r\nHost: x\r\n"
            raw.sendall((head + random.choice(("", "\r\n"))).encode())
            raw.settimeout(0.2)
            with suppress(TimeoutError):
                raw.recv(1_000)
        return ""
