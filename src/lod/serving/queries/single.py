"""`lod query`: one query on the current release, in the same worker as the endpoint's."""

import csv
import io
from dataclasses import replace
from os.path import abspath, exists, isdir, realpath
from pathlib import Path

from lod.errors import UsageError
from lod.publishing import Limits, read_edited
from lod.rdf import CSV, SPARQL_JSON, TURTLE
from lod.release import Release, open_release
from lod.serving.queries.protocol import Request
from lod.serving.queries.service import BrokerProcess, QueryAnswer, QueryService
from lod.words import msg

QUERY_FORMATS = ("table", "csv", "json", "turtle")
_ACCEPT = {
    "table": f"{CSV.media_type}, {SPARQL_JSON.media_type};q=0.5, {TURTLE.media_type};q=0.4",
    "csv": f"{CSV.media_type}, {SPARQL_JSON.media_type};q=0.5",
    "json": f"{SPARQL_JSON.media_type}, application/ld+json;q=0.5",
    "turtle": TURTLE.media_type,
}


def run_query(
    query: str, form: str, current: Path, limits: Limits, site: Path | None = None
) -> bytes:
    """Run a query, or the query in the file of that name, and give its answer.

    :param form: one of ``FORMATS``.
    :param site: the publication's folder: what lies in it must not be a link out of it.
    :raises QueryError: it gets no answer.
    :raises InputError: the file can't be read.
    :raises UsageError: there is no such file, and it is no query.
    """
    request = Request(_text_of(query, site), (), (), None)
    release = open_release(current)
    broker = BrokerProcess(replace(limits, in_memory=0))
    try:
        answer = query_service(release, broker.address, limits).run(request, _ACCEPT[form])
    finally:
        broker.close()
        release.close()
    return _table(answer) if form == "table" else answer.body


def query_service(release: Release, broker: str, limits: Limits) -> QueryService:
    """Give what answers queries on a release."""
    return QueryService(
        release.store,
        broker,
        limits,
        release.manifest.union,
        release.graphs,
        release.prefixes,
    )


def _text_of(query: str, site: Path | None) -> str:
    if "{" not in query and exists(query) and not isdir(query):
        return read_edited(Path(query), root=_root(Path(query), site))
    if "{" not in query and "describe" not in query.lower():
        raise UsageError(msg("{name}: there is no such file, and this isn't a query", name=query))
    return query


def _root(file: Path, site: Path | None) -> Path | None:
    """Give the folder that a file must lie in, links followed; None for one from elsewhere."""
    names = (Path(abspath(file)), Path(realpath(file.parent)))
    return site if site and any(name.is_relative_to(site) for name in names) else None


def _table(answer: QueryAnswer) -> bytes:
    """Line up the columns of a CSV answer; anything else stays as it is."""
    if not answer.content_type.startswith(CSV.media_type):
        return answer.body if answer.body.endswith(b"\n") else answer.body + b"\n"
    rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()
