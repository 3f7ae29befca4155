"""Shows how an audit goes: a bar on a terminal, plain lines elsewhere, JSON lines in a log."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from msla_check.audit import AuditResult

from .console import writing

PLAIN_SECONDS = 10.0
"""Seconds between plain lines."""


@dataclass
class Tally:
    """Counts what an audit has come to so far."""

    files: int = 0
    fresh: int = 0
    pages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def count(self, result: AuditResult) -> None:
        """Takes a result into account."""
        self.files += 1
        self.outcomes[result.outcome] += 1
        if result.reason:
            self.reasons[result.reason] += 1
        if result.fresh and result.outcome == "reviewed":
            self.fresh += 1
            self.pages += result.pages or 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def rate(self) -> str:
        """Returns how fast agreements are reviewed."""
        seconds = max(self.seconds, 0.001)
        return f"{self.fresh / seconds:.1f} agreements/s, {self.pages / seconds:.0f} pages/s"


class Progress(Protocol):
    """Something that shows progress."""

    def show(self, tally: Tally) -> None:
        """Shows where the audit stands."""

    def close(self) -> None:
        """Leaves the terminal as it was."""


class Bar:
    """A bar with rate, time left and failures, on a terminal."""

    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("Auditing"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}"),
            console=Console(stderr=True),
        )
        self._task = self._bars.add_task("audit", total=total, rate="", failed="")
        self._bars.start()

    def show(self, tally: Tally) -> None:
        """Moves the bar."""
        failed = f"{tally.outcomes['failed']} failed" if tally.outcomes["failed"] else ""
        self._bars.update(self._task, completed=tally.files, rate=tally.rate(), failed=failed)

    def close(self) -> None:
        """Leaves the terminal as it was."""
        self._bars.stop()


class Lines:
    """A line every few seconds, for logs and pipes."""

    def __init__(self, total: int | None) -> None:
        self._total, self._last = total, time.monotonic()

    def show(self, tally: Tally) -> None:
        """Prints a line where it is time."""
        now = time.monotonic()
        if now - self._last < PLAIN_SECONDS:
            return
        self._last = now
        known = f" of {self._total}" if self._total else ""
        line = f"{tally.files}{known} files, {tally.rate()}, {tally.outcomes['failed']} failed"
        if self._total:
            line += f", {(self._total - tally.files) * tally.seconds / max(tally.files, 1):.0f} s left"
        sys.stderr.write(f"{line}\n")

    def close(self) -> None:
        """Nothing is left open."""


class Silence:
    """Shows nothing."""

    def show(self, tally: Tally) -> None:
        """Shows nothing."""

    def close(self) -> None:
        """Nothing is left open."""


def progress(total: int | None, quiet: bool) -> Progress:
    """Returns how progress is shown here."""
    if quiet:
        return Silence()
    return Bar(total) if sys.stderr.isatty() else Lines(total)


class JsonLog:
    """A log with one JSON line for each event; without a path it takes none."""

    def __init__(self, path: Path | None) -> None:
        self._file: IO[str] | None = None
        self._path = path

    def __enter__(self) -> JsonLog:
        if self._path is not None:
            with writing(str(self._path)):
                self._file = self._path.open("a", encoding="utf-8", errors="backslashreplace")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def event(self, name: str, **values: Any) -> None:
        """Writes an event at once, so that the log can be followed."""
        if self._file is not None:
            line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": name, **values}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()

    def result(self, result: AuditResult) -> None:
        """Writes what became of a file."""
        self.event("file", **asdict(result))
