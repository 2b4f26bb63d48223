"""A page's records → quads of its graph ``graph/SOURCE``."""

from dataclasses import dataclass

from lod.keys import Keys
from lod.linking import Reference
from lod.mapping.reference import map_known
from lod.mapping.terms import Graph, Place, day, iri, moment, month, text
from lod.records import Anomaly, Page, Period, Programme, Project, Report, Span, Text


def map_page(
    page: Page,
    graph: Graph,
    keys: Keys,
    reference: Reference,
    publisher: str,
    described: set[str],
) -> None:
    """Describe a page, and of its programme, projects and report what no newer page describes.

    Shapes: shapes/source.ttl, programme.ttl, project.ttl, period.ttl, anomaly.ttl, report.ttl.
    :param publisher: the funder's IRI.
    :param described: the IRIs that newer pages describe; this page's are added.
    :raises MappingError: something on the page has no key.
    """
    mapper = _Mapper(page, graph, keys, reference, publisher, described)
    mapper.source()
    if mapper.is_new("programme", page.programme.name):
        mapper.programme(page.programme)
    for project in page.projects:
        if mapper.is_new("project", project.title):
            mapper.project(project)
    if page.report and mapper.is_new("report", page.report.name):
        mapper.report(page.report)


@dataclass(frozen=True, slots=True)
class _Mapper:
    page: Page
    graph: Graph
    keys: Keys
    reference: Reference
    publisher: str
    described: set[str]

    @property
    def name(self) -> str:
        return self.page.source.name

    def thing(self, kind: str, named: Text) -> str:
        return self.graph.iris.thing(kind, self.keys.find(kind, self.name, named.value))

    def is_new(self, kind: str, named: Text) -> bool:
        """Whether to describe a thing: neither withdrawn nor described by a newer page."""
        if kind == "project" and self.keys.is_retired(kind, self.name, named.value):
            return False
        subject = self.thing(kind, named)
        new = subject not in self.described
        self.described.add(subject)
        return new

    def say(self, subject: str, span: Span, **values: object) -> None:
        """Say several things of a subject; ``fp_status`` is the property fp:status."""
        for name, value in values.items():
            for one in value if isinstance(value, tuple) else (value,):
                predicate = name.replace("_", ":", 1)
                self.graph.add(self.name, subject, predicate, one, Place(self.name, span))

    def typed(self, subject: str, span: Span, *names: str) -> None:
        self.graph.types(self.name, subject, Place(self.name, span), *names)

    def words(self, value: Text | None) -> object:
        return text(value.value, self.page.source.language) if value and value.value else None

    def documented(self, thing: str, span: Span) -> None:
        """Say which lines the document about a thing comes from."""
        document = self.graph.iris.document(thing)
        self.say(thing, span, schema_mainEntityOfPage=iri(document))
        self.typed(document, span, "foaf:Document")
        self.say(document, span, prov_wasDerivedFrom=self.lines(span))

    def lines(self, span: Span) -> object:
        return iri(self.graph.iris.source(self.name, span.fragment))

    def concept(self, path: str) -> object:
        return iri(self.graph.iris.term(path))

    def source(self) -> None:
        page, source = self.page, self.page.source
        subject = self.graph.iris.source(self.name)
        top = Span(1, 1)
        self.typed(subject, top, "schema:WebPage", "prov:Entity")
        self.say(
            subject,
            page.changed_text.span if page.changed_text else top,
            schema_dateModified=moment(page.changed) if page.changed else None,
        )
        self.say(
            subject,
            top,
            schema_name=text(source.title, source.language),
            schema_inLanguage=text(source.language),
            schema_publisher=iri(self.publisher),
            schema_url=iri(source.address) if source.address else None,
            schema_license=iri(source.licence) if source.licence else None,
            dcterms_date=day(source.fetched) if source.fetched else None,
            schema_about=iri(self.thing("programme", page.programme.name)),
            schema_mentions=iri(self.thing("report", page.report.name)) if page.report else None,
        )
        if page.slogan:
            self.say(self.publisher, page.slogan.span, schema_slogan=self.words(page.slogan))

    def programme(self, programme: Programme) -> None:
        subject, span = self.thing("programme", programme.name), programme.span
        self.typed(subject, span, "fp:FundingProgramme", "schema:FundingScheme")
        self.say(subject, programme.name.span, schema_name=self.words(programme.name))
        if programme.description:
            described = programme.description
            self.say(subject, described.span, schema_description=self.words(described))
        self.say(subject, span, schema_funder=iri(self.publisher))
        self.status(subject, programme.stage, span)
        self.documented(subject, span)

    def status(self, subject: str, stage: str | None, span: Span) -> None:
        """Say the status as stated, with its date; no date, no status (nothing would bound it)."""
        if stage and self.page.changed:
            on = day(self.page.changed.date())
            self.say(subject, span, fp_status=self.concept(f"stage/{stage}"), fp_statusAsOf=on)

    def project(self, project: Project) -> None:
        subject, span = self.thing("project", project.title), project.span
        self.typed(subject, span, "fp:FundedProject", "schema:Project")
        self.say(subject, project.title.span, schema_name=self.words(project.title))
        if project.purpose:
            purpose = project.purpose
            self.say(subject, purpose.span, schema_description=self.words(purpose))
        programme = iri(self.thing("programme", self.page.programme.name))
        self.say(subject, span, fp_programme=programme, schema_funder=iri(self.publisher))
        self.members(subject, project)
        if project.period:
            self.period(subject, project.period)
        self.status(subject, project.stage, project.heading.span)
        for anomaly in project.anomalies:
            self.anomaly(subject, anomaly)
        self.documented(subject, span)

    def members(self, subject: str, project: Project) -> None:
        if project.owner:
            owner, at = self.organization(project.owner, project.span), project.owner.span
            self.say(subject, at, fp_projectOwner=iri(owner), schema_member=iri(owner))
            self.say(subject, at, fp_ownerAsStated=text(project.owner.verbatim))
        for partner in project.partners:
            named = self.organization(partner, project.span)
            self.say(subject, partner.span, fp_namedPartner=iri(named), schema_member=iri(named))

    def organization(self, named: Text, span: Span) -> str:
        """Describe an organisation: from the tables if they know it, else unlinked."""
        subject = self.thing("organization", named)
        known = self.reference.link(named.value)
        if known:
            map_known(subject, known, self.graph, Place(self.name, named.span))
        elif subject != self.publisher:
            self.typed(subject, named.span, "schema:Organization", "org:Organization")
            self.say(subject, named.span, schema_name=self.words(named))
            self.documented(subject, span)
        return subject

    def period(self, project: str, period: Period) -> None:
        subject, span = self.graph.iris.part(project, "period"), period.text.span
        self.say(project, span, fp_period=iri(subject))
        self.typed(subject, span, "fp:ProjectPeriod", "dcterms:PeriodOfTime")
        self.say(
            subject,
            span,
            dcat_startDate=month(period.start) if period.start else None,
            fp_earliestStart=day(period.start.first_day) if period.start else None,
            dcat_endDate=month(period.end) if period.end else None,
            fp_latestEnd=day(period.end.last_day) if period.end else None,
            fp_verbatim=text(period.text.verbatim),
        )

    def anomaly(self, project: str, anomaly: Anomaly) -> None:
        subject = self.graph.iris.part(project, "anomaly", anomaly.aspect)
        span = anomaly.spans[-1]
        self.say(project, span, fp_anomaly=iri(subject))
        self.typed(subject, span, "fp:SourceAnomaly", "prov:Entity")
        self.say(
            subject,
            span,
            dcterms_type=self.concept(f"anomaly-type/{anomaly.type}"),
            fp_concerns=iri(self.graph.expand(anomaly.concerns)),
            fp_verbatim=tuple(text(quote.verbatim) for quote in anomaly.quotes),
            fp_candidate=tuple(month(c) for c in anomaly.candidates),
            dcterms_description=tuple(text(w, lang) for lang, w in anomaly.explanation.items()),
            prov_wasDerivedFrom=tuple(self.lines(s) for s in anomaly.spans),
        )

    def report(self, report: Report) -> None:
        subject, span = self.thing("report", report.name), report.span
        self.typed(subject, span, "schema:Report")
        self.say(subject, report.name.span, schema_name=self.words(report.name))
        if report.description:
            described = report.description
            self.say(subject, described.span, schema_description=self.words(described))
        self.documented(subject, span)
