"""How tests read tables, and write what was read as the cases do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lod.errors import SourceError
from lod.publishing.handwritten import read_settings
from lod.publishing.tables import TableReading, TableRecord, read_description, read_table

SIDECARS = Path(__file__).parent / "sidecars"


def read_with(sidecar: Path, data: bytes, file: Path, language: str = "en") -> TableReading:
    """Read a table by a sidecar."""
    return read_table(data, file, read_description(read_settings(sidecar), language))


def as_case(record: TableRecord) -> dict[str, Any]:
    """Write a record as the cases have it: one row alone by its number, a value alone as text."""
    told: dict[str, Any] = {"row": record.rows[0]} if len(record.rows) == 1 else {}
    if len(record.rows) > 1:
        told["rows"] = [*record.rows]
    if "amount" not in record.values and record.values.get("currency", ()):
        assert record.values["currency"][0].row is not None
    for name, values in record.values.items():
        texts = [f"{v.value:f}" if name == "amount" else str(v.value) for v in values]
        told[name] = texts[0] if len(texts) == 1 else texts
    return told


def account_of(read: TableReading | SourceError) -> Mapping[str, Any]:
    """Write what became of a table's rows and cells: places alone."""
    if isinstance(read, SourceError):
        return {"records": [], "left_out": [], "rejected": [(None, None)], "told": []}
    return {
        "records": [as_case(record) for record in read.records],
        "left_out": sorted(each.row for each in read.left_out),
        "rejected": in_order((each.row, each.column) for each in read.rejected),
        "told": in_order((each.row, each.column) for each in read.told),
    }


def in_order(places: Any) -> list[tuple[int | None, str | None]]:
    """Sort places; those of the whole table first."""
    return sorted(places, key=lambda place: (place[0] or 0, place[1] or ""))


def read_text(
    text: str | bytes, toml: str, folder: Path, name: str = "table.csv", language: str = "en"
) -> TableReading:
    """Read a table by a sidecar that a test writes."""
    sidecar = folder / f"{name}.toml"
    sidecar.write_text(toml, encoding="utf-8")
    data = text.encode() if isinstance(text, str) else text
    return read_with(sidecar, data, Path(name), language)


def values_of(read: TableReading, field: str) -> dict[int, list[str]]:
    """Give a field's values as text, by the first row of their record."""
    return {
        record.rows[0]: [str(value.value) for value in record.values[field]]
        for record in read.records
        if field in record.values
    }


def reasons_of(read: TableReading) -> dict[tuple[int | None, str | None], str]:
    """Give the reason of each rejection, by its place."""
    return {(each.row, each.column): str(each.reason) for each in read.rejected}


def check_each_row_is_in_one_place(read: TableReading) -> None:
    """Hold the rule of the room: a record, left out, or rejected without a record."""
    held = [row for record in read.records for row in record.rows]
    places = [*held, *(each.row for each in read.left_out), *read.lost]
    assert len(places) == len(set(places)) == read.rows
