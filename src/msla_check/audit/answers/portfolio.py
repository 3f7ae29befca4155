"""A run as its page shows it: failures, elements, agreements against rules, dates and what is unusual."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from msla_check.audit.store import FindingRow, PlaybookRow, ReviewRow, RuleRow, RunRow, Store, TermRow
from msla_check.model import ELEMENTS, KEY_ELEMENTS, SEVERITIES
from msla_check.model.report import Term

from .files import AuditedFile, agreement_id, audited_files, counted, reviews_of
from .outliers import LONGEST, Outlier, Stated, find_outliers
from .renewals import KEYS, Renewal, next_renewal

SPEAKING = ("missing", "weak", "conflict", "unclear")
MET, NO_OCCASION, NOT_ASKED = ".", "-", " "
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class RuleTally:
    """A rule, and in how many agreements it speaks."""

    id: str
    title: str
    element: str
    severity: str
    counts: dict[str, int]
    """Agreements by what the rule says: missing, weak, conflict, unclear."""
    met: int

    @property
    def speaks(self) -> int:
        """Agreements in which it speaks."""
        return sum(self.counts.values())

    @property
    def applies(self) -> int:
        """Agreements that give it an occasion."""
        return self.speaks + self.met

    @property
    def percent(self) -> float:
        """In how many of a hundred agreements that give it an occasion it speaks."""
        return 100 * self.speaks / self.applies if self.applies else 0.0


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An agreement of the portfolio, against every rule."""

    file: AuditedFile
    cells: str
    """For each rule a sign: met, no occasion, not asked, or a letter for status and severity."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An agreement with its next end."""

    file: AuditedFile
    renewal: Renewal
    day: date
    """The day to act by."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that the page says."""

    run: RunRow
    today: date
    playbooks: tuple[str, ...]
    files: list[AuditedFile]
    rows: list[PortfolioRow]
    """Agreements, the worst first."""
    rules: list[RuleTally]
    """In the order of the elements."""
    elements: dict[str, Counter[str]]
    """Element to how many agreements have it present, weak or missing."""
    calendar: list[CalendarEntry]
    """Ends from today on, the next first."""
    ended: int
    """Agreements whose end has passed and that do not renew."""
    endless: int
    """Agreements in which no day of the end was read."""
    outliers: list[Outlier]


def read_portfolio(store: Store, run: RunRow, today: date) -> Portfolio:
    """Returns what a run says about all its agreements, with dates as seen from `today`."""
    files = audited_files(store, run)
    agreements = list(counted(files))
    rules = _rules(store, {file.rules for file in agreements})
    cells, tallies = _cells(store, run, agreements, rules)
    rows = [PortfolioRow(file, cells[file.agreement]) for file in agreements]
    rows.sort(key=lambda row: (*_badness(row.file), row.file.path))
    elements: dict[str, Counter[str]] = {
        element: Counter(file.elements.get(element, {}).get("status", "") for file in agreements)
        for element in KEY_ELEMENTS
    }
    calendar, ended, endless = _calendar(store, run, agreements, today)
    return Portfolio(
        run=run,
        today=today,
        playbooks=_playbooks(store, {file.rules for file in agreements} or {run.rules}),
        files=files,
        rows=rows,
        rules=tallies,
        elements=elements,
        calendar=calendar,
        ended=ended,
        endless=endless,
        outliers=find_outliers(_stated(store, run)),
    )


def sign(status: str, severity: str) -> str:
    """Returns the letter for a rule that speaks: A to P."""
    return chr(ord("A") + 4 * SPEAKING.index(status) + SEVERITIES.index(severity))


def _badness(file: AuditedFile) -> tuple[int, ...]:
    missing = sum(verdict["status"] == "missing" for verdict in file.elements.values())
    return -file.high, -missing, -file.medium, -file.low


def _playbooks(store: Store, rules: Iterable[str]) -> tuple[str, ...]:
    with store.session() as session:
        rows = session.scalars(select(PlaybookRow).where(PlaybookRow.rules.in_(sorted(rules))))
        return tuple(sorted(f"{row.id} {row.version}" for row in rows))


def _rules(store: Store, rules: set[str]) -> dict[str, RuleRow]:
    """Returns the rules of all playbooks of a run by id, in the order of the elements."""
    with store.session() as session:
        rows = list(session.scalars(select(RuleRow).where(RuleRow.rules.in_(sorted(rules)))))
    rows.sort(key=lambda row: (ELEMENTS.index(row.element), row.rule, row.rules))
    found: dict[str, RuleRow] = {}
    for row in rows:
        found.setdefault(row.rule, row)
    return found


def _cells(
    store: Store, run: RunRow, agreements: list[AuditedFile], rules: dict[str, RuleRow]
) -> tuple[dict[str, str], list[RuleTally]]:
    """Returns the signs of every agreement, and how often each rule speaks."""
    places = {rule: place for place, rule in enumerate(rules)}
    signs = {}
    for file in agreements:
        line = [NOT_ASKED] * len(rules)
        for names, mark in ((file.passed, MET), (file.not_applicable, NO_OCCASION)):
            for name in names:
                if name in places:
                    line[places[name]] = mark
        signs[file.agreement] = line
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for agreement, rule, status, severity in _findings(store, run):
        if agreement in signs and rule in places:
            signs[agreement][places[rule]] = sign(status, severity)
            counts[rule][status] += 1
    met = Counter(rule for file in agreements for rule in file.passed)
    tallies = [
        RuleTally(row.rule, row.title, row.element, row.severity, dict(counts[row.rule]), met[row.rule])
        for row in rules.values()
    ]
    return {agreement: "".join(line) for agreement, line in signs.items()}, tallies


def _findings(store: Store, run: RunRow) -> Iterator[tuple[str, str, str, str]]:
    query = select(FindingRow.review, FindingRow.rule, FindingRow.status, FindingRow.severity).where(
        FindingRow.review.in_(reviews_of(run))
    )
    with store.engine.connect() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for review, rule, status, severity in rows:
            yield agreement_id(review), rule, status, severity


def _calendar(
    store: Store, run: RunRow, agreements: list[AuditedFile], today: date
) -> tuple[list[CalendarEntry], int, int]:
    columns = (TermRow.key, TermRow.value, TermRow.normalized, TermRow.quote, TermRow.confidence)
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in _terms(store, run, columns, TermRow.key.in_(KEYS)):
        terms[agreement_id(row.id)].append(_term(row))
    entries, ended, endless = [], 0, 0
    for file in agreements:
        renewal = next_renewal(terms[file.agreement], today)
        if renewal is None:
            endless += 1
        elif renewal.ends < today:
            ended += 1
        else:
            entries.append(CalendarEntry(file, renewal, renewal.next_day(today)))
    return sorted(entries, key=lambda entry: (entry.day, entry.file.path)), ended, endless


def _stated(store: Store, run: RunRow) -> Iterator[Stated]:
    columns = (TermRow.key, TermRow.value, TermRow.clause, TermRow.page, TermRow.quote)
    # Most terms state a fact or hold prose; a quantity is short.
    quantity = (TermRow.value != "yes") & (func.length(TermRow.value) <= LONGEST)
    for row in _terms(store, run, columns, quantity):
        if any(sign.isdigit() for sign in row.value):
            yield Stated(agreement_id(row.id), row.key, row.value, row.clause, row.page, row.quote)


def _terms(store: Store, run: RunRow, columns: Sequence[Any], wanted: Any) -> Iterator[Row[Any]]:
    """Yields those columns of the terms of a run, after the review's number. Whole objects would be slow."""
    query = (
        select(ReviewRow.id, *columns)
        .join(TermRow, TermRow.document == ReviewRow.document)
        .where(ReviewRow.id.in_(reviews_of(run)), wanted)
        .order_by(ReviewRow.id, TermRow.number)
    )
    with store.engine.connect() as connection:
        yield from connection.execution_options(yield_per=_AT_ONCE).execute(query)


def _term(row: Row[Any]) -> Term:
    return Term(
        key=row.key,
        value=row.value,
        normalized=row.normalized,
        start=0,
        end=0,
        quote=row.quote,
        confidence=row.confidence,
    )
