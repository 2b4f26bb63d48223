"""What is withdrawn or replaced in keys.csv, through the commands, and as a server answers then."""

import json
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from conftest import serving
from editing import change
from packed import unpacked
from patience import PATIENCE

BASE = "https://data.tillvaxtverket.example/"
PAGE = "programsida-2013-11-15"


@pytest.fixture
def published(site: Path, release: Path) -> Path:
    """The shipped publication, with its release."""
    shutil.copytree(release, site / "var", symlinks=True)
    return site


def lod(command: str, site: Path, *more: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "lod", command, "--site", str(site), "--lang", "en", *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def now(site: Path, kind: str, key: str, became: str) -> int:
    """Write what became of a thing into its row of keys.csv; gives the line."""
    file = site / "data/keys.csv"
    lines = file.read_text("utf-8").splitlines()
    (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{kind},{key},"))
    lines[at] += became
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return at + 1


def told(site: Path, rule: str, code: int = 0) -> list[dict[str, Any]]:
    found = json.loads(lod("check", site, "--format", "json", code=code).stdout)["results"]
    return [one for one in found if one["rule"] == rule]


def answer(address: str, path: str) -> tuple[int, str]:
    """Status, and where it leads; nothing is followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    asked = urllib.request.Request(address + path, headers={"Accept": "application/n-triples"})
    try:
        with opener.open(asked, timeout=PATIENCE) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", "")


def projects(site: Path) -> list[str]:
    keys = (site / "data/keys.csv").read_text("utf-8")
    return re.findall(r"(?m)^project,([^,]*),", keys)


def test_of_withdrawn_projects_all_organisations_and_areas_stay(published: Path) -> None:
    """Whichever project it is: here all ten at once."""
    before = unpacked(published / "var/current/data.nq").decode()
    for key in projects(published):
        now(published, "project", key, "retired 2026-11-30")
    assert told(published, "against/dead-address") == []
    lod("check", published, "--against", str(published / "var"))
    done = lod("build", published)
    assert "was published, and its address would lead nowhere" not in done.stderr
    after = unpacked(published / "var/current/data.nq").decode()
    kinds = f"<{BASE}id/(?:organization|area|programme|report)/[^/>]*>"
    described = rf"(?m)^({kinds}) <https://schema.org/(?:name|areaServed|sameAs)> (.*) <[^>]*> \.$"
    kept = re.findall(described, before)
    assert len({subject for subject, _ in kept}) == 13 + 13 + 1 + 1
    assert sorted(re.findall(described, after)) == sorted(kept)
    assert not re.search(rf"<{BASE}id/project/[^/>]*> <[^>]*#type> <{BASE}", after)


def test_a_server_has_the_owner_of_a_withdrawn_project(published: Path) -> None:
    key = "front-framtid-och-norsjos-tillvaxt"
    now(published, "project", key, "retired 2026-11-30")
    lod("build", published)
    with serving("--out", published / "var", "--site", published) as (address, _):
        assert answer(address, f"id/project/{key}")[0] == 410
        assert answer(address, f"doc/project/{key}")[0] == 410
        status, text = answer(address, "doc/organization/norsjo-kommun")
        assert status == 200
        assert f'<{BASE}id/organization/norsjo-kommun> <https://schema.org/name> "Nors' in text
        assert f"<{BASE}source/{PAGE}#line=50,51>" in text, "where it is named"
        assert answer(address, "doc/area/2417")[0] == 200


@pytest.mark.parametrize("key", ["norsjo-kommun", "foretagarna"])
def test_an_organisation_goes_with_its_project_only_where_both_rows_say_so(
    published: Path, key: str
) -> None:
    project = {
        "norsjo-kommun": "front-framtid-och-norsjos-tillvaxt",
        "foretagarna": "ornskoldsviks-kommun-i-samverkan-med-foretagarna",
    }[key]
    now(published, "project", project, "retired 2026-11-30")
    now(published, "organization", key, "retired 2026-11-30")
    lod("build", published)
    data = unpacked(published / "var/current/data.nq").decode()
    said = re.findall(rf"(?m)^<{BASE}id/organization/{key}> <[^>]*[/#](\w+)>", data)
    assert sorted(said) == ["invalidatedAtTime", "type"]
    assert f"<{BASE}id/area/2417> <https://schema.org/name>" in data, "the page names it still"


def test_a_withdrawn_report_is_not_needed_by_its_page(published: Path) -> None:
    key = "foretagens-forvantningar-pa-kommunen"
    now(published, "report", key, "retired 2026-11-30")
    lod("build", published)
    data = unpacked(published / "var/current/data.nq").decode()
    assert f"> <{BASE}id/report/{key}> <" not in data, "nothing points at it"
    assert f"<{BASE}id/report/{key}> <http://www.w3.org/ns/prov#invalidatedAtTime>" in data


def test_the_pages_own_programme_cannot_be_withdrawn(published: Path) -> None:
    line = now(published, "programme", "lokalt-och-regionalt-tillvaxtarbete", "retired")
    done = lod("build", published, code=3)
    assert f"keys.csv:{line}" in done.stderr
    assert "name the key that replaces it" in done.stderr


def test_an_area_that_no_source_names_any_more_gets_a_row_of_its_own(published: Path) -> None:
    """Its source names another owner now: the organisation has a row, its area hasn't."""
    change(published, "Projektägare:Norsjö kommun", "Projektägare:Lycksele kommun")
    now(published, "organization", "norsjo-kommun", "retired 2026-11-30")
    done = lod("build", published, code=1)
    row = "area,2417,reference,Norsjö kommun,retired"
    assert row in done.stderr
    keys = published / "data/keys.csv"
    keys.write_text(keys.read_text("utf-8") + f"{row} 2026-11-30\n", "utf-8")
    lod("build", published)
    data = unpacked(published / "var/current/data.nq").decode()
    assert f"<{BASE}id/area/2417> <http://www.w3.org/ns/prov#invalidatedAtTime>" in data


def test_a_chain_of_replacements_leads_to_its_end(site: Path) -> None:
    """Håll ut was to be Håll i, that was to be Håll om; Håll bort became something withdrawn."""
    keys = site / "data/keys.csv"
    now(site, "project", "hall-ut", "hall-i")
    rows = [
        *(
            "project,hall-i,other,Håll i,hall-om",
            "project,hall-om,another,Håll om,business-unusual",
        ),
        *("project,hall-bort,other,Håll bort,hall-hem", "project,hall-hem,another,Hem,retired"),
    ]
    lines = [x for x in keys.read_text("utf-8").splitlines() if "Business Unusual" not in x]
    rows.append(f"project,business-unusual,{PAGE},Business,")
    keys.write_text("\n".join([*lines, *rows]) + "\n", "utf-8")
    block = (site / f"data/sources/{PAGE}.txt").read_text("utf-8")
    start, end = block.index("Business Unusual\n"), block.index("Örnsköldsviks kommun i samv")
    change(site, block[start:end], "")
    change(site, "\nHåll ut\n", "\nBusiness\n")
    keys.write_text(keys.read_text("utf-8").replace(f"hall-ut,{PAGE},", "hall-ut,gone,"), "utf-8")
    lod("build", site)
    with serving("--out", site / "var", "--site", site) as (address, _):
        for old in ("hall-ut", "hall-i", "hall-om"):
            status, where = answer(address, f"id/project/{old}")
            assert (status, where) == (308, "../../id/project/business-unusual"), old
            status, where = answer(address, f"doc/project/{old}.ttl")
            assert (status, where) == (308, "../../doc/project/business-unusual.ttl"), old
        assert answer(address, "id/project/business-unusual")[0] == 303
        for gone in ("hall-bort", "hall-hem"):
            assert answer(address, f"id/project/{gone}")[0] == 410, gone
    data = unpacked(site / "var/current/data.nq").decode()
    replaced = re.findall(rf"(?m)^<{BASE}id/project/(\S+)> <\S*isReplacedBy> <(\S+)>", data)
    assert dict(replaced) == dict.fromkeys(
        ("hall-ut", "hall-i", "hall-om"), f"{BASE}id/project/business-unusual"
    )


@pytest.mark.parametrize("became", ["hall-ut", "front-framtid-och-norsjos-tillvaxt"])
def test_a_circle_of_replacements_is_told_with_its_line(published: Path, became: str) -> None:
    now(published, "project", "front-framtid-och-norsjos-tillvaxt", "business-unusual")
    now(published, "project", "business-unusual", "hall-ut")
    line = now(published, "project", "hall-ut", became)
    done = lod("check", published, code=3)
    assert f"keys.csv:{line}:" in done.stderr
    assert "leads round in a circle" in done.stderr


@pytest.mark.parametrize(("kind", "key", "became", "words"), [
    ("project", "hall-ut", "retired", "Håll ut is withdrawn without a day, but"),
    ("project", "hall-ut", "retired 2013-11-14", "Håll ut is withdrawn since 2013-11-14, but"),
    ("report", "foretagens-forvantningar-pa-kommunen", "retired", "is withdrawn without a day"),
])  # fmt: skip
def test_what_is_withdrawn_and_yet_listed_is_told_at_its_row(
    published: Path, kind: str, key: str, became: str, words: str
) -> None:
    line = now(published, kind, key, became)
    (found,) = told(published, "notice/withdrawn-yet-listed")
    assert found["severity"] == "warning"
    assert words in found["messages"]["en"]
    assert PAGE in found["messages"]["en"]
    text = (published / "data/keys.csv").read_text("utf-8").splitlines()[line - 1]
    assert (found["file"], found["line"]) == (str(published / "data/keys.csv"), line)
    assert text[found["column"] - 1 :] == became


@pytest.mark.parametrize("became", ["retired 2013-11-15", "retired 2026-11-30"])
def test_what_is_withdrawn_on_a_day_is_no_contradiction(published: Path, became: str) -> None:
    now(published, "project", "hall-ut", became)
    assert told(published, "notice/withdrawn-yet-listed") == []
