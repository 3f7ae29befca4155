"""A run at work: looks up what is known, has the rest reviewed, and writes what comes of it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError
from msla_check.model import Side

from .discovery import FoundFile
from .lookup import KnownReview, forget_failures, known_files, known_readings, known_reviews
from .outcomes import Task, reason_of, row_id
from .pool import Engine
from .results import AuditResult, as_known, with_costs
from .rows import storable, storable_value
from .store import FileRow, RunRow, SourceRow
from .store.writing import Writer, playbook_rows, portions

if TYPE_CHECKING:
    from .auditing import Audit

PORTION = {"process": 500, "ray": 5_000}
"""Files that are looked up in the store together; on a cluster they are hashed together too."""


class RunningAudit:
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
                self._write_if_due()
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
            known = as_known(outcome, id_, self._run.id)
            self._known[id_] = known
            for number, (found, content) in enumerate(self._waiting.pop(id_, ())):
                result = self._told(found, content, id_, known)
                yield with_costs(result, outcome) if number == 0 else result
        self._write_if_due()

    def _write_if_due(self) -> None:
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
            "tags": storable_value(found.tags),
            "details": storable_value(found.details),
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
        named = [storable(found.path) for found in portion if not found.reason]
        known = known_files(self._audit.store, named)

        def recalled(found: FoundFile) -> str:
            size, modified, content = known.get(storable(found.path), (-1, -1, ""))
            return content if (size, modified) == (found.size, found.modified) else ""

        unknown = [found.path for found in portion if not found.reason and not recalled(found)]
        hashes = iter(self._audit.content_hashes(unknown))
        for found in portion:
            if found.reason or recalled(found):
                yield found, recalled(found)
                continue
            content = next(hashes)
            if isinstance(content, MslaCheckError):
                yield replace(found, reason=reason_of(content), message=str(content)), ""
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
