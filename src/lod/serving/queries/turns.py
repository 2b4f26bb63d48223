"""Who is next: queries take turns by client, in a fast lane and a slow one. No IO, no clock.

Every query starts in the fast lane. One that is still at work after ``FAST`` seconds keeps its
worker if a slow slot is free; else it is ended once and waits in the slow lane. Half of the
slots are slow ones, so that short queries find a worker however many long ones there are.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

FAST = 0.1
"""Seconds that a query may take in the fast lane."""


class Turn(Protocol):
    """What waits and runs: a query of a client."""

    client: str
    deadline: float
    started: float
    slow: bool


T = TypeVar("T", bound=Turn)


@dataclass
class Queue(Generic[T]):
    """What waits, round robin by client."""

    _clients: dict[str, deque[T]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self._clients.values()))

    def __iter__(self) -> Iterator[T]:
        for waiting in self._clients.values():
            yield from waiting

    def add(self, turn: T) -> None:
        """Put a turn last in its client's row."""
        self._clients.setdefault(turn.client, deque()).append(turn)

    def take(self) -> T | None:
        """Take the first turn of the client who has waited longest for one."""
        for client in self._clients:
            return self._take_from(client)
        return None

    def _take_from(self, client: str) -> T:
        waiting = self._clients.pop(client)
        turn = waiting.popleft()
        if waiting:
            self._clients[client] = waiting  # behind the others
        return turn

    def drop(self, turn: T) -> None:
        """Take a turn out, wherever it stands."""
        waiting = self._clients.get(turn.client, deque())
        if turn in waiting:
            waiting.remove(turn)
            if not waiting:
                del self._clients[turn.client]

    def row(self, client: str) -> deque[T]:
        """Give the turns of a client that wait, first to last."""
        return self._clients.get(client, deque())


class Turns(Generic[T]):
    """What waits and what runs.

    :param slots: how many may run at once, at least 2.
    :param waiting: how many may wait.
    """

    def __init__(self, slots: int, waiting: int) -> None:
        self.fast, self.slow = Queue[T](), Queue[T]()
        self.running: set[T] = set()
        self._slots, self._waiting = slots, waiting

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.fast) + len(self.slow)

    def admit(self, turn: T) -> T | None:
        """Let a turn wait; give the one that is turned away for it, which may be itself.

        Where the queue is full the client with the most waiting gives way.
        """
        self.fast.add(turn)
        if self.waiting <= self._waiting:
            return None
        counts = Counter(other.client for queue in (self.fast, self.slow) for other in queue)
        client, most = counts.most_common(1)[0]
        away = (self.fast.row(client) or self.slow.row(client))[-1]
        away = away if most > counts[turn.client] else turn
        self.leave(away)
        return away

    def next(self) -> T | None:
        """Take the turn that starts now; None if no slot is free or nobody waits."""
        if len(self.running) >= self._slots:
            return None
        turn = self.slow.take() if self._has_slow_slot() else None
        turn = turn or self.fast.take()
        if turn is not None:
            self.running.add(turn)
        return turn

    def _has_slow_slot(self) -> bool:
        return sum(turn.slow for turn in self.running) < self._slots // 2

    def stays(self, turn: T) -> bool:
        """Whether a fast turn whose time is up keeps its worker; else it waits to start anew."""
        stays = self._has_slow_slot() and not self.slow
        turn.slow = True
        if not stays:
            self.running.discard(turn)
            self.slow.add(turn)
        return stays

    def leave(self, turn: T) -> None:
        """Forget a turn, whether it waits or runs."""
        self.running.discard(turn)
        self.fast.drop(turn)
        self.slow.drop(turn)

    def late(self, now: float) -> list[T]:
        """Give what is past its deadline, waiting or running."""
        everyone = (*self.running, *self.fast, *self.slow)
        return [turn for turn in everyone if turn.deadline <= now]

    def overdue(self, now: float) -> list[T]:
        """Give what runs in the fast lane and has had its time there."""
        return [turn for turn in self.running if not turn.slow and turn.started + FAST <= now]

    def next_event(self) -> float | None:
        """When :meth:`late` or :meth:`overdue` next give something; None if never."""
        moments = [turn.deadline for turn in (*self.running, *self.fast, *self.slow)]
        moments += [turn.started + FAST for turn in self.running if not turn.slow]
        return min(moments, default=None)
