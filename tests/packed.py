"""What is in a release's compressed files."""

import gzip
from pathlib import Path


def unpacked(file: Path) -> bytes:
    """Give what lies compressed under a name and ``.gz``."""
    return gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes())
