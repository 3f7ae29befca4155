"""Terms are read by what they are about: each case gives a clause, what must be read and what must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy import blank

from msla_check.model import Agreement, Block
from msla_check.model.agreement import Cell
from msla_check.model.report import Clause, Term
from msla_check.pipeline import analyze, build_pipeline
from msla_check.pipeline.parties import find_parties
from msla_check.pipeline.sla_tables import read_table
from msla_check.pipeline.terms import TermReader

NLP = blank("en")
FOLDER = Path(__file__).parent / "cases" / "terms"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


CASES = cases("probes.yaml")
HARD = cases("denials_and_exceptions.yaml")
KINDS = {
    "negation", "exception near", "exception far", "one-sided", "words against figures", "blank", "table only"
}  # fmt: skip


def read(text: str) -> list[Term]:
    return read_blocks(text, ())


def read_blocks(text: str, blocks: tuple[Block, ...]) -> list[Term]:
    doc = NLP.make_doc(text)
    if blocks:
        doc._.agreement = Agreement(
            name="a", sha256="", media_type="text/plain", text=text, blocks=blocks, pages=1
        )
    doc._.clauses = (Clause(id="c1", number="1", start=0, end=len(text)),)
    return list(TermReader(NLP.vocab)(doc)._.terms)


def table_of(rows: list[list[str]]) -> tuple[str, Block]:
    text, cells = "", []
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            cells.append(Cell(start=len(text), end=len(text) + len(words), row=number, column=column))
            text += words + ("\n" if column == len(row) - 1 else "\t")
    return text, Block(kind="table", start=0, end=len(text), cells=tuple(cells))


@pytest.mark.parametrize("case", HARD, ids=lambda case: f"{case['kind']}: {case.get('text', '')[:60]}")
def test_denials_exceptions_and_tables(case: dict[str, Any]) -> None:
    if "table" in case:
        case["text"], block = table_of(case["table"])
        terms = read_blocks(case["text"], (block,))
    else:
        terms = read(case["text"])
    check(case, terms)
    for key, severities in case.get("severity", {}).items():
        assert [term.normalized["severity"] for term in terms if term.key == key] == severities


def test_every_kind_of_probe_is_there() -> None:
    assert {case["kind"] for case in HARD} == KINDS
    assert len(HARD) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:70])
def test_clause_says(case: dict[str, Any]) -> None:
    check(case, read(case["text"]))


def check(case: dict[str, Any], terms: list[Term]) -> None:
    for key, value in case.get("has", {}).items():
        values = [term.value for term in terms if term.key == key]
        assert values, f"{key} not read"
        assert not value or value in values, f"{key}: {values}"
    for key in case.get("lacks", ()):
        assert not [term.value for term in terms if term.key == key], key
    for key in case.get("conflict", ()):
        assert any(term.normalized.get("conflict") for term in terms if term.key == key), key
    for key, party in case.get("party", {}).items():
        assert {term.party for term in terms if term.key == key} == {party}
    for term in terms:
        assert case["text"][term.start : term.end] == term.quote


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'This Agreement is made as of May 2, 2020 by and between Northwind Hosting, Inc., a Delaware corporation ("Provider"), and Tailspin Toys LLC, a Texas company ("Customer").',
            {"Northwind Hosting, Inc.": "provider", "Tailspin Toys LLC": "customer"},
        ),
        (
            "This Agreement is made between Fabrikam Bank (the “Client”) and Jane Q. Roe (the “Consultant”).",
            {"Fabrikam Bank": "customer", "Jane Q. Roe": "provider"},
        ),
        (
            "This Agreement is entered into by and between iContoso Ltd. and The Litware Group, Inc. on the terms below.",
            {"iContoso Ltd.": "other", "The Litware Group, Inc.": "other"},
        ),
    ],
)
def test_parties(text: str, names: dict[str, str]) -> None:
    assert {p.name: p.role for p in find_parties(text)} == names


def test_opening_dates() -> None:
    terms = read(
        'This Agreement is made as of May 2, 2020 (the "Effective Date") by and between Northwind, Inc. ("Provider") and Tailspin LLC ("Customer"). The term of this Agreement shall continue for two (2) years from the Effective Date.'
    )
    values = {term.key: term.value for term in terms}
    assert values["general.agreement_date"] == "2020-05-02"
    assert values["term.effective_date"] == "2020-05-02"
    assert values["term.expiration_date"] == "2022-05-02"


def test_blank_date_is_said_to_be_blank() -> None:
    terms = read(
        'This Agreement is made this ____ day of ________, 2021 by and between Northwind, Inc. ("Provider") and Tailspin LLC ("Customer").'
    )
    assert [term.value for term in terms if term.key == "general.agreement_date"] == ["blank"]


def test_table_gives_a_term_per_severity() -> None:
    rows = [
        ["Severity", "Response", "Resolution"],
        ["Severity 1", "15 minutes", "4 hours"],
        ["Severity 2", "1 hour", "8 hours"],
    ]
    text, block = table_of(rows)
    facts = read_table(text, block)
    found = [(fact.key, fact.normalized["severity"], fact.value) for fact in facts]
    assert found == [
        ("sla.response_time", "Severity 1", "15 minutes"),
        ("sla.resolution_time", "Severity 1", "4 hours"),
        ("sla.response_time", "Severity 2", "1 hour"),
        ("sla.resolution_time", "Severity 2", "8 hours"),
    ]


def test_a_time_in_a_cell_is_no_number_of_a_clause() -> None:
    text, block = table_of([["Priority", "Response"], ["P1", "15 minutes"], ["P2", "2 hours"]])
    agreement = Agreement(name="a", sha256="", media_type="text/plain", text=text, blocks=(block,), pages=1)
    analysis = analyze(build_pipeline(), agreement)
    assert not [clause.number for clause in analysis.clauses if clause.number]
    assert {t.value for t in analysis.terms if t.key == "sla.response_time"} == {"15 minutes", "2 hours"}


def test_plain_text_agreement_needs_no_clauses() -> None:
    doc = NLP.make_doc("Customer shall pay each invoice within thirty days of receipt of the invoice.")
    assert any(term.key == "fees.payment_due" for term in TermReader(NLP.vocab)(doc)._.terms)


def test_a_service_credit_is_no_share_of_revenue() -> None:
    terms = read(
        "If a level is missed, Provider will apply a credit against future payments (“Service Credit”) equal to 20% "
        "of the total recurring payments for that service. The Service Credit is 10% of the amount billed for that "
        "storage during the calendar month. Customer receives a service credit of 15% of its total monthly fees."
    )
    keys = {term.key for term in terms}
    assert "sla.service_credit" in keys
    assert not keys & {"fees.revenue_share", "fees.minimum_commitment"}
