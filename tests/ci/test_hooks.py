"""The pre-commit hooks, run by pre-commit on a commit that is about to be made.

pre-commit would build an environment for ``language: python`` from a clone, with pip; here the
hooks are taken from .pre-commit-hooks.yaml as ``language: system``, with the lod under test on
the PATH. All else is as a user has it.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # comes with pre-commit
from comparing.comparing import repository

from ci.steps import BIN, read_yaml
from ci.test_action import BAD, GOOD, SHAPES

HOOKS = {hook["id"]: hook for hook in read_yaml(".pre-commit-hooks.yaml")}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def configure(folder: Path, hook: dict[str, Any]) -> None:
    """Make a repository that has a hook."""
    local = HOOKS[hook["id"]] | {"language": "system"} | hook
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    run(folder, "git", "init", "-q")


def commit(folder: Path, hook: dict[str, Any], staged: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as `git commit` would, with ``staged`` as what is to be committed."""
    configure(folder, hook)
    run(folder, "git", "add", ".pre-commit-config.yaml", staged)
    return run(folder, "pre-commit", "run")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    (made / "data").mkdir(parents=True)
    (made / "shapes.ttl").write_text(SHAPES)
    (made / "data/good.ttl").write_text(GOOD)
    return made


def test_a_publication_with_a_fault_is_not_committed(site: Path) -> None:
    file = site / "data/curated/organizations.ttl"
    right = file.read_text()
    file.write_text(right.replace("orgtype:company", "orgtype:compny"))
    done = commit(site, {"id": "lod-check"}, "data")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "data/curated/organizations.ttl:" in done.stdout
    file.write_text(right)
    done = commit(site, {"id": "lod-check"}, "data")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_commit_that_only_deletes_is_checked(site: Path, folder: Path) -> None:
    rdf = {"id": "lod-check-data", "args": ["data", "--shapes", "shapes.ttl"]}
    for where, hook, name in ((site, {"id": "lod-check"}, "data/keys.csv"), (folder, rdf, "shapes.ttl")):  # fmt: skip # noqa: E501
        configure(where, hook)
        repository(where)
        run(where, "git", "rm", "-q", name)
        done = run(where, "pre-commit", "run")
        assert (done.returncode, "Failed" in done.stdout) == (1, True), done.stdout + done.stderr
        assert name in done.stdout


def test_any_rdf_is_checked_against_the_shapes_in_args(folder: Path) -> None:
    hook = {"id": "lod-check-data", "args": ["data", "--shapes", "shapes.ttl"]}
    done = commit(folder, hook, "data")
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout + done.stderr
    (folder / "data/bad.ttl").write_text(BAD)
    done = commit(folder, hook, "data")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "data/bad.ttl:4:13" in done.stdout


def test_the_manifest_is_valid() -> None:
    done = run(Path(__file__).parents[2], "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")  # fmt: skip # noqa: E501
    assert done.returncode == 0, done.stdout
    assert all(hook["language"] == "python" for hook in HOOKS.values())


def test_the_workflow_runs_the_hook_from_this_repository() -> None:
    steps = read_yaml(".github/workflows/check.yml")["jobs"]["tests"]["steps"]
    (command,) = (step["run"] for step in steps if "try-repo" in step.get("run", ""))
    assert command.split()[:3] == [".venv/bin/pre-commit", "try-repo", "."]
    assert command.split()[3] in HOOKS
