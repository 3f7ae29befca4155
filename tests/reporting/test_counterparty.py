"""What goes to the other side: our points and wordings, and nothing of what we think or would accept."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from docx import Document
from hand_made import make_finding, make_report, quote
from openpyxl import load_workbook
from pypdf import PdfReader
from reporting.test_marked_files import pdf_file, word_file

from msla_check import UnsupportedFormat
from msla_check.model.report import Clause, Report, Waiver
from msla_check.parsing import read_agreement
from msla_check.reporting import COUNTERPARTY, MARKED, WRITERS, render

INTERNAL = (
    "It traps us at renewal.",
    "We could live with ninety days.",
    "Beyond 180 days we walk away.",
    "Looked through the whole paper.",
    "Accepted by the partner.",
    "A gift to us.",
)
"""What only we may read."""
SHARED = ("Ask for sixty days.", "Message of TERM-04.", "Message of CONF-01.")
SEVERITIES = ("high", "medium", "low", "walk", "fallback", "severity", "fall back", "Favourable", "favours")


def review_of(name: str, source: bytes, words: str) -> Report:
    text = read_agreement(source, name=name).text
    weak = make_finding(
        "TERM-04",
        "weak",
        "high",
        evidence=[quote(text, words)],
        why=INTERNAL[0],
        suggestion=SHARED[0],
        fallback=INTERNAL[1],
        walk_away=INTERNAL[2],
    )
    missing = make_finding("CONF-01", "missing", "medium", searched=INTERNAL[3])
    waiver = Waiver(reason=INTERNAL[4], name="Ann", date="2026-01-01", status="weak")
    waived = make_finding("FEE-01", "waived", "low", waiver=waiver)
    theirs = make_finding("IND-01", "weak", "info", message=INTERNAL[5])
    kind = "application/pdf"
    if name.endswith("docx"):
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return make_report(text, missing, weak, waived, theirs, name=name, media_type=kind)


def readable(format: str, content: bytes) -> str:
    """All words that a reader, or a curious one, can get out of an output."""
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(content)) as package:
            return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if format == "pdf":
        reader = PdfReader(BytesIO(content))
        notes = [
            str(a.get_object().get("/Contents")) for page in reader.pages for a in page.get("/Annots", [])
        ]
        titles = [str(item["/Title"]) for part in reader.outline if isinstance(part, list) for item in part]
        return "\n".join([*notes, *titles, str(reader.metadata)])
    return content.decode()


@pytest.mark.parametrize("format", sorted(COUNTERPARTY))
def test_nothing_of_ours_goes_out(format: str) -> None:
    name = "a.docx" if format == "docx" else "a.pdf"
    source = word_file() if format == "docx" else pdf_file()
    report = review_of(name, source, "120 days")
    content = render(report, format, source if format in MARKED else None, audience="counterparty")
    words = readable(format, content)
    for told in SHARED:
        assert told in words
    for kept in INTERNAL:
        assert kept not in words
    if format in ("text", "json", "markdown", "pdf"):  # the others' markup has words of its own
        for severity in SEVERITIES:
            assert severity not in words


@pytest.mark.parametrize("format", sorted(set(WRITERS) - set(COUNTERPARTY)))
def test_internal_formats_are_refused(format: str) -> None:
    report = review_of("a.pdf", pdf_file(), "120 days")
    with pytest.raises(UnsupportedFormat, match="not written for the other side"):
        render(report, format, audience="counterparty")


def test_points_stand_in_the_order_of_the_agreement_whatever_their_weight() -> None:
    text = "1. First clause here.\n\n2. Second clause here."
    later = make_finding("A-1", "weak", "high", evidence=[quote(text, "Second clause")])
    earlier = make_finding("B-1", "weak", "low", evidence=[quote(text, "First clause")])
    absent = make_finding("C-1", "missing", "high")
    points = json.loads(render(make_report(text, absent, later, earlier), "json", audience="counterparty"))
    assert [p["point"] for p in points["points"]] == [f"Message of {id_}." for id_ in ("B-1", "A-1", "C-1")]


def test_a_point_is_headed_by_its_place_since_a_rules_title_tells_our_floor() -> None:
    text = "1. First clause here.\n\n2. Second clause here."
    clause = Clause(id="c2", number="2", heading="Term", start=text.index("2."), end=len(text))
    weak = make_finding(
        "A-1", "weak", "high", title="Two years or more", evidence=[quote(text, "Second clause", "c2")]
    )
    placeless = make_finding("B-1", "weak", "high", title="Ten days or less", element="fees_and_payment")
    report = make_report(text, placeless, weak, clauses=(clause,))
    points = json.loads(render(report, "json", audience="counterparty"))["points"]
    assert [point["title"] for point in points] == ["Clause 2 Term", "Fees and payment"]


@pytest.mark.parametrize(
    "more", ["; 30 days from the invoice is usual", ", where 30 to 45 are usual", ", more than 1,000"]
)
def test_what_is_usual_is_not_told(more: str) -> None:
    told = f"Payment is due after 10 days{more}."
    report = make_report("1. Fees", make_finding("A-1", "weak", "high", message=told))
    points = json.loads(render(report, "json", audience="counterparty"))["points"]
    assert points[0]["point"] == "Payment is due after 10 days."
    assert told in render(report, "text").decode()


def test_the_workbook_has_room_for_their_answers() -> None:
    report = review_of("a.pdf", pdf_file(), "120 days")
    book = load_workbook(BytesIO(report.to_xlsx(audience="counterparty")))
    assert book.sheetnames == ["Points"]
    head = [cell.value for cell in book["Points"][1]]
    assert head[-1] == "Your response"
    assert all(row[-1].value in (None, "") for row in book["Points"].iter_rows(min_row=2))


def test_a_workbook_bears_no_name_and_no_time() -> None:
    report = review_of("a.pdf", pdf_file(), "120 days")
    for audience in ("us", "counterparty"):
        with zipfile.ZipFile(BytesIO(render(report, "xlsx", audience=audience))) as package:
            assert {info.date_time[0] for info in package.infolist()} == {1980}
            core = package.read("docProps/core.xml").decode()
            assert "creator" not in core
            assert core.count("1980-01-01") == 2


def test_comments_carry_the_author_they_are_given() -> None:
    report = review_of("a.docx", word_file(), "120 days")
    marked = report.to_docx(word_file(), audience="counterparty", author="Roe & Co", initials="RC")
    assert {(c.author, c.initials) for c in Document(BytesIO(marked)).comments} == {("Roe & Co", "RC")}
    assert "msla-check" not in readable("docx", marked)
