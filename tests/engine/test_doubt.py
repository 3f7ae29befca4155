"""What was not found is not called missing where it may only not have been read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from msla_check.engine import Playbook, explain, judge
from msla_check.model import ReadingWarning
from msla_check.model.analysis import Analysis
from msla_check.model.report import Finding
from msla_check.parsing import read_agreement
from msla_check.pipeline import analyze, build_pipeline

NLP = build_pipeline()


def analysis_of(text: str) -> Analysis:
    """What the pipeline reads in a text."""
    return analyze(NLP, read_agreement(f"{text}\n"))


def finding(analysis: Analysis, rule: str, playbook: Playbook) -> Finding:
    """The finding of one rule."""
    return next(f for f in judge(analysis, playbook, "customer").findings if f.rule == rule)


POOR = "1. Services. Provider monitors the network.\n\n2. Fees. Customer pays $10 a month."


def with_unread(pages: tuple[int, ...], of: int) -> Analysis:
    """The poor agreement, as if some of its pages had been images."""
    analysis = analysis_of(POOR)
    warnings = tuple(ReadingWarning("page_without_text", f"Page {p} holds no text.", page=p) for p in pages)
    return replace(analysis, agreement=replace(analysis.agreement, pages=of, warnings=warnings))


def test_unread_pages_make_it_unclear(msla: Playbook) -> None:
    unclear = finding(with_unread((2, 3), of=8), "CONF-01", msla)
    assert unclear.status == "unclear"
    assert "Pages 2, 3 could not be read" in unclear.message
    assert "pages not read: 2, 3" in unclear.searched


def test_one_unread_page_of_many_is_told_but_leaves_it_missing(msla: Playbook) -> None:
    missing = finding(with_unread((2,), of=40), "CONF-01", msla)
    assert missing.status == "missing"
    assert "pages not read: 2" in missing.searched


@pytest.mark.parametrize(("confidence", "status"), [(0.55, "unclear"), (0.97, "missing")])
def test_poor_recognition_makes_it_unclear(msla: Playbook, confidence: float, status: str) -> None:
    analysis = analysis_of(POOR)
    blocks = tuple(replace(block, ocr=True, confidence=confidence) for block in analysis.agreement.blocks)
    recognised = replace(analysis, agreement=replace(analysis.agreement, blocks=blocks))
    assert finding(recognised, "CONF-01", msla).status == status


CASES = [
    # the clause of which something is left out, the rule, its status, words of its message
    ("3. Insurance. [***]", "INS-01", "unclear", "was struck out"),
    ("3. Support. [***]", "INS-01", "missing", "No insurance"),
    (
        "3. Cover. The insurance against liability is described in Exhibit C.",
        "INS-01",
        "unclear",
        "Exhibit C",
    ),
    (
        "3. Pictures. The colours of the logo are described in Exhibit C.",
        "EXT-01",
        "missing",
        "move to a successor",
    ),
]


@pytest.mark.parametrize(("clause", "rule", "status", "words"), CASES)
def test_what_was_struck_out_or_not_attached_is_unclear(
    msla: Playbook, clause: str, rule: str, status: str, words: str
) -> None:
    found = finding(analysis_of(f"{POOR}\n\n{clause}\n\n4. Law. Ohio law governs."), rule, msla)
    assert found.status == status
    assert words in found.message


@pytest.mark.parametrize("value", ["within [***] hours", "within [●] hours", "within four (4) hours"])
def test_value_that_was_struck_out_is_stated_all_the_same(msla: Playbook, value: str) -> None:
    text = f"1. Service Levels. Provider shall respond to critical incidents {value}."
    assert finding(analysis_of(text), "SLA-02", msla).status != "missing"


def test_explanation_tells_the_doubt(msla: Playbook) -> None:
    analysis = analysis_of(f"{POOR}\n\n3. Insurance. [***]")
    told = explain(analysis, msla, "INS-01")
    assert "Decision: unclear" in told
    assert "The clause on it was struck out." in told
