"""What an anomaly says to a person, in each of our languages."""

from collections.abc import Sequence
from datetime import date

from lod.publishing.records import Month
from lod.words import LANGUAGES, Message, msg, texts, told

Explanation = dict[str, str]

MONTHS = (
    *(msg("January"), msg("February"), msg("March"), msg("April"), msg("May"), msg("June")),
    *(msg("July"), msg("August"), msg("September"), msg("October"), msg("November")),
    msg("December"),
)
_SIDES = {"start": msg("start month"), "end": msg("end month")}
_MISSING = {
    "owner": msg("No project owner is given in the source."),
    "period": msg("No project period is given in the source."),
    "purpose": msg("No purpose of the project is given in the source."),
}


def unreadable_month(side: str, reason: str, found: Sequence[Month]) -> Explanation:
    """Explain a start or end month that can't be read.

    :param side: ``start`` or ``end``.
    :param reason: ``year``, ``month`` or ``form``.
    :param found: its plausible readings.
    """
    month = {"start": msg("The start month"), "end": msg("The end month")}[side]
    wrong = {
        "year": msg("{month} has a five-digit year.", month=month),
        "month": msg("{month} is not in the calendar.", month=month),
        "form": msg("{month} is not written as year and month in digits.", month=month),
    }[reason]
    readings = _readings(_SIDES[side], [str(reading) for reading in found])
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
    """Explain a period that isn't two months."""
    return texts(
        msg(
            "The project period is not written as a start month, a dash and an end month."
            " Neither start nor end is published."
        )
    )


def end_before_start(start: Month, end: Month) -> Explanation:
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


def ended_yet_ongoing(end: Month, changed: date, heading: str) -> Explanation:
    """Explain a project that had ended, yet stands under a heading of ongoing ones.

    :param heading: as the page has it; one that we have in both languages is translated.
    """
    ours = msg("Ongoing projects")
    words = ours if heading == ours.told("sv") else heading
    return {
        language: msg(
            "The project period ended in {month} {year}, yet the page, last changed on {day},"
            " lists the project under the heading {heading}.",
            month=MONTHS[end.month - 1],
            year=end.year,
            day=changed.isoformat(),
            heading=told(words, language),
        ).told(language)
        for language in LANGUAGES
    }
