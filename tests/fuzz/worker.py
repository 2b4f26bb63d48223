"""Runs cases in one process as the command line does; says before and after each that it lives.

``python -m fuzz.worker TARGET NUMBER`` shows one case and its outcome; with a folder, a stop and a
step behind, all from NUMBER on, for :mod:`fuzz.pool`. What hangs or falls in native code ends the
process: then the last line is the number of the case.
"""

import faulthandler
import io
import json
import os
import resource
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox

from fuzz.targets import ROOT, Case, described, make
from lod.cli.commands import main

PATIENCE = 60  # seconds for a case that takes some milliseconds, on a busy machine
_MEMORY = 4 << 30
_KEPT = ("ontology", "shapes", "data")
_FEW = ("document", "organization", "profile", "project", "report")  # those that are read fast
_JSON = ("json", "sarif")


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: bytes
    said: str

    def faults(self, case: Case) -> list[str]:
        """Say what a command may not do, whatever its files hold."""
        found = [] if self.code in (0, 1, 3) else [f"exit code {self.code}"]
        if self.code and not self.out and not self.said:
            found.append("said nothing")
        if "Traceback" in self.said:
            found.append(self.said)
        if case.form and self.out and (wrong := _not_in_form(self.out, case.form)):
            found.append(f"not {case.form}: {wrong}")
        return found


def _not_in_form(out: bytes, form: str) -> str:
    try:
        if form in _JSON:
            json.loads(out)
        elif form == "junit":
            ElementTree.fromstring(out)
        elif form == "turtle":
            list(ox.parse(out, ox.RdfFormat.TURTLE))
        else:
            out.decode()
    except (ValueError, SyntaxError) as error:
        return str(error)
    return ""


class Ground:
    """Folders that each case finds as they were: ``files`` is empty, the others are publications.

    ``site`` is a copy of the shipped one, ``small`` has few of its shapes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "files").mkdir()
        _copy_publication(folder / "site")
        _copy_publication(folder / "small")
        for file in (folder / "small/shapes").iterdir():
            if file.stem not in _FEW:
                file.unlink()
        self._before = {name: _content(folder / name) for name in ("files", "site", "small")}

    def outcome(self, case: Case) -> Outcome:
        """Run a case."""
        here = self._folder / case.where
        for name, data in case.files.items():
            (here / name).write_bytes(data)
        os.chdir(here)
        try:
            return _run(case.command)
        finally:
            self._restore(here)

    def _restore(self, here: Path) -> None:
        shutil.rmtree(here / "var", ignore_errors=True)
        kept = self._before[here.name]
        for file, data in _content(here).items():
            if file not in kept:
                file.unlink()
            elif data != kept[file]:
                file.write_bytes(kept[file])


def _copy_publication(site: Path) -> None:
    for name in _KEPT:
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)


def _content(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _run(command: tuple[str, ...]) -> Outcome:
    kept = sys.argv, sys.stdout, sys.stderr
    out, said = io.BytesIO(), io.BytesIO()
    streams = [
        io.TextIOWrapper(s, encoding="utf-8", errors="backslashreplace") for s in (out, said)
    ]
    sys.argv, (sys.stdout, sys.stderr) = ["lod", *command], streams
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        for stream in streams:
            stream.flush()
        sys.argv, sys.stdout, sys.stderr = kept
    return Outcome(code if isinstance(code, int) else -1, out.getvalue(), said.getvalue().decode())


def _watch(file: int) -> None:
    """Let this process end with words of where it was, if a case has no end or falls."""
    faulthandler.enable(file)
    faulthandler.dump_traceback_later(PATIENCE, exit=True, file=file)


def work(target: str, numbers: range, folder: Path) -> None:
    """Run cases; a line of JSON on standard output before and after each."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    ground = Ground(folder)
    for number in numbers:
        print(json.dumps({"starts": number}), flush=True)
        _watch(2)
        case = make(target, number)
        outcome = ground.outcome(case)
        ended = {"ends": number, "code": outcome.code, "faults": outcome.faults(case)}
        print(json.dumps(ended), flush=True)
    faulthandler.cancel_dump_traceback_later()


def show(target: str, number: int) -> None:
    """Make one case again, and tell its outcome."""
    with tempfile.TemporaryDirectory(prefix="lod-fuzz-") as folder:
        case = make(target, number)
        print(described(target, number))
        outcome = Ground(Path(folder)).outcome(case)
        print(outcome.said, outcome.out.decode(errors="replace")[:5000], sep="\n")
        print("exit code:", outcome.code, "findings:", len(outcome.faults(case)))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        show(sys.argv[1], int(sys.argv[2]))
    else:
        first, stop, step = map(int, sys.argv[2:5])
        work(sys.argv[1], range(first, stop, step), Path(sys.argv[5]))
