"""`lod query`: one query on the current release, in the same worker as the endpoint's."""

import csv
import io
from dataclasses import replace
from pathlib import Path

from lod.errors import NoEndpoint
from lod.rdf import CSV, SPARQL_JSON, TURTLE
from lod.release import Release, open_release
from lod.serving.queries.protocol import Request
from lod.serving.queries.service import BrokerProcess, QueryAnswer, QueryService
from lod.serving.settings import Limits
from lod.words import msg

_ACCEPT = {
    "table": f"{CSV.media_type}, {SPARQL_JSON.media_type};q=0.5, {TURTLE.media_type};q=0.4",
    "csv": f"{CSV.media_type}, {SPARQL_JSON.media_type};q=0.5",
    "json": f"{SPARQL_JSON.media_type}, application/ld+json;q=0.5",
    "turtle": TURTLE.media_type,
}


def run_query(query: str, form: str, current: Path, limits: Limits) -> bytes:
    """Run a query, and give its answer.

    :param form: one of ``QUERY_FORMATS``.
    :raises QueryError: it gets no answer.
    """
    release = open_release(current)
    try:
        answer = answer_query(query, _ACCEPT[form], release, limits)
    finally:
        release.close()
    return _table(answer) if form == "table" else answer.body


def answer_query(query: str, accept: str, release: Release, limits: Limits) -> QueryAnswer:
    """Run one query in a worker of its own, which is killed at its limits.

    :param accept: an Accept header; the answer is in one of its formats.
    :raises QueryError: it gets no answer.
    """
    if release.store is None:
        raise NoEndpoint(
            msg(
                "this release has no SPARQL store, so no query is answered: take its dumps, or "
                "build it without {setting} in lod.toml",
                setting='kind = "none"',
            )
        )
    broker = BrokerProcess(replace(limits, in_memory=0))
    try:
        service = query_service(release, release.store, broker.address, limits)
        return service.run(Request(query, (), (), None), accept)
    finally:
        broker.close()


def query_service(release: Release, store: Path, broker: str, limits: Limits) -> QueryService:
    """Give what answers queries on a release with this store."""
    return QueryService(
        store,
        broker,
        limits,
        release.manifest.union,
        release.graphs,
        release.prefixes,
    )


def _table(answer: QueryAnswer) -> bytes:
    """Line up the columns of a CSV answer; anything else stays as it is."""
    if not answer.content_type.startswith(CSV.media_type):
        return answer.body if answer.body.endswith(b"\n") else answer.body + b"\n"
    rows = [row or [""] for row in csv.reader(io.StringIO(answer.body.decode(), newline=""))]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()
