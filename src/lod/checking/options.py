"""How a check is to be run."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """How to check.

    :param skip_bad_shapes: whether shapes that can't run may be left out; they're told anyway.
    :param engine: ``own`` or ``pyshacl``.
    :param shacl: the version, ``1.0`` or ``1.2``; 1.2 is a draft.
    :param strict: whether what may be meant so, but is checked by nothing, is a violation.
    :param publication: whether data and shapes were made for each other: then what guards find
        counts, also where it isn't strict.
    :param known: IRIs of terms that vocabularies define.
    :param described: the namespaces all of whose terms are among them.
    :param hierarchy: the subclasses that vocabularies state: pairs in N-Triples form.
    :param prefixes: for showing IRIs.
    """

    fail_on: str = "violation"
    skip_bad_shapes: bool = False
    engine: str = "own"
    shacl: str = "1.2"
    strict: bool = False
    publication: bool = False
    known: Collection[str] = ()
    described: Collection[str] = ()
    hierarchy: Sequence[tuple[str, str]] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    baseline: Collection[str] = ()

    @property
    def guarded(self) -> bool:
        """Whether what guards find can fail the check."""
        return self.strict or self.publication
