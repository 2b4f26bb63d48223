"""What a steward writes in data/curated reaches the graph, and wins over the source."""

import shutil
from pathlib import Path

import pytest
from editing import change

from lod.checking import find_files
from lod.checking.report import Place
from lod.checking.statements import SUBJECT, VALUE
from lod.errors import InputError
from lod.publishing.anyfiles import read_quads
from lod.publishing.build import check_publication, mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys
from lod.publishing.publication import Mapped, map_all

BASE = "https://data.tillvaxtverket.example/"
PROJECT = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"
START = f"{PROJECT}/anomaly/period-start"
KRISTIANSTAD = f"{BASE}id/project/manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad"
HEAD = f"""@prefix fp: <{BASE}def/> .
@prefix stage: <{BASE}def/stage/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix schema: <https://schema.org/> .
"""
DECISION = """<{anomaly}/decision> a fp:Decision, prov:Entity ;
    fp:decides <{anomaly}> ; {chosen}
    dcterms:description "Beslutet om stöd anger det."@sv, "The grant decision says so."@en ;
    dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <{base}id/organization/tillvaxtverket> .
"""


def decide(site: Path, anomaly: str, chosen: str) -> Mapped:
    text = HEAD + DECISION.format(anomaly=anomaly, chosen=chosen, base=BASE)
    (site / "data/curated/decisions.ttl").write_text(text, encoding="utf-8")
    return map_all(read_config(site))


def values(mapped: Mapped, subject: str, predicate: str) -> dict[str, str]:
    """The values of a property, and the graph that says each."""
    return {
        q.object.value: q.graph_name.value.removeprefix(f"{BASE}graph/")  # type: ignore[union-attr]
        for q in mapped.graph
        if str(q.subject) == f"<{subject}>" and q.predicate.value == mapped.graph.expand(predicate)
    }


def test_a_decided_start_is_published_in_the_curated_graph(site: Path) -> None:
    anomaly = f"{PROJECT}/anomaly/period-start"
    mapped = decide(site, anomaly, 'fp:chosen "2012-01"^^xsd:gYearMonth ;')
    assert values(mapped, f"{PROJECT}/period", "dcat:startDate") == {"2012-01": "curated"}
    assert values(mapped, f"{PROJECT}/period", "fp:earliestStart") == {"2012-01-01": "curated"}
    assert values(mapped, anomaly, "fp:verbatim") == {"20112-01": "programsida-2013-11-15"}
    assert check_publication(mapped, print).conforms


def test_a_decided_status_replaces_the_sources(site: Path) -> None:
    mapped = decide(site, f"{KRISTIANSTAD}/anomaly/status", "fp:chosen stage:closed ;")
    assert values(mapped, KRISTIANSTAD, "fp:status") == {f"{BASE}def/stage/closed": "curated"}
    assert values(mapped, KRISTIANSTAD, "fp:statusAsOf") == {"2026-11-23": "curated"}
    assert check_publication(mapped, print).conforms


def test_a_decision_that_lets_the_statement_stand_changes_no_value(site: Path) -> None:
    mapped = decide(site, f"{KRISTIANSTAD}/anomaly/status", "")
    assert set(values(mapped, KRISTIANSTAD, "fp:status").values()) == {"programsida-2013-11-15"}
    assert check_publication(mapped, print).conforms


WRONG = {
    "an anomaly that isn't there": (f"{START}s", '"2012-01"^^xsd:gYearMonth', f"<{START}s>"),
    "no month": (START, '"2012-13"^^xsd:gYearMonth', '"2012-13"^^xsd:gYearMonth'),
    "a stage for a month": (START, "stage:closed", "stage:closed"),
    "a word for a stage": (f"{KRISTIANSTAD}/anomaly/status", '"closed"', '"closed"'),
    "no such stage": (f"{KRISTIANSTAD}/anomaly/status", "stage:closd", "stage:closd"),
}


def marked(place: Place | None) -> str:
    """The text that a place on one line spans."""
    assert place is not None
    assert place.text is not None
    assert place.column is not None
    assert place.end_column is not None
    assert place.end_line == place.line
    return place.text[place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_decision_is_found_where_it_stands(site: Path, what: str) -> None:
    anomaly, chosen, faulty = WRONG[what]
    report = check_publication(decide(site, anomaly, f"fp:chosen {chosen} ;"), print)
    errors = [f for f in report.findings if f.severity == "violation"]
    assert {(f.place and Path(f.place.file).name, marked(f.place)) for f in errors} == {
        ("decisions.ttl", faulty)
    }
    assert report.exit_code == 1


def test_all_wrong_decisions_are_told_at_once(site: Path) -> None:
    wrong = [(anomaly, chosen) for anomaly, chosen, _ in list(WRONG.values())[1:4:2]]
    text = "".join(
        DECISION.format(anomaly=anomaly, chosen=f"fp:chosen {chosen} ;", base=BASE)
        for anomaly, chosen in wrong
    )
    (site / "data/curated/decisions.ttl").write_text(HEAD + text, encoding="utf-8")
    report = check_publication(map_all(read_config(site)), print)
    errors = [f for f in report.findings if f.severity == "violation"]
    assert [marked(f.place) for f in errors] == [chosen for _, chosen in wrong]


def test_a_wrong_decision_leaves_the_source_as_it_is(site: Path) -> None:
    mapped = decide(site, f"{KRISTIANSTAD}/anomaly/status", 'fp:chosen "closed" ;')
    assert set(values(mapped, KRISTIANSTAD, "fp:status").values()) == {"programsida-2013-11-15"}


def test_a_decided_owner_leaves_the_partners_members(site: Path) -> None:
    change(site, "Projektägare: Örnsköldsviks kommun", "Projektägare:")
    owner = f"{BASE}id/organization/ornskoldsviks-kommun"
    mapped = decide(site, f"{PROJECT}/anomaly/owner", f"fp:chosen <{owner}> ;")
    partner = f"{BASE}id/organization/foretagarna"
    assert set(values(mapped, PROJECT, "schema:member")) == {owner, partner}


def test_syntax_errors_in_all_of_the_publications_files_come_with_their_lines(site: Path) -> None:
    (site / "data/curated/decisions.ttl").write_text(HEAD + "<a> <b> .\n", encoding="utf-8")
    (site / "ontology/more.ttl").write_text("<a> <b> <c>\n<d> <e> <f> .\n", encoding="utf-8")
    with (site / "shapes/catalog.ttl").open("a", encoding="utf-8") as shapes:
        shapes.write("\nfp:x fp:y 'z\n")
    with pytest.raises(InputError) as caught:
        map_all(read_config(site))
    said = str(caught.value)
    line = HEAD.count("\n") + 1
    assert f"decisions.ttl:{line}:9: " in said
    assert "more.ttl:2:1: " in said
    assert "catalog.ttl:" in said


def test_a_file_written_for_another_base_is_refused(site: Path) -> None:
    file = site / "data/curated/decisions.ttl"
    file.write_text("@prefix fp: <https://other.example/def/> .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.example"):
        map_all(read_config(site))


def test_an_owner_that_nothing_knows_is_published_unlinked_and_reported(site: Path) -> None:
    change(site, "Vansbro kommun Projekt", "Okända klubben Projekt")
    with (site / "data/keys.csv").open("a") as keys:
        keys.write("organization,okanda-klubben,programsida-2013-11-15,Okända klubben,\n")
    mapped = map_all(read_config(site))
    assert not values(mapped, f"{BASE}id/organization/okanda-klubben", "schema:areaServed")
    report = check_publication(mapped, print)
    assert report.conforms
    (found,) = [f for f in report.findings if f.focus == f"<{BASE}id/organization/okanda-klubben>"]
    assert (found.severity, marked(found.place)) == ("warning", "Okända klubben")


def test_a_finding_is_located_in_the_source(mapped: Mapped) -> None:
    verbatim = f"<{mapped.graph.expand('fp:verbatim')}>"
    found = mapped.places((f"<{PROJECT}/period>", verbatim, '"20112-01 — 2014-10"', VALUE))
    assert found is not None
    assert str(found) == "data/sources/programsida-2013-11-15.txt:63:48"
    assert found.text is not None
    assert found.text[47:] == "20112-01 — 2014-10"
    assert mapped.places((f"<{BASE}id/nothing>", "", "", SUBJECT)) is None


@pytest.mark.parametrize("name", ["ontology/new.ttl", "shapes/new.ttl", "data/curated/new.ttl"])
@pytest.mark.parametrize(
    ("value", "said", "line"),
    [
        ("<<( _:x <a:p> 'o' )>>", "a statement about a statement", 2),
        ("<<( <a:x> <a:p> <<( <a:x> <a:p> 'o' )>> )>>", "a statement about a statement", 2),
        ("'text'@sv--rtl", "a text with a direction", 2),
        ("<a:o> ; <a:r>\n a:x\U000e0001", "is no IRI: http://a/x\U000e0001", 3),
        ("'text'^^a:x\U000e0001", "is no IRI: http://a/x\U000e0001", 2),
    ],
)
def test_what_cannot_be_published_is_refused_where_it_stands(
    site: Path, name: str, value: str, said: str, line: int
) -> None:
    (site / name).write_text(
        f"@prefix a: <http://a/> . <a:s> <a:p> 1 ;\n  <a:q> {value} .\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        map_all(read_config(site))
    assert said in caught.value.message
    assert (Path(str(caught.value.file)).name, caught.value.line) == ("new.ttl", line)


@pytest.mark.parametrize("text", ["a:s a:p a:{} .", "GRAPH a:{} {{ a:s a:p 1 }}", "a:{} a a:T ."])
def test_a_file_with_a_name_that_is_no_iri_is_not_served(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.trig"
    file.write_text(f"@prefix a: <http://a/> .\n{text.format('x')}\n", encoding="utf-8")
    assert len(read_quads(find_files([str(file)]))) == 1
    file.write_text(f"@prefix a: <http://a/> .\n{text.format(chr(0xE0001))}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no IRI") as caught:
        read_quads(find_files([str(file)]))
    assert caught.value.line == 2


def test_a_decision_of_the_same_anomaly_may_stand_very_often(site: Path) -> None:
    one = DECISION.format(anomaly=START, chosen='fp:chosen "2012-01" ;', base=BASE)
    text = HEAD + "".join(one.replace("/decision>", f"/decision{n}>") for n in range(3000))
    (site / "data/curated/decisions.ttl").write_text(text, encoding="utf-8")
    assert values(map_all(read_config(site)), f"{PROJECT}/period", "dcat:startDate") == {
        "2012-01": "curated"
    }


def test_a_decision_of_two_values_changes_nothing(site: Path) -> None:
    """Which of them is meant can't be told, in whatever order they stand."""
    for first, second in (("2011-12", "2012-01"), ("2012-01", "2011-12")):
        chosen = f'fp:chosen "{first}"^^xsd:gYearMonth, "{second}"^^xsd:gYearMonth ;'
        mapped = decide(site, START, chosen)
        assert values(mapped, f"{PROJECT}/period", "dcat:startDate") == {}
        assert values(mapped, f"{PROJECT}/period", "fp:earliestStart") == {}
        assert not check_publication(mapped, print).conforms


def test_a_decision_on_two_anomalies_changes_neither(site: Path) -> None:
    status = f"{KRISTIANSTAD}/anomaly/status"
    chosen = f"fp:decides <{status}> ; fp:chosen stage:closed ;"
    mapped = decide(site, START, chosen)
    assert set(values(mapped, KRISTIANSTAD, "fp:status").values()) == {"programsida-2013-11-15"}


def test_each_distribution_has_the_licence_of_the_dataset(site: Path) -> None:
    licence = "http://creativecommons.org/publicdomain/zero/1.0/"
    settings = site / "lod.toml"
    settings.write_text(
        settings.read_text().replace("dataset =", f'licence = "{licence}"\ndataset =', 1)
    )
    mapped = map_all(read_config(site))
    dataset = f"{BASE}set/{mapped.config.dataset}"
    given = values(mapped, dataset, "dcat:distribution")
    assert len(given) == 3
    for subject in (dataset, f"{BASE}catalog", *given):
        assert set(values(mapped, subject, "dcterms:license")) == {licence}, subject


def two_pages(site: Path, changes: dict[str, str], fetched: dict[str, str]) -> Mapped:
    """Publish the page twice, ``again`` listed first; with changes of that one's text."""
    for suffix in ("txt", "toml"):
        file = site / f"data/sources/programsida-2013-11-15.{suffix}"
        shutil.copy(file, file.with_stem("again"))
    for old, new in changes.items():
        change(site, old, new, "again")
    for name, day in fetched.items():
        sidecar = site / f"data/sources/{name}.toml"
        sidecar.write_text(
            sidecar.read_text().replace("language =", f"fetched = {day}\nlanguage =", 1)
        )
    settings = site / "lod.toml"
    listed = '["again", "programsida-2013-11-15"]'
    settings.write_text(settings.read_text().replace('["programsida-2013-11-15"]', listed))
    config = read_config(site)
    write_keys(*mint_keys(config))
    return map_all(config)


@pytest.mark.parametrize(
    ("date", "describes"),
    [
        ("15 november 2013 13:45", "programsida-2013-11-15"),
        ("15 november 2013 13:46", "again"),  # of two as new, the one that is listed first
        ("15 november 2013 13:47", "again"),
        ("någon gång", "programsida-2013-11-15"),  # no date: the other one is newer
    ],
)
def test_the_page_of_the_newest_date_describes_what_both_list(
    site: Path, date: str, describes: str
) -> None:
    mapped = two_pages(site, {"15 november 2013 13:46": date}, {})
    project = f"{BASE}id/project/hall-ut"
    assert set(values(mapped, project, "schema:name").values()) == {describes}


def test_the_dataset_is_as_new_as_its_newest_fetch(site: Path) -> None:
    days = {"again": "2013-12-01", "programsida-2013-11-15": "2013-11-20"}
    mapped = two_pages(site, {}, days)
    dataset = f"{BASE}set/{mapped.config.dataset}"
    assert set(values(mapped, dataset, "dcterms:modified")) == {"2013-12-01"}


def rewrite(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file, once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_ontology_says_whose_it_is_and_under_which_licence(site: Path) -> None:
    licence, settings = "http://creativecommons.org/publicdomain/zero/1.0/", site / "lod.toml"
    mapped = map_all(read_config(site))
    publisher = "http://dataportal.se/organisation/SE2021006149"
    assert values(mapped, f"{BASE}def", "dcterms:publisher") == {publisher: "ontology"}
    assert values(mapped, f"{BASE}def", "dcterms:license") == {}
    rewrite(settings, "dataset =", f'licence = "{licence}"\ndataset =')
    mapped = map_all(read_config(site))
    assert values(mapped, f"{BASE}def", "dcterms:license") == {licence: "ontology"}
    assert check_publication(mapped, print).conforms


def test_the_ontologys_dates_and_version_are_those_written_in_its_file(site: Path) -> None:
    terms = site / "ontology/terms.ttl"
    rewrite(terms, 'dcterms:modified "2026-11-30"', 'dcterms:modified "2031-01-02"')
    mapped = map_all(read_config(site))
    assert values(mapped, f"{BASE}def", "dcterms:modified") == {"2031-01-02": "ontology"}
    assert values(mapped, f"{BASE}def", "vann:preferredNamespaceUri") == {f"{BASE}def/": "ontology"}


def test_a_vocabulary_of_others_gets_no_header_from_us(site: Path) -> None:
    other = "https://terms.example.org/def/"
    for file in (*site.rglob("*.ttl"), site / "lod.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace(f"{BASE}def/", other))
    rewrite(site / "lod.toml", "dataset =", f'vocab_iri = "{other}"\ndataset =')
    assert values(map_all(read_config(site)), f"{BASE}def", "dcterms:publisher") == {}


def test_the_publishers_numbers_stand_with_their_scheme(site: Path) -> None:
    old = 'iso6523 = ["0007:2021006149"]'
    new = 'iso6523 = ["0007:2021006149", "0199:ABCDEFGHIJ0123456710"]\nvat = "SE202100614901"'
    rewrite(site / "lod.toml", old, new)
    mapped = map_all(read_config(site))
    publisher = f"{BASE}id/organization/tillvaxtverket"
    numbers = values(mapped, publisher, "schema:iso6523Code")
    assert numbers.keys() == {"0007:2021006149", "0199:ABCDEFGHIJ0123456710"}
    assert values(mapped, publisher, "schema:vatID").keys() == {"SE202100614901"}
    assert values(mapped, publisher, "schema:identifier").keys() == {"202100-6149"}
    assert check_publication(mapped, print).conforms


def test_a_misspelt_number_of_the_publishers_is_told(site: Path) -> None:
    old = 'iso6523 = ["0007:2021006149"]'
    rewrite(site / "lod.toml", old, 'iso6523 = ["0007:2021006149", "0199:ABCDEFGHIJ0123456711"]')
    report = check_publication(map_all(read_config(site)), print)
    found = [f.messages["en"] for f in report.findings if f.severity == "violation"]
    assert len(found) == 1
    assert found[0].startswith("The LEI is misspelt")


@pytest.mark.parametrize(("english", "expected"), [
    ("Lycksele kommun", set()), ("Lycksele municipality", {"Lycksele municipality"}), ("", set()),
])  # fmt: skip
def test_an_area_is_not_called_by_its_name_as_if_that_were_another(
    site: Path, english: str, expected: set[str]
) -> None:
    rewrite(site / "data/reference/municipalities.csv", "Lycksele municipality", english)
    mapped = map_all(read_config(site))
    assert values(mapped, f"{BASE}id/area/2481", "schema:alternateName").keys() == expected


@pytest.mark.parametrize(("told", "numbers"), [(True, ""), (False, 'vat = "SE202100614901"')])
def test_a_number_of_which_nothing_says_what_it_is_is_told(
    site: Path, told: bool, numbers: str
) -> None:
    text = (site / "lod.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("iso6523")]
    (site / "lod.toml").write_text("\n".join([*kept, numbers, ""]), encoding="utf-8")
    found = check_publication(map_all(read_config(site)), print).findings
    assert ("spec/organization-number" in {f.rule.id for f in found}) == told
