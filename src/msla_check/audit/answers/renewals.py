"""The renewal calendar of a portfolio: when agreements end next, and until when notice stops a renewal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msla_check.model.report import Term
from msla_check.reporting.deadlines import day_before, deadlines_of, months_later

KEYS = ("term.effective_date", "term.expiration_date", "term.renewal", "term.nonrenewal_notice")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_ROUNDS = 2_000
"""Renewals that are counted through before a date is given up: the length read must be wrong."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """When an agreement ends next, as far as its words say."""

    ends: date
    renews: bool
    """Whether it goes on of itself unless somebody gives notice."""
    last_notice: date | None
    """The last day on which notice stops the renewal; None where no notice is stated."""
    steps: str
    """How the dates were worked out."""

    def next_day(self, today: date) -> date:
        """Returns the day to act by: of notice while that can be given, then of the end."""
        return self.last_notice if self.last_notice is not None and self.last_notice >= today else self.ends


def next_renewal(terms: Sequence[Term], today: date) -> Renewal | None:
    """Returns when an agreement with these terms ends next; None where no day of its end is stated.

    An agreement that renews automatically and whose term has passed is taken to have renewed as often
    as it takes: whether it did, only the parties know. One that does not renew keeps its past end.
    """
    ends = [d for d in deadlines_of(terms) if d.what.startswith("Expiry")]
    if not ends:
        return None
    # Of several ends the surest counts, of equally sure ones the last: a renewed or extended one.
    stated = max(ends, key=lambda deadline: (deadline.term.confidence, deadline.date))
    renewal = next((t for t in terms if t.key == KEYS[2] and t.normalized.get("mode") == "automatic"), None)
    day, rounds = _renewed(stated.date, renewal, today) if renewal is not None else (stated.date, 0)
    steps = f"{stated.date.isoformat()} stated"
    if rounds and renewal is not None:
        times = "once" if rounds == 1 else f"{rounds} times"
        length = renewal.value.removeprefix("automatic ")
        steps += f"; renewed {times} by {length}: {day.isoformat()}"
    notice = next((t for t in terms if t.key == KEYS[3] and day_before(day, t) is not None), None)
    last = day_before(day, notice) if notice is not None else None
    if notice is not None and last is not None:
        steps += f"; less {notice.value}: {last.isoformat()}"
    return Renewal(day, renewal is not None, last, steps)


def _renewed(day: date, renewal: Term, today: date) -> tuple[date, int]:
    """Returns the first end from today on, and after how many renewals; the stated end if that is unknown."""
    amount, unit = renewal.normalized.get("amount"), str(renewal.normalized.get("unit"))
    if not isinstance(amount, int | float) or amount <= 0 or unit not in (*_MONTHS, *_DAYS):
        return day, 0
    often = _ROUNDS if renewal.normalized.get("successive", True) else 1
    for rounds in range(often + 1):
        later = _later(day, rounds * amount, unit)
        if later is None:
            break
        if later >= today or rounds == often == 1:
            return later, rounds
    return day, 0


def _later(day: date, amount: float, unit: str) -> date | None:
    if unit in _MONTHS:
        return months_later(day, round(amount * _MONTHS[unit]))
    try:
        return day + timedelta(days=round(amount * _DAYS[unit]))
    except OverflowError:
        return None
