"""What a sidecar says of a table: its columns, forms and rules, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lod.publishing.handwritten import Settings
from lod.publishing.tables.amounts import NumberForm
from lod.publishing.tables.dates import DateForm
from lod.publishing.tables.grid import Layout
from lod.publishing.tables.patterns import CellPattern

Fold = Literal["sum", "list"]
"""What becomes of a field that differs between rows of one id."""


@dataclass(frozen=True, slots=True)
class RowRule:
    """Which rows a rule takes: by what one column says, and by columns that are empty.

    :param column: None: the row's only filled cell.
    :param after: takes the rows below one that another rule took, if its words match this.
    """

    match: CellPattern | None = None
    column: str | None = None
    empty: tuple[str, ...] = ()
    after: CellPattern | None = None


@dataclass(frozen=True, slots=True)
class RowRules:
    """The rules of rows that hold no record.

    :param field: what a group heading is said of the rows below it.
    :param mark: what stands behind a title as a footnote's mark.
    """

    group: RowRule | None = None
    field: str = "programme"
    total: RowRule | None = None
    footnote: RowRule | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """A sheet of the same workbook that says what codes stand for: two of its columns."""

    sheet: str
    code: int
    value: int


@dataclass(frozen=True, slots=True)
class OwnerNumbers:
    """How the numbers of owners are written.

    :param form: ``N`` is a digit, anything else itself; None for any text.
    :param person: what a private person's number matches.
    :param kept: whether the rows of private persons are published.
    :param scheme: the code that ISO 6523 gives to whose numbers they are.
    """

    form: str | None = None
    person: CellPattern | None = None
    kept: bool = False
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class TableDescription:
    """What a table's sidecar says.

    :param settings: the file itself, for messages.
    :param header: the rows with the columns' names, in order; none of JSON.
    :param columns: the names of a field's columns.
    :param dates: the forms of a field's dates; those for all under the empty name.
    :param dated: whether cells that are dates in the file itself are taken.
    :param values: what the words of a field stand for; ``codes`` where that stands in the file.
    :param public: telephone numbers and e-mail addresses that may be published.
    :param rejected: how many rows of a hundred may be rejected; None: any number.
    """

    settings: Settings
    language: str
    layout: Layout
    header: tuple[int, ...]
    columns: Mapping[str, tuple[str, ...]]
    withheld: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title", "owner")
    missing: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    dates: Mapping[str, Sequence[DateForm]] = field(default_factory=dict)
    dated: bool = True
    numbers: Mapping[str, NumberForm] = field(default_factory=dict)
    currency: Mapping[str, str] = field(default_factory=dict)
    rules: RowRules = RowRules()
    owner_numbers: OwnerNumbers = OwnerNumbers()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, Codes] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    repeats: Mapping[str, Fold] = field(default_factory=dict)
    public: tuple[str, ...] = ()
    empty: bool = False
    rejected: int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """All columns that the sidecar names, each once."""
        fields = (name for names in self.columns.values() for name in names)
        return tuple(dict.fromkeys((*fields, *self.withheld, *self.ignored)))
