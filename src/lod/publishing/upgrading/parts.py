"""Cuts a file into parts that are merged one by one: statements of Turtle, rows of a table.

A part is known again by what it is about, so that what two have added at one place, or moved, is no
conflict. Any text is cut without an error, and its parts put together are the text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lod.rdf import IRIREF, possessive

Part = tuple[str, int]
"""What a part is about, and which it is of those that are."""

_TOKEN = re.compile(
    possessive(rf'''(?P<comment>\#[^\n]*+)
    |(?P<blank>\s++)
    |(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\'
        |"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')
    |(?P<iri>{IRIREF})
    |(?P<end>\.(?=[\s\#<"'\[(]|$))
    |(?:[^\s<>"'\#;,()\[\].\\]|\\.|\.++(?=[^\s<>"'\#;,()\[\].]))++|.'''),
    re.VERBOSE | re.DOTALL,
)
_REST = re.compile(r"[ \t]*+(?:\#[^\n]*+)?(?:\n|$)")
_DIRECTIVE = re.compile("@?(prefix|base|version)", re.IGNORECASE)


def cut_parts(name: str, text: str) -> Mapping[Part, str]:
    r"""Cut a text with a line's end at its end, in order.

    >>> for part in cut_parts("a.ttl", "# Us.\n\nfp:a a fp:B .\n\nfp:a fp:c 1.5 . # one\n").items():
    ...     print(part)
    (('# Us.', 0), '# Us.\n')
    (('fp:a', 0), '\nfp:a a fp:B .\n')
    (('fp:a', 1), '\nfp:a fp:c 1.5 . # one\n')
    """
    seen = Counter[str]()
    found = {}
    for about, part in _cut(name, text):
        found[(about, seen[about])] = part
        seen[about] += 1
    return found


def _cut(name: str, text: str) -> Iterator[tuple[str, str]]:
    if name.endswith(".ttl"):
        yield from _statements(text)
    elif name.endswith(".csv"):
        for row in text.splitlines(keepends=True):
            yield re.split("[,;\t\n]", row, maxsplit=1)[0], row
    else:
        yield "", text


def _statements(text: str) -> Iterator[tuple[str, str]]:
    """Give each statement with the comments before it, and comments that stand alone.

    Source: RDF 1.1 Turtle, 6.5.
    """
    start, comment, words, after = 0, "", list[str](), 0
    for token in _TOKEN.finditer(text):
        if token.start() < after:
            continue
        if token["blank"]:
            if comment and not words and (token[0].count("\n") > 1 or token.end() == len(text)):
                after = token.start() + token[0].find("\n") + 1
                yield comment, text[start:after]
                start, comment = after, ""
        elif token["comment"]:
            comment = comment or token[0].rstrip()
        else:
            words.append(token[0])
            if _ends(token, words):
                rest = _REST.match(text, token.end())
                after = rest.end() if rest else token.end()
                yield _about(words), text[start:after]
                start, comment, words = after, "", []
    if start < len(text):
        yield _about(words) if words else comment, text[start:]


def _ends(token: re.Match[str], words: list[str]) -> bool:
    """Whether a statement ends here; SPARQL's PREFIX and BASE have no dot."""
    first = words[0].lower()
    plain = first in ("prefix", "base", "version")
    return token["end"] is not None or (plain and bool(token["iri"] or token["text"]))


def _about(words: list[str]) -> str:
    directive = _DIRECTIVE.fullmatch(words[0])
    if not directive:
        return words[0]
    kind = directive[1].lower()
    return f"@{kind} {words[1]}" if kind == "prefix" and len(words) > 1 else f"@{kind}"
