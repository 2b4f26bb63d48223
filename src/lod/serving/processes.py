"""Child processes that are started again when they end, and that end with their parent."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lod.errors import UsageError
from lod.words import msg

_FEWEST_FILES, _MOST_FILES = 128, 65_536
"""Open files that a process of the server must be allowed; the SPARQL store alone wants 96."""

_SETTLED = 2.0
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows, where nothing is kept, has none
_FIRST_PAUSE, _LONGEST_PAUSE, _TRIES = 0.05, 1.0, 10


def refuse_elsewhere(what: str) -> None:
    """Refuse what needs Linux: workers that are forked, bounded and kept off the network.

    :raises UsageError: this isn't Linux.
    """
    if sys.platform != "linux":
        raise UsageError(
            msg("{command} needs Linux: use the container here, or WSL on Windows", command=what)
        )


def raise_file_limit() -> None:
    """Let this process and its children have as many files open as they may, within reason.

    :raises UsageError: that is too few to serve even a few clients.
    """
    import resource  # Windows has none, and doesn't serve

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = max(soft, min(hard, _MOST_FILES))
    if soft < _FEWEST_FILES:
        raise UsageError(
            msg(
                "lod serve needs at least {needed} open files, and here it may have {allowed}; "
                "raise the limit (ulimit -n, or LimitNOFILE= in the unit)",
                needed=_FEWEST_FILES,
                allowed=soft,
            )
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Kept:
    """A Python module run as a process, started again whenever it ends, until :meth:`close`.

    :param arguments: of ``python -m``: the module's name and its arguments.
    :param files: open files that the process inherits.
    :param environment: the process's, beside what Python needs.
    :param lost: told of the id of each process that ended.
    :param hopeless: called if ten processes in a row fell at their start, and none ever stood.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        files: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
        lost: Callable[[int], None] = lambda _: None,
        hopeless: Callable[[], None] = lambda: None,
    ) -> None:
        self._command = [sys.executable, "-P", "-m", *arguments]
        self._files, self._lost, self._hopeless = tuple(files), lost, hopeless
        path = str(Path(__file__).parents[2])
        self._environment = {"PYTHONPATH": path, "LC_ALL": "C.UTF-8", **(environment or {})}
        self._ended = threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._keep, name=f"keep {arguments[0]}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The id of the process that runs now, or ran last."""
        return self._process.pid

    def close(self, sign: int = _KILL, patience: float = 0.0) -> None:
        """End the process: send it ``sign``, and SIGKILL if it is there ``patience`` s later."""
        self._ended.set()
        self._process.send_signal(sign)
        self._thread.join(patience)
        if self._thread.is_alive():
            self._process.kill()
            self._thread.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            pass_fds=self._files,
            cwd="/",
            env=self._environment,
        )

    def _keep(self) -> None:
        pause, falls, stood = _FIRST_PAUSE, 0, False
        while True:
            started = time.monotonic()
            self._process.wait()
            self._lost(self._process.pid)
            if time.monotonic() - started > _SETTLED:
                pause, stood = _FIRST_PAUSE, True
            if self._ended.wait(pause):
                return
            pause, falls = min(pause * 2, _LONGEST_PAUSE), falls + 1
            if falls == _TRIES and not stood:
                self._hopeless()
            self._process = self._start()
