"""Cuts a large Turtle document down to the statements that are asked for.

Of most files a regular expression reads a subject with all that is said of it in one go. What it
can't read (brackets, blank nodes, relative or escaped names) is kept whatever it says, so that an
excerpt names blank nodes as the document does.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from mmap import mmap
from typing import NamedTuple

from lod.checking.positions.members import Members
from lod.checking.positions.spans import LineTable, Span
from lod.checking.positions.tokens import (
    BAD,
    END,
    NAME,
    PUNCTUATION,
    TURTLE_LITERAL,
    TURTLE_SPACE,
    WORD,
    read_turtle_tokens,
)
from lod.rdf import RDF, possessive

_MOST_PREFIXES = 1_000

_ABSOLUTE = rb"<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|^`\\]*+>"
_LETTER = rb"[\w\x80-\xff-]"
_PREFIXED = possessive(
    rb"(?:[A-Za-z\x80-\xff]%b*+)?:%b*+(?:[.:]+%b++)*+(?![\w\x80-\xff:%%\\-])"
    % (
        _LETTER,
        _LETTER,
        _LETTER,
    )
)
_NAME = rb"(?>%b|%b)" % (_ABSOLUTE, _PREFIXED)
_SIGN = rb"a(?![\w\x80-\xff:%%\\-])|[;,]"
TURTLE_BLOCK = re.compile(
    possessive(
        rb"%b(%b)(?:%b(?>%b|%b|%b))*+%b\."
        % (TURTLE_SPACE, _NAME, TURTLE_SPACE, _NAME, TURTLE_LITERAL, _SIGN, TURTLE_SPACE)
    )
)
_PREFIX = re.compile(
    rb"%b(?:@prefix|(?i:prefix))%b([^\s:<>\\]*+:)%b(<[^<>\s]*+>)%b\.?+"
    % (TURTLE_SPACE, TURTLE_SPACE, TURTLE_SPACE, TURTLE_SPACE)
)
_IRIS = re.compile(rb"<[^<>\s]*+>")
_TERMS = re.compile(rb"%b|(%b|\ba\b)" % (TURTLE_LITERAL, _NAME))


def prefixes_at(document: bytes | mmap) -> tuple[int, dict[bytes, str]]:
    """Give where the prefixes at a document's start end, and what they stand for.

    Only those whose IRIs are absolute, and not very many.
    """
    at, spaces = 0, dict[bytes, str]()
    while len(spaces) < _MOST_PREFIXES and (match := _PREFIX.match(document, at)):
        if not re.fullmatch(_ABSOLUTE, match[2]):
            break
        spaces[match[1]] = match[2][1:-1].decode()
        at = match.end()
    return at, spaces


class SoughtStatements(NamedTuple):
    """What is looked for.

    :param subjects: IRIs without brackets.
    :param pairs: property and value of statements of any subject, likewise; "" for any.
    """

    subjects: Collection[str]
    pairs: Collection[tuple[str, str]] = ()


class DocumentExcerpt(NamedTuple):
    """A document without most of what isn't sought.

    :param starts: where its pieces start, in bytes.
    :param origins: where they stand in the document.
    """

    text: bytes
    starts: "array[int]"
    origins: "array[int]"

    def origin(self, offset: int) -> int:
        """Give where in the document a place stands."""
        number = bisect_right(self.starts, offset) - 1
        return self.origins[number] + offset - self.starts[number]


class ExcerptLines(LineTable):
    """Turns offsets in an excerpt into lines and columns of its document."""

    def __init__(self, document: LineTable, excerpt: DocumentExcerpt) -> None:
        super().__init__(document.text)
        self._document, self._excerpt = document, excerpt

    @property
    def starts(self) -> "array[int]":
        """The offset of each line of the document."""
        return self._document.starts

    def span(self, start: int, end: int) -> Span:
        """Give the span between two offsets of a piece."""
        origin = self._excerpt.origin(start)
        return super().span(origin, origin + end - start)


def make_excerpt(document: bytes, sought: SoughtStatements) -> DocumentExcerpt:
    """Cut a document down: it still has every statement that is sought.

    Of a pair it has the first statement, and not all others.

    >>> found = make_excerpt(b"<a:s> a <a:c> . <a:t> a <a:c> .", SoughtStatements(["a:t"]))
    >>> found.text, found.origin(1)
    (b' <a:t> a <a:c> .', 16)
    """
    return join_pieces(document, [*_Cutter(document, sought).pieces()])


def join_pieces(document: bytes, pieces: Sequence[tuple[int, int]]) -> DocumentExcerpt:
    """Make an excerpt of pieces of a document, given where they start and end."""
    lengths = (end - start for start, end in pieces)
    starts, at = array("Q"), 0
    for length in lengths:
        starts.append(at)
        at += length
    text = b"".join(document[start:end] for start, end in pieces)
    return DocumentExcerpt(text, starts, array("Q", (start for start, _ in pieces)))


def sought_blocks(
    document: bytes, blocks: Members, sought: SoughtStatements, first: int, last: int
) -> list[tuple[int, int]]:
    """Give where those of some blocks start and end that have what is sought; of pairs the first.

    :param blocks: all of the document, as it was cut.
    :param first: the number of the first that is looked at; ``last`` that of the one after them.
    """
    cutter, wanted = _Cutter(document[: blocks.starts[0]], sought), set(map(hash, sought.subjects))
    for _ in cutter.pieces():
        pass  # takes in the prefixes
    return [
        (start, end)
        for subject, start, end in zip(*(one[first:last] for one in blocks), strict=True)
        if subject in wanted or (sought.pairs and cutter.states_first(document[start:end]))
    ]


class _Pair:
    """A property and a value that are sought, as texts."""

    def __init__(self, *given: str) -> None:
        self.texts: tuple[set[bytes], set[bytes]] = (set(), set())
        self.given = given
        self.is_met = False

    def fits(self, *terms: Collection[bytes]) -> bool:
        """Whether the texts of a property and of a value are among some."""
        every = zip(self.given, self.texts, terms, strict=True)
        return all(not one or not texts.isdisjoint(some) for one, texts, some in every)


class _Cutter:
    def __init__(self, document: bytes, sought: SoughtStatements) -> None:
        self._document, self._sought = document, sought
        self._subjects = {b"<%b>" % iri.encode() for iri in sought.subjects}
        self._pairs = [_Pair(*pair) for pair in sought.pairs]
        self._terms: dict[bytes, list[_Pair]] = {}
        self._names, self._short = set[bytes](), set[bytes]()
        self._prefixes = 0
        for pair in self._pairs:
            for number, iri in enumerate(pair.given):
                if iri:
                    self._note(pair, number, b"<%b>" % iri.encode())
            if pair.given[0] == f"{RDF}type":
                self._note(pair, 0, b"a")

    def _note(self, pair: _Pair, number: int, text: bytes) -> None:
        if pair.is_met:
            return
        if text not in set.union(*pair.texts):
            self._terms.setdefault(text, []).append(pair)
        pair.texts[number].add(text)
        if number or not pair.given[1]:  # the value tells more than the property
            (self._names if text[:1] == b"<" else self._short).add(text)

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Give where what is kept starts and ends."""
        document, subjects, at = self._document, self._subjects, 0
        block, seeks = TURTLE_BLOCK.match, bool(self._pairs)
        while at < len(document):
            if match := block(document, at):
                end = match.end()
                if match[1] in subjects or (seeks and self.states_first(match[0])):
                    yield at, end
            elif match := _PREFIX.match(document, at):
                end = match.end() if self._declare(match[1], match[2]) else len(document)
                yield at, end
            else:
                end = _statement_end(document, at)
                yield at, end
            at = end

    def _declare(self, prefix: bytes, iri: bytes) -> bool:
        """Take in a prefix; tell whether names can be known by their text from here on."""
        self._prefixes += 1
        if not re.fullmatch(_ABSOLUTE, iri) or self._prefixes > _MOST_PREFIXES:
            return False
        space = iri[1:-1].decode()
        for subject in self._sought.subjects:
            if subject.startswith(space):
                self._subjects.add(prefix + subject[len(space) :].encode())
        for pair in self._pairs:
            for number, name in enumerate(pair.given):
                if name and name.startswith(space):
                    self._note(pair, number, prefix + name[len(space) :].encode())
        return True

    def states_first(self, block: bytes) -> bool:
        """Whether a block is the first to state something that is sought."""
        is_new = any(name in block for name in self._short)
        if not is_new and self._names.isdisjoint(_IRIS.findall(block)):
            return False
        terms = set(_TERMS.findall(block))
        noted = dict.fromkeys(p for text in terms & self._terms.keys() for p in self._terms[text])
        fitting = [pair for pair in noted if pair.fits(terms, terms)]
        stated = [*_stated_in(block)] if fitting else []
        for pair in fitting:
            pair.is_met = any(pair.fits((verb,), (value,)) for verb, value in stated)
            if pair.is_met:
                self._forget(pair)
        return any(pair.is_met for pair in fitting)

    def _forget(self, pair: _Pair) -> None:
        """Look no more for the texts of a pair that nothing else has."""
        for text in set.union(*pair.texts):
            self._terms[text].remove(pair)
            if not self._terms[text]:
                del self._terms[text]
                self._names.discard(text)
                self._short.discard(text)


def _stated_in(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the texts of properties and values that a block states of its subject."""
    verb, sign = b"", b"."
    for kind, (_, text) in read_turtle_tokens(block):
        if kind == PUNCTUATION:
            sign = text
        elif sign == b".":
            sign = b";"  # after the subject comes a property
        elif sign == b";":
            verb, sign = text, b","
        else:
            yield verb, text


def _statement_end(document: bytes, start: int) -> int:
    """Find the end of a statement or a directive; that of the document, if it can't be read."""
    word = b""
    for number, (kind, (at, text)) in enumerate(read_turtle_tokens(document, start)):
        if kind in (END, BAD):
            break
        if number == 0 and kind == WORD:
            word = text.lower()
        if kind == PUNCTUATION and text == b".":  # in Turtle none stands within brackets
            return at + 1
        undotted = word == b"base" and kind == NAME
        if undotted or (word.startswith(b"version") and kind == WORD):
            return at + len(text)
    return len(document)
