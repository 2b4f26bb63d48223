"""What values of a thing refute of a query: never what the engine of queries finds."""

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checking.shacl import cases
from checking.shacl.test_filter import missed
from checking.shacl.test_sparql import NS
from lod.checking.shacl import Shapes, validate, validate_file
from lod.checking.shacl.sparql import queryterms
from lod.checking.shacl.sparql.queries import all_queries
from lod.checking.shacl.sparql.simple import SimpleQuery
from lod.checking.shacl.stream import files, joins, unrefuted

CHECKS = 200
X = "http://www.w3.org/2001/XMLSchema#"
VALUES = (
    *("ex:a", "ex:b", "ex:c", "_:x", "<http://example.org/%C3%A5>", "<urn:a>"),
    *('"a"', '"ab"', '"b"', '"a"@en', '"ab"@EN', '"a"@sv', '"å\\n\\"b"', '""'),
    *("1", "2", '"01"^^xsd:integer', "1.0", "1.5", '"-0"^^xsd:decimal', "1e0", '"NaN"^^xsd:double'),
    *('"1"^^xsd:int', '"x"^^xsd:integer', "true", '"1"^^xsd:boolean', '"x"^^ex:d'),
    *('"2013-02-28"^^xsd:date', '"2013-02-29"^^xsd:date', '"2013-02-28Z"^^xsd:date'),
    *('"2013-02-28T10:00:00"^^xsd:dateTime', '"2014-01-01T10:00:00.5Z"^^xsd:dateTime'),
    *('"2014"^^xsd:gYear', '"2013-02"^^xsd:gYearMonth', '"<<( a )>>"'),
)
CONSTANTS = (
    *("ex:a", '"a"', '"a"@en', "1", "1.0", "2013", "1e0", "true"),
    *(f'"2013-02-28"^^<{X}date>', f"<{X}integer>", f'"x"^^<{X}integer>', f"<{X}string>"),
)
SIGNS = ("=", "!=", "<", "<=", ">", ">=")


def some_expression(random: Random, variables: list[str]) -> str:
    term = random.choice([*variables, *variables, random.choice(CONSTANTS)])
    return random.choice(
        (
            *(term, term, term, f"STR({term})", f"STRLEN({term})", f"STRLEN(STR({term}))"),
            *(f"{name}({term})" for name in ("YEAR", "MONTH", "DAY", "DATATYPE")),
        )
    )


def some_condition(random: Random, variables: list[str], depth: int = 3) -> str:
    way = random.randrange(12 if depth else 9)
    one, two = (some_expression(random, variables) for _ in range(2))
    variable = random.choice(variables)
    if way < 4:
        return f"{one} {random.choice(SIGNS)} {two}"
    if way < 6:
        return f"{one} {random.choice(('IN', 'NOT IN'))} ({', '.join(random.sample(CONSTANTS, 3))})"
    if way < 8:
        name = random.choice(("STRSTARTS", "STRENDS", "CONTAINS"))
        text = random.choice((two, '"a"', '""', f"STR({variable})"))
        return f"{name}({one}, {text})"
    if way == 8:
        return f"{random.choice(('isIRI', 'isURI', 'isLiteral', 'isBlank', 'BOUND'))}({variable})"
    first, second = (some_condition(random, variables, depth - 1) for _ in range(2))
    return f"!({first})" if way == 9 else f"({first}) {random.choice(('&&', '||'))} ({second})"


def some_query(random: Random) -> str:
    """Write a query that may be refuted: of the thing alone, or of what a property leads to."""
    own = random.sample(["$this ex:p ?a", "$this ex:q ?b", "$this ex:q ex:a"], random.randint(0, 2))
    steps = ["$this ex:r/ex:p ?c", "$this ex:p ?x . ?x a ex:C ; ex:q ?c ; ex:r ?d"]
    if random.randrange(2):
        own.append(random.choice(steps))
    text = " . ".join(own or ["$this ex:p ?a"])
    variables = [v for v in ("?a", "?b", "?c", "?d") if v in text]
    if not any("/" in some or "?x" in some for some in own):
        variables.append("$this")
    filters = [f"FILTER ({some_condition(random, variables)})" for _ in range(random.randrange(3))]
    head = random.choice(("$this", "DISTINCT $this ?a", "$this (STR(?a) AS ?value)"))
    return f"SELECT {head} WHERE {{ {' '.join([text, *(filters if variables else [])])} }}"


def some_values(random: Random, each: int = 4, number: int = 0) -> str:
    """Write what eight things say.

    :param each: statements of each, on average.
    :param number: things of another number are others.
    """
    names = [f"ex:{name}" for name in "abcdefgh"]
    triples = [
        (random.choice(names), random.choice(cases.PREDICATES), random.choice(VALUES))
        for _ in range(len(names) * each)
    ]
    types = [(random.choice(names), random.choice(("ex:C", "ex:D"))) for _ in names]
    return re.sub(r"ex:([a-h])\b", rf"ex:\g<1>{number or ''}", cases.data(triples, types))


MANY = "\n".join(some_values(Random(n), number=n) for n in range(9))


def shape_of(query: str, target: str = "sh:targetClass ex:C") -> str:
    asked = f"sh:sparql [ sh:prefixes ex:ns ; sh:select '''{query}''' ]"
    return f"{NS} ex:S a sh:NodeShape ; {target} ; {asked} ."


TARGETS = ("sh:targetClass ex:C", "sh:targetSubjectsOf ex:p", "sh:targetNode ex:a , ex:b")


def is_refutable(shapes: Shapes) -> bool:
    (query,) = all_queries(shapes)
    return query.simple is not None


def test_nothing_is_refuted_that_the_engine_finds(tmp_path: Path) -> None:
    random, found = Random(20261130), Counter[bool]()
    for _ in range(CHECKS):
        query = some_query(random)
        shapes = cases.shapes(shape_of(query, random.choice(TARGETS)))
        assert is_refutable(shapes), query
        text = some_values(random, random.choice((3, 5, 12)))
        lost, _ = missed(tmp_path, text, shapes)
        assert not lost, f"{query}\n{text}"
        expected = Counter(validate(cases.turtle(text), shapes))
        file = tmp_path / "all.ttl"
        file.write_text(cases.PREFIXES + text, encoding="utf-8")
        assert Counter(validate_file(file, shapes, processes=1)) == expected
        found[bool(expected)] += 1
    assert min(found.values()) > CHECKS / 5


REFUTABLE = {
    "$this ex:p ?v FILTER (?v > 5)": True,
    "$this ex:p ?v FILTER (?v != $this)": True,
    "$this ex:p ?v . FILTER (?v IN (1, 2)) $this ex:q ?w": True,
    "$this ex:p ?x . ?x ex:q ?v . $this ex:r ?w FILTER (?v < ?w)": True,
    "$this ex:p/ex:q ?v FILTER (!isIRI(?v))": True,
    "$this ex:p [ ex:q ?v ] FILTER (STRSTARTS(STR(?v), 'x'))": True,
    "$this a ex:C ; ex:p ?v": True,
    "?v ex:p $this": False,
    "$this ^ex:p ?v": False,
    "$this ex:p+ ?v": False,
    "$this ex:p|ex:q ?v": False,
    "$this ex:p/ex:q/ex:r ?v": False,
    "$this ex:p/ex:q ?v ; ex:q/ex:r ?w": False,
    "$this ex:p/ex:q ?v FILTER (?v != $this)": False,
    "$this ex:p ?x . ?x ex:q ?v FILTER (isBlank(?x))": False,
    "$this ex:p ?v ; ex:q ?v": False,
    "$this ex:p $this": False,
    "$this ex:p ?x . ?x ex:q $this": False,
    "$this ?any ?v": False,
    "$this ex:p 5": False,
    "ex:a ex:p ?v . $this ex:q ?w": False,
    "$this ex:p ?v FILTER NOT EXISTS { $this ex:q ?v }": False,
    "$this ex:p ?v OPTIONAL { $this ex:q ?w } FILTER (!BOUND(?w))": False,
    "{ $this ex:p ?v } UNION { $this ex:q ?v }": False,
    "$this ex:p ?v { $this ex:q ?w FILTER (!BOUND(?v)) }": False,
    "$this ex:p ?v BIND (STR(?v) AS ?w) FILTER (?w = 'a')": False,
    "GRAPH ?g { $this ex:p ?v }": False,
    "$this ex:p ?v FILTER (REGEX(STR(?v), 'x'))": False,
    "$this ex:p ?v FILTER (?v + 1 > 5)": False,
    "$this ex:p ?v FILTER (?v > ?w)": False,
    "$this ex:p ?v FILTER (LANG(?v) = 'sv')": False,
    "$this ex:p ?v FILTER (?v = $currentShape)": False,
    "$this ex:p ?failure BIND (?failure AS ?v)": False,
    "$this rdfs:subClassOf ?v": False,
}  # fmt: skip


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("where", REFUTABLE)
def test_what_is_refuted_is_known(where: str, processes: int, tmp_path: Path) -> None:
    rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    query = f"PREFIX rdfs: <{rdfs}> SELECT $this ?v WHERE {{ {where} }}"
    shapes = cases.shapes(shape_of(query))
    assert is_refutable(shapes) is REFUTABLE[where]
    text = "\n".join(some_values(Random(seed)) for seed in range(6))
    text += "ex:a a ex:C ; ex:p 5 , 7 , ex:a ; ex:q 5 , ex:b . ex:C rdfs:subClassOf ex:E ."
    text += "ex:b ex:q 1 , ex:a ; ex:r ex:a ."
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + text, encoding="utf-8")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=processes)
    assert Counter(found) == Counter(validate(cases.turtle(text), shapes))


ESCAPED = {  # of queries, as Turtle has them: what an engine takes them for
    r"$this ex:p ?v FILTER (?v = ex:d\\~e)": "<http://example.org/d~e>",
    r"$this ex:p ex:d\\~e": "<http://example.org/d~e>",
    r"$this ex:p ?v FILTER (?v = \"d\\\\u006e\")": r'"d\\u006e"',
    r"$this ex:p ?v FILTER (STR(?v) = \"d\\u0065\")": '"de"',
    r"$this ex:p ?v FILTER (?v = <http://example.org/\\u0065>)": "ex:e",
    r"$this ex:p\\~q ?v": "ex:e",
    r"$this ex:p ?v OPTIONAL { $this ex:p\\~q ?w } FILTER BOUND(?w)": "ex:e",
}


@pytest.mark.parametrize("where", ESCAPED)
def test_escapes_of_a_query_mean_what_the_engine_takes_them_for(where: str, tmp_path: Path) -> None:
    shapes = cases.shapes(shape_of(f"SELECT $this WHERE {{ {where} }}"))
    text = f"ex:a a ex:C ; ex:p {ESCAPED[where]} ; <http://example.org/p~q> 1 . ex:b a ex:C ."
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + text, encoding="utf-8")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=1)
    assert [result.focus for result in found] == ["<http://example.org/a>"]
    assert found == validate(cases.turtle(text), shapes)


ENDS = {
    "SELECT $this ?v": ("", True),
    "SELECT REDUCED $this": ("ORDER BY ?v", True),
    "SELECT DISTINCT ?v $this": ("LIMIT 1", False),
    "SELECT $this (COUNT(?v) AS ?n)": ("GROUP BY $this", False),
    "SELECT $this (SUM(?v) AS ?n)": ("GROUP BY $this HAVING (COUNT(?v) > 1)", False),
    "SELECT (MAX(?v) AS ?n)": ("", False),
    "SELECT ?v $this ": ("OFFSET 1", False),
}


@pytest.mark.parametrize("head", ENDS)
def test_what_is_counted_or_cut_is_not_refuted(head: str) -> None:
    tail, is_simple = ENDS[head]
    text = f"PREFIX ex: <http://example.org/> {head} WHERE {{ $this ex:p ?v }} {tail}"
    assert (queryterms.simple_query(text, ()) is not None) is is_simple


OWN = "SELECT $this WHERE { $this ex:p ?a FILTER (?a != 1) }"
STEP = "SELECT $this WHERE { $this ex:q ?b ; ex:p ?x . ?x ex:q ?c FILTER (?b != ?c) }"


@pytest.mark.parametrize("query", [OWN, STEP])
def test_a_refutation_that_is_broken_is_noticed(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not missed(tmp_path, MANY, cases.shapes(shape_of(query)))[0]
    monkeypatch.setattr(SimpleQuery, "may_match", lambda *_: False)
    assert missed(tmp_path, MANY, cases.shapes(shape_of(query)))[0]


@pytest.mark.parametrize("broken", ["note_asked", "note_told"])
def test_a_join_of_which_a_side_is_not_noted_is_noticed(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"lod.checking.shacl.stream.filter.{broken}", lambda *_: None)
    assert missed(tmp_path, MANY, cases.shapes(shape_of(STEP)))[0]


@pytest.mark.parametrize(("name", "most"), [("_MOST", 2), ("_LONGEST", 5)])
@pytest.mark.parametrize("processes", [1, 2])
def test_values_that_are_not_kept_may_be_any(
    name: str, most: int, processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joins, name, most)
    shapes = cases.shapes(shape_of(STEP))
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + MANY, encoding="utf-8")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=processes)
    assert Counter(found) == Counter(validate(cases.turtle(MANY), shapes)) != Counter()


@pytest.mark.parametrize("query", [OWN, STEP])
def test_few_are_asked_about_at_once(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands around the focus nodes that aren't refuted is in memory, so not of all."""
    counts, ask = list[int](), unrefuted.ask_unrefuted
    monkeypatch.setattr(files, "_TOGETHER", 2)

    def counted(*given: Any) -> None:
        counts.append(len(given[-1]))
        ask(*given)

    monkeypatch.setattr(files, "ask_unrefuted", counted)
    shapes = cases.shapes(shape_of(query))
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + MANY, encoding="utf-8")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=1)
    assert Counter(found) == Counter(validate(cases.turtle(MANY), shapes)) != Counter()
    assert max(counts) == 2 < sum(counts)


def test_very_many_values_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    found = queryterms.simple_query(
        "SELECT ?this { ?this <a:p> ?a ; <a:q> ?b FILTER (?a = ?b) }", ()
    )
    assert found is not None
    for count, is_known in ((10, True), (100, False)):
        values = tuple(f'"{n}"' for n in range(count))
        assert found.may_match("<a:s>", (values, ('"x"',) * count)) is not is_known


COMPONENT = """
ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:nodeValidator
    [ sh:prefixes ex:ns ; sh:select '''SELECT $this ?value WHERE {
        $this ex:q ?value FILTER (?value > $most) }''' ] ; sh:propertyValidator
    [ sh:prefixes ex:ns ; sh:select '''SELECT $this ?value WHERE {
        $this $PATH ?value FILTER (?value > $most) }''' ] .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; ex:most 1 ; sh:property [ sh:path ex:p ; ex:most 1 ] ,
    [ sh:path ( ex:p ex:q ) ; ex:most 1.2 ] , [ sh:path [ sh:inversePath ex:p ] ; ex:most 1 ] .
ex:T a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:node ex:S .
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_components_are_refuted_with_their_parameters(processes: int, tmp_path: Path) -> None:
    shapes = cases.shapes(f"{NS} {COMPONENT}")
    refutable = [query.simple is not None for query in all_queries(shapes)]
    assert sorted(refutable) == [False, True, True, True]
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + MANY, encoding="utf-8")
    found = validate_file(tmp_path / "data.ttl", shapes, processes=processes)
    assert Counter(found) == Counter(validate(cases.turtle(MANY), shapes)) != Counter()


def test_no_store_holds_what_is_refuted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = list[str]()
    kept = files.SortedFile._kept

    def noted(file: files.SortedFile, name: str) -> list[Path]:
        names.append(name)
        return kept(file, name)

    monkeypatch.setattr(files.SortedFile, "_kept", noted)
    (tmp_path / "data.ttl").write_text(cases.PREFIXES + MANY, encoding="utf-8")
    validate_file(tmp_path / "data.ttl", cases.shapes(shape_of(STEP)), processes=1)
    assert not [name for name in names if name.startswith("store")]
