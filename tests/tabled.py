"""Lists sources of a publication that is tested."""

import json
import re
from pathlib import Path

from lod.publishing.config import Config, read_config


def list_sources(site: Path, *entries: str) -> Config:
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps(entries)}"
    text = re.sub(r"(?m)^sources = .*$", listed, settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    return read_config(site)
