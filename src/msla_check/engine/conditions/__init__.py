"""The closed vocabulary of conditions that a rule may use; one small file per kind."""

from __future__ import annotations

from .base import Condition, Outcome, parse_condition
from .combined import All, Any_, Not
from .differ import Differ, Shorter
from .document import Blank, Dangling, Redacted, SelfContradiction, UndefinedTerms
from .label import Element, Topic
from .onesided import Right
from .says import Says
from .term import TermCondition

KINDS: tuple[type[Condition], ...] = (
    TermCondition,
    Says,
    Topic,
    Element,
    Right,
    Differ,
    Shorter,
    Blank,
    Dangling,
    Redacted,
    SelfContradiction,
    UndefinedTerms,
    All,
    Any_,
    Not,
)

__all__ = ["KINDS", "Condition", "Outcome", "parse_condition"]
