"""An audit reviews each agreement once, remembers it, and reviews again only what it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_contents import store_contents
from unruly_workers import WorkerWithoutFiles

from msla_check import Audit, MslaCheckError, Reviewer, RuleError
from msla_check.audit import AuditResult, auditing
from msla_check.audit.store import DocumentRow, FindingRow, ReviewRow, RuleRow, SourceRow, TermRow


def _audit(folder: Path, **options: object) -> Audit:
    return Audit(store=folder / "audit.db", workers=1, **options)  # type: ignore[arg-type]


@pytest.fixture
def stricter_rules(tmp_path: Path) -> Path:
    """A playbook that changes one threshold."""
    folder = tmp_path / "stricter"
    folder.mkdir()
    (folder / "playbook.yaml").write_text(
        "id: stricter\ntitle: Stricter\nversion: '1'\nextends: msla\nset:\n  TERM-04.max: 20 days\n"
    )
    return folder


def test_each_content_is_reviewed_once_and_every_path_is_kept(agreements: Path, tmp_path: Path) -> None:
    audit = _audit(tmp_path)
    results = {Path(result.path).name: result for result in audit.run([agreements])}
    assert len(results) == 9
    assert {result.outcome for result in results.values()} == {"reviewed"}
    assert not results["copy-of-0.txt"].fresh
    assert results["copy-of-0.txt"].elements == results["agreement-0.txt"].elements
    with audit.store.session() as session:
        assert session.query(SourceRow).count() == 9
        assert session.query(ReviewRow).count() == session.query(DocumentRow).count() == 8
    run = audit.store.run()
    assert run.finished is not None
    assert run.side == "customer"


def test_the_store_says_what_a_review_says(agreements: Path, tmp_path: Path) -> None:
    audit = _audit(tmp_path)
    path = agreements / "agreement-0.txt"
    [result] = audit.run([path])
    report = Reviewer().review(path)
    assert result.elements == {name: verdict.status for name, verdict in report.elements.items()}
    speaking = [f for f in report.findings if f.status in ("weak", "missing", "conflict", "unclear")]
    with audit.store.session() as session:
        findings = session.query(FindingRow).order_by(FindingRow.number).all()
        assert [(f.rule, f.status, f.severity, f.message) for f in findings] == [
            (f.rule, f.status, f.severity, f.message) for f in speaking
        ]
        assert [f.quote for f in findings] == [f.evidence[0].quote if f.evidence else "" for f in speaking]
        terms = session.query(TermRow).order_by(TermRow.number).all()
        assert [(t.key, t.value, t.normalized) for t in terms] == [
            (t.key, t.value, t.normalized) for t in report.terms
        ]
        [review] = session.query(ReviewRow).all()
        assert set(review.passed) == {f.rule for f in report.findings if f.status == "pass"}
        assert review.high == sum(f.severity == "high" and f.status != "unclear" for f in speaking)
        assert session.query(RuleRow).count() == len(report.findings)
    [(_, analysis)] = audit.store.readings(audit.store.run())
    assert analysis.agreement.text == report.text


def test_what_is_unchanged_is_not_reviewed_again(agreements: Path, tmp_path: Path) -> None:
    list(_audit(tmp_path).run([agreements]))
    again = list(_audit(tmp_path, make_worker=_no_worker).run([agreements]))
    assert len(again) == 9
    assert not any(result.fresh for result in again)
    assert {result.outcome for result in again} == {"reviewed"}
    changed = agreements / "agreement-2.txt"
    changed.write_text(changed.read_text() + "\n8. Notices. Notices are given in writing.\n")
    results = list(_audit(tmp_path).run([agreements]))
    assert [Path(result.path).name for result in results if result.fresh] == ["agreement-2.txt"]


def _no_worker(*_: object) -> object:
    raise AssertionError("a worker was started")


def test_changed_rules_judge_again_without_reading_a_file(
    agreements: Path, tmp_path: Path, stricter_rules: Path
) -> None:
    list(_audit(tmp_path).run([agreements]))
    audit = _audit(tmp_path, playbook=stricter_rules, make_worker=WorkerWithoutFiles)
    results = list(audit.run([agreements]))
    assert {result.outcome for result in results} == {"reviewed"}
    fresh_store = Audit(store=tmp_path / "fresh.db", workers=1, playbook=stricter_rules)
    list(fresh_store.run([agreements]))
    rules = fresh_store.store.run().rules
    for table in ("findings", "documents", "terms"):
        kept = store_contents(audit.store)[table]
        anew = store_contents(fresh_store.store)[table]
        assert set(map(repr, anew)) <= set(map(repr, kept))
    with audit.store.session() as session:
        assert session.query(ReviewRow).filter(ReviewRow.rules == rules).count() == 8
        assert session.query(DocumentRow).count() == 8


def test_the_other_side_is_another_review_of_the_same_reading(agreements: Path, tmp_path: Path) -> None:
    list(_audit(tmp_path).run([agreements]))
    list(_audit(tmp_path, side="provider", make_worker=WorkerWithoutFiles).run([agreements]))
    with _audit(tmp_path).store.session() as session:
        assert session.query(ReviewRow).count() == 16
        assert session.query(DocumentRow).count() == 8


def test_another_version_of_the_program_reads_again(
    agreements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = agreements / "agreement-0.txt"
    list(_audit(tmp_path).run([first]))
    monkeypatch.setattr(auditing, "program_version", lambda *, ocr: "0.0.9+another")
    with pytest.raises(MslaCheckError, match="install the same everywhere"):
        list(_audit(tmp_path).run([first]))


def test_a_manifest_gives_side_counterparty_and_tags(agreements: Path, tmp_path: Path) -> None:
    manifest = agreements / "list.csv"
    manifest.write_text(
        "path,side,counterparty,tags\nagreement-0.txt,provider,Harbor,gold\nmissing.txt,,Nobody,\n"
    )
    audit = _audit(tmp_path)
    results = {Path(r.path).name: r for r in audit.run([agreements / "old"], manifest=manifest)}
    assert results["agreement-0.txt"].side == "provider"
    assert results["agreement-1.txt"].side == "customer"
    assert (results["missing.txt"].outcome, results["missing.txt"].reason) == ("failed", "unreadable")
    with audit.store.session() as session:
        row = session.query(SourceRow).filter(SourceRow.name == "agreement-0.txt").one()
        assert (row.counterparty, row.tags) == ("Harbor", ["gold"])


def test_a_manifest_may_hold_what_no_database_takes(agreements: Path, tmp_path: Path) -> None:
    manifest = agreements / "list.jsonl"
    manifest.write_text(
        '{"path": "agreement-0.txt", "note": ["half \\ud83d", "nil \\u0000"], "tags": "\\ud83d"}\n'
    )
    audit = _audit(tmp_path)
    [result] = audit.run(manifest=manifest)
    assert result.outcome == "reviewed"
    with audit.store.session() as session:
        row = session.query(SourceRow).one()
        assert (row.details, row.tags) == ({"note": ["half ?", "nil �"]}, ["?"])


def test_an_abandoned_audit_keeps_what_it_did_and_goes_on(agreements: Path, tmp_path: Path) -> None:
    audit = _audit(tmp_path)
    results = audit.run([agreements])
    first: AuditResult = next(results)
    results.close()
    assert audit.store.run().finished is None
    rest = list(_audit(tmp_path).run([agreements]))
    assert [run.id for run in audit.store.runs()] == [1]
    assert audit.store.run().finished is not None
    assert first.path in {result.path for result in rest if not result.fresh}
    whole = Audit(store=tmp_path / "whole.db", workers=1)
    list(whole.run([agreements]))
    assert store_contents(audit.store) == store_contents(whole.store)


def test_what_cannot_be_audited_at_all_is_an_error_and_begins_no_run(tmp_path: Path) -> None:
    audit = _audit(tmp_path)
    with pytest.raises(MslaCheckError, match="name the files"):
        audit.run([])
    with pytest.raises(MslaCheckError, match="no such file"):
        audit.run(["nowhere"])
    with pytest.raises(RuleError):
        _audit(tmp_path, playbook="nonsense").run([tmp_path])
    with pytest.raises(ValueError, match="customer"):
        _audit(tmp_path, side="neither")
    assert audit.store.runs() == []
