"""A document in the variant that was negotiated, with its headers.

Source: RFC 9110, 12.1 (proactive negotiation); RFC 8288 (Link); RFC 6596 (canonical).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import pyoxigraph as ox
from flask import Response, g, request

from lod.rdf import DOCUMENT_FORMATS, HTML, NTRIPLES, TURTLE, Choice, Format, negotiate, write
from lod.release import PackedFile, Release
from lod.serving.app.links import header_iri, relative_link
from lod.serving.app.problems import HttpProblem
from lod.serving.http.addresses import as_written
from lod.serving.http.codings import PACKED_CODINGS, choose_coding
from lod.serving.site.views import languages

LARGE = 4 * 1024 * 1024
"""Bytes of N-Triples from which on a graph isn't turned into anything else on request."""

LARGE_FORMATS = (TURTLE, NTRIPLES)
"""What it is given in: its file is both."""

GRAPH_GLIMPSE = 256 * 1024
"""Bytes of such a graph that its page is made of."""

VARIANT_EXTENSIONS = {f.extension: f for f in DOCUMENT_FORMATS}


@dataclass(frozen=True, slots=True)
class Document:
    """A graph with an address. Nothing is made before a variant is chosen.

    :param path: under the base, without extension.
    :param first: IRI of the subject it is about.
    :param page: makes the HTML.
    :param query: from the question mark on, for one page of a long list.
    :param links: further links as (IRI, relation).
    :param once: its body takes so long that it is made once a release for each format.
    """

    path: str
    triples: Callable[[], Sequence[ox.Triple]]
    first: str
    page: Callable[[], str]
    query: str = ""
    links: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    once: bool = False


def release() -> Release:
    """Give the release that this request works with."""
    found: Release = g.lod.release
    return found


def base_iri() -> str:
    """Give the base that every canonical IRI starts with."""
    return release().manifest.base_iri


def split_extension(path: str) -> tuple[str, Format | None]:
    """Take a known extension off a path.

    >>> split_extension("project/a.ttl")[1].name, split_extension("project/a.b")[1]
    ('Turtle', None)
    """
    stem, dot, extension = path.rpartition(".")
    if dot and stem and extension in VARIANT_EXTENSIONS:
        return stem, VARIANT_EXTENSIONS[extension]
    return path, None


def find_graph(name: str) -> str | None:
    """Find the graph whose address is ``graph/NAME``; None if there is none.

    :param name: as the client wrote it: decoded, it could be another graph's.
    """
    return release().graph_at(f"{base_iri()}graph/{name}")


def here() -> str:
    """Give the path under the base as the client wrote it: links count its slashes."""
    return str(request.environ["lod.written"]).lstrip("/")


def here_within(folder: str) -> str:
    """Give what the client wrote after a folder's name, which may itself be percent-encoded."""
    written, path = request.environ["lod.written"], request.environ["PATH_INFO"]
    end = path[len(folder) + 1 :].encode("latin-1")
    return as_written(written.encode("latin-1"), end).decode("latin-1")


def has_variant(path: str, form: Format) -> bool:
    """Whether the variant of a document has an address: a graph may have taken it for its own."""
    return release().graph_at(f"{base_iri()}{path}.{form.extension}") is None


def choose(path: str, forced: Format | None) -> Choice:
    """Negotiate a variant. An address that names one ignores the Accept header.

    :raises Problem: 406 with what is offered.
    """
    if forced is not None:
        return Choice(forced, forced.media_type)
    choice = _negotiate()
    if choice is None:
        offers = [(f.media_type, f"{base_iri()}{path}.{f.extension}") for f in DOCUMENT_FORMATS]
        detail = "This document has no variant of a media type that the request accepts."
        raise HttpProblem(HTTPStatus.NOT_ACCEPTABLE, detail, offers)
    return choice


def negotiated() -> Format | None:
    """Give the format that the Accept header asks for; None if it accepts none."""
    choice = _negotiate()
    return choice.format if choice else None


def _negotiate() -> Choice | None:
    return negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS)


def answer(document: Document, forced: Format | None = None) -> Response:
    """Answer with a document.

    :raises NotSerializable: the format can't hold it.
    """
    choice = choose(document.path, forced)
    spoken, body = _made(document, choice.format)
    response = tagged(body, choice.content_type)
    if spoken:
        response.headers["Content-Language"] = spoken
    _link(response, document)
    if forced is None:
        response.headers["Vary"] = "Accept"
        request.environ["lod.negotiated"] = "document"
        if has_variant(document.path, choice.format):
            suffix = f".{choice.format.extension}"
            response.headers["Content-Location"] = _local(document, suffix)
    return response


def from_file(found: PackedFile, name: str, content_type: str, *, packed: bool = False) -> Response:
    """Answer with a compressed file: as it lies, if the client takes it, else what is in it.

    :param name: of the variant, for its tag.
    :param packed: the file itself was asked for.
    """
    given = request.headers.get("Accept-Encoding")
    coded = not packed and choose_coding(given, PACKED_CODINGS) == "gzip"
    told = found.stored if packed or coded else found.content
    response = tagged(b"", content_type)
    response.set_etag(f"{told.sha256[:24]}-{name}{'-gzip' if coded else ''}")
    if coded:
        response.headers["Content-Encoding"] = "gzip"
    response.content_length = told.size
    request.environ["lod.file"] = found.open(inflate=not (packed or coded))
    return response


def graph_from_file(path: str, file: PackedFile, forced: Format | None) -> Response:
    """Answer with a graph too large to be held in memory: its file, which is Turtle too.

    :raises Problem: 406 for a format that would have to be made of it.
    """
    form = choose(path, forced).format
    if form not in LARGE_FORMATS:
        offers = [(f.media_type, f"{base_iri()}{path}.{f.extension}") for f in LARGE_FORMATS]
        detail = "This graph is large: it is given as Turtle and N-Triples alone."
        raise HttpProblem(HTTPStatus.NOT_ACCEPTABLE, detail, offers)
    response = from_file(file, form.extension, form.content_type(form.media_type))
    if forced is None:
        response.headers["Vary"] = "Accept"
    return response


def tagged(body: bytes, content_type: str) -> Response:
    """Answer with bytes, their tag and their date."""
    response = Response(body, content_type=content_type)
    digest = hashlib.blake2b(content_type.encode() + b"\0" + body, digest_size=12)
    response.set_etag(digest.hexdigest())
    response.last_modified = release().manifest.modified
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def see_other(there: str, *, status: int = 303, canonical: str = "") -> Response:
    """Point to another path under the base. The address is relative: any host, any prefix."""
    response = Response(status=status)
    response.autocorrect_location_header = False
    del response.headers["Content-Type"]
    response.headers["Location"] = header_iri(relative_link(here(), there))
    target = header_iri(base_iri() + there)
    add_link(response, target, canonical or "canonical")
    if status == HTTPStatus.SEE_OTHER:
        add_link(response, target, "describedby")
    return response


def add_link(response: Response, iri: str, relation: str, more: str = "") -> None:
    """Add a link to the header."""
    response.headers.add("Link", f'<{iri}>; rel="{relation}"{more}')


def _made(document: Document, form: Format) -> tuple[str, bytes]:
    """Give the languages and the body of a variant."""

    def make() -> bytes:
        if form is HTML:
            return f"{release().manifest.spoken[0]}\n{document.page()}".encode()
        triples = document.triples()
        return languages(triples).encode() + b"\n" + _written(document, triples, form)

    made = once(document.path, form.name, make) if document.once else make()
    spoken, _, body = made.partition(b"\n")
    return spoken.decode(), body


def once(path: str, name: str, make: Callable[[], bytes]) -> bytes:
    """Give what is made once a release, by path and name of the format."""
    made: bytes = g.lod.answers.made.get((path, name), make)
    return made


def _written(document: Document, triples: Sequence[ox.Triple], form: Format) -> bytes:
    found = release()
    return write(
        triples,
        form,
        prefixes=found.prefixes,
        base=found.manifest.base_iri,
        first=document.first,
    )


def _local(document: Document, suffix: str) -> str:
    return header_iri(relative_link(here(), document.path + suffix)) + document.query


def _link(response: Response, document: Document) -> None:
    iri = header_iri(base_iri() + document.path)
    add_link(response, iri + document.query, "canonical")
    for form in DOCUMENT_FORMATS:
        if not has_variant(document.path, form):
            continue
        address = f"{iri}.{form.extension}{document.query}"
        add_link(response, address, "alternate", f'; type="{form.media_type}"')
    for target, relation in document.links:
        add_link(response, header_iri(target), relation)
