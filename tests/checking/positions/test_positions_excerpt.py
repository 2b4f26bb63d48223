"""Turtle that is cut down to the statements that are asked for."""

from collections.abc import Collection

import pytest

from lod.checking.positions import LineTable, Span, excerpt
from lod.checking.positions.excerpt import ExcerptLines, SoughtStatements, make_excerpt
from lod.rdf.namespaces import RDF

EX = "https://example.org/"
HEAD = f"@prefix e: <{EX}> ."


def kept(
    rows: list[str], *subjects: str, pairs: Collection[tuple[str, str]] = (), head: str = HEAD
) -> list[str]:
    """Give which of some rows an excerpt has; it has the head."""
    document = "\n".join([head, *rows]).encode()
    made = make_excerpt(document, SoughtStatements(subjects, pairs)).text.decode()
    assert made.startswith(head)
    return made.removeprefix(head).strip("\n").split("\n") if made != head else []


def test_a_subject_is_known_by_each_of_its_names() -> None:
    own = ["e:a e:p 1 .", f"<{EX}a> e:p 'a . e:b', 2.5 ; a e:T ."]
    later = [f"PREFIX x: <{EX}>", "x:a x:p true ."]
    rows = [own[0], "e:b e:p e:a .", own[1], "x:a e:p 1 .", *later, "x:b x:p x:a ."]
    assert kept(rows, f"{EX}a") == [*own, *later]


def test_of_a_pair_the_first_block_that_states_it_is_kept() -> None:
    rows = [
        "e:a e:p e:x ; e:q e:T .",
        "e:b e:p 1, e:T .",
        "e:c e:p e:T .",
        "e:d a e:T .",
        "e:e a e:T, e:U .",
    ]
    assert kept(rows, pairs=[(f"{EX}p", f"{EX}T")]) == rows[1:2]
    assert kept(rows, pairs=[(f"{RDF}type", f"{EX}T")]) == rows[3:4]
    assert kept(rows, pairs=[(f"{RDF}type", "")]) == rows[3:4]
    assert kept(rows, pairs=[("", f"{EX}U")]) == rows[4:]
    assert kept(rows, pairs=[(f"{EX}q", ""), (f"{EX}p", "")]) == rows[:1]
    assert kept(rows, pairs=[(f"{EX}q", f"{EX}x"), (f"{EX}t", "")]) == []
    full = ["e:a e:q 1 .", f"e:b <{EX}p> 1 .", f"e:c <{EX}p> <{EX}T> .", "e:d e:p e:T ."]
    assert kept(full, pairs=[(f"{EX}p", f"{EX}T")]) == full[2:3]
    assert kept(full, pairs=[(f"{EX}p", "")]) == full[1:2]


@pytest.mark.parametrize(
    "row",
    [
        "[] e:p 1 .",
        "[ e:p 1 ] .",
        "_:b e:p 1 .",
        "e:b e:p [ e:q 1 ; e:p ( 2.0 3. ) ] .",
        "<b> e:p 1 .",
        "e:b e:p <b> .",
        f"<{EX}\\u0062> e:p 1 .",
        "e:\\~b e:p 1 .",
        f"BASE <{EX}>",
        f"@base <{EX}> .",
        'VERSION "1.2"',
        '@version "1.2" .',
    ],
)
def test_what_is_written_otherwise_is_kept_and_no_more(row: str) -> None:
    assert kept(["e:c e:p 1 .", row, "e:c e:p 2 .", "e:d e:p 3 ."], f"{EX}a") == [row]


@pytest.mark.parametrize("prefix", ["@prefix r: <r/> .", "PREFIX r: <>"])
def test_all_is_kept_after_a_relative_prefix(prefix: str) -> None:
    rows = ["e:b e:p 1 .", prefix, "r:b e:p 1 .", "e:b e:p 2 ."]
    assert kept(rows, f"{EX}a") == rows[1:]


def test_all_is_kept_after_very_many_prefixes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excerpt, "_MOST_PREFIXES", 2)
    rows = ["@prefix f: <x:f> .", "e:b e:p 1 .", "@prefix g: <x:g> .", "e:b e:p 2 ."]
    assert kept(rows, f"{EX}a") == [rows[0], *rows[2:]]


def test_places_are_those_of_the_document() -> None:
    document = f"{HEAD}\ne:b e:p 'ö' .\n\n  e:a e:p 'åä' , 2 .\n".encode()
    made = make_excerpt(document, SoughtStatements([f"{EX}a"]))
    at = made.text.index(b"2 .")
    lines = ExcerptLines(LineTable(document), made)
    assert lines.span(at, at + 1) == Span(4, 18, 4, 19)
