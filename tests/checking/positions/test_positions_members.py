"""JSON-LD that is cut into its nodes: what is seen of them, and what is left to be read whole."""

import io
import json
from collections.abc import Sequence

import pytest

from lod.checking.positions import jsonexcerpt, members
from lod.checking.positions.excerpt import SoughtStatements
from lod.checking.positions.jsonexcerpt import make_json_excerpt
from lod.checking.positions.members import Members, PieceReader, Uncut, cut_document, to_lines
from lod.rdf.namespaces import RDF

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


def seen(data: bytes) -> tuple[PieceReader, Members]:
    cut = cut_document(io.BytesIO(data))
    reader = PieceReader(cut.head, BASE)
    found = [reader.read(data[start:end], start) for start, end in cut.pieces]
    return reader, members.joined_members(found)


@pytest.mark.parametrize("size", [16, 100, 1 << 20])
def test_each_node_has_its_place_and_its_subjects(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(members, "_LONGEST_HEAD", 250)
    monkeypatch.setattr(members, "_PIECE", size)
    data = document(NODES)
    _, found = seen(data)
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
    _, found = seen(data)
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
def test_a_node_that_may_speak_of_others_is_kept_for_all(node: object) -> None:
    _, found = seen(document([NODES[0], node], CONTEXT | ODD))
    assert [*found.subjects][1:] == [hash("")]


def test_a_link_says_nothing_of_what_it_leads_to() -> None:
    _, found = seen(document([{"@id": "e:a", "to": {"@id": "e:b"}, "e:q": ["x", {"@id": "e:c"}]}]))
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
