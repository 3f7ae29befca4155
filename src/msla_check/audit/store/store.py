"""Opens a store, brings its tables up to date, and reads from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from msla_check.audit.readings import unpack_reading
from msla_check.errors import MslaCheckError
from msla_check.model.analysis import Analysis

from .tables import DocumentRow, ReviewRow, RunRow, SourceRow

_DUMPS = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class Store:
    """An open store; `session()` gives SQLAlchemy's session on it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name

    @classmethod
    def open(cls, name: str | Path, *, create: bool = True) -> Store:
        """Returns the store in a file (SQLite) or at a URL (`postgresql://...`), its tables up to date.

        Raises:
            MslaCheckError: it cannot be opened, or (`create=False`) is not there.
        """
        shown = str(name)
        if not create and "://" not in shown and not Path(shown).is_file():
            raise MslaCheckError(f"{shown}: there is no such store; make one with: msla-check audit FOLDER.")
        try:
            engine = create_engine(_url(shown), json_serializer=_DUMPS)
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _sqlite_settings)
            _migrate(engine)
        except OSError as error:
            raise MslaCheckError(f"{shown}: the store could not be made ({error.strerror}).") from error
        except (ArgumentError, NoSuchModuleError) as error:
            raise MslaCheckError(
                f"{shown}: this names no store; give a file, or postgresql://USER@HOST/DATABASE."
            ) from error
        except ImportError as error:
            raise MslaCheckError(
                f"{shown}: PostgreSQL needs: pip install 'msla-check[postgresql]'."
            ) from error
        except CommandError as error:
            raise MslaCheckError(
                f"{shown}: the store was written by a newer msla-check; update it."
            ) from error
        except SQLAlchemyError as error:
            raise MslaCheckError(
                f"{_hidden(shown)}: the store could not be opened ({cause_of(error)})."
            ) from error
        return cls(engine, _hidden(shown))

    def session(self) -> Session:
        """Returns a session on the store, to be used in a `with`."""
        return Session(self.engine, expire_on_commit=False)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def runs(self) -> list[RunRow]:
        """Returns all runs, the oldest first."""
        with self.session() as session:
            return list(session.scalars(select(RunRow).order_by(RunRow.id)))

    def run(self, number: int | None = None) -> RunRow:
        """Returns a run by its number, or the last one.

        Raises:
            MslaCheckError: the store has no such run.
        """
        runs = [run for run in self.runs() if number in (None, run.id)]
        if not runs:
            what = "no run" if number is None else f"no run {number}"
            raise MslaCheckError(f"{self.name}: the store holds {what}; see: msla-check audit status.")
        return runs[-1]

    def readings(self, run: RunRow) -> Iterator[tuple[ReviewRow, Analysis]]:
        """Yields each review of a run once, with the analysis it was judged on; failures left out."""
        rows = (
            select(ReviewRow, DocumentRow.reading)
            .join(DocumentRow, ReviewRow.document == DocumentRow.id)
            .where(ReviewRow.id.in_(select(SourceRow.review).where(SourceRow.run == run.id)))
            .order_by(ReviewRow.id)
            .execution_options(yield_per=50)
        )
        with self.session() as session:
            for review, packed in session.execute(rows):
                yield review, unpack_reading(packed)


def cause_of(error: SQLAlchemyError) -> str:
    """Returns what the database itself said, in one line."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def _url(name: str) -> str:
    if "://" not in name:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{path}"
    scheme, _, rest = name.partition("://")
    # psycopg 3 is the driver of the extra; SQLAlchemy's default for the bare scheme is its predecessor.
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else name


def _hidden(name: str) -> str:
    """Returns a store's name without a password in it."""
    return make_url(name).render_as_string(hide_password=True) if "://" in name else name


def _sqlite_settings(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # The write-ahead log lets answers be read while an audit writes; in it, NORMAL is safe against a
    # killed process, and a loss of power can cost the last batches, never the file.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
