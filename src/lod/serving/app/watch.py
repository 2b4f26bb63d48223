"""For those who watch the server: is it alive, is it ready, what does it do."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, g

from lod.serving.http.metrics import CONTENT_TYPE
from lod.serving.queries.service import is_up

blueprint = Blueprint("watch", __name__)


@blueprint.get("/health")
def health() -> Response:
    """The process answers."""
    return _plain("alive\n", HTTPStatus.OK)


@blueprint.get("/ready")
def ready() -> Response:
    """A whole release is open, and the broker takes queries, if there is a store for them."""
    if g.lod.damage:
        said = f"no release is whole: {g.lod.damage} isn't what was written; run lod build\n"
        return _plain(said, HTTPStatus.SERVICE_UNAVAILABLE)
    if g.lod.queries is not None and not is_up(g.lod.queries.broker):
        return _plain("the SPARQL broker doesn't answer\n", HTTPStatus.SERVICE_UNAVAILABLE)
    return _plain(f"ready: release {g.lod.release.name}\n", HTTPStatus.OK)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts of all processes, in Prometheus's text format."""
    page = current_app.config["METRICS"].page(g.lod.release)
    response = Response(page, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(text: str, status: HTTPStatus) -> Response:
    response = Response(text, status=status, content_type="text/plain;charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
