"""`msla-check rules ...` and `schema`: what the rules are, and whether they hold."""

from __future__ import annotations

import json
import sys

from msla_check.engine import Playbook, lint, rule_file_schema, rule_page, rule_schema, selftest
from msla_check.errors import RuleError
from msla_check.model.report import Report

from .console import FOUND, OK, complain, guarded


def run_list(playbook: str) -> int:
    """Returns the exit status of listing a playbook's rules."""

    def run() -> int:
        for rule in Playbook.load(playbook).rules:
            sys.stdout.write(f"{rule.id:10} {rule.severity:7} {rule.side:9} {rule.title}\n")
        return OK

    return guarded(run)


def run_show(rule_id: str, playbook: str) -> int:
    """Returns the exit status of showing one rule."""

    def run() -> int:
        for rule in Playbook.load(playbook).rules:
            if rule.id == rule_id:
                sys.stdout.write(rule_page(rule))
                return OK
        raise RuleError(f'no rule "{rule_id}" in playbook {playbook}; see: msla-check rules list')

    return guarded(run)


def run_test(playbook: str) -> int:
    """Returns the exit status of running every rule's examples."""

    def run() -> int:
        loaded = Playbook.load(playbook)
        failures = selftest(loaded)
        for failure in failures:
            complain(str(failure))
        sys.stdout.write(f"{len(loaded.rules)} rules, {len(failures)} examples failed\n")
        return FOUND if failures else OK

    return guarded(run)


def run_lint(playbook: str) -> int:
    """Returns the exit status of looking for flaws in a playbook's rules."""

    def run() -> int:
        loaded = Playbook.load(playbook)
        flaws = lint(loaded)
        for flaw in flaws:
            complain(str(flaw))
        sys.stdout.write(f"{len(loaded.rules)} rules, {len(flaws)} flaws\n")
        return FOUND if flaws else OK

    return guarded(run)


def run_schema(what: str) -> int:
    """Returns the exit status of printing a JSON Schema."""
    schemas = {"report": Report.model_json_schema, "rule": rule_schema, "rules": rule_file_schema}
    sys.stdout.write(json.dumps(schemas[what](), indent=2) + "\n")
    return OK
