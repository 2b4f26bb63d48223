"""Pages as funders write them, in six languages, with tables typed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from lod.publishing.importing.text import read_saved_page

Row = tuple[str, str, str | None, str | None, str | None, str | None]
"""Title, owners, start, end, purpose, stage."""


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

Kystled Helgeland
Prosjekteier: Alstahaug kommune
Prosjektperiode: 1. mars 2012 – 31. oktober 2014
Tilskudd: kr 350 000

Prosjektet skal merke kystleden.
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
        (
            *("Kystled Helgeland", "Alstahaug kommune", "2012-03-01", "2014-10-31"),
            *("Prosjektet skal merke kystleden.", "ongoing"),
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
BARE = Case(
    """\
<div class="cc-window">Vi använder kakor.</div><div id="menu-primary"><a>Start</a></div>
<h1>Leader Nordost</h1><p>Leader Nordost stöder fem kommuner.</p>
<h2>Beviljade projekt</h2>
<h3>Led runt sjön</h3><p><b>Sökande</b><br>Långens byalag</p>
<p><b>Projekttid</b><br>2016-03-01 – 2018-02-28</p><p><b>Beviljat belopp</b><br>1 250 000 kr</p>
<p><b>Kontaktperson</b><br>N. N.<br>000-000 00 00</p><p>Leden märks upp. Rastplatser byggs.</p>
<h3>Ung företagsamhet</h3><p><b>Sökande</b><br>Arvika kommun</p>
<p><b>Projekttid</b><br>maj – dec 2016</p><p><b>Beviljat belopp</b><br>480 000 kr</p>
<p><b>Kontaktperson</b><br>N. N.</p><p>Unga får starta företag.</p>
<h2>Avslutade projekt</h2>
<h3>Skördefest</h3><p><b>Sökande</b><br>Skördeföreningen</p>
<p><b>Projekttid</b><br>2015 – 2016</p><p><b>Beviljat belopp</b><br>75 000 kr</p>
<p><b>Kontaktperson</b><br>N. N.</p><p>En fest hölls.</p>
<div id="footer"><p>Telefon: 000-00 00 00</p><p>Senast uppdaterad den 3 mars 2017</p></div>
""",
    "Leader Nordost",
    {
        **{"owner": "Sökande", "period": "Projekttid", "amount": "Beviljat belopp"},
        **{"changed": "Senast uppdaterad", "fields": {"Kontaktperson": "contact"}},
        "sections": {"Beviljade projekt": "ongoing", "Avslutade projekt": "closed"},
    },
    (
        (
            *("Led runt sjön", "Långens byalag", "2016-03-01", "2018-02-28"),
            *("Leden märks upp. Rastplatser byggs.", "ongoing"),
        ),
        (
            *("Ung företagsamhet", "Arvika kommun", "2016-05", "2016-12"),
            *("Unga får starta företag.", "ongoing"),
        ),
        ("Skördefest", "Skördeföreningen", "2015", "2016", "En fest hölls.", "closed"),
    ),
    html=True,
)
COLONLESS = Case(
    """\
<html lang="en-GB"><div class="CookieConsent">Cookies</div><h1>Island Programme</h1>
<div class="intro">The programme funds partnership between islands.</div>
<h2>Current projects</h2><div class="card"><h3>Ferry Links 2</h3>
<div><span>Lead partner</span> <span>Orkney Council and Shetland Council</span></div>
<div><span>Duration</span> <span>Q1 2013 – Q4 2014</span></div>
<div><span>Budget</span> <span>EUR 1.2 million</span></div><p>Ferries are linked.</p></div>
<div class="card"><h3>Green Isles: energy for all</h3>
<div><span>Lead partner</span> <span>Highland University</span></div>
<div><span>Duration</span> <span>1 April 2012 – 31 March 2014</span></div>
<div><span>Budget</span> <span>£350,000.00</span></div><p>Energy is shared.</p></div>
<p>Page last updated 14/03/2014</p></html>
""",
    "Island Programme",
    {
        **{"owner": "Lead partner", "period": "Duration", "changed": "Page last updated"},
        "fields": {"Budget": "amount", "Green Isles": "text"},
        "owners": {"Orkney Council and Shetland Council": ["Orkney Council", "Shetland Council"]},
        "sections": {"Current projects": "ongoing"},
    },
    (
        (
            *("Ferry Links 2", "Orkney Council, Shetland Council", "2013 Q1", "2014 Q4"),
            *("Ferries are linked.", "ongoing"),
        ),
        (
            *("Green Isles: energy for all", "Highland University", "2012-04-01", "2014-03-31"),
            *("Energy is shared.", "ongoing"),
        ),
    ),
    language="en",
    html=True,
)
DANISH = Case(
    """\
<h1>Landdistriktspuljen</h1><p>Puljen støtter landdistrikterne.</p><h2>Igangværende projekter</h2>
<h3>Havnen lever</h3><dl><dt>Projektejer</dt><dd>Lemvig Kommune</dd>
<dt>Projektperiode</dt><dd>1. maj 2013 – 30. april 2015</dd><dt>Tilskud</dt><dd>500.000 kr.</dd>
<dt>Beskrivelse</dt><dd>Havnen bliver et samlingssted.</dd><dd>Der kommer bænke.</dd></dl>
<h3>Øens hus</h3><dl><dt>Projektejer</dt><dd>Fur Beboerforening</dd><dd>Skive Kommune</dd>
<dt>Projektperiode</dt><dd>oktober 2013 – december 2014</dd><dt>Tilskud</dt><dd>75.000 kr.</dd>
<dt>Beskrivelse</dt><dd>Et fælles hus indrettes.</dd></dl>
""",
    "Landdistriktspuljen",
    {
        **{"owner": "Projektejer", "period": "Projektperiode", "amount": "Tilskud"},
        **{"decimal": ",", "fields": {"Beskrivelse": "purpose"}},
        "owners": {
            "Fur Beboerforening Projektejer: Skive Kommune": [
                *("Fur Beboerforening", "Skive Kommune"),
            ]
        },
        "sections": {"Igangværende projekter": "ongoing"},
    },
    (
        (
            *("Havnen lever", "Lemvig Kommune", "2013-05-01", "2015-04-30"),
            *("Havnen bliver et samlingssted. Der kommer bænke.", "ongoing"),
        ),
        (
            *("Øens hus", "Fur Beboerforening, Skive Kommune", "2013-10", "2014-12"),
            *("Et fælles hus indrettes.", "ongoing"),
        ),
    ),
    language="da",
    more="stated = 2013-11-20\n",
    html=True,
)
CASES = {
    **{"sv": SWEDISH, "en": ENGLISH, "nb": NORWEGIAN, "fi": FINNISH, "de": GERMAN, "da": DANISH},
    **{"dl": TERMS, "items": ITEMS, "crowded": CROWDED, "bare": BARE, "colonless": COLONLESS},
}
"""Each in its own shape; ``text_of_case`` gives what is read."""


def text_of_case(case: Case) -> str:
    """The page's text, brought in from HTML if it is that."""
    return read_saved_page(case.text.encode(), "page.html").text if case.html else case.text
