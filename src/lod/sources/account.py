"""The account of a page's lines: what each went into, what nothing took, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lod.records import Problem, Text
from lod.sources.lines import Line


@dataclass(slots=True)
class Account:
    """Filled while a page is read, then closed.

    :param taken: what a line went into, by its number.
    """

    taken: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, lines: Iterable[Line], what: str) -> None:
        """Enter lines; blank ones as ``blank``."""
        self.taken.update((line.number, what if line.text else "blank") for line in lines)

    def problem(self, line: Line, message: str, expected: str, todo: str) -> None:
        """Enter a part that could not be read."""
        self.problems.append(Problem(line.number, message, expected, todo))

    def free(self, lines: Iterable[Line]) -> list[Line]:
        """Give the lines that nothing has taken, blank ones among them."""
        return [line for line in lines if line.number not in self.taken]

    def close(self, lines: Iterable[Line]) -> tuple[Text, ...]:
        """Enter the blank lines that are left, and give the others: nothing took them."""
        left = self.free(lines)
        self.take((line for line in left if not line.text), "blank")
        self.taken = dict(sorted(self.taken.items()))
        self.problems.sort(key=lambda problem: problem.line)
        return tuple(Text.of(line.raw, line.span) for line in left if line.text)
