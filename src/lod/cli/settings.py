"""lod.toml as a command reads it: the publication's settings, and its server's.

The tables ``[sparql]`` and ``[serve]`` stand in the publication's file and are the server's, which
knows no publication; the two meet here.
"""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.serving import Limits, ServerSettings

if TYPE_CHECKING:
    from lod.publishing import Config, Settings

SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("."),
    help="The folder that holds lod.toml; by default this one.",
)
RELEASES = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where releases are; by default var/ beside lod.toml.",
)

_PROCESSES = 1000


def read_site(site: Path) -> "tuple[Config, Limits, ServerSettings]":
    """Read ``lod.toml`` in the folder ``site``, all of it.

    :raises ConfigError: it's missing, isn't TOML, or a setting is missing, unknown or wrong; has
        the line, and in an address the column.
    """
    from lod.publishing import read_config  # a check of any RDF does without

    config = read_config(site)
    return config, _limits(config.served["sparql"]), _serving(config.served["serve"])


def _limits(table: "Settings") -> Limits:
    table.known([f.name for f in fields(Limits)])
    default = Limits()
    return Limits(
        timeout=table.seconds("timeout", default.timeout),
        memory=table.number("memory", default.memory),
        result=table.number("result", default.result),
        workers=table.number("workers", default.workers, least=2, most=_PROCESSES),
        waiting=table.number("waiting", default.waiting),
        in_memory=table.number("in_memory", default.in_memory, least=0),
        unconfined=table.switch("unconfined", default.unconfined),
    )


def _serving(table: "Settings") -> ServerSettings:
    table.known([f.name for f in fields(ServerSettings)])
    default = ServerSettings()
    return ServerSettings(
        processes=table.number("processes", default.processes, most=_PROCESSES),
        cache=table.number("cache", default.cache, least=0),
        client_header=table.header("client_header") if "client_header" in table else None,
        access_log=table.switch("access_log", default.access_log),
        log_queries=table.switch("log_queries", default.log_queries),
    )
