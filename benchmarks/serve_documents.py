"""Documents, side by side: lod, nginx with the same variants as files, and bare Flask.

wrk sends requests over kept-alive connections: 100 hot addresses, and 10,000 drawn by Zipf's law
(exponent 1), with the headers that browsers, tools and libraries send. nginx gets the bodies that
lod answered, negotiates by a map, and sends what headers it can. lod is asked until its cache is
warm; then rounds alternate, and the first isn't counted.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import peers
from clients import Request, requests
from nginx import differences, nginx, write_files
from projects import Synthetic, release

_LUA = """
local requests, at, length = {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do
    local path, accept, coding = line:match("^(.-)\\t(.-)\\t(.*)$")
    local head = "GET /" .. path .. " HTTP/1.1\\r\\nHost: data.example\\r\\n"
    head = head .. "Accept: " .. accept .. "\\r\\n"
    if coding ~= "" then head = head .. "Accept-Encoding: " .. coding .. "\\r\\n" end
    length = length + 1
    requests[length] = head .. "\\r\\n"
  end
end
function request()
  at = at % length + 1
  return requests[at]
end
"""


_WARM_SECONDS, _WARM_RUNS = 30, 10


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to measure: projects, addresses drawn by Zipf's law, rounds, seconds each."""

    projects: int = 10_000
    addresses: int = 10_000
    sequence: int = 100_000
    rounds: int = 5
    seconds: int = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """One round: requests per second, CPU per request in µs, bytes per answer."""

    rate: float
    cpu: float
    size: float


def measure(server: peers.Server, script: Path, sequence: Path, seconds: int) -> Figures:
    """Run wrk once.

    :raises ValueError: an answer wasn't 200, or a connection failed.
    """
    before = server.usage().cpu
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", str(script)]
    command += [f"http://{peers.HOST}:{server.port}/", "--", str(sequence)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = server.usage().cpu - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise ValueError(f"{server.name}: {said}")
    count = int(_one(r"(\d+) requests in", said))
    rate = float(_one(r"Requests/sec:\s+([\d.]+)", said))
    unit = {"K": 1e3, "M": 1e6, "G": 1e9}
    size, factor = re.search(r"([\d.]+)([KMG])B read", said).groups()  # type: ignore[union-attr]
    return Figures(rate, used / count * 1e6, float(size) * unit[factor] / count)


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no {pattern} in {text}")
    return found[1]


def main() -> None:
    """Print a table for each set of addresses, with the access log off and on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    sizes = Sizes(1_000, 300, 5_000, 2, 1) if given.quick else Sizes()
    peers.begin(*_versions())
    with tempfile.TemporaryDirectory(prefix="lod-documents-") as folder:
        run(Path(folder), sizes, given.workers)


def _versions() -> list[str]:
    nginx_said = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
    return [_one(r"(nginx/\S+)", nginx_said)]


def run(folder: Path, sizes: Sizes, workers: int) -> None:
    """Make the files once, then measure everything in one run."""
    folder.chmod(0o755)
    paths = Synthetic(sizes.projects).paths()
    out = release(Synthetic(sizes.projects))
    sets = {
        "100 hot": requests(paths[:100], 5_000, zipf=False),
        f"{sizes.addresses:,} zipf": requests(paths[: sizes.addresses], sizes.sequence, zipf=True),
    }
    with peers.lod(out, folder, {}, "lod files") as server:
        for sequence in sets.values():
            write_files(server, sequence, folder / "www")
    for log in (False, True):
        with ExitStack() as stack:
            servers = list(_servers(folder, out, workers, stack, log=log))
            for name, sequence in sets.items():
                compare(f"{name}, access log {'on' if log else 'off'}", servers, sequence, sizes)


def _servers(
    folder: Path, out: Path, workers: int, stack: ExitStack, *, log: bool
) -> Iterator[peers.Server]:
    settings = {"processes": workers, "access_log": log}
    yield stack.enter_context(peers.lod(out, folder, {"serve": settings}))
    for cache in (False, True):
        yield stack.enter_context(nginx(folder / "www", workers, cache=cache, log=log))
    if not log:
        yield stack.enter_context(peers.flask(folder, workers))


def compare(
    title: str, servers: Sequence[peers.Server], sequence: Sequence[Request], sizes: Sizes
) -> None:
    """Check that the answers are the same, measure in alternating rounds, print a table."""
    found = differences(servers[0], servers[1], list(dict.fromkeys(sequence))[:200])
    with tempfile.TemporaryDirectory(prefix="lod-wrk-") as folder:
        script, lines = Path(folder) / "requests.lua", Path(folder) / "requests.tsv"
        script.write_text(_LUA, "utf-8")
        text = "\n".join(f"{r.path}\t{r.accept}\t{r.coding}" for r in sequence)
        lines.write_text(f"{text}\n", "utf-8")
        rounds: dict[str, list[Figures]] = {server.name: [] for server in servers}
        warm(servers[0], script, lines, min(_WARM_SECONDS, 6 * sizes.seconds))
        for number in range(sizes.rounds + 1):
            for server in servers:
                figures = measure(server, script, lines, sizes.seconds)
                if number:
                    rounds[server.name].append(figures)
    print(f"\n{title}; 200 answers compared with nginx's: {len(found)} differences\n")
    print("".join(f"{line[:300]}\n" for line in found[:5]) + _table(rounds))


def warm(server: peers.Server, script: Path, sequence: Path, seconds: int) -> None:
    """Ask until a request costs no less than before: the cache has met the rare addresses too."""
    before = float("inf")
    for _ in range(_WARM_RUNS):
        cost = measure(server, script, sequence, seconds).cpu
        if cost > 0.9 * before:
            return
        before = cost


def _table(rounds: dict[str, list[Figures]]) -> str:
    rates = {name: statistics.median(f.rate for f in found) for name, found in rounds.items()}
    cpus = {name: statistics.median(f.cpu for f in found) for name, found in rounds.items()}
    rows = [
        (
            name,
            f"{rates[name]:,.0f}",
            f"{cpus[name]:.1f}",
            f"{rates[name] / rates['nginx']:.2f}",
            f"{cpus[name] / cpus['nginx']:.2f}",
            f"{statistics.median(f.size for f in found):,.0f}",
        )
        for name, found in rounds.items()
    ]
    titles = ("server", "requests/s", "CPU µs a request", "rate of nginx's", "CPU of nginx's")
    return peers.table((*titles, "bytes an answer"), rows)


if __name__ == "__main__":
    main()
