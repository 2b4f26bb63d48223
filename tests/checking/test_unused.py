"""A vocabulary that is ontology and shapes in one, as UCO is: most of its targets are unused."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checking.running import EX, HEAD
from lod.checking.report.arrange import IDLE
from lod.checking.report.grouped import TOGETHER
from lod.cli.commands import main

ENDINGS = ("Account", "Address", "Cookie", "Device", "Domain", "Entry", "Image", "Packet", "Process", "Volume", "Window")  # fmt: skip # noqa: E501
BEGINNINGS = ("Keyboard", "Historical", "Broadcast", "Temporary", "Undecided", "Northward", "Mountain", "Crosswise", "Quarterly", "Junglelike")  # fmt: skip # noqa: E501
USED = [f"IPv6{ending}" for ending in ENDINGS]
RESEMBLING = [f"IPv4{ending}" for ending in ENDINGS] + [f"IPv5{ending}" for ending in ENDINGS]
OTHERS = [
    f"{beginning}{middle}{ending}"
    for beginning in BEGINNINGS
    for middle in ("", "Log")
    for ending in ENDINGS
]
# The class is its own shape, as in UCO, or the shape stands beside it.
SELF = "ex:{0} a owl:Class , sh:NodeShape ; rdfs:subClassOf ex:Thing ; sh:targetClass ex:{0} ;\n  sh:property [ sh:path ex:text ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] .\n"  # noqa: E501
BESIDE = "ex:{0} a owl:Class ; rdfs:subClassOf ex:Thing .\nex:of-{0} a sh:NodeShape ; sh:targetClass ex:{0} ;\n  sh:property [ sh:path ex:text ; sh:maxCount 1 ] .\n"  # noqa: E501
HELPERS = (
    "ex:Any{0} a sh:NodeShape ; sh:or ( [ sh:nodeKind sh:IRI ] [ sh:datatype xsd:string ] ) .\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def vocabulary(form: str) -> None:
    """Write it in three files, with some shapes that nothing uses."""
    names = [*USED, *RESEMBLING, *OTHERS]
    rows = [form.format(name) for name in names] + [HELPERS.format(end) for end in ENDINGS]
    Path("vocabulary").mkdir()
    for number in range(3):
        text = (
            "".join(rows[number::3]) + "ex:Thing a owl:Class . ex:text a owl:DatatypeProperty .\n"
        )
        Path(f"vocabulary/{number}.ttl").write_text(HEAD + text)


def check(data: str, *options: str) -> Result:
    Path("data.ttl").write_text(HEAD + data)
    command = ["check", "data.ttl", "--shapes", "vocabulary", "--lang", "en", *options]
    return CliRunner().invoke(main, command)


DATA = "".join(f'ex:{name}-1 a ex:{name} ; ex:text "t" .\n' for name in USED)


@pytest.mark.parametrize("form", [SELF, BESIDE], ids=["in one", "beside"])
@pytest.mark.parametrize("asked", ["violation", "info"])
def test_data_that_conforms_exits_with_0_and_the_report_can_be_read(form: str, asked: str) -> None:
    vocabulary(form)
    done = check(DATA, "--fail-on", asked)
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) < 70, done.stdout
    assert f"{len(ENDINGS)} shapes check nothing" in done.stdout
    assert f"{len(RESEMBLING)} targets of shapes" in done.stdout
    assert "their names are almost those of others" in done.stdout
    named = re.findall(r"ex:(IPv[45]\w+) \(vocabulary/\d\.ttl:\d+\)", done.stdout)
    assert len(set(named)) == TOGETHER
    told = json.loads(check(DATA, "--format", "json").stdout)["results"]
    meant = {found["focus"].removeprefix(EX) for found in told if "Did you mean" in found["messages"]["en"]}  # fmt: skip # noqa: E501
    assert {name.removeprefix("of-") for name in meant} == set(RESEMBLING), "each in JSON"
    wanted = 0 if form == SELF else len(OTHERS)
    assert f"{wanted} targets" in done.stdout or not wanted


@pytest.mark.parametrize("form", [SELF, BESIDE], ids=["in one", "beside"])
def test_given_as_the_ontology_too_it_is_known(form: str) -> None:
    vocabulary(form)
    found = json.loads(check(DATA, "--ontology", "vocabulary", "--format", "json").stdout)
    assert {result["rule"] for result in found["results"]} == {"guard/no-target"}
    assert found["conforms"]


def test_strict_tells_each_and_fails() -> None:
    vocabulary(BESIDE)
    done = check(DATA, "--strict")
    assert done.exit_code == 1
    assert done.stdout.count("checks nothing") == len(ENDINGS) + len(RESEMBLING) + len(OTHERS)
    assert "Does not conform" in done.stdout


def test_a_fault_in_the_data_is_told_before_all_that() -> None:
    vocabulary(BESIDE)
    done = check(DATA + "ex:IPv6Entry-1 ex:text 't2' .\n", "--format", "github")
    assert done.exit_code == 1
    assert done.stdout.startswith("::error file=data.ttl,")
    mild = Path("vocabulary/0.ttl").read_text()
    Path("vocabulary/0.ttl").write_text(mild + "ex:Mild sh:targetClass ex:IPv6Entry ; sh:closed true ; sh:severity sh:Warning .\n")  # fmt: skip # noqa: E501
    first, *_ = check(DATA, "--format", "github").stdout.splitlines()
    assert first.startswith("::warning file=data.ttl,"), "results go before guards"


def test_as_few_as_can_be_read_are_told_one_by_one() -> None:
    vocabulary(SELF)
    text = "".join(HELPERS.format(end) for end in ENDINGS)
    for file in Path("vocabulary").iterdir():
        kept = file.read_text()
        for row in text.splitlines(keepends=True)[TOGETHER:]:
            kept = kept.replace(row, "")
        file.write_text(kept)
    done = check(DATA)
    assert done.stdout.count("checks nothing: it has no target") == TOGETHER
    assert f"… and {len(RESEMBLING) + len(OTHERS) - IDLE} more" in done.stdout
