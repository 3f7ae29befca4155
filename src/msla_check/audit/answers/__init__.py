"""Answers about all agreements of an audit at once, from what its store holds; no file is read again.

    from msla_check.audit.answers import query, what_if
    from msla_check.audit.store import Store

    store = Store.open("audit.db")
    query(store, "SELECT rule, count(*) FROM findings GROUP BY rule").to_pandas()
    what_if(store, {"TERM-04.max": "90 days"}).changes

| function | what it returns |
| --- | --- |
| `audited_files` | the files of a run and what became of each |
| `run_statuses` | how each run went |
| `portfolio_page` | one HTML page about a run |
| `export` | the tables of a run as Parquet, CSV or Excel files |
| `query`, `query_export` | what SQL says of those tables |
| `what_if` | which agreements would be judged otherwise if a rule were changed |
| `diff_runs` | what changed between two runs |
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from msla_check.errors import MslaCheckError

if TYPE_CHECKING:
    from msla_check.audit.status import run_statuses

    from .differences import diff_runs
    from .exporting import export
    from .files import audited_files
    from .page import portfolio_page
    from .sql import query, query_export
    from .thresholds import what_if

__all__ = [
    "audited_files",
    "diff_runs",
    "export",
    "portfolio_page",
    "query",
    "query_export",
    "run_statuses",
    "what_if",
]

_PLACES = {
    "audited_files": "msla_check.audit.answers.files",
    "diff_runs": "msla_check.audit.answers.differences",
    "export": "msla_check.audit.answers.exporting",
    "portfolio_page": "msla_check.audit.answers.page",
    "query": "msla_check.audit.answers.sql",
    "query_export": "msla_check.audit.answers.sql",
    "run_statuses": "msla_check.audit.status",
    "what_if": "msla_check.audit.answers.thresholds",
}


def __getattr__(name: str) -> Any:
    """Returns a function, imported when it is first asked for: a page needs neither DuckDB nor Arrow."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(_PLACES[name]), name)
    except ModuleNotFoundError as error:
        if error.name not in ("duckdb", "pyarrow"):
            raise
        raise MslaCheckError(
            f"this answer needs {error.name}, which is not installed: pip install 'msla-check[audit]'."
        ) from error
