"""Pages for people: what the templates get. Every link is relative to the page."""

from collections.abc import Sequence

import pyoxigraph as ox
from flask import g, render_template, request
from markupsafe import Markup

from lod.rdf import DOCUMENT_FORMATS, HTML, JSONLD, RDF, Format, unspoken_texts, write
from lod.release import DUMPS, PACKED, Description, Manifest, lines_of
from lod.serving.app.answers import LARGE_FORMATS, base_iri, has_variant, release
from lod.serving.app.links import graph_link, relative_link
from lod.serving.app.problems import ProblemType
from lod.serving.site.views import ShownValue, View
from lod.words import LANGUAGES, counted, msg

_SHOWN = 200
_TITLE = msg("Linked data")


def helpers() -> dict[str, object]:
    """Give every template its links, its words, and the publication's name."""
    here, spoken = request.path.lstrip("/"), release().manifest.spoken if "lod" in g else LANGUAGES
    title = release().manifest.title if "lod" in g else None
    queried = "lod" in g and release().manifest.store
    return {
        "link": lambda there: relative_link(here, there),
        "lang": spoken[0],
        "msg": msg,
        "counted": counted,
        "queried": queried,
        "site_title": title or _TITLE.told(spoken[0]),
    }


def thing_page(found: Description, path: str) -> str:
    """Write the page about a thing."""
    view = _view(found.triples, path)
    source = path.removeprefix("doc/source/") if path.startswith("doc/source/") else None
    facts = view.facts(found.iri)
    return render_template(
        "thing.html",
        title=view.label(found.iri),
        facts=facts,
        incoming=view.incoming(found.iri),
        found=found,
        before=max(0, found.offset - found.limit),
        path=path,
        alternates=_alternates(path),
        source=source,
        lines=_source_lines(source),
        downloads=_downloads() if path.startswith("set/") else (),
        data=_embedded(found.triples, found.iri),
    )


def listing_page(triples: Sequence[ox.Triple], path: str) -> str:
    """Write a page of everything in a document: terms, concepts, shapes.

    The messages of shapes are in all languages of lod, and shown in those of the publication.
    """
    gone = unspoken_texts(triples, release().manifest.languages)
    triples = [triple for triple in triples if triple not in gone]
    view = _view(triples, path)
    return render_template(
        "listing.html",
        title=view.label(base_iri() + path),
        subjects=view.all_facts(),
        path=path,
        alternates=_alternates(path),
        data=_embedded(triples, base_iri() + path),
    )


def graph_page(triples: Sequence[ox.Triple], path: str, *, whole: bool = True) -> str:
    """Write the page of a named graph: what it speaks of, no more than 200 things.

    :param whole: whether ``triples`` are all of them.
    """
    view = _view(triples, path)
    subjects = sorted(s for s in view.subjects if not s.startswith("_:"))
    return render_template(
        "graph.html",
        title=ShownValue(path),
        count=len(triples) if whole else None,
        subjects=[view.link(s) for s in subjects[:_SHOWN]],
        more=max(0, len(subjects) - _SHOWN),
        path=path,
        alternates=_alternates(path, DOCUMENT_FORMATS if whole else LARGE_FORMATS),
    )


def home_page() -> str:
    """Write the first page: projects, downloads, the way to SPARQL if it is there; the graphs."""
    found = release()
    start = found.describe(f"{found.manifest.vocab_iri}FundedProject")
    view = _view(start.triples if start else (), "")
    projects = _projects(view, start)
    return render_template(
        "home.html",
        projects=projects,
        more=start is not None and start.incoming > start.limit,
        downloads=_downloads(),
        graphs=[(g, _graph_link(g)) for g in sorted(found.graphs)],
        description=_description(found.manifest),
        dataset=found.manifest.dataset,
    )


def _description(found: Manifest) -> ShownValue | None:
    """Give what the publication says of itself, in the first language that it says it in."""
    for language in found.languages:
        if language in found.descriptions:
            return ShownValue(found.descriptions[language], language)
    return None


def _graph_link(graph: str) -> str | None:
    has_address = release().graph_at(graph) == graph
    return graph_link(graph.removeprefix(base_iri())) if has_address else None


def problem_page(found: ProblemType) -> str:
    """Write the page about a type of problem."""
    return render_template("problem_type.html", problem=found, lang="en")


def _projects(view: View, start: Description | None) -> list[ShownValue]:
    if start is None:
        return []
    kind = ox.NamedNode(start.iri)
    subjects = (t.subject for t in start.triples if t.object == kind)
    things = f"{base_iri()}id/"
    named = {s.value for s in subjects if isinstance(s, ox.NamedNode)}
    named = {iri for iri in named if iri.startswith(things)}
    return sorted(map(view.link, named), key=lambda v: v.text)


def _view(triples: Sequence[ox.Triple], path: str) -> View:
    """Look at a graph from a page; properties and classes get their labels wherever they stand."""
    terms = {t.predicate.value for t in triples}
    classes = [t.object for t in triples if t.predicate.value == f"{RDF}type"]
    terms |= {c.value for c in classes if isinstance(c, ox.NamedNode)}
    labels = [t for term in sorted(terms) for t in release().label(term)]
    found = release()
    return View(
        (*triples, *labels), base_iri(), path, found.prefixes, found.manifest.languages, _quoted
    )


def _quoted(name: str, first: int, last: int) -> tuple[str, ...]:
    """Give the lines of a source that say something, from first to last, both counted from 1."""
    return tuple(line for line in release().source_lines(name)[first - 1 : last] if line)


def _alternates(
    path: str, formats: Sequence[Format] = DOCUMENT_FORMATS
) -> list[tuple[str, str, str]]:
    """Give name, media type and path of each variant but the page itself."""
    return [
        (f.name, f.media_type, f"{path}.{f.extension}")
        for f in formats
        if f is not HTML and has_variant(path, f)
    ]


def _downloads() -> list[tuple[str, str]]:
    folder = f"set/{release().manifest.dataset}"
    if not release().knows(f"{base_iri()}{folder}"):
        return []
    dumps = [name for name in DUMPS.values() if release().dump(name)]
    names = [f"{name}{ending}" for name in dumps for ending in ("", PACKED)]
    return [(name, f"{folder}/{name}") for name in names]


def _source_lines(name: str | None) -> list[str]:
    data = None if name is None else release().source(name)
    return [] if data is None else lines_of(data)


def _embedded(triples: Sequence[ox.Triple], first: str) -> Markup:
    """Write JSON-LD so that no text in it can end the script element."""
    data = write(triples, JSONLD, prefixes=release().prefixes, base=base_iri(), first=first)
    text = data.decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # nothing in it is HTML any more
