"""Turtle that is cut into blocks: what they speak of, and what is left to be read whole."""

import itertools
from mmap import mmap

import pytest

from lod.checking.positions import bounds, turtleblocks
from lod.checking.positions.excerpt import SoughtStatements, join_pieces, sought_blocks
from lod.checking.positions.members import Members, Misjudged, Uncut, joined_members
from lod.checking.positions.turtleblocks import cut_turtle, read_blocks

EX = "https://example.org/"
HEAD = b"@prefix e: <https://example.org/> .\nPREFIX x: <x:>\n"
ROWS = [b"e:n%d a e:C ;\n    e:p 'a.', 1.5 , <x:%d> .\n\n" % (n, n) for n in range(40)]


def mapped(data: bytes) -> mmap:
    made = mmap(-1, len(data))
    made.write(data)
    return made


def read(data: bytes, count: int) -> tuple[Members, list[bytes]]:
    document = mapped(data)
    cut = cut_turtle(document, count)
    found = [one for part in cut.parts for one in read_blocks(document, cut, *part, "file:///")]
    lines = b"".join(said for _, said in found).splitlines()
    return joined_members(some for some, _ in found), lines


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_each_block_has_its_place_and_its_subject(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turtleblocks, "_AT_ONCE", 300)
    data = HEAD + b"".join(ROWS) + b"# end\n"
    assert len(cut_turtle(mapped(data), count).parts) == count
    found, lines = read(data, count)
    assert [*found.subjects] == [hash(f"{EX}n{n}") for n in range(40)]
    texts = [data[start:end].strip() for start, end in zip(*found[1:], strict=True)]
    assert texts == [row.strip() for row in ROWS]
    assert len(lines) == len(set(lines)) == 160
    assert lines == read(data, 1)[1]


@pytest.mark.parametrize(
    "row",
    [
        *("[] a e:C .", "_:b a e:C .", "e:a e:p [] .", "e:a e:p (1) .", "e:a e:p _:b ."),
        *("<a> a e:C .", "e:a e:p <b> .", r"e:a\~b a e:C .", "@prefix e: <x:> .", "BASE <x:>"),
        *("e:a e:p <<( e:a e:p 1 )>> .", "e:a e:p 1 {| e:q 2 |} .", "e:a e:p", "e:a e:p 'x .", "."),
        *("z:a a e:C .", "e:a e:p 'x'@1 .", "e:a 1 1 .", "e:a e:p e:q e:r ."),
    ],
)
def test_what_is_no_block_is_read_whole(row: str) -> None:
    with pytest.raises(Uncut):
        read(HEAD + b"".join(ROWS[:3]) + row.encode() + b"\n" + b"".join(ROWS[3:]), 1)


def test_a_cut_within_a_text_is_noticed() -> None:
    within = b"e:a e:p " + b'"""' + b"".join(ROWS) * 2 + b'""" .\n'
    document = mapped(HEAD + within + ROWS[0])
    cut = cut_turtle(document, 2)
    assert len(cut.parts) == 2
    with pytest.raises(Misjudged):
        list(read_blocks(document, cut, *cut.parts[0], "file:///"))


def test_very_long_blocks_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LONGEST_TOKEN", 2 * len(HEAD))
    long = b"x" * 3 * len(HEAD)
    assert read(HEAD + ROWS[0], 1)
    for more in (b'e:a e:p "' + long + b'" .\n', b"# " + long):
        with pytest.raises(Uncut):
            read(HEAD + ROWS[0] + more, 1)
    with pytest.raises(Uncut):
        read(b"# " + long + b"\n" + HEAD + ROWS[0], 1)


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_blocks_that_are_sought_are_found(parts: int) -> None:
    data = HEAD + b"".join(ROWS)
    blocks, _ = read(data, 2)
    sought = SoughtStatements([f"{EX}n7", f"{EX}none"], [(f"{EX}p", "x:9"), ("", f"{EX}C")])
    cuts = [40 * n // parts for n in range(parts + 1)]
    found = [
        piece
        for first, last in itertools.pairwise(cuts)
        for piece in sought_blocks(data, blocks, sought, first, last)
    ]
    text = join_pieces(data, found).text
    assert all(ROWS[number].strip() in text for number in (0, 7, 9))
    assert len(found) <= 2 + parts
