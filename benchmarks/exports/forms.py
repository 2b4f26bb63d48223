"""The same projects in four forms: an export, a store's dump, Turtle as rdflib's, JSON-LD.

As a program: ``python -m exports.forms COUNT FAULTY_SHARE FILE``; FILE ends with .nt, .nq, .ttl,
.jsonld, or with .sorted.nt.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from exports.records import BASE, PREFIXES, Row, rows

_LITERAL = re.compile(r'"(.*)"(?:@(.+)|\^\^<(.+)>)?', re.DOTALL)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def line(row: Row) -> str:
    """Write a line of N-Triples."""
    subject, predicate, value = row
    shown = value if value[0] in '<"' else f"<{_full(value)}>"
    return f"<{BASE}{subject}> <{_full(predicate)}> {shown} .\n"


def write_export(told: Iterable[list[Row]], file: Path) -> None:
    """Write N-Triples in the order of insertion."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(line(row) for some in told for row in some)


def write_sorted(told: Iterable[list[Row]], file: Path) -> None:
    """Write N-Triples sorted by bytes."""
    file.write_text("".join(sorted(line(row) for some in told for row in some)), encoding="utf-8")


def write_dump(told: Iterable[list[Row]], file: Path) -> None:
    """Have Oxigraph's store dump it: N-Quads in the order of its keys."""
    store = ox.Store()
    text = "".join(line(row) for some in told for row in some)
    graph = ox.NamedNode(f"{BASE}graph/projects")
    store.bulk_load(text.encode(), ox.RdfFormat.N_TRIPLES, to_graph=graph)
    store.dump(str(file), ox.RdfFormat.N_QUADS)


def write_turtle(told: Iterable[list[Row]], file: Path) -> None:
    """Write Turtle as rdflib does: a block a thing, properties by name, the class first."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        for some in told:
            found: dict[str, dict[str, list[str]]] = {}
            for subject, predicate, value in some:
                found.setdefault(subject, {}).setdefault(predicate, []).append(value)
            out.writelines(_block(subject, found[subject]) for subject in sorted(found))


def _block(subject: str, said: dict[str, list[str]]) -> str:
    names = sorted(said, key=lambda name: (name != "rdf:type", name))
    lines = (f"{n if n != 'rdf:type' else 'a'} " + ",\n        ".join(said[n]) for n in names)
    return f"\n<{BASE}{subject}> " + " ;\n    ".join(lines) + " .\n"


def write_jsonld(told: Iterable[list[Row]], file: Path) -> None:
    """Write JSON-LD with a context of prefixes, a node for what one project says of a thing."""
    start = json.dumps({"@context": PREFIXES}, ensure_ascii=False)[:-1]
    with file.open("w", encoding="utf-8") as out:
        out.write(f'{start}, "@graph": [\n')
        nodes = (json.dumps(node, ensure_ascii=False) for some in told for node in _nodes(some))
        out.write(next(nodes))
        out.writelines(f",\n{node}" for node in nodes)
        out.write("\n]}\n")


def _nodes(some: Iterable[Row]) -> Iterator[Mapping[str, object]]:
    found: dict[str, dict[str, list[object]]] = {}
    for subject, predicate, value in some:
        name = "@type" if predicate == "rdf:type" else predicate
        kept = found.setdefault(subject, {}).setdefault(name, [])
        kept.append(value if name == "@type" else _value(value))
    yield from ({"@id": f"{BASE}{subject}", **told} for subject, told in found.items())


def _value(value: str) -> object:
    match = _LITERAL.fullmatch(value)
    if match is None:
        return {"@id": value[1:-1]}
    text, language, datatype = match.groups()
    more = {"@language": language} if language else {"@type": datatype} if datatype else {}
    return {"@value": text, **more} if more else text


WRITERS: dict[str, Callable[[Iterable[list[Row]], Path], None]] = {
    ".nt": write_export,
    ".sorted.nt": write_sorted,
    ".nq": write_dump,
    ".ttl": write_turtle,
    ".jsonld": write_jsonld,
}


def main(count: str, share: str, name: str) -> None:
    """Write a file."""
    file = Path(name)
    form = ".sorted.nt" if name.endswith(".sorted.nt") else file.suffix
    WRITERS[form](rows(int(count), float(share)), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
