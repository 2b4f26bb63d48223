"""Messages between web processes, broker and workers: one packet each, with at most one file.

A packet is a small JSON object. What may be large, a query or a result, is in the file.
"""

import json
import os
import socket
from collections.abc import Mapping
from typing import Any

_PACKET = 65_536


def pair() -> tuple[socket.socket, socket.socket]:
    """Give the two ends of a connection that keeps packets whole."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(sock: socket.socket, message: Mapping[str, object], file: int | None = None) -> None:
    """Send a message, and the open file ``file`` with it.

    :raises OSError: the other side is gone, or takes nothing.
    """
    socket.send_fds(sock, [json.dumps(message).encode()], [] if file is None else [file])


def receive(sock: socket.socket) -> tuple[dict[str, Any], int | None]:
    """Receive a message and the file that came with it: the caller closes it.

    :raises EOFError: the other side is gone.
    :raises OSError: nothing came in the socket's time.
    """
    body, files, _, _ = socket.recv_fds(sock, _PACKET, 1)
    file = files[0] if files else None
    if not body:
        raise EOFError
    try:
        message = json.loads(body)
    except ValueError as error:
        if file is not None:
            os.close(file)
        raise EOFError from error
    return message, file


def pack(body: bytes, name: str) -> int:
    """Put bytes into a file in memory, and give the open file."""
    file = os.memfd_create(name)
    with os.fdopen(os.dup(file), "wb") as stream:
        stream.write(body)
    return file


def unpack(file: int) -> bytes:
    """Give a file's bytes from its start, and close it."""
    with os.fdopen(file, "rb") as stream:
        stream.seek(0)
        return stream.read()
