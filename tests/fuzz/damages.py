"""Damages to a page: letters, lines and blocks swapped, cut, doubled. Each is made of a seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LETTERS = "aeiorstnåäö:;.,-—0123 \t"


@dataclass(frozen=True)
class Line:
    """A line of a damaged page.

    :param origin: its number in the whole page, from 1.
    :param touched: whether something was done to it.
    """

    text: str
    origin: int
    touched: bool = False


Lines = list[Line]


def damaged(text: str, blocks: Sequence[tuple[int, int]], seed: int) -> tuple[str, Lines]:
    """Damage a page once.

    :param blocks: the first and last line of each of its projects.
    :returns: the name of the damage, and the lines that are left.
    """
    chance = random.Random(seed)
    lines = [Line(one, number) for number, one in enumerate(text.split("\n"), 1)]
    name = chance.choice(sorted(_DAMAGES))
    return name, _DAMAGES[name](lines, blocks, chance)


def _filled(lines: Lines, chance: random.Random) -> int:
    return chance.choice([at for at, line in enumerate(lines) if line.text.strip()])


def _letter(change: Callable[[str, int, random.Random], str]) -> Callable[..., Lines]:
    def damage(lines: Lines, _blocks: object, chance: random.Random) -> Lines:
        at = _filled(lines, chance)
        text = lines[at].text
        new = change(text, chance.randrange(len(text)), chance)
        return [*lines[:at], Line(new, lines[at].origin, True), *lines[at + 1 :]]

    return damage


def _spans(of: str, lines: Lines, blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give lines, paragraphs or projects as ranges of positions."""
    if of == "block":
        return [(first - 1, last) for first, last in blocks]
    if of == "line":
        return [(at, at + 1) for at, line in enumerate(lines) if line.text.strip()]
    starts = [at for at, line in enumerate(lines) if line.text.strip()]
    spans: list[tuple[int, int]] = []
    for at in starts:
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def _touch(lines: Lines) -> Lines:
    return [Line(line.text, line.origin, True) for line in lines]


def _cut(of: str) -> Callable[..., Lines]:
    def damage(lines: Lines, blocks: Sequence[tuple[int, int]], chance: random.Random) -> Lines:
        start, end = chance.choice(_spans(of, lines, blocks))
        return [*lines[:start], *lines[end:]]

    return damage


def _double(of: str) -> Callable[..., Lines]:
    def damage(lines: Lines, blocks: Sequence[tuple[int, int]], chance: random.Random) -> Lines:
        start, end = chance.choice(_spans(of, lines, blocks))
        between = [Line("", 0)] if of != "line" or chance.random() < 0.5 else []
        again = _touch(lines[start:end])
        return [*lines[:start], *again, *between, *again, *lines[end:]]

    return damage


def _swap(of: str) -> Callable[..., Lines]:
    def damage(lines: Lines, blocks: Sequence[tuple[int, int]], chance: random.Random) -> Lines:
        spans = _spans(of, lines, blocks)
        if len(spans) < 2:
            return lines
        first = chance.randrange(len(spans) - 1)
        second = first + 1 if chance.random() < 0.5 else chance.randrange(first + 1, len(spans))
        (a, b), (c, d) = spans[first], spans[second]
        return [
            *(*lines[:a], *_touch(lines[c:d]), *lines[b:c]),
            *(*_touch(lines[a:b]), *lines[d:]),
        ]

    return damage


_DAMAGES: dict[str, Callable[..., Lines]] = {
    "letter-cut": _letter(lambda text, at, _: text[:at] + text[at + 1 :]),
    "letter-doubled": _letter(lambda text, at, _: text[: at + 1] + text[at:]),
    "letter-swapped": _letter(
        lambda text, at, _: text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    ),
    "letter-wrong": _letter(lambda text, at, c: text[:at] + c.choice(_LETTERS) + text[at + 1 :]),
    "line-cut-short": _letter(lambda text, at, _: text[:at]),
    **{f"{of}-cut": _cut(of) for of in ("line", "paragraph", "block")},
    **{f"{of}-doubled": _double(of) for of in ("line", "paragraph", "block")},
    **{f"{of}-swapped": _swap(of) for of in ("line", "paragraph", "block")},
}
