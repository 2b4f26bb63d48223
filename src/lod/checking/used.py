"""What data uses: classes, properties, and which of its things the shapes' targets reach.

Things are taken one at a time, all their statements together, so that large files pass by.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.namespaces import RDFS
from lod.shacl import Shapes
from lod.shacl.stream import NotSorted
from lod.shacl.terms import TYPE

_SUBCLASS = f"<{RDFS}subClassOf>"


class Used:
    """Counts what things are made of. Terms are IRIs without brackets, things N-Triples text.

    :param shapes: whose targets say what is reached.
    """

    def __init__(self, shapes: Shapes) -> None:
        targets = [target for shape in shapes.targeted for target in shape.targets]
        self._targets = {
            kind: {t.value for t in targets if t.kind == kind}
            for kind in ("class", "node", "subjects-of", "objects-of")
        }
        self.properties: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self._reached: Counter[str] = Counter()
        self._pointed: set[str] = set()
        self._above: defaultdict[str, set[str]] = defaultdict(set)
        self._open: dict[str, frozenset[str]] = {}

    def add(self, triples: Iterable[ox.Triple]) -> "Used":
        """Take in a graph in memory."""
        things: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for t in dict.fromkeys(triples):
            things[str(t.subject)].append((str(t.predicate), str(t.object)))
        for thing, said in things.items():
            self._take(thing, said)
        return self

    def add_sorted(self, file: Path) -> "Used":
        """Take in a file of N-Triples or N-Quads sorted by subject.

        :raises NotSorted: it isn't.
        """
        thing, said = "", list[tuple[str, str]]()
        with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            for line in lines:
                subject, _, rest = line.partition(" ")
                if subject != thing:
                    if subject < thing or not subject.startswith(("<", "_:")):
                        raise NotSorted
                    self._take(thing, said)
                    thing, said = subject, []
                predicate, _, value = rest.partition(" ")
                said.append((predicate, value.partition(" ")[0]))
        self._take(thing, said)
        return self

    def _take(self, thing: str, said: Iterable[tuple[str, str]]) -> None:
        kinds, reached = set[str](), thing in self._targets["node"]
        for predicate, value in said:
            self.properties[predicate[1:-1]] += 1
            if predicate == TYPE and value.startswith("<"):
                kinds.add(value)
            elif predicate == _SUBCLASS:
                self._above[thing].add(value)
            reached = reached or predicate in self._targets["subjects-of"]
            if predicate in self._targets["objects-of"]:
                self._pointed.add(value)
        if not said:
            return
        self.classes.update(kind[1:-1] for kind in kinds)
        if reached or not self._targets["class"].isdisjoint(kinds):
            self._reached.update(kind[1:-1] for kind in kinds)
        else:  # a superclass, or a statement to come, may reach it
            self._open[thing] = frozenset(kinds)

    def reached(self) -> Counter[str]:
        """Count for each class the things of it that a target reaches."""
        found = self._reached.copy()
        for thing, kinds in self._open.items():
            if not self._is_lost(thing, kinds):
                found.update(kind[1:-1] for kind in kinds)
        return found

    def lost(self) -> list[str]:
        """Give the IRIs of things without a class that no target reaches."""
        return [
            thing[1:-1]
            for thing, kinds in self._open.items()
            if not kinds and thing.startswith("<") and self._is_lost(thing, kinds)
        ]

    def terms(self) -> set[str]:
        """Give the classes and properties that are used, and the superclasses."""
        used = {f"<{kind}>" for kind in self.classes} | set(self._above)
        return {term[1:-1] for term in self._ancestors(used)} | set(self.properties)

    def _is_lost(self, thing: str, kinds: frozenset[str]) -> bool:
        if thing in self._pointed:
            return False
        return self._targets["class"].isdisjoint(self._ancestors(kinds))

    def _ancestors(self, kinds: Iterable[str]) -> set[str]:
        found = set(kinds)
        queue = list(found)
        while queue:
            new = self._above.get(queue.pop(), set()) - found
            found |= new
            queue += new
        return found
