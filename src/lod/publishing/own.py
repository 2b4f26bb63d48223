"""The publication's own Turtle: read, and refused where it is written for another base."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from lod.checking import (
    Place,
    RdfFile,
    declaring,
    each_error,
    named_here,
    read_files,
    undeclared_prefix,
)
from lod.errors import InputError, raise_all
from lod.files import UNSEEN, UNSEEN_TODO, read_text_file, refuse_outside, unseen
from lod.publishing.nearly import refuse_nearly_right
from lod.rdf import IRI_TEXT, SHARED, of_pattern, prefixes
from lod.words import Message, msg

_PREFIX = re.compile(rf"^\s*@?prefix\s+([\w-]*):\s*<({IRI_TEXT})>", re.IGNORECASE)
_BASE = re.compile(rf"^\s*@?base\s+<({IRI_TEXT})>", re.IGNORECASE)
# Our own things stand as subjects, at the start of a line, or in the pattern of a shape.
_SUBJECT = re.compile(r"^<(https?://[^>]*?/)(?:id|doc|def|spec|source|set|graph)(?:/[^>]*)?>")
_PATTERN = re.compile(r'sh:pattern\s+"\^(https?://[^"]*?/)(?:id|doc|def|spec)/')


_MOST = 1000  # errors of a file that are told
OWN = ("ontology", "shapes", "data/curated")
"""The folders of the files that are written for one publication."""

_FOLDERS = (*OWN, "data", "data/sources", "data/reference", "queries")


def read_own(site: Path, base_iri: str, vocab_iri: str) -> dict[str, tuple[RdfFile, ...]]:
    """Read the publication's own Turtle files, folder by folder.

    :raises InputError: what is wrong in all of them: the base, syntax, what can't be published.
    """
    raise_all([error for folder in _FOLDERS for error in _elsewhere(site / folder, site)])
    found = [(folder, file) for folder in OWN for file in sorted((site / folder).glob("*.ttl"))]
    refuse_nearly_right(_by_hand(site, found), prefixes(vocab_iri), site)
    check_base([file for _, file in found], base_iri, vocab_iri, site)
    read = [
        (folder, RdfFile(named_here(file), file, f"s{number}x", base_iri, site))
        for number, (folder, file) in enumerate(found)
    ]
    _read([file for _, file in read], vocab_iri)
    raise_all([e for _, file in read for e in islice(_beyond(file), _MOST)])
    return {folder: tuple(file for name, file in read if name == folder) for folder in OWN}


def _by_hand(site: Path, own: Iterable[tuple[str, Path]]) -> list[Path]:
    """Name the files in which addresses are written by hand."""
    more = (f for p in ("data/sources/*.toml", "queries/*.rq") for f in sorted(site.glob(p)))
    return [site / "lod.toml", *(file for _, file in own), *more]


def _read(files: Sequence[RdfFile], vocab_iri: str) -> None:
    """Read files; of a prefix of the publication's own that isn't declared, say which it is."""
    try:
        read_files(files)
    except InputError as error:
        raise_all([_with_own_prefix(one, vocab_iri) for one in each_error(error)])


def _with_own_prefix(error: InputError, vocab_iri: str) -> InputError:
    own = prefixes(vocab_iri)
    name = next((n for n in own if error.message == undeclared_prefix(n)), None)
    if name is None or name in SHARED:
        return error
    return replace(error, todo=declaring(name, own[name]))


def _elsewhere(folder: Path, site: Path) -> Iterator[InputError]:
    """Tell of a folder that links lead out of the publication: nothing is looked for in it."""
    try:
        refuse_outside(folder, site)
    except OSError as error:
        yield InputError(msg("can't be read: {why}", why=error.strerror), folder)


def _beyond(file: RdfFile) -> Iterator[InputError]:
    """Find what can't be published: statements of RDF 1.2, and names that make no IRI."""
    todo = msg("write it with the means of RDF 1.1")
    for triple in file.placed:
        value = triple.object
        if isinstance(value, ox.Triple):
            message = msg("a statement about a statement can't be published")
            yield _placed(file, triple, message, todo)
        elif isinstance(value, ox.Literal) and value.direction:
            message = msg("a text with a direction can't be published")
            yield _placed(file, triple, message, todo)
        elif error := iri_error(file, triple):
            yield error


def iri_error(file: RdfFile, said: ox.Triple | ox.Quad) -> InputError | None:
    """Tell what in a statement is no IRI (RFC 3987, 2.2): pyoxigraph takes any prefixed name."""
    left: list[object] = [*said]
    while left:
        term = left.pop()
        if isinstance(term, ox.Triple):
            left += term
        elif isinstance(term, ox.Literal):
            left.append(term.datatype)
        elif isinstance(term, ox.NamedNode) and (sign := UNSEEN.search(term.value)):
            return _placed(file, said, unseen(sign[0]), UNSEEN_TODO)
        elif isinstance(term, ox.NamedNode) and not _is_iri(term.value):
            todo = msg("take out the sign that can't stand in an IRI")
            return _placed(file, said, msg("is no IRI: {iri}", iri=term.value), todo)
    return None


def _placed(
    file: RdfFile, said: ox.Triple | ox.Quad, message: Message, todo: Message
) -> InputError:
    place = file.find(said.subject, said.predicate, said.object) or Place(file.name)
    return InputError(message, place.file, place.line, None, todo, place.column, place.text)


@lru_cache(maxsize=4096)
def _is_iri(value: str) -> bool:
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def check_base(
    files: Iterable[Path], base_iri: str, vocab_iri: str | None = None, root: Path | None = None
) -> None:
    """Check that Turtle files are written for this publication's base IRI.

    Looked at: ``@base``, the prefixes of our own vocabulary, IRIs of our own things as
    subjects, and patterns on our own IRIs.

    :param vocab_iri: the namespace of ``fp:``; by default ``{base_iri}def/``.
    :param root: the folder that they must lie in.
    :raises InputError: files name another base; has the first line of each.
    """
    own = _own_prefixes(vocab_iri or f"{base_iri}def/")
    raise_all([e for file in files for e in islice(_disagreements(file, root, own, base_iri), 1)])


def _disagreements(
    file: Path, root: Path | None, own: dict[str, str], base_iri: str
) -> Iterator[InputError]:
    for number, line in enumerate(_lines(file, root), 1):
        for found, expected in _named(line, own, base_iri):
            if found != expected:
                yield _disagreement(file, number, found, expected)


def _own_prefixes(vocab_iri: str) -> dict[str, str]:
    return {k: v for k, v in prefixes(vocab_iri).items() if k not in SHARED}


def _lines(file: Path, root: Path | None) -> list[str]:
    try:
        return read_text_file(file, root, errors="replace").split("\n")
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), file) from error


def _named(line: str, own: dict[str, str], base_iri: str) -> Iterator[tuple[str, str]]:
    """Give each base that a line names, with the one it should be."""
    if match := _PREFIX.match(line):
        if match[1] in own:
            yield match[2], own[match[1]]
    elif match := _BASE.match(line):
        yield match[1], base_iri
    elif match := _SUBJECT.match(line):
        if not line[1:].startswith(own["fp"]):
            yield match[1], base_iri
    elif match := _PATTERN.search(line):
        yield of_pattern(match[1]), base_iri


def _disagreement(file: Path, line: int, found: str, expected: str) -> InputError:
    return InputError(
        msg("is written for another publication: {found}", found=found),
        file,
        line,
        expected=msg("{iri} (from base_iri or vocab_iri in lod.toml)", iri=expected),
        todo=msg("replace {found} by {iri} in the whole file", found=found, iri=expected),
    )
