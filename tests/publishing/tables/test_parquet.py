"""Cells of Parquet: what the file stores, as text; a file that is made to harm harms nothing."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lod.errors import SourceError
from lod.publishing.tables.cells import open_table
from lod.publishing.tables.cells import parquet as reader
from lod.publishing.tables.cells.parquet import read_parquet
from lod.publishing.tables.grid import BOUNDS, Grid, GridCell, Layout, TableBounds
from publishing.tables.parquets import claiming, library, parquet
from publishing.tables.readings import read_text, values_of

FILE = Path("grants.parquet")
D = Decimal


@pytest.fixture(autouse=True)
def pa() -> Any:
    return library()


def grid(data: bytes, bounds: TableBounds = BOUNDS) -> Grid:
    return open_table(data, FILE, Layout(), bounds).grid


def cells_of(array: Any, **options: Any) -> list[GridCell]:
    """Give the cells of a file's only column, below its name."""
    return [row.cells[0] for row in grid(parquet({"a": array}, **options)).rows[1:]]


def said(array: Any, **options: Any) -> list[tuple[str, str]]:
    return [(cell.text, cell.kind) for cell in cells_of(array, **options)]


def why(array: Any) -> list[str]:
    return [str(cell.why) if cell.why else cell.text for cell in cells_of(array)]


Made = Callable[[Any], Any]
ISO = dt.date.fromisoformat
TYPES: dict[str, tuple[Made, list[str], str]] = {
    "int8": (lambda pa: pa.array([-3, 7], pa.int8()), ["-3", "7"], "number"),
    "uint64": (lambda pa: pa.array([2**64 - 1, 0], pa.uint64()), [f"{2**64 - 1}", "0"], "number"),
    "int64": (
        lambda pa: pa.array([-(2**63), 2**63 - 1]),
        [f"{-(2**63)}", f"{2**63 - 1}"],
        "number",
    ),
    "float": (lambda pa: pa.array([0.1, 16777216], pa.float32()), ["0.1", "16777216.0"], "number"),
    "double": (
        lambda pa: pa.array([0.1, -0.0, 1e22, 5e-7, 0.30000000000000004]),
        ["0.1", "-0.0", "10000000000000000000000.0", "0.0000005", "0.30000000000000004"],
        "number",
    ),
    "decimal": (
        lambda pa: pa.array([D("1.10"), D("-0.00"), D("12345678.90")], pa.decimal128(10, 2)),
        ["1.10", "0.00", "12345678.90"],
        "number",
    ),
    "small decimal": (
        lambda pa: pa.array([D("0E-20"), D("1")], pa.decimal128(38, 20)),
        ["0.00000000000000000000", "1.00000000000000000000"],
        "number",
    ),
    "long decimal": (
        lambda pa: pa.array([D("1234567890123456789012345678901234567890.12")]),
        ["1234567890123456789012345678901234567890.12"],
        "number",
    ),
    "date": (
        lambda pa: pa.array([ISO("2015-03-01"), ISO("0001-01-01")]),
        ["2015-03-01", "0001-01-01"],
        "date",
    ),
    "moment": (
        lambda pa: pa.array([0, 43_200_000, 1, -1], pa.timestamp("ms")),
        *(
            [
                "1970-01-01",
                "1970-01-01T12:00:00",
                "1970-01-01T00:00:00.001",
                "1969-12-31T23:59:59.999",
            ],
            "date",
        ),
    ),
    "moment in ns": (
        lambda pa: pa.array([1], pa.timestamp("ns")),
        ["1970-01-01T00:00:00.000000001"],
        "date",
    ),
    "moment in UTC": (
        lambda pa: pa.array([0, 500_000], pa.timestamp("us", tz="UTC")),
        ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.5Z"],
        "date",
    ),
    "moment in a zone": (
        lambda pa: pa.array([1425164400, 1435701600], pa.timestamp("s", tz="Europe/Stockholm")),
        ["2015-03-01T00:00:00+01:00", "2015-07-01T00:00:00+02:00"],
        "date",
    ),
    "moment off UTC": (
        lambda pa: pa.array([0], pa.timestamp("us", tz="-03:30")),
        ["1969-12-31T20:30:00-03:30"],
        "date",
    ),
    "time": (
        lambda pa: pa.array([3_600_000_000, 1], pa.time64("us")),
        ["01:00:00", "00:00:00.000001"],
        "text",
    ),
    "truth": (lambda pa: pa.array([True, False]), ["true", "false"], "truth"),
    "text": (lambda pa: pa.array(["å\n ö", "007", "1,5"]), ["å\n ö", "007", "1,5"], "text"),
    "large text": (lambda pa: pa.array(["å"], pa.large_string()), ["å"], "text"),
    "text by codes": (
        lambda pa: pa.array(["x", "y", "x"]).dictionary_encode(),
        ["x", "y", "x"],
        "text",
    ),
}


@pytest.mark.parametrize("name", TYPES)
def test_a_cell_is_what_the_file_stores(name: str, pa: Any) -> None:
    make, texts, kind = TYPES[name]
    array = pa.concat_arrays([make(pa), pa.nulls(1, make(pa).type)])
    found = said(array)
    assert found == [*((text, kind) for text in texts), ("", "text")]
    assert said(array, store_schema=False)[-1] == ("", "text")


def test_what_has_no_text_is_a_fault_that_says_why(pa: Any) -> None:
    nested = "a list or a record within a cell, which CSV has no place for"
    assert why(pa.array([[1], None])) == [nested, ""]
    assert why(pa.array([{"b": 1}, None])) == [nested, ""]
    assert why(pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64()))) == [nested, ""]
    binary = "bytes that aren't said to be text"
    assert why(pa.array([b"a", None])) == [binary, ""]
    assert why(pa.array([b"ab", None], pa.binary(2))) == [binary, ""]
    assert why(pa.array([float("nan"), 1, float("-inf")])) == [*_between("1.0")]
    far = pa.array([10**8, 0], pa.int32()).cast(pa.date32())
    assert why(far) == ["no such day", "1970-01-01"]
    assert why(pa.array([10**15, 0], pa.timestamp("ms"))) == ["no such day", "1970-01-01"]
    for name in ("Atlantis/City", "../../../etc/passwd", "localtime", "+99:99", "Europe"):
        nowhere = pa.array([0, None], pa.timestamp("us", tz=name))
        assert why(nowhere) == ["a time in a zone that isn't known here", ""]
    assert why(pa.array([1], pa.duration("s"))) == ["a cell of a kind that isn't known"]


def _between(text: str) -> tuple[str, str, str]:
    return ("no number that can be read", text, "no number that can be read")


def test_a_text_that_is_no_utf8_is_a_fault_alone(pa: Any) -> None:
    data = parquet({"a": ["åäö", "bro"]}, use_dictionary=False, compression="none")
    wrong = data.replace("åäö".encode(), b"\xe5\xe4\xf6abc")
    assert [str(row.cells[0].why or row.cells[0].text) for row in grid(wrong).rows[1:]] == [
        "a text that isn't UTF-8",
        "bro",
    ]


def test_moments_of_96_bits_keep_their_year_and_their_ns(pa: Any) -> None:
    """One unit of 64 bits has the digits, another the years: 9999-12-31 is no day of 1816."""
    old = {"use_deprecated_int96_timestamps": True, "store_schema": False}
    far = [dt.datetime(9999, 12, 31), dt.datetime(1500, 1, 1), None]
    assert [text for text, _ in said(pa.array(far, pa.timestamp("us")), **old)] == [
        "9999-12-31",
        "1500-01-01",
        "",
    ]
    fine = pa.array([1_425_211_200_000_000_005, -1, 7, None], pa.timestamp("ns"))
    assert [text for text, _ in said(fine, **old)] == [
        "2015-03-01T12:00:00.000000005",
        "1969-12-31T23:59:59.999999999",
        "1970-01-01T00:00:00.000000007",
        "",
    ]
    lists = cells_of(pa.array([[0], None], pa.list_(pa.timestamp("ns"))), **old)
    assert [cell.kind for cell in lists] == ["fault", "text"]


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "brotli", "zstd", "lz4"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_each_compression_is_read(compression: str, version: str) -> None:
    columns = {"a": [f"bro {n}" for n in range(3000)], "b": [*range(3000)]}
    rows = grid(parquet(columns, compression=compression, data_page_version=version)).rows
    assert [cell.text for cell in rows[-1].cells] == ["bro 2999", "2999"]
    assert [row.number for row in rows] == [*range(1, 3002)]


@pytest.mark.parametrize(
    ("encoding", "values"),
    [
        ("PLAIN", ["a", None, "åb"]),
        ("DELTA_BYTE_ARRAY", ["a", None, "åb"]),
        ("DELTA_LENGTH_BYTE_ARRAY", ["a", None, "åb"]),
        ("DELTA_BINARY_PACKED", [1, None, -7]),
        ("BYTE_STREAM_SPLIT", [0.5, None, 1.25]),
        ("RLE", [True, None, False]),
    ],
)
def test_each_encoding_is_read(encoding: str, values: list[object]) -> None:
    data = parquet(
        {"a": values * 500}, use_dictionary=False, column_encoding={"a": encoding}, version="2.6"
    )
    texts = ["" if v is None else str(v).lower() if v in (True, False) else str(v) for v in values]
    assert [row.cells[0].text for row in grid(data).rows[1:]] == texts * 500


def test_rows_of_several_groups_are_numbered_on(pa: Any) -> None:
    rows = grid(parquet({"a": [f"{n}" for n in range(9000)]}, row_group_size=1000)).rows
    assert [(row.number, row.ordinal, row.cells[0].text) for row in rows[1:]] == [
        (n + 2, n + 2, f"{n}") for n in range(9000)
    ]


def test_names_that_stand_twice_or_are_empty_are_told_as_of_any_table(tmp_path: Path) -> None:
    data = parquet([("Title", ["Bridge"]), ("Owner", ["Kent"]), ("Owner", ["Hull"]), ("", ["x"])])
    assert [cell.text for cell in grid(data).rows[0].cells] == ["Title", "Owner", "Owner", ""]
    with pytest.raises(Exception, match="several columns have the name Owner"):
        read_text(data, '[columns]\ntitle = "Title"\nowner = "Owner"\n', tmp_path, FILE.name)
    rest = '[columns]\ntitle = "Title"\n[constants]\nowner = "Kent"\n'
    read = read_text(data, rest, tmp_path, FILE.name)
    assert values_of(read, "title") == {2: ["Bridge"]}
    assert "a column without a name" in [str(each.what) for each in read.told]


def test_a_table_is_read_by_its_sidecar(tmp_path: Path, pa: Any) -> None:
    data = parquet(
        {
            "Title": ["Bridge", None, "Quay"],
            "Owner": ["Kent", "Hull", "Hull"],
            "Amount": pa.array([D("1.10"), D("2.00"), None], pa.decimal128(10, 2)),
            "From": [ISO("2015-03-01")] * 3,
        }
    )
    toml = (
        '[table]\nformat = "parquet"\n[columns]\ntitle = "Title"\nowner = "Owner"\n'
        'amount = "Amount"\nstart = "From"\n[amount]\ncurrency = "EUR"\n'
    )
    read = read_text(data, toml, tmp_path, FILE.name)
    assert values_of(read, "amount") == {2: ["1.10"]}
    assert values_of(read, "title") == {2: ["Bridge"], 4: ["Quay"]}
    assert values_of(read, "start") == {2: ["2015-03-01"], 4: ["2015-03-01"]}
    assert [(each.row, each.column) for each in read.rejected] == [(3, "Title")]


def test_a_file_is_known_by_its_bytes() -> None:
    data = parquet({"a": ["x"], "b": ["y"]})
    opened = open_table(data, Path("a.csv"), Layout(format="parquet"))
    assert (opened.format, str(opened.told)) == (
        "parquet",
        "its name says csv, its bytes are parquet",
    )
    with pytest.raises(SourceError, match="is not csv, but parquet"):
        open_table(data, Path("a.csv"), Layout())
    with pytest.raises(SourceError, match="is encrypted Parquet, which isn't read here"):
        open_table(b"PARE" + data[4:-4] + b"PARE", FILE, Layout())


def refused(data: bytes, bounds: TableBounds = BOUNDS) -> str:
    with pytest.raises(SourceError) as error:
        grid(data, bounds)
    assert (error.value.exit_code, error.value.file) == (3, FILE)
    assert error.value.todo
    return str(error.value.message)


DAMAGED = "is a damaged Parquet file, or of a kind that isn't read here"


def test_a_file_that_is_cut_off_is_refused() -> None:
    data = parquet({"a": [f"bro {n}" for n in range(100)]})
    ends = [4, 5, 12, len(data) // 2, len(data) - 8, len(data) - 1]
    assert [refused(data[:end]) for end in ends] == [DAMAGED] * len(ends)


def test_a_page_with_another_checksum_is_refused() -> None:
    data = parquet(
        {"a": [f"bro {n:04}" for n in range(1000)]},
        use_dictionary=False, compression="none", write_page_checksum=True, write_statistics=False,
    )  # fmt: skip
    assert refused(data.replace(b"bro 0500", b"bro 0501")) == DAMAGED


def test_rows_that_are_claimed_and_not_there_are_no_table() -> None:
    data = parquet({"a": ["x"] * 1000})
    assert len(grid(claiming(data, 1000, 1000)).rows) == 1001
    assert {refused(claiming(data, 1000, claimed)) for claimed in (999, 1001, 0)} == {DAMAGED}


def test_a_few_bytes_that_claim_a_billion_rows_are_refused(pa: Any) -> None:
    data = claiming(parquet({"a": ["x"] * 1000}), 1000, 10**9)
    assert len(data) < 1000
    assert refused(data) == "has more than 1048576 rows"
    true = parquet({"a": pa.nulls(20_000_000, pa.string())}, compression="zstd")
    assert len(true) < 100_000
    assert refused(true) == "has more than 1048576 rows"
    hidden = claiming(true, 20_000_000, 1000)
    assert refused(hidden) in ("has more than 1048576 rows", DAMAGED)


def test_a_few_bytes_that_unpack_without_end_are_refused(pa: Any) -> None:
    for length, said in ((20_000, ("has more than 1073741824 characters",)), (10**7, GREEDY)):
        codes = pa.array([0] * 1_000_000, pa.int32())
        column = pa.DictionaryArray.from_arrays(codes, ["x" * length])
        data = parquet({"a": column}, compression="zstd", store_schema=False)
        assert len(data) < 10_000
        assert refused(data) in said


GREEDY = (
    "takes more memory to read than a table may",
    "takes more time or memory to read than a table may",
)


def test_a_table_has_the_bounds_of_other_formats() -> None:
    data = parquet({"a": ["xyz"] * 9, "b": ["xyz"] * 9})
    assert (
        len(grid(data, TableBounds(rows=10, columns=2, cells=20, unpacked=54, cell=3)).rows) == 10
    )
    assert refused(data, TableBounds(rows=9)) == "has more than 9 rows"
    assert refused(data, TableBounds(columns=1)) == "has more than 1 columns"
    assert refused(data, TableBounds(cells=19)) == "has more than 19 cells"
    assert refused(data, TableBounds(unpacked=53)) == "has more than 53 characters"
    cut = grid(data, TableBounds(cell=2)).rows[1].cells
    assert [(cell.kind, str(cell.why)) for cell in cut] == [("fault", "a cell is too long")] * 2


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", DAMAGED),
        ("os.kill(os.getpid(), signal.SIGABRT)", GREEDY[0]),
        ("os.kill(os.getpid(), signal.SIGKILL)", GREEDY[1]),
        ("resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass", None),
        ("while True: bytearray(1 << 20) and held.append(bytearray(1 << 26))", DAMAGED),
        ("print('{}')", DAMAGED),
        ("print('[1')", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["text"]}')""", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["date"]}\\n["x", "y"]\\n{"rows": 1}')""", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["text"]}\\n["x"]\\n{"rows": 2}')""", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["text"]}\\n[{}]\\n{"rows": 1}')""", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["text"]}\\n[[]]\\n{"rows": 1}')""", DAMAGED),
        ("print('[' * 100000)", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["rows"]}\\n["x"]\\n{"rows": 1}')""", DAMAGED),
        ("""print('{"names": ["a"], "kinds": ["text"]}\\n[["?"]]\\n{"rows": 1}')""", DAMAGED),
        ('print(\'{"wrong": "memory"}\')', GREEDY[0]),
    ],
)
def test_a_process_that_falls_is_told_and_never_believed(
    code: str, message: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "process.py"
    start = "import os, resource, signal\nheld = []\n"
    start += "resource.setrlimit(resource.RLIMIT_DATA, (1 << 28, 1 << 28))\n"
    start += "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    script.write_text(start + code)
    monkeypatch.setattr(reader, "_PROCESS", script)
    found = refused(b"PAR1")
    assert found == (message or "takes more time to read than a table may")


def test_a_process_that_never_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "process.py"
    script.write_text("import time\ntime.sleep(600)")
    monkeypatch.setattr(reader, "_PROCESS", script)
    monkeypatch.setattr(reader, "_LONGEST", 0.1)
    assert refused(b"PAR1") == GREEDY[1]


CONFINED = """
import json, os, resource, socket, sys
sys.argv[1:] = [json.dumps({{"parent": {parent}, "seconds": 60, "memory": 50 << 20}})]
sys.path.insert(0, {folder!r})
import parquetprocess
parquetprocess._confine(json.loads(sys.argv[1]))
"""
TRIES = {
    "open a socket": ("socket.socket()", "PermissionError"),
    "run a program": ("os.execv('/bin/true', ['true'])", "PermissionError"),
    "write a file": ("os.pwrite(os.memfd_create('x'), b'x', 0)", "OSError"),
    "take more memory": ("bytearray(60 << 20)", "MemoryError"),
    "dump core": ("assert resource.getrlimit(resource.RLIMIT_CORE) != (0, 0)", "AssertionError"),
    "run for ever": ("assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 60", "AssertionError"),
}


@pytest.mark.parametrize("what", TRIES)
def test_the_process_that_reads_cannot(what: str, tmp_path: Path) -> None:
    code, error = TRIES[what]
    (tmp_path / "parquetprocess.py").write_bytes(reader._PROCESS.read_bytes())
    start = CONFINED.format(parent=os.getpid(), folder=str(tmp_path))
    command = [sys.executable, "-c", f"{start}{code}\n"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done
    assert done.stderr.strip().splitlines()[-1].startswith(error), done.stderr


def test_no_process_is_left_and_none_outlives_its_parent(tmp_path: Path) -> None:
    grid(parquet({"a": ["x"]}))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    asked = '{"parent": 1, "seconds": 9, "memory": 9}'
    command = [sys.executable, "-P", str(reader._PROCESS), asked]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_without_the_extra_or_linux_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    data = parquet({"a": ["x"]})
    monkeypatch.setattr(reader, "find_spec", lambda _: None)
    with pytest.raises(SourceError) as absent:
        read_parquet(data, FILE, BOUNDS)
    assert str(absent.value.message) == "is Parquet, and its reader isn't installed"
    assert 'pip install "lod-publisher[parquet]"' in str(absent.value.todo)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SourceError, match="which is read on Linux only"):
        read_parquet(data, FILE, BOUNDS)


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, lod.publishing.tables.cells, lod.cli.commands\n"
        "print(*({'pyarrow', 'subprocess', 'zoneinfo'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pyarrow" not in done.stdout
    assert "zoneinfo" not in done.stdout
