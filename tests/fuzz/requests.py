"""Requests that a visitor may send: addresses, headers and queries, damaged. Framed as they must be.

``python -m fuzz.requests NUMBER`` shows one.
"""

import csv
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import quote

from fuzz.mutators import mutate
from fuzz.words import words

ROOT = Path(__file__).parents[2]
_FIXED = """/ /def /def/FundedProject /def/stage /def/stage/ongoing /spec/funded-projects /catalog /sparql
/set/lokalt-och-regionalt-tillvaxtarbete /graph/curated /graph/ontology /graph/reference /graph/catalog
/graph/programsida-2013-11-15 /source/programsida-2013-11-15 /doc/source/programsida-2013-11-15 /health
/ready /metrics /problems/not-found /problems/malformed-query /doc/area/2481 /id/area/24 /spec/project"""
_ENDINGS = ("", "", "", ".html", ".ttl", ".jsonld", ".nt", ".rdf")
_METHODS = ("GET",) * 12 + ("HEAD", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH", "GETT", "get")
_HEADERS = ("Accept",) * 6 + (
    *("Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range", "If-Range"),
    *("If-Match", "If-Unmodified-Since", "Cookie", "Origin", "Referer", "User-Agent", "X-Real-IP"),
    *("Forwarded", "X-Forwarded-For", "X-Request-Id", "Cache-Control", "Expect", "TE", "Upgrade", "Accept-Charset"),
    *("Content-Type", "Content-Encoding", "Prefer", "Access-Control-Request-Method", "X", "Content-Language"),
)
_QUERIES = (
    "SELECT ?s ?o WHERE { ?s a ?o } LIMIT 5",
    "PREFIX schema: <https://schema.org/> CONSTRUCT { ?s schema:name ?n } WHERE { ?s schema:name ?n } LIMIT 9",
    "DESCRIBE <https://data.tillvaxtverket.example/id/project/hall-ut>",
    'ASK { ?s ?p "Håll ut"@sv . FILTER(isIRI(?s) && STRLEN(STR(?s)) > 3) }',
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g HAVING(COUNT(*) > 2) ORDER BY DESC(?n)",
    "SELECT * { VALUES ?x { 1 'a' <urn:x> UNDEF } OPTIONAL { ?x <urn:p>/<urn:q>* ?y } MINUS { ?x a ?z } }",
    "SELECT ?t { BIND(TRIPLE(<a:s>, <a:p>, 1) AS ?t) } UNION { BIND(NOW() AS ?t) }",
)


def request(number: int) -> bytes:
    """Make the request of a number."""
    random = Random(f"request {number}")
    if random.random() < 0.25:
        return _query(random)
    address = random.choice(_addresses()) + random.choice(_ENDINGS)
    if random.random() < 0.6:
        address = _line(mutate(random, [address.encode()], words("address"))[:8000])
    else:
        address = address.encode()
    method = random.choice(_METHODS).encode()
    body = mutate(random, [b"x"], words("address")) if method in (b"POST", b"PUT", b"PATCH") else None
    return _framed(random, method, address, [], body)


def _query(random: Random) -> bytes:
    """A query by GET, by POST, or in a form."""
    seeds = [query.encode() for query in _QUERIES]
    query = mutate(random, seeds, words("sparql"))[:4000]
    way = random.choice(("get", "get", "post", "form"))
    if way == "post":
        kind = b"Content-Type: application/sparql-query"
        return _framed(random, b"POST", b"/sparql", [kind], query)
    parameters = b"query=" + quote(query).encode() + _more(random)
    if way == "get":
        return _framed(random, b"GET", b"/sparql?" + parameters, [], None)
    kind = b"Content-Type: application/x-www-form-urlencoded"
    return _framed(random, b"POST", b"/sparql", [kind], parameters)


def _more(random: Random) -> bytes:
    if random.random() < 0.7:
        return b""
    name = random.choice(("default-graph-uri", "named-graph-uri", "timeout", "format", "query", "x", ""))
    value = random.choice(("", "x", "urn:x", "1", "0", "inf", "nan", "1e400", "²", "https://[", "%ff", "a b"))
    return f"&{name}={quote(value, safe='%')}".encode()


def _framed(
    random: Random, method: bytes, address: bytes, headers: Sequence[bytes], body: bytes | None
) -> bytes:
    rows = [method + b" " + address + b" HTTP/1.1", b"Host: data.example", *headers]
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        name = random.choice(_HEADERS).encode()
        value = mutate(random, words("header"), words("header"))[: random.choice((40, 40, 300, 8000))]
        rows.append(name + b": " + _line(value))
    if random.random() < 0.1:
        rows.append(b"Connection: close")
    if body is None:
        return b"\r\n".join([*rows, b"", b""])
    if random.random() < 0.3:
        chunk = b"%x\r\n%s\r\n" % (len(body), body) if body else b""
        return b"\r\n".join([*rows, b"Transfer-Encoding: chunked", b"", chunk + b"0\r\n\r\n"])
    return b"\r\n".join([*rows, b"Content-Length: %d" % len(body), b"", body])


def _line(value: bytes) -> bytes:
    """Leave out what would end the line: a request stays one request."""
    return value.replace(b"\r", b"").replace(b"\n", b"")


@cache
def _addresses() -> Sequence[str]:
    with (ROOT / "data/keys.csv").open(encoding="utf-8", newline="") as file:
        things = [f"{row['kind']}/{row['key']}" for row in csv.DictReader(file)]
    return [*_FIXED.split() * 2, *(f"/{at}/{thing}" for thing in things for at in ("id", "doc"))]


if __name__ == "__main__":
    print(request(int(sys.argv[1])))
