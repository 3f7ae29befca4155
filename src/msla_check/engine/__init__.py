"""The rule engine: playbooks in YAML, asked about what the pipeline has read."""

from __future__ import annotations

from .explain import explain
from .judge import Judgement, judge
from .lint import lint
from .outline import new_rule
from .pages import playbook_pages, read_scores, rule_page
from .playbook import Playbook
from .save import save_playbook
from .schema import Rule, rule_file_schema, rule_schema
from .selftest import selftest
from .waivers import Waivers
from .written import read_playbook

__all__ = [
    "Judgement",
    "Playbook",
    "Rule",
    "Waivers",
    "explain",
    "judge",
    "lint",
    "new_rule",
    "playbook_pages",
    "read_playbook",
    "read_scores",
    "rule_file_schema",
    "rule_page",
    "rule_schema",
    "save_playbook",
    "selftest",
]
