"""Three texts become one: each side's changes are in it, and what both have changed is told."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.upgrading.parts import cut_parts
from lod.publishing.upgrading.threeway import Clash, merge_texts

BASE = """\
# Terms.
@prefix fp: <https://x.example/def/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

# Alone.

fp:A a fp:Class ;
    rdfs:label "a"@sv ;
    rdfs:comment "Om a. Och ; så."@sv ;
    rdfs:seeAlso <https://x.example/a.b> .

fp:B a fp:Class ;
    rdfs:label "b"@sv .
"""
OWN = '\n# Ours.\nfp:Own a fp:Class ;\n    rdfs:label "egen"@sv .\n'
NEW = '\nfp:C a fp:Class ;\n    rdfs:label "c"@sv .\n'


def merged(mine: str, theirs: str, base: str = BASE) -> str:
    text, clashes = merge_texts("a.ttl", base, mine, theirs)
    assert clashes == []
    return text


def test_what_one_side_changes_counts() -> None:
    changed = BASE.replace('"a"@sv', '"ett a"@sv')
    assert merged(changed, BASE) == merged(BASE, changed) == merged(changed, changed) == changed


def test_both_may_add_at_the_end() -> None:
    assert merged(BASE + OWN, BASE + NEW) == BASE + NEW + OWN


def test_both_may_change_neighbouring_lines_of_a_statement() -> None:
    mine, theirs = BASE.replace('"a"@sv', '"mitt a"@sv'), BASE.replace("Om a.", "Mer om a.")
    assert merged(mine, theirs) == mine.replace("Om a.", "Mer om a.")


def test_a_new_prefix_stands_before_what_uses_it() -> None:
    end = "schema#> .\n"
    new = BASE.replace(end, f"{end}@prefix ex: <https://e.example/> .\n") + "\nex:D a fp:Class .\n"
    text = merged(BASE + OWN, new)
    assert len({*ox.parse(text, format=ox.RdfFormat.TURTLE)}) == 9
    assert text.index("@prefix ex:") < text.index("ex:D")


def test_statements_may_be_moved_by_the_publisher() -> None:
    head, b = BASE[: BASE.index("\nfp:A")], BASE[BASE.index("\nfp:B") :]
    a = BASE.removeprefix(head).removesuffix(b)
    theirs = BASE.replace('"b"@sv', '"nytt b"@sv')
    assert merged(head + b + a, theirs) == head + b.replace('"b"@sv', '"nytt b"@sv') + a


def test_a_statement_that_the_publisher_took_away_stays_away() -> None:
    mine = BASE[: BASE.index("\nfp:B")]
    assert merged(mine, BASE.replace('"b"@sv', '"nytt b"@sv') + NEW) == mine + NEW


def test_a_statement_that_lod_took_away_goes() -> None:
    assert merged(BASE + OWN, BASE[: BASE.index("\nfp:B")]) == BASE[: BASE.index("\nfp:B")] + OWN


def test_a_line_that_both_changed_is_told_at_its_place() -> None:
    mine, theirs = BASE.replace('"a"@sv', '"mitt"@sv'), BASE.replace('"a"@sv', '"nytt"@sv')
    told = Clash(8, '    rdfs:label "mitt"@sv ;\n', '    rdfs:label "nytt"@sv ;\n')
    assert merge_texts("a.ttl", BASE, mine + OWN, theirs + NEW) == (mine + NEW + OWN, [told])
    assert merge_texts("a.ttl", BASE, mine, theirs, "mine") == (mine, [])
    assert merge_texts("a.ttl", BASE, mine + OWN, theirs, "theirs") == (theirs + OWN, [])


def test_two_descriptions_of_one_new_thing_are_a_conflict_wherever_they_stand() -> None:
    mine = BASE + NEW.replace('"c"', '"mitt c"')
    theirs = BASE.replace("\nfp:B", f"{NEW}\nfp:B")
    ((clash),) = merge_texts("a.ttl", BASE, mine, theirs)[1]
    assert (clash.line, clash.theirs) == (14, NEW)


def test_a_changed_statement_that_lod_no_longer_has_is_a_conflict() -> None:
    mine = BASE.replace('"b"@sv', '"mitt b"@sv')
    ((clash),) = merge_texts("a.ttl", BASE, mine, BASE[: BASE.index("\nfp:B")])[1]
    assert "mitt b" in clash.mine
    assert clash.theirs == ""


def test_rows_of_a_table_are_merged_by_their_code() -> None:
    base = "code,name\n05,Östergötland\n06,Jönköping\n"
    mine, theirs = base + "99,Eget\n", base.replace("Jönköping", "Jönköpings län") + "07,Nytt\n"
    merged_rows = merge_texts("a.csv", base, mine, theirs)[0]
    assert merged_rows == theirs + "99,Eget\n"


def test_a_query_is_merged_line_by_line() -> None:
    base = "SELECT ?a\nWHERE {\n  ?a a ?b .\n  ?a ?c ?d .\n}\nLIMIT 1\n"
    mine, theirs = base.replace("LIMIT 1", "LIMIT 9"), base.replace("?a\nW", "?a ?b\nW")
    expected = theirs.replace("LIMIT 1", "LIMIT 9")
    assert merge_texts("a.rq", base, mine, theirs) == (expected, [])


def test_a_last_line_without_an_end_is_a_line() -> None:
    assert merged((BASE + OWN).rstrip("\n"), BASE + NEW) == BASE + NEW + OWN


@pytest.mark.parametrize(
    ("text", "abouts"),
    [
        ("PREFIX a: <x>\nBASE <y>\na:b a:c 1.5, '.' . a:d a:e a:f.g .", "@prefix a:|@base|a:b|a:d"),
        ('<a> <b> """x . \n\n # no\n""" .\n# end\n', "<a>|# end"),
        ("[] a [ a <b> ; <c> ( 1.0 _:x ) ] .\n[] a <d> .", "[|["),
        ("<a.b> <c> <d> .# remark\n<e> <f> <#g> .", "<a.b>|<e>"),
        ('<a> <b> "not closed .\n<c> <d> <e> .', '<a>|<c>'),
    ],
)  # fmt: skip
def test_statements_are_known_by_what_they_are_about(text: str, abouts: str) -> None:
    assert "|".join(about for about, _ in cut_parts("a.ttl", text)) == abouts
    assert "".join(cut_parts("a.ttl", text).values()) == text


@given(
    st.text(alphabet="a:<>\"'#.\\ \n;[]@", max_size=60), st.sampled_from(["a.ttl", "a.csv", "a.rq"])
)
def test_any_text_is_cut_and_is_its_parts(text: str, name: str) -> None:
    assert "".join(cut_parts(name, text).values()) == text


BLOCKS = [f'\nfp:N{n} a fp:Class ;\n    rdfs:label "{n}"@sv ;\n    fp:x {n} .\n' for n in range(6)]
CHANGES = st.lists(st.sampled_from(["keep", "drop", "label", "x"]), min_size=6, max_size=6)


def edited(changes: list[str], word: str) -> str:
    found = BASE
    for n, change in enumerate(changes):
        block = BLOCKS[n].replace(f'"{n}"', f'"{word}"') if change == "label" else BLOCKS[n]
        block = block.replace(f"x {n}", f'x "{word}"') if change == "x" else block
        found += "" if change == "drop" else block
    return found


@given(CHANGES, CHANGES)
def test_no_change_of_either_side_is_lost(mine: list[str], theirs: list[str]) -> None:
    base = BASE + "".join(BLOCKS)
    own, new = edited(mine, "mine"), edited(theirs, "theirs")
    text, clashes = merge_texts("a.ttl", base, own, new)
    pairs = [*zip(mine, theirs, strict=True)]
    hit = [
        p for p in pairs if p in {("label", "label"), ("x", "x"), ("label", "drop"), ("x", "drop")}
    ]
    assert len(clashes) == len(hit)
    for n, (here, there) in enumerate(pairs):
        block = {about: t for (about, _), t in cut_parts("a.ttl", text).items()}.get(f"fp:N{n}", "")
        if "drop" in (here, there):
            assert (block == "") == (here in ("drop", "keep")), (here, there)
        else:
            assert ("mine" in block) == (here != "keep")
            assert ("theirs" in block) == (there not in ("keep", here))
