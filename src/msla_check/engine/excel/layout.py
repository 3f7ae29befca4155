"""Which sheets and columns the workbook of a playbook has; writing and reading follow the same table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from msla_check.model import ELEMENTS, KEY_ELEMENTS, Severity

from ..schema import RuleKind


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width, and the only values that it takes, where these are few."""

    heading: str
    width: int
    choices: tuple[str, ...] = ()


# Heading: the path in a rule's data.
RULE_FIELDS: dict[str, tuple[str, ...]] = {
    "Id": ("id",),
    "Title": ("title",),
    "Element": ("element",),
    "Protects": ("protects",),
    "Severity": ("severity",),
    "Kind": ("kind",),
    "Enabled": ("enabled",),
    "Message": ("message",),
    "Why it matters": ("why",),
    "Preferred wording": ("ask_for", "preferred"),
    "Fallback": ("ask_for", "fallback"),
    "Walk-away": ("ask_for", "walk_away"),
    "Does not apply because": ("otherwise",),
    "References": ("references",),
    "Known gaps": ("known_gaps",),
    "Hidden by": ("hidden_by",),
}
LISTS = ("references", "known_gaps", "hidden_by")
"""Fields that hold several lines."""
PARTS = ("applies_when", "wants", "warns", "unless", "levels", "by_reference")
EXAMPLE_KINDS = ("fires", "silent")
HEAD_FIELDS = ("id", "title", "version", "extends")
POLICY_PARTS = ("covered", "well")

_CHOICES = {
    "Element": ELEMENTS,
    "Protects": ("customer", "provider", "both"),
    "Severity": get_args(Severity),
    "Kind": get_args(RuleKind),
    "Enabled": ("yes", "no"),
}
_WIDTHS = {"Id": 11, "Title": 44, "Element": 20, "Message": 50, "Why it matters": 44,
           "Preferred wording": 54, "Fallback": 40, "Walk-away": 36, "Does not apply because": 30,
           "References": 40, "Known gaps": 40}  # fmt: skip

SHEETS: dict[str, tuple[Column, ...]] = {
    "Playbook": (Column("Item", 14), Column("Value", 60)),
    "Rules": tuple(Column(name, _WIDTHS.get(name, 12), _CHOICES.get(name, ())) for name in RULE_FIELDS),
    "Parameters": (Column("Rule", 11), Column("Parameter", 20), Column("Value", 30)),
    "Conditions": (Column("Rule", 11), Column("Part", 16, PARTS), Column("Condition", 110)),
    "Examples": (
        Column("Rule", 11),
        Column("Must", 10, EXAMPLE_KINDS),
        Column("Text", 100),
        Column("Severity", 12, get_args(Severity)),
        Column("Known gap", 40),
    ),
    "Elements": (
        Column("Element", 24, KEY_ELEMENTS),
        Column("Part", 12, POLICY_PARTS),
        Column("Condition", 110),
    ),
}
HELP = (
    "Each rule has one row on Rules; its thresholds stand on Parameters, what it looks for on Conditions "
    "(written as in docs/write-a-rule.md), and the passages that prove it on Examples.",
    "Change a cell, add a row below the last, or delete a row; leave the headings as they are.",
    "Enabled: no switches a rule off. References and gaps: one a line.",
    "Then: msla-check rules import FILE.xlsx my-rules, and msla-check rules test --playbook my-rules.",
)
