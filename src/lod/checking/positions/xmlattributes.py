"""Finds attributes of RDF that stand where they say nothing: pyoxigraph lets them through.

Source: RDF 1.1 XML Syntax, 7.2.5 to 7.2.11 (nodes), 7.2.14 to 7.2.21 (properties).
"""

from lod.checking.positions.problems import Complaint, quoted
from lod.checking.positions.rdfxml import Attributes, ElementFrame, XmlReader
from lod.checking.positions.slots import Unexpected
from lod.rdf import RDF
from lod.words import msg

_OF_PROPERTIES = ("resource", "parseType", "datatype")
_OF_NODES = ("about",)


def misplaced_attributes(text: bytes) -> list[Complaint]:
    """Tell of the attributes that a document of XML may not have where they stand."""
    reader = _AttributeReader(text, None)
    try:
        for _ in reader.slots():
            pass
    except Unexpected:  # of which others tell
        return []
    return reader.found


class _AttributeReader(XmlReader):
    """Notes what a node or a property may not have."""

    def __init__(self, data: bytes, base: str | None) -> None:
        super().__init__(data, base)
        self.found: list[Complaint] = []

    def _node(
        self, frame: ElementFrame, parent: ElementFrame, full: str, attributes: Attributes
    ) -> None:
        self._look(
            attributes,
            _OF_PROPERTIES,
            msg("the tag of a thing"),
            msg("write rdf:about for its name"),
        )
        super()._node(frame, parent, full, attributes)

    def _property(
        self, frame: ElementFrame, parent: ElementFrame, full: str, attributes: Attributes
    ) -> None:
        self._look(
            attributes,
            _OF_NODES,
            msg("the tag of a property"),
            msg("write rdf:resource for its value"),
        )
        if f"{RDF}parseType" in attributes:
            todo = msg("leave out rdf:parseType, or this")
            others = ("resource", "nodeID", "datatype")
            self._look(attributes, others, msg("the tag of a property with rdf:parseType"), todo)
        self._look_at_type(attributes)
        super()._property(frame, parent, full, attributes)

    def _look_at_type(self, attributes: Attributes) -> None:
        """Tell of a class that pyoxigraph drops: where it is all that is said of a new node."""
        if attributes.keys() - {f"{RDF}ID"} == {f"{RDF}type"}:
            message = msg("“rdf:type” alone in a property's tag is not read")
            todo = msg("write the thing as an element of its own")
            self.found.append(Complaint(attributes[f"{RDF}type"][1], message, None, todo))

    def _look(self, attributes: Attributes, names: tuple[str, ...], where: str, todo: str) -> None:
        for name in names:
            if f"{RDF}{name}" in attributes:
                message = msg(
                    "{name} can't stand here, in {where}", name=quoted(f"rdf:{name}"), where=where
                )
                self.found.append(Complaint(attributes[f"{RDF}{name}"][1], message, None, todo))
