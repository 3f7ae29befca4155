"""hook: a question that a rule cannot write, asked by a function of somebody's own package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, field_validator

from .base import Condition, Outcome, Place

if TYPE_CHECKING:
    from ..facts import Facts

GROUP = "msla_check.conditions"
"""The entry point group under which packages register their functions."""
Ask = Callable[..., Iterable[Place]]


class Hook(Condition):
    """A function, registered under `msla_check.conditions`, finds what it is asked for.

    It gets the `Analysis` and the arguments of the rule, and returns the places (start and end in the
    text) on which its answer rests; none means that the condition does not hold.
    """

    key: ClassVar[str] = "hook"
    hook: str
    arguments: dict[str, Any] = Field(default_factory=dict)

    @field_validator("hook")
    @classmethod
    def _is_registered(cls, name: str) -> str:
        if name not in registered():
            known = ", ".join(sorted(registered())) or "none"
            raise ValueError(f'no package registers a condition "{name}" under {GROUP}; registered: {known}')
        return name

    def ask(self, facts: Facts) -> Outcome:
        """Returns the places that the function names."""
        places = tuple(
            (int(start), int(end)) for start, end in self._function()(facts.analysis, **self.arguments)
        )
        return Outcome(holds=bool(places), places=places[:5], note=f"hook {self.hook}: {len(places)} places")

    def _function(self) -> Ask:
        return registered()[self.hook]


@cache
def registered() -> dict[str, Ask]:
    """Returns the functions that installed packages register, by name."""
    return {point.name: point.load() for point in entry_points(group=GROUP)}
