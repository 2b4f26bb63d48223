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
OWN_CLASS = """ex:C a owl:Class , sh:NodeShape ; sh:property [ sh:path ex:st ; sh:minCount 1 ] .
ex:R a sh:NodeShape ; sh:targetSubjectsOf ex:ref ; sh:property ex:Rp .
ex:Rp sh:path ex:ref ; sh:or ( [ sh:class ex:C ] [ sh:nodeKind sh:Literal ] ) ."""
QUALIFIED = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:ref ; sh:property
  [ sh:path ex:ref ; sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 2 ] ."""
QUERY = """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:select
  "SELECT $this { $this a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>+ <https://example.org/C> }" ] ."""  # noqa: E501
ASK = """ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:of ] ; sh:validator [ sh:ask
  "ASK { $value a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* $of }" ] .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:ref ; sh:property [ sh:path ex:ref ; ex:of ex:C ] ."""
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
    "of a class that is its own shape": (DATA, OWN_CLASS, CHAIN, [(MIN, "i"), ("Or", "o")]),
    "in a qualified shape": (DATA, QUALIFIED, CHAIN, [("QualifiedMinCount", "o")]),
    "in a query": (DATA, QUERY, CHAIN, [("SPARQL", "i")]),
    "in a component's query": (DATA, ASK, CHAIN, [("https://example.org/K", "o")]),
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
    reached = case not in ("nowhere", "in a component's query")
    assert ("https://example.org/Sub" not in lost) == reached, "its things are covered then"


def test_what_an_ontology_imports_and_nobody_gave_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Subclasses in it would count: so it isn't passed over in silence."""
    ontology = (
        f"{CHAIN} ex:o a owl:Ontology ; owl:imports ex:o1 , ex:o2 , ex:o3 .\n"
        "ex:o1 a owl:Ontology ; owl:imports ex:o3 . ex:two owl:versionIRI ex:o2 .\n"
    )
    told = ["owl:imports isn't followed: https://example.org/o3 is not fetched"]
    found = run(tmp_path, DATA, SHAPES, monkeypatch, ontology=ontology)
    assert [note for note in found.notes if "imports" in note] == told
    files = find_files(["data.ttl"]), find_files(["shapes.ttl", "terms.ttl"])
    both = check_given(*files, find_files(["terms.ttl"]), Options())
    assert [note for note in both.notes if "imports" in note] == told, "once"
