"""What a server may use, and how it serves: plain values that whoever starts it passes."""

from dataclasses import dataclass

QUERY_FORMATS = ("table", "csv", "json", "turtle")
"""In which `lod query` shows an answer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, MiB of memory, MiB of result, queries at once, queue.

    :param unconfined: whether queries are answered where the kernel can't keep the workers off
        the network.
    :param in_memory: MiB of N-Quads up to which the data is held in memory; 0 never holds it.
    """

    timeout: float = 10.0
    memory: int = 512
    result: int = 64
    workers: int = 4
    waiting: int = 64
    in_memory: int = 64
    unconfined: bool = False


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the publication is served.

    :param processes: web processes; each keeps a cache of its own.
    :param cache: MiB of answers that each of them keeps.
    :param client_header: the header in which a trusted proxy says who asks.
    :param access_log: whether each request is a line of JSON on standard output.
    :param log_queries: whether that line has the text of a SPARQL query.
    """

    processes: int = 2
    cache: int = 192
    client_header: str | None = None
    access_log: bool = True
    log_queries: bool = False
