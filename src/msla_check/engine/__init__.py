"""The rule engine: playbooks in YAML, asked about what the pipeline has read."""

from __future__ import annotations

from .explain import explain
from .judge import Judgement, judge
from .pages import rule_page
from .playbook import Playbook
from .schema import Rule, rule_schema
from .selftest import lint, selftest
from .waivers import Waivers

__all__ = [
    "Judgement",
    "Playbook",
    "Rule",
    "Waivers",
    "explain",
    "judge",
    "lint",
    "rule_page",
    "rule_schema",
    "selftest",
]
