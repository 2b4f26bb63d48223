"""What a table says stands in documents: places as links with names, a source with its type."""

import json
import shutil
import urllib.request
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from bringing import publish
from conftest import ROOT, serving
from patience import PATIENCE
from rdflib.compare import isomorphic

from lod import publishing

BASE = "https://data.tillvaxtverket.example/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("table")
    site = folder / "site"
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)
    for name in ("platser.csv", "platser.toml"):
        shutil.copy(ROOT / "tests/golden" / name, site / "data/sources")
    mapped = publish(site, "platser.csv")
    report = publishing.check_publication(mapped, lambda _: None)
    publishing.publish(mapped, report, folder / "var", lambda _: None)
    with serving("--out", folder / "var", "--site", ROOT) as (found, _):
        yield found


def text(address: str, path: str) -> str:
    with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:
        found: bytes = answer.read()
    return found.decode()


def tree(address: str, path: str) -> Any:
    return json.loads(text(address, path))


def test_places_are_links_with_names(address: str) -> None:
    project = tree(address, "doc/project/p-1.jsonld")
    assert sorted(
        (place["id"].removeprefix(BASE), str(place["name"])) for place in project["location"]
    ) == [
        ("id/area/05", "{'sv': 'Östergötlands län'}"),
        ("id/area/0583", "{'sv': 'Motala kommun'}"),
        ("id/project/p-1/location/hamnen", "{'sv': 'Hamnen'}"),
    ]
    assert [county["id"] for county in project["county"]] == [f"{BASE}id/area/05"]


def test_a_table_is_a_download_in_its_document(address: str) -> None:
    source = tree(address, "doc/source/platser.jsonld")
    assert source["encodingFormat"] == "text/csv"
    assert "DataDownload" in source["type"]


@pytest.mark.parametrize("path", ["project/p-1", "organization/motala-kommun", "source/platser"])
def test_all_formats_say_the_same(address: str, path: str) -> None:
    lines = rdflib.Graph().parse(data=text(address, f"doc/{path}.nt"), format="nt")
    for ending, name in (("jsonld", "json-ld"), ("ttl", "turtle"), ("rdf", "xml")):
        other = rdflib.Graph().parse(data=text(address, f"doc/{path}.{ending}"), format=name)
        assert isomorphic(lines, other), ending
    assert [*ox.parse(text(address, f"doc/{path}.ttl"), ox.RdfFormat.TURTLE)]


def test_the_page_names_places_and_numbers(address: str) -> None:
    page = text(address, "doc/project/p-1.html")
    assert "Hamnen" in page
    assert "Motala kommun" in page
    assert "212000-2817" in text(address, "doc/organization/motala-kommun.html")
