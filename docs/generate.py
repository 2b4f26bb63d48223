"""Runs the commands in README.md and docs/*.md, and writes their output below them.

A block ``console`` holds lines that start with ``$ `` and what they print. `make docs` writes
the files anew; with ``--check`` it says which differ and exits 1.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOWN = "127.0.0.1:8000"
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def main() -> None:
    """Write the files anew, or compare."""
    differing = []
    with running() as (address, out):
        for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
            old = file.read_text(encoding="utf-8")
            new = rendered(old, address, out)
            if new != old:
                differing.append(file.name)
                if "--check" not in sys.argv:
                    file.write_text(new, encoding="utf-8")
    if "--check" in sys.argv and differing:
        sys.exit(f"not as the commands print it: {', '.join(differing)}; run make docs")


def rendered(text: str, address: str, out: Path) -> str:
    """Run every command of a page and put what it prints below it."""
    return _BLOCK.sub(lambda block: _run_all(block[0], address, out), text)


def _run_all(block: str, address: str, out: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{c}\n{_run(c[2:], address, out)}" for c in commands)


def _run(command: str, address: str, out: Path) -> str:
    command = command.replace(SHOWN, address).replace("lod query", f"lod query --out {out}")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"PATH": path, "LANG": "C.UTF-8", "COLUMNS": "90", "HOME": str(out)}
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=False,
    )  # fmt: skip
    printed = (done.stdout + done.stderr).replace(address, SHOWN)
    printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return re.sub(r"(?m)^(Last-Modified|Date): .*$", r"\1: …", printed, flags=re.IGNORECASE)


@contextmanager
def running() -> Iterator[tuple[str, Path]]:
    """Serve the shipped publication on a free port; gives its address and folder."""
    with tempfile.TemporaryDirectory() as folder:
        lod = [sys.executable, "-m", "lod"]
        subprocess.run([*lod, "build", "--out", folder], cwd=ROOT, check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*lod, "serve", "--out", folder, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                _wait(f"http://127.0.0.1:{port}/")
                yield f"127.0.0.1:{port}", Path(folder)
            finally:
                server.terminate()


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


if __name__ == "__main__":
    main()
