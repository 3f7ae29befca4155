"""Kill the whole audit at any moment: asked again, it ends as if nothing had happened, row for row.

MSLA_KILLS sets how often it is killed (2 where unset).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from store_contents import store_contents

from msla_check.audit.store import Store

COPIES = 40
KILLS = int(os.environ.get("MSLA_KILLS", "2"))


def _start(folder: Path, store: Path, log: Path) -> subprocess.Popen[bytes]:
    command = "import sys; from msla_check.cli import main; sys.exit(main())"
    options = [
        "audit",
        str(folder),
        "--store",
        str(store),
        "--workers",
        "2",
        "--json-log",
        str(log),
        "--quiet",
    ]
    return subprocess.Popen([sys.executable, "-c", command, *options], stdout=subprocess.DEVNULL)


def _await_lines(log: Path, wanted: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        if log.exists() and log.read_bytes().count(b'"event": "file"') >= wanted:
            return
        time.sleep(0.005)


def test_a_killed_audit_ends_like_an_uninterrupted_one(tmp_path: Path, small_agreement: str) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    for number in range(COPIES):
        text = small_agreement.replace("USD 4,500", f"USD {4_000 + number:,}")
        (folder / f"agreement-{number // 2 * 2:03}-{number % 2}.txt").write_text(text)
        if number % 10 == 0:
            (folder / f"again-{number:03}.txt").write_text(text)
    (folder / "broken.pdf").write_bytes(b"no PDF")
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    assert _start(folder, whole, tmp_path / "whole.jsonl").wait() == 1
    moments = random.Random(20261123)
    for attempt in range(KILLS):
        log = tmp_path / f"killed-{attempt}.jsonl"
        process = _start(folder, killed, log)
        _await_lines(log, moments.randrange(0, COPIES // 2), process)
        time.sleep(moments.random() * 0.3)
        workers = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.send_signal(signal.SIGKILL)
        process.wait()
        _gone, alive = psutil.wait_procs(workers, timeout=10)
        assert not alive, "workers outlive the audit"
    assert _start(folder, killed, tmp_path / "last.jsonl").wait() == 1
    assert store_contents(Store.open(killed)) == store_contents(Store.open(whole))
    assert len(Store.open(killed).runs()) == 1


def test_a_worker_that_hangs_does_not_outlive_a_killed_audit(tmp_path: Path) -> None:
    (tmp_path / "hanging.txt").write_text("1. Term. One year.")
    (tmp_path / "script.py").write_text(
        "from pathlib import Path\n"
        "from msla_check import Audit\n"
        "from unruly_workers import UnrulyWorker\n"
        "if __name__ == '__main__':\n"
        "    audit = Audit(store='audit.db', workers=1, timeout=8, make_worker=UnrulyWorker)\n"
        "    list(audit.run(['hanging.txt']))\n"
    )
    here = str(Path(__file__).parent)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")])),
    }
    process = subprocess.Popen([sys.executable, "script.py"], cwd=tmp_path, env=environment)
    while process.poll() is None and not (tmp_path / "hanging.begun").exists():
        time.sleep(0.05)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _gone, alive = psutil.wait_procs(workers, timeout=60)
    assert workers
    assert not alive
