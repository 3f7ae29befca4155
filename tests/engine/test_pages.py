"""The pages in docs/rules say what the rules that come with msla-check say."""

from __future__ import annotations

from pathlib import Path

from msla_check.engine import Playbook, playbook_pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "rules"
PLAYBOOKS = "msla,general,traps"
WRITE_THEM = f"they are written with: msla-check rules docs docs/rules --playbook {PLAYBOOKS}"


def test_pages_are_those_of_the_rules() -> None:
    pages = playbook_pages(Playbook.load(PLAYBOOKS))
    assert sorted(pages) == sorted(file.name for file in FOLDER.iterdir()), WRITE_THEM
    stale = [name for name, text in pages.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], WRITE_THEM


def test_index_leads_to_every_rule() -> None:
    playbook = Playbook.load(PLAYBOOKS)
    index = playbook_pages(playbook)["README.md"]
    for rule in playbook.rules:
        assert f"[{rule.id}]({rule.id}.md)" in index
