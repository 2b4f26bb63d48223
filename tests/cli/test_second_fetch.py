"""A funder's page, fetched twice: what is shown, asked, written and published, typed by hand."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod.cli.commands import main

FIRST, SECOND = "bygd-2023-05-01", "bygd-2024-02-01"
PAGE = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Bygd</title></head>
<body><nav><ul><li>Start</li><li>Kontakt</li></ul></nav><main>
<h1>Programmet Bygd i takt</h1><p>Programmet stöder bygdens utveckling.</p>
<h2>Pågående projekt</h2>
{projects}
<p>Senast ändrad: {day}</p></main><footer>Funktionsvägen 1</footer></body></html>
"""
PROJECT = """<h3>{}</h3>
<p>Projektägare: {}<br>Projekttid: {}</p>
<p>{}</p>
"""
FIBER = ("Fiber i byn", "Laxå kommun", "2022-01 — 2023-12", "Projektet gräver fiber.")
UNGA = ("Unga bygger", "Hjo kommun", "2022-03 — 2024-06", "Unga bygger en park.")
MAT = ("Mat från skogen", "Skövde kommun", "2022-09 — 2024-03", "Projektet samlar bär.")
CYKEL = ("Cykelleden", "Töreboda kommun", "2022-05 — 2023-10", "En led byggs längs kanalen.")
SOL = ("Solceller på taket", "Karlsborgs kommun", "2024-01 — 2025-06", "Skolorna får solceller.")

SIDECAR = {
    'publisher = ""': 'publisher = "publisher"',
    'owner = ""': 'owner = "Projektägare"',
    'period = ""': 'period = "Projekttid"',
    '# changed = ""': 'changed = "Senast ändrad"',
    '# "Pågående projekt"': '"Pågående projekt"',
}

SHOWN = """bygd-2024-02-01 (2024-02-01)
  new:
    organization Gullspångs kommun: gullspangs-kommun
    project Solceller på taket: solceller-pa-taket
    organization Karlsborgs kommun: karlsborgs-kommun
  renamed?
    project Ungdomar bygger: ungdomar-bygger
      was unga-bygger (Unga bygger): the same owner, the same period, much the same name
  gone:
    project Cykelleden: cykelleden
  as before: 5
    programme Programmet Bygd i takt: programmet-bygd-i-takt
    project Fiber i byn: fiber-i-byn
    organization Laxå kommun: laxa-kommun
    organization Hjo kommun: hjo-kommun
    project Mat från skogen: mat-fran-skogen
new keys: 3
"""
ASKED = """Nothing has been written: 1 thing resembles what is gone. If it is that:
  lod keys --site {site} unga-bygger=ungdomar-bygger
If it is new, write instead of its pair: --new ungdomar-bygger
"""
KEYS = """kind,key,source,as_written,now
programme,programmet-bygd-i-takt,bygd-2023-05-01,Programmet Bygd i takt,
project,fiber-i-byn,bygd-2023-05-01,Fiber i byn,
organization,laxa-kommun,bygd-2023-05-01,Laxå kommun,
project,unga-bygger,bygd-2023-05-01,Unga bygger,
organization,hjo-kommun,bygd-2023-05-01,Hjo kommun,
project,mat-fran-skogen,bygd-2023-05-01,Mat från skogen,
organization,skovde-kommun,bygd-2023-05-01,Skövde kommun,
project,cykelleden,bygd-2023-05-01,Cykelleden,
organization,toreboda-kommun,bygd-2023-05-01,Töreboda kommun,
"""
ADDED = """programme,programmet-bygd-i-takt,bygd-2024-02-01,Programmet Bygd i takt,
project,fiber-i-byn,bygd-2024-02-01,Fiber i byn,
organization,laxa-kommun,bygd-2024-02-01,Laxå kommun,
project,unga-bygger,bygd-2024-02-01,Ungdomar bygger,
organization,hjo-kommun,bygd-2024-02-01,Hjo kommun,
project,mat-fran-skogen,bygd-2024-02-01,Mat från skogen,
organization,gullspangs-kommun,bygd-2024-02-01,Gullspångs kommun,
project,solceller-pa-taket,bygd-2024-02-01,Solceller på taket,
organization,karlsborgs-kommun,bygd-2024-02-01,Karlsborgs kommun,
"""
PUBLISHED = """project,name,owner,asOf
cykelleden,Cykelleden,toreboda-kommun,2023-05-01
fiber-i-byn,Fiber i byn,laxa-kommun,2024-02-01
mat-fran-skogen,Mat från skogen,gullspangs-kommun,2024-02-01
solceller-pa-taket,Solceller på taket,karlsborgs-kommun,2024-02-01
unga-bygger,Ungdomar bygger,hjo-kommun,2024-02-01
"""
QUERY = """PREFIX fp: <https://bygd.example/def/> PREFIX schema: <https://schema.org/>
SELECT (REPLACE(STR(?p), ".*/", "") AS ?project) ?name (REPLACE(STR(?o), ".*/", "") AS ?owner) ?asOf
{ ?p a fp:FundedProject ; schema:name ?name ; fp:projectOwner ?o ; fp:statusAsOf ?asOf }
ORDER BY ?project
"""


def lod(site: Path, *arguments: str) -> Result:
    first, *rest = arguments
    return CliRunner().invoke(main, [first, "--site", str(site), "--lang", "en", *rest])


def fetch(site: Path, name: str, day: str, *projects: tuple[str, ...]) -> None:
    """Bring a page in as a steward does: import it, fill its sidecar in, list it."""
    saved = site.parent / f"{name}.html"
    blocks = "".join(PROJECT.format(*project) for project in projects)
    saved.write_text(PAGE.format(projects=blocks, day=day), "utf-8")
    done = lod(site, "import", str(saved))
    assert done.exit_code == 0, done.output
    sidecar = site / f"data/sources/{name}.toml"
    text = sidecar.read_text("utf-8")
    for empty, filled in SIDECAR.items():
        assert empty in text
        text = text.replace(empty, filled)
    sidecar.write_text(text, "utf-8")
    settings = site / "lod.toml"
    listed = settings.read_text("utf-8")
    settings.write_text(re.sub(r"(?m)^sources = \[(.*)\]", _with(name), listed), "utf-8")


def _with(name: str) -> str:
    return rf'sources = [\1"{name}", ]'


@pytest.fixture
def bygd(tmp_path: Path) -> Path:
    """A publication with the first fetch, built."""
    site = tmp_path / "site"
    command = ["init", str(site), "--base", "https://bygd.example/"]
    assert CliRunner().invoke(main, command).exit_code == 0
    fetch(site, FIRST, "1 maj 2023 09:00", FIBER, UNGA, MAT, CYKEL)
    assert lod(site, "keys").exit_code == 0
    assert (site / "data/keys.csv").read_text("utf-8") == KEYS
    assert lod(site, "build").exit_code == 0
    return site


def test_a_second_fetch_from_import_to_release(bygd: Path) -> None:
    renamed = ("Ungdomar bygger", *UNGA[1:])
    owned = (MAT[0], "Gullspångs kommun", *MAT[2:])
    fetch(bygd, SECOND, "1 februari 2024 14:30", FIBER, renamed, owned, SOL)
    for command in (["keys", "--dry-run"], ["keys"]):
        done = lod(bygd, *command)
        assert (done.exit_code, done.stdout) == (1, SHOWN)
        assert done.stderr == ASKED.format(site=bygd)
        assert (bygd / "data/keys.csv").read_text("utf-8") == KEYS
    assert lod(bygd, "check").exit_code == 3, "what has no key is told"
    assert lod(bygd, "keys", "unga-bygger=ungdomar-bygger").exit_code == 0
    assert (bygd / "data/keys.csv").read_text("utf-8") == KEYS + ADDED
    told = lod(bygd, "check")
    assert told.exit_code == 0
    assert told.stdout.count("rule: a project should be on the newest page of its programme") == 1
    assert f"Cykelleden (cykelleden) isn't listed by the newest page, {SECOND}" in told.stdout
    assert "is probably" not in told.stdout
    built = lod(bygd, "build")
    assert built.exit_code == 0, built.stderr
    assert lod(bygd, "query", "--format", "csv", QUERY).stdout.replace("\r", "") == PUBLISHED
