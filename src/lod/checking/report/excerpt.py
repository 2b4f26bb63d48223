"""The line that a finding stands on, with the value marked in it."""

from lod.checking.report.model import Place
from lod.words import WIDTH, Excerpt, draw_excerpt


def excerpt(place: Place, most: int = WIDTH) -> Excerpt | None:
    """Show the line of a place, at most ``most`` columns of it; None if the line isn't known.

    >>> print(excerpt(Place("a.ttl", 1, 5, 1, 8, "<a> <b> .")).carets)
        ^^^
    """
    if place.text is None:
        return None
    if place.column is None:
        return draw_excerpt(place.text, None, most=most)
    end = 0 if place.end_column is None else place.end_column - 1
    if place.end_line is not None and place.line is not None and place.end_line > place.line:
        end = len(place.text)
    return draw_excerpt(place.text, place.column - 1, end, most)
