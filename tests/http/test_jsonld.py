"""JSON-LD of one shape: what three other readers make of it, and what a web developer sees."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from jsonld_readers import assert_read_alike, canonical, read_by_jsonld_js
from packed import unpacked
from patience import PATIENCE

from lod.rdf import NAMING, SH, expand, prefixes, write_context
from lod.rdf.writers.terms import PROPERTIES

BASE = "https://data.tillvaxtverket.example/"
ROOT = Path(__file__).parents[2]
THINGS = {
    "doc/project/hall-ut": "id/project/hall-ut",
    "doc/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna": None,
    "doc/organization/motala-kommun": "id/organization/motala-kommun",
    "doc/organization/tillvaxtverket": "id/organization/tillvaxtverket",
    "doc/programme/lokalt-och-regionalt-tillvaxtarbete": None,
    "doc/area/0583": "id/area/0583",
    "doc/report/foretagens-forvantningar-pa-kommunen": None,
    "doc/source/programsida-2013-11-15": "source/programsida-2013-11-15",
    "def": "def",
    "def/stage": "def/stage",
    "spec/funded-projects": "spec/funded-projects",
    "catalog": "catalog",
    "set/lokalt-och-regionalt-tillvaxtarbete": "set/lokalt-och-regionalt-tillvaxtarbete",
    "graph/ontology": "graph/ontology",
    "graph/programsida-2013-11-15": "graph/programsida-2013-11-15",
}
"""A document of each kind of thing → its root, where that isn't named as the document is."""


@pytest.fixture(scope="module")
def documents(served: str) -> dict[str, tuple[dict[str, Any], str]]:
    """Each document as JSON and as N-Triples."""

    def get(path: str) -> str:
        with urllib.request.urlopen(served + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    return {path: (json.loads(get(f"{path}.jsonld")), get(f"{path}.nt")) for path in THINGS}


@pytest.mark.parametrize("path", THINGS)
def test_rdflib_and_pyld_read_what_the_ntriples_say(
    documents: dict[str, tuple[dict[str, Any], str]], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    assert_read_alike(*documents[path])


def test_jsonld_js_reads_what_the_ntriples_say(
    documents: dict[str, tuple[dict[str, Any], str]],
) -> None:
    read = read_by_jsonld_js(document for document, _ in documents.values())
    assert len(read) == len(THINGS)
    for (path, (_, ntriples)), nquads in zip(documents.items(), read, strict=True):
        assert canonical(nquads) == canonical(ntriples), path


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a document that stands for a thing."""
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict):
        if not value.keys() & {"@value", "@list"}:
            yield value
        for key, each in value.items():
            if KINDS.get(key, "") not in ("texts", "texts[]"):
                yield from nodes(each)


KINDS = {term: kind for term, _, kind in PROPERTIES}


@pytest.mark.parametrize("path", THINGS)
def test_a_document_has_one_shape(
    documents: dict[str, tuple[dict[str, Any], str]], path: str
) -> None:
    document, _ = documents[path]
    root = THINGS[path] or path.replace("doc/", "id/", 1)
    assert document["id"] == BASE + root
    assert document.keys().isdisjoint({"@graph", "@id"})
    body = {key: value for key, value in document.items() if key != "@context"}
    met = set()
    for node in nodes(body):
        assert ":" in node.get("id", "_:")
        assert isinstance(node.get("type", []), list)
        for key, value in node.items():
            kind = KINDS.get(key, "")
            met.add(kind.removesuffix("[]"))
            if kind.startswith("texts"):
                assert isinstance(value, dict), key
                assert all(len(tag) == 2 for tag in value), key
            elif kind.endswith("[]"):
                assert isinstance(value, list), key
            elif kind:
                assert not isinstance(value, list), key
            if kind.startswith("link"):
                links = value if isinstance(value, list) else [value]
                assert all(isinstance(link, dict) and "id" in link for link in links), key
    assert "texts" in met


def test_a_link_has_the_name_that_the_document_knows(
    documents: dict[str, tuple[dict[str, Any], str]],
) -> None:
    met = 0
    for document, ntriples in documents.values():
        triples = [q.triple for q in ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES)]
        named = {t.subject.value for t in triples if t.predicate.value in NAMING}
        body = {key: value for key, value in document.items() if key != "@context"}
        for node in nodes(body):
            for key, value in node.items():
                if not KINDS.get(key, "").startswith("link"):
                    continue
                for link in value if isinstance(value, list) else [value]:
                    if link.get("id") in named and link.keys() <= {"id", "name", "agentName"}:
                        assert isinstance(link.get("name", link.get("agentName")), dict), link
                        met += 1
    assert met > 100


def test_the_concepts_of_a_scheme_are_linked_by_name_and_stand_below_it(
    documents: dict[str, tuple[dict[str, Any], str]],
) -> None:
    document, _ = documents["def/stage"]
    names = {link["id"]: link["name"] for link in document["hasTopConcept"]}
    concepts = {node["id"]: node["prefLabel"] for node in document["@included"]}
    assert names
    assert names.items() <= concepts.items()


def test_every_document_holds_the_context_that_has_an_address(
    documents: dict[str, tuple[dict[str, Any], str]], served: str
) -> None:
    with urllib.request.urlopen(f"{served}spec/context.jsonld", timeout=PATIENCE) as answer:
        headers, body = answer.headers, answer.read()
    assert headers["Content-Type"] == "application/ld+json"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"].startswith("public")
    assert headers["ETag"]
    assert body == write_context(prefixes(f"{BASE}def/"))
    assert all(
        document["@context"] == json.loads(body)["@context"] for document, _ in documents.values()
    )


def test_a_dump_has_the_same_context_and_links_that_are_objects(release: Path) -> None:
    dump = json.loads(unpacked(release / "current/data.jsonld"))
    assert dump["@context"] == json.loads(write_context(prefixes(f"{BASE}def/")))["@context"]
    things = {node["id"]: node for node in dump["@graph"]}
    project = things[f"{BASE}id/project/hall-ut"]
    assert project["period"]["verbatim"] == ["201203 — 201410"]
    owner = project["projectOwner"][0]
    assert owner == {"id": f"{BASE}id/organization/industriellt-utvecklingscentrum-i-kalmar-ab"}
    name = {"sv": "Industriellt Utvecklingscentrum i Kalmar AB"}
    assert things[owner["id"]]["name"] == name


def test_a_single_value_is_one_that_a_shape_holds_to_one() -> None:
    """A term without ``[]`` has sh:maxCount 1 somewhere, or is listed here with its reason."""
    of_catalogue = {"mediaType", "issued"}  # by DCAT-AP, 0..1
    table = prefixes(f"{BASE}def/")
    said = [q for f in (ROOT / "shapes").glob("*.ttl") for q in ox.parse(path=f, base_iri=BASE)]
    one = {
        q.subject for q in said if q.predicate.value == f"{SH}maxCount" and q.object.value == "1"
    }
    once = {q.object for q in said if q.predicate.value == f"{SH}path" and q.subject in one}
    single = {t: c for t, c, kind in PROPERTIES if not kind.endswith("[]") and kind != "texts"}
    free = {t for t, c in single.items() if ox.NamedNode(expand(c, table)) not in once}
    assert free == of_catalogue
