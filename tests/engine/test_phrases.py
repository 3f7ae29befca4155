"""Phrases as a lawyer writes them, and what they find."""

from __future__ import annotations

import pytest

from msla_check.engine.matcher import PhraseBook
from msla_check.engine.phrases import compile_phrase
from msla_check.engine.quantities import parse_quantity, read_quantity

FOUND = [
    # phrase, sentence, does it say so
    ("automatically renew*", "This Agreement shall automatically renew.", True),
    ("automatically renew*", "This Agreement shall AUTOMATICALLY  renews for a year.", True),
    ("automatically renew*", "This Agreement shall not automatically renew.", False),
    ("service credit*", "No service credits are payable.", False),
    ("service credit*", "Service credits are not payable.", False),
    ("service credit*", "Not only service credits but damages are payable.", True),
    ("service credit*", "Without limiting other remedies, service credits are payable.", True),
    ("provider may ... terminate", "If Customer does not cure it in time, Provider may terminate.", True),
    (
        "using ... residual",
        "Nothing in this Agreement prevents Provider from using residual knowledge.",
        True,
    ),
    ("increase ... fees|charges", "Provider may increase the monthly fees.", True),
    ("increase ... fees|charges", "Provider may increase a b c d e f g h i j k l m n fees.", False),
    ("third-party products", "Third-party products are covered.", True),
    ("customer's data", "It holds Customer’s data.", True),
    ("rpo", "The corporate purpose.", False),
]


@pytest.mark.parametrize(("phrase", "sentence", "said"), FOUND)
def test_phrase_is_found_unless_denied(phrase: str, sentence: str, said: bool) -> None:
    book = PhraseBook([phrase])
    passage, phrases = book.open(sentence, 0)
    hits = book.find(phrase, passage) if phrase in phrases else []
    assert any(not hit.denied for hit in hits) == said


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("ninety (90) days", "90 days"),
        ("one hundred twenty days", "120 days"),
        ("five business days", "5 business days"),
        ("a period of thirty-six (36) months", "36 months"),
        ("1.5%", "1.5%"),
        ("one year", "1 year"),
        ("$1,000,000", "1000000"),
        ("a while", ""),
    ],
)
def test_quantity_is_read_as_contracts_write_it(words: str, quantity: str) -> None:
    assert read_quantity(words) == quantity


def test_a_year_is_twelve_months() -> None:
    assert parse_quantity("1 year") == parse_quantity("12 months")


@pytest.mark.parametrize("phrase", ["...", "{number}", "within {fortnight}"])
def test_phrase_without_a_word_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"word|slot"):
        compile_phrase(phrase)
