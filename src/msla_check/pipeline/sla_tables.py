"""Service levels and fees out of tables: one term per row, the severity with it."""

from __future__ import annotations

import re
from collections import defaultdict

from msla_check.model import Block, Cell

from .duration_of_agreement import Fact
from .durations import find_durations
from .money import find_money, find_percentages

_SEVERITY = re.compile(
    r"\b(?:severity|priority|sev|level|p|s)\W?\s?(\d|one|two|three|four)\b|\b(critical|urgent|high|medium|normal|low|major|minor)\b",
    re.I,
)
_COLUMNS = (
    ("sla.response_time", re.compile(r"respon|acknowledg", re.I)),
    ("sla.resolution_time", re.compile(r"resol|restor|fix|repair|correct|workaround|work-around", re.I)),
)


def read_table(text: str, table: Block) -> list[Fact]:
    """Returns the terms that a table states by its columns: response and resolution per severity,
    availability, credits, and fees."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    if len(rows) < 2:
        return []
    heads = {cell.column: text[cell.start : cell.end] for cell in rows[min(rows)]}
    found: list[Fact] = []
    for number in sorted(rows)[1:]:
        row = sorted(rows[number], key=lambda cell: cell.column)
        label = text[row[0].start : row[0].end]
        for cell in row[1:]:
            found += _cell(
                text[cell.start : cell.end], heads.get(cell.column, ""), label, (row[0].start, row[-1].end)
            )
    return found


def _cell(words: str, head: str, label: str, place: tuple[int, int]) -> list[Fact]:
    severity = _SEVERITY.search(label)
    for key, pattern in _COLUMNS:
        if pattern.search(head):
            duration = next(find_durations(words), None)
            if duration is not None:
                parts = {
                    **duration.normalized(),
                    "severity": severity[0] if severity else " ".join(label.split())[:60],
                }
                return [Fact(key, duration.value, *place, parts)]
    if re.search(r"avail|uptime", label + head, re.I) and not re.search(r"credit", head, re.I):
        percentage = next(find_percentages(words), None)
        if percentage is not None and (percentage.amount or 0) >= 80:
            return [Fact("sla.uptime", percentage.value, *place, {"amount": percentage.amount})]
    if re.search(r"credit", head, re.I):
        percentage = next(find_percentages(words), None)
        if percentage is not None:
            return [Fact("sla.service_credit", percentage.value, *place, {"amount": percentage.amount})]
    return _fee(words, head, label, place)


def _fee(words: str, head: str, label: str, place: tuple[int, int]) -> list[Fact]:
    money = next(find_money(words), None)
    if money is None or money.amount is None:
        return []
    context = f"{head} {label} {words}"
    parts = {**money.normalized(), "item": " ".join(label.split())[:80]}
    if re.search(r"hour", context, re.I):
        return [Fact("fees.hourly_rate", f"{money.value.split(' per ')[0]} per hour", *place, parts)]
    if re.search(r"one[- ]time|set-?up|onboarding|installation", context, re.I):
        return [Fact("fees.one_time", money.value, *place, parts)]
    period = re.search(r"month|year|annual|quarter", context, re.I)
    if period and re.search(r"fee|charge|price|rate|cost|amount", context, re.I):
        name = {"annual": "year"}.get(period[0].lower(), period[0].lower())
        value = money.value if money.period else f"{money.value} per {name}"
        return [Fact("fees.recurring", value, *place, parts)]
    return []
