"""Audits many agreements: finds them, has them reviewed, keeps what came of it, and goes on where it stood."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError
from msla_check.model import Side

from .contents import content_hash, is_uri
from .discovery import FoundFile, check_paths, find_files
from .manifest import playbooks_named, read_manifest
from .pool import Engine, MakeWorker, ProcessEngine
from .program import program_version
from .results import AuditResult
from .running import RunningAudit
from .store import Store
from .store.writing import begin_run
from .work import Worker


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
        ocr: whether pages of a PDF that are images are read, where OCR is installed (seconds a page).
        make_worker: makes what reviews in each process, where it is to be another than `Worker`.

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
        ocr: bool = True,
        make_worker: MakeWorker = Worker,
    ) -> None:
        if side not in get_args(Side):
            raise ValueError(f"side is one of {', '.join(get_args(Side))}; not {side!r}")
        self.side: Side = side
        self.playbook = str(playbook)
        self.workers = workers
        self.timeout, self.memory_mb = timeout, memory_mb
        self.engine, self.address = engine, address
        self.ocr = ocr
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
        return RunningAudit(self, run, playbooks, retry_failed).results(self.files(listed, chosen))

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
        program = program_version(ocr=self.ocr)
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
