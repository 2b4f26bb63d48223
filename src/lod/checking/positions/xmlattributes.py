"""Finds what of RDF stands where it says nothing: pyoxigraph lets it through.

Source: RDF 1.1 XML Syntax, 7.2.4 to 7.2.11 (nodes), 7.2.14 to 7.2.21 (properties); RDF 1.2 XML
Syntax, of annotations.
"""

from lod.checking.positions.problems import Complaint, quoted
from lod.checking.positions.rdfxml import CORE, Attributes, ElementFrame, XmlReader
from lod.checking.positions.slots import Unexpected
from lod.rdf import RDF
from lod.words import msg

_OF_PROPERTIES = ("resource", "parseType", "datatype", "annotation", "annotationNodeID")
_OF_NODES = ("about",)
_OLD = ("bagID", "aboutEach", "aboutEachPrefix")


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
        where = msg("the tag of a thing")
        todo = msg("write rdf:about for its name; what is said of a value belongs to its property")
        self._look(attributes, _OF_PROPERTIES, where, todo)
        self._look(attributes, _OLD, where, msg("leave it out"))
        if parent.datatype:
            message = msg("a thing can't stand here, in a property with rdf:datatype")
            self.found.append(Complaint(frame.at, message, None, msg("leave out rdf:datatype")))
        super()._node(frame, parent, full, attributes)

    def _property(
        self, frame: ElementFrame, parent: ElementFrame, full: str, attributes: Attributes
    ) -> None:
        where = msg("the tag of a property")
        self._look(attributes, _OF_NODES, where, msg("write rdf:resource for its value"))
        self._look(attributes, _OLD, where, msg("leave it out"))
        if f"{RDF}parseType" in attributes:
            todo = msg("leave out rdf:parseType, or this")
            others = ("resource", "nodeID", "datatype")
            where = msg("the tag of a property with rdf:parseType")
            self._look(attributes, others, where, todo)
            self._look_at_others(attributes, where, todo)
        elif f"{RDF}datatype" in attributes:
            todo = msg("leave out rdf:datatype, or this")
            where = msg("the tag of a property with rdf:datatype")
            self._look(attributes, ("resource", "nodeID"), where, todo)
            self._look_at_others(attributes, where, todo)
        self._look_at_type(attributes)
        super()._property(frame, parent, full, attributes)

    def _look_at_type(self, attributes: Attributes) -> None:
        """Tell of a class that pyoxigraph drops: where it is all that is said of a new node."""
        if attributes.keys() - {f"{RDF}ID"} == {f"{RDF}type"}:
            message = msg("“rdf:type” alone in a property's tag is not read")
            todo = msg("write the thing as an element of its own")
            self.found.append(Complaint(attributes[f"{RDF}type"][1], message, None, todo))

    def _look_at_others(self, attributes: Attributes, where: str, todo: str) -> None:
        """Tell of what would be said of a value, which is a text or in the element."""
        for name in attributes.keys() - CORE:
            self._complain(name, attributes[name][1], where, todo)

    def _look(self, attributes: Attributes, names: tuple[str, ...], where: str, todo: str) -> None:
        for name in names:
            if f"{RDF}{name}" in attributes:
                self._complain(f"rdf:{name}", attributes[f"{RDF}{name}"][1], where, todo)

    def _complain(self, name: str, at: int, where: str, todo: str) -> None:
        message = msg("{name} can't stand here, in {where}", name=quoted(name), where=where)
        self.found.append(Complaint(at, message, None, todo))
