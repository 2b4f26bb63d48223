"""The house: one name has one meaning, and the docs say where things are."""

import ast
import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from conftest import ROOT

LOD = ROOT / "src/lod"
FACE = LOD / "__init__.py"
"""For programmers: its functions are called as what they call."""

GUIDE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
DOUBLES = {
    "T": "a type variable, of its module alone",
    "blueprint": "Flask's name for what each room of routes gives the application",
    "main": "what a process starts with: the command line, a web process, the broker",
    "write": "the one function of a format's module, in reports, comparisons and writers",
}
"""Names that are defined at the top of several modules, and why they may be."""

UPWARD = {
    ("lod.checking.report.model", "lod.checking.report"): "report.render(format) is lod's face",
    ("lod.comparing.model", "lod.comparing"): "so is diff.render(format)",
}
"""Imports that go up, and why they may."""


def top_names(file: Path) -> set[str]:
    found = set[str]()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return {name for name in found if not name.startswith("_")}


def homes() -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for file in sorted({*LOD.rglob("*.py")} - {FACE}):
        for name in top_names(file):
            found[name].append(file.relative_to(LOD).as_posix())
    return found


def test_a_name_has_one_meaning() -> None:
    several = {name: files for name, files in homes().items() if len(files) > 1}
    assert {name: several[name] for name in several.keys() - DOUBLES.keys()} == {}


def test_the_doubles_that_are_allowed_are_there() -> None:
    several = {name for name, files in homes().items() if len(files) > 1}
    assert DOUBLES.keys() - several == set()


def test_no_wing_is_called_otherwise_where_it_is_used() -> None:
    renamed = []
    for file in {*LOD.rglob("*.py")} - {FACE}:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lod"):
                renamed += [(file.name, a.name, a.asname) for a in node.names if a.asname]
    assert renamed == []


def test_modules_go_in_no_circle() -> None:
    """Counted are imports for types and within functions too: a circle is one of meaning."""
    graph = grimp.build_graph("lod", cache_dir=None)
    for importer, imported in UPWARD:
        assert imported in graph.find_modules_directly_imported_by(importer)
        graph.remove_import(importer=importer, imported=imported)
    imports = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    TopologicalSorter(imports).prepare()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:src|shapes|ontology)/[^`]+)`", GUIDE)))
)
def test_what_the_guide_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_guide_draws_every_wing() -> None:
    wings = {p.stem for p in LOD.iterdir() if not p.name.startswith(("__", "py."))}
    drawn = GUIDE[GUIDE.index("## The house") :].split("```")[1]
    assert {wing for wing in wings if not re.search(rf"(?m)^[ │]*{wing}\b", drawn)} == set()


def test_no_module_is_longer_than_400_lines() -> None:
    lines = {f: len(f.read_text(encoding="utf-8").splitlines()) for f in LOD.rglob("*.py")}
    assert {file: count for file, count in lines.items() if count > 400} == {}
