"""What `lod init` copies: today's, and that of each earlier version, to know what is whose.

An earlier version's is a compressed archive in ``templates``, named after the version.
"""

import io
import re
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lod.rdf import in_pattern

TEMPLATE = "0.2.0"
"""The version of lod that has the template as it is; a publication says whose it has."""

FIRST_TEMPLATE = "0.1.0"
"""Whose a publication has that says nothing: it was made before there was a setting for it."""

SHIPPED_BASE = "https://data.tillvaxtverket.example/"
ATTRIBUTES = ".gitattributes"
_FOLDERS = ("ontology", "shapes", "data/reference", "queries")
_DECISIONS = "data/curated/decisions.ttl"  # comments that show how to write one
_ATTRIBUTES = """\
# Sources stay byte for byte as they were fetched: git leaves the ends of their lines alone.
data/sources/* -text
"""
_SWEDISH, _ENGLISH = "sv", "en"
_IN_LANGUAGES = re.compile(r'(?:"[^"\n]*"@[a-z]+(?:,\n#\s+)?)+')  # in the comments on decisions
_REASONS = {
    _SWEDISH: "Beslutet om stöd anger januari 2012.",
    _ENGLISH: "The grant decision says January 2012.",
}
_IN_SWEDISH = {
    "# Decisions on anomalies.\n": "# Beslut om avvikelser.\n",
    """\
# `lod decide` lists the anomalies that nothing decides, and writes a decision below. By hand: copy
# this block to the end of the file, take away the # in front, and change: the key of the project
# (in both IRIs), the value, the reason in each language of the publication, the day, and the
# organisation (never a person).
# Leave out the line with fp:chosen if the statement in the source is to stand as it is.
""": """\
# `lod decide` visar de avvikelser som inget beslut avgör, och skriver ett beslut nedan. För hand:
# kopiera det här blocket till filens slut, ta bort # framför raderna, och ändra projektets nyckel
# (i båda adresserna), värdet, skälet på vart och ett av publikationens språk, dagen och
# organisationen (aldrig en person).
# Utelämna raden med fp:chosen om uppgiften i källan får stå som den är.
""",
}
"""The comments on decisions, where Swedish comes first. Another version's are other texts."""

_QUESTION = re.compile(r"^# sv: .*\n", re.MULTILINE)
_NOT_SWEDISH = {
    "ornskoldsviks-kommun-i-samverkan-med-foretagarna": "orchard-roads",
    "id/organization/tillvaxtverket": "id/organization/publisher",
    "id/organization/foretagarna": "id/organization/publisher",
    "samverkan": "growth",
}
"""What stands for the shipped publication's examples where Swedish isn't spoken."""

_AREAS = "data/reference/"
_ARCHIVES = Path(__file__).parent / "templates"
_END = ".tar.xz"

Template = Mapping[str, str]
"""Path in a publication → text, for one base IRI and the publication's languages."""


def todays_template(
    base_iri: str, languages: Sequence[str] = (_SWEDISH, _ENGLISH), folder: Path | None = None
) -> Template:
    """Give all that lod ships for a publication but its settings and keys.

    :param languages: those of the publication. One that isn't Swedish has tables of areas of its
        own: of those shipped it gets the columns. Examples are in words of its languages, comments
        on decisions in the first.
    :param folder: whose it is; by default what lod carries.
    """
    return _made_for(_shipped(folder or template_folder()), base_iri, languages)


def _shipped(folder: Path) -> Template:
    files = [file for name in _FOLDERS for file in (folder / name).rglob("*") if file.is_file()]
    texts = {
        file.relative_to(folder).as_posix(): file.read_bytes().decode()
        for file in (*files, folder / _DECISIONS)
    }
    return {**texts, ATTRIBUTES: _ATTRIBUTES}


def earlier_templates() -> list[str]:
    """Name the versions whose template is known, the oldest first."""
    names = [file.name.removesuffix(_END) for file in _ARCHIVES.glob(f"*{_END}")]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")])


def earlier_template(
    version: str, base_iri: str, languages: Sequence[str] = (_SWEDISH, _ENGLISH)
) -> Template:
    """Give what lod shipped in an earlier version, one of :func:`earlier_templates`."""
    with tarfile.open(_ARCHIVES / f"{version}{_END}") as archive:
        texts = {file.name: archive.extractfile(file) for file in archive}
        read = {n: s.read().decode() for n, s in texts.items() if s}
        return _made_for(read, base_iri, languages)


def freeze_template(archives: Path = _ARCHIVES) -> Path:
    """Write the archive of today's template: when a version is about to be released.

    The same template gives the same bytes, for one version of xz.
    """
    made = archives / f"{TEMPLATE}{_END}"
    with tarfile.open(made, "w:xz", preset=9, format=tarfile.USTAR_FORMAT) as archive:
        for name, text in sorted(_shipped(template_folder()).items()):
            about, written = tarfile.TarInfo(name), text.encode()
            about.size = len(written)
            archive.addfile(about, io.BytesIO(written))
    return made


def template_folder() -> Path:
    """Find what a wheel carries, or the repository that lod runs from."""
    package = Path(__file__).parents[1]
    carried = package / "template"
    return carried if carried.exists() else package.parents[1]


def _made_for(texts: Template, base_iri: str, languages: Sequence[str]) -> Template:
    """Write a publication's base where the template has the shipped one, in patterns too."""
    return {name: _made(name, text, base_iri, languages) for name, text in texts.items()}


def _made(name: str, text: str, base_iri: str, languages: Sequence[str]) -> str:
    if name == _DECISIONS:
        text = _IN_LANGUAGES.sub(_reasons(languages), text)
        if languages[0] == _SWEDISH:
            for english, swedish in _IN_SWEDISH.items():
                text = text.replace(english, swedish)
    if _SWEDISH not in languages:
        if name.startswith(_AREAS):
            return text[: text.index("\n") + 1]
        if name == _DECISIONS or name.endswith(".rq"):
            text = _QUESTION.sub("", text)
            for shipped, other in _NOT_SWEDISH.items():
                text = text.replace(shipped, other)
    return _rebased(text, base_iri) if re.search(r"\.(ttl|rq)$", name) else text


def _reasons(languages: Sequence[str]) -> str:
    """Write an example's reason in each of a publication's languages."""
    said = [(_REASONS.get(language, "…"), language) for language in languages]
    return ",\n#         ".join(f'"{reason}"@{language}' for reason, language in said)


def _rebased(text: str, base_iri: str) -> str:
    text = text.replace(f'"^{SHIPPED_BASE}', f'"^{in_pattern(base_iri)}')
    return text.replace(SHIPPED_BASE, base_iri)
