"""The action: what a workflow sees of a check, and that no input becomes a command."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml  # type: ignore[import-untyped] # comes with pre-commit
from packaging.requirements import Requirement

from ci.steps import BIN, ROOT, read_yaml, run_action, run_step

HEAD = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = f"""{HEAD}
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:PersonName .
ex:PersonName sh:path ex:name ; sh:minCount 1 ; sh:minLength 2 ; sh:message "Too short."@en .
"""
GOOD = f'{HEAD}ex:a a ex:Person ; ex:name "Ada" .\n'
BAD = f'{HEAD}ex:a a ex:Person ;\n    ex:name "A" .\n'


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A workspace with shapes and data."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "shapes.ttl").write_text(SHAPES)
    (folder / "good.ttl").write_text(GOOD)
    (folder / "bad.ttl").write_text(BAD)
    return folder


def test_a_publication_that_conforms(site: Path) -> None:
    ran = run_action(site)
    assert (ran.code, ran.outputs["conforms"]) == (0, "true"), ran.log
    assert not [command for command in ran.commands if command.startswith("::error")]
    assert "Conforms" in ran.summary
    assert json.loads(Path(ran.outputs["sarif"]).read_text())["version"] == "2.1.0"


def test_a_publication_that_breaks_a_rule_has_the_line_annotated(site: Path) -> None:
    file = site / "data/curated/organizations.ttl"
    file.write_text(file.read_text().replace("orgtype:company", "orgtype:compny"))
    line = next(n for n, row in enumerate(file.read_text().splitlines(), 1) if "compny" in row)
    ran = run_action(site.parent, site=site.name)
    assert (ran.code, ran.outputs["conforms"]) == (1, "false"), ran.log
    (error,) = [command for command in ran.commands if command.startswith("::error ")]
    assert f"file={site.name}/data/curated/organizations.ttl,line={line}," in error
    assert "organizations.ttl" in ran.summary
    (sarif,) = json.loads(Path(ran.outputs["sarif"]).read_text())["runs"]
    assert "error" in {result["level"] for result in sarif["results"]}


def test_any_data_a_line_each_with_its_shapes(work: Path) -> None:
    ran = run_action(work, data="good.ttl\r\n\nbad.ttl\n", shapes="shapes.ttl")
    assert (ran.code, ran.outputs["conforms"]) == (1, "false"), ran.log
    assert any(command.startswith("::error file=bad.ttl,line=4,") for command in ran.commands)
    assert not any("good.ttl" in command for command in ran.commands)


def test_a_name_may_have_spaces_and_stars(work: Path) -> None:
    (work / "bad.ttl").rename(work / "a  b.ttl")
    ran = run_action(work, data="a  b.ttl\ngoo*.ttl", shapes="shapes.ttl")
    assert ran.code == 1, ran.log
    assert any(command.startswith("::error file=a  b.ttl,line=4,") for command in ran.commands)


def test_the_summary_is_appended_to_what_stands_there(work: Path) -> None:
    ran = run_action(work, before="## Before\n", data="good.ttl", shapes="shapes.ttl")
    assert ran.summary.startswith("## Before\n\n## ")
    ran = run_action(work, before="no newline", data="good.ttl", shapes="shapes.ttl")
    assert ran.summary.startswith("no newline\n## ")


def test_the_sarif_report_goes_where_asked(work: Path) -> None:
    ran = run_action(work, data="bad.ttl", shapes="shapes.ttl", sarif="a b.sarif")
    assert ran.outputs["sarif"] == "a b.sarif"
    assert json.loads((work / "a b.sarif").read_text())["version"] == "2.1.0"


def test_severity_strictness_baseline_and_language_are_passed_on(work: Path) -> None:
    mild = SHAPES.replace("sh:minCount", "sh:severity sh:Warning ; sh:minCount")
    (work / "shapes.ttl").write_text(mild.replace('"Too short."@en', '"Short"@en, "Kort"@sv'))
    for lang, said in (("sv", "Kort"), ("en", "Short")):
        ran = run_action(work, data="bad.ttl", shapes="shapes.ttl", lang=lang)
        assert ran.code == 0
        assert any(said in command for command in ran.commands)
    ran = run_action(work, data="bad.ttl", shapes="shapes.ttl", fail_on="warning")
    assert ran.code == 1
    update = [str(BIN / "lod"), "check", "bad.ttl", "--shapes=shapes.ttl", "--baseline=b.json"]
    subprocess.run([*update, "--update-baseline"], cwd=work, check=True, capture_output=True)
    common = {"data": "bad.ttl", "shapes": "shapes.ttl", "baseline": "b.json"}
    assert run_action(work, fail_on="warning", **common).code == 0
    (work / "good.ttl").write_text(f"{GOOD}ex:b a ex:Persn .\n")
    common = {"data": "good.ttl", "shapes": "shapes.ttl"}
    assert [run_action(work, strict=s, **common).code for s in ("false", "true")] == [0, 1]


def test_the_summary_tells_what_the_baseline_holds(work: Path) -> None:
    update = [str(BIN / "lod"), "check", "bad.ttl", "--shapes=shapes.ttl", "--baseline=b.json"]
    subprocess.run([*update, "--update-baseline"], cwd=work, check=True, capture_output=True)
    with (work / "bad.ttl").open("a") as file:
        file.write('ex:b a ex:Person ; ex:name "B" .\n')
    ran = run_action(work, data="bad.ttl", shapes="shapes.ttl", baseline="b.json")
    assert (ran.code, ran.outputs["conforms"]) == (1, "false"), ran.log
    assert "1 known from before is not shown." in ran.summary
    assert "bad.ttl:5:" in ran.summary
    assert "bad.ttl:4:" not in ran.summary


NOT_CHECKED = {
    "a file that isn't there": ({"data": "nothing.ttl"}, 2, "nothing.ttl"),
    "a wrong severity": ({"data": "good.ttl", "fail_on": "nonsense"}, 2, "nonsense"),
    "a wrong strictness": ({"data": "good.ttl", "strict": "yes"}, 2, "--strict"),
}


@pytest.mark.parametrize("cause", NOT_CHECKED)
def test_what_could_not_be_checked_is_an_error_that_says_why(work: Path, cause: str) -> None:
    inputs, code, said = NOT_CHECKED[cause]
    ran = run_action(work, shapes="shapes.ttl", **inputs)
    assert (ran.code, ran.outputs) == (code, {"conforms": "", "sarif": ""}), ran.log
    (error,) = ran.commands
    assert error.startswith(f"::error title=lod check could not run (exit code {code})::")
    assert said in error
    assert said in ran.summary


def test_each_syntax_error_is_annotated_on_its_line(work: Path) -> None:
    for name in ("broken.ttl", "worse.ttl"):
        (work / name).write_text(f"{HEAD}ex:a ex:name .\n")
    ran = run_action(work, shapes="shapes.ttl", data="broken.ttl\nworse.ttl")
    assert (ran.code, ran.outputs) == (3, {"conforms": "", "sarif": ""}), ran.log
    assert [c.partition(",title=")[0] for c in ran.commands] == [
        "::error file=broken.ttl,line=3,col=14",
        "::error file=worse.ttl,line=3,col=14",
    ]
    assert "Could not be checked" in ran.summary
    for name in ("broken.ttl", "worse.ttl"):
        assert f"**error** {name}:3:14: the value is missing" in ran.summary


def test_settings_that_cannot_be_read_are_told_in_the_summary(site: Path) -> None:
    (site / "lod.toml").write_text("nonsense [\n")
    ran = run_action(site)
    assert (ran.code, ran.outputs) == (3, {"conforms": "", "sarif": ""}), ran.log
    (error,) = ran.commands
    assert error.startswith("::error file=lod.toml,line=1")
    assert "Could not be checked" in ran.summary
    assert "lod.toml:1:10: an equals sign is missing" in ran.summary


HOSTILE = (
    "; touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "x\ntouch pwned",
    "x && touch pwned",
    "good.ttl\n--format=text=pwned",
    "::error::pwned",
    "x\n::set-env name=PATH::pwned",
    "*\n$IFS",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_becomes_a_command(work: Path, value: str) -> None:
    before = sorted(work.iterdir())
    for name in ("data", "shapes"):
        ran = run_action(work, **{"data": "good.ttl", "shapes": "shapes.ttl", name: value})
        assert ran.code in (2, 3), ran.log
        (command,) = ran.commands
        assert command.startswith("::error title=lod check could not run")
    assert sorted(work.iterdir()) == before


@pytest.mark.parametrize("name", ["site", "fail_on", "baseline", "lang", "strict"])
def test_no_other_input_becomes_a_command_either(work: Path, name: str) -> None:
    before = sorted(work.iterdir())
    given = {"data": "good.ttl", "shapes": "shapes.ttl", name: "$(touch pwned)'\"; touch pwned #"}
    ran = run_action(work, **given)
    assert ran.code in (0, 2, 3), ran.log
    assert sorted(work.iterdir()) == before


def test_a_file_with_a_hostile_name_gives_no_command_and_no_output(work: Path) -> None:
    (work / "many").mkdir()
    (work / "many" / "a\n::warning::pwned\nconforms=true.ttl").write_text(BAD)
    ran = run_action(work, data="many", shapes="shapes.ttl")
    assert (ran.code, ran.outputs["conforms"]) == (1, "false"), ran.log
    assert not any(command.startswith("::warning::pwned") for command in ran.commands)
    assert "\n::warning" not in ran.summary
    (work / "many" / "b\n::warning::pwned.ttl").write_text("broken")
    ran = run_action(work, data="many", shapes="shapes.ttl", sarif="x\nconforms=true\n.sarif")
    assert (ran.code, ran.outputs["conforms"]) == (3, ""), ran.log
    assert len(ran.commands) == 1


def test_an_output_keeps_to_its_name(work: Path) -> None:
    ran = run_action(work, data="bad.ttl", shapes="shapes.ttl", sarif="x\nconforms=true")
    assert ran.outputs == {"conforms": "false", "sarif": "x\nconforms=true"}


def steps(file: str) -> list[Any]:
    read = read_yaml(file)
    jobs = read["jobs"].values() if "jobs" in read else [read["runs"]]
    return [step for job in jobs for step in job["steps"]]


WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/newest.yml")


@pytest.mark.parametrize("file", ["action.yml", *WORKFLOWS])
def test_no_script_has_an_expression_in_it(file: str) -> None:
    scripts = [step["run"] for step in steps(file) if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_the_scripts_are_bash(tmp_path: Path) -> None:
    for number, step in enumerate(s for s in steps("action.yml") if "run" in s):
        assert step["shell"] == "bash"
        (tmp_path / f"{number}.sh").write_text(step["run"])
        subprocess.run(["bash", "-n", tmp_path / f"{number}.sh"], check=True)


def test_the_workflow_may_write_findings_only_and_takes_actions_by_their_major_version() -> None:
    workflow = read_yaml(".github/workflows/check.yml")
    assert workflow["permissions"] == {"contents": "read"}
    more = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}  # fmt: skip # noqa: E501
    assert more == {"publication": {"contents": "read", "security-events": "write"}}
    used = [s["uses"] for f in ("action.yml", *WORKFLOWS) for s in steps(f) if "uses" in s]
    assert "./" in used
    ours = re.compile(r"\./|actions/[\w-]+@v\d+|github/codeql-action/upload-sarif@v\d+")
    assert [name for name in used if not ours.fullmatch(name)] == []


def test_what_comes_after_the_bounds_is_tested_every_week() -> None:
    """The lock has the newest within them; the job takes what is newer, and it alone."""
    workflow = read_yaml(WORKFLOWS[1])
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow[True]["schedule"]  # YAML 1.1 reads "on" as true
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]
    newer = [s["run"] for s in steps(WORKFLOWS[1]) if "--upgrade" in s.get("run", "")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bounds = {m[1]: m[2] for d in project["dependencies"] if (m := _BOUND.fullmatch(d))}
    assert newer == [f".venv/bin/python -m pip install --upgrade {' '.join(sorted(bounds))}"]
    lock = (ROOT / "requirements.lock").read_text()
    for name, bound in bounds.items():
        pinned = re.search(rf"(?m)^{name}==(\d+)\.(\d+)", lock)
        assert pinned is not None
        assert bound == f"{pinned[1]}.{int(pinned[2]) + 1}"


_BOUND = re.compile(r"([\w-]+)>=[\d.]+,<(\d+\.\d+)")


def documented() -> list[Any]:
    """Give the YAML in the steward's guide."""
    text = (ROOT / "docs/steward.md").read_text()
    return [yaml.safe_load(block) for block in re.findall(r"(?s)```yaml\n(.*?)```", text)]


def test_the_documented_workflow_does_as_the_one_of_this_project() -> None:
    ours = read_yaml(".github/workflows/check.yml")["jobs"]["publication"]["steps"]
    after = [
        [s for s in told if "lod diff" in s.get("run", "") or "upload-sarif" in s.get("uses", "")]
        for told in (ours, documented()[0]["jobs"]["data"]["steps"])
    ]
    assert len(after[0]) == 2
    assert after[0] == after[1]


def test_the_findings_are_uploaded_as_sarif() -> None:
    action, upload = (
        next(s for s in steps(".github/workflows/check.yml") if s.get("uses", "").startswith(name))
        for name in ("./", "github/codeql-action/upload-sarif@")
    )
    assert upload["with"]["sarif_file"] == f"${{{{ steps.{action['id']}.outputs.sarif }}}}"


def test_lod_is_installed_with_the_versions_that_its_tests_ran_with(tmp_path: Path) -> None:
    """A stand-in for Python writes down what it is called with; pip itself reads the file."""
    (tmp_path / "workspace").mkdir()
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin/python3"
    python.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" >> "$RUNNER_TEMP/called"\n'
        '[ "$2" != venv ] || { mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; }\n'
    )
    python.chmod(0o755)
    (install,) = (s for s in steps("action.yml") if "pip install" in s.get("run", ""))
    ran = run_step(install, {}, tmp_path / "workspace", bin=tmp_path / "bin")
    assert ran.code == 0, ran.log
    pins = tmp_path / "lod/pins.txt"
    called = (tmp_path / "called").read_text().splitlines()
    assert called[called.index("--constraint") + 1 :] == [str(pins), str(ROOT)]
    assert ran.path == f"{tmp_path}/lod/path\n"
    assert (tmp_path / "lod/path/lod").readlink() == Path("../bin/lod")
    locked = re.findall(r"(?m)^(\S+==\S+(?: ; .*?)?) \\$", (ROOT / "requirements.lock").read_text())
    assert len(locked) > 30
    assert [str(Requirement(row)) for row in pins.read_text().splitlines()] == [str(Requirement(row)) for row in locked]  # fmt: skip # noqa: E501


def test_the_workflow_tells_what_a_pull_request_changes(site: Path) -> None:
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["update-ref", "refs/remotes/origin/main", "HEAD"]):  # fmt: skip # noqa: E501
        subprocess.run([*git, *command], cwd=site, check=True)
    file = site / "data/curated/organizations.ttl"
    file.write_text(file.read_text().replace("202100-2445", "202100-6149"))
    (step,) = (s for s in steps(".github/workflows/check.yml") if "lod diff" in s.get("run", ""))
    ran = run_step(step, {"github.base_ref": "main"}, site, "## Before\n")
    assert ran.code == 0, ran.log
    assert ran.summary.startswith("## Before\n## What changed\n"), "in the language of the rest"
    assert "202100-6149" in ran.summary


def test_the_docs_use_the_inputs_and_hooks_that_there_are() -> None:
    text = (ROOT / "docs/steward.md").read_text()
    action = read_yaml("action.yml")
    for name in action["inputs"]:
        assert f"`{name}`" in text, name
    blocks = documented()
    used = [s for b in blocks for job in b.get("jobs", {}).values() for s in job["steps"]]
    ours = [s for s in used if s.get("uses", "").startswith("OWNER/lod@")]
    assert ours
    assert all(s.get("with", {}).keys() <= action["inputs"].keys() for s in ours)
    hooks = {hook["id"] for hook in read_yaml(".pre-commit-hooks.yaml")}
    assert {h["id"] for b in blocks for repo in b.get("repos", []) for h in repo["hooks"]} == hooks


def test_the_documented_job_for_gitlab_leaves_its_report_where_it_says(site: Path) -> None:
    (job,) = (block["lod-check"] for block in documented() if "lod-check" in block)
    install, check = job["script"]
    assert install.startswith("pip install ")
    ran = run_step({"run": check}, {}, site)
    assert ran.code == 0, ran.log
    report = ElementTree.parse(site / job["artifacts"]["reports"]["junit"]).getroot()
    assert report.tag == "testsuites"
