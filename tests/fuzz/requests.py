"""Requests of visitors: addresses, headers and queries, damaged; framed as they must be.

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
_SAMPLES = Path(__file__).parent / "samples"
_ENDINGS = ("", "", "", ".html", ".ttl", ".jsonld", ".nt", ".rdf")
_METHODS = ("GET",) * 12 + (
    "HEAD",
    "HEAD",
    "POST",
    "OPTIONS",
    "PUT",
    "DELETE",
    "TRACE",
    "PATCH",
    "GETT",
    "get",
)
_HEADERS = ("Accept",) * 6 + (
    *(
        "Accept-Encoding",
        "Accept-Language",
        "If-None-Match",
        "If-Modified-Since",
        "Range",
        "If-Range",
    ),
    *("If-Match", "If-Unmodified-Since", "Cookie", "Origin", "Referer", "User-Agent", "X-Real-IP"),
    *(
        "Forwarded",
        "X-Forwarded-For",
        "X-Request-Id",
        "Cache-Control",
        "Expect",
        "TE",
        "Upgrade",
        "Accept-Charset",
    ),
    *(
        "Content-Type",
        "Content-Encoding",
        "Prefer",
        "Access-Control-Request-Method",
        "X",
        "Content-Language",
    ),
)


def request(number: int) -> bytes:
    """Make the request of a number."""
    random = Random(f"request {number}")
    if random.random() < 0.25:
        return _query(random)
    address = f"{random.choice(_addresses())}{random.choice(_ENDINGS)}".encode()
    if random.random() < 0.6:
        address = _line(mutate(random, [address], words("address"))[:8000])
    method = random.choice(_METHODS).encode()
    body = (
        mutate(random, [b"x"], words("address")) if method in (b"POST", b"PUT", b"PATCH") else None
    )
    return _framed(random, method, address, [], body)


def _query(random: Random) -> bytes:
    """A query by GET, by POST, or in a form."""
    queries = (_SAMPLES / "queries.txt").read_bytes().splitlines()
    query = mutate(random, queries, words("sparql"))[:4000]
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
    name = random.choice(
        ("default-graph-uri", "named-graph-uri", "timeout", "format", "query", "x", "")
    )
    value = random.choice(
        ("", "x", "urn:x", "1", "0", "inf", "nan", "1e400", "²", "https://[", "%ff", "a b")
    )
    return f"&{name}={quote(value, safe='%')}".encode()


def _framed(
    random: Random, method: bytes, address: bytes, headers: Sequence[bytes], body: bytes | None
) -> bytes:
    rows = [method + b" " + address + b" HTTP/1.1", b"Host: data.example", *headers]
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        name = random.choice(_HEADERS).encode()
        value = mutate(random, words("header"), words("header"))[
            : random.choice((40, 40, 300, 8000))
        ]
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
    fixed = (_SAMPLES / "addresses.txt").read_text(encoding="utf-8").split()
    return [*fixed * 2, *(f"/{at}/{thing}" for thing in things for at in ("id", "doc"))]


if __name__ == "__main__":
    print(request(int(sys.argv[1])))
