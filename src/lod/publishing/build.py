"""sources → records → quads → check → release, in one direction."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from lod.checking import (
    Finding,
    Options,
    ReadShapes,
    Report,
    check_graph,
    check_sorted,
    mark_known,
    named_here,
    read_shape_files,
    render_report,
    unread_findings,
)
from lod.deriving import derive
from lod.errors import EmptyShapes
from lod.files import read_file
from lod.publishing.byhand import with_void
from lod.publishing.config import Config
from lod.publishing.filling import to_fill_in
from lod.publishing.keys import KeyRow, Keys, read_keys
from lod.publishing.leftopen import left_open
from lod.publishing.linking import read_reference
from lod.publishing.mapping.spoken import spoken_shapes
from lod.publishing.minting import missing_keys
from lod.publishing.parts import MANY_PROJECTS
from lod.publishing.places import named_from
from lod.publishing.publication import Mapped, map_all, read_pages
from lod.publishing.records import Page
from lod.publishing.tables import EXACT_DUPLICATE, is_duplicate
from lod.publishing.unsettled import notices
from lod.publishing.withholding import unquoted, without_lines, without_words
from lod.rdf import FOAF, OWL, RDF, RDFS, SKOS, prefixes, rank
from lod.release import Contents, SourceFile, write_release
from lod.words import Message, msg

Say = Callable[[str], None]

_TERMS = {f"{RDFS}Class", f"{OWL}Class", f"{RDF}Property", f"{OWL}Ontology"}
_LISTED = ("/licence", "spec/graph-should")
"""The ends of rules for what a new publication lacks, and is told of in one list."""

_TERMS |= {f"{SKOS}Concept", f"{SKOS}ConceptScheme"}


def mint_keys(config: Config) -> tuple[Keys, tuple[KeyRow, ...]]:
    """Give the keys that there are, and rows for what has none yet."""
    keys = read_keys(config.site / "data" / "keys.csv", config.site)
    reference = read_reference(config.site / "data" / "reference", config.site)
    return keys, tuple(missing_keys(read_pages(config), keys, reference))


def read_publication(
    config: Config,
    say: Say,
    seen: Callable[[Sequence[Page]], None] | None = None,
    *,
    whole: bool = False,
) -> Mapped:
    """Read and map all there is, and say what each line of the sources went into.

    :param say: takes a line of progress.
    :param seen: gets the sources as soon as they are read, whatever is wrong with them.
    :param whole: whether all statements are to be in memory, however many.
    :raises InputError: something can't be read, or has no key.
    """
    say(msg("reading and mapping"))
    mapped = map_all(config, seen, None if whole else MANY_PROJECTS)
    for page in mapped.pages:
        say(account(page))
    return mapped


def check_site(
    config: Config,
    say: Say,
    options: Options | None = None,
    also: Callable[[Mapped], Sequence[Finding]] = lambda _: (),
) -> Report:
    """Read a publication and check it; what could not be read of its sources is found, too.

    :param also: finds what else is wrong with it.
    :raises InputError: something can't be read, or has no key; or its shapes check nothing.
    """
    mapped = read_publication(config, say)
    report = check_publication(mapped, lambda _: None, options)
    more = [*unread_findings(mapped.problems), *also(mapped)]
    known = mark_known(more, options.baseline if options else ())
    return replace(report, findings=[*known, *report.findings])


def account(page: Page) -> Message:
    """Say how many lines of a page, or rows of a table, went into what, and how many nothing took.

    Rows that are duplicates of others are told together.
    """
    counts: dict[str, int] = {}
    for use in page.lines.values():
        use = EXACT_DUPLICATE if is_duplicate(use) else use
        counts[use] = counts.get(use, 0) + 1
    total = len(page.lines) + len(page.untaken)
    told = msg("{source}: {count} lines", source=page.source.name, count=total)
    if page.unused is not None:
        told = msg("{source}: {count} rows", source=page.source.name, count=total)
    for use, count in sorted(counts.items()):
        told = msg("{before}, {use} {count}", before=told, use=use, count=count)
    if page.unused is not None:
        return told
    return msg("{before}; nothing took {count}", before=told, count=len(page.untaken))


def check_publication(mapped: Mapped, say: Say, options: Options | None = None) -> Report:
    """Check the graph against the publication's shapes, and tell of what nobody has settled.

    :raises ShapesError: the shapes can't be read, or check nothing.
    """
    say(msg("checking {count} statements", count=mapped.summary.count))
    config, options = mapped.config, options or Options()
    terms = {str(t.subject)[1:-1] for t in mapped.graph.quads if _is_term(t)}
    known = terms | _own_words(mapped)
    known |= _words_of_others(config.vocab_iri) | {f"{FOAF}Agent"}  # whose publisher has an iri
    described = (config.vocab_iri,) if config.own_vocabulary else ()
    options = replace(
        options,
        publication=True,
        known=known,
        described=described,
        prefixes=prefixes(config.vocab_iri),
    )
    shapes = _shapes(mapped, known, options.shacl)
    read = [*map(named_here, mapped.files), *(file.name for file in shapes.files)]
    report = with_void(_checked(mapped, shapes, options, read), mapped)
    told = mark_known(notices(mapped), options.baseline)
    listed = to_fill_in(config)  # with the licence in it
    found = [f for f in report.findings if not (listed and f.rule.id.endswith(_LISTED))]
    found = mark_known(found, options.baseline)
    findings = unquoted([*told, *found], mapped.pages)
    return replace(report, findings=findings, left_open=left_open(told))


def _checked(mapped: Mapped, shapes: ReadShapes, options: Options, files: list[str]) -> Report:
    if mapped.data is None:
        return check_graph(list(mapped.graph.quads), shapes, mapped.places, options, files)
    return check_sorted(mapped.data, shapes, mapped.places, options, files)


def _own_words(mapped: Mapped) -> set[str]:
    """Give the properties and classes that the mapping uses, whatever is written by hand."""
    graph = mapped.graph
    by_hand = {ox.NamedNode(graph.iris.graph("curated"))}
    said = [t for t, name in graph.quads.items() if name not in by_hand]
    kinds = [t.object for t in said if t.predicate.value == f"{RDF}type"]
    found = {t.predicate.value for t in said}
    found |= {kind.value for kind in kinds if isinstance(kind, ox.NamedNode)}
    return found | (mapped.parts.summary.words if mapped.parts else set())


def _words_of_others(vocab_iri: str) -> set[str]:
    """Give the terms of others that we may write, used here or not."""
    return {iri for iri in rank(prefixes(vocab_iri)) if not iri.startswith(vocab_iri)}


def _is_term(triple: ox.Triple) -> bool:
    """Whether a statement says that its subject is a term: a class, a property, a concept."""
    return isinstance(triple.object, ox.NamedNode) and triple.object.value in _TERMS


def _shapes(mapped: Mapped, known: Collection[str], version: str) -> ReadShapes:
    """Read the shapes; terms of our own that they name must exist."""
    config, files = mapped.config, mapped.own["shapes"]
    if not files:
        raise EmptyShapes(
            msg("there is no shape"),
            config.site / "shapes",
            expected=msg("a file that ends in .ttl"),
        )
    found = read_shape_files(files, version=version)
    if config.own_vocabulary:
        found.refuse_unknown(config.vocab_iri, known)
    return found


def publish(mapped: Mapped, report: Report, out: Path, say: Say) -> Path:
    """Write the release and make it the current one; gives its directory."""
    say(msg("writing the release"))
    return write_release(contents(mapped, report), derive, out, mapped.config.keep)


def contents(mapped: Mapped, report: Report) -> Contents:
    """Gather what goes into the release; nothing of it says where the publication lies."""
    config = mapped.config
    report = replace(report, findings=[*unread_findings(mapped.problems), *report.findings])
    report = named_from(without_words(report, mapped.pages), config.site)
    shapes = [triple for file in mapped.own["shapes"] for triple in file.placed]
    return Contents(
        quads=() if mapped.data else mapped.graph,
        file=mapped.data,
        base_iri=config.base_iri,
        vocab_iri=config.vocab_iri,
        union=True,
        dataset=config.dataset,
        languages=config.languages,
        titles=config.titles,
        descriptions=config.descriptions,
        shapes=name_blank_nodes(spoken_shapes(shapes, config.languages)),
        sources={page.source.name: _kept(page, config.site) for page in mapped.pages},
        reports={
            "report.json": render_report(report, "json", "en"),
            "report.ttl": render_report(report, "turtle", "en"),
        },
        moved=mapped.keys.moved(),
        store=config.store,
    )


def _kept(page: Page, site: Path) -> tuple[SourceFile, bytes]:
    described = SourceFile(page.source.media_type, page.source.language)
    if page.published is not None:
        return described, page.published
    return described, without_lines(read_file(page.file, site), page.withheld)


def name_blank_nodes(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Name blank nodes by what is said of them (RDFC-1.0): the same names on every run."""
    quads = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in quads]
