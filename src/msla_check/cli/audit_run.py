"""`msla-check audit run` and `status`."""

from __future__ import annotations

import sys
from pathlib import Path

from msla_check.audit import Audit
from msla_check.audit.contents import is_uri
from msla_check.audit.status import RunStatus, run_statuses
from msla_check.audit.store import Store
from msla_check.errors import MslaCheckError

from .audit_progress import JsonLog, Tally, progress
from .console import FOUND, OK, complain, guarded

INTERRUPTED = 130
_FAILURES = "SELECT path, message FROM agreements WHERE outcome = 'failed'"
_NAMED = 20
"""Failures that the summary names; the store holds all."""


def run_audit(
    paths: list[str],
    *,
    store: str,
    side: str,
    playbook: str,
    manifest: Path | None,
    workers: int | None,
    timeout: float,
    memory: float,
    retry_failed: bool,
    engine: str,
    address: str | None,
    ocr: bool,
    json_log: Path | None,
    quiet: bool,
) -> int:
    """Returns the exit status of an audit."""

    def run() -> int:
        audit = Audit(
            store=store,
            side=side,  # type: ignore[arg-type]
            playbook=playbook,
            workers=workers,
            timeout=timeout,
            memory_mb=memory,
            engine=engine,  # type: ignore[arg-type]
            address=address,
            ocr=ocr,
        )
        results = audit.run(paths, manifest=manifest, retry_failed=retry_failed)
        total = _total(audit, paths, manifest) if not quiet else None
        tally, shown = Tally(), progress(total, quiet)
        failures: list[str] = []
        with JsonLog(json_log) as log:
            log.event("started", paths=paths, store=audit.store.name, side=side, playbook=playbook)
            try:
                for result in results:
                    tally.count(result)
                    shown.show(tally)
                    log.result(result)
                    if result.outcome == "failed" and len(failures) < _NAMED:
                        failures.append(result.message)
            except KeyboardInterrupt:
                results.close()
                shown.close()
                log.event("interrupted", files=tally.files)
                complain(f"interrupted after {tally.files} files; the same command goes on from here.")
                return INTERRUPTED
            finally:
                shown.close()
            log.event("finished", seconds=round(tally.seconds, 3), **tally.outcomes)
        sys.stdout.write(_summary(tally, audit.store.name))
        for message in failures:
            complain(message)
        unnamed = tally.outcomes["failed"] - len(failures)
        if unnamed > 0:
            complain(f"{unnamed} more failures; see: msla-check audit status --store {audit.store.name}")
        return FOUND if tally.outcomes["failed"] else OK

    return guarded(run)


def run_status(store: str) -> int:
    """Returns the exit status of listing the runs of a store."""

    def run() -> int:
        statuses = run_statuses(Store.open(store, create=False))
        if not statuses:
            raise MslaCheckError(f"{store}: the store holds no run; make one with: msla-check audit FOLDER.")
        sys.stdout.write("\n".join(_status_lines(status) for status in statuses) + "\n")
        return OK

    return guarded(run)


def _total(audit: Audit, paths: list[str], manifest: Path | None) -> int | None:
    """Returns how many files the audit is about; None in object storage, where listing them twice costs."""
    if any(is_uri(path) for path in paths):
        return None
    return sum(1 for _ in audit.files(paths, manifest))


def _summary(tally: Tally, store: str) -> str:
    parts = [f"{tally.outcomes['reviewed']} reviewed ({tally.fresh} of them now)"]
    parts += [f"{tally.outcomes[name]} {name}" for name in ("failed", "skipped") if tally.outcomes[name]]
    why = ", ".join(f"{reason} {count}" for reason, count in sorted(tally.reasons.items()))
    lines = [
        f"{tally.files} files: {', '.join(parts)}, in {tally.seconds:.1f} s ({tally.rate()})",
        *([f"Not reviewed: {why}"] if why else []),
        f"Store: {store}",
    ]
    return "\n".join(lines) + "\n"


def _asides(status: RunStatus) -> list[tuple[int, str]]:
    return [
        (status.unread, "not wholly read: pages without text, or parts that are not there"),
        (status.duplicates, "with the same content as another, reviewed once"),
    ]


def _status_lines(status: RunStatus) -> str:
    run = status.run
    state = f"finished {run.finished:%Y-%m-%d %H:%M:%S}" if run.finished else "interrupted, or still at work"
    counts = ", ".join(f"{count} {name}" for name, count in sorted(status.outcomes.items())) or "nothing yet"
    lines = [
        f"Run {run.id}: {run.started:%Y-%m-%d %H:%M:%S} UTC, {state}; for the {run.side} by {status.playbook}"
    ]
    lines += [f"  {reason}: {count}" for reason, count in sorted(status.reasons.items())]
    lines += [f"    {message}" for message in status.messages]
    unnamed = status.outcomes.get("failed", 0) - len(status.messages)
    if unnamed > 0:
        lines.append(f'    and {unnamed} more: msla-check audit query "{_FAILURES}" --run {run.id}')
    lines += [f"  {count} {words}" for count, words in _asides(status) if count]
    lines.append(f"  {counts}; {status.agreements} different agreements, {status.fresh} reviewed in this run")
    return "\n".join(lines)
