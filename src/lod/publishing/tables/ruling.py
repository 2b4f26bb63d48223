"""The table ``[rows]`` of a sidecar: which rows hold no record."""

from collections.abc import Mapping

from lod.publishing.handwritten import Settings
from lod.publishing.records import clean
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.described import RowRule, RowRules
from lod.publishing.tables.fields import NAMES
from lod.publishing.tables.forms import read_pattern
from lod.words import msg

RULE_SETTINGS = ("group", "total", "footnote", "mark")


def read_rules(
    settings: Settings, columns: Mapping[str, tuple[str, ...]], asked: Inquiry
) -> RowRules:
    """Read the rules of rows."""
    table = asked.table(settings, "rows", RULE_SETTINGS)
    group = _rule(table, "group", ("match", "field"), asked)
    field = asked.one_of(
        asked.get(lambda: table.table("group", optional=True), table), "field", NAMES
    )
    if group and (field or "programme") in columns:
        expected = msg("a field that no column has")
        asked.refuse(table, "group", expected, '{ match = "^Priority", field = "programme" }')
    mark = asked.text(table, "mark") if "mark" in table else None
    return RowRules(
        group=group,
        field=field or "programme",
        total=_rule(table, "total", ("column", "match", "empty"), asked),
        footnote=_rule(table, "footnote", ("column", "match", "empty", "after"), asked),
        mark=mark,
    )


def _rule(table: Settings, name: str, names: tuple[str, ...], asked: Inquiry) -> RowRule | None:
    if name not in table:
        return None
    rule = asked.table(table, name, names)
    match, after = read_pattern(rule, "match", asked), read_pattern(rule, "after", asked)
    if "match" not in rule and "after" not in rule:
        asked.refuse(rule, "match", msg("a pattern"), "'^Total'")
    column = clean(asked.text(rule, "column")) if "column" in rule else None
    empty = asked.texts(rule, "empty")
    return RowRule(match, column, tuple(map(clean, empty)), after)
