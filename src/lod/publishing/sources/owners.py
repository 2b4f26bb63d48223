"""Whose project it is: one name is an organisation, what may be more is the steward's to say."""

import re

from lod.publishing.records import Text
from lod.publishing.sources.lines import ends_sentence
from lod.publishing.sources.sidecar import Labels

_LONGEST = 100  # letters: more is a text
_AND = (
    *("och", "samt", "and", "og", "ja", "sekä", "und", "sowie", "et"),
    *("med", "with", "mit", "tillsammans", "together", "m.fl", "m fl", "et al"),
)
# Signs that part names, or a name from what is said of it; three digits are a number of something.
_MORE = re.compile(
    rf"[,;/|()\[\]&+\n\t€$£%]|\s[‐‑‒–—-]\s|\d{{3}}"
    rf"|(?<!\w)(?:{'|'.join(map(re.escape, _AND))})(?!\w)",
    re.IGNORECASE,
)

# Forms of companies and associations that end in a full stop of their own.
_FORM = re.compile(
    r"(?<!\w)(?:e\. ?V|Ltd|Inc|Co|Corp|B\. ?V|N\. ?V|S\. ?A|S\. ?p\. ?A|S\. ?r\. ?l"
    r"|s\. ?r\. ?o|z\. ?s)\.$"
)


def name_owners(owner: Text, labels: Labels) -> tuple[Text, ...] | None:
    """Give the organisations that the words name, each as it stands there.

    They are the sidecar's, if it has the words in ``[labels.owners]``; else the words themselves.

    :returns: None if they may be more than one name, or more than a name.
    """
    told = labels.owners.get(owner.value)
    if told is not None:
        return tuple(Text(name, name, owner.span) for name in told)
    return None if is_more_than_a_name(owner) else (owner,)


def is_more_than_a_name(owner: Text) -> bool:
    """Whether words may name several organisations, or say more than a name.

    >>> from lod.publishing.records import LineSpan
    >>> for words in ("Laxå kommun", "Netz e.V.", "Hjo (1,2 mnkr)", "Laxå kommun.", "Laxå och Hjo"):
    ...     print(is_more_than_a_name(Text.of(words, LineSpan(1, 1))))
    False
    False
    True
    True
    True
    """
    more = _MORE.search(owner.verbatim) is not None
    name = _FORM.sub("", owner.value)
    return more or ends_sentence(name) or len(owner.value) > _LONGEST
