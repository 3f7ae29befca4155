"""Audits many agreements: finds them, has them reviewed, keeps what came of it, and goes on where it stood."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError
from msla_check.model import Side

from .contents import content_hash, is_uri
from .discovery import FoundFile, check_paths, find_files
from .lookup import KnownReview, forget_failures, known_files, known_readings, known_reviews
from .manifest import playbooks_named, read_manifest
from .outcomes import Outcome, Task, reason_of, row_id
from .pool import Engine, MakeWorker, ProcessEngine
from .program import program_version
from .rows import storable
from .store import FileRow, RunRow, SourceRow, Store
from .store.writing import Writer, begin_run, playbook_rows, portions
from .work import Worker

PORTION = {"process": 500, "ray": 5_000}
"""Files that are looked up in the store together; on a cluster they are hashed together too."""


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What became of one file of an audit."""

    path: str
    outcome: Literal["reviewed", "failed", "skipped"]
    reason: str = ""
    """Why it was not reviewed, short and stable ("encrypted"); "" where it was."""
    message: str = ""
    side: Side = "customer"
    elements: dict[str, str] = field(default_factory=dict)
    """Element to "present", "weak" or "missing"."""
    high: int = 0
    medium: int = 0
    low: int = 0
    pages: int | None = None
    fresh: bool = True
    """Whether it was reviewed now; False where the store, or another path of the same content, had it."""
    tries: int = 1
    seconds: float = 0.0
    peak_mb: float = 0.0
    resident_mb: float = 0.0
    """What the worker held when it was done."""
    worker: int = 0


class Audit:
    """Reviews the agreements in folders, archives, storage or a manifest, into a store that remembers.

    An audit that was interrupted goes on where it stood when the same is asked again. What has not
    changed is not reviewed again; changed rules judge again without reading a file again.

    Args:
        store: a file (SQLite), or `postgresql://USER@HOST/DATABASE`.
        side: for whom agreements are reviewed, where a manifest says nothing else.
        playbook: a playbook's name or folder, where a manifest says nothing else.
        workers: processes, or actors of a Ray cluster; None for one a core.
        timeout: seconds that one agreement may take.
        memory_mb: memory that a worker may hold.
        engine: "process" for this machine, "ray" for a Ray cluster.
        address: the Ray cluster's; None for one on this machine.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from msla_check import Audit
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "acme.txt").write_text("1. Fees. Customer shall pay within 45 days.")
        >>> audit = Audit(store=folder / "audit.db", workers=1)
        >>> for result in audit.run([folder / "acme.txt"]):
        ...     print(result.outcome, result.elements["confidentiality"])
        reviewed missing
    """

    def __init__(
        self,
        *,
        store: str | Path = "audit.db",
        side: Side = "customer",
        playbook: str | Path = "msla",
        workers: int | None = None,
        timeout: float = 120.0,
        memory_mb: float = 2000.0,
        engine: Literal["process", "ray"] = "process",
        address: str | None = None,
        make_worker: MakeWorker = Worker,
    ) -> None:
        if side not in get_args(Side):
            raise ValueError(f"side is one of {', '.join(get_args(Side))}; not {side!r}")
        self.side: Side = side
        self.playbook = str(playbook)
        self.workers = workers
        self.timeout, self.memory_mb = timeout, memory_mb
        self.engine, self.address = engine, address
        self.store = Store.open(store)
        self.writing_seconds = 0.0
        """Time that the last run, or the one under way, has spent in writing to the store."""
        self._make_worker = make_worker

    def run(
        self,
        paths: Iterable[str | Path] = (),
        *,
        manifest: str | Path | None = None,
        retry_failed: bool = False,
    ) -> Generator[AuditResult, None, None]:
        """Yields the result of each file as it becomes known; a reviewed one is in the store soon after.

        Args:
            paths: files, folders, globs, .zip archives, or URIs of object storage.
            manifest: a CSV or JSON Lines file with a column `path`; see docs/audit.md.
            retry_failed: review again what failed before and has not changed since.

        Raises:
            MslaCheckError: a path leads nowhere, a playbook or the manifest is not well formed, or the
                workers cannot be started. A file that cannot be reviewed is a result, not an error.
        """
        listed = [str(path) for path in paths]
        chosen = Path(manifest) if manifest is not None else None
        if not listed and chosen is None:
            raise MslaCheckError("name the files or folders to audit, or give a manifest.")
        check_paths(listed)
        playbooks = self._playbooks(chosen)
        run = begin_run(self.store, self._asked(listed, chosen, playbooks[""]))
        return _RunningAudit(self, run, playbooks, retry_failed).results(self.files(listed, chosen))

    def files(self, paths: Sequence[str], manifest: Path | None = None) -> Iterator[FoundFile]:
        """Yields the files that an audit of these paths is about, those of the manifest first."""
        if manifest is None:
            yield from find_files(paths)
            return
        seen = set()
        for found in read_manifest(manifest):
            seen.add(found.path)
            yield found
        yield from (found for found in find_files(paths) if found.path not in seen)

    def start_engine(self, playbooks: dict[str, Playbook], program: str) -> Engine:
        """Returns where the reviews are made, started."""
        if self.engine == "ray":
            from .ray_engine import RayEngine

            return RayEngine(playbooks, program, workers=self.workers, address=self.address, **self._limits)
        return ProcessEngine(playbooks, program, workers=self.workers or cores(), **self._limits)

    def content_hashes(self, paths: Sequence[str]) -> Iterable[str | MslaCheckError]:
        """Returns the hash of what is behind each path, or why there is none, in order."""
        if self.engine == "ray" and paths:
            from .ray_engine import content_hashes

            return content_hashes(paths, self.address, self.workers)
        return map(_hash_or_error, paths)

    @property
    def _limits(self) -> dict[str, Any]:
        return {
            "timeout": self.timeout,
            "memory_mb": self.memory_mb,
            "make_worker": self._make_worker,
        }

    def _playbooks(self, manifest: Path | None) -> dict[str, Playbook]:
        """Returns the playbooks of the audit by the names they are called for; "" is the audit's own."""
        names = playbooks_named(manifest) if manifest is not None else set()
        loaded = {name: Playbook.load(name) for name in sorted({self.playbook, *names})}
        return {"": loaded[self.playbook], **loaded}

    def _asked(self, paths: list[str], manifest: Path | None, playbook: Playbook) -> dict[str, Any]:
        """Returns the columns of `runs` that say what is asked for."""
        settings = {
            "paths": [path if is_uri(path) else str(Path(path).absolute()) for path in paths],
            "manifest": str(manifest.absolute()) if manifest is not None else "",
            "playbook": self.playbook,
        }
        program = program_version()
        contents = hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest is not None else ""
        request = json.dumps([settings, contents, self.side, playbook.sha256, program], sort_keys=True)
        limits = {"workers": self.workers, "timeout": self.timeout, "memory_mb": self.memory_mb}
        return {
            "request": hashlib.sha256(request.encode("utf-8", "surrogateescape")).hexdigest(),
            "engine": self.engine,
            "side": self.side,
            "rules": playbook.sha256,
            "program": program,
            "settings": {**settings, **limits},
        }


class _RunningAudit:
    """One run at work: what is asked of the engine, what waits for it, and what is written."""

    def __init__(self, audit: Audit, run: RunRow, playbooks: dict[str, Playbook], retry_failed: bool) -> None:
        self._audit, self._run, self._playbooks, self._retry = audit, run, playbooks, retry_failed
        self._writer = Writer(audit.store, run)
        self._engine: Engine | None = None
        self._waiting: dict[int, list[tuple[FoundFile, str]]] = {}
        """Review number to the files that it answers for, until it is in the store."""
        self._known: dict[int, KnownReview] = {}
        """Reviews that are made but not yet written."""

    def results(self, files: Iterable[FoundFile]) -> Generator[AuditResult, None, None]:
        """Yields the results; the engine is ended and what is done is written, however this ends."""
        for name, playbook in self._playbooks.items():
            for table, row in playbook_rows(playbook, name or self._audit.playbook):
                self._writer.add(table, [row])
        try:
            for portion in portions(files, PORTION[self._audit.engine]):
                yield from self._portion(portion)
            while self._engine is not None and self._engine.busy():
                yield from self._collected()
            self._writer.finish()
        finally:
            if self._engine is not None:
                self._engine.close()
            self._writer.write()
            self._audit.writing_seconds = self._writer.seconds

    def _portion(self, portion: list[FoundFile]) -> Iterator[AuditResult]:
        """Looks a portion of files up, yields what is known of them, and gives the rest to the engine."""
        hashed: list[tuple[FoundFile, str]] = []
        for found, content in self._with_contents(portion):
            if found.reason:
                yield self._told(found, None, 0, None)
            else:
                hashed.append((found, content))
        ids = sorted({self._review_id(found, content) for found, content in hashed})
        if self._retry:
            forget_failures(self._audit.store, ids, self._run.id)
        known = {**known_reviews(self._audit.store, ids), **self._known}
        tasks: dict[int, Task] = {}
        for found, content in hashed:
            id_ = self._review_id(found, content)
            if id_ in known:
                yield self._told(found, content, id_, known[id_])
                continue
            if id_ not in self._waiting:
                tasks[id_] = self._task(found, content)
            self._waiting.setdefault(id_, []).append((found, content))
        yield from self._given(tasks)

    def _given(self, tasks: dict[int, Task]) -> Iterator[AuditResult]:
        """Gives tasks to the engine, with the cached reading where there is one; yields what comes in."""
        if not tasks:
            return
        if self._engine is None:
            playbooks = {playbook.sha256: playbook for playbook in self._playbooks.values()}
            self._engine = self._audit.start_engine(playbooks, self._run.program)
        for few in portions(tasks.values(), 50):
            documents = {task.content: row_id(task.content, self._run.program) for task in few}
            readings = known_readings(self._audit.store, list(documents.values()))
            for task in few:
                while not self._engine.has_room():
                    yield from self._collected()
                self._engine.give(replace(task, reading=readings.get(documents[task.content])))

    def _collected(self) -> Iterator[AuditResult]:
        assert self._engine is not None
        for outcome in self._engine.collect():
            id_ = self._writer.add_outcome(outcome)
            known = _as_known(outcome, id_, self._run.id)
            self._known[id_] = known
            for number, (found, content) in enumerate(self._waiting.pop(id_, ())):
                result = self._told(found, content, id_, known)
                yield _with_costs(result, outcome) if number == 0 else result
        if self._writer.due():
            self._writer.write()
            self._known.clear()
            self._audit.writing_seconds = self._writer.seconds

    def _told(
        self, found: FoundFile, content: str | None, review: int, known: KnownReview | None
    ) -> AuditResult:
        """Takes a source's row to be written; returns its result."""
        outcome: Any = known.outcome if known else "skipped" if found.reason == "unknown_kind" else "failed"
        reason = known.reason if known else found.reason
        message = known.message if known else storable(found.message)
        row = {
            "run": self._run.id,
            "path": storable(found.path),
            "name": storable(found.name),
            "size": found.size,
            "content": content,
            "side": self._side(found),
            "rules": self._playbooks[found.playbook].sha256,
            "counterparty": storable(found.counterparty),
            "tags": [storable(tag) for tag in found.tags],
            "details": found.details,
            "review": review if known else None,
            "outcome": outcome,
            "reason": reason,
            "message": message,
        }
        self._writer.add(SourceRow, [row])
        return AuditResult(
            path=storable(found.path),
            outcome=outcome,
            reason=reason,
            message=message,
            side=self._side(found),
            elements={name: verdict["status"] for name, verdict in known.elements.items()} if known else {},
            high=known.high if known else 0,
            medium=known.medium if known else 0,
            low=known.low if known else 0,
            pages=known.pages if known else None,
            fresh=False,
        )

    def _with_contents(self, portion: list[FoundFile]) -> Iterator[tuple[FoundFile, str]]:
        """Yields each file with its content's hash; one that cannot be opened with the reason instead."""
        known = known_files(
            self._audit.store, [storable(found.path) for found in portion if not found.reason]
        )
        for found in portion:
            size, modified, content = known.get(storable(found.path), (-1, -1, ""))
            if found.reason or (size, modified) == (found.size, found.modified):
                yield found, content
                continue
            try:
                content = content_hash(found.path)
            except MslaCheckError as error:
                yield replace(found, reason=reason_of(error), message=str(error)), ""
                continue
            if found.modified is not None and found.size is not None:
                row = {"path": storable(found.path), "size": found.size, "modified": found.modified}
                self._writer.add(FileRow, [{**row, "content": content}])
            yield found, content

    def _task(self, found: FoundFile, content: str) -> Task:
        rules = self._playbooks[found.playbook].sha256
        return Task(found.path, found.name, content, rules, self._side(found))

    def _review_id(self, found: FoundFile, content: str) -> int:
        rules = self._playbooks[found.playbook].sha256
        return row_id(content, rules, self._side(found), self._run.program)

    def _side(self, found: FoundFile) -> Side:
        return found.side or self._audit.side


def _as_known(outcome: Outcome, id_: int, run: int) -> KnownReview:
    review, document = outcome.review, outcome.document or {}
    return KnownReview(
        id=id_,
        run=run,
        outcome="failed" if outcome.reason else "reviewed",
        reason=outcome.reason,
        message=outcome.message,
        elements=review.get("elements", {}),
        high=review.get("high", 0),
        medium=review.get("medium", 0),
        low=review.get("low", 0),
        pages=document.get("pages"),
    )


def _with_costs(result: AuditResult, outcome: Outcome) -> AuditResult:
    return replace(
        result,
        fresh=True,
        tries=outcome.task.tries,
        seconds=outcome.seconds,
        peak_mb=outcome.peak_mb,
        resident_mb=outcome.resident_mb,
        worker=outcome.worker,
    )


def _hash_or_error(path: str) -> str | MslaCheckError:
    try:
        return content_hash(path)
    except MslaCheckError as error:
        return error


def cores() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
