"""Each complaint of the page reader is told at its line by the command, in both languages.

The table is whole: the messages of problems and errors in its code are collected, and compared
with it.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from publishing.sources import funders
from publishing.sources.funders import FOOT, HEAD, SV, Funder
from telling import Damage, Told, check, edited

from lod.publishing import sources

SETTINGS, DATE = "lod.toml", "15 november 2013 13:46"
FIBER = "Fiber i byn\nProjektägare: Laxå kommun\nProjekttid: 2012-01 — 2014-10\n\nFiber grävs."
TWO = "Ungas bygd\nProjektägare: Hjo kommun\nProjekttid: 2012-03 — 2014-12\n\nUnga bygger."
LABELS = {**SV, "changed": "Senast ändrad", "amount": "Stöd"}
OWN, OWN_TOML = f"data/sources/{funders.NAME}.txt", f"data/sources/{funders.NAME}.toml"


def page(text: str, more: str = "", **labels: object) -> Damage:
    """Write the funder's page anew.

    :param more: lines of the sidecar above [labels]; ``labels`` are further ones.
    """
    used = {**LABELS, **labels}
    return lambda site: Funder(site).write(text, used, more=more)


def listed(*projects: str) -> Damage:
    """Write the funder's page with these in its list."""
    return page(HEAD + "\n\n".join(projects) + FOOT)


def with_line(line: str) -> Damage:
    """Write the funder's page with a line more below the first project's labels."""
    return listed(FIBER.replace("2014-10", f"2014-10\n{line}"), TWO)


def with_bytes(make: Callable[[bytes], bytes], *, known: bool = False) -> Damage:
    """Change the funder's page.

    :param known: whether its sidecar has the sum of what it is then.
    """

    def damage(site: Path) -> None:
        before = (site / OWN).read_bytes()
        after = make(before)
        (site / OWN).write_bytes(after)
        if known:
            sums = [hashlib.sha256(data).hexdigest() for data in (before, after)]
            edited(OWN_TOML, *sums)(site)

    return damage


def as_folder(site: Path) -> None:
    (site / OWN).unlink()
    (site / OWN).mkdir()


COMPLAINTS: tuple[Told, ...] = (
    Told(
        "a project has {label} twice; it is left out",
        *(with_line("Projektägare: Malå kommun"), OWN, "Malå", 1),
    ),
    Told(
        "another label stands in the value of this one; the project is left out",
        *(listed(FIBER.replace("2014-10", "2014-10 Beslut: 12"), TWO), OWN, "Beslut", 1),
    ),
    Told(
        "the owner is more than a name: {words}; the project is left out",
        *(listed(FIBER.replace("kommun", "kommun 2012–2014"), TWO), OWN, "Laxå", 1),
    ),
    Told(
        "a project has the same title as the one on line {line}; it is left out",
        listed(FIBER, FIBER.replace("Fiber i", "Fiber  i").replace("Laxå", "Hjo")),
        *(OWN, "Fiber  i", 1),
    ),
    Told(
        "a project has no title; it is left out",
        *(listed(FIBER.replace("byn", "byn."), TWO), OWN, "Laxå", 1),
    ),
    Told(
        "reads as a project's title, but has no owner and period: {words}",
        *(listed("Ett namn", "Ord om det.", FIBER), OWN, "Ett namn", 1),
    ),
    Told(
        "reads as a heading, but not one that is known: {words}",
        *(listed(FIBER, "Kommande projekt", TWO), OWN, "Kommande", 1),
    ),
    Told(
        "this line isn't understood, and not published",
        *(with_line("Projektägare Malå kommun"), OWN, "Malå", 1),
    ),
    Told(
        "this label isn't known, and its line not published: {label}",
        *(with_line("Beslut: 12"), OWN, "Beslut", 1),
    ),
    Told(
        "contact details stand on this line, and it isn't published",
        *(with_line("n@example.org"), OWN, "n@example.org", 1),
    ),
    Told(
        "contact details stand on this line; the project is left out",
        *(listed(FIBER.replace("Laxå", "n@example.org"), TWO), OWN, "n@example.org", 1),
    ),
    Told(
        "{title} has no {label}, unless it is on this line; the project is left out",
        *(listed(FIBER.replace("Projektägare", "Sökande"), TWO), OWN, "Sökande", 1),
    ),
    Told(
        "this may be a project's title or not; {title} is left out: it can't be told which "
        "lines are its own",
        *(listed(TWO, FIBER.replace("\nProjekttid", "\n\nOrd\n\nProjekttid")), OWN, "Ord", 1),
    ),
    Told(
        "stands between a project's labels, and isn't published",
        *(listed(FIBER.replace("\nProjekttid", "\nEtt ord\nProjekttid")), OWN, "Ett ord", 1),
    ),
    Told(
        "text that is parted from the purpose, and isn't published: {words}",
        *(listed(FIBER, "Beslut: 12", "Mer text.", TWO), OWN, "Mer text", 1),
    ),
    Told(
        "a period that is no project's: {words}",
        *(listed("Tid 2012–2013", FIBER), OWN, "2012–2013", 1),
    ),
    Told(
        "stands in no project, and isn't published: {words}",
        *(listed("Stöd: 1 kr", FIBER), OWN, "Stöd", 1),
    ),
    Told(
        "{words} can be read as {one} or {other}; it is not published",
        *(with_line("Stöd: 1.200 kr"), OWN, "Stöd", 1),
    ),
    Told(
        "nothing says the currency of {words}; it is not published",
        *(with_line("Stöd: 1 200"), OWN, "Stöd", 1),
    ),
    Told(
        "names a publication, but has no heading above it",
        page(f"{HEAD}{FIBER}{FOOT}\nLäs mer och ladda hem den.\n", report="ladda hem"),
        *(OWN, "ladda hem", 1),
    ),
    Told(
        "the page's date can't be read",
        page((HEAD + FIBER + FOOT).replace(DATE, "i november 2013")),
        *(OWN, "i november", 1),
    ),
    Told(
        "the page's date can be read as {one} or {other}",
        page((HEAD + FIBER + FOOT).replace(DATE, "03/04/2013")),
        *(OWN, "03/04/2013", 1),
    ),
    Told(
        "no line of the page starts with {words}",
        page(HEAD + FIBER + FOOT, changed="Uppdaterad"),
        *(OWN_TOML, "Uppdaterad", 1),
    ),
    Told(
        "the page says another day than stated in the sidecar: {day}",
        page(HEAD + FIBER + FOOT, "stated = 2013-11-20\n"),
        *(OWN_TOML, "stated", 1),
    ),
    Told(
        "no project can be read; the last: {why}",
        *(listed(FIBER.replace("byn", "byn.")), OWN, "Laxå", 3),
    ),
    Told(
        "{one}; line {line}: {why}",
        *(listed(FIBER.replace("byn", "byn."), TWO.replace("bygd", "bygd.")), OWN, "Hjo", 3),
    ),
    Told(
        "the page lists its projects in a table, which can't be read as a page",
        listed("Projekt | Projektägare | Projekttid\nBro | Laxå kommun | 201203 — 201410"),
        *(OWN, "Projektägare", 3),
    ),
    Told(
        "no heading says at what stage the projects are",
        page((HEAD + FIBER + FOOT).replace("Pågående projekt", "Projekt i dag")),
        *(OWN, "Projektägare", 3),
    ),
    Told(
        "no project stands under {heading}",
        *(listed("Fiber i byn", "Fiber grävs."), OWN, "Pågående", 3),
    ),
    Told(
        "the programme's name doesn't stand above the projects",
        page((HEAD + FIBER + FOOT).replace("Programmet Bygd", "Annat")),
        *(OWN, "Pågående", 3),
    ),
    Told(
        "is not UTF-8",
        with_bytes(lambda data: data.replace("å".encode(), b"\xe5"), known=True),
        *(OWN, "g\ufffdende", 3),
    ),
    Told("has no words", with_bytes(lambda _: b" \n", known=True), OWN, " ", 3),
    Told(
        "can't be the name of a source: {name}",
        edited(SETTINGS, f'"{funders.NAME}"', '"sida å"'),
        *(SETTINGS, "sida å", 3),
    ),
    Told("can't be read: {why}", as_folder, OWN, "", 3),
    Told("is missing", lambda site: (site / OWN).unlink(), OWN, "", 3),
    Told(
        "is the text that was fetched, but its lines end otherwise",
        *(with_bytes(lambda data: data.replace(b"\n", b"\r\n")), OWN, "", 3),
    ),
    Told(
        "is the text that was fetched, with a line break more at its end",
        *(with_bytes(lambda data: data + b"\n"), OWN, "", 3),
    ),
    Told(
        "is the text that was fetched, without the line break at its end",
        *(with_bytes(lambda data: data[:-1]), OWN, "", 3),
    ),
    Told(
        "is the text that was fetched, with a byte order mark more",
        *(with_bytes(lambda data: b"\xef\xbb\xbf" + data), OWN, "", 3),
    ),
    Told(
        "is not the text that was fetched",
        *(with_bytes(lambda data: data.replace(b"2012", b"2013")), OWN, "", 3),
    ),
    Told(
        "the table labels.sections is empty",
        *(edited(OWN_TOML, '"Pågående projekt" = "ongoing"', ""), OWN_TOML, "[labels.sections]", 3),
    ),
)


@pytest.mark.parametrize("case", COMPLAINTS, ids=lambda case: case.said)
def test_each_complaint_of_a_page_is_told_at_its_line_in_both_languages(
    tmp_path: Path, case: Told
) -> None:
    made = Funder.of(tmp_path / "site", HEAD + FIBER + FOOT, LABELS)
    case.damage(made.site)
    made.run("keys")
    check(made.site, case)


def test_every_complaint_of_the_page_reader_is_in_the_table() -> None:
    folder = Path(sources.__path__[0])
    said = {text for file in folder.glob("*.py") for text in Complaints(file).all()}
    assert sorted(case.said for case in COMPLAINTS) == sorted(said)


class Complaints:
    """The messages of the problems and errors that a file of the code makes."""

    _PLACES: Mapping[str, int] = {"problem": 1, "refused": 1, "SourceError": 0, "ConfigError": 0}

    def __init__(self, file: Path) -> None:
        tree = ast.walk(ast.parse(file.read_text("utf-8")))
        self._functions = {node.name: node for node in tree if isinstance(node, ast.FunctionDef)}

    def all(self) -> Iterator[str]:
        """Give each, its places open."""
        for function in self._functions.values():
            for node in ast.walk(function):
                match node:
                    case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                        if (at := self._PLACES.get(name, len(args))) < len(args):
                            yield from self._texts(args[at], function)

    def _texts(self, node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        """Give the messages that an expression may be: one made there, or all of a name."""
        match node:
            case ast.Call(func=ast.Name(id="msg"), args=[ast.Constant(value=str(text)), *_]):
                yield text
            case ast.Name(id=wanted):
                for name, value, where in self._bound(function):
                    if name == wanted:
                        yield from self._texts(value, where)

    def _bound(self, function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr, ast.FunctionDef]]:
        """Give each name that gets a value in a function, with it and where it is made."""
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[target], value=value):
                    yield from self._paired(target, value, function)
                case ast.For(target=target, iter=ast.Tuple(elts=values)):
                    for value in values:
                        yield from self._paired(target, value, function)

    def _paired(
        self, target: ast.expr, value: ast.expr, where: ast.FunctionDef
    ) -> Iterator[tuple[str, ast.expr, ast.FunctionDef]]:
        match target, value:
            case ast.Name(id=name), _:
                yield name, value, where
            case ast.Tuple(elts=targets), ast.Tuple(elts=values):
                for one, other in zip(targets, values, strict=True):
                    yield from self._paired(one, other, where)
            case ast.Tuple(), ast.Call(func=ast.Name(id=name)) if name in self._functions:
                made = self._functions[name]
                for node in ast.walk(made):
                    if isinstance(node, ast.Return) and node.value:
                        yield from self._paired(target, node.value, made)
