"""Reads a release, never a publication, and answers for it: pages, RDF, SPARQL.

The only home of Flask. Limits and server settings live here; who starts the server passes them.
What takes time to load is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from lod.serving.settings import QUERY_FORMATS, Limits, ServerSettings

if TYPE_CHECKING:
    from lod.serving.app.wsgi import create_app
    from lod.serving.http.server import serve_release
    from lod.serving.processes import refuse_elsewhere
    from lod.serving.queries.single import answer_query, run_query

__all__ = [
    "QUERY_FORMATS",
    "Limits",
    "ServerSettings",
    "answer_query",
    "create_app",
    "refuse_elsewhere",
    "run_query",
    "serve_release",
]

_ROOMS = {
    "answer_query": "queries.single",
    "create_app": "app.wsgi",
    "refuse_elsewhere": "processes",
    "run_query": "queries.single",
    "serve_release": "http.server",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
