"""The same audit into a real PostgreSQL server, started for the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from store_contents import store_contents

from msla_check import Audit
from msla_check.audit.answers import audited_files, diff_runs, portfolio_page, run_statuses, what_if
from msla_check.audit.answers.tables import TABLES, table_rows
from msla_check.audit.store import Store
from msla_check.audit.store.tables import Table

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]


def _as_unprivileged(command: list[str]) -> list[str]:
    # The server refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _run(command: list[str]) -> None:
    outcome = subprocess.run(_as_unprivileged(command), capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr or outcome.stdout


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """The URL of a database on a server of its own."""
    pytest.importorskip("psycopg")
    if not BINARIES:
        pytest.skip("no PostgreSQL server in /usr/lib/postgresql: install Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="msla-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, [binaries] = folder / "data", BINARIES
    _run([str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "auditor", "--no-sync"])
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://auditor@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder)


def test_postgresql_holds_what_sqlite_holds(postgresql_url: str, agreements: Path, tmp_path: Path) -> None:
    (agreements / "broken.pdf").write_bytes(b"no PDF")
    strange = "1. Term. One year.\0 2. Fees. USD 10 \ud83d\ude00.".encode("utf-16", "surrogatepass")
    (agreements / "strange.txt").write_bytes(strange)
    stores = []
    for name in (postgresql_url, tmp_path / "audit.db"):
        audit = Audit(store=name, workers=1)
        results = audit.run([agreements])
        next(results)
        results.close()  # interrupted, and taken up again
        list(audit.run([agreements]))
        list(audit.run([agreements]))
        assert [run.id for run in audit.store.runs()] == [1, 2]
        stores.append(audit.store)
    with stores[0].engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    assert store_contents(stores[0]) == store_contents(stores[1])
    again = Store.open(postgresql_url)
    assert len(list(again.readings(again.run()))) == 9


def test_postgresql_answers_what_sqlite_answers(
    postgresql_url: str, agreements: Path, tmp_path: Path
) -> None:
    (agreements / "broken.pdf").write_bytes(b"no PDF")
    answers = []
    for name in (postgresql_url, tmp_path / "audit.db"):
        audit = Audit(store=name, workers=1)
        list(audit.run([agreements]))
        run = audit.store.run().id
        [status] = [s for s in run_statuses(audit.store) if s.run.id == run]
        page = portfolio_page(audit.store, run=run, today=date(2026, 11, 23))
        answers.append(
            (
                page.split("<h1>")[1],  # above it stands the run's number
                [list(table_rows(audit.store, audit.store.run(run), table)) for table in TABLES],
                what_if(audit.store, {"TERM-04.max": "30 days"}, run=run).changes,
                (status.outcomes, status.reasons, status.agreements, status.duplicates, status.unread),
            )
        )
        found = diff_runs(audit.store, run, run)
        assert (found.unchanged, found.changed) == (len(audited_files(audit.store, found.after)), ())
    assert answers[0] == answers[1]
