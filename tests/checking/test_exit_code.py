"""Exit 1 if and only if a result is as severe as asked; every format says the same.

Whatever the shapes, their severities, the data, what guards find and how it was asked.
"""

import json
import re
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SH, Graph, Literal

from checking.running import HEAD
from lod.checking import FAILING, REPORT_FORMATS
from lod.cli.commands import main

MILD = ("sh:Debug", "sh:Trace")
RANKS = {"ex:Grave": 0, "sh:Violation": 0, "sh:Warning": 1, "sh:Info": 2, "sh:Debug": 3, "sh:Trace": 4}  # fmt: skip # noqa: E501
NAMES = ("alpha", "bravo", "charlie", "delta")  # none is almost another: guards say nothing of them
GUARDS = {
    "misspelt target": "ex:M sh:targetClass ex:Thin ; sh:nodeKind sh:IRI .",
    "unused helper": "ex:H a sh:NodeShape ; sh:in ( 1 2 ) .",
    "unknown term": "ex:N sh:targetClass ex:Thing ; sh:nodeKnd sh:IRI ; sh:nodeKind sh:IRI .",
    "unknown datatype": "ex:D sh:targetClass ex:Thing ; sh:property [ sh:path ex:echo ; sh:datatype xsd:integr ] .",  # noqa: E501
}
BAD = "ex:B sh:targetClass ex:Thing ; sh:minCount 1 ."


@dataclass(frozen=True)
class Case:
    """A check: per property the severity of its shape and whether the data lacks it."""

    severities: tuple[str, ...]
    missing: tuple[bool, ...]
    guards: frozenset[str]
    bad: bool
    uncovered: bool
    disallowed: frozenset[str]
    fail_on: str
    strict: bool
    skip: bool
    version: str

    @property
    def shapes(self) -> str:
        rows = [
            f"ex:S{name} sh:targetClass ex:Thing ; sh:property [ sh:path ex:{name} ; sh:minCount 1 ; sh:severity {severity} ] ."  # noqa: E501
            for name, severity in zip(NAMES, self.severities, strict=False)
        ]
        rows += [GUARDS[name] for name in sorted(self.guards)] + [BAD] * self.bad
        rows += [f"[] sh:conformanceDisallows {', '.join(sorted(self.disallowed))} ."] * bool(self.disallowed)  # fmt: skip # noqa: E501
        return "\n".join(rows)

    @property
    def data(self) -> str:
        said = "".join(f" ; ex:{n} 1" for n, lost in zip(NAMES, self.missing, strict=False) if not lost)  # fmt: skip # noqa: E501
        return f"ex:a a ex:Thing{said} .\n" + "ex:b a ex:Quite-Another .\n" * self.uncovered

    @property
    def results(self) -> list[str]:
        """The severity of each result that there must be."""
        return [s for s, lost in zip(self.severities, self.missing, strict=False) if lost]

    @property
    def exit_code(self) -> int:
        """What issue and docs/check.md say."""
        if self.bad and not self.skip:
            return 3
        noted = bool(self.guards) or self.uncovered
        worst = FAILING.index(self.fail_on)
        return int(any(RANKS[s] <= worst for s in self.results) or (self.strict and noted))

    @property
    def conforms(self) -> bool:
        """Source: SHACL, 3.6.1.1; SHACL 1.2 Core (draft), 5.5."""
        if self.disallowed:
            return self.disallowed.isdisjoint(self.results)
        return not any(self.version == "1.0" or s not in MILD for s in self.results)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw what may be asked of ``lod check`` on any RDF."""
    version = draw(st.sampled_from(["1.2", "1.0"]))
    severities = [s for s in RANKS if version == "1.2" or s not in MILD]
    size = draw(st.integers(1, len(NAMES)))
    flags = st.booleans()
    return Case(
        tuple(draw(st.lists(st.sampled_from(severities), min_size=size, max_size=size))),
        tuple(draw(st.lists(flags, min_size=size, max_size=size))),
        draw(st.frozensets(st.sampled_from(sorted(GUARDS)), max_size=2)),
        draw(flags),
        draw(flags),
        draw(st.frozensets(st.sampled_from(severities), max_size=2 if version == "1.2" else 0)),
        draw(st.sampled_from(FAILING)),
        draw(flags),
        draw(flags),
        version,
    )


def reports(case: Case, folder: Path) -> tuple[int, dict[str, str]]:
    """Run the command; give its exit code and what it wrote, by format."""
    (folder / "data.ttl").write_text(HEAD + case.data)
    (folder / "shapes.ttl").write_text(HEAD + case.shapes)
    arguments = ["check", folder / "data.ttl", "--shapes", folder / "shapes.ttl", "--lang", "en"]
    arguments += ["--fail-on", case.fail_on, "--shacl", case.version]
    arguments += ["--strict"] * case.strict + ["--skip-bad-shapes"] * case.skip
    forms = (*REPORT_FORMATS, "summary")
    arguments += [part for form in forms for part in ("--format", f"{form}={folder / form}")]
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return done.exit_code, {form: (folder / form).read_text() for form in forms}


@given(cases())
@settings(max_examples=60)
def test_results_alone_decide_and_every_format_agrees(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        code, told = reports(case, Path(folder))
    assert code == case.exit_code, told["text"]
    _machines_agree(code, told)
    _people_are_told(code, told, case)
    graph = Graph().parse(data=told["turtle"], format="turtle")
    assert [*graph.objects(None, SH.conforms)] == [Literal(case.conforms)] * (code != 3)


def _machines_agree(code: int, told: dict[str, str]) -> None:
    document = json.loads(told["json"])
    assert (document["conforms"], document["incomplete"]) == (code == 0, code == 3)
    (run,) = json.loads(told["sarif"])["runs"]
    (invocation,) = run["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (code, code != 3)
    suites = ET.fromstring(told["junit"])
    failed = suites.findall(".//failure")
    assert (int(suites.get("failures", "")), bool(failed)) == (len(failed), code != 0)


def _people_are_told(code: int, told: dict[str, str], case: Case) -> None:
    verdict = {0: "Conforms.", 1: "Does not conform.", 3: "Not all could be checked"}[code]
    for form in ("text", "html", "summary"):
        said = re.findall(r"Conforms\.|Does not conform\.|Not all could be checked", told[form])
        assert set(said) == {verdict}, form
    if case.fail_on == "violation":
        assert ("::error " in told["github"]) == (code != 0)
