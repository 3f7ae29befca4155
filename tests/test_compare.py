"""Two versions of an agreement, clause by clause."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import Indel

from msla_check import review
from msla_check.compare import compare, word_edits
from msla_check.model.comparison import ClauseChange
from msla_check.reporting.comparison import render_comparison

OLD = """1. Services. Provider shall monitor the servers of Customer day and night.

2. Fees. Customer shall pay each invoice within thirty (30) days of its date.

3. Confidentiality. Each party shall keep the other party's Confidential Information secret.

4. Governing Law. This Agreement is governed by the laws of the State of Ohio.
"""
NEW = """1. Services. Provider shall monitor the servers of Customer day and night.

2. Governing Law. This Agreement is governed by the laws of the State of Ohio.

3. Fees. Customer shall pay each invoice within ten (10) days of its date.

4. Insurance. Provider shall carry cover of one million dollars for every claim.
"""


@pytest.fixture(scope="module")
def changes() -> dict[str, ClauseChange]:
    comparison = compare(review(OLD), review(NEW))
    return {change.new_label or change.old_label: change for change in comparison.clauses}


def test_moved_changed_added_and_removed_clauses_are_told_apart(changes: dict[str, ClauseChange]) -> None:
    kinds = {label.split(" ", 1)[1]: change.kind for label, change in changes.items()}
    assert kinds == {
        "Services": "unchanged",
        "Fees": "changed",
        "Governing Law": "moved",
        "Confidentiality": "removed",
        "Insurance": "added",
    }


def test_the_edit_is_the_smallest(changes: dict[str, ClauseChange]) -> None:
    edits = [(edit.kind, edit.text) for edit in changes["3 Fees"].edits if edit.kind != "same"]
    assert edits == [("deleted", "thirty (30)"), ("inserted", "ten (10)")]


def test_terms_and_risks_that_changed_are_named() -> None:
    comparison = compare(review(OLD), review(NEW))
    payment = next(term for term in comparison.terms if term.key == "fees.payment_due")
    assert (payment.old, payment.new) == (["30 days"], ["10 days"])
    assert "FEE-02" in {finding.rule for finding in comparison.created}
    assert "CONF-01" in {finding.rule for finding in comparison.created}
    text = render_comparison(comparison)
    assert "fees.payment_due: 30 days -> 10 days (3)" in text
    assert "removed: 3 Confidentiality" in text


def test_an_agreement_compared_with_itself_has_no_change() -> None:
    report = review(OLD)
    comparison = compare(report, report)
    assert {change.kind for change in comparison.clauses} == {"unchanged"}
    assert (comparison.terms, comparison.created, comparison.cured) == ([], [], [])


def test_applying_the_edits_to_the_old_words_gives_the_new_words() -> None:
    old, new = OLD.split(), NEW.split()
    edits = word_edits(OLD, NEW)
    assert " ".join(e.text for e in edits if e.kind != "deleted").split() == new
    assert " ".join(e.text for e in edits if e.kind != "inserted").split() == old
    changed = sum(len(e.text.split()) for e in edits if e.kind != "same")
    assert changed == Indel.distance(old, new)
