"""The rule engine: playbooks in YAML, asked about what the pipeline has read."""

from __future__ import annotations

from .explain import explain
from .judge import Judgement, judge
from .pages import rule_page
from .playbook import Playbook
from .schema import Rule, rule_schema
from .selftest import lint, selftest

__all__ = [
    "Judgement",
    "Playbook",
    "Rule",
    "explain",
    "judge",
    "lint",
    "rule_page",
    "rule_schema",
    "selftest",
]
