"""The portfolio page says what the store holds, failures first, and lets no foreign text become markup."""

from __future__ import annotations

import re
from datetime import date

import pytest
from conftest import ALIKE, HOSTILE, HOSTILE_PARTY, Audited
from lxml import html

from msla_check.audit.answers import portfolio_page, query

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def page(audited: Audited) -> str:
    return portfolio_page(audited.store, run=1, today=TODAY)


@pytest.fixture(scope="module")
def sheet(page: str) -> html.HtmlElement:
    return html.fromstring(page)


def _words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def test_what_failed_and_what_was_not_read_come_first(sheet: html.HtmlElement) -> None:
    order = [section.get("id") for section in sheet.xpath("//main/section")]
    assert order == ["failures", "unread", "elements", "agreements", "heat", "rules", "calendar", "unusual"]
    [failure] = sheet.xpath("//section[@id='failures']//tbody/tr")
    assert "broken.pdf" in _words(failure)
    assert "unreadable" in _words(failure)
    [unread] = sheet.xpath("//section[@id='unread']//tbody/tr")
    assert "half.pdf" in _words(unread)
    assert "Page 2" in _words(unread)


def test_totals_are_those_of_the_store(audited: Audited, sheet: html.HtmlElement) -> None:
    [count, high] = (
        query(
            audited.store,
            "SELECT count(*), sum(high) FROM agreements WHERE outcome = 'reviewed' AND duplicate_of = ''",
            run=1,
        )
        .to_pylist()[0]
        .values()
    )
    totals = _words(sheet.xpath("//ul[@class='totals']")[0])
    assert count == ALIKE + 4
    assert f"{high} high findings" in totals
    assert "1 of them duplicates" in totals
    assert "1 not reviewed" in totals
    assert len(sheet.xpath("//table[@id='list']/tbody/tr")) == count


def test_elements_are_counted(audited: Audited, sheet: html.HtmlElement) -> None:
    rows = query(
        audited.store, "SELECT element, status, count(*) AS n FROM elements GROUP BY ALL", run=1
    ).to_pylist()
    counts = {(row["element"], row["status"]): row["n"] for row in rows}
    buttons = sheet.xpath("//section[@id='elements']//button")
    assert len(buttons) == 6 * 3
    for button in buttons:
        wanted = counts.get((button.get("data-element"), button.get("data-verdict")), 0)
        assert f"{wanted} {button.get('data-verdict')}" in _words(button)


def test_the_worst_agreement_stands_first(sheet: html.HtmlElement) -> None:
    high = [
        int(row.xpath("./td[contains(@class, 'number')]")[0].text)
        for row in sheet.xpath("//table[@id='list']/tbody/tr")
    ]
    assert high == sorted(high, reverse=True)


def test_every_square_is_what_the_store_says(audited: Audited, sheet: html.HtmlElement) -> None:
    rules = [
        option.text.split()[0] for option in sheet.xpath("//select[@name='rule']/option[position() > 1]")
    ]
    row = next(row for row in sheet.xpath("//table[@id='list']/tbody/tr") if "unusual.txt" in _words(row))
    spoken = (
        query(audited.store, "SELECT rule FROM findings WHERE path LIKE '%unusual.txt'", run=1)
        .column(0)
        .to_pylist()
    )
    letters = row.get("data-cells")
    assert len(letters) == len(rules)
    assert {rule for rule, sign in zip(rules, letters, strict=True) if "A" <= sign <= "P"} == set(spoken)


def test_rules_are_listed_by_how_often_they_speak(audited: Audited, sheet: html.HtmlElement) -> None:
    sql = "SELECT rule, count(*) AS n FROM findings GROUP BY rule ORDER BY n DESC, rule LIMIT 5"
    rows = sheet.xpath("//section[@id='rules']//tbody/tr")[:5]
    listed = [
        (row.get("data-rule"), int(row.xpath("./td[contains(@class, 'number')]")[0].text)) for row in rows
    ]
    assert listed == [tuple(row.values()) for row in query(audited.store, sql, run=1).to_pylist()]


def test_the_calendar_names_the_last_day_for_notice(sheet: html.HtmlElement) -> None:
    rows = [_words(row) for row in sheet.xpath("//section[@id='calendar']//tbody/tr")]
    assert sum("agreement-" in row for row in rows) == ALIKE
    assert not any("lapsed.txt" in row for row in rows)
    [unusual] = [row for row in rows if "unusual.txt" in row]
    assert "less 180 days" in unusual
    assert "1 has a stated end that has passed" in _words(sheet.xpath("//section[@id='calendar']/p")[0])


def test_the_unusual_notice_is_named(sheet: html.HtmlElement) -> None:
    rows = [_words(row) for row in sheet.xpath("//section[@id='unusual']//tbody/tr")]
    assert any("unusual.txt" in row and "have at most 60 days" in row for row in rows)


def test_foreign_text_stays_text(page: str, sheet: html.HtmlElement) -> None:
    assert len(sheet.xpath("//script")) == 2
    assert sheet.xpath("//img") == []
    assert sheet.xpath("//@onerror") == []
    assert any(HOSTILE in _words(row) for row in sheet.xpath("//table[@id='list']/tbody/tr"))
    assert HOSTILE_PARTY in sheet.xpath("//select[@name='counterparty']/option/text()")
    assert "<script>document.title" not in page


def test_the_page_loads_nothing_and_allows_only_its_own_script(page: str, sheet: html.HtmlElement) -> None:
    [policy] = sheet.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert re.findall(r"""(?:src|href)=["'](?!#)""", page) == []
    assert " style=" not in page


def test_the_same_store_gives_the_same_page(audited: Audited, page: str) -> None:
    assert portfolio_page(audited.store, run=1, today=TODAY) == page


def test_a_list_that_is_cut_says_so_and_counts_all(audited: Audited) -> None:
    sheet = html.fromstring(portfolio_page(audited.store, run=1, listed=5))
    assert len(sheet.xpath("//table[@id='list']/tbody/tr")) == 5
    assert f"the 5 worst of {ALIKE + 4}" in _words(sheet.xpath("//section[@id='agreements']")[0])
    assert f"Portfolio of {ALIKE + 4} agreements" in _words(sheet.xpath("//h1")[0])
