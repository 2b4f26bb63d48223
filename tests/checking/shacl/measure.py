"""Times one validation of a file: ``python measure.py DATA.nt SHAPES.ttl [PROCESSES]``."""

import json
import resource
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from lod.checking.shacl import read_shapes, validate_file


def main(data: str, shapes: str, processes: str = "") -> None:
    """Print seconds, seconds of processor time, results and peak memory in MB."""
    started = time.perf_counter()
    results = validate_file(
        Path(data),
        read_shapes(ox.parse(path=shapes)),
        processes=int(processes) if processes else None,
    )
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "seconds": round(time.perf_counter() - started, 2),
        "processor": round(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, 2),
        "results": len(results),
        "peak_mb": own.ru_maxrss // 1024,
        "peak_mb_of_the_largest_child": others.ru_maxrss // 1024,
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
