"""msla-check reviews managed services agreements: it finds the clauses, reads the terms, and flags
what is missing or weak, each finding with the clause, page and words it rests on.

Example:
    >>> from msla_check import review
    >>> report = review("1. Fees. Customer shall pay each invoice within 45 days of its date.")
    >>> [term.value for term in report.terms if term.key == "fees.payment_due"]
    ['45 days']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .audit import Audit
    from .engine import Playbook
    from .errors import (
        MslaCheckError,
        NoTextLayer,
        PasswordRequired,
        RuleError,
        UnreadableDocument,
        UnsupportedFormat,
    )
    from .model.report import Clause, Evidence, Finding, Report, Term
    from .reviewer import Reviewer, review

_HOMES = {
    "Audit": "audit",
    "Clause": "model.report",
    "Evidence": "model.report",
    "Finding": "model.report",
    "MslaCheckError": "errors",
    "NoTextLayer": "errors",
    "PasswordRequired": "errors",
    "Playbook": "engine",
    "Report": "model.report",
    "Reviewer": "reviewer",
    "RuleError": "errors",
    "Term": "model.report",
    "UnreadableDocument": "errors",
    "UnsupportedFormat": "errors",
    "review": "reviewer",
}

__all__ = [
    "Audit",
    "Clause",
    "Evidence",
    "Finding",
    "MslaCheckError",
    "NoTextLayer",
    "PasswordRequired",
    "Playbook",
    "Report",
    "Reviewer",
    "RuleError",
    "Term",
    "UnreadableDocument",
    "UnsupportedFormat",
    "review",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `import msla_check` and `msla-check --help` must not wait for spaCy.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
