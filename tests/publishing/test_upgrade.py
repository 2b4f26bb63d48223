"""A publication of an earlier version gets what lod ships now, beside its own changes."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod import publishing
from lod.errors import ConfigError, UsageError
from lod.files import write
from lod.publishing.config import Config, read_config
from lod.publishing.template import SHIPPED_BASE, TEMPLATE, earlier_template
from lod.publishing.upgrading import plan_upgrade

FROZEN = Path(__file__).parents[1] / "frozen/0.1.0"
FUNDER = "Projektet har ingen finansiär. Ange schema:funder."
TERM = """
fp:amount a rdf:Property ;
    rdfs:isDefinedBy <def> ;
    rdfs:label "belopp"@sv, "amount"@en ;
    rdfs:comment "Beviljat belopp."@sv, "The amount granted."@en .
"""
SHAPE = "# A new one.\n@base <https://data.sydlanet.example/> .\n<spec/new> <a> <b> .\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FROZEN, tmp_path / "site"))


def next_template(base_iri: str = "https://data.sydlanet.example/") -> dict[str, str]:
    """What a lod could ship that comes after 0.1.0: changed, new, taken away and renamed files."""
    made = dict(earlier_template("0.1.0", base_iri))
    should = made["shapes/project-should.ttl"]
    made["shapes/project-should.ttl"] = should.replace("ingen beskrivning.", "ingen text.")
    made["ontology/terms.ttl"] += TERM
    made["shapes/amount.ttl"] = SHAPE
    made["shapes/report-should.ttl"] += "\n# More.\n"
    made["shapes/stage.ttl"] = made.pop("shapes/status.ttl")
    del made["shapes/area-should.ttl"]
    return made


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def contents(site: Path) -> dict[str, tuple[bytes, int]]:
    files = {f for f in site.rglob("*") if f.is_file()}
    return {f.relative_to(site).as_posix(): (f.read_bytes(), f.stat().st_mtime_ns) for f in files}


def config_of(site: Path) -> Config:
    return read_config(site)


def test_own_changes_are_kept_and_new_things_come(site: Path) -> None:
    with (site / "ontology/terms.ttl").open("a") as terms:
        terms.write('\nfp:own a rdf:Property ;\n    rdfs:label "egen"@sv .\n')
    before = contents(site)
    upgrade = plan_upgrade(config_of(site), {}, next_template())
    assert contents(site) == before, "to look changes nothing"
    assert upgrade.clashes == {}
    upgrade.apply()
    after = contents(site)
    changed = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
    assert changed == {
        "lod.toml", "ontology/terms.ttl", "shapes/project-should.ttl", "shapes/amount.ttl",
        "shapes/status.ttl", "shapes/stage.ttl", "shapes/area-should.ttl",
    }  # fmt: skip
    should = after["shapes/project-should.ttl"][0].decode()
    assert "fråga bygdefonden" in should
    assert "ingen text." in should
    terms_now = after["ontology/terms.ttl"][0].decode()
    assert terms_now.endswith(f'{TERM}\nfp:own a rdf:Property ;\n    rdfs:label "egen"@sv .\n')
    assert after["shapes/stage.ttl"][0] == before["shapes/status.ttl"][0]
    assert "shapes/report-should.ttl" not in after
    assert "stays away" in str(upgrade.told["shapes/report-should.ttl"])
    assert config_of(site).template == TEMPLATE
    assert plan_upgrade(config_of(site), {}, next_template()).files == {}


def test_what_was_done_by_half_is_done_by_the_next_run(tmp_path: Path) -> None:
    """As after a power cut: some files new, lod.toml still old."""
    whole, half = (Path(shutil.copytree(FROZEN, tmp_path / name)) for name in "ab")
    plan_upgrade(config_of(whole), {}, next_template()).apply()
    upgrade = plan_upgrade(config_of(half), {}, next_template())
    for name in ("shapes/project-should.ttl", "shapes/amount.ttl", "ontology/terms.ttl"):
        (half / name).write_bytes((whole / name).read_bytes())
    (half / "shapes/area-should.ttl").unlink()
    upgrade = plan_upgrade(config_of(half), {}, next_template())
    assert upgrade.clashes == {}
    upgrade.apply()
    assert {n: b for n, (b, _) in contents(half).items()} == {
        n: b for n, (b, _) in contents(whole).items()
    }


def test_a_message_that_both_changed_is_a_conflict_and_nothing_is_half_done(site: Path) -> None:
    theirs = next_template()
    name = "shapes/project-should.ttl"
    theirs[name] = theirs[name].replace(FUNDER, "Ange en finansiär.")
    ((path, (clash,)),) = plan_upgrade(config_of(site), {}, theirs).clashes.items()
    assert (path, clash.line) == (name, 25)
    assert "fråga bygdefonden" in clash.mine
    assert "Ange en finansiär." in clash.theirs
    told = "\n".join(plan_upgrade(config_of(site), {}, theirs).conflicts("en"))
    for part in (f"{name}:25: ", "fråga bygdefonden", "Ange en finansiär.", f"--keep {name}"):
        assert part in told
    plan_upgrade(config_of(site), {name: "mine"}, theirs).apply()
    assert "fråga bygdefonden" in (site / name).read_text()
    assert "ingen text." in (site / name).read_text(), "what only lod changed came"


def test_lods_side_can_be_taken(site: Path) -> None:
    theirs = next_template()
    name = "shapes/project-should.ttl"
    theirs[name] = theirs[name].replace(FUNDER, "Ange en finansiär.")
    plan_upgrade(config_of(site), {name: "theirs"}, theirs).apply()
    assert (site / name).read_bytes().decode() == theirs[name]


def test_a_changed_file_that_lod_no_longer_has_is_a_conflict(site: Path) -> None:
    name = "shapes/area-should.ttl"
    edit(site / name, "sh:Warning", "sh:Info")
    assert plan_upgrade(config_of(site), {}, next_template()).clashes.keys() == {name}
    kept = plan_upgrade(config_of(site), {name: "mine"}, next_template())
    assert name not in kept.files
    assert "yours" in str(kept.told[name])
    assert plan_upgrade(config_of(site), {name: "theirs"}, next_template()).files[name] is None


def test_an_own_file_of_a_new_ones_name_is_a_conflict(site: Path) -> None:
    (site / "shapes/amount.ttl").write_text(SHAPE.replace("<a> <b>", "<our> <own>"))
    upgrade = plan_upgrade(config_of(site), {}, next_template())
    assert upgrade.clashes.keys() == {"shapes/amount.ttl"}


def test_a_file_that_the_publisher_renamed_is_upgraded_under_its_name(site: Path) -> None:
    (site / "ontology/terms.ttl").rename(site / "ontology/begrepp.ttl")
    upgrade = plan_upgrade(config_of(site), {}, next_template())
    assert (upgrade.files["ontology/begrepp.ttl"] or "").endswith(TERM)
    assert "ontology/terms.ttl" not in upgrade.files


def test_a_file_that_lod_renamed_takes_the_publishers_changes_along(site: Path) -> None:
    edit(site / "shapes/status.ttl", '"@sv', ' (vår)"@sv')
    upgrade = plan_upgrade(config_of(site), {}, next_template())
    assert upgrade.files["shapes/status.ttl"] is None
    assert upgrade.files["shapes/stage.ttl"] == (site / "shapes/status.ttl").read_text()


def test_two_that_undo_each_others_prefix_are_a_conflict(site: Path) -> None:
    file = site / "ontology/terms.ttl"
    file.write_text(file.read_text().replace("rdf:", "r:").replace("@prefix rdf:", "@prefix r:"))
    ((name, (clash,)),) = plan_upgrade(config_of(site), {}, next_template()).clashes.items()
    assert (name, clash.line) == ("ontology/terms.ttl", 1)


@pytest.mark.parametrize("base", ["https://x.example/a+b/", SHIPPED_BASE, "http://[::1]:8000/"])
def test_a_publication_of_another_base_is_upgraded_as_its_own(tmp_path: Path, base: str) -> None:
    publishing.init_publication(tmp_path / "site", base)
    for name, text in earlier_template("0.1.0", base).items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_bytes(text.encode())
    edit(tmp_path / "site/lod.toml", f'template = "{TEMPLATE}"', 'template = "0.1.0"')
    upgrade = plan_upgrade(config_of(tmp_path / "site"), {}, next_template(base))
    assert upgrade.clashes == {}
    upgrade.apply()
    for name, text in next_template(base).items():
        assert (tmp_path / "site" / name).read_bytes().decode() == text, name
    assert f'template = "{TEMPLATE}"  # den version' in (tmp_path / "site/lod.toml").read_text()


def test_ends_of_lines_and_a_byte_order_mark_stay(site: Path) -> None:
    for file in (site / "ontology/terms.ttl", site / "lod.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    plan_upgrade(config_of(site), {}, next_template()).apply()
    for file in (site / "ontology/terms.ttl", site / "lod.toml"):
        written = file.read_bytes()
        assert written.startswith(b"\xef\xbb\xbf")
        assert written.count(b"\n") == written.count(b"\r\n")
    assert config_of(site).template == TEMPLATE


def test_a_version_that_is_not_known_is_refused_at_its_line(site: Path) -> None:
    edit(site / "lod.toml", "base_iri", 'template = "9.0"\nbase_iri')
    with pytest.raises(ConfigError, match=re.escape("9.0")) as raised:
        plan_upgrade(config_of(site), {})
    assert raised.value.line == 2


def test_a_link_out_of_the_publication_is_not_read(site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.ttl").write_text("<a> <b> <c> .\n")
    (site / "ontology/terms.ttl").unlink()
    (site / "ontology/terms.ttl").symlink_to(tmp_path / "secret.ttl")
    with pytest.raises(ConfigError, match="link that leads out"):
        plan_upgrade(config_of(site), {}, next_template())


def test_what_cannot_be_written_leaves_all_as_it_was(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = plan_upgrade(config_of(site), {}, next_template())
    before = {name: written for name, (written, _) in contents(site).items()}
    take = write._Step.take
    for most in range(len(upgrade.files)):
        left = iter(range(most))

        def take_some(step: write._Step, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            take(step)

        monkeypatch.setattr(write._Step, "take", take_some)
        with pytest.raises(UsageError, match="No space left"):
            upgrade.apply()
        assert {name: written for name, (written, _) in contents(site).items()} == before, most
        assert [f.name for f in site.iterdir() if f.name.startswith(".lod")] == []
