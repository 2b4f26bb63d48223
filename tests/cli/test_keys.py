"""A page fetched again: what `lod keys` shows, asks and writes, as a steward runs it."""

import re
from pathlib import Path

import pytest
from editing import NAME
from fetching import OLD, RENAMED, bring, in_place, keys, lod, rows
from packed import unpacked


@pytest.fixture
def text(site: Path) -> str:
    return (site / f"data/sources/{NAME}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("lang", "asked", "nothing"),
    [
        (
            "en",
            "  renamed?\n    project Håll i: hall-i\n      was hall-ut (Håll ut): the same owner, "
            "the same period, much the same name\n",
            "Nothing has been written: 1 thing resembles what is gone. If it is that:\n"
            "  lod keys --site {site} hall-ut=hall-i\n"
            "If it is new, write instead of its pair: --new hall-i\n",
        ),
        (
            "sv",
            "  nytt namn?\n    projekt Håll i: hall-i\n      tidigare hall-ut (Håll ut): samma "
            "ägare, samma projekttid, nästan samma namn\n",
            "Inget har skrivits: 1 sak liknar det som är borta. Om den är det:\n"
            "  lod keys --site {site} hall-ut=hall-i\n"
            "Är den ny, skriv i stället för paret: --new hall-i\n",
        ),
    ],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_what_resembles_what_is_gone_is_asked_and_nothing_is_written(
    site: Path, text: str, lang: str, asked: str, nothing: str, dry: list[str]
) -> None:
    bring(site, text, RENAMED, ("Vansbro kommun", "Orsa kommun"))
    before = keys(site).read_bytes()
    done = lod(site, "keys", *dry, lang=lang)
    assert (done.exit_code, done.stderr) == (1, nothing.format(site=site))
    assert asked in done.stdout
    assert keys(site).read_bytes() == before
    assert not (site / "data/curated/different.ttl").exists()


NEW = ["Håll i", "hall-i", "project/hall-i", "project/Håll i", "håll  i".replace("h", "H", 1)]
OLDS = ["hall-ut", "Håll ut", "project/hall-ut",
        "https://data.tillvaxtverket.example/id/project/hall-ut"]  # fmt: skip


@pytest.mark.parametrize("new", NEW)
@pytest.mark.parametrize("old", OLDS)
def test_a_renamed_project_keeps_its_address(site: Path, text: str, old: str, new: str) -> None:
    bring(site, text, RENAMED)
    done = lod(site, "keys", f"{old}={new}")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("new keys: 0\n")
    assert rows(site)["Håll i"] == "hall-ut"
    assert rows(site, NAME)["Håll ut"] == "hall-ut"
    told = lod(site, "check", "--format", "json")
    assert told.exit_code == 0
    assert "left-page" not in told.stdout
    assert "likely-renamed" not in told.stdout
    again = lod(site, "keys", f"{old}={new}")
    assert (again.exit_code, again.stdout[-12:]) == (0, "new keys: 0\n"), "nothing more to do"


@pytest.mark.parametrize("new", NEW)
def test_what_is_said_to_be_new_gets_a_key_and_is_asked_no_more(
    site: Path, text: str, new: str
) -> None:
    bring(site, text, RENAMED)
    done = lod(site, "keys", "--new", new)
    assert (done.exit_code, done.stdout[-12:]) == (0, "new keys: 1\n")
    assert "data/curated/different.ttl" in done.stderr
    assert rows(site)["Håll i"] == "hall-i"
    said = (site / "data/curated/different.ttl").read_text().splitlines()
    base = "https://data.tillvaxtverket.example/id/project/"
    assert said[1:] == [
        f"<{base}hall-ut> <http://www.w3.org/2002/07/owl#differentFrom> <{base}hall-i> ."
    ]
    told = lod(site, "check", "--format", "json")
    assert told.exit_code == 0
    assert "likely-renamed" not in told.stdout
    assert "notice/left-page" in told.stdout


def test_a_dry_run_shows_the_same_and_writes_nothing(site: Path, text: str) -> None:
    bring(site, text, RENAMED)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    for said in (["hall-ut=hall-i"], ["--new", "hall-i"]):
        dry = lod(site, "keys", "--dry-run", *said)
        assert (dry.exit_code, dry.stderr) == (0, "Nothing has been written.\n")
        assert {f: f.read_bytes() for f in site.rglob("*") if f.is_file()} == before
    assert lod(site, "keys", *said).stdout == dry.stdout


def test_two_renamed_at_once_are_told_apart(site: Path, text: str) -> None:
    """Both have names, owners or periods in common with both; each gets the likelier."""
    bring(
        site,
        text,
        RENAMED,
        ("Progressiva kommuner\n", "Progressiva kommuner nu\n"),
        ("Utmaningen — samverkan och samsyn för tillväxt", "Samverkan och samsyn för tillväxt"),
    )
    done = lod(site, "keys")
    assert done.exit_code == 1
    answers = [
        "progressiva-kommuner=progressiva-kommuner-nu",
        "utmaningen-samverkan-och-samsyn-for-tillvaxt=samverkan-och-samsyn-for-tillvaxt",
        "hall-ut=hall-i",
    ]
    assert f" {' '.join(answers)}\n" in done.stderr
    part = lod(site, "keys", answers[0])
    assert part.exit_code == 1
    assert f" {' '.join(answers)}\n" in part.stderr, "what is said already is in the command too"
    assert rows(site) == {}, "all or nothing"
    assert lod(site, "keys", *answers[:2], "--new", "Håll i").exit_code == 0
    assert rows(site)["Progressiva kommuner nu"] == "progressiva-kommuner"
    assert rows(site)["Håll i"] == "hall-i"


def test_an_organisation_and_a_programme_are_asked_about_too(site: Path, text: str) -> None:
    was = "Lokalt och regionalt tillväxtarbete"
    bring(site, text, ("Regionförbundet Västerbotten", "Region Västerbotten"), (was, "Tillväxt"))
    sidecar = site / "data/sources/later.toml"
    sidecar.write_text(sidecar.read_text().replace(was, "Tillväxt"))
    done = lod(site, "keys")
    assert done.exit_code == 1
    assert (
        f"programme Tillväxt: tillvaxt\n      was lokalt-och-regionalt-tillvaxtarbete ({was})"
        in (done.stdout)
    )
    answers = [
        "lokalt-och-regionalt-tillvaxtarbete=tillvaxt",
        "regionforbundet-vasterbotten=region-vasterbotten",
    ]
    assert f" {' '.join(answers)}\n" in done.stderr
    assert lod(site, "keys", *answers).exit_code == 0
    assert rows(site, kind="organization")["Region Västerbotten"] == "regionforbundet-vasterbotten"
    assert rows(site, kind="programme") == {"Tillväxt": "lokalt-och-regionalt-tillvaxtarbete"}
    assert lod(site, "build").exit_code == 0


def test_a_new_owner_is_no_renamed_one(site: Path, text: str) -> None:
    """The tables know both: two municipalities are two, however alike their names."""
    bring(site, text, ("Motala kommun", "Mora kommun"))
    done = lod(site, "keys")
    assert done.exit_code == 0
    assert "organization Mora kommun: mora-kommun" in done.stdout.partition("new:")[2]


WRONG = {
    "no equals sign": (["hall-ut"], "write OLD=NEW"),
    "an old one that is unknown": (["xyz=Håll i"], "xyz: data/keys.csv has no such key or name\n"),
    "an old one that is misspelt": (["hal-ut=Håll i"], "is hall-ut meant?"),
    "an old name that is misspelt": (["Hål ut=Håll i"], "is Håll ut meant?"),
    "an old one of another kind": (["organization/hall-ut=Håll i"], "no such key or name"),
    "a new one that is unknown": (["hall-ut=Xyz"], "Xyz: no page has anything of this name\n"),
    "a new one that is misspelt": (["hall-ut=Håll ii"], "is Håll i meant?"),
    "a new key that is misspelt": (["hall-ut=hall-ii"], "is hall-i meant?"),
    "a new one of another kind": (["hall-ut=Mora kommun"], "no page has anything of this name"),
    "an empty old one": (["=Håll i"], "no such key or name"),
    "an empty new one": (["hall-ut="], "no page has anything of this name"),
    "a key for two": (["hall-ut=Håll i", "hall-ut=Nya vägar"],
                      "hall-ut can't be the key of both Håll i and Nya vägar"),
    "two keys for one": (["hall-ut=Håll i", "business-unusual=Håll i"],
                         "Håll i can't have both keys, hall-ut and business-unusual"),
    "new and old": (["hall-ut=Håll i", "--new", "Håll i"],
                    "Håll i can't be new and have the key hall-ut"),
    "new and unknown": (["--new", "Håll ii"], "is Håll i meant?"),
    "one that is listed still": (["progressiva-kommuner=Håll i"],
                                 "later still lists Progressiva kommuner"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("lang", ["en", "sv"])
def test_what_cannot_be_is_refused_and_nothing_is_written(
    site: Path, text: str, case: str, lang: str
) -> None:
    said, words = WRONG[case]
    more = "Nya vägar\n\nProjektägare: Mora kommun Projekttid: 201301 — 201412\n\nVägar byggs.\n\n"
    gone = text[text.index("Business Unusual\n") : text.index("Örnsköldsviks kommun i samv")]
    bring(
        site, text, RENAMED, ("Progressiva kommuner\n", f"{more}Progressiva kommuner\n"), (gone, "")
    )
    before = keys(site).read_bytes()
    done = lod(site, "keys", *said, lang=lang)
    assert (done.exit_code, done.stdout) == (2, "")
    assert keys(site).read_bytes() == before
    if lang == "en":
        assert words in done.stderr
    else:
        assert not re.search(r"\b(has|is|can't|still|write)\b", done.stderr)


def test_a_key_that_is_gone_is_no_answer(site: Path, text: str) -> None:
    bring(site, text, RENAMED)
    for now, said in (("retired", "is retired"), ("business-unusual", "replaced by business-u")):
        whole = keys(site).read_text()
        keys(site).write_text(whole.replace(f"hall-ut{OLD}Håll ut,", f"hall-ut{OLD}Håll ut,{now}"))
        if now == "business-unusual":  # as another source's, so that it isn't listed beside it
            lines = keys(site).read_text().splitlines(keepends=True)
            moved = [x.replace(OLD, ",other,") if ",hall-ut," in x else x for x in lines]
            keys(site).write_text("".join(moved))
        done = lod(site, "keys", "hall-ut=Håll i")
        assert done.exit_code == 2
        assert said in done.stderr
        keys(site).write_text(whole)


def test_a_key_that_was_minted_already_leads_to_the_old_one(site: Path, text: str) -> None:
    bring(site, text, RENAMED)
    assert lod(site, "keys", "--new", "Håll i").exit_code == 0
    (site / "data/curated/different.ttl").unlink()
    whole = keys(site).read_text().splitlines()
    done = lod(site, "keys", "hall-ut=hall-i")
    assert done.exit_code == 0, done.stderr
    changed = [
        (a, b) for a, b in zip(whole, keys(site).read_text().splitlines(), strict=True) if a != b
    ]
    assert changed == [("project,hall-i,later,Håll i,", "project,hall-i,later,Håll i,hall-ut")]
    out = site / "var"
    assert lod(site, "build").exit_code == 0
    dumped = unpacked(out / "current/data.nq").decode()
    assert re.search(
        r"id/project/hall-i> <http://purl.org/dc/terms/isReplacedBy> <\S+/hall-ut>", dumped
    )
    assert '/id/project/hall-ut> <https://schema.org/name> "Håll i"' in dumped
    assert lod(site, "keys", "hall-ut=hall-i").exit_code == 0, "said twice it is the same"


def test_what_led_to_a_replaced_key_leads_on(site: Path, text: str) -> None:
    bring(site, text, RENAMED)
    assert lod(site, "keys", "--new", "Håll i").exit_code == 0
    with keys(site).open("a") as file:
        file.write("project,hall-a,older,Håll a,hall-i\n")
    assert lod(site, "keys", "hall-ut=hall-i").exit_code == 0
    assert rows(site, "older") == {"Håll a": "hall-a → hall-ut"}
    assert rows(site)["Håll i"] == "hall-i → hall-ut"
    assert lod(site, "keys").exit_code == 0


def test_on_the_same_page_the_row_gets_the_new_name(site: Path) -> None:
    in_place(site, RENAMED)
    before = keys(site).read_text()
    done = lod(site, "keys")
    assert done.exit_code == 1
    assert "was hall-ut (Håll ut): the same source, much the same name" in done.stdout
    assert lod(site, "keys", "hall-ut=hall-i").exit_code == 0
    assert keys(site).read_text() == before.replace(",Håll ut,", ",Håll i,")
    told = lod(site, "check", "--format", "json")
    assert (told.exit_code, "unyielded-key" in told.stdout) == (0, False)


def test_on_the_same_page_a_key_that_was_minted_already_is_refused(site: Path) -> None:
    in_place(site, RENAMED)
    assert lod(site, "keys", "--new", "Håll i").exit_code == 0
    before = keys(site).read_bytes()
    done = lod(site, "keys", "hall-ut=hall-i")
    assert done.exit_code == 2
    assert f"hall-ut and hall-i both have a row for {NAME}: take out the row" in done.stderr
    assert keys(site).read_bytes() == before


KINDS = {
    "project": (RENAMED, "Håll ut"),
    "organization": (("Vansbro kommun", "Orsa kommun"), "Vansbro kommun"),
    "programme": (("Lokalt och regionalt tillväxtarbete", "Xyz"),
                  "Lokalt och regionalt tillväxtarbete"),
    "report": (("Företagens förväntningar på kommunen", "Xyz"),
               "Företagens förväntningar på kommunen"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "has this no more: {} ({})"), ("sv", "har inte detta längre: {} ({})")],
)
def test_a_row_whose_thing_is_gone_is_told_of_every_kind(
    site: Path, kind: str, lang: str, words: str
) -> None:
    change, name = KINDS[kind]
    in_place(site, change)
    if kind == "programme":
        sidecar = site / f"data/sources/{NAME}.toml"
        sidecar.write_text(sidecar.read_text().replace(*change))
    shown = {"organization": "organisation", "project": "projekt", "programme": "program",
             "report": "rapport"}[kind] if lang == "sv" else kind  # fmt: skip
    asked = re.search(r"--new (\S+)\n$", lod(site, "keys").stderr)
    assert (asked is not None) == (kind in ("project", "programme"))
    assert not asked or lod(site, "keys", "--new", asked[1]).exit_code == 0
    told = lod(site, "check", "--format", "text", lang=lang)
    assert told.exit_code == 0
    assert words.format(name, shown) in told.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "no key for Håll ut (project)"), ("sv", "nyckel saknas för Håll ut (projekt)")],
)
def test_a_kind_is_named_in_the_language_of_the_run(site: Path, lang: str, words: str) -> None:
    lines = keys(site).read_text().splitlines(keepends=True)
    keys(site).write_text("".join(line for line in lines if "hall-ut" not in line))
    done = lod(site, "check", lang=lang)
    assert done.exit_code == 3
    assert words in done.stderr


def test_a_row_of_a_source_that_is_not_there_is_told(site: Path) -> None:
    with keys(site).open("a") as file:
        file.write("project,x,programsida-2013-11-51,X,\n")
    told = lod(site, "check")
    assert told.exit_code == 0
    assert "there is no source programsida-2013-11-51, which is to have X (project)" in told.stdout


@pytest.mark.parametrize(("lang", "words"), [
    ("en", "Business Unusual (business-unusual) isn't listed by the newest page, later; "
           "programsida-2013-11-15 is the last that lists it"),
    ("sv", "Business Unusual (business-unusual) finns inte på den nyaste sidan, later; "
           "programsida-2013-11-15 är den sista som har med det"),
])  # fmt: skip
def test_a_project_that_left_the_newest_page_is_told_by_both(
    site: Path, text: str, lang: str, words: str
) -> None:
    gone = text[text.index("Business Unusual\n") : text.index("Örnsköldsviks kommun i samv")]
    bring(site, text, (gone, ""))
    done = lod(site, "keys", lang=lang)
    assert done.exit_code == 0
    head = {"en": "gone:", "sv": "borta:"}[lang]
    assert (
        f"  {head}\n    {'project' if lang == 'en' else 'projekt'} Business Unusual: bus"
        in done.stdout
    )
    told = lod(site, "check", lang=lang)
    assert told.exit_code == 0
    assert words in told.stdout
    assert re.search(r"keys\.csv:\d+:\d+\n.*Business Unusual", told.stdout)


def test_two_pages_that_come_at_once_are_compared_too(site: Path, text: str) -> None:
    bring(site, text, RENAMED)
    keys(site).write_text("kind,key,source,as_written,now\n")
    done = lod(site, "keys")
    assert done.exit_code == 1
    assert "was hall-ut (Håll ut)" in done.stdout
    assert lod(site, "keys", "hall-ut=hall-i").exit_code == 0
    assert rows(site)["Håll i"] == rows(site, NAME)["Håll ut"] == "hall-ut"
    assert lod(site, "build").exit_code == 0


def test_a_name_with_an_equals_sign_is_one(site: Path, text: str) -> None:
    bring(site, text, ("Håll ut\n", "Håll = ut\n"))
    assert lod(site, "keys", "--dry-run").exit_code == 1
    assert lod(site, "keys", "hall-ut=Håll = ut").exit_code == 0
    assert rows(site)["Håll = ut"] == "hall-ut"


def test_what_could_not_be_read_is_said(site: Path, text: str) -> None:
    bring(site, text, ("Håll ut\n", "\n"))
    done = lod(site, "keys")
    assert done.exit_code == 0
    assert "  1 part of it can't be read: what stands there isn't told here\n" in done.stdout
