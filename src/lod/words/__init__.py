"""What lod says to people, in Swedish and English; what is shown is never obeyed."""

from lod.words.calendar import MONTHS, why_no_day
from lod.words.display import (
    cut,
    printable,
    prose,
    unobeyed,
    width,
)
from lod.words.excerpt import WIDTH, Excerpt, draw_excerpt
from lod.words.messages import (
    LANGUAGES,
    Message,
    Number,
    counted,
    environment_language,
    msg,
    number,
    spoken,
    spoken_of,
    spoken_text,
    texts,
    told,
    unfilled,
)

__all__ = [
    "LANGUAGES",
    "MONTHS",
    "WIDTH",
    "Excerpt",
    "Message",
    "Number",
    "counted",
    "cut",
    "draw_excerpt",
    "environment_language",
    "msg",
    "number",
    "printable",
    "prose",
    "spoken",
    "spoken_of",
    "spoken_text",
    "texts",
    "told",
    "unfilled",
    "unobeyed",
    "why_no_day",
    "width",
]
