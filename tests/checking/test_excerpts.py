"""Large files that aren't made of lines: how they are rewritten, and what is read for places."""

import json
from pathlib import Path

import pytest

from checking.running import EX
from lod.checking import rewriting
from lod.checking.excerpts import excerpt_of
from lod.checking.files import RdfFile
from lod.checking.positions import jsonnodes, members
from lod.checking.positions.excerpt import SoughtStatements
from lod.checking.rewriting import rewritten_in_parts
from lod.checking.statements import VALUE

NODES = [{"@id": f"own:{n}", "own:p": f"å{n}", "own:q": {"@id": f"{EX}x{n}"}} for n in range(50)]
SOUGHT = SoughtStatements([f"{EX}7"])


def written(folder: Path, nodes: object, name: str = "data.jsonld") -> RdfFile:
    document = {"@context": {"own": EX}, "@graph": nodes}
    text = document if name.endswith("jsonld") and not isinstance(nodes, str) else nodes
    text = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")
    return RdfFile(name, folder / name)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_json_ld_is_rewritten_in_parts_and_read_for_places_in_part(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_LONGEST_HEAD", 100)
    monkeypatch.setattr(members, "_PIECE", 300)
    monkeypatch.setattr(jsonnodes, "_PIECE", 300)
    monkeypatch.setattr(rewriting, "processors", lambda: processes)
    file = written(tmp_path, NODES)
    parts = rewritten_in_parts(file, tmp_path / "0.nq")
    assert len(parts) == processes
    assert file.prefixes == {"own": EX}
    lines = [line for part in parts for line in part.path.read_bytes().splitlines()]
    assert sorted(lines) == sorted(b"".join(file.as_lines()).splitlines())
    ((_, found),) = file.members
    assert [*found.starts] == sorted(found.starts)
    assert len(found.starts) == len(NODES)
    piece = excerpt_of(file, SOUGHT)
    assert json.loads(piece.data)["@graph"] == NODES[7:8]
    pattern = (f"<{EX}7>", f"<{EX}p>", "", VALUE)
    assert piece.place(pattern) == file.place(pattern) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.jsonld", [{"own:p": 1}]),
        ("data.trig", f"<{EX}a> <{EX}p> 1 ."),
        ("data.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"),
    ],
)
def test_what_is_not_cut_is_read_as_a_whole(name: str, text: object, tmp_path: Path) -> None:
    file = written(tmp_path, text, name)
    (part,) = rewritten_in_parts(file, tmp_path / "0.nq")
    assert part.path.read_bytes() == b"".join(file.as_lines())
    assert file.members == []
    assert excerpt_of(file, SOUGHT) is file


def test_blank_nodes_and_those_in_triple_terms_keep_their_names(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(
        f"_:x <{EX}p> 1 .\n<{EX}a> <{EX}p> <<( <{EX}a> <{EX}p> _:x )>>, <<( <{EX}a> <{EX}p> 2 )>> ."
    )
    file = RdfFile("data.ttl", tmp_path / "data.ttl", label="f3x")
    assert b"".join(file.as_lines()).count(b"_:f3xb0 ") == 2


@pytest.mark.parametrize("gap", ["\n", "\n  "])
def test_json_ld_that_is_cut_within_a_node_is_cut_once_more(
    gap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = [{"@id": f"own:x{n}", "here": "{"} for n in range(50)]
    nodes = json.dumps([{"@id": f"own:{n}", "in": inner} for n in range(2)])
    scoped = {"own": EX, "in": {"@id": "own:q", "@context": {"here": "own:p"}}}
    text = f'{{"@context": {json.dumps(scoped)}, "@graph": {nodes}}}'.replace("[", f"[{gap}")
    monkeypatch.setattr(rewriting, "processors", lambda: 3)
    file = written(tmp_path, text.replace(", {", f",{gap}{{"))
    parts = rewritten_in_parts(file, tmp_path / "0.nq")
    lines = [line for part in parts for line in part.path.read_bytes().splitlines()]
    assert set(lines) == set(b"".join(file.as_lines()).splitlines())
    ((_, found),) = file.members
    assert len(set(found.starts)) == 2
