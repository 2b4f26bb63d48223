"""The version that lod.toml names: written without a change to anything else in it."""

import tomllib

from lod.errors import ConfigError
from lod.publishing.config import Config
from lod.publishing.template import TEMPLATE
from lod.words import msg

_ABOUT = "whose ontology, shapes and queries these are: see lod upgrade"


def say_template(text: str, config: Config) -> str:
    """Put today's version into the text of lod.toml: on its line, or above the base IRI.

    :raises ConfigError: the file isn't written so that it can be.
    """
    lines = text.split("\n")
    at = config.line("template")
    if at is not None:
        lines[at - 1] = lines[at - 1].replace(config.template, TEMPLATE, 1)
    else:
        lines.insert((config.line("base_iri") or 1) - 1, f'template = "{TEMPLATE}"  # {_ABOUT}')
    new = "\n".join(lines)
    if _settings(new) != {**tomllib.loads(text), "template": TEMPLATE}:
        todo = msg("write it there yourself: {line}", line=f'template = "{TEMPLATE}"')
        where = at or config.line("base_iri")
        raise ConfigError(msg("the version can't be written here"), config.file, where, None, todo)
    return new


def _settings(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
