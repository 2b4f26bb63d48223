"""What the shapes leave unchecked: shown, never passed over in silence."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

import pyoxigraph as ox

from lod.checking.findings import Shortening
from lod.checking.rules import ReadShapes
from lod.checking.used import Used
from lod.namespaces import OWL, RDF, RDFS, SH
from lod.reports.model import Covered, Finding, Rule
from lod.shacl.terms import plain

_NOT = f"{SH}NotConstraintComponent"
_FOREIGN = (RDF, RDFS, OWL, SH)
_TITLES = {
    "no-target": ("formen kontrollerar något", "the shape checks something"),
    "unknown-target": ("formens mål finns", "the shape's target exists"),
    "unknown-class": ("klassen är känd", "the class is known"),
    "unknown-property": ("egenskapen är känd", "the property is known"),
    "uncovered": ("någon form gäller för saken", "some shape covers the thing"),
}


def guard_findings(
    shapes: ReadShapes,
    used: Used,
    rows: Sequence[Covered],
    known: set[str],
    shorten: Shortening,
    *,
    strict: bool,
) -> list[Finding]:
    """Find what is checked by nothing.

    :param rows: what :func:`coverage` gave.
    :param known: IRIs of terms that the ontology or other vocabularies define.
    :param strict: whether unknown terms and uncovered things are violations, not warnings.
    """
    mild = "violation" if strict else "warning"
    return [
        *_without_target(shapes),
        *_unknown_targets(shapes, used, known, shorten),
        *_unknown_terms(shapes, used, known, shorten, mild),
        *_uncovered(shapes, rows, mild),
        *_classless(shapes, used.lost(), mild),
    ]


def _without_target(shapes: ReadShapes) -> Iterator[Finding]:
    everyone = shapes.shapes.shapes.values()
    reached = {shape.node for shape in shapes.shapes.reached}
    reached |= {node for shape in everyone for c in shape.constraints for node in c.shapes}
    for shape in shapes.shapes.shapes.values():
        if shape.node not in reached and not shape.deactivated and shape.node.startswith("<"):
            yield _finding(
                "no-target",
                "violation",
                f"Formen {shape.node[1:-1]} kontrollerar inget: den har inget mål, och ingen annan använder den.",  # noqa: E501
                f"The shape {shape.node[1:-1]} checks nothing: it has no target, and no other uses it.",  # noqa: E501
                shapes,
                shape.node,
            )


def _unknown_targets(
    shapes: ReadShapes, used: Used, known: set[str], shorten: Shortening
) -> Iterator[Finding]:
    terms = known | used.terms()
    for shape in shapes.shapes.shapes.values():
        if any(c.component == _NOT for c in shape.constraints):
            continue  # it says what must not be there
        for target in shape.targets:
            iri = target.value[1:-1]
            if target.kind in ("node", "advanced") or iri in terms or shape.node == target.value:
                continue
            near = _near(iri, terms)
            sv = f" Menar du {shorten(f'<{near[0]}>')}?" if near else ""
            en = f" Did you mean {shorten(f'<{near[0]}>')}?" if near else ""
            name = shorten(target.value)
            yield _finding(
                "unknown-target",
                "violation" if near or not known else "warning",
                f"Formens mål {name} finns varken i data eller ontologi: formen kontrollerar inget.{sv}",  # noqa: E501
                f"The shape's target {name} is neither in the data nor in an ontology: it checks nothing.{en}",  # noqa: E501
                shapes,
                shape.node,
            )


def _unknown_terms(
    shapes: ReadShapes, used: Used, known: set[str], shorten: Shortening, severity: str
) -> Iterator[Finding]:
    terms = known | _named(shapes)
    rows = [("unknown-class", "Klassen", "The class", used.classes)]
    rows += [("unknown-property", "Egenskapen", "The property", used.properties)]
    for slug, sv, en, counts in rows:
        for iri, count in sorted(counts.items()):
            if iri in terms or iri.startswith(_FOREIGN):
                continue
            near = _near(iri, terms)
            hint = shorten(f"<{near[0]}>") if near else ""
            name = shorten(f"<{iri}>")
            yield _finding(
                slug,
                severity,
                f"{sv} {name} ({count} gånger i data) känner varken ontologi eller former."
                + (f" Menar du {hint}?" if hint else ""),
                f"{en} {name} ({count} times in the data) is known to neither ontology nor shapes."
                + (f" Did you mean {hint}?" if hint else ""),
                shapes,
                focus=iri,
            )


def _near(iri: str, terms: Iterable[str]) -> list[str]:
    """Find the term that is meant: one of nearly this name in its vocabulary."""
    name = _local(iri)
    start = iri.removesuffix(name)
    names = {_local(term): term for term in sorted(terms) if term.startswith(start)}
    return [names[found] for found in get_close_matches(name, names, 1, 0.8)]


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def _named(shapes: ReadShapes) -> set[str]:
    ends = (term for t in shapes.triples for term in (t.subject, t.object))
    return {term.value for term in ends if isinstance(term, ox.NamedNode)}


def _uncovered(shapes: ReadShapes, rows: Sequence[Covered], severity: str) -> Iterator[Finding]:
    for row in rows:
        missing = row.targets - row.checked
        if missing:
            yield _finding(
                "uncovered",
                severity,
                f"{missing} av {row.targets} {row.name} kontrolleras av ingen form.",
                f"{missing} of {row.targets} {row.name} are covered by no shape.",
                shapes,
                focus=row.name,
            )


def _classless(shapes: ReadShapes, lost: Sequence[str], severity: str) -> Iterator[Finding]:
    """Tell of things without a class that no shape's target reaches: a misspelt key, say."""
    if lost:
        first = min(lost)
        yield _finding(
            "uncovered",
            severity,
            f"{len(lost)} saker har ingen klass, och ingen form gäller. Den första: {first}",
            f"{len(lost)} things have no class, and no shape covers them. The first: {first}",
            shapes,
            focus=first,
        )


def coverage(shapes: ReadShapes, used: Used, shorten: Shortening) -> Sequence[Covered]:
    """Count for each class how many of its things a target reaches, and what each shape's do."""
    classes = [
        Covered("class", shorten(f"<{name}>"), count, used.reached[name])
        for name, count in sorted(used.classes.items())
        if not name.startswith(_FOREIGN)
    ]
    names = [shapes.rules[shape.node].id for shape in used.shapes]
    foci = sorted(zip(names, used.foci, strict=True))
    return [*classes, *(Covered("shape", name, count, count) for name, count in foci)]


def _finding(
    slug: str,
    severity: str,
    sv: str,
    en: str,
    shapes: ReadShapes,
    node: str | None = None,
    focus: str | None = None,
) -> Finding:
    titles = dict(zip(("sv", "en"), _TITLES[slug], strict=True))
    rule = Rule(f"guard/{slug}", severity, None, titles)
    place = shapes.place(node) if node else None
    return Finding(rule, severity, {"sv": sv, "en": en}, place, focus or (node and plain(node)))
