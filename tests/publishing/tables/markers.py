"""Tables with marks in every place that nobody may see, and the words of those marks.

All is made up: numbers of telephones and persons that nobody has.
"""

SIDECAR = """
[table]
header = 3
dates = ["yyyy-mm-dd"]
ignore = ["Anteckning"]
{more}
[columns]
id = "Dnr"
title = "Projekt"
owner = "Ägare"
owner_number = "Org.nr"
start = "Start"
end = "Slut"
amount = "Stöd"
purpose = "Syfte"
municipality = "Kommun"
[amount]
currency = "SEK"
[rows]
group = {{ match = "^Åtgärd" }}
total = {{ column = "Dnr", match = "^Summa" }}
footnote = {{ after = "^Summa" }}
"""
_WHOLE = "D-{0},{1},Åby kommun,212000-0001,2015-03-01,2016-02-01,{2},{3},Åby,{4},{5}\n"
MARKS = (
    *("Hemligford", "Privatsson", "811228-9874", "8112289874", "070-987 65 43", "0709876543"),
    *("hemlig@person.example", "Fotnotsnamn", "Kortradsson", "Slutsson", "Summanamn"),
    *("Beloppsord", "Datumord", "Rubriknamn"),
)
UNREAD = ("Anteckningsord", "Obenamnd", "Citatsson")
"""What isn't withheld, and isn't published: it goes back to who made the table, nowhere else."""
TABLE = (
    "Kontakt: Hemligford 070-987 65 43,,,,,,,,,,\n"
    ",,,,,,,,,,\n"
    "Dnr,Projekt,Ägare,Org.nr,Start,Slut,Stöd,Syfte,Kommun,Anteckning,\n"
    "Åtgärd 1,,,,,,,,,,\n"
    + _WHOLE.format(1, "Bro", "100", "Bygger en bro.", "Anteckningsord 070-987 65 43", "Obenamnd")
    + _WHOLE.format(2, "Väg", "200", "Fråga på 070-987 65 43.", "Anteckningsord", "Obenamnd")
    + _WHOLE.format(3, "Kaj", "300", "Skriv till hemlig@person.example", "", "Obenamnd")
    + _WHOLE.format(4, "Hamn", "ring Beloppsord 0709876543", "Bygger en hamn.", "", "")
    + "D-5,Privatssons gård,Anna Privatsson,811228-9874,2015-03-01,2016-02-01,1,Gård,Åby,,\n"
    "D-6,Gård för Privatsson (19811228-9874),Åby kommun,,2015-03-01,,1,Gård,Åby,,\n"
    "D-7,Kaj,Kortradsson,8112289874\n"
    'D-8,"Citatsson"x,Åby kommun,,,,,,,,\n'
    "D-9,Ö,Åby kommun,,Datumord 070-987 65 43,2016-02-01,1,Byggs.,Åby,,\n"
    "D-10,,Anna Privatsson hemlig@person.example,,2017-01-01,2016-02-01,1,Byggs.,Åby,,\n"
    + _WHOLE.format(11, "Led", "100", "Slutar före.", "Anteckningsord", "").replace(
        "2015-", "2017-"
    )
    + "Åtgärd 2: fråga Rubriknamn 070-987 65 43,,,,,,,,,,\n"
    + _WHOLE.format(12, "Torg", "100", "Ett torg.", "Anteckningsord", "")
    + "Summa,Summanamn 070-987 65 43,,,,,1,,,,\n"
    "* Fotnotsnamn svarar på 070-987 65 43,,,,,,,,,,\n"
)

JSON_SIDECAR = """
[table]
records = "/grants"
dates = ["yyyy-mm-dd"]
[columns]
id = "/id"
title = "/title"
owner = "/to/*/name"
owner_number = "/to/*/number"
start = "/from"
amount = "/amount"
purpose = "/about"
[amount]
currency = "SEK"
"""
_RECORD = """\
  {{"id": "J-{0}", "title": "Jetty {0}", "contact": {{"name": "Hemligford", "tel": "0709876543"}},
   "to": [{{"name": "Åby kommun", "number": "212000-0001", "tel": "070-987 65 43"}}],
   "from": "2015-03-01", "amount": {1}, "about": "{2}", "note": ["Anteckningsord"]}}"""
JSON = (
    '{"made by": "Obenamnd", "grants": [\n'
    + ",\n".join(
        (
            _RECORD.format(1, "100", "A jetty."),
            _RECORD.format(2, "200", "Ask 070-987 65 43."),
            _RECORD.format(3, '{"Beloppsord": "0709876543"}', "A jetty."),
            _RECORD.format(4, "100", "A jetty.")
            .replace("Åby kommun", "Anna Privatsson")
            .replace("212000-0001", "811228-9874"),
            _RECORD.format(5, "100", "A jetty.").replace(
                '"Åby kommun"', '{"Kortradsson": "0709876543"}'
            ),
            '  "Slutsson 0709876543"',
            _RECORD.format(7, "100", "A jetty.").replace(
                '"2015-03-01"', '"Datumord 070-987 65 43"'
            ),
        )
    )
    + "\n]}\n"
)
