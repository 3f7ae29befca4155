"""Whether the presence model and its signs tell clauses of a kind from near misses."""

from __future__ import annotations

import pytest

from msla_check import review
from msla_check.pipeline.presence import load_model
from msla_check.pipeline.presence_signs import load_signs, read_signs

SAYS = [
    ("general.third_party_beneficiary", "The Lender is an intended third party beneficiary of Section 9."),
    (
        "fees.most_favored_nation",
        "Vendor's rates shall be no less favorable than those of any other customer.",
    ),
    ("fees.price_restriction", "Provider may increase the monthly price once a year, but not more than 4%."),
    ("restriction.no_solicit_customers", "Reseller shall not solicit or divert any customer of Vendor."),
    ("restriction.no_solicit_employees", "Neither party shall solicit or hire any employee of the other."),
    ("restriction.covenant_not_to_sue", "Licensee shall not contest the validity of Licensor's marks."),
    ("risk.liquidated_damages", "Supplier pays USD 900 a day as liquidated damages."),
    ("risk.warranty_duration", "Vendor warrants the equipment for a period of 18 months."),
    ("term.convenience", "Client may cancel the Services at any time for any reason or for no reason."),
    ("risk.uncapped_liability", "The foregoing limitation shall not apply to fraud or wilful misconduct."),
    ("ip.ownership_assignment", "Contractor hereby assigns all right, title and interest in the Results."),
    ("restriction.exclusivity", "Client grants Provider the exclusive right to host the platform."),
]
SAYS_NOT = [
    ("general.third_party_beneficiary", "There are no third party beneficiaries."),
    ("risk.liquidated_damages", "The order may be withdrawn without penalty."),
    ("restriction.exclusivity", "The courts of Vienna have exclusive jurisdiction."),
    ("term.convenience", "Client may terminate if Provider fails to cure a breach within 30 days of notice."),
    ("fees.price_restriction", "The interest rate shall not exceed the maximum rate."),
    ("restriction.non_compete", "Staff shall not be replaced by less competent persons."),
    ("ip.ownership_assignment", "Neither party may assign this Agreement."),
]
AGREEMENT = """SERVICES AGREEMENT

This Services Agreement is made on 3 March 2021 between Alder Networks Inc. ("Provider") and Birch Foods LLC ("Client").

1. Insurance. Provider shall maintain commercial general liability insurance of at least USD 2,000,000 per occurrence.

2. Assignment. Neither party may assign this Agreement unless the other agrees to it in writing.

3. Audit. Client may, on ten days' notice, audit and inspect the books and records of Provider.

4. Liability. In no event shall the aggregate liability of either party exceed the fees paid in the twelve months before the claim.

5. Governing Law. This Agreement is governed by the laws of the State of Ohio.
"""
STATED = ("risk.insurance", "general.assignment_restriction", "general.audit_rights", "risk.liability_cap")


@pytest.mark.parametrize(("key", "sentence"), SAYS)
def test_a_sign_is_seen(key: str, sentence: str) -> None:
    assert key in read_signs(sentence)


@pytest.mark.parametrize(("key", "sentence"), SAYS_NOT)
def test_a_near_miss_bears_no_sign(key: str, sentence: str) -> None:
    assert key not in read_signs(sentence)


def test_every_sign_votes_for_a_term_of_the_model() -> None:
    model = load_model()
    assert model is not None
    assert set(model.keys) & {sign.key for sign in load_signs()}


def test_line_breaks_and_case_hide_no_sign() -> None:
    assert "risk.liquidated_damages" in read_signs("AS LIQUIDATED\n   DAMAGES, Provider pays EUR 50.")


@pytest.mark.parametrize("key", STATED)
def test_what_is_stated_is_found_with_its_words(key: str) -> None:
    report = review(AGREEMENT)
    found = [term for term in report.terms if term.key == key]
    assert found
    for term in found:
        assert AGREEMENT[term.start : term.end] == term.quote or term.quote in report.text


def test_what_is_not_stated_is_not_found() -> None:
    keys = {term.key for term in review(AGREEMENT).terms}
    assert not keys & {"ip.source_code_escrow", "restriction.non_compete", "fees.most_favored_nation"}
