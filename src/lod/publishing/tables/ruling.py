"""The table ``[rows]`` of a sidecar: which rows hold no record."""

from collections.abc import Collection, Mapping

from lod.publishing.handwritten import Settings
from lod.publishing.records import clean
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.declared import FOOTNOTE_RULE, GROUP_RULE, IN_ROWS, TOTAL_RULE
from lod.publishing.tables.described import RowRule, RowRules
from lod.publishing.tables.fields import NAMES
from lod.publishing.tables.forms import read_pattern
from lod.words import msg


def read_rules(
    settings: Settings, columns: Mapping[str, tuple[str, ...]], asked: Inquiry
) -> RowRules:
    """Read the rules of rows."""
    table = asked.table(settings, "rows", IN_ROWS)
    group, field = _rule(table, "group", GROUP_RULE, asked), str(GROUP_RULE["field"].default)
    if group:
        field = asked.one_of(table.table("group"), "field", NAMES) or field
        if field in columns:
            expected = msg("a field that no column has")
            asked.refuse(table, "group", expected, '{ match = "^Priority", field = "programme" }')
    return RowRules(
        group=group,
        field=field,
        total=_rule(table, "total", TOTAL_RULE, asked),
        footnote=_rule(table, "footnote", FOOTNOTE_RULE, asked),
        mark=asked.text(table, "mark") if "mark" in table else None,
    )


def _rule(table: Settings, name: str, names: Collection[str], asked: Inquiry) -> RowRule | None:
    rule = asked.get(table, name, Settings.table, None) if name in table else None
    if rule is None:
        return None
    asked.known(rule, names)
    match, after = read_pattern(rule, "match", asked), read_pattern(rule, "after", asked)
    if "match" not in rule and "after" not in rule:
        asked.refuse(rule, "match", msg("a pattern"), "'^Total'")
    column = clean(asked.text(rule, "column")) if "column" in rule else None
    empty = asked.texts(rule, "empty")
    return RowRule(match, column, tuple(map(clean, empty)), after)
