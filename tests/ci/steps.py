"""Steps of the action and the workflow, run as GitHub's runner runs them, but for the machine.

``shell: bash`` is ``bash --noprofile --norc -eo pipefail FILE`` (GitHub Docs, "Workflow syntax",
jobs.<job_id>.steps[*].shell). The lod under test is on the PATH already, from the environment that
runs the tests; the step that installs it runs with a stand-in for Python.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped] # comes with pre-commit

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Ran:
    """What a step left: exit code, log, job summary, outputs, and what it added to the PATH."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]
    path: str

    @property
    def commands(self) -> list[str]:
        """The commands that the runner obeys: none between stop-commands and its token."""
        return list(_obeyed(self.log.splitlines()))


def read_yaml(file: str) -> Any:
    """Read a YAML file of the project."""
    return yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))


def run_action(folder: Path, before: str = "", **inputs: str) -> Ran:
    """Run the step of action.yml that checks, with ``folder`` as the workspace.

    :param before: what already stands in the job's summary.
    :param inputs: as given under ``with``, with _ for -; the others have their defaults.
    """
    action = read_yaml("action.yml")
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() <= action["inputs"].keys()
    values = {name: about["default"] for name, about in action["inputs"].items()} | given
    (step,) = (s for s in action["runs"]["steps"] if s.get("id") == "check")
    return run_step(
        step, {f"inputs.{name}": value for name, value in values.items()}, folder, before
    )


def run_step(
    step: Any, context: Mapping[str, str], folder: Path, before: str = "", *, bin: Path = BIN
) -> Ran:
    """Run a step with ``shell: bash``; ``context`` is what its expressions may name.

    :param bin: what goes before the rest of the PATH.
    """
    environment = {name: _filled(value, context) for name, value in step.get("env", {}).items()}
    with tempfile.TemporaryDirectory() as temporary:
        script, summary, output, path = (
            Path(temporary, name) for name in ("run.sh", "summary", "output", "path")
        )
        script.write_text(step["run"])
        summary.write_text(before)
        output.touch()
        path.touch()
        runner = {
            "PATH": f"{bin}:{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": temporary,
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(folder), "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output), "GITHUB_PATH": str(path),
            "RUNNER_TEMP": str(folder.parent),
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder, env=runner | environment, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        outputs = dict(_outputs(output.read_text()))
        log = done.stdout + done.stderr
        return Ran(done.returncode, log, summary.read_text(), outputs, path.read_text())


def _filled(value: str, context: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: context[found[1]], value)


def _outputs(text: str) -> Iterator[tuple[str, str]]:
    """Read $GITHUB_OUTPUT: ``name=value``, or ``name<<END``, lines and END."""
    lines = iter(text.splitlines())
    for line in lines:
        name, several, end = line.partition("<<")
        if not several:
            name, _, value = line.partition("=")
            yield name, value
            continue
        yield name, "\n".join(iter(lambda end=end: next(lines), end))  # type: ignore[misc]


def _obeyed(lines: list[str]) -> Iterator[str]:
    token = None
    for line in lines:
        if token is None and line.startswith("::stop-commands::"):
            token = f"::{line.removeprefix('::stop-commands::')}::"
        elif token is not None:
            token = None if line == token else token
        elif line.startswith("::"):
            yield line
