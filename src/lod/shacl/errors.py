"""What is wrong with shapes: each error names the shape and the property it is about."""

from dataclasses import dataclass, field

from lod.errors import ShapesError


@dataclass
class MalformedShapes(ShapesError):
    """A shape breaks SHACL's syntax rules.

    :param shape: the shape, constraint or component, in N-Triples form.
    :param property: the IRI of the property whose value is wrong.
    :param others: the further errors in the same shapes.
    """

    shape: str | None = None
    property: str | None = None
    others: "tuple[MalformedShapes, ...]" = field(default=())


@dataclass
class UnsupportedShapes(MalformedShapes):
    """The shapes are well-formed, but this engine can't run them."""


@dataclass
class QueryFailure(MalformedShapes):
    """A SPARQL constraint failed while it ran, or said so by ``?failure``."""
