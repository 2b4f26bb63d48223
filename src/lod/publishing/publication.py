"""sources → records → quads: all that a publication says, read and mapped, not yet checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking import RdfFile
from lod.errors import ConfigError, InputError, RejectedRows, raise_all
from lod.files import read_file, without_collector
from lod.publishing.config import Config
from lod.publishing.handwritten import place_of
from lod.publishing.iris import Iris
from lod.publishing.keys import Keys, read_keys
from lod.publishing.linking import Reference, read_reference
from lod.publishing.mapping import (
    Graph,
    StatedIn,
    StatementList,
    apply_decisions,
    map_areas,
    map_counties,
    map_kinds,
    map_publisher,
    map_successions,
    merge,
)
from lod.publishing.mapping.catalog import map_catalog, map_ontology_header
from lod.publishing.mapping.earlier import map_earlier, map_revisions
from lod.publishing.mapping.graphs import map_graphs
from lod.publishing.mapping.kinds import known_kinds
from lod.publishing.mapping.page import page_mapper
from lod.publishing.mapping.shares import Thing, divide_sources, whole_page
from lod.publishing.mapping.spoken import keep_spoken
from lod.publishing.mapping.tombstones import map_tombstones
from lod.publishing.minting import check_keys, names_of, with_minted_owners
from lod.publishing.noted import SourceProblem
from lod.publishing.numbered import number_owners
from lod.publishing.own import read_own
from lod.publishing.parts import PartMapper, Parts, Summary, thing_of
from lod.publishing.places import PublicationPlaces
from lod.publishing.records import Page, Source
from lod.publishing.registers import REGISTERS, read_registers
from lod.publishing.sources.page import read_page
from lod.publishing.sources.sidecar import check_name, read_source
from lod.publishing.stages import find_stages, unknown_in, unknown_stages
from lod.publishing.tables import TableDescription, is_table, read_table_source, table_name
from lod.words import msg

TABLES = ("counties.csv", "municipalities.csv")
"""The files in data/reference."""


@dataclass(frozen=True)
class Mapped:
    """Everything read and mapped, not yet checked.

    :param own: the publication's own Turtle, by folder; see :func:`lod.checking.read_own`.
    :param graph: all that is said, but for what is mapped in parts.
    :param parts: that, if there is much.
    """

    config: Config
    pages: tuple[Page, ...]
    own: Mapping[str, Sequence[RdfFile]]
    keys: Keys
    reference: Reference
    graph: Graph
    parts: Parts | None = None

    @property
    def problems(self) -> tuple[InputError, ...]:
        """What could not be read of the sources, while the rest was."""
        return tuple(_problem(page, p) for page in self.pages for p in page.problems)

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that were read."""
        data = self.config.site / "data"
        read = [self.config.file, *(f for p in self.pages for f in (p.source.sidecar, p.file))]
        read += [data / "keys.csv", *(data / "reference" / name for name in (*TABLES, REGISTERS))]
        read += [file.path for files in self.own.values() for file in files]
        return tuple(file for file in read if file.exists())

    @cached_property
    def places(self) -> PublicationPlaces:
        """Where each statement comes from, in files as they are named from here."""
        own = [file for files in self.own.values() for file in files]
        return PublicationPlaces(self.graph.origins, own, self.config.site, self.parts)

    @cached_property
    def data(self) -> Path | None:
        """A file of all statements as sorted N-Quads, if there are many."""
        return None if self.parts is None else self.parts.joined(self.graph)

    @property
    def quads(self) -> Iterable[ox.Quad]:
        """All statements."""
        if self.data is None:
            return self.graph
        return ox.parse(path=str(self.data), format=ox.RdfFormat.N_QUADS)

    @cached_property
    def summary(self) -> Summary:
        """What is said, summed up."""
        found = Summary.of(self.graph)
        if self.parts is not None:
            found.add(self.parts.summary)
        return found


def refuse_rejected(pages: Iterable[Page]) -> None:
    """Refuse tables of which too many rows are rejected; tell of those rows too.

    :raises RejectedRows: there are; several errors at once.
    """
    errors: list[InputError] = []
    for page in pages:
        if page.unused and page.unused.refused:
            todo = msg("correct the table, or what the sidecar says of it, in [table] and below")
            errors.append(RejectedRows(page.unused.refused, page.file, todo=todo))
            errors += [_problem(page, found, RejectedRows) for found in page.problems]
    raise_all(errors)


def _problem(page: Page, found: SourceProblem, kind: type[InputError] = InputError) -> InputError:
    """Name the page's line, or that of the sidecar's setting where the fault is sought."""
    file, line = page.file, found.line
    if found.setting:
        source = page.source
        file, line = source.sidecar, (place_of(source.lines, found.setting) or (1, 1))[0]
    error = kind(found.message, file, line, found.expected, found.todo)
    return error if page.shown is None else error.unquoted(page.file)


@without_collector()
def read_pages(config: Config, stages: tuple[str, ...] = ()) -> tuple[Page, ...]:
    """Read all sources that lod.toml lists.

    :param stages: those that there are, if they are known: a table's sidecar is held to them.
    :raises InputError: what is wrong with them: a name, a sidecar, or a page without the structure
        of its kind.
    """
    pages, errors = [], []
    for name in config.sources:
        try:
            pages.append(_read_source(name, config, stages))
        except InputError as error:
            errors.append(error)
    raise_all([*errors, *_twice(config)])
    return tuple(pages)


def _twice(config: Config) -> Iterator[ConfigError]:
    """Tell of sources that would have one address."""
    names = [table_name(entry) for entry in config.sources]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        message = msg("two sources have the name {name}", name=name)
        todo = msg("give one of the files another name, and its sidecar too")
        yield ConfigError(message, config.file, config.line("sources"), None, todo)


def _read_source(entry: str, config: Config, stages: tuple[str, ...]) -> Page:
    """Read a source by its entry in lod.toml: a table by its file's name, a page without one."""
    folder, line = config.site / "data" / "sources", config.line("sources")
    if is_table(entry):

        def also(source: Source, described: TableDescription) -> Iterator[InputError]:
            yield from _of_another(source, config)
            said = described.values.get("status", {}) if stages else {}
            yield from unknown_in(source, ("values", "status"), said, stages)

        try:
            return read_table_source(folder, entry, config.file, line, config.site, also)
        except InputError as error:
            raise error.unquoted(folder / entry) from error
    name = check_name(entry, config.file, line)
    source, file = read_source(folder, name, config.site)
    raise_all([*_of_another(source, config)])
    return read_page(source, read_file(file, config.site), file)


def _of_another(source: Source, config: Config) -> Iterator[ConfigError]:
    """Tell of a source whose publisher isn't the publication's; none is told of already."""
    key = config.publisher.key
    if source.publisher not in ("", key):
        line = source.lines["publisher",][0]
        yield ConfigError(
            msg("the publisher {key} isn't that of lod.toml", key=source.publisher),
            source.sidecar,
            line,
            expected=f'publisher = "{key}"',
            todo=msg("write the key of lod.toml, or publish the page where it belongs"),
        )


def _without_keys(pages: Iterable[Page], keys: Keys) -> list[InputError]:
    """List what has no key; with it all else that is wrong with the pages, which may be why."""
    missing = [error for page in pages for error in check_keys(page, keys)]
    if not missing:
        return []
    return [*missing, *(_problem(page, found) for page in pages for found in page.problems)]


@without_collector()
def map_all(
    config: Config,
    seen: Callable[[Sequence[Page]], None] | None = None,
    most: int | None = None,
) -> Mapped:
    """Read and map everything there is to publish.

    :param seen: gets the sources as soon as they are read, whatever is wrong with them.
    :param most: how many projects are mapped in memory; of more, all are mapped in parts.
    :raises InputError: a file can't be read, or something has no key.
    """
    data = config.site / "data"
    own = read_own(config.site, config.base_iri, config.vocab_iri)
    stages = find_stages(own["ontology"], config.vocab_iri)
    pages = read_pages(config, stages)
    if seen is not None:
        seen(pages)
    refuse_rejected(pages)
    raise_all([*unknown_stages(pages, stages)])
    keys = read_keys(data / "keys.csv", config.site)
    pages = tuple(with_minted_owners(page, keys) for page in pages)
    reference = read_reference(data / "reference", config.site)
    registers = read_registers(data / "reference", config.site)
    raise_all(_without_keys(pages, keys))
    first = StatementList(Iris(config.base_iri, config.vocab_iri))
    publisher = map_publisher(config, first)
    numbered = number_owners(pages, keys)
    given = (first.iris, keys, reference, publisher, config.publisher_name, numbered)
    describe = [page_mapper(page, *given) for page in pages]
    shares, shared = [whole_page(page) for page in pages], None
    if most is not None and sum(len(page.projects) for page in pages) > most:
        shared = divide_sources(pages, keys, _apart(own["data/curated"], config, first.iris))
        shares = [*shared.first]
    sources = [one(share) for one, share in zip(describe, shares, strict=True)]
    graph = merge(first.iris, first.said, sources)
    apply_decisions(_said(own["data/curated"]), graph)
    map_successions(graph)
    map_tombstones(keys, pages, graph)
    map_earlier(graph)
    map_revisions(pages, keys, graph)
    map_counties(graph, reference)
    for said in _said(own["ontology"] if config.own_vocabulary else ()):
        graph.insert("ontology", said.triple, said)
    kinds = known_kinds(graph, own_vocabulary=config.own_vocabulary)
    map_kinds(graph, kinds)
    parts = None
    if shared is not None:
        mapper = PartMapper(first.iris, shared, describe, reference, kinds, config.languages)
        parts = Parts(mapper)
    areas = _named_areas(pages, keys, reference) | (parts.summary.areas if parts else set())
    map_areas(graph, reference, config.language, areas)
    map_ontology_header(config, graph)
    keep_spoken(graph, config.languages)
    modified = _newest(page.source.fetched for page in pages)
    map_catalog(config, graph, modified)
    files = parts.summary.files if parts else {}
    map_graphs(config, graph, pages, registers, modified, files)
    return Mapped(config, pages, own, keys, reference, graph, parts)


def _apart(curated: Iterable[RdfFile], config: Config, iris: Iris) -> set[Thing]:
    """Give the things that lod.toml describes, or something that is written by hand names."""
    terms = (
        term.value
        for file in curated
        for triple in file.placed
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode)
    )
    found = {thing for term in terms if (thing := thing_of(term, iris))}
    return found | {("organization", config.publisher.key)}


def _named_areas(pages: Iterable[Page], keys: Keys, reference: Reference) -> set[str]:
    """Give the areas of the organisations that pages name, whatever became of those.

    An area has no row of its own in keys.csv that would say what became of it, unless by hand.
    """
    names = {
        text.value for page in pages for kind, text in names_of(page) if kind == "organization"
    }
    codes = {known.area for name in names if (known := reference.link(name))}
    return {code for code in codes if ("area", code) not in keys.gone}


def _said(files: Iterable[RdfFile]) -> Iterator[StatedIn]:
    return (StatedIn(file.path, triple) for file in files for triple in file.placed)


def _newest(dates: Iterable[date | None]) -> date | None:
    return max((d for d in dates if d), default=None)
