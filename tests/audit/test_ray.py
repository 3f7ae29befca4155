"""The same audit on a real Ray cluster of two nodes on this machine, one of them lost on the way."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from store_contents import store_contents
from unruly_workers import UnrulyWorker

from msla_check import Audit

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'msla-check[ray]'")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head and a second node, whose processes know the workers of these tests."""
    from ray.cluster_utils import Cluster

    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")])))
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    cluster.second = cluster.add_node(num_cpus=1)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def _first_gone(workers: set[int]) -> set[int]:
    """Returns the first of the processes to end, within half a minute."""
    for _ in range(600):
        gone = {pid for pid in workers if not psutil.pid_exists(pid)}
        if gone:
            return gone
        time.sleep(0.05)
    return set()


def test_a_cluster_that_loses_a_node_loses_no_agreement(
    cluster: Any, tmp_path: Path, small_agreement: str
) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    for number in range(150):
        text = small_agreement.replace("USD 4,500", f"USD {4_000 + number:,}")
        (folder / f"agreement-{number:03}.txt").write_text(text)
    (folder / "again.txt").write_text(text)
    (folder / "broken.pdf").write_bytes(b"no PDF")
    (folder / "last-killed.txt").write_text("1. Term. The agreement lasts one year.")

    audit = Audit(
        store=tmp_path / "ray.db",
        engine="ray",
        address=cluster.address,
        workers=2,
        make_worker=UnrulyWorker,
    )
    workers: set[int] = set()
    lost: set[int] = set()
    for result in audit.run([f"file://{folder}"]):
        workers |= {result.worker} - {0}
        if not lost and len(workers) == 2:
            cluster.remove_node(cluster.second, allow_graceful=False)
            lost = _first_gone(workers)
    assert lost, "the node that was lost was at work"

    alone = Audit(store=tmp_path / "alone.db", workers=2, make_worker=UnrulyWorker)
    list(alone.run([f"file://{folder}"]))
    assert store_contents(audit.store) == store_contents(alone.store)
    assert audit.store.run().finished is not None
