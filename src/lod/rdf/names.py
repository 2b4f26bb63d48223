"""Short forms of IRIs: for parsers, those that mean the same to every one; for people, the same."""

import re
from collections.abc import Mapping

from lod.rdf.namespaces import XSD
from lod.rdf.paths import Path
from lod.rdf.terms import literal, plain

_BASE = re.compile(r"https?://[a-z0-9.:-]+/(?:[A-Za-z0-9_~-]+/)*")
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SHOWN_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_SHOWN_LOCAL = re.compile(r"[\w:](?:[\w:.-]*[\w:-])?")
# What Turtle writes without quotes and datatype (RDF 1.2 Turtle, 2.5.2 and 6.5).
_BARE = {
    f"<{XSD}integer>": re.compile("[+-]?[0-9]+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"<{XSD}double>": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"<{XSD}boolean>": re.compile("true|false"),
}
_SEGMENT = r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*"
_RELATIVE = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*/?(?:#[A-Za-z0-9_.,=~-]+)?")


class Names:
    """Shortens IRIs by prefix or base, and keeps account of what was used.

    >>> names = Names({"schema": "https://schema.org/"}, "https://x.example/")
    >>> names.curie("https://schema.org/name"), names.relative("https://x.example/id/project/a")
    ('schema:name', 'id/project/a')
    >>> names.relative("https://x.example/../a"), names.relative("https://x.example/a//b")
    (None, None)

    A relative IRI has no empty or dot segment, colon, query or escape (RFC 3986, 5.2.4 and 4.2).

    :param banned: prefixes that would be taken for something else.
    """

    def __init__(
        self, prefixes: Mapping[str, str], base: str, banned: frozenset[str] = frozenset()
    ) -> None:
        self.base = base if _BASE.fullmatch(base) else None
        self.namespaces: dict[str, str] = {}
        self.used: set[str] = set()
        self.base_used = False
        for prefix, namespace in prefixes.items():
            if _PREFIX.fullmatch(prefix) and namespace[-1:] in ("/", "#") and prefix not in banned:
                self.namespaces.setdefault(namespace, prefix)

    def curie(self, iri: str) -> str | None:
        """Give ``prefix:local``, or None."""
        at = _local_at(iri)
        prefix = self.namespaces.get(iri[:at])
        if prefix is None or not _LOCAL.fullmatch(iri, at):
            return None
        self.used.add(prefix)
        return f"{prefix}:{iri[at:]}"

    def relative(self, iri: str) -> str | None:
        """Give the path after the base, or None where that isn't safe."""
        if self.base is None or not iri.startswith(self.base):
            return None
        if not _RELATIVE.fullmatch(iri, len(self.base)):
            return None
        self.base_used = True
        return iri[len(self.base) :]

    def declared(self) -> list[tuple[str, str]]:
        """Give the prefixes that were used, with their namespaces, in the order of the table."""
        return [(p, n) for n, p in self.namespaces.items() if p in self.used]


class Shortening:
    """Makes terms and paths readable, by the prefixes given, as Turtle does (6.5: PrefixedName).

    What a reader knows is enough here: any namespace, the empty prefix, letters of any script.

    >>> short = Shortening({"schema": "https://schema.org/"})
    >>> short("<https://schema.org/name>"), short("<https://x.example/a>"), short('"a"@sv')
    ('schema:name', 'https://x.example/a', 'a')
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        names: dict[str, str] = {}
        for prefix, namespace in prefixes.items():
            if namespace and _SHOWN_PREFIX.fullmatch(prefix):
                names.setdefault(namespace, prefix)
        self._longest_first = sorted(names.items(), key=lambda item: -len(item[0]))

    def __call__(self, term: str) -> str:
        """Shorten a term in N-Triples form: an IRI by prefix, else bare; a literal to its text."""
        return literal(term).lexical if term.startswith('"') else self.iri(plain(term))

    def term(self, term: str) -> str:
        """Write a term as Turtle does: a literal whole, a blank node without its label.

        >>> Shortening({"ex": "https://x.example/"}).term('"1"^^<https://x.example/a>')
        '"1"^^ex:a'
        >>> Shortening({}).term('"01"^^<http://www.w3.org/2001/XMLSchema#integer>')
        '01'
        """
        if not term.startswith('"'):
            return "[]" if term.startswith("_:") else self.in_brackets(term)
        end = term.rindex('"') + 1
        tail = term[end:]
        bare = _BARE.get(tail[2:])
        if bare is not None and bare.fullmatch(term, 1, end - 1):
            return term[1 : end - 1]
        return term[:end] + (f"^^{self.in_brackets(tail[2:])}" if tail[:2] == "^^" else tail)

    def in_brackets(self, term: str) -> str:
        """Shorten an IRI by prefix; one without stays in its brackets."""
        return self.curie(plain(term)) or term

    def iri(self, iri: str) -> str:
        """Shorten an IRI by prefix; one without stays as it is."""
        return self.curie(iri) or iri

    def curie(self, iri: str) -> str | None:
        """Give ``prefix:local`` by the longest namespace that fits, or None.

        >>> Shortening({"": "urn:x:", "å": "urn:x:y#"}).curie("urn:x:y#Åsa")
        'å:Åsa'
        """
        for namespace, prefix in self._longest_first:
            if iri.startswith(namespace) and _SHOWN_LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    def path(self, path: Path) -> str:
        """Shorten a path; in a longer one an IRI without a prefix stays in brackets.

        >>> from lod.rdf.paths import step
        >>> steps = (step("<https://schema.org/name>"), step("<urn:x:a>"))
        >>> short = Shortening({"schema": "https://schema.org/"})
        >>> short.path(Path("/", parts=steps)), short.path(steps[1])
        ('schema:name/<urn:x:a>', 'urn:x:a')
        """
        if not path.operator:
            return self(path.predicate)
        return path.written(self.in_brackets)


def joined_prefixes(*tables: Mapping[str, str]) -> dict[str, str]:
    """Put tables of prefixes together: of a prefix, or a namespace, that several have, the first.

    >>> joined_prefixes({"a": "urn:x:"}, {"a": "urn:y:", "b": "urn:x:", "c": "urn:z:"})
    {'a': 'urn:x:', 'c': 'urn:z:'}
    """
    joined: dict[str, str] = {}
    namespaces: set[str] = set()
    for table in tables:
        for prefix, namespace in table.items():
            if prefix not in joined and namespace not in namespaces:
                joined[prefix] = namespace
                namespaces.add(namespace)
    return joined


def last_part(iri: str) -> str:
    """Give the last part of an IRI: the name in its vocabulary; of a vocabulary, its own name.

    >>> [last_part(iri) for iri in ("https://schema.org/name", "urn:x:name", "https://x.example/v#")]
    ['name', 'name', 'v']
    """
    named = iri.rstrip("/#")
    return named[_local_at(named) :]


def namespace_of(iri: str) -> str:
    """Give what stands before a name: its vocabulary.

    >>> namespace_of("https://schema.org/name"), namespace_of("urn:x:name")
    ('https://schema.org/', 'urn:x:')
    """
    return iri[: _local_at(iri)]


def _local_at(iri: str) -> int:
    return max(iri.rfind("/"), iri.rfind("#")) + 1 or iri.rfind(":") + 1


def under_base(iri: str, base: str | None) -> str:
    """Shorten an IRI of a publication to its path, that of a thing without ``id/``.

    >>> under_base("https://x.example/id/project/a", "https://x.example/")
    'project/a'
    """
    return iri.removeprefix(f"{base}id/").removeprefix(base) if base else iri
