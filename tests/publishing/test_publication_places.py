"""A finding about what is published points at the words in the file that they come from."""

import re
from pathlib import Path

import pytest
from checking.test_places import as_term
from editing import NAME, change
from shapes.cases import BASE, copies, run
from shapes.examples import EXAMPLES

from lod.checking.report import Finding, Place, Report, Rule
from lod.checking.statements import VALUE
from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.places import named_from
from lod.publishing.publication import map_all
from lod.rdf import SH

PAGE = f"data/sources/{NAME}.txt"
COUNTIES, TOWNS = "data/reference/counties.csv", "data/reference/municipalities.csv"
COPIES = [
    copy
    for copy in copies(EXAMPLES)
    if copy.example.section not in ("catalog", "ontology")
    and "http://schema.org/" not in copy.example.add  # refused as it is read: nearly right
]

# Rule → file, text, what stands there instead, the words of it that are marked.
BROKEN = {
    "spec/organization/classification": ("lod.toml", '"government-agency"', '"agency"', "agency"),
    "spec/swedish-number": ("lod.toml", '"202100-6149"', '"2021006149"', "2021006149"),
    "spec/organization": ("lod.toml", '"0007:2021006149"', '"0007:2021006194"', "0007:2021006194"),
    "spec/text/title": ("lod.toml", "Projects of the", "Projects of  the", None),
    "spec/text/explanation": ("lod.toml", "Projects, their", "Projects,  their", None),
    "spec/same-as": ("lod.toml", "http://www.wikidata.org/entity/Q3370919", f"{BASE}id/x", None),
    "spec/same-as/one-thing": (COUNTIES, "götland,Q104940,", "götland,Q104746,", "Q104746"),
    "spec/text/name": (TOWNS, "Kristianstads kommun", "Kristianstads  kommun", None),
    "spec/municipality-area": (*(TOWNS, "2481,Lycksele kommun,", "2599,Lycksele kommun,", "2599"),),
    "spec/owner-should/classification": (
        *(PAGE, "Projektägare: Vansbro kommun", "Projektägare: Okända", "Okända"),
    ),
}


def checked(site: Path) -> Report:
    return named_from(check_publication(map_all(read_config(site)), lambda _: None), site)


def spanned(place: Place | None, site: Path) -> str:
    """The text that a place spans, read from its file."""
    assert place is not None
    assert place.line is not None
    assert place.end_line is not None
    assert place.column is not None
    assert place.end_column is not None
    rows = (site / place.file).read_text(encoding="utf-8").split("\n")
    rows = rows[place.line - 1 : place.end_line]
    assert place.text == rows[0]
    rows[-1] = rows[-1][: place.end_column - 1]
    return "\n".join(rows)[place.column - 1 :]


def change_file(site: Path, name: str, old: str, new: str) -> str:
    """Change a file once; gives its text."""
    if name == PAGE:
        change(site, old, new)
        with (site / "data/keys.csv").open("a", encoding="utf-8") as keys:
            keys.write(f"organization,okanda,{NAME},Okända,\n")
    else:
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", BROKEN)
def test_a_fault_in_a_source_is_marked_where_it_is_written(site: Path, rule: str) -> None:
    name, old, new, words = BROKEN[rule]
    text = change_file(site, name, old, new)
    found = [f.place for f in checked(site).findings if f.rule.id == rule]
    at = text.index(new) + new.index(words or new)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    if words is None:  # the whole value, of which the change is a part
        assert {p and (p.file, p.line) for p in found} == {(name, line)}
        assert all(new in spanned(p, site) for p in found)
        assert all('"' not in spanned(p, site) for p in found)
    else:
        assert {str(p) for p in found} == {f"{name}:{line}:{column}"}
        assert {spanned(p, site) for p in found} == {words}


def test_an_owner_that_is_also_a_part_of_its_label_is_marked_after_it(site: Path) -> None:
    change_file(site, PAGE, "Projektägare: Vansbro kommun", "Projektägare:  Projekt")
    with (site / "data/keys.csv").open("a", encoding="utf-8") as keys:
        keys.write(f"organization,projekt,{NAME},Projekt,\n")
    found = [f.place for f in checked(site).findings if (f.focus or "").endswith("/projekt>")]
    assert [(p and p.column, spanned(p, site)) for p in found] == [(16, "Projekt")]


def test_a_cell_has_its_row_and_column(site: Path) -> None:
    change_file(site, TOWNS, "2481,Lycksele kommun,", "2481,Lycksele  kommun,")
    (found,) = [
        f.place for f in checked(site).findings if f.rule.id == "spec/text/name" and f.place
    ][:1]
    row = (site / TOWNS).read_text(encoding="utf-8").split("\n").index(found.text or "") + 1
    assert found.pointer == f"row={row};column=name"


def test_a_purpose_of_several_lines_is_marked_from_its_first_to_its_last(site: Path) -> None:
    change(site, "Projektets syfte är att samla", "Projektets syfte\n\när att  samla")
    mapped = map_all(read_config(site))
    (said,) = [t for t in mapped.graph.quads if "Projektets syfte är att samla" in str(t.object)]
    place = mapped.places.of_words(mapped.graph.origins[said])  # type: ignore[arg-type]
    text = spanned(named(place, site), site)
    assert text.startswith("Projektets syfte\n\när att  samla")
    assert text.endswith("regionalt tillväxtarbete.")


def test_the_pages_date_is_marked_on_its_own_line(site: Path) -> None:
    mapped = map_all(read_config(site))
    (said,) = {t for t in mapped.graph.quads if "2013-11-15T13:46" in str(t.object)}
    terms = (str(said.subject), str(said.predicate), str(said.object))
    place = mapped.places((*terms, VALUE))
    assert place is not None
    assert (place.line, spanned(named(place, site), site)) == (74, "15 november 2013 13:46")


def named(place: Place, site: Path) -> Place:
    (finding,) = named_from(Report([Finding(RULE, "info", {}, place)]), site).findings
    assert finding.place is not None
    return finding.place


RULE = Rule("x", "info")


def test_every_broken_constraint_in_a_curated_file_is_marked_there(site: Path) -> None:
    """As tests/checking/test_places.py, but through a publication's own places."""
    folder = site / "data/curated"
    for copy in COPIES:
        data = copy.graph.serialize(format="turtle")
        (folder / f"{copy.example.section}-{copy.number}.ttl").write_text(data, encoding="utf-8")
    report = checked(site)
    broken = {(result.shape, result.component) for result in run(COPIES)}
    values = subjects = 0
    for finding in report.findings:
        place = finding.place
        if place is None or not place.file.startswith("data/curated/") or not finding.component:
            continue
        text = spanned(place, site)
        value = finding.value if finding.value != finding.focus else None
        path = finding.path.text if finding.path else ""
        if value is not None and not re.search(r"[\^*+?]", path):
            assert as_term(text, str(site / place.file)) == value, finding
            values += 1
            broken.discard((finding.rule.iri or "", finding.component))
        elif value is None:
            subjects += 1
            names = {(finding.focus or "")[1:-1], *re.findall("[^<>]+", path)}
            if (finding.component or "").endswith("UniqueLangConstraintComponent"):
                names = {text[1:].partition('"')[0]}  # one of the texts, which its words tell
                assert names <= {*re.findall("“([^”]+)”", finding.found["en"])}, finding
            assert text == "a" or any(last(name) in text for name in names if name), finding
            broken.discard((finding.rule.iri or "", finding.component))
    assert broken <= DERIVED
    assert values > 60
    assert subjects > 60


DERIVED = {
    (f"{BASE}spec/organization-in-county/given", f"{SH}MinCountConstraintComponent"),
    (f"{BASE}spec/graph-should", f"{SH}OrConstraintComponent"),
}
"""What the build adds to what a file lacks."""


def last(name: str) -> str:
    return re.split("[/#]", name.rstrip(">"))[-1]
