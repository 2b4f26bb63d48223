"""A comparison for programs: one JSON object. Its keys are a promise; new ones may come.

=============  =====================================================================
key            what it is
=============  =====================================================================
old, new       what was compared, as named in the text
different      whether there is anything to tell
counts         state → things; ``moved_in_source``: things whose place alone changed
statements     added, removed, regraphed (in another named graph)
fetches        pages that were fetched again: old, new (IRIs of the sources), dates (two
               days, on which they say that they were changed, or null)
things         see below; by class, then name
findings       new, gone (lists of findings), unchanged (how many); null if not checked
notes          what could not be read
=============  =====================================================================

A thing: iri, was (its IRI in OLD, where another), state (``added``, ``removed``, ``changed``,
``renamed``, ``probably-renamed``), kind (``project``, …, or the class's local name), class (IRI),
label (one text, in the language asked), labels (by language), retired, unchanged (``owner``,
``period``), moved_in_source, changes. A change: property (IRI), label, subject (IRI of the thing,
its part or its document), part, before, after (lists of values that only that side has), kept
(how many both have), implied, moved_in_source. All changed statements are among the changes; for a
renamed thing OLD's IRIs are given as the new ones. A value: type (``iri``, ``literal``,
``triple``), value, language, datatype (null for strings), label (of a thing). A blank node is named
after what it hangs on, ``…/_:property``. A finding: rule, severity, focus, path, value, messages.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from lod.checking import in_language
from lod.comparing.findings import BareFinding, Findings
from lod.comparing.model import Change, ChangedThing, ComparedValue, Diff
from lod.comparing.naming import property_word
from lod.words import told


def write(diff: Diff, language: str, *, everything: bool = False) -> str:
    """Write all there is, told or not: a thing a line."""
    return "".join(_pieces(diff, language))


def _pieces(diff: Diff, language: str) -> Iterator[str]:
    counts = {**diff.counts, "moved_in_source": diff.quiet}
    head: dict[str, object] = {
        "old": told(diff.old, language),
        "new": told(diff.new, language),
        "different": diff.different,
        "counts": counts,
        "statements": {
            "added": diff.added,
            "removed": diff.removed,
            "regraphed": diff.regraphed,
        },
        "fetches": [asdict(fetch) for fetch in diff.fetches],
        "findings": _findings(diff.findings),
        "notes": [note.told(language) for note in diff.notes],
    }
    yield "{\n" + "".join(f"{_dumped(key)}: {_dumped(value)},\n" for key, value in head.items())
    yield '"things": ['
    for number, thing in enumerate(diff.things):
        yield f"{',' if number else ''}\n{_dumped(_thing(thing, diff, language))}"
    yield "\n]\n}\n" if diff.things else "]\n}\n"


def _dumped(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else _ascii(text)


def _ascii(text: str) -> str:
    """Spell out what a terminal or a log would obey or swallow."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _thing(thing: ChangedThing, diff: Diff, language: str) -> Mapping[str, object]:
    return {
        "iri": thing.iri,
        "was": thing.was,
        "state": thing.state,
        "kind": thing.kind,
        "class": thing.class_iri,
        "label": in_language(thing.names, language) or None,
        "labels": dict(thing.names),
        "retired": thing.retired,
        "unchanged": list(thing.unchanged),
        "moved_in_source": thing.quiet,
        "changes": [_change(change, diff, language) for change in thing.changes],
    }


def _change(change: Change, diff: Diff, language: str) -> Mapping[str, object]:
    return {
        "property": change.property,
        "label": property_word(change.property, diff, language),
        "subject": change.subject,
        "part": change.part,
        "before": [_value(value, language) for value in change.before],
        "after": [_value(value, language) for value in change.after],
        "kept": sum(change.kept.values()),
        "implied": change.implied,
        "moved_in_source": change.shifted,
    }


def _value(value: ComparedValue, language: str) -> Mapping[str, object]:
    return {
        "type": value.kind,
        "value": value.text,
        "language": value.language,
        "datatype": value.datatype,
        "label": in_language(value.names, language) or None,
    }


def _findings(found: Findings | None) -> Mapping[str, object] | None:
    if found is None:
        return None
    return {
        "new": [_finding(row) for row in found.new],
        "gone": [_finding(row) for row in found.gone],
        "unchanged": found.unchanged,
    }


def _finding(found: BareFinding) -> Mapping[str, object]:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "focus": found.focus,
        "path": found.path,
        "value": found.value,
        "messages": dict(sorted(found.messages.items())),
    }
