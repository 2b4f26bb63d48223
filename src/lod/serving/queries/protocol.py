"""The SPARQL 1.1 Protocol's query operation, from bytes to a request. No IO, no engine.

Source: SPARQL 1.1 Protocol, 2.1 (query operation) and 2.1.4 (dataset).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote_to_bytes, urlsplit

from lod.errors import MalformedRequest, UnsupportedBody, UnsupportedCoding, UpdateRefused
from lod.rdf import is_absolute_iri

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

MAX_BODY = 1024 * 1024
"""Bytes that a request's body may have."""

_MOST_FIELDS = 1000
"""Fields of a form: a body of nothing else would take 35 MB and the best part of a second."""

_CONTENT_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(;.*)?", re.ASCII | re.DOTALL)
_CHARSET = re.compile(r';\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]*))', re.IGNORECASE)

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """One query operation.

    :param default_graphs: IRIs given as default-graph-uri, in their order, each once.
    :param named_graphs: IRIs given as named-graph-uri.
    :param timeout: seconds that the client is content with; None for the server's limit.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None

    @property
    def has_dataset(self) -> bool:
        """Whether the request gives the dataset, which overrides FROM in the query (2.1.4)."""
        return bool(self.default_graphs or self.named_graphs)


def read_request(
    method: str,
    query_string: bytes,
    content_type: str | None,
    body: bytes,
    coding: str | None = None,
) -> Request | None:
    """Read a query operation: GET (2.1.1), POST of a form (2.1.2), POST of the query (2.1.3).

    None for a GET that asks nothing: the service description is wanted.

    :param coding: what Content-Encoding says of the body.

    >>> read_request("GET", b"query=ASK+%7B%7D&timeout=2", None, b"")
    Request(query='ASK {}', default_graphs=(), named_graphs=(), timeout=2.0)
    >>> read_request("GET", b"", None, b"") is None
    True

    :raises MalformedRequest: no query or two, not UTF-8, a graph that is no IRI, a bad timeout,
        over 1000 fields.
    :raises UnsupportedBody: the body's media type or charset isn't one of the protocol.
    :raises UnsupportedCoding: the body is compressed.
    :raises UpdateRefused: the request is an update, in any of its forms.
    """
    if method == "POST":
        return _read_post(query_string, content_type, body, coding)
    return _read_get(_parameters(query_string))


def _read_get(parameters: Parameters) -> Request | None:
    names = {name for name, _ in parameters}
    _refuse_update(names)
    if "query" in names:
        return _request(_one_query(parameters), parameters)
    if names & {"default-graph-uri", "named-graph-uri"}:
        raise MalformedRequest("The request names graphs but has no “query”.")
    return None


def _read_post(
    query_string: bytes, content_type: str | None, body: bytes, coding: str | None
) -> Request:
    check_post(query_string, content_type, coding)
    parameters = _parameters(query_string)
    if _media_type(content_type) == FORM:
        merged = [*_parameters(body), *parameters]
        _refuse_update({name for name, _ in merged})
        return _request(_one_query(merged), merged)
    return _request(_not_empty(_decode(body)), parameters)


def check_post(query_string: bytes, content_type: str | None, coding: str | None) -> None:
    """Refuse a POST that gets no answer whatever its body holds.

    :raises QueryError: as :func:`read_request`.
    """
    parameters = _parameters(query_string)
    _refuse_update({name for name, _ in parameters})
    if {c.strip().lower() for c in (coding or "").split(",")} - {"", "identity"}:
        raise UnsupportedCoding("Send the query uncompressed: no Content-Encoding is read.")
    asks = any(name == "query" for name, _ in parameters)
    if _media_type(content_type) != FORM and asks:
        raise MalformedRequest("The query stands in the body and in the address: send it once.")


def _media_type(content_type: str | None) -> str:
    match = _CONTENT_TYPE.fullmatch(content_type or "")
    media_type = match[1].lower() if match else ""
    if media_type == UPDATE:
        _refuse_update({"update"})
    if match is None or media_type not in (FORM, DIRECT):
        raise UnsupportedBody(f"Send the query as {DIRECT}, or as {FORM} in a field “query”.")
    charset = _CHARSET.search(match[2] or "")
    if charset and (charset[1] or charset[2] or "").lower() not in ("utf-8", "utf8"):
        raise UnsupportedBody("The query must be in UTF-8: no other charset is read.")
    return media_type


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    if encoded.count(b"&") >= _MOST_FIELDS:
        raise MalformedRequest(f"The request has more than {_MOST_FIELDS} fields.")
    pairs = (field.partition(b"=") for field in encoded.split(b"&") if field)
    return [(_unquote(name), _unquote(value)) for name, _, value in pairs]


def _unquote(field: bytes) -> str:
    return _decode(unquote_to_bytes(field.replace(b"+", b" ")))


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest("The request is not in UTF-8.") from error


def _refuse_update(names: set[str]) -> None:
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        refuse_update()


def refuse_update() -> NoReturn:
    """Say that the endpoint is for reading.

    :raises UpdateRefused: always.
    """
    raise UpdateRefused("The endpoint is for reading: it takes queries, no updates.")


def _one_query(parameters: Parameters) -> str:
    queries = [value for name, value in parameters if name == "query"]
    if not queries:
        raise MalformedRequest("The request has no “query”.")
    if len(queries) > 1:
        raise MalformedRequest("The request has more than one “query”: send one at a time.")
    return _not_empty(queries[0])


def _not_empty(query: str) -> str:
    if not query.strip():
        raise MalformedRequest("The query is empty.")
    return query


def _request(query: str, parameters: Parameters) -> Request:
    return Request(
        query,
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        _timeout(parameters),
    )


def _graphs(parameters: Parameters, wanted: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(value for name, value in parameters if name == wanted))
    for graph in graphs:
        if not _is_iri(graph):
            raise MalformedRequest(f"{wanted}={graph!r} is not an absolute IRI.")
    return graphs


def _is_iri(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return is_absolute_iri(text)


def _timeout(parameters: Parameters) -> float | None:
    values = [value for name, value in parameters if name == "timeout"]
    if not values:
        return None
    try:
        seconds = float(values[-1])
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise MalformedRequest("“timeout” must be a number of seconds above 0.")
    return seconds
