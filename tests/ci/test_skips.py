"""A skip that isn't listed fails a run in CI, whichever way a test skips."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from skips import LIST, VARIABLE, read_list

WAYS = {
    "by a mark": '@pytest.mark.skip("no zyx")\ndef test_a(): pass',
    "by a condition": '@pytest.mark.skipif(True, reason="no zyx")\ndef test_a(): pass',
    "by a call": 'def test_a(): pytest.skip("no zyx")',
    "by a fixture": '@pytest.fixture\ndef f(): pytest.skip("no zyx")\ndef test_a(f): pass',
    "a parameter": '@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.skip("no zyx"))])\ndef test_a(n): pass',  # noqa: E501
    "a file": 'pytest.skip("no zyx", allow_module_level=True)',
    "unittest": 'import unittest\nclass A(unittest.TestCase):\n  @unittest.skip("no zyx")\n  def test_a(self): pass',  # noqa: E501
}
FINE = "import pytest\ndef test_fine(): pass\n"
CONFTEST = """import sys
sys.path.append({tests!r})
import skips
from pathlib import Path
skips.LIST = Path({list!r})
def pytest_configure(config):
    config.pluginmanager.register(skips.Skips(skips.read_list(skips.LIST))) if {strict} and not hasattr(config, "workerinput") else None
"""  # noqa: E501


def run(
    folder: Path, tests: str, *arguments: str, listed: str = "skip = []", strict: bool = True
) -> "subprocess.CompletedProcess[str]":
    (folder / "list.toml").write_text(listed)
    (folder / "conftest.py").write_text(
        CONFTEST.format(tests=str(LIST.parent), list=str(folder / "list.toml"), strict=strict)
    )
    (folder / "test_a.py").write_text(FINE + tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_skip_that_is_not_listed_fails_the_run(tmp_path: Path, way: str) -> None:
    done = run(tmp_path, WAYS[way])
    assert done.returncode in (1, 5 if way == "a file" else 1), done.stdout
    assert "not listed in tests/skips.toml" in done.stdout
    assert ": no zyx\n" in done.stdout


@pytest.mark.parametrize("way", ["by a call", "a file"])
def test_so_it_does_where_several_processes_test(tmp_path: Path, way: str) -> None:
    (tmp_path / "test_b.py").write_text(FINE)
    done = run(tmp_path, WAYS[way], "-n", "2")
    assert done.returncode == 1, done.stdout
    assert ": no zyx\n" in done.stdout


LISTED = '[[skip]]\nreason = "no z.x"\nwhy = "there is none"\n'


@pytest.mark.parametrize("way", WAYS)
def test_one_that_is_listed_does_not(tmp_path: Path, way: str) -> None:
    done = run(tmp_path, f"{WAYS[way]}\n", listed=LISTED)
    assert done.returncode == (5 if way == "a file" else 0), done.stdout
    assert "skips.toml" not in done.stdout


def test_one_that_is_listed_for_want_of_something_does_where_that_is(tmp_path: Path) -> None:
    for path, code in (("src", 1), ("nowhere", 0)):
        done = run(tmp_path, WAYS["by a mark"], listed=f'{LISTED}unless = "{path}"\n')
        assert done.returncode == code, done.stdout


def test_the_reason_is_matched_whole(tmp_path: Path) -> None:
    done = run(tmp_path, 'def test_a(): pytest.skip("no zyx, nor anything")', listed=LISTED)
    assert done.returncode == 1


def test_what_is_expected_to_fail_is_no_skip_and_failures_stay_failures(tmp_path: Path) -> None:
    expected = "@pytest.mark.xfail(reason='no zyx')\ndef test_a(): assert False"
    assert run(tmp_path, expected).returncode == 0
    interrupted = f"{WAYS['by a call']}\ndef test_b(): pytest.exit('enough', returncode=9)"
    assert run(tmp_path, interrupted).returncode == 9


def test_outside_ci_a_skip_is_only_told() -> None:
    """The project's own conftest, on a test that skips anywhere: there is no such data."""
    code = "import pytest\ndef test_a(): pytest.skip('no zyx')\n"
    file = LIST.parent / f"ci/skipping_{os.getpid()}.py"
    file.write_text(code)
    try:
        for value, expected in (("", 0), ("1", 1)):
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(file)],
                cwd=LIST.parents[1],
                env={**os.environ, VARIABLE: value},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == expected, done.stdout
    finally:
        file.unlink()


def test_the_list_is_short_and_says_why() -> None:
    rows = read_list()
    assert len(rows) < 10
    assert all(len(row.why) > 20 for row in rows)
