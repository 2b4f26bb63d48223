"""What is tried: for each target a way to make its case of a number, as files and a command.

A case depends on target and number alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

import pyoxigraph as ox

from fuzz.mutators import mutate
from fuzz.words import words
from lod.checking.report import REPORT_FORMATS

ROOT = Path(__file__).parents[2]
_SAMPLES = Path(__file__).parent / "samples"
_WHOLE = 0.05  # of the cases of a publication have all of its shapes
_SHOWN = 600  # bytes of a file in a message
_SOURCE = "data/sources/programsida-2013-11-15"
_TABLES = ("data/reference/counties.csv", "data/reference/municipalities.csv")
_TURTLE = ("ontology/stage.ttl", "ontology/alignments.ttl", "data/curated/organizations.ttl")
_OWN = ("data/curated/decisions.ttl", "data/curated/organizations.ttl", "ontology/stage.ttl")
_SHAPES = ("area", "decision", "document", "organization", "profile", "project", "report", "status")
RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Extension → format."""
_LANGUAGES = {
    **dict.fromkeys(("ttl", "trig"), ("terms", "turtle")),
    **dict.fromkeys(("nt", "nq"), ("terms",)),
    "rdf": ("xml",),
    "jsonld": ("json",),
}


@dataclass(frozen=True)
class Case:
    """Files to write, and a command line to run in their folder.

    :param where: ``files``, or the publication ``site`` or ``small`` that they are put over.
    :param form: of the report that the command writes to standard output, if any.
    """

    files: Mapping[str, bytes]
    command: tuple[str, ...]
    where: str = "files"
    form: str | None = None


def make(target: str, number: int) -> Case:
    """Make a target's case of a number."""
    return TARGETS[target](Random(f"{target} {number}"))


def _rdf(extension: str) -> Callable[[Random], Case]:
    def case(random: Random) -> Case:
        data = mutate(random, _rdf_seeds(extension), words(*_LANGUAGES[extension]))
        shapes = (_SAMPLES / "shapes.ttl").read_bytes()
        return _check_files(random, f"data.{extension}", data, shapes)

    return case


def _shapes(random: Random) -> Case:
    shapes = mutate(random, _shape_seeds(), words("terms", "turtle", "shacl"))
    return _check_files(random, "data.ttl", (_SAMPLES / "all.ttl").read_bytes(), shapes)


def _check_files(random: Random, name: str, data: bytes, shapes: bytes) -> Case:
    form = random.choice(list(REPORT_FORMATS))
    options = ("--format", form, "--lang", random.choice(("sv", "en")))
    command = ("check", name, "--shapes", "shapes.ttl", *options)
    return Case({name: data, "shapes.ttl": shapes}, command, form=form)


def _site_file(name: str, language: Sequence[bytes]) -> Callable[[Random], Case]:
    def case(random: Random) -> Case:
        return _in_site(random, {name: mutate(random, [(ROOT / name).read_bytes()], language)})

    return case


def _one_of(names: Sequence[str], language: Sequence[bytes]) -> Callable[[Random], Case]:
    each = [_site_file(name, language) for name in names]
    return lambda random: random.choice(each)(random)


def _page(random: Random) -> Case:
    """A page's text, with the sum that its sidecar must have; or a page of HTML to be imported."""
    if random.random() < 0.4:
        data = mutate(random, _html_seeds(), words("xml", "html"))
        return Case({"page.html": data}, ("import", "page.html", "--name", "new"), "small")
    text = mutate(random, [(ROOT / f"{_SOURCE}.txt").read_bytes()], words("page"))
    sidecar = (ROOT / f"{_SOURCE}.toml").read_bytes()
    old = sha256((ROOT / f"{_SOURCE}.txt").read_bytes()).hexdigest().encode()
    sidecar = sidecar.replace(old, sha256(text).hexdigest().encode())
    return _in_site(random, {f"{_SOURCE}.txt": text, f"{_SOURCE}.toml": sidecar})


def _in_site(random: Random, files: Mapping[str, bytes]) -> Case:
    command = random.choices(("check", "keys", "build"), (12, 6, 1))[0]
    where = "site" if random.random() < _WHOLE else "small"
    if command != "check":
        return Case(files, (command,), where)
    form = random.choice(list(REPORT_FORMATS))
    return Case(files, ("check", "--format", form), where, form)


@cache
def _rdf_seeds(extension: str) -> Sequence[bytes]:
    """The sample twice, and the publication's own Turtle in the format."""
    sample = (_SAMPLES / f"all.{extension}").read_bytes()
    found = [sample, sample]
    for name in _TURTLE:
        data = (ROOT / name).read_bytes()
        quads = ox.parse(data, ox.RdfFormat.TURTLE)
        written = data if extension == "ttl" else ox.serialize(quads, format=RDF[extension])
        found.append((written or b"")[:4000])
    return found


@cache
def _shape_seeds() -> Sequence[bytes]:
    sample = (_SAMPLES / "shapes.ttl").read_bytes()
    return [sample, sample, *((ROOT / f"shapes/{name}.ttl").read_bytes() for name in _SHAPES)]


@cache
def _html_seeds() -> Sequence[bytes]:
    rows = (ROOT / f"{_SOURCE}.txt").read_text(encoding="utf-8").split("\n\n")
    body = "\n".join(f"<p class='x'>{row}</p>" for row in rows)
    page = f'<html><head><meta charset="utf-8"></head><body><div>{body}</div></body></html>'
    return [(_SAMPLES / "page.html").read_bytes(), page.encode()[:6000]]


TARGETS: Mapping[str, Callable[[Random], Case]] = {
    **{extension: _rdf(extension) for extension in RDF},
    "shapes": _shapes,
    "page": _page,
    "settings": _site_file("lod.toml", words("toml", "settings")),
    "sidecar": _site_file(f"{_SOURCE}.toml", words("toml", "sidecar")),
    "keys": _site_file("data/keys.csv", words("table")),
    "tables": _one_of(_TABLES, words("table")),
    "own": _one_of(_OWN, words("terms", "turtle")),
}
"""Name → what makes a case of it."""


def described(target: str, number: int) -> str:
    """Say how a case is made again, and what it holds."""
    case = make(target, number)
    rows = [f"{name}: {data[:_SHOWN]!r}" for name, data in case.files.items()]
    again = f"PYTHONPATH=tests python -m fuzz.worker {target} {number}"
    return "\n".join((again, f"lod {' '.join(case.command)}", *rows))
