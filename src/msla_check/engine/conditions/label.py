"""element, topic: a clause speaks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .base import Condition, Outcome

if TYPE_CHECKING:
    from ..facts import Facts


def _ask(facts: Facts, label: str, minimum: float) -> Outcome:
    clauses = facts.clauses_on(label, minimum)
    parents = {clause.parent for clause in clauses}
    innermost = [clause for clause in clauses if clause.id not in parents] or clauses
    places = []
    for clause in innermost[:2]:
        first = facts.first_sentence(clause)
        places.append(
            (first.start, first.end) if first else (clause.start, min(clause.end, clause.start + 200))
        )
    return Outcome(holds=bool(clauses), places=tuple(places), note=f"{label}: {len(clauses)} clauses")


class Element(Condition):
    """A clause speaks to an element ("confidentiality")."""

    key: ClassVar[str] = "element"
    element: str
    score: float = 0.5

    def ask(self, facts: Facts) -> Outcome:
        """Returns the first clauses that do."""
        return _ask(facts, self.element, self.score)


class Topic(Condition):
    """A clause speaks to a topic ("confidentiality.return_or_destroy")."""

    key: ClassVar[str] = "topic"
    topic: str
    score: float = 0.5

    def ask(self, facts: Facts) -> Outcome:
        """Returns the first clauses that do."""
        return _ask(facts, self.topic, self.score)
