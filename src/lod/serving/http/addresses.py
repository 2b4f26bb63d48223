"""One address for all that lead to the same answer. Pure functions.

The cache and the routes see a path as it is decoded, without the base's own path, and of a query
only what is known there: a visitor can't have an answer made anew by writing its address anew.
"""

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes

_DIGITS = 9
_PARAMETERS = {b"doc": "offset"}
"""The one parameter that paths with this first segment know; others know none."""

_GRAPHS, _OCTET = b"/graph/", re.compile(rb"%[0-9A-Fa-f]{2}|.", re.DOTALL)
_ENDPOINT = b"/sparql"
"""It reads its own: the protocol says which count, and what is too much or said twice."""


def settle_target(target: bytes, base: bytes = b"/", spelt: bool = False) -> bytes:
    """Give the canonical form of a request's target.

    >>> settle_target(b"/%64ef?x=1"), settle_target(b"/lod/doc/a/b?y&off%73et=00200", b"/lod/")
    (b'/def', b'/doc/a/b?offset=200')

    :param base: the path of the base IRI.
    :param spelt: whether two addresses of graphs that are decoded alike may be two graphs'.
    """
    raw, _, query = target.partition(b"?")
    path = unquote_to_bytes(raw)
    if base != b"/" and path.startswith(base):
        path = path[len(base) - 1 :]
    known = settle_query(path, query)
    return join_target(path, known, raw if spelt else None)


def join_target(path: bytes, query: bytes, raw: bytes | None = None) -> bytes:
    """Write a decoded path and a query as one.

    :param raw: the path as the client wrote it, if a graph's address is to stay so.
    """
    if raw is None or not path.startswith(_GRAPHS):
        address = quote(path, safe="/:@!$&'()*+,;=~").encode()
    else:
        address = _GRAPHS + as_written(raw, path[len(_GRAPHS) :])
    return address + (b"?" + query if query else b"")


def as_written(raw: bytes, end: bytes) -> bytes:
    """Give the end of a path as the client wrote it.

    >>> as_written(b"/l%6fd/graph/%252e", b"%2e")
    b'%252e'

    :param end: the same, decoded.
    """
    octets = _OCTET.findall(raw)
    return b"".join(octets[len(octets) - len(end) :])


def settle_query(path: bytes, query: bytes) -> bytes:
    """Give what the path knows of a query.

    >>> settle_query(b"/doc/a/b", b"offset=0"), settle_query(b"/doc/a/b", b"offset=x&offset=2")
    (b'', b'offset=x')

    :param path: decoded, under the base.
    """
    if not query or path == _ENDPOINT:
        return query
    known = _PARAMETERS.get(path.partition(b"/")[2].partition(b"/")[0])
    if known is None or path.count(b"/") != 3:
        return b""
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name == known:
            return _settle_number(known, value)
    return b""


def _settle_number(name: str, value: str) -> bytes:
    number = value.lstrip("0") if value else "?"
    if not number:
        return b""  # the first page, which needs no number
    return f"{name}={quote(number[: _DIGITS + 1])}".encode()
