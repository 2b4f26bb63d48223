"""What each constraint found, in words: beside what it expected, in every format."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from checking.running import marked, results, run
from lod.checking.report import REPORT_FORMATS, render_report

DATA = """
ex:a a ex:T, ex:U ;
    ex:p "x", "y"@en, "Z"@EN, "w"@sv ; ex:q ex:b ; ex:n 3, "x"^^xsd:integer ; ex:m 2 ;
    ex:d "2020-01-01"^^xsd:date ; ex:t "2021-01-01T00:00:00"^^xsd:dateTime ; ex:e [] ; ex:f 3.5 ;
    ex:s "a\\nb" ; ex:i ( ex:b ex:c ex:b ) ; ex:j () ; ex:k ex:K ; ex:g "g"@en ; ex:a ex:K2 .
ex:K2 a ex:A, ex:B .
ex:b a ex:C . ex:K rdfs:subClassOf ex:L . ex:r rdf:reifies <<( ex:a ex:q ex:b )>> .
"""
FOUND = {
    "ex:q ; sh:class ex:D": ("ex:b of the class ex:C", "ex:b av klassen ex:C"),
    "ex:m ; sh:class ex:D": (
        "the literal 2",
        "literalen 2",
    ),
    "ex:d ; sh:datatype xsd:string": (
        "“2020-01-01” of the datatype xsd:date",
        "”2020-01-01” av typen xsd:date",
    ),
    "ex:q ; sh:datatype xsd:date": ("an IRI, ex:b", "en adress, ex:b"),
    "ex:e ; sh:datatype xsd:date": ("a blank node", "en nod utan namn"),
    "ex:m ; sh:nodeKind sh:IRI": (
        "the literal 2",
        "literalen 2",
    ),
    "ex:m ; sh:minInclusive 3": ("2", "2"),
    "ex:d ; sh:minInclusive 3": (
        '"2020-01-01"^^xsd:date, which can\'t be compared with 3: xsd:date and '
        "xsd:integer have no order between them",
        '"2020-01-01"^^xsd:date, som inte kan jämföras med 3: xsd:date och '
        "xsd:integer har ingen inbördes ordning",
    ),
    "ex:q ; sh:maxExclusive 3": (
        "ex:b, which can't be compared with 3: an IRI is neither less nor more than anything",
        "ex:b, som inte kan jämföras med 3: en adress är varken mindre eller mer än något annat",
    ),
    "ex:m ; sh:minLength 2": (
        "1 character: 2",
        "1 tecken: 2",
    ),
    "ex:e ; sh:minLength 2": (
        "a blank node, which has no text",
        "en nod utan namn, som inte har någon text",
    ),
    "ex:m ; sh:pattern '^y'": ("“2”", "”2”"),
    "ex:m ; sh:languageIn ( 'sv' )": (
        "2, without a language",
        "2, utan språk",
    ),
    "ex:g ; sh:languageIn ( 'sv' )": ("“g” in the language en", "”g” på språket en"),
    "ex:a ; sh:class ex:D": (
        "ex:K2 of the classes ex:A, ex:B",
        "ex:K2 av klasserna ex:A, ex:B",
    ),
    "ex:m ; sh:in ( 7 )": ("2", "2"),
    "ex:m ; sh:in ( 7 8 )": ("2", "2"),
    "ex:m ; sh:hasValue 7": ("1 value: 2", "1 värde: 2"),
    "ex:none ; sh:minCount 1": ("no value", "inget värde"),
    "ex:n ; sh:maxCount 1": (
        '2 values: 3, "x"^^xsd:integer',
        '2 värden: 3, "x"^^xsd:integer',
    ),
    "ex:p ; sh:uniqueLang true": (
        "2 texts in the language en: “Z”, “y”",
        "2 texter på språket en: ”Z”, ”y”",
    ),
    "ex:m ; sh:equals ex:none": (
        "2, which ex:none doesn't have",
        "2, som ex:none inte har",
    ),
    "ex:none ; sh:equals ex:m": (
        "2, which only ex:m has",
        "2, som bara ex:m har",
    ),
    "ex:m ; sh:disjoint ex:m": (
        "2, which ex:m has too",
        "2, som även ex:m har",
    ),
    "ex:f ; sh:lessThan ex:m": (
        "3.5, and the value of ex:m is 2",
        "3.5, och värdet av ex:m är 2",
    ),
    "ex:d ; sh:lessThanOrEquals ex:t": (
        '"2020-01-01"^^xsd:date, and the value of ex:t is "2021-01-01T00:00:00"^^xsd:dateTime: '
        "the two can't be compared, xsd:date and xsd:dateTime have no order between them",
        '"2020-01-01"^^xsd:date, och värdet av ex:t är "2021-01-01T00:00:00"^^xsd:dateTime: '
        "de två kan inte jämföras, xsd:date och xsd:dateTime har ingen inbördes ordning",
    ),
    "ex:m ; sh:not [ sh:nodeKind sh:Literal ]": (
        "2, which conforms to it",
        "2, som följer den",
    ),
    "ex:q ; sh:node [ sh:class ex:D ]": (
        "ex:b (expected is a thing of the class ex:D; found ex:b of the class ex:C)",
        "ex:b (väntat är en sak av klassen ex:D; funnet ex:b av klassen ex:C)",
    ),
    "ex:q ; sh:and ( [ sh:class ex:C ] [ sh:class ex:D ] )": (
        "ex:b, which doesn't conform to no. 2 "
        "(expected is a thing of the class ex:D; found ex:b of the class ex:C)",
        "ex:b, som inte följer nr 2 "
        "(väntat är en sak av klassen ex:D; funnet ex:b av klassen ex:C)",
    ),
    "ex:q ; sh:or ( [ sh:class ex:E ] [ sh:class ex:D ] )": (
        "ex:b, which conforms to none of the 2",
        "ex:b, som inte följer någon av de 2",
    ),
    "ex:q ; sh:xone ( [ sh:class ex:C ] [ sh:class ex:D ] ex:Named )": (
        "ex:b, which conforms to 2 of the 3: no. 1, no. 3 (ex:Named)",
        "ex:b, som följer 2 av de 3: nr 1, nr 3 (ex:Named)",
    ),
    "ex:p ; sh:qualifiedValueShape [ sh:datatype xsd:string ] ; sh:qualifiedMinCount 2": (
        '1 of 4 values: "x"',
        '1 av 4 värden: "x"',
    ),
    "ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 1": (
        '4 of 4 values: "Z"@en, "w"@sv, "x", "y"@en',
        '4 av 4 värden: "Z"@en, "w"@sv, "x", "y"@en',
    ),
    "ex:q ; sh:class ex:C, ex:D": ("ex:b of the class ex:C", "ex:b av klassen ex:C"),
    # SHACL 1.2
    "ex:q ; sh:class ( ex:D ex:E )": ("ex:b of the class ex:C", "ex:b av klassen ex:C"),
    "ex:d ; sh:datatype ( xsd:string xsd:time )": (
        "“2020-01-01” of the datatype xsd:date",
        "”2020-01-01” av typen xsd:date",
    ),
    "ex:q ; sh:nodeKind ( sh:BlankNode sh:Literal )": ("an IRI, ex:b", "en adress, ex:b"),
    "ex:q ; sh:equals ( ex:q ex:none )": (
        "ex:b, which ex:q/ex:none doesn't have",
        "ex:b, som ex:q/ex:none inte har",
    ),
    "ex:q ; sh:disjoint [ sh:zeroOrOnePath ex:q ]": (
        "ex:b, which ex:q? has too",
        "ex:b, som även ex:q? har",
    ),
    "ex:f ; sh:lessThan [ sh:alternativePath ( ex:m ex:none ) ]": (
        "3.5, and the value of ex:m|ex:none is 2",
        "3.5, och värdet av ex:m|ex:none är 2",
    ),
    "ex:q ; sh:subsetOf ex:none": (
        "ex:b, which ex:none doesn't have",
        "ex:b, som ex:none inte har",
    ),
    "ex:p ; sh:someValue [ sh:nodeKind sh:IRI ]": (
        '4 values: "Z"@en, "w"@sv, "x", "y"@en',
        '4 värden: "Z"@en, "w"@sv, "x", "y"@en',
    ),
    "ex:none ; sh:someValue [ sh:nodeKind sh:IRI ]": ("no value", "inget värde"),
    "ex:k ; sh:rootClass ex:D": ("ex:K, below ex:L", "ex:K, under ex:L"),
    "ex:q ; sh:rootClass ( ex:D ex:E )": (
        "ex:b, which is below no class",
        "ex:b, som inte står under någon klass",
    ),
    "ex:m ; sh:rootClass ex:D": (
        "the literal 2",
        "literalen 2",
    ),
    "ex:s ; sh:singleLine true": (
        'text of several lines, "a\\nb"',
        'text på flera rader, "a\\nb"',
    ),
    "ex:i ; sh:minListLength 4": (
        "a list with 3 members: ex:b, ex:c, ex:b",
        "en lista med 3 medlemmar: ex:b, ex:c, ex:b",
    ),
    "ex:q ; sh:maxListLength 4": (
        "an IRI, ex:b, which is no list",
        "en adress, ex:b, som inte är en lista",
    ),
    "ex:j ; sh:minListLength 1": ("an empty list", "en tom lista"),
    "ex:i ; sh:memberShape [ sh:class ex:C ]": (
        "a list with 3 members: ex:b, ex:c, ex:b (expected is a thing of the class ex:C; "
        "found ex:c, which has no class)",
        "en lista med 3 medlemmar: ex:b, ex:c, ex:b (väntat är en sak av klassen ex:C; "
        "funnet ex:c, som inte har någon klass)",
    ),
    "ex:i ; sh:uniqueMembers true": (
        "a list with ex:b more than once",
        "en lista där ex:b finns mer än en gång",
    ),
    "ex:q ; sh:uniqueMembers true": (
        "an IRI, ex:b, which is no list",
        "en adress, ex:b, som inte är en lista",
    ),
    "ex:q ; sh:reifierShape [ sh:class ex:D ]": (
        "ex:b, in a statement whose reifier ex:r doesn't conform "
        "(expected is a thing of the class ex:D; found ex:r, which has no class)",
        "ex:b, i en utsaga vars reifierare ex:r inte följer regelgruppen "
        "(väntat är en sak av klassen ex:D; funnet ex:r, som inte har någon klass)",
    ),
    "ex:m ; sh:reifierShape [ sh:class ex:D ] ; sh:reificationRequired true": (
        "2, in a statement without a reifier",
        "2, i en utsaga utan reifierare",
    ),
}
NAMED = " ex:Named a sh:NodeShape ; sh:nodeKind sh:IRI ."
LARGE = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])


@LARGE
@pytest.mark.parametrize("shape", FOUND)
def test_a_finding_says_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, large: bool
) -> None:
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path {shape} ] .{NAMED}"
    (found,) = results(run(tmp_path, DATA, shapes, monkeypatch, large=large))
    english, swedish = FOUND[shape]
    assert found.found == {"en": english, "sv": swedish}
    assert found.messages["en"].endswith(f"expected {found.expected['en']}; found {english}")
    assert found.messages["sv"].endswith(f"väntat {found.expected['sv']}; funnet {swedish}")


UNORDERED = {
    ('"a"@en', '"b"@en'): "SPARQL has no order for text with a language",
    ('"2020"^^xsd:gYear', '"2021"^^xsd:gYear'): "SPARQL has no order for xsd:gYear",
    ('"x"^^xsd:integer', "3"): "“x” is ill-formed for xsd:integer",
    ("1", '"NaN"^^xsd:double'): "NaN is neither less nor more than a number",
    ("ex:x", "1"): "an IRI is neither less nor more than anything",
    ("1", "[]"): "a blank node is neither less nor more than anything",
    ('"1"', "1"): "xsd:string and xsd:integer have no order between them",
    ('"a"^^ex:t', '"b"^^ex:t'): "SPARQL has no order for ex:t",
    ('"2020-01-01Z"^^xsd:date', '"2020-01-01"^^xsd:date'): (
        "one has a time zone and the other hasn't, and they are at most 14 hours apart"
    ),
}


@pytest.mark.parametrize("pair", UNORDERED)
def test_it_is_told_why_two_cannot_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str]
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:l ; sh:lessThan ex:r ] ."  # noqa: E501
    data = f"ex:a a ex:T ; ex:l {pair[0]} ; ex:r {pair[1]} ."
    (found,) = results(run(tmp_path, data, shapes, monkeypatch))
    assert found.found["en"].endswith(f": the two can't be compared, {UNORDERED[pair]}")


def test_an_ill_formed_literal_and_one_with_a_language_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:datatype xsd:date ] ."  # noqa: E501
    data = 'ex:a a ex:T ; ex:p "2020-13-01"^^xsd:date, "x"@en .'
    found = results(run(tmp_path, data, shapes, monkeypatch))
    assert sorted(finding.found["en"] for finding in found) == [
        "“2020-13-01”, which is ill-formed for xsd:date",
        "“x” in the language en, which is rdf:langString",
    ]


def test_a_closed_shape_names_the_property_and_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ."  # noqa: E501
    (found,) = results(run(tmp_path, 'ex:a a ex:T ; ex:p "x" .', shapes, monkeypatch))
    assert found.found["en"] == 'ex:p with the value "x"'


def test_a_shape_closed_by_types_names_the_property_and_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:closed sh:ByTypes ."
    (found,) = results(run(tmp_path, 'ex:a a ex:T ; ex:p "x" .', shapes, monkeypatch))
    assert found.expected["en"] == "only properties that the shapes of its classes speak of"
    assert found.found["en"] == 'ex:p with the value "x"'


def test_things_with_the_same_key_name_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:uniqueValuesFor ( ex:p ex:q ) ."
    data = "ex:a a ex:T ; ex:p 1 . ex:b a ex:T ; ex:p 1 . ex:c a ex:T ; ex:p 1 ; ex:q 2 ."
    found = results(run(tmp_path, data, shapes, monkeypatch))
    assert {f.focus: f.found["sv"] for f in found} == {
        "<https://example.org/a>": "samma värden som ex:b",
        "<https://example.org/b>": "samma värden som ex:a",
    }


def test_a_member_that_a_list_has_twice_is_told_in_the_details(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:uniqueMembers true ] ."  # noqa: E501
    data = "ex:a a ex:T ; ex:p ( ex:b ex:b ex:c ex:c ) ."
    (found,) = results(run(tmp_path, data, shapes, monkeypatch))
    assert found.found["en"] == "a list with ex:b, ex:c more than once"
    told = [detail.found["en"] for detail in found.details]
    assert told == ["ex:b more than once", "ex:c more than once"]


def test_each_of_several_constraints_of_a_kind_says_what_it_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:class ex:C, ex:D ] ."  # noqa: E501
    found = results(run(tmp_path, "ex:a a ex:T ; ex:p ex:b .", shapes, monkeypatch))
    assert sorted(finding.expected["en"] for finding in found) == [
        "a thing of the class ex:C",
        "a thing of the class ex:D",
    ]


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_where_a_shape_has_its_own_words_what_was_found_stands_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:maxCount 1 ; sh:message 'Just one.' ] ."  # noqa: E501
    check = run(tmp_path, "ex:a a ex:T ; ex:p 1, 2 .", shapes, monkeypatch)
    (found,) = results(check)
    assert found.messages == {"": "Just one."}
    written = render_report(check, form, "en").decode()
    assert written.index("Just one.") >= 0
    assert "2 values: " in written
    assert "at most one value" in written


def test_blank_nodes_of_a_list_are_shown_as_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = '[] [ a ex:Kind ] [ rdfs:label "One" ] [ a ex:Kind ; rdfs:label "Two"@en ] ex:d'
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:in ( {members} ) ] ."  # noqa: E501
    (found,) = results(run(tmp_path, "ex:a a ex:T ; ex:p [] .", shapes, monkeypatch))
    assert found.expected["en"] == (
        "one of a blank node, a blank node of the class ex:Kind, a blank node, “One”, "
        "a blank node of the class ex:Kind, “Two”, ex:d"
    )
    assert found.found["en"] == "a blank node"
    assert "_:" not in " ".join((*found.messages.values(), *found.expected.values()))


PREFIXED = """@prefix ex: <http://example.org/> . @prefix : <urn:data:> .
ex:a a ex:T ; ex:p :b, "x"^^ex:t ."""
SHAPED = "ex:S a sh:NodeShape ; sh:targetClass o:T ; sh:property [ sh:path o:p ; sh:nodeKind sh:BlankNode ] ."  # noqa: E501


def test_the_prefixes_of_the_shapes_go_before_those_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = f"@prefix o: <http://example.org/> . {SHAPED}"
    check = run(tmp_path, {"data.ttl": PREFIXED}, shapes, monkeypatch)
    written = render_report(check, "text", "en").decode()
    assert "found: an IRI, :b\n" in written
    assert 'found: the literal "x"^^o:t\n' in written
    assert "about: o:a\n" in written
    assert "property: o:p\n" in written
    assert "rule: ex:S/o:p (" in written
    assert {f.rule.id for f in results(check)} == {"S/p"}, "ids don't hang on prefixes"
    machine = render_report(check, "json", "en").decode()
    assert '"focus": "http://example.org/a", "path": "http://example.org/p"' in machine


def test_one_prefix_never_stands_for_two_namespaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "@prefix p: <urn:one:> . ex:S a sh:NodeShape ; sh:targetClass p:T ; sh:nodeKind sh:Literal ."  # noqa: E501
    data = {"data.ttl": "@prefix p: <urn:two:> . p:a a <urn:one:T> ."}
    check = run(tmp_path, data, shapes, monkeypatch)
    assert "about: urn:two:a\n" in render_report(check, "text", "en").decode()


LONG = "x" * 1_000_000
EVIL = "<script>alert(1)</script>\x1b[31m\x07\u202e\r\n::error::owned\r\n]]>|`a`"
BAD = {
    "datatype": "sh:datatype xsd:date",
    "two values": "sh:maxCount 0",
    "kind": "sh:nodeKind sh:IRI",
    "class": "sh:class ex:C",
    "bound": "sh:minInclusive 3",
    "pattern": "sh:pattern '^y'",
    "length": "sh:maxLength 1",
    "pair": "sh:lessThan ex:q",
    "equals": "sh:equals ex:q",
    "languages": "sh:uniqueLang true ; sh:maxCount 0",
    "inside": "sh:node [ sh:datatype xsd:date ]",
    "list": "sh:minListLength 1",
    "some": "sh:someValue [ sh:nodeKind sh:BlankNode ]",
    "words of its own": "sh:nodeKind sh:IRI ; sh:message 'Wrong.'",
}


def literal_of(text: str) -> str:
    return str(ox.Literal(text))


@pytest.mark.parametrize("bad", BAD)
def test_a_value_of_any_length_is_shown_cut_where_people_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    shapes = (
        f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; {BAD[bad]} ] ."
    )
    text = literal_of(LONG)
    data = f'ex:a a ex:T ; ex:p {text}, {text}@en, "{LONG}y"@en, ex:{LONG} ; ex:q {text}^^ex:t .'
    check = run(tmp_path, data, shapes, monkeypatch)
    assert results(check)
    for form in {*REPORT_FORMATS} - {"json", "turtle"}:
        assert len(render_report(check, form, "sv")) < 200_000, form
    for found in results(check):
        said = (*found.messages.values(), *found.expected.values(), *found.found.values())
        assert max(map(len, said)) < 2000, "in JSON too"


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("bad", BAD)
def test_what_was_found_is_shown_and_never_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str, form: str
) -> None:
    shapes = (
        f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; {BAD[bad]} ] ."
    )
    text = literal_of(EVIL)
    data = f"ex:a a ex:T ; ex:p {text}, {text}@en ; ex:q {text}^^ex:t ."
    written = render_report(run(tmp_path, data, shapes, monkeypatch), form, "en").decode()
    unseen = {"\x1b", "\x07", "\r"} | ({"\u202e"} if form not in ("json", "sarif") else set())
    assert not unseen & {*written}
    assert not any(row.lstrip().startswith("::error::owned") for row in written.splitlines())
    if form == "html":
        assert "<script" not in written
        assert "&lt;script&gt;" in written


def test_of_a_shape_within_it_is_told_what_it_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
    sh:property [ sh:path ex:home ; sh:node ex:Address ; sh:message "Wrong address." ] .
ex:Address a sh:NodeShape ; sh:property
    [ sh:path ex:zip ; sh:pattern "^[0-9]{5}$" ] ,
    [ sh:path ex:town ; sh:minCount 1 ; sh:message "Town is missing."@en, "Ort saknas."@sv ] ."""
    data = 'ex:a a ex:T ; ex:home ex:b . ex:b ex:zip "123" .'
    check = run(tmp_path, data, shapes, monkeypatch)
    (found,) = results(check)
    assert found.found == {
        "en": "ex:b (Town is missing. / ex:zip: expected text that matches the pattern "
        "^[0-9]{5}$; found “123”)",
        "sv": "ex:b (Ort saknas. / ex:zip: väntat text som följer mönstret ^[0-9]{5}$; "
        "funnet ”123”)",
    }
    for form in {*REPORT_FORMATS} - {"turtle"}:
        assert "Town is missing." in render_report(check, form, "en").decode(), form


def test_a_language_that_is_used_twice_is_placed_at_one_of_its_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:l ; sh:uniqueLang true ] ."  # noqa: E501
    data = 'ex:a a ex:T ; ex:l "x"@en , "y"@EN , "z"@en-GB , "u"@de , "v"@de .'
    found = results(run(tmp_path, data, shapes, monkeypatch))
    assert {marked(f): f.found["en"] for f in found} == {
        '"x"@en': "2 texts in the language en: “x”, “y”",
        '"u"@de': "2 texts in the language de: “u”, “v”",
    }


def test_a_text_is_told_from_a_number_that_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = 'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:in ( 1 true "a"@en ) ] .'  # noqa: E501
    found = results(
        run(tmp_path, 'ex:a a ex:T ; ex:p "1", 1.0, "true", "a" .', shapes, monkeypatch)
    )
    assert {f.expected["en"] for f in found} == {'one of 1, true, "a"@en'}
    assert sorted(f.found["en"] for f in found) == ['"1"', '"a"', '"true"', "1.0"]


PAIRS = """ex:a ex:s "2020-01-01"^^xsd:date ; ex:e "2021-01-01T00:00:00"^^xsd:dateTime .
ex:b ex:s 1 ; ex:e 1.5 . ex:c ex:s "10" ; ex:e "9" .
ex:d ex:s 10 ; ex:e "9"^^xsd:double, 11e0 . ex:f ex:s ex:x ; ex:e ex:y .
ex:g ex:s "a"@en ; ex:e "b"@en . ex:h ex:s "2020"^^xsd:gYear ; ex:e "2021"^^xsd:gYear .
ex:i ex:s "x"^^xsd:integer ; ex:e 3 . ex:j ex:s 5 .
ex:k ex:s "2020-01-01Z"^^xsd:date ; ex:e "2020-01-02"^^xsd:date , "2020-01-05"^^xsd:date .
ex:l ex:s "P1D"^^xsd:dayTimeDuration ; ex:e "PT25H"^^xsd:dayTimeDuration .
ex:m ex:s "10:00:00"^^xsd:time ; ex:e "11:00:00"^^xsd:time ."""
TOLD = {
    "a": '"2021-01-01T00:00:00"^^xsd:dateTime: the two can\'t be compared, '
    "xsd:date and xsd:dateTime have no order between them",
    "d": 'the value of ex:e is "9"^^xsd:double',
    "f": "ex:y: the two can't be compared, an IRI is neither less nor more than anything",
    "g": '"b"@en: the two can\'t be compared, SPARQL has no order for text with a language',
    "h": '"2021"^^xsd:gYear: the two can\'t be compared, SPARQL has no order for xsd:gYear',
    "i": "is 3: the two can't be compared, “x” is ill-formed for xsd:integer",
}


@LARGE
def test_each_pair_out_of_order_names_the_other_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:s ; sh:property [ sh:path ex:s ; sh:lessThan ex:e ] ."  # noqa: E501
    found = results(run(tmp_path, PAIRS, shapes, monkeypatch, large=large))
    assert sorted((f.focus or "")[-2] for f in found) == sorted(TOLD)
    for finding in found:
        assert finding.found["en"].endswith(TOLD[(finding.focus or "")[-2]])
        assert marked(finding)


def test_of_shapes_in_shapes_the_innermost_reasons_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
    sh:property [ sh:path ex:part ; sh:node ex:Part ] .
ex:Part a sh:NodeShape ; sh:property [ sh:path ex:part ; sh:node ex:Leaf ] .
ex:Leaf a sh:NodeShape ; sh:property [ sh:path ex:weight ; sh:minExclusive 0.0 ] ."""
    data = "ex:a a ex:T ; ex:part ex:b . ex:b ex:part ex:c, [ ex:weight 0 ] . ex:c ex:weight -1.5 ."
    (found,) = results(run(tmp_path, data, shapes, monkeypatch))
    assert found.found["en"] == (
        "ex:b (ex:c: ex:weight: expected more than 0.0; found -1.5 / "
        "ex:weight: expected more than 0.0; found 0)"
    )
