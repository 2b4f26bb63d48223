"""Content codings: choosing one and applying it. Pure functions.

Source: RFC 9110, 12.5.3 (Accept-Encoding).
"""

import gzip
import re
from collections.abc import Sequence

import brotli

CODINGS = ("br", "gzip", "identity")
PACKED_CODINGS = ("gzip", "identity")
"""Of what lies compressed."""

_MEMBER = re.compile(
    r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?",
    re.IGNORECASE,
)
_LEAST = 500
_QUALITY = 5


def choose_coding(header: str | None, codings: Sequence[str] = CODINGS) -> str | None:
    """Choose ``br``, ``gzip`` or ``identity``; None where the client refuses all that there are.

    >>> choose_coding("gzip, br;q=0.5"), choose_coding("deflate"), choose_coding("*")
    ('gzip', 'identity', 'br')
    >>> choose_coding("identity;q=0, deflate") is None
    True
    >>> choose_coding("gzip, deflate, br", PACKED_CODINGS)
    'gzip'
    """
    if header is None or not header.strip():
        return "identity"
    weights = _weights(header)
    everything = weights.get("*")
    best: tuple[float, str | None] = (0.0, None)
    for coding in codings:
        weight = weights.get(coding, everything)
        if weight is None:
            weight = 0.0001 if coding == "identity" else 0.0
        best = max(best, (weight, coding), key=lambda pair: pair[0])
    return best[1]


def _weights(header: str) -> dict[str, float]:
    found = (_MEMBER.fullmatch(member) for member in header.split(","))
    weights = {m[1].lower(): float(m[2] or 1) for m in found if m}
    if "x-gzip" in weights:
        weights.setdefault("gzip", weights["x-gzip"])
    return weights


def is_compressible(content_type: str, length: int) -> bool:
    """Whether compressing is worth while: text of some length."""
    kind = content_type.partition(";")[0].strip().lower()
    text = kind.startswith("text/") or kind.endswith(("json", "xml", "triples", "quads", "trig"))
    return text and length > _LEAST


def compress(body: bytes, coding: str) -> bytes:
    """Apply a coding, the same bytes for the same body."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=_QUALITY))
    return gzip.compress(body, _QUALITY, mtime=0) if coding == "gzip" else body
