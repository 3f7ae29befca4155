"""The pages in docs/rules say what the rules that come with msla-check say."""

from __future__ import annotations

from pathlib import Path

from msla_check.engine import Playbook, playbook_pages, read_scores
from msla_check.engine.pages import SCORES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "rules"
PLAYBOOKS = "msla,general,traps"
WRITE_THEM = f"they are written with: msla-check rules docs docs/rules --playbook {PLAYBOOKS}"


def test_pages_are_those_of_the_rules() -> None:
    pages = playbook_pages(Playbook.load(PLAYBOOKS), read_scores(FOLDER))
    assert sorted(pages) == sorted(file.name for file in FOLDER.glob("*.md")), WRITE_THEM
    stale = [name for name, text in pages.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], WRITE_THEM


def test_scores_are_those_of_rules_that_there_are() -> None:
    rules = {rule.id for rule in Playbook.load(PLAYBOOKS).rules}
    scores = read_scores(FOLDER)
    assert set(scores) <= rules, f"measure anew: python benchmarks/mutation.py --json docs/rules/{SCORES}"
    assert all(0 <= right <= cases for score in scores.values() for right, cases in score.values())


def test_a_page_tells_how_surely_its_rule_notices(tmp_path: Path) -> None:
    (tmp_path / SCORES).write_text('{"TERM-04": {"bad": [7, 8], "fine": [8, 8]}}', encoding="utf-8")
    pages = playbook_pages(Playbook.load("msla"), read_scores(tmp_path))
    assert "| what it warns of is put in | 8 | 7 |" in pages["TERM-04.md"]
    assert "15 of 16" in pages["README.md"]


def test_index_leads_to_every_rule() -> None:
    playbook = Playbook.load(PLAYBOOKS)
    index = playbook_pages(playbook)["README.md"]
    for rule in playbook.rules:
        assert f"[{rule.id}]({rule.id}.md)" in index
