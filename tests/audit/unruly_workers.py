"""Workers to whom the worst happens, told by the name of the file they are given."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from msla_check.audit.outcomes import Outcome, Task
from msla_check.audit.work import Worker
from msla_check.model.analysis import Analysis


class UnrulyWorker(Worker):
    """Hangs, is killed, eats memory or fails on files of such names, and does right by all others."""

    def _read(self, task: Task) -> Analysis | None:
        if "hanging" in task.name:
            Path(task.path).with_suffix(".begun").touch()
            # Holds the interpreter too: no signal handler and no other thread of the worker runs.
            re.match(r"(a+)+$", "a" * 60 + "b")
        if "killed" in task.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hungry" in task.name:
            eaten = []
            while True:
                eaten.append(b"x" * 50_000_000)
                time.sleep(0.02)
        if "defective" in task.name:
            raise ZeroDivisionError("a defect of ours")
        if "exhausting" in task.name:
            raise MemoryError
        return super()._read(task)


class WorkerKilledOnce(Worker):
    """Is killed at the first try of a file, not at the second."""

    def review(self, task: Task) -> Outcome:
        if "killed" in task.name and task.tries == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().review(task)


class WorkerWithoutFiles(Worker):
    """Cannot read any file."""

    def _read(self, task: Task) -> Analysis | None:
        raise AssertionError(f"{task.path} was opened")
