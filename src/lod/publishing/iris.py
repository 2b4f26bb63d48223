"""The only place where a key becomes an IRI. Pure: no files, no network.

The table of paths is in docs/architecture.md.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from lod.publishing.unicode14 import compose, decompose, is_assigned

KEY_KINDS = ("project", "organization", "programme", "area", "report")
KEY_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes this publication's IRIs.

    :param base: ends in a slash, as ``base_iri`` in lod.toml.
    :param vocab: the namespace of ``fp:``, ends in a slash or ``#``.
    """

    base: str
    vocab: str

    def thing(self, kind: str, key: str) -> str:
        """Name a real thing.

        >>> Iris("https://x.example/", "https://x.example/def/").thing("area", "2284")
        'https://x.example/id/area/2284'
        """
        if kind not in KEY_KINDS:
            raise ValueError(f"no such kind of thing: {kind}")
        return f"{self.base}id/{kind}/{key}"

    def part(self, thing: str, *names: str) -> str:
        """Name a part of a thing: its period, an anomaly, a decision.

        >>> iris = Iris("https://x.example/", "https://x.example/def/")
        >>> iris.part(iris.thing("project", "a"), "anomaly", "period-start")
        'https://x.example/id/project/a/anomaly/period-start'
        """
        return "/".join((thing, *names))

    def document(self, thing: str) -> str:
        """Name the document about a thing.

        >>> Iris("https://x.example/", "").document("https://x.example/id/project/a")
        'https://x.example/doc/project/a'
        """
        return f"{self.base}doc/{thing.removeprefix(self.base + 'id/')}"

    def source(self, name: str, fragment: str = "") -> str:
        """Name a source as fetched, or a place in it (``line=12,17``, RFC 5147)."""
        return f"{self.base}source/{name}" + (f"#{fragment}" if fragment else "")

    def statement(self, source: str, about: str, said: str) -> str:
        """Name what a source said of a thing, by the thing and a sum of the whole statement.

        >>> iris = Iris("https://x.example/", "https://x.example/def/")
        >>> iris.statement("page", "https://x.example/id/project/a", "anything")
        'https://x.example/source/page/project/a/ee0874170b7f6f32'
        """
        path = about.removeprefix(self.base).removeprefix("id/").removeprefix("doc/")
        return f"{self.source(source)}/{path}/{sha256(said.encode()).hexdigest()[:16]}"

    def graph(self, name: str) -> str:
        """Name a named graph: a source's name, curated, reference, ontology or catalog."""
        return f"{self.base}graph/{name}"

    def at(self, path: str) -> str:
        """Name anything else by its path under the base: ``catalog``, ``sparql``, ``set/x``."""
        return self.base + path

    def term(self, local: str) -> str:
        """Name a term of our vocabulary: ``FundedProject``, ``stage/ongoing``."""
        return self.vocab + local


_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ŋ": "n"}
)
"""Letters that no decomposition makes plain."""


def slug(text: str) -> str:
    """Propose a key for a name, as `lod keys` mints them.

    >>> slug("Många vägar in — tillväxt och företagande i Kristianstad")
    'manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad'
    >>> slug("FRONT (Framtid och Norsjös tillväxt)")
    'front-framtid-och-norsjos-tillvaxt'
    >>> slug("Røst kommune, Skomvær"), slug("Straße und Łódź")
    ('rost-kommune-skomvaer', 'strasse-und-lodz')
    """
    known = "".join(letter if is_assigned(letter) else " " for letter in compose(text))
    plain = decompose(known.lower().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= KEY_LENGTH:
        return words
    cut = words[: KEY_LENGTH + 1].rpartition("-")[0]
    return cut or words[:KEY_LENGTH]
