"""Pages of other funders, in publications of their own: run through the real commands."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner, Result

from lod.cli.commands import main
from lod.publishing.records import Page
from lod.publishing.sources.page import read_page
from lod.publishing.sources.sidecar import read_source

NAME = "page"
SV = {"owner": "Projektägare", "period": "Projekttid", "sections": {"Pågående projekt": "ongoing"}}
HEAD = "Programmet Bygd\nEtt program för bygden.\n\nPågående projekt\n\n"
FOOT = "\n\nSenast ändrad\n15 november 2013 13:46\n"


def toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "".join(
            f"{json.dumps(k, ensure_ascii=False)} = {toml(v)}\n" for k, v in value.items()
        )
    return json.dumps(value, ensure_ascii=False)


def sidecar(text: bytes, labels: Mapping[str, object], title: str, language: str, more: str) -> str:
    plain = {name: value for name, value in labels.items() if not isinstance(value, Mapping)}
    tables = {name: value for name, value in labels.items() if isinstance(value, Mapping)}
    head = {
        **{"title": title, "publisher": "publisher", "language": language},
        **{"media_type": "text/plain", "sha256": hashlib.sha256(text).hexdigest()},
    }
    parts = [toml(head), more, "\n[labels]\n", toml(plain)]
    parts += [f"\n[labels.{name}]\n{toml(table)}" for name, table in tables.items()]
    return "".join(parts)


_ERROR = re.compile(r".*?([^/]+):([0-9]+)(?::[0-9]+)?: (.*)")


class Told(NamedTuple):
    """A finding."""

    rule: str
    file: str
    line: int
    message: str


@dataclass(frozen=True)
class Funder:
    """A publication with one page."""

    site: Path

    @classmethod
    def of(
        cls,
        site: Path,
        text: str,
        labels: Mapping[str, object] = SV,
        *,
        title: str = "Programmet Bygd",
        language: str = "sv",
        more: str = "",
    ) -> "Funder":
        """Write a publication as a steward would, its keys not yet minted.

        :param more: lines of the sidecar above [labels].
        """
        made = CliRunner().invoke(main, ["init", str(site), "--base", "https://x.example/"])
        assert made.exit_code == 0, made.output
        funder = cls(site)
        settings = site / "lod.toml"
        named = settings.read_text(encoding="utf-8").replace(
            "sources = []", f'sources = ["{NAME}"]'
        )
        settings.write_text(named, encoding="utf-8")
        funder.write(text, labels, title=title, language=language, more=more)
        return funder

    def write(
        self,
        text: str,
        labels: Mapping[str, object] = SV,
        *,
        title: str = "Programmet Bygd",
        language: str = "sv",
        more: str = "",
    ) -> None:
        """Write the page and its sidecar anew."""
        folder, data = self.site / "data/sources", text.encode()
        (folder / f"{NAME}.txt").write_bytes(data)
        described = sidecar(data, labels, title, language, more)
        (folder / f"{NAME}.toml").write_text(described, encoding="utf-8")

    def run(self, *arguments: str, lang: str = "en") -> Result:
        """Run a command on it."""
        command = [*arguments, "--site", str(self.site), "--lang", lang]
        return CliRunner().invoke(main, command)

    def read(self) -> Page:
        """Read its page, as the commands do."""
        source, file = read_source(self.site / "data/sources", NAME)
        return read_page(source, file.read_bytes(), file)

    def check(self, lang: str = "en") -> tuple[int, list[Told]]:
        """Mint what has no key, and check: the exit code, and what is told of page and keys."""
        self.run("keys", lang=lang)
        done = self.run("check", "--format", "json", lang=lang)
        if not done.stdout:
            found = [_ERROR.match(line) for line in done.stderr.split("\n")]
            return done.exit_code, [Told("", m[1], int(m[2]), m[3]) for m in found if m]
        told = [
            Told(f["rule"], Path(f["file"]).name, f["line"], f["messages"][lang])
            for f in json.loads(done.stdout)["results"]
            if f["file"] and Path(f["file"]).name in (f"{NAME}.txt", f"{NAME}.toml", "keys.csv")
        ]
        return done.exit_code, sorted(told, key=lambda one: (one.file, one.line))

    def build(self, out: Path) -> tuple[int, Path]:
        """Mint, and build: the exit code, and the release."""
        self.run("keys")
        done = self.run("build", "--out", str(out))
        return done.exit_code, out / "current"
