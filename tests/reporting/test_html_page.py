"""The HTML page: what it says, that nothing in a contract can become mark-up, and that it loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from copy import deepcopy
from itertools import pairwise

import pytest
from hand_made import make_finding, make_report, quote
from lxml import html

from msla_check.model.report import Clause, Finding, ReadingNote, Report, Term
from msla_check.reporting.html import render_html

TEXT = (
    "SUPPORT AGREEMENT\n\n"
    "1. Services\n\n"
    "1.1 Scope. Vendor shall watch the servers of Buyer at all hours.\n\n"
    "Level\tTime\nSevere\t15 minutes\n\n"
    "2. Fees\n\n"
    "Buyer pays within five days of each invoice."
)


def clause(id_: str, number: str, heading: str, words: str, level: int = 1, **more: object) -> Clause:
    start = TEXT.index(words)
    return Clause.model_validate(
        {
            "id": id_,
            "number": number,
            "heading": heading,
            "level": level,
            "start": start,
            "end": len(TEXT),
            **more,
        }
    )


CLAUSES = (
    clause("c1", "1", "Services", "1. Services", page=1),
    clause("c2", "1.1", "Scope", "1.1 Scope", level=2, parent="c1", page=1),
    clause("c3", "2", "Fees", "2. Fees", page=2, elements={"fees_and_payment": 0.9}),
)
SHORT = make_finding(
    "FEE-02",
    "weak",
    "high",
    element="fees_and_payment",
    side="customer",
    why="Invoices have to be checked first.",
    suggestion="Thirty days.",
    evidence=[quote(TEXT, "five days", "c3", 2), quote(TEXT, "15 minutes", "c2", 1)],
)
MISSING = make_finding("INS-01", "missing", "medium", searched="the whole agreement")
MET = make_finding("SCO-01", "pass", "info", evidence=[quote(TEXT, "watch the servers", "c2", 1)])


def page(report: Report) -> html.HtmlElement:
    return html.document_fromstring(render_html(report))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def sheet() -> html.HtmlElement:
    start = TEXT.index("five days")
    term = Term(
        key="fees.payment_due", value="5 days", start=start, end=start + 9, quote="five days", clause="c3"
    )
    note = ReadingNote(code="page_without_text", message="Page 3 has no text.", page=3)
    report = make_report(TEXT, MET, SHORT, MISSING, clauses=CLAUSES, terms=(term,), warnings=(note,))
    document = report.document.model_copy(update={"title": "SUPPORT AGREEMENT"})
    return page(report.model_copy(update={"document": document}))


def test_the_agreement_stands_in_the_page_word_for_word(sheet: html.HtmlElement) -> None:
    text = deepcopy(sheet.get_element_by_id("agreement").find_class("text")[0])
    for extra in [*text.find_class("pin"), *text.find_class("page")]:
        extra.drop_tree()
    assert words(text).replace(" ", "") == "".join(TEXT.split())


def test_headings_are_headings_and_rows_are_rows(sheet: html.HtmlElement) -> None:
    assert [words(h) for h in sheet.xpath("//*[@class='text']//h3")] == ["1. Services", "2. Fees"]
    assert words(sheet.xpath("//p[@class='title']")[0]) == "SUPPORT AGREEMENT"
    ranks = [int(tag.tag[1]) for tag in sheet.iter() if tag.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in pairwise(ranks))
    assert [words(strong) for strong in sheet.xpath("//*[@class='text']//p//strong")] == ["1.1 Scope"]
    assert [words(cell) for cell in sheet.xpath("//*[@class='text']//th")] == ["Level", "Time"]
    assert "Severe" in words(sheet.xpath("//*[@class='text']//td")[0])


def test_every_quote_leads_to_its_words_and_back(sheet: html.HtmlElement) -> None:
    card = sheet.get_element_by_id("f1")
    links = [link.get("href") for link in card.xpath(".//blockquote//a")]
    assert links == ["#q1-0", "#q1-1"]
    for link in links:
        pin = sheet.get_element_by_id(link[1:])
        assert pin.get("href") == "#f1"
        assert "FEE-02" in pin.get("aria-label")
    lit = [mark.text_content() for mark in sheet.xpath("//mark") if "1" in mark.get("data-f").split()]
    assert sorted(lit) == ["15 minutes", "five days"]


def test_terms_light_up_the_same_words(sheet: html.HtmlElement) -> None:
    row = sheet.get_element_by_id("ft1")
    assert "5 days" in words(row)
    mark = next(m for m in sheet.xpath("//mark") if m.text_content() == "five days")
    assert mark.get("data-f").split() == ["1", "t1"]


def test_cards_say_severity_and_status_in_words(sheet: html.HtmlElement) -> None:
    tags = [words(card.find_class("tags")[0]) for card in sheet.find_class("card")]
    assert "high · weak · Fees and payment · FEE-02" in tags[0]
    assert "medium · missing" in tags[1]
    assert "met" in tags[2]
    assert "Looked for: the whole agreement" in words(sheet.get_element_by_id("f2"))
    assert "Ask for" + "Thirty days." in words(sheet.get_element_by_id("f1"))


def test_what_was_not_read_comes_before_the_elements(sheet: html.HtmlElement) -> None:
    text = words(sheet.body)
    assert text.index("Page 3 has no text.") < text.index("The six elements") < text.index("Findings")


def test_landmarks_have_names_and_ids_are_single(sheet: html.HtmlElement) -> None:
    ids = sheet.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(sheet.xpath("//@aria-labelledby")) <= set(ids)
    fragments = [link[1:] for link in sheet.xpath("//a/@href") if link.startswith("#")]
    assert set(fragments) <= set(ids)
    assert len(sheet.xpath("//main")) == len(sheet.xpath("//h1")) == 1


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "<!-- --><svg onload=alert(1)>",
    "\x00\x07 \ud800 &lt;b&gt;",
]


@pytest.mark.parametrize("bait", HOSTILE)
def test_a_hostile_contract_stays_text(bait: str) -> None:
    text = f"1. {bait}\n\n{bait}\t{bait}\n{bait}\tcell\n\nPlain words."
    head = Clause(id="c1", number="1", heading=bait, start=0, end=len(text), page=1)
    finding = make_finding(
        "FEE-04",
        "weak",
        "high",
        title=bait,
        message=bait,
        why=bait,
        suggestion=bait,
        fallback=bait,
        walk_away=bait,
        searched=bait,
        references=[bait],
        evidence=[quote(text, bait, "c1", 1)],
    )
    term = Term(
        key="general.title", value=bait, party=bait, start=3, end=3 + len(bait), quote=bait, clause="c1"
    )
    note = ReadingNote(code="x", message=bait)
    report = make_report(text, finding, name=f"{bait}.pdf", clauses=(head,), terms=(term,), warnings=(note,))
    harmless = make_report(
        text.replace(bait, "bait"),
        Finding.model_validate({**finding.model_dump(), "evidence": []}),
        clauses=(),
    )
    written = render_html(report)
    sheet = html.document_fromstring(written.encode().decode())
    plain = page(harmless)
    tags = {element.tag for element in sheet.iter() if isinstance(element.tag, str)}
    assert len(sheet.xpath("//script")) == len(plain.xpath("//script")) == 1
    assert len(sheet.xpath("//style")) == 1
    assert not tags & {"img", "svg", "iframe", "object", "link", "base"}
    names = {name for element in sheet.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in names
    assert "49" not in words(sheet.get_element_by_id("agreement"))


def test_the_policy_allows_only_the_pages_own_style_and_script(sheet: html.HtmlElement) -> None:
    policy = sheet.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    written = render_html(make_report(TEXT))
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", written, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_is_loaded_from_outside() -> None:
    written = render_html(make_report(TEXT, SHORT, clauses=CLAUSES))
    assert not re.search(r"(src|href)=[\"']?(?!#)[a-z/]", written.replace("default-src", ""))
    assert "@import" not in written
    assert "url(" not in written


def test_a_report_of_nothing_is_still_a_page() -> None:
    sheet = page(make_report("Some words."))
    assert "No rule had anything to say." in words(sheet.body)


def test_a_long_agreement_stays_small() -> None:
    paragraph = "The parties agree on a sentence of some length that fills about a line of the page. " * 6
    text = "\n\n".join(f"{number}. Heading {number}\n\n{paragraph.strip()}" for number in range(1, 701))
    clauses = tuple(
        Clause(id=f"c{m[1]}", number=m[1], heading=f"Heading {m[1]}", start=m.start(), end=m.start() + 500)
        for m in re.finditer(r"(?m)^(\d+)\. Heading", text)
    )
    findings = [
        make_finding(f"FEE-{n:02}", "weak", "low", why=paragraph, evidence=[quote(text, f"{n}. Heading {n}")])
        for n in range(1, 161)
    ]
    written = render_html(make_report(text, *findings, clauses=clauses))
    assert len(text) > 350_000
    assert len(written.encode()) < 3_000_000


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_of_words_stands_out_from_its_ground(mode: str) -> None:
    palettes = re.findall(r":root \{(.*?)\}", render_html(make_report("Words.")), re.DOTALL)
    palette = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", palettes[mode == "dark"]))
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("page", "panel")]
    pairs += [(ink, "page") for ink in ("high", "medium", "low", "good")] + [("lit-ink", "lit")]
    pairs += [("ink", f"{tone}-mark") for tone in ("high", "medium", "low")]
    for ink, ground in pairs:
        light, dark = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_the_dates_show_how_they_were_worked_out() -> None:
    text = "1. Term. It ends on 31 December 2027. Notice: 60 days."
    end, notice = text.index("31 Dec"), text.index("60 days")
    terms = (
        Term(
            key="term.expiration_date", value="2027-12-31", start=end, end=end + 16, quote="31 December 2027"
        ),
        Term(
            key="term.nonrenewal_notice",
            value="60 days",
            normalized={"amount": 60, "unit": "day"},
            start=notice,
            end=notice + 7,
            quote="60 days",
        ),
    )
    sheet = page(make_report(text, terms=terms))
    rows = [words(row) for row in sheet.xpath("//header//tbody/tr")]
    assert any("2027-11-01" in row and "2027-12-31 (expiry) less 60 days" in row for row in rows)


def test_every_clause_can_be_linked_to_wherever_it_starts() -> None:
    text = "1. Fees. 1.1 Price. Ten dollars. 1.2 Tax. None.\n\nLevel\tTime\nHigh\t2. Rest"
    starts = {"1": 0, "1.1": 9, "1.2": text.index("1.2"), "2": text.index("2. Rest")}
    clauses = tuple(
        Clause(id=f"c{number}", number=number, heading="", start=start, end=len(text))
        for number, start in starts.items()
    )
    sheet = page(make_report(text, clauses=clauses))
    assert {f"c-c{number}" for number in starts} <= set(sheet.xpath("//@id"))
