"""Addresses in files written by hand that are almost those of a vocabulary: told at their lines.

What is said with them is said with other terms, which nothing knows; so it is refused at once,
rather than told of the things that lack a value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from lod.errors import InputError, raise_all
from lod.files import read_text_file
from lod.words import msg

_ADDRESS = re.compile(r'[<"](https?://[^<>"\s]+)[>"]', re.IGNORECASE)
_PREFIX = re.compile(r'\s*(?:@?prefix\s+[\w-]*:\s*<|.*\bsh:namespace\s+")', re.IGNORECASE)
_HEAD = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_OTHERS = {"wikidata": "http://www.wikidata.org/entity/"}
_OF_WRONG_ONES = "shapes"  # where a rule may name a wrong address, to tell of its use
_MOST = 1000  # errors of a file that are told


def refuse_nearly_right(
    files: Iterable[Path], prefixes: Mapping[str, str], root: Path | None = None
) -> None:
    """Refuse addresses that differ from a known namespace by http or https, www, / or #.

    :param prefixes: the namespaces by their prefixes.
    :param root: the folder that the files must lie in.
    :raises InputError: there are some; has line and column of each.
    """
    known = {_core(iri): (prefix, iri) for prefix, iri in (*_OTHERS.items(), *prefixes.items())}
    raise_all([e for file in files for e in islice(_near_in(file, known, root), _MOST)])


def nearly_right(iri: str, known: Mapping[str, tuple[str, str]], *, whole: bool) -> str | None:
    """Give the address that was meant, if another is known that is almost the same.

    :param known: prefix and namespace, by what :func:`_core` leaves of it.
    :param whole: whether a namespace is meant, rather than a term in it.

    >>> prov = {"w3.org/ns/prov": ("prov", "http://www.w3.org/ns/prov#")}
    >>> nearly_right("https://www.w3.org/ns/prov", prov, whole=True)
    'http://www.w3.org/ns/prov#'
    >>> nearly_right("http://www.w3.org/ns/prov/Entity", prov, whole=False)
    'http://www.w3.org/ns/prov#Entity'
    >>> nearly_right("http://www.w3.org/ns/prov-o#", prov, whole=True)
    """
    at = max(iri.rstrip("/#").rfind("/"), iri.rstrip("/#").rfind("#")) + 1
    start, local = (iri, "") if whole else (iri[:at], iri[at:])
    _, namespace = known.get(_core(start), ("", start))
    return None if namespace == start or not (whole or local) else namespace + local


def _core(iri: str) -> str:
    """Give what two addresses have in common that are almost the same."""
    return _HEAD.sub("", iri, count=1).rstrip("/#").lower()


def _near_in(
    file: Path, known: Mapping[str, tuple[str, str]], root: Path | None
) -> Iterator[InputError]:
    for number, line in enumerate(_lines(file, root), 1):
        for match in () if line.lstrip().startswith("#") else _ADDRESS.finditer(line):
            whole = _PREFIX.match(line) is not None
            if not whole and file.parent.name == _OF_WRONG_ONES:
                continue
            if meant := nearly_right(match[1], known, whole=whole):
                yield InputError(
                    msg("this address is almost the right one, and so means another: {iri}",
                        iri=match[1]),
                    file, number, meant, msg("write {text}", text=meant), match.start(1) + 1, line,
                )  # fmt: skip


def _lines(file: Path, root: Path | None) -> list[str]:
    try:
        return read_text_file(file, root, errors="replace").split("\n")
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), file) from error
