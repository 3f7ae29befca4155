"""The findings as SARIF 2.1.0 (OASIS), for code hosts."""

from __future__ import annotations

import json
from typing import Any

from msla_check.model.report import Finding, Report

from .view import STATUS_WORDS, arrange

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"high": "error", "medium": "warning", "low": "note", "info": "none"}


def render_sarif(report: Report) -> str:
    """Returns one SARIF run whose results are the report's findings."""
    view = arrange(report)
    findings = [*(issue.finding for issue in view.issues), *view.waived]
    name, _, version = report.generator.partition(" ")
    rules = {finding.rule: finding for finding in findings}
    run = {
        "tool": {"driver": {"name": name or "msla-check", "version": version, "rules": [_rule(rules[id_]) for id_ in sorted(rules)]}},
        "artifacts": [{"location": {"uri": report.document.name}, "hashes": {"sha-256": report.document.sha256}}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, report) for finding in findings],
    }  # fmt: skip
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.why or finding.title},
        "help": {"text": finding.suggestion or finding.title},
    }


def _result(finding: Finding, report: Report) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "properties": {"element": finding.element, "status": STATUS_WORDS[finding.status]},
    }
    if finding.id:
        result["partialFingerprints"] = {"mslaCheck/v1": finding.id}
    if finding.waiver is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.waiver.reason}
        ]
    places = [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": report.document.name},
                "region": {
                    "charOffset": evidence.start,
                    "charLength": evidence.end - evidence.start,
                    "snippet": {"text": evidence.quote},
                },
            },
            "message": {"text": f"page {evidence.page}" if evidence.page else "the words it rests on"},
        }
        for evidence in finding.evidence
    ]
    if places:
        result["locations"] = places[:1]
        result["relatedLocations"] = places[1:]
    return result
