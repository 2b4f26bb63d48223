"""The account of a page's lines: what each went into, what nothing took, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lod.publishing.handwritten import Name
from lod.publishing.noted import SourceProblem, Unmet
from lod.publishing.records import Text
from lod.publishing.sources.lines import SourceLine
from lod.words import Message, msg

_BLANK = msg("blank")


@dataclass(slots=True)
class Account:
    """Filled while a page is read, then closed.

    :param taken: what a line went into, by its number.
    :param unmet: words of the sidecar that were looked for, and aren't there.
    :param withheld: numbers of the lines that aren't shown to anybody but the steward.
    """

    taken: dict[int, Message] = field(default_factory=dict)
    problems: list[SourceProblem] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    withheld: set[int] = field(default_factory=set)

    def take(self, lines: Iterable[SourceLine], what: Message) -> None:
        """Enter lines; blank ones as ``blank``."""
        self.taken.update((line.number, what if line.text else _BLANK) for line in lines)

    def withhold(self, line: SourceLine) -> None:
        """Keep a line back from whoever reads the published source."""
        self.withheld.add(line.number)

    def problem(
        self,
        line: SourceLine,
        message: Message,
        expected: Message,
        todo: Message,
        setting: Name | None = None,
    ) -> None:
        """Enter a part that could not be read.

        :param setting: of the sidecar, where the fault is sought there.
        """
        self.problems.append(SourceProblem(line.number, message, expected, todo, setting))

    def seek(self, setting: Name, words: str, *, met: object) -> None:
        """Enter words of the sidecar that were looked for, unless they were met."""
        if not met:
            self.unmet.append(Unmet(setting, words))

    def free(self, lines: Iterable[SourceLine]) -> list[SourceLine]:
        """Give the lines that nothing has taken, blank ones among them."""
        return [line for line in lines if line.number not in self.taken]

    def close(self, lines: Iterable[SourceLine]) -> tuple[Text, ...]:
        """Enter the blank lines that are left, and give the others: nothing took them."""
        left = self.free(lines)
        self.take((line for line in left if not line.text), _BLANK)
        self.taken = dict(sorted(self.taken.items()))
        self.problems.sort(key=lambda problem: problem.line)
        return tuple(Text.of(line.raw, line.span) for line in left if line.text)
