"""Service levels and fees out of tables: one term per row, or per column where severities head them."""

from __future__ import annotations

import re
from collections import defaultdict

from msla_check.model import Block, Cell

from .duration_of_agreement import Fact
from .durations import Duration, find_durations
from .money import find_money, find_percentages

_SEVERITY = re.compile(
    r"\b(?:severity|priority|sev|level|p|s)\W?\s?(\d|one|two|three|four)\b|\b(critical|urgent|high|medium|normal|low|major|minor)\b",
    re.I,
)
_TIMES = (
    ("sla.response_time", re.compile(r"respon|acknowledg", re.I)),
    ("sla.resolution_time", re.compile(r"resol|restor|\bfix|repair|correct|workaround|work-around", re.I)),
)
_NEXT_DAY = re.compile(r"\bnext\s+(?:business|working)\s+day\b", re.I)

Place = tuple[int, int]


def read_table(text: str, table: Block) -> list[Fact]:
    """Returns the terms that a table states: response and resolution per severity, availability,
    credits, and fees."""
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
            head = heads.get(cell.column, "")
            end = cell.end if any(pattern.search(label) for _, pattern in _TIMES) else row[-1].end
            found += _cell(text[cell.start : cell.end], head, label, (row[0].start, end))
    return found


def _cell(words: str, head: str, label: str, place: Place) -> list[Fact]:
    for key, pattern in _TIMES:
        if pattern.search(head) or pattern.search(label):
            time = _time(words)
            if time is not None:
                return [_timed(key, time, head, label, place)]
    if re.search(r"credit", head, re.I):
        return _percentage("sla.service_credit", words, label, place)
    if re.search(r"avail|uptime", label + head, re.I):
        return [f for f in _percentage("sla.uptime", words, label, place) if _amount(f) >= 80]
    return _fee(words, head, label, place)


def _time(words: str) -> Duration | None:
    """Returns the time that a cell gives; "next business day" is one business day."""
    found = next(find_durations(words), None)
    if found is None and (next_day := _NEXT_DAY.search(words)):
        return Duration(*next_day.span(), 1, "business day")
    return found


def _timed(key: str, time: Duration, head: str, label: str, place: Place) -> Fact:
    """Returns a time with the severity that its row or column names; another head is kept as `item`."""
    severity = _SEVERITY.search(label) or _SEVERITY.search(head)
    other = head if severity and not _SEVERITY.search(head) else label
    parts = {**time.normalized(), "severity": severity[0] if severity else _short(other)}
    if severity and not any(pattern.search(other) for _, pattern in _TIMES) and other != label:
        parts["item"] = _short(other)
    return Fact(key, time.value, *place, parts)


def _short(words: str) -> str:
    return " ".join(words.split())[:60]


def _percentage(key: str, words: str, label: str, place: Place) -> list[Fact]:
    found = next(find_percentages(words), None)
    if found is None:
        return []
    return [Fact(key, found.value, *place, {"amount": found.amount, "item": _short(label)})]


def _amount(fact: Fact) -> float:
    amount = fact.normalized.get("amount")
    return float(amount) if isinstance(amount, int | float) else 100.0


def _fee(words: str, head: str, label: str, place: Place) -> list[Fact]:
    money = next(find_money(words), None)
    if money is None or money.amount is None:
        return []
    context = f"{head} {label} {words}"
    parts = {**money.normalized(), "item": _short(label)}
    if re.search(r"hour", context, re.I):
        return [Fact("fees.hourly_rate", f"{money.value.split(' per ')[0]} per hour", *place, parts)]
    if re.search(r"one[- ]time|set-?up|onboarding|installation|non-?recurring", context, re.I):
        return [Fact("fees.one_time", money.value, *place, parts)]
    period = re.search(r"month|year|annual|quarter", context, re.I)
    if period and re.search(r"fee|charge|price|rate|cost|amount", context, re.I):
        name = {"annual": "year"}.get(period[0].lower(), period[0].lower())
        value = money.value if money.period else f"{money.value} per {name}"
        return [Fact("fees.recurring", value, *place, parts)]
    return []
