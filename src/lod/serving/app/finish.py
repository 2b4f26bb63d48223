"""What every answer gets at the end: conditions, coding, and the headers common to all."""

from datetime import datetime
from http import HTTPStatus

from flask import Response, request

from lod.rdf import HTML
from lod.serving.app.problems import precondition_failed
from lod.serving.http.codings import choose_coding, compress, is_compressible
from lod.serving.http.conditions import precondition

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_EXPOSED = (
    "Allow, Content-Language, Content-Location, ETag, Last-Modified, Link, Location, Vary, "
    "X-Request-ID"
)
_DROPPED_BY_304 = ("Content-Type", "Content-Length", "Content-Language", "Content-Encoding")


def finish(response: Response) -> Response:
    """Complete an answer."""
    _add_common(response)
    if response.direct_passthrough or response.is_streamed:
        return response
    coding = _coding_of(response)
    if response.status_code == HTTPStatus.OK and request.method in ("GET", "HEAD"):
        _tag(response, coding)
        outcome = _precondition(response)
        if outcome == HTTPStatus.NOT_MODIFIED:
            return _without_body(response)
        if outcome is not None:
            return finish(precondition_failed())
    if coding != "identity":
        response.data = compress(response.data, coding)
        response.headers["Content-Encoding"] = coding
    return response


def _add_common(response: Response) -> None:
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
        headers["Access-Control-Allow-Headers"] = "*"
        headers["Access-Control-Max-Age"] = "86400"
    if response.mimetype == HTML.media_type:
        headers.setdefault("Content-Security-Policy", _POLICY)
    vary = {v.strip() for v in headers.get("Vary", "").split(",") if v.strip()}
    more = {"Accept"} if response.status_code >= HTTPStatus.BAD_REQUEST else set()
    headers["Vary"] = ", ".join(sorted({*vary, *more, "Accept-Encoding"}))


def _coding_of(response: Response) -> str:
    if "Content-Encoding" in response.headers:
        return "identity"
    if not is_compressible(response.content_type or "", len(response.data)):
        return "identity"
    return choose_coding(request.headers.get("Accept-Encoding")) or "identity"


def _tag(response: Response, coding: str) -> None:
    """A coded variant has other bytes, so another strong tag (RFC 9110, 8.8.3.3)."""
    tag, _ = response.get_etag()
    if tag is not None and coding != "identity":
        response.set_etag(f"{tag}-{coding}")


def _precondition(response: Response) -> int | None:
    tag, weak = response.get_etag()
    modified = response.last_modified
    if tag is None or weak or not isinstance(modified, datetime):
        return None
    return precondition(dict(request.headers), tag, modified)


def _without_body(response: Response) -> Response:
    response.status_code = HTTPStatus.NOT_MODIFIED
    response.data = b""
    for name in _DROPPED_BY_304:
        response.headers.pop(name, None)
    return response
