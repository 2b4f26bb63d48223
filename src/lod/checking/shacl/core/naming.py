"""Names shapes in messages: by IRI, or by what a person wrote around a blank node."""

from lod.checking.shacl.core.index import MemoryIndex
from lod.rdf import SH, is_blank, is_iri
from lod.words import msg

_PATH = f"<{SH}path>"


def name_of(graph: MemoryIndex, node: str) -> str:
    """Name a node of the shapes; a blank node by the thing that it is written in, and its path.

    >>> graph = MemoryIndex([("<x:S>", "<x:p>", "_:b"), ("_:b", _PATH, "<https://schema.org/name>")])
    >>> str(name_of(graph, "_:b")), str(name_of(graph, "<x:S>"))
    ('the property shape for schema:name of x:S', 'x:S')
    """
    if not is_blank(node):
        return graph.shorten(node)
    owner = _owner(graph, node)
    if owner is None:
        return msg("a shape without a name")
    paths = graph.objects(node, _PATH)
    if not paths:
        return msg("a part of {owner}", owner=owner)
    if not is_iri(paths[0]):
        return msg("a property shape of {owner}", owner=owner)
    path = graph.shorten(paths[0])
    return msg("the property shape for {path} of {owner}", path=path, owner=owner)


def _owner(graph: MemoryIndex, node: str) -> str | None:
    """Find the IRI that leads to a blank node."""
    seen = {node}
    queue = [node]
    while queue:
        found = [s for s in _users(graph, queue.pop(0)) if s not in seen]
        for user in found:
            if is_iri(user):
                return graph.shorten(user)
        seen.update(found)
        queue += found
    return None


def _users(graph: MemoryIndex, node: str) -> list[str]:
    return [s for subjects in graph.backward.values() for s in subjects.get(node, ())]
