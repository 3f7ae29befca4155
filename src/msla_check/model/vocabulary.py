"""The closed vocabulary that every layer shares: element, status and severity names."""

from __future__ import annotations

from typing import Literal, get_args

Element = Literal[
    "scope_of_services",
    "service_levels",
    "fees_and_payment",
    "term_and_termination",
    "responsibilities",
    "confidentiality",
    "protections",
    "general",
]
ELEMENTS: tuple[Element, ...] = get_args(Element)
KEY_ELEMENTS: tuple[Element, ...] = ELEMENTS[:6]
"""The six that a managed services agreement must cover."""

ELEMENT_TITLES: dict[Element, str] = {
    "scope_of_services": "Scope of services",
    "service_levels": "Service levels",
    "fees_and_payment": "Fees and payment",
    "term_and_termination": "Term and termination",
    "responsibilities": "Responsibilities",
    "confidentiality": "Confidentiality",
    "protections": "Protections",
    "general": "General",
}

Side = Literal["customer", "provider", "both"]
Severity = Literal["high", "medium", "low", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Status = Literal["pass", "weak", "missing", "conflict", "unclear", "not_applicable", "waived"]
Audience = Literal["us", "counterparty"]
"""For whom an output is written: our side, or the other one, which must not see our positions."""
ElementStatus = Literal["present", "weak", "missing"]
ClauseKind = Literal["clause", "preamble", "recital", "schedule", "signature"]
