"""Things, documents, terms, graphs, the catalogue: the table in docs/architecture.md."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

import pyoxigraph as ox
from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from lod.rdf import HTML, OWL, RDF, RDFS, SKOS, Format
from lod.release import Description
from lod.serving.app.answers import (
    GRAPH_GLIMPSE,
    LARGE,
    Document,
    answer,
    base_iri,
    choose,
    find_graph,
    graph_from_file,
    here_within,
    negotiated,
    release,
    see_other,
    split_extension,
)
from lod.serving.app.problems import HttpProblem
from lod.serving.site import pages

blueprint = Blueprint("routes", __name__)
_PROFILE = "spec/funded-projects"
_DOCUMENTS = (f"{SKOS}ConceptScheme", f"{OWL}Ontology")
_WITHIN = (f"{SKOS}inScheme", f"{RDFS}isDefinedBy")
_DIGITS = 9


@blueprint.get("/id/<path:rest>")
def thing(rest: str) -> Response:
    """A real thing or a part of one: see the document about it.

    A part that older pages alone speak of is in the document about the page that did.
    """
    parts = rest.split("/")
    key = "/".join(parts[:2])
    _refuse_moved(key)
    if len(parts) < 2:
        raise NotFound
    _must_know(f"{base_iri()}id/{key}")
    whole = f"{base_iri()}id/{rest}"
    if not release().knows(whole) and (source := release().said_earlier_by(whole)):
        return see_other(f"doc/source/{source}")
    _must_know(whole)
    return see_other(f"doc/{key}")


def _refuse_moved(key: str) -> None:
    if _is_withdrawn(key):
        raise _gone()


def _is_withdrawn(key: str) -> bool:
    return key in release().manifest.moved and release().manifest.moved[key] is None


def _gone() -> HttpProblem:
    return HttpProblem(HTTPStatus.GONE, "This name was withdrawn. It will not be used again.")


@blueprint.before_request
def follow_moved() -> Response | None:
    """A replaced key leads to the new one, for things and their documents."""
    kind, _, rest = request.path.lstrip("/").partition("/")
    stem, form = split_extension(rest) if kind == "doc" else (rest, None)
    key = "/".join(stem.split("/")[:2])
    new = release().manifest.moved.get(key)
    if kind not in ("id", "doc") or new is None:
        return None
    extension = f".{form.extension}" if form else ""
    return see_other(kind + "/" + new + stem[len(key) :] + extension, status=308)


@blueprint.get("/source/<name>/<path:rest>")
def quoted_statement(name: str, rest: str) -> Response:
    """What a source said earlier: see the document about the source."""
    _must_know(f"{base_iri()}source/{name}/{rest}")
    return see_other(f"doc/source/{name}")


@blueprint.get("/doc/<path:rest>")
def document(rest: str) -> Response:
    """The document about a thing or a source, and one page of what points at it."""
    name, form = split_extension(rest)
    if _is_withdrawn(name):
        return _tombstone(name, form)
    if name.count("/") != 1:
        raise NotFound
    iri = base_iri() + (name if name.startswith("source/") else f"id/{name}")
    return _described(f"doc/{name}", iri, form, _offset())


def _tombstone(name: str, form: Format | None) -> Response:
    """Answer 410: with what the data say of a withdrawn thing, for who asks for data."""
    iri = f"{base_iri()}id/{name}"
    choice = form or negotiated()
    if choice in (None, HTML) or not release().knows(iri):
        raise _gone()
    response = _described(f"doc/{name}", iri, form)
    response.status_code = HTTPStatus.GONE
    return response


def _described(path: str, iri: str, form: Format | None, offset: int = 0) -> Response:
    """Answer with a description. What is refused is refused before it is made."""
    _must_know(iri)
    if offset and offset >= release().count_incoming(iri):
        raise NotFound
    choose(path, form)
    found = _known(iri, offset)
    query = f"?offset={found.offset}" if found.offset else ""
    return answer(
        Document(
            path,
            lambda: found.triples,
            found.iri,
            lambda: pages.thing_page(found, path),
            query,
            (
                (found.iri, "describes"),
                (base_iri() + _PROFILE, "describedby"),
                *_turns(path, found),
            ),
        ),
        form,
    )


def _turns(path: str, found: Description) -> Sequence[tuple[str, str]]:
    links = []
    if found.offset + found.limit < found.incoming:
        links.append((f"{base_iri()}{path}?offset={found.offset + found.limit}", "next"))
    if found.offset:
        before = max(0, found.offset - found.limit)
        links.append((f"{base_iri()}{path}" + (f"?offset={before}" if before else ""), "prev"))
    return links


def _offset() -> int:
    value = request.args.get("offset", "0")
    if not (value.isascii() and value.isdigit()) or len(value) > _DIGITS:
        raise BadRequest("offset is a whole number.")
    return int(value)


def _must_know(iri: str) -> None:
    if not release().knows(iri):
        raise NotFound


def _known(iri: str, offset: int = 0) -> Description:
    found = release().describe(iri, offset=offset)
    if found is None or not _says_of(found.triples, iri):
        raise NotFound
    return found


def _says_of(triples: Sequence[ox.Triple], iri: str) -> bool:
    return any(isinstance(t.subject, ox.NamedNode) and t.subject.value == iri for t in triples)


@blueprint.get("/def", defaults={"extension": ""})
@blueprint.get("/def.<extension>")
def ontology(extension: str) -> Response:
    """The ontology with all its terms."""
    return _terms("def", _form(extension))


def _form(extension: str) -> Format | None:
    if not extension:
        return None
    _, form = split_extension(f"x.{extension}")
    if form is None:
        raise NotFound
    return form


@blueprint.get("/def/", defaults={"rest": ""})
@blueprint.get("/def/<path:rest>")
def term(rest: str) -> Response:
    """A concept scheme; a term or a concept: see the document that defines it."""
    if not rest:
        return see_other("def", status=308)
    name, form = split_extension(rest)
    own = release().about(f"{base_iri()}def/{name}")
    if not own:
        raise NotFound
    if any(_object(t, f"{RDF}type") in _DOCUMENTS for t in own):
        return _terms(f"def/{name}", form)
    homes = [h for p in _WITHIN for t in own if (h := _object(t, p)).startswith(f"{base_iri()}def")]
    return see_other(homes[0].removeprefix(base_iri()) if homes else "def")


def _object(triple: ox.Triple, predicate: str) -> str:
    matches = triple.predicate.value == predicate and isinstance(triple.object, ox.NamedNode)
    return triple.object.value if matches else ""  # type: ignore[union-attr]


def _terms(path: str, form: Format | None) -> Response:
    _must_know(base_iri() + path)
    return _whole(path, lambda: _terms_of(path), form)


def _terms_of(path: str) -> Sequence[ox.Triple]:
    found = release().terms(base_iri() + path)
    if found is None:
        raise NotFound
    return found.triples


def _whole(path: str, triples: Callable[[], Sequence[ox.Triple]], form: Format | None) -> Response:
    """Answer with a document that lists everything in it."""
    first = base_iri() + path
    page = Document(path, triples, first, lambda: pages.listing_page(triples(), path), once=True)
    return answer(page, form)


@blueprint.get("/spec/<path:rest>")
def spec(rest: str) -> Response:
    """The application profile with its shapes; a part of it: see there."""
    name, form = split_extension(f"spec/{rest}")
    shapes = release().shapes()
    if not _says_of(shapes, base_iri() + name):
        raise NotFound
    return _whole(name, release().shapes, form) if name == _PROFILE else see_other(_PROFILE)


@blueprint.get("/graph/<anything:rest>")
def graph(rest: str) -> Response:
    """A named graph, whole. One whose own name ends as a variant's does goes before the variant."""
    name, form = here_within("graph/"), None
    if find_graph(name) is None:
        name, form = split_extension(name)
    iri = find_graph(name)
    file = None if iri is None else release().graph_file(iri)
    if iri is None or file is None:
        raise NotFound
    path, large = iri.removeprefix(base_iri()), file.content.size > LARGE
    if large and choose(path, form).format is not HTML:
        return graph_from_file(path, file, form)

    def triples() -> Sequence[ox.Triple]:
        return release().graph(iri, most=GRAPH_GLIMPSE if large else None) or ()

    def page() -> str:
        return pages.graph_page(triples(), path, whole=not large)

    return answer(Document(path, triples, iri, page, once=True), form)


@blueprint.get("/catalog", defaults={"extension": ""})
@blueprint.get("/catalog.<extension>")
def catalog(extension: str) -> Response:
    """The catalogue."""
    return _described("catalog", f"{base_iri()}catalog", _form(extension))


@blueprint.get("/set/<rest>")
def dataset(rest: str) -> Response:
    """The publication as one dataset."""
    name, form = split_extension(rest)
    return _described(f"set/{name}", f"{base_iri()}set/{name}", form)


@blueprint.get("/set/<name>/distribution/<kind>")
def distribution(name: str, kind: str) -> Response:
    """A distribution: see its dataset."""
    _must_know(f"{base_iri()}set/{name}")
    _must_know(f"{base_iri()}set/{name}/distribution/{kind}")
    return see_other(f"set/{name}")
