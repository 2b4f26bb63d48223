"""The numbers of owners: one form whatever dash they are written with, and those of persons.

A private person's number is never part of a message.
"""

import re

from lod.publishing.tables.described import OwnerNumbers
from lod.words import Message, msg

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APART = re.compile(r"[\s-]")
_SWEDISH = re.compile(r"(?:SE)?(?:1[89]|20|16)?([0-9]{10})(?:01)?")
"""Ten digits; with a century, or as a VAT number, which ends in 01."""
_FINNISH = re.compile(r"[0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-Za-z]")
_WITHIN = {
    "sv": re.compile(r"(?<![\w-])(?:1[89]|20)?[0-9]{2}[01][0-9]{3}[-+][0-9]{4}(?![\w-])"),
    "fi": re.compile(r"(?<![\w-])[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Z](?![\w-])"),
}
_PLUS = re.compile(r"([0-9]{6})\+([0-9]{4})")


def with_hyphens(text: str) -> str:
    """Give a number with a hyphen for every dash."""
    return _DASHES.sub("-", text)


def is_person(text: str, numbers: OwnerNumbers, language: str) -> bool:
    """Whether a number is a private person's: as the sidecar says, or Swedish or Finnish.

    In Sweden the third digit tells, of a co-ordination number too: it is the month's first.

    >>> [is_person(number, OwnerNumbers(), "sv") for number in ("SE000000000001", "002000-0001")]
    [True, False]
    """
    if numbers.kept:
        return False
    bare = with_hyphens(text).strip()
    normal = normal_number(bare, numbers)
    if numbers.person and any(map(numbers.person.found, (bare, str(normal)))):
        return True
    if language == "sv":
        digits = _SWEDISH.fullmatch(_APART.sub("", _PLUS.sub(r"\1\2", bare)).upper())
        return digits is not None and digits[1][2] in "01"
    return language == "fi" and _FINNISH.fullmatch(bare) is not None


def names_person(text: str, language: str) -> bool:
    """Whether a private person's number stands in a text, as people write it there.

    >>> names_person("N. N. (811228-9874)", "sv"), names_person("Dnr 2012-1234", "sv")
    (True, False)
    """
    pattern = _WITHIN.get(language)
    return pattern is not None and pattern.search(with_hyphens(text)) is not None


def normal_number(text: str, numbers: OwnerNumbers) -> str | Message:
    """Give a number in its form, or why it isn't of it.

    >>> normal_number("00000011", OwnerNumbers("NNNNNNN-N"))
    '0000001-1'
    """
    bare = with_hyphens(text).strip()
    if numbers.form is None:
        return " ".join(bare.split())
    count = numbers.form.count("N")
    digits = _APART.sub("", bare)
    if count == 10:
        whole = _SWEDISH.fullmatch(digits.upper())
        digits = whole[1] if whole else digits
    if not re.fullmatch("[0-9]+", digits) or len(digits) != count:
        return msg("not a number of the form {form}", form=numbers.form)
    left = iter(digits)
    return "".join(next(left) if sign == "N" else sign for sign in numbers.form)
