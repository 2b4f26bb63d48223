"""A gzip file of members is searched as a plain file is, and any gunzip reads it."""

import gzip
import io
import pickle
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.files import BadMembers, InflatedFile, MemberLines, SortedLines, write_members

TEXTS = st.text(st.sampled_from("ab<> \t\x01\x7f\x80å\U0010ffff"), max_size=12)
"""Few letters, so that lines begin alike; some lie before the line feed."""

LINES = st.sets(TEXTS, max_size=60).map(
    lambda texts: sorted(f"{text}\n".encode() for text in texts)
)


def pack(folder: Path, lines: list[bytes], size: int = 64, step: int = 1) -> MemberLines:
    """Write lines, so many in a piece."""
    pieces = [b"".join(lines[n : n + step]) for n in range(0, len(lines), step)]
    with (folder / "lines.gz").open("wb") as file, (folder / "lines.index").open("wb") as index:
        told = write_members(file, pieces, index, size)
    assert told.size == sum(map(len, lines))
    return MemberLines(folder / "lines.gz", folder / "lines.index")


def told(reading: Callable[[], bool]) -> BadMembers | None:
    """What reading says is damaged; else it gives what was written."""
    try:
        assert reading()
    except BadMembers as error:
        return error
    return None


def numbered(count: int) -> list[bytes]:
    return [f"<x/{n:05}> <p> <{n % 7}> .\n".encode() for n in range(count)]


@given(LINES, st.integers(1, 200), st.integers(1, 9), st.lists(TEXTS, max_size=8))
@settings(deadline=None)
def test_look_ups_are_those_of_the_plain_file(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[bytes],
    size: int,
    step: int,
    more: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("members")
    (folder / "lines").write_bytes(b"".join(lines))
    plain, packed = SortedLines(folder / "lines"), pack(folder, lines, size, step)
    prefixes = [text.encode() for text in more]
    prefixes += [line[:n] for line in lines for n in (0, 1, 3, len(line) - 1, len(line))]
    for prefix in prefixes:
        assert packed.starting_with(prefix) == plain.starting_with(prefix)
        for start, end in ((0, len(prefix)), (0, 1000), (size // 2, size), (3, 2)):
            assert packed.part(prefix, start, end) == plain.part(prefix, start, end)
    assert list(packed) == list(plain) == lines
    assert gzip.decompress((folder / "lines.gz").read_bytes()) == b"".join(lines)
    packed.close()
    plain.close()


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(1, 64))
@settings(deadline=None)
def test_what_is_no_lines_is_cut_anywhere(pieces: list[bytes], size: int) -> None:
    made = io.BytesIO()
    told = write_members(made, pieces, size=size)
    assert gzip.decompress(made.getvalue()) == b"".join(pieces)
    assert told.size == len(b"".join(pieces))


def test_members_are_as_large_as_said_and_a_long_line_is_whole(tmp_path: Path) -> None:
    lines = sorted([*numbered(1000), b"<x/00500> <long> " + b"y" * 5000 + b" .\n"])
    packed = pack(tmp_path, lines, size=256)
    sizes = [len(packed._member(n)) for n in range(len(packed._keys))]
    assert max(sizes) > 5000
    assert sorted(sizes)[-2] <= 256
    assert min(sizes[:-1]) > 128
    assert packed.starting_with(b"<x/00500> ") == b"".join(lines[500:502])
    packed.close()


def test_a_look_up_inflates_no_member_that_it_does_not_need(tmp_path: Path) -> None:
    lines = numbered(2000)
    packed = pack(tmp_path, lines, size=256)
    for number, line in enumerate(lines):
        before = packed._member.cache_info().misses
        packed._member.cache_clear()
        assert packed.starting_with(line[:9]) == line, number
        assert packed._member.cache_info().misses == 1
        assert before <= 1
    packed.close()


def test_the_systems_gunzip_reads_it(tmp_path: Path) -> None:
    program = shutil.which("gunzip")
    assert program is not None
    lines = numbered(5000)
    pack(tmp_path, lines).close()
    done = subprocess.run(
        [program, "-c", tmp_path / "lines.gz"], capture_output=True, check=True, timeout=60
    )
    assert done.stdout == b"".join(lines)


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_damage_of_any_byte_is_told_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A few bits say nothing: a member's time, what fills its last byte."""
    folder = tmp_path_factory.mktemp("damage")
    lines = numbered(300)
    packed = pack(folder, lines, size=1024)
    starts = list(packed._offsets)
    packed.close()
    file = folder / "lines.gz"
    whole = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(whole)
    member = max(start for start in starts if start <= at)
    packed = MemberLines(file, folder / "lines.index")
    if error := told(lambda: list(packed) == lines):
        assert (error.start, error.filename) == (member, str(file))
        assert f"begins at byte {member}," in str(error.strerror)
    for line in lines:
        with suppress(BadMembers):
            assert packed.starting_with(line[:10]) == line
    packed.close()


@pytest.mark.parametrize("left", [0, 1, 9, 10, 30, -1, -8])
def test_a_file_that_is_cut_is_told(tmp_path: Path, left: int) -> None:
    lines = numbered(100)
    pack(tmp_path, lines, size=100_000).close()
    file = tmp_path / "lines.gz"
    file.write_bytes(file.read_bytes()[:left])
    with InflatedFile(file) as opened:
        assert told(lambda: opened.readall() is None)
    with pytest.raises(BadMembers, match="isn't what was written"):
        MemberLines(file, tmp_path / "lines.index")


def test_what_follows_the_last_member_is_told(tmp_path: Path) -> None:
    pack(tmp_path, numbered(100)).close()
    with (tmp_path / "lines.gz").open("ab") as file:
        file.write(b"more")
    with pytest.raises(BadMembers), InflatedFile(tmp_path / "lines.gz") as opened:
        opened.readall()


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_an_index_of_others_leads_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("index")
    lines = numbered(60)
    pack(folder, lines, size=256).close()
    index = folder / "lines.index"
    whole = bytearray(index.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    index.write_bytes(whole[: data.draw(st.integers(len(whole) - 9, len(whole)))])
    with suppress(BadMembers):
        packed = MemberLines(folder / "lines.gz", index)
        for line in lines:
            with suppress(BadMembers):
                assert set(packed.starting_with(line[:10]).splitlines(keepends=True)) <= set(lines)


@pytest.mark.parametrize("text", [b"", b"\0", b"\0" * 8, b"\xff" * 8, b"\xff" * 80, b"\x01" * 40])
def test_what_is_no_index_is_told(tmp_path: Path, text: bytes) -> None:
    pack(tmp_path, numbered(10)).close()
    (tmp_path / "lines.index").write_bytes(text)
    with pytest.raises(BadMembers) as caught:
        MemberLines(tmp_path / "lines.gz", tmp_path / "lines.index")
    assert caught.value.filename == str(tmp_path / "lines.index")


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    lines = numbered(3000)
    packed = pack(tmp_path, lines, size=256)
    packed._member.cache_clear()

    def read(seed: int) -> bool:
        own = lines[seed * 311 % 3000 :] + lines[: seed * 311 % 3000]
        return all(packed.starting_with(line[:9]) == line for line in own)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(16)))
    packed.close()


def test_a_file_that_is_deleted_is_read_on(tmp_path: Path) -> None:
    lines = numbered(100)
    packed = pack(tmp_path, lines)
    (tmp_path / "lines.gz").unlink()
    assert packed.starting_with(b"<x/") == b"".join(lines)
    packed.close()


def test_a_file_is_read_in_any_steps(tmp_path: Path) -> None:
    lines = numbered(500)
    pack(tmp_path, lines, size=1000).close()
    for step in (1, 7, 999, 1000, 1001, 1 << 20):
        with InflatedFile(tmp_path / "lines.gz") as opened:
            found = list(iter(lambda: opened.read(step), b""))  # noqa: B023 - read at once
        assert b"".join(found) == b"".join(lines)
        assert max(map(len, found)) <= step


def test_the_same_lines_give_the_same_bytes_whatever_the_pieces(tmp_path: Path) -> None:
    found = set()
    for step in (1, 7, 500):
        pack(tmp_path, numbered(500), size=1000, step=step).close()
        found.add(((tmp_path / "lines.gz").read_bytes(), (tmp_path / "lines.index").read_bytes()))
    assert len(found) == 1


def test_what_is_told_is_pickled() -> None:
    error = BadMembers("is damaged", "a.gz", 7)
    again = pickle.loads(pickle.dumps(error))
    assert (again.strerror, again.filename, again.start) == ("is damaged", "a.gz", 7)
