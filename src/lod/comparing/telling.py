"""What is worth telling of a changed thing: what is implied, what merely moved, what stayed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lod.comparing.model import Change
from lod.comparing.things import DOCUMENT
from lod.rdf import DCAT, NAMING, RDF, last_part

START, END = f"{DCAT}startDate", f"{DCAT}endDate"
TYPE_IRI = f"{RDF}type"

_IMPLIED = {
    "earliestStart": ("startDate",),
    "latestEnd": ("endDate",),
    "verbatim": ("startDate", "endDate"),
    "member": ("projectOwner", "namedPartner"),
    "ownerAsStated": ("projectOwner",),
}
_ORDER = (
    *("name", "prefLabel", "label", "title", "startDate", "endDate", "projectOwner"),
    *("programme", "status", "statusAsOf", "namedPartner", "funder", "description"),
)
PERIOD = ("startDate", "endDate")
_HELPS = {
    "owner": ("startDate", "endDate", "name"),
    "period": ("projectOwner", "name"),
}  # what stayed → the changes by whose side it is worth saying
_MAIN = {"owner": ("projectOwner",), "period": PERIOD}


def marked(changes: Iterable[Change], placed: Callable[[Change], Change]) -> tuple[Change, ...]:
    """Order the changes of a thing, and mark those that needn't be told.

    At least one stays to be told, unless all there is says where the thing stands.

    :param placed: marks what only says that; see ``fetches``.
    """
    changes = sorted(map(placed, changes), key=_order)
    told: dict[str, set[str]] = {}
    for c in changes:
        told.setdefault(last_part(c.property), set()).update(v.text for v in (*c.before, *c.after))
    by_subject = {c.subject for c in changes if c.property != TYPE_IRI}
    links = {c.subject for c in changes if c.whole}
    done = [replace(c, implied=_is_implied(c, told, by_subject, links)) for c in changes]
    if all(c.implied or c.shifted for c in done) and any(c.implied for c in done):
        done = [replace(c, implied=False) for c in done]
    return tuple(done)


def _order(change: Change) -> tuple[object, ...]:
    name = last_part(change.property)
    rank = _ORDER.index(name) if name in _ORDER and change.part in ("", "period") else len(_ORDER)
    return (change.part not in ("", "period"), rank, change.part, change.property, change.subject)


def _is_implied(
    change: Change, told: Mapping[str, set[str]], described: set[str], whole: set[str]
) -> bool:
    values = (*change.before, *change.after)
    if (
        "/quotation/" in change.part and not change.shifted
    ):  # it repeats its anomaly's words and lines
        return True
    causes = [told[name] for name in _IMPLIED.get(last_part(change.property), ()) if name in told]
    said = set().union(*causes)
    if causes and all(v.kind != "iri" or v.text in said for v in values):
        return True
    if change.part == DOCUMENT and change.whole:
        return True
    if change.part and change.whole and change.property == TYPE_IRI:
        return change.subject in described
    return bool(values) and all(v.kind == "iri" and v.text in whole for v in values)


def what_stayed(changes: Sequence[Change], described: set[str]) -> tuple[str, ...]:
    """Name the main properties that stayed, where a reader may wonder.

    :param described: local names of the properties that the thing and its period have.

    >>> end = Change("https://x.example/a/period", "period", END, (), ())
    >>> what_stayed([end], {"endDate", "projectOwner"})
    ('owner',)
    """
    told = {"name" if c.property in NAMING else last_part(c.property) for c in changes}
    return tuple(
        main
        for main, beside in _HELPS.items()
        if told & set(beside) and described & set(_MAIN[main]) and not told & set(_MAIN[main])
    )
