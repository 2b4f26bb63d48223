"""Eight queries over HTTP, side by side: lod's /sparql, Oxigraph's server, rdflib-endpoint.

One client, one kept-alive connection to each server. lod and Oxigraph are asked in turn, each first
as often as the other; then rdflib-endpoint by itself: its seconds of Python between theirs would
leave the processor's caches cold. Every request's text is new (a comment), so that nobody answers
from a cache; the number of results is compared.
"""

import argparse
import http.client
import json
import re
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import peers
import pyoxigraph as ox
from projects import Synthetic, release

from lod.files import InflatedFile

_BASE = "https://data.tillvaxtverket.example/"
PREFIXES = f"PREFIX fp: <{_BASE}def/> PREFIX schema: <https://schema.org/>\n"
_PROJECT = f"<{_BASE}id/project/hall-ut-0000001>"
QUERIES = {
    "ask": f"ASK {{ {_PROJECT} a fp:FundedProject }}",
    "one project's owner": f"SELECT * {{ {_PROJECT} fp:projectOwner/schema:name ?owner }}",
    "50 projects with owners": (
        "SELECT * { ?p a fp:FundedProject ; schema:name ?name ; "
        "fp:projectOwner/schema:name ?owner } LIMIT 50"
    ),
    "projects by county": (
        "SELECT ?county (COUNT(?p) AS ?n) { ?p fp:projectOwner/schema:areaServed/"
        "schema:containedInPlace/schema:name ?county FILTER(LANG(?county) = 'sv') } "
        "GROUP BY ?county"
    ),
    "active in June 2012": (
        "SELECT (COUNT(?p) AS ?n) { ?p fp:period ?t . ?t fp:earliestStart ?s ; fp:latestEnd ?e "
        'FILTER(?s <= "2012-06-30"^^<http://www.w3.org/2001/XMLSchema#date> && '
        '?e >= "2012-06-01"^^<http://www.w3.org/2001/XMLSchema#date>) }'
    ),
    "text that contains a word": (
        "SELECT ?p { ?p a fp:FundedProject ; schema:description ?d "
        "FILTER(CONTAINS(LCASE(?d), 'kristianstad')) } LIMIT 100"
    ),
    "construct a project": (
        f"CONSTRUCT {{ {_PROJECT} ?p ?o . ?o schema:name ?n }} "
        f"{{ {_PROJECT} ?p ?o OPTIONAL {{ ?o schema:name ?n }} }}"
    ),
    "10,000 rows": "SELECT ?p ?name { ?p a fp:FundedProject ; schema:name ?name } LIMIT 10000",
}
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_GIVE_UP = 60.0  # seconds for one answer
_BUDGET = 20_000.0  # milliseconds for one slow server and query
_LEAST = 3
_IDLE = 2.0  # seconds; servers close connections that were idle for some more
_FEW = 10


@dataclass(slots=True)
class Timing:
    """The milliseconds of one server's answers to one query, and how many results they had.

    :param failed: why there are no more.
    """

    times: list[float] = field(default_factory=list)
    results: int | None = None
    failed: str = ""

    @property
    def wanted(self) -> bool:
        """Whether to ask again: not after a failure, nor when a slow one had its time."""
        return not self.failed and (sum(self.times) < _BUDGET or len(self.times) < _LEAST)

    def forget_first(self) -> None:
        """Take the first for warming up, unless there won't be many."""
        if self.times and self.times[0] * _LEAST < _BUDGET:
            del self.times[0]

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.times)

    def __str__(self) -> str:
        few = f" ({len(self.times)} times)" if len(self.times) < _FEW else ""
        return self.failed or f"{self.median:,.2f}{few}"


@dataclass(slots=True)
class Client:
    """One kept-alive connection to a server.

    :param lost: whether the server is still busy with a query that nobody waits for.
    """

    server: peers.Server
    path: str
    connection: http.client.HTTPConnection
    used: float = 0.0
    lost: bool = False

    def ask(self, query: str, timing: Timing) -> None:
        """Send a query; note the time to the whole answer, and the number of its results."""
        if self.lost:
            timing.failed = "not asked"
            return
        if time.perf_counter() - self.used > _IDLE:
            self.connection.close()
            self.connection.connect()
        start = time.perf_counter()
        try:
            address = f"{self.path}?query={quote(PREFIXES + query)}"
            status, headers, body = peers.get(self.connection, address, {"Accept": _ACCEPT})
        except TimeoutError:
            timing.failed, self.lost = f"> {_GIVE_UP:.0f} s", True
            return
        except (OSError, http.client.HTTPException) as error:
            timing.failed = type(error).__name__
            return
        self.used = time.perf_counter()
        timing.times.append((self.used - start) * 1_000)
        if status != 200:
            problem = re.search(rb"problems/([a-z-]+)", body)
            timing.failed = f"{status} {problem[1].decode() if problem else ''}".strip()
        elif timing.results is None:
            timing.results = _count(headers.get_content_type(), body)


def _count(media_type: str, body: bytes) -> int:
    if not media_type.endswith("json"):
        form = ox.RdfFormat.from_media_type(media_type)
        return len({quad.triple for quad in ox.parse(body, format=form or ox.RdfFormat.N_TRIPLES)})
    found = json.loads(body)
    return int(found["boolean"]) if "boolean" in found else len(found["results"]["bindings"])


def compare(clients: Sequence[Client], query: str, times: int) -> list[Timing]:
    """Ask all servers in turn, ``times`` times after a first that doesn't count."""
    timings = [Timing() for _ in clients]
    for number in range(times + 1):
        pairs = deque(zip(clients, timings, strict=True))
        pairs.rotate(number)  # who comes after a slow one finds the processor's caches cold
        for client, timing in pairs:
            if timing.wanted:
                client.ask(f"{query} # {number}", timing)
        if not number:
            for timing in timings:
                timing.forget_first()
    return timings


def run(count: int, times: int, folder: Path) -> None:
    """Print the table for so many projects."""
    current = release(Synthetic(count)) / "current"
    pairs, alone = _pairs(current, folder, times), _alone(current, folder, times)
    rows = list(map(_row, QUERIES, *zip(*pairs, strict=True), alone))
    titles = ("query", "results", "lod, ms", "oxigraph, ms", "overhead, ms", "overhead, %")
    print(f"\n{count:,} projects, medians of {times}\n")
    print(peers.table((*titles, "rdflib-endpoint, ms"), rows))


def _pairs(current: Path, folder: Path, times: int) -> list[list[Timing]]:
    """Time lod and Oxigraph's server, for each query."""
    settings = {"serve": {"processes": 1, "access_log": False}}
    with (
        peers.lod(current.parent, folder, settings) as lod,
        peers.oxigraph(current.resolve() / "store", folder) as oxigraph,
    ):
        clients = [Client(lod, "/sparql", lod.connect(_GIVE_UP))]
        clients.append(Client(oxigraph, "/query", oxigraph.connect(_GIVE_UP)))
        return [compare(clients, query, times) for query in QUERIES.values()]


def _alone(current: Path, folder: Path, times: int) -> list[Timing]:
    """Time rdflib-endpoint, for each query."""
    start = time.perf_counter()
    try:
        with peers.rdflib_endpoint(_triples(current, folder), folder) as server:
            print(f"rdflib-endpoint was ready after {time.perf_counter() - start:.0f} s")
            client = Client(server, "/", server.connect(_GIVE_UP))
            return [compare([client], query, times)[0] for query in QUERIES.values()]
    except ChildProcessError:
        print(f"rdflib-endpoint wasn't ready after {time.perf_counter() - start:.0f} s")
        return [Timing(failed="not ready") for _ in QUERIES]


def _triples(current: Path, folder: Path) -> Path:
    """Write the union of all graphs for rdflib."""
    file = folder / "union.nt"
    with InflatedFile(current / "data.nq.gz").buffered() as lines:
        quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
        ox.serialize((q.triple for q in quads), output=str(file), format=ox.RdfFormat.N_TRIPLES)
    return file


def _row(title: str, ours: Timing, peer: Timing, other: Timing) -> list[str]:
    """Write a row; numbers of results that differ are all shown."""
    found = dict.fromkeys(str(t.results) for t in (ours, peer, other) if t.results is not None)
    more = ["–", "–"]
    if not ours.failed and not peer.failed:
        more = [
            f"{ours.median - peer.median:+.2f}",
            f"{(ours.median / peer.median - 1) * 100:+.0f}",
        ]
    return [title, " ≠ ".join(found), str(ours), str(peer), *more, str(other)]


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    given = parser.parse_args()
    peers.begin(*peers.versions("oxigraph", "rdflib-endpoint[cli]"))
    for count in (1_000,) if given.quick else (10_000, 100_000):
        with tempfile.TemporaryDirectory(prefix="lod-queries-") as folder:
            run(count, 10 if given.quick else 100, Path(folder))


if __name__ == "__main__":
    main()
