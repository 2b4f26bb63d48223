"""The three files of a source that is brought in: text, original, sidecar."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lod.errors import SourceError, UsageError
from lod.files import MOST_EDITED, put_new, read_file, refuse_outside
from lod.publishing.importing.content import LeftOut
from lod.publishing.importing.tabular import TableWishes, bring_table, has_table
from lod.publishing.importing.tabular.shown import toml_text
from lod.publishing.importing.text import PageText, read_saved_page
from lod.publishing.sources.sidecar import PLAIN_TEXT, check_name
from lod.publishing.tables import MOST_OF_TABLE
from lod.words import Message, msg

_SKELETON = """\
# {about}
title = {title}  # {programme}
publisher = ""  # {publisher}
language = {language}  # {like} "{example}"
media_type = "{media_type}"
sha256 = "{sha256}"
# {known}
{address}
{fetched}
# licence = "https://…"
# stated = 2013-11-20  # {stated}

# {words}
[labels]
owner = ""       # {owner}
period = ""      # {period}
# changed = ""   # {changed}
# closed = ""    # {closed}
# report = ""    # {report}
# slogan = ""    # {slogan}
# partners = []  # {partners}
# public = []    # {public}

# [labels.fields]  # {fields}
# "{contact}" = "contact"
# "{number}" = "ignore"

# [labels.owners]  # {names}
# "{owners}" = ["{first}", "{second}"]

[labels.sections]  # {sections}
# "{heading}" = "ongoing"
"""
_WORDS = {
    "about": msg(
        "What the fetched page can't say itself. Fill in what is empty; lod check says what is "
        "missing."
    ),
    "programme": msg("the programme's name, as the page writes it above the projects"),
    "publisher": msg("the key of the organisation that published the page"),
    "like": msg("as in"),
    "known": msg("Only if they are known:"),
    "stated": msg("the day on which the page said so, if it has no date of its own"),
    "words": msg("The words that the page uses."),
    "owner": msg("the label before a project's owner"),
    "period": msg("the label before its period"),
    "changed": msg("the label before the page's date"),
    "closed": msg("words that say that the programme is closed"),
    "report": msg("words of the link that names a publication"),
    "slogan": msg("the publisher's slogan, if the page has it"),
    "partners": msg("organisations that the text names"),
    "public": msg("telephone numbers and e-mail addresses that may be published"),
    "fields": msg("what other labels stand before: docs/steward.md"),
    "names": msg("the names in an owner's words, where they are more than a name"),
    "sections": msg("a stage by the heading that lists its projects"),
    "contact": msg("Contact person"),
    "number": msg("Reference number"),
    "owners": msg("Kent Council and Medway Council"),
    "first": msg("Kent Council"),
    "second": msg("Medway Council"),
    "heading": msg("Ongoing projects"),
}
"""What the comments say, and words that a page may have, shown to be changed."""

_ADDRESS = re.compile(r"https?://[!#-\[\]-_a-z{|}~]+")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has made.

    :param files: the text, the original if it isn't the same, the sidecar to fill in; of a table
        its copy and the sidecar.
    :param entry: what ``sources`` in lod.toml is to have.
    :param left: what of the page isn't in the text; ``told`` what is to say of a table.
    """

    files: Sequence[Path]
    entry: str
    left: Sequence[LeftOut] = ()
    told: Sequence[Message] = ()


def import_page(
    file: Path, sources: Path, name: str, root: Path | None = None, language: str = "sv"
) -> Imported:
    """Write ``NAME.txt``, the original, and ``NAME.toml`` into the folder ``sources``.

    The original is ``NAME.html`` or ``NAME.mhtml``; a text is its own. All or none, and never
    over a file: a fetch's bytes are never replaced.

    :param root: the folder that ``sources`` must lie in, the publication's.
    :param language: that of the comments and examples in the sidecar, the publication's first.
    :raises SourceError: ``file`` can't be read.
    :raises UsageError: the name is taken, or the folder can't be written to.
    """
    check_name(name, file)
    data = _read(file, MOST_EDITED)
    made, left = _page_files(data, file, name, language)
    return Imported(_put(sources, made, name, root), name, left)


def import_source(
    file: Path,
    sources: Path,
    name: str,
    root: Path,
    language: str = "sv",
    wishes: TableWishes | None = None,
) -> Imported:
    """Bring in a page as :func:`import_page` does, or a table: what it is, its bytes tell.

    A table becomes ``NAME.csv`` (JSON stays JSON) and ``NAME.toml``; a sidecar that stands already
    says how it is read and what is withheld, and stays. The original stays where it is.

    :param wishes: what is said of a table.
    :raises SourceError: ``file`` can't be read, or nothing in it can be brought in.
    :raises ConfigError: a sidecar that stands is wrong.
    :raises UsageError: the name is taken, a column isn't there, or the folder can't be written to.
    """
    check_name(name, file)
    data = _read(file, MOST_OF_TABLE)
    if not has_table(data, file, language) and not (wishes and wishes.sheet):
        if len(data) > MOST_EDITED:
            raise _unreadable(file, msg("is too large for a page"))
        if wishes and wishes != TableWishes():
            raise UsageError(
                msg("{file} is no table, and the options given are those of one", file=file)
            )
        made, left = _page_files(data, file, name, language)
        return Imported(_put(sources, made, name, root), name, left)
    sidecar = sources / f"{name}.toml"
    table = bring_table(data, file, name, wishes or TableWishes(), sidecar, language)
    return Imported(_put(sources, table.files, name, root), table.entry, told=table.told)


def _read(file: Path, most: int) -> bytes:
    try:
        return read_file(file, most=most)
    except OSError as error:
        raise _unreadable(file, msg("can't be read: {why}", why=error.strerror)) from error


def _unreadable(file: Path, message: Message) -> SourceError:
    return SourceError(message, file, todo=msg("check the file's name"))


def _page_files(
    data: bytes, file: Path, name: str, language: str
) -> tuple[dict[str, bytes], Sequence[LeftOut]]:
    page = read_saved_page(data, file)
    text = page.text.encode()
    contents = {".txt": text}
    if text != data:
        contents[page.saved.extension] = data
    contents[".toml"] = _sidecar(page, text, language).encode()
    return {f"{name}{extension}": body for extension, body in contents.items()}, page.left


def _put(sources: Path, files: Mapping[str, bytes], name: str, root: Path | None) -> list[Path]:
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
    return [sources / each for each in files]


def _sidecar(page: PageText, text: bytes, language: str) -> str:
    saved = page.saved
    address = saved.address if _ADDRESS.fullmatch(saved.address or "") else None
    return _SKELETON.format(
        title=toml_text(" ".join(page.title.split())),
        language=toml_text(page.language),
        example=language,
        **{name: words.told(language) for name, words in _WORDS.items()},
        media_type=PLAIN_TEXT,
        sha256=sha256(text).hexdigest(),
        address=f"address = {toml_text(address)}" if address else '# address = "https://…"',
        fetched=f"fetched = {saved.day}" if saved.day else "# fetched = 2013-11-20",
    )


def _refuse_outside(sources: Path, root: Path) -> None:
    try:
        refuse_outside(sources, root)
    except OSError as error:
        message = msg("{file} can't be written: {why}", file=sources, why=error.strerror)
        raise UsageError(message) from error
