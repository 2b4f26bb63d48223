"""Several pages in a copy of the shipped publication, as a steward brings them in."""

import hashlib
import json
import re
from pathlib import Path

from editing import NAME

from lod.publishing.build import mint_keys
from lod.publishing.config import Config, read_config
from lod.publishing.keys import write_keys
from lod.publishing.publication import Mapped, map_all


def add_page(site: Path, name: str, text: str) -> None:
    """Put a page beside the shipped one, with its sidecar."""
    folder = site / "data/sources"
    data = text.encode()
    (folder / f"{name}.txt").write_bytes(data)
    shipped = (folder / f"{NAME}.toml").read_text("utf-8")
    digest = f'sha256 = "{hashlib.sha256(data).hexdigest()}"'
    sidecar = re.sub(r"(?m)^sha256 = .*$", digest, shipped)
    sidecar = re.sub(r"(?m)^slogan = .*$", f'slogan = "{text.splitlines()[0]}"', sidecar)
    (folder / f"{name}.toml").write_text(sidecar, "utf-8")


def list_pages(site: Path, *names: str) -> Config:
    """List pages in lod.toml in this order."""
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps(names)}"
    text = re.sub(r"(?m)^sources = .*$", listed, settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    return read_config(site)


def publish(site: Path, *names: str) -> Mapped:
    """List pages in this order, mint their keys, and map all there is."""
    config = list_pages(site, *names)
    write_keys(*mint_keys(config))
    return map_all(config)
