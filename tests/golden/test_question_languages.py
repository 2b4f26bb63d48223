"""A question has its answer in whatever languages a publication speaks: no row less or twice."""

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import QUERIES, Row, engines, question
from conftest import ROOT
from editing import NAME, change

from lod import publishing
from lod.publishing.build import check_publication
from lod.publishing.config import read_config

BASE = "https://data.tillvaxtverket.example/"
ANOMALY = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start"
LIST = "Projektägare: Lycksele kommun Projekttid: 201203 — 201410"
REASONS = {
    "sv": "Beslutet säger det.",
    "en": "The grant decision says so.",
    "de": "So steht es im Bescheid.",
    "fi": "Niin päätöksessä sanotaan.",
}
BOTH = ("sv", "en")
NAMES = sorted(file.stem for file in QUERIES.iterdir())
SHOWN = {("sv",): "Beslutet säger det.", ("de",): "So steht es im Bescheid.",
         ("de", "fi"): "Niin päätöksessä sanotaan."}  # fmt: skip
"""The reason where there is none in English: the first of several by its letters."""


def made(site: Path, languages: tuple[str, ...]) -> bytes:
    """Publish the shipped page, with an amount and a decision, in some languages."""
    settings = (site / "lod.toml").read_text("utf-8")
    titles = "\n".join(f'{language} = "{language}"' for language in languages)
    for table in ("title", "description"):
        settings = re.sub(rf"\[{table}\]\n(.+\n)+", f"[{table}]\n{titles}\n", settings)
    listed = ", ".join(f'"{language}"' for language in languages)
    (site / "lod.toml").write_text(f"languages = [{listed}]\n{settings}", "utf-8")
    change(site, f"{LIST}\n", f"{LIST}\nBeviljat belopp: 1 200 000 kr\n")
    sidecar = site / f"data/sources/{NAME}.toml"
    labelled = sidecar.read_text("utf-8").replace(
        "[labels]", '[labels]\namount = "Beviljat belopp"'
    )
    sidecar.write_text(labelled, "utf-8")
    reasons = ", ".join(f'"{REASONS[language]}"@{language}' for language in languages)
    with (site / "data/curated/decisions.ttl").open("a", encoding="utf-8") as file:
        file.write(f"""<{ANOMALY}/decision> a fp:Decision, prov:Entity ; fp:decides <{ANOMALY}> ;
            fp:chosen "2012-01"^^xsd:gYearMonth ; dcterms:description {reasons} ;
            dcterms:date "2026-11-23"^^xsd:date ;
            prov:wasAttributedTo <{BASE}id/organization/tillvaxtverket> .\n""")
    mapped = publishing.read_publication(read_config(site), lambda _: None)
    report = check_publication(mapped, lambda _: None)
    assert report.conforms, [str(f.messages) for f in report.findings]
    return ox.serialize(mapped.graph, format=ox.RdfFormat.N_QUADS) or b""


def answers(data: bytes) -> dict[str, dict[str, list[Row]]]:
    return {
        engine: {name: ask(question(name)) for name in NAMES}
        for engine, ask in engines(data).items()
    }


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """What a publication in Swedish and English answers."""
    copy = tmp_path_factory.mktemp("both")
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "lod.toml", copy)
    return answers(made(copy, BOTH))["oxigraph"]


@pytest.mark.parametrize(
    "languages", [("sv",), ("en",), ("de",), ("en", "sv"), ("de", "fi"), ("de", "en")]
)
def test_each_question_has_as_many_rows_in_every_language(
    site: Path, languages: tuple[str, ...], shipped: dict[str, list[Row]]
) -> None:
    found = answers(made(site, languages))
    assert found["oxigraph"] == found["rdflib"]
    rows = found["oxigraph"]
    assert {name: len(rows[name]) for name in NAMES} == {n: len(shipped[n]) for n in NAMES}
    assert all(rows.values())
    assert [row[-1] for row in rows["decisions"]] == [
        SHOWN.get(languages, "The grant decision says so.")
    ]
    for name in NAMES:
        filled = [[bool(cell) for cell in row] for row in shipped[name]]
        assert sorted([bool(cell) for cell in row] for row in rows[name]) == sorted(filled), name
