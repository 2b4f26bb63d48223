"""What is too deep or too long is told in our words, with its place, before it is parsed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from checking.running import run
from lod.checking.positions import (
    EXTENSIONS,
    LineTable,
    bounds,
    find_syntax_errors,
    parse,
    parse_stream,
)
from lod.checking.positions.bounds import DEEPEST, find_excess
from lod.errors import InputError

P = b"@prefix : <http://x/> .\n"
RDF = b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def xml(inside: bytes, attributes: bytes = b"") -> bytes:
    return b'<rdf:RDF %b xmlns="http://x/"%b>%b</rdf:RDF>' % (RDF, attributes, inside)


NESTED: dict[str, Callable[[int], bytes]] = {
    "triple terms.ttl": lambda n: P + b":s :p " + b"<<( :s :p " * n + b":o" + b" )>>" * n + b" .",
    "tight triple terms.ttl": lambda n: P + b":s :p " + b"<<(:s:p" * n + b":o" + b")>>" * n + b".",
    "triple terms of IRIs.ttl": lambda n: (
        b"<x:s> <x:p> " + b"<<(<x:s><x:p>" * n + b"1" + b")>>" * n
    ),
    "reified triples.ttl": lambda n: P + b":s :p " + b"<<:s :p " * n + b":o" + b">>" * n + b" .",
    "annotations.ttl": lambda n: P + b":s :p :o " + b"{| :p :o " * n + b"|}" * n + b" .",
    "lists.ttl": lambda n: P + b":s :p " + b"(" * n + b")" * n + b" .",
    "subjects.ttl": lambda n: P + b"(" * n + b")" * n + b" :p :o .",
    "blank nodes.ttl": lambda n: P + b":s :p " + b"[ :p " * n + b":o" + b"]" * n + b" .",
    "after texts.ttl": lambda n: (
        P
        + b':s :p """a " ))))))""", \'"))\', "\'))", "\\"))" , <a))> # ))\n, '
        + b"(" * n
        + b")" * n
        + b" ."
    ),
    "between texts.ttl": lambda n: P + b":s :p " + b"( \")\" ')' <a)> # )\n" * n + b")" * n + b" .",
    "never closed.ttl": lambda n: P + b":s :p " + b"[ :p (" * n,
    "graph.trig": lambda n: P + b":g { :s :p " + b"( [ :p " * n + b"1 " + b"] )" * n + b" . }",
    "triple terms.nt": lambda n: (
        b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * n + b"<x:o>" + b" )>>" * n + b" .\n"
    ),
    "triple terms.nq": lambda n: (
        b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * n + b"<x:o>" + b" )>>" * n + b" <x:g> .\n"
    ),
    "elements.rdf": lambda n: xml(b"<a><p>" * n + b"</p></a>" * n),
    "elements after comments.rdf": lambda n: xml(
        b"<!-- </a></a> -->" + b"<a b='/>'><p>/><!-- </p> --><![CDATA[</p>]]>" * n + b"</p></a>" * n
    ),
    "any XML.rdf": lambda n: xml(
        b"<a><p rdf:parseType='Literal'>" + b"<b>" * n + b"</b>" * n + b"</p></a>"
    ),
    "lists.jsonld": lambda n: b'{"@id":"x:s","x:p":' + b'{"@list":[' * n + b"]}" * n + b"}",
    "arrays.jsonld": lambda n: b"[" * n + b"]" * n,
    "nodes.jsonld": lambda n: b'{"x:p":' * n + b"1" + b"}" * n,
    "contexts.jsonld": lambda n: b'{"@context":' + b"[" * n + b"]" * n + b"}",
    "after texts.jsonld": lambda n: b'{"x:p":["]]]]","\\"]]]"],"x:q":' + b"[" * n + b"]" * n + b"}",
}


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_too_deep_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    """100,000 levels: in a process of its own, which used to fall or to go on for minutes."""
    form = EXTENSIONS[Path(name).suffix]
    data = NESTED[name](100_000)
    excess = find_excess(data, form)
    assert excess is not None
    assert "nested too deep: more than 200 levels" in excess.message
    line, column = LineTable(data).place(excess.offset)
    (tmp_path / name).write_bytes(data)
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetNode <x:s> ; sh:nodeKind sh:IRI .\n"
    )
    command = [sys.executable, "-m", "lod", "check", name, "--shapes", "shapes.ttl", "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 3, (done.returncode, done.stderr[-500:])
    assert f"{name}:{line}:{column}: this is nested too deep".encode() in done.stderr


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_as_people_do_is_read(name: str) -> None:
    """Siblings are no nesting, however many; nor is what stands in texts and comments."""
    form = EXTENSIONS[Path(name).suffix]
    assert find_excess(NESTED[name](DEEPEST // 4), form) is None
    if "never" not in name:
        assert find_excess(NESTED[name](10) * 1_000, form) is None


LONG: dict[str, Callable[[int], bytes]] = {
    "text.ttl": lambda n: P + b':s :p "' + b"a" * n + b'" .',
    "text of lines.ttl": lambda n: P + b':s :p """' + b"a\n" * n + b'""" .',
    "text of lines.trig": lambda n: P + b":s :p '''" + b"a'\n" * n + b"''' .",
    "IRI.ttl": lambda n: b"<x:s> <x:p> <x:" + b"a" * n + b"> .",
    "comment.ttl": lambda n: b"<x:s> <x:p> 1 . # " + b"a" * n,
    "never closed.ttl": lambda n: b'<x:s> <x:p> """' + b"a\n" * n,
    "prefixed name.ttl": lambda n: P + b":" + b"a" * n + b" :p 1 .",
    "name of escapes.ttl": lambda n: P + b":" + rb"\(" * n + b" :p 1 .",
    "label.ttl": lambda n: b"_:" + b"a" * n + b" <x:p> 1 .",
    "language.ttl": lambda n: b'<x:s> <x:p> "a"@' + b"a" * n + b" .",
    "number.ttl": lambda n: b"<x:s> <x:p> " + b"9" * n + b" .",
    "graph.trig": lambda n: P + b":" + b"a" * n + b" { <x:s> <x:p> 1 }",
    "language.nt": lambda n: b'<x:s> <x:p> "a"@' + b"a" * n + b" .\n",
    "label.nt": lambda n: b"_:" + b"a" * n + b' <x:p> "1" .\n',
    "label.nq": lambda n: b'<x:s> <x:p> "1" _:' + b"a" * n + b" .\n",
    "language.nq": lambda n: b'<x:s> <x:p> "a"@' + b"a" * n + b" .\n",
    "text.nt": lambda n: b'<x:s> <x:p> "' + b"a" * n + b'" .\n',
    "text.nq": lambda n: b'<x:s> <x:p> "' + b"a" * n + b'" <x:g> .\n',
    "text.rdf": lambda n: xml(b"<a><p>" + b"a" * n + b"</p></a>"),
    "attribute.rdf": lambda n: xml(b'<a b="' + b"a" * n + b'"/>'),
    "text.jsonld": lambda n: b'{"@id":"x:s","x:p":"' + b"a" * n + b'"}',
    "name.jsonld": lambda n: b'{"@id":"x:s","x:' + b"a" * n + b'":"1"}',
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_too_long_is_told_and_what_is_not_is_read(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LONGEST_TOKEN", 100_000)
    form = EXTENSIONS[Path(name).suffix]
    with pytest.raises(InputError, match="this is longer than 0 MiB"):
        parse(LONG[name](120_000), form)
    (error,) = find_syntax_errors(LONG[name](120_000), form, name)
    assert error.line is not None
    assert error.column is not None
    (tmp_path / name).write_bytes(LONG[name](120_000))
    with (tmp_path / name).open("rb") as stream, pytest.raises(InputError, match="longer than"):
        list(parse_stream(stream, form, None))
    assert find_excess(LONG[name](30_000), form) is None
    if "never" not in name:
        assert find_excess((LONG[name](10) + b"\n") * 20_000, form) is None


@pytest.mark.parametrize("name", NESTED | LONG)
def test_what_is_beyond_a_bound_is_told_when_it_is_streamed(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of lines are checked as they lie, others as they are read: both name the file."""
    monkeypatch.setattr(bounds, "LONGEST_TOKEN", 100_000)
    data = NESTED[name](300) if name in NESTED else LONG[name](120_000)
    shapes = "<x:S> a sh:NodeShape ; sh:targetNode <x:s> ; sh:nodeKind sh:IRI ."
    with pytest.raises(InputError, match=r"nested too deep|longer than") as raised:
        run(tmp_path, {name: data.decode()}, shapes, monkeypatch, large=True)
    assert str(raised.value.file) == name
    assert raised.value.line


@pytest.mark.parametrize("name", [name for name in LONG if name.endswith((".ttl", ".nt", ".nq"))])
def test_what_only_the_parser_has_no_room_for_is_told(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A net below the bounds: pyoxigraph raises MemoryError where its buffer is full."""
    monkeypatch.setattr(bounds, "LONGEST_TOKEN", 1 << 30)
    monkeypatch.setattr(ox, "parse", full)
    form = EXTENSIONS[Path(name).suffix]
    with pytest.raises(InputError, match="can't be read: Reached"):
        parse(LONG[name](10), form)
    (tmp_path / name).write_bytes(LONG[name](10))
    with (tmp_path / name).open("rb") as stream, pytest.raises(InputError, match="Reached"):
        list(parse_stream(stream, form, None))
    assert find_syntax_errors(LONG[name](10), form, name)


def full(*_: object, **__: object) -> None:
    raise MemoryError("Reached the buffer maximal size of 16777216")


def test_a_text_that_pyoxigraph_has_no_room_for_is_told() -> None:
    with pytest.raises(InputError, match="this is longer than 8 MiB"):
        parse(LONG["text.ttl"](30_000_000), "ttl")


@pytest.mark.parametrize(
    "attributes",
    [
        b"".join(b' a%d="1"' % n for n in range(100_000)),
        b"".join(b' xmlns:a%d="x:%d"' % (n, n) for n in range(100_000)),
    ],
    ids=["attributes", "prefixes"],
)
def test_an_element_has_a_bound_of_attributes(attributes: bytes) -> None:
    with pytest.raises(InputError, match="more than 1000 attributes"):
        parse(xml(b"", attributes), "rdf")
    assert find_excess(xml(b"<a>" + b"= " * 10_000 + b"</a>"), EXTENSIONS[".rdf"]) is None


def test_a_number_of_many_digits_takes_the_time_of_its_length(tmp_path: Path) -> None:
    for number in (b"1" * 1_000_000, b"1" * 500_000 + b"." + b"1" * 500_000, b"1" * 500_000 + b"e"):
        find_syntax_errors(b"<x:s> <x:p> %b ." % number, "ttl", "x.ttl")


def chain(count: int, how: str) -> bytes:
    """Names that are each defined by the next, which stands after them."""
    names: dict[str, object] = {}
    for n in range(count):
        other = f"t{n + 1}:x" if how == "prefix" else f"t{n + 1}"
        names[f"t{n}"] = {"@id": other} if how == "id" else other
        if how == "type":
            names[f"t{n}"] = {"@id": f"x:{n}", "@type": other}
    context = {**names, f"t{count}": "x:end/"}
    return json.dumps({"@context": context, "@id": "x:s", "t0": "1"}).encode()


@pytest.mark.parametrize("how", ["prefix", "id", "name", "type"])
def test_names_that_are_made_of_one_another_have_a_bound(how: str) -> None:
    with pytest.raises(InputError, match="defined by one another deeper than 200 levels"):
        parse(chain(3_000, how), "jsonld")
    assert len(parse(chain(100, how), "jsonld")) == 1
