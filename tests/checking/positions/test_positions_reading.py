"""N-Triples and N-Quads, and what holds for all formats."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from checking.positions.finding import (
    BASE,
    EX,
    ex,
    parse_with_positions,
    positions_of,
    text_at,
    texts,
)
from lod.checking.positions import find_format, find_syntax_errors, parse_stream
from lod.errors import InputError
from lod.rdf.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format

LINES = f"""# "comment" <
<{EX}a> <{EX}p> "x\\"y\\u00e9"@en . # <end>
\t<{EX}a>\t<{EX}p>\t<{EX}b>\t.

_:b.c <{EX}p> "1"^^<{EX}t> .
"""
ONE = {
    TURTLE: f"<{EX}a> <{EX}p> 'v' .",
    TRIG: f"{{ <{EX}a> <{EX}p> 'v' }}",
    NTRIPLES: f'<{EX}a> <{EX}p> "v" .',
    NQUADS: f'<{EX}a> <{EX}p> "v" <{EX}g> .',
    JSONLD: f'{{"@id": "{EX}a", "{EX}p": "v"}}',
    RDFXML: f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{EX}">'
    f'<rdf:Description rdf:about="{EX}a"><p>v</p></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("format", [NTRIPLES, NQUADS])
def test_lines(format: Format, ends: str) -> None:
    rows = texts(LINES.replace("\n", ends), format)
    assert [row[2] for row in rows] == ['"x\\"y\\u00e9"@en', f"<{EX}b>", f'"1"^^<{EX}t>']
    assert [row[0] for row in rows] == [f"<{EX}a>", f"<{EX}a>", "_:b.c"]


NEW = f"""VERSION "1.2"  # now
<{EX}a> <{EX}p> <<( _:b <{EX}q> <<( <{EX}s> <{EX}p> "o"@ar--rtl )>> )>> .
VERSION "1.2-basic"
<{EX}a> <{EX}p> "VERSION" .
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("format", [NTRIPLES, NQUADS])
def test_lines_of_rdf_1_2(format: Format, ends: str, tmp_path: Path) -> None:
    document = NEW.replace("\n", ends)
    rows = texts(document, format)
    assert [row[2] for row in rows] == [
        NEW.split("\n")[1][len(f"<{EX}a> <{EX}p> ") : -2],
        '"VERSION"',
    ]
    assert not find_syntax_errors(document.encode(), format, "f")
    file = tmp_path / "lines"
    file.write_bytes(document.encode())
    with file.open("rb") as stream:
        assert len(list(parse_stream(stream, format, None))) == 2


def test_a_version_where_none_can_stand_is_refused() -> None:
    for line in ("VERSION 1.2", 'Version "1.2"', 'VERSION "1.2" .'):
        assert find_syntax_errors(f"{line}\n".encode(), NTRIPLES, "f")


def test_graphs_of_n_quads() -> None:
    document = f'<{EX}a> <{EX}p> "1" <{EX}g> .\n<{EX}a> <{EX}p> "2" _:g .\n<{EX}a> <{EX}p> "3" .\n'
    assert [row[2] for row in texts(document, NQUADS)] == ['"1"', '"2"', '"3"']


@pytest.mark.parametrize("format", ONE)
def test_each_format_finds_its_value_with_or_without_a_byte_order_mark(format: Format) -> None:
    for data in (ONE[format].encode(), b"\xef\xbb\xbf" + ONE[format].encode()):
        span = positions_of(data, format, BASE).find(ex("a"), ex("p"), ox.Literal("v"))
        assert text_at(ONE[format], span).strip("'\"") == "v"


@pytest.mark.parametrize("format", ONE)
def test_each_format_has_three_names(format: Format) -> None:
    names = (format.extension, format.media_type, *format.aliases)
    assert find_format(format) == format
    assert {find_format(name) for name in names} == {format}


def test_other_formats_are_refused() -> None:
    with pytest.raises(InputError, match="xlsx"):
        positions_of(b"", "xlsx")


@pytest.mark.parametrize("format", ONE)
def test_what_cannot_be_parsed_is_an_input_error(format: Format) -> None:
    with pytest.raises(InputError):
        parse_with_positions(ONE[format][:-3].encode(), format, BASE)


@pytest.mark.parametrize("format", [f for f in ONE if f not in (JSONLD, RDFXML)])
def test_an_empty_file_has_no_positions(format: Format) -> None:
    quads, positions = parse_with_positions(b"", format)
    assert (quads, len(positions), positions.exact) == ([], 0, True)
    assert positions.find(ex("a"), ex("p"), ex("b")) is None
