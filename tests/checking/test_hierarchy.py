"""--ontology gives its subclasses to targets and sh:class (SHACL, 1.5, 2.1.3.2, 4.1.1)."""

from pathlib import Path

import pytest

from checking.running import guards, results, run
from lod.checking import Options, check_given, find_files

CHAIN = "ex:Sub rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:C . ex:C a rdfs:Class ."
SPLIT = "ex:Sub rdfs:subClassOf ex:Mid . ex:C a rdfs:Class ."
CIRCLE = f"{CHAIN} ex:C rdfs:subClassOf ex:Sub ."
RESTRICTED = f"{CHAIN} ex:Sub rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ] ."
DATA = "ex:i a ex:Sub . ex:o ex:ref ex:i . ex:n a ex:Other . ex:o ex:ref ex:n ."
SHAPES = """ex:S a sh:NodeShape ; sh:targetClass ex:C ;
  sh:property [ sh:path ex:st ; sh:minCount 1 ] .
ex:R a sh:NodeShape ; sh:targetSubjectsOf ex:ref ;
  sh:property [ sh:path ex:ref ; sh:class ex:C ] ."""
INVERSE = """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property
  [ sh:path [ sh:inversePath ex:ref ] ; sh:class ex:C ] , [ sh:path ex:st ; sh:minCount 1 ] ;
  sh:not [ sh:class ex:Mid ] ."""
NONE = "ex:N a sh:NodeShape ; sh:targetSubjectsOf rdfs:subClassOf ; sh:nodeKind sh:Literal ."
BOTH = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
MIN, CLASS, NOT = "MinCount", "Class", "Not"
# What is given → data, shapes, ontology, and component and focus of each result.
CASES = {
    "in the ontology": (DATA, SHAPES, CHAIN, [(CLASS, "o"), (MIN, "i")]),
    "in a circle": (DATA, SHAPES, CIRCLE, [(CLASS, "o"), (MIN, "i")]),
    "with restrictions": (DATA, SHAPES, RESTRICTED, [(CLASS, "o"), (MIN, "i")]),
    "half in the data": (
        f"{DATA} ex:Mid rdfs:subClassOf ex:C .",
        SHAPES,
        SPLIT,
        [(CLASS, "o"), (MIN, "i")],
    ),
    "nowhere": (DATA, SHAPES, "ex:C a rdfs:Class .", [(CLASS, "o"), (CLASS, "o")]),
    "by inverse paths and sh:not": (DATA, INVERSE, CHAIN, [(CLASS, "i"), (MIN, "i"), (NOT, "i")]),
    "what the ontology says is no data": (
        DATA,
        f"{SHAPES}\n{NONE}",
        CHAIN,
        [(CLASS, "o"), (MIN, "i")],
    ),
}


@BOTH
@pytest.mark.parametrize("case", CASES)
def test_subclasses_of_the_ontology_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, large: bool
) -> None:
    data, shapes, ontology, expected = CASES[case]
    found = run(tmp_path, data, shapes, monkeypatch, large=large, ontology=ontology)
    told = [
        (
            (f.component or "").rpartition("#")[2].removesuffix("ConstraintComponent"),
            (f.focus or "").rpartition("/")[2][:-1],
        )
        for f in results(found)
    ]
    assert sorted(told) == expected
    if not large and NONE not in shapes:  # to pyshacl they are data: docs/check.md
        files = find_files(["data.ttl"]), find_files(["shapes.ttl"]), find_files(["terms.ttl"])
        theirs = check_given(*files, Options(engine="pyshacl"))
        assert len(results(theirs)) == len(expected)
    lost = {f.focus for f in guards(found, "uncovered")}
    reached = case != "nowhere"
    assert ("https://example.org/Sub" not in lost) == reached, "its things are covered then"
