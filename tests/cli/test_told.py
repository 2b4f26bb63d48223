"""Each kind of notice is told at its line by the command, in both languages.

The table is whole: the kinds that the code has are collected, and compared with it.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from bringing import add_page, publish
from editing import NAME, change
from telling import Damage, Told, added, check, edited

from lod import publishing
from lod.words import Message

KEYS, SETTINGS, DECISIONS = "data/keys.csv", "lod.toml", "data/curated/decisions.ttl"
PAGE, SIDECAR = f"data/sources/{NAME}.txt", f"data/sources/{NAME}.toml"
DATE, LATER = "15 november 2013 13:46", "5 maj 2014 09:30"
ANOMALY = "id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start"
DECISION = f"""
<{ANOMALY}/decision> a fp:Decision, prov:Entity ;
    fp:decides <{ANOMALY}> ;  # here
    fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:description "Så är det."@sv, "So it is."@en ;
    dcterms:date "2014-01-01"^^xsd:date ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""


def on_page(old: str, new: str) -> Damage:
    def damage(site: Path) -> None:
        change(site, old, new)

    return damage


def all_of(*damages: Damage) -> Damage:
    def damage(site: Path) -> None:
        for each in damages:
            each(site)

    return damage


def later_page(old: str, new: str) -> Damage:
    """Add the page of half a year later, with a change, and mint its keys."""

    def damage(site: Path) -> None:
        text = (site / PAGE).read_text("utf-8")
        dated = text.replace(DATE, LATER)
        assert old in dated
        add_page(site, "later", dated.replace(old, new))
        publish(site, NAME, "later")

    return damage


def renamed_programme(site: Path) -> None:
    """Add the page of half a year later, of a programme with another name."""
    old, new = "Lokalt och regionalt tillväxtarbete", "Landsbygd"
    text = (site / PAGE).read_text("utf-8").replace(f"\n{old}\n", f"\n{new}\n")
    add_page(site, "later", text.replace(DATE, LATER))
    edited("data/sources/later.toml", f'title = "{old}"', f'title = "{new}"')(site)
    publish(site, NAME, "later")


def table(site: Path) -> None:
    """Add a table with a project that ends before it starts."""
    folder = site / "data/sources"
    (folder / "grants.csv").write_text(
        "Id,Projekt,Owner,Start,Slut\nD-1,Bro,Hjo kommun,2015-03-01,2014-02-01\n", "utf-8"
    )
    (folder / "grants.toml").write_text(
        'title = "Stöd"\npublisher = "tillvaxtverket"\nlanguage = "sv"\nstated = 2015-12-31\n'
        '[table]\ndates = ["yyyy-mm-dd"]\n'
        '[columns]\nid = "Id"\ntitle = "Projekt"\nowner = "Owner"\nstart = "Start"\nend = "Slut"\n',
        "utf-8",
    )
    publish(site, NAME, "grants.csv")


def unlisted(site: Path) -> None:
    add_page(site, "later", (site / PAGE).read_text("utf-8"))


HALL_UT = f"project,hall-ut,{NAME},Håll ut,"
HALL_UT_TEXT = "\nHåll ut\n"
WITHDRAWN = edited(KEYS, HALL_UT, f"{HALL_UT}retired 2013-11-14")
NOTICES: tuple[tuple[str, Told], ...] = (
    (
        "open-anomaly",
        Told("nobody has decided: {why}", all_of(), PAGE, "20112-01"),
    ),
    (
        "untaken-line",
        Told("is not published: {words}", all_of(), PAGE, "Tillväxtverkets logotyp"),
    ),
    (
        "slogan",
        Told("is not published: {words}", edited(SIDECAR, "slogan = ", "# "), PAGE, "Vi arbetar"),
    ),
    (
        "owner-in-doubt",
        Told(
            "the owner may be several names, or more than a name; no key is made for it "
            "before the sidecar says: {example}",
            on_page("Ljungby kommun P", "Ljungby kommun och Laxå kommun P"),
            *(PAGE, "Laxå"),
        ),
    ),
    (
        "undated-status",
        Told(
            "the page has no date that can be read, so that no status is published: {count}",
            edited(SIDECAR, 'changed = "Senast ändrad"\n', ""),
            *(SIDECAR, "[labels.sections]"),
        ),
    ),
    (
        "unyielded-key",
        Told(
            "the source {source} has this no more: {name} ({kind})",
            added(KEYS, f"project,bro,{NAME},Bro,\n"),
            *(KEYS, "project,bro"),
        ),
    ),
    (
        "unyielded-key",
        Told(
            "there is no source {source}, which is to have {name} ({kind})",
            added(KEYS, "project,bro,sida,Bro,\n"),
            *(KEYS, "project,bro"),
        ),
    ),
    (
        "table-remark",
        Told("before the start", table, "data/sources/grants.csv", "D-1"),
    ),
    (
        "left-page",
        Told(
            "{name} ({key}) isn't listed by the newest page, {newest}; {source} is the last "
            "that lists it",
            later_page(
                "Business Unusual\n\nProjektägare: Ljungby kommun Projekttid: 2011-12 — 2014-01",
                "Ett annat\n\nProjektägare: Ljungby kommun Projekttid: 2014-01 — 2014-12",
            ),
            *(KEYS, "Business Unusual"),
        ),
    ),
    (
        "unmet-words",
        Told(
            "the page doesn't say this: {words}",
            edited(SIDECAR, '"är avslutat"', '"är slut"'),
            *(SIDECAR, "är slut"),
        ),
    ),
    (
        "unread-file",
        Told(
            "is not read: {file}",
            added("data/curated/more.txt", "Mer"),
            *("data/curated/more.txt", ""),
        ),
    ),
    (
        "unlisted-source",
        Told("this source is not published: {name}", unlisted, "data/sources/later.toml", ""),
    ),
    (
        "withdrawn-yet-listed",
        Told(
            "{name} is withdrawn without a day, but the newest page lists it: {source}",
            edited(KEYS, HALL_UT, f"{HALL_UT}retired"),
            *(KEYS, HALL_UT),
        ),
    ),
    (
        "withdrawn-yet-listed",
        Told(
            "{name} is withdrawn since {since}, but a page of {stated} lists it: {source}",
            *(WITHDRAWN, KEYS, HALL_UT),
        ),
    ),
    (
        "likely-renamed",
        Told(
            "{old} is probably {new} now ({key}): owner and period are the same",
            *(later_page(HALL_UT_TEXT, "\nHåll i\n"), KEYS, HALL_UT),
        ),
    ),
    (
        "likely-renamed",
        Told(
            "{old} is probably {new} now ({key}): most projects are the same",
            *(renamed_programme, KEYS, "programme,lokalt"),
        ),
    ),
    (
        "unfilled",
        Told(
            "still to be filled in after lod init: {settings}",
            edited(SETTINGS, "Projects of the programme Local and regional growth", "Projects"),
            *(SETTINGS, 'key = "tillvaxtverket"'),
        ),
    ),
    (
        "blank-node",
        Told(
            "this has no address of its own",
            added(DECISIONS, '\n[] dcterms:description "Ja"@sv .\n'),
            *(DECISIONS, "[] dcterms"),
            1,
        ),
    ),
    (
        "decision-property",
        Told(
            "a decision has no {property}",
            added(DECISIONS, DECISION.replace("fp:chosen", "fp:choosen")),
            *(DECISIONS, "fp:choosen", 1),
        ),
    ),
    (
        "void-decision",
        Told(
            "this decides nothing: it has neither the class fp:Decision nor fp:decides",
            added(DECISIONS, f'\n<{ANOMALY}/decision> dcterms:description "Ja"@sv . # void\n'),
            *(DECISIONS, "# void", 1),
        ),
    ),
    (
        "outdated-decision",
        Told(
            "the decision is of {day}; since then {page} has other words there",
            all_of(added(DECISIONS, DECISION), later_page("20112-01", "20122-11")),
            *(DECISIONS, "# here"),
        ),
    ),
    (
        "unknown-thing",
        Told(
            "nothing has the address {iri}",
            added(DECISIONS, '\n<id/project/hall-utt> dcterms:description "Ja"@sv .\n'),
            *(DECISIONS, "hall-utt"),
        ),
    ),
)


@pytest.mark.parametrize(("rule", "case"), NOTICES, ids=lambda one: one if one is str(one) else "")
def test_each_notice_is_told_at_its_line_in_both_languages(
    site: Path, rule: str, case: Told
) -> None:
    case.damage(site)
    told = check(site, case)
    title, how = kinds()[rule]
    for lang, text in told.items():
        assert f"{title.told(lang)} (notice/{rule})" in text
        assert how.told(lang) in text


def kinds() -> Mapping[str, tuple[Message, Message]]:
    """Give each kind of notice that the code has: what should be, and how to mend it."""
    found: dict[str, tuple[Message, Message]] = {}
    for module in pkgutil.walk_packages(publishing.__path__, f"{publishing.__name__}."):
        if (spec := module.module_finder.find_spec(module.name, None)) and spec.origin:
            text = Path(spec.origin).read_text("utf-8")
            if "notice/{" in text:
                has = vars(importlib.import_module(module.name))["_KINDS"]
                found |= {name: (title, how) for name, (_, title, how) in has.items()}
    return found


def test_every_kind_of_notice_is_in_the_table() -> None:
    assert {rule for rule, _ in NOTICES} == {*kinds()}
