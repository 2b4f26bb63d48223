"""What a constraint expects, in words, in Swedish and English. Source: SHACL, 4."""

from collections.abc import Callable, Mapping

from lod.namespaces import SH
from lod.shacl.model import Constraint

_SUFFIX = "ConstraintComponent"

# Component → Swedish and English; {0} is the parameter's value.
_WORDS: Mapping[str, tuple[str, str]] = {
    "Class": ("en sak av klassen {0}", "a thing of the class {0}"),
    "Datatype": ("ett värde av typen {0}", "a value of the datatype {0}"),
    "NodeKind": ("{0}", "{0}"),
    "MinCount": ("minst {0} värde(n)", "at least {0} value(s)"),
    "MaxCount": ("högst {0} värde(n)", "at most {0} value(s)"),
    "MinExclusive": ("mer än {0}", "more than {0}"),
    "MinInclusive": ("minst {0}", "{0} or more"),
    "MaxExclusive": ("mindre än {0}", "less than {0}"),
    "MaxInclusive": ("högst {0}", "{0} or less"),
    "MinLength": ("minst {0} tecken", "at least {0} characters"),
    "MaxLength": ("högst {0} tecken", "at most {0} characters"),
    "Pattern": ("text som följer mönstret {0}", "text that matches the pattern {0}"),
    "LanguageIn": ("text på något av språken i listan", "text in one of the languages listed"),
    "UniqueLang": ("en text per språk", "one text in each language"),
    "Equals": ("samma värden som {0}", "the same values as {0}"),
    "Disjoint": ("inget värde som också {0} har", "no value that {0} has too"),
    "LessThan": ("mindre än värdet av {0}", "less than the value of {0}"),
    "LessThanOrEquals": ("högst värdet av {0}", "no more than the value of {0}"),
    "HasValue": ("värdet {0} bland värdena", "the value {0} among the values"),
    "In": ("ett av värdena i listan", "one of the values listed"),
    "Closed": ("bara de egenskaper som formen nämner", "only the properties that the shape names"),
    "Not": ("något som inte följer {0}", "something that doesn't conform to {0}"),
    "Node": ("en sak som följer {0}", "a thing that conforms to {0}"),
    "And": ("något som följer alla formerna", "something that conforms to all the shapes"),
    "Or": ("något som följer minst en av formerna", "something that conforms to one of the shapes"),
    "Xone": ("något som följer exakt en form", "something that conforms to exactly one shape"),
    "QualifiedMinCount": ("fler värden som följer formen", "more values that conform to the shape"),
    "QualifiedMaxCount": (
        "färre värden som följer formen",
        "fewer values that conform to the shape",
    ),
}


def expected(constraint: Constraint | None, shorten: Callable[[str], str]) -> dict[str, str]:
    """Say what a constraint expects, by language; nothing for a query.

    :param shorten: makes a term readable.
    """
    if constraint is None:
        return {}
    name = constraint.component.removeprefix(SH).removesuffix(_SUFFIX)
    words = _WORDS.get(name)
    if words is None:
        return {}
    inner = {"sv": "den inre formen", "en": "the inner shape"}
    value = None if constraint.value.startswith("_:") else shorten(constraint.value)
    return {
        language: text.format(value or inner[language])
        for language, text in zip(("sv", "en"), words, strict=True)
    }
