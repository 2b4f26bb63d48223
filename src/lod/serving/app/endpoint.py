"""``/sparql``: the SPARQL 1.1 Protocol over HTTP, its form for people, its description.

It raises QueryError and HTTPException; how they look is not its matter.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, g, render_template, request

from lod.errors import NotAcceptableResult, RequestTooLarge
from lod.rdf import (
    GRAPH_FORMATS,
    HTML,
    JSONLD,
    NTRIPLES,
    RDFXML,
    SOLUTION_FORMATS,
    SPARQL_JSON,
    TSV,
    TURTLE,
    Format,
    negotiate,
)
from lod.serving.queries.description import describe_service
from lod.serving.queries.protocol import MAX_BODY, Request, read_request
from lod.serving.queries.service import QueryAnswer, Waiter
from lod.words import counted, msg

ENDPOINT = "/sparql"
METHODS = "GET, HEAD, POST, OPTIONS"
MAX_ROWS = 1000
"""Rows of a result that the page shows; the other formats give them all."""

RESULT_GLIMPSE = 512 * 1024
"""Bytes of a large result that the page is made of: a web process has no time for more."""

_OFFERS = (*SOLUTION_FORMATS, *GRAPH_FORMATS, HTML)
_FOR_PAGE = f"{TSV.media_type}, {SPARQL_JSON.media_type};q=0.5, {TURTLE.media_type}"
_WRITERS = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSONLD: ox.RdfFormat.JSON_LD,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
}
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_EXAMPLE = "SELECT ?type (COUNT(*) AS ?number)\nWHERE { ?thing a ?type }\nGROUP BY ?type\n"


class QueryRunner(Protocol):
    """What answers queries: :class:`lod.serving.queries.service.QueryService`."""

    @property
    def union(self) -> bool:
        """Whether the default graph is the union."""

    def run(
        self,
        request: Request,
        accept: str | None,
        base: str | None = None,
        client: str = "",
        waiting: Waiter | None = None,
    ) -> QueryAnswer:
        """Answer a query."""


class ServedManifest(Protocol):
    """What the release says of itself."""

    @property
    def base_iri(self) -> str:
        """The canonical base of all IRIs."""

    @property
    def spoken(self) -> Sequence[str]:
        """The languages in which lod speaks for it."""


class ServedRelease(Protocol):
    """The release that is being served."""

    @property
    def manifest(self) -> ServedManifest:
        """What it says of itself."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix → IRI."""

    @property
    def graphs(self) -> frozenset[str]:
        """IRIs of the named graphs."""


class Lod(Protocol):
    """What ``flask.g.lod`` is while a request is answered."""

    @property
    def queries(self) -> QueryRunner:
        """What answers queries."""

    @property
    def release(self) -> ServedRelease:
        """The release that is being served."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A SELECT's or ASK's result for the page.

    :param rows: cells as (text, IRI to link to or None, language or None).
    :param more: how many rows are left out; None for a large result, which isn't counted.
    """

    columns: list[str]
    rows: list[list[tuple[str, str | None, str | None]]]
    more: int | None = 0
    boolean: bool | None = None


def endpoint(path: str = ENDPOINT) -> Blueprint:
    """Make the blueprint that serves the endpoint at ``path``.

    It reads ``flask.g.lod``, shaped as :class:`Lod`, which the app sets before each request.
    """
    blueprint = Blueprint("sparql", __name__)
    blueprint.add_url_rule(
        path,
        "endpoint",
        _serve,
        methods=["GET", "POST", "OPTIONS"],
        provide_automatic_options=False,
    )
    return blueprint


def _serve() -> Response:
    if request.method == "OPTIONS":
        return _options()
    if (refused := request.environ.get("lod.refused")) is not None:
        raise refused
    body = _read_body() if request.method == "POST" else b""
    content_type = request.headers.get("Content-Type")
    coding = request.headers.get("Content-Encoding")
    asked = read_request(request.method, request.query_string, content_type, body, coding)
    accept = request.headers.get("Accept")
    if asked is None:
        return _page() if _wants_page(accept) else _description(accept)
    lod: Lod = g.lod
    base = lod.release.manifest.base_iri
    client = request.environ.get("lod.client", "")
    if current_app.config.get("LOG_QUERIES"):
        request.environ["lod.serving.queries.single"] = asked.query
    waiting = request.environ.get("lod.waiting")
    if _wants_page(accept):
        return _page(asked, lod.queries.run(asked, _FOR_PAGE, base, client, waiting))
    answer = lod.queries.run(asked, accept, base, client, waiting)
    return _respond(answer.body, answer.content_type, lasts=not answer.volatile)


def _options() -> Response:
    """Answer a CORS preflight too: a browser asks before it posts a query directly."""
    response = Response(status=204)
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _read_body() -> bytes:
    """Give the body, as the front has read it; in a test client, from the stream."""
    body = request.environ.get("lod.body")
    if body is None:
        body = request.stream.read(MAX_BODY + 1)
        if len(body) > MAX_BODY:
            raise RequestTooLarge(f"A query may have {MAX_BODY} bytes.")
    return bytes(body)


def _wants_page(accept: str | None) -> bool:
    """A page is for those who prefer HTML to every format of data, by its own name."""
    choice = negotiate(accept, _OFFERS)
    return choice is not None and choice.media_type == HTML.media_type


def _description(accept: str | None) -> Response:
    choice = negotiate(accept, GRAPH_FORMATS)
    if choice is None:
        offers = ", ".join(f.media_type for f in (*GRAPH_FORMATS, HTML))
        raise NotAcceptableResult(f"The service description is offered as {offers}.")
    lod: Lod = g.lod
    base, graphs = lod.release.manifest.base_iri, lod.release.graphs
    return _respond(_described(base, graphs, lod.queries.union, choice.format), choice.content_type)


@lru_cache(2 * len(GRAPH_FORMATS))  # of the release that is served, and of the one before
def _described(base: str, graphs: frozenset[str], union: bool, form: Format) -> bytes:
    triples = describe_service(f"{base}sparql", graphs, union=union)
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#"}
    return ox.serialize(triples, format=_WRITERS[form], prefixes=prefixes) or b""


def _page(asked: Request | None = None, answer: QueryAnswer | None = None) -> Response:
    lod: Lod = g.lod
    spoken = lod.release.manifest.spoken
    html = render_template(
        "sparql.html",
        lang=request.accept_languages.best_match(spoken, spoken[0]),
        msg=msg,
        counted=counted,
        query=asked.query if asked else _example(lod.release.prefixes),
        asked=asked,
        table=_table(answer) if answer else None,
        turtle=_glimpse(answer.body) if answer and _is_turtle(answer) else None,
        cut=answer is not None and len(answer.body) > RESULT_GLIMPSE,
        graphs=sorted(lod.release.graphs),
    )
    lasts = answer is None or not answer.volatile
    response = _respond(html.encode(), HTML.content_type(), lasts=lasts)
    response.vary.add("Accept-Language")
    return response


def _example(prefixes: Mapping[str, str]) -> str:
    lines = [f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(prefixes.items())]
    return "".join(lines) + _EXAMPLE


def _is_turtle(answer: QueryAnswer) -> bool:
    return answer.content_type.startswith(TURTLE.media_type)


def _table(answer: QueryAnswer) -> ResultTable | None:
    if _is_turtle(answer):
        return None
    if not answer.content_type.startswith(TSV.media_type):
        return ResultTable([], [], boolean=json.loads(answer.body)["boolean"])
    # A line a row, flat: however deep terms nest, nothing recurses. What is cut is no whole line.
    head, *lines = _glimpse(answer.body).split("\n")[:-1]
    columns = [variable.removeprefix("?") for variable in head.split("\t") if variable]
    rows = [[_cell(term) for term in line.split("\t") if columns] for line in lines[:MAX_ROWS]]
    more = max(0, len(lines) - MAX_ROWS) if len(answer.body) <= RESULT_GLIMPSE else None
    return ResultTable(columns, rows, more)


def _glimpse(body: bytes) -> str:
    return body[:RESULT_GLIMPSE].decode("utf-8", "ignore")


def _cell(term: str) -> tuple[str, str | None, str | None]:
    """Give text, link and language of a term as Turtle has it; a triple term is shown as it is."""
    if term.startswith("<") and not term.startswith("<<"):
        iri = term[1:-1]
        return iri, iri if iri.startswith(("http://", "https://")) else None, None
    if not term.startswith('"'):
        return term, None, None
    text, _, more = term[1:].rpartition('"')
    language = more[1:].partition("--")[0] if more.startswith("@") else None
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text), None, language


def _respond(body: bytes, content_type: str, *, lasts: bool = True) -> Response:
    """Answer with bytes; if they ``last``, and weren't posted for, they may be kept."""
    response = Response(body, content_type=content_type)
    response.vary.add("Accept")
    may_keep = lasts and request.method in ("GET", "HEAD")
    response.headers["Cache-Control"] = "public, max-age=60" if may_keep else "no-store"
    return response
