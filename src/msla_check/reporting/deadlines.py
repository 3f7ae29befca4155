"""The dates that an agreement sets, and those that follow from them, with the arithmetic shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msla_check.model.report import Report, Term

_DATED = {
    "general.agreement_date": "Agreement date",
    "term.effective_date": "Effective date",
    "term.expiration_date": "Expiry of the current term",
}
_DAYS = {"day": 1, "calendar day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date to keep, and how it was reached."""

    date: date
    what: str
    steps: str
    term: Term


def find_deadlines(report: Report) -> list[Deadline]:
    """Returns the agreement's dates and the last day to stop its renewal, earliest first."""
    return deadlines_of(report.terms)


def deadlines_of(terms: Sequence[Term]) -> list[Deadline]:
    """Returns the dates that an agreement's terms set, and the last day to stop its renewal, earliest first."""
    found: list[Deadline] = []
    seen: set[tuple[date, str]] = set()
    for term in terms:
        day = _date(term) if term.key in _DATED else None
        if day is not None and (day, term.key) not in seen:
            seen.add((day, term.key))
            found.append(Deadline(day, _DATED[term.key], f"read as “{' '.join(term.quote.split())}”", term))
    found += _renewal_notices(terms, [d for d in found if d.term.key == "term.expiration_date"])
    return sorted(found, key=lambda deadline: (deadline.date, deadline.what))


def _renewal_notices(terms: Sequence[Term], expiries: list[Deadline]) -> list[Deadline]:
    found = []
    for notice in terms:
        if notice.key != "term.nonrenewal_notice":
            continue
        for expiry in expiries:
            last = day_before(expiry.date, notice)
            if last is not None:
                steps = f"{expiry.date.isoformat()} (expiry) less {notice.value} = {last.isoformat()}"
                found.append(Deadline(last, "Last day to give notice of non-renewal", steps, notice))
    return found


def day_before(day: date, length: Term) -> date | None:
    """Returns the day that lies as long before `day` as the term says; None where there is no such day."""
    amount, unit = length.normalized.get("amount"), length.normalized.get("unit")
    if not isinstance(amount, int | float):
        return None
    if unit in _DAYS:
        try:
            return day - timedelta(days=round(amount * _DAYS[unit]))
        except OverflowError:
            return None
    if unit in _MONTHS:
        return months_later(day, -round(amount * _MONTHS[unit]))
    return None


def months_later(day: date, months: int) -> date | None:
    """Returns the same day so many months later, or the last of that month; None beyond the calendar."""
    month = day.year * 12 + day.month - 1 + months
    for last in range(day.day, day.day - 4, -1):  # the 31st may not exist in that month
        try:
            return date(month // 12, month % 12 + 1, last)
        except (ValueError, OverflowError):
            continue
    return None


def _date(term: Term) -> date | None:
    try:
        return date.fromisoformat(term.value)
    except ValueError:
        return None
