"""The agreement's dates as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from msla_check.model.report import Report

from .deadlines import find_deadlines

REMINDER = timedelta(days=-14)


def render_calendar(report: Report) -> bytes:
    """Returns an all-day event for every date, with a reminder two weeks before a deadline."""
    calendar = Calendar()
    calendar.add("prodid", "-//msla-check//EN")
    calendar.add("version", "2.0")
    for deadline in find_deadlines(report):
        event = Event()
        event.add("summary", f"{deadline.what}: {report.document.title or report.document.name}")
        event.add("dtstart", deadline.date)
        # A fixed stamp: the same agreement gives the same file.
        event.add("dtstamp", datetime.combine(deadline.date, time(), UTC))
        event.add(
            "description", f"{deadline.steps}\nFrom {report.document.name}. Check it before you rely on it."
        )
        content = f"{report.document.sha256} {deadline.what} {deadline.date}"
        event.add("uid", f"{hashlib.sha256(content.encode()).hexdigest()[:32]}@msla-check")
        if deadline.what.startswith("Last day"):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", deadline.what)
            alarm.add("trigger", REMINDER)
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
