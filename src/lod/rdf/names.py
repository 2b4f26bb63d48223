"""Short forms of IRIs that mean the same to every parser, and no others."""

import re
from collections.abc import Mapping

_BASE = re.compile(r"https?://[a-z0-9.:-]+/(?:[A-Za-z0-9_~-]+/)*")
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
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
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
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
