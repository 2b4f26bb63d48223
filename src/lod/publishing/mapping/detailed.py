"""A project's money and places, and the numbers of its owners, as its source states them."""

from dataclasses import replace

from lod.publishing.mapping.quotations import quotation_keys
from lod.publishing.mapping.saying import SourceWriter
from lod.publishing.mapping.terms import decimal, iri_term, text
from lod.publishing.numbered import code_of
from lod.publishing.placing import KnownPlaces, is_code
from lod.publishing.records import Amount, OwnerNumber, Project


def map_money(writer: SourceWriter, subject: str, publisher: str, project: Project) -> None:
    """Say what the funder grants, what others pay, and the funder's share; if it is stated.

    Shape: shapes/grant.ttl.
    :param publisher: the funder's IRI.
    """
    if project.grant:
        grant, at = writer.graph.iris.part(subject, "grant"), writer.at(project.grant.text)
        writer.say(subject, at, schema_funding=iri_term(grant))
        writer.typed(grant, at, "schema:MonetaryGrant")
        writer.say(grant, at, schema_funder=iri_term(publisher))
        _map_amount(writer, grant, "schema:amount", "amount", project.grant)
    if project.cofinancing:
        _map_amount(writer, subject, "fp:cofinancing", "cofinancing", project.cofinancing)
    if project.share:
        at = writer.at(project.share.text)
        writer.say(subject, at, fp_fundedShare=decimal(project.share.percent))


def _map_amount(
    writer: SourceWriter, thing: str, predicate: str, part: str, amount: Amount
) -> None:
    subject, at = writer.graph.iris.part(thing, part), writer.at(amount.text)
    writer.graph.add(writer.name, thing, predicate, iri_term(subject), at)
    writer.typed(subject, at, "schema:MonetaryAmount")
    writer.say(
        subject,
        at,
        schema_value=decimal(amount.value),
        schema_currency=text(amount.currency),
        fp_verbatim=text(amount.text.verbatim),
    )


def map_places(writer: SourceWriter, subject: str, project: Project, known: KnownPlaces) -> None:
    """Say where a project is: known areas, and by name alone what isn't known; no unknown codes.

    Shapes: shapes/project.ttl, place.ttl.
    """
    iris, unknown = writer.graph.iris, []
    for field, stated in project.places:
        if area := known.find(field, stated.value):
            place = iri_term(iris.thing("area", area.code))
            writer.say(subject, writer.at(stated), schema_location=place)
        elif not is_code(stated.value):
            unknown.append(stated)
    keys = quotation_keys(replace(stated, verbatim=stated.value) for stated in unknown)
    for stated, (key, _) in zip(unknown, keys, strict=True):
        part, at = iris.part(subject, "location", key), writer.at(stated)
        writer.say(subject, at, schema_location=iri_term(part))
        writer.typed(part, at, "schema:Place")
        writer.say(part, at, schema_name=writer.words(stated))


def map_number(writer: SourceWriter, owner: str, number: OwnerNumber) -> None:
    """Say an owner's number, as it is written and with its scheme, if that is known.

    Shape: shapes/organization.ttl.
    """
    at = writer.at(number.text)
    code = text(code_of(number) or "") if number.scheme else None
    writer.say(owner, at, schema_identifier=text(number.text.value), schema_iso6523Code=code)
