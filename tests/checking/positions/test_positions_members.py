"""JSON-LD that is cut into its nodes: what is seen of them, and what is left to be read whole."""

import io
import json
from collections.abc import Callable, Sequence

import pytest

from lod.checking.positions import jsonexcerpt, jsonnodes, members
from lod.checking.positions.excerpt import SoughtStatements
from lod.checking.positions.jsonexcerpt import make_json_excerpt
from lod.checking.positions.jsonnodes import PieceReader
from lod.checking.positions.members import (
    JsonCut,
    Members,
    Misjudged,
    Uncut,
    cut_document,
    guess_cut,
    to_lines,
)
from lod.rdf.namespaces import RDF, XSD

BASE = "file:///"
EX = "https://example.org/"
CONTEXT = {"e": EX, "id": "@id", "to": {"@id": "e:to", "@type": "@id"}, "åt": "e:to", "åq": "e:q"}
NODES = [
    {"id": "e:a", "@type": "e:T", "to": "e:b"},
    {"@id": "e:å", "e:p": ["ö", 1, {"@value": "x", "@language": "sv"}]},
    {"@id": "e:b", "åt": {"@id": "e:c", "e:p": "within"}},
    {"@id": "e:b", "åq": {"@list": []}},
]


def document(nodes: Sequence[object], context: object = CONTEXT) -> bytes:
    texts = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    start = f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n "@graph" : [\n'
    return f"{start}{texts} ]\n}}\n".encode()


def read(data: bytes, cut: JsonCut) -> tuple[Members, bytes]:
    """Give what is seen of the nodes of a document, and what they say."""
    reader = PieceReader(cut.head, BASE)
    found = [one for piece in cut.pieces for one in reader.read(io.BytesIO(data), piece)]
    return members.joined_members(some for some, _ in found), b"".join(said for _, said in found)


def seen(data: bytes) -> Members:
    return read(data, cut_document(io.BytesIO(data)))[0]


@pytest.mark.parametrize("size", [16, 100, 1 << 20])
def test_each_node_has_its_place_and_its_subjects(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(members, "_LONGEST_HEAD", 250)
    monkeypatch.setattr(members, "_PIECE", size)
    monkeypatch.setattr(jsonnodes, "_PIECE", size)
    data = document(NODES)
    found = seen(data)
    spoken = [(json.loads(data[start:end]), subject) for subject, start, end in zip(*found, strict=True)]  # fmt: skip # noqa: E501
    of = {name: hash(f"{EX}{name}") for name in ("a", "å", "b", "c")}
    assert spoken == [
        (NODES[0], of["a"]),
        (NODES[1], of["å"]),
        (NODES[2], of["c"]),
        (NODES[2], of["b"]),
        (NODES[3], hash("")),
    ]


def kept(sought: SoughtStatements, data: bytes | None = None) -> list[object]:
    data = document(NODES) if data is None else data
    cut = cut_document(io.BytesIO(data))
    found = seen(data)
    made = make_json_excerpt(data, cut.head, found, sought, BASE)
    return list(json.loads(made.text)["@graph"])


def test_an_excerpt_has_the_nodes_of_a_subject_and_the_first_of_a_pair() -> None:
    assert kept(SoughtStatements([f"{EX}a"])) == [NODES[0], NODES[3]]
    assert kept(SoughtStatements([f"{EX}c"])) == NODES[2:]
    assert kept(SoughtStatements([], [(f"{EX}to", "")])) == [NODES[0]]
    assert kept(SoughtStatements([], [(f"{EX}q", "")])) == [NODES[3]]
    assert kept(SoughtStatements([], [(f"{EX}to", f"{EX}c")])) == [NODES[2]]
    assert kept(SoughtStatements([], [(f"{RDF}type", "")])) == [NODES[0]]
    assert kept(SoughtStatements([], [(f"{EX}p", f"{EX}a")])) == []


WAYS = [{"id": "e:a", name: "e:b"} for name in ("to", "åt", "e:to", f"{EX}to", "unlike")]


@pytest.mark.parametrize("step", [1, -1])
def test_the_first_node_of_a_pair_is_found_however_its_name_is_written(step: int) -> None:
    nodes = WAYS[:4][::step]
    context = {**CONTEXT, "@vocab": EX}
    assert kept(SoughtStatements([], [(f"{EX}to", "")]), document(nodes, context)) == nodes[:1]
    unlike = SoughtStatements([], [(f"{EX}unlike", "")])
    assert kept(unlike, document(WAYS[::step], context)) == WAYS[4:]
    typed = [{"id": "e:a", "e:p": 1}, {"id": "e:a", "kind": "e:T"}]
    sought = SoughtStatements([], [(f"{RDF}type", "")])
    assert kept(sought, document(typed, {**CONTEXT, "kind": "@type"})) == typed[1:]


PAIR = (f"{EX}p", "")


@pytest.mark.parametrize(
    ("pair", "context", "written"),
    [
        (PAIR, CONTEXT, r"https:\/\/example.org/p"),
        (PAIR, CONTEXT, r"https://example.org\u002fp"),
        (PAIR, CONTEXT | {"by": {"@id": "e:p", "@container": "@id"}}, "e:p"),
        (PAIR, CONTEXT | {"by": {"@id": "e:p", "@container": "@index", "@index": "e:q"}}, "e:p"),
        (PAIR, CONTEXT | {"by": {"@id": "e:p", "@context": {}}}, "e:p"),
        (PAIR, CONTEXT | {"@base": EX}, "e:p"),
        (("file:///p", ""), CONTEXT, "e:p"),
        ((f"{EX}å", ""), CONTEXT, "e:å"),
        ((f"{EX}to", ""), CONTEXT, r"\u00e5t"),
    ],
)
def test_no_pair_is_sought_by_text_that_might_be_written_otherwise(
    pair: tuple[str, str], context: object, written: str
) -> None:
    data = document([{"@id": "e:a", "?": 1}], context).replace(b'"?"', f'"{written}"'.encode())
    assert kept(SoughtStatements([]), data) == []
    with pytest.raises(Uncut):
        kept(SoughtStatements([], [pair]), data)


def test_a_pair_whose_name_stands_in_very_many_nodes_is_not_sought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jsonexcerpt, "_MOST_TRIES", 2)
    nodes = [{"@id": "e:a", "to": "e:b"}] * 3
    sought = SoughtStatements([], [(f"{EX}to", f"{EX}a")])
    assert kept(sought, document(nodes[:2])) == []
    with pytest.raises(Uncut):
        kept(sought, document(nodes))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[1]",
        '{"@id": "x:a"}',
        '[{"@id": "x:a"}',
        '[{"@id": "x:a"}] x',
        '[{"@id": "x:a"} {"@id": "x:a"}]',
        '[{"@id": "x:a"},]',
        '[{"@id": "x:a"}, 1]',
        '{"@graph": [{"@id": "x:a"}], "@context": {}}',
        '{"@context": {}, "@graph": [{"@id": "x:a"}], "@id": "x:g"}',
        "[" + '{"x:p": ' * 5_000 + "1" + "}" * 5_000 + "]",
    ],
)
def test_a_document_of_another_form_is_not_cut(text: str) -> None:
    with pytest.raises(Uncut):
        cut_document(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("node", "context"),
    [
        ({"@id": "e:a", "unheard": "of"}, CONTEXT),
        ({"@id": "e:a", "e:p": {"@value": "x", "@language": "no such"}}, CONTEXT),
        ({"@id": "e:a", "e:p": {"@value": "x", "@type": "e: x"}}, CONTEXT),
        ({"@id": "e: a", "e:p": 1}, CONTEXT),
        ({"@id": "e:a", "to": "e: b"}, CONTEXT),
        ({"@id": "e:a", "to": ["e: b"]}, CONTEXT),
        ({"@id": "e:a", "e:p": [[{"@id": "e: b"}]]}, CONTEXT),
        ({"@id": "e:a", "@type": ["e:T", "@tpye"]}, CONTEXT),
        ({"@id": "e:a", "@context": {"p": "e:p"}, "p": 1}, CONTEXT),
        (json.loads('{"@id": "e:a", "e:p": ' * 199 + "1" + "}" * 199), CONTEXT),
        (json.loads('{"@id": "e:a", "e:p": ' + "[" * 198 + "1" + "]" * 198 + "}"), CONTEXT),
        ({"@id": "e:a", "e:p": "x" * (9 << 20)}, CONTEXT),
        ({"@id": "e:a", "e:p": 1}, {**CONTEXT, "wrong": "no IRI: "}),
        ({"@id": "e:a", "e:p": 1}, {**CONTEXT, "@propagate": False}),
    ],
)
def test_what_must_be_told_of_is_looked_at_as_a_whole(node: object, context: object) -> None:
    with pytest.raises(Uncut):
        seen(document([NODES[0], node], context))


@pytest.mark.parametrize(
    "node", ['{"@id": "e:a", "e:p": 1, "e:p": 2}', '{"@id": "e:a", "@\\u0063ontext": {}}']
)
def test_what_a_reader_of_json_would_join_is_looked_at_as_a_whole(node: str) -> None:
    with pytest.raises(Uncut):
        seen(document([NODES[0], "?"]).replace(b'"?"', node.encode()))


ODD = {
    "back": {"@reverse": "e:q"},
    "said": {"@id": "e:p", "@container": "@language"},
    "within": {"@id": "e:p", "@context": {"e": "x:"}},
}


@pytest.mark.parametrize(
    "node",
    [
        {"@id": f"{EX}x/../a", "e:p": 1},
        {"@id": "e:x/./a", "e:p": 1},
        {"@id": "e:a", "back": "e:b"},
        {"@id": "e:a", "said": {"id": "x"}},
        {"@id": "e:a", "within": {"@id": "e:b", "e:p": 1}},
        {"@id": "e:a", "e:p": {"@value": "1", "@type": "@json"}},
    ],
)
def test_a_node_that_may_speak_of_others_is_kept_for_all(
    node: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonnodes, "to_lines", lambda _text, _base: b"")  # it knows no @reverse
    found = seen(document([NODES[0], node], CONTEXT | ODD))
    assert [*found.subjects][1:] == [hash("")]


def test_a_link_says_nothing_of_what_it_leads_to() -> None:
    found = seen(document([{"@id": "e:a", "to": {"@id": "e:b"}, "e:q": ["x", {"@id": "e:c"}]}]))
    assert [*found.subjects] == [hash(f"{EX}a")]


@pytest.mark.parametrize(
    "node",
    [
        {"@id": "_:a", "e:p": 1},
        {"@id": "e:a", "e:p": {"@id": "_:a"}},
        {"@id": "e:a", "e:p": {"e:p": 1}},
        {"@id": "e:a", "e:p": {"@list": [1]}},
    ],
)
def test_blank_nodes_are_named_by_their_order_in_the_whole(node: object) -> None:
    with pytest.raises(Uncut):
        to_lines(document([node]), BASE)
    assert to_lines(document([{"@id": "e:a", "e:p": "_:a <<("}]), BASE).count(b"\n") == 1


WRITTEN = {
    **CONTEXT,
    "kind": "@type",
    "day": {"@id": "e:day", "@type": "http://www.w3.org/2001/XMLSchema#date"},
    "in": {"@id": "e:in", "@type": "@id", "@container": "@set"},
    "as": {"@id": "e:as", "@type": "@vocab"},
    "bare": "https://example.org/ba",
    "long": {"@id": "https://example.org/long/"},
    "swedish": {"@id": "e:s", "@language": "sv"},
}
PLAIN = [
    {"id": "e:a", "kind": ["e:T", f"{EX}U"], "to": "e:b"},
    {"id": "e:a", "to": ["e:b", {"id": f"{EX}c", "e:p": "of c"}], "in": ["e:d"]},
    {"id": f"{EX}å".replace("å", "#a"), "e:p": ["ö", 'a "b" \\ \n\t\r\x7f\b', ""]},
    {"id": "e:a", "e:p": [{"@value": "x", "@language": tag} for tag in ("sv", "sv-SE", "EN")]},
    {"id": "e:a", "e:p": [{"@value": "x", "@type": f"{XSD}{name}"} for name in ("int", "string")]},
    {"id": "e:a", "e:p": {"@value": "1", "@type": "e:d"}, "day": ["2020-01-01", {"@value": "x"}]},
    {"id": "e:a", "kind": "T"},
    {"id": "long:x", "swedish": ["hej", {"@value": "hej"}]},
    {"id": "https://example.org", "e:p": []},
]
LEFT = [
    {"id": "e:a", "e:p": 1},
    {"id": "e:a", "e:p": [True, None, 1.5]},
    {"id": "e:a", "e:p": None},
    {"id": "e:a", "e:p": {"@value": 1}},
    {"id": "e:a", "e:p": [["x"]]},
    {"id": "e:a", "as": "e:T"},
    {"id": "e:a", "to": "b"},
    {"id": "e:a", "to": [None, "e:b"]},
    {"id": "b", "e:p": "x"},
    {"id": "e:a/./b", "e:p": "x"},
    {"id": "e:a", "to": "long:./b"},
    {"id": "e:a", "e:p": {"id": "long:../b"}},
    {"id": "e:å", "e:p": "x"},
    {"id": "e:a", "e:p": {"id": "e:b", "e:q": 1}},
    {"id": "e:a", "e:p": {"@value": "{}", "@type": "@json"}},
    {"id": "bare:x", "e:p": {"id": "unheard:x"}},
]


@pytest.mark.parametrize("node", [*PLAIN, *LEFT])
def test_what_is_written_of_a_node_is_what_the_parser_says(
    node: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = list[bytes]()

    def said(text: bytes, _base: str = BASE) -> bytes:
        left.append(text)
        return to_lines(text, BASE)

    monkeypatch.setattr(jsonnodes, "to_lines", said)
    data = document([node, NODES[0]], WRITTEN)
    lines = read(data, cut_document(io.BytesIO(data)))[1].splitlines()
    assert set(lines) == set(to_lines(data, BASE).splitlines())
    assert bool(left) is (node in LEFT)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_document_is_cut_where_lines_begin_with_a_node(count: int) -> None:
    nodes = [{"@id": f"e:n{n}", "e:p": ["{", "\n{", {"@id": "e:b"}]} for n in range(50)]
    for data in (document(nodes), json.dumps(nodes, indent=2).encode()):
        cut = guess_cut(io.BytesIO(data), count)
        assert cut is not None
        assert len(cut.pieces) == count
        assert read(data, cut) == read(data, cut_document(io.BytesIO(data)))


UNLIKE = [{"@id": "e:a", "e:p": [{"@id": f"e:{n}"} for n in range(40)]}] * 2


@pytest.mark.parametrize("gap", ["\n", "\n "])
def test_a_cut_within_a_node_is_noticed(gap: str) -> None:
    text = json.dumps(UNLIKE).replace("[", f"[{gap}").replace(", {", f",{gap}{{")
    cut = guess_cut(io.BytesIO(text.encode()), 4)
    assert cut is not None
    certain, *guessed = cut.pieces
    for piece in (certain, guessed[-1]):
        with pytest.raises(Misjudged):
            list(PieceReader(cut.head, BASE).read(io.BytesIO(text.encode()), piece))


def test_what_does_not_end_as_it_should_is_not_cut() -> None:
    for end in ("", "]", "}", "]}]", "] x}"):
        data = document(NODES)[:-4] + end.encode()
        with pytest.raises(Uncut):
            read(data, guess_cut(io.BytesIO(data), 1) or cut_document(io.BytesIO(data)))


HEADS = {
    "a wrong escape": b'{"@context": {"a": "\\x"}, "@graph": [\n',
    "no UTF-8": b'{"@context": {"a": "\xff"}, "@graph": [\n',
    "too deep": b'{"@context": ' + b"[" * 40_000,
    "too long": b'{"@context": {"a": "' + b"x" * (1 << 16) + b'"}, "@graph": [\n',
    "no value": b'{"@context": , "@graph": [\n',
}


@pytest.mark.parametrize("cut", [cut_document, lambda stream: guess_cut(stream, 2)])
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_that_cannot_be_read_is_not_cut(
    head: bytes, cut: Callable[[io.BytesIO], JsonCut | None]
) -> None:
    with pytest.raises(Uncut):
        cut(io.BytesIO(head + b'{"@id": "x:a"}\n]}'))


def test_very_much_white_space_at_the_end_is_passed_over() -> None:
    for end in (b"", b"\n" * 20_000):
        data = document(NODES).removesuffix(b" ]\n}\n") + end + b"]" + end + b"}" + end
        cut = guess_cut(io.BytesIO(data), 1)
        assert cut is not None
        assert read(data, cut)[0] == seen(data)
        assert len(cut.pieces) == 1
