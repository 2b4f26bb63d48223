"""A file's blank nodes are its own, whatever they are called, in whatever format, read however."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lod.checking.run as checking
from checking.running import EX, HEAD, run
from lod.checking import Options, check_given, find_files
from lod.checking.report import Report
from lod.comparing import Surroundings, checker_of_files
from lod.comparing import diff as compare
from lod.publishing.anyfiles import contents_of_files
from lod.publishing.config import read_config
from lod.publishing.own import read_own
from lod.rdf.namespaces import RDF

# Among them those that a label would make of another file's ``b0``.
NAMES = st.sampled_from(["b0", "x", "f0xb0", "f1xb0", "f2xb0", "s0xb0", "f1xf2xb0"])
FORMATS = st.sampled_from(["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
SHAPES = """
ex:One sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] .
ex:Not sh:targetObjectsOf ex:q ; sh:in ( _:b0 _:f0xb0 _:f1xb0 _:s0xb0 _:x ) .
ex:Nor sh:targetNode ex:thing ; sh:property [ sh:path ex:q ; sh:hasValue _:b0 ] .
"""


NODES = 12
"""In each file: among them are the names that a parser gives to those of the shapes."""


def text(form: str, name: str, number: int) -> str:
    """Nodes, each with a value of its own, at which a thing points."""
    first, last = AROUND[form]
    names = [name, *(f"n{k}" for k in range(NODES - 1))]
    return first + "\n".join(WRITERS.get(form, _turtle)(each, number) for each in names) + last


def _turtle(name: str, number: int) -> str:
    return f'_:{name} <{EX}p> "{number}" .\n<{EX}thing> <{EX}q> _:{name} .\n'


def _rdfxml(name: str, number: int) -> str:
    return (
        f'<r:Description r:nodeID="{name}"><p>{number}</p></r:Description>'
        f'<r:Description r:about="{EX}thing"><q r:nodeID="{name}"/></r:Description>'
    )


def _jsonld(name: str, number: int) -> str:
    node = f'{{"@id": "_:{name}", "{EX}p": "{number}"}}'
    return f',{node}, {{"@id": "{EX}thing", "{EX}q": {{"@id": "_:{name}"}}}}'


WRITERS = {"rdf": _rdfxml, "jsonld": _jsonld}
AROUND = dict.fromkeys(["ttl", "nt", "nq", "trig"], ("", "")) | {
    "rdf": (f'<r:RDF xmlns:r="{RDF}" xmlns="{EX}">', "</r:RDF>"),
    "jsonld": ("[{}", "]"),
}
FILES = st.lists(st.tuples(FORMATS, NAMES), min_size=1, max_size=4)


@given(files=FILES, large=st.booleans())
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_nodes_of_two_files_are_two(
    files: list[tuple[str, str]],
    large: bool,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = {f"d{n}.{form}": text(form, name, n) for n, (form, name) in enumerate(files)}
    found = run(tmp_path_factory.mktemp("files"), data, SHAPES, monkeypatch, large=large)
    assert broken(found) == {"One": 0, "Not": len(files) * NODES, "Nor": 1}
    told = [f for f in found.findings if f.component and f.rule.id.startswith("Not")]
    assert Counter(f.place.file for f in told if f.place) == dict.fromkeys(data, NODES)


def broken(check: Report) -> dict[str, int]:
    results = [f.rule.id.partition("/")[0] for f in check.findings if f.component]
    return {name: results.count(name) for name in ("One", "Not", "Nor")}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", ["b0", "f0xb0", "f1xb0"])
@pytest.mark.parametrize("ending", ["nt", "ttl"])
def test_a_query_that_sees_the_shapes_meets_no_node_of_the_data_in_them(
    large: bool, name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = (
        "ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select 'SELECT $this WHERE {"
        " GRAPH $shapesGraph { $this ?p ?o } }' ] . _:b0 ex:r ex:s . _:f0xb0 ex:r ex:s ."
    )
    data = {f"data.{ending}": text(ending, name, 0)}
    assert not [
        f for f in run(tmp_path, data, shapes, monkeypatch, large=large).findings if f.component
    ]


@pytest.mark.parametrize("large", [False, True])
def test_a_file_that_is_data_and_shapes_has_one_set_of_nodes(
    large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"<{EX}S> <http://www.w3.org/ns/shacl#targetNode> <{EX}thing> .",
        f"<{EX}S> <http://www.w3.org/ns/shacl#property> <{EX}P> .",
        f"<{EX}P> <http://www.w3.org/ns/shacl#path> <{EX}q> .",
        f"<{EX}P> <http://www.w3.org/ns/shacl#hasValue> _:b0 .",
        f"<{EX}thing> <{EX}q> _:b0 .",
    ]
    (tmp_path / "all.nt").write_text("".join(f"{row}\n" for row in sorted(rows)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checking, "_LARGE", -1 if large else 1 << 30)
    found = check_given(find_files(["all.nt"]), find_files(["all.nt"]), [], Options())
    assert not [f for f in found.findings if f.component]


@pytest.mark.parametrize("large", [False, True])
def test_nodes_in_triple_terms_are_the_file_s_too(
    large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = f"<{EX}thing> <{EX}q> <<( _:b0 <{EX}p> <{EX}o> )>> .\n"
    shapes = "ex:S sh:targetNode ex:thing ; sh:property [ sh:path ex:q ; sh:maxCount 1 ] ."
    found = run(tmp_path, {"a.nt": row, "b.nt": row}, shapes, monkeypatch, large=large)
    components = [f.component.rpartition("#")[2] for f in found.findings if f.component]
    assert components == ["MaxCountConstraintComponent"]
    shapes = "ex:S sh:targetNode ex:thing ; sh:property [ sh:path ex:q ; sh:nodeKind sh:Literal ] ."
    found = run(tmp_path, {"a.nt": row, "b.nt": row}, shapes, monkeypatch, large=large)
    places = [f.place for f in found.findings if f.component]
    assert len(places) == 2
    assert not large or sorted(f"{p}-{p.end_column}" for p in places if p) == [
        "a.nt:1:53-113",
        "b.nt:1:53-113",
    ]


@given(files=FILES)
@settings(deadline=None)
def test_what_is_served_keeps_them_apart(
    files: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("served")
    for n, (form, name) in enumerate(files):
        (folder / f"d{n}.{form}").write_text(text(form, name, n), encoding="utf-8")
    quads = contents_of_files([str(folder)], f"{EX}").quads
    nodes = [q.subject for q in quads if isinstance(q.subject, ox.BlankNode)]
    assert len(set(nodes)) == len(nodes) == len(files) * NODES


@given(files=FILES)
@settings(deadline=None)
def test_what_is_compared_keeps_them_apart_from_each_other_and_from_the_shapes(
    files: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("compared")
    old, new = folder / "old", folder / "new"
    for side in (old, new):
        side.mkdir()
    for n, (form, name) in enumerate(files):
        (new / f"d{n}.{form}").write_text(text(form, name, n), encoding="utf-8")
    (old / "d.ttl").write_text(f"<{EX}a> <{EX}b> <{EX}c> .", encoding="utf-8")
    (folder / "shapes.ttl").write_text(HEAD + SHAPES, encoding="utf-8")
    where = Surroundings(
        folder, folder / "var", None, checker_of_files([str(folder / "shapes.ttl")])
    )
    found = compare(str(old), str(new), where).findings
    assert found is not None
    rules = [new.rule.rpartition("/")[2].partition(" ")[0] for new in found.new]
    assert rules.count("One") == 0
    assert rules.count("Not") == len(files) * NODES


@pytest.mark.parametrize("names", ["b0", "f0xb0"])
def test_the_publication_s_files_have_their_own(names: str, site: Path) -> None:
    config = read_config(site)
    for folder in ("ontology", "shapes", "data/curated"):
        for n in range(2):
            (site / folder / f"own{n}.ttl").write_text(text("ttl", names, n), encoding="utf-8")
    own = read_own(site, config.base_iri, config.vocab_iri)
    triples = [t for files in own.values() for file in files for t in file.placed]
    mine = [t.subject for t in triples if t.predicate.value == f"{EX}p"]
    assert len(mine) == len(set(mine)) == 6 * NODES
