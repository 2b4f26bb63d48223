"""Records of JSON: numbers by their characters, keys twice told, lines and pointers kept."""

from pathlib import Path

import pytest

from lod.errors import SourceError
from lod.publishing.tables.cells import open_table
from lod.publishing.tables.grid import Grid, GridCell, Layout

FILE = Path("file.json")


def grid(text: str, *columns: str, records: str | None = None, file: Path = FILE) -> Grid:
    return open_table(text.encode(), file, Layout(records=records, columns=columns)).grid


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("12500.0", "12500.0", "number"), ("1.25e5", "1.25e5", "number"),
        ("12345678901234567.89", "12345678901234567.89", "number"),
        ("9" * 5000, "9" * 5000, "number"), ('"12,500"', "12,500", "text"),
        ("true", "true", "truth"), ("null", "", "text"), ("NaN", "", "fault"),
        ("{}", "", "fault"), ("[]", "", "text"), ("-0", "-0", "number"),
    ],
)  # fmt: skip
def test_a_value_is_what_its_characters_say(value: str, text: str, kind: str) -> None:
    found = grid(f'[{{"a": {value}}}]', "/a").rows[0].cells[0]
    assert (found.text, found.kind) == (text, kind)


def test_pointers_lead_through_objects_and_arrays() -> None:
    text = '{"x/y": {"r": [\n {"a": [{"n": "1"}, {}, {"n": "2"}], "~": {"0": "z"}}]}}'
    (row,) = grid(text, "/a/*/n", "/a/0/n", "/a/9/n", "/~0/0", "/q", records="/x~1y/r").rows
    assert [part.text for part in row.cells[0].parts] == ["1", "2"]
    assert [cell.text for cell in row.cells[1:]] == ["1", "", "z", ""]
    assert (row.number, row.line) == (1, 2)


def test_a_digit_of_another_script_is_a_key() -> None:
    assert grid('[{"a": {"²": "x"}}]', "/a/²").rows[0].cells[0].text == "x"
    assert grid('[{"a": ["x"]}]', "/a/²").rows[0].cells[0].kind == "fault"


def test_null_among_records_is_a_blank_row() -> None:
    first, second = grid('[null, {"a": "x"}]', "/a").rows
    assert (first.blank, first.fault, second.number) == (True, None, 2)


def test_what_is_of_another_kind_is_told_where_it_is() -> None:
    (row,) = grid('[{"a": {"n": 1}, "b": [1]}]', "/a/*/n", "/b/n").rows
    assert [cell.column for cell in row.cells] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("record", "column"),
    [
        ('{"a": 1, "a": 2}', "/a"), ('{"b": [{"c/d": 1, "c/d": 1}]}', "/b/0/c~1d"),
        ('{"a": "\\ud83d"}', "/a"),
    ],
)  # fmt: skip
def test_a_record_that_is_unfit_is_a_fault_at_its_pointer(record: str, column: str) -> None:
    (row,) = grid(f"[{record}]", "/a").rows
    assert row.fault is not None
    assert row.fault.column == column


def test_a_whole_pair_of_surrogates_is_a_character() -> None:
    assert grid('[{"a": "\\ud83d\\ude00"}]', "/a").rows[0].cells[0].text == "😀"


@pytest.mark.parametrize(
    ("text", "records", "what"),
    [
        ('[{"a": 1},]', None, "isn't JSON"), ('[{"a": 1}', None, "isn't JSON"),
        ('{"a": [1', "/a", "isn't JSON"), ('{"b": []}', "/a", "has no key a"),
        ('{"a": 1}', "/a", "no list of records"), ('{"a": []}', None, "no list of records"),
        ('{"a": [], "a": []}', "/a", "stands twice"), ("[" * 100_000, None, "too deep"),
        ('[{"a": 1}] x', None, "isn't JSON"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_refused(text: str, records: str | None, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        grid(text, "/a", records=records)


def test_a_broken_line_of_json_lines_is_a_row_that_is_told() -> None:
    text = '{"a": "1\u2028x"}\r\n\n{"a": \n{"a": 3} {"a": 4}\n{"a": 5}'
    found = grid(text, "/a", file=Path("x.jsonl"))
    assert [(r.number, r.fault is not None, r.blank) for r in found.rows] == [
        (1, False, False), (2, False, True), (3, True, False), (4, True, False), (5, False, False),
    ]  # fmt: skip
    assert found.rows[0].cells == (GridCell("1\u2028x"),)


def test_lines_are_told_from_one_value_by_what_stands_there() -> None:
    assert len(grid('{"a": 1}\n{"a": 2}\n', "/a").rows) == 2


def test_a_record_that_is_too_deep_is_a_fault_and_the_others_are_read() -> None:
    deep = "[" * 600 + "]" * 600
    found = grid(f'[{{"a": 1, "b": {deep}}}, {{"a": 2}}]', "/a")
    assert [(row.fault is not None) for row in found.rows] == [True, False]
