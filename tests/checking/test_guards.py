"""What shapes leave unchecked, in memory and in files that are streamed; and each place of it."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import lod.checking.run as checking
from lod.checking import Options, check_files, find_files, read_shape_files
from lod.checking.report import Report

HEAD = """@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
COUNTED = f"""{HEAD}
ex:byClass a sh:NodeShape ; sh:targetClass ex:Agent ; sh:nodeKind sh:IRI .
ex:bySubject a sh:NodeShape ; sh:targetSubjectsOf ex:knows ; sh:nodeKind sh:IRI .
ex:byObject a sh:NodeShape ; sh:targetObjectsOf ex:likes ; sh:nodeKind sh:IRI .
ex:byNode a sh:NodeShape ; sh:targetNode ex:n ; sh:nodeKind sh:IRI .
ex:byAll a sh:NodeShape ; sh:targetObjectsOf ex:likes ; sh:targetClass ex:Agent ;
    sh:targetNode ex:n ; sh:targetSubjectsOf ex:knows ; sh:nodeKind sh:IRI .
ex:off a sh:NodeShape ; sh:targetClass ex:Thing ; sh:deactivated true ; sh:nodeKind sh:IRI .
"""
DATA = f"""{HEAD}
ex:Person rdfs:subClassOf ex:Worker . ex:Worker rdfs:subClassOf ex:Agent .
ex:a a ex:Agent . ex:b a ex:Person . ex:c a ex:Thing . ex:d a ex:Thing .
ex:c ex:knows ex:x , ex:y . ex:z ex:likes ex:d , ex:a , "some words" , "some other words" .
ex:n a ex:Thing . ex:lost ex:says "nothing" .
"""


def run(
    folder: Path, data: str, shapes: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> Report:
    (folder / "data.ttl").write_text(data, encoding="utf-8")
    (folder / "shapes.ttl").write_text(shapes, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(checking, "_LARGE", -1 if large else 1 << 30)
    return check_files(find_files(["data.ttl"]), read_shape_files(find_files(["shapes.ttl"])), Options())  # fmt: skip # noqa: E501


def messages(check: Report, slug: str) -> list[str]:
    return [f.messages["en"] for f in check.findings if f.rule.id == f"guard/{slug}"]


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
def test_the_table_counts_what_each_target_reaches(
    tmp_path: Path, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = run(tmp_path, DATA, COUNTED, large, monkeypatch)
    rows = {row.name.rpartition("/")[2]: (row.targets, row.checked) for row in check.coverage}
    assert rows == {
        "Agent": (1, 1),
        "Person": (1, 1),
        "Thing": (3, 3),
        "byClass": (2, 2),
        "bySubject": (1, 1),
        "byObject": (4, 4),
        "byNode": (1, 1),
        "byAll": (7, 7),
    }
    (lost,) = messages(check, "uncovered")
    assert lost == ("No shape covers things without a class: 4. One of them: ex:Person")


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
def test_a_deactivated_shape_covers_nothing(
    tmp_path: Path, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "".join(line for line in COUNTED.splitlines(keepends=True) if "byObject" not in line)
    data = f"{HEAD}ex:c a ex:Thing . ex:a a ex:Agent ."
    check = run(tmp_path, data, shapes, large, monkeypatch)
    expected = "No shape covers things of the class ex:Thing: 1 of 1."
    assert messages(check, "uncovered") == [expected]


def test_a_shape_that_meets_nothing_is_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = run(tmp_path, f"{HEAD}ex:a a ex:Agent .", COUNTED, False, monkeypatch)
    empty = {row.name for row in check.coverage if row.kind == "shape" and not row.targets}
    assert empty == {"bySubject", "byObject"}


SHAPES = f"""{HEAD}
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property
    [ sh:path ex:name ; sh:minCount 1 ; sh:maxLength 3 ] , [ sh:path ex:part ; sh:node ex:Part ] ,
    [ sh:path [ sh:inversePath ex:part ] ; sh:maxCount 1 ] .
ex:Part sh:property [ sh:path ex:size ; sh:maxCount 1 ] .
"""


def some_data(chance: random.Random) -> str:
    rows = [HEAD]
    for number in range(12):
        name = chance.choice(["", ' ; ex:name "abc"', ' ; ex:name "abcd"', ' ; ex:name "åäö…"@SV'])
        part = chance.choice(["", f" ; ex:part ex:t{chance.randrange(12)}", " ; ex:part [ ex:size 1 , 2 ]"])  # fmt: skip # noqa: E501
        kind = chance.choice(["ex:Thing", "ex:Thing", "ex:Other"])
        rows.append(f"ex:t{number} a {kind}{name}{part} .\n")
    return "".join(rows)


def told(check: Report) -> Sequence[object]:
    return sorted(
        (f.rule.id, f.focus, f.path, f.value, str(f.place), repr(f.messages))
        for f in check.findings
    )


def test_streamed_files_give_the_same_findings_at_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    found = 0
    for _ in range(25):
        data = some_data(chance)
        small, large = (run(tmp_path, data, SHAPES, large, monkeypatch) for large in (False, True))
        assert told(small) == told(large)
        assert (small.coverage, small.statements) == (large.coverage, large.statements)
        found += len(small.findings)
    assert found > 50
