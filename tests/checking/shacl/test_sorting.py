"""Lines that are sorted: where in their files the subjects stand."""

from pathlib import Path

import pytest

from lod.checking.shacl.stream import sorting
from lod.checking.shacl.stream.sorting import LineFile, sort_lines

ROWS = [
    '<x:b> <x:p> "å" .\n',
    '<x:b> <x:q> "b" .\n',
    "_:n <x:p> <x:b> .\n",
    "<x:a> <x:p> _:n .\n",
    "<x:a>\t<x:p> 'no' .\n".replace("'", '"'),
    "<x:b> <x:p> <x:a> .\n",
]


def places(file: LineFile) -> dict[str, int]:
    """Give the place of each row of a file."""
    found, at = {}, file.start
    for row in file.path.read_bytes()[file.start :].splitlines(keepends=True):
        found[row.decode()] = at
        at += len(row)
    return found


@pytest.mark.parametrize("run", [30, 1 << 20])
@pytest.mark.parametrize("processes", [1, 2])
def test_subjects_stand_where_lines_of_them_begin(
    run: int, processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "_RUN", run)
    monkeypatch.setattr(sorting, "_SMALL", 0)
    monkeypatch.setattr(sorting, "processors", lambda: processes)
    first, second = tmp_path / "1.nt", tmp_path / "2.nt"
    first.write_text("\ufeff" + "".join(ROWS), encoding="utf-8")
    second.write_text("".join(ROWS[::-1]), encoding="utf-8")
    files = [LineFile(first, quads=False, label="f0x", start=3), LineFile(second, quads=False)]
    found = sort_lines(files, tmp_path / "sorted.nt")
    for file, starts in zip(files, found, strict=True):
        at = places(file)
        assert starts.odd == 1
        assert starts.of([b""]) == [at[ROWS[4]]]
        assert starts.of([b"_:n "]) == [at[ROWS[2]]]
        assert starts.of([b"<x:a> "]) == [at[ROWS[3]]]
        assert {*starts.places} <= {*at.values()}
        assert {at[ROWS[5]], min(at[ROWS[0]], at[ROWS[1]])} <= {*starts.of([b"<x:b> "])}
    lines = (tmp_path / "sorted.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    named = [row.replace("_:n", "_:f0xn") for row in (ROWS[2], ROWS[3])]
    assert lines == sorted({*ROWS, *named, ROWS[4].replace("\t", " ")} - {ROWS[4]})
