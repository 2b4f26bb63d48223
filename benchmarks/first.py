"""How soon the first report is there: a small file, from the wheel in an empty environment.

The wheel is built, and installed with what it needs. Told is the processor's time of the whole
command: of the first run, and of the others the least, the most and the one in the middle.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = "@prefix ex: <https://x.example/> .\nex:a a ex:Person ;\n    ex:name 'A' .\n"
SHAPES = """@prefix ex: <https://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:minLength 2 ] .
"""


def installed(folder: Path) -> str:
    """Build the wheel and install it; give the command."""
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "-o",
        f"{folder}",
        f"{ROOT}",
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    install = [f"{folder}/env/bin/pip", "install", "--quiet", f"{wheel}"]
    subprocess.run(install, check=True, capture_output=True)
    return f"{folder}/env/bin/lod"


def spent(command: list[str], folder: Path) -> float:
    """Run a command that finds one error; give its processor time in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 1, done.stderr
    assert "data.ttl:3:13" in done.stdout
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    runs = 2 if parser.parse_args().quick else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.ttl").write_text(DATA)
        (folder / "shapes.ttl").write_text(SHAPES)
        command = [installed(folder), "check", "data.ttl", "--shapes", "shapes.ttl"]
        first, *times = [spent(command, folder) for _ in range(runs + 1)]
    middle = statistics.median(times)
    print(f"first {first:.2f} s, then {min(times):.2f} to {max(times):.2f}, median {middle:.2f}")


if __name__ == "__main__":
    main()
