"""One row per serialisation, and content negotiation over the rows. Pure functions.

Source: RFC 9110, 12.5.1 (Accept) and 5.6 (lists, quoted strings, parameters).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lod.rdf.repetition import possessive


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation.

    :param aliases: other media types it is served as when asked for by that name.
    :param text: whether the media type takes ``charset=utf-8``.
    """

    name: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()
    text: bool = False

    def content_type(self, media_type: str | None = None) -> str:
        """Give the Content-Type header's value, for the media type that was negotiated.

        >>> TURTLE.content_type()
        'text/turtle;charset=utf-8'
        """
        chosen = media_type or self.media_type
        return f"{chosen};charset=utf-8" if self.text or chosen.startswith("text/") else chosen


TURTLE = Format("Turtle", "text/turtle", "ttl", ("application/x-turtle",), text=True)
JSONLD = Format("JSON-LD", "application/ld+json", "jsonld", ("application/json",))
NTRIPLES = Format("N-Triples", "application/n-triples", "nt")
RDFXML = Format("RDF/XML", "application/rdf+xml", "rdf", ("application/xml", "text/xml"))
HTML = Format("HTML", "text/html", "html", ("application/xhtml+xml",), text=True)
NQUADS = Format("N-Quads", "application/n-quads", "nq")
TRIG = Format("TriG", "application/trig", "trig")

SPARQL_JSON = Format(
    "SPARQL results, JSON", "application/sparql-results+json", "srj", ("application/json",)
)
SPARQL_XML = Format(
    "SPARQL results, XML",
    "application/sparql-results+xml",
    "srx",
    ("application/xml", "text/xml"),
)
CSV = Format("CSV", "text/csv", "csv", text=True)
TSV = Format("TSV", "text/tab-separated-values", "tsv", text=True)

DOCUMENT_FORMATS = (TURTLE, JSONLD, NTRIPLES, RDFXML, HTML)
GRAPH_FORMATS = (TURTLE, JSONLD, NTRIPLES, RDFXML)
SOLUTION_FORMATS = (SPARQL_JSON, SPARQL_XML, CSV, TSV)
BOOLEAN_FORMATS = (SPARQL_JSON, SPARQL_XML)

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEMBER = re.compile(possessive(r'(?:[^,"]|"(?:[^"\\]|\\(?:.|\Z))*+(?:"|\Z))++'), re.DOTALL)
_MOST_RANGES = 200
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;.*)?)", re.DOTALL)
_PARAMETER = re.compile(rf'\s*;\s*(?:({_TOKEN})=({_TOKEN}|"(?:[^"\\]|\\.)*")\s*)?')
_WEIGHT = re.compile(r"(?:0?\.\d{0,3}|0|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """A member of an Accept header, lower case; ``quality`` 0 to 1."""

    type: str
    subtype: str
    parameters: int
    quality: float

    @property
    def specificity(self) -> tuple[bool, bool, int]:
        """How closely it names a media type: the closest range decides."""
        return (self.type != "*", self.subtype != "*", self.parameters)

    def matches(self, media_type: str) -> bool:
        """Whether the media type is in the range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(header: str) -> list[MediaRange]:
    """Read an Accept header, no more than 200 members; malformed ones are left out.

    >>> [(r.subtype, r.quality) for r in parse_accept('text/csv;q=.5, garbage;;=, a/b;q=7')]
    [('csv', 0.5)]
    """
    members = islice(_MEMBER.finditer(header.lower()), _MOST_RANGES)
    ranges = (_parse_range(member[0]) for member in members)
    return [r for r in ranges if r is not None]


def _parse_range(member: str) -> MediaRange | None:
    match = _RANGE.fullmatch(member)
    if match is None or (match[1] == "*" and match[2] != "*"):
        return None
    quality, parameters, at = "1", 0, 0
    rest = match[3]
    while at < len(rest):
        parameter = _PARAMETER.match(rest, at)
        if parameter is None:
            return None
        at = parameter.end()
        if parameter[1] == "q":
            quality = parameter[2]
        elif parameter[1]:
            parameters += 1
    if not _WEIGHT.fullmatch(quality) or quality == ".":
        return None
    return MediaRange(match[1], match[2], parameters, float(quality))


@dataclass(frozen=True, slots=True)
class Choice:
    """What was negotiated: a format, under one of its media types."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The Content-Type header's value."""
        return self.format.content_type(self.media_type)


def negotiate(accept: str | None, formats: Sequence[Format]) -> Choice | None:
    """Choose the client's best format; between equals the first of ``formats``.

    No header, or one without a single well-formed member, accepts anything.

    >>> negotiate("text/html;q=0.5, text/turtle;charset=utf-8", DOCUMENT_FORMATS).format.name
    'Turtle'
    >>> negotiate("image/png", DOCUMENT_FORMATS) is None
    True
    """
    ranges = parse_accept(accept or "")
    if not ranges:
        return Choice(formats[0], formats[0].media_type)
    best: tuple[float, Choice | None] = (0.0, None)
    for choice in _choices(formats):
        quality = _quality(choice.media_type, ranges)
        if quality > best[0]:
            best = (quality, choice)
    return best[1]


def _choices(formats: Sequence[Format]) -> Iterable[Choice]:
    yield from (Choice(f, f.media_type) for f in formats)
    yield from (Choice(f, alias) for f in formats for alias in f.aliases)


def _quality(media_type: str, ranges: Iterable[MediaRange]) -> float:
    matching = [(r.specificity, r.quality) for r in ranges if r.matches(media_type)]
    return max(matching)[1] if matching else 0.0
