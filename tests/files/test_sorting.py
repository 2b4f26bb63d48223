"""Lines are sorted by bytes, each once, however few of them are held at a time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import InputError
from lod.files import sorted_lines

lines = st.lists(
    st.binary(max_size=6).map(lambda text: text.replace(b"\n", b"\xff") + b"\n"), max_size=30
)


@given(lines=lines, run=st.integers(1, 60))
def test_runs_are_merged_as_if_all_was_held(lines: list[bytes], run: int) -> None:
    assert list(sorted_lines(iter(lines), run)) == sorted(set(lines))


def test_runs_are_gone_when_all_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = sorted_lines([b"b\n", b"a\n", b"c\n"], 1)
    assert next(found) == b"a\n"
    assert list(tmp_path.iterdir())
    assert [*found] == [b"b\n", b"c\n"]
    assert not list(tmp_path.iterdir())


def test_runs_of_a_sort_that_is_left_are_gone_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = sorted_lines([b"b\n", b"a\n"], 1)
    next(found)
    found.close()
    assert not list(tmp_path.iterdir())


def test_where_runs_find_no_room_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(self: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="disk is full"):
        list(sorted_lines([b"b\n", b"a\n"], 1))
