"""What lod says to people, in Swedish and English; what is shown is never obeyed."""

from lod.words.display import (
    cut,
    printable,
    prose,
    unobeyed,
    width,
)
from lod.words.messages import (
    LANGUAGES,
    Forms,
    Message,
    environment_language,
    msg,
    texts,
    told,
)

__all__ = [
    "LANGUAGES",
    "Forms",
    "Message",
    "cut",
    "environment_language",
    "msg",
    "printable",
    "prose",
    "texts",
    "told",
    "unobeyed",
    "width",
]
