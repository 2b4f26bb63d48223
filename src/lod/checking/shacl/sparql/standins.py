"""Stand-ins: terms as they stand in the store, which would else change or lose them.

The store gives many literals back in another form or datatype (0100 as 100, xsd:int as
xsd:integer), and takes two of one value for one. Such a literal is stored with a datatype of ours,
and queries reach its value by a function (see ``exact``). Blank nodes can't be bound: they are
IRIs. The store takes no IRI that isn't one by RFC 3987, which the parser of Turtle lets through in
prefixed names, and what reads sorted lines lets through anywhere: another one stands in.
"""

import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from lod.rdf import ROUGH_INSIDE, XSD, Term, from_ox, is_blank, to_ox

FUNCTION = "urn:x-lod:f:"
_BLANK = "<urn:x-lod:blank:"
_UNFIT = "urn:x-lod:unfit:"
_WRITTEN = "urn:x-lod:written:"
_MARK = f'"^^<{_WRITTEN}'
_DAY = r"[0-9]{4}(?:-[0-9]{2}){0,2}"  # a month as a day is ill-formed, and kept
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}"
# Forms that the store gives back as they are; of the other datatypes below, none for certain.
_KEPT = {
    "boolean": "true|false",
    "integer": "0|-?[1-9][0-9]{0,17}",
    "decimal": r"0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,14})\.[0-9]{0,15}[1-9]",
    **dict.fromkeys(("date", "gYear", "gYearMonth"), f"{_DAY}Z?"),
    "dateTime": f"{_DAY}T{_CLOCK}Z?",
    "time": f"{_CLOCK}Z?",
}
_CHANGED = (
    *_KEPT,
    *("float", "double", "dateTimeStamp", "gMonth", "gMonthDay", "gDay"),
    *("duration", "dayTimeDuration", "yearMonthDuration"),
    *("long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)


def _pattern() -> str:
    kept = "|".join(f'(?:{forms})"\\^\\^<{XSD}{name}>' for name, forms in _KEPT.items())
    datatype = f"{re.escape(XSD)}(?:{'|'.join(_CHANGED)})"
    return rf'"(?!{kept})({ROUGH_INSIDE}"\^\^<)({datatype}>)'


_LITERAL = re.compile(_pattern())
_LITERALS = re.compile(_pattern().encode())


def stored(term: str) -> str:
    """Give a term as it stands in the store.

    >>> stored("_:b1"), original("<urn:x-lod:blank:b1>")
    ('<urn:x-lod:blank:b1>', '_:b1')
    >>> original(stored('"01"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if is_blank(term):
        return f"{_BLANK}{term[2:]}>"
    if term[0] == "<" and term[1] != "<":
        return f"<{_fit(term[1:-1])}>"
    found = _LITERAL.fullmatch(term) if term[0] == '"' else None
    if found is not None:
        return f'"{found[1]}{_WRITTEN}{found[2]}'
    end = term.rindex('"') if term[0] == '"' else 0
    if not term.startswith('"^^<', end):
        return term
    return f"{term[: end + 4]}{_fit(term[end + 4 : -1])}>"


def _fit(iri: str) -> str:
    """Give an IRI, or what stands in for it; that has a stand-in too, where data has it."""
    try:
        fits = not iri.startswith(_UNFIT) and ox.NamedNode(iri)
    except ValueError:
        fits = False
    return iri if fits else f"{_UNFIT}{iri.encode().hex()}"


def original(term: str) -> str:
    """Give a term of the store as it stands in the data."""
    if term.startswith(_BLANK):
        return f"_:{term[len(_BLANK) : -1]}"
    end = term.rindex('"') if term[0] == '"' else 0
    iri = end + 3 if end else 0
    if term.startswith(f"<{_UNFIT}", iri):
        encoded = term[iri + 1 + len(_UNFIT) : -1]
        return f"{term[:iri]}<{bytes.fromhex(encoded).decode()}>"
    if term.startswith(_MARK, end):
        start, _, datatype = term.rpartition(_WRITTEN)
        return start + datatype
    return term


def stands_in(triple: tuple[str, str, str]) -> bool:
    """Whether the store would hold a triple with a stand-in."""
    subject, _, value = triple
    return stored(subject) != subject or stored(value) != value


class ExactStore:
    """A store that holds triples exactly.

    :param stands_in: whether it has stand-ins, so that queries must be rewritten.
    """

    def __init__(self) -> None:
        self.store = ox.Store()
        self.stands_in = False

    def add(self, triples: Iterable[tuple[str, str, str]], graph: str | None = None) -> None:
        """Add triples, to a named graph if one is given."""
        name = None if graph is None else ox.NamedNode(graph[1:-1])
        self.store.bulk_extend(self._quads(triples, name))

    def _quads(
        self, triples: Iterable[tuple[str, str, str]], graph: ox.NamedNode | None
    ) -> Iterator[ox.Quad]:
        for s, p, o in triples:
            subject, value = stored(s), stored(o)
            self.stands_in |= subject != s or value != o
            node = to_ox(subject)
            assert isinstance(node, ox.NamedNode)
            yield ox.Quad(node, ox.NamedNode(_fit(p[1:-1])), to_ox(value), graph)

    def add_lines(self, lines: bytes) -> bool:
        """Add canonical N-Triples without blank nodes and triple terms.

        :returns: whether they are there; if they need stand-ins for IRIs, they aren't.
        """
        if _UNFIT.encode() in lines:
            return False
        kept, changed = _LITERALS.subn(rb'"\1' + _WRITTEN.encode() + rb"\2", lines)
        try:
            self.store.bulk_load(kept, format=ox.RdfFormat.N_TRIPLES)
        except SyntaxError:
            return False
        self.stands_in |= changed > 0
        return True


def _literal(term: object) -> ox.Literal | None:
    """Take a literal for what it stands for; None for other terms."""
    if not isinstance(term, ox.Literal):
        return None
    datatype = term.datatype.value
    if not datatype.startswith(_WRITTEN):
        return term
    return ox.Literal(term.value, datatype=ox.NamedNode(datatype.removeprefix(_WRITTEN)))


def _value(term: Term) -> Term:
    return _literal(term) or term


def _is_blank(term: Term) -> bool:
    return from_ox(term).startswith((_BLANK, "_:"))


def _is_iri(term: Term) -> bool:
    return isinstance(term, ox.NamedNode) and not _is_blank(term)


def _string(term: Term) -> ox.Literal | None:
    """Give STR() of a term. Source: SPARQL 1.1, 17.4.2.5: of IRIs and literals."""
    if isinstance(term, ox.Literal) or (isinstance(term, ox.NamedNode) and _is_iri(term)):
        return ox.Literal(term.value)
    return None


def _datatype(term: Term) -> ox.NamedNode | None:
    found = _literal(term)
    return None if found is None else found.datatype


FUNCTIONS: dict[ox.NamedNode, Callable[..., Term | None]] = {
    ox.NamedNode(FUNCTION + name): function
    for name, function in {
        "value": _value,
        "str": _string,
        "datatype": _datatype,
        "isBlank": lambda term: ox.Literal(_is_blank(term)),
        "isIRI": lambda term: ox.Literal(_is_iri(term)),
    }.items()
}
