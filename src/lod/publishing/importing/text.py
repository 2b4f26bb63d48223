"""The text of a saved page, and what it says of itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError

from lod.errors import SourceError
from lod.publishing.importing.content import LeftOut, take_out
from lod.publishing.importing.kinds import Saved, read_saved
from lod.publishing.importing.rendering import parse_html, render, shown_lines
from lod.words import msg

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-|$)")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text in lines that end in LF, or a text as it is.

    :param left: what of the page isn't in the text.
    :param title: its only first heading, else nothing; ``language`` as it says itself.
    """

    saved: Saved
    text: str
    left: Sequence[LeftOut] = ()
    title: str = ""
    language: str = ""


def read_saved_page(data: bytes, file: Path | str | None = None) -> PageText:
    r"""Read the bytes of a saved page.

    :param file: its name, for messages.
    :raises SourceError: it is no page, it can't be read, or it has no text.

    >>> read_saved_page(b"<meta charset=iso-8859-1><h1>H\xe5ll ut</h1><p>Syftet</p>").text
    'Håll ut\n\nSyftet\n'
    """
    saved = read_saved(data, file)
    page = _read(saved, file) if saved.html else PageText(saved, saved.text)
    if not page.text.strip():
        todo = msg("fetch the page as a browser shows it: this one may need scripts")
        raise SourceError(msg("has no text"), file, expected=msg("a page with words"), todo=todo)
    return page


def _read(saved: Saved, file: Path | str | None) -> PageText:
    try:
        body = parse_html(saved.text)
        left = take_out(body)
        lines = render(body)
    except (RecursionError, ValueError, LxmlError) as error:
        todo = msg("save the page as text from a browser, and describe it with a sidecar")
        raise SourceError(msg("is not HTML that can be read"), file, todo=todo) from error
    headings = [" ".join(shown_lines(heading)) for heading in body.iter("h1")]
    title = headings[0] if len(headings) == 1 else ""
    stated = _LANGUAGE.match(body.getroottree().getroot().get("lang", ""))
    return PageText(saved, "\n".join(lines) + "\n", left, title, stated[1] if stated else "")
