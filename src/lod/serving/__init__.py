"""Reads a release, never a publication, and answers for it: pages, RDF, SPARQL.

The only home of Flask. Limits and server settings live here; who starts the server passes them."""

from lod.serving.http.server import (
    serve_release,
)
from lod.serving.processes import (
    die_with,
    processors,
)
from lod.serving.queries.single import (
    QUERY_FORMATS,
    run_query,
)

__all__ = [
    "QUERY_FORMATS",
    "die_with",
    "processors",
    "run_query",
    "serve_release",
]
