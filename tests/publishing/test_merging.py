"""Sources are mapped each by itself, anywhere and in any order; one graph is made of them."""

import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from editing import change

from lod.errors import MappingError
from lod.publishing.build import mint_keys
from lod.publishing.config import read_config
from lod.publishing.iris import Iris
from lod.publishing.keys import write_keys
from lod.publishing.mapping import (
    Graph,
    MappedSource,
    Origin,
    StatementList,
    map_page,
    map_publisher,
    merge,
)
from lod.publishing.publication import Mapped, map_all
from lod.publishing.records import Page

SHIPPED = "programsida-2013-11-15"
DATE = "15 november 2013 13:46"
PAGES = {
    SHIPPED: {},
    "newer": {
        DATE: "16 november 2013 09:00",
        "201203 — 201406": "201203 — 201408",
        "\nHåll ut\n": "\nHåll in\n",
        "Vi arbetar för": "Vi verkar för",
    },
    "older": {
        DATE: "1 mars 2012 09:00",
        "Vansbro kommun Projekt": "Okända föreningen Projekt",
        "\nBusiness Unusual\n": "\nBusiness as usual\n",
        "20112-01": "2012-01",
    },
}
"""Page by page what it says instead of what the shipped page says."""
NEWEST_FIRST = ("newer", SHIPPED, "older")
IN_PROCESS = """import pickle, sys
from lod.publishing.mapping import map_page
sys.stdout.buffer.write(pickle.dumps(map_page(*pickle.load(sys.stdin.buffer))))"""

Told = list[tuple[object, str, Origin]]


def publish(site: Path, *names: str) -> Mapped:
    """Publish pages in this order."""
    sidecar = (site / f"data/sources/{SHIPPED}.toml").read_text("utf-8")
    text = (site / f"data/sources/{SHIPPED}.txt").read_text("utf-8")
    for name in names:
        (site / f"data/sources/{name}.toml").write_text(sidecar, "utf-8")
        (site / f"data/sources/{name}.txt").write_text(text, "utf-8")
        for old, new in PAGES[name].items():
            change(site, old, new, name)
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps(names)}"
    settings.write_text(re.sub(r"^sources = .*", listed, settings.read_text("utf-8"), flags=re.M))
    config = read_config(site)
    write_keys(*mint_keys(config))
    return map_all(config)


def given_to(page: Page, mapped: Mapped) -> tuple[object, ...]:
    """All that a page is mapped with."""
    iris = mapped.graph.iris
    publisher = iris.thing("organization", mapped.config.publisher.key)
    return page, iris, mapped.keys, mapped.reference, publisher, mapped.config.publisher.name


def mapped_here(page: Page, mapped: Mapped) -> MappedSource:
    return map_page(*given_to(page, mapped))  # type: ignore[arg-type]


def mapped_elsewhere(page: Page, mapped: Mapped) -> MappedSource:
    """Map a page in a process of its own, where texts hash as they do nowhere else."""
    number = int(hashlib.sha256(page.source.name.encode()).hexdigest(), 16) % 1000
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS],
        input=pickle.dumps(given_to(page, mapped)),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONHASHSEED": str(number)},
        check=True,
    )
    return pickle.loads(done.stdout)  # type: ignore[no-any-return]


def told(graph: Graph) -> Told:
    """All statements in their order, each with its graph and where it comes from."""
    return [(t, name.value, graph.origins[t]) for t, name in graph.quads.items()]


def merged(mapped: Mapped, sources: list[MappedSource]) -> Graph:
    first = StatementList(Iris(mapped.config.base_iri, mapped.config.vocab_iri))
    map_publisher(mapped.config, first)
    return merge(first.iris, first.said, sources)


@pytest.mark.parametrize("names", [(SHIPPED,), (SHIPPED, "newer"), ("older", SHIPPED, "newer")])
def test_in_whatever_order_sources_are_mapped_the_graph_is_the_same(
    site: Path, names: tuple[str, ...]
) -> None:
    mapped = publish(site, *names)
    whole = told(merged(mapped, [mapped_here(page, mapped) for page in mapped.pages]))
    published = told(mapped.graph)
    assert published[: len(whole)] == whole, "then come areas, ontology and catalogue"
    assert len({name for _, name, _ in whole} & {mapped.graph.iris.graph(n) for n in names}) == len(
        names
    )
    for order in permutations(range(len(names))):
        found = {n: mapped_here(mapped.pages[n], mapped) for n in order}
        kept = pickle.loads(pickle.dumps([found[n] for n in range(len(names))]))
        assert told(merged(mapped, kept)) == whole


def test_sources_can_be_mapped_in_other_processes(site: Path) -> None:
    mapped = publish(site, "older", SHIPPED, "newer")
    here = [mapped_here(page, mapped) for page in mapped.pages]
    elsewhere = [mapped_elsewhere(page, mapped) for page in mapped.pages]
    assert elsewhere == here
    assert told(merged(mapped, elsewhere)) == told(merged(mapped, here))


@pytest.mark.parametrize("names", [*permutations((SHIPPED, "newer")), *permutations(PAGES)])
def test_each_project_is_as_the_newest_page_that_lists_it_says_by_itself(
    site: Path, names: tuple[str, ...]
) -> None:
    mapped = publish(site, *names)
    alone = {name: publish(site, name).graph for name in names}
    kind = f"<{mapped.graph.expand('fp:FundedProject')}>"
    projects = [t.subject for t in mapped.graph.quads if str(t.object) == kind]
    assert len(projects) == len(set(projects)) > 9
    sources = set()
    for project in projects:
        newest = next(n for n in NEWEST_FIRST if n in names and project in alone[n].about)
        sources.add(newest)
        assert about(project, mapped.graph) == about(project, alone[newest]), project
    assert sources == set(names)


def about(thing: object, graph: Graph) -> Told:
    start = str(thing).rstrip(">")
    return [one for one in told(graph) if str(one[0]).startswith((f"{start}>", f"{start}/"))]


def test_what_several_pages_say_stands_in_the_newest_ones_graph(site: Path) -> None:
    mapped = publish(site, "older", SHIPPED, "newer")
    iris = mapped.graph.iris
    owner = f"<{iris.thing('organization', 'regionforbundet-ostsam')}>"
    said = [name for t, name, _ in told(mapped.graph) if str(t).startswith(owner)]
    assert set(said) == {iris.graph("newer")}


def test_parts_of_a_source_can_be_mapped_apart(site: Path) -> None:
    mapped = publish(site, SHIPPED, "newer")
    whole = [mapped_here(page, mapped) for page in mapped.pages]
    apart = [
        replace(source, parts=parts)
        for source in whole
        for parts in (source.parts[:5], source.parts[5:])
    ]
    assert told(merged(mapped, apart)) == told(merged(mapped, whole))


def test_merging_changes_nothing_of_what_it_is_given(site: Path) -> None:
    mapped = publish(site, SHIPPED, "newer")
    sources = [mapped_here(page, mapped) for page in mapped.pages]
    before = pickle.dumps(sources)
    assert told(merged(mapped, sources)) == told(merged(mapped, sources))
    assert pickle.dumps(sources) == before


def test_what_cannot_be_described_is_a_fault_only_where_it_would_be_published(site: Path) -> None:
    """The owner that only the older page names is withdrawn: the newer page names another."""
    publish(site, SHIPPED, "older")
    file = site / "data/keys.csv"
    file.write_text(re.sub(r"(,Okända föreningen,)$", r"\1retired", file.read_text(), flags=re.M))
    mapped = map_all(read_config(site))
    faults = [part.fault for page in mapped.pages for part in mapped_here(page, mapped).parts]
    assert len([fault for fault in faults if fault]) == 1
    with pytest.raises(MappingError, match="retired"):
        publish(site, "older")
