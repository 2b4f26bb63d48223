"""What each line of the list is, told by the sidecar's words and by what the line looks like."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from lod.publishing.records import Text
from lod.publishing.sources.lines import (
    BULLETS,
    SourceLine,
    ends_sentence,
    is_heading,
    words_pattern,
)
from lod.publishing.sources.sidecar import MONEY, Labels
from lod.publishing.sources.signs import (
    CONTACT_HEADINGS,
    has_contact,
    is_period,
    label_in,
    person_label,
)
from lod.publishing.sources.times import DASHES, read_time

FACTS = ("owner", "period")
PUBLISHED = frozenset((*FACTS, "purpose", *MONEY))
"""The fields whose values are published."""
INDENT = BULLETS + " \t\u00a0\u2003"
"""What may stand before a line's words."""
_PARTING = INDENT + "|,;/"  # between a value and the next label
_NAME_WORDS = 4  # of somebody's name, which may end in a full stop
_CUT_LABEL = 4  # letters: a shorter beginning of a label may be anything


@dataclass(frozen=True, slots=True)
class Marked:
    """A line that isn't blank, and what it is.

    :param kind: ``section``, ``fact`` (begins with a label that the sidecar knows), ``unknown``
        (reads as a label with a value, but isn't known), ``contact``, ``below`` (the value of the
        label above it), or ``text``.
    :param values: of a fact, each field with what stands after its label.
    :param label: of what is unknown, its label, if it can be told from its value.
    :param misspelt: whether what is unknown may be an owner or a period, a letter or sign wrong;
        ``bare`` if it has no value; so may be a heading above somebody's name, which is text.
    :param blanks: the blank lines above it.
    """

    line: SourceLine
    kind: str
    values: tuple[tuple[str, Text], ...] = ()
    label: str | None = None
    misspelt: bool = False
    bare: bool = False
    blanks: tuple[SourceLine, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether a blank line stands above it."""
        return bool(self.blanks)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a fact, in order."""
        return tuple(name for name, _ in self.values)

    @property
    def waits(self) -> bool:
        """Whether its last label has no value on the line."""
        if self.kind == "fact":
            return not self.values[-1][1].value
        return self.bare or (self.kind == "unknown" and self.line.text.endswith(":"))


@dataclass(frozen=True, slots=True)
class Marks:
    """Tells lines apart by the page's labels.

    :param known: the field of each label, as it is compared.
    :param words: a pattern for any label, a group for each of ``grouped``; ``pattern`` for one with
        its colon, ``bare`` for an owner's or a period's, whole, without.
    :param colonless: whether the page writes its labels right before their values, and no colon.
    """

    labels: Labels
    known: Mapping[str, str]
    grouped: Sequence[str]
    words: str
    pattern: re.Pattern[str]
    bare: re.Pattern[str]
    colonless: bool = False

    @classmethod
    def of(cls, labels: Labels, lines: Iterable[SourceLine] = ()) -> "Marks":
        """Compile the labels once for a page, as it writes them: with a colon, or without any."""
        marks = cls._with_colons(labels)
        beside = [line for line in lines if marks.bare.match(line.text.lstrip(INDENT))]
        if not marks._are_colonless(beside):
            return marks
        pattern = rf"[{re.escape(INDENT)}]*(?:{marks.words})(?:\s*:|\s+(?=\S)|\s*$)"
        return replace(marks, pattern=re.compile(rf"\A{pattern}", re.IGNORECASE), colonless=True)

    def _are_colonless(self, lines: Sequence[SourceLine]) -> bool:
        """Whether lines begin with a label and its value, and none has a colon."""
        found: set[str | None] = set()
        for line in lines:
            text = line.text.lstrip(INDENT)
            label = self.bare.match(text)
            rest = text[label.end() :] if label else ""
            if rest.lstrip().startswith(":"):
                return False
            if label and rest and not self.bare.search(rest) and not ends_sentence(text):
                found.add(self.known.get(label[0].casefold()))
        return found == set(FACTS)

    @classmethod
    def _with_colons(cls, labels: Labels) -> "Marks":
        money = {words: name for name in MONEY if (words := getattr(labels, name))}
        named = {**labels.fields, **money, labels.owner: "owner", labels.period: "period"}
        longest = sorted((la for la, kind in named.items() if kind != "text"), key=len)[::-1]
        words = "|".join(f"({words_pattern(label)})" for label in longest)
        facts = "|".join(words_pattern(la) for la in longest if named[la] in FACTS)
        return cls(
            labels,
            {label.casefold(): kind for label, kind in named.items()},
            [named[label] for label in longest],
            words,
            re.compile(rf"(?:{words})\s*:", re.IGNORECASE),
            re.compile(rf"(?<!\w)(?:{facts})(?!\w)", re.IGNORECASE),
        )

    def is_section(self, line: SourceLine) -> bool:
        """Whether the line is the heading of a section."""
        return line.text in self.labels.sections

    def mark(self, line: SourceLine) -> Marked:
        """Say what a line is that isn't blank, without those around it."""
        if self.is_section(line):
            return Marked(line, "section")
        found = self._labels(line.raw)
        start = len(line.raw) - len(line.raw.lstrip(INDENT))
        if found and line.raw[start : found[0].start()].strip() == "":
            return Marked(line, "fact", tuple(self._values(line, found)))
        alone = self.known.get(line.text.strip(BULLETS + " ").casefold(), "text")
        if alone != "text":
            nothing = Text.of("", line.span, len(line.raw))
            return Marked(line, "fact", ((alone, nothing),))
        label = label_in(line.text)
        if found or self._lacks_colon(line.text):
            longest = max(len(known) for known, kind in self.known.items() if kind in FACTS)
            bare = not found and len(line.text) <= longest + 1
            return Marked(line, "unknown", label=label, misspelt=True, bare=bare)
        if self._is_elsewhere(line.text):
            return Marked(line, "unknown", label=self.labels.changed)
        if label and self.known.get(label.casefold()) != "text":
            return Marked(line, "unknown", label=label, misspelt=self._resembles(label))
        person = person_label(line.text)
        if person and self.known.get(person.casefold()) != "text":
            bare = len(person) == len(line.text.strip(BULLETS + " "))
            heading = bare and person.casefold() in CONTACT_HEADINGS
            return Marked(line, "text" if heading else "unknown", label=person, bare=bare)
        contact = has_contact(line.text, self.labels.public)
        return Marked(line, "contact" if contact else "text")

    def _labels(self, raw: str) -> list[re.Match[str]]:
        """Find the known labels of a line; one within a word only if its letters are the same."""
        return [
            match
            for match in self.pattern.finditer(raw)
            if not raw[: match.start()][-1:].isalnum() or match[0][:1].isupper()
        ]

    def _values(
        self, line: SourceLine, found: Sequence[re.Match[str]]
    ) -> Iterator[tuple[str, Text]]:
        ends = [match.start() for match in found[1:]] + [len(line.raw)]
        for match, end in zip(found, ends, strict=True):
            name = self.grouped[(match.lastindex or 1) - 1]
            value = line.raw[match.end() : end]
            value = value if end == len(line.raw) else value.rstrip(_PARTING)
            yield name, Text.of(value, line.span, match.end())

    def _lacks_colon(self, text: str) -> bool:
        """Whether a line begins with a label without its colon, or is the beginning of one."""
        bare = text.lstrip(BULLETS + " ")
        if ends_sentence(bare) and len(bare.split()) > 1 and not is_period(bare):
            return False
        labels = [label for label, kind in self.known.items() if kind in FACTS]
        cut = len(bare) >= _CUT_LABEL and any(la.startswith(bare.casefold()) for la in labels)
        return cut or self.bare.match(bare) is not None

    def _is_elsewhere(self, text: str) -> bool:
        """Whether a line is the label of the page's date, or the link to a report."""
        changed, report = self.labels.changed, self.labels.report
        dated = changed is not None and text.casefold().startswith(changed.casefold())
        return (dated and is_heading(text.rstrip(":"))) or (report is not None and report in text)

    def _resembles(self, label: str) -> bool:
        """Whether a label may be that of an owner or a period, with a letter or two wrong."""
        found = label.casefold()
        return any(
            _differ_little(found, known) for known, kind in self.known.items() if kind in FACTS
        )


def _differ_little(one: str, other: str) -> bool:
    """Whether two words differ in a letter in five at most, two in all (Levenshtein's distance)."""
    most = max(1, min(2, len(other) // 5))
    if abs(len(one) - len(other)) > most:
        return False
    above = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for column, against in enumerate(other, 1):
            same = above[column - 1] + (letter != against)
            row.append(min(same, above[column] + 1, row[-1] + 1))
        above = row
    return above[-1] <= most


def mark_all(lines: Iterable[SourceLine], marks: Marks) -> list[Marked]:
    """Mark the lines that aren't blank, each by itself."""
    found: list[Marked] = []
    blanks: list[SourceLine] = []
    for line in lines:
        if line.text:
            found.append(replace(marks.mark(line), blanks=tuple(blanks)))
            blanks = []
        else:
            blanks.append(line)
    return found


def with_values_below(marked: Sequence[Marked]) -> list[Marked]:
    """Mark what stands below a label as its value."""
    below, listed = _stand_below(marked), False
    found: list[Marked] = []
    holder, seen = _NOTHING, set[str]()
    for one, after in zip_longest(marked, marked[1:]):
        if _introduces(one, after, listed=listed, below=below):
            one = replace(one, kind="text")
        seen = {*(() if seen.intersection(one.fields) else seen), *one.fields} & set(FACTS)
        goes_on = after is not None and seen and seen.isdisjoint(after.fields)
        if holder.takes(one, None if goes_on else after, below=below):
            one = replace(one, kind="below", values=tuple(holder.value(one.line)))
            holder = replace(holder, filled=True) if not holder.cut else _NOTHING
        else:
            holder = _holder(one)
        listed = one.kind == "fact" or (listed and one.kind != "section")
        found.append(one)
    return found


def _stand_below(marked: Sequence[Marked]) -> bool:
    """Whether the page writes its values below their labels, with blank lines between."""
    facts = [at for at, one in enumerate(marked) if any(name in FACTS for name in one.fields)]
    waiting = [at for at in facts if marked[at].waits]
    apart = [at for at in waiting if marked[at + 1 : at + 2] and marked[at + 1].apart]
    return 2 * len(waiting) > len(facts) and 2 * len(apart) > len(waiting)


def _introduces(one: Marked, after: Marked | None, *, listed: bool, below: bool) -> bool:
    """Whether a line that ends in a colon is a sentence's beginning: of a list's, of a section's.

    :param listed: whether a fact stands above it in its section.
    """
    if one.kind != "unknown" or one.misspelt or not one.waits or after is None:
        return False
    items = after.line.text[0] in BULLETS and after.kind == "text"
    return items or (after.apart and not listed and not below)


@dataclass(frozen=True, slots=True)
class _Holder:
    """What the lines below a label may belong to.

    :param field: what the label stands before; ``unknown`` if the sidecar doesn't say, ``""`` for
        none at all.
    :param filled: whether a value has been found.
    :param cut: whether it is a period that ends in a dash.
    :param eager: whether a value may stand after a blank line whatever the page's other labels do.
    """

    field: str
    filled: bool = True
    eager: bool = False
    cut: bool = False

    def takes(self, one: Marked, after: Marked | None, *, below: bool) -> bool:
        """Whether a line is the label's value, or goes on with it.

        :param after: the line below it, unless that has another fact of the same project.
        :param below: whether values stand below their labels on this page, after blank lines.
        """
        if not self.field or one.kind not in ("text", "contact"):
            return False
        titled = after is not None and after.kind == "fact"
        if self.field == "purpose":
            return not self.filled or not (one.apart or (titled and is_heading(one.line.text)))
        period = is_period(one.line.text)
        if ends_sentence(one.line.text) and not period:
            near = not one.apart or len(one.line.text.split()) <= _NAME_WORDS
            return near and not self.filled and self.field not in FACTS
        if self.filled:
            titled = titled and self.field not in ("unknown", "contact")
            return not one.apart and not titled and self.field != "period"
        if self.cut:
            return not one.apart and read_time(one.line.text) is not None
        if self.field == "ignore" and titled and one.apart:
            return False
        if self.field == "contact" or (self.field == "unknown" and not titled):
            return True  # somebody's name, for all that is known
        return not one.apart or below or self.eager or (period and self.field == "period")

    def value(self, line: SourceLine) -> Iterator[tuple[str, Text]]:
        """Give the field with what the line says of it; nothing if it isn't known."""
        if self.field != "unknown":
            indent = len(line.raw) - len(line.raw.lstrip(INDENT))
            yield self.field, Text.of(line.raw[indent:], line.span, indent)


_NOTHING = _Holder("")


def _holder(one: Marked) -> _Holder:
    """Say what may go on below a line; of what isn't published, an address may."""
    if one.kind in ("unknown", "contact") or one.bare:
        return _Holder("unknown", filled=not one.waits, eager=one.misspelt)
    if one.kind == "fact" and (one.waits or one.fields[-1] in ("contact", "ignore", "purpose")):
        return _Holder(one.fields[-1], filled=not one.waits)
    if one.kind == "fact" and one.fields[-1] == "period" and one.line.text[-1] in DASHES:
        return _Holder("period", filled=False, cut=True)
    return _NOTHING
