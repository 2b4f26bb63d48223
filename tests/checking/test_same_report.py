"""Random data and shapes: however lines are written, ordered and spread, the report is the same."""

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checking.running import EX, HEAD, results, run
from checking.shacl.test_filter import some_data, some_shapes
from checking.test_streaming import told
from lod.checking import excerpts, linesearch, rewriting
from lod.checking.files import RdfFile
from lod.checking.positions import jsonnodes, members, turtleblocks
from lod.checking.report import Report
from lod.checking.shacl.stream import sorting
from lod.checking.shacl.stream.sorting import LineFile
from lod.errors import InputError
from lod.rdf.namespaces import RDF, XSD


def written(term: object, random: Random) -> str:
    """Write a term, now and then as nobody need write it."""
    text = str(term)
    way = random.randrange(8)
    if isinstance(term, ox.Literal) and term.language and way < 3:
        return text.replace(f"@{term.language}", f"@{term.language.upper()}")
    if isinstance(term, ox.Literal) and text.endswith('"') and way < 3:
        return f"{text}^^<{XSD}string>"
    if isinstance(term, ox.NamedNode) and way == 3:
        return f"{text[:-2]}\\u{ord(text[-2]):04X}>"
    return text


def line(triple: ox.Triple, random: Random, *, quads: bool, odd: bool) -> str:
    terms = [*triple]
    graph = [f"<{EX}g{random.randrange(2)}>"] if quads and random.randrange(3) else []
    if not odd:
        return " ".join([*map(str, terms), *graph]) + " .\n"
    gap = random.choice((" ", " ", " ", "\t", "  "))
    end = random.choice((" .\n", " .\n", ".\n", " . # end\n", " .\r\n", " .\n\n", " .\n# <x>\n"))
    start = random.choice(("", "", "", " ", "\t"))
    return start + gap.join([*(written(term, random) for term in terms), *graph]) + end


def spread(text: str, random: Random, *, odd: bool) -> dict[str, str]:
    """Spread statements over files of lines, in any order, some of them twice."""
    found = [*ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE)]
    triples = [quad.triple for quad in found]
    triples += random.choices(triples, k=3)
    random.shuffle(triples)
    names = random.choice((["a.nt"], ["a.nq"], ["a.nt", "b.nq"], ["b.nt", "a.nt", "c.nt"]))
    files = dict.fromkeys(names, "")
    for triple in triples:
        name = random.choice(names)
        files[name] += line(triple, random, quads=name.endswith(".nq"), odd=odd)
    return files


def turtle(text: str, random: Random) -> str:
    """Write statements as Turtle, a block a subject, in several ways and not all at one place."""
    triples = [quad.triple for quad in ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE)]
    random.shuffle(triples)
    triples.sort(key=lambda t: (str(t.subject), random.randrange(4)))
    written_ = ["@prefix e: <https://example.org/> .\n", f"@base <{EX}> .\n"]
    for triple in triples:
        if not random.randrange(8):
            written_.append(random.choice((f"PREFIX x: <{EX}>\n", "# <https://example.org/a>\n")))
            written_.append(f"BASE <{EX}>\n" if random.randrange(2) else "[] a e:None .\n")
        s, p, o = (_turtle_term(term, random, "x:" in "".join(written_)) for term in triple)
        more = random.choice(("", "", f", {o}", f"; {p} {o}", f";; {p} {o} ;"))
        written_.append(f"{s} {p} {o}{more}{random.choice((' .', '.', ' .'))}\n")
    return "".join(written_)


def _turtle_term(term: object, random: Random, declared: bool) -> str:
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(EX):
        return str(term)
    local = term.value.removeprefix(EX)
    ways = [str(term), f"e:{local}", f"<{local}>", f"<{EX}\\u{ord(local[0]):04X}{local[1:]}>"]
    return random.choice([*ways[:2], *ways, *([f"x:{local}"] if declared else [])])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_places_in_large_turtle_files_are_those_in_small_ones(seed: int) -> None:
    random = Random(seed)
    shapes, text = some_shapes(random), some_data(random)
    data = {"a.ttl": turtle(text, random), "b.ttl": turtle(some_data(random), random)}
    reports = []
    for large in (False, True):
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            reports.append(run(Path(folder), data, shapes, patch, large=large))
    assert told(reports[0]) == told(reports[1])


def blocks(text: str, random: Random) -> str:
    """Write statements as Turtle without brackets, a block a subject, prefixes first."""
    triples = [quad.triple for quad in ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE)]
    triples = [t for t in triples if not any(isinstance(n, ox.BlankNode) for n in t)]
    triples.append(ox.Triple(ox.NamedNode(f"{EX}a"), ox.NamedNode(f"{EX}p"), ox.Literal(LONG)))
    random.shuffle(triples)
    triples.sort(key=lambda t: (str(t.subject), random.randrange(4)))
    names = {f"<{EX}": random.choice(("e:", "<https://example.org/"))}
    written_ = ["@prefix e: <https://example.org/> .\nPREFIX x: <x:>\n\n"]
    for number, (s, p, o) in enumerate(triples):
        more = number + 1 < len(triples) and triples[number + 1].subject == s
        is_first = not number or triples[number - 1].subject != s
        texts = [_plain_name(term, names[f"<{EX}"]) for term in (s, p, o)]
        written_ += [f"{texts[0]} " if is_first else "    ", f"{texts[1]} {texts[2]}"]
        written_.append(" ;\n" if more else random.choice((" .\n", " .\n\n", ".\n# <a>\n")))
    return "".join(written_)


LONG = "one .\n<https://example.org/a> a .\ne:b e:p 1 .\n" * 3


def _plain_name(term: object, start: str) -> str:
    if isinstance(term, ox.Literal) and term.value == LONG:
        return f'"""{LONG}"""'
    text = str(term)
    if not isinstance(term, ox.NamedNode) or start[0] == "<" or not text.startswith(f"<{EX}"):
        return text
    return f"{start}{text[len(EX) + 1 : -1]}"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 4))
def test_places_in_turtle_that_is_cut_are_those_in_small_files(seed: int, count: int) -> None:
    random, found = Random(seed), list[object]()
    shapes, data = some_shapes(random), {"a.ttl": blocks(some_data(random), random)}
    cut = rewriting._in_blocks

    def noted(file: RdfFile, target: Path) -> list[LineFile]:
        found.append(None)
        made = cut(file, target)
        found.append(file.blocks)
        return made

    reports = []
    for large in (False, True):
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(turtleblocks, "_AT_ONCE", 200)
            patch.setattr(rewriting, "_in_blocks", noted)
            for module in (rewriting, excerpts):
                patch.setattr(module, "processors", lambda: count)
            report = run(Path(folder), data, shapes, patch, large=large)
            reports.append((told(report), report.coverage, report.prefixes))
    assert reports[0] == reports[1]
    assert found[1:] or count > 1  # a cut may fall into the long text


JSON_NAMES = {
    "@vocab": EX,
    "e": EX,
    "id": "@id",
    "type": "@type",
    "to": {"@id": f"{EX}q", "@type": "@id"},
    "from": {"@reverse": f"{EX}q"},
    "tags": {"@id": f"{EX}p", "@container": "@set"},
}


def jsonld(text: str, random: Random) -> str:
    """Write statements as nodes at the top, in several ways and not all of a thing in one."""
    triples = [quad.triple for quad in ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE)]
    named, odd, blank = (random.randrange(3) > n for n in (0, 1, 1))
    if not blank:
        triples = [t for t in triples if not any(isinstance(n, ox.BlankNode) for n in t)]
    nodes = []
    for triple in triples:
        node: dict[str, object] = {"@id": _json_name(triple.subject, random, named)}
        if odd and not random.randrange(12):
            node["unheard"] = "of" if random.randrange(2) else {"@id": "e: f"}
        if not random.randrange(8):
            node = {random.choice(("id", "@id")) if named else "@id": node["@id"]}
        key, value = _json_pair(triple, random, named)
        nodes.append(node | {key: random.choice((value, [value]))})
        if named and not random.randrange(8):
            nodes.append({"id": f"{EX}a", random.choice(("from", "to")): "e:b"})
        if not random.randrange(12):
            inner = {"@id": f"{EX}c", f"{EX}p": "long \u00e5/"}
            nodes.append({"@id": f"{EX}b", f"{EX}q": {f"{EX}p": "x"} if blank else inner})
    random.shuffle(nodes)
    ascii_, end = bool(random.randrange(2)), random.choice(("", "\n", " \n\n"))
    texts = [json.dumps(n, ensure_ascii=ascii_, indent=random.choice((None, 1))) for n in nodes]
    if not random.randrange(4):
        texts = [text.replace("/", "\\/") for text in texts]
    members = random.choice((",", ",\n", " ,\r\n ")).join(texts)
    if named:
        return f'{{"@context": {json.dumps(JSON_NAMES)},\n"@graph":[{members}{end}]}}{end}'
    return f"[{members}]{end}"


def _json_name(term: object, random: Random, named: bool) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(term)
    local = term.value.removeprefix(EX)
    return random.choice((f"e:{local}", term.value)) if named and local else term.value


def _json_pair(triple: ox.Triple, random: Random, named: bool) -> tuple[str, object]:
    """Give how a property and its value are written."""
    predicate, value = triple.predicate.value, triple.object
    if predicate == f"{RDF}type" and isinstance(value, ox.NamedNode):
        local = [value.value.removeprefix(EX)] if named and value.value.startswith(EX) else []
        return "@type", random.choice([value.value, *local])
    key = _json_name(triple.predicate, random, named)
    if isinstance(value, ox.Literal):
        if value.language:
            return key, {"@value": value.value, "@language": value.language}
        plain = value.datatype.value == f"{XSD}string" and random.randrange(2)
        return key, value.value if plain else {"@value": value.value, "@type": value.datatype.value}
    if named and predicate == f"{EX}q":
        key = random.choice((key, "to"))
    name = _json_name(value, random, named)
    return key, name if key == "to" and random.randrange(2) else {"@id": name}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_the_report_on_large_json_ld_is_that_on_small(seed: int) -> None:
    random = Random(seed)
    shapes, reports = some_shapes(random), list[object]()
    data = {"a.jsonld": jsonld(some_data(random), random), "b.nt": f"<{EX}a> <{EX}p> 'x' .\n"}
    data["b.nt"] = data["b.nt"].replace("'", '"')
    for large in (False, True):
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(members, "_LONGEST_HEAD", 500)
            patch.setattr(members, "_PIECE", 200)
            patch.setattr(jsonnodes, "_PIECE", 200)
            patch.setattr(rewriting, "processors", lambda: 2)
            try:
                report = run(Path(folder), data, shapes, patch, large=large)
                reports.append((told(report), report.coverage, report.prefixes))
            except InputError as error:
                reports.append(str(error))
    assert reports[0] == reports[1]


def said(report: Report) -> list[tuple[object, ...]]:
    """What results say, without their places."""
    found = ((f.rule.id, f.focus, f.path, f.value, f.component) for f in results(report))
    return sorted(found, key=repr)


def cut_small(patch: pytest.MonkeyPatch) -> None:
    """Have even small files sorted and searched in parts, by several processes."""
    patch.setattr(sorting, "_RUN", 300)
    for module in (sorting, linesearch):
        patch.setattr(module, "_SMALL", 0)
        patch.setattr(module, "processors", lambda: 2)
    patch.setattr(linesearch, "_BLOCK", 300)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), odd=st.booleans(), odd_beside=st.booleans(), cut=st.booleans())
def test_the_report_is_the_same_however_the_data_is_written(
    seed: int, odd: bool, odd_beside: bool, cut: bool
) -> None:
    random = Random(seed)
    shapes, text = some_shapes(random), some_data(random)
    reports = []
    for number, way in enumerate((odd, odd_beside)):
        data = spread(text, random, odd=way)
        for large in (False, True):
            with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
                if cut:
                    cut_small(patch)
                reports.append(run(Path(folder), data, shapes, patch, large=large))
        small, streamed = reports[2 * number :]
        assert told(small) == told(streamed)
        assert small.coverage == streamed.coverage
        assert small.statements == streamed.statements
    assert said(reports[0]) == said(reports[2])
