"""Gzip files of many members (RFC 1952, 2.2): any gunzip reads them whole, we read them in part.

Sorted lines are cut at line ends, and an index beside the file says with what each member begins.
Deflate gives other bytes with another library or processor: sizes and sums told here are of what
was compressed.
"""

import hashlib
import io
import mmap
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lod.files.read import Unfit
from lod.files.sorting import first_at_least
from lod.words import msg

MEMBER = 64 * 1024
"""Bytes of a member before it is compressed; more only where one line is longer."""

_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 2  # ISA-L's: a ninth of the time of zlib's 6 for a quarter more bytes
_KNOWN = 128  # members of a file that are kept inflated
_PIECE = 256 * 1024
_NUMBER = 8  # bytes of a number in the index
_MOST = 1 << 62  # bytes of lines, as many as zlib can be told


class BadMembers(OSError):
    """A member, or the index, isn't what was written; ``strerror`` says which, ``filename`` where.

    :param start: where the member begins, in bytes of the compressed file from 0.
    """

    def __init__(self, why: str, file: str, start: int = 0) -> None:
        super().__init__(0, why, file)
        self.start = start

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.strerror, self.filename, self.start)


class Content(NamedTuple):
    """What was compressed: its bytes, and their SHA-256 as hex digits."""

    size: int
    sha256: str


class MemberWriter:
    """Compresses what is written to it, member by member.

    :param append: takes the bytes of one member after the other.
    :param index: gets the index at the end. What is written are then sorted lines, each once, in
        pieces of whole lines.
    :param size: bytes of a member before it is compressed.
    """

    def __init__(
        self,
        append: Callable[[bytes], object],
        index: BinaryIO | None = None,
        size: int = MEMBER,
    ) -> None:
        self._append, self._index, self._most = append, index, size
        self._held, self._size = list[bytes](), 0
        self._sum = hashlib.sha256()
        self._offsets, self._places = array("Q", [0]), array("Q", [0])
        self._keys, self._last = list[bytes](), b""

    def write(self, piece: bytes) -> None:
        """Take a piece; what fills a member is compressed at once."""
        self._held.append(piece)
        self._size += len(piece)
        if self._size >= 2 * self._most:
            self._put(self._cut(b"".join(self._held)))

    def flush(self) -> None:
        """Compress what waits for its member to be full."""
        if rest := self._cut(b"".join(self._held)):
            self._add(rest)
        self._put(b"")

    def close(self) -> Content:
        """Compress what is left, and write the index. A file of nothing has one member."""
        self.flush()
        if not self._keys:
            self._add(b"")
        if self._index is not None:
            self._index.write(_to_bytes(self._offsets, self._places, self._keys))
        return Content(self._places[-1], self._sum.hexdigest())

    def _put(self, rest: bytes) -> None:
        self._held, self._size = [rest], len(rest)

    def _cut(self, data: bytes) -> bytes:
        """Compress all that fills members; gives the rest."""
        at = 0
        while len(data) - at > self._most:
            end = at + self._most
            if self._index is not None:
                end = data.rfind(b"\n", at, end) + 1 or data.find(b"\n", end) + 1 or len(data)
            self._add(data[at:end])
            at = end
        return data[at:]

    def _add(self, data: bytes) -> None:
        packed = _compress(data)
        self._sum.update(data)
        self._append(packed)
        self._offsets.append(self._offsets[-1] + len(packed))
        self._places.append(self._places[-1] + len(data))
        self._keys.append(b"" if self._index is None else _key(self._last, data))
        self._last = data[data.rfind(b"\n", 0, -1) + 1 :]


def _compress(data: bytes) -> bytes:
    from isal import isal_zlib  # which nobody needs who only reads

    compressor = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return compressor.compress(data) + compressor.flush()


def _key(before: bytes, data: bytes) -> bytes:
    """Give the shortest beginning of the first line that no line before it has, nor goes beyond.

    >>> _key(b"<a> <b> <c> .\\n", b"<a> <d> <e> .\\n")
    b'<a> <d'
    """
    if not before:
        return b""
    line = data[: data.find(b"\n") + 1] or data
    pairs = enumerate(zip(before, line, strict=False))
    return line[: next((n for n, (a, b) in pairs if a != b), len(before)) + 1]


def write_members(
    file: BinaryIO, pieces: Iterable[bytes], index: BinaryIO | None = None, size: int = MEMBER
) -> Content:
    """Compress pieces into an open file; see :class:`MemberWriter`."""
    writer = MemberWriter(file.write, index, size)
    for piece in pieces:
        writer.write(piece)
    return writer.close()


def inflated(file: BinaryIO) -> Iterator[bytes]:
    """Inflate a gzip file, whoever made it, in pieces of up to 256 KiB.

    :raises BadMembers: it isn't one, is cut, or a member isn't what its checksum says.
    """
    number = start = at = 0
    held = b""
    while held := held or file.read(_PIECE):
        inflater = zlib.decompressobj(_GZIP)
        number += 1
        while not inflater.eof:
            given = held or file.read(_PIECE)
            try:
                if not given:
                    raise zlib.error
                piece = inflater.decompress(given, _PIECE)
            except zlib.error as error:
                raise _bad_member(number, start, str(file.name)) from error
            held = inflater.unconsumed_tail or inflater.unused_data
            at += len(given) - len(held)
            if piece:
                yield piece
        start = at
    if not number:  # a file has one member at least (RFC 1952, 2.2)
        raise _bad_member(1, 0, str(file.name))


def inflate_into(target: Path, file: BinaryIO, most: int) -> None:
    """Put what is in a gzip file into a new one.

    :param most: bytes that it may have.
    :raises BadMembers: it isn't gzip, or is damaged.
    :raises Unfit: it has more.
    """
    with target.open("xb") as made:
        for piece in inflated(file):
            most -= len(piece)
            if most < 0:
                raise Unfit(msg("it holds far more than its size"))
            made.write(piece)


def _bad_member(number: int, start: int, file: str) -> BadMembers:
    why = msg("gzip member {number}, which begins at byte {start}, is damaged", number=number, start=start)  # fmt: skip # noqa: E501
    return BadMembers(why, file, start)


class InflatedFile(io.RawIOBase):
    """A gzip file, read as what was compressed, from its start on.

    :raises BadMembers: when a damaged member is read.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file.open("rb")
        self._pieces, self._left = inflated(self._file), memoryview(b"")

    def readable(self) -> bool:
        """It can be read, and neither written nor sought."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Read some bytes; none at the end."""
        self._left = self._left or memoryview(next(self._pieces, b""))
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def close(self) -> None:
        """Give the file back."""
        self._file.close()
        super().close()

    def buffered(self) -> io.BufferedReader:
        """Give what is left to read, for who wants lines, or as many bytes as asked for."""
        return io.BufferedReader(self, _PIECE)


class MemberLines:
    """A gzip file of sorted lines, mapped into memory, of which single members are inflated.

    Many threads may read it at once.

    :param index: the file that was written with it.
    :raises BadMembers: the index isn't one of this file.
    """

    def __init__(self, file: Path, index: Path) -> None:
        self._path = file
        self._offsets, self._places, self._keys = _read_index(index, file.stat().st_size)
        with file.open("rb") as stream:
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._member = lru_cache(_KNOWN)(self._inflate)

    @property
    def size(self) -> int:
        """Bytes of all lines."""
        return self._places[-1]

    def close(self) -> None:
        """Give the file back."""
        self._member.cache_clear()
        self._data.close()

    def __iter__(self) -> Iterator[bytes]:
        """Give all lines, one after the other.

        :raises BadMembers: what was read of it is damaged.
        """
        for number in range(len(self._keys)):
            yield from io.BytesIO(self._inflate(number))

    def starting_with(self, prefix: bytes) -> bytes:
        """Give all lines that start with ``prefix``, as one piece.

        :raises BadMembers: what was read of it is damaged.
        """
        first, start = self._find(prefix)
        last, end = self._find(prefix + b"\xff")
        if first == last:
            return self._member(first)[start:end]
        between = map(self._member, range(first + 1, last))
        return b"".join((self._member(first)[start:], *between, self._member(last)[:end]))

    def part(self, prefix: bytes, start: int, end: int) -> bytes:
        """Give a part of the lines that start with ``prefix``, in bytes from the first of them.

        :raises BadMembers: what was read of it is damaged.
        """
        member, place = self._find(prefix)
        first = self._places[member] + place
        return self._between(first + start, first + end)

    def _between(self, start: int, end: int) -> bytes:
        """Give bytes by their place among those of all lines."""
        start, end = max(start, 0), min(end, self.size)
        member = bisect_right(self._places, start) - 1
        pieces = list[bytes]()
        while start < end:
            at = self._places[member]
            pieces.append(self._member(member)[start - at : end - at])
            start, member = self._places[member + 1], member + 1
        return b"".join(pieces)

    def _find(self, key: bytes) -> tuple[int, int]:
        """Find the first line that isn't before a key: its member, and the place in there."""
        number = bisect_right(self._keys, key) - 1  # the first key is before all
        return number, first_at_least(self._member(number), key)

    def _inflate(self, number: int) -> bytes:
        """Inflate a member: no more than the index says that it has."""
        start, end = self._offsets[number], self._offsets[number + 1]
        size = self._places[number + 1] - self._places[number]
        inflater = zlib.decompressobj(_GZIP)
        try:
            found = inflater.decompress(self._data[start:end], size + 1)
        except zlib.error as error:
            raise _bad_member(number + 1, start, str(self._path)) from error
        if len(found) != size or not inflater.eof or inflater.unused_data:
            raise _bad_member(number + 1, start, str(self._path))
        return found


def _to_bytes(offsets: "array[int]", places: "array[int]", keys: list[bytes]) -> bytes:
    """Write an index: how many members, where each begins compressed and not, and its key's end.

    All are numbers of eight bytes, little-endian; of both rows of places the end, too. Keys follow.
    """
    ends = array("Q")
    for key in keys:
        ends.append((ends[-1] if ends else 0) + len(key))
    numbers = array("Q", [len(keys), *offsets, *places, *ends])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes() + b"".join(keys)


def _read_index(file: Path, size: int) -> "tuple[array[int], array[int], list[bytes]]":
    """Read an index of a file of ``size`` bytes; its word is taken for nothing.

    :raises BadMembers: it isn't as we write it.
    """
    data = file.read_bytes()
    count = int.from_bytes(data[:_NUMBER], "little")
    numbers, length = array("Q"), _NUMBER * (3 * count + 3)
    if count > 0 and length <= len(data) and size:
        numbers.frombytes(data[_NUMBER:length])
        if sys.byteorder == "big":
            numbers.byteswap()
        offsets, places = numbers[: count + 1], numbers[count + 1 : 2 * count + 2]
        bounds = [0, *numbers[2 * count + 2 :]]
        texts = data[length:]
        keys = [texts[a:b] for a, b in pairwise(bounds)]
        whole = bounds[-1] == len(texts) and offsets[0] == places[0] == 0 and offsets[-1] == size
        rising = all(list(row) == sorted(row) for row in (offsets, places, bounds, keys))
        if whole and rising and not keys[0] and places[-1] < _MOST:
            return offsets, places, keys
    raise BadMembers(msg("isn't what was written"), str(file))
