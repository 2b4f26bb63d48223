"""Read files of a git revision as they were committed. Nothing is checked out or executed.

Blobs are read with ``git cat-file``: neither filters, hooks nor attributes of the revision take
part. The revision is looked up once; all is read from that commit.
"""

import os
import posixpath
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lod.errors import InputError, UsageError
from lod.files import temporary_folder
from lod.words import msg

_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_REGULAR, _LINK = ("100644", "100755"), "120000"


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit and a path in it.

    :param path: from the top of the repository, ``""`` for all of it.
    :param named: whether the user wrote the path.
    """

    spec: str
    commit: str
    path: str
    named: bool


def find_revision(spec: str, site: Path) -> Revision:
    """Look up ``REV`` (the folder ``site`` in it) or ``REV:path`` (from the repository's top).

    :raises UsageError: ``site`` is in no repository, or there is no such revision.
    :raises InputError: git isn't here, or refuses the repository.
    """
    rev, colon, path = spec.partition(":")
    folder = site if site.is_dir() else Path()
    here = _prefix(spec, folder)
    found = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}"
    )
    if not rev or rev.startswith("-") or found.returncode:
        raise _not_fetched(spec) if _is_shallow(folder) else _no_such(spec)
    commit = found.stdout.decode().strip()
    return Revision(spec, commit, _within(path, here) if colon else here.rstrip("/"), bool(colon))


def _prefix(spec: str, folder: Path) -> str:
    """Give a folder's path from the top of its repository, with a slash at its end."""
    inside = _git(folder, "rev-parse", "--show-prefix")
    said = inside.stderr.decode(errors="replace").strip().partition("\n")[0]
    if inside.returncode and "not a git repository" in said:
        raise _no_such(spec)
    if inside.returncode:
        raise InputError(msg("git can't read the repository: {why}", why=said), spec)
    return inside.stdout.decode().strip()


def _is_shallow(folder: Path) -> bool:
    return _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _not_fetched(spec: str) -> UsageError:
    return UsageError(
        msg(
            "{spec}: there is no such file or folder, and no such git revision in this clone, "
            "which hasn't the whole history. Fetch it: git fetch --unshallow, or fetch-depth: 0 "
            "in a workflow",
            spec=spec,
        )
    )


def _no_such(spec: str) -> UsageError:
    return UsageError(
        msg(
            "{spec}: there is no such file or folder, and no such git revision here. Name a "
            "release, a folder, an RDF file, or a revision such as HEAD~1 or v1.2:data",
            spec=spec,
        )
    )


def _within(path: str, here: str) -> str:
    """Read a path as git does: from the top, or from here with ``./`` or ``../``.

    >>> _within("../x/y.ttl", "site/"), _within("./", "site/"), _within("site/", "site/")
    ('x/y.ttl', 'site', 'site')
    """
    from_here = path.startswith(("./", "../")) or path in (".", "..")
    whole = posixpath.normpath(f"{here}{path}" if from_here else path)
    return "" if whole == "." else whole.strip("/")


@contextmanager
def extracted(
    revision: Revision, site: Path, wanted: Callable[[PurePosixPath], bool]
) -> Iterator[Path]:
    """Write the wanted files of a revision's folder, or its one file, to a temporary folder.

    Links are made as they are: who reads in the folder refuses those that lead out of it.
    Submodules are left out.

    :param wanted: takes the path within the folder.
    :return: the folder; or the file if the revision names one.
    :raises UsageError: there is no such path in the revision.
    :raises InputError: the revision names a link.
    """
    folder = site if site.is_dir() else Path()
    name = f"{revision.commit}:{revision.path}"
    kind = _git(folder, "cat-file", "-t", name)
    if kind.returncode:
        raise UsageError(
            msg(
                "{spec}: there is no {path} in this revision. Give the path from the "
                "repository's top, or from here with ./",
                spec=revision.spec,
                path=revision.path,
            )
        )
    with temporary_folder("diff") as top:
        if kind.stdout.strip() == b"blob":
            _refuse_link(folder, revision)
            file = top / PurePosixPath(revision.path).name
            file.write_bytes(_git(folder, "cat-file", "blob", name).stdout)
            yield file
        else:
            _write(folder, _listed(folder, name, wanted), top)
            yield top


def _refuse_link(folder: Path, revision: Revision) -> None:
    listed = _git(
        folder, "--literal-pathspecs", "ls-tree", "--full-tree", revision.commit, revision.path
    )
    if listed.stdout.startswith(_LINK.encode()):
        todo = msg("name what it leads to")
        raise InputError(msg("is a link in this revision"), revision.spec, todo=todo)


def _listed(
    folder: Path, tree: str, wanted: Callable[[PurePosixPath], bool]
) -> dict[PurePosixPath, tuple[str, str]]:
    """List the files and links of a tree that are wanted, with their modes and blobs' names."""
    rows = _git(folder, "ls-tree", "-r", "-z", "--full-tree", tree).stdout.split(b"\0")
    files = {}
    for row in filter(None, rows):
        head, _, name = row.partition(b"\t")
        mode, _, blob = head.decode().split(" ")
        path = PurePosixPath(os.fsdecode(name))
        safe = not path.is_absolute() and ".." not in path.parts
        if mode in (*_REGULAR, _LINK) and safe and wanted(path):
            files[path] = mode, blob
    return files


def _write(folder: Path, files: dict[PurePosixPath, tuple[str, str]], top: Path) -> None:
    """Write files, and then links: nothing is written through one."""
    asked = "".join(f"{blob}\n" for _, blob in files.values()).encode()
    links: dict[Path, bytes] = {}
    answer = _git(folder, "cat-file", "--batch", stdin=asked).stdout
    at = 0
    for path, (mode, _) in files.items():
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])
        at = end + 1
        file, content = top / path, answer[at : at + size]
        at += size + 1
        file.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links[file] = content
        else:
            file.write_bytes(content)
    for file, target in links.items():
        with suppress(OSError, ValueError):  # a tree that git itself doesn't make
            os.symlink(target, os.fsencode(file))


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), "--no-pager", *arguments]
    environment = {**os.environ, **_QUIET}
    try:
        return subprocess.run(
            command, input=stdin, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as error:
        todo = msg("install git, or compare folders")
        raise InputError(msg("git isn't installed"), todo=todo) from error
