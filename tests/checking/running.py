"""Runs checks in this process: on texts, in memory or streamed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import lod.checking.run as checking
from lod.checking import Options, check_given, find_files
from lod.checking.report import Finding, Report

HEAD = """@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "https://example.org/"


def run(
    folder: Path,
    data: str | Mapping[str, str],
    shapes: str,
    patch: pytest.MonkeyPatch,
    *,
    large: bool = False,
    ontology: str = "",
    strict: bool = False,
    publication: bool = False,
) -> Report:
    """Check texts; ``data`` is Turtle, or the texts of files by their names."""
    files = {"data.ttl": HEAD + data} if isinstance(data, str) else dict(data)
    others = {"shapes.ttl": HEAD + shapes} | ({"terms.ttl": HEAD + ontology} if ontology else {})
    for name, text in (files | others).items():
        (folder / name).write_bytes(text.encode())
    patch.chdir(folder)
    patch.setattr(checking, "_LARGE", -1 if large else 1 << 30)
    known = find_files(["terms.ttl"] if ontology else [])
    options = Options(strict=strict, publication=publication)
    return check_given(find_files(files), find_files(["shapes.ttl"]), known, options)


def results(check: Report) -> list[Finding]:
    """The findings that shapes made."""
    return [finding for finding in check.findings if finding.component]


def guards(check: Report, slug: str = "") -> list[Finding]:
    """The findings of guards, or of one."""
    return [f for f in check.findings if f.rule.id.startswith(f"guard/{slug}")]


def marked(finding: Finding, *, end: bool = True) -> str:
    """The text that a finding's place spans, read from its file."""
    place = finding.place
    assert place is not None, finding
    assert place.line is not None
    assert place.column is not None
    rows = Path(place.file).read_text(encoding="utf-8").removeprefix("\ufeff").split("\n")
    assert rows[place.line - 1].rstrip("\r") == (place.text or "").rstrip("\r")
    if not end:
        return rows[place.line - 1][place.column - 1 :]
    assert place.end_line is not None
    assert place.end_column is not None
    rows = rows[place.line - 1 : place.end_line]
    rows[-1] = rows[-1][: place.end_column - 1]
    return "\n".join(rows)[place.column - 1 :]
