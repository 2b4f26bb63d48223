"""lod.toml: each setting is taken, or refused by its name."""

import contextlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.cli.settings import read_site
from lod.errors import ConfigError

ROOT = Path(__file__).parents[2]
WHOLE = (ROOT / "lod.toml").read_text(encoding="utf-8")


def write(folder: Path, text: str) -> Path:
    (folder / "lod.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_settings_are_read() -> None:
    config, limits, _ = read_site(ROOT)
    assert config.base_iri == "https://data.tillvaxtverket.example/"
    assert config.vocab_iri == "https://data.tillvaxtverket.example/def/"
    assert config.licence is None
    assert config.publisher.same_as[0].endswith("Q3370919")
    assert (config.keep, limits.timeout) == (3, 10.0)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('base_iri = "https://data.tillvaxtverket.example/"', "", "base_iri"),
        ("tillvaxtverket.example/", "tillvaxtverket.example", "base_iri"),
        ("https://data.", "ftp://data.", "base_iri"),
        ("https://data.", "https://da ta.", "base_iri"),
        ("sources = [", "source = [", "source"),
        ('sources = ["programsida-2013-11-15"]', "sources = 3", "sources"),
        ('sources = ["programsida-2013-11-15"]', 'sources = ["a", "a"]', "sources"),
        ('key = "tillvaxtverket"', 'key = "Tillväxt verket"', "publisher.key"),
        ('name = "Tillväxtverket"', "name = 1", "name"),
        ("same_as = [", 'same_as = "x" #', "same_as"),
        ("[publisher]", "[release]\nkeep = -1\n[publisher]", "keep"),
        ("[publisher]", "[sparql]\ntimeout = 0\n[publisher]", "timeout"),
        ("[publisher]", "[sparql]\nmemory = true\n[publisher]", "memory"),
        ("[publisher]", f"[sparql]\ntimeout = 1{'0' * 400}\n[publisher]", "timeout"),
        ("[publisher]", "[sparql]\ntimeout = inf\n[publisher]", "timeout"),
        ("[publisher]", "[sparql]\ntimeout = nan\n[publisher]", "timeout"),
        ("[publisher]", "[sparql]\nmemory = 99999999999999\n[publisher]", "memory"),
        ("[publisher]", "[sparql]\nresult = 99999999999999\n[publisher]", "result"),
        ("[publisher]", "[sparql]\nworkers = 0x7fffffffffffffffffffffff\n[publisher]", "workers"),
        ("[publisher]", "[sparql]\nin_memory = 99999999999999\n[publisher]", "in_memory"),
        ("[publisher]", "[serve]\nprocesses = 100000\n[publisher]", "processes"),
        ("[publisher]", "[serve]\ncache = 99999999999999\n[publisher]", "cache"),
        ("[publisher]", "[serve]\nclient_header = 'X-Real IP'\n[publisher]", "client_header"),
        ("[publisher]", "[serve]\nclient_header = 'å'\n[publisher]", "client_header"),
        ("[publisher]", "[release]\nkeep = 99999999999999\n[publisher]", "keep"),
        ("[publisher]", "[store]\nkind = 'rocksdb'\n[publisher]", "store.kind"),
        ("[publisher]", "[store]\nkind = false\n[publisher]", "store.kind"),
        ("[publisher]", "[store]\nkind = ''\n[publisher]", "store.kind"),
        ("[publisher]", "[store]\nkidn = 'none'\n[publisher]", "kidn"),
        ("dataset =", "store = 'none'\ndataset =", "store"),
        ("[publisher]", "[sparql]\ntiemout = 1\n[publisher]", "tiemout"),
        ("dataset =", 'licence = "CC0"\ndataset =', "licence"),
        ("dataset =", "release = 1\ndataset =", "release"),
        ("[title]\nsv", "[title]\nse", "title"),
        ("dataset =", "languages = []\ndataset =", "languages"),
        ("dataset =", 'languages = "en"\ndataset =', "languages"),
        ("dataset =", 'languages = ["English"]\ndataset =', "languages"),
        ("dataset =", 'languages = ["sv", "en", "sv"]\ndataset =', "languages"),
        ("dataset =", 'languages = ["en"]\ndataset =', "sv"),
        ("dataset =", 'languages = ["sv", "en", "fi"]\ndataset =', "fi"),
        ('dataset = "', 'dataset = "../', "dataset"),
        ("https://data.tillvaxtverket.example/", "http://[/", "base_iri"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in WHOLE
    with pytest.raises(ConfigError) as caught:
        read_site(write(tmp_path, WHOLE.replace(old, new, 1)))
    assert named.split(".")[-1] in str(caught.value) or named == "title"
    assert "lod.toml" in str(caught.value)


def test_a_release_has_a_store_unless_the_settings_say_that_it_has_none(tmp_path: Path) -> None:
    stores = {"": True, "[store]\n": True, "[store]\nkind = 'oxigraph'\n": True}
    for more, store in (stores | {"[store]\nkind = 'none'\n": False}).items():
        config, _, _ = read_site(write(tmp_path, f"{WHOLE}\n{more}"))
        assert config.store is store, more


def test_a_wrong_kind_of_store_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_site(write(tmp_path, f"{WHOLE}\n[store]\nkind = 'non'\n"))
    assert caught.value.line == WHOLE.count("\n") + 3
    assert caught.value.expected == 'one of "oxigraph", "none"'
    assert caught.value.todo == 'write it as in kind = "none"'


def test_a_publication_has_titles_in_its_languages_and_no_others(tmp_path: Path) -> None:
    english = re.sub("(?m)^sv = .*\n", "", WHOLE).replace(
        "dataset =", 'languages = ["en"]\ndataset ='
    )
    config, _, _ = read_site(write(tmp_path, english))
    assert config.languages == ("en",)
    assert config.titles.keys() == config.descriptions.keys() == {"en"}
    assert read_site(ROOT)[0].languages == ("sv", "en")


def test_no_toml_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_site(write(tmp_path, 'base_iri = "x"\nnonsense\n'))[0]
    assert caught.value.line == 2


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([1]), st.just({"a": 1})
)


@settings(deadline=None)
@given(
    st.sampled_from(["base_iri", "dataset", "sources", "title", "publisher", "sparql", "licence"]),
    values,
)
def test_a_value_of_any_type_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    folder = tmp_path_factory.mktemp("site")
    written = "{a = 1}" if isinstance(value, dict) else json.dumps(value)
    line = f"{name} = {written}\n" if value is not None else ""
    kept = "".join(x for x in WHOLE.splitlines(keepends=True) if not x.startswith(f"{name} ="))
    with contextlib.suppress(ConfigError):
        assert read_site(write(folder, line + kept))[0].base_iri.endswith("/")


@pytest.mark.parametrize(
    ("taken", "line"),
    [('name = "Tillväxtverket"\n', "[publisher]"), ('en = "Projects of', "[title]")],
)
def test_a_setting_that_is_missing_is_named_on_its_tables_line(
    tmp_path: Path, taken: str, line: str
) -> None:
    kept = [row for row in WHOLE.split("\n") if not row.startswith(taken.strip())]
    with pytest.raises(ConfigError) as caught:
        read_site(write(tmp_path, "\n".join(kept)))
    assert caught.value.line == kept.index(line) + 1


@pytest.mark.parametrize(
    ("written", "example"),
    [
        ('["pt-BR"]', '["pt"]'),
        ('["sv", "en-GB"]', '["sv", "en"]'),
        ('["zh-Hant-TW"]', '["zh"]'),
        ('["EN", "sv_SE"]', '["en", "sv"]'),
    ],
)
def test_a_language_with_a_region_or_script_is_refused_with_what_to_write(
    tmp_path: Path, written: str, example: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_site(write(tmp_path, f"languages = {written}\n{WHOLE}"))
    assert caught.value.line == 1
    assert "without region or script (BCP 47)" in str(caught.value)
    assert f"languages = {example}" in str(caught.value)
