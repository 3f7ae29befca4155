"""`right`: one party has a right that the other lacks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msla_check.engine import Playbook
from msla_check.engine.conditions import parse_condition
from msla_check.engine.conditions.onesided import Right
from msla_check.engine.facts import Facts
from msla_check.engine.matcher import PhraseBook
from msla_check.model.report import Finding
from msla_check.parsing import read_agreement
from msla_check.pipeline import analyze, build_pipeline

MAY_LEAVE = {"right": ["{party} may terminate", "terminated by {party}"], "only": "provider"}


@pytest.fixture(scope="module")
def asked() -> Callable[[dict[str, object], str], bool]:
    nlp = build_pipeline()

    def run(written: dict[str, object], text: str) -> bool:
        condition = parse_condition(written)
        facts = Facts(analyze(nlp, read_agreement(f"1. Terms. {text}\n")), PhraseBook(condition.phrases()))
        return condition.ask(facts).holds

    return run


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Provider may terminate this Agreement on notice.", True),
        ("This Agreement may be terminated by Supplier on notice.", True),
        ("Provider may terminate this Agreement on notice. Customer may not terminate it.", True),
        ("Provider may terminate this Agreement on notice. Customer may terminate it, too.", False),
        ("Either party may terminate this Agreement on notice.", False),
        (
            "Provider may terminate this Agreement. If it does not perform, the other may terminate, too.",
            False,
        ),
        ("Customer may terminate this Agreement on notice.", False),
        ("Nobody may terminate this Agreement.", False),
    ],
)
def test_a_right_is_one_party_s_alone(
    asked: Callable[[dict[str, object], str], bool], text: str, alone: bool
) -> None:
    assert asked(MAY_LEAVE, text) == alone


def test_with_and_without_tell_which_sentences_count(
    asked: Callable[[dict[str, object], str], bool],
) -> None:
    text = "Provider may terminate for a breach of Customer. Customer may terminate for convenience."
    assert not asked(MAY_LEAVE, text)
    assert asked({**MAY_LEAVE, "with": ["breach*"]}, text)
    assert asked({**MAY_LEAVE, "without": ["convenience"]}, text)


def test_a_phrase_must_name_the_party() -> None:
    with pytest.raises(ValueError, match=r"write \{party\} where the party is named"):
        Right.model_validate({"right": ["may terminate"], "only": "provider"})


def test_a_right_of_the_provider_alone_to_end_for_breach_is_told(finding_on: Callable[..., Finding]) -> None:
    finding = finding_on(
        "TERM-08", "1. End. Provider may terminate if Customer fails to cure a breach in ten days."
    )
    assert finding.status == "missing"
    assert finding.message.startswith("Only the provider may end the agreement")


def test_rules_that_come_with_it_ask_for_balance(msla: Playbook) -> None:
    def asks(rule_id: str) -> bool:
        return any("{party}" in str(c.model_dump(by_alias=True)) for c in msla.rule(rule_id).conditions)

    assert asks("TERM-08")
    assert asks("IND-04")
