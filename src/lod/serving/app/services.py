"""The first page, sources as fetched, dumps, problem types, what pages are dressed in."""

from http import HTTPStatus
from importlib.resources import files

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from lod.errors import NoEndpoint
from lod.rdf import HTML, JSONLD, negotiate, write_context
from lod.release import PACKED
from lod.serving.app.answers import (
    add_link,
    base_iri,
    from_file,
    once,
    release,
    see_other,
    tagged,
)
from lod.serving.app.links import header_iri
from lod.serving.app.problems import HttpProblem, problem_types
from lod.serving.http.cache import HOME_FORMATS
from lod.serving.site import pages

blueprint = Blueprint("services", __name__)
_DUMPS = {
    "data.nq": "application/n-quads",
    "data.ttl": "text/turtle;charset=utf-8",
    "data.jsonld": "application/ld+json",
}
_STATIC = {"lod.css": "text/css;charset=utf-8", "icon.svg": "image/svg+xml"}
_FILES = {name: (files("lod.serving.site") / "static" / name).read_bytes() for name in _STATIC}


@blueprint.get("/")
def home() -> Response:
    """The first page; the catalogue for those who prefer data."""
    has_catalog = release().knows(f"{base_iri()}catalog")
    formats = HOME_FORMATS if has_catalog else (HTML,)
    choice = negotiate(request.headers.get("Accept"), formats)
    if choice is None:
        offers = [(f.media_type, base_iri()) for f in formats]
        raise HttpProblem(HTTPStatus.NOT_ACCEPTABLE, "No variant of that media type.", offers)
    if choice.format is not HTML:
        response = see_other("catalog")
    else:
        body = once("", HTML.name, lambda: pages.home_page().encode())
        response = tagged(body, choice.content_type)
        response.headers["Content-Language"] = release().manifest.spoken[0]
        add_link(response, header_iri(base_iri()), "canonical")
    response.headers["Vary"] = "Accept"
    request.environ["lod.negotiated"] = "home"
    return response


@blueprint.get("/source/<name>")
def source(name: str) -> Response:
    """A source as fetched: its bytes, never shown as anything but text."""
    found, data = release().manifest.sources.get(name), release().source(name)
    if found is None or data is None:
        raise NotFound
    response = tagged(data, "text/plain;charset=utf-8")
    response.headers["Content-Language"] = found.language
    add_link(response, header_iri(f"{base_iri()}source/{name}"), "canonical")
    add_link(response, header_iri(f"{base_iri()}doc/source/{name}"), "describedby")
    return response


@blueprint.get("/set/<name>/<file>")
def dump(name: str, file: str) -> Response:
    """A dump, from its file."""
    content = file.removesuffix(PACKED)
    found = release().dump(content)
    if name != release().manifest.dataset or found is None:
        raise NotFound
    kind = _DUMPS[content] if file == content else "application/gzip"
    response = from_file(found, file, kind, packed=file != content)
    add_link(response, header_iri(f"{base_iri()}set/{name}/{file}"), "canonical")
    return response


def no_endpoint() -> NoEndpoint:
    """Make the error for who asks a query where none is answered: it says where the data is."""
    folder = f"{base_iri()}set/{release().manifest.dataset}"
    error = NoEndpoint(
        "What is published here has no SPARQL endpoint. Its dumps hold all of it, to be downloaded "
        f"or loaded into a store of your own: {folder}"
    )
    error.offers = [(kind, f"{folder}/{n}") for n, kind in _DUMPS.items() if release().dump(n)]
    return error


@blueprint.get("/spec/context.jsonld")
def context() -> Response:
    """The context that all JSON-LD documents hold, for those who want it once."""
    response = tagged(write_context(release().prefixes), JSONLD.media_type)
    add_link(response, header_iri(f"{base_iri()}spec/context.jsonld"), "canonical")
    return response


@blueprint.get("/problems/<slug>")
def problem(slug: str) -> Response:
    """What a type of problem means."""
    found = problem_types().get(slug)
    if found is None:
        raise NotFound
    response = tagged(pages.problem_page(found).encode(), HTML.content_type())
    response.headers["Content-Language"] = "en"
    add_link(response, header_iri(f"{base_iri()}problems/{slug}"), "canonical")
    return response


@blueprint.get("/favicon.ico", defaults={"name": "icon.svg"})
@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """The style sheet and the icon."""
    if name not in _FILES:
        raise NotFound
    return tagged(_FILES[name], _STATIC[name])
