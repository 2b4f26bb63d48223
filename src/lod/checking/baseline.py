"""What was wrong already: findings by their content, so that moved lines don't make them new."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from lod.checking.report import Finding, fingerprints
from lod.checking.report.model import bare
from lod.checking.unread import ILL_FORMED
from lod.errors import InputError
from lod.files import read_text_file
from lod.words import msg


def read_baseline(file: Path) -> frozenset[str]:
    """Read the fingerprints in a baseline file.

    :raises InputError: it can't be read, or isn't one.
    """
    try:
        return frozenset(json.loads(read_text_file(file))["findings"].keys())
    except OSError as error:
        todo = msg("make it with --update-baseline")
        raise InputError(
            msg("can't be read: {why}", why=error.strerror), file, todo=todo
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        todo = msg("make it anew with --update-baseline")
        raise InputError(msg("is no baseline: {why}", why=error), file, todo=todo) from error


def all_known(findings: Sequence[Finding]) -> list[Finding]:
    """Mark findings as known, but for shapes that can't run: nobody knows what they'd find."""
    return [replace(f, known=f.rule.id != ILL_FORMED) for f in findings]


def write_baseline(findings: Sequence[Finding]) -> bytes:
    """Write what is known, one line for each finding, with its thing for who reads it."""
    rows = {
        name: f"{finding.rule.id}: {bare(finding.focus or '')}"
        for name, finding in zip(fingerprints(findings), findings, strict=True)
        if finding.known
    }
    text = json.dumps({"findings": dict(sorted(rows.items()))}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def mark_known(findings: Sequence[Finding], baseline: Collection[str]) -> list[Finding]:
    """Mark the findings that a baseline has."""
    names = fingerprints(findings)
    return [
        replace(finding, known=True) if name in baseline else finding
        for name, finding in zip(names, findings, strict=True)
    ]
