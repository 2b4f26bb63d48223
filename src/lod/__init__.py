"""lod: publish a public funder's projects as linked open data.

What stands here is the library, for programs; docs/python.md shows each of it. A wing is loaded
when one of its words is first used, so that ``import lod`` costs next to nothing.
"""

from collections.abc import Iterable
from importlib import import_module
from os import PathLike, fspath

TYPE_CHECKING = False  # typing itself, and pathlib, take longer to load than all that stands here
if TYPE_CHECKING:
    from types import TracebackType

    from rdflib import Graph
    from rdflib.query import Result

    from lod import errors, serving
    from lod.checking import Finding, HeldTriples, LocatedFile, Named, Place, Report
    from lod.comparing import Diff
    from lod.publishing import Config
    from lod.release import Release

__all__ = [
    "Diff",
    "Finding",
    "OpenedRelease",
    "Place",
    "Publication",
    "Report",
    "check",
    "diff",
    "errors",
    "locate",
    "open_publication",
    "open_release",
    "serving",
    "validate",
]

_WINGS = {"errors", "serving"}
_WORDS = {"Diff": "comparing", "Finding": "checking", "Place": "checking", "Report": "checking"}


def __getattr__(name: str) -> object:
    if name in _WINGS:
        return import_module(f"lod.{name}")
    if name in _WORDS:
        return getattr(import_module(f"lod.{_WORDS[name]}"), name)
    raise AttributeError(f"module 'lod' has no attribute {name!r}")


def check(
    data: "Named | Iterable[Named]",
    shapes: "Named | Iterable[Named]",
    *,
    ontology: "Named | Iterable[Named]" = (),
    fail_on: str = "violation",
    strict: bool = False,
    skip_bad_shapes: bool = False,
    shacl: str = "1.2",
    engine: str = "own",
) -> "Report":
    """Check any RDF against shapes, as ``lod check DATA --shapes SHAPES`` does.

    Each is a file, a folder, a glob, a graph of rdflib, or several of these. What can't be read is
    found, too: then the report is ``unread``, and nothing was checked. Shapes that can't run are
    left out and told: then it's ``incomplete``.

    :param ontology: vocabularies; what they describe is known.
    :param fail_on: the mildest severity that fails: ``violation``, ``warning`` or ``info``.
    :param strict: whether unknown terms and things that no shape covers are violations.
    :param skip_bad_shapes: whether shapes that can't run may be left out.
    :param shacl: the version, ``1.0`` or ``1.2``, which is a draft.
    :param engine: ``own`` or ``pyshacl``.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    """
    from lod.checking import Options, check_given, files_of, unread_check
    from lod.errors import InputError
    from lod.rdf import SHARED

    options = Options(
        fail_on=fail_on,
        skip_bad_shapes=skip_bad_shapes,
        shacl=shacl,
        engine=engine,
        strict=strict,
        prefixes=SHARED,
    )
    try:
        return check_given(files_of(data), files_of(shapes), files_of(ontology), options)
    except InputError as error:
        return unread_check(error)


def validate(
    triples: "HeldTriples", shapes: "HeldTriples", *, fail_on: str = "violation"
) -> "Report":
    """Check a graph in memory against shapes in memory: SHACL, and nothing besides.

    Each is a graph of rdflib, or triples or quads of pyoxigraph. The report's findings are the
    validation results, one each, without a place; terms are texts in N-Triples form. What no shape
    covers is not looked for.

    :param fail_on: the mildest severity that fails: ``violation``, ``warning`` or ``info``.
    :raises ShapesError: the shapes are malformed, or check nothing.
    :raises InputError: a graph has what is no triple of RDF 1.1.
    """
    from lod.checking import Options, check_shapes_only, hold, read_shape_files
    from lod.rdf import SHARED

    read = read_shape_files([hold(shapes, "shapes")], untargeted=True)
    options = Options(fail_on=fail_on, prefixes=SHARED)
    return check_shapes_only(hold(triples).statements, read, options)


def locate(file: str | PathLike[str]) -> "LocatedFile":
    """Ask where in a file its statements stand: ``locate(file).find(subject, predicate, value)``.

    :raises UsageError: there is no such file, or its format can't be told.
    """
    from lod.checking import locate_in

    return locate_in(file)


def diff(
    old: str | PathLike[str],
    new: str | PathLike[str],
    *,
    site: str | PathLike[str] = ".",
    shapes: Iterable[str] = (),
    checked: bool = True,
) -> "Diff":
    """Compare OLD with NEW, thing by thing, as ``lod diff`` does.

    Each is a release, a publication's folder, a folder of RDF files, an RDF file, or a git
    revision: ``HEAD~1``, ``REV:path``.

    :param site: a folder in the repository whose revisions are meant.
    :param shapes: for RDF files: files, folders or globs of shapes.
    :param checked: whether what a check finds of each is compared, too.
    :raises InputError: one of them can't be read.
    :raises UsageError: one of them is none of these.
    """
    from pathlib import Path

    from lod.comparing import Surroundings, check_for_diff, checker_of_files
    from lod.comparing import diff as compare

    names, here = list(shapes), Path(site)
    where = Surroundings(
        here,
        (here / "var").resolve(),
        check_for_diff if checked else None,
        checker_of_files(names) if checked and names else None,
    )
    return compare(fspath(old), fspath(new), where)


def open_publication(folder: str | PathLike[str]) -> "Publication":
    """Open the publication in a folder: reads its ``lod.toml``, and its data when it is asked.

    :raises ConfigError: there is no ``lod.toml``, or it is wrong.
    """
    from pathlib import Path

    from lod.publishing import read_config

    return Publication(read_config(Path(folder)))


class Publication:
    """A publication's folder. Each call reads the files as they are then."""

    def __init__(self, config: "Config") -> None:
        self._config = config
        self.folder = config.site

    def __fspath__(self) -> str:
        return str(self.folder)

    def check(
        self, *, fail_on: str = "violation", strict: bool = False, engine: str = "own"
    ) -> "Report":
        """Check it against its own shapes, as ``lod check`` does; see :func:`check`."""
        from lod.checking import Options, unread_check
        from lod.errors import InputError
        from lod.publishing import check_site

        options = Options(fail_on=fail_on, strict=strict, engine=engine)
        try:
            return check_site(self._config, _say_nothing, options)
        except InputError as error:
            return unread_check(error)

    def build(self, out: str | PathLike[str] | None = None) -> "OpenedRelease":
        """Make a release, as ``lod build`` does, and open it.

        Parts of the sources that can't be read are left out; :meth:`check` tells of them.

        :param out: where releases go; by default ``var`` beside ``lod.toml``.
        :raises NotConforming: the data breaks a must of the shapes. Nothing is made.
        :raises InputError: something can't be read.
        """
        from pathlib import Path

        from lod.errors import NotConforming
        from lod.publishing import check_publication, publish, read_publication
        from lod.words import msg

        mapped = read_publication(self._config, _say_nothing)
        report = check_publication(mapped, _say_nothing)
        if not report.conforms:
            count = report.counts["violation"]
            raise NotConforming(msg("no release made: errors found: {count}", count=count))
        where = self.folder / "var" if out is None else Path(out)
        return open_release(publish(mapped, report, where.resolve(), _say_nothing))


def open_release(folder: str | PathLike[str]) -> "OpenedRelease":
    """Open a release.

    :param folder: the release itself, or one with ``current``: the ``var`` of a publication.
    :raises ReleaseError: it isn't there, isn't whole, or has another layout.
    """
    from pathlib import Path

    from lod.release import find_release
    from lod.release import open_release as read_release

    return OpenedRelease(read_release(find_release(Path(folder))))


class OpenedRelease:
    """A release to read from; it never changes. Closed by :meth:`close` or at the end of ``with``.

    :ivar folder: where it lies.
    :ivar graphs: the IRIs of its named graphs.
    """

    def __init__(self, release: "Release") -> None:
        self._release = release
        self.folder = release.directory
        self.graphs = sorted(release.graphs)

    def __fspath__(self) -> str:
        return str(self.folder)

    def __enter__(self) -> "OpenedRelease":
        return self

    def __exit__(self, *_: "type[BaseException] | BaseException | TracebackType | None") -> None:
        self.close()

    def close(self) -> None:
        """Give its files back."""
        self._release.close()

    def describe(self, iri: str) -> "Graph":
        """Give what its document says of a thing, and labels; empty if nothing is known of it.

        Of what points at the thing there are at most 200 statements.

        :raises InputError: it holds RDF 1.2, which rdflib doesn't.
        """
        from lod.rdf import to_graph

        found = self._release.describe(iri)
        return to_graph(() if found is None else found.triples)

    def graph(self, name: str) -> "Graph | None":
        """Give a named graph by its IRI, or what follows ``graph/`` in it; None if there is none.

        :raises InputError: it holds RDF 1.2, which rdflib doesn't.
        """
        from lod.rdf import to_graph

        iri = name if name in self._release.graphs else f"{self._base}graph/{name}"
        found = self._release.graph(iri)
        return None if found is None else to_graph(found)

    def query(self, text: str, timeout: float = 10.0) -> "Result":
        """Run a SPARQL query, as ``lod query`` does, in a process that is killed at its limits.

        The result is rdflib's: rows of a SELECT to iterate over, ``askAnswer``, ``graph``.

        :param timeout: seconds.
        :raises QueryError: it gets no answer; QueryTimeout, MalformedQuery … say why.
        :raises UsageError: this isn't Linux.
        :raises InputError: the result holds RDF 1.2, which rdflib doesn't.
        """
        from lod.rdf import NTRIPLES, SPARQL_JSON, read_result
        from lod.serving import Limits, answer_query, refuse_elsewhere

        refuse_elsewhere("OpenedRelease.query")
        accept = f"{SPARQL_JSON.media_type}, {NTRIPLES.media_type};q=0.5"
        answer = answer_query(text, accept, self._release, Limits(timeout=timeout))
        return read_result(answer.body, answer.content_type)

    @property
    def _base(self) -> str:
        return self._release.manifest.base_iri


def _say_nothing(line: str) -> None:
    """Take a line of progress and print nothing."""
