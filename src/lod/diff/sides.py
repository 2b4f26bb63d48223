"""What the user named, opened for comparing: release, folder, RDF file or git revision."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pyoxigraph as ox

from lod import build as building
from lod.checking.files import is_rdf, rdf_files_in
from lod.config import read_config
from lod.diff.findings import Found, from_json
from lod.diff.git import Revision, extracted, find_revision
from lod.diff.side import About, Side, side_of
from lod.errors import InputError, ReleaseError
from lod.files import read_quads
from lod.positions import EXTENSIONS

Checker = Callable[[building.Mapped], Sequence[Found]]

WORKING = "working tree"
_ANYWHERE = "file:///"
_PUBLICATION = ("data", "ontology", "shapes")


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look for what isn't named.

    :param site: the publication's folder; revisions are those of its repository.
    :param out: where its releases are.
    :param checker: checks a publication that was read; None leaves that out.
    """

    site: Path
    out: Path
    checker: Checker | None = None


@contextmanager
def open_side(spec: str, where: Where) -> Iterator[Side]:
    """Open a release, a folder, an RDF file, or a git revision; a path goes before a revision.

    :raises InputError: it can't be read, or isn't any of these.
    """
    path = Path(spec)
    with TemporaryDirectory(prefix="lod-diff-") as made:
        folder = Path(made)
        if path.exists() or path.is_symlink() or spec == str(where.out):
            side = _at(path, where, folder)
        else:
            side = _of_revision(find_revision(spec, where.site), where, folder)
        try:
            yield side
        finally:
            side.close()


def _at(path: Path, where: Where, folder: Path) -> Side:
    if path.is_file():
        return _of_files(str(path), [path], None, folder)
    if (path / "lod.toml").is_file():
        name = WORKING if path.resolve() == where.site.resolve() else str(path)
        return _of_publication(name, "publication", path, where, folder)
    for release in (path, path / "current"):
        if (release / "manifest.json").is_file():
            return open_release(release)
    if path == where.out or not path.is_dir():
        todo = "run lod build, or name what to compare with"
        raise ReleaseError("there is no release here", path, todo=todo)
    return _of_folder(str(path), path, folder)


def open_release(directory: Path) -> Side:
    """Open a release's statements as they lie; older layouts too.

    :raises ReleaseError: it isn't whole.
    """
    directory = directory.resolve()
    try:
        manifest = json.loads((directory / "manifest.json").read_bytes())
        base = manifest["base_iri"]
        report = directory / "report.json"
        about = About(
            f"release {directory.name}",
            "release",
            base,
            bool(manifest["graphs"]),
            _moved(base, manifest.get("moved", {})),
            from_json(report.read_bytes()) if report.exists() else None,
        )
        return Side(about, directory / "data.nq")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        todo = "run lod build"
        raise ReleaseError(f"is no whole release: {error}", directory, todo=todo) from error


def _moved(base: str, moved: dict[str, str | None]) -> dict[str, str | None]:
    return {f"{base}id/{old}": now and f"{base}id/{now}" for old, now in moved.items()}


def _of_publication(name: str, kind: str, site: Path, where: Where, folder: Path) -> Side:
    mapped = building.read(read_config(site), _silent)
    base = mapped.config.base_iri
    findings = where.checker(mapped) if where.checker else None
    notes = tuple(str(problem) for problem in mapped.problems)
    moved = _moved(base, mapped.keys.moved())
    return side_of(About(name, kind, base, True, moved, findings, notes), mapped.graph, folder)


def _silent(line: str) -> None:
    """Take a line of progress and print nothing."""


def _of_revision(revision: Revision, where: Where, folder: Path) -> Side:
    with extracted(revision, where.site, _is_wanted) as found:
        try:
            return _of_extracted(revision, found, where, folder)
        except InputError as error:
            error.file = _in_revision(revision, found, error.file)
            raise


def _of_extracted(revision: Revision, found: Path, where: Where, folder: Path) -> Side:
    if found.is_file():
        return _of_files(revision.spec, [found], None, folder)
    if (found / "lod.toml").is_file():
        return _of_publication(revision.spec, "revision", found, where, folder)
    if revision.named:
        return _of_folder(revision.spec, found, folder)
    message = "is not a publication: there is no lod.toml in this revision"
    todo = "name the publication's folder: REVISION:path/from/the/top"
    raise InputError(message, found, todo=todo)


def _in_revision(revision: Revision, found: Path, file: Path | str | None) -> str:
    """Name a file by the revision, not by where it was put for reading."""
    path = Path(file or found)
    top = found.resolve()
    inside = path.resolve().relative_to(top) if path.resolve().is_relative_to(top) else None
    if inside is None or found.is_file():
        return revision.spec
    rev = revision.spec.partition(":")[0]
    parts = [part for part in (revision.path, *inside.parts) if part]
    return f"{rev}:{'/'.join(parts)}" if inside.parts else revision.spec


def _is_wanted(path: PurePosixPath) -> bool:
    in_publication = str(path) == "lod.toml" or path.parts[0] in _PUBLICATION
    return in_publication or is_rdf(path)


def _of_folder(name: str, top: Path, folder: Path) -> Side:
    files = rdf_files_in(top)
    if not files:
        known = ", ".join(ending for ending in EXTENSIONS if is_rdf(Path(f"x{ending}")))
        message = "has neither a release, nor lod.toml, nor any RDF file"
        raise InputError(message, top, expected=f"files ending in {known}")
    return _of_files(name, files, top, folder)


def _of_files(name: str, files: Sequence[Path], top: Path | None, folder: Path) -> Side:
    quads = [q for file in files for q in read_quads(file, _base(file, top))]
    graphs = any(isinstance(quad.graph_name, ox.NamedNode) for quad in quads)
    return side_of(About(name, "files", None, graphs, {}, None), quads, folder)


def _base(file: Path, top: Path | None) -> str:
    """Resolve relative IRIs alike on both sides, wherever the files lie."""
    return _ANYWHERE if top is None else _ANYWHERE + quote(file.relative_to(top).as_posix())
