"""Property paths as SHACL writes them in Turtle."""

from lod.rdf import Path

_MARKS = {
    "^": "inversePath",
    "*": "zeroOrMorePath",
    "+": "oneOrMorePath",
    "?": "zeroOrOnePath",
}


def turtle_path(path: Path) -> str:
    """Write a path in Turtle, with the prefix ``sh:``.

    >>> inverse = Path("^", parts=(Path("", "<a:q>"),))
    >>> turtle_path(Path("/", parts=(Path("", "<a:p>"), inverse)))
    '( <a:p> [ sh:inversePath <a:q> ] )'

    Source: SHACL, 2.3.1.
    """
    if not path.operator:
        return path.predicate
    if path.operator in _MARKS:
        return f"[ sh:{_MARKS[path.operator]} {turtle_path(path.parts[0])} ]"
    listed = f"( {' '.join(map(turtle_path, path.parts))} )"
    return listed if path.operator == "/" else f"[ sh:alternativePath {listed} ]"
