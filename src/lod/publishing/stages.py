"""Which stages there are, and settings of sidecars that name another."""

from collections.abc import Iterable, Iterator, Mapping

from lod.checking import RdfFile
from lod.errors import ConfigError
from lod.publishing.handwritten import Name, nearest_name, place_of
from lod.publishing.records import Page, Source
from lod.publishing.sources.sidecar import read_labels
from lod.rdf import SKOS
from lod.words import msg

_STAGES = ("ongoing", "closed")
"""Those of a vocabulary that is described elsewhere."""


def find_stages(ontology: Iterable[RdfFile], vocab_iri: str) -> tuple[str, ...]:
    """Give the keys of the stages that the ontology describes, sorted."""
    scheme = f"{vocab_iri}stage"
    found = {
        triple.subject.value.removeprefix(f"{scheme}/")
        for file in ontology
        for triple in file.placed
        if triple.predicate.value == f"{SKOS}inScheme"
        and getattr(triple.object, "value", "") == scheme
        and hasattr(triple.subject, "value")
    }
    return tuple(sorted(found)) or _STAGES


def unknown_stages(pages: Iterable[Page], stages: tuple[str, ...]) -> Iterator[ConfigError]:
    """Make an error for each heading of a sidecar whose stage there isn't, at its line."""
    for page in pages:
        said = read_labels(page.source).sections if page.stages is None else page.stages
        yield from unknown_in(page.source, page.staged, said, stages)


def unknown_in(
    source: Source, setting: Name, said: Mapping[str, str], stages: tuple[str, ...]
) -> Iterator[ConfigError]:
    """Make an error for each word of a sidecar whose stage there isn't.

    :param setting: the table that says them.
    """
    for heading, stage in said.items():
        if stage in stages:
            continue
        place = place_of(source.lines, (*setting, heading))
        near = nearest_name(stage, stages) or stages[0]
        yield ConfigError(
            msg("there is no stage {stage}", stage=stage),
            source.sidecar,
            place and place[0],
            msg("one of {names}", names=", ".join(stages)),
            msg("write it as in {example}", example=f'"{heading}" = "{near}"'),
        )
