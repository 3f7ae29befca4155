"""A run as one self-contained HTML page: what a legal team must know of all its agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from msla_check.audit.store import Store
from msla_check.model import ELEMENT_TITLES, KEY_ELEMENTS
from msla_check.reporting.page import TEMPLATES, asset, page_template, source_hash
from msla_check.reporting.view import tidy_quote

from .files import AuditedFile, common_folder
from .outliers import Outlier
from .portfolio import CalendarEntry, Portfolio, PortfolioRow, RuleTally, read_portfolio

LISTED = 5_000
"""Agreements that the page lists; of more, the worst."""
NAMED = 300
"""Files not reviewed, pages not read, dates and unusual terms that the page names."""
_PAGE = Path(__file__).parent / "templates"
_MARKS = {"present": "✓", "weak": "◐", "missing": "✗", "": "·"}
_LETTERS = {"present": "p", "weak": "w", "missing": "m", "": "-"}


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """An agreement as the page lists it."""

    number: int
    """By it the calendar and the unusual terms name the agreement."""
    row: PortfolioRow
    elements: str
    """A letter for each of the six: present, weak, missing."""
    folder: str
    """Where the file lies, below the folder that all lie in."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, and how many days to act by fall into it."""

    name: str
    days: int
    share: int
    """Percent of the busiest month."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file with something that was not read."""

    file: AuditedFile
    messages: tuple[str, ...]
    more: int


def portfolio_page(
    store: Store, *, run: int | None = None, today: date | None = None, listed: int = LISTED
) -> str:
    """Returns a run of the store, or the last one, as an HTML page that loads nothing from elsewhere.

    Args:
        store: holds the run.
        run: its number; None for the last.
        today: the day from which the renewal calendar looks ahead; None for the day of the run, so that
            the same store gives the same page on every day.
        listed: agreements that the page lists at most; every other number on it counts all of them.

    Raises:
        MslaCheckError: the store has no such run.
    """
    chosen = store.run(run)
    return render(read_portfolio(store, chosen, today or chosen.started.date()), listed)


def render(portfolio: Portfolio, listed: int = LISTED) -> str:
    """Returns the page about a portfolio."""
    style = asset(TEMPLATES / "report.css") + asset(_PAGE / "portfolio.css")
    script = asset(_PAGE / "portfolio.js")
    home = common_folder(file.path for file in portfolio.files)
    rows = [
        ListedAgreement(number, row, _letters(row.file), _folder(row.file, home))
        for number, row in enumerate(portfolio.rows[:listed], 1)
    ]
    numbers = {item.row.file.agreement: item.number for item in rows}
    failed = [file for file in portfolio.files if file.outcome == "failed"]
    unread = [file for file in portfolio.files if file.warnings and not file.duplicate_of]
    return page_template(_PAGE, "portfolio.html.j2").render(
        portfolio=portfolio,
        named=NAMED,
        failed=failed,
        reasons=Counter(file.reason.replace("_", " ") for file in failed),
        unread=[_unread(file) for file in unread[:NAMED]],
        unread_count=len(unread),
        outcomes=Counter(file.outcome for file in portfolio.files),
        duplicates=sum(bool(file.duplicate_of) and file.outcome == "reviewed" for file in portfolio.files),
        pages=sum(row.file.pages or 0 for row in portfolio.rows),
        findings=Counter({level: sum(getattr(r.file, level) for r in portfolio.rows) for level in _LEVELS}),
        home=home,
        rows=rows,
        numbers=numbers,
        counterparties=_names(row.file.counterparty for row in portfolio.rows),
        tags=_names(tag for row in portfolio.rows for tag in row.file.tags),
        key_elements=KEY_ELEMENTS,
        titles=ELEMENT_TITLES,
        marks=_MARKS,
        bands=_bands(portfolio.rules),
        frequent=sorted(portfolio.rules, key=lambda rule: (-rule.speaks, rule.id)),
        months=_months(portfolio.calendar, portfolio.today),
        calendar=portfolio.calendar[:NAMED],
        outliers=_named(portfolio.outliers, {row.file.agreement: row.file for row in portfolio.rows}),
        tidy=tidy_quote,
        style=Markup(style),
        script=Markup(script),
        style_hash=source_hash(style),
        script_hash=source_hash(script),
    )


_LEVELS = ("high", "medium", "low", "unclear")


def _letters(file: AuditedFile) -> str:
    return "".join(_LETTERS[file.elements.get(element, {}).get("status", "")] for element in KEY_ELEMENTS)


def _folder(file: AuditedFile, home: str) -> str:
    below = file.path.removeprefix(home)
    return below.removesuffix(file.name) if below != file.name else ""


def _unread(file: AuditedFile) -> Unread:
    messages = [str(warning["message"]) for warning in file.warnings]
    return Unread(file, tuple(messages[:3]), max(0, len(messages) - 3))


def _names(values: Iterator[str]) -> list[str]:
    return sorted({value for value in values if value}, key=str.casefold)


def _bands(rules: Sequence[RuleTally]) -> list[tuple[str, int]]:
    """Returns the elements over the heat map, each with how many rules stand under it."""
    return [(element, len(list(band))) for element, band in groupby(rules, key=lambda rule: rule.element)]


def _months(calendar: Sequence[CalendarEntry], today: date) -> list[Month]:
    """Returns the twelve months from today on."""
    first = today.year * 12 + today.month - 1
    counts = Counter(entry.day.year * 12 + entry.day.month - 1 for entry in calendar)
    most = max((counts[month] for month in range(first, first + 12)), default=0) or 1
    return [
        Month(
            date(month // 12, month % 12 + 1, 1).strftime("%b %Y"), counts[month], 100 * counts[month] // most
        )
        for month in range(first, first + 12)
    ]


def _named(outliers: Sequence[Outlier], files: dict[str, AuditedFile]) -> list[tuple[Outlier, AuditedFile]]:
    return [
        (item, files[item.stated.agreement]) for item in outliers[:NAMED] if item.stated.agreement in files
    ]
