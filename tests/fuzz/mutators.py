"""Damages valid files: bytes, words of the file's language, and how it is written down.

Pure: what comes out depends on the random generator alone.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

MOST = 60_000  # bytes of a case; what is larger is cut
_WORD = re.compile(rb"\w+|\s+|[^\w\s]")
_PAIRS = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"), (b"<<(", b")>>"), (b"<<", b">>"), (b"<", b">"))
_ODD = (
    *(b"\0", b"\x01", b"\x1f", b"\x7f", b"\x85", b"\xff", b"\xc3", b"\xed\xa0\x80"),
    b"\xf4\x90\x80\x80",
    *(c.encode() for c in "\u2028\u200b\ufeff\ufffe\u202e\u0660²ſİ\U000e0001"),
)
ENDS = (b"\r", b"\r\n", b"\n\n", b"", b" ", b"\x0b", b"\x0c", b"\xe2\x80\xa8")
_NUMBERS = (b"0", b"-1", b"1e9999", b"9" * 30, b"9" * 5000, b"0" * 400, b"1.", b".5", "٣".encode())


def mutate(random: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Make a case: a seed, damaged up to eight times; one in forty stays valid.

    :param words: those of the language, to be put in.
    """
    data = random.choice(seeds)
    if random.random() < 0.1:
        data = _splice(random, data, random.choice(seeds))
    times = random.choice((1, 1, 1, 1, 1, 2, 2, 8)) if random.random() > 0.025 else 0
    for _ in range(times):
        way = random.choice(_WAYS)
        data = way(random, data, words)[:MOST]
    return data


def _splice(random: Random, one: bytes, other: bytes) -> bytes:
    return one[: random.randint(0, len(one))] + other[random.randint(0, len(other)) :]


def _flip(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data) or 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _stretch(random, data)
    return data[:start] + data[stop:]


def _end(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


def _repeat(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _stretch(random, data)
    return data[:stop] + data[start:stop] * random.choice((1, 1, 2, 20, 400)) + data[stop:]


def _move(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _stretch(random, data)
    rest, at = data[:start] + data[stop:], random.randint(0, len(data))
    return rest[:at] + data[start:stop] + rest[at:]


def _put_in(random: Random, data: bytes, words: Sequence[bytes]) -> bytes:
    at = _between(random, data)
    return data[:at] + random.choice(words) + data[at:]


def _put_odd(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    odd, at = random.choice(_ODD), random.randint(0, len(data))
    return data[:at] + odd + data[at:]


def _replace(random: Random, data: bytes, words: Sequence[bytes]) -> bytes:
    start, stop = _word(random, data)
    return data[:start] + random.choice(words) + data[stop:]


def _exchange(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put one word of the file in the place of another."""
    (start, stop), (first, last) = _word(random, data), _word(random, data)
    return data[:start] + data[first:last] + data[stop:]


def _everywhere(random: Random, data: bytes, words: Sequence[bytes]) -> bytes:
    start, stop = _word(random, data)
    return data.replace(data[start:stop] or b" ", random.choice(words))


def _number(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + random.choice(_NUMBERS) + data[match.end() :]


def _nest(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _word(random, data)
    (left, right), depth = random.choice(_PAIRS), random.choice((1, 2, 3, 30, 300))
    return data[:start] + left * depth + data[start:stop] + right * depth + data[stop:]


def _encode(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    text = data.decode(errors="replace")
    codec = random.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-32"))
    return text.encode(codec, errors="replace")


def _end_lines(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data.replace(b"\n", random.choice(ENDS))


_WAYS: tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...] = (
    *(_flip, _cut, _end, _repeat, _move, _put_odd, _encode, _end_lines),
    *(_put_in, _replace, _exchange, _everywhere, _number, _nest) * 2,
)


def _stretch(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 8, 40, 300)))


def _word(random: Random, data: bytes) -> tuple[int, int]:
    match = _WORD.search(data, _between(random, data))
    return match.span() if match else (len(data), len(data))


def _between(random: Random, data: bytes) -> int:
    """Give the start of a word near some place."""
    at = random.randint(0, len(data))
    match = _WORD.search(data, at)
    return match.end() if match else at
