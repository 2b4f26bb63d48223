"""A publication whose only source is a table, and the commands on it, as a steward runs them."""

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from lod.cli.commands import main

HEAD = 'title = "Bidrag"\npublisher = "tillvaxtverket"\nlanguage = "{}"\nstated = 2015-12-31\n'


@dataclass(frozen=True)
class TableSite:
    """The folder of the publication, and the table's file in it."""

    site: Path
    name: str

    @property
    def out(self) -> Path:
        """Where its releases go."""
        return self.site / "var"

    def write(self, text: str | bytes, toml: str, language: str = "sv") -> None:
        """Write the table and its sidecar."""
        file = self.site / "data/sources" / self.name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        file.with_suffix(".toml").write_text(HEAD.format(language) + toml, "utf-8")

    def run(self, command: str, *arguments: str, lang: str = "en") -> Result:
        """Run a command of lod."""
        given = [command, *arguments, "--site", str(self.site), "--lang", lang]
        return CliRunner().invoke(main, given)

    def rejected(self, kind: str = "") -> list[list[str]]:
        """Give the rows of a file in the folder of what is rejected, its first row too."""
        file = self.out / f"rejected/{Path(self.name).stem}{kind}.csv"
        return [*csv.reader(io.StringIO(file.read_text("utf-8"), newline=""))]


def site_of_table(site: Path, name: str = "bidrag.csv", *others: str) -> TableSite:
    """Make a copy of the shipped publication one of a table alone, or of several."""
    for file in (site / "data/sources").iterdir():
        file.unlink()
    for file in (site / "data/curated").glob("*.ttl"):
        file.unlink()
    (site / "data/keys.csv").write_text("kind,key,source,as_written,now\n", "utf-8")
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps([name, *others])}"
    text = re.sub(r"(?m)^sources = .*$", listed, settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    return TableSite(site, name)
