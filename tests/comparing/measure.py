"""Figures, for `PROJECTS CHANGED` as arguments: two releases, compared and told."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from lod.comparing import Surroundings, diff, render_diff

BASE = "https://data.example/"
_GRAPH = f"<{BASE}graph/source>"


def lines(projects: int, changed: set[int]) -> list[str]:
    """Give the statements of many projects, 10 for each; the end of the changed ones is later."""
    found = []
    for n in range(projects):
        thing = f"{BASE}id/project/p{n}"
        end = "2014-12" if n in changed else "2014-10"
        said = [
            (thing, "schema/type", f"<{BASE}def/FundedProject>"),
            (thing, "schema/name", f'"Projekt nummer {n}"@sv'),
            (thing, "schema/description", f'"Projektet {n} syftar till att stärka {n % 97}."@sv'),
            (thing, "def/projectOwner", f"<{BASE}id/organization/o{n % 290}>"),
            (thing, "def/programme", f"<{BASE}id/programme/p>"),
            (thing, "def/period", f"<{thing}/period>"),
            (f"{thing}/period", "startDate", '"2012-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
            (f"{thing}/period", "endDate", f'"{end}"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
            (f"{BASE}doc/project/p{n}", "source", f"<{BASE}source/s#row={n}>"),
            (f"{BASE}doc/project/p{n}", "type", f"<{BASE}Document>"),
        ]  # fmt: skip
        found += [f"<{s}> <{_property(p)}> {o} {_GRAPH} .\n" for s, p, o in said]
    return found


def _property(name: str) -> str:
    shared = {
        "schema/type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "schema/name": "https://schema.org/name",
        "schema/description": "https://schema.org/description",
        "startDate": "http://www.w3.org/ns/dcat#startDate",
        "endDate": "http://www.w3.org/ns/dcat#endDate",
    }
    return shared.get(name, BASE + name)


def write_release(folder: Path, projects: int, changed: set[int]) -> Path:
    """Write as much of a release as a comparison reads."""
    folder.mkdir()
    data = sorted(line.encode() for line in lines(projects, changed))
    (folder / "data.nq").write_bytes(b"".join(data))
    manifest = {"base_iri": BASE, "graphs": [_GRAPH[1:-1]], "moved": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def main() -> None:
    """Write two releases in a child, compare them here, print seconds and MiB."""
    projects, changed = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as made:
        top = Path(made)
        import os

        if (child := os.fork()) == 0:
            step = max(1, projects // max(1, changed))
            write_release(top / "old", projects, set())
            write_release(
                top / "new", projects, set(range(0, projects, step)) if changed else set()
            )
            os._exit(0)
        os.waitpid(child, 0)
        start = time.perf_counter()
        found = diff(str(top / "old"), str(top / "new"), Surroundings(top, top))
        compared = time.perf_counter()
        sizes = {form: len(render_diff(found, form, "sv")) for form in ("text", "markdown", "json")}
        told = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{projects} projects, {projects * 10} lines, {len(found.things)} changed: compared in "
        f"{compared - start:.2f} s, told in {told - compared:.2f} s, {peak:.0f} MiB; {sizes}\n"
    )


if __name__ == "__main__":
    main()
