"""Where a link leads: canonical IRIs to pages, and paths relative to the page. Pure functions."""

import re
from urllib.parse import quote, unquote, urlsplit

_POINTER = re.compile(r"source/([^#?]+)#line=(\d+)(?:,(\d+))?")


def relative_link(here: str, there: str) -> str:
    """Give the link from the path ``here`` to the path ``there``, both under the base.

    >>> relative_link("doc/project/a", "doc/organization/b"), relative_link("catalog", "")
    ('../../doc/organization/b', './')
    """
    up = "../" * here.count("/")
    return (up + there) or "./" if up or ":" not in there.partition("/")[0] else f"./{there}"


def graph_link(path: str) -> str | None:
    """Give the link from the first page to a graph; None where a browser would ask for another.

    >>> graph_link("graph/a/b"), graph_link("graph/../x"), graph_link("graph/a?b")
    ('graph/a/b', None, None)
    """
    steps = {unquote(step) for step in path.split("/")}
    return None if steps & {".", ".."} or "?" in path or "#" in path else path


def base_path(base_iri: str) -> str:
    """Give the path that the base IRI has: ``/`` or ``/lod/``."""
    return urlsplit(base_iri).path or "/"


def document_path(path: str) -> str:
    """Give the path of the document about what has the path ``path``, with its anchor.

    >>> document_path("id/project/a/period"), document_path("def/stage/ongoing")
    ('doc/project/a', 'def/stage#ongoing')
    >>> document_path("source/p#line=62,63"), document_path("source/p/project/a/0123")
    ('doc/source/p#L63', 'doc/source/p')
    >>> document_path("def/FundedProject")
    'def#FundedProject'
    """
    if pointer := _POINTER.fullmatch(path):
        first = int(pointer[2][:9]) + (1 if pointer[3] else 0)
        return f"doc/source/{pointer[1]}#L{first}"
    parts = path.split("/")
    if parts[0] == "id" and len(parts) >= 3:
        return f"doc/{parts[1]}/{parts[2]}"
    if parts[0] == "source" and len(parts) >= 3:
        return f"doc/source/{parts[1]}"
    if parts[0] == "def" and len(parts) == 3:
        return f"def/{parts[1]}#{parts[2]}"
    if parts[0] == "def" and len(parts) == 2 and parts[1][:1].isupper():
        return f"def#{parts[1]}"
    if parts[0] == "spec" and path != "spec/funded-projects":
        return f"spec/funded-projects#{'/'.join(parts[1:])}"
    return path


def header_iri(iri: str) -> str:
    """Write an IRI so that it fits a header: ASCII, no angle brackets (RFC 3987, 3.1)."""
    return quote(iri, safe="/:?#[]@!$&'()*+,;=%~-._")
