"""What in shapes only SHACL 1.2 Core has: a draft."""

from lod.checking.shacl.core.index import MemoryIndex
from lod.checking.shacl.core.model import MILD
from lod.checking.shacl.core.vocabulary import ADDED, BY_TYPES, PARAMETERS
from lod.rdf import FIRST, NIL, SH, is_blank, plain

MILD_NAMES = frozenset(f"sh:{iri.removeprefix(SH)}" for iri in MILD)


def drafted_term(graph: MemoryIndex, name: str, value: str) -> str | None:
    """Give what of SHACL 1.2 a parameter's value is, for people; None if 1.0 has it."""
    listed = bool(graph.objects(value, FIRST)) or value == NIL
    kind = PARAMETERS[name].kind
    if name in ADDED:
        return f"sh:{name}"
    if value == BY_TYPES and kind == "closing":
        return "sh:ByTypes"
    if kind == "iris" and listed:
        return f"sh:{name} ( … )"
    path = listed or any(p.startswith(f"<{SH}") for p in graph.record(value))
    return f"sh:{name} ( … )" if kind == "path" and is_blank(value) and path else None


def is_plain_node(graph: MemoryIndex, value: str) -> bool:
    """Whether a blank node is one of the data, as a target: no node expression and no list."""
    names = graph.record(value)
    return not any(name.startswith(f"<{SH}") or name == FIRST for name in names)


def drafted_severity(value: str) -> str | None:
    """Give a severity of SHACL 1.2, for people; None if it's another."""
    return f"sh:{plain(value).removeprefix(SH)}" if plain(value) in MILD else None
