"""Each kind of OLD and NEW, and what is said of what can't be opened."""

import shutil
import tarfile
from pathlib import Path

import pytest
from editing import change
from packed import unpacked

from comparing.comparing import BASE, ROOT, git, of_publications, repository, told, where
from lod import publishing
from lod.comparing import (
    DIFF_FORMATS,
    BareFinding,
    Surroundings,
    check_for_diff,
    checker_of_files,
    diff,
    find_losses,
    render_diff,
)
from lod.errors import InputError, LodError, ReleaseError, UsageError
from lod.publishing.build import read_publication
from lod.publishing.config import read_config

CHANGED = ["  ~ Håll ut: end 2014-10 → 2014-12; owner unchanged"]

ODD_MANIFESTS = (
    "7", "[]", "null", '"base_iri"', "[" * 100_000, '{"base_iri": 7, "graphs": {}}',
    '{"base_iri": null, "graphs": {}}',
    '{"base_iri": "https://x.example/", "graphs": {}, "moved": 7}',
    '{"base_iri": "https://x.example/", "graphs": {}, "moved": {"a": 7}}',
    '{"base_iri": "https://x.example/", "graphs": {}, "moved": {"a": []}}',
)  # fmt: skip
"""A release's word isn't taken for anything: its fields may be of any type."""


def hall_ut(site: Path) -> Path:
    """Let Håll ut end two months later."""
    file = site / "data/sources/programsida-2013-11-15.txt"
    text = file.read_text()
    at = text.index("\nHåll ut\n")
    period = text[at:][text[at:].index("2012") :].split("\n")[0]
    change(site, text[at : text.index(period, at) + len(period)],
           text[at : text.index(period, at)] + period.replace("201410", "201412"))  # fmt: skip
    return site


def test_the_working_tree_is_compared_with_the_current_release_by_default(
    site: Path, release: Path
) -> None:
    same = diff(None, None, Surroundings(site, release))
    assert not same.different
    assert (same.old, same.new) == (
        f"release {(release / 'current').resolve().name}",
        "working tree",
    )
    found = diff(None, None, Surroundings(hall_ut(site), release))
    assert told(found) == CHANGED


def test_a_release_is_named_by_its_folder_its_link_or_the_folder_of_releases(release: Path) -> None:
    for folder in (release, release / "current", (release / "current").resolve()):
        assert not diff(str(folder), str(release), where(ROOT)).different


@pytest.mark.parametrize("form", ["nq", "ttl", "jsonld"])
def test_a_release_is_compared_with_its_own_dump(release: Path, tmp_path: Path, form: str) -> None:
    dump = tmp_path / f"data.{form}"
    dump.write_bytes(unpacked(release / "current" / dump.name))
    found = diff(str(release), str(dump), where(ROOT))
    assert not found.different
    assert (found.added, found.removed, found.regraphed) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["folder", "release", "revision"])
def test_a_publication_of_many_projects_is_compared_as_one_of_few(
    site: Path, release: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than so many are mapped in parts."""
    repository(site)
    old = {"folder": ROOT, "release": release, "revision": "HEAD"}[kind]
    hall_ut(site)
    without_front(site)
    seen = []
    for most in (2_000, 3):
        monkeypatch.setattr("lod.publishing.build.MANY_PROJECTS", most)
        around = Surroundings(site, site / "var", check_for_diff)
        found = diff(str(old), str(site), around)
        mapped = read_publication(read_config(site), lambda _: None)
        assert (mapped.parts is None) == (most > 3)
        losses = find_losses(str(old), mapped, around)
        seen.append((render_diff(found, "json", "en"), losses))
    assert CHANGED[0] in told(found)
    assert {one.rule.id for one in losses} == {"against/dead-address"}
    assert seen[0] == seen[1]


def without_front(site: Path) -> None:
    """Take a project off the page."""
    text = (site / "data/sources/programsida-2013-11-15.txt").read_text()
    start, end = text.index("FRONT (Framtid"), text.index("Business Unusual\n")
    change(site, text[start:end], "")


def test_a_folder_of_rdf_files_is_read_as_one(tmp_path: Path) -> None:
    for name in ("old", "new/deep", "new/.hidden"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "old/a.ttl").write_text("<https://x.example/a> <https://x.example/p> 1, 2 .")
    (tmp_path / "new/deep/b.nt").write_text(
        "<https://x.example/a> <https://x.example/p> "
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    (tmp_path / "new/.hidden/c.ttl").write_text("never read")
    (tmp_path / "new/package.json").write_text("{nor this")
    found = diff(str(tmp_path / "old"), str(tmp_path / "new"), where(tmp_path))
    assert told(found) == ["  ~ https://x.example/a: p: removed 2"]


def test_relative_iris_are_the_same_wherever_files_lie(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ttl").write_text("<> <https://x.example/p> <b> .")
    old, new = (str(tmp_path / name) for name in ("old", "new"))
    assert not diff(old, new, where(tmp_path)).different
    assert not diff(f"{old}/a.ttl", f"{new}/a.ttl", where(tmp_path)).different


def test_a_revision_is_the_publication_as_it_was(site: Path) -> None:
    repository(site)
    git(site, "tag", "v1")
    hall_ut(site)
    for old in ("HEAD", "v1", "main", git(site, "rev-parse", "HEAD")[:10]):
        assert told(diff(old, None, where(site))) == CHANGED
    git(site, "commit", "-qam", "second")
    found = diff("HEAD~1", "HEAD", where(site))
    assert told(found) == CHANGED
    assert (found.old, found.new) == ("HEAD~1", "HEAD")
    assert git(site, "status", "--porcelain") == ""


def test_a_revision_may_name_a_path(site: Path) -> None:
    top = repository(site.parent)
    (top / "more.ttl").write_text("<https://x.example/a> <https://x.example/p> 1 .")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "second")
    hall_ut(site)
    assert told(diff("HEAD:site", None, where(site))) == CHANGED
    assert told(diff("HEAD:./", None, where(site))) == CHANGED
    assert told(diff("HEAD", None, where(site))) == CHANGED
    assert not diff("HEAD:more.ttl", str(top / "more.ttl"), where(site)).different
    curated = str(site / "data/curated")
    assert not diff("HEAD:site/data/curated", curated, where(site)).different


def test_nothing_of_a_revision_is_executed_or_followed(site: Path, tmp_path: Path) -> None:
    """Filters, hooks and attributes take no part: blobs are read as they were committed."""
    trace = tmp_path / "trace"
    (site / ".gitattributes").write_text("*.txt filter=bad\ndata/keys.csv export-ignore eol=crlf\n")
    repository(site)
    git(site, "config", "filter.bad.smudge", f"touch {trace}")
    git(site, "config", "filter.bad.required", "true")
    hook = site / ".git/hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {trace}\n")
    hook.chmod(0o755)
    found = diff("HEAD", str(ROOT), where(site))
    assert not found.different
    assert not trace.exists()
    (site / "data/curated/link.ttl").symlink_to("/etc/passwd")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "a link")
    with pytest.raises(InputError, match=r"HEAD:data/curated/link\.ttl: .*leads out"):
        diff("HEAD", str(ROOT), where(site))


BROKEN = {
    "a table": ("data/keys.csv", "nonsense\n", ["HEAD:data/keys.csv:1:1: "]),
    "two syntax errors": (
        "ontology/stage.ttl",
        "<a> <b> .\n<c> <d> .\n",
        ["HEAD:ontology/stage.ttl:1:9: ", "HEAD:ontology/stage.ttl:2:9: "],
    ),
    "another base": (
        "ontology/stage.ttl",
        "@base <https://other.example/> .\n",
        ["HEAD:ontology/stage.ttl:1: "],
    ),
    "settings": ("lod.toml", "nonsense = 1\n", ["HEAD:lod.toml:1: "]),
    "a malformed shape": (
        "shapes/x.ttl",
        "<x:s> a <http://www.w3.org/ns/shacl#NodeShape> ;"
        ' <http://www.w3.org/ns/shacl#targetClass> "x" .\n',
        ["HEAD:shapes/x.ttl:1"],
    ),
    "a source": ("data/sources/programsida-2013-11-15.txt", "x", ["HEAD:data/sources/prog"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_an_error_in_a_revision_is_told_with_its_name(site: Path, kind: str) -> None:
    name, text, places = BROKEN[kind]
    (site / name).write_text(text)
    repository(site)
    with pytest.raises(InputError) as caught:
        diff("HEAD", str(ROOT), Surroundings(site, site / "var", check_for_diff))
    for language in ("sv", "en"):
        said = caught.value.told(language)
        assert all(place in said for place in places), said
        assert "lod-diff-" not in said


def test_what_a_revision_could_not_read_is_named_by_it_and_alike_on_each_run(site: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    repository(site)
    checked = Surroundings(site, site / "var", check_for_diff)
    for form in DIFF_FORMATS:
        first, again = (render_diff(diff("HEAD", str(ROOT), checked), form, "en") for _ in range(2))
        assert first == again
        assert "HEAD:data/sources/programsida-2013-11-15.txt:15: " in first
        assert "lod-diff-" not in first


def test_rdf_in_a_revision_is_named_by_it(site: Path) -> None:
    (site / "more").mkdir()
    for name in ("a", "b"):
        (site / f"more/{name}.ttl").write_text("<a> <b> .\n")
    repository(site)
    with pytest.raises(InputError) as caught:
        diff("HEAD:more", str(ROOT), where(site))
    assert "HEAD:more/a.ttl:1:9: " in str(caught.value)
    assert "HEAD:more/b.ttl:1:9: " in str(caught.value)
    with pytest.raises(InputError, match=r"^HEAD:more/a\.ttl:1:9: "):
        diff("HEAD:more/a.ttl", str(ROOT), where(site))


@pytest.mark.parametrize("spec", ["nonsense", "HEAD~7", "--upload-pack=x", "-x", ":x", "v9:data"])
def test_what_is_neither_file_nor_revision_is_refused(site: Path, spec: str) -> None:
    repository(site)
    with pytest.raises(UsageError, match="no such file or folder, and no such git rev") as caught:
        diff(spec, None, where(site))
    assert "Name a release, a folder, an RDF file" in str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.told("sv") != str(caught.value)


def test_other_things_that_cannot_be_opened_say_what_to_do(tmp_path: Path, site: Path) -> None:
    def refused(old: str, folder: Path = tmp_path) -> LodError:
        with pytest.raises(LodError) as caught:
            diff(old, str(ROOT), where(folder))
        return caught.value

    assert "HEAD: there is no such file" in str(refused("HEAD"))
    assert "nowhere/x.ttl: there is no such file" in str(refused(str(tmp_path / "nowhere/x.ttl")))
    (tmp_path / "empty").mkdir()
    assert "nor lod.toml, nor RDF" in str(refused(str(tmp_path / "empty")))
    (tmp_path / "bad.ttl").write_text("<a> <b> .\n")
    assert "bad.ttl:1:9: the value is missing" in str(refused(str(tmp_path / "bad.ttl")))
    (tmp_path / "x.doc").write_text("")
    assert "format can't be told" in str(refused(str(tmp_path / "x.doc")))
    (tmp_path / "manifest.json").write_text("{}")
    assert "is no whole release" in str(refused(str(tmp_path)))
    for text in ODD_MANIFESTS:
        (tmp_path / "manifest.json").write_text(text)
        assert "is no whole release" in str(refused(str(tmp_path))), text[:80]
    with pytest.raises(LodError, match="there is no release here"):
        diff(None, None, where(site))
    repository(site)
    (site / "sub").mkdir()
    git(site, "mv", "lod.toml", "other.toml")
    git(site, "commit", "-qm", "second")
    assert "is not a publication" in str(refused("HEAD", site))
    assert "there is no nowhere in this revision" in str(refused("HEAD:nowhere", site))
    assert "there is no sub/x in this revision" in str(refused("HEAD:./sub/../sub/x", site))
    assert "there is no ../x in this revision" in str(refused("HEAD:../x", site))


def test_a_path_in_a_revision_is_read_from_here_as_git_does(site: Path) -> None:
    top = repository(site.parent)
    (top / "more.ttl").write_text("<https://x.example/a> <https://x.example/p> 1 .")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "second")
    assert not diff("HEAD:../more.ttl", str(top / "more.ttl"), where(site)).different
    with pytest.raises(UsageError, match=r"there is no x\.ttl in this revision"):
        diff("HEAD:../x.ttl", None, where(site))


def test_what_could_not_be_read_is_said(site: Path, release: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    found = diff(None, None, Surroundings(site, release))
    (note,) = found.notes
    place = site / "data/sources/programsida-2013-11-15.txt"
    assert str(note).startswith(f"{place}:15: ")
    for form, language in (("text", "sv"), ("markdown", "en"), ("json", "sv")):
        written = render_diff(found, form, language)
        assert note.told(language).partition("\n")[0].removeprefix(f"{place}:") in written


def test_the_check_is_compared_where_both_sides_have_one(site: Path, release: Path) -> None:
    def checker(mapped: publishing.Mapped) -> list[BareFinding]:
        return [
            BareFinding(
                "guard/x", f"{BASE}id/project/hall-ut", None, None, "violation", {"en": "Oh."}
            )
        ]

    found = diff(None, None, Surroundings(site, release, checker))
    assert found.findings is not None
    assert [f.rule for f in found.findings.new] == ["guard/x"]
    assert found.findings.gone
    assert found.different
    assert diff(None, None, Surroundings(site, release)).findings is None


def test_what_could_not_be_read_counts_among_what_the_check_finds(
    site: Path, release: Path
) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    found = diff(None, None, Surroundings(site, release, check_for_diff))
    assert found.findings is not None
    new, *others = found.findings.new
    assert (new.rule, new.severity) == ("unreadable", "violation")
    said = ["notice/untaken-line"] * 2  # what the project had said
    assert [o.rule for o in others] == ["notice/unyielded-key"] * 2 + said
    text = render_diff(found, "text", "en")
    assert "The check: 5 new, 0 gone" in text
    assert f"  + new: error: {new.messages.get('en', '')}" in text
    assert "()" not in text


def test_what_a_release_left_out_is_not_new_to_its_source(site: Path, tmp_path: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    mapped = publishing.read_publication(read_config(site), lambda _line: None)
    report = publishing.check_publication(mapped, lambda _line: None)
    publishing.publish(mapped, report, tmp_path / "var", lambda _line: None)
    found = diff(None, None, Surroundings(site, tmp_path / "var", check_for_diff))
    assert found.findings is not None
    assert (found.findings.new, found.findings.gone) == ((), ())
    assert not found.different


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://x.example/> .
x:Shape a sh:NodeShape ; sh:targetClass x:Person ;
    sh:property [ sh:path x:name ; sh:minLength 3 ; sh:message "För kort."@sv, "Too short."@en ] .
"""
PEOPLE = "@prefix x: <https://x.example/> .\nx:a a x:Person ; x:name {} .\n"


@pytest.mark.parametrize("kind", ["file", "folder", "revision"])
def test_rdf_is_checked_against_shapes_that_are_named(tmp_path: Path, kind: str) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    for name, text in (("old", '"A"'), ("new", '"B"')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ttl").write_text(PEOPLE.format(text))
    old, new = (str(tmp_path / name) for name in ("old", "new"))
    if kind == "file":
        old, new = f"{old}/a.ttl", f"{new}/a.ttl"
    if kind == "revision":
        repository(tmp_path)
        old = "HEAD:old/a.ttl"
    checker = checker_of_files([str(tmp_path / "shapes.ttl")])
    found = diff(old, new, Surroundings(tmp_path, tmp_path / "var", None, checker))
    assert found.findings is not None
    ((now,), (was,)) = (found.findings.new, found.findings.gone)
    assert (now.value, was.value) == ('"B"', '"A"')
    assert 'new: error: Too short. (https://x.example/a "B")' in render_diff(found, "text", "en")
    assert diff(old, new, where(tmp_path)).findings is None


def test_shapes_are_for_rdf_a_publication_has_its_own(site: Path, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    checker = checker_of_files([str(tmp_path / "shapes.ttl")])
    with pytest.raises(UsageError, match="a publication is checked by its own"):
        diff(str(ROOT), str(site), Surroundings(site, site / "var", check_for_diff, checker))


def test_publications_are_compared_without_writing_anything(site: Path) -> None:
    files = sorted(site.rglob("*"))
    assert read_config(site).base_iri == BASE
    assert not of_publications(ROOT, site).different
    assert sorted(site.rglob("*")) == files


def copied(release: Path, folder: Path) -> Path:
    return Path(shutil.copytree((release / "current").resolve(), folder))


def test_a_release_of_an_older_layout_is_compared_as_it_lies(release: Path, tmp_path: Path) -> None:
    """It has its lines in a plain file, and a dump without an index beside."""
    old = copied(release, tmp_path / "old")
    lines = unpacked(old / "data.nq").splitlines(keepends=True)
    (old / "data.nq.index").unlink()
    (old / "data.nq").write_bytes(b"".join(lines))
    assert not diff(str(old), str(release), where(ROOT)).different
    (old / "data.nq").write_bytes(b"".join(lines[:-3]))
    found = diff(str(old), str(release), where(ROOT))
    assert (found.added, found.removed) == (3, 0)


def test_what_0_1_0_published_is_compared(tmp_path: Path) -> None:
    with tarfile.open(ROOT / "tests/frozen/release-0.1.0.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    old = str(tmp_path / "var/current")
    assert not diff(old, old, where(tmp_path)).different
    assert not diff(old, f"{old}/data.nq", where(tmp_path)).different


@pytest.mark.parametrize("name", ["data.nq.gz", "data.nq.index"])
def test_a_damaged_member_or_index_is_told(release: Path, tmp_path: Path, name: str) -> None:
    old = copied(release, tmp_path / "old")
    data = bytearray((old / name).read_bytes())
    data[9 if name.endswith("index") else len(data) // 2] ^= 255
    (old / name).write_bytes(data)
    for pair in ((str(old), str(release)), (str(release), str(old))):
        with pytest.raises(ReleaseError) as caught:
            diff(*pair, where(ROOT))
        assert caught.value.file == old / name
        assert "is no whole release: " in str(caught.value)


@pytest.mark.parametrize("name", ["data.nq.gz", "data.nq.index"])
def test_a_release_whose_files_are_links_is_refused(
    release: Path, tmp_path: Path, name: str
) -> None:
    old = copied(release, tmp_path / "old")
    (old / name).rename(tmp_path / name)
    (old / name).symlink_to(tmp_path / name)
    with pytest.raises(ReleaseError, match="leads out of the folder"):
        diff(str(old), str(release), where(ROOT))
