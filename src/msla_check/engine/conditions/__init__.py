"""The closed vocabulary of conditions that a rule may use; one small file per kind."""

from __future__ import annotations

from .arithmetic import Cheaper, Effective, LadderCondition
from .base import Condition, Outcome, parse_condition
from .combined import All, Any_, Not
from .defined import DefinedTerms
from .differ import Differ, Shorter
from .document import Blank, Dangling, Redacted, SelfContradiction
from .hook import Hook
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
    LadderCondition,
    Effective,
    Cheaper,
    Blank,
    Dangling,
    Redacted,
    SelfContradiction,
    DefinedTerms,
    Hook,
    All,
    Any_,
    Not,
)

__all__ = ["KINDS", "Condition", "Outcome", "parse_condition"]
