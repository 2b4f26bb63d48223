"""What the tests of comparisons share."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.comparing import ComparedValue, Diff, Surroundings, diff, render_diff

ROOT = Path(__file__).parents[2]
BASE = "https://data.tillvaxtverket.example/"
PREFIXES = """@prefix schema: <https://schema.org/> . @prefix x: <https://x.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <https://x.example/> .\n"""


def where(site: Path) -> Surroundings:
    return Surroundings(site, site / "var")


def of_publications(old: Path, new: Path) -> Diff:
    return diff(str(old), str(new), where(old))


def of_turtle(folder: Path, old: str, new: str) -> Diff:
    """Compare two Turtle texts, prefixes given."""
    for name, text in (("old.ttl", old), ("new.ttl", new)):
        (folder / name).write_text(PREFIXES + text)
    return diff(str(folder / "old.ttl"), str(folder / "new.ttl"), where(folder))


def told(found: Diff, language: str = "en") -> list[str]:
    """Give the lines of the text about things, without what was compared and the counts."""
    return [
        row for row in render_diff(found, "text", language).splitlines() if row.startswith("  ")
    ]


def term(value: ComparedValue) -> ox.NamedNode | ox.Literal:
    """Make a term of a value as written."""
    if value.kind == "iri":
        return ox.NamedNode(value.text)
    if value.language is not None:
        return ox.Literal(value.text, language=value.language)
    return ox.Literal(value.text, datatype=ox.NamedNode(value.datatype) if value.datatype else None)


def applied(found: Diff, old: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Do to OLD's statements what the changes say."""
    triples = set(old)
    changes = [change for thing in found.things for change in thing.changes]
    for change in changes:
        subject, predicate = ox.NamedNode(change.subject), ox.NamedNode(change.property)
        gone = {ox.Triple(subject, predicate, term(value)) for value in change.before}
        assert gone <= triples
        triples -= gone
    for change in changes:
        subject, predicate = ox.NamedNode(change.subject), ox.NamedNode(change.property)
        fresh = {ox.Triple(subject, predicate, term(value)) for value in change.after}
        assert not fresh & triples
        triples |= fresh
    return triples


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """Make a git repository of a folder, all of it committed."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder
