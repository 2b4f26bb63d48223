"""Large files are streamed: what is found, and where, is what is found in memory."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checking.running import EX, guards, marked, results, run
from lod.checking.report import Report
from lod.errors import InputError

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
SHAPES = """
ex:Thing a sh:NodeShape ; sh:targetClass ex:T ; sh:property
    [ sh:path ex:p ; sh:maxLength 3 ; sh:minCount 1 ; sh:datatype xsd:string ; sh:nodeKind sh:Literal ] ,
    [ sh:path ex:q ; sh:node ex:Part ; sh:class ex:T ] ,
    [ sh:path [ sh:inversePath ex:q ] ; sh:maxCount 1 ; sh:pattern "/a" ] ,
    [ sh:path ( [ sh:inversePath ex:q ] ex:p ) ; sh:maxLength 2 ] ,
    [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:nodeKind sh:IRI ] .
ex:Part sh:property [ sh:path ex:p ; sh:maxCount 1 ] .
ex:Liked a sh:NodeShape ; sh:targetObjectsOf ex:r ; sh:nodeKind sh:IRI ; sh:minLength 30 .
ex:Rare a sh:NodeShape ; sh:targetClass ex:Tt ; sh:nodeKind sh:IRI .
"""  # noqa: E501


def told(check: Report) -> Sequence[object]:
    found = [
        (f.rule.id, f.severity, f.focus, f.path, f.value, f.component, str(f.place), f.place,
         repr(f.messages), repr(f.expected), len(f.details))
        for f in check.findings
    ]  # fmt: skip
    return sorted(found, key=repr)


def same(folder: Path, data: dict[str, str], patch: pytest.MonkeyPatch) -> Report:
    """Check in memory and streamed; give what both say."""
    small, large = (run(folder, data, SHAPES, patch, large=large) for large in (False, True))
    assert [str(note) for note in small.notes[:1]] == ["engine: lod"]
    assert [str(note) for note in large.notes[:1]] == ["engine: lod, streaming"]
    assert told(small) == told(large)
    assert small.coverage == large.coverage
    assert small.statements == large.statements
    for finding in small.findings:
        assert finding.rule.id == "guard/nothing-checked" or marked(finding)
    return small


def line(s: str, p: str, o: str, end: str = " .\n") -> str:
    return f"<{EX}{s}> <{EX}{p}> {o}{end}"


def typed(s: str, end: str = " .\n") -> str:
    return f"<{EX}{s}> {TYPE} <{EX}T>{end}"


ODD = {
    "a stated xsd:string": typed("a") + line("a", "p", f'"long"^^<{XSD}string>'),
    "a string stated and not": typed("a") + line("a", "p", '"x"') + line("a", "p", f'"x"^^<{XSD}string>'),  # noqa: E501
    "comments and blank lines": f"# head\n\n{typed('a')}   # tail\n\n" + line("a", "p", '"long"'),
    "a comment after a statement": typed("a", " . # yes\n") + line("a", "p", '"long"'),
    "an escape in a text": typed("a") + line("a", "p", '"l\\u00F6ng"'),
    "an escape in a subject": typed("\\u00E5") + line("\\u00E5", "p", '"long"'),
    "an escape in a property": typed("a") + line("a", "\\u0070", '"long"'),
    "an escape in a class": f"<{EX}a> {TYPE} <{EX}\\u0054> .\n" + line("a", "p", '"long"'),
    "no space before the dot": typed("a", ".\n") + line("a", "p", '"long"', ".\n"),
    "no space between terms": f"<{EX}a>{TYPE}<{EX}T>.\n<{EX}a><{EX}p>\"long\".\n",
    "no space before a text with one": typed("a") + f'<{EX}a> <{EX}r>" :" .\n',
    "no space before a blank node": f"<{EX}a> <{EX}r>_:b .\n<{EX}a> {TYPE}<{EX}T> .\n",
    "tabs": typed("a").replace(" ", "\t") + line("a", "p", '"long"').replace(" ", "\t"),
    "space before a statement": "  " + typed("a") + " " + line("a", "p", '"long"'),
    "no line feed at the end": typed("a") + line("a", "p", '"long"', " ."),
    "lines of DOS": (typed("a") + line("a", "p", '"long"')).replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + typed("a") + line("a", "p", '"long"'),
    "a tag in capitals": typed("a") + line("a", "p", '"long"@SV-se'),
    "a text with all that is escaped": typed("a") + line("a", "p", '"\\\\ \\" \\n \\r \\t . <x>"'),
    "a statement twice": typed("a") + line("a", "p", '"long"') * 2,
    "a statement twice, apart": typed("a") + line("a", "p", '"long"') + line("a", "q", f"<{EX}a>") + line("a", "p", '"long"'),  # noqa: E501
    "not sorted": typed("b") + line("a", "p", '"long"') + line("b", "p", '"long"') + typed("a"),
    "blank nodes": f"_:a.b {TYPE} <{EX}T> .\n_:a.b <{EX}q> _:c .\n_:c <{EX}p> \"long\" .\n_:c <{EX}p> \"x\".\n",  # noqa: E501
    "a blank node before the dot": typed("a") + line("a", "q", "_:x", ".\n") + f"_:x {TYPE} <{EX}T> .\n",  # noqa: E501
    "texts that a target names": line("a", "r", '"some text"') + line("b", "r", '"some text"@EN'),
    "subclasses": f"<{EX}S> <http://www.w3.org/2000/01/rdf-schema#subClassOf>\t<{EX}T> .\n<{EX}a> {TYPE} <{EX}S> .\n",  # noqa: E501
    "what is known to nobody": typed("a") + line("a", "p", '"x"') + line("a", "s", '"x <https://example.org/u> "') + line("a", "u", '"x"'),  # noqa: E501
    "nothing": "",
    "a comment alone": "# nothing\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_lines_written_in_another_way_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    check = same(tmp_path, {"data.nt": ODD[kind]}, monkeypatch)
    assert check.findings


def test_several_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {
        "a.nt": typed("b") + line("b", "p", '"long"') + f"_:x {TYPE} <{EX}T> .\n",
        "b.ttl": f"<{EX}a> a <{EX}T> ;\n  <{EX}p> 'long' ; <{EX}q> [ <{EX}p> 1, 2 ] .",
        "c.nq": f'\ufeff_:x <{EX}p> "long" <{EX}g> .\n<{EX}b> <{EX}p> "long" <{EX}h> .\n',
        "d.jsonld": f'{{"@id": "{EX}c", "@type": "{EX}T",\n "{EX}p": "long"}}',
    }
    check = same(tmp_path, data, monkeypatch)
    lengths = [f for f in results(check) if "maxLength" in str(f.component) or "MaxLength" in str(f.component)]  # fmt: skip # noqa: E501
    places = {str(f.place) for f in lengths}
    assert len(lengths) == 3
    assert places == {"a.nt:2:49", "b.ttl:2:27", "d.jsonld:2:27"}


@pytest.mark.parametrize("extension", ["ttl", "trig"])
def test_what_turtle_takes_for_an_iri_in_a_prefixed_name_is_one_streamed_too(
    extension: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U+E0001 is in no IRI (RFC 3987, 2.2), and the parser of lines refuses it."""
    text = f"@prefix ex: <{EX}> . ex:a\U000e0001 a ex:T ; ex:p 'long', ex:b\U000e0001 ; ex:q 1 ."
    check = same(tmp_path, {f"data.{extension}": text}, monkeypatch)
    assert results(check)


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
@pytest.mark.parametrize("context", ['{"e": "\\x"}', '{"e": , }', "[" * 40_000])
def test_a_context_that_is_no_json_is_told(
    context: str, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'{{"@context": {context},\n"@graph": [\n{{"@id": "{EX}a", "{EX}p": "x"}}\n]}}'
    with pytest.raises(InputError, match=r"d\.jsonld"):
        run(tmp_path, {"d.jsonld": text}, SHAPES, monkeypatch, large=large)


def test_a_very_long_context_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = f'{{"e": "{EX}", "x": "{EX}{"x" * (1 << 16)}"}}'
    text = f'{{"@context": {context},\n"@graph": [\n{{"@id": "e:a", "@type": "e:T"}}\n]}}'
    assert results(same(tmp_path, {"d.jsonld": text}, monkeypatch))


def test_a_statement_in_two_graphs_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = [f'<{EX}a> <{EX}p> "long" <{EX}{g}> .\n' for g in "gh"]
    quads += [f"<{EX}a> {TYPE} <{EX}T> <{EX}g> .\n"]
    check = same(tmp_path, {"data.nq": "".join(sorted(quads))}, monkeypatch)
    assert check.statements == 2


def test_the_first_use_of_an_unknown_property_is_in_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = same(tmp_path, {"data.nt": ODD["what is known to nobody"]}, monkeypatch)
    places = {f.focus: str(f.place) for f in guards(check, "unknown-property")}
    assert places == {f"{EX}s": "data.nt:3:25", f"{EX}u": "data.nt:4:25"}


TERMS = st.sampled_from(["a", "b", "c", "aa"])
TEXTS = st.text('aö\\"\n\r\t\x01\u2028😀 .<>_:', max_size=4)
ENDS = st.sampled_from([" .\n", ".\n", " . # x\n", "  .\n", " .\r\n", " .\n\n", " .\n# <x>\n"])
GAPS = st.sampled_from([" ", " ", " ", "\t", "  ", ""])


@st.composite
def texts(draw: st.DrawFn) -> str:
    written = []
    for sign in draw(TEXTS):
        named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}.get(sign, sign)
        code = f"\\U{ord(sign):08X}"
        written.append(draw(st.sampled_from([named, named, named, code])))
    tail = draw(st.sampled_from(["", "", f"^^<{XSD}string>", "@sv", "@SV-se", f"^^<{XSD}integer>"]))
    return f'"{"".join(written)}"{tail}'


@st.composite
def names(draw: st.DrawFn) -> str:
    name = draw(TERMS)
    escaped = f"\\u{ord(name[0]):04X}{name[1:]}"
    return draw(
        st.sampled_from([f"<{EX}{name}>", f"<{EX}{name}>", f"<{EX}{escaped}>", f"_:{name}"])
    )


@st.composite
def lines(draw: st.DrawFn) -> str:
    subject, gaps, end = draw(names()), draw(st.lists(GAPS, min_size=2, max_size=2)), draw(ENDS)
    predicate = draw(st.sampled_from(["p", "q", "r", "s", "a"]))
    if predicate == "a":
        predicate, value = TYPE, draw(st.sampled_from([f"<{EX}T>", f"<{EX}U>", f"<{EX}\\u0054>"]))
    else:
        value = draw(names() if predicate == "q" else st.one_of(names(), texts()))
        predicate = f"<{EX}{predicate}>"
    return f"{subject}{gaps[0] or ' '}{predicate}{gaps[1]}{value}{end}"


@given(
    rows=st.lists(lines(), min_size=1, max_size=12),
    ordered=st.booleans(),
    files=st.integers(1, 2),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_lines_say_the_same_streamed_or_in_memory(
    tmp_path: Path, rows: list[str], ordered: bool, files: int
) -> None:
    rows = sorted(rows) if ordered else rows
    data = {f"{number}.nt": "".join(rows[number::files]) for number in range(files)}
    with pytest.MonkeyPatch.context() as patch:
        for old in tmp_path.glob("*.nt"):
            old.unlink()
        same(tmp_path, data, patch)


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
def test_a_detail_about_a_text_stands_where_its_thing_has_it(
    large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = f'<{EX}a> <{EX}p> "5 kr" .\n<{EX}b> <{EX}p> "5 kr" .\n'
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:b ; sh:property [ sh:path ex:p ;
        sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] ) ] ."""
    report = run(tmp_path, {"data.nt": data}, shapes, monkeypatch, large=large)
    (finding,) = results(report)
    places = [finding.place, *(detail.place for detail in finding.details)]
    assert len(places) > 1
    assert {place.line for place in places if place} == {2}


@pytest.mark.parametrize("sign", ["\t", "\b", "\f", "\x01", "\x7f", "a\tb", "å\x0bc"])
@pytest.mark.parametrize("ordered", [True, False])
def test_texts_with_control_characters_as_they_are_have_their_place(
    sign: str, ordered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line("a", "r", f'"{sign}"'), line("b", "p", "<x:c>")]
    same(tmp_path, {"0.nt": "".join(rows if ordered else rows[::-1])}, monkeypatch)
