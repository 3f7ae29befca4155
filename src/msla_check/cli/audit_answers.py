"""The options of the commands that answer about an audit: report, export, query, what-if, diff."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .audit import StoreOption, audit_app

__all__ = ["audit_app"]

RunOption = Annotated[int | None, typer.Option(min=1, help="A run's number; the last run if not said.")]


class TableFormat(StrEnum):
    """How tables are exported."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    text = "text"
    csv = "csv"
    json = "json"


FormatOption = Annotated[AnswerFormat, typer.Option(help="How the answer is printed.")]


@audit_app.command(epilog="Example: msla-check audit report --store audit.db --output portfolio.html")
def report(
    store: StoreOption = "audit.db",
    output: Annotated[Path, typer.Option(help="The page to write.")] = Path("portfolio.html"),
    run: RunOption = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The renewal calendar's first day; else the run's."),
    ] = None,
) -> None:
    """Write one HTML page about all agreements of a run."""
    from .audit_answering import run_report

    raise typer.Exit(run_report(store, output, run, today))


@audit_app.command(epilog="Example: msla-check audit export --format xlsx --output out")
def export(
    store: StoreOption = "audit.db",
    output: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("audit-export"),
    format: Annotated[TableFormat, typer.Option(help="Excel gets one workbook.")] = TableFormat.parquet,
    run: RunOption = None,
) -> None:
    """Write a run as tables: agreements, findings, terms, elements."""
    from .audit_answering import run_export

    raise typer.Exit(run_export(store, output, format.value, run))


@audit_app.command(
    epilog='Example: msla-check audit query "SELECT rule, count(*) FROM findings GROUP BY rule"'
)
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="Of agreements, findings, terms, elements.")],
    store: StoreOption = "audit.db",
    folder: Annotated[
        Path | None, typer.Option("--export", help="Ask an exported folder (Parquet), not the store.")
    ] = None,
    run: RunOption = None,
    format: FormatOption = AnswerFormat.text,
) -> None:
    """Ask the tables of a run in SQL. The query sees no file and no network."""
    from .audit_answering import run_query

    raise typer.Exit(run_query(sql, store, folder, run, format.value))


@audit_app.command("what-if", epilog='Example: msla-check audit what-if --set "TERM-04.max=90 days"')
def what_if(
    set_: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="RULE.KEY=VALUE",
            help="What to change; repeatable. Lengths may be short: 60d, 2w, 3mo, 1y.",
        ),
    ],
    store: StoreOption = "audit.db",
    run: RunOption = None,
    format: FormatOption = AnswerFormat.text,
) -> None:
    """Tell which agreements would be judged otherwise if a rule were changed. No file is opened."""
    from .audit_answering import run_what_if

    raise typer.Exit(run_what_if(set_, store, run, format.value))


@audit_app.command(epilog="Example: msla-check audit diff 1 2")
def diff(
    before: Annotated[int, typer.Argument(metavar="RUN1", help="The earlier run's number.")],
    after: Annotated[int, typer.Argument(metavar="RUN2", help="The later run's number.")],
    store: StoreOption = "audit.db",
    format: FormatOption = AnswerFormat.text,
) -> None:
    """Tell what changed between two runs: files, findings, elements."""
    from .audit_answering import run_diff

    raise typer.Exit(run_diff(before, after, store, format.value))
