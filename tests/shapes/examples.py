"""One broken example for each constraint of shapes/: what it changes, what must be found."""

from shapes.cases import Example

_P = "<id/project/exempel>"
_T = f"{_P[:-1]}/period>"
_O = "<id/organization/exempels-kommun>"
_U = "<id/project/exempel-oklart>"
_A = f"{_U[:-1]}/anomaly/period-start>"
_Q = f"{_A[:-1]}/quotation/20112-01>"
_D = f"{_A[:-1]}/decision>"
_PAGE = "schema:mainEntityOfPage"
_SOURCED = f"{_PAGE}/prov:wasDerivedFrom"


def _lacks(section: str, thing: str, *properties: str, of: str = "MinCount") -> list[Example]:
    return [
        Example(f"{thing} without {p}", section, (f"{thing} {p} {of}",), (f"{thing} {p}",))
        for p in properties
    ]


def _in_all(section: str, thing: str, *properties: str) -> list[Example]:
    """Without a text, and with one in one of the publication's two languages."""
    return [
        *_lacks(section, thing, *properties),
        *(_has_instead(section, thing, p, '"Ja"@sv', "SPARQL") for p in properties),
    ]


def _untyped(section: str, thing: str, kind: str) -> Example:
    title = f"{thing} not said to be a {kind}"
    return Example(title, section, (f"{thing} rdf:type HasValue",), (f"{thing} rdf:type {kind}",))


def _has_too(
    section: str, thing: str, prop: str, value: str, *components: str, also: tuple[str, ...] = ()
) -> Example:
    breaks = (*(f"{thing} {prop} {c}" for c in components), *also)
    title = f"{thing} with {prop} {value} besides"
    return Example(title, section, breaks, add=f"{thing} {prop} {value} .")


def _has_instead(
    section: str, thing: str, prop: str, value: str, *components: str, also: tuple[str, ...] = ()
) -> Example:
    breaks = (*(f"{thing} {prop} {c}" for c in components), *also)
    title = f"{thing} with {prop} {value} instead"
    return Example(title, section, breaks, (f"{thing} {prop}",), f"{thing} {prop} {value} .")


def _pages() -> list[Example]:
    found = []
    for section, thing, sourced in [
        ("project", _P, True),
        ("programme", "<id/programme/exempel>", True),
        ("municipality", _O, False),
        ("area", "<id/area/0583>", False),
        ("report", "<id/report/exempel>", True),
    ]:
        document = thing.replace("id/", "doc/", 1)
        none = [f"{thing} {_PAGE} MinCount"]
        none += [f"{document} ^{_PAGE} MinCount"] if section != "area" else []
        none += [f"{thing} {_SOURCED} MinCount"] if sourced else []
        title = f"{thing} without a document"
        found.append(Example(title, section, tuple(none), (f"{thing} {_PAGE}",)))
        outside = "<http://example.org/page>"
        found.append(_has_too(section, thing, _PAGE, outside, "MaxCount", "Pattern"))
        if sourced:
            found += _unsourced(section, thing, document)
    return found


def _unsourced(section: str, thing: str, document: str) -> list[Example]:
    derived = "prov:wasDerivedFrom"
    words = (f"{document} {derived} NodeKind", f"{thing} {_SOURCED} NodeKind")
    return [
        Example(
            f"{thing} whose document has no source",
            section,
            (f"{thing} {_SOURCED} MinCount",),
            (f"{document} {derived}",),
        ),
        Example(
            f"{thing} whose document has its source in quotation marks",
            section,
            words,
            add=f'{document} {derived} "source/exempel" .',
        ),
    ]


def _projects() -> list[Example]:
    members = "fp:projectOwner|fp:namedPartner|schema:member"
    nobody, owner = "<id/organization/okand>", "<id/organization/okand-agare>"
    partner = "<id/organization/okand-partner>"
    return [
        _untyped("project", _P, "schema:Project"),
        _untyped("project", _P, "fp:FundedProject"),
        *_lacks("project", _P, "schema:name", "fp:programme"),
        *_lacks("project", _P, "schema:description"),
        Example(
            "a grant, and no funder",
            "project",
            (f"{_P} schema:funder MinCount", f"{_P[:-1]}/grant> - SPARQL"),
            (f"{_P} schema:funder",),
        ),
        *_lacks("project", _P, "fp:status", "fp:statusAsOf"),
        _has_too("project", _P, "fp:programme", "<id/programme/okant>", "Class"),
        Example(
            "an owner nobody knows, and not a member",
            "project",
            (
                f"{_P} fp:projectOwner Class",
                f"{_P} {members} Equals",
                f"{owner} org:classification MinCount",
                f"{owner} {_SOURCED} MinCount",
            ),
            add=f"{_P} fp:projectOwner {owner} .",
        ),
        Example(
            "a partner nobody knows",
            "project",
            (f"{_P} fp:namedPartner Class", f"{partner} {_SOURCED} MinCount"),
            add=f"{_P} fp:namedPartner {partner} ; schema:member {partner} .",
        ),
        _has_instead("project", _P, "fp:ownerAsStated", '"Exempels kommun"@sv', "Datatype"),
        _has_too("project", _P, "schema:funder", nobody, "Class"),
        _has_too("project", _P, "fp:period", "<id/project/okant/period>", "MaxCount", "Class"),
        Example("no owner", "project", (f"{_P} - Or",), (f"{_P} fp:projectOwner",)),
        Example(
            "no period",
            "project",
            (f"{_P} - Or", f"{_T} ^fp:period MinCount"),
            (f"{_P} fp:period",),
        ),
        _has_too("project", _P, "schema:location", "<id/area/okant>", "Or"),
        _has_too("project", _P, "fp:county", "<id/area/0583>", "Node"),
        _has_too("project", _P, "fp:municipality", "<id/area/05>", "Node"),
        *_lacks("project", f"{_P[:-1]}/location/hamnen>", "schema:name"),
        _has_too("project", _P, "fp:status", "orgtype:municipality", "MaxCount", "Node"),
        _has_too("project", _P, "fp:statusAsOf", '"2013"', "MaxCount", "Datatype"),
        Example(
            "a project among the organisations",
            "project",
            (f"{_P} rdf:type Or",),
            add=f"{_P} a schema:Organization .",
        ),
        Example(
            "a project among the organisations of ORG",
            "project",
            (f"{_P} rdf:type Or", f"{_P} rdf:type HasValue", f"{_P} - Pattern"),
            add=f"{_P} a org:Organization .",
        ),
    ]


def _programmes() -> list[Example]:
    thing = "<id/programme/exempel>"
    return [
        _untyped("programme", thing, "schema:FundingScheme"),
        *_lacks("programme", thing, "schema:name", "schema:description", "schema:funder"),
        _has_too("programme", thing, "schema:funder", "<id/organization/okand>", "Class"),
    ]


def _periods() -> list[Example]:
    disagrees = (f"{_T} - SPARQL",)
    start, end = "dcat:startDate", "dcat:endDate"
    first, last = "fp:earliestStart", "fp:latestEnd"
    month, day = '"{}"^^xsd:gYearMonth', '"{}"^^xsd:date'
    five = month.format("20112-01")
    return [
        _untyped("project", _T, "dcterms:PeriodOfTime"),
        _has_instead("project", _T, start, five, "Or", also=disagrees),
        _has_too("project", _T, start, '"2011-11"', "MaxCount", "Or", also=disagrees),
        _has_instead("project", _T, end, month.format("2012-13"), "Or", also=disagrees),
        _has_too("project", _T, end, '"2012-03"', "MaxCount", "Or", also=disagrees),
        _has_instead("project", _T, start, day.format("2011-12-02"), also=disagrees),
        _has_instead("project", _T, end, '"2012"^^xsd:gYear', also=disagrees),
        _has_instead("project", _T, end, day.format("2012-02-30"), "Or", also=disagrees),
        Example(
            "a quarter whose last days come before its first",
            "project",
            (f"{_T} {first} LessThanOrEquals", f"{_T} fp:earliestEnd LessThanOrEquals"),
            (f"{_T} {start}", f"{_T} {end}"),
            f"{_T} fp:latestStart {day.format('2011-11-30')} ; "
            f"fp:earliestEnd {day.format('2012-03-01')} .",
        ),
        _has_too(
            "project",
            _T,
            "fp:latestStart",
            '"2011-12-31", "K4"',
            "MaxCount",
            "Datatype",
            also=(f"{_T} fp:earliestStart LessThanOrEquals",),
        ),
        _has_too(
            "project",
            _T,
            "fp:earliestEnd",
            '"2012-02-01", "K1"',
            "MaxCount",
            "Datatype",
            also=(f"{_T} fp:earliestEnd LessThanOrEquals",),
        ),
        _has_too("project", _T, first, day.format("2011-12-02"), "MaxCount", also=disagrees),
        _has_too("project", _T, last, day.format("2012-02-28"), "MaxCount", also=disagrees),
        Example("no start month", "project", disagrees, (f"{_T} {start}",)),
        Example("no earliest start", "project", disagrees, (f"{_T} {first}",)),
        Example("no end month", "project", disagrees, (f"{_T} {end}",)),
        Example("no latest end", "project", disagrees, (f"{_T} {last}",)),
        Example(
            "an earliest start that isn't a day",
            "project",
            (f"{_T} {first} Datatype",),
            (f"{_T} {first}", f"{_T} {last}", f"{_T} {end}"),
            f'{_T} {first} "2011-12-01" .',
        ),
        Example(
            "a latest end that isn't a day",
            "project",
            (f"{_T} {last} Datatype",),
            (f"{_T} {last}", f"{_T} {first}", f"{_T} {start}"),
            f'{_T} {last} "2012-02-29" .',
        ),
        Example(
            "a start after the end",
            "project",
            (f"{_T} {first} LessThanOrEquals",),
            (f"{_T} {first}", f"{_T} {start}"),
            f"{_T} {start} {month.format('2012-03')} ; {first} {day.format('2012-03-01')} .",
        ),
        *_lacks("project", _T, "fp:verbatim"),
        _has_too("project", _T, "fp:verbatim", '"2011"@sv', "MaxCount", "Datatype"),
        Example(
            "a period of two things",
            "project",
            (f"{_T} ^fp:period MaxCount",),
            add=f"<id/programme/exempel> fp:period {_T} .",
        ),
    ]


def _grants() -> list[Example]:
    grant, other = f"{_P[:-1]}/grant>", f"{_P[:-1]}/cofinancing>"
    amount = f"{grant[:-1]}/amount>"
    value, funding, share = "schema:value", "schema:funding", "fp:fundedShare"
    nobody, nothing = "<id/organization/okand>", "<id/project/exempel/nothing>"
    unfunded = (f"{grant} - SPARQL",)
    return [
        Example(
            "a grant that isn't said to be one",
            "project",
            (f"{grant} rdf:type HasValue", f"{_P} {funding} Class"),
            (f"{grant} rdf:type",),
        ),
        Example(
            "an amount that isn't said to be one",
            "project",
            (f"{amount} rdf:type HasValue", f"{grant} schema:amount Class"),
            (f"{amount} rdf:type",),
        ),
        Example(
            "co-financing that isn't said to be an amount",
            "project",
            (f"{other} rdf:type HasValue", f"{_P} fp:cofinancing Class"),
            (f"{other} rdf:type",),
        ),
        *_lacks("project", grant, "schema:funder", "schema:amount"),
        *_lacks("project", amount, value, "schema:currency"),
        _has_instead("project", grant, "schema:funder", nobody, "Class", also=unfunded),
        _has_too(
            "project",
            grant,
            "schema:funder",
            "<id/organization/exempels-kommun>",
            "MaxCount",
            also=unfunded,
        ),
        _has_too("project", grant, "schema:amount", other, "MaxCount"),
        Example(
            "a grant of no project",
            "project",
            (f"{grant} ^{funding} MinCount",),
            (f"{_P} {funding}",),
        ),
        Example(
            "a grant of two projects",
            "project",
            (f"{grant} ^{funding} MaxCount", f"{grant} - SPARQL"),
            add=f"<id/organization/exempels-kommun> {funding} {grant} .",
        ),
        _has_too("project", _P, "fp:cofinancing", amount, "MaxCount"),
        _has_instead("project", amount, value, "-1.0", "MinInclusive"),
        _has_too("project", amount, value, '"1 mkr"', "MaxCount", "Datatype", "MinInclusive"),
        _has_instead("project", amount, value, "1.25e6", "Datatype"),
        _has_too("project", other, "schema:currency", '"kr"@sv', "MaxCount", "Datatype", "Pattern"),
        _has_too("project", other, "fp:verbatim", '"750"@sv', "MaxCount", "Datatype"),
        _has_too(
            *("project", _P, share, '"50 %"', "MaxCount", "Datatype"),
            *("MinInclusive", "MaxInclusive"),
        ),
        _has_instead("project", _P, share, "-0.1", "MinInclusive"),
        _has_instead("project", _P, share, "100.1", "MaxInclusive"),
        Example(
            "an amount in the wrong place",
            "project",
            (f"{nothing} - Pattern",),
            add=f"""{nothing} a schema:MonetaryAmount ; {value} 1.0 ; schema:currency "SEK" .""",
        ),
    ]


def _anomalies() -> list[Example]:
    reason, source = "dcterms:description", "prov:wasDerivedFrom"
    second = f"{_U[:-1]}/anomaly/period/decision>"
    second_anomaly, said = f"{_U[:-1]}/anomaly/period>", "fp:quotation/fp:verbatim"
    unlike, lost = f"{_A} {said} Equals", f"{_Q} ^fp:quotation MinCount"
    return [
        _untyped("undecided", _A, "prov:Entity"),
        *_lacks("undecided", _A, "dcterms:type", "fp:concerns", source),
        *_in_all("undecided", _A, reason),
        _has_too("undecided", _A, "dcterms:type", "stage:ongoing", "MaxCount", "Node"),
        _has_too("undecided", _A, "fp:concerns", '"start"', "MaxCount", "NodeKind"),
        _has_too("undecided", _A, "fp:verbatim", '"20112-01"@sv', "Datatype", also=(unlike,)),
        _has_too("undecided", _A, source, '"source/exempel"', "NodeKind"),
        Example("no words", "undecided", (f"{_A} - Or", unlike), (f"{_A} fp:verbatim",)),
        Example("no quotation", "undecided", (unlike, lost), (f"{_A} fp:quotation",)),
        _untyped("undecided", _Q, "prov:Entity"),
        _has_too("undecided", _Q, "prov:wasQuotedFrom", '"source/exempel"', "NodeKind"),
        *_lacks("undecided", _Q, "prov:wasQuotedFrom"),
        Example(
            "a quotation without words",
            "undecided",
            (f"{_Q} fp:verbatim MinCount", unlike),
            (f"{_Q} fp:verbatim",),
        ),
        Example(
            "a quotation in two ways",
            "undecided",
            (f"{_Q} fp:verbatim MaxCount", f"{_Q} fp:verbatim Datatype", unlike),
            add=f'{_Q} fp:verbatim "20112-01"@sv .',
        ),
        Example(
            "a quotation of two anomalies",
            "undecided",
            (f"{_Q} ^fp:quotation MaxCount", f"{second_anomaly} {said} Equals"),
            add=f"{second_anomaly} fp:quotation {_Q} .",
        ),
        Example(
            "an anomaly of nothing",
            "undecided",
            (f"{_A} ^fp:anomaly MinCount",),
            (f"{_U} fp:anomaly {_A}",),
        ),
        Example(
            "an anomaly of two things",
            "undecided",
            (f"{_A} ^fp:anomaly MaxCount",),
            add=f"<id/programme/exempel> fp:anomaly {_A} .",
        ),
        Example(
            "an anomaly decided twice",
            "undecided",
            (f"{_A} ^fp:decides MaxCount",),
            add=f"""{second} a fp:Decision, prov:Entity ; fp:decides {_A} ;
                dcterms:description "Får stå."@sv, "It stands."@en ;
                dcterms:date "2026-11-24"^^xsd:date ;
                prov:wasAttributedTo <id/organization/exempelverket> .""",
        ),
    ]


def _decisions() -> list[Example]:
    reason, by = "dcterms:description", "prov:wasAttributedTo"
    return [
        _untyped("undecided", _D, "prov:Entity"),
        *_lacks("undecided", _D, "fp:decides", "dcterms:date", by),
        *_in_all("undecided", _D, reason),
        _has_too("undecided", _D, "fp:decides", "<id/project/okant>", "MaxCount", "Class"),
        _has_too("undecided", _D, "fp:chosen", '"2011-12"^^xsd:gYearMonth', "MaxCount"),
        _has_too("undecided", _D, "dcterms:date", '"2026-11"', "MaxCount", "Datatype"),
        _has_too("undecided", _D, by, "<http://example.org/person>", "MaxCount", "Class"),
        *_choices(),
        _has_instead(
            "undecided",
            _D,
            "fp:chosen",
            '"2013-01"^^xsd:gYearMonth',
            also=(f"{_D} - SPARQL",),
        ),
    ]


def _choices() -> list[Example]:
    """Choices that don't fit what their anomaly concerns."""
    unlikely = f"{_D} - SPARQL"  # none of the anomaly's readings, which are months
    rows = [
        ("dcat:startDate", '"2012-13"^^xsd:gYearMonth'),
        ("dcat:endDate", "stage:closed"),
        ("fp:period", '"2012-01"'),
        ("fp:status", '"closed"'),
        ("fp:projectOwner", '"Exempels kommun"'),
        ("schema:description", "stage:closed"),
        ("schema:name", '"Ett namn"@sv'),
    ]
    return [
        Example(
            f"a choice of {value} for {concerned}",
            "undecided",
            (f"{_D} fp:chosen SPARQL", unlikely),
            (f"{_D} fp:chosen", f"{_A} fp:concerns"),
            f"{_D} fp:chosen {value} . {_A} fp:concerns {concerned} .",
        )
        for concerned, value in rows
    ]


def _organizations() -> list[Example]:
    kind, place, number = "org:classification", "schema:areaServed", "schema:identifier"
    owned = f"<id/project/exempel> fp:projectOwner {_O} ; schema:member {_O} ."
    not_public = f"{_O} {kind}/(skos:broader*) QualifiedMinCount"
    return [
        _untyped("municipality", _O, "schema:Organization"),
        Example(
            "an organisation that ORG doesn't know",
            "municipality",
            (f"{_O} - Or",),
            (f"{_O} rdf:type org:Organization",),
        ),
        *_lacks("municipality", _O, "schema:name"),
        _has_too("municipality", _O, kind, "stage:ongoing", "MaxCount", "Node"),
        _has_too("municipality", _O, place, "<id/area/okant>", "Class"),
        _has_too(
            *("municipality", _O, number, '"202100-6149"@sv', "Datatype"), also=(f"{_O} - Or",)
        ),
        *_numbers(number),
        _has_too("municipality", _O, "fp:county", "<id/area/0583>", "Node"),
        _has_too("municipality", _O, "fp:municipality", "<id/area/05>", "Node"),
        Example("no county", "municipality", (f"{_O} fp:county MinCount",), (f"{_O} fp:county",)),
        Example("no link outside", "municipality", (f"{_O} - Or",), (f"{_O} schema:sameAs",)),
        Example("no area", "municipality", (f"{_O} - Or",), (f"{_O} {place}",)),
        Example(
            "an owner of no known kind",
            "municipality",
            (f"{_O} {kind} MinCount", not_public),
            (f"{_O} {kind}",),
            owned,
        ),
        Example(
            "a company among the public bodies",
            "municipality",
            (not_public,),
            (f"{_O} {kind}",),
            f"{_O} {kind} orgtype:company .",
        ),
        Example(
            "an owner that no line names",
            "municipality",
            (f"{_O} {_SOURCED} MinCount",),
            ("<doc/organization/exempels-kommun> prov:wasDerivedFrom",),
            owned,
        ),
        Example(
            "two of ours are one outside",
            "municipality",
            ("<http://example.org/exempels-kommun> ^schema:sameAs MaxCount",),
            add="<id/organization/exempelverket> "
            "schema:sameAs <http://example.org/exempels-kommun> .",
        ),
        Example("words", "municipality", ('"Q1" - NodeKind',), add=f'{_O} schema:sameAs "Q1" .'),
        Example(
            "one of ours is another of ours",
            "municipality",
            ("<id/organization/en-till> - Not",),
            add=f"{_O} schema:sameAs <id/organization/en-till> .",
        ),
    ]


MISSPELT = (
    "0199:ABCDEFGHIJ0123456711",
    "0199:abcdefghij0123456710",
    "0199:ABCDEFGHIJ012345671",
    "0199:BACDEFGHIJ0123456710",
    "0199:00000000000000000000",
    "0002:123456783",
    "0002:12345678",
    "0002:1234567820",
    "0009:12345678200011",
    "0009:1234567820001",
    "0009:123456782000100",
    "0088:7350000000017",
    "0088:735000000001",
    "0088:73500000000160",
    "0184:13585629",
    "0184:1358562",
    "0184:135856280",
    "0192:974760674",
    "0192:97476067",
    "0192:9747606730",
    "0196:5505020129",
    "0196:550502011",
    "0196:55050201190",
    "0208:0202123948",
    "0208:020212394",
    "0208:02021239470",
    "0212:02454584",
    "0212:0245458",
    "0212:024545830",
    "0192:97476067X",
    "0184:DK03585628",
    "0088:3750000000016",
)
"""Numbers with a digit or the check digits wrong, two swapped, one too few, one too many."""


def _numbers(number: str) -> list[Example]:
    funder = "<id/organization/exempelverket>"
    code, vat = "schema:iso6523Code", "schema:vatID"
    misspelt = (f"{_O} - SPARQL",)
    return [
        _has_too("municipality", _O, number, '"1", "2"', "MaxCount", also=(f"{_O} - Or",)),
        _has_too("municipality", _O, number, '"1"', also=(f"{_O} - Or",)),
        _has_too("municipality", _O, code, '"202100-6149"', "Pattern"),
        _has_too("municipality", _O, code, '"0007"', "Pattern"),
        _has_too("municipality", _O, code, '"0060:ABC"@sv', "Datatype"),
        _has_too("municipality", _O, code, '"0007:2120002445"'),
        *(
            _has_too("municipality", _O, code, f'"0007:{wrong}"', also=misspelt)
            for wrong in ("2021006148", "2012006149", "20210061490", "202100614", "202100614X")
        ),
        *(_has_too("municipality", _O, code, f'"{wrong}"', also=misspelt) for wrong in MISSPELT),
        _has_too("municipality", _O, vat, '"202100614901"', "Pattern"),
        _has_too("municipality", _O, vat, '"SE202100614901"@sv', "Datatype"),
        *(
            _has_instead("funder", funder, number, wrong, also=(f"{funder} - SPARQL",))
            for wrong in ('"2021006149"', '"202100-2445"')
        ),
    ]


def _areas() -> list[Example]:
    area, county, other = "<id/area/0583>", "<id/area/05>", "<id/area/GB-XEM>"
    same = f"{other} schema:sameAs MinCount"
    code, inside, disagrees = "fp:municipalityCode", "schema:containedInPlace", f"{'{}'} - SPARQL"
    wrong = ("MaxCount", "Datatype", "Pattern")
    return [
        _untyped("area", area, "schema:AdministrativeArea"),
        *_lacks("area", area, "schema:name", inside),
        Example("no code", "area", (f"{area} - Xone",), (f"{area} {code}",)),
        Example(
            "both codes",
            "area",
            (f"{area} - Xone", f"{area} schema:sameAs MinCount"),
            add=f'{area} fp:countyCode "05" .',
        ),
        _has_instead("area", area, code, '"058", "0583"@sv', *wrong),
        _has_instead("area", area, code, '"0683"', also=(disagrees.format(area),)),
        _has_too("area", area, inside, "<id/area/okant>", "MaxCount", "Class"),
        Example("no code elsewhere", "elsewhere", (f"{other} - Xone",), _codes(other)),
        _has_too("elsewhere", other, "fp:countyCode", '"05"', also=(f"{other} - Xone", same)),
        _has_instead("elsewhere", other, "fp:isoCode", '"GB", "GB-X"@en', *wrong),
        _has_instead("elsewhere", other, "fp:nutsCode", '"U", "UKX"@en', *wrong),
        _has_instead("county", county, "fp:countyCode", '"5", "05"@sv', *wrong),
        *_lacks("county", county, "schema:sameAs"),
    ]


def _codes(area: str) -> tuple[str, ...]:
    return (f"{area} fp:isoCode", f"{area} fp:nutsCode")


def _reports_and_sources() -> list[Example]:
    report, source = "<id/report/exempel>", "<source/exempel>"
    language, changed, by = "schema:inLanguage", "schema:dateModified", "schema:publisher"
    table, kept = "<source/exempel-tabell>", "schema:encodingFormat"
    return [
        *_lacks("report", report, "schema:name", "schema:description"),
        _untyped("source", source, "prov:Entity"),
        Example(
            "a source that is a page and a table",
            "table",
            (f"{table} - Not",),
            add=f"{table} a schema:WebPage .",
        ),
        *_lacks("source", source, "schema:name", language, by, changed, "schema:about"),
        _has_instead("source", source, language, '"Svenska"@sv', "Datatype", "Pattern"),
        _has_instead("source", source, by, "<id/organization/okand>", "Class"),
        _has_too("source", source, changed, '"i fjol"', "MaxCount", "Or"),
        _untyped("table", table, "prov:Entity"),
        *_lacks("table", table, kept, "schema:name", by, changed, "schema:about"),
        _has_instead("table", table, kept, '"CSV"@sv', "Datatype", "Pattern"),
        _has_too("table", table, kept, '"text/plain"', "MaxCount"),
        _has_too("table", table, "prov:wasRevisionOf", "<source/okand>", "Or"),
        Example(
            "a document of two reports",
            "report",
            (f"<doc/report/exempel> ^{_PAGE} MaxCount",),
            add=f"""<id/report/exempel-b> a schema:Report ; schema:name "En till"@sv ;
                schema:description "Också den."@sv ; {_PAGE} <doc/report/exempel> .""",
        ),
        Example(
            "a document in the wrong place",
            "report",
            (f"<exempel-dokument> ^{_PAGE} MinCount", "<exempel-dokument> - Pattern"),
            add="<exempel-dokument> a foaf:Document .",
        ),
        Example(
            "provenance on the thing itself",
            "report",
            (f"{report} - Or",),
            add=f"{report} prov:wasDerivedFrom <source/exempel> .",
        ),
        Example(
            "schema.org with http",
            "report",
            (f"{report} - Not",),
            add=f'{report} <http://schema.org/name> "En rapport"@sv .',
        ),
    ]


def _graphs() -> list[Example]:
    graph, tables = "<graph/exempel>", "<graph/reference>"
    origin, files, by = "dcterms:source", "fp:file", "prov:wasAttributedTo"
    described = f"""<exempel/samling> void:subset {tables} . {tables} a void:Dataset, prov:Entity ;
        dcterms:title "Tabeller"@sv ; {files} "data/reference/counties.csv" ;
        {by} <id/organization/exempelverket> ."""
    return [
        _untyped("graph", graph, "prov:Entity"),
        *_lacks("graph", graph, "dcterms:title", files, by),
        _has_too("graph", graph, files, '"lod.toml"@en', "Datatype"),
        _has_too("graph", graph, by, "<id/organization/okand>", "MaxCount", "Class"),
        _has_too("graph", graph, origin, "<http://example.org/nowhere>", "Node"),
        _has_too("graph", graph, origin, '"source/exempel"', "NodeKind", "Node"),
        _has_too("graph", graph, "dcterms:modified", '"2013-11"', "MaxCount", "Datatype"),
        _has_too("graph", graph, "dcterms:date", '"2013-11"', "MaxCount", "Datatype"),
        Example("a graph of no source", "graph", (f"{graph} - Or",), (f"{graph} {origin}",)),
        Example("tables of no register", "graph", (f"{tables} - Or",), add=described),
    ]


def _earlier() -> list[Example]:
    newer, older = "<source/exempel-nyare>", "<source/exempel-aldre>"
    said, quoted = f"{older[:-1]}/project/exempel/0123456789abcdef>", "prov:wasQuotedFrom"
    own, link, revises = "earlier", "fp:earlierStatement", "prov:wasRevisionOf"
    return [
        _untyped(own, said, "rdf:Statement"),
        _untyped(own, said, "prov:Entity"),
        *_lacks(own, said, "rdf:subject", "rdf:predicate", "rdf:object", quoted),
        _has_too(own, said, "rdf:subject", '"projektet"', "MaxCount", "NodeKind"),
        _has_too(own, said, "rdf:predicate", '"namn"', "MaxCount", "NodeKind"),
        _has_too(own, said, "rdf:object", '"Två"@sv', "MaxCount"),
        _has_too(own, said, quoted, '"rad 11"', "NodeKind", "Pattern"),
        Example("said by nobody", own, (f"{said} ^{link} MinCount",), (f"{older} {link}",)),
        Example(
            "said by two",
            own,
            (f"{said} ^{link} MaxCount",),
            add=f"{newer} {link} {said} .",
        ),
        Example(
            "said by what is no source",
            own,
            ("<source/exempel-blad> - Or",),
            (f"{older} {link}",),
            f"<source/exempel-blad> {link} {said} .",
        ),
        Example(
            "a statement that isn't under its source",
            own,
            ("<id/exempel-uppgift> - Pattern",),
            add=f"""{older} {link} <id/exempel-uppgift> .
                <id/exempel-uppgift> a fp:EarlierStatement, rdf:Statement, prov:Entity ;
                    rdf:subject <id/project/exempel> ; rdf:predicate schema:name ;
                    rdf:object "Ett"@sv ; {quoted} <source/exempel-aldre#line=1,2> .""",
        ),
        _has_too(own, newer, revises, "<source/okand>", "Or"),
        Example(
            "a revision of what is newer",
            own,
            (f"{older} - SPARQL",),
            (f"{newer} {revises}",),
            f"{older} {revises} {newer} .",
        ),
    ]


def _changes() -> list[Example]:
    change, nobody = "<id/organization/exempel-region/change/2019>", "<id/organization/okand>"
    own, was, now = "change", "org:originalOrganization", "org:resultingOrganization"
    return [
        _untyped(own, change, "org:ChangeEvent"),
        *_lacks(own, change, was, now, "dcterms:date", "dcterms:description"),
        _has_too(own, change, was, nobody, "Class"),
        _has_too(own, change, now, nobody, "Class"),
        _has_too(own, change, was, "<id/organization/exempel-region>", "Disjoint"),
        _has_too(own, change, "dcterms:date", '"2019"', "MaxCount", "Or"),
        Example(
            "a change without an address of ours",
            own,
            ("<exempel-change> - Pattern",),
            add=f"""<exempel-change> a org:ChangeEvent ;
                {was} <id/organization/exempel-forbundet> ;
                {now} <id/organization/exempel-region> ;
                dcterms:date "2019"^^xsd:gYear ; dcterms:description "Ny region."@sv .""",
        ),
    ]


def _tombstones() -> list[Example]:
    replaced, gone = "<id/project/exempel-ersatt>", "<id/project/exempel-indraget>"
    own, by, since = "tombstones", "dcterms:isReplacedBy", "prov:invalidatedAtTime"
    return [
        _untyped(own, replaced, "prov:Entity"),
        _has_too(own, replaced, by, '"exempel"', "MaxCount", "NodeKind", "Node"),
        _has_too(own, replaced, by, "<id/project/okant>", "MaxCount", "Node"),
        Example(
            "replaced by what is withdrawn",
            own,
            (f"{replaced} {by} Node",),
            (f"{replaced} {by}",),
            f"{replaced} {by} {gone} .",
        ),
        _has_too(own, gone, since, '"2014-05-06"^^xsd:date', "MaxCount", "Datatype"),
        Example(
            "withdrawn and described",
            own,
            (f"{gone} {_PAGE} MaxCount",),
            add=f"{gone} {_PAGE} <doc/project/exempel-indraget> .",
        ),
        _has_too(own, gone, "org:classification", "orgtype:company", "Closed"),
        Example(
            "a page elsewhere that is replaced",
            own,
            ("<exempel-sida> - Pattern",),
            add=f"<exempel-sida> a prov:Entity ; {by} <id/project/exempel> .",
        ),
    ]


def _terms() -> list[Example]:
    ontology, thing, prop = "<exempel/def>", "<exempel/def/Thing>", "<exempel/def/property>"
    scheme, concept, first = "<exempel/def/list>", "<exempel/def/list/b>", "<exempel/def/list/a>"
    nothing, own = "<exempel/def/nothing>", "ontology"
    return [
        *_in_all(own, ontology, "rdfs:label", "dcterms:description"),
        *(
            example
            for prop in (
                "vann:preferredNamespacePrefix",
                "vann:preferredNamespaceUri",
                "owl:versionInfo",
                "dcterms:modified",
            )
            for example in (
                *_lacks(own, ontology, prop),
                _has_too(own, ontology, prop, '"en till"', "MaxCount"),
            )
        ),
        *_in_all(own, thing, "rdfs:label", "rdfs:comment"),
        Example("a term of none", own, (f"{thing} - Or",), (f"{thing} rdfs:isDefinedBy",)),
        Example(
            "a property of neither kind",
            own,
            (f"{prop} rdf:type QualifiedMinCount",),
            (f"{prop} rdf:type owl:DatatypeProperty",),
        ),
        _has_too(own, thing, "rdfs:isDefinedBy", nothing, "MaxCount", "Class"),
        *_lacks(own, prop, "schema:domainIncludes", "schema:rangeIncludes"),
        *_in_all(own, scheme, "skos:prefLabel"),
        *_lacks(own, scheme, "skos:hasTopConcept"),
        _has_too(own, scheme, "skos:hasTopConcept", nothing, "Class"),
        *_in_all(own, concept, "skos:prefLabel", "skos:definition"),
        *_lacks(own, first, "skos:inScheme"),
        _has_too(own, concept, "skos:inScheme", nothing, "MaxCount", "Class"),
        _has_too(own, concept, "skos:broader", nothing, "Class"),
    ]


def _catalogs() -> list[Example]:
    catalog, dataset, download = "<exempel/catalog>", "<exempel/set>", "<exempel/set/trig>"
    agent, own = "<exempel/publisher>", "catalog"
    by, licence = "dcterms:publisher", "dcterms:license"
    found = []
    for thing in (catalog, dataset):
        found += _in_all(own, thing, "dcterms:title", "dcterms:description")
        found += _lacks(own, thing, by)
        found.append(_has_too(own, thing, by, '"Exempelverket"', "MaxCount", "NodeKind"))
    for thing in (catalog, download):
        found += _lacks(own, thing, licence)
        found.append(_has_too(own, thing, licence, '"CC0"', "MaxCount", "NodeKind"))
    return [
        *found,
        *_lacks(own, catalog, "dcat:dataset", "schema:inLanguage"),
        _has_too(own, catalog, "schema:inLanguage", '"Svenska"@sv', "Datatype", "Pattern"),
        _has_too(own, catalog, "dcat:dataset", "<exempel/nothing>", "Class"),
        Example("no download", own, (f"{dataset} - Or",), (f"{dataset} dcat:distribution",)),
        Example("no profile", own, (f"{dataset} - Or",), (f"{dataset} dcterms:conformsTo",)),
        _has_too(own, dataset, "dcat:distribution", "<exempel/nothing>", "Class"),
        *_lacks(own, download, "dcat:accessURL"),
        Example("no name", own, (f"{agent} - Or",), (f"{agent} foaf:name",)),
        _has_too(own, download, "dcat:accessURL", '"set"', "NodeKind"),
    ]


def _texts() -> list[Example]:
    wrong = '"utan språk", " mellanslag"@fi, "två"@fi'
    found = ("Datatype", "Not", "UniqueLang")
    return [
        _has_too("report", "<id/report/exempel>", "schema:name", wrong, *found),
        _has_too("report", "<id/report/exempel>", "schema:description", wrong, *found),
        _has_too("funder", "<id/organization/exempelverket>", "schema:slogan", wrong, *found),
        _has_too("catalog", "<exempel/set>", "dcterms:title", wrong, *found),
        _has_too("catalog", "<exempel/set>", "dcterms:description", wrong, *found),
        _has_too("ontology", "<exempel/def/list/b>", "skos:prefLabel", wrong, *found),
        _has_too("ontology", "<exempel/def/list/b>", "skos:definition", wrong, *found),
        _has_too("ontology", "<exempel/def/property>", "rdfs:label", wrong, *found),
        _has_too("ontology", "<exempel/def/property>", "rdfs:comment", wrong, *found),
        *(
            _has_too("report", "<id/report/exempel>", "schema:name", f'"{bad}"@en', "Not")
            for bad in ("slut ", "två  mellanslag", "rad\\nbryt", "hårt\\u00A0", "\\u0007pip")
        ),
    ]


def _keys() -> list[Example]:
    parts = ["", "/anomaly/owner", "/anomaly/period", "/anomaly/period-start"]
    parts += [f"{parts[-1]}/decision", f"{parts[-1]}/quotation/20112-01"]
    parts += [f"{parts[2]}/quotation/201201-201112", f"{parts[2]}/quotation/ett-ar"]
    undecided = [f"{_U[:-1]}{part}> - Pattern" for part in parts]
    return [
        Example("wrong keys", section, tuple(breaks), capital=True)
        for section, breaks in {
            "project": [
                *(f"{_P[:-1]}{part}> - Pattern" for part in ("", "/period", "/grant")),
                *(f"{_P[:-1]}{part}> - Pattern" for part in ("/grant/amount", "/cofinancing")),
            ],
            "undecided": undecided,
            "programme": ["<id/programme/exempel> - Pattern"],
            "municipality": [f"{_O} - Pattern"],
            "area": ["<id/area/0583> - Pattern"],
            "report": ["<id/report/exempel> - Pattern"],
        }.items()
    ]


EXAMPLES: list[Example] = [
    *_projects(),
    *_programmes(),
    *_periods(),
    *_grants(),
    *_anomalies(),
    *_decisions(),
    *_organizations(),
    *_graphs(),
    *_areas(),
    *_reports_and_sources(),
    *_earlier(),
    *_changes(),
    *_tombstones(),
    *_pages(),
    *_terms(),
    *_catalogs(),
    *_texts(),
    *_keys(),
]
