"""What `lod build` takes of the disk, for each project: the release, and the most while it is made.

The publications are those of ``tables.py``, as they are and with nothing but a number, a title and
an owner in each row; with a SPARQL store and without. Each folder's files are added up ten times a
second, as blocks of the disk, while the real command runs.

``python benchmarks/disk.py 10000``
"""

import argparse
import os
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from pages import LOD
from peers import table
from tables import write_publication

_LEAST = {"id", "title", "owner"}


def taken(folder: Path) -> int:
    """Give the bytes of the disk that the files in a folder take."""
    found = 0
    for file in folder.rglob("*"):
        with suppress(OSError):  # gone meanwhile
            found += file.lstat().st_blocks * 512
    return found


def shorten(sidecar: Path) -> None:
    """Leave a table's columns unmapped, but for those that a project must have."""
    lines, kept, within = sidecar.read_text("utf-8").splitlines(), list[str](), ""
    for line in lines:
        within = line if line.startswith("[") else within
        mapped = within == "[columns]" and " = " in line
        if within in ("", "[table]", "[columns]") and (not mapped or line.split()[0] in _LEAST):
            kept.append(line)
    sidecar.write_text("\n".join(kept) + "\n", "utf-8")


def measure(site: Path, folder: Path) -> list[int]:
    """Build; give bytes: of the release, the most of releases meanwhile, of temporary files."""
    temporary = folder / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [LOD, "build", "--site", site],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    most = [0, 0]
    while process.poll() is None:
        most = [
            max(*pair) for pair in zip(most, map(taken, (site / "var", temporary)), strict=True)
        ]
        time.sleep(0.1)
    if process.returncode not in (0, 1):  # 1: some amounts are rejected
        raise SystemExit(f"lod build ended with {process.returncode}")
    return [taken((site / "var/current").resolve()), *most]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    count, rows = parser.parse_args().count, []
    for columns in ("all", "least"):
        for store in ("oxigraph", "none"):
            with tempfile.TemporaryDirectory(prefix="lod-disk-") as made:
                site = Path(made) / "site"
                write_publication(site, count)
                if columns == "least":
                    shorten(site / "data/sources/bidrag.toml")
                with (site / "lod.toml").open("a", encoding="utf-8") as settings:
                    settings.write(f'[store]\nkind = "{store}"\n')
                subprocess.run([LOD, "keys", "--site", site], check=True, capture_output=True)
                found = measure(site, Path(made))
            rows.append([columns, store, *(f"{size / count / 1000:.1f}" for size in found)])
    print(table(("columns", "store", "kB a project", "most of releases", "temporary"), rows))


if __name__ == "__main__":
    main()
