"""What the words of a line look like, whatever a sidecar says: a label, a period, contact details.

Each question is answered on the safe side: what may be a label or somebody's telephone number
counts as one, and the sidecar says where it isn't.
"""

import re
from collections.abc import Iterable

from lod.publishing.sources.datewords import MONTH_PATTERN
from lod.publishing.sources.lines import BULLETS, ends_sentence, is_heading

_LABEL_WORDS, _LABEL_LETTERS = 6, 60
_PROSE_WORDS = 5
_MONTH = r"(?<![0-9])(?:19|20)[0-9]{2}-?(?:0[1-9]|1[0-2])(?![0-9])"
_YEAR = r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"
_TO = r"(?:[‐‑‒–—―−/-]|\b(?:till|t\.o\.m|tom|to|til|bis|until)\b)"
# A start that leaves its year to the end (``jan``, ``1.6.``, ``Q1``), and such an end.
_YEARLESS = rf"(?<!\w)(?:{MONTH_PATTERN}|[qh][1-4]|[0-3]?[0-9][./][01]?[0-9])[.]?"
_ITS_END = (
    rf"(?:[0-3]?[0-9][./ ]{{1,2}})?(?:{MONTH_PATTERN}|[qh][1-4]|[01]?[0-9])[./ ]{{1,2}}{_YEAR}"
)
_DAYS = (
    rf"(?<![0-9])[0-3]?[0-9]\.?(?: [^\W\d_]+)? ?{_TO} ?(?:den )?[0-3]?[0-9]\.? [^\W\d_]+ {_YEAR}"
)
_PERIOD = re.compile(
    rf"{_DAYS}|{_MONTH}|(?<![0-9])(?:19|20)[0-9]{{6}}(?![0-9])"
    rf"|{_YEAR}[^:]{{0,9}}{_TO}[^:]{{0,25}}{_YEAR}|{_YEARLESS} ?{_TO} ?{_ITS_END}"
    r"|(?<![0-9])[12][0-9]{4}-?[0-9]{2}(?![0-9])",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<![0-9])[0-3]?[0-9][-./ ]+[01]?[0-9][-./ ]+(?:19|20)[0-9]{2}(?![0-9])")
_ADDRESS = re.compile(r"[\w.+-]{1,64}\s?(?:@|[(\[](?:at|a|ät|snabel-a)[)\]])\s?[\w-]{1,64}\.\w")
_NUMBER = re.compile(
    r"(?<![\w+./–-])(?:\+|0|\(0)[0-9](?:[ \u00a0()–-]{0,3}[0-9]){5,13}"
    r"|\b(?:tel|tfn|tlf|telefon|telefonnummer|phone|mobil|mobile|puh|puhelin|fax)\b"
    r"[. :]{0,3}[0-9+(](?:[ \u00a0()/.–-]{0,3}[0-9]){5,13}"
    r"|(?<![\w.])(?:[0-9]{2}(?: [0-9]{2}){3}|[0-9]{3} [0-9]{2} [0-9]{3})(?![\w.])"  # as in Norway
    r"|(?<![\w.])0[0-9]{2,4}/[0-9](?:[ -]?[0-9]){4,8}"
    r"|(?<![\w.])0[0-9]{1,3}(?:\.[0-9]{2,3}){3,4}(?!\w)",
    re.IGNORECASE,
)
_PERSON_LABEL = re.compile(
    r"(?:kontaktperson(?:er)?|kontaktuppgifter|kontakt|(?:projekt)?handläggare|projektansvarig"
    r"|(?:prosjekt|projekt)leder|projektledare|projektkoordinator|saksbehandler|sagsbehandler"
    r"|contact persons?|contact|project (?:manager|leader|coordinator|officer)"
    r"|ansprechpartner(?:in)?|projektleit(?:er|erin|ung)"
    r"|yhteyshenkilöt?|yhteystiedot|projektipäällikkö|hankevastaava)(?!\w)",
    re.IGNORECASE,
)
CONTACT_HEADINGS = frozenset(
    ("kontakt", "kontaktuppgifter", "kontaktpersoner", "contact", "yhteystiedot")
)
"""Words that may be a heading of their own, and not a project's."""
# Personal identity numbers: a day of birth, then four digits (of an organisation's number, the
# third digit is 2 or more).
_PERSON = re.compile(
    r"(?<![0-9])(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[1-2][0-9]|3[01]|[67][0-9]|8[0-9]|9[01])"
    r"[-+–][0-9]{4}(?![0-9])"
)


def person_label(text: str) -> str | None:
    """Give the words before somebody's name, where a line begins with them and has no colon.

    >>> person_label("Kontaktperson Anna A."), person_label("• Handläggare")
    ('Kontaktperson', 'Handläggare')
    >>> person_label("Kontakt mellan unga"), person_label("Projektledare utbildas.")
    (None, None)
    """
    bare = text.strip(BULLETS + " ")
    found = _PERSON_LABEL.match(bare)
    rest = bare[found.end() :].strip() if found else "-"
    return found[0] if found and (not rest or rest[0].isupper()) else None


def label_in(text: str) -> str | None:
    """Give what reads as a label at the start of a cleaned line: ``label: value``, or ``label:``.

    A sentence with a colon in it is none, if it is long or goes on in small letters.

    >>> label_in("• Beviljat stöd: 1,2 mnkr"), label_in("Kontakt:")
    ('Beviljat stöd', 'Kontakt')
    >>> label_in("Projektet har tre mål: tillväxt, jobb och miljö.") is None
    True
    >>> label_in("EU:s medel"), label_in("https://x.example/"), label_in("kl 13:46")
    (None, None, None)
    """
    for colon in re.finditer(":", text[: 2 * _LABEL_LETTERS]):
        label, value = text[: colon.start()].strip(BULLETS + " "), text[colon.end() :]
        if not label or _is_inside(label, value):
            continue
        words, said = label.split(), value.split()
        if len(words) > _LABEL_WORDS or len(label) > _LABEL_LETTERS:
            return None
        prose = len(words) >= _PROSE_WORDS or (len(said) > 1 and said[0][0].islower())
        return None if prose and ends_sentence(text) and said else label
    return None


def _is_inside(label: str, value: str) -> bool:
    """Whether the colon between them belongs to a word: an address, a time, ``EU:s``, ``8:an``."""
    last = label.split()[-1]
    times = last[-1].isdigit() and value[:1].isdigit()
    ending = value[:1].islower() and (last[-1].isdigit() or last.isupper())
    return value.startswith("//") or times or ending


def holds_period(text: str) -> bool:
    """Whether a cleaned line that is no sentence has a period or a month in it.

    >>> holds_period("Laxå kommun 201203 — 201410"), holds_period("1 mars 2012 – 31 oktober 2014")
    (True, True)
    >>> holds_period("jan–dec 2013"), holds_period("1.6.–31.12.2012"), holds_period("Q1-Q3 2013")
    (True, True, True)
    >>> holds_period("1–30 april 2013"), holds_period("Seminarium 3 mars 2013")
    (True, False)
    >>> holds_period("Under 2012–2014 ska projektet pröva detta."), holds_period("Vision 2020")
    (False, False)
    """
    return is_heading(text.lstrip(BULLETS + " ")) and is_period(text)


def is_period(text: str) -> bool:
    """Whether words have a period or a month in them, whatever else they have."""
    return _PERIOD.search(text) is not None


def has_contact(text: str, public: Iterable[str] = ()) -> bool:
    """Whether a text has a telephone number, an e-mail address or a personal identity number.

    :param public: those that may be published.

    >>> [has_contact(words) for words in ("000-000 00 00", "n@example.org", "201203 — 201410")]
    [True, True, False]
    """
    for words in public:
        text = text.replace(words, "")
    digits = _DAY.sub(" ", text)
    return (
        any(form.search(digits) for form in (_NUMBER, _PERSON)) or _ADDRESS.search(text) is not None
    )
