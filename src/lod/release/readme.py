"""What a release says of itself to whoever opens its folder: a text, whose lines name its files."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lod.rdf import JSONLD, TURTLE
from lod.release.manifest import DATA, DUMPS, INCOMING, INDEX, MANIFEST, MEMBERS, PACKED
from lod.words import msg, spoken_of

README = "readme.txt"

_ITS_MEMBERS = msg("where the compressed pieces of the file of that name begin")
_HOLDS = {
    f"{DATA}{PACKED}": msg("all statements with their graphs, as sorted N-Quads"),
    f"{DUMPS[TURTLE]}{PACKED}": msg("the same as Turtle, without graphs"),
    f"{DUMPS[JSONLD]}{PACKED}": msg("the same as JSON-LD, without graphs"),
    f"{INCOMING}{PACKED}": msg("the same, turned round: what points at each thing"),
    f"{DATA}{MEMBERS}": _ITS_MEMBERS,
    f"{INCOMING}{MEMBERS}": _ITS_MEMBERS,
    "graphs/": msg("each graph as sorted N-Triples; {file} says which is which", file=MANIFEST),
    INDEX: msg("what lists, facets and search are answered from (SQLite)"),
    "shapes.nt": msg("the application profile: its shapes, as N-Triples"),
    "sources/": msg("the sources as published; {file} says which is which", file=MANIFEST),
    "report.json": msg("what the check found"),
    "report.ttl": msg("the same as a SHACL report in Turtle"),
    "store/": msg("what SPARQL queries are answered from (Oxigraph)"),
    MANIFEST: msg("titles, graphs, sources; size and SHA-256 of each file"),
}


def describe_folder(table: Mapping[str, Any], files: Collection[str]) -> bytes:
    """Say what a release holds, in the first language of its own that lod speaks; UTF-8.

    :param table: of the manifest.
    :param files: that it has, beside the manifest and its store.
    """
    language = spoken_of(table["languages"])[0]
    lines = [*_titles(table), table["base_iri"], ""]
    whole = msg("A release of lod: all that is published, as of one build. It is never changed.")
    packed = msg("What ends in {ending} is read with gunzip.", ending=PACKED)
    check = msg("Whether all is as it was written: {command}", command="lod release verify")
    lines += [*(text.told(language) for text in (whole, packed, check)), ""]
    held = [(name, _HOLDS[name].told(language)) for name in _held(table, files)]
    width = max(len(name) for name, _ in held) + 2
    lines += [f"{name.ljust(width)}{what}" for name, what in held]
    if not table["store"]:
        lines += ["", msg("There is no SPARQL store.").told(language)]
    return "".join(f"{line}\n" for line in lines).encode()


def _titles(table: Mapping[str, Any]) -> Iterator[str]:
    """Its name in its first language that it has one in."""
    found = (table["titles"].get(language) for language in table["languages"])
    yield from [title for title in found if title][:1]


def _held(table: Mapping[str, Any], files: Collection[str]) -> Iterator[str]:
    """Give the names of what there is, in the order in which it is told; folders end in a slash."""
    folders = {f"{name.partition('/')[0]}/" for name in files if "/" in name}
    there = {MANIFEST, *files, *folders}
    if table["store"]:
        there.add("store/")
    yield from (name for name in _HOLDS if name in there)
