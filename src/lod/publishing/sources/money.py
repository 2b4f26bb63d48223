"""The amounts that a project's lines state, in records.

What isn't an amount is an anomaly with its words. What could be two, or lacks its currency, is a
problem: the sidecar can say how the page writes numbers, and in which currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lod.publishing.records import Amount, Anomaly, Share, Text
from lod.publishing.sources import wording
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine
from lod.publishing.sources.marks import Marks
from lod.publishing.sources.numbers import Readings, amount_readings, share_readings
from lod.publishing.sources.problems import enter_ambiguous, enter_no_currency

_CONCERNS = {
    "amount": "schema:funding",
    "cofinancing": "fp:cofinancing",
    "share": "fp:fundedShare",
}


@dataclass(frozen=True, slots=True)
class Money:
    """What a project's lines say of money; see :class:`lod.publishing.records.Project`."""

    grant: Amount | None = None
    cofinancing: Amount | None = None
    share: Share | None = None
    anomalies: tuple[Anomaly, ...] = ()


def read_money(
    values: Mapping[str, Text], lines: Sequence[SourceLine], marks: Marks, account: Account
) -> Money:
    """Read the values after the labels of amounts; what can't be told is entered as a problem.

    :param values: by the name of the label.
    :param lines: those that hold them.
    """
    reader = _Reader({line.number: line for line in lines}, marks, account)
    stated = {name: values[name] for name in _CONCERNS if name in values}
    found = {name: reader.read(name, text) for name, text in stated.items()}
    anomalies = [_unreadable(name, stated[name]) for name, one in found.items() if not one.values]
    return Money(
        grant=_amount(stated, found, "amount"),
        cofinancing=_amount(stated, found, "cofinancing"),
        share=Share(stated["share"], found["share"].values[0])
        if "share" in found and len(found["share"].values) == 1
        else None,
        anomalies=tuple(anomalies),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: Mapping[int, SourceLine]
    marks: Marks
    account: Account

    def read(self, name: str, text: Text) -> Readings:
        """Read a value; one with several readings, or without a currency, is a problem."""
        labels, line = self.marks.labels, self.lines[text.span.first]
        if name == "share":
            found = share_readings(text.value, labels.decimal)
        else:
            said = (labels.currency, labels.crowns, labels.decimal)
            found = amount_readings(text.value, *said)
        if len(found.values) > 1:
            enter_ambiguous(line, text, found.values, self.account)
        elif found.values and found.currency is None and name != "share":
            enter_no_currency(line, text, self.account)
        return found


def _amount(stated: Mapping[str, Text], found: Mapping[str, Readings], name: str) -> Amount | None:
    one = found.get(name)
    if one is None or one.currency is None or len(one.values) != 1:
        return None
    return Amount(stated[name], one.values[0], one.currency)


def _unreadable(name: str, text: Text) -> Anomaly:
    kind = "unreadable-value" if text.value else "missing-value"
    why = wording.unreadable_amount(name, text.value)
    quotes = (text,) if text.value else ()
    return Anomaly(name, kind, _CONCERNS[name], quotes, why, span=text.span)
