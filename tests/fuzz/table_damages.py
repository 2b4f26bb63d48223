"""Damages to a table: its cells, rows, marks and bytes; of a workbook, its XML and its ZIP."""

import io
import random
import re
import zipfile
from collections.abc import Callable

_MARKS = ',;\t"\n\r<>{}[]:/=-.0123456789aåłδ €\u00a0\u202f\ufeff\u2028'
_WORDS = (
    "",
    "x",
    "-",
    "0",
    "Total",
    "N/A",
    "31/02/2014",
    "1.2.3",
    "12,50",
    "811228-9874",
    '"',
    "\n",
)
_BETWEEN = re.compile(r"[^,;\t\n\r\"<>:]+")
_CODES = ("utf-8", "utf-16", "utf-8-sig", "cp1252", "cp1253", "cp1250", "latin-1")
_ELEMENTS = re.compile(
    r"<(c|row|table:table-row|table:table-cell|si|mergeCell)\b[^>]*?(?:/>|>.*?</\1>)", re.S
)
Change = Callable[[str, random.Random], str]


def _letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    mark = chance.choice(_MARKS)
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + mark + text[at:],
            text[:at] + mark + text[at + 1 :],
        )
    )


def _cell(text: str, chance: random.Random) -> str:
    """Put other words into a cell, those of another cell perhaps."""
    cells = [*_BETWEEN.finditer(text)]
    if not cells:
        return text
    one, other = chance.choice(cells), chance.choice(cells)
    words = chance.choice((*_WORDS, other[0], other[0]))
    return text[: one.start()] + words + text[one.end() :]


def _row(text: str, chance: random.Random) -> str:
    """Drop a line, double it, or let it change places with another."""
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.choice(("drop", "double", "swap", "join"))
    if how == "drop":
        del lines[one]
    elif how == "double":
        lines.insert(other, lines[one])
    elif how == "join":
        lines[one] = lines[one].rstrip("\r\n")
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _marks(text: str, chance: random.Random) -> str:
    """Change a mark everywhere, or cut the text off."""
    old, new = chance.sample((",", ";", "\t", "\r\n", "\n", ".", " ", '"', "/"), 2)
    return chance.choice((text.replace(old, new), text[: chance.randrange(len(text))]))


def _value(text: str, chance: random.Random) -> str:
    """Put another value into JSON, or take one away with its key."""
    found = [*re.finditer(r'"[^"\n]*": ("[^"\n]*"|-?[0-9.]+|null)(?:, )?', text)]
    if not found:
        return text
    one, other = chance.choice(found), chance.choice(found)
    values = ("null", "true", "1.50", "12e2", "{}", '["a", "b"]', '"31/02/2014"', '"12,500"', '""')
    if chance.random() < 0.2:
        return text[: one.start()] + text[one.end() :]
    return text[: one.start(1)] + chance.choice((*values, other[1], other[1])) + text[one.end(1) :]


def damaged_text(text: str, code: str, chance: random.Random) -> bytes:
    """Damage a table of text once to four times, and sometimes its bytes.

    :param code: what it is encoded in.
    """
    changes: tuple[Change, ...] = (_letter, _cell, _row, _marks)
    if text.lstrip()[:1] in ("[", "{") and chance.random() < 0.7:
        changes = (_value,) * 4
    for _ in range(chance.randint(1, 4)):
        if text:
            text = chance.choices(changes, (4, 4, 4, 1))[0](text, chance)
    if chance.random() < 0.15:
        code = chance.choice(_CODES)
    data = bytearray(text.encode(code, "replace"))
    if data and chance.random() < 0.1:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _element(text: str, chance: random.Random) -> str:
    """Drop, double or swap elements of XML."""
    found = [*_ELEMENTS.finditer(text)]
    if not found:
        return text
    one, other = sorted((chance.choice(found), chance.choice(found)), key=lambda each: each.start())
    how = chance.choice(("drop", "double", "swap"))
    if how == "drop":
        return text[: one.start()] + text[one.end() :]
    if how == "double" or other.start() < one.end():
        return text[: one.end()] + one[0] + text[one.end() :]
    between = text[one.end() : other.start()]
    return text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def _attribute(text: str, chance: random.Random) -> str:
    """Change a letter of an attribute's value."""
    found = [*re.finditer(r'="([^"]+)"', text)]
    if not found:
        return text
    one = chance.choice(found)
    at = chance.randrange(one.start(1), one.end(1))
    return text[:at] + chance.choice("0123456789ABCDstrbn-.e") + text[at + 1 :]


def damaged_book(data: bytes, chance: random.Random) -> bytes:
    """Damage the XML in a workbook, its members, or its bytes."""
    if chance.random() < 0.15:
        return _bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if len(parts) > 2 and chance.random() < 0.1:
        del parts[chance.choice(sorted(parts))]
    for _ in range(chance.randint(1, 3)):
        large = sorted(parts)
        name = chance.choices(large, [len(parts[name]) for name in large])[0]
        text = parts[name].decode("utf-8", "replace")
        change = chance.choices((_element, _attribute, _between_tags, _letter), (3, 3, 3, 1))[0]
        parts[name] = change(text, chance).encode("utf-8", "replace") or b" "
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _between_tags(text: str, chance: random.Random) -> str:
    """Change the words between two tags."""
    found = [*re.finditer(r">([^<>]+)<", text)]
    if not found:
        return text
    one, other = chance.choice(found), chance.choice(found)
    words = chance.choice((*(word for word in _WORDS if word != '"'), other[1], other[1]))
    return text[: one.start(1)] + words + text[one.end(1) :]


def _bytes(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found))
        found[at] = chance.randrange(256)
    return bytes(found[: chance.randrange(len(found))] if chance.random() < 0.3 else found)
