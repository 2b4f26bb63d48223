"""A page's records → what it says, for its graph ``graph/SOURCE``; it knows no other page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from lod.errors import MappingError
from lod.publishing.iris import Iris
from lod.publishing.keys import Keys
from lod.publishing.linking import Reference
from lod.publishing.mapping.merging import MappedPart, MappedSource
from lod.publishing.mapping.reference import map_known
from lod.publishing.mapping.terms import (
    Object,
    SourceWords,
    StatementList,
    day,
    iri_term,
    moment,
    month,
    text,
)
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
    page: Page, iris: Iris, keys: Keys, reference: Reference, publisher: str
) -> MappedSource:
    """Describe a page, its programme, projects and report, whatever other pages say of them.

    What has no key, or one that is withdrawn, is a fault of the thing whose description needs it.

    Shapes: shapes/source.ttl, programme.ttl, project.ttl, period.ttl, anomaly.ttl, report.ttl.
    :param publisher: the funder's IRI.
    """
    mapper = _Mapper(page, StatementList(iris), keys, reference, publisher)
    return MappedSource(_as_of(page), tuple(mapper.parts()))


def _as_of(page: Page) -> datetime | None:
    """Give the time that a page is as new as."""
    by_hand = page.source.stated
    return datetime.combine(by_hand, time()) if by_hand else page.changed


@dataclass(frozen=True, slots=True)
class _Mapper:
    page: Page
    graph: StatementList
    keys: Keys
    reference: Reference
    publisher: str

    @property
    def name(self) -> str:
        return self.page.source.name

    def thing(self, kind: str, named: Text) -> str:
        return self.graph.iris.thing(kind, self.keys.find(kind, self.name, named.value))

    def parts(self) -> Iterator[MappedPart]:
        """Describe the page, then each thing on it that isn't withdrawn."""
        page = self.page
        yield self.part(None, self.source)
        yield self.part(("programme", page.programme.name), self.programme, page.programme)
        for project in page.projects:
            if not self.keys.is_retired("project", self.name, project.title.value):
                yield self.part(("project", project.title), self.project, project)
        if page.report:
            yield self.part(("report", page.report.name), self.report, page.report)

    def part(
        self,
        named: tuple[str, Text] | None,
        describe: Callable[..., None],
        *records: object,
    ) -> MappedPart:
        """Give what is said in describing a thing: its kind and name, or None for the page."""
        thing, fault = None, None
        try:
            thing = self.thing(*named) if named else None
            describe(*records)
        except MappingError as error:
            fault = error
        said = tuple(self.graph.said)
        self.graph.said.clear()
        return MappedPart(thing, said, fault)

    def at(self, text: Text) -> SourceWords:
        """Give the place of the page's words."""
        return SourceWords(self.page.file, text.span, text.verbatim, text.column)

    def lies(self, span: LineSpan) -> SourceWords:
        return SourceWords(self.page.file, span)

    def set(self, *setting: str, words: str | None = None) -> SourceWords:
        """Give the place of a setting of the sidecar."""
        source = self.page.source
        return SourceWords.of_setting(source.sidecar, source.lines, *setting, words=words)

    def say(self, subject: str, at: SourceWords, **values: object) -> None:
        """Say several things of a subject; ``fp_status`` is the property fp:status."""
        for name, value in values.items():
            for one in value if isinstance(value, tuple) else (value,):
                self.graph.add(self.name, subject, name.replace("_", ":", 1), one, at)

    def typed(self, subject: str, at: SourceWords, *names: str) -> None:
        self.graph.types(self.name, subject, at, *names)

    def words(self, value: Text | None) -> object:
        return text(value.value, self.page.source.language) if value and value.value else None

    def documented(self, thing: str, span: LineSpan, name: Text) -> None:
        """Say which lines the document about a thing comes from."""
        document, at = self.graph.iris.document(thing), self.at(name)
        self.say(thing, at, schema_mainEntityOfPage=iri_term(document))
        self.typed(document, at, "foaf:Document")
        self.say(document, at, prov_wasDerivedFrom=self.lines(span))

    def lines(self, span: LineSpan) -> object:
        return iri_term(self.graph.iris.source(self.name, span.fragment))

    def concept(self, path: str) -> object:
        return iri_term(self.graph.iris.term(path))

    def source(self) -> None:
        page, source = self.page, self.page.source
        subject = self.graph.iris.source(self.name)
        programme = self.thing("programme", page.programme.name)
        self.typed(subject, self.lies(LineSpan(1, 1)), "schema:WebPage", "prov:Entity")
        if page.changed and page.changed_text:
            at = self.at(page.changed_text)
            self.say(subject, at, schema_dateModified=moment(page.changed))
        self.say(subject, self.at(page.programme.name), schema_about=iri_term(programme))
        if page.report:
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
        if page.slogan:
            self.say(self.publisher, self.at(page.slogan), schema_slogan=self.words(page.slogan))

    def programme(self, programme: Programme) -> None:
        name, described = programme.name, programme.description
        subject, at = self.thing("programme", name), self.at(name)
        self.typed(subject, at, "fp:FundingProgramme", "schema:FundingScheme")
        self.say(subject, at, schema_name=self.words(name), schema_funder=iri_term(self.publisher))
        if described:
            self.say(subject, self.at(described), schema_description=self.words(described))
            self.status(subject, programme.stage, self.set("labels", CLOSED))
        self.documented(subject, programme.span, name)

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
        subject, at = self.thing("project", title), self.at(title)
        self.typed(subject, at, "fp:FundedProject", "schema:Project")
        self.say(subject, at, schema_name=self.words(title))
        if purpose:
            self.say(subject, self.at(purpose), schema_description=self.words(purpose))
        programme = iri_term(self.thing("programme", self.page.programme.name))
        self.say(subject, at, fp_programme=programme, schema_funder=iri_term(self.publisher))
        self.members(subject, project)
        if project.period:
            self.period(subject, project.period)
        heading = self.set("labels", "sections", project.heading.value, words=project.stage)
        self.status(subject, project.stage, heading)
        for anomaly in project.anomalies:
            self.anomaly(subject, anomaly)
        self.documented(subject, project.span, title)

    def members(self, subject: str, project: Project) -> None:
        for name in project.owners:
            owner, at = self.organization(name, project.span), self.at(name)
            self.say(subject, at, fp_projectOwner=iri_term(owner), schema_member=iri_term(owner))
        if project.owner and project.owners:
            self.say(subject, self.at(project.owner), fp_ownerAsStated=text(project.owner.verbatim))
        for partner in project.partners:
            named, at = self.organization(partner, project.span), self.at(partner)
            self.say(subject, at, fp_namedPartner=iri_term(named), schema_member=iri_term(named))

    def organization(self, named: Text, span: LineSpan) -> str:
        """Describe an organisation: from the tables if they know it, else unlinked."""
        subject, at = self.thing("organization", named), self.at(named)
        known = self.reference.link(named.value)
        if known:
            map_known(subject, known, self.reference, self.graph, at)
        elif subject != self.publisher:
            self.typed(subject, at, "schema:Organization", "org:Organization")
            self.say(subject, at, schema_name=self.words(named))
            self.documented(subject, span, named)
        return subject

    def period(self, project: str, period: Period) -> None:
        subject, at = self.graph.iris.part(project, "period"), self.at(period.text)
        self.say(project, at, fp_period=iri_term(subject))
        self.typed(subject, at, "fp:ProjectPeriod", "dcterms:PeriodOfTime")
        self.say(
            subject,
            at,
            dcat_startDate=month(period.start) if period.start else None,
            fp_earliestStart=day(period.start.first_day) if period.start else None,
            dcat_endDate=month(period.end) if period.end else None,
            fp_latestEnd=day(period.end.last_day) if period.end else None,
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
            fp_candidate=tuple(month(c) for c in anomaly.candidates),
            dcterms_description=tuple(text(w, lang) for lang, w in anomaly.explanation.items()),
            prov_wasDerivedFrom=tuple(self.lines(s) for s in anomaly.spans),
        )
        for quote in anomaly.quotes:
            self.say(subject, self.at(quote), fp_verbatim=text(quote.verbatim))

    def report(self, report: MentionedReport) -> None:
        name, described = report.name, report.description
        subject, at = self.thing("report", name), self.at(name)
        self.typed(subject, at, "schema:Report")
        self.say(subject, at, schema_name=self.words(name))
        if described:
            self.say(subject, self.at(described), schema_description=self.words(described))
        self.documented(subject, report.span, name)


def _address(value: str | None) -> Object | None:
    return iri_term(value) if value else None
