"""Where the statements of RDF files stand: seconds for 15 MB of Turtle, beside the parse alone.

Projects with a blank node each, lists of values, prefixes and Swedish text. The time is of one
process: the parse, then the reading of positions for what it gave.
"""

import argparse
import time

import peers

from lod.checking.positions import parse, read_positions

_PREFIXES = """@prefix schema: <https://schema.org/> .
@prefix fp: <https://d.example/def/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_PROJECT = """<https://d.example/id/project/p{n}> a fp:FundedProject, schema:Project ;
    schema:name "Projekt nummer {n} för lokal tillväxt"@sv ;
    schema:description "En text om projektet, med åäö, så lång som i verkliga data ofta är."@sv ;
    fp:projectOwner <https://d.example/id/organization/o{owner}> ;
    fp:period [ a fp:ProjectPeriod ; fp:earliestStart "2012-01-01"^^xsd:date ] ;
    schema:identifier {n}, "{n}" .
"""


def turtle(size: int) -> bytes:
    """Write about so many bytes."""
    parts, length, number = [_PREFIXES], 0, 0
    while length < size:
        parts.append(_PROJECT.format(n=number, owner=number % 500))
        length, number = length + len(parts[-1].encode()), number + 1
    return "".join(parts).encode()


def main() -> None:
    """Print a line for the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    data = turtle(1_000_000 if parser.parse_args().quick else 15_000_000)
    peers.begin()
    started = time.perf_counter()
    quads = parse(data, "ttl")
    parsed = time.perf_counter()
    positions = read_positions(data, "ttl", None, quads)
    read = time.perf_counter()
    last = quads[-1]
    assert positions.find(last.subject, last.predicate, last.object) is not None
    rows = [[f"{len(data) / 1e6:.1f}", f"{len(quads):,}"]]
    rows[0] += [f"{parsed - started:.2f}", f"{read - parsed:.2f}"]
    print(peers.table(("MB of Turtle", "statements", "parse, s", "positions, s"), rows))


if __name__ == "__main__":
    main()
