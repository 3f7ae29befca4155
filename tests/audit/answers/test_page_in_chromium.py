"""The portfolio page in a real browser: it filters, turns pages, follows keys and breaks no policy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ALIKE, HOSTILE, HOSTILE_PARTY, Audited

from msla_check.audit.answers import portfolio_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: page not tried in it")
AGREEMENTS = ALIKE + 4


@pytest.fixture(scope="module")
def file(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "portfolio.html"
    path.write_text(portfolio_page(audited.store, run=1, today=date(2026, 11, 23)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: page not tried"
    )
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    """The page, opened from disk without network; whatever its console says is a failure."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert said == []


def _listed(page: Any) -> list[str]:
    names: list[str] = page.locator("#list tbody tr:visible [data-open]").all_text_contents()
    return names


def _count(page: Any) -> str:
    return str(page.locator(".filters output").text_content())


def test_foreign_script_did_not_run(page: Any) -> None:
    assert page.title() == f"Portfolio of {AGREEMENTS} agreements"


def test_the_list_turns_its_pages(page: Any) -> None:
    assert len(_listed(page)) == 25
    page.click("[data-pager=list] >> text=Next")
    assert len(_listed(page)) == AGREEMENTS - 25
    assert page.is_disabled("[data-pager=list] >> text=Next")
    page.click("[data-pager=list] >> text=Previous")
    assert len(_listed(page)) == 25


@pytest.mark.parametrize(
    ("field", "value", "names"),
    [
        ("words", "UNUSUAL", ["unusual.txt"]),
        ("counterparty", "Acme Ltd", ["agreement-00.txt", "agreement-01.txt"]),
        ("counterparty", HOSTILE_PARTY, [HOSTILE]),
        ("tag", "gold", ["agreement-00.txt"]),
        ("tag", "@gold", ["unusual.txt"]),
    ],
)
def test_filters_narrow_list_heat_map_calendar_and_unusual_terms(
    page: Any, field: str, value: str, names: list[str]
) -> None:
    control = page.locator(f".filters [name={field}]")
    control.fill(value) if field == "words" else control.select_option(value)
    assert sorted(_listed(page)) == names
    assert sorted(page.locator(".heat tbody th").all_text_contents()) == names
    assert _count(page) == f"{len(names)} of {AGREEMENTS} agreements"
    assert set(page.locator("#calendar tbody tr:visible [data-open]").all_text_contents()) <= set(names)
    page.click("text=Clear the filters")
    page.locator(".filters output", has_text=f"{AGREEMENTS} of {AGREEMENTS}").wait_for()


def test_a_count_of_an_element_shows_those_agreements(page: Any) -> None:
    button = page.locator("#elements [data-element=service_levels][data-verdict=missing]")
    count = int(button.text_content().split()[1])
    button.click()
    assert _count(page) == f"{count} of {AGREEMENTS} agreements"
    assert page.evaluate("document.activeElement.id") == "agreements"


def test_a_rule_shows_where_it_speaks(page: Any) -> None:
    row = page.locator("#rules tr[data-rule='TERM-04']")
    speaks = int(row.locator("td.number").first.text_content())
    row.locator("button").click()
    assert _count(page) == f"{speaks} of {AGREEMENTS} agreements"
    assert "unusual.txt" in _listed(page)


def test_the_heat_map_is_walked_with_keys(page: Any) -> None:
    page.select_option("#columns", "term_and_termination")
    first = page.locator(".heat tbody td[tabindex='0']")
    assert first.count() == 1
    first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "ArrowRight"):
        page.keyboard.press(key)
    at = page.evaluate("[document.activeElement.parentNode.rowIndex, document.activeElement.cellIndex]")
    assert at == [3, 2]
    second = page.locator(".heat tbody th").nth(1).text_content()
    said = page.text_content(".said")
    assert said.startswith(second)
    assert page.locator(".heat thead th.rule").nth(1).text_content() in said
    page.keyboard.press("Enter")
    assert page.text_content("dialog h2") == second
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog")


def test_an_agreement_opens_with_its_findings_worst_first(page: Any) -> None:
    page.fill(".filters [name=words]", "unusual")
    page.click("#list [data-open]:visible")
    findings = page.locator("dialog li").all_text_contents()
    assert any("TERM-04" in finding for finding in findings)
    levels = ["high", "medium", "low", "favours you"]
    order = [levels.index(finding.split(",")[0]) for finding in findings]
    assert order == sorted(order)
    page.click("dialog >> text=Close")
    assert not page.is_visible("dialog")


def test_a_square_has_the_letter_and_tone_of_its_finding(page: Any) -> None:
    page.select_option("#columns", "term_and_termination")
    row = page.locator(".heat tbody tr", has=page.locator("th", has_text="unusual.txt"))
    square = row.locator("td[aria-label^='TERM-04']")
    assert square.text_content() == "W"
    assert square.get_attribute("class") == "high"
    assert square.get_attribute("aria-label") == "TERM-04: weak, high"


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_its_window_and_its_words_stand_out(
    browser: Any, file: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRASTS) == []
    page.select_option("#columns", "term_and_termination")
    assert page.evaluate(CONTRASTS) == []
    context.close()


CONTRASTS = """
() => {
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((p) => (p <= 0.03928 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/^rgba.*, 0\\)$/.test(color) && color !== "transparent") return color;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = new Set();
  for (const node of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const style = getComputedStyle(node);
    // A closed list draws its own choices; narrow squares of the heat map show no letters.
    if (!own || node.tagName === "OPTION" || node.disabled || !node.getClientRects().length) continue;
    if (style.color === "rgba(0, 0, 0, 0)" || style.fontSize === "0px") continue;
    const [a, b] = [light(style.color), light(ground(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(node.tagName + "." + node.className + " " + style.color);
  }
  return [...poor];
}
"""
