"""What every condition is: a few keys in a rule file, and a question to the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import core_schema

if TYPE_CHECKING:
    from ..facts import Facts

Place = tuple[int, int]
CONDITION_HERE = {"type": "object", "description": "A condition; see docs/write-a-rule.md."}
"""What stands in a JSON Schema where a condition may stand, until all kinds are known."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A condition's answer: whether it holds, on what words, with what values, and why."""

    holds: bool
    places: tuple[Place, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    note: str = ""
    near: tuple[Place, ...] = ()
    """The nearest misses: words that came close but did not count."""
    parts: tuple[Outcome, ...] = ()
    unclear: str = ""
    """Why a person must look: a blank, a redaction."""


class Condition(BaseModel):
    """Base of all conditions; `key` is the word that names the condition in a rule file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[str]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the answer for one agreement."""
        raise NotImplementedError

    def members(self) -> Iterator[Condition]:
        """Yields the conditions that this one is made of."""
        return iter(())

    def phrases(self) -> Iterator[str]:
        """Yields the phrases that must be looked for."""
        return iter(())


def parse_condition(value: Any) -> Condition:
    """Returns the condition that a mapping in a rule file describes.

    Raises:
        ValueError: it is none; the message says what to write.
    """
    from . import KINDS

    if isinstance(value, Condition):
        return value
    keys = ", ".join(kind.key for kind in KINDS)
    if not isinstance(value, dict):
        raise ValueError(f"a condition is written as `key: value`, its key one of: {keys}")
    named = [kind for kind in KINDS if kind.key in value]
    if len(named) != 1:
        raise ValueError(
            f"a condition has exactly one of these keys: {keys}; found: {', '.join(map(str, value))}"
        )
    return named[0].model_validate(value)


class AnyCondition:
    """The type of a field that holds a condition, told apart by its key."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            parse_condition,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda condition: condition.model_dump(by_alias=True, exclude_defaults=True)
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(CONDITION_HERE)
