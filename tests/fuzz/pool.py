"""Has workers run cases; one that ends before its time is a finding, and is replaced."""

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.targets import described

_TESTS = Path(__file__).parents[1]
_FEW = 200
_MOST = 5  # findings told of a target


@dataclass
class Tried:
    """What came of a target's cases: how many ended with which exit code, and what is wrong."""

    target: str
    codes: Counter[int] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = sorted(self.faults.items())[:_MOST]
        told = [f"{described(self.target, n)}\n→ {why[-3000:]}" for n, why in shown]
        return f"{self.target}: {len(self.faults)} findings\n" + "\n\n".join(told)


def run(target: str, count: int) -> Tried:
    """Run the cases 0 to ``count`` of a target, a few in one process, many in two."""
    tried, workers = Tried(target), 1 if count < _FEW else 2
    threads = [
        threading.Thread(target=_drive, args=(tried, first, count, workers))
        for first in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tried


def _drive(tried: Tried, first: int, count: int, step: int) -> None:
    """Run every ``step``-th case, in as many processes as it takes."""
    while first < count:
        last = _one_worker(tried, first, count, step)
        first = count if last is None else last + step


def _one_worker(tried: Tried, first: int, count: int, step: int) -> int | None:
    """Run cases until the worker ends; gives the number of the one that it fell over."""
    with (
        tempfile.TemporaryDirectory(prefix="lod-fuzz-") as folder,
        tempfile.TemporaryFile() as words,
    ):
        numbers = map(str, (first, count, step))
        command = [sys.executable, "-m", "fuzz.worker", tried.target, *numbers, folder]
        with subprocess.Popen(command, cwd=_TESTS, stdout=subprocess.PIPE, stderr=words) as worker:
            at = _listen(tried, worker)
        if at is not None or worker.returncode:
            words.seek(0)
            said = words.read().decode(errors="replace")
            tried.faults[first if at is None else at] = f"ended with {worker.returncode}: {said}"
            return first if at is None else at
    return None


def _listen(tried: Tried, worker: "subprocess.Popen[bytes]") -> int | None:
    """Take what a worker says; gives the case that has started and not ended."""
    at: int | None = None
    for line in worker.stdout or ():
        said = json.loads(line)
        at = said.get("starts")
        if "ends" in said:
            tried.codes[said["code"]] += 1
            if said["faults"]:
                tried.faults[said["ends"]] = "\n".join(said["faults"])
    return at
