"""The checks that these tests render: one with some of everything, one hostile, one large."""

from dataclasses import replace

from lod.checking.report import Covered, Finding, Place, Report, Rule
from lod.rdf.paths import Path, step

SPEC = "https://data.example/spec/"
ID = "https://data.example/id/"
SH = "http://www.w3.org/ns/shacl#"
SCHEMA = "https://schema.org/"

OWNER = Rule(
    "spec/project/owner",
    "violation",
    f"{SPEC}project/owner",
    {"sv": "Projektägaren är en känd organisation", "en": "The owner is a known organisation"},
    {
        "sv": "Rätta nyckeln, eller lägg till organisationen i data/curated.",
        "en": "Correct the key, or add the organisation to data/curated.",
    },
    Place("shapes/project.ttl", 38, 1, 42, 2, "<spec/project/owner> a sh:PropertyShape ;"),
)
NAME = Rule(
    "spec/project/name",
    "violation",
    f"{SPEC}project/name",
    {"sv": "Ett projekt har namn", "en": "A project has a name"},
    place=Place("shapes/project.ttl", 30),
)
LENGTH = Rule(
    "spec/project-should/purpose",
    "warning",
    f"{SPEC}project-should/purpose",
    {"sv": "Syftet är kort", "en": "The purpose is short"},
    place=Place("shapes/project-should.ttl", 7, 1),
)
PERIOD = Rule("spec/period", "info", f"{SPEC}period", place=Place("shapes/period.ttl", 3))
UNUSED = Rule("guard/no-target", "warning", title={"sv": "Reglerna gäller något", "en": "Used"})
KEPT = Rule("spec/kept", "violation", f"{SPEC}kept", {"": "Kept by all"})


def owner(line: int, indent: str, key: str, *, known: bool = False) -> Finding:
    written = f"<id/organization/{key}>"
    text = f"{indent}fp:projectOwner {written} ;"
    start = text.index("<") + 1
    return Finding(
        OWNER,
        "violation",
        {
            "sv": "Projektägaren är ingen känd organisation.",
            "en": "The project owner is not a known organisation.",
        },
        Place("data/projects.ttl", line, start, line, start + len(written), text),
        f"<{ID}project/{line}>",
        step("<https://data.example/def/projectOwner>"),
        f"<{ID}organization/{key}>",
        f"{SH}ClassConstraintComponent",
        {"sv": "en schema:Organization", "en": "a schema:Organization"},
        known=known,
        shape=f"<{SPEC}project/owner>",
        found={"sv": f"{key}, som inte har någon klass", "en": f"{key}, which has no class"},
    )


DATES = Path(
    "/",
    parts=(
        Path("^", parts=(step(f"<{SCHEMA}about>"),)),
        Path(
            "+",
            parts=(Path("|", parts=(step(f"<{SCHEMA}startDate>"), step(f"<{SCHEMA}endDate>"))),),
        ),
    ),
)
PURPOSE = "Syfte: " + "x" * 200 + "<" + "y" * 300 + "> och mer"

FINDINGS = [
    owner(40, "\t", "漢字"),
    owner(12, "    ", "kristanstad"),
    *(owner(line, "", "borta") for line in (70, 71, 72)),
    owner(99, "", "gammal", known=True),
    Finding(
        NAME,
        "violation",
        {"sv": "Namn saknas. Ange schema:name.", "en": "The name is missing. Give schema:name."},
        Place("data/projects.ttl", 10, 1, 10, 21, "<id/project/hall-ut> a fp:FundedProject ;"),
        f"<{ID}project/hall-ut>",
        step(f"<{SCHEMA}name>"),
        component=f"{SH}MinCountConstraintComponent",
        shape=f"<{SPEC}project/name>",
    ),
    Finding(
        LENGTH,
        "warning",
        {"sv": "Syftet är långt.", "en": "The purpose is long."},
        Place("data/sources/sida.txt", 63, 208, 63, 510, PURPOSE, "row=5;column=purpose"),
        f"<{ID}project/hall-ut>",
        step(f"<{SCHEMA}description>"),
        '"y y"@sv',
        f"{SH}MaxLengthConstraintComponent",
        shape=f"<{SPEC}project-should/purpose>",
    ),
    Finding(
        PERIOD,
        "info",
        {"": "Slutet står före början."},
        Place("data/sources/sida.txt", 63, text=PURPOSE),
        "_:period",
        DATES,
        '"2012-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        f"{SH}NodeConstraintComponent",
        details=(
            Finding(
                KEPT,
                "violation",
                {"sv": "Början saknas.", "en": "The start is missing."},
                Place("data/periods.ttl", 5, 3, text="  a fp:Period ."),
                f"<{ID}period/1>",
                component=f"{SH}MinCountConstraintComponent",
                shape=f"<{SPEC}kept>",
            ),
        ),
        shape=f"<{SPEC}period>",
    ),
    Finding(
        KEPT,
        "violation",
        {},
        None,
        '"Q1"',
        None,
        '"Q1"',
        f"{SH}NodeKindConstraintComponent",
        shape=f"<{SPEC}kept>",
    ),
    *(
        Finding(
            KEPT,
            "violation",
            {
                "sv": f"schema:name: väntat högst ett värde; funnet {n} värden",
                "en": f"schema:name: expected at most one value; found {n} values",
            },
            Place("data/names.ttl", n, 3, n, 14, "  schema:name 'a', 'b', 'c' ."),
            f"<{ID}name/{n}>",
            step(f"<{SCHEMA}name>"),
            component=f"{SH}MaxCountConstraintComponent",
            expected={"sv": "högst ett värde", "en": "at most one value"},
            shape=f"<{SPEC}kept>",
            found={"sv": f"{n} värden", "en": f"{n} values"},
        )
        for n in (2, 3)
    ),
    Finding(
        UNUSED,
        "warning",
        {"sv": "Ingenting har typen fp:Projct. Menas fp:Project?", "en": "Nothing is a fp:Projct."},
        Place("shapes/project.ttl", 14, 20, 14, 29, "    sh:targetClass fp:Projct ;"),
    ),
]

RICH = Report(
    FINDINGS,
    (OWNER, NAME, LENGTH, PERIOD, UNUSED, Rule("spec/fine", "violation", f"{SPEC}fine")),
    (
        Covered("shape", "spec/project", 1200, 1200),
        Covered("shape", "spec/漢字", 0, 0),
        Covered("class", "fp:Period", 5, 2),
    ),
    ("data/projects.ttl", "data/sources/sida.txt", "data/å b.ttl"),
    ("sh:rule is left to pyshacl.",),
    23100,
)

HOSTILE = (
    "\x1b[31m::error::x\n::error::y\r##[error]z</script>]]>--><b>\u202eab|`*_%0A\x00\ud800\ufffe"
)


def hostile(text: str = HOSTILE) -> Report:
    """Put a text wherever a text from data or shapes may stand."""
    place = Place(text, 1, 2, 1, 3, text, text)
    rule = Rule(text, "violation", text, {"sv": text}, {"sv": text}, place)
    texts, path = {"sv": text, "": text}, step(text)
    detail = Finding(rule, "info", texts, place, text, path, text, text, texts)
    findings = [
        replace(
            Finding(rule, severity, texts, place, text, path, text, text, texts, texts, (detail,)),
            shape=text,
            source_constraint=text,
            own_severity=text,
            literals=((text, text),),
            found=texts,
        )
        for severity in ("violation", "warning", "info", "debug", "trace")
    ]
    findings.append(Finding(rule, "violation", texts, None, text, None, text, None))
    return Report(findings, (rule,), (Covered(text, text, 2, 1),), (text,), (text,), 3)


def large(number: int) -> Report:
    """Give as many owners that no one knows, in ten files."""
    findings = []
    for line in range(1, number + 1):
        one = owner(line, "    ", f"key-{line}")
        assert one.place is not None
        place = Place(f"data/{line % 10}.ttl", line, 21, line, 21 + 25, one.place.text)
        findings.append(replace(one, place=place))
    return Report(findings, (OWNER,), (), tuple(f"data/{n}.ttl" for n in range(10)), (), number)
