"""What the kernel is asked to take from a process: its network, and its life without its parent.

Linux only. Source: prctl(2), seccomp(2), landlock(7).
"""

import ctypes
import os
import platform
import signal
import struct
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_MODE_FILTER = 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _EPERM = 0x7FFF0000, 0x00050001
_X32 = 0x40000000

# The numbers of landlock's calls are the same on every machine.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_GET_VERSION, _FIRST_WITH_NETWORK = 1, 4
_BIND_TCP, _CONNECT_TCP = 1, 2

# Machine → audit architecture; socket, connect, bind, io_uring_setup, execve, execveat, ptrace.
_SYSCALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 425, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 200, 425, 221, 281, 117)),
}


def prctl(option: int, *values: int) -> bool:
    """Call prctl(2); False if the kernel refuses."""
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return bool(ctypes.CDLL(None).prctl(ctypes.c_int(option), *arguments) == 0)


def die_with(parent: int) -> None:
    """End this process when ``parent`` ends, however that comes about.

    The kernel counts the *thread* that started this process as the parent.
    """
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(0)


def deny_network() -> bool:
    """Make socket, connect, exec and their like fail with EPERM; False if it can't be done."""
    known = _SYSCALLS.get(platform.machine())
    if known is None or sys.maxsize < 2**32:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(program, len(program))
    pointer = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    header = ctypes.create_string_buffer(pointer, len(pointer))
    return prctl(_PR_SET_NO_NEW_PRIVS, 1) and prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header)
    )


def deny_tcp() -> bool:
    """Make bind and connect of TCP sockets fail, by Landlock; False before Linux 6.7.

    Source: landlock(7).
    """
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), _GET_VERSION)
    if version < _FIRST_WITH_NETWORK:
        return False
    access = struct.pack("QQ", 0, _BIND_TCP | _CONNECT_TCP)
    rules = call(_CREATE_RULESET, access, ctypes.c_size_t(len(access)), 0)
    if rules < 0:
        return False
    try:
        return prctl(_PR_SET_NO_NEW_PRIVS, 1) and call(_RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


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
