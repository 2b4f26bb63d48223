"""How a check is to be run."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """How to check.

    :param engine: ``own`` or ``pyshacl``.
    :param strict: whether what may be meant so, but is checked by nothing, is a violation.
    :param publication: whether data and shapes were made for each other: then what guards find
        counts, also where it isn't strict.
    :param known: IRIs of terms that vocabularies define.
    :param described: the namespaces all of whose terms are among them.
    :param prefixes: for showing IRIs.
    """

    fail_on: str = "violation"
    engine: str = "own"
    strict: bool = False
    publication: bool = False
    known: Collection[str] = ()
    described: Collection[str] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    baseline: Collection[str] = ()

    @property
    def guarded(self) -> bool:
        """Whether what guards find can fail the check."""
        return self.strict or self.publication
