"""The whole graph in one file, for people and programs that read Turtle or JSON-LD."""

from collections.abc import Iterable, Iterator

from lod.rdf import JSONLD, TURTLE, Format, Subjects, prefixes, write_stream
from lod.release import DUMPS


def turtle_file(
    subjects: Subjects, base_iri: str, vocab_iri: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the dump in Turtle; that in N-Quads is the release's own file.

    :raises NotSerializable: RDF 1.2, which it can't hold.
    """
    yield DUMPS[TURTLE], _written(subjects, TURTLE, base_iri, vocab_iri)


def jsonld_file(
    subjects: Subjects, base_iri: str, vocab_iri: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the dump in JSON-LD; see :func:`turtle_file`."""
    yield DUMPS[JSONLD], _written(subjects, JSONLD, base_iri, vocab_iri)


def _written(subjects: Subjects, kind: Format, base_iri: str, vocab_iri: str) -> Iterator[bytes]:
    return write_stream(subjects, kind, prefixes=prefixes(vocab_iri), base=base_iri)
