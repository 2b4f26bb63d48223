"""Exit codes: a test for each cause, from the command line."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from comparing.comparing import repository
from editing import change
from patience import PATIENCE

from lod.cli.commands import main
from lod.cli.exits import BUG, EXIT_CODES

ROOT = Path(__file__).parents[2]
HEAD = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:N .\nex:N sh:path ex:name ; sh:minCount 1 .\n"  # fmt: skip # noqa: E501
CHECK = ("check", "--shapes", "shapes.ttl")
INTERRUPTED, ENDED = 128 + signal.SIGINT, 128 + signal.SIGTERM


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some RDF with shapes, a file of each fault, and a publication without a release."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "shapes.ttl").write_text(SHAPES)
    (folder / "good.ttl").write_text(f'{HEAD}ex:a a ex:Person ; ex:name "Ada" .\n')
    (folder / "bad.ttl").write_text(f"{HEAD}ex:a a ex:Person .\n")
    (folder / "broken.ttl").write_text(f"{HEAD}ex:a ex:name .\n")
    (folder / "latin.ttl").write_bytes(f'{HEAD}ex:a ex:name "Åsa" .\n'.encode("latin-1"))
    (folder / "latin.rq").write_bytes("# Å\nASK { ?s ?p ?o }".encode("latin-1"))
    for name in ("secret.ttl", "secret.rq"):
        (folder / name).symlink_to("/proc/self/mem")  # not even root can read it from its start
    (folder / "notes.txt").write_text("a note")
    (folder / "noshape.ttl").write_text(HEAD)
    (folder / "empty").mkdir()
    return folder


def lod(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "en_GB.UTF-8", **environment}
    command = [sys.executable, "-m", "lod", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )


CAUSES: dict[str, tuple[tuple[object, ...], int, str]] = {
    "the version": (("--version",), 0, ""),
    "data that conforms": ((*CHECK, "good.ttl"), 0, ""),
    "a comparison": (("diff", "good.ttl", "bad.ttl"), 0, ""),
    "data that breaks a rule": ((*CHECK, "bad.ttl"), 1, ""),
    "differences, where asked": (("diff", "good.ttl", "bad.ttl", "--exit-code"), 1, ""),
    "no differences, where asked": (("diff", "bad.ttl", "bad.ttl", "--exit-code"), 0, ""),
    "no such command": (("nonsense",), 2, "No such command"),
    "no such option": (("build", "--nonsense"), 2, "No such option"),
    "an option without its partner": (("check", "good.ttl"), 2, "--shapes together"),
    "a base that is none": (("init", "new", "--base", "nonsense"), 2, "--base: can't be the start"),
    "a folder that isn't empty": (("init", ".", "--base", "https://x.example/"), 2, "new folder"),
    "a name without a format": ((*CHECK, "notes.txt"), 2, "format can't be told"),
    "an unknown format": ((*CHECK, "good.ttl", "--format", "doc"), 2, "known are text"),
    "a report for no folder": ((*CHECK, "good.ttl", "--format", "html=no/x"), 2, "no folder no"),
    "no such data": ((*CHECK, "nowhere.ttl"), 2, "nowhere.ttl"),
    "no such shapes": (("check", "good.ttl", "--shapes", "nowhere.ttl"), 2, "nowhere.ttl"),
    "no such ontology": ((*CHECK, "good.ttl", "--ontology", "nowhere.ttl"), 2, "nowhere.ttl"),
    "no such baseline": ((*CHECK, "good.ttl", "--baseline", "nowhere.json"), 2, "nowhere.json"),
    "no such query": (("query", "nowhere.rq", "--site", ROOT), 2, "nowhere.rq"),
    "no such page": (("import", "nowhere.html"), 2, "nowhere.html"),
    "no such file to serve": (("serve", "nowhere.ttl"), 2, "nowhere.ttl"),
    "no such side": (("diff", "nowhere.ttl", "good.ttl"), 2, "nowhere.ttl"),
    "no such folder of releases": (("query", "ASK {}", "--site", ROOT, "--out", "no"), 2, "no"),
    **{
        f"no such publication: lod {command}": ((*arguments, "--site", "nowhere"), 2, "nowhere")
        for command, *rest in (
            ("build",), ("check",), ("keys",), ("serve",), ("diff",), ("query", "ASK {}"),
            ("import", "notes.txt"),
        )
        for arguments in [(command, *rest)]
    },
    "no lod.toml": (("build",), 3, "lod.toml"),
    "a syntax error": ((*CHECK, "broken.ttl"), 3, "broken.ttl:3:"),
    "a file that can't be read": ((*CHECK, "secret.ttl"), 3, "secret.ttl"),
    "a file in another encoding": ((*CHECK, "latin.ttl"), 3, "latin.ttl"),
    "a baseline that is none": ((*CHECK, "good.ttl", "--baseline", "notes.txt"), 3, "no baseline"),
    "shapes that check nothing": (("check", "good.ttl", "--shapes", "noshape.ttl"), 3, "noshape"),
    "shapes that can't be read": (("check", "good.ttl", "--shapes", "secret.ttl"), 3, "secret"),
    "a query that can't be read": (("query", "secret.rq", "--site", ROOT), 3, "secret.rq"),
    "a query in another encoding": (("query", "latin.rq", "--site", ROOT), 3, "latin.rq:1:3: is"),
    "no release": (("query", "ASK {}", "--site", ROOT, "--out", "empty"), 3, "lod build"),
    "a side that can't be read": (("diff", "broken.ttl", "good.ttl"), 3, "broken.ttl:3:"),
    "a side that isn't RDF": (("diff", "latin.ttl", "good.ttl"), 3, "latin.ttl"),
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_has_its_code_and_says_why(folder: Path, cause: str) -> None:
    arguments, code, said = CAUSES[cause]
    done = lod(folder, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_that_can_be_read_in_part_only_exits_with_1(site: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    assert lod(site, "build").returncode == 1


def test_a_query_without_an_answer_exits_with_1(release: Path) -> None:
    done = lod(ROOT, "query", "SELECT * {", "--out", release)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def broken(folder: Path, module: str) -> str:
    """Give a PYTHONPATH on which a library is not as it should be."""
    (folder / f"{module}.py").write_text("raise RuntimeError('broken')\n")
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


@pytest.mark.parametrize("module", ["pyshacl", "click"])
def test_what_no_one_foresaw_is_a_bug_and_no_verdict(folder: Path, module: str) -> None:
    path = broken(folder / "empty", module)
    done = lod(folder, *CHECK, "good.ttl", "--engine", "pyshacl", PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (BUG, "")
    assert "RuntimeError: broken" in done.stderr
    assert ("please report it" in done.stderr) == (module == "pyshacl")


@contextmanager
def waiting(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command up to where it reads ``slow``, a pipe that nothing is written to."""
    os.mkfifo(folder / "slow.ttl")
    process = subprocess.Popen(
        [sys.executable, "-m", "lod", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # a background job's children ignore it, and so would this one
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process, (folder / "slow.ttl").open("w"):  # waits until it is being read
        time.sleep(0.3)
        yield process


SIGNALS = {INTERRUPTED: signal.SIGINT, ENDED: signal.SIGTERM}
AT_WORK = {
    "a check": (*CHECK, "slow.ttl"),
    "a comparison": ("diff", "HEAD:bad.ttl", "slow.ttl"),
}


@pytest.mark.parametrize("code", SIGNALS)
@pytest.mark.parametrize("work", AT_WORK)
def test_a_signal_ends_a_command_and_leaves_nothing_behind(
    folder: Path, code: int, work: str
) -> None:
    repository(folder)
    temporary = folder.parent / "tmp"
    temporary.mkdir()
    with waiting(folder, *AT_WORK[work], TMPDIR=str(temporary)) as process:
        assert work == "a check" or list(temporary.iterdir())
        process.send_signal(SIGNALS[code])
        _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, "interrupted\n")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("code", SIGNALS)
def test_a_signal_while_the_code_is_loaded_ends_it_quietly(folder: Path, code: int) -> None:
    (folder / "empty/click.py").write_text("open('slow.ttl').read()\n")
    path = os.pathsep.join([str(folder / "empty"), os.environ.get("PYTHONPATH", "")])
    with waiting(folder, "--version", PYTHONPATH=path) as process:
        process.send_signal(SIGNALS[code])
        _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, "")


def test_a_signal_that_is_ignored_stays_so(folder: Path) -> None:
    program = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from lod.cli.exits import *; heed(end); signal.raise_signal(signal.SIGINT)"  # fmt: skip # noqa: E501
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_help_tells_every_code_and_every_code_is_tested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    wide = click.Context(main, info_name="lod", terminal_width=300)
    help_text = " ".join(main.get_help(wide).split())
    for code, meaning in EXIT_CODES.items():
        assert f" {code} {meaning}" in help_text
    tested = {code for _, code, _ in CAUSES.values()} | SIGNALS.keys() | {BUG}
    assert tested == EXIT_CODES.keys()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "--shapes", "{}/shapes.ttl", "{}/good.ttl"), 0),
        (("check", "--shapes", "{}/shapes.ttl", "{}/bad.ttl"), 1),
        (("check", "--shapes", "{}/shapes.ttl", "{}/broken.ttl"), 3),
        (("serve", "{}/broken.ttl"), 3),
        (("check", "--shapes", "{}/shapes.ttl", "."), 2),
        (("check",), 2),
        (("diff", "{}/good.ttl", "{}/bad.ttl"), 2),
        (("init", "new", "--base", "https://x.example/"), 2),
        (("query", "ASK {{}}"), 2),
    ],
)
def test_a_deleted_folder_is_no_bug(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    """Files with whole names are read and told as they are; who needs the folder says so."""
    command = [sys.executable, "-m", "lod", *(a.format(folder) for a in arguments), "--lang", "en"]
    gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    shell = ["sh", "-c", gone, "sh", *command]
    done = subprocess.run(shell, cwd=folder, capture_output=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    assert (b"has been deleted" in done.stderr) == (code == 2)
