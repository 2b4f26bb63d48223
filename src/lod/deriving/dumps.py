"""The whole graph in one file, for people and programs that read Turtle or JSON-LD."""

from collections.abc import Iterable, Iterator

from lod.rdf import JSONLD, TURTLE, Format, Subjects, prefixes, write_stream
from lod.release import DUMPS

_WRITTEN: tuple[Format, ...] = (TURTLE, JSONLD)


def dump_files(
    subjects: Subjects, base_iri: str, vocab_iri: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the dumps; that in N-Quads is the release's own file.

    :raises NotSerializable: RDF 1.2, which they can't hold.
    """
    table = prefixes(vocab_iri)
    for kind in _WRITTEN:
        yield DUMPS[kind], write_stream(subjects, kind, prefixes=table, base=base_iri)
