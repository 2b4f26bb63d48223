"""Messages between the service and a worker: a length, a JSON object, perhaps a file."""

import json
import os
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

_LENGTH = struct.Struct(">I")


def send(
    sock: socket.socket,
    message: Mapping[str, object],
    file: int | None = None,
    deadline: float | None = None,
) -> None:
    """Send a message, and the open file ``file`` with it.

    :param deadline: on the monotonic clock; None waits for ever.
    :raises TimeoutError: the deadline passed.
    :raises OSError: the other side is gone.
    """
    body = json.dumps(message).encode()
    _wait_until(sock, deadline)
    socket.send_fds(sock, [_LENGTH.pack(len(body))], [] if file is None else [file])
    _wait_until(sock, deadline)
    sock.sendall(body)


def receive(
    sock: socket.socket, deadline: float | None = None
) -> tuple[dict[str, Any], int | None]:
    """Receive a message and the file that came with it: the caller closes it.

    :raises TimeoutError: the deadline passed.
    :raises EOFError: the other side is gone.
    """
    _wait_until(sock, deadline)
    head, files, _, _ = socket.recv_fds(sock, _LENGTH.size, 1)
    try:
        head += _read(sock, _LENGTH.size - len(head), deadline)
        body = _read(sock, _LENGTH.unpack(head)[0], deadline)
    except (OSError, EOFError):
        for file in files:
            os.close(file)
        raise
    return json.loads(body), files[0] if files else None


def _read(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        _wait_until(sock, deadline)
        part = sock.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _wait_until(sock: socket.socket, deadline: float | None) -> None:
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError
    sock.settimeout(left)
