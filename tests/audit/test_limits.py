"""A hang, a crash, too much memory or a broken file costs that file only, and is told with its reason."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
from agreement_builder import render
from sqlalchemy import event
from unruly_workers import UnrulyWorker, WorkerKilledOnce

from msla_check import Audit, MslaCheckError
from msla_check.audit.store import ReviewRow

SAMPLE = "pinecrest-weak-two-pager"


def _encrypted(pdf: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("secret", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_the_worst_files_are_all_told_and_nothing_else_is_lost(agreements: Path, tmp_path: Path) -> None:
    pdf = render(SAMPLE, "pdf")
    (agreements / "encrypted.pdf").write_bytes(_encrypted(pdf))
    (agreements / "corrupted.pdf").write_bytes(pdf[: len(pdf) // 3])
    (agreements / "empty.pdf").write_bytes(b"")
    for name in ("hanging", "killed", "hungry", "defective", "exhausting"):
        (agreements / f"{name}.txt").write_text(f"1. Term. The {name} agreement lasts one year.")
    (agreements / "gone.txt").symlink_to(agreements / "nothing.txt")
    audit = Audit(store=tmp_path / "audit.db", workers=2, timeout=6, memory_mb=700, make_worker=UnrulyWorker)
    results = {Path(result.path).name: result for result in audit.run([agreements])}
    failed = {name: (r.reason, r.tries) for name, r in results.items() if r.outcome == "failed"}
    assert failed == {
        "encrypted.pdf": ("encrypted", 1),
        "corrupted.pdf": ("unreadable", 1),
        "empty.pdf": ("unreadable", 1),
        "hanging.txt": ("timed_out", 2),
        "killed.txt": ("crashed", 2),
        "hungry.txt": ("out_of_memory", 2),
        "defective.txt": ("defect", 1),
        "exhausting.txt": ("out_of_memory", 2),
        "gone.txt": ("unreadable", 1),
    }
    assert "6 seconds" in results["hanging.txt"].message
    assert "SIGKILL" in results["killed.txt"].message
    assert "700 MB" in results["hungry.txt"].message
    assert "ZeroDivisionError" in results["defective.txt"].message
    assert all("\n" not in result.message for result in results.values())
    reviewed = [name for name, result in results.items() if result.outcome == "reviewed"]
    assert len(reviewed) == 9
    with audit.store.session() as session:
        rows = {row.reason: row for row in session.query(ReviewRow).filter(ReviewRow.outcome == "failed")}
        assert rows["timed_out"].tries == 2
        assert rows["timed_out"].message == results["hanging.txt"].message


def test_a_failure_is_tried_again_only_where_it_is_asked_for(agreements: Path, tmp_path: Path) -> None:
    path = agreements / "defective.txt"
    path.write_text("1. Term. This agreement lasts one year.")
    store = tmp_path / "audit.db"
    [first] = Audit(store=store, workers=1, make_worker=UnrulyWorker).run([path])
    [again] = Audit(store=store, workers=1).run([path])
    assert (first.reason, again.reason, again.fresh) == ("defect", "defect", False)
    [cured] = Audit(store=store, workers=1).run([path], retry_failed=True)
    assert (cured.outcome, cured.fresh) == ("reviewed", True)


def test_a_worker_that_is_killed_once_costs_nothing(agreements: Path, tmp_path: Path) -> None:
    (agreements / "killed.txt").write_text("1. Term. This agreement lasts one year.")
    audit = Audit(store=tmp_path / "audit.db", workers=1, make_worker=WorkerKilledOnce)
    results = {Path(result.path).name: result for result in audit.run([agreements])}
    assert {result.outcome for result in results.values()} == {"reviewed"}
    assert results["killed.txt"].tries == 2


def test_a_script_without_a_main_guard_is_told_what_to_do(agreements: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from msla_check import Audit, MslaCheckError\n"
        f"audit = Audit(store={str(tmp_path / 'audit.db')!r}, workers=1)\n"
        "try:\n"
        f"    list(audit.run([{str(agreements)!r}]))\n"
        "except MslaCheckError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120)
    assert "__main__" in run.stdout


def test_a_full_disk_ends_the_audit_in_one_line_and_the_same_audit_goes_on(
    agreements: Path, tmp_path: Path
) -> None:
    audit = Audit(store=tmp_path / "audit.db", workers=1)

    def limit(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=60")

    event.listen(audit.store.engine, "connect", limit)
    audit.store.engine.dispose()
    with pytest.raises(MslaCheckError, match=r"could not be written to \(database or disk is full\)"):
        list(audit.run([agreements]))
    assert len(list(Audit(store=tmp_path / "audit.db", workers=1).run([agreements]))) == 9
    assert [run.finished is None for run in audit.store.runs()] == [False]


def test_names_that_are_no_unicode_are_kept_readably(agreements: Path, tmp_path: Path) -> None:
    folder = os.fsencode(agreements)
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("1. Term. One year.")
    Path(os.fsdecode(folder + b"/caf\xe9.pdf")).write_text("no PDF")
    audit = Audit(store=tmp_path / "audit.db", workers=1)
    outcomes = {Path(result.path).name: result for result in audit.run([agreements])}
    assert outcomes["caf?.txt"].outcome == "reviewed"
    assert outcomes["caf?.pdf"].message.startswith("caf?.pdf: this is no PDF")
