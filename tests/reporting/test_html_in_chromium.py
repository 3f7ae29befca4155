"""The HTML page in a real browser: it lights words up, filters, follows keys and breaks no policy."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hand_made import make_finding, make_report, quote

from msla_check.compare import compare
from msla_check.model.report import Clause, Report, Term
from msla_check.reporting import render
from msla_check.reporting.comparison_html import render_comparison_html
from msla_check.reporting.html import render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: page not tried in it")

TEXT = (
    "1. Services\n\nVendor helps <b>Buyer</b> when it can.\n\n"
    "2. Fees\n\nBuyer pays within five days of each invoice.\n\n"
    "3. Liability\n\nVendor's liability is limited to USD 100."
)
STEPS = """
(async () => {
  const seen = {};
  const lit = () => [...document.querySelectorAll("mark.lit")].map((mark) => mark.textContent);
  const shown = () => [...document.querySelectorAll(".card:not([hidden])")].map((card) => card.dataset.key);
  const key = (name) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  const pick = (name, value) => {
    const field = document.querySelector(`[name=${name}]`);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const current = () => document.querySelector("[aria-current]")?.id;
  seen.atFirst = shown();
  document.querySelector("#f2 p").click();
  seen.afterClick = [lit(), current()];
  document.querySelector("[data-pin='1']").click();
  seen.afterPin = [lit(), current()];
  key("j"); seen.afterJ = current();
  key("k"); seen.afterK = current();
  key("Escape"); seen.afterEscape = [lit(), current() ?? null];
  key("/"); seen.afterSlash = document.activeElement.name;
  pick("severity", "medium"); seen.medium = shown();
  seen.mediumPins = [...document.querySelectorAll(".pin:not([hidden])")].map((pin) => pin.textContent);
  pick("severity", ""); pick("status", "pass"); seen.met = shown();
  pick("status", ""); pick("words", "usd 100"); seen.words = shown();
  document.querySelector("[data-element=fees_and_payment]").click(); seen.tile = shown();
  document.querySelector("#ft1 td a").click(); seen.term = [lit(), current()];
  seen.counted = document.querySelector("output").textContent;
  document.title = "seen " + JSON.stringify(seen);
})();
"""


def make_page_report() -> Report:
    clauses = tuple(
        Clause(id=f"c{m[1]}", number=m[1], heading=m[2], start=m.start(), end=m.end(), page=1)
        for m in re.finditer(r"(\d)\. (\w+)\n\n[^\n]+", TEXT)
    )
    start = TEXT.index("USD 100")
    term = Term(
        key="risk.liability_cap", value="USD 100", start=start, end=start + 7, quote="USD 100", clause="c3"
    )
    return make_report(
        TEXT,
        make_finding(
            "FEE-02", "weak", "high", element="fees_and_payment", evidence=[quote(TEXT, "five days", "c2")]
        ),
        make_finding(
            "LIA-02", "weak", "medium", element="protections", evidence=[quote(TEXT, "USD 100", "c3")]
        ),
        make_finding(
            "SCO-01", "pass", "info", element="scope_of_services", evidence=[quote(TEXT, "helps", "c1")]
        ),
        clauses=clauses,
        terms=(term,),
    )


def with_script(page: str, script: str) -> str:
    """Returns the page with one more script, which its policy is made to allow."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    return page.replace("</body>", f"<script>{script}</script></body>")


def in_browser(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [
        f"--user-data-dir={path.parent / 'profile'}",
        "--enable-logging=stderr",
        *options,
        path.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(with_script(render_html(make_page_report()), STEPS), encoding="utf-8")
    run = in_browser(path, "--virtual-time-budget=3000", "--dump-dom")
    assert "CONSOLE" not in run.stderr, run.stderr
    title = re.search(r"<title>seen (.*?)</title>", run.stdout, re.DOTALL)
    assert title is not None, run.stdout[:2000]
    found: dict[str, Any] = json.loads(html.unescape(title[1]))
    return found


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("atFirst", ["1", "2"]),
        ("afterClick", [["USD 100"], "f2"]),
        ("afterPin", [["five days"], "f1"]),
        ("afterJ", "f2"),
        ("afterK", "f1"),
        ("afterEscape", [[], None]),
        ("afterSlash", "words"),
        ("medium", ["2"]),
        ("mediumPins", ["2"]),
        ("met", ["3"]),
        ("words", ["2"]),
        ("term", [["USD 100"], "ft1"]),
    ],
)
def test_the_page_follows_the_reader(seen: dict[str, Any], step: str, wanted: object) -> None:
    assert seen[step] == wanted


def test_an_element_shows_its_findings(seen: dict[str, Any]) -> None:
    assert seen["tile"] == ["1"]
    assert seen["counted"] == "1 of 3 shown"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say(tmp_path: Path, scheme: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: axe not run")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: not run")
    report = make_page_report()
    pages = {
        "report": render_html(report),
        "points": render(report, "html", audience="counterparty").decode(),
        "comparison": render_comparison_html(compare(make_report(TEXT[:60]), report)),
    }
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # The policy of the page would keep axe itself out.
        page = browser.new_context(bypass_csp=True, color_scheme=scheme).new_page()
        for name, content in pages.items():
            path = tmp_path / f"{name}.html"
            path.write_text(content, encoding="utf-8")
            page.goto(path.as_uri())
            found = axe.Axe().run(page).response["violations"]
            assert [(name, violation["id"]) for violation in found] == []
        browser.close()


def test_a_script_that_is_not_the_pages_own_does_not_run(tmp_path: Path) -> None:
    page = render_html(make_page_report())
    path = tmp_path / "report.html"
    path.write_text(page.replace("</body>", "<script>document.title = 'broken into'</script></body>"))
    run = in_browser(path, "--virtual-time-budget=2000", "--dump-dom")
    assert "<title>Review of agreement.pdf</title>" in run.stdout
    assert "CONSOLE" in run.stderr
