"""The dates that an agreement sets, and those that follow from them, with the arithmetic shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from msla_check.model.report import Report, Term

_DATED = {
    "general.agreement_date": "Agreement date",
    "term.effective_date": "Effective date",
    "term.expiration_date": "Expiry of the current term",
}
_DAYS = {"day": 1, "calendar day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date to keep, and how it was reached."""

    date: date
    what: str
    steps: str
    term: Term


def find_deadlines(report: Report) -> list[Deadline]:
    """Returns the agreement's dates and the last day to stop its renewal, earliest first."""
    found: list[Deadline] = []
    seen: set[tuple[date, str]] = set()
    for term in report.terms:
        day = _date(term) if term.key in _DATED else None
        if day is not None and (day, term.key) not in seen:
            seen.add((day, term.key))
            found.append(Deadline(day, _DATED[term.key], f"read as “{' '.join(term.quote.split())}”", term))
    found += _renewal_notices(report, [d for d in found if d.term.key == "term.expiration_date"])
    return sorted(found, key=lambda deadline: (deadline.date, deadline.what))


def _renewal_notices(report: Report, expiries: list[Deadline]) -> list[Deadline]:
    found = []
    for notice in report.terms:
        if notice.key != "term.nonrenewal_notice":
            continue
        for expiry in expiries:
            last = _before(expiry.date, notice)
            if last is not None:
                steps = f"{expiry.date.isoformat()} (expiry) less {notice.value} = {last.isoformat()}"
                found.append(Deadline(last, "Last day to give notice of non-renewal", steps, notice))
    return found


def _before(day: date, notice: Term) -> date | None:
    amount, unit = notice.normalized.get("amount"), notice.normalized.get("unit")
    if not isinstance(amount, int | float):
        return None
    if unit in _DAYS:
        return day - timedelta(days=round(amount * _DAYS[unit]))
    if unit == "month":
        months = day.year * 12 + day.month - 1 - round(amount)
        for last in range(day.day, day.day - 4, -1):  # the 31st may not exist in the earlier month
            try:
                return date(months // 12, months % 12 + 1, last)
            except ValueError:
                continue
    return None


def _date(term: Term) -> date | None:
    try:
        return date.fromisoformat(term.value)
    except ValueError:
        return None
