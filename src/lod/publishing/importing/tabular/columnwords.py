"""Words that columns are called by, by field; and those of columns that nobody may see."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from lod.publishing.records import clean
from lod.publishing.sources.signs import person_label
from lod.publishing.tables.ownernumbers import with_hyphens

_PARTS = frozenset(("name", "namn", "nimi", "nazwa", "naam", "nom", "ονομα", "title", "titel"))
_NUMBER_PARTS = frozenset(("number", "nummer", "nr", "nr.", "no", "numero", "id", "code", "kod"))
_CONTACTS = re.compile(
    r"(?<!\w)(?:kontakt|contact|yhteyshenkil|yhteystied|ansprechp|επικοινων|υπεύθυνος|osoba kont"
    r"|correspond|interlocuteur|e-?mail|mail(?!\w)|e-?post|mejl|sähköposti|courriel|correo"
    r"|ηλ\. ?ταχ"
    r"|tel(?:e(?:f|ph)|\.|\b|nr)|tfn|tlf|phone|mobil|puh(?:\b|elin)|τηλ|téléphone|handläggare"
    r"|saksbehandler|projektledare|project manager|projektleit|hankevastaava|personn(?:umme)?r"
    r"|personbeteckning|henkilö(?:tunnus|nimi)|fødselsn|cpr\b|pesel|födelse|date of birth"
    r"|hemadress|home address|ansvarig person)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|,\s*\S{1,4}$")
_CAMEL = re.compile(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])")


def _by_name() -> dict[str, tuple[str, frozenset[str]]]:
    found: dict[str, tuple[str, frozenset[str]]] = {}
    listed = tomllib.loads((Path(__file__).parent / "columnwords.toml").read_text("utf-8"))
    for field, languages in listed.items():
        for language, words in languages.items():
            for word in words.casefold().split(", "):
                known = found.get(word, (field, frozenset[str]()))[1]
                found[word] = (field, known | ({language} - {"any"}))
    return found


_BY_NAME = _by_name()


def is_contact_name(pieces: Sequence[str]) -> bool:
    r"""Whether a column's name says that it holds somebody's name, number or address.

    >>> is_contact_name(("Kontakt", "Namn")), is_contact_name(("contactPhone",))
    (True, True)
    >>> is_contact_name(("Kommun",)), is_contact_name(("E\u2011post",))
    (False, True)
    """
    names = [_apart(piece) for piece in pieces]
    return any(_CONTACTS.search(name) or person_label(name.capitalize()) for name in names)


def field_of(pieces: Sequence[str]) -> tuple[str, frozenset[str]] | None:
    """Give the field of a column by its name's pieces, from the top down, and its languages.

    Only whole names that are known count: a name that is merely like one may be another thing.

    >>> field_of(("Stödmottagare", "Org.nr"))
    ('owner_number', frozenset({'sv'}))
    >>> field_of(("recipientOrganization", "name")), field_of(("Projektägarens mejl",))
    (('owner', frozenset({'en'})), None)
    """
    names = [name for piece in pieces if (name := _normal(piece))]
    if not names:
        return None
    *above, last = names
    if above and last in _PARTS:
        return _BY_NAME.get(above[-1])
    if above and last in _NUMBER_PARTS:
        found = _BY_NAME.get(above[-1])
        whose = {"owner": "owner_number", "title": "id"}
        return (whose[found[0]], found[1]) if found and found[0] in whose else None
    return _BY_NAME.get(last)


def _apart(piece: str) -> str:
    """Give a name with blanks between its words, and a hyphen for every dash."""
    return _CAMEL.sub(" ", with_hyphens(clean(piece))).replace("_", " ")


def _normal(piece: str) -> str:
    bare = _BRACKETS.sub("", _apart(piece))
    return " ".join(bare.split()).casefold().rstrip(":*")
