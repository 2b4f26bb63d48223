"""What an anomaly says to a person, in each of our languages."""

from collections.abc import Sequence
from datetime import date

from lod.publishing.records import Month, StatedTime
from lod.words import MONTHS, Message, msg, texts

Explanation = dict[str, str]

_SIDES = {"start": msg("start month"), "end": msg("end month")}
_TIMES = {"start": msg("start"), "end": msg("end")}
_MISSING = {
    "owner": msg("No project owner is given in the source."),
    "period": msg("No project period is given in the source."),
    "purpose": msg("No purpose of the project is given in the source."),
}


def unreadable_month(side: str, reason: str, found: Sequence[StatedTime]) -> Explanation:
    """Explain a start or end that can't be read.

    :param side: ``start`` or ``end``.
    :param reason: ``year`` or ``month`` of a month, else ``form``, or of day and month ``slashes``,
        ``order``.
    :param found: its plausible readings.
    """
    month = {"start": msg("The start month"), "end": msg("The end month")}[side]
    time = {"start": msg("The start"), "end": msg("The end")}[side]
    wrong = {
        "year": msg("{month} has a five-digit year.", month=month),
        "month": msg("{month} is not in the calendar.", month=month),
        "form": msg("{time} is not written so that it can be read for certain.", time=time),
        "slashes": msg(
            "{time} is written with slashes: which is the day, which the month?", time=time
        ),
        "order": msg(
            "{time} can be read in two ways: which number is the day, which the month?",
            time=time,
        ),
    }[reason]
    sides = _SIDES if reason in ("year", "month") else _TIMES
    readings = _readings(sides[side], [str(reading) for reading in found])
    return texts(msg("{wrong} {readings}", wrong=wrong, readings=readings))


def _readings(month: Message, found: Sequence[str]) -> Message:
    if not found:
        return msg("No {month} is published.", month=month)
    *others, last = found
    listed = ", ".join(others)
    if not others:
        return msg(
            "{last} is a plausible reading; it is not published as the {month}.",
            last=last,
            month=month,
        )
    if len(others) == 1:
        return msg(
            "Both {listed} and {last} are plausible readings; neither is published as the {month}.",
            listed=listed,
            last=last,
            month=month,
        )
    return msg(
        "{listed} and {last} are plausible readings; none of them is published as the {month}.",
        listed=listed,
        last=last,
        month=month,
    )


def missing_month(side: str, stated: str) -> Explanation:
    """Explain a start or end month that isn't there; ``stated`` is what stands instead."""
    month = _SIDES[side]
    if stated:
        return texts(
            msg(
                "The source says “{stated}” instead of giving the {month}."
                " No {month} is published.",
                stated=stated,
                month=month,
            )
        )
    return texts(msg("The source gives no {month}. No {month} is published.", month=month))


def unreadable_period() -> Explanation:
    """Explain a period that isn't two times."""
    return texts(
        msg(
            "The project period is not written as a start, a dash and an end."
            " Neither start nor end is published."
        )
    )


def end_before_start(start: StatedTime, end: StatedTime) -> Explanation:
    """Explain a period that ends before it starts."""
    return texts(
        msg(
            "The project period ends ({end}) before it starts ({start})."
            " Neither start nor end is published.",
            start=start,
            end=end,
        )
    )


def missing(aspect: str) -> Explanation:
    """Explain that a project's owner, period or purpose isn't there."""
    return texts(_MISSING[aspect])


def doubtful_owner() -> Explanation:
    """Explain an owner whose words may be several names, or more than a name."""
    return texts(
        msg(
            "The words for the project owner may be several names, or say more than a name."
            " No project owner is published."
        )
    )


def ended_yet_ongoing(end: StatedTime, changed: date, heading: str) -> Explanation:
    """Explain a project that had ended, yet stands under a heading of ongoing ones.

    :param heading: as the page has it: a quotation isn't translated.
    """
    return texts(_ended(end, changed.isoformat(), heading))


def _ended(end: StatedTime, day: str, heading: str) -> Message:
    if isinstance(end, Month):
        return msg(
            "The project period ended in {month} {year}, yet the page, last changed on {day},"
            " lists the project under the heading {heading}.",
            month=MONTHS[end.month - 1],
            year=end.year,
            day=day,
            heading=heading,
        )
    return msg(
        "The project period was over after {last}, yet the page, last changed on {day},"
        " lists the project under the heading {heading}.",
        last=end.last_day.isoformat(),
        day=day,
        heading=heading,
    )


def unreadable_amount(name: str, stated: str) -> Explanation:
    """Explain words that aren't an amount or a share, or that there are none.

    :param name: ``amount``, ``cofinancing`` or ``share``.
    """
    if not stated:
        return texts(msg("Nothing stands after the label in the source. Nothing is published."))
    if name == "share":
        told = msg("“{stated}” is not a share in percent. No share is published.", stated=stated)
        return texts(told)
    return texts(
        msg(
            "“{stated}” is not an amount in digits, with its currency. No amount is published.",
            stated=stated,
        )
    )
