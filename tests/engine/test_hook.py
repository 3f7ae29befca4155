"""A condition that a package of somebody's own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from msla_check.engine import Playbook
from msla_check.engine.conditions import hook
from msla_check.errors import RuleError
from msla_check.model.analysis import Analysis
from msla_check.model.report import Finding

RULE = """rules:
  - id: OWN-01
    title: Nothing is written in capitals throughout
    element: general
    protects: both
    severity: low
    kind: vague
    warns:
      hook: shouting
      arguments: {letters: 30}
    message: "Capitals: “{words}”"
    why: Nobody reads capitals.
    ask_for: {preferred: Write it in lower case.}
    examples:
      fires: ["1. THE LIABILITY OF PROVIDER IS LIMITED TO THE FEES OF A MONTH."]
      silent: ["1. The liability of Provider is limited to the fees of a month."]
"""


def shouting(analysis: Analysis, letters: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of so many letters, all of them capitals."""
    for block in analysis.agreement.blocks:
        words = analysis.agreement.text[block.start : block.end]
        if words.isupper() and len(words) >= letters:
            yield block.start, block.end


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if a package that registers `shouting` were installed."""
    point = EntryPoint("shouting", f"{__name__}:shouting", hook.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: shouting)
    monkeypatch.setattr(hook, "entry_points", lambda group: [point] if group == hook.GROUP else [])
    hook.registered.cache_clear()
    yield
    hook.registered.cache_clear()


def write(folder: Path) -> Path:
    (folder / "playbook.yaml").write_text('id: own\ntitle: Our positions\nversion: "1"\n', encoding="utf-8")
    (folder / "shouting.yaml").write_text(RULE, encoding="utf-8")
    return folder


def test_function_of_a_package_answers(
    installed: None, tmp_path: Path, finding_on: Callable[..., Finding]
) -> None:
    own = Playbook.load(write(tmp_path))
    loud = "1. THE LIABILITY OF PROVIDER IS LIMITED TO THE FEES OF A MONTH."
    found = finding_on("OWN-01", loud, playbook=own)
    assert (found.status, found.evidence[0].quote) == ("weak", loud)
    assert finding_on("OWN-01", loud.lower(), playbook=own).status == "pass"


def test_function_that_nobody_registers_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r'shouting\.yaml:\d+: .*no package registers a condition "shouting"'):
        Playbook.load(write(tmp_path))
