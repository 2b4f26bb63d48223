"""What no shape speaks of, and somebody should look at: findings, so that all formats show it."""

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from lod.checking import SUBJECT, Finding, Place, RdfFile, Rule, named_here
from lod.publishing.doubtful import doubtful_numbers, doubtful_places
from lod.publishing.filling import to_fill_in
from lod.publishing.keys import KIND_NAMES, KeyRow, fold
from lod.publishing.leaving import left_newest
from lod.publishing.mapping import SourceWords, iri_term
from lod.publishing.mapping.earlier import newest_pages
from lod.publishing.mapping.named import cell_of
from lod.publishing.minting import names_of, unyielded
from lod.publishing.numbered import number_owners
from lod.publishing.own import OWN
from lod.publishing.placing import KnownPlaces
from lod.publishing.publication import Mapped
from lod.publishing.records import Page, Text
from lod.publishing.renamed import likely_programmes, likely_renames
from lod.publishing.tables import table_name
from lod.rdf import OWL
from lod.words import Message, msg, texts

_MOST = 1000  # doubts about a source's cells, of one kind
_DIFFERENT = ox.NamedNode(f"{OWL}differentFrom")

# What is looked at → how grave it is, what should be, how to mend it.
_KINDS: Mapping[str, tuple[str, Message, Message]] = {
    "open-anomaly": (
        "info",
        msg("every anomaly should be decided"),
        msg("decide it with lod decide, which writes into data/curated/decisions.ttl"),
    ),
    "untaken-line": (
        "info",
        msg("every line of a page should be published, or be named in its sidecar"),
        msg("if it should be, compare it with the labels in the sidecar"),
    ),
    "slogan": (
        "info",
        msg("the sidecar should say whether a page's first line is a slogan"),
        msg(
            "if it is the publisher's slogan, add slogan under [labels] in the sidecar: "
            "earlier versions published it unasked"
        ),
    ),
    "owner-in-doubt": (
        "warning",
        msg("every owner should be one name"),
        msg("write into the sidecar, below [labels.owners], which names stand there"),
    ),
    "undated-status": (
        "warning",
        msg("every status should have the day on which the page stated it"),
        msg(
            "write stated = 2013-11-20 (the day) into the sidecar, above [labels]; or changed "
            "under [labels], if the page has its date"
        ),
    ),
    "unyielded-key": (
        "warning",
        msg("what has a key should stand in its source"),
        msg(
            "if the thing has another name now, run lod keys with KEY=NAME; if it is gone, write "
            "retired into its column now"
        ),
    ),
    "table-remark": (
        "info",
        msg("what is odd in a table should be looked at"),
        msg("look at the cell; if it is right, there is nothing to do"),
    ),
    "left-page": (
        "info",
        msg("a project should be on the newest page of its programme"),
        msg(
            "none need be done: it stays as the last page that lists it says; if it has another "
            "name now, run lod keys with KEY=NAME"
        ),
    ),
    "unmet-words": (
        "warning",
        msg("the sidecar's words should stand on the page"),
        msg("write them as the page does, or take them away"),
    ),
    "unread-file": (
        "warning",
        msg("every file in the folder should be read"),
        msg("put it directly in that folder under a name that ends in .ttl, or take it away"),
    ),
    "unlisted-source": (
        "warning",
        msg("every source should be listed in lod.toml"),
        msg("add its name to sources in lod.toml, or take its files away"),
    ),
    "withdrawn-yet-listed": (
        "warning",
        msg("no page lists what is withdrawn, or it is said since when it is"),
        msg(
            "write the day on which you withdrew it after retired, as in retired 2026-11-30; or "
            "empty its column now"
        ),
    ),
    "likely-renamed": (
        "warning",
        msg("a project or programme should be published once"),
        msg(
            "write the new key into the column now of this row; are they two, say in "
            "data/curated that the one is owl:differentFrom the other"
        ),
    ),
    "unfilled": (
        "warning",
        msg("what lod init left open should be filled in before anything is published"),
        msg("fill them in; each setting is explained in docs/operator.md"),
    ),
    "blank-node": (
        "violation",
        msg("everything must have an address"),
        msg("write an address in < > instead of [ ] or _:"),
    ),
}


def notices(mapped: Mapped) -> list[Finding]:
    """Find what somebody should look at, though no shape says so."""
    renamed = [*_likely_renames(mapped)]
    known, numbered = KnownPlaces(mapped.reference), number_owners(mapped.pages, mapped.keys)
    return [
        *_unfilled(mapped),
        *_open_anomalies(mapped),
        *(found for page in mapped.pages for found in _of_page(page, mapped)),
        *(
            found
            for page in mapped.pages
            for each in (
                doubtful_places(page, known),
                doubtful_numbers(page, mapped.keys, numbered),
            )
            for found in _at_cells(page, each)
        ),
        *_unyielded_keys(mapped),
        *_withdrawn_yet_listed(mapped),
        *renamed,
        *_left_pages(mapped, {str(found.focus) for found in renamed}),
        *_unread_files(mapped),
        *_unlisted_sources(mapped),
        *(found for file in mapped.own["data/curated"] for found in _blank_nodes(file)),
    ]


def _unfilled(mapped: Mapped) -> Iterator[Finding]:
    """Tell in one list what lod init left for the steward to fill in."""
    config = mapped.config
    if left := to_fill_in(config):
        listed = left[0]
        for one in left[1:]:
            listed = msg("{texts}, {next}", texts=listed, next=one)
        message = msg("still to be filled in after lod init: {settings}", settings=listed)
        words = SourceWords.of_setting(config.file, config.lines, "publisher", "key")
        yield _notice("unfilled", message, mapped.places.of_words(words))


def _open_anomalies(mapped: Mapped) -> Iterator[Finding]:
    """Tell of each anomaly that no decision decides, with why it is one."""
    for subject, reasons in mapped.summary.open.items():
        told = {
            language: msg("nobody has decided: {why}", why=why).told(language)
            for language, why in reasons.items()
        }
        thing = (str(subject), "", "", SUBJECT)
        yield _finding("open-anomaly", told, mapped.places(thing), str(subject))


def _of_page(page: Page, mapped: Mapped) -> Iterator[Finding]:
    """Tell of lines that nothing took, and of the sidecar's words that aren't on the page."""
    yield from _untaken(page, mapped)
    yield from _doubtful_owners(page, mapped)
    yield from _undated(page, mapped)
    for remark in page.remarks:
        place = Place(named_here(page.file), remark.line, pointer=remark.pointer or None)
        yield _notice("table-remark", remark.message, place)
    source = page.source
    for unmet in page.unmet:
        words = SourceWords.of_setting(
            source.sidecar, source.lines, *unmet.setting, words=unmet.words
        )
        message = msg("the page doesn't say this: {words}", words=unmet.words)
        yield _notice("unmet-words", message, mapped.places.of_words(words))


def _at_cells(page: Page, doubts: Iterable[tuple[Text, Message]]) -> Iterator[Finding]:
    """Tell of doubts at their cells, a constant's once; of very many the first thousand alone."""
    told = [*{(stated, str(message)): (stated, message) for stated, message in doubts}.values()]
    yield from (_at_cell(page, *one) for one in told[:_MOST])
    if (more := len(told) - _MOST) > 0:
        message = msg("remarks that aren't told one by one: {count}", count=more)
        yield _at_cell(page, told[_MOST][0], message)


def _at_cell(page: Page, stated: Text, message: Message) -> Finding:
    source = page.source
    if stated.setting:
        words = SourceWords.of_setting(source.sidecar, source.lines, *stated.setting)
        line, pointer, file = words.span.first, None, source.sidecar
    else:
        line, pointer, file = stated.span.first, cell_of(stated.span), page.file
    return _notice("table-remark", message, Place(named_here(file), line, pointer=pointer))


def _untaken(page: Page, mapped: Mapped) -> Iterator[Finding]:
    """Tell of lines that nothing took; the words of one that is withheld aren't repeated."""
    unnamed = "slogan" not in page.source.labels
    for text in page.untaken:
        words = SourceWords(page.file, text.span, text.verbatim)
        message = msg("is not published: {words}", words=text.value)
        if text.span.first in page.withheld:
            message = msg("is not published")
        first = unnamed and text.span.first == 1
        yield _notice("slogan" if first else "untaken-line", message, mapped.places.of_words(words))


def _doubtful_owners(page: Page, mapped: Mapped) -> Iterator[Finding]:
    """Tell of owners whose words may be several names, or more than a name."""
    for project in page.projects:
        if project.owner and project.doubtful:
            words = SourceWords(page.file, project.owner.span, project.owner.verbatim)
            message = msg(
                "the owner may be several names, or more than a name; no key is made for it "
                "before the sidecar says: {example}",
                example=f'"{project.owner.value}" = ["…"]',
            )
            yield _notice("owner-in-doubt", message, mapped.places.of_words(words))


def _undated(page: Page, mapped: Mapped) -> Iterator[Finding]:
    """Tell how many statuses aren't published, as the page has no date."""
    staged = sum(project.stage is not None for project in page.projects)
    staged += page.programme.stage is not None
    if page.stated is None and staged:
        source = page.source
        words = SourceWords.of_setting(source.sidecar, source.lines, "labels", "sections")
        message = msg(
            "the page has no date that can be read, so that no status is published: {count}",
            count=staged,
        )
        yield _notice("undated-status", message, mapped.places.of_words(words))


def _unyielded_keys(mapped: Mapped) -> Iterator[Finding]:
    """Tell of keys in use whose thing stands no more in the source that they name."""
    folder = mapped.config.site / "data" / "sources"
    listed = {table_name(source) for source in mapped.config.sources}
    unlisted = {file.stem for file in folder.glob("*.toml")} - listed
    for row in unyielded(mapped.pages, mapped.keys, unlisted):
        named = {"source": row.source, "name": row.as_written, "kind": KIND_NAMES[row.kind]}
        message = msg("the source {source} has this no more: {name} ({kind})", **named)
        column = "as_written"
        if row.source not in listed:
            message = msg("there is no source {source}, which is to have {name} ({kind})", **named)
            column = "source"
        yield _notice("unyielded-key", message, _place_of_key(row, column, mapped))


def _left_pages(mapped: Mapped, renamed: Container[str]) -> Iterator[Finding]:
    """Tell of projects that the newest page of their programme no longer lists.

    :param renamed: addresses of those that are told as renamed already.
    """
    iris = mapped.graph.iris
    for row, newest in left_newest(mapped.pages, mapped.keys):
        thing = str(iri_term(iris.thing("project", mapped.keys.settled(row).now or row.key)))
        if thing not in renamed:
            message = msg(
                "{name} ({key}) isn't listed by the newest page, {newest}; {source} is the last "
                "that lists it",
                name=row.as_written,
                key=row.key,
                newest=newest.source.name,
                source=row.source,
            )
            place = _place_of_key(row, "as_written", mapped)
            yield _finding("left-page", texts(message), place, thing)


def _place_of_key(row: KeyRow, column: str, mapped: Mapped) -> Place:
    cell = row.cells.cells[column] if row.cells else None
    return Place(
        named_here(mapped.keys.file),
        cell.line if cell else row.line,
        cell.column if cell else None,
        end_column=cell.column + len(cell.text) if cell else None,
        text=cell.source if cell else None,
    )


def _withdrawn_yet_listed(mapped: Mapped) -> Iterator[Finding]:
    """Tell of what is withdrawn without a day, or before it, and yet listed by a page."""
    keys = mapped.keys
    newest = {page.source.name for page in newest_pages(mapped.pages, keys)}
    for row, pages in _withdrawn(mapped).items():
        for page, words in pages:
            told = {"name": words, "source": page.source.name}
            if row.since is None and page.source.name in newest:
                message = msg("{name} is withdrawn without a day, but the newest page lists it: {source}", **told)  # fmt: skip # noqa: E501
            elif row.since and page.stated and row.since < page.stated:
                days = {"since": str(row.since), "stated": str(page.stated)}
                message = msg("{name} is withdrawn since {since}, but a page of {stated} lists it: {source}", **told, **days)  # fmt: skip # noqa: E501
            else:
                continue
            yield _notice("withdrawn-yet-listed", message, _fate(row, keys.file))
            break


def _withdrawn(mapped: Mapped) -> dict[KeyRow, list[tuple[Page, str]]]:
    """Give the rows that withdraw something, each with the pages that list it and its name."""
    found: dict[KeyRow, list[tuple[Page, str]]] = {}
    for page in mapped.pages:
        for kind, name in names_of(page):
            if row := mapped.keys.withdrawal(kind, page.source.name, name.value):
                found.setdefault(row, []).append((page, name.value))
    return found


def _fate(row: KeyRow, file: Path) -> Place:
    """Give the place of what a row says of what became of its key."""
    if row.cells is None:
        return Place(named_here(file), row.line)
    cell = row.cells.cells["now"]
    return Place(named_here(file), cell.line, cell.column, text=cell.source)


def _likely_renames(mapped: Mapped) -> Iterator[Finding]:
    """Tell of projects and programmes that are probably one, unless it is decided otherwise."""
    graph, keys = mapped.graph, mapped.keys
    rows = {row.thing: row for row in keys.rows}
    projects = likely_renames(mapped.pages, keys)
    for found in (*projects, *likely_programmes(mapped.pages, keys)):
        old, new = (iri_term(graph.iris.thing(found.kind, key)) for key in (found.old, found.new))
        pairs = (ox.Triple(old, _DIFFERENT, new), ox.Triple(new, _DIFFERENT, old))
        row = rows[found.kind, found.source, fold(found.was)]
        if graph.quads.keys().isdisjoint(pairs) and row.cells is not None:
            told = {"old": found.was, "new": found.now, "key": found.new}
            message = msg("{old} is probably {new} now ({key}): owner and period are the same", **told)  # fmt: skip # noqa: E501
            if found.kind == "programme":
                message = msg("{old} is probably {new} now ({key}): most projects are the same", **told)  # fmt: skip # noqa: E501
            yield _finding("likely-renamed", texts(message), _fate(row, keys.file), str(old))


def _unread_files(mapped: Mapped) -> Iterator[Finding]:
    """Tell of files in the folders of our own Turtle that aren't read."""
    for folder in OWN:
        top = mapped.config.site / folder
        read = {file.path for file in mapped.own[folder]}
        below = (
            file for inner, _, names in os.walk(top) for file in map(Path(inner).joinpath, names)
        )
        for file in sorted(below):
            if file.is_file() and file not in read and not _is_aside(file.relative_to(top)):
                message = msg("is not read: {file}", file=file.name)
                yield _notice("unread-file", message, Place(named_here(file)))


def _is_aside(file: Path) -> bool:
    """Whether a file is hidden, or a note to people."""
    return any(part.startswith(".") for part in file.parts) or file.suffix == ".md"


def _unlisted_sources(mapped: Mapped) -> Iterator[Finding]:
    folder = mapped.config.site / "data" / "sources"
    for file in sorted(folder.glob("*.toml")):
        if file.stem not in map(table_name, mapped.config.sources):
            message = msg("this source is not published: {name}", name=file.stem)
            yield _notice("unlisted-source", message, Place(named_here(file)))


def _blank_nodes(file: RdfFile) -> Iterator[Finding]:
    """Tell of statements about what has no address; they are left out."""
    for triple in file.placed:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            place = file.find(triple.subject, triple.predicate, triple.object)
            yield _notice("blank-node", msg("this has no address of its own"), place)


def _notice(name: str, message: Message, place: Place | None) -> Finding:
    return _finding(name, texts(message), place)


def _finding(
    name: str, messages: dict[str, str], place: Place | None, focus: str | None = None
) -> Finding:
    severity, title, how = _KINDS[name]
    rule = Rule(f"notice/{name}", severity, title=texts(title), help=texts(how))
    return Finding(rule, severity, messages, place, focus)
