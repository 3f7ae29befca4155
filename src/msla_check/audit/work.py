"""What a worker does: load the pipeline once, then review one agreement after another."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError
from msla_check.model.analysis import Analysis
from msla_check.parsing import read_agreement
from msla_check.reviewer import Reviewer

from .contents import read_contents
from .outcomes import Outcome, Task, reason_of
from .program import program_version
from .readings import unpack_reading
from .rows import document_row, finding_rows, review_row, storable, term_rows


class Worker:
    """The loaded pipeline, with the playbooks that an audit judges by.

    Args:
        playbooks: by the hash of their rules, so that all workers judge by the same ones.
        program: what the audit's own process runs; a worker elsewhere must run the same.
    """

    def __init__(self, playbooks: dict[str, Playbook], program: str) -> None:
        mine = [program_version(ocr=True), program_version(ocr=False)]
        if program not in mine:
            raise MslaCheckError(
                f"a worker runs msla-check {mine[0]}, the audit {program}:"
                " install the same everywhere, then start again."
            )
        self._ocr = program == mine[0]
        self._playbooks = playbooks
        first = next(iter(playbooks.values()))
        self._reviewer = Reviewer(playbook=first)

    def review(self, task: Task) -> Outcome:
        """Returns how the review of one agreement ended; an error of any kind is an outcome."""
        started, used = time.perf_counter(), time.process_time()
        _forget_peak()
        try:
            outcome = self._reviewed(task)
        except Exception as error:  # noqa: BLE001  (one agreement's defect never ends an audit)
            outcome = _failure(task, error)
        outcome.seconds = time.perf_counter() - started
        outcome.core_seconds = time.process_time() - used
        outcome.peak_mb = _peak_mb()
        outcome.resident_mb = psutil.Process().memory_info().rss / 1e6
        outcome.worker = os.getpid()
        return outcome

    def _reviewed(self, task: Task) -> Outcome:
        analysis = unpack_reading(task.reading) if task.reading is not None else self._read(task)
        if analysis is None:
            message = f"{task.name}: the file changed while the audit ran; run the audit again."
            return Outcome(task, "changed", message)
        reviewer = self._reviewer.sharing(side=task.side, playbook=self._playbooks[task.rules])
        report = reviewer.judge(analysis)
        outcome = Outcome(task, review=review_row(report), findings=finding_rows(report))
        if task.reading is None:
            outcome.document = document_row(analysis, report.document.title)
            outcome.terms = term_rows(analysis)
        return outcome

    def _read(self, task: Task) -> Analysis | None:
        data = read_contents(task.path)
        if hashlib.sha256(data).hexdigest() != task.content:
            return None
        return self._reviewer.analyze(read_agreement(data, name=task.name, ocr=self._ocr))


def _failure(task: Task, error: Exception) -> Outcome:
    reason = reason_of(error)
    message = str(error) if isinstance(error, MslaCheckError) else ""
    if reason == "out_of_memory":
        message = f"{task.name}: it needs more memory than there is."
    elif not message:
        message = f"{task.name}: msla-check failed on this file ({type(error).__name__}: {error})."
    return Outcome(task, reason, storable(" ".join(message.split())))


_STATUS = Path("/proc/self/status")


def _forget_peak() -> None:
    """Lets the system count this process's peak memory anew, where it can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_mb() -> float:
    """Returns the most memory held since `_forget_peak`; elsewhere than on Linux what is held now."""
    try:
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    return float(psutil.Process().memory_info().rss) / 1e6
