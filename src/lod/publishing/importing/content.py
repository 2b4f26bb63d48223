"""What of a saved page is its content: what a browser shows around it is taken out, and told.

Of what is taken out stay first headings, and lines that say when the page was changed.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from lxml.html import HtmlElement

from lod.publishing.importing.rendering import block_of, shown_lines
from lod.words import Message, msg

_SILENT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math")
_CONTROLS = ("input", "select", "textarea", "button")
_MENU, _BANNER = msg("menu"), msg("notice on cookies")
_HEADER, _FOOTER, _HIDDEN = msg("page header"), msg("page footer"), msg("hidden part")
_BESIDE = msg("beside the main part")
_BY_TAG = {"nav": _MENU, "header": _HEADER, "footer": _FOOTER, "dialog": msg("dialog")}
_BY_TAG["address"] = msg("contact details")  # HTML, 4.3.10: of who answers for the page or a part
_BY_ROLE = {
    **{"navigation": _MENU, "menu": _MENU, "menubar": _MENU, "search": msg("search form")},
    **{"banner": _HEADER, "contentinfo": _FOOTER},
    **{"dialog": msg("dialog"), "alertdialog": msg("dialog")},
}
_BY_NAME = (
    (
        re.compile(
            r"cookie|consent|gdpr|kakor|cmplz|onetrust|(?:^|[\s_-])cc-(?:window|banner)", re.I
        ),
        _BANNER,
    ),
    (
        re.compile(
            r"(?:^|[\s_-])(?:(?:main|site|top|side|sub|global|huvud)[_-]?)?"
            r"(?:menu|meny|nav|navbar|navigation|navigering|breadcrumbs?|brodsmulor|skip-?links?)"
            r"(?:$|[\s_-])",
            re.I,
        ),
        _MENU,
    ),
    (
        re.compile(r"(?:^|[\s_-])(?:(?:page|site)[_-]?)?(?:footer|sidfot)(?:$|[\s_-])", re.I),
        _FOOTER,
    ),
)
_SECTIONS = ("main", "article", "section")
_CHANGED = re.compile(
    r"\b(?:senast|uppdaterad|ändrad|granskad|updated|modified|changed|revised|sist|senest|"
    r"oppdatert|opdateret|endret|ændret|päivitetty|muokattu|aktualisiert|geändert|stand)\b",
    re.I,
)
_MOST_WORDS = 60
_KEPT = "lod-kept"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that was taken out of a page: what it is, and its first words."""

    what: Message
    words: str


def take_out(body: HtmlElement) -> list[LeftOut]:
    """Take what isn't the page's own out of it, and say what that was; in the page's order."""
    for element in [*body.iter(*_SILENT)]:
        element.drop_tree()
    opened = {*_opened(body)}
    for element in [*body.iter(*_CONTROLS)]:
        _release(element)
    left = [_taken(part, what) for part, what in _around(body, opened)]
    return [part for part in left if part]


def _opened(body: HtmlElement) -> Iterator[str]:
    """Give the ids of what a button or link opens: it is closed, not hidden."""
    for element in body.iter("button", "a", "summary"):
        yield from element.get("aria-controls", "").split()
        for name in ("href", "data-target", "data-bs-target"):
            yield element.get(name, "").removeprefix("#")


def _release(control: HtmlElement) -> None:
    """Drop a control; a button in a heading is the heading's words."""
    if control.tag == "button" and any(e.tag in _HEADINGS for e in control.iterancestors()):
        control.drop_tag()
    else:
        control.drop_tree()


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")


def _around(body: HtmlElement, opened: Set[str]) -> Iterator[tuple[HtmlElement, Message]]:
    """Give what stands around the content, while others are taken out."""
    whole = len(body.text_content())
    for element in [*body.iterdescendants()]:
        if isinstance(element.tag, str) and _is_within(element, body):
            what = _kind(element, whole, opened)
            if what is not None:
                yield element, what
    main = [e for e in body.iter() if e.tag == "main" or e.get("role") == "main"]
    if len(main) == 1 and main[0].text_content().strip():
        for part in (main[0], *main[0].iterancestors()):
            if part is body:
                break
            beside = [e for e in part.getparent() if e is not part and e.get("class") != _KEPT]
            yield from ((e, _BESIDE) for e in beside)


def _is_within(element: HtmlElement, body: HtmlElement) -> bool:
    return any(above is body for above in element.iterancestors())


def _kind(element: HtmlElement, whole: int, opened: Set[str]) -> Message | None:
    """Say what an element is that isn't content; None for content.

    :param whole: the characters of the page.
    """
    if element.tag in ("body", "main") or element.find(".//main") is not None:
        return None
    if _is_hidden(element, opened):
        return _HIDDEN
    named = _BY_ROLE.get(element.get("role", "")) or _BY_TAG.get(str(element.tag))
    inner = any(above.tag in _SECTIONS for above in element.iterancestors())
    if named in (_HEADER, _FOOTER) and inner:
        return None
    if named or element.tag in _HEADINGS:
        return named
    names = " ".join((element.get("id", ""), element.get("class", "")))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names)
    called = next((what for pattern, what in _BY_NAME if pattern.search(apart)), None)
    if called and element.find(".//h1") is None and 2 * len(element.text_content()) <= whole:
        return called
    return None


def _is_hidden(element: HtmlElement, opened: Set[str]) -> bool:
    """Whether a browser doesn't show an element, and nothing there opens it."""
    style = element.attrib.pop("style", "")
    hidden = "hidden" in element.attrib or re.search(r"display\s*:\s*none", style)
    found = element.get("hidden") == "until-found" or element.get("id") in opened
    return bool(hidden) and not found


def _taken(part: HtmlElement, what: Message) -> LeftOut | None:
    """Take a part out, but for its first headings and the page's date; None if it's empty."""
    if not isinstance(part.tag, str):
        return None
    lines = shown_lines(part)
    kept = {*_dates(lines)}
    kept |= {line for heading in part.iter("h1") for line in shown_lines(heading)}
    stay = [line for line in lines if line in kept]
    if stay:
        block = block_of(stay)
        block.set("class", _KEPT)
        part.addprevious(block)
    part.drop_tree()
    words = " ".join(" ".join(line for line in lines if line not in kept).split())
    short = f"{words[:_MOST_WORDS].rstrip()}…" if len(words) > _MOST_WORDS else words
    return LeftOut(what, short) if words else None


def _dates(lines: list[str]) -> Iterator[str]:
    """Give the lines that say when a page was changed; a date may stand in the next one."""
    filled = [line for line in lines if line.strip()]
    for at, line in enumerate(filled):
        if _CHANGED.search(line):
            digits = any(c.isdigit() for c in line)
            following = filled[at + 1 : at + 2] if not digits else []
            if digits or any(c.isdigit() for text in following for c in text):
                yield from (line, *following)
