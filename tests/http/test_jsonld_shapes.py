"""Every word of every JSON-LD document has one JSON shape, whatever its values are of."""

import json
import re
import shutil
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from bringing import add_page, publish
from conftest import ROOT, serving
from editing import NAME
from jsonld_readers import assert_read_alike, canonical, read_by_jsonld_js
from packed import unpacked
from patience import PATIENCE

from lod import publishing
from lod.rdf.writers.terms import PROPERTIES
from lod.release import find_release

BASE = "https://data.tillvaxtverket.example/"
LATER = "programsida-2014-05-05"
OTHER_WORDS = {
    "Lycksele kommun Projekttid: 201203 — 201410": "Lycksele kommun Projekttid: 2012-03-15 — "
    "2014-10-31\nBeviljat belopp: 1 200 000 kr\nMedfinansiering: 750 tkr\nAndel: 62,5 %",
    "201203 — 201412": "2012 — 2014",
    "201206 — 201310": "03/04/2012 — 201410",
    "2012-01 — 2014-06": "kvartal 1 2012 — 20114-06",
}
KINDS = {term: kind for term, _, kind in PROPERTIES}
LABELS = 'amount = "Beviljat belopp"\ncofinancing = "Medfinansiering"\nshare = "Andel"'
CHOSEN = {
    "manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad/anomaly/period-start": (
        '"2012-04-03"^^xsd:date'
    ),
    "regional-tillvaxt-pa-alla-nivaer/anomaly/period-end": '"2014-06"',
    "front-framtid-och-norsjos-tillvaxt/anomaly/status": f"<{BASE}def/stage/closed>",
}
DECISION = """<{0}/decision> a fp:Decision, prov:Entity ; fp:decides <{0}> ; fp:chosen {1} ;
    dcterms:description "Så är det."@sv, "So it is."@en ; dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <{2}id/organization/tillvaxtverket> .
"""
SHAPES = {
    "texts": "{text}",
    "texts[]": "{[text]}",
    "plain": "text",
    "link": "object",
    "value": "object",
}


def make(site: Path, out: Path) -> None:
    """Publish two pages with days, years, quarters, amounts and decisions of each kind."""
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)
    text = (ROOT / f"tests/golden/{LATER}.txt").read_text("utf-8")
    for old, new in OTHER_WORDS.items():
        assert old in text
        text = text.replace(old, new)
    add_page(site, LATER, text)
    sidecar = site / f"data/sources/{LATER}.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("[labels]", f"[labels]\n{LABELS}"))
    with (site / "data/curated/decisions.ttl").open("a", encoding="utf-8") as file:
        for anomaly, chosen in CHOSEN.items():
            file.write(DECISION.format(f"{BASE}id/project/{anomaly}", chosen, BASE))
    mapped = publish(site, NAME, LATER)
    report = publishing.check_publication(mapped, lambda _: None)
    assert report.conforms, [f.messages for f in report.findings]
    publishing.publish(mapped, report, out, lambda _: None)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("several")
    make(folder / "site", folder / "var")
    return folder / "var"


@pytest.fixture(scope="module")
def several_served(several: Path) -> Iterator[str]:
    with serving("--out", several, "--site", several.parent / "site") as (address, _):
        yield address


def get(address: str) -> tuple[str, str]:
    """The text of a JSON-LD document, and the address where it was found."""
    asked = urllib.request.Request(address, headers={"Accept": "application/ld+json"})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        kind = answer.headers["Content-Type"]
        return (answer.read().decode() if kind == "application/ld+json" else ""), answer.geturl()


def documents(out: Path, address: str) -> dict[str, dict[str, Any]]:
    """Every document that describes anything of the data or the shapes, and the dump."""
    release = find_release(out)
    text = unpacked(release / "data.nq").decode() + (release / "shapes.nt").read_text("utf-8")
    paths = {iri.partition("#")[0] for iri in re.findall(rf"(?m)^<{re.escape(BASE)}([^>]*)>", text)}
    sources = {"doc/" + "/".join(p.split("/")[:2]) for p in paths if p.startswith("source/")}
    found = {}
    for path in sorted(sources | {p for p in paths if not p.startswith(("source/", "sparql"))}):
        body, place = get(address + path)
        if body:
            found[place.removeprefix(address)] = json.loads(body)
    found["dump"] = json.loads(unpacked(release / "data.jsonld"))
    return found


def shape(value: Any) -> str:
    """Say the shape of a value, not what is in it."""
    if isinstance(value, list):
        return "[" + "|".join(sorted({shape(each) for each in value})) + "]"
    if not isinstance(value, dict):
        assert isinstance(value, str)
        return "text"
    return "object"


def texts_shape(value: Any) -> str:
    return "{" + "|".join(sorted({shape(each) for each in value.values()})) + "}"


def seen(value: Any, found: dict[str, set[str]]) -> dict[str, set[str]]:
    """Collect the shapes of each key, wherever it stands."""
    for each in value if isinstance(value, list) else ():
        seen(each, found)
    for key, each in value.items() if isinstance(value, dict) else ():
        if key.startswith("@") and key not in ("@included", "@graph", "@list"):
            continue
        texts = KINDS.get(key, "").startswith("texts")
        found[key].add(texts_shape(each) if texts else shape(each))
        if not texts:
            seen(each, found)
    return found


def expected(key: str) -> str:
    if key in ("id", "type"):
        return {"id": "text", "type": "[text]"}[key]
    kind = KINDS.get(key)
    if kind is None:
        return "[object]"
    if kind.startswith("texts"):
        return SHAPES[kind]
    one = SHAPES.get(kind.removesuffix("[]"), "text")
    return f"[{one}]" if kind.endswith("[]") else one


def check(found: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    shapes: dict[str, set[str]] = defaultdict(set)
    for document in found.values():
        seen({k: v for k, v in document.items() if k != "@context"}, shapes)
    assert shapes == {key: {expected(key)} for key in shapes}
    return shapes


def test_every_word_of_the_shipped_publication_has_one_shape(release: Path, served: str) -> None:
    found = documents(release, served)
    assert len(found) > 50
    assert {"name", "seeAlso", "sh:property", "@list", "@included"} <= check(found).keys()


def test_every_word_of_one_with_several_sources_amounts_and_days_has_one_shape(
    several: Path, several_served: str
) -> None:
    found = documents(several, several_served)
    words = check(found).keys()
    for name in ("start", "end"):
        assert {f"{name}Date", f"{name}Day", f"{name}Year"} <= words
    assert {"object", "chosen", "candidate", "candidateDay", "value", "cofinancing"} <= words
    chosen = [node["chosen"] for node in found["dump"]["@graph"] if "chosen" in node]
    decided = [
        {"@value": "2012-04-03", "@type": "xsd:date"},
        {"@value": "2014-06"},
        {"id": f"{BASE}def/stage/closed"},
    ]
    assert sorted(map(str, chosen)) == sorted(map(str, decided))


def test_all_readers_read_the_same_triples_of_it(
    several: Path, several_served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    found = documents(several, several_served)
    paths = [path for path in found if path.startswith(("doc/project/", "doc/source/"))]
    assert len(paths) > 12
    triples = {path: get_ntriples(f"{several_served}{path}.nt") for path in paths}
    for path in paths:
        assert_read_alike(found[path], triples[path])
    read = read_by_jsonld_js(found[path] for path in paths)
    for path, nquads in zip(paths, read, strict=True):
        assert canonical(nquads) == canonical(triples[path]), path


def get_ntriples(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())
