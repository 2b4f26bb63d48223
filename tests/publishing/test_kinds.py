"""The kind of an organisation: as somebody says, else as its name does; who is public."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.kinds import kind_named
from lod.publishing.publication import Mapped, map_all

BASE = "https://data.tillvaxtverket.example/"
KALMAR = f"{BASE}id/organization/industriellt-utvecklingscentrum-i-kalmar-ab"
PUBLISHER = f"{BASE}id/organization/tillvaxtverket"
CURATED = "data/curated/organizations.ttl"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Regionförbundet Västerbotten", "regional-federation"),
        ("Regionförbundet i Kalmar län", "regional-federation"),
        ("Norrlandstingens regionförbund", "regional-federation"),
        ("Göteborgsregionens kommunalförbund", "regional-federation"),
        ("Kommunalförbundet Sydsamverkan", "regional-federation"),
        ("KOMMUNALFÖRBUNDET  Avfall i väst", "regional-federation"),
        ("Länsstyrelsen i Kopparbergs län", "county-administrative-board"),
        ("Landstinget i Kalmar län", "region"),
        ("Stockholms läns landsting", "region"),
        ("Byns hembygdsförening", "association"),
        ("Föreningen Norden", "association"),
        ("Byn i Fokus ideell förening", "association"),
        ("Association of Village Shops", "association"),
        ("Coompanion Kronoberg ekonomisk förening", "economic-association"),
        ("Ekonomiska föreningen Ladan", "economic-association"),
        ("Byahandel i Norr ek. för.", "economic-association"),
        ("Byahandel ek för", "economic-association"),
        ("Stiftelsen Skansen", "foundation"),
        ("Forskningsstiftelsen för skogen", "foundation"),
        ("The Village Foundation", "foundation"),
        ("Umeå universitet", "university"),
        ("Universitetet i Bergen", "university"),
        ("Sveriges lantbruksuniversitet", "university"),
        ("Högskolan i Borås", "university"),
        ("Luleå tekniska högskola", "university"),
        ("University of Gävle", "university"),
        ("Industriellt Utvecklingscentrum i Kalmar AB", "company"),
        ("AB Volvo", "company"),
        ("Hamnbolaget AB (publ)", "company"),
        ("Byggaktiebolaget Norr", "company"),
        ("Village Homes Ltd.", "company"),
    ],
)
def test_a_name_says_what_kind_it_is_of(name: str, kind: str) -> None:
    assert kind_named(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Företagarna",
        "Region Västerbotten",  # a federation until 2019
        "Region 8",
        "Lycksele kommun",  # the tables know them
        "Hamnbolaget",
        "Glesbygdens riksförbund",
        "Regionförbundets pensionärer",
        "Billströmska folkhögskolan",
        "Yrkeshögskolan i Norr",
        "Studentkåren vid Umeå universitet",
        "Näringslivet i Skaraborgs kommunalförbund",
        "Bostadsrättsföreningen Ladan",
        "Norra samfällighetsförening",
        "Stiftelsen Högskolan i Jönköping",  # two kinds
        "Chalmers tekniska högskola AB",
        "Personalföreningen vid Kalmar AB",
        "Crab abroad",
        "Lunds universitets innovationer",
    ],
)
def test_a_name_that_says_no_kind_or_two_leaves_it_open(name: str) -> None:
    assert kind_named(name) is None


def edit(file: Path, old: str, new: str) -> None:
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new), "utf-8")


def said(mapped: Mapped, subject: str, predicate: str) -> set[tuple[str, str]]:
    """What a thing's property says, and in which graph: last parts of IRIs."""
    name = mapped.graph.expand(predicate)
    return {
        (str(q.object)[1:-1].rpartition("/")[2], str(q.graph_name)[1:-1].rpartition("/")[2])
        for q in mapped.graph
        if str(q.subject) == f"<{subject}>" and q.predicate.value == name
    }


def kinds(mapped: Mapped, subject: str) -> set[tuple[str, str]]:
    return said(mapped, subject, "org:classification")


def is_public(mapped: Mapped, subject: str) -> bool:
    types = said(mapped, subject, "rdf:type")
    return "GovernmentOrganization" in {name for name, _ in types}


def without_curated_kind(site: Path) -> None:
    edit(site / CURATED, "    org:classification orgtype:company .", '    schema:slogan "Ut"@sv .')


def test_a_name_says_its_kind_beside_itself(site: Path) -> None:
    without_curated_kind(site)
    mapped = map_all(read_config(site))
    assert kinds(mapped, KALMAR) == {("company", "programsida-2013-11-15")}
    assert not is_public(mapped, KALMAR)
    assert check_publication(mapped, print).counts["violation"] == 0


def test_what_somebody_says_goes_before_the_name(site: Path) -> None:
    edit(site / CURATED, "orgtype:company", "orgtype:university")
    mapped = map_all(read_config(site))
    assert kinds(mapped, KALMAR) == {("university", "curated")}
    assert check_publication(mapped, print).counts["violation"] == 0


def test_a_curated_public_kind_makes_a_public_body(site: Path) -> None:
    mapped = map_all(read_config(site))
    federation = f"{BASE}id/organization/regionforbundet-vasterbotten"
    assert kinds(mapped, federation) == {("regional-federation", "curated")}
    assert is_public(mapped, federation)


def test_a_kind_that_the_publications_list_lacks_is_not_said(site: Path) -> None:
    without_curated_kind(site)
    file = site / "ontology/organization-type.ttl"
    edit(file, "orgtype:company, orgtype:regional-federation", "orgtype:regional-federation")
    head, _, tail = file.read_text("utf-8").partition("orgtype:company a skos:Concept")
    file.write_text(head + tail.partition("\n\n")[2], "utf-8")
    mapped = map_all(read_config(site))
    assert kinds(mapped, KALMAR) == set()
    assert check_publication(mapped, print).counts["violation"] == 0


@pytest.mark.parametrize(
    ("kind", "public"),
    [
        ("government-agency", True),
        ("county-administrative-board", True),
        ("municipality", True),
        ("region", True),
        ("regional-federation", True),
        ("company", False),
        ("association", False),
        ("economic-association", False),
        ("foundation", False),
        ("university", False),
    ],
)
def test_the_publishers_kind_decides_whether_it_is_public(
    site: Path, kind: str, public: bool
) -> None:
    edit(site / "lod.toml", 'type = "government-agency"', f'type = "{kind}"')
    mapped = map_all(read_config(site))
    assert kinds(mapped, PUBLISHER) == {(kind, "reference")}
    assert is_public(mapped, PUBLISHER) == public
    assert check_publication(mapped, print).counts["violation"] == 0


def test_a_publisher_of_no_known_kind_is_an_organization_and_no_more(site: Path) -> None:
    edit(site / "lod.toml", 'type = "government-agency"', "")
    mapped = map_all(read_config(site))
    assert kinds(mapped, PUBLISHER) == set()
    types = {name.rpartition("#")[2] for name, _ in said(mapped, PUBLISHER, "rdf:type")}
    assert types == {"Organization"}


def test_a_kind_below_a_public_one_is_public(site: Path) -> None:
    with (site / "ontology/organization-type.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "orgtype:court a skos:Concept ; skos:inScheme <def/organization-type> ;"
            ' skos:broader orgtype:county-administrative-board ; skos:prefLabel "domstol"@sv,'
            ' "court"@en ; skos:definition "En domstol."@sv, "A court."@en .\n'
        )
    edit(site / "lod.toml", 'type = "government-agency"', 'type = "court"')
    mapped = map_all(read_config(site))
    assert is_public(mapped, PUBLISHER)
    assert check_publication(mapped, print).counts["violation"] == 0


@pytest.mark.parametrize(("titles", "language"), [(("sv", "en"), "sv"), (("en",), "en")])
def test_the_publisher_is_named_in_the_publications_language(
    site: Path, titles: tuple[str, ...], language: str
) -> None:
    config = replace(read_config(site), titles=dict.fromkeys(titles, "Projects"), languages=titles)
    names = [
        q.object.language
        for q in map_all(config).graph
        if isinstance(q.object, ox.Literal) and q.object.value == "Tillväxtverket"
    ]
    assert names == [language, language]  # as an organisation, and as harvesters know it
