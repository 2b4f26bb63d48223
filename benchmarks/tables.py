"""`lod keys` and `lod build`, with its check, on tables of many rows; morph-kgc on their columns.

A table is a list of operations as funders export it: case numbers in no order, owners among the
municipalities and, one in ten, companies, dates in two forms, amounts with thousands apart, a
purpose of some sentences, quotation marks and line breaks in them; one row in a thousand has an
amount that can't be read. Each command is a process of its own: its seconds by the clock and of the
processor, and its most memory. The peer maps the same columns by RML to nearly as many quads of the
same kinds, and its lines are sorted; it reads no forms, checks nothing, and keeps no addresses.

``python benchmarks/tables.py 10000 100000``; ``--peer PYTHON`` is an environment with morph-kgc,
which else is made.
"""

import argparse
import csv
import gzip
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pages import LOD, Figures, run
from peers import table
from projects import ROOT, SEED, Synthetic

MORPH = "morph-kgc==2.10.0"
_HEAD = ("Dnr", "Projekt", "Sökande", "Start", "Slut", "Beviljat (kr)", "Läge", "Syfte")
_SIDECAR = """\
title = "Bygdemedel"
publisher = "tillvaxtverket"
language = "sv"
stated = 2015-12-31

[table]
dates = ["yyyy-mm-dd", "d/m yyyy"]
delimiter = ";"
rejected = 5

[columns]
id = "Dnr"
title = "Projekt"
owner = "Sökande"
start = "Start"
end = "Slut"
amount = "Beviljat (kr)"
status = "Läge"
purpose = "Syfte"

[amount]
decimal = ","
group = " "
currency = "SEK"

[values.status]
"Pågår" = "ongoing"
"Avslutat" = "closed"
"""


def write_table(file: Path, count: int, separator: str = ";", *, clean: bool = False) -> None:
    """Write a table; the same count gives the same bytes.

    :param clean: without amounts that can't be read, and with what a mapping needs as columns: a
        slug of the owner, dates and amounts as RDF has them.
    """
    made = Synthetic(count)
    order = [*range(count)]
    random.Random(SEED).shuffle(order)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow((*_HEAD, "key", "from", "to", "sum", "stage") if clean else _HEAD)
        for number in order:
            writer.writerow(_row(made, number, clean=clean))


def _row(made: Synthetic, number: int, *, clean: bool) -> Sequence[str]:
    chance = random.Random(SEED * 10_000_000 + number)
    owner = made.owner(chance)
    if chance.random() < 0.1:
        owner = f"Utvecklingsbolaget {chance.randrange(made.count)} AB"
    start, end = chance.randint(2014, 2016), chance.randint(2017, 2020)
    begins = f"{start}-03-01" if chance.random() < 0.7 else f"1/3 {start}"
    kronor, ongoing = chance.randrange(20_000, 90_000_000), chance.random() < 0.5
    amount = f"{kronor:,}".replace(",", " ") + ",50"
    if chance.random() < 0.001 and not clean:
        amount = f"ca {amount}"
    purpose = (
        f'Projektet "{made.title(number)}" ska\nsamla {chance.randint(3, 90)} företag; {owner}.'
    )
    row: tuple[str, ...] = (f"D-{number:07}", made.title(number), owner, begins)
    row = (*row, f"{end}-11-30", amount, "Pågår" if ongoing else "Avslutat", purpose)
    if not clean:
        return row
    key = "".join(c if c.isascii() and c.isalnum() else "-" for c in owner.lower())
    stage = "ongoing" if ongoing else "closed"
    return (*row, key, f"{start}-03-01", f"{end}-11-30", f"{kronor}.50", stage)


_PREFIXES = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix schema: <https://schema.org/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix fp: <https://data.example/def/> .
"""
_PROJECT, _OWNER = "id/project/{Dnr}", "id/organization/{key}"
_TEMPLATES: dict[str, dict[str, Sequence[str]]] = {
    _PROJECT: {
        "a": ("fp:FundedProject", "schema:Project"),
        "schema:name": ("text Projekt",),
        "schema:description": ("text Syfte",),
        "schema:mainEntityOfPage": ("iri doc/project/{Dnr}",),
        "schema:funder": ("iri id/organization/tillvaxtverket",),
        "schema:member": (f"iri {_OWNER}",),
        "schema:funding": (f"iri {_PROJECT}/grant",),
        "fp:projectOwner": (f"iri {_OWNER}",),
        "fp:ownerAsStated": ("plain Sökande",),
        "fp:period": (f"iri {_PROJECT}/period",),
        "fp:programme": ("iri id/programme/bygdemedel",),
        "fp:status": ("iri def/stage/{stage}",),
        "fp:statusAsOf": ("date to",),
    },
    f"{_PROJECT}/period": {
        "a": ("fp:ProjectPeriod", "dcterms:PeriodOfTime"),
        "dcat:startDate": ("date from",),
        "dcat:endDate": ("date to",),
        "fp:earliestStart": ("date from",),
        "fp:latestEnd": ("date to",),
        "fp:verbatim": ("plain Start",),
    },
    f"{_PROJECT}/grant": {
        "a": ("schema:MonetaryGrant",),
        "schema:amount": (f"iri {_PROJECT}/grant/amount",),
        "schema:funder": ("iri id/organization/tillvaxtverket",),
    },
    f"{_PROJECT}/grant/amount": {
        "a": ("schema:MonetaryAmount",),
        "schema:currency": ("constant SEK",),
        "schema:value": ("decimal sum",),
        "fp:verbatim": ("plain Beviljat (kr)",),
    },
    "doc/project/{Dnr}": {
        "a": ("foaf:Document",),
        "prov:wasDerivedFrom": ("iri source/bidrag", "iri source/bidrag#row={Dnr}"),
    },
    _OWNER: {
        "a": ("schema:Organization",),
        "schema:name": ("text Sökande",),
        "schema:mainEntityOfPage": ("iri doc/organization/{key}",),
    },
    "doc/organization/{key}": {
        "a": ("foaf:Document",),
        "prov:wasDerivedFrom": ("iri source/bidrag",),
    },
}
"""Subject → property → objects, of the kinds that a project of lod has."""


def write_mapping(file: Path, data: Path) -> None:
    """Write the mapping in RML."""
    source = f'rml:logicalSource [ rml:source "{data}" ; rml:referenceFormulation ql:CSV ]'
    maps = [_PREFIXES]
    for number, (subject, said) in enumerate(_TEMPLATES.items()):
        classes = "".join(f" rr:class {name} ;" for name in said["a"])
        template = f'rr:template "https://data.example/{subject}"'
        graph = "rr:graphMap [ rr:constant <https://data.example/graph/bidrag> ]"
        parts = [f"<#m{number}> {source}", f"rr:subjectMap [ {template} ;{classes} {graph} ]"]
        parts += [
            f"rr:predicateObjectMap [ rr:predicate {name} ; rr:objectMap [ {_object(of)} ] ]"
            for name, objects in said.items()
            for of in objects
            if name != "a"
        ]
        maps.append(" ;\n  ".join(parts) + " .")
    file.write_text("\n".join(maps), "utf-8")


def _object(written: str) -> str:
    kind, _, of = written.partition(" ")
    if kind == "iri" and "{" not in of:
        return f"rr:constant <https://data.example/{of}>"
    if kind == "iri":
        return f'rr:template "https://data.example/{of}" ; rr:termType rr:IRI'
    if kind == "constant":
        return f'rr:constant "{of}"'
    typed = {"date": "xsd:date", "decimal": "xsd:decimal"}
    extra = f" ; rr:datatype {typed[kind]}" if kind in typed else ""
    extra = ' ; rr:language "sv"' if kind == "text" else extra
    return f'rml:reference "{of}"{extra}'


def write_publication(site: Path, count: int) -> None:
    """Write a publication of one table of so many rows, without keys."""
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.rmtree(site / "data/sources")
    (site / "data/sources").mkdir()
    for file in (site / "data/curated").glob("*.ttl"):
        file.unlink()
    (site / "data/keys.csv").write_text("kind,key,source,as_written,now\n")
    write_table(site / "data/sources/bidrag.csv", count)
    (site / "data/sources/bidrag.toml").write_text(_SIDECAR, "utf-8")
    lines = (ROOT / "lod.toml").read_text("utf-8").splitlines()
    lines = ['sources = ["bidrag.csv"]' if line.startswith("sources") else line for line in lines]
    (site / "lod.toml").write_text("\n".join(lines) + "\n", "utf-8")


def ours(count: int, folder: Path) -> Iterator[tuple[str, Figures, int]]:
    """Give each command of lod with what it took; of the build, how many quads it made."""
    site = folder / "site"
    write_publication(site, count)
    yield "lod keys", run(LOD, "keys", "--site", str(site)), 0
    took = run(LOD, "build", "--site", str(site), codes=(0, 1))  # 1: some amounts are rejected
    with gzip.open(site / "var/current/data.nq.gz") as quads:
        yield "lod build", took, sum(1 for _ in quads)


def peers(count: int, folder: Path, python: str) -> Iterator[tuple[str, Figures, int]]:
    """Give what the peer took to map and sort, and how many quads it made."""
    data, mapping, out = (folder / name for name in ("peer.csv", "peer.ttl", "peer.nq"))
    write_table(data, count, ",", clean=True)
    write_mapping(mapping, data)
    settings = folder / "peer.ini"
    settings.write_text(
        f"[CONFIGURATION]\noutput_file={out}\noutput_format=N-QUADS\nlogging_level=ERROR\n"
        f"[DataSource1]\nmappings={mapping}\n"
    )
    mapped = run(python, "-m", "morph_kgc", str(settings))
    end = run("env", "LC_ALL=C", "sort", "--unique", f"--output={out}.sorted", str(out))
    whole = Figures(
        mapped.clock + end.clock, mapped.processor + end.processor, max(mapped.memory, end.memory)
    )
    with Path(f"{out}.sorted").open("rb") as quads:
        yield "morph-kgc, sort", whole, sum(1 for _ in quads)


def _peer(folder: Path) -> str:
    venv = folder / "peer"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin/pip", "install", "--quiet", MORPH], check=True)
    return str(venv / "bin/python")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("counts", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--peer", help="the Python of an environment with morph-kgc")
    given = parser.parse_args()
    rows: list[list[str]] = []
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="lod-tables-") as made:
        python = given.peer or _peer(Path(made))
        for count in given.counts:
            folder = Path(made) / str(count)
            folder.mkdir()
            for name, took, quads in (*ours(count, folder), *peers(count, folder, python)):
                each = 1000 * took.processor / count
                ratio = each / first.setdefault(name, each)
                rows += [[
                    f"{count:,}", name, f"{took.clock:.1f}", f"{took.processor:.1f}",
                    f"{each:.2f}", f"{ratio:.2f}", f"{took.memory:,.0f}",
                    f"{quads:,}" if quads else "",
                ]]  # fmt: skip
                print(rows[-1], file=sys.stderr, flush=True)
            shutil.rmtree(folder)
    titles = ("rows", "command", "s", "CPU s", "ms a row", "times", "peak MiB", "quads")
    print(table(titles, rows))


if __name__ == "__main__":
    main()
