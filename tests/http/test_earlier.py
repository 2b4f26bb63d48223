"""What an older page said stands in the document about that page, and in its graph, alone."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from bringing import add_page, publish
from conftest import ROOT, serving
from editing import NAME
from packed import unpacked
from patience import PATIENCE
from pyshacl import validate as pyshacl_validate
from rdflib.compare import isomorphic
from shapes.cases import turtle_files

from lod import publishing
from lod.publishing.publication import map_all
from lod.release import find_release

BASE = "https://data.tillvaxtverket.example/"
LATER = "programsida-2014-05-05"
VANSBRO = f"<{BASE}id/organization/vansbro-kommun>"
PROJECT = "project/utmaningen-samverkan-och-samsyn-for-tillvaxt"


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the shipped page and a later one, a project withdrawn and one renamed."""
    folder = tmp_path_factory.mktemp("two")
    site = folder / "site"
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)
    add_page(site, LATER, (ROOT / f"tests/golden/{LATER}.txt").read_text("utf-8"))
    config = publish(site, NAME, LATER).config
    keys = site / "data/keys.csv"
    rows = keys.read_text("utf-8").replace(",Business Unusual,", ",Business Unusual,retired")
    keys.write_text(rows.replace(",Håll ut,", ",Håll ut,hall-i"), "utf-8")
    mapped = map_all(config)
    report = publishing.check_publication(mapped, lambda _: None)
    publishing.publish(mapped, report, folder / "var", lambda _: None)
    return folder / "var"


@pytest.fixture(scope="module")
def address(two_pages: Path) -> Iterator[str]:
    with serving("--out", two_pages, "--site", ROOT) as (found, _):
        yield found


def get(address: str, path: str) -> tuple[str, str]:
    """The text, and where it was found in the end."""
    with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:
        return answer.read().decode(), answer.geturl()


@pytest.mark.parametrize("path", [f"doc/source/{NAME}", f"graph/{NAME}"])
def test_the_older_pages_document_and_graph_have_what_it_said(address: str, path: str) -> None:
    text, _ = get(address, f"{path}.nt")
    lines = [line for line in text.splitlines() if VANSBRO in line and "#object>" in line]
    assert len(lines) == 2, "owner and member"


def test_the_projects_document_has_its_owner_of_today_alone(address: str) -> None:
    text, _ = get(address, f"doc/{PROJECT}.nt")
    assert f"<{BASE}id/organization/mora-kommun>" in text
    assert "ansbro" not in text


def test_the_older_owner_is_an_organisation_still(address: str) -> None:
    text, _ = get(address, "doc/organization/vansbro-kommun.nt")
    assert f"{VANSBRO} <https://schema.org/name> " in text


def test_a_statements_address_leads_to_its_source(address: str) -> None:
    text, _ = get(address, f"doc/source/{NAME}.nt")
    subject = next(line for line in text.splitlines() if VANSBRO in line and "#object>" in line)
    path = subject[1 : subject.index("> ")].removeprefix(BASE)
    assert path.startswith(f"source/{NAME}/{PROJECT}/")
    assert get(address, path)[1] == f"{address}doc/source/{NAME}"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(address, f"{path}0")


def test_what_older_pages_alone_speak_of_leads_to_the_page_that_did(
    address: str,
) -> None:
    """An anomaly that a newer page mends is no more, but was published and is linked."""
    anomaly = "id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start"
    assert get(address, anomaly)[1] == f"{address}doc/source/{NAME}"
    assert get(address, f"{anomaly}/quotation/20112-01")[1] == f"{address}doc/source/{NAME}"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(address, f"{anomaly}-else")


def test_every_link_of_an_earlier_statement_leads_somewhere(two_pages: Path, address: str) -> None:
    quads = ox.parse(unpacked(find_release(two_pages) / "data.nq"), format=ox.RdfFormat.N_QUADS)
    linked = {q.object.value for q in quads if q.predicate.value == f"{rdflib.RDF}subject"}
    assert len(linked) > 5
    for iri in sorted(linked):
        assert get(address, iri.removeprefix(BASE))[0]


def test_every_format_says_the_same(address: str) -> None:
    path = f"doc/source/{NAME}"
    graphs = [
        rdflib.Graph().parse(data=get(address, f"{path}.{ending}")[0], format=form)
        for ending, form in (("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"))
    ]
    assert len(graphs[0]) > 200
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_its_json_has_each_statement_where_the_page_points_at_it(address: str) -> None:
    found = json.loads(get(address, f"doc/source/{NAME}.jsonld")[0])
    said = {s["predicate"]["id"]: s for s in found["earlierStatement"] if "/front-" in s["id"]}
    name = said["https://schema.org/name"]
    assert name["object"] == {"@value": "FRONT (Framtid och Norsjös tillväxt)", "@language": "sv"}
    assert name["subject"]["name"] == {"sv": "FRONT; Framtid och Norsjös tillväxt"}
    assert name["quotedFrom"] == [{"id": f"{BASE}source/{NAME}#line=48,49"}]


def test_its_page_shows_them_with_their_lines(address: str) -> None:
    text, _ = get(address, f"doc/source/{NAME}.html")
    assert text.count("FRONT (Framtid och Norsjös tillväxt)") > 1
    assert "tidigare uppgift" in text


def test_the_reference_engine_finds_nothing_in_the_dump(two_pages: Path) -> None:
    """All graphs together have no single value twice: shapes need to know nothing of sources."""
    quads = ox.parse(unpacked(find_release(two_pages) / "data.nq"), format=ox.RdfFormat.N_QUADS)
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=lines, format="nt")
    _, report, text = pyshacl_validate(data, shacl_graph=turtle_files("shapes"))
    found = {str(shape) for shape in report.objects(None, rdflib.SH.sourceShape)}
    assert all(shape.endswith("-should/licence") for shape in found), text


def refused(address: str, path: str, accept: str) -> tuple[int, str, str]:
    """Status, media type and text."""
    asked = urllib.request.Request(address + path, headers={"Accept": accept})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(asked, timeout=PATIENCE)
    kind = caught.value.headers["Content-Type"].partition(";")[0]
    return caught.value.code, kind, caught.value.read().decode()


@pytest.mark.parametrize(("path", "accept", "kind"), [
    ("doc/project/business-unusual", "text/turtle", "text/turtle"),
    ("doc/project/business-unusual.ttl", "*/*", "text/turtle"),
    ("doc/project/business-unusual", "application/ld+json", "application/ld+json"),
    ("doc/project/business-unusual.nt", "text/html", "application/n-triples"),
])  # fmt: skip
def test_a_withdrawn_things_document_is_gone_and_says_since_when(
    address: str, path: str, accept: str, kind: str
) -> None:
    status, found, text = refused(address, path, accept)
    assert (status, found) == (410, kind)
    assert "invalidatedAtTime" in text
    assert "2014-05-05T09:30:00" in text
    assert refused(address, path, accept) == (status, found, text), "the second time too"


@pytest.mark.parametrize(("path", "accept", "kind"), [
    ("doc/project/business-unusual", "text/html", "text/html"),
    ("doc/project/business-unusual.html", "text/html", "text/html"),
    ("doc/project/business-unusual", "image/png", "application/problem+json"),
    ("id/project/business-unusual", "text/turtle", "application/problem+json"),
    ("id/project/business-unusual/period", "text/html", "text/html"),
])  # fmt: skip
def test_people_are_told_that_it_is_gone(address: str, path: str, accept: str, kind: str) -> None:
    status, found, text = refused(address, path, accept)
    assert (status, found) == (410, kind)
    assert "withdrawn" in text


def test_a_replaced_things_address_leads_to_the_new_one_and_the_dump_says_so(address: str) -> None:
    _, end = get(address, "id/project/hall-ut")
    assert end == f"{address}doc/project/hall-i"
    text, _ = get(address, "set/lokalt-och-regionalt-tillvaxtarbete/data.nq")
    start = f"<{BASE}id/project/hall-ut> <http://purl.org/dc/terms/isReplacedBy> "
    (line,) = (line for line in text.splitlines() if line.startswith(start))
    assert line == f"{start}<{BASE}id/project/hall-i> <{BASE}graph/curated> ."
