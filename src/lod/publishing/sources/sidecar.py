"""The sidecar of a source, ``NAME.toml``: what the fetched bytes can't say themselves.

It also gives the words by which the page is read (its labels), so that another funder's page
needs another sidecar and no other reader.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from lod.errors import ConfigError, SourceError, raise_all
from lod.files import CONFLICT, CONFLICT_TODO, MOST_EDITED, find_conflicts, read_file
from lod.publishing.handwritten import Settings, is_key, read_settings
from lod.publishing.records import Source, clean
from lod.publishing.sources.numbers import CROWNS, CURRENCIES
from lod.words import Message, msg

PLAIN_TEXT = "text/plain"
_SETTINGS = ("title", "publisher", "language", "media_type", "sha256")
_OPTIONAL = ("address", "fetched", "stated", "licence", "labels")
_WORDS = ("changed", "closed", "report", "slogan")
MONEY = ("amount", "cofinancing", "share")
"""Labels of amounts; a page may have none."""
_LABELS = (
    *("owner", "period", *_WORDS, "sections", "partners"),
    *(*MONEY, "currency", "decimal", "fields", "owners", "public"),
)
FIELDS = ("owner", "period", "purpose", *MONEY, "contact", "ignore", "text")
"""What a label may be said to stand before, in ``[labels.fields]``; ``text``: it is no label."""
_BOM, _ENDS = b"\xef\xbb\xbf", b"\r\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TEXT = re.compile(re.escape(PLAIN_TEXT))
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that a page uses, cleaned.

    :param owner: the label before a project's owner; ``period`` before its period.
    :param sections: a stage (``ongoing``) by the heading that lists its projects.
    :param changed: the label before the page's date, or None if the page has none.
    :param closed: words in the programme's description that say that it is closed.
    :param report: words of the link that names a publication.
    :param amount: the label before what the funder grants; ``cofinancing`` before what others
        pay, ``share`` before the funder's share of the costs.
    :param slogan: the publisher's slogan; of no other line it is published as such.
    :param partners: organisations that the text names, as the text writes them.
    :param currency: that of amounts without one; ``crowns`` is what ``kr`` stands for.
    :param decimal: the mark before decimals, if the page always writes the same.
    :param fields: what other labels stand before: one of :data:`FIELDS` by the label.
    :param owners: the organisations that an owner's words name, by the words.
    :param public: telephone numbers and e-mail addresses that may be published.
    """

    owner: str
    period: str
    sections: Mapping[str, str]
    changed: str | None = None
    closed: str | None = None
    report: str | None = None
    slogan: str | None = None
    partners: tuple[str, ...] = ()
    amount: str | None = None
    cofinancing: str | None = None
    share: str | None = None
    currency: str | None = None
    crowns: str | None = None
    decimal: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public: tuple[str, ...] = ()


def check_name(name: str, file: Path, line: int | None = None) -> str:
    """Give back the name of a source if it can stand in an IRI and in a file's name.

    :raises ConfigError: it can't; ``file`` and ``line`` are where the name was met.
    """
    if _NAME.fullmatch(name):
        return name
    expected = msg("letters a to z, digits, hyphens, as in {example}", example="page-2013-11-15")
    message = msg("can't be the name of a source: {name}", name=name or "“”")
    raise ConfigError(message, file, line, expected, msg("choose another name"))


def read_source(directory: Path, name: str, root: Path | None = None) -> tuple[Source, Path]:
    """Read ``directory/NAME.toml`` and check that it describes ``directory/NAME.txt``.

    :param name: one that :func:`check_name` takes.
    :param root: the folder that both must lie in; by default ``directory``.
    :returns: the source, and the file with its bytes.
    :raises ConfigError: the sidecar is missing, or a setting is missing, unknown or wrong.
    :raises SourceError: the text is missing, or isn't the bytes that the sidecar describes.
    """
    todo = msg("run lod import, or write the sidecar by hand")
    root = directory if root is None else root
    settings = read_settings(directory / f"{name}.toml", todo, root)
    settings.known((*_SETTINGS, *_OPTIONAL))
    source = _source(settings, name)
    read_labels(source)
    text = directory / f"{name}.txt"
    _check_bytes(text, source.sha256, root)
    return source, text


def read_labels(source: Source) -> Labels:
    """Read the table ``[labels]`` of a sidecar.

    :raises ConfigError: a label is missing, unknown or wrong.
    """
    labels = Settings(source.sidecar, source.labels, source.lines, ("labels",))
    labels.known(_LABELS)
    currency = _one_of(labels, "currency", CURRENCIES, msg("a code of ISO 4217"), '"SEK"')
    of_language = (crowns for crowns, spoken in CROWNS.items() if source.language in spoken)
    crowns = currency if currency in CROWNS else next(of_language, None)
    return Labels(
        owner=_label(labels, "owner"),
        period=_label(labels, "period"),
        sections=_sections(labels),
        partners=_list(labels, "partners"),
        fields=_fields(labels),
        owners=_owners(labels),
        public=_list(labels, "public"),
        **{name: _words(labels, name) if name in labels else None for name in _WORDS},
        **{name: _label(labels, name) if name in labels else None for name in MONEY},
        currency=currency,
        crowns=crowns,
        decimal=_one_of(labels, "decimal", ",.", msg("a comma or a full stop"), '","'),
    )


def _source(settings: Settings, name: str) -> Source:
    return Source(
        name=name,
        title=_words(settings, "title"),
        publisher=settings.key("publisher"),
        language=settings.language("language"),
        media_type=_like(
            settings, "media_type", _TEXT, msg("{one} alone", one=PLAIN_TEXT), f'"{PLAIN_TEXT}"'
        ),
        sha256=_like(settings, "sha256", _SHA256, msg("64 digits 0 to 9, a to f"), '"4d05fc…"'),
        sidecar=settings.file,
        address=settings.iri("address") if "address" in settings else None,
        fetched=settings.day("fetched"),
        stated=settings.day("stated"),
        licence=settings.iri("licence") if "licence" in settings else None,
        labels=settings.table("labels").values,
        lines=settings.lines,
    )


def _check_bytes(text: Path, expected: str, root: Path) -> None:
    try:
        data = read_file(text, root, MOST_EDITED)
    except OSError as error:
        todo = msg("put the page there as it was fetched, or remove its sidecar")
        message = msg("can't be read: {why}", why=error.strerror)
        if isinstance(error, FileNotFoundError):
            message = msg("is missing")
        raise SourceError(message, text, todo=todo) from error
    _refuse_conflicts(data.decode(errors="replace"), text)
    found = sha256(data).hexdigest()
    if found == expected:
        return
    message, todo = _changed(data, expected, text.name)
    wanted = msg("sha256 {found}, as its sidecar says", found=expected)
    raise SourceError(message, text, expected=wanted, todo=todo)


def _refuse_conflicts(text: str, file: Path) -> None:
    """Refuse a page in which git has left conflicts, whatever the sidecar's sum."""
    lines = [text.count("\n", 0, offset) + 1 for offset in find_conflicts(text)]
    raise_all([SourceError(CONFLICT, file, line, todo=CONFLICT_TODO) for line in lines])


def _changed(data: bytes, expected: str, name: str) -> tuple[Message, Message]:
    """Say how a text differs from the one that was fetched, if that can be told, and what to do."""
    back = msg("bring it back: git checkout -- {file}", file=f"data/sources/{name}")
    if expected in _with_other_ends(data):
        message = msg("is the text that was fetched, but its lines end otherwise")
        return message, msg(
            "write the line {line} into .gitattributes, delete the file, and bring it back: "
            "git checkout -- {file}",
            line="data/sources/* -text",
            file=name,
        )
    longer = msg("is the text that was fetched, with a line break more at its end")
    for changed, message in (
        (data.rstrip(_ENDS), longer),
        (data + b"\n", msg("is the text that was fetched, without the line break at its end")),
        (data.rstrip(_ENDS) + b"\n", longer),
        (data.removeprefix(_BOM), msg("is the text that was fetched, with a byte order mark more")),
    ):
        if expected in _with_other_ends(changed):
            return message, msg(
                "an editor did it: {back}, or import the saved page again under another name",
                back=back,
            )
    return msg("is not the text that was fetched"), msg(
        "{back}, or import the saved page again under another name; what is wrong on the page "
        "stays in it, and is corrected by a decision in data/curated/decisions.ttl",
        back=back,
    )


def _with_other_ends(data: bytes) -> set[str]:
    """Give the sums that a text has with LF, and with CR LF, at the ends of its lines."""
    unix = data.replace(b"\r\n", b"\n")
    return {sha256(text).hexdigest() for text in (unix, unix.replace(b"\n", b"\r\n"))}


def _words(settings: Settings, name: str) -> str:
    words = clean(settings.text(name))
    if not words:
        raise settings.wrong(name, msg("a text"), '"…"')
    return words


def _label(settings: Settings, name: str) -> str:
    """Give a label; the colon that the page has after it is no part of it."""
    words = _words(settings, name).rstrip(": ")
    if not words:
        raise settings.wrong(name, msg("a text"), '"…"')
    return words


def _list(settings: Settings, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(value) for value in settings.texts(name)))


def _fields(labels: Settings) -> dict[str, str]:
    """Read what other labels stand before."""
    fields = labels.table("fields", optional=True)
    found: dict[str, str] = {}
    for label, kind in fields.values.items():
        if kind not in FIELDS or not clean(label).rstrip(": "):
            raise fields.wrong(label, msg("one of {names}", names=", ".join(FIELDS)), '"ignore"')
        found[clean(label).rstrip(": ")] = kind
    return found


def _owners(labels: Settings) -> dict[str, tuple[str, ...]]:
    """Read which organisations an owner's words name; each name stands in the words."""
    owners = labels.table("owners", optional=True)
    found: dict[str, tuple[str, ...]] = {}
    for words in owners.values:
        names = _list(owners, words)
        if not names or not all(name in clean(words) for name in names):
            expected = msg("a list of names, each as it stands in {words}", words=clean(words))
            raise owners.wrong(words, expected, '["…", "…"]')
        found[clean(words)] = names
    return found


def _like(
    settings: Settings, name: str, form: re.Pattern[str], expected: Message, example: str
) -> str:
    value = settings.values.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise settings.wrong(name, expected, example)
    return value


def _one_of(
    settings: Settings, name: str, values: Collection[str], expected: Message, example: str
) -> str | None:
    """Give a text that must be one of some; None if it isn't there."""
    if name not in settings:
        return None
    value = settings.text(name)
    if value not in values:
        raise settings.wrong(name, expected, example)
    return value


def _sections(labels: Settings) -> dict[str, str]:
    sections = labels.table("sections")
    example = '"Pågående projekt" = "ongoing"'
    if not sections.values:
        todo = msg("add each heading with its stage, as in {example}", example=example)
        message, expected = msg("the table labels.sections is empty"), msg("a heading or more")
        raise labels.refused("sections", message, expected, todo)
    for heading in sections.values:
        if not clean(heading) or not is_key(sections.text(heading)):
            expected = msg("a stage, as in {example}", example=example)
            raise sections.wrong(heading, expected, '"ongoing"')
    return {clean(heading): stage for heading, stage in sections.values.items()}
