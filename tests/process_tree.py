"""A server's processes, as /proc shows them: for tests/http and benchmarks."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """The processes that ``pid`` started and that are there."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return sorted(found)


def tree(pid: int) -> Iterator[int]:
    """``pid`` and all below it."""
    yield pid
    for child in children(pid):
        yield from tree(child)


def is_alive(pid: int) -> bool:
    """Whether it runs: neither gone nor waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def files_of(pid: int) -> int:
    """How many files it has open."""
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return 0


def memory_of(pid: int) -> int:
    """Its own bytes in memory: what it doesn't share with others."""
    with suppress(OSError, ValueError):
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * PAGE
    return 0


def ticks_of(pid: int) -> int:
    """How much of the processor it has used, in ticks of the clock."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11])
    return 0


@dataclass(frozen=True, slots=True)
class Processes:
    """Who is who below `lod serve`."""

    main: int
    broker: int
    web: tuple[int, ...]
    workers: tuple[int, ...]


def processes(main: int) -> Processes:
    """Tell the broker, its workers and the web processes apart.

    :raises LookupError: there is no broker just now.
    """
    below = {pid: _command(pid) for pid in children(main)}
    brokers = [pid for pid, command in below.items() if "lod.serving.queries.broker" in command]
    if not brokers:
        raise LookupError("no broker")
    web = tuple(pid for pid, command in below.items() if "serve" in command)
    return Processes(main, brokers[0], web, tuple(children(brokers[0])))


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""
