"""A store's copy in memory, where the data is small: queries on it take a third of the time.

The broker loads it in a thread, and its workers are forked with it. Until it's there they read
the store on disk.
"""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from lod.files import InflatedFile
from lod.rdf import merge_graphs
from lod.release import DATA, PACKED, data_size
from lod.serving.queries.dataset import read_note
from lod.serving.queries.sandbox import MIB

_NICE = 10
_SETTLING = 0.5
"""Seconds in which web processes ask now for the old release, now for the new one."""


class Held(NamedTuple):
    """A copy in memory of the store in the folder ``path``."""

    path: str
    store: ox.Store


class Holder:
    """Loads copies, one at a time. ``held`` is None until one is there.

    :param most: MiB of N-Quads up to which a store is held.
    """

    def __init__(self, most: int) -> None:
        self.held: Held | None = None
        self._most, self._wanted = most * MIB, ""
        self._asked = threading.Event()
        if most:
            threading.Thread(target=self._load, name="hold", daemon=True).start()

    def want(self, path: str) -> None:
        """Have the store in the folder ``path`` held."""
        if path != self._wanted:
            self._wanted = path
            self._asked.set()

    def _load(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while self._asked.wait():
            self._asked.clear()
            if self.held is not None:
                time.sleep(_SETTLING)
            path = self._wanted
            if self.held is None or self.held.path != path:
                self.held = None  # never two at once
                self.held = self._copy(path)

    def _copy(self, path: str) -> Held | None:
        """Copy a store, unless it's too large, or deleted meanwhile."""
        directory, store = Path(path).parent, ox.Store()
        with suppress(OSError, SyntaxError):
            if data_size(directory) <= self._most:
                with InflatedFile(directory / f"{DATA}{PACKED}").buffered() as quads:
                    store.bulk_load(quads, ox.RdfFormat.N_QUADS)
                note = read_note(Path(path))
                if note is not None and note.merged:
                    merge_graphs(store)
                return Held(path, store)
        return None
