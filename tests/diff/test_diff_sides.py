"""Each kind of OLD and NEW, and what is said of what can't be opened."""

import shutil
from pathlib import Path

import pytest
from editing import change

from diff.comparing import BASE, ROOT, git, of_publications, repository, told, where
from lod import build as building
from lod.config import read_config
from lod.diff import Found, Where, diff
from lod.errors import InputError, LodError

CHANGED = ["  ~ Håll ut: end 2014-10 → 2014-12; owner unchanged"]


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
    same = diff(None, None, Where(site, release))
    assert not same.different
    assert (same.old, same.new) == (
        f"release {(release / 'current').resolve().name}",
        "working tree",
    )
    found = diff(None, None, Where(hall_ut(site), release))
    assert told(found) == CHANGED


def test_a_release_is_named_by_its_folder_its_link_or_the_folder_of_releases(release: Path) -> None:
    for folder in (release, release / "current", (release / "current").resolve()):
        assert not diff(str(folder), str(release), where(ROOT)).different


@pytest.mark.parametrize("form", ["nq", "ttl", "jsonld"])
def test_a_release_is_compared_with_its_own_dump(release: Path, tmp_path: Path, form: str) -> None:
    dump = shutil.copy(release / f"current/data.{form}", tmp_path)
    found = diff(str(release), str(dump), where(ROOT))
    assert not found.different
    assert (found.added, found.removed, found.regraphed) == (0, 0, 0)


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
    """Filters, hooks, attributes and links take no part: blobs are read as they were committed."""
    trace = tmp_path / "trace"
    (site / ".gitattributes").write_text("*.txt filter=bad\ndata/keys.csv export-ignore eol=crlf\n")
    (site / "data/curated/link.ttl").symlink_to("/etc/passwd")
    repository(site)
    git(site, "config", "filter.bad.smudge", f"touch {trace}")
    git(site, "config", "filter.bad.required", "true")
    hook = site / ".git/hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {trace}\n")
    hook.chmod(0o755)
    found = diff("HEAD", str(ROOT), where(site))
    assert not found.different
    assert not trace.exists()


def test_an_error_in_a_revision_is_told_with_its_name(site: Path) -> None:
    (site / "data/keys.csv").write_text("nonsense\n")
    repository(site)
    with pytest.raises(InputError) as caught:
        diff("HEAD", None, where(site))
    assert str(caught.value).startswith("HEAD:data/keys.csv:1: ")


@pytest.mark.parametrize("spec", ["nonsense", "HEAD~7", "--upload-pack=x", "-x", ":x", "v9:data"])
def test_what_is_neither_file_nor_revision_is_refused(site: Path, spec: str) -> None:
    repository(site)
    with pytest.raises(InputError, match="is no file, no folder, and no git revision") as caught:
        diff(spec, None, where(site))
    assert caught.value.todo
    assert caught.value.exit_code == 3


def test_other_things_that_cannot_be_opened_say_what_to_do(tmp_path: Path, site: Path) -> None:
    def refused(old: str, folder: Path = tmp_path) -> LodError:
        with pytest.raises(LodError) as caught:
            diff(old, str(ROOT), where(folder))
        return caught.value

    assert "no git repository here" in str(refused("HEAD"))
    (tmp_path / "empty").mkdir()
    assert "nor any RDF file" in str(refused(str(tmp_path / "empty")))
    (tmp_path / "bad.ttl").write_text("<a> <b> .\n")
    assert "bad.ttl:1:9: the value is missing" in str(refused(str(tmp_path / "bad.ttl")))
    (tmp_path / "x.doc").write_text("")
    assert "can't tell its format" in str(refused(str(tmp_path / "x.doc")))
    (tmp_path / "manifest.json").write_text("{}")
    assert "is no whole release" in str(refused(str(tmp_path)))
    with pytest.raises(LodError, match="there is no release here"):
        diff(None, None, where(site))
    repository(site)
    (site / "sub").mkdir()
    git(site, "mv", "lod.toml", "other.toml")
    git(site, "commit", "-qm", "second")
    assert "is not a publication" in str(refused("HEAD", site))
    assert "there is no nowhere in this revision" in str(refused("HEAD:nowhere", site))


def test_what_could_not_be_read_is_said(site: Path, release: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    found = diff(None, None, Where(site, release))
    assert any("programsida-2013-11-15.txt" in note for note in found.notes)


def test_the_check_is_compared_where_both_sides_have_one(site: Path, release: Path) -> None:
    def checker(mapped: building.Mapped) -> list[Found]:
        return [
            Found("guard/x", f"{BASE}id/project/hall-ut", None, None, "violation", {"en": "Oh."})
        ]

    found = diff(None, None, Where(site, release, checker))
    assert found.findings is not None
    assert [f.rule for f in found.findings.new] == ["guard/x"]
    assert found.findings.gone
    assert found.different
    assert diff(None, None, Where(site, release)).findings is None


def test_publications_are_compared_without_writing_anything(site: Path) -> None:
    files = sorted(site.rglob("*"))
    assert read_config(site).base_iri == BASE
    assert not of_publications(ROOT, site).different
    assert sorted(site.rglob("*")) == files
