"""A base IRI is normal, or is refused with its place: what is published under it stays for ever."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packed import unpacked

from lod.errors import ConfigError
from lod.publishing import build as building
from lod.publishing.config import read_config
from lod.publishing.init import init_publication
from lod.rdf.bases import base_of_server, fault_in_base, fault_in_vocabulary, in_pattern, of_pattern

ROOT = Path(__file__).parents[2]


def lod(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


GOOD = (
    "https://data.example.org/",
    "http://localhost:8000/",
    "https://data.example.org:8443/a/b-c/_d~e/",
    "http://192.0.2.1/",
    "http://[::1]:8000/",
    "http://[2001:db8::1]/",
    "https://data.örnsköldsvik.se/",
    "https://xn--rnskldsvik-ecb9t.se/",
    "https://my_host.example/",
    "https://x.example/öppna-data/",
    "https://x.example/a%20b/",
    "https://x.example/a+b(c)/",
    f"https://{'a' * 63}.example/",
    "https://x.example:1/",
    "https://x.example:65535/",
)

# A base → the column at which it is wrong.
BAD = {
    "": 1,
    "/": 1,
    "x": 1,
    "//x.example/": 1,
    "x.example/": 1,
    "ftp://x.example/": 1,
    "HTTPS://x.example/": 1,
    "https:/x.example/": 1,
    " https://x.example/": 1,
    "https://x.example": 18,
    "https://x.example/data": 23,
    "https://x.example/#": 19,
    "https://x.example/def#": 22,
    "https://x.example/?": 19,
    "https://x.example/?a=/": 19,
    "https://x.example/a#b/": 20,
    "https://x.example#/": 18,
    "https://x.example?/": 18,
    "https://user@x.example/": 9,
    "https://user:secret@x.example/": 9,
    "https://@x.example/": 9,
    "https:///": 9,
    "https://:80/": 9,
    "https://./": 9,
    "https://x..example/": 9,
    "https://.x.example/": 9,
    "https://x.example./": 9,
    "https://-x.example/": 9,
    "https://x-.example/": 9,
    "https://x!.example/": 9,
    "https://x%2eexample/": 9,
    "https://X.example/": 9,
    "https://x.Example/": 11,
    "https://ｘ.example/": 9,
    "https://x。example/": 9,
    f"https://{'a' * 64}.example/": 9,
    f"https://{'a' * 62}.{'b' * 62}.{'c' * 62}.{'d' * 63}.example/": 9,
    f"https://{'ö' * 60}.example/": 9,
    "http://1.2.3/": 8,
    "http://256.1.1.1/": 8,
    "http://1.2.3.04/": 8,
    "http://0x7f/": 8,
    "http://x.1/": 8,
    "http://[/": 8,
    "http://[]/": 8,
    "http://[x]/": 8,
    "http://[::1/": 8,
    "http://[1.2.3.4]/": 8,
    "http://[fe80::1%eth0]/": 8,
    "http://[fe80::1%25eth0]/": 8,
    "http://[FE80::1]/": 9,
    "http://::1:8000/": 8,
    "http://[::1]8000/": 8,
    "http://x.example:/": 18,
    "http://x.example:0/": 18,
    "http://x.example:08000/": 18,
    "http://x.example:65536/": 18,
    "http://x.example:８０００/": 18,
    "http://x.example:+1/": 18,
    "http://x.example:a/": 18,
    "http://x.example:80/": 17,
    "https://x.example:443/": 18,
    "https://x.example//": 19,
    "https://x.example/a//b/": 21,
    "https://x.example/./": 19,
    "https://x.example/a/../": 21,
    "https://x.example/..": 19,
    "https://x.example/%/": 19,
    "https://x.example/%2": 19,
    "https://x.example/%zz/": 19,
    "https://x.example/%c3%a5/": 19,
    "https://x.example/%C3%A5/": 19,
    "https://x.example/a%7Eb/": 20,
    "https://x.example/a%41b/": 20,
    "https://x.example/a%2Fb/": 20,
    "https://x.example/%2E%2E/": 19,
    "https://x.example/%00/": 19,
    "https://x.example/a%3fb/": 20,
    "https://x.example/a b/": 20,
    "https://x.example/a\u00a0b/": 20,
    "https://x.example/a\u200bb/": 20,
    "https://x.example/a\u202eb/": 20,
    "https://x.example/a\tb/": 20,
    "https://x.example/a\nb/": 20,
    "https://x.example/\n": 19,
    "https://x.example/a\\b/": 20,
    'https://x.example/a"b/': 20,
    "https://x.example/a<b/": 20,
    "https://x.example/{a}/": 19,
    "https://x.example/a|b/": 20,
    "https://x.example/a^b/": 20,
    "https://x.example/a`b/": 20,
    "https://x.example/a[1]/": 20,
    "https://x.example/\ue000/": 19,
    "https://x.example/a\u030a/": 19,
    "https://a\u030ax.example/": 9,
}


@pytest.mark.parametrize("value", GOOD)
def test_a_base_that_is_normal_is_taken(value: str) -> None:
    assert fault_in_base(value) is None
    assert fault_in_vocabulary(value) is None
    assert fault_in_vocabulary(f"{value}def#") is None
    assert fault_in_vocabulary(f"{value}#") is None


@pytest.mark.parametrize(("value", "column"), BAD.items(), ids=ascii)
def test_a_base_that_is_not_is_refused_at_its_place(value: str, column: int) -> None:
    fault = fault_in_base(value)
    assert fault is not None
    assert fault.offset + 1 == column
    for said in (fault.message, fault.expected, fault.todo):
        assert said.told("sv") != said.told("en")


@pytest.mark.parametrize("value", [value for value in BAD if not value.endswith("#")], ids=ascii)
def test_a_vocabulary_is_held_to_the_same_rules(value: str) -> None:
    assert fault_in_vocabulary(value) is not None


@pytest.mark.parametrize(
    "value", ["https://x.example/def##", "https://x.example/#a#", "https://x.example#"]
)
def test_a_vocabulary_ends_in_one_sign_after_a_path(value: str) -> None:
    assert fault_in_vocabulary(value) is not None


@given(st.text(max_size=12), st.sampled_from(["", "/"]))
def test_whatever_is_written_is_taken_or_refused(text: str, end: str) -> None:
    value = f"https://{text}{end}"
    fault = fault_in_base(value)
    assert fault is None or 0 <= fault.offset <= len(value)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('base_iri = "https://x.example/#"', (1, 31)),
        ("base_iri='https://x.example/?a'  # ?", (1, 29)),
        ('# base\n\n"base_iri"  =   "https://X.example/"', (3, 26)),
        ('base_iri = """\nhttps://x.example/#"""', (2, 19)),
        ('base_iri = "https://x.example/\\u0023"', (1, 13)),
        ('base_iri = "https://x.example/"\nvocab_iri = "https://x.example/def"', (2, 35)),
        ('base_iri = "https://x.example/"\nvocab_iri = "https://x.example/a#b"', (2, 33)),
    ],
)
def test_a_wrong_base_in_lod_toml_is_named_by_line_and_column(
    tmp_path: Path, line: str, place: tuple[int, int]
) -> None:
    rest = (ROOT / "lod.toml").read_text().partition("\ndataset")[2]
    (tmp_path / "lod.toml").write_text(f"{line}\ndataset{rest}")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert (caught.value.line, caught.value.column) == place
    english, swedish = caught.value.told("en"), caught.value.told("sv")
    assert f"lod.toml:{place[0]}:{place[1]}: " in english
    assert "\n  expected: " in english
    assert "\n  to do: " in english
    assert "\n  väntat: " in swedish
    assert "\n  gör så här: " in swedish
    assert english.splitlines()[2].index("^") - 2 == place[1] - 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_wrong_base_for_a_new_publication_is_refused(tmp_path: Path, language: str) -> None:
    made = tmp_path / "site"
    done = lod("init", made, "--base", "https://x.example/#", "--lang", language)
    assert done.returncode == 2
    expected, todo = {"sv": ("väntat", "gör så här"), "en": ("expected", "to do")}[language]
    rows = done.stderr.splitlines()
    assert rows[0].startswith("--base: ")
    assert rows[2].index("^") == rows[1].index("#")
    assert [row.strip().partition(":")[0] for row in rows[1:]] == ["https", "^", expected, todo]
    assert not made.exists()


@pytest.mark.parametrize(
    ("host", "port", "base"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000/"),
        ("::1", 8000, "http://[::1]:8000/"),
        ("::", 80, "http://[::]/"),
        ("FE80::1%eth0", 443, "http://[fe80::1]:443/"),
        ("LocalHost", 8000, "http://localhost:8000/"),
        ("örnsköldsvik.example", 80, "http://örnsköldsvik.example/"),
    ],
)
def test_where_files_are_served_is_a_base(host: str, port: int, base: str) -> None:
    assert base_of_server(host, port) == base
    assert fault_in_base(base) is None


@pytest.mark.parametrize("host", ["", "a b", "::1]", "a@b"])
def test_a_host_that_is_none_is_refused(tmp_path: Path, host: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<http://x.example/a> <http://x.example/b> 1 .")
    done = lod("serve", file, "--host", host, "--lang", "en")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("--host:")


@pytest.mark.parametrize(
    "base", ["http://[::1]:8000/", "https://x.example/a+b(c)$/", GOOD[6], GOOD[10]]
)
def test_a_publication_of_any_base_builds(site: Path, tmp_path: Path, base: str) -> None:
    made = tmp_path / "new"
    init_publication(made, base)
    shutil.copytree(site / "data/sources", made / "data/sources", dirs_exist_ok=True)
    shutil.copy(site / "data/keys.csv", made / "data")
    settings = (made / "lod.toml").read_text()
    settings = settings.replace("sources = []", 'sources = ["programsida-2013-11-15"]')
    settings = settings.replace('key = "publisher"', 'key = "tillvaxtverket"')
    (made / "lod.toml").write_text(settings)
    mapped = building.read_publication(read_config(made), lambda _line: None)
    report = building.check_publication(mapped, lambda _line: None)
    assert report.conforms
    release = building.publish(mapped, report, tmp_path / "var", lambda _line: None)
    assert f"<{base}id/project/hall-ut> " in unpacked(release / "data.nq").decode()


@pytest.mark.parametrize("base", GOOD)
def test_a_base_is_found_again_in_a_pattern(base: str) -> None:
    assert of_pattern(in_pattern(base)) == base
