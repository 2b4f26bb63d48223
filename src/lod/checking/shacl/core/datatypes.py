"""Which literals are well-formed, and how they are ordered.

Source: XML Schema 1.1 part 2; SPARQL 1.1, 17.3 (operators).
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import lru_cache
from struct import pack, unpack

from lod.rdf import RDF, XSD, is_literal, literal

_ZONE = r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(-?(?:[1-9]\d{3,}|0\d{3}))"
_DATE = rf"{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"(?:([01]\d|2[0-3]):([0-5]\d):([0-5]\d(?:\.\d+)?)|(24):(00):(00(?:\.0+)?))"
_DURATION = r"-?P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_DOUBLE = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
NAME_START = (
    r"_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
NAME = rf"{NAME_START}\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_PATTERNS = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "float": _DOUBLE,
    "double": _DOUBLE,
    "date": _DATE + _ZONE,
    "time": _TIME + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE[:-1]}",
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(0[1-9]|1[0-2]){_ZONE}",
    "gDay": rf"---(0[1-9]|[12]\d|3[01]){_ZONE}",
    "gMonthDay": r"--(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)){_ZONE}",
    "duration": _DURATION,
    "yearMonthDuration": r"-?P(?!$)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": r"-?P(?!$)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "NMTOKEN": rf"[:{NAME}]+",
    "Name": rf"[:{NAME_START}][:{NAME}]*",
    "NCName": rf"[{NAME_START}][{NAME}]*",
    **dict.fromkeys(_INTEGERS, r"[+-]?\d+"),
}
_COMPILED = {name: re.compile(pattern, re.ASCII) for name, pattern in _PATTERNS.items()}
_DATED = ("date", "dateTime", "dateTimeStamp")
_EDGE = timedelta(hours=14)  # XML Schema 1.1 part 2, D.2.2: a value without zone is ±14 h

# Python reads no more than 4,300 digits as an int at once, but any number as a Decimal.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

Key = tuple[str, object]


def well_formed(lexical: str, datatype: str) -> bool:
    """Whether a lexical form is one of its datatype's; unknown datatypes have any.

    >>> well_formed("300", XSD + "byte"), well_formed("2013-02-29", XSD + "date")
    (False, False)
    """
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    pattern = _COMPILED.get(name)
    if pattern is None:
        return True
    match = pattern.fullmatch(lexical)
    if match is None:
        return False
    if name in _INTEGERS:
        low, high = _INTEGERS[name]
        number = Decimal(lexical)
        return (low is None or number >= low) and (high is None or number <= high)
    return name not in _DATED or _day_exists(match[1], int(match[2]), int(match[3]))


def whole(lexical: str) -> int:
    """Read a whole number of any length."""
    return int(Decimal(lexical))


def _day_exists(year: str, month: int, day: int) -> bool:
    if month == 2 and day == 29:
        number = int(year[-4:])  # the digits before are multiples of 400
        return number % 4 == 0 and (number % 100 != 0 or number % 400 == 0)
    return day <= (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


@lru_cache(maxsize=65536)
def _key(text: str) -> Key | None:
    """Give what SPARQL's ``<`` compares: a kind and a value; None if it can't be ordered."""
    if not is_literal(text):
        return None
    lexical, datatype, language = literal(text)
    name = datatype.removeprefix(XSD)
    if language or datatype == f"{RDF}langString" or not well_formed(lexical, datatype):
        return None
    maker = _KEYS.get(name)
    return None if maker is None else maker(lexical)


class _Single(float):
    """A number of 32 bits."""


def _single(number: "float | Decimal") -> _Single:
    """Round to 32 bits. Source: XML Schema 1.1 part 2, 3.3.4.2 (floatingPointRound)."""
    try:
        return _Single(unpack("f", pack("f", number))[0])
    except OverflowError:
        return _Single(math.copysign(math.inf, number))


def _float(lexical: str) -> Key:
    return "number", _single(float(lexical))


def _double(lexical: str) -> Key:
    return "number", float(lexical)


def _decimal(lexical: str) -> Key:
    return "number", Decimal(lexical)


def _instant(lexical: str) -> Key | None:
    match = _COMPILED["dateTime"].fullmatch(lexical)
    return None if match is None else _moment(match[0])


def _day(lexical: str) -> Key | None:
    match = _COMPILED["date"].fullmatch(lexical)
    if match is None:
        return None
    key = _moment(f"{match[1]}-{match[2]}-{match[3]}T00:00:00{match[4] or ''}")
    return None if key is None else ("date", key[1])


def _time(lexical: str) -> Key | None:
    key = _moment(f"1972-12-31T{lexical}")
    return None if key is None else ("time", key[1])


def _moment(lexical: str) -> Key | None:
    """Give seconds since 0001-01-01, exact, and whether there is a zone."""
    match = _COMPILED["dateTime"].fullmatch(lexical)
    if match is None:
        return None
    year, month, day, *clock, zone = match.groups()
    hour, minute, second = clock[:3] if clock[0] else clock[3:]
    # The Gregorian calendar repeats itself every 400 years; datetime knows 1 to 9999.
    cycles, inside = divmod(whole(year), 400)
    start = datetime(inside + 400, int(month), int(day), tzinfo=UTC)
    days = (start - datetime(1, 1, 1, tzinfo=UTC)).days + (cycles - 1) * 146097
    clock_time = days * 86400 + int(hour) * 3600 + int(minute) * 60
    seconds = _EXACT.add(Decimal(clock_time), Decimal(second))
    return "dateTime", (_EXACT.subtract(seconds, _offset(zone)), zone is not None)


def _offset(zone: str | None) -> int:
    if zone in (None, "Z"):
        return 0
    assert zone is not None
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)


_PART = re.compile(r"(\d+(?:\.\d+)?)([YMDHS])")
_UNITS = {"D": 86400, "H": 3600, "M": 60, "S": 1}


def _months(lexical: str) -> Key:
    total = sum(whole(n) * (12 if unit == "Y" else 1) for n, unit in _PART.findall(lexical))
    return "yearMonthDuration", -total if lexical.startswith("-") else total


def _seconds(lexical: str) -> Key:
    total = Decimal(0)
    for number, unit in _PART.findall(lexical):
        total = _EXACT.fma(Decimal(number), _UNITS[unit], total)
    return "dayTimeDuration", total.copy_negate() if lexical.startswith("-") else total


_KEYS: dict[str, Callable[[str], Key | None]] = {
    **dict.fromkeys(_INTEGERS, _decimal),
    "decimal": _decimal,
    "float": _float,
    "double": _double,
    "boolean": lambda lexical: ("boolean", lexical in ("true", "1")),
    "string": lambda lexical: ("string", lexical),
    "date": _day,
    "dateTime": _instant,
    "dateTimeStamp": _instant,
    "time": _time,
    "yearMonthDuration": _months,
    "dayTimeDuration": _seconds,
}


# Days that every month has, without a zone: their text is in order.
_PLAIN_DAY = re.compile(
    rf'"\d{{4}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"\^\^<{re.escape(XSD)}date>', re.ASCII
).fullmatch


def compare_literals(left: str, right: str) -> int | None:
    """Order two terms as SPARQL's ``<`` does: -1, 0, 1, or None where it gives an error.

    >>> compare_literals('"1"^^<http://www.w3.org/2001/XMLSchema#int>', '"b"') is None
    True

    xsd:date, time and the two ordered durations follow XPath; the others have no order.
    """
    if _PLAIN_DAY(left) and _PLAIN_DAY(right):
        return (left > right) - (left < right)
    a, b = _key(left), _key(right)
    if a is None or b is None or a[0] != b[0]:
        return None
    if a[0] in ("dateTime", "date", "time"):
        return _compare_moments(a[1], b[1])
    return _order(*_same_type(a[1], b[1]))


def compared_kind(term: str) -> str | None:
    """Give what kind of value a term is compared as, ``number`` or ``date``; None if as none.

    >>> compared_kind('"1"^^<http://www.w3.org/2001/XMLSchema#int>'), compared_kind("<x:a>")
    ('number', None)
    """
    key = _key(term)
    return None if key is None else key[0]


def _same_type(x: object, y: object) -> tuple[object, object]:
    """Promote numbers: decimal, then float, then double. Source: XPath 3.1, B.1."""
    floats = [v for v in (x, y) if isinstance(v, float)]
    if not floats:
        return x, y
    if all(isinstance(v, _Single) for v in floats):
        return _single(x), _single(y)  # type: ignore[arg-type]
    return float(x), float(y)  # type: ignore[arg-type]


def _order(x: object, y: object) -> int | None:
    if x != x or y != y:  # NaN
        return None
    return 0 if x == y else (-1 if x < y else 1)  # type: ignore[operator]


def _compare_moments(x: object, y: object) -> int | None:
    (seconds, zoned), (others, other_zoned) = x, y  # type: ignore[misc]
    apart = _EXACT.subtract(seconds, others).copy_abs()  # type: ignore[has-type]
    if zoned != other_zoned and apart <= _EDGE.total_seconds():  # type: ignore[has-type]
        return None
    return _order(seconds, others)  # type: ignore[has-type]
