"""What must stand in a text before a pattern is tried: it may let too much through, never too little."""

from __future__ import annotations

import pytest
from pipeline.test_term_examples import EXAMPLES

from msla_check.pipeline.required_words import may_match, required_words
from msla_check.pipeline.term_patterns import load_patterns

SENTENCES = [text for examples in EXAMPLES.values() for _, text in examples["reads"]]


@pytest.mark.parametrize(
    ("pattern", "required"),
    [
        ("for convenience", [["for convenience"]]),
        (r"\b(?:terminate|cancel)\w*\b.{0,40}at will", [["cancel", "terminate"], ["at will"]]),
        (r"fees? due", [["fee"], [" due"]]),
        (r"pay(?:ment|able)s?\b", [["pay"], ["ment", "able"]]),
        (r"(?:net|within)\s+\d+|on receipt", [["net", "within", "on receipt"]]),
        (r"(?:the )?term(?!inate)", [["term"]]),
        (r"(?<!non-)renew(?:s|ed){0,2}", [["renew"]]),
        (r"cost(?:s|)\.", [["cost"]]),
        (r"\w+|\d{2}", []),
        (r"(?>at (?P<value>once|will))", [["at "], ["once", "will"]]),
        (r"[a-f]lag(?i:x)?", [["lag"]]),
        (r"50\s?%", [["50"]]),
    ],
)
def test_what_a_pattern_requires(pattern: str, required: list[list[str]]) -> None:
    found = {frozenset(choice) for choice in required_words(pattern)}
    assert found == {frozenset(choice) for choice in required if min(map(len, choice)) > 1}


def test_no_sentence_that_a_pattern_matches_is_kept_from_it() -> None:
    tried = 0
    for pattern in {written for term in load_patterns() for written in term.patterns}:
        for sentence in SENTENCES:
            if pattern.lowered.search(sentence.lower()):
                tried += 1
                assert may_match(pattern.required, sentence.lower()), (pattern.lowered.pattern, sentence)
    assert tried > len(SENTENCES)


def test_texts_without_what_is_required_are_kept_away() -> None:
    required = required_words(r"\bUptime\b.{0,20}percent")
    assert may_match(required, "an uptime of ninety percent")
    assert not may_match(required, "ninety percent of the fee")
