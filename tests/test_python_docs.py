"""The examples of docs/python.md do what the page says."""

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs/python.md"
_PART = re.compile(r"<!-- added to (\S+) -->\n```turtle\n(.*?)```|```pycon\n(.*?)```", re.DOTALL)


def test_every_example_gives_what_the_page_shows(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    text = PAGE.read_text(encoding="utf-8")
    examples = []
    for found in _PART.finditer(text):
        if found[1]:
            Path(found[1]).write_text(found[2], encoding="utf-8")
        else:
            examples.append((text.count("\n", 0, found.start(3)), found[3]))
    told: list[str] = []
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    for line, block in examples:
        test = doctest.DocTestParser().get_doctest(block, names, "python.md", str(PAGE), line)
        runner.run(test, out=told.append, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0, "".join(told)
    assert runner.tries == text.count("\n>>> "), "an example stands in no block that runs"
