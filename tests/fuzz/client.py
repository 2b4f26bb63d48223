"""Sends requests over sockets to a real server, and looks at each answer as HTTP."""

import json
import re
import socket
from contextlib import suppress
from dataclasses import dataclass

from fuzz.requests import request

PATIENCE = 60  # seconds for an answer, on a busy machine
_HEAD = re.compile(
    rb"HTTP/1\.1 ([1-5][0-9][0-9]) [\x20-\x7e]*(?:\r\n[!#-'*+.0-9A-Z^-z|~-]+: [^\r\n\0]*)*\Z"
)


class NotHttp(Exception):
    """An answer that isn't well formed."""


@dataclass(frozen=True)
class Answer:
    """An answer that came whole; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """A connection that is opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port, self._left = port, b""
        self._socket: socket.socket | None = None

    def ask(self, data: bytes) -> Answer:
        """Send a request, and read its answer.

        :raises NotHttp: the answer isn't HTTP, or is cut off.
        """
        fresh = self._socket is None
        try:
            return self._ask(data)
        except (BrokenPipeError, ConnectionResetError, EOFError) as error:
            self.close()
            if fresh:
                raise NotHttp(f"no answer: {error!r}") from error
            return self.ask(data)

    def close(self) -> None:
        """Close it, if it is open."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._left = None, b""

    def _ask(self, data: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was all sent
            self._socket.sendall(data)
        answer = self._read(head_only=data.startswith(b"HEAD "))
        while answer.status < 200:
            answer = self._read(head_only=data.startswith(b"HEAD "))
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        elif self._left:
            raise NotHttp(f"more than an answer: {self._left[:200]!r}")
        return answer

    def _read(self, *, head_only: bool) -> Answer:
        head = self._until(b"\r\n\r\n")[:-4]
        match = _HEAD.match(head)
        if match is None:
            raise NotHttp(f"no head: {head[:300]!r}")
        status, fields = int(match[1]), [row.split(b": ", 1) for row in head.split(b"\r\n")[1:]]
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in fields}
        if head_only or status < 200 or status in (204, 304):
            return Answer(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, self._chunks())
        if "content-length" not in headers:
            raise NotHttp(f"neither length nor chunks: {head[:300]!r}")
        return Answer(status, headers, self._take(int(headers["content-length"])))

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self._until(b"\r\n"), 16):
            found += self._take(size)
            if self._take(2) != b"\r\n":
                raise NotHttp("a chunk of another length than it says")
        if self._until(b"\r\n") != b"\r\n":
            raise NotHttp("trailers that nobody asked for")
        return found

    def _until(self, end: bytes) -> bytes:
        while end not in self._left:
            self._more()
        found, _, self._left = self._left.partition(end)
        return found + end

    def _take(self, size: int) -> bytes:
        while len(self._left) < size:
            self._more()
        found, self._left = self._left[:size], self._left[size:]
        return found

    def _more(self) -> None:
        assert self._socket is not None
        try:
            piece = self._socket.recv(65536)
        except TimeoutError as error:
            raise NotHttp(f"no end within {PATIENCE} s, so far {self._left[:200]!r}") from error
        if not piece:
            raise EOFError
        self._left += piece


def fault(answer: Answer, secrets: list[bytes]) -> str | None:
    """Say what an answer may not be or hold.

    :param secrets: what nobody outside may see: the server's paths.
    """
    if answer.status >= 500 and answer.status not in (501, 503):
        return f"status {answer.status}: {answer.body[:500]!r}"
    held = [
        secret
        for secret in secrets
        if secret in answer.body or secret in repr(answer.headers).encode()
    ]
    if held:
        return f"tells of {held}: {answer.body[:2000]!r}"
    if answer.body and answer.headers.get("content-type", "").startswith(
        "application/problem+json"
    ):
        try:
            told = json.loads(answer.body)["status"]
        except (ValueError, KeyError, TypeError) as error:
            return f"a problem that can't be read, {error!r}: {answer.body[:500]!r}"
        return None if told == answer.status else f"status {answer.status}, but told {told}"
    return None


def send(port: int, numbers: range, secrets: list[bytes]) -> tuple[dict[int, int], list[str]]:
    """Send the requests of some numbers; gives how often each status came, and what is wrong."""
    connection, statuses, faults = Connection(port), dict[int, int](), []
    for number in numbers:
        data = request(number)
        try:
            answer = connection.ask(data)
        except (NotHttp, ValueError) as error:
            connection.close()
            faults.append(f"{_shown(number, data)}: {error}")
            continue
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        if wrong := fault(answer, secrets):
            faults.append(f"{_shown(number, data)}: {wrong}")
    connection.close()
    return statuses, faults


def _shown(number: int, data: bytes) -> str:
    return f"PYTHONPATH=tests python -m fuzz.requests {number}\n{data[:1500]!r}\n→ "
