"""The terms of SHACL, and what each parameter takes.

Source: SHACL, 2 to 6 and its vocabulary; SHACL Advanced Features; SHACL JavaScript Extensions.
"""

from difflib import get_close_matches
from typing import NamedTuple

from lod.rdf import SH, is_iri


class ParameterRule(NamedTuple):
    """How a parameter may be used.

    :param kind: what its value is: ``iris`` (one, or a list of them), ``path``, ``integer``,
        ``literal``, ``boolean``, ``closing`` (that, or sh:ByTypes), ``string``, ``list``,
        ``shape``, ``shapes`` (a list of them), ``constraint`` or ``any``.
    :param single: at most one value.
    :param property_only: not on node shapes.
    """

    kind: str
    single: bool = False
    property_only: bool = False


ADDED = {
    "singleLine": ParameterRule("boolean", single=True),
    "memberShape": ParameterRule("shape"),
    "minListLength": ParameterRule("integer", single=True),
    "maxListLength": ParameterRule("integer", single=True),
    "uniqueMembers": ParameterRule("boolean", single=True),
    "subsetOf": ParameterRule("path"),
    "someValue": ParameterRule("shape"),
    "reifierShape": ParameterRule("shape", property_only=True),
    "reificationRequired": ParameterRule("boolean", single=True, property_only=True),
    "rootClass": ParameterRule("iris"),
    "uniqueValuesFor": ParameterRule("iris"),
}
"""The parameters that SHACL 1.2 Core adds (a draft)."""

PARAMETERS = {
    "class": ParameterRule("iris"),
    "datatype": ParameterRule("iris", single=True),
    "nodeKind": ParameterRule("iris", single=True),
    "minCount": ParameterRule("integer", single=True, property_only=True),
    "maxCount": ParameterRule("integer", single=True, property_only=True),
    "minExclusive": ParameterRule("literal", single=True),
    "minInclusive": ParameterRule("literal", single=True),
    "maxExclusive": ParameterRule("literal", single=True),
    "maxInclusive": ParameterRule("literal", single=True),
    "minLength": ParameterRule("integer", single=True),
    "maxLength": ParameterRule("integer", single=True),
    "pattern": ParameterRule("string", single=True),
    "flags": ParameterRule("string", single=True),
    "languageIn": ParameterRule("list", single=True),
    "uniqueLang": ParameterRule("boolean", single=True, property_only=True),
    "equals": ParameterRule("path"),
    "disjoint": ParameterRule("path"),
    "lessThan": ParameterRule("path", property_only=True),
    "lessThanOrEquals": ParameterRule("path", property_only=True),
    "not": ParameterRule("shape"),
    "and": ParameterRule("shapes"),
    "or": ParameterRule("shapes"),
    "xone": ParameterRule("shapes"),
    "node": ParameterRule("shape"),
    "property": ParameterRule("shape"),
    "qualifiedValueShape": ParameterRule("shape", single=True, property_only=True),
    "qualifiedMinCount": ParameterRule("integer", single=True),
    "qualifiedMaxCount": ParameterRule("integer", single=True),
    "qualifiedValueShapesDisjoint": ParameterRule("boolean", single=True),
    "closed": ParameterRule("closing", single=True),
    "ignoredProperties": ParameterRule("list", single=True),
    "hasValue": ParameterRule("any"),
    "in": ParameterRule("list", single=True),
    "sparql": ParameterRule("constraint"),
    **ADDED,
}
WHERE = "targetWhere"
BY_TYPES = f"<{SH}ByTypes>"
TARGETS = {
    "targetNode": "node",
    "targetClass": "class",
    "targetSubjectsOf": "subjects-of",
    "targetObjectsOf": "objects-of",
}

TEXTS = ("name", "description", "labelTemplate")


def _words(text: str) -> list[str]:
    return text.split()


_OTHER_PROPERTIES = _words("""path severity message deactivated name description order group
    defaultValue alternativePath inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath
    select ask prefixes declare prefix namespace parameter optional labelTemplate
    validator nodeValidator propertyValidator shapesGraph suggestedShapesGraph entailment
    conforms result resultPath resultMessage resultSeverity focusNode value detail
    sourceShape sourceConstraint sourceConstraintComponent shapesGraphWellFormed construct
    update targetWhere conformanceDisallows intent agentInstruction codeIdentifier unit
    conformsToShapesGraph""")
_CLASSES = _words("""Shape NodeShape PropertyShape ConstraintComponent Parameter Parameterizable
    AbstractResult ValidationReport ValidationResult Severity Violation Warning Info NodeKind
    IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral PropertyGroup
    PrefixDeclaration Validator SPARQLAskValidator SPARQLSelectValidator SPARQLConstraint
    SPARQLExecutable SPARQLAskExecutable SPARQLSelectExecutable SPARQLConstructExecutable
    SPARQLUpdateExecutable Debug Trace ShapeClass ByTypes DataGraph ShapesGraph""")
_COMPONENTS = _words("""And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan
    LessThanOrEquals MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive
    MinInclusive MinLength Node NodeKind Not Or Pattern Property QualifiedMaxCount
    QualifiedMinCount SPARQL UniqueLang Xone SingleLine MemberShape MinListLength MaxListLength
    UniqueMembers SubsetOf SomeValue ReifierShape RootClass UniqueValuesFor""")
# SHACL-AF, which is pyshacl's to run, and SHACL-JS, which is nobody's.
ADVANCED = frozenset(
    _words("""rule target expression values js jsLibrary jsLibraryURL jsFunctionName condition
    targetShape subject predicate object nodes filterShape union intersection this returnType
    Rule TripleRule SPARQLRule JSRule Target SPARQLTarget SPARQLTargetType TargetType JSTarget
    JSTargetType Function SPARQLFunction JSFunction JSConstraint JSValidator JSExecutable JSLibrary
    ExpressionConstraintComponent JSConstraintComponent nodeByExpression""")
)
ON_SHAPES = frozenset(("rule", "target", "expression"))
DECLARED = frozenset(("SPARQLFunction",))
REFUSED = frozenset(
    _words("""js jsFunctionName values nodeByExpression JSTarget JSTargetType JSRule JSFunction
    JSConstraint JSValidator""")
)
QUERIES = ("select", "ask", "construct", "update")

KNOWN = frozenset(
    (
        *(*PARAMETERS, *TARGETS, *_OTHER_PROPERTIES, *_CLASSES, *ADVANCED),
        *(f"{name}ConstraintComponent" for name in _COMPONENTS),
        *(f"{name}ConstraintComponent-{p}" for name in _COMPONENTS for p in PARAMETERS),
    )
)


def local_name(term: str) -> str | None:
    """Give the local name of a term in SHACL's namespace.

    >>> local_name("<http://www.w3.org/ns/shacl#path>")
    'path'
    """
    start = f"<{SH}"
    return term[len(start) : -1] if is_iri(term) and term.startswith(start) else None


_ONCE = {
    **dict.fromkeys(("shape", "valueShape", "hasShape", "nodeShape"), "node"),
    **dict.fromkeys(("valueClass", "classIn", "directType", "instanceOf"), "class"),
    **dict.fromkeys(("datatypeIn", "valueType", "dataType"), "datatype"),
    **dict.fromkeys(("allowedValues", "oneOf", "enum"), "in"),
    **dict.fromkeys(("minCardinality", "required", "some"), "minCount"),
    **dict.fromkeys(("maxCardinality", "cardinality"), "maxCount"),
    **{"scopeClass": "targetClass", "scopeNode": "targetNode", "scope": "target"},
    **{"scopePropertySubject": "targetSubjectsOf", "scopePropertyObject": "targetObjectsOf"},
    **{"inverseProperty": "inversePath", "argument": "parameter", "regex": "pattern"},
    **{"constraint": "property", "qualifiedShape": "qualifiedValueShape", "hasNot": "not"},
}
"""Terms of SHACL's drafts, and of other languages: what they are called in SHACL."""


def suggestion(name: str) -> str | None:
    """Guess which term of SHACL was meant: a property for a property, a class for a class.

    >>> suggestion("minCuont"), suggestion("shape"), suggestion("NodeShap"), suggestion("xyz")
    ('minCount', 'node', 'NodeShape', None)
    """
    if name in _ONCE:
        return _ONCE[name]
    alike = [known for known in KNOWN if known[0].isupper() == name[:1].isupper()]
    near = get_close_matches(name, sorted(alike), n=1, cutoff=0.7)
    swapped = (known for known in sorted(KNOWN) if known.lower() == name.lower())
    return next(iter((*near, *swapped)), None)
