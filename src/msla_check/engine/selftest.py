"""Proves a playbook: runs the examples of every rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msla_check.parsing import read_agreement
from msla_check.pipeline import analyze, build_pipeline

from .facts import Facts
from .judge import decide
from .playbook import Playbook
from .schema import Rule

FIRING = ("weak", "missing", "conflict", "unclear")


@dataclass(frozen=True, slots=True)
class Case:
    """One example of one rule, and what must come of it."""

    rule: Rule
    text: str
    fires: bool
    severity: str | None = None
    known_gap: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a rule, with its place."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def cases(playbook: Playbook) -> Iterator[Case]:
    """Yields every example of every rule that stands as it was written."""
    for rule in playbook.rules:
        if rule.id in playbook.adjusted:
            continue
        for kind in ("fires", "silent"):
            for example in getattr(rule.examples, kind):
                yield Case(rule, example.text, kind == "fires", example.severity, example.known_gap)


class Prover:
    """Runs examples through the real pipeline, loaded once."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._nlp = build_pipeline()

    def run(self, case: Case) -> str:
        """Returns what is wrong with the rule's answer on an example; "" where it is right."""
        status, severity = self.answer(case.rule, case.text)
        fired = status in FIRING
        if case.known_gap:
            return "" if fired != case.fires else f"the known gap is closed, remove it: {case.known_gap}"
        if fired != case.fires:
            wanted = "fire" if case.fires else "keep silent"
            return f"the rule should {wanted} on this example, but says {status}: “{_short(case.text)}”"
        if case.severity is not None and severity != case.severity:
            return f"the example should be {case.severity}, but is {severity}: “{_short(case.text)}”"
        return ""

    def answer(self, rule: Rule, text: str) -> tuple[str, str]:
        """Returns a rule's status and severity on a text."""
        decision = decide(rule, self.facts(text))
        return decision.status, decision.severity

    def facts(self, text: str) -> Facts:
        """Returns what rules may ask of a text."""
        return Facts(analyze(self._nlp, read_agreement(f"{text}\n")), self._playbook.phrase_book)


def selftest(playbook: Playbook) -> list[Flaw]:
    """Returns the examples that a playbook's rules answer wrongly."""
    prover = Prover(playbook)
    return [
        Flaw(f"{playbook.files[case.rule.id]} {case.rule.id}", wrong)
        for case in cases(playbook)
        if (wrong := prover.run(case))
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:120] + "…"
