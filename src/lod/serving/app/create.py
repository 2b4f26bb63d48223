"""The application: a release for each request, headers for each answer."""

from importlib.resources import files

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import PathConverter

from lod.errors import ReleaseDamaged, TooManyWaiting
from lod.serving.app import routes, services, watch
from lod.serving.app.endpoint import ENDPOINT, endpoint
from lod.serving.app.finish import finish
from lod.serving.app.links import base_path
from lod.serving.app.problems import precondition_failed, register_problems
from lod.serving.http.clients import Clients
from lod.serving.http.front import Front, State
from lod.serving.http.journal import Journal
from lod.serving.http.metrics import Metrics
from lod.serving.settings import ServerSettings
from lod.serving.site import pages


class Anything(PathConverter):
    """A path that may be empty, begin with a slash and have any character in it: a graph's name."""

    regex = "(?s:.*)"
    part_isolating = False


def create_front(
    state: State,
    settings: ServerSettings = ServerSettings(access_log=False),  # noqa: B008 - frozen
    queries: int = 16,
) -> Front:
    """Make the application that serves the releases of ``state``.

    :param queries: how many requests to ``/sparql`` may be in this process at once.
    """
    metrics = Metrics()
    journal = Journal(metrics, lines=settings.access_log)
    app = Flask(
        "lod.serving",
        static_folder=None,
        template_folder=str(files("lod.serving.site") / "templates"),
    )
    app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    app.url_map.strict_slashes = False
    app.url_map.converters["anything"] = Anything
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(pages.helpers)
    app.config["METRICS"], app.config["LOG_QUERIES"] = metrics, settings.log_queries
    app.before_request(_lend)
    app.before_request(_refuse_oddities)
    app.before_request(_refuse_beyond_bounds)
    app.before_request(_refuse_unmet)
    app.before_request(_refuse_queries)
    app.after_request(finish)
    register_problems(app)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(services.blueprint)
    app.register_blueprint(watch.blueprint)
    app.register_blueprint(endpoint())
    return Front(app.wsgi_app, state, journal, Clients(settings.client_header), queries)


def _lend() -> None:
    g.lod = request.environ["lod.serving"]
    request.environ["lod.modified"] = g.lod.release.manifest.modified
    request.environ["lod.route"] = request.endpoint or ""
    if g.lod.damage and request.blueprint != watch.blueprint.name:
        raise ReleaseDamaged("The data is damaged, and is being mended. Ask again later.")


def _refuse_oddities() -> Response | None:
    """RFC 9110, 7.2: a request with no Host, or with several, is refused.

    The base's path without its slash leads to the one with it.
    """
    if request.environ["PATH_INFO"].startswith("//"):
        raise NotFound  # werkzeug would take it for the path with one slash
    if not request.environ["lod.host_ok"]:
        raise BadRequest("The request needs one Host header.")
    here: str = request.environ["PATH_INFO"]
    if f"{here}/" == base_path(g.lod.release.manifest.base_iri):
        response = Response(status=308, headers={"Location": f"{here.rpartition('/')[2]}/"})
        response.autocorrect_location_header = False
        return response
    return None


def _refuse_beyond_bounds() -> None:
    """What the front has no room for is refused, whatever was asked; but it says that it lives."""
    refused = request.environ.get("lod.refused")
    if isinstance(refused, TooManyWaiting) and request.blueprint != watch.blueprint.name:
        raise refused


def _refuse_queries() -> None:
    """Whatever is sent to the endpoint, where the release has no store to be queried."""
    if g.lod.queries is None and request.environ["PATH_INFO"] == ENDPOINT:
        raise services.no_endpoint()


def _refuse_unmet() -> Response | None:
    """The answer is kept, and a condition on it failed."""
    return precondition_failed() if request.environ.get("lod.unmet") else None
