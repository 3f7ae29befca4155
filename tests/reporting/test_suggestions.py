"""Proposed wording as tracked insertions: the text as it was, one new paragraph each, refusable."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from reporting.test_marked_files import word_file, word_report

from msla_check.parsing import read_agreement
from msla_check.reporting.docx_words import w

_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
PPR_ORDER = _ORDER.split()
"""The order of a paragraph's properties (ECMA-376 part 1, CT_PPr): Word refuses a file that breaks it."""


def body_of(content: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def suggested(words: str = "120 days") -> bytes:
    return word_report(words).to_docx(word_file(), suggest=True, author="Roe", initials="R")


def test_the_accepted_reading_has_the_wording_and_the_original_has_not() -> None:
    marked = suggested()
    accepted = read_agreement(marked, name="a.docx", reading="accepted").text
    original = read_agreement(marked, name="a.docx", reading="original").text
    assert "given 120 days before its end.\n\n60 days." in accepted
    assert "60 days" not in original
    assert original == read_agreement(word_file(), name="a.docx").text


def test_only_what_is_proposed_is_inserted() -> None:
    insertions = [e for e in body_of(suggested()).iter(w("ins")) if e.find(w("r")) is not None]
    assert ["".join(t.text for t in e.iter(w("t"))) for e in insertions] == ["60 days."]
    assert {e.get(w("author")) for e in body_of(suggested()).iter(w("ins"))} == {"Roe"}


def test_without_being_asked_nothing_is_inserted() -> None:
    assert not list(body_of(word_report("renews").to_docx(word_file())).iter(w("ins")))


def test_proposed_paragraphs_take_no_number_and_shift_none() -> None:
    marked = read_agreement(suggested("Renewal"), name="a.docx", reading="accepted").text
    assert marked.startswith("1. Renewal\n\n60 days.\n\nThis Agreement renews")
    assert "2. Fees" in marked


def test_marks_have_numbers_of_their_own() -> None:
    ids = [e.get(w("id")) for e in body_of(suggested()).iter(w("ins"))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("words", ["120 days", "fee is 100"])
def test_properties_stand_in_the_order_that_word_insists_on(words: str) -> None:
    for properties in body_of(suggested(words)).iter(w("pPr")):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=PPR_ORDER.index)
    for paragraph in body_of(suggested(words)).iter(w("p")):
        assert all(child.tag != w("pPr") for child in list(paragraph)[1:])
    for run in body_of(suggested(words)).iter(w("r")):
        assert all(child.tag != w("rPr") for child in list(run)[1:])


def test_comments_are_made_of_what_word_allows_in_their_order() -> None:
    with zipfile.ZipFile(BytesIO(suggested())) as package:
        comments = etree.fromstring(package.read("word/comments.xml"))
    assert comments.tag == w("comments")
    for comment in comments:
        assert (comment.get(w("author")), comment.get(w("initials"))) == ("Roe", "R")
        assert {child.tag for child in comment} == {w("p")}
        assert {run.tag for paragraph in comment for run in paragraph} == {w("r")}
    body = body_of(suggested())
    noted = [e.get(w("id")) for e in comments]
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(e.get(w("id")) for e in body.iter(w(mark))) == sorted(noted)


def test_changes_that_others_tracked_are_kept_with_their_authors() -> None:
    content = tracked_by_ann()
    report = word_report("120 days")
    marked = body_of(report.to_docx(content, suggest=True, author="Roe", initials="R"))
    assert [e.get(w("author")) for e in marked.iter(w("del"))] == ["Ann"]
    assert "".join(t.text for t in marked.iter(w("delText"))) == "two years"
    hers = [e for e in marked.iter(w("ins")) if e.get(w("author")) == "Ann"]
    assert ["".join(t.text for t in e.iter(w("t"))) for e in hers] == ["one year"]


def tracked_by_ann() -> bytes:
    """The agreement of the tests, in which Ann has put one year for two."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word_file())) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                old = '<w:t xml:space="preserve">This Agreement renews for one year unless </w:t></w:r>'
                assert old.encode() in part
                stamp = 'w:author="Ann" w:date="2026-01-01T00:00:00Z"'
                new = (
                    '<w:t xml:space="preserve">This Agreement renews for </w:t></w:r>'
                    f'<w:del w:id="801" {stamp}><w:r><w:delText>two years</w:delText></w:r></w:del>'
                    f'<w:ins w:id="802" {stamp}><w:r><w:t>one year</w:t></w:r></w:ins>'
                    '<w:r><w:t xml:space="preserve"> unless </w:t></w:r>'
                )
                part = part.replace(old.encode(), new.encode())
            changed.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["structure", "conflict"])
def test_advice_that_only_repairs_the_paper_is_no_clause_to_insert(kind: str) -> None:
    report = word_report("120 days")
    findings = [finding.model_copy(update={"kind": kind}) for finding in report.findings]
    marked = report.model_copy(update={"findings": findings}).to_docx(word_file(), suggest=True)
    assert not list(body_of(marked).iter(w("ins")))
