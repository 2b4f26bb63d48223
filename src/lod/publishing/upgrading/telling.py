"""A conflict, told at its place with both versions, and what to do."""

from collections.abc import Iterator

from lod.publishing.template import TEMPLATE
from lod.publishing.upgrading.threeway import Clash
from lod.words import Message, msg, printable

_MOST = 40  # lines of each side


def tell_clash(name: str, clash: Clash, language: str) -> str:
    """Tell a conflict in a file of the publication, in lines that are safe to show."""
    head = msg("you have changed this, and so has lod {version}", version=TEMPLATE)
    if not clash.theirs:
        head = msg("you have changed this, and lod {version} no longer has it", version=TEMPLATE)
    todo = msg(
        "write there what is to stand, and run again with --keep {file}; or with --take {file}, "
        "for lod's",
        file=name,
    )
    return "\n".join(
        [
            f"{name}:{clash.line}: {head.told(language)}",
            *_side(msg("yours"), clash.mine, language),
            *_side(msg("lod's"), clash.theirs, language),
            f"  {msg('to do').told(language)}: {todo.told(language)}",
        ]
    )


def _side(whose: Message, text: str, language: str) -> Iterator[str]:
    lines = text.splitlines() or ["–"]
    yield f"  {whose.told(language)}:"
    for line in lines[:_MOST]:
        yield f"    {printable(line.expandtabs(4))}"
    if len(lines) > _MOST:
        yield f"    … (+{len(lines) - _MOST})"
