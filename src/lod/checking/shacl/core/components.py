"""SPARQL-based constraint components, as shapes define them. Source: SHACL, 6."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.rdf import is_blank, literal, string

_SLOT = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a component; ``name`` is its variable. Source: SHACL, 6.2.1."""

    path: str
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Validator:
    """A query of a component, before its parameters have values.

    :param form: ``SELECT`` or ``ASK``.
    """

    node: str
    form: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Component:
    """A constraint component with SPARQL validators. Source: SHACL, 6.2.

    :param label_templates: sh:labelTemplate, literals in N-Triples form.
    """

    node: str
    parameters: tuple[Parameter, ...]
    messages: tuple[str, ...] = ()
    label_templates: tuple[str, ...] = ()
    validators: Mapping[str, Validator] = field(default_factory=dict)

    def validator(self, *, property_shape: bool) -> Validator | None:
        """Choose the validator. Source: SHACL, 6.2.3."""
        own = "propertyValidator" if property_shape else "nodeValidator"
        return self.validators.get(own) or self.validators.get("validator")

    def labels(self, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """Fill the label templates, for people. Source: SHACL, 6.2.2."""
        return tuple(fill(t, arguments) for t in self.label_templates)


def fill(message: str, bindings: Mapping[str, str]) -> str:
    """Fill ``{?name}`` and ``{$name}`` of a message literal. Source: SHACL, 5.3.2.

    >>> fill('"Not {?value}"@en', {"value": "<a:b>"})
    '"Not a:b"@en'
    """
    lexical, datatype, language = literal(message)
    text = _SLOT.sub(lambda m: _shown(bindings[m[1]]) if m[1] in bindings else m[0], lexical)
    if language:
        return str(ox.Literal(text, language=language))
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)))


def _shown(term: str) -> str:
    return term if is_blank(term) else string(term)
