"""What the engine's tests share: the playbook and the pipeline, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msla_check.engine import Judgement, Playbook, judge
from msla_check.model import Side
from msla_check.model.report import Finding
from msla_check.parsing import read_agreement
from msla_check.pipeline import analyze, build_pipeline

JudgeText = Callable[..., Judgement]


@pytest.fixture(scope="session")
def msla() -> Playbook:
    return Playbook.load("msla")


@pytest.fixture(scope="session")
def judge_text(msla: Playbook) -> JudgeText:
    nlp = build_pipeline()

    def run(text: str, side: Side = "customer", playbook: Playbook | None = None) -> Judgement:
        return judge(analyze(nlp, read_agreement(f"{text}\n")), playbook or msla, side)

    return run


@pytest.fixture(scope="session")
def finding_on(judge_text: JudgeText) -> Callable[..., Finding]:
    """Returns the finding of one rule on a text."""

    def run(rule: str, text: str, side: Side = "customer", playbook: Playbook | None = None) -> Finding:
        findings = judge_text(text, side, playbook).findings
        return next(finding for finding in findings if finding.rule == rule)

    return run


@pytest.fixture(scope="session")
def traps() -> Playbook:
    return Playbook.load("traps")
