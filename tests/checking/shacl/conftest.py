"""The engine's tests store what queries look at and nothing else, as large checks do."""

import pytest

from lod.checking.shacl.sparql import queries


@pytest.fixture(autouse=True)
def _stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few triples all would be stored, and what is missed of a query would go unseen."""
    monkeypatch.setattr(queries, "_FEW", 0)
