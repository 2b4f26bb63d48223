"""Sets of things by their numbers, as integers whose bits they are. Pure.

What lists ask is then arithmetic: *and* and *or* of sets, how many, what a measure adds up to; a
million things are 125 kB, and an operation takes tens of microseconds. In the file a set that has
few things is a list of numbers instead, whichever is shorter.

Sums and comparisons: a measure is kept as the sets of things that have a one at each place of its
binary number (O'Neil and Quass, Improved query performance with variant indexes, 1997).
"""

import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, compress

_BITMAP, _NUMBERS = b"\x00", b"\x01"
_WIDTH = 4  # bytes of a number
_RUN = re.compile(rb"[^\x00]+")
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")
_PLACES = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_DIGIT_OF = tuple(bytes(49 if byte >> bit & 1 else 48 for byte in range(256)) for bit in range(8))


def set_of(numbers: Iterable[int], size: int) -> int:
    """Make a set of numbers below ``size``.

    >>> bin(set_of([0, 3], 4))
    '0b1001'

    :raises IndexError: a number is too large.
    """
    data = bytearray(size // 8 + 1)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(data, "little")


def numbers_of(members: int) -> list[int]:
    """Give the numbers of a set, ascending.

    >>> numbers_of(0b1001)
    [0, 3]
    """
    data = members.to_bytes(members.bit_length() // 8 + 1, "little")
    return [
        at << 3 | bit
        for run in _RUN.finditer(data)
        for at, byte in enumerate(run[0], run.start())
        for bit in _PLACES[byte]
    ]


def marks_of(members: int, size: int) -> bytes:
    r"""Give a byte for each number below ``size``: one if the set has it.

    >>> marks_of(0b1001, 5)
    b'\x01\x00\x00\x01\x00'
    """
    return format(members, f"0{size}b")[::-1].encode().translate(_DIGITS) if size else b""


def is_listed(count: int, size: int) -> bool:
    """Whether a set of ``count`` things is kept as a list of numbers."""
    return count * _WIDTH < size // 8


def packed(numbers: Sequence[int], size: int) -> bytes:
    """Write a set for the file. The numbers ascend."""
    if is_listed(len(numbers), size):
        return _NUMBERS + packed_numbers(numbers)
    return packed_set(set_of(numbers, size), size)


def packed_set(members: int, size: int) -> bytes:
    """Write a set for the file, whatever it has."""
    if is_listed(members.bit_count(), size):
        return _NUMBERS + packed_numbers(numbers_of(members))
    return _BITMAP + members.to_bytes(size // 8 + 1, "little")


def packed_numbers(numbers: Iterable[int]) -> bytes:
    """Write numbers one after the other, each in four bytes, the lowest first."""
    return _little(array("I", numbers)).tobytes()


def unpacked(data: bytes, size: int) -> int:
    """Read a set of the file.

    :raises ValueError, IndexError: it isn't one of things below ``size``.
    """
    if listed := listed_in(data):
        return set_of(listed, size)
    found = int.from_bytes(data[1:], "little")
    if data[:1] == _BITMAP and found.bit_length() > size:
        raise ValueError(size)
    return found


def union_of(some: Iterable[bytes], size: int) -> int:
    """Read several sets of the file, put together.

    :raises ValueError, IndexError: one isn't a set of things below ``size``.
    """
    found, listed = 0, []
    for data in some:
        if numbers := listed_in(data):
            listed.append(numbers)
        else:
            found |= unpacked(data, size)
    return found | set_of(chain.from_iterable(listed), size) if listed else found


def listed_in(data: bytes) -> Sequence[int]:
    """Give the numbers of a set that is kept as a list; none of another.

    :raises ValueError: it is no set.
    """
    if data[:1] == _NUMBERS:
        return unpacked_numbers(data[1:])
    if data[:1] != _BITMAP:
        raise ValueError(data[:1])
    return ()


def unpacked_numbers(data: bytes) -> "array[int]":
    """Read numbers that :func:`packed_numbers` wrote.

    :raises ValueError: it isn't that.
    """
    found = array("I")
    found.frombytes(data)
    return _little(found)


def packed_values(values: Iterable[int]) -> bytes:
    """Write the values of a measure, from 0 below 2 to the 64th, each in eight bytes."""
    return _little(array("Q", values)).tobytes()


def unpacked_values(data: bytes) -> "array[int]":
    """Read what :func:`packed_values` wrote.

    :raises ValueError: it isn't that.
    """
    found = array("Q")
    found.frombytes(data)
    return _little(found)


def _little(found: "array[int]") -> "array[int]":
    """Turn the bytes of numbers round, where the machine has the highest first."""
    if sys.byteorder == "big":
        found.byteswap()
    return found


def sliced(values: Sequence[int]) -> list[int]:
    """Part a measure into sets: that of the things with a one at each binary place of their value.

    >>> [bin(part) for part in sliced([2, 0, 3])]
    ['0b100', '0b101']

    :param values: of each thing, from 0 below 2 to the 64th.
    """
    found: list[int] = []
    every = packed_values(values)
    for byte in range(8):
        digits = every[byte::8][::-1]
        found += [int(digits.translate(_DIGIT_OF[bit]) or b"0", 2) for bit in range(8)]
    while found and not found[-1]:
        found.pop()
    return found


def added_up(slices: Sequence[int], members: int) -> int:
    """Add up a measure over a set.

    >>> added_up(sliced([2, 0, 3]), 0b101)
    5
    """
    return sum((part & members).bit_count() << bit for bit, part in enumerate(slices))


def at_most(slices: Sequence[int], limit: int, members: int) -> int:
    """Give the things of a set whose value is not above a limit.

    >>> bin(at_most(sliced([2, 0, 3]), 2, 0b111))
    '0b11'
    """
    if limit < 0:
        return 0
    if limit.bit_length() > len(slices):
        return members
    below, same = 0, members
    for bit in reversed(range(len(slices))):
        ones = same & slices[bit]
        if limit >> bit & 1:
            below |= same ^ ones
            same = ones
        else:
            same ^= ones
    return below | same


def count_marked(numbers: Iterable[int], marks: bytes) -> int:
    """Count the numbers that are marked in what :func:`marks_of` gave."""
    return sum(map(marks.__getitem__, numbers))


def numbers_marked(numbers: Iterable[int], marks: bytes) -> list[int]:
    """Give the numbers that are marked."""
    numbers = tuple(numbers)
    return list(compress(numbers, map(marks.__getitem__, numbers)))
