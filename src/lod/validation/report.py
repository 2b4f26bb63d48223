"""What a validation found, for people (plain text), programs (JSON) and the graph (Turtle)."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lod.namespaces import SH
from lod.validation.engine import SEVERITIES, Result

Locate = Callable[[str, str | None, str | None], str | None]

_WORDS = {
    "sv": {
        "violation": ("fel", "fel"),
        "warning": ("varning", "varningar"),
        "info": ("upplysning", "upplysningar"),
        "focus": "gäller",
        "value": "värde",
        "nowhere": "(utan plats i någon fil)",
        "conforms": "Följer reglerna.",
        "broken": "Följer inte reglerna.",
    },
    "en": {
        "violation": ("error", "errors"),
        "warning": ("warning", "warnings"),
        "info": ("note", "notes"),
        "focus": "about",
        "value": "value",
        "nowhere": "(no place in a file)",
        "conforms": "Conforms.",
        "broken": "Does not conform.",
    },
}


def nowhere(focus: str, path: str | None, value: str | None) -> str | None:
    """Locate nothing: the default."""
    return None


@dataclass(frozen=True)
class Report:
    """The results of one validation, with their places.

    :param locate: from focus, path and value (as in ``Result``) to ``file:line``, or None.
    """

    results: Sequence[Result]
    locate: Locate = nowhere

    @property
    def conforms(self) -> bool:
        """Whether no must is broken; warnings don't count."""
        return not self.counts["violation"]

    @property
    def counts(self) -> dict[str, int]:
        """How many results there are of each severity."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def located(self) -> list[tuple[str | None, int | None, Result]]:
        """Give each result with its file and line, in the order of files and lines."""
        rows = [(*_split(self.locate(r.focus, r.path, r.value)), r) for r in self.results]
        return sorted(rows, key=lambda row: (row[0] is None, row[0] or "", row[1] or 0))

    def text(self, language: str = "sv") -> str:
        """Write the report for people, grouped by file, counts last."""
        words = _WORDS.get(language, _WORDS["en"])
        rows: list[str] = []
        for file, group in groupby(self.located(), key=lambda row: row[0]):
            rows.append(file or str(words["nowhere"]))
            for _, line, result in group:
                rows += _entry(file, line, result, language, words)
            rows.append("")
        verdict = words["conforms" if self.conforms else "broken"]
        counts = [_counted(n, words[s]) for s, n in self.counts.items() if n or s != "info"]
        return "\n".join([*rows, f"{verdict} {', '.join(counts)}."]) + "\n"

    def json(self) -> bytes:
        """Write the report for programs: UTF-8, the same bytes for the same results."""
        document = {
            "conforms": self.conforms,
            "counts": self.counts,
            "results": [_record(*row) for row in self.located()],
        }
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

    def turtle(self, iri: str) -> str:
        """Write a sh:ValidationReport named ``iri``, its results ``{iri}#result-1`` and on.

        ``sh:conforms`` is false with warnings too, as the specification has it.
        Source: SHACL, 3.6.
        """
        names = [f"<{iri}#result-{n}>" for n in range(1, len(self.results) + 1)]
        head = [f"@prefix sh: <{SH}> .", "", f"<{iri}> a sh:ValidationReport"]
        head[-1] += "".join(f" ;\n    sh:result {name}" for name in names)
        head[-1] += f" ;\n    sh:conforms {str(not self.results).lower()} ."
        entries = [_turtle(*pair) for pair in zip(names, self.results, strict=True)]
        return "\n".join([*head, *(f"\n{entry}" for entry in entries)]) + "\n"


def _split(place: str | None) -> tuple[str | None, int | None]:
    if place is None:
        return None, None
    file, _, line = place.rpartition(":")
    return (file, int(line)) if file and line.isdigit() else (place, None)


def _entry(
    file: str | None, line: int | None, result: Result, language: str, words: Mapping[str, object]
) -> list[str]:
    place = ":".join(str(part) for part in (file, line) if part is not None)
    singular = _forms(words[result.severity])[0]
    rows = [f"  {place}: " if place else "  "]
    rows[0] += f"{singular}: {result.message(language)}"
    rows.append(f"      {words['focus']}: {result.focus}")
    if result.value is not None and result.value != f"<{result.focus}>":
        rows.append(f"      {words['value']}: {result.value}")
    return rows


def _forms(word: object) -> tuple[str, str]:
    singular, plural = word if isinstance(word, tuple) else (word, word)
    return str(singular), str(plural)


def _counted(number: int, word: object) -> str:
    return f"{number} {_forms(word)[number != 1]}"


def _record(file: str | None, line: int | None, result: Result) -> dict[str, object]:
    return {
        "severity": result.severity,
        "file": file,
        "line": line,
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "component": result.component,
        "shape": result.shape,
        "messages": dict(sorted(result.messages.items())),
    }


def _turtle(name: str, result: Result) -> str:
    rows = [f"{name} a sh:ValidationResult", f"sh:focusNode {_term(result.focus)}"]
    if (path := _path(result.path)) is not None:
        rows.append(f"sh:resultPath {path}")
    rows += [f"sh:value {result.value}"] if result.value is not None else []
    rows.append(f"sh:resultSeverity sh:{result.severity.capitalize()}")
    rows.append(f"sh:sourceConstraintComponent {_term(result.component)}")
    rows.append(f"sh:sourceShape {_term(result.shape)}")
    for language, text in sorted(result.messages.items()):
        tag = f"@{language}" if language else ""
        rows.append(f"sh:resultMessage {json.dumps(text, ensure_ascii=False)}{tag}")
    return " ;\n    ".join(rows) + " ."


def _term(text: str) -> str:
    return text if text.startswith(('"', "[")) else f"<{text}>"


def _path(path: str | None) -> str | None:
    """Write a path in Turtle; None for one that isn't flat."""
    if path is None or not path.startswith(("<", "^", "(", "[")):
        return path and f"<{path}>"
    if not re.fullmatch(r"\^?<[^>]*>([|/]\^?<[^>]*>)*", path):
        return None
    steps = re.findall(r"\^?<[^>]*>", path)
    if ">|" in path and ">/" in path:
        return None
    terms = [f"[ sh:inversePath {s[1:]} ]" if s[0] == "^" else s for s in steps]
    if len(terms) == 1:
        return terms[0]
    listed = f"( {' '.join(terms)} )"
    return f"[ sh:alternativePath {listed} ]" if ">|" in path else listed
