"""Finds the first triple of a query that isn't whole, where it is written plainly. No IO."""

from collections.abc import Iterable

from lod.rdf import SparqlToken

_TERMS = frozenset(("iri", "string", "var", "bnode", "pname", "number"))
_VALUES = frozenset(("TRUE", "FALSE"))
_MISSING = (
    "",
    "a property and a value are missing after",
    "a value is missing after",
)


def find_broken_triple(tokens: Iterable[SparqlToken]) -> tuple[SparqlToken, str] | None:
    """Find where a triple lacks its property or value, or has a term too many.

    Paths, brackets, functions and the like are passed over, up to the end of their triple.

    >>> from lod.rdf import read_sparql_tokens
    >>> find_broken_triple(read_sparql_tokens("SELECT * { ?s ?p }"))[1]
    'a value is missing after “?p”: a triple is a subject, a property and a value'
    """
    plain = _Triples()
    for token in tokens:
        if found := plain.take(token):
            return token, f"{found}: a triple is a subject, a property and a value"
    return None


class _Triples:
    """Counts the terms of the triple at hand, if it is written plainly."""

    def __init__(self) -> None:
        self.depth, self.count, self.last = 0, 0, ""
        self.plain = False
        self.inline = False

    def take(self, token: SparqlToken) -> str | None:
        """Take the next token; say what is wrong before it, if something is."""
        text, word = token.text, token.text.upper() if token.kind == "word" else ""
        if text in "{}":
            return self._braced(text)
        if text in (".", ";", ","):
            found = self._missing()
            self.count = {".": 0, ";": 1, ",": 2}[text]
            self.plain = self.plain or text == "."
            return found
        if token.kind in _TERMS or word in _VALUES or text == "a":
            return self._term(text)
        if token.kind != "lang":
            self.plain = False
            self.inline = self.inline or word == "VALUES"
        return None

    def _braced(self, brace: str) -> str | None:
        found = self._missing() if brace == "}" else None
        self.depth += 1 if brace == "{" else -1
        self.plain = self.depth > 0 and not self.inline
        self.inline = self.inline and brace == "{"
        self.count = 0
        return found

    def _term(self, text: str) -> str | None:
        if self.plain and self.count == 3:
            return f"a dot is missing before “{text[:60]}”, or it is a term too many"
        self.count, self.last = self.count + 1, text
        return None

    def _missing(self) -> str | None:
        lacking = self.plain and 0 < self.count < 3
        return f"{_MISSING[self.count]} “{self.last[:60]}”" if lacking else None
