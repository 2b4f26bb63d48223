"""What a base IRI may be: everything that is published begins with it, and keeps it for ever.

It is normal, so that nobody writes the same address otherwise and means another thing (RDF 1.1
Concepts, 3.2; RFC 3987, 5). No IO.
"""

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from lod.words import Message, msg

_SCHEME = re.compile(r"https?://")
_PARTS = re.compile(r"(https?)://([^/?#]*)(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?", re.DOTALL)
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LETTERS = string.ascii_letters + string.digits
_SIGNS = frozenset(_LETTERS + "-._~!$&'()*+,;=%:@/?#[]")
_ESCAPE = re.compile(r"%(?:([0-9A-F]{2})|.{0,2})", re.DOTALL)
_NEEDED = frozenset(range(0x20, 0x7F)) - frozenset(b"-._~/\\") - frozenset(_LETTERS.encode())
_LABEL = 63  # octets, as is a name's 253 (RFC 1035, 2.3.4)
_NAME = 253

_HOST = msg(
    "a name of letters, digits, hyphens and dots, or a number as {four} or {six}",
    four="192.0.2.1",
    six="[2001:db8::1]",
)
_START = msg("http:// or https:// in small letters, and a host")
_EXAMPLE = msg("write it as in {example}", example="https://data.example.org/")


@dataclass(frozen=True, slots=True)
class BaseFault:
    """What is wrong with an address, and at which of its characters, from 0."""

    offset: int
    message: Message
    expected: Message
    todo: Message = _EXAMPLE


def fault_in_base(value: str) -> BaseFault | None:
    """Find what keeps a text from being a base IRI; None if it is one.

    >>> fault_in_base("https://data.example.org/projects/")
    >>> print(fault_in_base("https://data.example.org/#").message)
    a base has no fragment
    """
    return next(_faults(value, "/", msg("an address that ends in a slash")), None)


def fault_in_vocabulary(value: str) -> BaseFault | None:
    """Find what keeps a text from being the namespace of a vocabulary; None if it is one.

    >>> fault_in_vocabulary("https://data.example.org/def#")
    """
    expected = msg("an address that ends in a slash or #")
    ended = value.removesuffix("#")
    return next(_faults(ended, "" if ended != value else "/", expected), None)


def base_of_server(host: str, port: int) -> str:
    """Give the base IRI of what is served from here; an IPv6 address stands in brackets.

    >>> base_of_server("::1", 8000), base_of_server("fe80::1%eth0", 80)
    ('http://[::1]:8000/', 'http://[fe80::1]/')
    """
    name = host.partition("%")[0].lower()
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}/" if str(port) == _DEFAULT_PORTS["http"] else f"http://{name}:{port}/"


def in_pattern(base: str) -> str:
    r"""Write a base as it stands in a pattern in Turtle, dots as they are; see :func:`of_pattern`.

    >>> print(in_pattern("http://[::1]:8000/a+b/"), of_pattern(in_pattern("http://x/a+b/")))
    http://\\[::1\\]:8000/a\\+b/ http://x/a+b/
    """
    return re.sub(r"[*+()$\[\]]", r"\\\\\g<0>", base)


def of_pattern(written: str) -> str:
    """Give the base that a pattern in Turtle writes."""
    return written.replace("\\\\", "")


def _faults(value: str, end: str, expected: Message) -> Iterator[BaseFault]:
    """Find faults, the first first; those that follow may be of no use."""
    if not _SCHEME.match(value):
        yield BaseFault(0, msg("can't be the start of an address"), _START)
        return
    yield from _wrong_signs(value)
    match = _PARTS.fullmatch(value)
    assert match is not None, "it starts with a scheme"
    scheme, authority, rest = match.groups()
    yield from _in_authority(authority, scheme, len(scheme) + 3)
    at = match.start(3)
    for sign, message in (
        ("?", msg("a base has no query")),
        ("#", msg("a base has no fragment")),
    ):
        if sign in rest:
            yield BaseFault(
                at + rest.index(sign), message, expected, msg("end it before {sign}", sign=sign)
            )
    yield from _in_path(rest, at)
    if not rest.endswith(end) or not rest:
        yield BaseFault(
            len(value), msg("ends in the middle"), expected, msg("add a slash at its end")
        )


def _wrong_signs(value: str) -> Iterator[BaseFault]:
    for at, sign in enumerate(value):
        fits = sign in _SIGNS or (sign > "\x7f" and sign.isprintable())
        if not fits:
            shown = sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}"
            yield _wrong_sign(at, shown)
    composed = unicodedata.normalize("NFC", value)
    if composed != value:
        at = next(n for n, (a, b) in enumerate(zip(value, composed + "\0", strict=False)) if a != b)
        yield BaseFault(
            at,
            msg("a letter is written as two signs"),
            msg("composed letters (Unicode's NFC)"),
            msg("write it as {value}", value=composed),
        )


def _wrong_sign(at: int, shown: str) -> BaseFault:
    message = msg("this sign can't stand in an address: {sign}", sign=shown)
    return BaseFault(at, message, msg("letters, digits, hyphens, dots and slashes"))


def _in_authority(authority: str, scheme: str, at: int) -> Iterator[BaseFault]:
    """Find faults in host and port (RFC 3986, 3.2); ``at`` is where they start."""
    if "@" in authority:
        yield BaseFault(
            at,
            msg("a user's name stands before the host"),
            msg("host and port alone"),
            msg("take away what stands before {sign}, and the sign", sign="@"),
        )
        return
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        yield BaseFault(at, msg("can't be a host: {host}", host=authority), _HOST)
        return
    yield from _in_host(match[1], at)
    if match[2] is not None:
        yield from _in_port(match[2], scheme, at + match.start(2))


def _in_host(host: str, at: int) -> Iterator[BaseFault]:
    if host != host.lower():
        offset = next(n for n, sign in enumerate(host) if sign != sign.lower())
        todo = msg("write it as {value}", value=host.lower())
        yield BaseFault(at + offset, msg("a host with capital letters"), msg("small letters"), todo)
    elif not (_is_ip(host) if host[:1] == "[" else _is_name(host)):
        shown = host or msg("“{text}”", text="")
        yield BaseFault(at, msg("can't be a host: {host}", host=shown), _HOST)


def _is_ip(host: str) -> bool:
    try:
        return "%" not in host and bool(IPv6Address(host[1:-1]))
    except AddressValueError:
        return False


def _is_name(host: str) -> bool:
    """Whether a host is a name (RFC 1123, 2.1; with underscores), or an IPv4 address."""
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # as a browser takes it (WHATWG URL, 3.5)
        try:
            return bool(IPv4Address(host))
        except AddressValueError:
            return False
    encoded = [_encoded(label) for label in labels]
    return all(encoded) and sum(len(label) + 1 for label in encoded) - 1 <= _NAME


def _encoded(label: str) -> bytes:
    """Give a part of a name as it is asked for (RFC 3490); nothing if it can't be one."""
    letters = all(sign.isalnum() or sign in "-_" or unicodedata.combining(sign) for sign in label)
    if not letters or label[:1] == "-" or label[-1:] == "-":
        return b""
    if unicodedata.normalize("NFKC", label) != label:
        return b""
    try:
        found = label.encode("idna") if not label.isascii() else label.encode()
    except UnicodeError:
        return b""
    return found if len(found) <= _LABEL else b""


def _in_port(port: str, scheme: str, at: int) -> Iterator[BaseFault]:
    if not _PORT.fullmatch(port) or int(port) > 65535:
        expected = msg("a number from 1 to 65535")
        todo = msg("write the number, or take the colon away")
        yield BaseFault(at, msg("can't be a port: {port}", port=port or "“”"), expected, todo)
    elif port == _DEFAULT_PORTS[scheme]:
        message = msg("the port is the one that goes without saying")
        yield BaseFault(at - 1, message, msg("no port"), msg("take away :{port}", port=port))


def _in_path(path: str, at: int) -> Iterator[BaseFault]:
    plain = path.partition("?")[0].partition("#")[0]
    for sign in "[]":
        if sign in plain:
            yield _wrong_sign(at + plain.index(sign), sign)
    yield from _in_segments(plain, at)
    for match in _ESCAPE.finditer(plain):
        if match[1] is None or int(match[1], 16) not in _NEEDED:
            yield BaseFault(
                at + match.start(),
                msg(
                    "a sign that is written with % but needn't, or not as it should: {sign}",
                    sign=match[0],
                ),
                msg("the letter itself; else % and two of 0 to 9, A to F"),
                msg("write the letter itself"),
            )


def _in_segments(path: str, at: int) -> Iterator[BaseFault]:
    offset = at + 1
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments, 1):
        if segment in (".", "..") or (not segment and number < len(segments)):
            shown = f"{segment}/"
            yield BaseFault(
                offset,
                msg("a path with a part that is passed over: {part}", part=f"/{shown}"),
                msg("a name between two slashes"),
                msg("take it away"),
            )
        offset += len(segment) + 1
