"""sources → records → quads → check → release, in one direction."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.catalog import map_catalog
from lod.checking import Options, RdfFile, ReadShapes, check_graph, read_own, read_shape_files
from lod.checking.places import Places
from lod.checking.statements import SUBJECT
from lod.config import Config
from lod.errors import ConfigError, InputError, ShapesError, raise_all
from lod.iris import Iris
from lod.keys import Keys, Row, check_keys, missing, read_keys
from lod.linking import Reference, read_reference
from lod.mapping import (
    Graph,
    apply_decisions,
    map_areas,
    map_page,
    map_publisher,
    read_curated,
)
from lod.mapping.terms import Place
from lod.namespaces import OWL, RDF, RDFS, SKOS, prefixes
from lod.records import Page, Source, Span
from lod.release import Contents, write_release
from lod.reports import Check, render
from lod.reports import Place as Where
from lod.sources.page import read_page
from lod.sources.sidecar import read_source
from lod.store import SourceFile

Say = Callable[[str], None]

_TERMS = {f"{RDFS}Class", f"{OWL}Class", f"{RDF}Property", f"{OWL}Ontology"}
_TERMS |= {f"{SKOS}Concept", f"{SKOS}ConceptScheme"}


@dataclass(frozen=True)
class Mapped:
    """Everything read and mapped, not yet checked.

    :param files: each source's file, by its name.
    :param own: the publication's own Turtle, by folder; see :func:`lod.checking.read_own`.
    """

    config: Config
    pages: tuple[Page, ...]
    files: dict[str, Path]
    own: Mapping[str, Sequence[RdfFile]]
    keys: Keys
    reference: Reference
    graph: Graph

    @property
    def problems(self) -> tuple[InputError, ...]:
        """What could not be read of the sources, while the rest was."""
        return tuple(
            InputError(p.message, self.files[page.source.name], p.line, p.expected, p.todo)
            for page in self.pages
            for p in page.problems
        )

    @property
    def unlinked(self) -> tuple[tuple[Page, str], ...]:
        """The owners that neither tables nor curated files know, as (page, name)."""
        return tuple(
            (page, owner)
            for page in self.pages
            for owner in dict.fromkeys(p.owner.value for p in page.projects if p.owner)
            if not self._is_known(page, owner)
        )

    @property
    def open_anomalies(self) -> tuple[tuple[str, str], ...]:
        """The anomalies that no decision decides, as (path of its IRI, file:line)."""
        kind = ox.NamedNode(self.graph.expand("fp:SourceAnomaly"))
        decides = self.graph.expand("fp:decides")
        decided = {t.object for t in self.graph.quads if t.predicate.value == decides}
        found = [str(t.subject)[1:-1] for t in self.graph.quads if t.object == kind]
        base = self.graph.iris.base
        return tuple(
            (iri.removeprefix(f"{base}id/"), _line_of(self.places((f"<{iri}>", "", "", SUBJECT))))
            for iri in found
            if ox.NamedNode(iri) not in decided and iri.startswith(f"{base}id/")
        )

    def _is_known(self, page: Page, owner: str) -> bool:
        key = self.keys.find("organization", page.source.name, owner)
        subject = ox.NamedNode(self.graph.iris.thing("organization", key))
        kind = ox.NamedNode(self.graph.expand("org:classification"))
        return any(t.subject == subject and t.predicate == kind for t in self.graph.quads)

    @cached_property
    def places(self) -> Places:
        """Where each statement comes from, in files as they are named from here."""
        own = [file for files in self.own.values() for file in files]
        return Places(self.graph.places, self.files, own)


def _line_of(place: Where | None) -> str:
    return "" if place is None else f"{place.file}:{place.line}"


def read_pages(config: Config) -> tuple[tuple[Page, ...], dict[str, Path]]:
    """Read all sources that lod.toml lists.

    :raises SourceError: one hasn't the structure of its kind.
    """
    pages, files = [], {}
    for name in config.sources:
        source, file = read_source(config.site / "data" / "sources", name)
        _check_publisher(source, config)
        pages.append(read_page(source, file.read_bytes(), file))
        files[name] = file
    return tuple(pages), files


def _check_publisher(source: Source, config: Config) -> None:
    if source.publisher != config.publisher.key:
        raise ConfigError(
            f"the publisher {source.publisher!r} isn't the one of lod.toml",
            config.site / "data" / "sources" / f"{source.name}.toml",
            expected=f'publisher = "{config.publisher.key}"',
        )


def mint_keys(config: Config) -> tuple[Keys, tuple[Row, ...]]:
    """Give the keys that there are, and rows for what has none yet."""
    keys = read_keys(config.site / "data" / "keys.csv")
    reference = read_reference(config.site / "data" / "reference")
    new: tuple[Row, ...] = ()
    for page in read_pages(config)[0]:
        new += tuple(missing(page, Keys(keys.file, (*keys.rows, *new)), reference))
    return keys, new


def map_all(config: Config) -> Mapped:
    """Read and map everything there is to publish.

    :raises InputError: a file can't be read, or something has no key.
    """
    data = config.site / "data"
    own = read_own(config.site, config.base_iri, config.vocab_iri)
    pages, files = read_pages(config)
    keys, reference = read_keys(data / "keys.csv"), read_reference(data / "reference")
    raise_all([e for p in pages for e in check_keys(p, files[p.source.name], keys, reference)])
    graph = Graph(Iris(config.base_iri, config.vocab_iri))
    publisher = map_publisher(config.publisher, graph)
    described: set[str] = set()
    for page in _newest_first(pages):
        map_page(page, graph, keys, reference, publisher, described)
    apply_decisions(read_curated(_placed(own["data/curated"])), graph)
    map_areas(graph, reference)
    for triple, place in _placed(own["ontology"] if config.own_vocabulary else ()):
        graph.insert("ontology", triple, place)
    map_catalog(config, graph, _newest(page.source.fetched for page in pages))
    return Mapped(config, pages, files, own, keys, reference, graph)


def _newest_first(pages: Iterable[Page]) -> list[Page]:
    """Order pages by the date they state; one without a date comes last."""
    return sorted(pages, key=lambda page: page.changed or datetime.min, reverse=True)


def _placed(files: Iterable[RdfFile]) -> Iterator[tuple[ox.Triple, Place]]:
    for file in files:
        for triple in file.placed:
            where = file.find(triple.subject, triple.predicate, triple.object)
            line = (where and where.line) or 1
            yield triple, Place(str(file.path), Span(line, line))


def _newest(dates: Iterable[date | None]) -> date | None:
    return max((d for d in dates if d), default=None)


def read(config: Config, say: Say) -> Mapped:
    """Read and map all there is, and say what each line of the sources went into.

    :param say: takes a line of progress.
    :raises InputError: something can't be read, or has no key.
    """
    say("reading and mapping")
    mapped = map_all(config)
    for line in account(mapped):
        say(line)
    return mapped


def check(mapped: Mapped, say: Say, options: Options | None = None) -> Check:
    """Check the graph against the publication's shapes.

    :raises ShapesError: the shapes can't be read, or check nothing.
    """
    say(f"checking {len(mapped.graph.quads)} statements")
    config, triples = mapped.config, list(mapped.graph.quads)
    options = options or Options()
    known = {str(t.subject)[1:-1] for t in triples if _is_term(t)} | _own_words(mapped.graph)
    described = (config.vocab_iri,) if config.own_vocabulary else ()
    options = replace(
        options, known=known, described=described, prefixes=prefixes(config.vocab_iri)
    )
    shapes = _shapes(mapped, known)
    read = [*map(str, mapped.files.values()), *(file.name for file in shapes.files)]
    return check_graph(triples, shapes, mapped.places, options, read)


def _own_words(graph: Graph) -> set[str]:
    """Give the properties and classes that the mapping uses, whatever is written by hand."""
    by_hand = {ox.NamedNode(graph.iris.graph("curated"))}
    said = [t for t, name in graph.quads.items() if name not in by_hand]
    kinds = [t.object for t in said if t.predicate.value == f"{RDF}type"]
    return {t.predicate.value for t in said} | {
        kind.value for kind in kinds if isinstance(kind, ox.NamedNode)
    }


def _is_term(triple: ox.Triple) -> bool:
    """Whether a statement says that its subject is a term: a class, a property, a concept."""
    return isinstance(triple.object, ox.NamedNode) and triple.object.value in _TERMS


def _shapes(mapped: Mapped, known: Collection[str]) -> ReadShapes:
    """Read the shapes; terms of our own that they name must exist."""
    config, files = mapped.config, mapped.own["shapes"]
    if not files:
        raise ShapesError("there is no shape", config.site / "shapes", expected="a .ttl file")
    found = read_shape_files(files)
    if config.own_vocabulary:
        found.refuse_unknown(config.vocab_iri, known)
    return found


def publish(mapped: Mapped, report: Check, out: Path, say: Say) -> Path:
    """Write the release and make it the current one; gives its directory."""
    say("writing the release")
    return write_release(contents(mapped, report), out, mapped.config.keep)


def account(mapped: Mapped) -> Iterator[str]:
    """Say for each source how many lines went into what, and which nothing took."""
    for page in mapped.pages:
        counts: dict[str, int] = {}
        for use in page.lines.values():
            counts[use] = counts.get(use, 0) + 1
        total = len(page.lines) + len(page.untaken)
        uses = ", ".join(f"{use} {n}" for use, n in sorted(counts.items()))
        yield f"{page.source.name}: {total} lines: {uses}; nothing took {len(page.untaken)}"
        for text in page.untaken:
            yield f"  line {text.span.first}, nothing took: {text.verbatim}"
    for anomaly, place in mapped.open_anomalies:
        yield f"{place}: an anomaly that nothing decides: {anomaly}"
    for page, owner in mapped.unlinked:
        yield f"{page.source.name}: an owner that nothing knows, published unlinked: {owner}"


def contents(mapped: Mapped, report: Check) -> Contents:
    """Gather what goes into the release."""
    config = mapped.config
    shapes = [triple for file in mapped.own["shapes"] for triple in file.placed]
    return Contents(
        quads=mapped.graph,
        base_iri=config.base_iri,
        vocab_iri=config.vocab_iri,
        union=True,
        dataset=config.dataset,
        titles=config.titles,
        descriptions=config.descriptions,
        shapes=canonical(shapes),
        sources={page.source.name: _kept(mapped, page) for page in mapped.pages},
        reports={
            "report.json": render(report, "json", "en"),
            "report.ttl": render(report, "turtle", "en"),
        },
        moved=mapped.keys.moved(),
    )


def _kept(mapped: Mapped, page: Page) -> tuple[SourceFile, bytes]:
    file = mapped.files[page.source.name]
    described = SourceFile(page.source.media_type, page.source.language, file.name)
    return described, file.read_bytes()


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Name blank nodes by what is said of them (RDFC-1.0): the same names on every run."""
    quads = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in quads]
