"""The store opens on SQLite and PostgreSQL, migrates itself, and says in words what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from msla_check import MslaCheckError
from msla_check.audit.store import Store
from msla_check.audit.store.tables import Table


def test_migrations_build_exactly_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "audit.db")
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_a_store_opens_again_and_is_empty_at_first(tmp_path: Path) -> None:
    Store.open(tmp_path / "audit.db").close()
    store = Store.open(tmp_path / "audit.db", create=False)
    assert store.runs() == []
    with pytest.raises(MslaCheckError, match="holds no run"):
        store.run()


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "audit.db")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(MslaCheckError, match="newer msla-check"):
        Store.open(tmp_path / "audit.db")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere.db", "there is no such store"),
        ("oddity://somewhere", "names no store"),
        ("postgresql://someone:secret@127.0.0.1:1/audit", "could not be opened"),
    ],
)
def test_a_store_that_cannot_be_opened_is_one_line_without_the_password(
    name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MslaCheckError, match=words) as caught:
        Store.open(name, create=False)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
