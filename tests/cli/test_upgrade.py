"""`lod upgrade`: what a steward sees, and the exit codes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod.cli.commands import main
from lod.publishing import template
from lod.publishing.template import TEMPLATE

FROZEN = Path(__file__).parents[1] / "frozen"
SHOULD = "shapes/project-should.ttl"
CONFLICTS: dict[str, tuple[str, ...]] = {"0.1.0": ()}
"""Files of a frozen publication that today's lod and its steward have both changed at one place."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FROZEN / "0.1.0", tmp_path / "site"))


@pytest.fixture
def message_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have lod ship what 0.1.0 did, with the message changed that the steward changed too."""
    shipped = template.earlier_template("0.1.0", template.SHIPPED_BASE)
    for name, text in shipped.items():
        file = tmp_path / "shipped" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("Projektet har ingen finansiär.", "Finansiär saknas."))
    monkeypatch.setattr(template, "template_folder", lambda: tmp_path / "shipped")


def run_upgrade(site: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["upgrade", "--site", str(site), "--lang", lang, *arguments])


def contents(site: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(f.relative_to(site)): (b"" if f.is_dir() else f.read_bytes(), f.stat().st_mtime_ns)
        for f in (site, *site.rglob("*"))
    }


@pytest.mark.parametrize("version", CONFLICTS)
def test_a_frozen_publication_is_upgraded_and_conforms_as_before(
    version: str, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(FROZEN / version, tmp_path / "site"))
    keep = [word for name in CONFLICTS[version] for word in ("--keep", name)]
    assert run_upgrade(site).exit_code == (1 if keep else 0)
    assert run_upgrade(site, *keep).exit_code == 0
    for name, own in {
        "shapes/own.ttl": "spec/own/short-name",
        "queries/owners.rq": "SELECT",
        "ontology/stage.ttl": "stage:applied",
        SHOULD: "fråga bygdefonden",
    }.items():
        assert own in (site / name).read_text(), name
    assert not (site / "shapes/report-should.ttl").exists()
    assert f'template = "{TEMPLATE}"' in (site / "lod.toml").read_text()
    checked = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", "en"])
    assert checked.exit_code == 0, checked.output
    assert "Conforms. 0 errors" in checked.output


def test_again_there_is_nothing_to_do(site: Path) -> None:
    assert run_upgrade(site, "--keep", SHOULD).exit_code == 0
    before = contents(site)
    again = run_upgrade(site)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "Nothing to do" in again.stderr
    assert contents(site) == before


def test_a_new_publication_needs_no_upgrade(tmp_path: Path) -> None:
    made = ["init", str(tmp_path / "new"), "--base", "https://x.example/"]
    assert CliRunner().invoke(main, made).exit_code == 0
    assert "Nothing to do" in run_upgrade(tmp_path / "new").stderr


@pytest.mark.usefixtures("message_changed")
@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--dry-run", "--keep", SHOULD)])
def test_a_dry_run_and_one_with_conflicts_change_nothing(
    site: Path, arguments: tuple[str, ...]
) -> None:
    before = contents(site)
    done = run_upgrade(site, *arguments)
    assert done.exit_code == (0 if "--keep" in arguments else 1)
    assert contents(site) == before
    assert ("+++ b/lod.toml" in done.stdout) == ("--dry-run" in arguments)


@pytest.mark.usefixtures("message_changed")
@pytest.mark.parametrize(("lang", "words"), [("en", "1 conflict"), ("sv", "1 konflikt")])
def test_a_conflict_is_told_with_both_versions(site: Path, lang: str, words: str) -> None:
    done = run_upgrade(site, lang=lang)
    assert done.exit_code == 1
    for part in (f"{SHOULD}:25: ", "fråga bygdefonden", "Finansiär saknas.", words, "--take"):
        assert part in done.stderr


@pytest.mark.usefixtures("message_changed")
def test_what_a_dry_run_prints_is_a_patch_that_does_the_same(site: Path, tmp_path: Path) -> None:
    patched = Path(shutil.copytree(site, tmp_path / "patched"))
    printed = run_upgrade(site, "--dry-run", "--take", SHOULD).stdout
    subprocess.run(["git", "apply", "-"], cwd=patched, input=printed, text=True, check=True)
    assert run_upgrade(site, "--take", SHOULD).exit_code == 0
    assert "Finansiär saknas." in (site / SHOULD).read_text()
    assert {n: b for n, (b, _) in contents(site).items()} == {
        n: b for n, (b, _) in contents(patched).items()
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--keep", SHOULD, "--take", SHOULD), 2),
        (("--keep", "shapes/nowhere.ttl"), 2),
        (("--site", "nowhere"), 2),
    ],
)
def test_what_is_not_there_is_a_wrong_command_line(
    site: Path, arguments: tuple[str, ...], code: int
) -> None:
    before = contents(site)
    assert run_upgrade(site, *arguments).exit_code == code
    assert contents(site) == before


def test_what_cannot_be_read_is_named_and_nothing_changes(site: Path) -> None:
    (site / "shapes/period.ttl").write_bytes(b"# \xff\n")
    before = contents(site)
    done = run_upgrade(site)
    assert done.exit_code == 3
    assert "shapes/period.ttl:1:3: is not UTF-8" in done.stderr
    assert contents(site) == before
