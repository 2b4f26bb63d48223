"""Many warnings of one guard, told as one: a vocabulary's own shapes give hundreds on any data.

Only what can't fail the check is put together; whoever counts it (a publication, ``--strict``), and
the formats for programs, are told each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lod.checking.report.excerpt import excerpt
from lod.checking.report.model import Finding
from lod.words import Message, msg, number, printable, texts

TOGETHER = 5
"""So many of a guard are told one by one; of more, so many are named."""

_GUARD = "guard/"
_MANY: Mapping[str, Message] = {
    "no-target": msg("shapes check nothing: they have no target, and no other uses them"),
    "unknown-target": msg("targets of shapes are in neither data nor ontology"),
    "unknown-path": msg("properties of shapes are in neither data nor ontology"),
    "unknown-datatype": msg("datatypes do not exist"),
    "unknown-term": msg("terms are not in SHACL: they check nothing"),
    "no-shape": msg("files have no shape: nothing is checked by them"),
    "unknown-class": msg("classes are known to neither ontology nor shapes"),
    "unknown-property": msg("properties are known to neither ontology nor shapes"),
    "uncovered": msg("classes have things that no shape covers"),
    "unknown-name": msg("names mean nothing: what stands under them is not read"),
}
"""Guard → what many of it are."""


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """Put many findings of a guard together, where the first stands; the others stay as they are.

    Those that name another term that may be meant are apart from those that don't.
    """
    groups: dict[object, list[Finding]] = {}
    for position, finding in enumerate(findings):
        slug = finding.rule.id.removeprefix(_GUARD)
        key = (slug, finding.meant is None) if slug in _MANY and not finding.counts else position
        groups.setdefault(key, []).append(finding)
    return [told for group in groups.values() for told in _told(group)]


def _told(group: Sequence[Finding]) -> Sequence[Finding]:
    if len(group) <= TOGETHER:
        return group
    first = group[0]
    said = msg(
        "{count} {many}. The first are {names}; --format json has all.",
        count=number(len(group)),
        many=_many(first),
        names=", ".join(map(_name, group[:TOGETHER])),
    )
    return [replace(first, messages=texts(said), focus=None, help={}, stands_for=len(group))]


def _many(first: Finding) -> Message:
    many = _MANY[first.rule.id.removeprefix(_GUARD)]
    return (
        many
        if first.meant is None
        else msg("{many}; their names are almost those of others", many=many)
    )


def _name(finding: Finding) -> str:
    """Name what a finding is about as it stands in its file, and where that is."""
    place = finding.place
    if place is None:
        return printable(finding.focus or "")
    drawn = excerpt(place)
    where = printable(":".join(str(part) for part in (place.file, place.line) if part))
    return f"{drawn.marked} ({where})" if drawn and drawn.marked else where
