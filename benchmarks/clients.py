"""Who asks for documents: a mix of real Accept headers, addresses hot or by Zipf's law."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

_BROWSER = "gzip, deflate"  # nginx-light has no brotli, and the bodies are to be the same
_CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
_RDFLIB = (
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, "
    "application/n-quads, application/trix, application/trig"
)
_OWLAPI = "application/rdf+xml, application/xml;q=0.7, text/xml;q=0.6, text/plain;q=0.1, */*;q=0.09"
_JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/trig,application/n-quads;q=0.9,*/*;q=0.3"
)
# Weight, Accept, Accept-Encoding.
CLIENTS = (
    (25, _CHROME, _BROWSER),
    (10, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", _BROWSER),
    (15, "text/turtle", ""),
    (10, "text/turtle, application/x-turtle, */*;q=0.1", ""),
    (15, "application/ld+json", _BROWSER),
    (10, "*/*", ""),
    (5, "*/*", _BROWSER),
    (4, _RDFLIB, ""),
    (3, _OWLAPI, _BROWSER),
    (3, _JENA, "gzip"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """What one client asks for."""

    path: str
    accept: str
    coding: str

    @property
    def headers(self) -> dict[str, str]:
        """Its headers, Host aside."""
        coding = {"Accept-Encoding": self.coding} if self.coding else {}
        return {"Accept": self.accept, **coding}


def requests(paths: Sequence[str], count: int, *, zipf: bool) -> list[Request]:
    """Draw a sequence of requests, the same on every run."""
    chance = random.Random(len(paths))
    weights = [1 / rank if zipf else 1.0 for rank in range(1, len(paths) + 1)]
    clients = chance.choices(CLIENTS, [c[0] for c in CLIENTS], k=count)
    chosen = chance.choices(paths, weights, k=count)
    return [Request(path, c[1], c[2]) for path, c in zip(chosen, clients, strict=True)]
