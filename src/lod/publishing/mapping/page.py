"""A page's records → what it says, for its graph ``graph/SOURCE``; it knows no other page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lod.errors import MappingError
from lod.publishing.iris import Iris
from lod.publishing.keys import Keys
from lod.publishing.linking import KnownBody, Reference
from lod.publishing.mapping.detailed import map_money, map_number, map_places
from lod.publishing.mapping.merging import MappedPart, MappedSource
from lod.publishing.mapping.named import called_names, named_lines
from lod.publishing.mapping.quotations import quotation_keys
from lod.publishing.mapping.reference import map_known
from lod.publishing.mapping.saying import SourceWriter
from lod.publishing.mapping.shares import Mention, PageShare, whole_page
from lod.publishing.mapping.terms import (
    Object,
    SourceWords,
    StatementList,
    bounds,
    day,
    iri_term,
    moment,
    stated,
    text,
)
from lod.publishing.numbered import NumberedOwners, code_of, number_owners
from lod.publishing.placing import KnownPlaces
from lod.publishing.records import (
    Anomaly,
    LineSpan,
    MentionedReport,
    Page,
    Period,
    Programme,
    Project,
    Text,
)
from lod.publishing.sources.frame import CLOSED


def map_page(
    page: Page,
    iris: Iris,
    keys: Keys,
    reference: Reference,
    publisher: str,
    publisher_name: str = "",
    numbered: NumberedOwners | None = None,
) -> MappedSource:
    """Describe a page, its programme, projects and report, whatever other pages say of them.

    What has no key, or one that is withdrawn, is a fault of the thing whose description needs it.

    :param publisher: the funder's IRI.
    :param publisher_name: by which the page names it, if its document is to say where.
    :param numbered: the numbers of owners, if other pages may say something else of them.
    """
    numbered = numbered or number_owners([page], keys)
    describe = page_mapper(page, iris, keys, reference, publisher, publisher_name, numbered)
    return describe(whole_page(page))


def page_mapper(
    page: Page,
    iris: Iris,
    keys: Keys,
    reference: Reference,
    publisher: str,
    publisher_name: str,
    numbered: NumberedOwners,
) -> Callable[[PageShare], MappedSource]:
    """Make what describes shares of a page, each by itself; see :func:`map_page`."""
    called = called_names(page, iris, keys)
    known = (keys, reference, KnownPlaces(reference), numbered)
    mapper = _Mapper(page, StatementList(iris), *known, publisher, publisher_name, called)
    return mapper.described


@dataclass(frozen=True, slots=True)
class _Mapper(SourceWriter):
    """Describes a page, or shares of it.

    Shapes: shapes/source.ttl, programme.ttl, project.ttl, period.ttl, grant.ttl,
        anomaly.ttl, report.ttl.
    :param called: the name of each organisation on it, by IRI.
    """

    keys: Keys
    reference: Reference
    places: KnownPlaces
    numbered: NumberedOwners
    publisher: str
    publisher_name: str
    called: Mapping[str, Text]

    def thing(self, kind: str, named: Text) -> str:
        return self.graph.iris.thing(kind, self.keys.find(kind, self.name, named.value))

    def is_withdrawn(self, kind: str, named: Text) -> bool:
        return self.keys.is_retired(kind, self.name, named.value)

    def described(self, share: PageShare) -> MappedSource:
        """Describe a share of the page, whatever the others say."""
        page = self.page
        return MappedSource(self.name, page.file, page.as_of, (*self.parts(share),), self.about())

    def about(self) -> str | None:
        """Give the IRI of the page's programme, if it has one."""
        try:
            return self.thing("programme", self.page.programme.name)
        except MappingError:
            return None

    def parts(self, share: PageShare) -> Iterator[MappedPart]:
        """Describe each thing that isn't withdrawn, the page itself first.

        Who is named by what is withdrawn was named, and stays: organisations are things of their
        own, whatever a newer page says of the project.
        """
        if share.frame:
            yield from self.frame()
        for project in share.projects:
            if not self.is_withdrawn("project", project.keyed):
                named = ("project", project.keyed)
                membership = self.part(named, self.membership, project).said
                yield replace(self.part(named, self.project, project), membership=membership)
        for each in share.mentions:
            if not self.is_withdrawn("organization", each.named):
                yield self.part(("organization", each.named), self.organization, each)

    def frame(self) -> Iterator[MappedPart]:
        """Describe the page, its programmes and its report."""
        page = self.page
        yield self.part(None, self.source)
        if page.slogan:
            yield replace(self.part(self.publisher, self.slogan, page.slogan), aspect="slogan")
        for programme in (page.programme, *page.others):
            yield self.part(("programme", programme.name), self.programme, programme)
        if page.report and not self.is_withdrawn("report", page.report.name):
            yield self.part(("report", page.report.name), self.report, page.report)

    def part(
        self,
        named: tuple[str, Text] | str | None,
        describe: Callable[..., None],
        *records: object,
    ) -> MappedPart:
        """Give what is said in describing a thing.

        :param named: its kind and name, or its IRI; None for the page.
        """
        thing, fault = None, None
        try:
            thing = self.thing(*named) if isinstance(named, tuple) else named
            describe(*records)
        except MappingError as error:
            fault = error
        said = tuple(self.graph.said)
        self.graph.said.clear()
        return MappedPart(thing, said, fault)

    def source(self) -> None:
        page, source = self.page, self.page.source
        subject = self.graph.iris.source(self.name)
        programme = self.thing("programme", page.programme.name)
        is_table = page.published is not None
        kind = "schema:DataDownload" if is_table else "schema:WebPage"
        self.typed(subject, self.lies(LineSpan(1, 1)), kind, "prov:Entity")
        if is_table:
            kept = text(source.media_type)
            self.say(subject, self.lies(LineSpan(1, 1)), schema_encodingFormat=kept)
        if page.changed and page.changed_text:
            at = self.at(page.changed_text)
            self.say(subject, at, schema_dateModified=moment(page.changed))
        self.say(subject, self.at(page.programme.name), schema_about=iri_term(programme))
        if page.report and not self.is_withdrawn("report", page.report.name):
            report = self.thing("report", page.report.name)
            self.say(subject, self.at(page.report.name), schema_mentions=iri_term(report))
        for setting, words, predicate, value in (
            ("title", source.title, "schema:name", text(source.title, source.language)),
            ("language", source.language, "schema:inLanguage", text(source.language)),
            ("publisher", source.publisher, "schema:publisher", iri_term(self.publisher)),
            ("address", source.address, "schema:url", _address(source.address)),
            ("licence", source.licence, "schema:license", _address(source.licence)),
            ("fetched", None, "dcterms:date", day(source.fetched) if source.fetched else None),
        ):
            self.graph.add(self.name, subject, predicate, value, self.set(setting, words=words))
        for span in named_lines(page, self.publisher_name):
            self.evident(self.publisher, span)

    def slogan(self, slogan: Text) -> None:
        self.say(self.publisher, self.at(slogan), schema_slogan=self.words(slogan))
        self.evident(self.publisher, slogan.span)

    def programme(self, programme: Programme) -> None:
        name, described = programme.name, programme.description
        subject, at = self.thing("programme", name), self.at(name)
        self.typed(subject, at, "fp:FundingProgramme", "schema:FundingScheme")
        self.say(subject, at, schema_name=self.words(name), schema_funder=iri_term(self.publisher))
        if described:
            self.say(subject, self.at(described), schema_description=self.words(described))
            self.status(subject, programme.stage, self.set("labels", CLOSED))
        self.documented(subject, name, programme.span, *self.dated(programme.stage))

    def dated(self, stage: str | None) -> tuple[LineSpan, ...]:
        """Give the lines with the date of a status, if that is published."""
        changed = self.page.changed and self.page.changed_text
        return (changed.span,) if changed and stage else ()

    def status(self, subject: str, stage: str | None, at: SourceWords) -> None:
        """Say the status as stated, with its date; no date, no status (nothing would bound it).

        :param at: what makes it this stage.
        """
        page, stated = self.page, self.page.stated
        if stage and stated:
            said = None if page.source.stated else page.changed_text
            on = self.at(said) if said else self.set("stated")
            self.say(subject, at, fp_status=self.concept(f"stage/{stage}"))
            self.say(subject, on, fp_statusAsOf=day(stated))

    def project(self, project: Project) -> None:
        title, purpose = project.title, project.purpose
        subject, at = self.thing("project", project.keyed), self.at(title)
        self.typed(subject, at, "fp:FundedProject", "schema:Project")
        self.say(subject, at, schema_name=self.words(title))
        if purpose:
            self.say(subject, self.at(purpose), schema_description=self.words(purpose))
        programme = self.thing("programme", project.programme or self.page.programme.name)
        funder = iri_term(self.publisher)
        self.say(subject, at, fp_programme=iri_term(programme), schema_funder=funder)
        if project.period:
            self.period(subject, project.period)
        map_money(self, subject, self.publisher, project)
        map_places(self, subject, project, self.places)
        heading = self.set(*self.page.staged, project.heading.value, words=project.stage)
        self.status(subject, project.stage, heading)
        for anomaly in project.anomalies:
            self.anomaly(subject, anomaly)
        self.documented(subject, title, project.span, *self.stated_around(project))
        self.members(subject, project)

    def membership(self, project: Project) -> None:
        """Say that a project is in the page's programme, and which lines say so."""
        subject, title = self.thing("project", project.keyed), project.title
        name = project.programme or self.page.programme.name
        self.say(subject, self.at(title), fp_programme=iri_term(self.thing("programme", name)))
        self.evident(subject, title.span)
        self.evident(subject, (project.programme or self.page.programme).span)

    def stated_around(self, project: Project) -> Iterator[LineSpan]:
        """Give the lines outside a project's own that say its status, programme and funder."""
        if project.stage:
            yield project.heading.span
            if project.introduction:
                yield project.introduction.span
        yield (project.programme or self.page.programme).span
        yield from project.further
        yield from self.dated(project.stage)

    def members(self, subject: str, project: Project) -> None:
        if project.owner and project.owners:
            self.say(subject, self.at(project.owner), fp_ownerAsStated=text(project.owner.verbatim))
        for name in project.owners:
            owner, at = iri_term(self.thing("organization", name)), self.at(name)
            self.say(subject, at, fp_projectOwner=owner, schema_member=owner)
        for partner in project.partners:
            named = iri_term(self.thing("organization", partner))
            self.say(subject, self.at(partner), fp_namedPartner=named, schema_member=named)

    def organization(self, mention: Mention) -> None:
        """Describe an organisation: from the tables if they know it, else unlinked.

        They know it if they know it by any of the names that its key has.
        """
        named = mention.named
        subject, at = self.thing("organization", named), self.at(named)
        known = self.known(named)
        if known:
            map_known(subject, known, self.reference, self.graph, at)
        elif subject != self.publisher:
            called = self.called[subject]
            self.typed(subject, at, "schema:Organization", "org:Organization")
            self.say(subject, self.at(called), schema_name=self.words(called))
        for number in mention.numbers:
            key, code = self.keys.find("organization", self.name, named.value), code_of(number)
            if code and self.numbered.is_settled(key, code):
                map_number(self, subject, number)
        self.documented(subject, named, named.span)

    def known(self, named: Text) -> KnownBody | None:
        key = self.keys.find("organization", self.name, named.value)
        names = self.keys.names("organization", key)
        found = {known for name in names if (known := self.reference.link(name))}
        return found.pop() if len(found) == 1 else self.reference.link(named.value)

    def period(self, project: str, period: Period) -> None:
        subject, at = self.graph.iris.part(project, "period"), self.at(period.text)
        self.say(project, at, fp_period=iri_term(subject))
        self.typed(subject, at, "fp:ProjectPeriod", "dcterms:PeriodOfTime")
        self.say(
            subject,
            at,
            dcat_startDate=stated(period.start),
            dcat_endDate=stated(period.end),
            **bounds(period.start, period.end),
            fp_verbatim=text(period.text.verbatim),
        )

    def anomaly(self, project: str, anomaly: Anomaly) -> None:
        subject = self.graph.iris.part(project, "anomaly", anomaly.aspect)
        at = self.at(anomaly.quotes[-1]) if anomaly.quotes else self.lies(anomaly.spans[-1])
        self.say(project, at, fp_anomaly=iri_term(subject))
        self.typed(subject, at, "fp:SourceAnomaly", "prov:Entity")
        self.say(
            subject,
            at,
            dcterms_type=self.concept(f"anomaly-type/{anomaly.type}"),
            fp_concerns=iri_term(self.graph.expand(anomaly.concerns)),
            fp_candidate=tuple(map(stated, anomaly.candidates)),
            dcterms_description=tuple(text(w, lang) for lang, w in anomaly.explanation.items()),
            prov_wasDerivedFrom=tuple(self.lines(s) for s in anomaly.spans),
        )
        for key, quote in quotation_keys(anomaly.quotes):
            self.quotation(subject, key, quote)

    def quotation(self, anomaly: str, key: str, quote: Text) -> None:
        subject, at = self.graph.iris.part(anomaly, "quotation", key), self.at(quote)
        words = text(quote.verbatim)
        self.say(anomaly, at, fp_verbatim=words, fp_quotation=iri_term(subject))
        self.typed(subject, at, "fp:Quotation", "prov:Entity")
        self.say(subject, at, fp_verbatim=words, prov_wasQuotedFrom=self.lines(quote.span))

    def report(self, report: MentionedReport) -> None:
        name, described = report.name, report.description
        subject, at = self.thing("report", name), self.at(name)
        self.typed(subject, at, "schema:Report")
        self.say(subject, at, schema_name=self.words(name))
        if described:
            self.say(subject, self.at(described), schema_description=self.words(described))
        self.documented(subject, name, report.span)


def _address(value: str | None) -> Object | None:
    return iri_term(value) if value else None
