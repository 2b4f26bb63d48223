"""What an anomaly says to a person, in Swedish and English."""

from collections.abc import Sequence
from datetime import date

from lod.publishing.records import Month

Explanation = dict[str, str]

MONTHS_SV = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SIDES = {"start": ("Startmånaden", "startmånad"), "end": ("Slutmånaden", "slutmånad")}
_MISSING = {
    "owner": ("Projektägare", "No project owner"),
    "period": ("Projekttid", "No project period"),
    "purpose": ("Projektets syfte", "No purpose of the project"),
}


def unreadable_month(side: str, reason: str, found: Sequence[Month]) -> Explanation:
    """Explain a start or end month that can't be read.

    :param side: ``start`` or ``end``.
    :param reason: ``year``, ``month`` or ``form``.
    :param found: its plausible readings.
    """
    name, noun = _SIDES[side]
    sv, en = {
        "year": (f"{name} är skriven med fem siffror i året.", "has a five-digit year."),
        "month": (f"{name} finns inte i kalendern.", "is not in the calendar."),
        "form": (
            f"{name} är inte skriven med år och månad i siffror.",
            "is not written as year and month in digits.",
        ),
    }[reason]
    return {
        "sv": f"{sv} {_readings_sv(noun, found)}",
        "en": f"The {side} month {en} {_readings_en(side, found)}",
    }


def _readings_sv(noun: str, found: Sequence[Month]) -> str:
    words = [str(month) for month in found]
    if not words:
        return f"Ingen {noun} är publicerad."
    if len(words) == 1:
        return f"{words[0]} är en rimlig läsning; den är inte publicerad som {noun}."
    listed = ("Både " if len(words) == 2 else "") + f"{', '.join(words[:-1])} och {words[-1]}"
    return f"{listed} är rimliga läsningar; ingen av dem är publicerad som {noun}."


def _readings_en(side: str, found: Sequence[Month]) -> str:
    words = [str(month) for month in found]
    if not words:
        return f"No {side} month is published."
    if len(words) == 1:
        return f"{words[0]} is a plausible reading; it is not published as the {side} month."
    listed = ("Both " if len(words) == 2 else "") + f"{', '.join(words[:-1])} and {words[-1]}"
    none = "neither" if len(words) == 2 else "none of them"
    return f"{listed} are plausible readings; {none} is published as the {side} month."


def missing_month(side: str, stated: str) -> Explanation:
    """Explain a start or end month that isn't there; ``stated`` is what stands instead."""
    noun = _SIDES[side][1]
    if stated:
        return {
            "sv": f"Källan skriver ”{stated}” i stället för en {noun}. Ingen {noun} är publicerad.",
            "en": f"The source says “{stated}” instead of giving the {side} month. "
            f"No {side} month is published.",
        }
    return {
        "sv": f"Källan anger ingen {noun}. Ingen {noun} är publicerad.",
        "en": f"The source gives no {side} month. No {side} month is published.",
    }


def unreadable_period() -> Explanation:
    """Explain a period that isn't two months."""
    return {
        "sv": "Projekttiden är inte skriven som en startmånad, ett streck och en slutmånad. "
        "Varken start eller slut är publicerat.",
        "en": "The project period is not written as a start month, a dash and an end month. "
        "Neither start nor end is published.",
    }


def end_before_start(start: Month, end: Month) -> Explanation:
    """Explain a period that ends before it starts."""
    return {
        "sv": f"Projekttiden slutar ({end}) innan den börjar ({start}). "
        "Varken start eller slut är publicerat.",
        "en": f"The project period ends ({end}) before it starts ({start}). "
        "Neither start nor end is published.",
    }


def missing(aspect: str) -> Explanation:
    """Explain that a project's owner, period or purpose isn't there."""
    sv, en = _MISSING[aspect]
    return {"sv": f"{sv} saknas i källan.", "en": f"{en} is given in the source."}


def ended_yet_ongoing(end: Month, changed: date, heading: str) -> Explanation:
    """Explain a project that had ended, yet stands under a heading of ongoing ones."""
    sv, en = MONTHS_SV[end.month - 1], _MONTHS_EN[end.month - 1]
    day = changed.isoformat()
    return {
        "sv": f"Projekttiden gick ut i {sv} {end.year}, men sidan som senast ändrades {day} "
        f"har projektet under rubriken {heading}.",
        "en": f"The project period ended in {en} {end.year}, yet the page, last changed on {day}, "
        "lists the project under the heading Ongoing projects.",
    }
