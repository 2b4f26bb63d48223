"""A copy of the shipped publication whose page is fetched again, as a steward does it."""

import re
from pathlib import Path

from bringing import add_page, list_pages
from click.testing import CliRunner, Result
from editing import NAME

from lod.cli.commands import main

DATE, LATER = "15 november 2013 13:46", "5 maj 2014 09:30"
OLD = ",programsida-2013-11-15,"
RENAMED = ("Håll ut\n", "Håll i\n")


def lod(site: Path, *arguments: str, lang: str = "en") -> Result:
    first, *rest = arguments
    return CliRunner().invoke(main, [first, "--site", str(site), "--lang", lang, *rest])


def bring(site: Path, text: str, *changes: tuple[str, str], name: str = "later") -> None:
    """Add a later fetch with these changes, and list it."""
    for old, new in (*changes, (DATE, LATER)):
        assert old in text, old
        text = text.replace(old, new)
    add_page(site, name, text)
    list_pages(site, NAME, name)


def keys(site: Path) -> Path:
    return site / "data/keys.csv"


def rows(site: Path, source: str = "later", kind: str = "project") -> dict[str, str]:
    """The keys of a source's things of a kind, by name, and what became of them."""
    found = re.findall(rf"(?m)^{kind},([^,]+),{source},(.+),([^,\n]*)$", keys(site).read_text())
    return {name.strip('"'): key + (f" → {now}" if now else "") for key, name, now in found}


def in_place(site: Path, *changes: tuple[str, str]) -> None:
    """Change the page itself: its rows name things that it has no more."""
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    add_page(site, NAME, text)
