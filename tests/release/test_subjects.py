"""The subjects of a sorted file come in the order of IRIs, each with all that is said of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import PATIENCE, until

from lod.deriving import derive
from lod.files import is_full
from lod.rdf import in_order
from lod.release import Contents, open_release, storing, subjects, write_release
from lod.release.manifest import PACKED
from lod.release.packing import put_packed
from release.test_unfinished import files_up_to

BASE = "https://x.example/"
NAMES = st.text(alphabet="a/0-z~", min_size=1, max_size=5)
SAID = st.lists(st.tuples(NAMES, NAMES, NAMES, st.sampled_from("gh")), max_size=30)


def written(file: Path, said: Iterable[tuple[str, ...]]) -> Path:
    lines = {" ".join(f"<{BASE}{name}>" for name in quad) + " .\n" for quad in said}
    file.write_bytes("".join(sorted(lines)).encode())
    return file


@given(SAID, st.sampled_from([1, 60, 1 << 20]))
def test_a_file_gives_what_memory_gives(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, ...]], piece: int
) -> None:
    file = written(tmp_path_factory.mktemp("subjects") / "data.nq", said)
    quads = ox.parse(file.read_bytes(), format=ox.RdfFormat.N_QUADS)
    wanted = in_order(quad.triple for quad in quads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subjects, "_PIECE", piece)
        found = subjects.SubjectsOfFile(file)
        assert [(node, set(triples)) for node, triples in found.items()] == [
            (node, set(triples)) for node, triples in wanted.items()
        ]
        assert all(len(triples) == len(wanted[node]) for node, triples in found.items())
        assert [*found] == [*wanted]
        assert len(found) == len(wanted)
        assert all({*found[node]} == {*wanted[node]} for node in reversed([*wanted]))
        assert ox.NamedNode(f"{BASE}none") not in found
        assert ox.BlankNode("b") not in found


def test_a_release_of_a_file_is_that_of_its_quads(tmp_path: Path) -> None:
    said = [(f"id/{n}", f"def/{n % 3}", f"id/{n * 7 % 50}", "graph/a") for n in range(50)]
    said += [(f"id/{n}/part", "def/0", f"id/{n}", "graph/b") for n in range(50)]
    file = written(tmp_path / "data.nq", said)
    quads = [*ox.parse(file.read_bytes(), format=ox.RdfFormat.N_QUADS)]
    given = (BASE, f"{BASE}def/", True)
    one = write_release(Contents(quads, *given), derive, tmp_path / "one")
    other = write_release(Contents((), *given, file=file), derive, tmp_path / "other")
    assert one.name == other.name
    names = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    for name in (name for name in names if "store" not in name.parts):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    opened = open_release(other)
    opened.close()


@pytest.mark.parametrize("merged", [False, True])
def test_a_store_made_apart_is_that_made_here(tmp_path: Path, merged: bool) -> None:
    ox.Store(str(tmp_path / "before"))  # its threads aren't in a fork
    file, end = packed_data(tmp_path), ox.NamedNode(f"{BASE}a")
    stores = []
    for make in (storing.make_store, storing.make_store_apart):
        made = tmp_path / make.__name__
        make(made, file, merged=merged)
        stores.append({*ox.Store.read_only(str(made))})
    wanted = {ox.Quad(end, end, end, ox.NamedNode(f"{BASE}{name}")) for name in "gh"}
    assert stores == [wanted | ({ox.Quad(end, end, end)} if merged else set())] * 2


def test_a_store_made_apart_says_why_it_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = packed_data(tmp_path)
    with files_up_to(100), pytest.raises(storing.StoreError) as caught:
        storing.make_store_apart(tmp_path / "store", file, merged=False)
    assert is_full(caught.value)
    monkeypatch.setattr(storing, "_APART", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(storing.StoreError, match="ended before its time"):
        storing.make_store_apart(tmp_path / "other", file, merged=False)


def packed_data(folder: Path) -> Path:
    lines = written(folder / "data.nq", [("a", "a", "a", "g"), ("a", "a", "a", "h")]).read_bytes()
    put_packed(folder, "packed.nq", [lines], indexed=True)
    return folder / f"packed.nq{PACKED}"


_PARENT = """
import sys
from pathlib import Path
from lod.release.storing import make_store_apart
try:
    make_store_apart(Path(sys.argv[1]), Path(sys.argv[2]), merged=False)
except KeyboardInterrupt:
    sys.exit(5)
"""


@pytest.mark.parametrize(("number", "ends"), [(signal.SIGKILL, -9), (signal.SIGINT, 5)])
def test_a_store_made_apart_ends_with_who_wanted_it(
    tmp_path: Path, number: signal.Signals, ends: int
) -> None:
    os.mkfifo(tmp_path / "data.nq.gz")  # nobody writes: it is read for ever
    command = [sys.executable, "-c", _PARENT, str(tmp_path / "store"), str(tmp_path / "data.nq.gz")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        assert until((tmp_path / "store/CURRENT").exists)
        child = int(children.read_text())
        assert os.getpgid(child) == child, "what a terminal sends to a group isn't for it"
        command_line = Path(f"/proc/{child}/cmdline")
        if number == signal.SIGINT:
            os.killpg(parent.pid, number)  # as a terminal does
        else:
            parent.kill()
        assert parent.wait(PATIENCE) == ends
        assert until(lambda: not (command_line.exists() and command_line.read_bytes()))
        assert parent.stderr is not None
        assert parent.stderr.read() == b""
