"""right: one party has a right that the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from .base import Condition, Outcome

if TYPE_CHECKING:
    from ..facts import Facts

BOTH = ("both", "either", "mutual")


class Right(Condition):
    """A term holds for one party only."""

    key: ClassVar[str] = "right"
    right: str
    """The term that gives the right or imposes the duty."""
    only: Literal["customer", "provider"]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the words that give it to that party alone."""
        terms = [term for term in facts.terms.get(self.right, ()) if term.party]
        owners = {term.party for term in terms}
        holds = owners == {self.only}
        places = tuple((term.start, term.end) for term in terms[:2])
        note = f"{self.right} belongs to: {', '.join(sorted(owners)) or 'nobody named'}"
        return Outcome(holds=holds, places=places if holds else (), near=() if holds else places, note=note)
