"""A page brought in from HTML: its text, with the original beside it.

The text is what is read and pointed into; the original is kept as it was fetched.
"""

import re
from hashlib import sha256
from pathlib import Path

from inscriptis import get_text

from lod.errors import SourceError, UsageError
from lod.files import MOST_EDITED, put_new, read_file, refuse_outside
from lod.publishing.sources.sidecar import PLAIN_TEXT, check_name
from lod.words import msg

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,1000}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_SNIFFED = 4096
# WHATWG Encoding, 4.2: pages that say Latin-1 or ASCII are read as Windows-1252.
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "ascii", "us-ascii"),
        "windows-1252",
    ),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252"), "windows-1252"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "latin-9", "latin9"), "iso-8859-15"),
    # WHATWG HTML, 13.2.3.2: a declaration that can be read as ASCII isn't in UTF-16.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8"),
}
_SKELETON = """\
# What the fetched page can't say itself. Fill in what is empty; lod check says what is missing.
title = ""       # the programme's name, as the page writes it above the projects
publisher = ""   # the key of the organisation that published the page
language = ""    # {language}
media_type = "{media_type}"
sha256 = "{sha256}"
# Only if they are known:
# address = "https://…"
# fetched = 2013-11-20
# licence = "https://…"

# The words that the page uses.
[labels]
owner = ""       # the label before a project's owner
period = ""      # the label before its period
# changed = ""   # the label before the page's date
# closed = ""    # words that say that the programme is closed
# report = ""    # words of the link that names a publication
# partners = []  # organisations that the text names

[labels.sections]  # a stage by the heading that lists its projects
# "{heading}" = "ongoing"
"""


def text_of_html(data: bytes, file: Path | str | None = None) -> str:
    r"""Give a page's text in lines that end in LF, without spaces at their ends.

    The character set is the byte order mark's, else the one declared, else UTF-8.

    :param file: its name, for messages.
    :raises SourceError: the character set is unknown or wrong, or the page has no text.

    >>> text_of_html(b"<meta charset=iso-8859-1><h1>H\xe5ll ut</h1><p>Syftet</p>")
    'Håll ut\n\nSyftet\n'
    """
    try:
        lines = get_text(_decode(data, file)).splitlines()
    except (RecursionError, ValueError) as error:
        todo = msg("save the page as text from a browser, and describe it with a sidecar")
        raise SourceError(msg("is not HTML that can be read"), file, todo=todo) from error
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if not text.strip():
        todo = msg("fetch the page as a browser shows it: this one may need scripts")
        raise SourceError(msg("has no text"), file, expected=msg("a page with words"), todo=todo)
    return text + "\n"


def import_page(
    file: Path, sources: Path, name: str, root: Path | None = None, language: str = "sv"
) -> tuple[Path, ...]:
    """Write ``NAME.txt``, ``NAME.html`` and ``NAME.toml`` into the folder ``sources``.

    All or none, and never over a file: a fetch's bytes are never replaced.

    :param root: the folder that ``sources`` must lie in, the publication's.
    :param language: that of the examples in the sidecar.
    :returns: the three files; the sidecar has still to be filled in.
    :raises SourceError: ``file`` can't be read.
    :raises UsageError: the name is taken, or the folder can't be written to.
    """
    check_name(name, file)
    try:
        data = read_file(file, most=MOST_EDITED)
    except OSError as error:
        message = msg("can't be read: {why}", why=error.strerror)
        raise SourceError(message, file, todo=msg("check the file's name")) from error
    text = text_of_html(data, file).encode()
    sidecar = _SKELETON.format(
        media_type=PLAIN_TEXT,
        sha256=sha256(text).hexdigest(),
        language=language,
        heading=msg("Ongoing projects").told(language),
    )
    contents = {".txt": text, ".html": data, ".toml": sidecar.encode()}
    files = {f"{name}{extension}": body for extension, body in contents.items()}
    if root is not None:
        _refuse_outside(sources, root)
    try:
        put_new(sources, files)
    except FileExistsError as error:
        raise UsageError(
            msg(
                "there is a source of the name {name}, and a fetch is never replaced; choose "
                "another name, as with the day of the fetch",
                name=name,
            )
        ) from error
    return tuple(sources / name for name in files)


def _refuse_outside(sources: Path, root: Path) -> None:
    try:
        refuse_outside(sources, root)
    except OSError as error:
        message = msg("{file} can't be written: {why}", file=sources, why=error.strerror)
        raise UsageError(message) from error


def _decode(data: bytes, file: Path | str | None) -> str:
    charset = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if charset is None:
        declared = _DECLARED.search(data[:_SNIFFED])
        label = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
        charset = _CHARSETS.get(label)
        if charset is None:
            todo = msg("save the page as UTF-8, and say so in its meta element")
            message = msg("has the character set {name}, which isn't read here", name=label)
            raise SourceError(message, file, todo=todo)
    try:
        return data.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        todo = msg("fetch the page again as bytes, or save it as UTF-8")
        message = msg("is not {charset}, as it says", charset=charset)
        raise SourceError(message, file, todo=todo) from error
