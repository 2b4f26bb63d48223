"""Pictures of what is printed: terminals drawn as SVG, pages photographed as PNG.

A drawing is made of the output itself; a photograph carries the digest of the page that it is of.
So both tell when they are no longer what the commands print.
"""

import hashlib
import io
import os
import pty
import struct
import subprocess
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

_COLUMNS, _ROWS = 100, 32
_OF = b"Source\0"
_CUT = "…"

_FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""  # rich's own frame, without its fonts from elsewhere

_STYLE = """<meta charset="utf-8"><style>
body { font: 15px/1.5 sans-serif; margin: 24px; color: #1f2328 }
h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: .3em }
table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: 4px 12px }
code, pre { background: #f6f8fa; font-family: monospace } pre { padding: 12px; overflow: hidden }
</style>"""  # much as GitHub shows Markdown


def run_in_terminal(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command in a terminal of its own; gives what it shows, with its colours."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env={**environment, "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    printed = b"".join(_read(ours))
    process.wait(timeout=60)
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def _read(terminal: int) -> Iterator[bytes]:
    try:
        while block := os.read(terminal, 65536):
            yield block
    except OSError:  # EIO: the last one that could write has gone
        return


def draw(name: str, command: str, printed: str) -> str:
    """Draw a terminal, 100 columns and at most 32 rows, as SVG.

    :param name: of the picture; its styles are named after it.
    """
    from rich.console import Console
    from rich.text import Text

    whole = Text.from_ansi(f"$ {command}\n{printed}".rstrip("\n"))
    rows = [
        row
        for line in whole.split("\n", allow_blank=True)
        for row in line.divide(range(_COLUMNS, len(line), _COLUMNS))
    ]
    shown = rows if len(rows) <= _ROWS else [*rows[: _ROWS - 1], Text(_CUT)]
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    for row in shown:
        console.print(row, no_wrap=True, overflow="ignore", crop=False)
    svg = console.export_svg(title="", unique_id=name, code_format=_FRAME)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines())


def photograph(page: Path, picture: Path) -> None:
    """Take a picture of a page, HTML or Markdown, and note in it of what it is."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox"]
        )
        view = browser.new_page(viewport={"width": 860, "height": 100})
        view.set_content(_html(page))
        whole = view.evaluate("document.documentElement.scrollHeight")
        view.set_viewport_size({"width": 860, "height": min(whole, 900)})
        picture.write_bytes(_marked(view.screenshot(), page))
        browser.close()


def _html(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".html":
        return text
    from markdown_it import MarkdownIt

    return _STYLE + MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text)


def is_of(picture: Path, page: Path) -> bool:
    """Whether a picture was taken of a page as it is."""
    return picture.exists() and _note(page) in picture.read_bytes()


def _note(page: Path) -> bytes:
    return _OF + hashlib.sha256(page.read_bytes()).hexdigest().encode()


def _marked(png: bytes, page: Path) -> bytes:
    """Put a tEXt chunk before the last. Source: PNG (Third Edition), 5.3 and 11.3.3.2."""
    chunk = b"tEXt" + _note(page)
    at = png.rindex(b"IEND") - 4
    length, check = (struct.pack(">I", n) for n in (len(chunk) - 4, zlib.crc32(chunk)))
    return png[:at] + length + chunk + check + png[at:]
