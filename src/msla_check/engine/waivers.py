"""Waivers: decisions of a named person that a finding on these words is accepted.

A waiver silences a rule on a clause of this content only, wherever the clause stands and whatever its
number: when the clause's words change, the finding speaks again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from msla_check.errors import RuleError
from msla_check.model.report import Finding, Waiver

from .loader import Source, explain_validation, read_yaml
from .schema import RuleFileModel

WAIVABLE = ("weak", "missing", "conflict", "unclear")


class WaiverEntry(RuleFileModel):
    """One decision, as written in a waiver file."""

    rule: str
    clause: str = Field(pattern=r"^[0-9a-f]{10}$")
    """The content of the clause, as the finding's id ends ("TERM-04-3f9a1c0b2d")."""
    reason: str = Field(min_length=1)
    name: str = Field(min_length=1)
    """Who decided."""
    date: date

    @property
    def finding(self) -> str:
        """The id of the finding that is waived."""
        return f"{self.rule}-{self.clause}"


class Waivers:
    """The decisions of a waiver file.

    Example:
        >>> from msla_check.engine import Waivers
        >>> Waivers([]).apply([])
        []
    """

    def __init__(self, entries: Iterable[WaiverEntry]) -> None:
        self._by_finding = {entry.finding: entry for entry in entries}

    @classmethod
    def load(cls, file: str | Path) -> Waivers:
        """Returns the waivers of a file.

        Raises:
            RuleError: it is not well formed; every error names file and line.
        """
        source = read_yaml(Path(file))
        items = source.data.get("waivers") if isinstance(source.data, dict) else None
        if not isinstance(items, list):
            raise RuleError(
                f"{file}:1: a waiver file begins with `waivers:` and lists below it "
                "rule, clause, reason, name and date."
            )
        errors: list[str] = []
        entries = [entry for i, item in enumerate(items) if (entry := _entry(item, i, source, errors))]
        errors += _repeated(entries, source) if not errors else []
        if errors:
            raise RuleError("\n".join(errors))
        return cls(entries)

    def apply(self, findings: list[Finding]) -> list[Finding]:
        """Returns the findings with those that are waived marked so, after those that still speak."""
        judged = [self._judged(finding) for finding in findings]
        return sorted(
            judged, key=lambda f: (f.status not in WAIVABLE) + (f.status in ("pass", "not_applicable"))
        )

    def _judged(self, finding: Finding) -> Finding:
        entry = self._by_finding.get(finding.id) if finding.status in WAIVABLE else None
        if entry is None:
            return finding
        waiver = Waiver(
            reason=entry.reason, name=entry.name, date=entry.date.isoformat(), status=finding.status
        )
        told = f"{finding.message} Waived by {waiver.name} on {waiver.date}: {waiver.reason}"
        return finding.model_copy(update={"status": "waived", "waiver": waiver, "message": told})


def _entry(item: object, index: int, source: Source, errors: list[str]) -> WaiverEntry | None:
    path = ("waivers", index)
    if not isinstance(item, dict):
        errors.append(source.error(path, "a waiver begins with `- rule: ...`"))
        return None
    try:
        return WaiverEntry.model_validate(
            {**item, "clause": _clause_hash(item.get("clause"))} if "clause" in item else item
        )
    except ValidationError as error:
        errors += [
            m + ' Copy it from the end of the finding\'s id ("TERM-04-3f9a1c0b2d").' if " clause:" in m else m
            for m in explain_validation(error, source, path, WaiverEntry)
        ]
        return None


def _clause_hash(value: object) -> str:
    # YAML reads a hash of digits alone as a number.
    return f"{value:010d}" if isinstance(value, int) else str(value)


def _repeated(entries: list[WaiverEntry], source: Source) -> list[str]:
    seen: set[str] = set()
    errors = []
    for index, entry in enumerate(entries):
        if entry.finding in seen:
            errors.append(
                source.error(("waivers", index), f"{entry.finding} is waived twice; keep one of the two.")
            )
        seen.add(entry.finding)
    return errors
