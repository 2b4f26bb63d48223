"""Files written for another publication's base are refused before anything is read from them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lod.errors import InputError
from lod.namespaces import SHARED, prefixes

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_BASE = re.compile(r"^\s*@?base\s+<([^>]*)>", re.IGNORECASE)
# Our own things stand as subjects, at the start of a line, or in the pattern of a shape.
_SUBJECT = re.compile(r"^<(https?://[^>]*?/)(?:id|doc|def|spec|source|set|graph)(?:/[^>]*)?>")
_PATTERN = re.compile(r'sh:pattern\s+"\^(https?://[^"]*?/)(?:id|doc|def|spec)/')


def check_base(files: Iterable[Path], base_iri: str, vocab_iri: str | None = None) -> None:
    """Check that Turtle files are written for this publication's base IRI.

    Looked at: ``@base``, the prefixes of our own vocabulary, IRIs of our own things as
    subjects, and patterns on our own IRIs.

    :param vocab_iri: the namespace of ``fp:``; by default ``{base_iri}def/``.
    :raises InputError: a file names another base; has file and line.
    """
    own = _own_prefixes(vocab_iri or f"{base_iri}def/")
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            for found, expected in _named(line, own, base_iri):
                if found != expected:
                    raise _disagreement(file, number, found, expected)


def _own_prefixes(vocab_iri: str) -> dict[str, str]:
    return {k: v for k, v in prefixes(vocab_iri).items() if k not in SHARED}


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", file, todo="save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", file) from error


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
        yield match[1], base_iri


def _disagreement(file: Path, line: int, found: str, expected: str) -> InputError:
    return InputError(
        f"is written for another publication: {found}",
        file,
        line,
        expected=f"{expected} (from base_iri or vocab_iri in lod.toml)",
        todo="put the base of lod.toml in its place, in the whole file; lod init does it",
    )
