"""What is mapped in parts says what it says in memory: the same lines, places and findings."""

import gc
import json
import os
import re
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bringing import add_page
from editing import NAME
from hypothesis import given
from hypothesis import strategies as st

from lod.checking import SUBJECT, VALUE, Options, Report, render_report
from lod.checking.lines import in_sorted_file
from lod.checking.linesearch import NumberedLine, Sought, lines_with
from lod.errors import InputError, MappingError
from lod.files import joined_lines, sorted_lines
from lod.publishing import parts
from lod.publishing.build import check_publication, mint_keys, read_publication
from lod.publishing.config import Config, read_config
from lod.publishing.iris import Iris
from lod.publishing.keys import write_keys
from lod.publishing.mapping import Graph
from lod.publishing.publication import Mapped, map_all
from lod.words import msg

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "examples/eu-operations"
TABLE = ROOT / "tests/golden/bygdemedel.csv"
BASE = "https://data.tillvaxtverket.example/"
DATE = "15 november 2013 13:46"
NEWER = {
    DATE: "16 november 2013 09:00",
    "201203 — 201406": "201203 — 201408",
    "\nHåll ut\n": "\nHåll in\n",
    "Länsstyrelsen i Västernorrland": "Okända föreningen",
}
OLDER = {DATE: "1 mars 2012 09:00", "\nBusiness Unusual\n": "\nBusiness as usual\n"}
ANOMALY = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start"
BY_HAND = f"""
@prefix fp: <{BASE}def/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{BASE}id/project/hall-ut>
    <http://www.w3.org/2002/07/owl#differentFrom> <{BASE}id/project/hall-in> .
<{ANOMALY}/decision> a fp:Decision, <http://www.w3.org/ns/prov#Entity> ;
    fp:decides <{ANOMALY}> ; fp:chosen "2012-01"^^xsd:gYearMonth ;
    <http://purl.org/dc/terms/description> "Så."@sv, "So."@en ;
    <http://purl.org/dc/terms/date> "2026-11-23"^^xsd:date ;
    <http://www.w3.org/ns/prov#wasAttributedTo> <{BASE}id/organization/tillvaxtverket> .
"""


def list_all(site: Path, *names: str) -> None:
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps(names)}"
    text = re.sub(r"(?m)^sources = .*$", listed, settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    write_keys(*mint_keys(read_config(site)))


def edited(site: Path, edits: dict[str, str]) -> str:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(params=["page", "three pages", "a table beside", "gone", "by hand", "places"])
def config(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Config:
    """A publication of one of several kinds."""
    if request.param == "places":
        shutil.copytree(OPERATIONS, tmp_path / "operations")
        return read_config(tmp_path / "operations")
    names, kind = [NAME], request.param
    if kind != "page":
        for name, edits in (("newer", NEWER), ("older", OLDER)):
            add_page(site, name, edited(site, edits))
            names.append(name)
    if kind != "three pages":
        shutil.copy(TABLE, site / "data/sources")
        shutil.copy(TABLE.with_suffix(".toml"), site / "data/sources")
        names.append(TABLE.name)
    list_all(site, *names)
    keys = site / "data/keys.csv"
    if kind == "gone":
        lines = keys.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if number % 3 == 1 and re.match("project,.*,$", line):
                lines[number] += "retired"
        keys.write_text("\n".join(lines) + "\n", "utf-8")
    if kind == "by hand":
        file = site / "data/curated/organizations.ttl"
        file.write_text(file.read_text("utf-8") + BY_HAND, "utf-8")
    return read_config(site)


def both(config: Config, monkeypatch: pytest.MonkeyPatch, most: int = 3) -> tuple[Mapped, Mapped]:
    """Map a publication in memory, and in parts of so many records."""
    monkeypatch.setattr(parts, "RECORDS", most)
    return map_all(config), map_all(config, most=0)


def lines(mapped: Mapped) -> list[bytes]:
    return sorted(f"{quad} .\n".encode() for quad in mapped.quads)


def findings(report: Report) -> list[str]:
    told = json.loads(render_report(report, "json", "en"))
    return sorted(json.dumps(one, sort_keys=True) for one in told["results"])


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_the_same_is_said_and_found(
    config: Config, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parted = both(config, monkeypatch, most)
    assert parted.parts is not None
    assert parted.parts.summary.count > whole.summary.count / 10, "most is in parts"
    assert parted.data is not None
    assert parted.data.read_bytes().splitlines(keepends=True) == lines(whole)
    assert parted.summary.words == whole.summary.words
    assert parted.summary.files == whole.summary.files
    assert parted.summary.open == whole.summary.open
    found = [findings(check_publication(one, lambda _: None)) for one in (whole, parted)]
    assert found[0] == found[1]


def test_every_statement_is_found_where_it_comes_from(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parted = both(config, monkeypatch)
    assert parted.data is not None
    for triple in [*whole.graph.quads][:: len(whole.graph.quads) // 300]:
        pattern = (str(triple.subject), str(triple.predicate), str(triple.object), VALUE)
        assert parted.places(pattern) == whole.places(pattern) is not None
    base = whole.config.base_iri
    assert parted.places((f"<{base}id/project/none>", "", "", SUBJECT)) is None
    pointed = (("", f"<{base}def/projectOwner>", "", VALUE),)
    find = in_sorted_file(parted.data, parted.places)([pointed])
    assert find(pointed) is not None


def test_what_is_wrong_with_a_part_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = site / "shapes/project.ttl"
    text = shape.read_text("utf-8")
    longer = text.replace("sh:path schema:name ;", "sh:path schema:name ; sh:maxLength 20 ;")
    assert longer != text
    shape.write_text(longer, "utf-8")
    found = []
    for most in (None, 0):
        mapped = map_all(read_config(site), most=most)
        found.append(findings(check_publication(mapped, lambda _: None)))
    assert found[0] == found[1]
    told = [json.loads(one) for one in found[0] if '"severity": "violation"' in one]
    assert {one["path"] for one in told} == {"https://schema.org/name"}
    assert all(one["line"] > 1 and one["file"].endswith(".txt") for one in told)


OF_VALUES = """
<https://x.example/short> a sh:NodeShape ; sh:targetObjectsOf schema:name ; sh:maxLength 12 .
<https://x.example/lines> a sh:NodeShape ; sh:nodeKind sh:Literal ;
    sh:targetObjectsOf <http://www.w3.org/ns/prov#wasQuotedFrom>, schema:numberOfEmployees .
<https://x.example/pages> a sh:NodeShape ; sh:targetSubjectsOf schema:mentions ;
    sh:property <https://x.example/mentions> .
<https://x.example/mentions> sh:path schema:mentions ; sh:maxCount 0 .
"""


@pytest.mark.parametrize("engine", ["own", "pyshacl"])
def test_what_has_no_subject_is_sought_once_for_all_findings(
    site: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """Each by itself would be a pass through the whole file."""
    shape = site / "shapes/project.ttl"
    shape.write_text(shape.read_text("utf-8") + OF_VALUES, "utf-8")
    passes: list[Path] = []

    def counted(file: Path, sought: Sought) -> Iterator[NumberedLine]:
        passes.append(file)
        return lines_with(file, sought)

    monkeypatch.setattr("lod.checking.lines.lines_with", counted)
    found = []
    for most in (None, 0):
        mapped = map_all(read_config(site), most=most)
        report = check_publication(mapped, lambda _: None, Options(engine=engine))
        found.append(findings(report))
    assert found[0] == found[1]
    told = [json.loads(one) for one in found[0]]
    assert sum(one["rule"].endswith("short") and one["line"] > 1 for one in told) > 5
    assert len(passes) == 1


def test_without_a_key_nothing_is_mapped(site: Path) -> None:
    keys = site / "data/keys.csv"
    rows = keys.read_text("utf-8").splitlines()
    keys.write_text("\n".join([*rows[:3], *rows[4:]]) + "\n", "utf-8")
    errors = []
    for most in (None, 0):
        with pytest.raises(InputError) as error:
            map_all(read_config(site), most=most)
        errors.append(str(error.value))
    assert errors[0] == errors[1]


def test_many_projects_are_mapped_in_parts_and_few_in_memory(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = read_config(site)
    assert read_publication(config, lambda _: None).parts is None
    monkeypatch.setattr("lod.publishing.build.MANY_PROJECTS", 9)
    mapped = read_publication(config, lambda _: None)
    assert mapped.parts is not None
    folder = mapped.data.parent if mapped.data else None
    assert folder is not None
    assert folder.exists()
    assert read_publication(config, lambda _: None, whole=True).parts is None
    del mapped
    assert not folder.exists(), "the files go with it"


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """RLIMIT_FSIZE stands for the disk, as in tests/files/test_temporary.py."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("jobs", [1, 2])
def test_where_parts_find_no_room_it_is_said(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(parts, "processors", lambda: jobs)
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    config = read_config(site)
    with pytest.raises(InputError) as error, no_file_beyond(1000):
        map_all(config, most=0)
    assert "the disk is full" in str(error.value)
    assert "TMPDIR" in (error.value.todo or "")
    del error
    gc.collect()
    assert list(place.iterdir()) == []


def test_where_joined_parts_find_no_room_it_is_said(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    mapped = map_all(read_config(site), most=0)
    largest = max(file.stat().st_size for file in place.rglob("*.nq"))
    with pytest.raises(InputError) as error, no_file_beyond(largest):
        _ = mapped.data
    assert "the disk is full" in str(error.value)
    assert "TMPDIR" in (error.value.todo or "")
    del error, mapped
    gc.collect()
    assert list(place.iterdir()) == []


def test_an_error_of_a_part_is_told_as_one_of_the_whole(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setattr(parts, "RECORDS", 3)
    monkeypatch.setattr(parts, "processors", lambda: 2)
    main = os.getpid()

    def refuse(graph: Graph) -> None:
        if os.getpid() != main:
            raise MappingError(msg("there is no key"), "data.csv", 7, todo=msg("run lod build"))

    monkeypatch.setattr(parts, "map_earlier", refuse)
    with pytest.raises(MappingError) as error:
        map_all(read_config(site), most=0)
    assert str(error.value) == "data.csv:7: there is no key\n  to do: run lod build"
    del error
    gc.collect()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("iri", "thing"),
    [
        ("id/project/a", ("project", "a")),
        ("id/project/a/anomaly/period/decision", ("project", "a")),
        ("doc/organization/a", ("organization", "a")),
        ("source/b/organization/a/00ff", ("organization", "a")),
        ("source/b", None),
        ("source/b#row=5", None),
        ("graph/curated", None),
        ("id/project", None),
        ("id/planet/a", None),
    ],
)
def test_the_thing_that_an_address_is_of(iri: str, thing: tuple[str, str] | None) -> None:
    assert parts.thing_of(BASE + iri, Iris(BASE, "")) == thing
    assert parts.thing_of("https://else.example/" + iri, Iris(BASE, "")) is None


LINES = st.lists(st.binary(max_size=3).filter(lambda b: b"\n" not in b), max_size=12)


@given(st.lists(LINES, max_size=5), LINES)
def test_sorted_files_are_joined_as_all_lines_are_sorted(
    tmp_path_factory: pytest.TempPathFactory, contents: list[list[bytes]], more: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("joined")
    files = [folder / str(number) for number in range(len(contents))]
    for file, some in zip(files, contents, strict=True):
        file.write_bytes(b"".join(ended(some)))
    everything = [line for some in (*contents, more) for line in ended(some)]
    assert b"".join(joined_lines(files, [*ended(more)])) == b"".join(sorted(set(everything)))


def ended(some: list[bytes]) -> Iterator[bytes]:
    yield from sorted_lines(line + b"\n" for line in some)


def test_what_lies_between_no_other_lines_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lod.files.sorting.heapq.merge", None)
    for name, text in (("1", b"c\nd\n"), ("2", b"a\nb\n")):
        (tmp_path / name).write_bytes(text)
    files = [tmp_path / "1", tmp_path / "2"]
    assert [*filter(None, joined_lines(files, [b"0\n", b"bb\n", b"e\n"]))] == [
        *(b"0\n", b"a\nb\n", b"bb\n", b"c\nd\n", b"e\n")
    ]
