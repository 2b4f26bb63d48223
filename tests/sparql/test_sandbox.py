"""What a confined process can no longer do: each is tried in a process of its own."""

import os
import platform
import subprocess
import sys

import pytest

SETUP = """
import ctypes, os, resource, socket, sys
from lod.sparql.sandbox import confine
confine(parent={parent}, memory=50, result=1)
"""

TRIES = {
    "open a socket": ("socket.socket()", "PermissionError"),
    "connect an open one": ("left.connect(('127.0.0.1', 9))", "PermissionError"),
    "run a program": ("os.execv('/bin/true', ['true'])", "PermissionError"),
    "set up io_uring": ("check(ctypes.CDLL(None, use_errno=True).syscall(425, 1, 0))", "PermissionError"),
    "fetch by SERVICE": (
        "import pyoxigraph; bool(pyoxigraph.Store().query('ASK{SERVICE<http://127.0.0.1:9000/>{}}'))",
        "OSError",
    ),
    "take more memory": ("bytearray(60 << 20)", "MemoryError"),
    "write a larger file": ("os.pwrite(os.memfd_create('x'), b'x', 2 << 20)", "OSError"),
    "dump core": ("assert resource.getrlimit(resource.RLIMIT_CORE) != (0, 0)", "AssertionError"),
    "compete with the pages": ("assert os.nice(0) < 10", "AssertionError"),
}  # fmt: skip


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="no seccomp filter for this machine"
)
@pytest.mark.parametrize("what", TRIES)
def test_a_confined_process_cannot(what: str) -> None:
    code, error = TRIES[what]
    script = f"""
import socket, os, ctypes
left, right = socket.socketpair()
def check(status):
    if status < 0: raise OSError(ctypes.get_errno(), 'failed')
{SETUP.format(parent=os.getpid())}
{code}
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done
    assert done.stderr.strip().splitlines()[-1].startswith(error), done.stderr


def test_it_can_still_answer() -> None:
    script = SETUP.format(parent=os.getpid()) + "os.write(1, b'whole')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"whole"
    assert done.stderr == b""


def test_it_ends_if_its_parent_is_gone() -> None:
    done = subprocess.run([sys.executable, "-c", SETUP.format(parent=1) + "print(1)"], capture_output=True, check=True)  # fmt: skip # noqa: E501
    assert done.stdout == b""
