"""The report as one self-contained HTML page: the agreement with its findings beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from msla_check.model import ELEMENT_TITLES, SEVERITIES
from msla_check.model.report import Clause, Finding, Report, Term

from .deadlines import find_deadlines
from .html_agreement import Stretch, anchor, lay_out
from .page import TEMPLATES, asset, page_template, source_hash
from .view import STATUS_WORDS, Citation, View, arrange, cite, clause_label, tidy_quote

_OPEN = ("weak", "missing", "conflict", "unclear")
_SEVERITY_MARKS = {"high": "▲▲▲", "medium": "▲▲", "low": "▲", "info": "○"}


@dataclass(frozen=True, slots=True)
class Card:
    """A finding beside the text."""

    key: str
    finding: Finding
    element: str
    status: str
    open: bool
    mark: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A fact that was read out of the agreement."""

    key: str
    group: str
    name: str
    term: Term
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A main clause in the list of contents."""

    id: str
    label: str
    page: int | None
    elements: str
    findings: int


def render_html(report: Report) -> str:
    """Returns the report as one HTML page that loads nothing and runs no script but its own."""
    view = arrange(report)
    clauses = {clause.id: clause for clause in report.clauses}
    cards = list(_cards(view, clauses))
    terms = list(_terms(report, clauses))
    stretches = [*_stretches_of_cards(cards), *_stretches_of_terms(terms)]
    style, script = asset(TEMPLATES / "report.css"), asset(TEMPLATES / "report.js")
    return page_template(TEMPLATES, "report.html.j2").render(
        report=report,
        view=view,
        element_clauses={row.id: _main_clauses(report, row.id, clauses) for row in view.elements},
        cards=cards,
        open_count=sum(card.open for card in cards),
        terms=terms,
        outline=list(_outline(report, cards)),
        deadlines=find_deadlines(report),
        passages=lay_out(report, stretches),
        element_titles=ELEMENT_TITLES,
        clause_label=clause_label,
        anchor=anchor,
        severities=SEVERITIES,
        status_words=STATUS_WORDS,
        style=Markup(style),
        script=Markup(script),
        style_hash=source_hash(style),
        script_hash=source_hash(script),
    )


def _cards(view: View, clauses: dict[str, Clause]) -> Iterator[Card]:
    """The findings worst first, then those that favour the reviewed side, then what was met."""
    findings = [issue.finding for issue in view.issues]
    findings += [*view.favourable, *view.waived, *view.passed, *view.not_applicable]
    for number, finding in enumerate(findings, 1):
        yield Card(
            key=str(number),
            finding=finding,
            element=ELEMENT_TITLES[finding.element],
            status=STATUS_WORDS[finding.status],
            open=finding.status in _OPEN,
            mark=_SEVERITY_MARKS[finding.severity] if finding.status in _OPEN else "✓",
            citations=tuple(cite(evidence, clauses) for evidence in finding.evidence),
        )


def _terms(report: Report, clauses: dict[str, Clause]) -> Iterator[TermRow]:
    for number, term in enumerate(report.terms, 1):
        group, _, name = term.key.partition(".")
        yield TermRow(
            key=f"t{number}",
            group=group.capitalize() if group != "sla" else "Service levels",
            name=name.replace("_", " "),
            term=term,
            place=cite(term, clauses).place,
            quote=tidy_quote(term.quote, 160),
        )


def _stretches_of_cards(cards: list[Card]) -> Iterator[Stretch]:
    for card in cards:
        for position, citation in enumerate(card.citations):
            yield Stretch(
                key=card.key,
                start=citation.start,
                end=citation.end,
                anchor=f"q{card.key}-{position}",
                pin=card.key if card.open else "",
                label=f"Finding {card.key}, {card.finding.severity}: {card.finding.title}",
                # Where a missing term was looked for nothing is wrong: it is not painted until asked for.
                tone=card.finding.severity if card.open and card.finding.status != "missing" else "",
            )


def _stretches_of_terms(terms: list[TermRow]) -> Iterator[Stretch]:
    for row in terms:
        yield Stretch(key=row.key, start=row.term.start, end=row.term.end, anchor=f"q{row.key}-0")


def _main_clauses(report: Report, element: str, clauses: dict[str, Clause]) -> list[Clause]:
    """The named clauses on an element, without those inside a clause that is on it as well."""
    ids = set(report.elements[element].clauses)
    found = [clauses[id_] for id_ in report.elements[element].clauses if id_ in clauses]
    return [clause for clause in found if clause.parent not in ids and (clause.number or clause.heading)]


def _outline(report: Report, cards: list[Card]) -> Iterator[OutlineRow]:
    starts = [c.start for card in cards if card.open for c in card.citations[:1]]
    for clause in report.clauses:
        if clause.parent is None and (clause.number or clause.heading):
            yield OutlineRow(
                id=anchor(clause),
                label=clause_label(clause),
                page=clause.page,
                elements=", ".join(ELEMENT_TITLES[e] for e in ELEMENT_TITLES if e in clause.elements),
                findings=sum(clause.start <= start < clause.end for start in starts),
            )
