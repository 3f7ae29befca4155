"""A page for each rule, made from the rule itself."""

from __future__ import annotations

import yaml

from .schema import Rule


def rule_page(rule: Rule) -> str:
    """Returns a rule's page as Markdown."""
    conditions = {
        name: condition.model_dump(by_alias=True, exclude_defaults=True)
        for name in ("applies_when", "wants", "warns", "unless")
        if (condition := getattr(rule, name)) is not None
    }
    test = yaml.safe_dump(conditions, sort_keys=False, allow_unicode=True, width=100)
    parts = [
        f"# {rule.id}: {rule.title}",
        f"Element: {rule.element} · protects: {rule.protects} · severity: {rule.severity} · kind: {rule.kind}",
        "## Why it matters",
        " ".join(rule.why.split()),
        "## What to ask for",
        " ".join(rule.ask_for.preferred.split()),
    ]
    for label, words in (("Fallback", rule.ask_for.fallback), ("Walk-away", rule.ask_for.walk_away)):
        if words:
            parts.append(f"{label}: {' '.join(words.split())}")
    parts += ["## How it is tested", f"```yaml\n{test}```"]
    if rule.parameters:
        parts.append("\n".join(f"- `{rule.id}.{name}`: {value}" for name, value in rule.parameters.items()))
    parts += ["## Examples", "Speaks on:"]
    parts += [f"> {' '.join(example.text.split())}" for example in rule.examples.fires]
    parts.append("Keeps silent on:")
    parts += [f"> {' '.join(example.text.split())}" for example in rule.examples.silent]
    if rule.known_gaps:
        parts += ["## Known gaps", "\n".join(f"- {gap}" for gap in rule.known_gaps)]
    if rule.references:
        parts += ["## References", "\n".join(f"- {reference}" for reference in rule.references)]
    return "\n\n".join(parts) + "\n"
