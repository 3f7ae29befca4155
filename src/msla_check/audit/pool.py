"""Reviews in worker processes of this machine, each agreement under a limit of time and memory."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError

from .memory import MemoryWatch
from .outcomes import TRIED_AGAIN, Outcome, Reason, Task
from .work import Worker

TRIES = 2
_QUEUED_PER_WORKER = 3
"""Enough that no worker waits for the store, few enough that little is begun twice after a stop."""
_TASKS_PER_WORKER = 2_000
"""After so many a fresh process takes over: the pipeline remembers every word it has ever seen."""
_START_SECONDS = 300
_PATIENCE = 5.0
"""Seconds beyond the limit after which a worker that nobody ends any more ends itself."""

MakeWorker = Callable[[dict[str, Playbook], str], Worker]


class Engine(Protocol):
    """Where reviews are made."""

    def has_room(self) -> bool:
        """Whether another task may be given."""

    def give(self, task: Task) -> None:
        """Takes a task on."""

    def busy(self) -> bool:
        """Whether outcomes are still to come."""

    def collect(self) -> Sequence[Outcome]:
        """Returns outcomes that have come in, waiting a moment for them."""

    def close(self) -> None:
        """Ends the workers."""


class ProcessEngine:
    """A pool of processes; a hang, a crash or too much memory costs the one agreement at hand."""

    def __init__(
        self,
        playbooks: dict[str, Playbook],
        program: str,
        *,
        workers: int,
        timeout: float,
        memory_mb: float,
        make_worker: MakeWorker = Worker,
    ) -> None:
        self._timeout, self._memory_mb, self._workers = timeout, memory_mb, workers
        self._running: dict[Future[Outcome], Task] = {}
        self._again: deque[Task] = deque()
        self._context = _process_context()
        _probe(self._context)
        reports, report_to = self._context.Pipe(duplex=False)
        self._begin_with = [make_worker, playbooks, program, timeout, report_to]
        self._watch = MemoryWatch(reports, memory_mb)
        self._watch.start()
        self._pool = self._new_pool()
        self._await_first_worker()

    def has_room(self) -> bool:
        """Whether another task may be given."""
        return len(self._running) < self._workers * _QUEUED_PER_WORKER

    def give(self, task: Task) -> None:
        """Takes a task on."""
        future = self._pool.schedule(_review, args=[task], timeout=self._timeout)
        self._running[future] = task

    def busy(self) -> bool:
        """Whether outcomes are still to come."""
        return bool(self._running or self._again)

    def collect(self) -> list[Outcome]:
        """Returns outcomes that have come in, waiting a moment for them.

        What may be cured by another try is tried again when nothing else is left to do.
        """
        if not self._running:
            while self._again:
                self.give(self._again.popleft())
        done, _ = wait(self._running, timeout=0.5, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            self._renew_pool()
            return []
        outcomes = [self._outcome(future, self._running.pop(future)) for future in done]
        finished = []
        for outcome in outcomes:
            if outcome.reason in TRIED_AGAIN and outcome.task.tries < TRIES:
                self._again.append(replace(outcome.task, tries=outcome.task.tries + 1))
            else:
                finished.append(outcome)
        return finished

    def close(self) -> None:
        """Ends the workers, whatever they are at."""
        self._watch.stop()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_begin,
            initargs=self._begin_with,
            context=self._context,
        )

    def _await_first_worker(self) -> None:
        try:
            self._pool.schedule(_ready).result(timeout=_START_SECONDS)
        except BaseException:
            self.close()
            raise

    def _renew_pool(self) -> None:
        """Starts over with a new pool: a worker was ended while it took a task from the queue."""
        tasks = list(self._running.values())
        self._running.clear()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = self._new_pool()
        for task in tasks:
            self.give(task)

    def _outcome(self, future: Future[Outcome], task: Task) -> Outcome:
        try:
            return future.result()
        except TimedOut:
            message = f"{task.name}: not reviewed within {self._timeout:g} seconds."
            return Outcome(task, "timed_out", message, seconds=self._timeout)
        except ProcessExpired as error:
            return self._expired(task, error)
        except Exception as error:  # noqa: BLE001  (an outcome that cannot be handed over is a failure too)
            message = f"{task.name}: msla-check failed on this file ({type(error).__name__}: {error})."
            return Outcome(task, "defect", message)

    def _expired(self, task: Task, error: ProcessExpired) -> Outcome:
        pid = error.pid or 0
        held = self._watch.ended.get(pid, 0.0)
        reason: Reason = "out_of_memory" if held else "crashed"
        message = (
            f"{task.name}: the review needs more than {self._memory_mb:g} MB of memory."
            if held
            else f"{task.name}: the process that reviewed it was ended ({_ending(error.exitcode)})."
        )
        return Outcome(task, reason, message, peak_mb=held, worker=pid)


def _ending(code: int | None) -> str:
    """Returns how a process ended, in words ("signal 9, SIGKILL")."""
    if code is not None and code < 0:
        try:
            return f"signal {-code}, {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"
    return f"status {code}"


def _process_context() -> Any:
    """Returns the way in which workers are started.

    Not by fork: the audit's own process runs threads (progress, watch), and a copy of a process with
    threads may hang. A fork server starts a fresh worker in a moment, since it has loaded the library.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["msla_check.audit.work"])
    return context


def _probe(context: Any) -> None:
    """Starts a process that does nothing, since a pool whose processes cannot start would try for ever.

    Raises:
        MslaCheckError: processes cannot be started.
    """
    process = context.Process(target=_ready)
    try:
        process.start()
        process.join(_START_SECONDS)
    except OSError as error:
        raise MslaCheckError(f"the workers could not be started ({error.strerror}).") from error
    if process.exitcode != 0:
        process.kill()
        raise MslaCheckError(
            'the workers could not be started; in a script, put the audit under `if __name__ == "__main__":`.'
        )


_worker: Worker | Exception | None = None
_limit = 0.0


def _begin(
    make_worker: MakeWorker,
    playbooks: dict[str, Playbook],
    program: str,
    timeout: float,
    report_to: Connection,
) -> None:
    """Makes a fresh process a worker."""
    global _worker, _limit  # noqa: PLW0603  (a worker process is one worker)
    _limit = timeout
    report_to.send_bytes(os.getpid().to_bytes(8, "big"))
    _end_with_the_audit()
    try:
        _worker = make_worker(playbooks, program)
    except Exception as error:  # noqa: BLE001  (told by `_ready`; the pool itself would start it for ever)
        _worker = error


def _end_with_the_audit() -> None:
    """Sees to it that this worker ends when the audit's process is gone, however it went."""

    def wait_for_the_end() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait_for_the_end, name="msla-check-parent", daemon=True).start()


def _ready() -> None:
    if isinstance(_worker, Exception):
        raise _worker


def _review(task: Task) -> Outcome:
    _ready()
    assert isinstance(_worker, Worker)
    # Works even where a library holds the interpreter and the audit is gone that would end this worker.
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(_limit + _PATIENCE, exit=True, file=nowhere)
        try:
            return _worker.review(task)
        finally:
            faulthandler.cancel_dump_traceback_later()
