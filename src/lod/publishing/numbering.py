"""Numbers that registers give to organisations, by scheme (ISO 6523), and their check digits.

The shapes of organisations check the same (shapes/organization.ttl): a number that is misspelt in a
table is told at its cell, and stops no release.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

_APART = re.compile(r"[\s./-]")
SCHEME_CODE = re.compile("[0-9]{4}")
"""The code of a scheme, as ISO 6523 gives it."""


def national_code(scheme: str, number: str) -> str | None:
    """Give a number with its scheme, as schema:iso6523Code has it; None if it is misspelt.

    >>> national_code("0007", "202100-6149"), national_code("0007", "202100-6148")
    ('0007:2021006149', None)
    >>> national_code("0212", "0112038-9"), national_code("0009", "not one")
    ('0212:01120389', None)
    """
    bare = _APART.sub("", number)
    fits = _CHECKS.get(scheme, _any)
    return f"{scheme}:{bare}" if re.fullmatch("[0-9A-Za-z]{1,35}", bare) and fits(bare) else None


def _any(_: str) -> bool:
    return True


def _luhn(count: int, number: str) -> bool:
    """Whether a number's last digit is Luhn's (ISO/IEC 7812-1, annex B)."""
    if not re.fullmatch(f"[0-9]{{{count}}}", number):
        return False
    doubled = [int(n) * (1 + at % 2) for at, n in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _weighted(weights: Sequence[int], divisor: int, number: str) -> bool:
    if not re.fullmatch(f"[0-9]{{{len(weights)}}}", number):
        return False
    return sum(w * int(n) for w, n in zip(weights, number, strict=True)) % divisor == 0


def _siret(number: str) -> bool:
    """Whether it is a SIRET number; those of La Poste have other check digits."""
    plain = re.fullmatch("[0-9]{14}", number) is not None
    return plain and (number.startswith("356000000") or _luhn(14, number))


def _belgian(number: str) -> bool:
    return re.fullmatch("[0-9]{10}", number) is not None and (
        (int(number[:8]) + int(number[8:])) % 97 == 0
    )


def _lei(number: str) -> bool:
    """Whether it is a LEI (ISO 17442-1, annex A): letters are 10 to 35, and the whole leaves 1."""
    if not re.fullmatch("[0-9A-Z]{18}[0-9]{2}", number):
        return False
    return int("".join(str(int(sign, 36)) for sign in number)) % 97 == 1


def _danish(number: str) -> bool:
    return _weighted((2, 7, 6, 5, 4, 3, 2, 1), 11, number.removeprefix("DK"))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "0002": lambda n: _luhn(9, n) or _siret(n),
    "0007": partial(_luhn, 10),
    "0009": _siret,
    "0088": partial(_weighted, (1, 3) * 6 + (1,), 10),
    "0184": _danish,
    "0192": partial(_weighted, (3, 2, 7, 6, 5, 4, 3, 2, 1), 11),
    "0196": partial(_weighted, (3, 2, 7, 6, 5, 4, 3, 2, 1, 0), 11),
    "0199": _lei,
    "0208": _belgian,
    "0212": partial(_weighted, (7, 9, 10, 5, 8, 4, 2, 1), 11),
}
