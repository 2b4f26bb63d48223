"""The least of apps around the endpoint, for a test client."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

import lod.serving.app.endpoint as endpoint_module
from lod.errors import QueryError
from lod.serving.app.endpoint import QueryRunner, endpoint


@dataclass(frozen=True)
class Manifest:
    base_iri: str
    spoken: tuple[str, ...] = ("sv", "en")


@dataclass(frozen=True)
class Release:
    manifest: Manifest
    graphs: frozenset[str]
    prefixes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lod:
    queries: QueryRunner
    release: Release


def problem(error: Exception) -> Response:
    status = error.status if isinstance(error, QueryError) else getattr(error, "code", 500)
    body = json.dumps({"status": status, "detail": str(error)})
    response = Response(body, status, content_type="application/problem+json")
    response.vary.add("Accept")
    if isinstance(error, HTTPException):
        allow = [value for name, value in error.get_headers() if name == "Allow"]
        if allow:
            response.headers["Allow"] = allow[0]
    return response


def open_to_all(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def create(lod: Lod) -> Flask:
    app = Flask(
        __name__, template_folder=str(Path(endpoint_module.__file__).parents[1] / "site/templates")
    )
    app.register_blueprint(endpoint())
    app.register_error_handler(QueryError, problem)
    app.register_error_handler(HTTPException, problem)
    app.after_request(open_to_all)
    app.before_request(lambda: setattr(g, "lod", lod))
    return app
