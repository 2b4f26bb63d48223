"""The ten projects of programsida-2013-11-15.txt, typed by hand from the page.

What the reader finds is compared with this table; nothing here is made by the reader.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    title: str
    owner: str
    period: str
    start: str | None
    end: str | None
    first: int
    labels: int
    last: int
    words: tuple[str, str]
    purpose: str
    partners: tuple[tuple[str, int, int], ...] = ()


ROWS = (
    Row(
        title="Progressiva kommuner",
        owner="Lycksele kommun",
        period="201203 — 201410",
        start="2012-03",
        end="2014-10",
        first=13,
        labels=15,
        last=17,
        words=("Projektets", "8."),
        purpose="Projektets syfte är att etablera Region 8 som en regional och nationell aktör "
        "vad gäller samarbete när det gäller utveckling på såväl lokal som regional, nationell "
        "och internationell nivå. Projektet skall utveckla ett nära samarbete mellan kommunerna "
        "och metoder för att stärka näringslivsutveckling lokalt i respektive kommun samt "
        "regionalt i hela Region 8.",
    ),
    Row(
        title="Tillväxtföretag i Västernorrland",
        owner="Länsstyrelsen i Västernorrland",
        period="201203 — 201406",
        start="2012-03",
        end="2014-06",
        first=19,
        labels=21,
        last=23,
        words=("Syftet", "tillväxtföretag."),
        purpose="Syftet med projektet är att skapa fler konkurrenskraftiga och växande företag, "
        "en växande lokal ekonomi och fler arbetstillfällen i Västernorrlands län. Ett annat "
        "syfte är att öka kompetensen hos projektägaren och de medverkande kommunerna om hur de "
        "tillsammans bäst kan arbeta för att stärka regionens tillväxtföretag. Projektet innebär "
        "en strategisk satsning av länets kommuner för att på bästa sätt stödja länets "
        "tillväxtföretag.",
    ),
    Row(
        title="Många vägar in — tillväxt och företagande i Kristianstad",
        owner="Kristianstads kommun",
        period="201206 — 201310",
        start="2012-06",
        end="2013-10",
        first=25,
        labels=27,
        last=29,
        words=("Projektets", "näringslivet."),
        purpose="Projektets syfte är att genom nytänkande, bättre samverkansformer och bättre "
        "kunskap mellan offentlig, privat och ideell sektor utveckla arbetssätt, verktyg och "
        "samarbete för att stärka det lokala näringslivet och främja tillväxt. Den genomgående "
        "tanken är att kommunen tillsammans med andra lokala och regionala utvecklingsaktörer "
        "ska utveckla och säkerställa ett korrekt och heltäckande stöd för företagare och "
        "samtidigt främja en ömsesidig dialog med näringslivet.",
    ),
    Row(
        title="Utmaningen — samverkan och samsyn för tillväxt",
        owner="Vansbro kommun",
        period="201209 — 201410",
        start="2012-09",
        end="2014-10",
        first=31,
        labels=33,
        last=35,
        words=("Syftet", "forum."),
        purpose="Syftet med projektet är att initiera ett långsiktigt hållbart innovativt "
        "tillväxtarbete byggt på en tydlig samverkan mellan näringsliv, ideell sektor, "
        "förvaltning och politik som påverkar kultur och attityder till utveckling och "
        "förändringsarbete genom samspel och samsyn. Arbetet ska bedrivas inom ramen av ett "
        "Strategiskt forum.",
    ),
    Row(
        title="Utvecklingsplan Motala — staden och regionen en integrerad del i det lokala "
        "näringlivets utvecklingsförutsättningar",
        owner="Motala kommun",
        period="201209 — 201410",
        start="2012-09",
        end="2014-10",
        first=37,
        labels=39,
        last=41,
        words=("Projektet", "utvecklingsprocess."),
        purpose="Projektet syftar till, att utveckla en stadsvision och en handlingsplan som tar "
        "vara på de nya möjligheter som staden får med de förbättrade kommunikationerna och "
        "genom att bli bättre integrerad i en stor region. Vidare vill Motala kommun i samarbete "
        "med Regionförbundet Östsam att erfarenheterna från projektet kunna användas för att "
        "inspirera övriga centralorter i regionen att påbörja en likartad utvecklingsprocess.",
        partners=(("Regionförbundet Östsam", 41, 41),),
    ),
    Row(
        title="Håll ut",
        owner="Industriellt Utvecklingscentrum i Kalmar AB",
        period="201203 — 201410",
        start="2012-03",
        end="2014-10",
        first=43,
        labels=45,
        last=47,
        words=("Projektet", "konkurrenskraft."),
        purpose="Projektet syftar till att, genom utvecklad regional samverkan, hitta nya "
        "metoder för att hjälpa regionens industriföretag att ta ett steg upp i näringskedjan "
        "och därmed stärka sin konkurrenskraft.",
    ),
    Row(
        title="FRONT (Framtid och Norsjös tillväxt)",
        owner="Norsjö kommun",
        period="2012-01 — 2013-11",
        start="2012-01",
        end="2013-11",
        first=49,
        labels=51,
        last=53,
        words=("Projektets", "skapas."),
        purpose="Projektets syfte är, genom att inarbeta rutiner, former och genomföra insatser, "
        "förbättra företagsklimatet i kommunen och bidra till att attraktiva miljöer för "
        "näringslivets utveckling och tillväxt skapas.",
    ),
    Row(
        title="Business Unusual",
        owner="Ljungby kommun",
        period="2011-12 — 2014-01",
        start="2011-12",
        end="2014-01",
        first=55,
        labels=57,
        last=59,
        words=("Projektets", "tillväxtarbete."),
        purpose="Projektets syfte är att samla och stärka näringslivet som utvecklingsaktör i "
        "Ljungby kommun och regionalt tillväxtarbete.",
    ),
    Row(
        title="Örnsköldsviks kommun i samverkan med Företagarna",
        owner="Örnsköldsviks kommun",
        period="20112-01 — 2014-10",
        start=None,
        end="2014-10",
        first=61,
        labels=63,
        last=65,
        words=("Projektets", "programmet."),
        purpose="Projektets syfte är att Örnsköldsviks kommun och organisationen Företagarna ska "
        "tillsammans och med gemensamma krafter arbeta för att stärka Företagen i Örnsköldsviks "
        "kommun. Detta genom att hitta nya arbetssätt/metoder och verktyg för att på ett "
        "effektivt sätt utveckla samverkan mellan kommunen och företagen utifrån det "
        "småföretagspolitiska programmet.",
        partners=(("Företagarna", 61, 65),),
    ),
    Row(
        title="Regional tillväxt på alla nivåer",
        owner="Regionförbundet Västerbotten",
        period="2012-01 — 2014-06",
        start="2012-01",
        end="2014-06",
        first=67,
        labels=69,
        last=71,
        words=("Projektets", "betydelse."),
        purpose="Projektets syfte, är att med Västerbottens län som pilotregion, stärka den "
        "regionala tillväxtpolitiken genom att utveckla och testa nya former, system och metoder "
        "som stärker förutsättningarna för flernivåstyrning. Samverkan mellan nationella "
        "myndigheter, regional och lokal nivå, som stöd i det regionala och lokala "
        "utvecklingsarbetet är av särskild betydelse.",
    ),
)
