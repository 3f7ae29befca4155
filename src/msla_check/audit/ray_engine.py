"""Reviews on a Ray cluster: Ray Data deals the list of agreements out, actors hold the pipeline.

Nothing here knows how a cluster works. Ray starts actors, restarts those that a lost node took with
it, and gives their agreements out again; what is thus reviewed twice is kept once, by its key. Within
each actor the same pool of one process as on a single machine holds every agreement to its limits.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

from msla_check.engine import Playbook
from msla_check.errors import MslaCheckError

from .contents import content_hash
from .outcomes import Outcome, Task
from .pool import MakeWorker, ProcessEngine
from .work import Worker

try:
    import ray
    import ray.data
except ModuleNotFoundError as missing:
    raise MslaCheckError("--engine ray needs: pip install 'msla-check[ray]'.") from missing

BATCH = 16
"""Agreements, at most, that an actor is given together: what is reviewed again if it is lost."""
_ROUND_PER_WORKER = 500
_ROUND = 5_000
"""Agreements of one data set, at least; each begins with actors that load the pipeline."""


class RayEngine:
    """An engine on a Ray cluster, given tasks in rounds."""

    def __init__(
        self,
        playbooks: dict[str, Playbook],
        program: str,
        *,
        workers: int | None,
        timeout: float,
        memory_mb: float,
        address: str | None,
        make_worker: MakeWorker = Worker,
    ) -> None:
        join_cluster(address, workers)
        self._workers = workers or int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
        self._settings = {
            "playbooks": playbooks,
            "program": program,
            "timeout": timeout,
            "memory_mb": memory_mb,
            "make_worker": make_worker,
        }
        self._tasks: list[Task] = []
        self._round: Iterator[Any] | None = None

    def has_room(self) -> bool:
        """Whether another task may be given: between rounds, until one is full."""
        full = max(_ROUND, _ROUND_PER_WORKER * self._workers)
        return self._round is None and len(self._tasks) < full

    def give(self, task: Task) -> None:
        """Takes a task on."""
        self._tasks.append(task)

    def busy(self) -> bool:
        """Whether outcomes are still to come."""
        return bool(self._tasks) or self._round is not None

    def collect(self) -> Sequence[Outcome]:
        """Returns the next outcomes of the round; begins one where none is under way."""
        if self._round is None:
            self._round = self._begin_round()
        try:
            batch = next(self._round, None)
        except ray.exceptions.RayError as error:
            raise MslaCheckError(f"the Ray cluster gave up: {_cause(error)}") from error
        if batch is None:
            self._round = None
            return []
        return [pickle.loads(outcome) for outcome in batch["outcome"]]

    def close(self) -> None:
        """Ends the round; the cluster itself is left as it is, and our own one ends with this process."""
        self._round = None
        self._tasks = []

    def _begin_round(self) -> Iterator[Any]:
        rows = [{"task": pickle.dumps(task)} for task in self._tasks]
        self._tasks = []
        # Towards the end no actor should be left alone with much: small rounds are dealt in small batches.
        batch = max(1, min(BATCH, len(rows) // (4 * self._workers)))
        blocks = max(1, -(-len(rows) // batch))
        reviewed = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
            ReviewActor,
            fn_constructor_kwargs=self._settings,
            batch_size=batch,
            concurrency=min(self._workers, blocks),
            num_cpus=1,
        )
        return iter(reviewed.iter_batches(batch_size=None, prefetch_batches=1))


class ReviewActor:
    """Holds the pipeline on some machine of the cluster, in a process of its own."""

    def __init__(self, **settings: Any) -> None:
        self._engine = ProcessEngine(
            settings.pop("playbooks"), settings.pop("program"), workers=1, **settings
        )

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Returns the outcomes of a batch of tasks."""
        waiting = [pickle.loads(task) for task in batch["task"]]
        outcomes: list[Outcome] = []
        while waiting or self._engine.busy():
            while waiting and self._engine.has_room():
                self._engine.give(waiting.pop(0))
            outcomes += self._engine.collect()
        return {"outcome": [pickle.dumps(outcome) for outcome in outcomes]}


def content_hashes(
    paths: Sequence[str], address: str | None, workers: int | None
) -> list[str | MslaCheckError]:
    """Returns the hash of what is behind each path, or why there is none, worked out on the cluster."""
    join_cluster(address, workers)
    blocks = max(1, -(-len(paths) // 64))
    rows = [{"number": number, "path": path} for number, path in enumerate(paths)]
    hashed = ray.data.from_items(rows, override_num_blocks=blocks).map(_hashed)
    found: dict[int, str | MslaCheckError] = {}
    for row in hashed.iter_rows():
        found[row["number"]] = row["content"] or pickle.loads(row["error"])
    return [found[number] for number in range(len(paths))]


def _hashed(row: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"number": row["number"], "content": content_hash(row["path"]), "error": b""}
    except MslaCheckError as error:
        return {"number": row["number"], "content": "", "error": pickle.dumps(error)}


def join_cluster(address: str | None, workers: int | None) -> None:
    """Connects to the cluster at `address`, or starts one on this machine; once for each process.

    Raises:
        MslaCheckError: there is none.
    """
    if not ray.is_initialized():
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        options |= {"address": address} if address else {"num_cpus": workers, "include_dashboard": False}
        try:
            ray.init(**options)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise MslaCheckError(f"{address}: there is no Ray cluster ({_cause(error)}).") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


def _cause(error: BaseException) -> str:
    """Returns the last line of an error: Ray puts the traceback of the other machine before it."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__
