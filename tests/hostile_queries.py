"""Queries that end other endpoints: for tests/http and benchmarks, which measure with them."""

from dataclasses import dataclass

DEPTH = 10_000
TIME, MEMORY, SIZE = "query-timeout", "query-memory", "result-too-large"
DEEP, FOREIGN, MALFORMED = "nested-too-deep", "forbidden-source", "malformed-query"
SPENT = frozenset({TIME, MEMORY, SIZE})
NESTED = frozenset({DEEP, TIME, MEMORY})
REFUSED = frozenset({FOREIGN, MALFORMED})


@dataclass(frozen=True, slots=True)
class Hostile:
    """A query, and the problem types that it may be answered with."""

    name: str
    query: str
    slugs: frozenset[str]

    def __str__(self) -> str:
        return self.name


FOUR = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_ALL = "CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))"
_ANY = "(!<urn:x>|^!<urn:x>)"
_TEXT = 'VALUES ?v0 { "abcdefghijklmnop" } '
_LETTERS = 'VALUES ?v0 { "aaaaaaaaaaaaaaaa" } '


def _doubled(times: int, start: str = _TEXT) -> str:
    steps = (f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(times))
    return start + " ".join(steps)


def _nested(before: str, inside: str, after: str, depth: int = DEPTH) -> str:
    return before * depth + inside + after * depth


def crosses() -> list[Hostile]:
    """Cross products of four triple patterns, in all that must see every row."""
    queries = {
        "count": f"SELECT (COUNT(*) AS ?n) {{ {FOUR} }}",
        "count distinct": f"SELECT (COUNT(DISTINCT ?l) AS ?n) {{ {FOUR} }}",
        "order": f"SELECT * {{ {FOUR} }} ORDER BY ?c ?f ?i ?l",
        "order limit": f"SELECT * {{ {FOUR} }} ORDER BY ?c ?f ?i ?l LIMIT 1",
        "distinct": f"SELECT DISTINCT * {{ {FOUR} }}",
        "group": f"SELECT ?c ?f ?i (COUNT(*) AS ?n) {{ {FOUR} }} GROUP BY ?c ?f ?i",
        "group concat": f"SELECT (GROUP_CONCAT(STR(?l)) AS ?n) {{ {FOUR} }}",
        "construct": f"CONSTRUCT {{ ?a ?e ?i . ?g ?k ?c }} {{ {FOUR} }}",
        "describe": f"DESCRIBE * {{ {FOUR} }}",
        "ask": f"ASK {{ {FOUR} FILTER(STRLEN({_ALL}) < 0) }}",
        "minus": f"SELECT * {{ {FOUR} MINUS {{ {FOUR} }} }}",
        "exists": f"ASK {{ ?s ?p ?o FILTER NOT EXISTS {{ {FOUR} FILTER(?l = ?none) }} }}",
        "result of gigabytes": f"SELECT * {{ {FOUR} }}",
        "graph of gigabytes": f"CONSTRUCT {{ ?a ?b ?c . ?d ?e ?f }} {{ {FOUR} }}",
    }
    return [Hostile(f"cross product: {name}", query, SPENT) for name, query in queries.items()]


def paths() -> list[Hostile]:
    """Paths with too many ways or too many steps."""
    hops = " . ".join(f"?p{i} {_ANY}* ?p{i + 1}" for i in range(4))
    pairs = f"SELECT (COUNT(*) AS ?n) {{ {hops} }}"
    nested = f"SELECT (COUNT(*) AS ?n) {{ ?a {_nested('(', _ANY, ')*', 9)} ?b . {hops} }}"
    steps = "/".join(["(<urn:p>|!<urn:p>)"] * 800)
    joins = " . ".join(f"?p{i} ?q{i} ?p{i + 1}" for i in range(800))
    return [
        Hostile("path: everything to everything", pairs, SPENT),
        Hostile("path: stars in stars", nested, SPENT | {DEEP}),
        Hostile("path: 800 steps", f"SELECT * {{ ?s {steps} ?o }}", SPENT | {DEEP}),
        Hostile("path: 800 joins", f"SELECT (COUNT(*) AS ?n) {{ {joins} }}", SPENT | {DEEP}),
    ]


def nestings() -> list[Hostile]:
    """The same within the same, 10,000 times."""
    queries = {
        "braces": f"ASK {_nested('{', '', '}')}",
        "unclosed braces": f"ASK {'{' * DEPTH}",
        "parentheses": f"ASK {{ FILTER({_nested('(', '1', ')')}) }}",
        "sums": f"ASK {{ FILTER({_nested('(1+', '1', ')')}) }}",
        "negations": f"ASK {{ FILTER({_nested('!(', 'true', ')')}) }}",
        "function calls": f"ASK {{ FILTER({_nested('STR(', '1', ')')}) }}",
        "optionals": f"SELECT * {_nested('{ ?s ?p ?o OPTIONAL ', '{}', '}')}",
        "sub-selects": f"{_nested('SELECT * { ', '', '}')}",
        "exists": f"ASK {_nested('{ FILTER EXISTS ', '{}', '}')}",
        "graphs": f"ASK {_nested('{ GRAPH ?g ', '{}', '}')}",
        "blank nodes": f"ASK {{ {_nested('[ <urn:p> ', '1', ' ]')} }}",
        "lists": f"ASK {{ {_nested('( ', '1', ' )')} <urn:p> 1 }}",
    }
    return [
        Hostile(f"nesting: {name}", query, NESTED | ({MALFORMED} if "un" in name else set()))
        for name, query in queries.items()
    ]


def strings() -> list[Hostile]:
    """Strings that double, and patterns that take long on them."""
    unions = " UNION ".join(["{ ?s ?p ?o }"] * 3000)
    compared = f"FILTER(REGEX(?v12, '^(a+)+(a|aa)+(a?){{40}}$')) {FOUR}"
    replaced = f'BIND(REPLACE(?v20, "a", "{"b" * 200}") AS ?w) BIND(STRLEN(?w) AS ?n)'
    return [
        Hostile("3,000 unions", f"SELECT * {{ {unions} ?a ?b ?c }}", SPENT | {DEEP}),
        Hostile("regex", f"SELECT * {{ {_doubled(12, _LETTERS)} {compared} }} ORDER BY ?c", SPENT),
        Hostile("replace", f"SELECT ?n {{ {_doubled(20, _LETTERS)} {replaced} }}", SPENT),
        Hostile("doubling", f"SELECT (STRLEN(?v39) AS ?n) {{ {_doubled(39)} }}", SPENT),
        Hostile("doubling: result", f"SELECT ?v24 {{ {_doubled(24)} }}", SPENT),
    ]  # fmt: skip


def texts() -> list[Hostile]:
    """Texts that take long to read: a megabyte less the form's own bytes."""
    units = {
        "long strings": '\\"""\n',
        "comments in IRIs": "<#>",
        "undeclared prefixes": "service a:b{",
        "glued keywords": "service",
    }
    return [
        Hostile(f"text: {name}", "ASK { service #from\n" + unit * (300_000 // len(unit)),
                REFUSED | {TIME, DEEP})
        for name, unit in units.items()
    ]  # fmt: skip


def foreign(target: str) -> list[Hostile]:
    """SERVICE and FROM in spellings that must not reach ``target``, an http address."""
    scheme, _, rest = target.partition("://")
    escaped = f"{scheme}\\u003A//{rest}"
    prefix, base = f"PREFIX x: <{target}>", f"BASE <{target}>"
    inside = "{ ?s ?p ?o }"
    queries = [
        f"SELECT * {{ SERVICE <{target}> {inside} }}",
        f"SELECT * {{ SERVICE SILENT <{target}> {inside} }}",
        f"SELECT * {{ sErViCe<{target}>{inside}}}",
        f"SELECT * {{ SERVICE # }}\n # {{\n <{target}> # x\n {inside} }}",
        f"SELECT * {{ SERVICE#\nSILENT#\r<{target}>#\n{inside} }}",
        f"SELECT * {{ S\\u0045RVICE <{target}> {inside} }}",
        f"SELECT * {{ \\U00000053ERVICE SILENT <{escaped}> {inside} }}",
        f"SELECT * {{ SERVICE <{escaped}> {inside} }}",
        f"{prefix} SELECT * {{ SERVICE x:a {inside} }}",
        f"{prefix} SELECT * {{ SERVICE SILENT x: {inside} }}",
        f"PREFIX silent: <{target}> SELECT * {{ SERVICE silent:a {inside} }}",
        f"PREFIX : <{target}> SELECT*{{SERVICE:a{inside}}}",
        f"{base} SELECT * {{ SERVICE <> {inside} }}",
        f"SELECT * {{ VALUES ?x {{ <{target}> }} SERVICE ?x {inside} }}",
        f"SELECT * {{ BIND(IRI('{target}') AS ?x) SERVICE SILENT $x {inside} }}",
        f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{target}> {inside} }} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE <{target}> {inside} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE<{target}>{inside} }}",
        f"CONSTRUCT WHERE {{ SERVICE <{target}> {inside} }}",
        f"SELECT * FROM <{target}> {inside}",
        f"SELECT * FROM NAMED <{target}> {inside}",
        f"SELECT*FROM<{target}>{inside}",
        f"SELECT * fRoM # x\n <{escaped}> {inside}",
        f"SELECT * FR\\u004FM <{target}> {inside}",
        f"{prefix} SELECT * FROM x:a {inside}",
        f"{prefix} SELECT*FROMx:a{inside}",
        f"{prefix} SELECT * FROM NAMED x: {inside}",
        f"{base} SELECT * FROM <> {inside}",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        f"DESCRIBE <{target}> FROM <{target}>",
    ]
    return [Hostile(f"elsewhere {n}: {q}", q, REFUSED) for n, q in enumerate(queries)]


def runaways() -> list[Hostile]:
    """All that need no target."""
    return [*crosses(), *paths(), *nestings(), *strings(), *texts()]
