"""Where the blocks of a page lie: headings of sections, and a block for each project.

The lines of the list fall into runs of labels and paragraphs of text. A run with an owner or a
period is a project's; a project has exactly one title, which is a heading alone: right above the
labels, or, where the page does so everywhere, above a description above them. What fits neither
belongs to no project for certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lod.publishing.records import Text
from lod.publishing.sources.lines import BULLETS, ends_sentence, is_heading
from lod.publishing.sources.marks import FACTS, Marked, Marks
from lod.publishing.sources.signs import holds_period

_WRAPPED = 50  # letters of a line that may be one of a text with lines of the same length


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the stage of the projects under it; None if another heading follows it.

    :param introduction: what stands below it and belongs to no project.
    """

    heading: Text
    stage: str | None
    introduction: Text | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that begin with labels, or read so, with their values; blank lines may be between."""

    marked: tuple[Marked, ...]

    @property
    def anchored(self) -> bool:
        """Whether it says an owner or a period, or may be meant to."""
        return any(one.misspelt for one in self.marked) or bool(self.facts)

    @property
    def facts(self) -> frozenset[str]:
        """Which of owner and period it has."""
        return frozenset(name for one in self.marked for name in one.fields if name in FACTS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text that neither blank lines nor labels part."""

    marked: tuple[Marked, ...]

    @property
    def is_dated(self) -> bool:
        """Whether it is a line alone, no sentence, with a period in it."""
        return len(self.marked) == 1 and holds_period(self.marked[0].line.text)

    @property
    def is_heading(self) -> bool:
        """Whether it may be a title: a line alone, short, and no sentence."""
        return len(self.marked) == 1 and is_heading(self.marked[0].line.text)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list that may be a title."""
        text = self.marked[0].line.text
        return (
            len(self.marked) == 1 and text[0] in BULLETS and is_heading(text.strip(BULLETS + " "))
        )


Stretch = Run | Paragraph


@dataclass(frozen=True, slots=True)
class Group:
    """A project's labels.

    :param between: paragraphs of prose between them; ``amidst`` lines in their midst.
    :param doubt: the line that makes it doubtful whose they are.
    """

    marked: tuple[Marked, ...]
    facts: frozenset[str]
    between: tuple[Paragraph, ...] = ()
    amidst: tuple[Paragraph, ...] = ()
    doubt: Marked | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a group: its title (None: there is none) and what is on either side.

    :param doubt: another line that may be the title.
    """

    before: tuple[Stretch, ...]
    title: Marked | None = None
    after: tuple[Stretch, ...] = ()
    doubt: Marked | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A project's lines: title (None: there is none), those with labels, and the rest.

    :param doubt: the line that makes it doubtful which lines are its own.
    """

    title: Marked | None
    group: Group
    rest: tuple[Stretch, ...]
    section: Section
    last: bool = False
    doubt: Marked | None = None


@dataclass(frozen=True, slots=True)
class ListPart:
    """A section of the list, cut.

    :param introduction: what stands between its heading and its first project.
    :param left: what belongs to no project.
    """

    heading: Marked
    introduction: tuple[Stretch, ...]
    blocks: tuple[Block, ...]
    left: tuple[Stretch, ...] = field(default=())


def find_blocks(marked: Sequence[Marked], marks: Marks) -> list[ListPart]:
    """Cut the part of a page that lists projects; it starts with the heading of a section."""
    glued = _are_glued(marked)
    cut = [(heading, *_groups(_parts(lines, glued=glued))) for heading, lines in _sections(marked)]
    clear = [
        gap
        for _, groups, gaps in cut
        for group, gap in zip(groups, gaps, strict=False)
        if group.doubt is None
    ]
    style = _Style.of(clear)
    style = replace(style, doubtful=style.doubtful and not any(gaps[-1] for *_, gaps in cut))
    last = max((at for at, (_, groups, _) in enumerate(cut) if groups), default=0)
    return [
        _list_part(heading, marks, groups, gaps, style, last=at >= last)
        for at, (heading, groups, gaps) in enumerate(cut)
    ]


def _sections(marked: Sequence[Marked]) -> Iterator[tuple[Marked, list[Marked]]]:
    starts = [at for at, one in enumerate(marked) if one.kind == "section"]
    for start, end in zip(starts, [*starts[1:], len(marked)], strict=True):
        yield marked[start], list(marked[start + 1 : end])


def _are_glued(marked: Sequence[Marked]) -> bool:
    """Whether most titles stand right below other lines, with no blank line between."""
    titles = [one for one, below in pairwise(marked) if below.kind == "fact" and one.kind == "text"]
    return 2 * sum(not one.apart for one in titles) > len(titles)


def _parts(marked: Sequence[Marked], *, glued: bool) -> list[Stretch]:
    """Take a section apart, in order.

    :param glued: whether the page has its titles right below other lines.
    """
    parts: list[Stretch] = []
    lines: list[Marked] = []
    for one in marked:
        text = one.kind == "text"
        same = bool(lines) and text == (lines[-1].kind == "text")
        if not same or (text and (one.apart or _stands_alone(one, lines[-1], glued=glued))):
            parts += _whole(lines, above=not text)
            lines = []
        lines.append(one)
    return [*parts, *_whole(lines, above=False)]


def _stands_alone(one: Marked, above: Marked, *, glued: bool) -> bool:
    """Whether a line of text is none of a sentence that goes on: it, or the one above, is a period.

    So may a title be, where the page has them ``glued`` to the lines above. A line above that is
    long and ends nothing goes on.
    """
    ended = ends_sentence(above.line.text) or above.line.text.endswith(":")
    if glued and ((ended and _is_short(one)) or _is_short(above)):
        return True
    wrapped = len(above.line.text) >= _WRAPPED and is_heading(above.line.text)
    dated = holds_period(one.line.text) and not wrapped
    return dated or holds_period(above.line.text)


def _is_short(one: Marked) -> bool:
    return is_heading(one.line.text) and len(one.line.text) < _WRAPPED


def _whole(lines: Sequence[Marked], *, above: bool) -> Iterator[Stretch]:
    """Make a part of lines; ``above`` labels, a heading after a sentence is one of its own."""
    if not lines:
        return
    if lines[0].kind != "text":
        yield Run(tuple(lines))
        return
    last = Paragraph((lines[-1],))
    ended = len(lines) > 1 and not is_heading(lines[-2].line.text)
    if above and (last.is_item or (last.is_heading and ended)) and len(lines) > 1:
        yield Paragraph(tuple(lines[:-1]))
        yield last
    else:
        yield Paragraph(tuple(lines))


def _groups(parts: Sequence[Stretch]) -> tuple[list[Group], list[list[Stretch]]]:
    """Find the projects' labels, and the parts before, between and after them."""
    groups: list[Group] = []
    gaps: list[list[Stretch]] = [[]]
    for part in parts:
        if not (isinstance(part, Run) and part.anchored):
            gaps[-1].append(part)
        elif groups and (joined := _join(groups[-1], gaps[-1], part)) is not None:
            groups[-1], gaps[-1] = joined, []
        else:
            doubt = _doubt(groups[-1], gaps[-1], part) if groups else None
            if doubt is not None:
                groups[-1] = replace(groups[-1], doubt=doubt)
            groups.append(Group(part.marked, part.facts, doubt=doubt))
            gaps.append([])
    return groups, gaps


def _complete_each_other(group: Group, run: Run) -> bool:
    """Whether one has the owner only, the other the period only."""
    clear = not any(one.misspelt for one in (*group.marked, *run.marked))
    return clear and bool(group.facts) and bool(run.facts) and not group.facts & run.facts


def _join(group: Group, gap: Sequence[Stretch], run: Run) -> Group | None:
    """Make one group of labels that text parts, if it can't be that of two projects.

    Two it can be if a title may stand between them; a line in their midst is none.
    """
    if not _complete_each_other(group, run):
        return None
    texts = [part for part in gap if isinstance(part, Paragraph)]
    one = texts[0].marked[0] if len(texts) == 1 and len(texts[0].marked) == 1 else None
    amidst = one is not None and not one.apart and not run.marked[0].apart
    if not amidst and any(text.is_heading or text.is_item for text in texts):
        return None
    labels = [one for part in gap if isinstance(part, Run) for one in part.marked]
    return Group(
        (*group.marked, *labels, *run.marked),
        group.facts | run.facts,
        (*group.between, *(texts if not amidst else ())),
        (*group.amidst, *(texts if amidst else ())),
    )


def _doubt(group: Group, gap: Sequence[Stretch], run: Run) -> Marked | None:
    """Give the line that is a title or stands between the labels of one project."""
    if not _complete_each_other(group, run):
        return None
    texts = [part for part in gap if isinstance(part, Paragraph)]
    return next((part.marked[0] for part in texts[::-1] if part.is_heading or part.is_item), None)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a page sets its titles, found by what most of its projects do.

    :param described: above a description that stands above the labels.
    :param items: as items of a list.
    :param doubtful: whether a title can't be told from a short description below it.
    """

    described: bool
    items: bool
    doubtful: bool

    @classmethod
    def of(cls, gaps: Sequence[Sequence[Stretch]]) -> "_Style":
        """Look at what stands before each project's labels."""
        texts = [[part for part in gap if isinstance(part, Paragraph)] for gap in gaps]
        items = sum(bool(ts) and ts[-1].is_item for ts in texts)
        above = sum(bool(ts) and (ts[-1].is_heading or ts[-1].is_item) for ts in texts)
        described = sum(len(_described(ts)) == 1 for ts in texts)
        pairs = [len(ts) > 1 and ts[-1].is_heading and ts[-2].is_heading for ts in texts]
        return cls(described > above, 2 * items > len(gaps), bool(pairs) and all(pairs))

    def is_title(self, part: Stretch) -> bool:
        """Whether a part may be a title on this page."""
        if not isinstance(part, Paragraph):
            return False
        return part.is_item if self.items else part.is_heading

    def cut(self, parts: Sequence[Stretch], group: Group) -> Gap:
        """Find the title that belongs to the labels below.

        Of two headings above labels that aren't whole, one may be what a lost label stood before.
        """
        if self.doubtful or not parts:
            return Gap(tuple(parts))
        twofold = len(group.facts) < len(FACTS) and len(parts) > 1
        if twofold and all(isinstance(p, Paragraph) and p.is_heading for p in parts[-2:]):
            above, below = (part.marked[0] for part in parts[-2:])
            return Gap(tuple(parts[:-2]), above, doubt=below)
        if not self.described:
            titled = self.is_title(parts[-1])
            title = parts[-1].marked[0] if titled else None
            return Gap(tuple(parts[:-1] if titled else parts), title)
        texts = [part for part in parts if isinstance(part, Paragraph)]
        titles = _described(texts)
        if len(texts) == 1 and texts[0].is_heading:
            titles = texts
        if len(titles) != 1 or (len(texts) > 1 and texts[-1].is_heading):
            return Gap(tuple(parts))
        at = parts.index(titles[0])
        return Gap(tuple(parts[:at]), titles[0].marked[0], tuple(parts[at + 1 :]))


def _described(texts: Sequence[Paragraph]) -> list[Paragraph]:
    """Find the headings with prose below them; none if the last paragraph is a heading."""
    if not texts or texts[-1].is_heading:
        return []
    return [one for one, below in pairwise(texts) if one.is_heading and not below.is_heading]


def _list_part(
    heading: Marked,
    marks: Marks,
    groups: Sequence[Group],
    gaps: Sequence[Sequence[Stretch]],
    style: _Style,
    *,
    last: bool,
) -> ListPart:
    section = Section(
        Text.of(heading.line.raw, heading.line.span), marks.labels.sections[heading.line.text]
    )
    cut = [style.cut(gap, group) for gap, group in zip(gaps, groups, strict=False)]
    cut.append(Gap(tuple(gaps[-1])))
    blocks: list[Block] = []
    left: list[Stretch] = []
    for at, group in enumerate(groups):
        below, final = cut[at + 1], at + 1 == len(groups)
        rest, doubt = below.before, None
        if style.described:
            left += rest
            rest = cut[at].after
        elif not final and below.title is None:
            rest, doubt = _of_one_above(rest)
            left += below.before[len(rest) :]
        rest, doubt = (*group.between, *rest), cut[at].doubt or doubt
        blocks.append(Block(cut[at].title, group, rest, section, last and final, doubt))
    return ListPart(heading, cut[0].before, tuple(blocks), tuple(left))


def _of_one_above(parts: tuple[Stretch, ...]) -> tuple[tuple[Stretch, ...], Marked | None]:
    """Say what surely belongs to the project above, where the one below has no title."""
    texts = [part for part in parts if isinstance(part, Paragraph)]
    doubt = next((part.marked[0] for part in texts if part.is_heading or part.is_item), None)
    if doubt is None and len(texts) > 1:
        return parts[: parts.index(texts[-1])], None
    return parts, doubt
