"""What is wrong with shapes: each error names the shape and the property it is about."""

from dataclasses import dataclass, field

from lod.errors import ShapesError


class Wrong(ValueError):
    """What is wrong with one value, before it is known which shape has it.

    :param message: what is wrong; ``expected`` and ``todo`` as in InputError.
    :param at: where in the text of the value, in code points.
    """

    def __init__(
        self,
        message: str,
        expected: str | None = None,
        todo: str | None = None,
        at: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.todo = todo
        self.at = at


class Beyond(Wrong):
    """What is right, but can't be run here."""


@dataclass(unsafe_hash=True)
class MalformedShapes(ShapesError):
    """A shape breaks SHACL's syntax rules.

    :param shape: the shape, constraint or component, in N-Triples form.
    :param property: the IRI of the property whose value is wrong.
    :param at: where in the text of that value, in code points, if it is in there.
    :param others: the further errors in the same shapes.
    """

    shape: str | None = None
    property: str | None = None
    at: int | None = None
    others: "tuple[MalformedShapes, ...]" = field(default=())


@dataclass(unsafe_hash=True)
class UnsupportedShapes(MalformedShapes):
    """The shapes are well-formed, but this engine can't run them."""


@dataclass(unsafe_hash=True)
class QueryFailure(MalformedShapes):
    """A SPARQL constraint failed while it ran, or said so by ``?failure``."""
