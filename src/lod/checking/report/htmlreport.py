"""The report as a page: one file, no scripts, nothing fetched; for light and dark screens."""

from collections.abc import Collection, Iterator, Sequence
from html import escape

from lod.checking.report.arrange import arrange_findings, fingerprints
from lod.checking.report.excerpt import excerpt
from lod.checking.report.model import Finding, Report, tally
from lod.checking.report.wording import (
    Labelled,
    advice,
    counts,
    covered,
    extent,
    message,
    subject,
    verdict,
    where,
)
from lod.checking.report.words import ReportWords, report_words
from lod.words import printable, prose, told

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --violation: #b00020; --warning: #8a5a00;
  --info: #0b57a4; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) { :root { --violation: #ff9c9c; --warning: #f2c14e;
  --info: #8ab8f0; --mark: #6b5200; } }
body { font: 1.05rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem;
  padding: 0 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
a { color: inherit; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
article:target { background: #fe02; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .8rem .2rem 0; text-align: left; }
.n { text-align: right; }
.violation { color: var(--violation); } .warning { color: var(--warning); }
.info { color: var(--info); }
pre { border-left: 3px solid var(--line); margin: .3rem 0; padding-left: .8rem;
  white-space: pre-wrap; }
mark { background: var(--mark); color: inherit; }
.point { border-left: 2px solid var(--violation); }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem 1rem;
  margin: .3rem 0; }
dt { font-weight: 600; } dt::first-letter { text-transform: uppercase; } dd { margin: 0; }
@media (max-width: 36rem) { dl { display: block; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(check: Report, language: str) -> str:
    """Write the page: the verdict and the counts, then each finding under its file.

    A finding's anchor comes from its content, so a link to it holds while it stands.
    """
    said = report_words(language)
    arranged = arrange_findings(check)
    parts = [*arranged.files.items(), (said.nowhere, arranged.nowhere)]
    parts = [part for part in [*parts, (said.guards, arranged.guards)] if part[1]]
    names = iter(fingerprints(finding for _, found in parts for finding in found))
    rows = [*_head(check, said), *_contents(parts, check.counts, said)]
    for number, (name, found) in enumerate(parts, 1):
        rows += _section(f"f{number}", name, found, names, said)
    rows += [*_coverage(check, said), "</main>", "</body>", "</html>"]
    return "\n".join(rows) + "\n"


def _head(check: Report, said: ReportWords) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{said.language}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{verdict(check, said)} {counts(check, said)} – {said.title}</title>"
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{said.title}</h1>"
    kind = "" if check.conforms else ' class="violation"'
    yield f"<p><strong{kind}>{verdict(check, said)}</strong> {counts(check, said)}.</p>"
    yield from (f"<p>{_safe(row)}</p>" for row in extent(check, said))
    yield from (
        f"<p>{said.note}: {escape(prose(told(note, said.language)))}</p>" for note in check.notes
    )


def _contents(
    parts: Sequence[tuple[str, Sequence[Finding]]], kinds: Collection[str], said: ReportWords
) -> Iterator[str]:
    """Write the table of files, each with its counts and a link to its findings."""
    if not parts:
        return
    heads = [said.file, *(said.severity(severity)[1] for severity in kinds)]
    yield f"<table>\n{_heads(heads, range(1, len(heads)))}"
    for number, (name, findings) in enumerate(parts, 1):
        numbers = (tally(findings).get(kind, 0) for kind in kinds)
        cells = "".join(f'<td class="n">{said.number(n)}</td>' for n in numbers)
        yield f'<tr><th scope="row"><a href="#f{number}">{_safe(name)}</a></th>{cells}</tr>'
    yield "</table>"


def _heads(heads: Sequence[str], numbers: Sequence[int]) -> str:
    kinds = (' class="n"' if n in numbers else "" for n in range(len(heads)))
    cells = (f'<th scope="col"{kind}>{head}</th>' for kind, head in zip(kinds, heads, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _section(
    anchor: str, name: str, findings: Sequence[Finding], names: Iterator[str], said: ReportWords
) -> Iterator[str]:
    yield f'<section id="{anchor}">\n<h2>{_safe(name)}</h2>'
    for finding in findings:
        kind = said.severity(finding.severity)[0].capitalize()
        name = next(names)
        yield f'<article id="r{name}">'
        head = f'<a href="#r{name}" class="{finding.severity}">{kind}</a>'
        yield f"<h3>{head}: {escape(message(finding, said))}</h3>"
        yield from _body(finding, said)
        yield "</article>"
    yield "</section>"


def _body(finding: Finding, said: ReportWords) -> Iterator[str]:
    marked = None
    if finding.place is not None:
        yield f"<p><code>{escape(where(finding.place))}</code></p>"
        drawn = excerpt(finding.place)
        if drawn is not None:
            marked = drawn.marked
            point = '<span class="point"></span>' if drawn.pointed else ""
            mark = f"<mark>{escape(marked)}</mark>" if marked else point
            yield f"<pre><code>{escape(drawn.before)}{mark}{escape(drawn.after)}</code></pre>"
    rows: Labelled = [*subject(finding, said, marked=marked), *advice(finding, said)]
    yield f"<dl>{''.join(f'<dt>{label}</dt><dd>{escape(text)}</dd>' for label, text in rows)}</dl>"
    if finding.details:
        yield f"<p>{said.because}:</p>\n<ul>"
        for detail in finding.details:
            yield f"<li>{escape(message(detail, said))}"
            yield from _body(detail, said)
            yield "</li>"
        yield "</ul>"


def _coverage(check: Report, said: ReportWords) -> Iterator[str]:
    if not check.coverage:
        return
    heads = (said.kind, said.name, said.targets, said.checked, said.remark)
    yield f"<h2>{said.coverage}</h2>\n<table>\n{_heads(heads, (2, 3))}"
    for row in check.coverage:
        kind, name, targets, checked, remark = map(escape, covered(row, said))
        numbers = f'<td class="n">{targets}</td><td class="n">{checked}</td>'
        yield f'<tr><td>{kind}</td><th scope="row">{name}</th>{numbers}<td>{remark}</td></tr>'
    yield "</table>"


def _safe(text: str) -> str:
    return escape(printable(text))
