"""What a rule file may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from msla_check.model import Element, Severity, Status

from .conditions.base import CONDITION_HERE, AnyCondition, Condition

RuleKind = Literal["missing", "weak", "threshold", "vague", "one-sided", "conflict", "structure"]
OptionalCondition = Annotated[Any, AnyCondition] | None

STATUS_OF_KIND: dict[RuleKind, Status] = {
    "missing": "missing",
    "weak": "weak",
    "threshold": "weak",
    "vague": "weak",
    "one-sided": "weak",
    "conflict": "conflict",
    "structure": "conflict",
}


class RuleFileModel(BaseModel):
    """Base of what stands in a rule file: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(RuleFileModel):
    """How bad it is when more is known: the first level whose condition holds decides."""

    when: Annotated[Any, AnyCondition]
    severity: Severity
    message: str = ""


class Example(RuleFileModel):
    """A passage on which the rule must, or must not, speak."""

    text: str
    severity: Severity | None = None
    known_gap: str = ""
    """Why the rule is wrong here today; the example then asserts the wrong answer."""


class Examples(RuleFileModel):
    """Passages that prove the rule."""

    fires: list[Example] = Field(min_length=1)
    silent: list[Example] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _plain_texts(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: [{"text": item} if isinstance(item, str) else item for item in items]
                if isinstance(items, list)
                else items
                for key, items in value.items()
            }
        return value


class AskFor(RuleFileModel):
    """What to ask the other side for."""

    preferred: str
    fallback: str = ""
    walk_away: str = ""


class Rule(RuleFileModel):
    """One point that a reviewer checks.

    Either `wants` (a good thing: its absence is the finding) or `warns` (a bad thing: its presence is
    the finding). `$name` in a condition stands for a parameter.
    """

    id: str = Field(pattern=r"^[A-Z]{2,5}-\d{2,3}$")
    title: str = Field(max_length=120)
    """The good position, as a statement."""
    element: Element
    protects: Literal["customer", "provider", "both"]
    severity: Severity
    kind: RuleKind
    parameters: dict[str, str] = {}
    applies_when: OptionalCondition = None
    otherwise: str = ""
    """Why the rule does not apply where `applies_when` does not hold."""
    wants: OptionalCondition = None
    warns: OptionalCondition = None
    unless: OptionalCondition = None
    """Takes the finding away again."""
    levels: list[Level] = []
    hidden_by: list[str] = []
    """Rules whose finding says the same at the root: this one is then left out."""
    by_reference: list[str] = []
    """Phrases that promise it in a document that may not be attached: then a person must look."""
    message: str
    why: str
    ask_for: AskFor
    references: list[str] = []
    examples: Examples
    known_gaps: list[str] = []
    enabled: bool = True

    @model_validator(mode="after")
    def _one_test(self) -> Rule:
        if (self.wants is None) == (self.warns is None):
            raise ValueError("write either `wants` (its absence is the finding) or `warns` (its presence is)")
        return self

    @property
    def side(self) -> str:
        """The side that the rule protects."""
        return self.protects

    @property
    def test(self) -> Condition:
        """What the rule wants or warns of."""
        condition: Any = self.warns if self.wants is None else self.wants
        return cast(Condition, condition)

    @property
    def conditions(self) -> list[Condition]:
        """All conditions of the rule."""
        parts = [
            self.applies_when,
            self.wants,
            self.warns,
            self.unless,
            *(level.when for level in self.levels),
        ]
        return [part for part in parts if part is not None]

    def phrases(self) -> Iterator[str]:
        """Yields every phrase that the rule looks for."""
        for condition in self.conditions:
            yield from condition.phrases()
        yield from self.by_reference


class ElementPolicy(RuleFileModel):
    """When an element counts as covered, and when as well covered."""

    covered: Annotated[Any, AnyCondition]
    """Where this does not hold, the element is missing."""
    well: list[Requirement] = []
    """Each that does not hold makes it weak."""


class Requirement(RuleFileModel):
    """One thing without which an element is weak, and the words that say so."""

    needs: OptionalCondition = None
    rule: str = ""
    """A rule whose finding makes the element weak."""
    otherwise: str


class PlaybookFile(RuleFileModel):
    """playbook.yaml: what a playbook is, what it builds on, and what it changes."""

    id: str
    title: str
    version: str
    extends: str = ""
    only: list[str] = []
    """The rules taken over from the playbook that is extended; where none is named, all."""
    set: dict[str, Any] = {}
    """"TERM-04.max: 45 days", "TERM-04.severity: low", "SLA-09.enabled: false"."""
    elements: dict[str, ElementPolicy] = {}


ElementPolicy.model_rebuild()


def rule_schema() -> dict[str, Any]:
    """Returns the JSON Schema of a rule, for editors; in a file a number or date need not be quoted."""
    from .conditions import KINDS

    schema = Rule.model_json_schema()
    definitions = schema.setdefault("$defs", {})
    for kind in KINDS:
        own = kind.model_json_schema(by_alias=True)
        definitions |= own.pop("$defs", {})
        for name in ("above", "below", "at_least", "at_most"):
            if name in own.get("properties", {}):
                own["properties"][name] = {"type": ["string", "number", "null"]}
        definitions[f"{kind.key} condition"] = {**own, "required": [kind.key]}
    definitions["Condition"] = {
        "description": "A condition; see docs/write-a-rule.md.",
        "anyOf": [{"$ref": f"#/$defs/{kind.key} condition"} for kind in KINDS],
    }
    definitions["Examples"]["properties"] = {
        kind: {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Example"}]},
        }
        for kind in ("fires", "silent")
    }
    schema["properties"]["parameters"]["additionalProperties"] = {"type": ["string", "number"]}
    return cast(dict[str, Any], _with_conditions(schema))


def _with_conditions(schema: Any) -> Any:
    """Returns a schema in which every place of a condition takes the kinds that there are."""
    if schema == CONDITION_HERE:
        return {"$ref": "#/$defs/Condition"}
    if isinstance(schema, dict):
        return {key: _with_conditions(value) for key, value in schema.items()}
    return [_with_conditions(item) for item in schema] if isinstance(schema, list) else schema


def rule_file_schema() -> dict[str, Any]:
    """Returns the JSON Schema of a file of rules, for editors that check YAML while it is written."""
    rule = rule_schema()
    definitions = rule.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of msla-check",
        "type": "object",
        "additionalProperties": False,
        "required": ["rules"],
        "properties": {"rules": {"type": "array", "items": {"$ref": "#/$defs/Rule"}}},
        "$defs": {**definitions, "Rule": rule},
    }
