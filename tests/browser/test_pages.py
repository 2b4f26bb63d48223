"""The pages in a real browser: what a visitor sees, and where a click leads."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright
from servers import Server, serving, write_site

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium or google-chrome")
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("site")
    write_site(out, projects=2)
    with serving(out) as server:
        yield server


@pytest.fixture
def page(site: Server) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*_ARGUMENTS, "--no-first-run"]
        )
        page = browser.new_page(base_url=f"http://127.0.0.1:{site.port}/")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
        assert complaints == []


def test_a_thing_leads_to_its_page_and_its_owner_to_all_its_projects(page: Page) -> None:
    page.goto("id/project/a")
    assert page.url.endswith("/doc/project/a")
    assert page.locator("h1").inner_text() == "Projekt Å </script>"
    assert page.locator("dt", has_text="projektägare").first.is_visible()
    assert page.get_by_text("201203 — 201410").is_visible()
    page.get_by_role("link", name="Å kommun").first.click()
    page.wait_for_url("**/doc/organization/a-kommun")
    listed = page.locator("section[aria-labelledby=incoming] a").all_inner_texts()
    assert listed == ["P 000", "P 001", "Projekt Å </script>"]


def test_a_pointer_leads_to_the_line_of_the_source(page: Page) -> None:
    page.goto("doc/project/a")
    page.get_by_role("link", name="page, rad 3").click()
    page.wait_for_url("**/doc/source/page#L3")
    assert page.locator("li:target").inner_text() == "Projektägare: Å kommun"


def test_the_way_to_sparql_is_on_every_page(page: Page) -> None:
    for path in ("", "doc/project/a", "def", "graph/page"):
        page.goto(path)
        assert page.get_by_role("link", name="SPARQL").first.is_visible()
    page.get_by_role("navigation").get_by_role("link", name="SPARQL").click()
    page.wait_for_url("**/sparql")
    assert page.locator("textarea[name=query]").is_visible()


def test_pages_are_styled_and_say_their_language(page: Page) -> None:
    page.goto("doc/project/a")
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.locator("dl").first.evaluate("e => getComputedStyle(e).display") == "grid"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
