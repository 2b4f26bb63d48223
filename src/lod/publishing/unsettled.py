"""What no shape speaks of, and somebody should look at: findings, so that all formats show it."""

import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from lod.checking import SUBJECT, Finding, Place, RdfFile, Rule, named_here
from lod.publishing.keys import KIND_NAMES, KeyRow, fold
from lod.publishing.leaving import left_newest
from lod.publishing.mapping import SourceWords, iri_term
from lod.publishing.minting import unyielded
from lod.publishing.own import OWN
from lod.publishing.publication import Mapped
from lod.publishing.records import Page
from lod.publishing.renamed import likely_renames
from lod.rdf import DCTERMS, OWL, RDF
from lod.words import LANGUAGES, Message, msg, texts

_DIFFERENT = ox.NamedNode(f"{OWL}differentFrom")

# What is looked at → how grave it is, what should be, how to mend it.
_KINDS: Mapping[str, tuple[str, Message, Message]] = {
    "open-anomaly": (
        "info",
        msg("somebody has decided the anomaly"),
        msg("write a decision into data/curated/decisions.ttl; the file shows how"),
    ),
    "untaken-line": (
        "info",
        msg("the page's line is published"),
        msg("if it should be, compare it with the labels in the sidecar"),
    ),
    "slogan": (
        "info",
        msg("the sidecar says whether a page's first line is a slogan"),
        msg(
            "if it is the publisher's slogan, add slogan under [labels] in the sidecar: "
            "earlier versions published it unasked"
        ),
    ),
    "owner-in-doubt": (
        "warning",
        msg("each owner is one name"),
        msg("write into the sidecar, below [labels.owners], which names stand there"),
    ),
    "undated-status": (
        "warning",
        msg("a status has the day on which the page stated it"),
        msg(
            "write stated = 2013-11-20 (the day) into the sidecar, above [labels]; or changed "
            "under [labels], if the page has its date"
        ),
    ),
    "unyielded-key": (
        "warning",
        msg("what has a key stands in its source"),
        msg(
            "if the thing has another name now, run lod keys with KEY=NAME; if it is gone, write "
            "retired into its column now"
        ),
    ),
    "left-page": (
        "info",
        msg("the newest page of its programme lists a project"),
        msg(
            "none need be done: it stays as the last page that lists it says; if it has another "
            "name now, run lod keys with KEY=NAME"
        ),
    ),
    "unmet-words": (
        "warning",
        msg("the sidecar's words stand on the page"),
        msg("write them as the page does, or take them away"),
    ),
    "unread-file": (
        "warning",
        msg("the file is read"),
        msg("put it directly in that folder under a name that ends in .ttl, or take it away"),
    ),
    "unlisted-source": (
        "warning",
        msg("the source is listed in lod.toml"),
        msg("add its name to sources in lod.toml, or take its files away"),
    ),
    "likely-renamed": (
        "warning",
        msg("a project is published once"),
        msg(
            "write the new key into the column now of this row; are they two projects, say in "
            "data/curated that the one is owl:differentFrom the other"
        ),
    ),
    "blank-node": (
        "violation",
        msg("everything has an address"),
        msg("write an address in < > instead of [ ] or _:"),
    ),
}


def notices(mapped: Mapped) -> list[Finding]:
    """Find what somebody should look at, though no shape says so."""
    renamed = [*_likely_renames(mapped)]
    return [
        *_open_anomalies(mapped),
        *(found for page in mapped.pages for found in _of_page(page, mapped)),
        *_unyielded_keys(mapped),
        *renamed,
        *_left_pages(mapped, {str(found.focus) for found in renamed}),
        *_unread_files(mapped),
        *_unlisted_sources(mapped),
        *(found for file in mapped.own["data/curated"] for found in _blank_nodes(file)),
    ]


def _open_anomalies(mapped: Mapped) -> Iterator[Finding]:
    """Tell of each anomaly that no decision decides, with why it is one."""
    graph = mapped.graph
    kind = ox.NamedNode(graph.expand("fp:SourceAnomaly"))
    decides, why = graph.expand("fp:decides"), f"{DCTERMS}description"
    decided = {t.object for t in graph.quads if t.predicate.value == decides}
    types = [t for t in graph.quads if t.object == kind and t.predicate.value == f"{RDF}type"]
    anomalies = {t.subject: dict[str, str]() for t in types if t.subject not in decided}
    for t in graph.quads:
        if t.subject in anomalies and t.predicate.value == why and isinstance(t.object, ox.Literal):
            anomalies[t.subject][t.object.language or ""] = t.object.value
    for subject, reasons in anomalies.items():
        one = next(iter(reasons.values()), "")  # an anomaly speaks the publication's languages
        told = {
            language: msg("nobody has decided: {why}", why=reasons.get(language, one)).told(
                language
            )
            for language in LANGUAGES
        }
        thing = (str(subject), "", "", SUBJECT)
        yield _finding("open-anomaly", told, mapped.places(thing), str(subject))


def _of_page(page: Page, mapped: Mapped) -> Iterator[Finding]:
    """Tell of lines that nothing took, and of the sidecar's words that aren't on the page."""
    yield from _untaken(page, mapped)
    yield from _doubtful_owners(page, mapped)
    yield from _undated(page, mapped)
    source = page.source
    for unmet in page.unmet:
        words = SourceWords.of_setting(
            source.sidecar, source.lines, *unmet.setting, words=unmet.words
        )
        message = msg("the page doesn't say this: {words}", words=unmet.words)
        yield _notice("unmet-words", message, mapped.places.of_words(words))


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
    folder, listed = mapped.config.site / "data" / "sources", mapped.config.sources
    unlisted = {file.stem for file in folder.glob("*.toml")} - {*listed}
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


def _likely_renames(mapped: Mapped) -> Iterator[Finding]:
    """Tell of projects that are probably one, unless it is decided that they are two."""
    graph, keys = mapped.graph, mapped.keys
    rows = {row.thing: row for row in keys.rows}
    for found in likely_renames(mapped.pages, keys):
        old, new = (iri_term(graph.iris.thing("project", key)) for key in (found.old, found.new))
        pairs = (ox.Triple(old, _DIFFERENT, new), ox.Triple(new, _DIFFERENT, old))
        row = rows["project", found.source, fold(found.was.title.value)]
        if graph.quads.keys().isdisjoint(pairs) and row.cells is not None:
            cell = row.cells.cells["now"]
            message = msg(
                "{old} is probably {new} now ({key}): owner and period are the same",
                old=found.was.title.value,
                new=found.now.title.value,
                key=found.new,
            )
            place = Place(named_here(keys.file), cell.line, cell.column, text=cell.source)
            yield _finding("likely-renamed", texts(message), place, str(old))


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
        if file.stem not in mapped.config.sources:
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
