"""In CI a skipped test fails the run, unless ``skips.toml`` lists its reason.

CI is where LOD_NO_SKIPS is set, as `.ci/run` does.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("skips.toml")
VARIABLE = "LOD_NO_SKIPS"


class Allowed(NamedTuple):
    """What ``skips.toml`` says of a skip.

    :param reason: an expression that the whole of the test's reason matches.
    :param unless: a path from the project's folder: where it is there, the test is not to skip.
    """

    reason: str
    why: str
    unless: str | None = None

    def covers(self, reason: str) -> bool:
        """Whether a test may skip for ``reason`` here."""
        if self.unless is not None and (ROOT / self.unless).exists():
            return False
        return re.fullmatch(self.reason, reason) is not None


def read_list(file: Path = LIST) -> list[Allowed]:
    """Read which skips are allowed."""
    return [Allowed(**row) for row in tomllib.loads(file.read_text(encoding="utf-8"))["skip"]]


def watch(config: pytest.Config) -> None:
    """Watch a session's skips, if this is CI; with xdist, where all reports come together."""
    if os.environ.get(VARIABLE) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(read_list()))


class Skips:
    """A plugin of pytest that counts what is skipped and not listed."""

    def __init__(self, allowed: list[Allowed]) -> None:
        self._allowed = allowed
        self._unlisted: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that was skipped; one that is expected to fail isn't."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that was skipped as a whole."""
        if report.skipped:
            self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        told = report.longrepr
        reason = str(told[2] if isinstance(told, tuple | list) else told).removeprefix("Skipped: ")
        if not any(allowed.covers(reason) for allowed in self._allowed):
            self._unlisted.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that would have passed."""
        if self._unlisted and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which, and what to do."""
        if self._unlisted:
            terminalreporter.section("skipped, and not listed in tests/skips.toml", red=True)
            for line in self._unlisted:
                terminalreporter.line(line)
            terminalreporter.line("Have .ci/run install what they need, or list the reason.")
