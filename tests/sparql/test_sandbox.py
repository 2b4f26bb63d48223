"""What a confined process can no longer do: each is tried in a process of its own."""

import os
import platform
import subprocess
import sys

import pytest

START = """
import ctypes, os, resource, socket
from lod.sparql.sandbox import confine, limit_memory
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
    "compete with the pages": ("assert os.nice(0) < 10", "AssertionError"),
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
