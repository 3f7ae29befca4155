"""Two runs compared: files that came, went or moved, and findings that are new, gone or changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ALIKE, Audited

from msla_check import Audit, MslaCheckError
from msla_check.audit.answers import audited_files, diff_runs


def _names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def test_files_that_came_went_and_moved_are_told_apart(audited: Audited) -> None:
    found = diff_runs(audited.store, 1, 2)
    assert _names(found.added) == ["new.txt"]
    assert _names(found.removed) == ["agreement-01.txt"]
    assert [_names(paths) for paths in found.moved] == [["agreement-02.txt", "agreement-02.txt"]]
    assert found.moved[0][1].endswith("old/agreement-02.txt")


def test_an_agreement_that_was_edited_has_its_new_finding(audited: Audited) -> None:
    [change] = diff_runs(audited.store, 1, 2).changed
    assert Path(change.path).name == "agreement-00.txt"
    assert change.causes == ("content",)
    assert change.outcome == ("reviewed", "reviewed")
    [finding] = [f for f in change.findings if f.rule == "TERM-04"]
    assert (finding.change, finding.before, finding.after) == ("new", "", "weak, high")
    assert "200 days" in finding.message


def test_what_was_not_touched_is_only_counted(audited: Audited) -> None:
    found = diff_runs(audited.store, 1, 2)
    paths = [{file.path for file in audited_files(audited.store, audited.store.run(run))} for run in (1, 2)]
    assert found.unchanged == len(paths[0] & paths[1]) + len(found.moved) - len(found.changed)
    assert found.unchanged > ALIKE


def test_backwards_new_is_gone(audited: Audited) -> None:
    found = diff_runs(audited.store, 2, 1)
    assert _names(found.added) == ["agreement-01.txt"]
    [finding] = [f for f in found.changed[0].findings if f.rule == "TERM-04"]
    assert (finding.change, finding.before, finding.after) == ("gone", "weak, high", "")


def test_a_run_equals_itself(audited: Audited) -> None:
    found = diff_runs(audited.store, 1, 1)
    assert (found.added, found.removed, found.moved, found.changed) == ((), (), (), ())


def test_other_rules_and_failures_are_causes_and_outcomes(tmp_path: Path, small_agreement: str) -> None:
    rules, folder = tmp_path / "rules", tmp_path / "agreements"
    rules.mkdir()
    folder.mkdir()
    head = 'id: own\ntitle: Own\nversion: "1"\nextends: msla\n'
    (rules / "playbook.yaml").write_text(head)
    (folder / "a.txt").write_text(small_agreement)
    (folder / "b.txt").write_text(small_agreement.replace("Orchard", "Meadow"))
    first = Audit(store=tmp_path / "audit.db", playbook=rules, workers=1)
    assert [result.outcome for result in first.run([folder])] == ["reviewed", "reviewed"]
    (rules / "playbook.yaml").write_text(head + "set:\n  TERM-04.max: 200 days\n")
    (folder / "b.txt").write_bytes(b"")
    second = Audit(store=tmp_path / "audit.db", playbook=rules, workers=1)
    assert {result.outcome for result in second.run([folder])} == {"reviewed", "failed"}
    a, b = diff_runs(second.store, 1, 2).changed
    assert a.causes == ("rules",)
    assert [(f.change, f.rule) for f in a.findings] == [("gone", "TERM-04")]
    assert b.outcome == ("reviewed", "unreadable")
    assert b.findings == ()


def test_a_run_that_is_not_there_is_told(audited: Audited) -> None:
    with pytest.raises(MslaCheckError, match="no run 9"):
        diff_runs(audited.store, 1, 9)
