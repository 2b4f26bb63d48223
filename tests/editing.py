"""Changes to a copy of the shipped publication."""

import hashlib
from pathlib import Path

NAME = "programsida-2013-11-15"


def change(site: Path, old: str, new: str, name: str = NAME) -> None:
    """Change a source's text, and its checksum with it."""
    file = site / f"data/sources/{name}.txt"
    before = file.read_bytes()
    assert old.encode() in before
    file.write_bytes(before.replace(old.encode(), new.encode()))
    sidecar = file.with_suffix(".toml")
    old_sum, new_sum = (hashlib.sha256(b).hexdigest() for b in (before, file.read_bytes()))
    sidecar.write_text(sidecar.read_text().replace(old_sum, new_sum))
