"""`msla-check audit report`, `export`, `query`, `what-if` and `diff`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msla_check.audit.answers import diff_runs, export, portfolio_page, what_if
from msla_check.audit.answers.files import common_folder
from msla_check.audit.store import Store
from msla_check.errors import MslaCheckError

from .answer_tables import as_csv, as_json, as_text
from .console import OK, guarded, writing

if TYPE_CHECKING:
    from msla_check.audit.answers.differences import RunDifference
    from msla_check.audit.answers.thresholds import WhatIf

_CHANGES = ("newly speaks in", "falls silent in", "says it otherwise in")
"""How a rule may change, in the order of `WhatIf.counts`."""


def run_report(store: str, output: Path, run: int | None, today: str | None) -> int:
    """Returns the exit status of writing the portfolio page."""

    def answer() -> int:
        page = portfolio_page(_open(store), run=run, today=_day(today))
        with writing(str(output)):
            output.write_text(page, encoding="utf-8")
        sys.stdout.write(f"{output}\n")
        return OK

    return guarded(answer)


def run_export(store: str, output: Path, format: str, run: int | None) -> int:
    """Returns the exit status of exporting tables."""

    def answer() -> int:
        for path in export(_open(store), output, format=format, run=run):  # type: ignore[arg-type]
            sys.stdout.write(f"{path}\n")
        return OK

    return guarded(answer)


def run_query(sql: str, store: str, folder: Path | None, run: int | None, format: str) -> int:
    """Returns the exit status of a query."""

    def answer() -> int:
        from msla_check.audit.answers import query, query_export

        table = query_export(folder, sql) if folder is not None else query(_open(store), sql, run=run)
        # By position: two columns of a query may have the same name.
        columns = [column.to_pylist() for column in table.columns]
        rows = list(zip(*columns, strict=True))
        if format == "json":
            sys.stdout.write(as_json([dict(zip(table.column_names, row, strict=True)) for row in rows]))
        else:
            sys.stdout.write((as_csv if format == "csv" else as_text)(table.column_names, rows))
        return OK

    return guarded(answer)


def run_what_if(settings: Sequence[str], store: str, run: int | None, format: str) -> int:
    """Returns the exit status of asking what changed rules would change."""

    def answer() -> int:
        found = what_if(_open(store), _settings(settings), run=run)
        columns = ("path", "what", "before", "after", "message")
        rows = [(c.path, c.rule, c.before, c.after, c.message) for c in found.changes]
        rows += [(c.path, c.element, c.before, c.after, "") for c in found.elements]
        if format == "json":
            sys.stdout.write(as_json(_what_if_values(found)))
        elif format == "csv":
            sys.stdout.write(as_csv(columns, rows))
        else:
            sys.stdout.write(_what_if_summary(found) + _table(columns, rows))
        return OK

    return guarded(answer)


def run_diff(before: int, after: int, store: str, format: str) -> int:
    """Returns the exit status of comparing two runs."""

    def answer() -> int:
        found = diff_runs(_open(store), before, after)
        columns = ("path", "change", "what", "before", "after", "message")
        rows = _diff_rows(found)
        if format == "json":
            sys.stdout.write(as_json(_diff_values(found)))
        elif format == "csv":
            sys.stdout.write(as_csv(columns, rows))
        else:
            sys.stdout.write(_diff_summary(found) + _table(columns, rows))
        return OK

    return guarded(answer)


def _open(store: str) -> Store:
    return Store.open(store, create=False)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise MslaCheckError(f'"{text}" is no day; write it like 2026-11-23.') from error


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    """Returns rows whose first column is a path as a table, the folder that all lie in named once."""
    if not rows:
        return ""
    home = common_folder(row[0] for row in rows)
    below = [(row[0].removeprefix(home), *row[1:]) for row in rows]
    return (f"In {home}:\n" if home else "") + "\n" + as_text(columns, below)


def _settings(texts: Sequence[str]) -> dict[str, str]:
    settings = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise MslaCheckError(f'"{text}" sets nothing; write for instance --set "TERM-04.max=60 days".')
        settings[name.strip()] = value.strip()
    return settings


def _what_if_values(found: WhatIf) -> dict[str, Any]:
    return {
        "run": found.run.id,
        "settings": [dict(zip(("name", "now", "then"), setting, strict=True)) for setting in found.settings],
        "judged": found.judged,
        "agreements": list(found.agreements),
        "outdated": list(found.outdated),
        "changes": [asdict(change) for change in found.changes],
        "elements": [asdict(change) for change in found.elements],
    }


def _what_if_summary(found: WhatIf) -> str:
    lines = [f"{name} = {then} (now {now or 'not set'})" for name, now, then in found.settings]
    lines += [
        f"The rules of {name} have changed since run {found.run.id}; both verdicts are by those of today."
        for name in found.outdated
    ]
    lines.append(f"{len(found.agreements)} of {found.judged} agreements would be judged otherwise.")
    for rule in sorted({change.rule for change in found.changes}):
        said = [
            f"{words} {n}" for (_, n), words in zip(found.counts(rule).items(), _CHANGES, strict=True) if n
        ]
        lines.append(f"{rule}: {', '.join(said)}.")
    return "\n".join(lines) + "\n"


def _diff_values(found: RunDifference) -> dict[str, Any]:
    return {
        "before": found.before.id,
        "after": found.after.id,
        "added": list(found.added),
        "removed": list(found.removed),
        "moved": [list(paths) for paths in found.moved],
        "changed": [asdict(change) for change in found.changed],
        "unchanged": found.unchanged,
    }


def _diff_rows(found: RunDifference) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(path, "file added", "", "", "", "") for path in found.added]
    rows += [(path, "file removed", "", "", "", "") for path in found.removed]
    rows += [(new, "file moved", "", old, new, "") for old, new in found.moved]
    for change in found.changed:
        if change.outcome[0] != change.outcome[1]:
            rows.append((change.path, "outcome", "", *change.outcome, ""))
        rows += [(change.path, "element", *element, "") for element in change.elements]
        rows += [
            (change.path, f"finding {f.change}", f.rule, f.before, f.after, f.message)
            for f in change.findings
        ]
    return rows


def _diff_summary(found: RunDifference) -> str:
    findings = [f.change for change in found.changed for f in change.findings]
    causes = sorted({cause for change in found.changed for cause in change.causes})
    lines = [
        f"Run {found.before.id} to run {found.after.id}: {len(found.added)} files added,"
        f" {len(found.removed)} removed, {len(found.moved)} moved;"
        f" {len(found.changed)} agreements changed, {found.unchanged} did not.",
        f"Findings: {findings.count('new')} new, {findings.count('gone')} gone,"
        f" {findings.count('changed')} changed.",
    ]
    if causes:
        lines.append(f"What differs between the runs: {', '.join(causes)}.")
    return "\n".join(lines) + "\n"
