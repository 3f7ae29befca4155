"""Defined terms with their uses, and cross references with the clauses that they name."""

from __future__ import annotations

import pytest

from msla_check.pipeline.clauses import find_clauses
from msla_check.pipeline.definitions import find_definitions
from msla_check.pipeline.references import find_references

AGREEMENT = (
    '1. Definitions. "Help Desk" means the people who answer calls. Birch Ltd (the "Customer") signs for all.\n\n'
    "2. Services. The Help Desk helps Customer as set out in Section 3.2 and Exhibit A.\n\n"
    "3. Fees. As follows.\n\n3.1 Rate. USD 90.\n\n3.2 Invoices. Monthly, subject to Sections 3.1, 9.4 and 2 and this Section.\n\n"
    "(a) By mail.\n\n(b) By post, as Section 3.2(a) says.\n\n4. Law. Ohio. Section 512 of the Bankruptcy Code applies.\n\n"
    "EXHIBIT A\n\nTHE SERVICES\n\n1. Calls. As in Section 3.1 and Exhibit C."
)


def test_definitions_have_their_words_their_clause_and_their_uses() -> None:
    clauses = find_clauses(AGREEMENT)
    found = {d.term: d for d in find_definitions(AGREEMENT, clauses)}
    assert set(found) == {"Help Desk", "Customer"}
    desk = found["Help Desk"]
    assert AGREEMENT[desk.start : desk.end] == '"Help Desk" means the people who answer calls.'
    assert AGREEMENT[found["Customer"].start : found["Customer"].end] == '(the "Customer")'
    assert desk.clause == clauses[0].id
    for definition in found.values():
        assert definition.uses
        for use in definition.uses:
            assert AGREEMENT.startswith(definition.term, use)
            assert not definition.start <= use < definition.end


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ('"Fee" shall mean USD 10.', ["Fee"]),
        ("“Service Hours” has the meaning given in Exhibit A.", ["Service Hours"]),
        ('Alder Inc. (hereinafter referred to as "Provider") agrees.', ["Provider"]),
        ('the parties (each a "Party" and together the "Parties") agree', ["Party", "Parties"]),
        ('the "best" network of all', []),
    ],
)
def test_the_ways_to_define_a_term(words: str, terms: list[str]) -> None:
    assert [d.term for d in find_definitions(words, ())] == terms


def test_references_name_their_clauses_or_dangle() -> None:
    clauses = find_clauses(AGREEMENT)
    numbers = {c.id: c.number for c in clauses}
    told = [(r.kind, r.number, numbers.get(r.target or "")) for r in find_references(AGREEMENT, clauses)]
    assert told == [
        ("clause", "3.2", "3.2"),
        ("schedule", "Exhibit A", "Exhibit A"),
        ("clause", "3.1", "3.1"),
        ("clause", "9.4", None),
        ("clause", "2", "2"),
        ("self", "", "3.2"),
        ("clause", "3.2(a)", "(a)"),
        ("clause", "3.1", "3.1"),
        ("schedule", "Exhibit C", None),
    ]


def test_references_quote_the_text_and_stand_in_their_clause() -> None:
    clauses = find_clauses(AGREEMENT)
    spans = {c.id: (c.start, c.end) for c in clauses}
    for reference in find_references(AGREEMENT, clauses):
        assert AGREEMENT[reference.start : reference.end] == reference.label
        assert reference.clause is not None
        start, end = spans[reference.clause]
        assert start <= reference.start < end


def test_entries_of_a_table_of_contents_refer_to_nothing() -> None:
    text = "Section 2 Fees 4\n\n1. Scope. See Section 2.\n\n2. Fees. USD 10."
    assert [r.start for r in find_references(text, find_clauses(text), [(0, 16)])] == [
        text.index("Section 2.")
    ]


def test_articles_of_a_law_that_was_named_are_no_dangling_references() -> None:
    text = (
        "1. Data. Provider takes the measures that Article 32 of the UK GDPR requires.\n\n"
        "2. Help. Provider helps with the duties under Articles 33 to 36; clause 1 applies, and clause 9 too."
    )
    labels = {r.label: r.target for r in find_references(text, find_clauses(text))}
    assert not [label for label in labels if label.startswith("Article")]
    assert labels["clause 1"] is not None
    assert labels["clause 9"] is None
