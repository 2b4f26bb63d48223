"""Every error as a problem document, or as a page for those who prefer one.

Source: RFC 9457; STYLE: nothing internal in a 5xx, headers of the underlying error are kept.
"""

import errno
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from lod.errors import (
    LodError,
    QueryError,
    ReleaseDamaged,
    ReleaseError,
    ReleaseGone,
    TooManyWaiting,
)
from lod.rdf import HTML, Format, NotSerializable, negotiate

PROBLEM = Format("Problem", "application/problem+json", "json", ("application/json",))
_LOG = logging.getLogger("lod.serving.http")


@dataclass(frozen=True, slots=True)
class ProblemType:
    """What ``problems/SLUG`` explains."""

    slug: str
    title: str
    status: int
    explanation: str


class HttpProblem(LodError):
    """A request that gets an error: its status, what to say, what is offered instead.

    :param offers: media type and address of each variant there is, for a 406.
    """

    def __init__(
        self, status: HTTPStatus, detail: str, offers: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.slug = status.value, status.phrase, _slug(status)
        self.offers = offers

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (HTTPStatus(self.status), *self.args, self.offers)


def problem_types() -> dict[str, ProblemType]:
    """Give every type of problem that an answer can have, by slug."""
    plain = {
        _slug(s): ProblemType(_slug(s), s.phrase, s.value, f"{s.description or s.phrase}.")
        for s in HTTPStatus
        if s >= HTTPStatus.BAD_REQUEST
    }
    kinds: list[type[QueryError] | type[NotSerializable]] = [NotSerializable]
    kinds += _with_subclasses(QueryError)
    own = {
        c.slug: ProblemType(c.slug, c.title, c.status, (c.__doc__ or "").partition("\n")[0])
        for c in kinds
    }
    return plain | own


def register_problems(app: Flask) -> None:
    """Make every error of the application a problem document."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(LodError, _on_lod)
    app.register_error_handler(FileNotFoundError, _on_lost_file)
    app.register_error_handler(OSError, _on_unreadable)
    app.register_error_handler(SyntaxError, _on_unreadable)
    app.register_error_handler(Exception, _on_bug)


def _slug(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "-").replace("'", "")


def _with_subclasses(kind: type[QueryError]) -> Iterator[type[QueryError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _with_subclasses(below)


def _on_http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    if status < HTTPStatus.BAD_REQUEST:
        return _answer(HTTPStatus.NOT_FOUND, "not-found", "Not Found", _NOTHING_HERE)
    given = error.description or ""
    detail = _NOTHING_HERE if status == HTTPStatus.NOT_FOUND else given
    response = _answer(status, _slug(status), status.phrase, detail)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _on_lod(error: LodError) -> Response:
    slug, status = getattr(error, "slug", None), getattr(error, "status", 500)
    if isinstance(error, ReleaseError):
        return _on_unreadable(error)
    if slug is None:
        return _on_bug(error)
    if isinstance(error, ReleaseGone):
        request.environ["lod.gone"] = True
    offers = getattr(error, "offers", ())
    title = getattr(error, "title", HTTPStatus(status).phrase)
    response = _answer(HTTPStatus(status), slug, title, str(error), offers)
    response.headers.extend(getattr(error, "headers", ()))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"
    return response


def _on_lost_file(error: FileNotFoundError) -> Response:
    """The release was deleted while it was read; the front tries again with the new one."""
    return _on_lod(ReleaseGone("The data has just been replaced. Ask again."))


def _on_unreadable(error: OSError | SyntaxError | ReleaseError) -> Response:
    """A file of the release can't be read or parsed. What the system says of it has paths in it."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):  # that passes
        return _on_lod(TooManyWaiting("The server has no room for more just now. Ask again."))
    _LOG.error("the release can't be read for %s %r", request.method, request.path, exc_info=error)
    return _on_lod(ReleaseDamaged("The data can't be read just now. Ask again later."))


def _on_bug(error: Exception) -> Response:
    _LOG.error("a bug met %s %r", request.method, request.path, exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(status, _slug(status), status.phrase, "Something went wrong on our side.")


def precondition_failed() -> Response:
    """Answer If-Match and If-Unmodified-Since that don't hold (RFC 9110, 15.5.13)."""
    status = HTTPStatus.PRECONDITION_FAILED
    detail = "The document isn't the one that the request's condition names: ask without it."
    return _answer(status, _slug(status), status.phrase, detail)


def problem_document(
    base: str, status: HTTPStatus, detail: str, slug: str | None = None
) -> dict[str, object]:
    """Make a problem document (RFC 9457, 3.1) about a status or a more special type of problem."""
    return {
        "type": f"{base}problems/{slug or _slug(status)}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }


_NOTHING_HERE = "There is nothing at this address."


def _answer(
    status: HTTPStatus, slug: str, title: str, detail: str, offers: Sequence[tuple[str, str]] = ()
) -> Response:
    body = {**problem_document(_base(), status, detail, slug), "title": title}
    if offers:
        body["offers"] = [{"mediaType": kind, "href": href} for kind, href in offers]
    choice = negotiate(request.headers.get("Accept"), (PROBLEM, HTML))
    if choice is not None and choice.format is HTML:
        links = [(kind, href.removeprefix(_base())) for kind, href in offers]
        page = render_template("problem.html", problem=body, slug=slug, offers=links, lang="en")
        response = Response(page, status=status, content_type=HTML.content_type())
    else:
        data = json.dumps(body, ensure_ascii=False).encode()
        response = Response(data, status=status, content_type=PROBLEM.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = "en"
    return response


def _base() -> str:
    lod = g.get("lod")
    return "" if lod is None else str(lod.release.manifest.base_iri)
