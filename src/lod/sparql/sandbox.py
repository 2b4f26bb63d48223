"""What a worker takes from itself before it sees a query: network, memory, files, priority.

Linux only. Source: prctl(2), seccomp(2), getrlimit(2).
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

MIB = 1024 * 1024

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_MODE_FILTER = 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _EPERM = 0x7FFF0000, 0x00050001
_X32 = 0x40000000

# Machine → audit architecture; socket, connect, bind, io_uring_setup, execve, execveat, ptrace.
_SYSCALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 425, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 200, 425, 221, 281, 117)),
}


def confine(*, parent: int, result: int) -> None:
    """Confine this process for good; call it before any thread is started.

    :param parent: the process that this one dies with.
    :param result: MiB that a file written may have.
    """
    _die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower_priority()
    if not deny_network():
        sys.stderr.write("lod: no seccomp here: SPARQL workers are kept off the network by the "
                         "guard alone\n")  # fmt: skip
    _limit(resource.RLIMIT_FSIZE, result * MIB)


def limit_memory(memory: int) -> None:
    """Let the process take ``memory`` MiB beyond what is in use now; then malloc fails."""
    _limit(resource.RLIMIT_DATA, data_in_use() + memory * MIB)


def _limit(kind: int, size: int) -> None:
    hard = resource.getrlimit(kind)[1]
    size = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(kind, (size, size))


def _die_with(parent: int) -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(0)


def _lower_priority() -> None:
    os.nice(10)
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def data_in_use() -> int:
    """Give the bytes that RLIMIT_DATA counts, near enough (the stack is counted too)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[5]) * resource.getpagesize()


def deny_network() -> bool:
    """Make socket, connect, exec and their like fail with EPERM; False if it can't be done."""
    known = _SYSCALLS.get(platform.machine())
    if known is None or sys.maxsize < 2**32:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(program, len(program))
    pointer = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    header = ctypes.create_string_buffer(pointer, len(pointer))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header)
    )


def _filter(architecture: int, denied: tuple[int, ...]) -> bytes:
    """BPF: another architecture, the x32 calls and the calls denied give EPERM."""
    last = len(denied)
    rows = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, last + 3, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, last + 1, 0, _X32),
        *((_EQUAL, last - i, 0, number) for i, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
    ]
    return b"".join(struct.pack("HBBI", *row) for row in rows)


def _prctl(option: int, *values: int) -> bool:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return bool(ctypes.CDLL(None).prctl(ctypes.c_int(option), *arguments) == 0)
