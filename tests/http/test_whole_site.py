"""The shipped publication over HTTP: every IRI dereferences, every format is the same graph."""

import re
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from packed import unpacked
from patience import PATIENCE
from rdflib.compare import isomorphic

BASE = "https://data.tillvaxtverket.example/"
FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE, "turtle"),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD, "json-ld"),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES, "nt"),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML, "xml"),
}


def get(url: str, **headers: str) -> tuple[int, Message, bytes, str]:
    request = urllib.request.Request(
        url, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read(), answer.url
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read(), url


def own_iris(release: Path) -> set[str]:
    """Every IRI under the base in the data, without fragments."""
    nquads = unpacked(release / "current/data.nq").decode()
    shapes = (release / "current/shapes.nt").read_text(encoding="utf-8")
    found = re.findall(rf"<({re.escape(BASE)}[^>]*)>", nquads + shapes)
    return {iri.partition("#")[0] for iri in found}


def test_every_iri_under_the_base_dereferences(release: Path, served: str) -> None:
    iris = own_iris(release)
    assert len(iris) > 150
    bad = {}
    for iri in sorted(iris):
        for accept in ("text/turtle", "text/html"):
            if iri.startswith((f"{BASE}source/", f"{BASE}set/")):
                accept = "*/*"
            status, _, body, _ = get(served + iri.removeprefix(BASE), Accept=accept)
            if status != 200 or not body:
                bad[iri, accept] = status
    assert not bad


def documents(served: str, release: Path) -> list[str]:
    """The address of every document: where the IRIs lead."""
    found = set()
    for iri in own_iris(release):
        status, headers, _, url = get(served + iri.removeprefix(BASE), Accept="text/turtle")
        if (
            status == 200
            and headers.get_content_type() == "text/turtle"
            and "/sparql" not in url
            and "/data." not in url
        ):
            found.add(urlsplit(url).path.lstrip("/").removesuffix(".ttl"))
    return sorted(found)


def test_every_format_of_every_document_is_the_same_graph(
    release: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    paths = documents(served, release)
    assert len(paths) > 40
    for path in paths:
        graphs = []
        for extension, (media_type, fast, slow) in FORMATS.items():
            status, headers, body, _ = get(f"{served}{path}.{extension}")
            assert (status, headers.get_content_type()) == (200, media_type), path
            assert get(f"{served}{path}", Accept=media_type)[2] == body, (path, media_type)
            parsed = ox.Dataset(ox.parse(body, format=fast, base_iri=served + path))
            parsed.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            graphs.append({str(q) for q in parsed})
            other = rdflib.Graph().parse(data=body, format=slow, publicID=served + path)
            if extension == "ttl":
                reference = other
            assert isomorphic(other, reference), (path, extension)
            assert len(other) == len(parsed), (path, extension)
        assert all(g == graphs[0] for g in graphs), path


def test_a_document_has_the_thing_its_parts_labels_and_what_points_at_it(served: str) -> None:
    body = get(f"{served}doc/organization/lycksele-kommun.nt")[2].decode()
    thing = f"<{BASE}id/organization/lycksele-kommun>"
    project = f"<{BASE}id/project/progressiva-kommuner>"
    assert f'{thing} <https://schema.org/name> "Lycksele kommun"@sv .' in body
    assert f"{project} <{BASE}def/projectOwner> {thing} ." in body
    assert f'{project} <https://schema.org/name> "Progressiva kommuner"@sv .' in body
    assert f'<{BASE}id/area/2481> <https://schema.org/name> "Lycksele kommun"@sv .' in body
    parts = get(f"{served}doc/project/hall-ut.nt")[2].decode()
    assert f"<{BASE}id/project/hall-ut/period> <{BASE}def/verbatim>" in parts


def test_the_host_of_a_request_never_reaches_the_data(served: str) -> None:
    for path in ("id/project/hall-ut", "doc/project/hall-ut", "catalog", "sparql", "", "nowhere"):
        for accept in ("text/turtle", "text/html", "application/ld+json"):
            status, headers, body, _ = get(
                served + path, Accept=accept, Host="evil.example", X_Forwarded_Host="evil.example",
                X_Forwarded_Proto="https", Forwarded="host=evil.example",
            )  # fmt: skip
            assert status < 500
            assert b"evil.example" not in body
            assert "evil.example" not in str(headers)


def test_a_source_is_its_bytes(served: str) -> None:
    file = Path(__file__).parents[2] / "data/sources/programsida-2013-11-15.txt"
    status, headers, body, _ = get(f"{served}source/programsida-2013-11-15")
    assert (status, body) == (200, file.read_bytes())
    assert headers["Content-Type"] == "text/plain;charset=utf-8"
    assert headers["Content-Language"] == "sv"


def test_a_document_links_to_its_variants_and_to_what_describes_it(served: str) -> None:
    link = ", ".join(
        get(f"{served}doc/project/hall-ut", Accept="text/turtle")[1].get_all("Link", [])
    )
    assert f'<{BASE}doc/project/hall-ut>; rel="canonical"' in link
    assert f'<{BASE}spec/funded-projects>; rel="describedby"' in link
    assert link.count('rel="alternate"') >= 4
