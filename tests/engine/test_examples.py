"""Every example of every rule of the playbooks that come with msla-check, and every wording that one suggests."""

from __future__ import annotations

import pytest

from msla_check.engine import Playbook, Rule
from msla_check.engine.lint import ENOUGH
from msla_check.engine.selftest import FIRING, Case, Prover, cases

PLAYBOOK = Playbook.load("msla,general,traps")
CASES = list(cases(PLAYBOOK))


@pytest.fixture(scope="module")
def prover() -> Prover:
    return Prover(PLAYBOOK)


def case_id(case: Case) -> str:
    kind = "fires" if case.fires else "silent"
    examples = [example.text for example in getattr(case.rule.examples, kind)]
    return f"{case.rule.id}-{kind}-{examples.index(case.text) + 1}"


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_rule_answers_its_example(prover: Prover, case: Case) -> None:
    assert prover.run(case) == ""


@pytest.mark.parametrize("rule", PLAYBOOK.rules, ids=lambda rule: rule.id)
def test_rule_does_not_flag_what_it_suggests(prover: Prover, rule: Rule) -> None:
    assert prover.answer(rule, rule.ask_for.preferred)[0] not in FIRING


@pytest.mark.parametrize("rule", PLAYBOOK.rules, ids=lambda rule: rule.id)
def test_rule_has_examples_enough(rule: Rule) -> None:
    assert len(rule.examples.fires) >= ENOUGH
    assert len(rule.examples.silent) >= ENOUGH
