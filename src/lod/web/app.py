"""The application: a release for each request, headers for each answer."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wsgi import FileWrapper

from lod.web import pages, routes, services
from lod.web.current import Serving
from lod.web.finish import finish
from lod.web.links import base_path
from lod.web.problems import register_problems

_CHUNK = 65_536


class State(Protocol):
    """Where the application gets its release from."""

    def acquire(self) -> AbstractContextManager[Serving]:
        """Lend what one request works with."""


def create_app(state: State) -> Flask:
    """Make the application that serves the releases of ``state``."""
    app = Flask("lod.web", static_folder=None, template_folder=str(files("lod.web") / "templates"))
    app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(pages.helpers)
    app.before_request(_lend)
    app.before_request(_refuse_oddities)
    app.after_request(finish)
    register_problems(app)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(services.blueprint)
    if find_spec("lod.web.endpoint") is not None:
        from lod.web.endpoint import endpoint

        app.register_blueprint(endpoint())
    app.wsgi_app = _Whole(app.wsgi_app, state)  # type: ignore[method-assign]
    return app


def _lend() -> None:
    g.lod = request.environ["lod.serving"]


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


class _Whole:
    """Lends a release to each request, and sends answers whole.

    Only a dump is sent piece by piece: its file is already whole.
    An iterator that raises midway would end a 200 with half a body. What the client says of
    host and proxies goes no further than here: the only names are those of the base IRI.
    """

    def __init__(self, app: Any, state: State) -> None:
        self.app, self.state = app, state

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.state.acquire() as serving:
            environ["lod.serving"] = serving
            _settle_address(environ, serving.release.manifest.base_iri)
            answer = self.app(environ, start_response)
            try:
                body = b"".join(answer)
            finally:
                answer.close()
            file = environ.get("lod.file")
            return [body] if file is None else _content(file, environ["REQUEST_METHOD"], body)


def _content(file: Path, method: str, body: bytes) -> Iterable[bytes]:
    return [body] if method == "HEAD" else FileWrapper(file.open("rb"), _CHUNK)


def _settle_address(environ: dict[str, Any], base_iri: str) -> None:
    host = environ.get("HTTP_HOST", "")
    old = environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    environ["lod.host_ok"] = "," not in host and (bool(host) or old)
    for name in [n for n in environ if n.startswith("HTTP_X_FORWARDED") or n == "HTTP_FORWARDED"]:
        del environ[name]
    scheme, _, rest = base_iri.partition("://")
    environ["HTTP_HOST"] = environ["SERVER_NAME"] = rest.partition("/")[0].partition(":")[0]
    environ["wsgi.url_scheme"], environ["SCRIPT_NAME"] = scheme, ""
    prefix = base_path(base_iri)
    if prefix != "/" and environ["PATH_INFO"].startswith(prefix):
        environ["PATH_INFO"] = environ["PATH_INFO"][len(prefix) - 1 :]
