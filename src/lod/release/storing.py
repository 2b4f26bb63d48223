"""The SPARQL store of a release: made here, or in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from lod.confining import die_with
from lod.files import InflatedFile
from lod.rdf import merge_graphs

_APART = "from lod.release.storing import make_store_told; make_store_told()"


class StoreError(Exception):
    """RocksDB can't write the store; the words are its own."""


def make_store(store: Path, data: Path, *, merged: bool) -> None:
    """Make the store of the statements in ``data``: N-Quads in compressed members.

    :param merged: its default graph is to have the triples of all graphs.
    :raises StoreError: it can't be written.
    """
    store.mkdir()
    try:
        _fill(ox.Store(str(store)), data, merged=merged)
    except (OSError, RuntimeError) as error:
        raise StoreError(str(error)) from error
    for file in store.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())


def make_store_apart(store: Path, data: Path, *, merged: bool) -> None:
    """Make the store in a process that gives back what it took; as :func:`make_store`.

    It is a fresh one: in a fork of a process that has opened a store, RocksDB would wait for
    threads that aren't there.
    """
    asked = (str(os.getpid()), store, data, "merged" if merged else "")
    path = os.pathsep.join(os.path.abspath(each) for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-P", "-c", _APART, *asked],
        env={**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C is for this process, which then ends that one
        check=False,
    )
    if done.returncode:
        raise StoreError(done.stdout or "the process ended before its time")


def make_store_told() -> None:
    """Be that process: what was wrong is what it prints."""
    _, parent, store, data, merged = sys.argv
    die_with(int(parent))
    try:
        make_store(Path(store), Path(data), merged=bool(merged))
    except StoreError as error:
        sys.stdout.write(str(error))
        sys.exit(1)


def _fill(database: ox.Store, data: Path, *, merged: bool) -> None:
    try:
        with InflatedFile(data).buffered() as quads:
            database.bulk_load(quads, ox.RdfFormat.N_QUADS)
        if merged:
            merge_graphs(database)
        database.optimize()
        database.flush()
    finally:
        del database  # it is closed before its files are looked at, or removed
