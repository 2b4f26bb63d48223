"""Eight pages as funders write them, in five languages, against tables typed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from lod.publishing.importing.text import read_saved_page
from publishing.sources.funders import Funder

Row = tuple[str, str, str | None, str | None, str | None, str | None]
"""Title, owner, first and last month, purpose, stage."""


@dataclass(frozen=True)
class Case:
    """A page, what its sidecar says, and what must come of it."""

    text: str
    title: str
    labels: Mapping[str, object]
    rows: tuple[Row, ...]
    language: str = "sv"
    more: str = ""
    html: bool = False
    code: int = 0


SWEDISH = Case(
    """\
Leader Skog och Sjö

Vi stöder byarna.

Beviljade projekt

Bad för alla
Projektägare: Hjo kommun
Projektperiod: 2012-01 – 2013-06
Stöd: 75 tkr

En brygga byggs vid badet.
Den blir klar till sommaren.

Avslutade projekt

Gamla vägar
Projektägare: Vägföreningen Backen
Projektperiod: 201101 – 201205
Stöd: 30 tkr

Vägarna märktes ut.

Sidan ändrad: 15 november 2013 13:46
""",
    "Leader Skog och Sjö",
    {
        **{"owner": "Projektägare", "period": "Projektperiod", "changed": "Sidan ändrad"},
        "fields": {"Stöd": "amount"},
        "sections": {"Beviljade projekt": "ongoing", "Avslutade projekt": "closed"},
    },
    (
        (
            *("Bad för alla", "Hjo kommun", "2012-01", "2013-06"),
            *("En brygga byggs vid badet. Den blir klar till sommaren.", "ongoing"),
        ),
        (
            *("Gamla vägar", "Vägföreningen Backen", "2011-01", "2012-05"),
            *("Vägarna märktes ut.", "closed"),
        ),
    ),
)
ENGLISH = Case(
    """\
Home
Approved projects
Contact

Northern Shores Programme

The programme funds work across the border.

Approved projects

Green harbours

Lead partner: Municipality of Malax, Finland
Duration: 2012-03 – 2014-10
Contact: N. N., +000 00 000 00 00

Harbours learn how to save energy.

Rail for all

Lead partner: Mid Nordic Committee
Duration: 2012-09 – 2014-12

Studies show where trains should stop.
""",
    "Northern Shores Programme",
    {
        **{"owner": "Lead partner", "period": "Duration"},
        "fields": {"Contact": "contact"},
        "owners": {"Municipality of Malax, Finland": ["Municipality of Malax"]},
        "sections": {"Approved projects": "ongoing"},
    },
    (
        (
            *("Green harbours", "Municipality of Malax", "2012-03", "2014-10"),
            *("Harbours learn how to save energy.", "ongoing"),
        ),
        (
            *("Rail for all", "Mid Nordic Committee", "2012-09", "2014-12"),
            *("Studies show where trains should stop.", "ongoing"),
        ),
    ),
    language="en",
    more="stated = 2013-11-20\n",
)
NORWEGIAN = Case(
    """\
Utviklingsmidler

Pågående prosjekter

Levende sentrum
Prosjekteier: Vefsn kommune
Prosjektperiode: 2012-01 – 2013-12
Tilskudd: kr 600 000

Prosjektet skal utvikle sentrum.
""",
    "Utviklingsmidler",
    {
        **{"owner": "Prosjekteier", "period": "Prosjektperiode"},
        "sections": {"Pågående prosjekter": "ongoing"},
    },
    (
        (
            *("Levende sentrum", "Vefsn kommune", "2012-01", "2013-12"),
            *("Prosjektet skal utvikle sentrum.", "ongoing"),
        ),
    ),
    language="nb",
    code=1,
)
FINNISH = Case(
    """\
Kehittämisohjelma

Ohjelma tukee kyliä.

Käynnissä olevat hankkeet

Kylien valokuitu

Kylille rakennetaan valokuitu.

Hankkeen omistaja: Närpiön kaupunki

Hankeaika: 2012-01 – 2013-10

Elävä satama

Satamaa hoidetaan yhdessä.

Hankkeen omistaja: Maalahden kunta

Hankeaika: 2012-05 – 2014-01
""",
    "Kehittämisohjelma",
    {
        **{"owner": "Hankkeen omistaja", "period": "Hankeaika"},
        "sections": {"Käynnissä olevat hankkeet": "ongoing"},
    },
    (
        (
            *("Kylien valokuitu", "Närpiön kaupunki", "2012-01", "2013-10"),
            *("Kylille rakennetaan valokuitu.", "ongoing"),
        ),
        (
            *("Elävä satama", "Maalahden kunta", "2012-05", "2014-01"),
            *("Satamaa hoidetaan yhdessä.", "ongoing"),
        ),
    ),
    language="fi",
)
GERMAN = Case(
    """\
Förderprogramm Dorf

Laufende Vorhaben

Glasfaser im Dorf

Träger:
Gemeinde Zingst

Laufzeit:
2012-01 – 2013-10

Das Vorhaben bringt Glasfaser ins Dorf.

Offene Ställe

Träger:
Landkreis Rügen

Laufzeit:
2012-06 – 2014-03

Ställe öffnen ihre Türen.
""",
    "Förderprogramm Dorf",
    {
        **{"owner": "Träger", "period": "Laufzeit"},
        "sections": {"Laufende Vorhaben": "ongoing"},
    },
    (
        (
            *("Glasfaser im Dorf", "Gemeinde Zingst", "2012-01", "2013-10"),
            *("Das Vorhaben bringt Glasfaser ins Dorf.", "ongoing"),
        ),
        (
            *("Offene Ställe", "Landkreis Rügen", "2012-06", "2014-03"),
            *("Ställe öffnen ihre Türen.", "ongoing"),
        ),
    ),
    language="de",
)
TERMS = Case(
    """\
<h1>Bygdemedel</h1><p>Medel till bygden.</p><h2>Pågående projekt</h2>
<h3>Ungas hus</h3>
<dl><dt>Sökande</dt><dd>Hjo kommun</dd><dt>Tid</dt><dd>2012-01 – 2013-10</dd>
<dt>Handläggare</dt><dd>N. N.<br>000-000 00 00</dd><dt>Syfte</dt><dd>Ett hus för unga.</dd></dl>
<h3>Kvarnen</h3>
<dl><dt>Tid</dt><dd>2012-04 – 2013-11</dd><dt>Sökande</dt><dd>Kvarnföreningen</dd>
<dt>Syfte</dt><dd>Kvarnen mal igen.</dd></dl>
""",
    "Bygdemedel",
    {
        **{"owner": "Sökande", "period": "Tid"},
        "fields": {"Syfte": "purpose", "Handläggare": "contact"},
        "sections": {"Pågående projekt": "ongoing"},
    },
    (
        ("Ungas hus", "Hjo kommun", "2012-01", "2013-10", "Ett hus för unga.", "ongoing"),
        ("Kvarnen", "Kvarnföreningen", "2012-04", "2013-11", "Kvarnen mal igen.", "ongoing"),
    ),
    html=True,
)
ITEMS = Case(
    """\
<h1>Bygdemedel</h1><p>Medel till bygden.</p><h2>Pågående projekt</h2>
<ul><li><strong>Ungas hus</strong><br>Projektägare: Hjo kommun<br>Projekttid: 2012-01 – 2013-10
<br>Ett hus för unga.</li>
<li><strong>Kvarnen</strong><br>Projektägare: Kvarnföreningen<br>Projekttid: 2012-04 – 2013-11
<br>Kvarnen mal igen.</li></ul>
""",
    "Bygdemedel",
    {
        **{"owner": "Projektägare", "period": "Projekttid"},
        "sections": {"Pågående projekt": "ongoing"},
    },
    TERMS.rows,
    html=True,
)
CROWDED = Case(
    """\
Medel till bygden
Stöd lämnas två gånger om året.
Pågående projekt
Följande har fått stöd:
Ungas hus
Projektägare: Hjo kommun Projekttid: 2012-01 – 2013-10
Ett hus för unga.
Kvarnen
Projekttid: 2012-04 – 2013-11 Projektägare: Kvarnföreningen
Kvarnen mal igen.
""",
    "Medel till bygden",
    {**ITEMS.labels, "fields": {"Följande har fått stöd": "text"}},
    TERMS.rows,
)
CASES = {
    **{"sv": SWEDISH, "en": ENGLISH, "nb": NORWEGIAN, "fi": FINNISH, "de": GERMAN},
    **{"dl": TERMS, "items": ITEMS, "crowded": CROWDED},
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_says_what_was_typed_from_it_by_hand(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    text = read_saved_page(case.text.encode(), "page.html").text if case.html else case.text
    made = Funder.of(
        *(tmp_path / "site", text, case.labels),
        title=case.title,
        language=case.language,
        more=case.more,
    )
    code, told = made.check()
    assert code == case.code, told
    assert [
        (
            p.title.value,
            *(owner.value for owner in p.owners),
            *((str(p.period.start), str(p.period.end)) if p.period else ()),
            p.purpose and p.purpose.value,
            p.stage,
        )
        for p in made.read().projects
    ] == list(case.rows)
    code, release = made.build(tmp_path / "var")
    assert code == case.code
    served = [file.read_text(encoding="utf-8") for file in (release / "sources").iterdir()]
    assert "N. N." not in served[0]
    assert len(served[0].split("\n")) == len(text.split("\n"))
