"""SPARQL constraints: batches, values as written, blank nodes, messages, traps."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from checking.shacl import cases
from lod.checking.shacl import Result, validate, validate_file
from lod.checking.shacl.core.index import index_of
from lod.checking.shacl.sparql import queries, queryterms
from lod.checking.shacl.stream import files
from lod.checking.shacl.stream.shares import share_out, shared_queries
from lod.rdf import TYPE

X = "http://www.w3.org/2001/XMLSchema#"
S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"
NS = 'ex:ns sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .'


FEW = queries._FEW


@pytest.fixture(params=[1, queries.MANY], ids=["at once", "by batches"], autouse=True)
def _asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever holds of queries does so whether they are asked once for all nodes or not."""
    monkeypatch.setattr(queries, "MANY", request.param)


@pytest.fixture(params=[0, FEW], ids=["what is wanted", "all"], autouse=True)
def _stored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it matter whether the store has more than they look at."""
    monkeypatch.setattr(queries, "_FEW", request.param)


def run(shape: str, data: str) -> list[Result]:
    return validate(cases.turtle(data), cases.shapes(f"{NS} {shape}"))


def selecting(where: str, extra: str = "", head: str = "$this ?value") -> str:
    query = f"'''SELECT {head} WHERE {{ {where} }}'''"
    return f"{S} ; sh:sparql [ sh:prefixes ex:ns ; sh:select {query} {extra} ] ."


def test_values_are_given_as_written() -> None:
    data = 'ex:a a ex:C ; ex:p "0100"^^xsd:int , 100.00 , "1"^^xsd:boolean , "x" .'
    found = {str(r.value) for r in run(selecting("$this ex:p ?value"), data)}
    assert found == {f'"0100"^^<{X}int>', f'"100.00"^^<{X}decimal>', f'"1"^^<{X}boolean>', '"x"'}


def test_a_literal_focus_node_that_the_store_changes_is_found() -> None:
    shape = (
        "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:sparql [ sh:select "
        '"SELECT $this WHERE { FILTER ($this > 5) }" ] .'
    )
    found = run(shape, 'ex:a ex:p "007"^^xsd:int , 1 , 9 .')
    assert {str(r.focus) for r in found} == {f'"007"^^<{X}int>', f'"9"^^<{X}integer>'}


def test_blank_nodes_can_be_focus_nodes_and_values() -> None:
    shape = selecting("$this ex:p ?value FILTER (isBlank($this) && isBlank(?value))")
    found = run(shape, "_:x a ex:C ; ex:p _:y , ex:a . ex:a a ex:C ; ex:p _:y .")
    assert [str(r.focus)[:2] + str(r.value)[:2] for r in found] == ["_:_:"]


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_batches_give_the_same(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", batch)
    data = " ".join(f"ex:n{n} a ex:C ; ex:p {n % 3} ." for n in range(20))
    shape = selecting("OPTIONAL { $this ex:p ?value } FILTER (?value = 2)")
    assert sorted(str(r.focus) for r in run(shape, data)) == sorted(
        f"<http://example.org/n{n}>" for n in range(20) if n % 3 == 2
    )


AT_ONCE = {
    "$this ex:p ?value": True,
    "?value ex:p|ex:q $this FILTER (?value != $this)": True,
    "$this ex:p+/^ex:q ?value": True,
    "$this ex:p ?x OPTIONAL { $this ex:q ?value FILTER (?value > ?x) } FILTER (!?value)": True,
    "$this ex:p ?value FILTER NOT EXISTS { ?other ex:q ?value }": True,
    "{ $this ex:p ?value } UNION { ?value ex:q $this } BIND (STR($this) AS ?text)": True,
    "$this ex:p ?value { ?value ex:q ?x } FILTER ($this != ?x)": True,
    "FILTER ($this != ex:n1)": False,
    "$this ex:p* ?value": False,
    "$this ex:q/ex:p? ?value": False,
    "{ $this ex:p ?value } UNION { ?value ex:q ex:n1 }": False,
    "OPTIONAL { $this ex:p ?value } FILTER (!BOUND(?value))": False,
    "$this ex:p ?value { ?value ex:q ?x FILTER ($this = ?x) }": False,
    "$this ex:p ?value OPTIONAL { ?value ex:q ?x { ?x ex:p ?y FILTER ($this = ?y) } }": False,
    "$this ex:p ?value FILTER NOT EXISTS { ?other ex:q ?value FILTER (?other != $this) }": False,
    "$this ex:p ?value FILTER EXISTS { ?value ex:q* ?x }": False,
    "$this ex:p ?failure BIND (?failure AS ?value)": False,
    "$this ?any ?value": False,
    "GRAPH ?g { $this ex:p ?value }": False,
    "{ SELECT $this ?value WHERE { $this ex:p ?value } }": False,
}  # fmt: skip


@pytest.mark.parametrize("where", AT_ONCE)
def test_a_query_is_asked_at_once_only_where_that_gives_the_same(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = " ".join(
        f"ex:n{n} a ex:C ; ex:p ex:n{n * 7 % 12} , {n} ; ex:q ex:n{n * 5 % 9} ."
        f" ex:other{n} ex:p ex:n{n} ; ex:q {n} ."
        for n in range(12)
    )
    texts: list[str] = []
    ask = queries._solutions

    def noted(store: ox.Store, text: str, query: queries.ConstraintQuery) -> list[queries.Bindings]:
        texts.append(text)
        return ask(store, text, query)

    monkeypatch.setattr(queries, "_solutions", noted)
    found = []
    for many in (1, queries.MANY + 1):
        monkeypatch.setattr(queries, "MANY", many)
        found.append(sorted(f"{r.focus} {r.value}" for r in run(selecting(where), data)))
    assert found[0] == found[1]
    assert ("VALUES" not in texts[0]) is AT_ONCE[where]


def test_what_an_exists_in_an_exists_looks_at_is_in_the_store() -> None:
    where = "$this ex:p ?value FILTER NOT EXISTS { ?value ex:q ?x FILTER NOT EXISTS { ?x ex:r 1 } }"
    data = """ex:a a ex:C ; ex:p ex:b , ex:c . ex:b ex:q ex:d . ex:c ex:q ex:e . ex:d ex:r 1 ."""
    assert [str(r.value) for r in run(selecting(where), data)] == ["<http://example.org/b>"]


ODD = "http://example.org/a\U000e0001b"
AS_TEXT = """ ex:a ex:p 'c"^^<http://example.org/a\U000e0001>d' , 'urn:x-lod:unfit:no' ."""


def odd_data() -> str:
    odd = "ex:a\U000e0001b"
    data = f"{odd} a ex:C ; ex:p {odd} , 'x'^^{odd} ; {odd} 1 . ex:a a ex:C ; ex:p ex:b ."
    return f"{data} {AS_TEXT} ex:a ex:p <urn:x-lod:unfit:no> ."


def odd_results(found: list[Result]) -> None:
    """Results are of the terms as they stand in the data."""
    assert sorted((str(r.focus), str(r.value)) for r in found) == [
        ("<http://example.org/a>", '"c\\"^^<http://example.org/a\U000e0001>d"'),
        ("<http://example.org/a>", '"urn:x-lod:unfit:no"'),
        ("<http://example.org/a>", "<http://example.org/b>"),
        ("<http://example.org/a>", "<urn:x-lod:unfit:no>"),
        (f"<{ODD}>", f'"x"^^<{ODD}>'),
        (f"<{ODD}>", f"<{ODD}>"),
    ]


def test_an_iri_that_the_store_takes_for_none_is_checked_too(tmp_path: Path) -> None:
    """U+E0001 is in no IRI (RFC 3987, 2.2), but Turtle's grammar takes it in a prefixed name."""
    shape = selecting("$this ex:p ?value")
    odd_results(run(shape, odd_data()))
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + odd_data(), encoding="utf-8")
    odd_results(validate_file(tmp_path / "data.ttl", cases.shapes(f"{NS} {shape}")))


@pytest.mark.parametrize("odd", [ODD, "http://example.org/[a]", "a:%zz", "http://a:b/"])
def test_what_sorted_lines_have_for_iris_is_checked_too(odd: str, tmp_path: Path) -> None:
    """Sorted lines are read without a parser, and may name what the store takes for no IRI."""
    example = "<http://example.org/"
    lines = f"<x:a> {example}p> <{odd}> .\n<x:a> {TYPE} {example}C> .\n"
    (tmp_path / "data.nt").write_text(lines, encoding="utf-8")
    shapes = cases.shapes(f"{NS} {selecting('$this ex:p ?value')}")
    found = validate_file(tmp_path / "data.nt", shapes)
    assert [str(r.value) for r in found] == [f"<{odd}>"]


def test_a_triple_term_may_name_what_the_store_takes_for_no_iri() -> None:
    (found,) = run(
        selecting("$this ex:p ?value"), "ex:a a ex:C ; ex:p <<( ex:\U000e0001 ex:q 1 )>> ."
    )
    assert str(found.value).startswith("<<( <http://example.org/\U000e0001> ")


def test_aggregates_and_limits_count_for_each_focus_node() -> None:
    data = "ex:a a ex:C ; ex:p 1 , 2 . ex:b a ex:C ; ex:p 1 . ex:c a ex:C ; ex:p 3 , 4 ."
    grouped = (
        f"{S} ; sh:sparql [ sh:prefixes ex:ns ; sh:select '''SELECT $this (COUNT(?v) AS ?value)"
        " WHERE { $this ex:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)''' ] ."
    )
    assert [str(r.focus)[-2:-1] for r in run(grouped, data)] == ["a", "c"]
    limited = selecting("$this ex:p ?value").replace("}'''", "} LIMIT 1'''")
    assert len(run(limited, data)) == 3


def test_messages_are_filled_in_every_language() -> None:
    shape = selecting("$this ex:p ?value", '; sh:message "{?value} är fel"@sv , "{$value}!"@en')
    (result,) = run(shape, "ex:a a ex:C ; ex:p 7 .")
    assert result.messages == (("7!", "en"), ("7 är fel", "sv"))
    core = f'{S} ; sh:nodeKind sh:Literal ; sh:message "{{?value}}" .'
    assert run(core, "ex:a a ex:C .")[0].messages == (("{?value}", ""),)


def test_the_path_of_a_property_shape_is_put_in() -> None:
    shape = (
        "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ( ex:p [ sh:inversePath ex:q ] ) ;"
        " sh:sparql [ sh:select 'SELECT $this ?value WHERE { $this $PATH ?value }' ] ."
    )
    (result,) = run(shape, "ex:a a ex:C ; ex:p ex:x . ex:b ex:q ex:x .")
    assert str(result.value) == "<http://example.org/b>"
    assert result.path is not None
    assert result.path.text == "<http://example.org/p>/(^<http://example.org/q>)"


def component(form: str, query: str, slot: str) -> str:
    return (
        f"{NS} ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] , "
        f"[ sh:path ex:least ; sh:optional true ] ; sh:{slot} [ sh:prefixes ex:ns ; "
        f"sh:{form} '''{query}''' ; sh:message 'more than {{$most}}: {{?value}}' ] ."
        " ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; ex:most 5 ."
    )


@pytest.mark.parametrize(
    "shape",
    [
        component("ask", "ASK { FILTER ($value <= $most) }", "validator"),
        component("ask", "ASK { FILTER ($value <= $most && !BOUND($least)) }", "propertyValidator"),
        component(
            "select",
            "SELECT $this ?value WHERE { $this $PATH ?value FILTER (?value > $most) }",
            "propertyValidator",
        ),
    ],
)
def test_components_give_results_for_values(shape: str, tmp_path: Path) -> None:
    data = "ex:a a ex:C ; ex:p 5 , 6 . ex:b a ex:C ; ex:p 07 . ex:c a ex:C ."
    file = tmp_path / "data.ttl"
    file.write_text(cases.PREFIXES + data, encoding="utf-8")
    for found in (run(shape, data), validate_file(file, cases.shapes(f"{NS} {shape}"))):
        assert {(str(r.focus)[-2:], str(r.value)[:4]) for r in found} == {
            ("a>", '"6"^'),
            ("b>", '"07"'),
        }
        assert {m for r in found for m, _ in r.messages} == {"more than 5: 6", "more than 5: 07"}
        assert {r.component for r in found} == {"http://example.org/K"}


def test_only_the_triples_that_a_query_names_are_stored() -> None:
    shapes = cases.shapes(f"{NS} {selecting('$this a ex:C ; ex:p/ex:q ?value')}")
    wanted = queries.wanted_by(shapes)
    assert wanted is not None
    assert {k.rpartition("/")[2] for k in wanted} == {"p>", "q>", "22-rdf-syntax-ns#type>"}
    assert queries.wanted_by(cases.shapes(f"{NS} {selecting('$this ?any ?value')}")) is None


@pytest.mark.parametrize(
    ("few", "data", "is_asked", "stands_in"),
    [
        (9, "ex:a ex:p 1 ; ex:q 2 .", False, False),
        (1, "ex:a ex:p 1 ; ex:q 2 .", True, False),
        (9, "ex:a ex:p 1 ; ex:q 02 .", True, False),
        (9, "ex:a ex:p 01 ; ex:q 2 .", True, True),
        (9, "ex:a ex:p 1 ; ex:q _:b .", True, False),
    ],
)
def test_rdflib_reads_no_query_where_all_triples_may_be_stored(
    few: int, data: str, is_asked: bool, stands_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_FEW", few)
    shapes = cases.shapes(f"{NS} {selecting('$this ex:p ?value')}")
    graph = index_of(cases.turtle(data))
    store = queries.ConstraintQueries(queries.IndexSource(graph), shapes).store
    asked = [q for q in queries.all_queries(shapes) if "wanted" in vars(q)]
    assert (bool(asked), store.stands_in) == (is_asked, stands_in)
    assert len(store.store) == (1 if is_asked else 2)


def test_a_query_is_read_once_for_many_checks() -> None:
    shape = f"{NS} {selecting('$this ex:p ?value . ?value ex:q []')}"
    queryterms.query_triples.cache_clear()
    for _ in range(3):
        assert queries.wanted_by(cases.shapes(shape)) is not None
    assert queryterms.query_triples.cache_info().misses == 1


SHARED = """
ex:P a sh:PropertyShape ; sh:path ex:p ; sh:sparql [ sh:prefixes ex:ns ;
    sh:select 'SELECT $this ?value WHERE { $this $PATH ?value FILTER (?value > 5) }' ] .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P ; sh:severity sh:Info .
ex:T a sh:NodeShape ; sh:targetClass ex:D ; sh:property ex:P ;
    sh:sparql [ sh:prefixes ex:ns ; sh:select 'SELECT $this WHERE { $this ex:q ?any }' ] .
"""


@pytest.mark.parametrize("at_once", [0, 1 << 30])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_a_query_that_shapes_share_is_run_for_the_focus_nodes_of_each(
    processes: int, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_AT_ONCE", at_once)
    data = "".join(
        f"ex:{kind}{n} a ex:{kind} ; ex:p {n} ; ex:{'q' if n == 3 else 'r'} ex:x .\n"
        for kind in "CD"
        for n in range(8)
    )
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + data, encoding="utf-8")
    shapes = cases.shapes(f"{NS} {SHARED}")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=processes)
    said = sorted((r.focus, str(r.value)) for r in found)
    assert said == sorted((r.focus, str(r.value)) for r in validate(cases.turtle(data), shapes))
    assert [focus[-3:-1] for focus, _ in said] == ["C6", "C7", "D3", "D6", "D7"]


ELSEWHERE = {
    "a value": "sh:property [ sh:path ex:p ; sh:node ex:I ]",
    "what points at it": "sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:node ex:I ]",
    "a count": "sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:I ; "
    "sh:qualifiedMinCount 1 ]",
    "the node itself, not": "sh:not ex:I",
    "one of two": "sh:or ( ex:I [ sh:nodeKind sh:Literal ] )",
    "a value's value": "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:p ; "
    "sh:property ex:J ] ] ]",
}


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("shape", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_query_about_other_nodes_is_run_of_large_files_too(
    shape: str, processes: int, tmp_path: Path
) -> None:
    data = " ".join(
        f"ex:n{n} a ex:C ; ex:p ex:n{n * 7 % 12} ; ex:q {n % 5} , {n} ." for n in range(12)
    )
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + data, encoding="utf-8")
    query = "SELECT $this ?value WHERE { $this ex:q ?value FILTER (?value > 3) }"
    asked = f"sh:sparql [ sh:prefixes ex:ns ; sh:select '{query}' ]"
    text = f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; {shape} . ex:I a sh:NodeShape ; {asked} ."
    shapes = cases.shapes(f"{NS} {text} ex:J a sh:PropertyShape ; sh:path ex:r ; {asked} .")
    expected = sorted(validate(cases.turtle(data), shapes), key=repr)
    assert len(expected) > 2
    found = validate_file(tmp_path / "data.ttl", shapes, processes=processes)
    assert sorted(found, key=repr) == expected


def test_queries_are_shared_out_by_what_they_look_at() -> None:
    shape = " ".join(
        f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:ns ; "
        f"sh:select 'SELECT $this WHERE {{ $this {path} ?v }}' ] ."
        for n, path in enumerate(("ex:d/ex:e", "ex:a/ex:b/ex:c", "ex:a/ex:b", "?any"))
    )
    shapes = cases.shapes(f"{NS} {shape}")
    asked = shared_queries(shapes, shapes.targeted)
    assert len(asked) == 4
    shares = share_out(asked.values(), 3)
    wanted = ["".join(sorted(p[-2] for p in s.wanted)) if s.wanted else "any" for s in shares]
    assert sorted(wanted) == ["abc", "any", "de"]
    assert sum(len(share.queries) for share in shares) == 4
    assert len(share_out(asked.values(), 1)) == 1
