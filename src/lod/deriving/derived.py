"""All that is made of a release's subjects, file by file."""

from collections.abc import Iterable, Iterator

from lod.deriving.dumps import dump_files
from lod.deriving.indexed import index_files, index_rows
from lod.deriving.inverse import inverse_files
from lod.rdf import Subjects


def derive(
    subjects: Subjects, base_iri: str, vocab_iri: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the files that are derived: their names in the release, and their bytes in pieces.

    The pieces of one are taken before the next is asked for.

    :raises NotSerializable: RDF 1.2 that a dump can't hold.
    :raises InputError: there is no room where temporary files are written.
    """
    hubs: dict[str, list[int]] = {}
    yield from inverse_files(subjects, hubs)
    yield from index_files(index_rows(subjects, base_iri, vocab_iri), hubs)
    yield from dump_files(subjects, base_iri, vocab_iri)
