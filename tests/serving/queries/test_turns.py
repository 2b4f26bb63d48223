"""Who is next: rules by example and by random histories, and a day with hostile clients."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.serving.queries.turns import FAST, Queue, Turns

NEVER = 1e9


@dataclass(eq=False)
class Asked:
    """A query: it needs ``work`` seconds of a worker, from its start to its end."""

    client: str
    deadline: float = NEVER
    work: float = 0.0
    started: float = 0.0
    slow: bool = False
    kills: int = 0
    arrived: float = 0.0


def admitted(turns: Turns[Asked], *clients: str) -> list[Asked]:
    asked = [Asked(client) for client in clients]
    for turn in asked:
        assert turns.admit(turn) is None
    return asked


def taken(turns: Turns[Asked]) -> list[Asked]:
    found = []
    while (turn := turns.next()) is not None:
        found.append(turn)
    return found


def overtime(turns: Turns[Asked]) -> list[bool]:
    """End the fast time of all that run; give which of them stay."""
    return [turns.stays(turn) for turn in turns.overdue(NEVER - 1)]


def test_clients_take_turns_however_many_each_has_waiting() -> None:
    turns = Turns[Asked](slots=10, waiting=10)
    admitted(turns, "a", "a", "a", "a", "b", "b", "c")
    assert [turn.client for turn in taken(turns)] == ["a", "b", "c", "a", "b", "a", "a"]


def test_a_client_who_comes_back_stands_behind_the_others() -> None:
    queue = Queue[Asked]()
    for client in "ab":
        queue.add(Asked(client))
    first = queue.take()
    assert first is not None
    queue.add(Asked("a"))
    assert [turn.client for turn in queue] == ["b", "a"]


def test_no_more_run_than_there_are_slots() -> None:
    turns = Turns[Asked](slots=3, waiting=10)
    asked = admitted(turns, *"abcde")
    assert taken(turns) == asked[:3]
    turns.leave(asked[1])
    assert taken(turns) == [asked[3]]


@pytest.mark.parametrize(("slots", "kept"), [(2, 1), (3, 1), (4, 2), (5, 2), (8, 4)])
def test_half_of_the_slots_are_for_slow_queries(slots: int, kept: int) -> None:
    turns = Turns[Asked](slots, waiting=20)
    admitted(turns, *map(str, range(slots)))
    taken(turns)
    assert sum(overtime(turns)) == kept
    assert len(turns.slow) == slots - kept
    assert sum(turn.slow for turn in turns.running) == kept


def test_a_query_that_was_ended_once_is_not_ended_again() -> None:
    turns = Turns[Asked](slots=2, waiting=20)
    admitted(turns, "a", "b")
    taken(turns)
    assert sorted(overtime(turns)) == [False, True]
    (long,), (ended,) = turns.running, turns.slow
    assert taken(turns) == []
    turns.leave(long)
    assert taken(turns) == [ended]
    assert turns.overdue(NEVER - 1) == []


def test_who_waits_in_the_slow_lane_goes_before_who_comes_to_it() -> None:
    turns = Turns[Asked](slots=4, waiting=20)
    turns.slow.add(Asked("a", slow=True))
    (late,) = admitted(turns, "b")
    turns.running.add(turns.fast.take() or late)
    assert not turns.stays(late)
    assert [turn.client for turn in turns.slow] == ["a", "b"]


def test_a_short_query_finds_a_slot_beside_long_ones() -> None:
    turns = Turns[Asked](slots=4, waiting=100)
    admitted(turns, *["hostile"] * 20)
    for _ in range(10):
        taken(turns)
        overtime(turns)
    (short,) = admitted(turns, "short")
    assert short in taken(turns)


def test_a_full_queue_turns_away_the_last_of_the_client_with_the_most_waiting() -> None:
    turns = Turns[Asked](slots=2, waiting=4)
    asked = admitted(turns, "a", "b", "b", "b")
    assert turns.admit(Asked("a")) is asked[3]
    again = Asked("b")
    assert turns.admit(again) is again
    assert turns.waiting == 4


def test_a_client_with_the_most_in_both_lanes_together_is_turned_away() -> None:
    turns = Turns[Asked](slots=2, waiting=5)
    for _ in range(2):
        turns.slow.add(Asked("a", slow=True))
    admitted(turns, "a", "b", "b")
    away = turns.admit(Asked("c"))
    assert away is not None
    assert away.client == "a"


def test_deadlines_count_for_who_waits_and_who_runs() -> None:
    turns = Turns[Asked](slots=2, waiting=10)
    asked = [Asked(str(number), deadline=number) for number in range(1, 5)]
    for turn in asked:
        turns.admit(turn)
    taken(turns)
    assert turns.late(0.5) == []
    assert set(turns.late(3)) == set(asked[:3])
    assert turns.next_event() == pytest.approx(FAST)
    overtime(turns)
    assert turns.next_event() == 1
    for turn in asked:
        turns.leave(turn)
    assert (turns.next_event(), turns.waiting, turns.next()) == (None, 0, None)


clients = st.sampled_from("abcde")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("admit"), clients),
        st.tuples(st.sampled_from(["next", "overdue", "end"]), st.just("")),
    ),
    max_size=80,
)


@dataclass
class History:
    """Steps in random order, and what must hold after each."""

    turns: Turns[Asked]
    slots: int
    waiting: int
    admitted: int = 0
    gone: int = 0
    kills: Counter[Asked] = field(default_factory=Counter)

    def step(self, name: str, client: str) -> None:
        if name == "admit":
            self._admit(Asked(client, arrived=self.admitted))
        elif name == "next":
            self.turns.next()
        elif name == "overdue":
            self._end_fast_time()
        elif self.turns.running:
            self.turns.leave(min(self.turns.running, key=lambda turn: turn.arrived))
            self.gone += 1

    def _admit(self, turn: Asked) -> None:
        self.admitted += 1
        before = Counter(other.client for other in (*self.turns.fast, *self.turns.slow))
        away = self.turns.admit(turn)
        if away is not None:
            self.gone += 1
            before[turn.client] += 1
            assert sum(before.values()) > self.waiting
            assert before[away.client] == max(before.values())

    def _end_fast_time(self) -> None:
        for turn in self.turns.overdue(NEVER - 1):
            if not self.turns.stays(turn):
                self.kills[turn] += 1

    def check(self) -> None:
        running, waiting = self.turns.running, [*self.turns.fast, *self.turns.slow]
        assert len(running) <= self.slots
        assert sum(turn.slow for turn in running) <= self.slots // 2
        assert len(waiting) <= self.waiting + self.slots  # those ended once come on top
        assert len({*running, *waiting}) == len(running) + len(waiting)
        assert len(running) + len(waiting) + self.gone == self.admitted
        assert max(self.kills.values(), default=0) <= 1


@settings(max_examples=300)
@given(st.integers(2, 6), st.integers(1, 8), steps)
def test_whatever_happens_the_rules_hold(
    slots: int, waiting: int, happening: list[tuple[str, str]]
) -> None:
    history = History(Turns[Asked](slots, waiting), slots, waiting)
    for name, client in happening:
        history.step(name, client)
        history.check()


@given(st.lists(clients, max_size=60))
def test_nobody_is_passed_twice_by_the_same_client(asked: list[str]) -> None:
    turns = Turns[Asked](slots=2, waiting=100)
    admitted(turns, *asked)
    while turns.waiting:
        present = {turn.client for turn in turns.fast}
        order = []
        for _ in present:
            turn = turns.next()
            assert turn is not None
            order.append(turn.client)
            turns.leave(turn)
        assert set(order) == present


@dataclass
class Simulation:
    """The broker's loop with a clock of its own: ``tick`` seconds a step.

    A client asks again as soon as it has its answer.
    """

    turns: Turns[Asked]
    works: dict[str, float]
    timeout: float
    tick: float = 0.005
    answered: dict[str, list[float]] = field(default_factory=dict)
    lateness: float = 0.0
    kills: int = 0

    def run(self, seconds: float) -> None:
        for client in self.works:
            self._ask(client, 0.0)
        for number in range(int(seconds / self.tick)):
            self._step(number * self.tick)

    def _ask(self, client: str, now: float) -> None:
        turn = Asked(client, now + self.timeout, self.works[client], arrived=now)
        away = self.turns.admit(turn)
        assert away is None

    def _step(self, now: float) -> None:
        for turn in self.turns.late(now):
            self.lateness = max(self.lateness, now - turn.deadline)
            self._end(turn, now)
        for turn in [t for t in self.turns.running if t.started + t.work <= now]:
            self.answered.setdefault(turn.client, []).append(now - turn.arrived)
            self._end(turn, now)
        for turn in self.turns.overdue(now):
            if not self.turns.stays(turn):
                turn.kills += 1
        while (started := self.turns.next()) is not None:
            started.started = now

    def _end(self, turn: Asked, now: float) -> None:
        assert turn.kills <= 1
        self.turns.leave(turn)
        self._ask(turn.client, now)


def test_twenty_hostile_clients_do_not_keep_a_short_query_waiting() -> None:
    works = {f"hostile {number}": NEVER for number in range(20)} | {"short": 0.005}
    simulation = Simulation(Turns[Asked](slots=4, waiting=64), works, timeout=10)
    simulation.run(60)
    waited = sorted(simulation.answered["short"])
    assert len(waited) > 1000
    assert waited[len(waited) * 95 // 100] < 0.1
    assert waited[-1] < 1.5
    assert simulation.lateness <= simulation.tick * 1.01


def test_of_many_clients_with_long_queries_each_gets_its_answers() -> None:
    works = {f"client {number}": 0.5 for number in range(8)}
    simulation = Simulation(Turns[Asked](slots=4, waiting=64), works, timeout=10)
    simulation.run(30)
    counts = [len(simulation.answered[client]) for client in works]
    assert len(counts) == 8
    assert min(counts) >= 5
    assert max(counts) <= min(counts) + 2
