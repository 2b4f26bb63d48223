"""Why two terms have no order. Source: SPARQL 1.1, 17.3 (operators); XML Schema 1.1 part 2, D.2."""

from lod.checking.shacl.core.datatypes import compared_kind, well_formed
from lod.rdf import Shortening, is_blank, is_iri, is_literal, literal
from lod.words import Message, cut, msg

_LONG = 80


def kind_of_term(term: str) -> Message:
    """Say what kind of term one is.

    >>> str(kind_of_term("<x:a>")), str(kind_of_term('"a"'))
    ('an IRI', 'a literal')
    """
    if is_literal(term):
        return msg("a literal")
    if is_blank(term):
        return msg("a blank node")
    return msg("an IRI") if is_iri(term) else msg("a triple term")


def why_unordered(left: str, right: str, shorten: Shortening) -> Message:
    """Say why ``compare_literals`` gives None for two terms."""
    alone = _why_alone(left, shorten) or _why_alone(right, shorten)
    if alone is not None:
        return alone
    kinds = {compared_kind(left), compared_kind(right)}
    if kinds == {"number"}:
        return msg("NaN is neither less nor more than a number")
    if len(kinds) == 1:
        return msg("one has a time zone and the other hasn't, and they are at most 14 hours apart")
    one, other = (shorten(f"<{literal(term).datatype}>") for term in (left, right))
    return msg("{one} and {other} have no order between them", one=one, other=other)


def _why_alone(term: str, shorten: Shortening) -> Message | None:
    """Say why a term can't be compared with any, if so."""
    if not is_literal(term):
        return msg("{kind} is neither less nor more than anything", kind=kind_of_term(term))
    lexical, datatype, language = literal(term)
    name = shorten(f"<{datatype}>")
    if language:
        return msg("SPARQL has no order for text with a language")
    if not well_formed(lexical, datatype):
        return msg("“{text}” is ill-formed for {datatype}", text=cut(lexical, _LONG), datatype=name)
    if compared_kind(term) is None:
        return msg("SPARQL has no order for {datatype}", datatype=name)
    return None
