"""Pages as funders write them, in six languages, against tables typed by hand."""

from pathlib import Path

import pytest

from publishing.sources.funders import Funder
from publishing.sources.own_pages import CASES, text_of_case


@pytest.mark.parametrize("name", CASES)
def test_a_page_says_what_was_typed_from_it_by_hand(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    text = text_of_case(case)
    made = Funder.of(
        *(tmp_path / "site", text, case.labels),
        title=case.title,
        language=case.language,
        more=case.more,
    )
    code, told = made.check()
    assert code == case.code, told
    assert [
        (
            p.title.value,
            ", ".join(owner.value for owner in p.owners),
            *((str(p.period.start), str(p.period.end)) if p.period else ()),
            p.purpose and p.purpose.value,
            p.stage,
        )
        for p in made.read().projects
    ] == list(case.rows)
    code, release = made.build(tmp_path / "var")
    assert code == case.code
    served = [file.read_text(encoding="utf-8") for file in (release / "sources").iterdir()]
    assert "N. N." not in served[0]
    assert len(served[0].split("\n")) == len(text.split("\n"))
