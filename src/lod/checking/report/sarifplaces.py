"""Places in SARIF: files relative to the root, regions in code points, help for a rule."""

from functools import lru_cache
from urllib.parse import quote

from lod.checking.report.markdown import escaped
from lod.checking.report.model import Finding, Place, Rule, bare, in_language
from lod.words import msg, prose

Json = dict[str, object]

LONGEST = 1000
"""Code points of a line that is quoted; a longer one is left to the reader of the file."""

_RESERVED = "/:?#[]@!$&'()*+,;=%~"


def uri(file: str) -> Json:
    """Give an artifact location (3.4): relative to %SRCROOT%, or absolute as it is.

    >>> uri("./data/å b.ttl")
    {'uri': 'data/%C3%A5%20b.ttl', 'uriBaseId': '%SRCROOT%'}
    """
    if file.startswith(("http://", "https://", "file:")):
        return {"uri": quote(file, safe=_RESERVED, errors="surrogatepass")}
    path = _quoted(file)
    return {"uri": f"file://{path}"} if path[:1] == "/" else {"uri": path, "uriBaseId": "%SRCROOT%"}


@lru_cache(maxsize=1024)
def _quoted(file: str) -> str:
    return quote(file.replace("\\", "/").removeprefix("./"), errors="surrogatepass")


def located(place: Place | None, finding: Finding) -> Json | None:
    """Give the location of a finding (3.28): its place, and the thing as a logical location."""
    location: Json = {"physicalLocation": _physical(place)} if place else {}
    focus = finding.focus and bare(finding.focus)
    logical = [{"fullyQualifiedName": focus, "kind": "resource"}] if focus else []
    if finding.place and finding.place.pointer is not None:
        logical.append({"fullyQualifiedName": finding.place.pointer, "kind": "element"})
    return location | ({"logicalLocations": logical} if logical else {}) or None


def at(place: Place, text: str) -> Json:
    """Give a place and what is there."""
    return {"physicalLocation": _physical(place), "message": {"text": text}}


def helped(rule: Rule, name: str, language: str) -> dict[str, str]:
    """Say how to mend what breaks a rule, and where it stands, as text and as Markdown."""
    mending = prose(in_language(rule.help, language))
    place = (
        f"{msg('rule').told(language).capitalize()}: {prose(str(rule.place))}" if rule.place else ""
    )
    text = [part for part in (mending or name, place) if part]
    rows = [f"**{escaped(name)}**", *map(escaped, text if mending else text[1:])]
    return {"text": "\n\n".join(text), "markdown": "\n\n".join(rows)}


def _physical(place: Place) -> Json:
    """Give file, region and line (3.29); the line as context only where the region is less."""
    region = _region(place)
    physical: Json = {"artifactLocation": uri(place.file), "region": region}
    if place.text is None or len(place.text) > LONGEST:
        return physical
    snippet = {"text": place.text}
    if place.column is None:
        region["snippet"] = snippet
    elif place.end_line in (None, place.line):
        physical["contextRegion"] = {"startLine": place.line, "snippet": snippet}
    return physical


def _region(place: Place) -> Json:
    """Give a text region (3.30); line 1 for a whole file, as GitHub asks for a region."""
    if place.line is None:
        return {"startLine": 1}
    region: Json = {"startLine": place.line}
    if place.column is not None:
        region["startColumn"] = place.column
    if place.end_line is not None:
        region["endLine"] = place.end_line
    if place.column is not None and place.end_column is not None:
        region["endColumn"] = place.end_column
    return region
