"""Watches the memory of workers and ends the one that outgrows its limit.

The resident size is watched from the audit's own process. A limit on address space (RLIMIT_AS) would
count what is mapped and never used, differ between systems, and turn into an error at any line of the
worker; a watch within the worker would stop with it whenever a library holds the interpreter.
"""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection

import psutil  # type: ignore[import-untyped]

INTERVAL = 0.05
"""Seconds between looks; a process can grow by some 100 MB in that time."""


class MemoryWatch:
    """Ends workers that hold more than `limit_mb`; they report their process numbers through a pipe."""

    def __init__(self, reports: Connection, limit_mb: float) -> None:
        self._reports = reports
        self._limit = limit_mb * 1e6
        self._workers: dict[int, psutil.Process] = {}
        self.ended: dict[int, float] = {}
        """Process number to the megabytes it held when it was ended."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="msla-check-memory", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stops watching."""
        self._stop.set()
        self._thread.join(timeout=2)

    def _watch(self) -> None:
        while not self._stop.wait(INTERVAL):
            self._take_in()
            for pid, process in list(self._workers.items()):
                try:
                    held = process.memory_info().rss
                    if held > self._limit:
                        self.ended[pid] = held / 1e6
                        process.kill()
                except psutil.Error:
                    del self._workers[pid]

    def _take_in(self) -> None:
        try:
            while self._reports.poll():
                pid = int.from_bytes(self._reports.recv_bytes(), "big")
                # psutil tells a process from a later one of the same number.
                self._workers[pid] = psutil.Process(pid)
        except (psutil.Error, OSError, EOFError):
            return
