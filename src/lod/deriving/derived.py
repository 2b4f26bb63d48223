"""All that is made of a release's subjects, file by file."""

from collections.abc import Iterable, Iterator, Sequence

from lod.deriving.dumps import jsonld_file, turtle_file
from lod.deriving.indexed import index_files, index_rows
from lod.deriving.inverse import inverse_files
from lod.rdf import Subjects
from lod.release import DerivedFiles


def derive(subjects: Subjects, base_iri: str, vocab_iri: str) -> Sequence[DerivedFiles]:
    """Make the files that are derived: their names in the release, and their bytes in pieces.

    Of each group, the pieces of one file are taken before the next is asked for; groups don't
    need each other.

    :raises NotSerializable: RDF 1.2 that a dump can't hold; when it is come to, as all else.
    :raises InputError: there is no room where temporary files are written.
    """
    given = (subjects, base_iri, vocab_iri)
    return _found(*given), turtle_file(*given), jsonld_file(*given)


def _found(
    subjects: Subjects, base_iri: str, vocab_iri: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make what things are found by: what points at them, and the index."""
    hubs: dict[str, list[int]] = {}
    yield from inverse_files(subjects, hubs)
    yield from index_files(index_rows(subjects, base_iri, vocab_iri), hubs)
