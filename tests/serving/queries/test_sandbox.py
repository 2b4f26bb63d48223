"""What a confined process can no longer do: each is tried in a process of its own."""

import json
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lod import errors
from lod.errors import EndpointClosed, QueryError
from lod.serving.queries import wire, worker

START = """
import ctypes, os, resource, socket
from lod.serving.queries.sandbox import confine, limit_memory
tcp = socket.socket()
libc = ctypes.CDLL(None, use_errno=True)
def check(status):
    if status < 0:
        raise OSError(ctypes.get_errno(), "failed")
confine(parent={parent}, result=1)
limit_memory(50)
"""
SERVICE = "ASK{SERVICE<http://127.0.0.1:9000/>{}}"

TRIES = {
    "open a socket": ("socket.socket()", "PermissionError"),
    "connect an open one": ("tcp.connect(('127.0.0.1', 9))", "PermissionError"),
    "run a program": ("os.execv('/bin/true', ['true'])", "PermissionError"),
    "set up io_uring": ("check(libc.syscall(425, 1, 0))", "PermissionError"),
    "fetch by SERVICE": (
        f"import pyoxigraph; bool(pyoxigraph.Store().query('{SERVICE}'))",
        "PermissionError",
    ),
    "take more memory": ("bytearray(60 << 20)", "MemoryError"),
    "write a larger file": ("os.pwrite(os.memfd_create('x'), b'x', 2 << 20)", "OSError"),
    "dump core": ("assert resource.getrlimit(resource.RLIMIT_CORE) != (0, 0)", "AssertionError"),
    "compete with the pages": ("assert os.nice(0) < 5", "AssertionError"),
}


def run(code: str, parent: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START.format(parent=parent) + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="no seccomp filter for this machine"
)
@pytest.mark.parametrize("what", TRIES)
def test_a_confined_process_cannot(what: str) -> None:
    code, error = TRIES[what]
    done = run(code, os.getpid())
    assert done.returncode == 1, done
    assert done.stderr.strip().splitlines()[-1].startswith(error), done.stderr


def test_it_can_still_answer() -> None:
    done = run("os.write(1, b'whole')", os.getpid())
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole", "")


def test_it_ends_if_its_parent_is_gone() -> None:
    done = run("os.write(1, b'whole')", parent=1)
    assert (done.returncode, done.stdout) == (0, "")


def test_landlock_keeps_a_process_off_tcp_where_there_is_no_seccomp() -> None:
    code = """
import socket
from lod.confining import deny_tcp
if not deny_tcp():
    raise SystemExit(3)
socket.create_connection(("127.0.0.1", 9))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip("this kernel's Landlock has no rules for networks")
    assert "PermissionError" in done.stderr


def test_an_endpoint_that_cannot_be_confined_is_closed_unless_opened(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unconfined, kind in ((False, EndpointClosed), (True, None)):
        assert refused(store, unconfined, monkeypatch) is kind


def refused(
    store: Path, unconfined: bool, monkeypatch: pytest.MonkeyPatch
) -> type[QueryError] | None:
    """What a worker says that neither seccomp nor Landlock confine."""
    monkeypatch.setattr(worker, "confine", lambda **_: False)
    ours, theirs = wire.pair()
    job: dict[str, object] = dict.fromkeys(["accept", "base", "default_graphs", "named_graphs"])
    job |= {"store": str(store), "prefixes": {}, "query": "ASK {}", "union": True, "graphs": []}
    with ours, theirs:
        file = wire.pack(json.dumps(job).encode(), "job")
        wire.send(ours, {"store": str(store)}, file)
        os.close(file)
        ours.shutdown(socket.SHUT_WR)
        monkeypatch.setattr(worker, "limit_memory", lambda _: None)
        worker.work(theirs, os.getppid(), 100, 1, unconfined=unconfined)
        reply, result = wire.receive(ours)
        if "ready" in reply:
            reply, result = wire.receive(ours)
        if result is not None:
            os.close(result)
    return getattr(errors, reply["error"]) if "error" in reply else None
