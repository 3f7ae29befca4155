"""The playbook that docs/write-a-rule.md walks through works as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msla_check import Playbook, review
from msla_check.engine import lint, selftest

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
HEAD, RULES = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.M | re.S)[:2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the page tells its reader to make."""
    made = tmp_path_factory.mktemp("house-rules")
    (made / "playbook.yaml").write_text(HEAD)
    (made / "parking.yaml").write_text(RULES)
    return made


def test_the_examples_of_the_page_are_right(folder: Path) -> None:
    playbook = Playbook.load(folder)
    own = [flaw for flaw in [*selftest(playbook), *lint(playbook)] if "HSE-01" in str(flaw)]
    assert own == []


def test_what_the_page_sets_is_what_the_review_does(folder: Path, small_agreement: str) -> None:
    shipped, house = Playbook.load("msla"), Playbook.load(folder)
    assert {rule.id for rule in shipped.rules} - {rule.id for rule in house.rules} == {"NSL-01"}
    assert house.rule("TERM-02").severity == "low"
    sixty = small_agreement.replace("one hundred twenty (120) days", "sixty (60) days")
    assert status(review(sixty), "TERM-04") == "pass"
    assert status(review(sixty, playbook=folder), "TERM-04") == "weak"
    assert status(review(sixty, playbook=folder), "HSE-01") == "missing"


def status(report: object, rule: str) -> str:
    """A rule's status in a report."""
    return next(f.status for f in report.findings if f.rule == rule)  # type: ignore[attr-defined]
