"""RDF that lies compressed is read by what its name ends in before .gz, as the same file plain."""

import gzip
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packed import unpacked

from lod.cli.commands import main

SHAPES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <https://x.example/>
ex:Shape a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:P .
ex:P sh:path ex:p ; sh:maxCount 1 ."""
LINE = "<https://x.example/{}> <https://x.example/p> {} .\n"
TEXTS = {
    "nq": "".join(LINE.format(n, f'"{n}" <https://x.example/g>') for n in "abc") * 2,
    "nt": LINE.format("a", '"1"') + LINE.format("a", '"2"'),
    "ttl": "<https://x.example/a>\n  <https://x.example/p> 1, 2 .",
    "jsonld": '{"@id": "https://x.example/a", "https://x.example/p": [1,\n2]}',
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("shapes.ttl").write_text(SHAPES)
    return tmp_path


def check(*names: str) -> Result:
    return CliRunner().invoke(main, ["check", *names, "--shapes", "shapes.ttl", "--lang", "en"])


def pack(name: str, text: str, members: int = 1) -> str:
    """Write a file, its text in some members, under a name and .gz."""
    data, step = text.encode(), -(-len(text.encode()) // members)
    parts = [data[at : at + step] for at in range(0, len(data), step)]
    Path(f"{name}.gz").write_bytes(b"".join(map(gzip.compress, parts)))
    return f"{name}.gz"


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize("ending", [*TEXTS, "NT"])
def test_it_has_the_findings_of_the_plain_file_at_the_same_places(
    ending: str, members: int
) -> None:
    name, text = f"data.{ending}", TEXTS[ending.lower()]
    Path(name).write_text(text)
    plain, packed = check(name), check(pack(name, text, members))
    assert packed.exit_code == plain.exit_code
    assert packed.stdout.replace(f"{name}.gz", name) == plain.stdout
    assert f"{name}.gz:" in packed.stdout or plain.exit_code == 0


def test_large_ones_are_streamed_as_plain_ones_are() -> None:
    text = "".join(LINE.format(f"a{n:06}", f'"{n}"') for n in range(160_000))
    text += LINE.format("b", '"1"') + LINE.format("b", '"2"')
    Path("data.nt").write_text(text)
    plain, packed = check("data.nt"), check(pack("data.nt", text))
    assert (plain.exit_code, packed.exit_code) == (1, 1)
    assert "data.nt.gz:160001" in packed.stdout
    assert packed.stdout.replace("data.nt.gz", "data.nt") == plain.stdout


def test_a_release_is_checked_by_its_dump(release: Path) -> None:
    packed = check(str(release / "current/data.nq.gz"))
    Path("data.nq").write_bytes(unpacked(release / "current/data.nq"))
    assert (packed.exit_code, check("data.nq").exit_code) == (0, 0)


def test_globs_and_several_files_find_them() -> None:
    for name in ("a", "b"):
        pack(f"{name}.ttl", TEXTS["ttl"].replace("/a", f"/{name}"))
    for names in (["*.gz"], ["a.ttl.gz", "b.ttl.gz"]):
        done = check(*names)
        assert done.exit_code == 1
        assert {name for name in ("a", "b") if f"{name}.ttl.gz:2:" in done.stdout} == {"a", "b"}


def test_a_comparison_reads_them() -> None:
    Path("data.ttl").write_text(TEXTS["ttl"])
    done = CliRunner().invoke(main, ["diff", "data.ttl", pack("data.ttl", TEXTS["ttl"])])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["data.gz", "data.tar.gz", "data.csv.gz", "data.ttl.gz.gz"])
def test_what_no_name_tells_is_refused_before_it_is_inflated(name: str) -> None:
    Path(name).write_bytes(b"no gzip")
    done = check(name)
    assert done.exit_code == 2
    assert "its format can't be told by its name" in done.stderr


@pytest.mark.parametrize(
    "data",
    [b"", b"<a> <b> <c> .", gzip.compress(b"<a> <b> <c> .")[:-3]],
    ids=["empty", "plain", "cut"],
)
def test_what_cannot_be_inflated_is_told(data: bytes) -> None:
    Path("data.nt.gz").write_bytes(data)
    done = check("data.nt.gz")
    assert done.exit_code == 3
    assert "data.nt.gz: can't be read: gzip member 1, which begins at byte 0," in done.stderr


def test_what_is_made_to_fill_the_disk_is_refused(tmp_path: Path) -> None:
    with gzip.open("data.nt.gz", "wb") as file:
        for _ in range(80):
            file.write(b"\n" * (1 << 20))
    assert os.stat("data.nt.gz").st_size < 200_000
    done = check("data.nt.gz")
    assert done.exit_code == 3
    assert "it holds far more than its size" in done.stderr


def test_a_link_out_of_a_folder_is_not_inflated(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Path(pack("data.nt", TEXTS["nt"])).rename(tmp_path / "data.nt.gz")
    (tmp_path / "in/data.nt.gz").symlink_to(tmp_path / "data.nt.gz")
    done = check("in/*.gz")
    assert done.exit_code == 3
    assert "leads out of the folder" in done.stderr
