"""Only regular files in their folder are read: no link, pipe or device of a contributor."""

import ast
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from checking.running import HEAD
from comparing.comparing import git, repository

import lod
from lod.checking import find_files
from lod.checking.report import REPORT_FORMATS
from lod.cli.exits import EXIT_CODES
from lod.errors import InputError
from lod.files import read as disk
from lod.files.write import put
from lod.publishing.config import read_config
from lod.publishing.importing import import_page
from lod.publishing.keys import read_keys, write_keys
from lod.publishing.publication import map_all

SECRET = "token-5f1e"
SHAPES = """<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:p> ;
    sh:property [ sh:path <x:p> ; sh:minCount 1 ] .
"""


def outside(place: Path) -> None:
    place.symlink_to("/etc/passwd")


def climbing(place: Path) -> None:
    place.symlink_to("../" * 40 + "proc/self/environ")


def pipe(place: Path) -> None:
    os.mkfifo(place)


def linked_pipe(place: Path) -> None:
    os.mkfifo(place.with_name(".pipe"))
    place.symlink_to(".pipe")


def device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def endless(place: Path) -> None:
    place.symlink_to(place.name)


def bound(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        here = Path.cwd()
        os.chdir(place.parent)
        sock.bind(place.name)
        os.chdir(here)


UNFIT = [outside, climbing, pipe, linked_pipe, device, endless, bound]
FILES = [
    "lod.toml",
    "data/keys.csv",
    "data/reference/counties.csv",
    "data/reference/municipalities.csv",
    "data/sources/programsida-2013-11-15.toml",
    "data/sources/programsida-2013-11-15.txt",
    "data/curated/decisions.ttl",
    "data/curated/extra.ttl",
    "ontology/extra.ttl",
    "shapes/extra.ttl",
]


FOLDERS = [
    "data/curated",
    "data/sources",
    "data/reference",
    "data",
    "ontology",
    "shapes",
    "queries",
]


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOD_SECRET", SECRET)
    return tmp_path


def tells(said: str | bytes) -> bool:
    """Whether a message has something of a file that isn't the publication's."""
    text = said if isinstance(said, str) else said.decode()
    return SECRET in text or "root:x" in text


def replaced(file: Path, unfit: Callable[[Path], None]) -> None:
    file.unlink(missing_ok=True)
    unfit(file)


@pytest.mark.parametrize(
    ("name", "unfit"),
    [*((name, climbing) for name in FILES), *(("data/curated/extra.ttl", u) for u in UNFIT)],
)
def test_no_file_of_a_publication_may_be_anything_else(
    site: Path, name: str, unfit: Callable[[Path], None]
) -> None:
    replaced(site / name, unfit)
    with pytest.raises(InputError) as raised:
        map_all(read_config(site))
    assert name.rpartition("/")[2] in raised.value.told("en")
    assert not tells(raised.value.told("en"))
    assert raised.value.exit_code == 3


@pytest.mark.parametrize("folder", ["data", "data/sources", "data/curated", "shapes", "ontology"])
def test_no_folder_of_a_publication_may_lie_elsewhere(site: Path, folder: str) -> None:
    shutil.move(site / folder, site.parent / "elsewhere")
    (site / folder).symlink_to(site.parent / "elsewhere")
    with pytest.raises(InputError, match="a link that leads out of the folder"):
        map_all(read_config(site))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_that_lies_elsewhere_is_not_looked_into(site: Path, folder: str) -> None:
    """Not even the names in there are told; nor is it searched."""
    shutil.rmtree(site / folder, ignore_errors=True)
    (site.parent / "elsewhere/deep").mkdir(parents=True)
    (site.parent / "elsewhere/deep/private-name.txt").write_text(SECRET)
    (site / folder).symlink_to(site.parent / "elsewhere")
    done = lod_("check", "--site", site)
    assert done.returncode == 3, done.stderr
    assert folder.encode() in done.stderr
    assert b"private-name" not in done.stdout + done.stderr


def test_links_within_a_publication_are_followed(site: Path) -> None:
    before = len(map_all(read_config(site)).graph.quads)
    for name in FILES:
        if (site / name).exists():
            (site / name).rename(site / f"kept{name.replace('/', '-')}")
            (site / name).symlink_to(site / f"kept{name.replace('/', '-')}")
    (site / "shapes").rename(site / "kept")
    (site / "shapes").symlink_to("kept")
    assert len(map_all(read_config(site)).graph.quads) == before


def lod_(
    *arguments: object, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lod", *map(str, arguments), "--lang", "en"]
    return subprocess.run(
        command, input=stdin, cwd=cwd, capture_output=True, timeout=120, check=False
    )


COMMANDS = [
    ("check",),
    ("check", "--format", "sarif"),
    ("build",),
    ("keys",),
    ("diff", ".", "."),
    ("import", "page.html"),
    ("query", "ASK {}"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_the_file_and_never_what_is_in_it(
    site: Path, release: Path, command: tuple[str, ...]
) -> None:
    (site / "page.html").write_text("<h1>Text</h1>")
    replaced(site / "lod.toml", climbing)
    done = lod_(*command, "--site", site, cwd=site)
    assert done.returncode == 3, done.stderr
    assert b"lod.toml" in done.stderr
    assert not tells(done.stdout + done.stderr)


def test_a_query_among_the_publication_may_not_lie_elsewhere(site: Path, release: Path) -> None:
    (site / "queries").mkdir()
    (site / "queries/x.rq").symlink_to("/proc/self/environ")
    (site / "linked").symlink_to("/proc/self")
    for name in ("queries/x.rq", "linked/environ"):
        done = lod_("query", name, "--site", site, "--out", release, cwd=site)
        assert done.returncode == 3, done.stderr
        assert not tells(done.stdout + done.stderr)


@pytest.fixture
def folder(top: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(top)
    (top / "data/deep").mkdir(parents=True)
    (top / "data/one.ttl").write_text(HEAD)
    return top


@pytest.mark.parametrize("unfit", UNFIT)
@pytest.mark.parametrize("given", ["data", "data/*", "data/**/*.ttl", "data/dee?"])
def test_a_folder_or_a_glob_holds_nothing_else(
    folder: Path, given: str, unfit: Callable[[Path], None]
) -> None:
    unfit(folder / "data/deep/two.ttl")
    with pytest.raises(InputError, match=r"two\.ttl"):
        find_files([given])


@pytest.mark.parametrize("given", ["data", "data/*", "data/**"])
def test_a_folder_does_not_lead_out(folder: Path, given: str) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/two.ttl").write_text(HEAD)
    (folder / "data/linked").symlink_to("../elsewhere")
    with pytest.raises(InputError, match=r"data/linked.*leads out of the folder"):
        find_files([given])


@pytest.mark.parametrize("given", ["data/**/*.ttl", "data/**/deep/*"])
def test_a_glob_does_not_walk_out(folder: Path, given: str) -> None:
    """A link to the root of the disk is told, and not followed."""
    (folder / "data/linked").symlink_to("/")
    with pytest.raises(InputError, match="leads out of the folder"):
        find_files([given])


def test_a_glob_enters_each_folder_once(folder: Path) -> None:
    """Three links to the folder above make 3 to the power of 40 paths."""
    for name in "abc":
        (folder / "data/deep" / name).symlink_to("..")
    assert [file.name for file in find_files(["data/**/*.ttl"])] == ["data/one.ttl"]
    assert [file.name for file in find_files(["**/one.ttl"])] == ["data/one.ttl"]


def test_what_is_not_rdf_by_its_name_stops_nothing(folder: Path) -> None:
    os.mkfifo(folder / "data/pipe")
    (folder / "data/README").symlink_to("/etc/hostname")
    assert [file.name for file in find_files(["data"])] == ["data/one.ttl"]


def test_a_file_that_is_swapped_for_a_link_is_not_read(folder: Path) -> None:
    (file,) = find_files(["data"])
    replaced(folder / "data/one.ttl", climbing)
    with pytest.raises(InputError):
        _ = file.data
    with pytest.raises(InputError):
        next(file.triples())


def test_a_link_that_is_named_by_itself_is_followed(folder: Path) -> None:
    (folder / "two.ttl").symlink_to("data/one.ttl")
    assert [file.data for file in find_files(["two.ttl"])] == [HEAD.encode()]


@pytest.mark.parametrize("name", ["pipe", "pipe.nt"])
def test_a_pipe_that_is_named_by_itself_is_read_once(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    writer = threading.Thread(target=(folder / name).write_bytes, args=(b"<x:s> <x:p> <x:o> .\n",))
    writer.start()
    (file,) = find_files([name])
    writer.join()
    assert file.name in ("pipe.ttl", "pipe.nt")
    assert len(file.placed) == len([*file.triples()]) == 1


def test_a_device_that_never_ends_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MOST_PIPED", 1 << 22)
    with pytest.raises(InputError, match="larger than 4 MiB"):
        find_files(["/dev/zero"])
    with pytest.raises(disk.Unfit):
        disk.read_file(Path("/dev/zero"))


def test_process_substitution_is_checked(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(HEAD + SHAPES)
    command = f"{sys.executable} -m lod check <(echo '<x:s> <x:p> 1 .') --shapes shapes.ttl"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_links_of_a_revision_are_read_as_those_of_a_folder(site: Path) -> None:
    repository(site)
    (site / "data/curated/decisions.ttl").rename(site / "data/kept.ttl")
    (site / "data/curated/decisions.ttl").symlink_to("../kept.ttl")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "inside")
    same = lod_("diff", "HEAD~1", "HEAD", "--exit-code", "--no-check", cwd=site)
    assert same.returncode == 0, same.stdout + same.stderr
    (site / "shapes/x.ttl").symlink_to("/proc/self/environ")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "outside")
    for new in ("HEAD", "HEAD:shapes/x.ttl", "HEAD:shapes"):
        done = lod_("diff", "HEAD~1", new, cwd=site)
        assert done.returncode == 3, done.stdout + done.stderr
        assert b"HEAD:shapes/x.ttl" in done.stderr
        assert not tells(done.stdout + done.stderr)


# Writing


def test_keys_are_not_written_elsewhere(site: Path) -> None:
    keys = read_keys(site / "data/keys.csv")
    shutil.move(site / "data", site.parent / "elsewhere")
    (site / "data").symlink_to(site.parent / "elsewhere")
    before = (site / "data/keys.csv").read_bytes()
    with pytest.raises(InputError, match=r"keys\.csv.*leads out"):
        write_keys(keys, (), site)
    assert (site / "data/keys.csv").read_bytes() == before


def test_a_page_is_not_imported_elsewhere(site: Path) -> None:
    page = site.parent / "page.html"
    page.write_text("<h1>Text</h1>")
    shutil.rmtree(site / "data/sources")
    (site.parent / "elsewhere").mkdir()
    (site / "data/sources").symlink_to(site.parent / "elsewhere")
    with pytest.raises(lod.errors.UsageError, match="leads out"):
        import_page(page, site / "data/sources", "new", site)
    assert not [*(site.parent / "elsewhere").iterdir()]


def test_what_is_written_replaces_a_link_and_never_follows_one(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (top / "other").write_text("as it was")
    (top / "report").symlink_to("other")
    monkeypatch.setattr(os, "urandom", lambda size: b"x" * size)
    (top / f".report.{(b'x' * 8).hex()}").symlink_to("other")
    with pytest.raises(lod.errors.UsageError, match="can't be written"):
        put(top / "report", b"new")
    put(top / "report", b"new")  # what was in the way is gone
    assert (top / "other").read_text() == "as it was"
    assert (top / "report").read_text() == "new"
    assert not (top / "report").is_symlink()


def test_a_linked_pipe_is_replaced_too(top: Path) -> None:
    linked_pipe(top / "report")
    put(top / "report", b"new")
    assert (top / "report").read_text() == "new"


# All of it


ALLOWED = {
    "files": "the place",
    "cli/terminal.py": "what is written",
    "words": "our own files",
    "deriving/indexed.py": "a file of our own",
    "publishing/init.py": "our own files",
    "publishing/parts.py": "files of our own",
    "release": "a release, which a build wrote",
    "serving": "releases, and workers' own files",
    "publishing/importing/tabular/columnwords.py": "our own files",
    "publishing/template.py": "our own files",
    "publishing/tables/cells/archive.py": "parts of an archive that was read into memory",
    "publishing/tables/cells/parquet.py": "a table that was read into memory",
    "publishing/tables/cells/parquetprocess.py": "its standard input and output",
    "confining": "what the system says of this process",
    "comparing/git.py": "what is written",
    "checking/shacl": "sorted copies of our own, and files that checking has looked at",
    "checking/lines.py": "files that checking has looked at",
    "checking/ntriples.py": "files that checking has looked at",
    "checking/large.py": "sorted copies of our own, and files that checking has looked at",
    "checking/linesearch.py": "files that checking has looked at",
    "checking/rewriting.py": "files that checking has looked at, and copies of our own",
    "checking/run.py": "files that checking has looked at",
    "checking/files.py": "files that it has looked at",
}
OPENING = {"read_text", "read_bytes", "open", "fdopen", "mmap"}


def _opens(file: Path) -> bool:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id == "open":
                return True
            of = function.value if isinstance(function, ast.Attribute) else None
            is_ours = isinstance(of, ast.Name) and of.id in ("self", "atexit")
            if isinstance(function, ast.Attribute) and function.attr in OPENING and not is_ours:
                return True
    return False


def test_nothing_else_opens_what_people_name() -> None:
    folder = Path(lod.__file__).parent
    opening = [f.relative_to(folder) for f in folder.rglob("*.py") if _opens(f)]
    allowed = set(map(Path, ALLOWED))
    assert [f for f in opening if allowed.isdisjoint((f, *f.parents))] == []
    assert EXIT_CODES[3]


# Names that aren't UTF-8


@pytest.fixture
def odd(top: Path) -> Path:
    (top / os.fsdecode(b"d\xfe")).mkdir()
    (top / os.fsdecode(b"d\xfe/bad\xff.ttl")).write_text("<x:s> <x:p> 1 .\n")
    (top / os.fsdecode(b"broken\xff.ttl")).write_text("<x:s> <x:p> .\n")
    (top / "shapes.ttl").write_text(HEAD + SHAPES.replace("minCount 1", "minCount 2"))
    return top


@pytest.mark.parametrize("form", [*REPORT_FORMATS, "summary"])
def test_a_name_that_is_not_utf_8_is_spelt_out_in_every_format(odd: Path, form: str) -> None:
    for name, code in ((b"d\xfe", 1), (b"broken\xff.ttl", 3), (b"gone\xff.ttl", 2)):
        done = lod_("check", os.fsdecode(name), "--shapes", "shapes.ttl", "--format", form, cwd=odd)
        assert done.returncode == code, done.stderr
        done.stdout.decode()
    done = lod_("check", os.fsdecode(b"d\xfe"), "--shapes", "shapes.ttl", cwd=odd)
    assert rb"d\xfe/bad\xff.ttl:1:" in done.stdout


def test_a_folder_whose_name_is_not_utf_8_is_compared_built_and_begun(odd: Path) -> None:
    for old, new, code in ((b"d\xfe", b"shapes.ttl", 0), (b"d\xfe", b"broken\xff.ttl", 3)):
        done = lod_("diff", os.fsdecode(old), os.fsdecode(new), "--format", "json", cwd=odd)
        assert done.returncode == code, done.stderr
    site = os.fsdecode(b"site\xff")
    assert lod_("init", site, "--base", "https://x.example/", cwd=odd).returncode == 0
    for command in ("keys", "check", "build"):
        done = lod_(command, "--site", site, cwd=odd)
        assert done.returncode != 70, (command, done.stderr)
