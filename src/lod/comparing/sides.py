"""What the user named, opened for comparing: release, folder, RDF file or git revision."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pyoxigraph as ox

from lod.checking import (
    EXTENSIONS,
    RdfFile,
    inflate_named,
    is_rdf,
    rdf_files_in,
    refuse_unknown_format,
)
from lod.comparing.checks import FileChecker, silent
from lod.comparing.findings import BareFinding, from_json
from lod.comparing.git import Revision, extracted, find_revision
from lod.comparing.side import RDF_SIDE, About, Side, side_of
from lod.errors import InputError, ReleaseError, UsageError
from lod.files import BadMembers, SortedLines, read_file, temporary_folder
from lod.publishing import Mapped, read_config, read_publication, read_quads
from lod.release import LAYOUT, open_lines, triples_in
from lod.words import msg

Checker = Callable[[Mapped], Sequence[BareFinding]]

_ANYWHERE = "file:///"
_PUBLICATION = ("data", "ontology", "shapes")

Show = Callable[[Path], str]
"""How to name a file to the user."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where to look for what isn't named.

    :param site: the publication's folder; revisions are those of its repository.
    :param out: where its releases are.
    :param checker: checks a publication that was read; None leaves that out.
    :param file_checker: likewise of RDF files.
    """

    site: Path
    out: Path
    checker: Checker | None = None
    file_checker: FileChecker | None = None


@contextmanager
def open_side(spec: str, where: Surroundings) -> Iterator[Side]:
    """Open a release, a folder, an RDF file, or a git revision; a path goes before a revision.

    :raises InputError: it can't be read, or isn't any of these.
    :raises UsageError: there is no such thing, or its name is empty (an unset variable, say).
    """
    if not spec:
        raise UsageError(msg("the name of what to compare with is empty: write . for this folder"))
    path = Path(spec)
    with temporary_folder("diff") as folder:
        if path.exists() or path.is_symlink() or spec == str(where.out):
            side = _at(path, where, folder)
        else:
            side = _of_revision(find_revision(spec, where.site), where, folder)
        try:
            yield side
        except BadMembers as error:
            raise _not_whole(Path(error.filename), error.strerror) from error
        finally:
            side.close()


def _at(path: Path, where: Surroundings, folder: Path) -> Side:
    if path.exists() and not path.is_dir():
        return _of_files(str(path), path, str, where, folder)
    if os.path.lexists(path / "lod.toml"):
        here = path.resolve() == where.site.resolve()
        name = msg("working tree") if here else str(path)
        return _of_publication(name, "publication", path, where, folder)
    for release in (path, path / "current"):
        if (release / "manifest.json").is_file():
            return open_release_side(release)
    if path == where.out:
        todo = msg("run lod build, or name what to compare with")
        raise ReleaseError(msg("there is no release here"), path, todo=todo)
    return _of_files(str(path), path, str, where, folder)


def is_published(folder: Path) -> bool:
    """Whether a folder is a publication's, a release's, or the one of releases."""
    names = ("lod.toml", "manifest.json", "current")
    return any(os.path.lexists(folder / name) for name in names)


def open_release_side(directory: Path) -> Side:
    """Open a release's statements as they lie; older layouts too.

    :raises ReleaseError: it isn't whole.
    """
    directory = directory.resolve()
    try:
        manifest = json.loads(read_file(directory / "manifest.json", directory))
        base, moved = manifest["base_iri"], manifest.get("moved", {})
        texts = (base, *(now for now in moved.values() if now is not None))
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("base_iri, moved")
        report = directory / "report.json"
        about = About(
            msg("release {name}", name=directory.name),
            "release",
            base,
            bool(manifest["graphs"]),
            _moved(base, moved),
            from_json(read_file(report, directory)) if report.exists() else None,
            shapes=partial(_shapes_in, directory),
            same_layout=manifest.get("layout") == LAYOUT,
        )
        return Side(about, open_lines(directory))
    except BadMembers as error:
        raise _not_whole(Path(error.filename), error.strerror) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_whole(directory, error) from error


def _not_whole(place: Path, why: object) -> ReleaseError:
    message = msg("is no whole release: {why}", why=why)
    return ReleaseError(message, place, todo=msg("run lod build"))


def _shapes_in(directory: Path) -> Sequence[ox.Triple]:
    file = directory / "shapes.nt"
    try:
        return triples_in(read_file(file, directory)) if file.exists() else ()
    except (OSError, ValueError, SyntaxError) as error:
        raise _not_whole(directory, error) from error


def _moved(base: str, moved: dict[str, str | None]) -> dict[str, str | None]:
    return {f"{base}id/{old}": now and f"{base}id/{now}" for old, now in moved.items()}


def moved_from(mapped: Mapped) -> dict[str, str | None]:
    """Give the IRIs of a publication's things that are gone: what replaces them, or None."""
    return _moved(mapped.config.base_iri, mapped.keys.moved())


def side_of_publication(about: About, mapped: Mapped, folder: Path) -> Side:
    """Make a side of a publication; see :func:`side_of`."""
    if mapped.data is not None:
        return Side(about, SortedLines(mapped.data))
    return side_of(about, mapped.graph, folder)


def _shapes_of(mapped: Mapped) -> Sequence[ox.Triple]:
    return [triple for file in mapped.own["shapes"] for triple in file.placed]


def _of_publication(name: str, kind: str, site: Path, where: Surroundings, folder: Path) -> Side:
    mapped = read_publication(read_config(site), silent)
    base = mapped.config.base_iri
    findings = where.checker(mapped) if where.checker else None
    moved = moved_from(mapped)
    shapes = partial(_shapes_of, mapped)
    about = About(name, kind, base, True, moved, findings, mapped.problems, shapes)
    return side_of_publication(about, mapped, folder)


def _of_revision(revision: Revision, where: Surroundings, folder: Path) -> Side:
    with extracted(revision, where.site, _is_wanted) as found:
        show = partial(_in_revision, revision, found)

        def named(file: Path | str | None) -> str:
            return show(Path(file or found))

        try:
            side = _of_extracted(revision, found, show, where, folder)
        except InputError as error:
            raise error.renamed(named) from error
        notes = tuple(error.renamed(named) for error in side.about.notes)
        side.about = replace(side.about, notes=notes)
        return side


def _of_extracted(
    revision: Revision, found: Path, show: Show, where: Surroundings, folder: Path
) -> Side:
    if os.path.lexists(found / "lod.toml"):
        return _of_publication(revision.spec, "revision", found, where, folder)
    if revision.named:
        return _of_files(revision.spec, found, show, where, folder)
    message = msg("is not a publication: there is no lod.toml in this revision")
    todo = msg("name the publication's folder: REVISION:path/from/the/top")
    raise InputError(message, found, todo=todo)


def _in_revision(revision: Revision, found: Path, file: Path) -> str:
    """Name a file by the revision: ``REV:path/from/the/top``; one that isn't in it as it is."""
    top = found if file.is_relative_to(found) else found.resolve()
    path = file if file.is_relative_to(top) else file.resolve()  # a link is shown by its own name
    if path == top:
        return revision.spec
    if not path.is_relative_to(top):
        return str(file)
    rev = revision.spec.partition(":")[0]
    parts = (part for part in (revision.path, *path.relative_to(top).parts) if part)
    return f"{rev}:{'/'.join(parts)}"


def _is_wanted(path: PurePosixPath) -> bool:
    in_publication = str(path) == "lod.toml" or path.parts[0] in _PUBLICATION
    return in_publication or is_rdf(path)


def _of_files(name: str, top: Path, show: Show, where: Surroundings, folder: Path) -> Side:
    """Open one RDF file, or those of a folder.

    :param show: names a file as the user would.
    """
    files = _rdf_files(name, top, show)
    quads = read_quads(files)
    findings = where.file_checker(files) if where.file_checker else None
    graphs = any(isinstance(quad.graph_name, ox.NamedNode) for quad in quads)
    return side_of(About(name, RDF_SIDE, None, graphs, {}, findings), quads, folder)


def _rdf_files(name: str, top: Path, show: Show) -> list[RdfFile]:
    """Find the files; relative IRIs are resolved alike on both sides, wherever those lie."""
    if not top.is_dir():
        refuse_unknown_format(name)
        return [RdfFile(name, inflate_named(name, top), "f0x", _ANYWHERE)]
    paths = rdf_files_in(top)
    if not paths:
        known = ", ".join(ending for ending in EXTENSIONS if is_rdf(Path(f"x{ending}")))
        raise UsageError(
            msg(
                "{name}: in this folder is neither a release, nor lod.toml, nor RDF ({known})",
                name=name,
                known=known,
            )
        )
    return [
        RdfFile(
            show(path),
            path,
            f"f{number}x",
            _ANYWHERE + quote(os.fsencode(path.relative_to(top).as_posix())),
            top,
        )
        for number, path in enumerate(paths)
    ]
