"""One address for all that lead to the same answer. Pure functions.

The cache and the routes see a path as it is decoded, without the base's own path, and of a query
only what is known there: a visitor can't have an answer made anew by writing its address anew.
"""

from urllib.parse import parse_qsl, quote, unquote_to_bytes

_DIGITS = 9
_PARAMETERS = {b"doc": "offset"}
"""The one parameter that paths with this first segment know; others know none."""

_ENDPOINT = b"/sparql"
"""It reads its own: the protocol says which count, and what is too much or said twice."""


def settle_target(target: bytes, base: bytes = b"/") -> bytes:
    """Give the canonical form of a request's target.

    >>> settle_target(b"/%64ef?x=1"), settle_target(b"/lod/doc/a/b?y&off%73et=00200", b"/lod/")
    (b'/def', b'/doc/a/b?offset=200')

    :param base: the path of the base IRI.
    """
    path, _, query = target.partition(b"?")
    path = unquote_to_bytes(path)
    if base != b"/" and path.startswith(base):
        path = path[len(base) - 1 :]
    known = settle_query(path, query)
    return join_target(path, known)


def join_target(path: bytes, query: bytes) -> bytes:
    """Write a decoded path and a query as one."""
    return quote(path, safe="/:@!$&'()*+,;=~").encode() + (b"?" + query if query else b"")


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
