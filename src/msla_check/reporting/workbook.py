"""The report as an Excel workbook: an issues list, a checklist, and what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from msla_check.model import ELEMENT_TITLES
from msla_check.model.report import Report

from .deadlines import find_deadlines
from .view import STATUS_WORDS, View, arrange, find_place, tidy_quote

_HEAD = PatternFill("solid", fgColor="1F3A5F")
_LINE = Side(style="thin", color="D0D5DD")
_RISK_FILLS = {"high": "F8D7DA", "medium": "FFF3CD", "low": "E2F0FB"}
_SIGNS = 1.15
"""Letters that fit into a unit of a column's width."""
_EPOCH = datetime(1980, 1, 1)
"""The first moment that a package can name."""
_LINE_HEIGHT, _HIGHEST = 13.5, 409.0
"""Points a line; and Excel's own limit of a row."""
_MUST = {"high": "must", "medium": "should", "low": "nice"}
STATUSES = ("Open", "Agreed", "Rejected", "Fallback accepted", "Escalated", "Closed")


def render_workbook(report: Report) -> bytes:
    """Returns the report as the bytes of an .xlsx file."""
    view = arrange(report)
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    _summary(book.create_sheet("Summary"), view)
    _issues(book.create_sheet("Issues"), view)
    _checklist(book.create_sheet("Checklist"), view)
    _clauses(book.create_sheet("Clauses"), report)
    _terms(book.create_sheet("Terms"), report)
    _dates(book.create_sheet("Dates"), report)
    return packed(book)


class _Timeless(ZipFile):
    """A package whose parts bear no time: the same review gives the same file."""

    def open(self, name: Any, *args: Any, **options: Any) -> Any:
        if isinstance(name, ZipInfo):
            name.date_time = _EPOCH.timetuple()[:6]
        return super().open(name, *args, **options)


def packed(book: Workbook) -> bytes:
    """Returns a workbook as bytes that depend on its content alone, with nobody's name or time on it."""
    book.properties.creator = None
    book.properties.created = book.properties.modified = _EPOCH
    out = BytesIO()
    # Workbook.save() would set the time of day.
    ExcelWriter(book, _Timeless(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


def guard(value: Any) -> Any:
    """Returns a cell value that no spreadsheet will run as a formula."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def fill_sheet(sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    """Writes a table with a frozen, filtered header, wrapped text and a landscape print set-up."""
    sheet.append([name for name, _ in columns])
    for row in rows:
        sheet.append([guard(value) for value in row])
    for index, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
        head = sheet.cell(1, index)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
    _style_all(sheet)
    _set_heights(sheet, [width for _, width in columns])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _print_setup(sheet)


def _style_all(sheet: Worksheet) -> None:
    """Wraps and underlines every cell; the body's style is made once, since openpyxl is slow at that."""
    body: StyleArray | None = None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for cell in cells:
            assert isinstance(cell, Cell)  # no cells are merged here
            if number > 1 and body is not None:
                cell._style = copy(body)  # type: ignore[attr-defined]
                continue
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=_LINE)
            if number > 1:
                body = cell._style  # type: ignore[attr-defined]


def _set_heights(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Makes each row as high as its longest cell; not every program does so for itself."""
    for number, values in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        lines = max(
            sum(-(-max(1, len(line)) // int(_SIGNS * width)) for line in str(value or "").split("\n"))
            for value, width in zip(values, widths, strict=True)
        )
        sheet.row_dimensions[number].height = min(_HIGHEST, _LINE_HEIGHT * lines + 3)


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&A, page &P of &N"))


def _summary(sheet: Worksheet, view: View) -> None:
    document = view.report.document
    rows: list[tuple[Any, ...]] = [
        ("Document", document.name),
        ("Title", document.title),
        ("Pages", str(document.pages or "")),
        ("Reviewed for", view.report.side),
        ("Playbook", f"{view.report.playbook.id} {view.report.playbook.version}"),
        ("Made with", view.report.generator),
        ("Result", view.summary),
    ]
    rows += [("Not read", warning.message) for warning in document.warnings]
    rows += [(row.title, f"{row.mark} {row.status}. {row.clauses or row.why}") for row in view.elements]
    rows.append(("Note", "A checklist, not legal advice."))
    fill_sheet(sheet, [("Item", 26), ("Content", 100)], rows)


def _issues(sheet: Worksheet, view: View) -> None:
    columns = [
        ("Id", 11), ("Clause", 12), ("Heading", 22), ("Page", 7), ("Quote", 48), ("Issue", 40), ("Risk", 9),
        ("Why it matters", 38), ("Preferred wording", 44), ("Fallback", 34), ("Walk-away", 30), ("Need", 9),
        ("Owner", 14), ("Status", 12), ("Decision", 18), ("Reason", 24), ("Date", 12),
    ]  # fmt: skip
    clauses = {clause.id: clause for clause in view.report.clauses}
    rows = []
    for issue in view.issues:
        finding = issue.finding
        first = finding.evidence[0] if finding.evidence else None
        clause = clauses.get(first.clause or "") if first else None
        place = find_place(clause, clauses) if clause else None
        quotes = "\n".join(tidy_quote(evidence.quote) for evidence in finding.evidence) or finding.searched
        rows.append(
            (finding.rule, _joined(place.number, place.schedule) if place else "", place.heading if place else "",
             first.page if first else None, quotes, finding.message, finding.severity, finding.why,
             finding.suggestion, finding.fallback, finding.walk_away, _MUST[finding.severity],
             "", "Open", "", "", "")
        )  # fmt: skip
    fill_sheet(sheet, columns, rows)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3  # seventeen columns cannot be read on less
    menu = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    sheet.add_data_validation(menu)
    if rows:
        menu.add(f"N2:N{len(rows) + 1}")
    for row in range(2, len(rows) + 2):
        cell = sheet.cell(row, 7)
        cell.fill = PatternFill("solid", fgColor=_RISK_FILLS[str(cell.value)])


def _joined(number: str, schedule: str) -> str:
    return " of ".join(part for part in (number, schedule) if part)


def _checklist(sheet: Worksheet, view: View) -> None:
    columns = [
        ("Rule", 11),
        ("Element", 22),
        ("What is wanted", 52),
        ("Protects", 11),
        ("Answer", 15),
        ("Evidence", 70),
    ]
    rows = []
    for finding in sorted(view.report.findings, key=lambda finding: finding.rule):
        quotes = "\n".join(tidy_quote(evidence.quote) for evidence in finding.evidence)
        rows.append(
            (finding.rule, ELEMENT_TITLES[finding.element], finding.title, finding.side,
             STATUS_WORDS[finding.status], quotes or finding.searched or finding.message)
        )  # fmt: skip
    fill_sheet(sheet, columns, rows)


def _clauses(sheet: Worksheet, report: Report) -> None:
    columns = [("Number", 12), ("Heading", 40), ("Level", 7), ("Page", 7), ("Elements", 40), ("Begins", 70)]
    rows = [
        (clause.number, clause.heading, clause.level, clause.page,
         ", ".join(f"{name} {score:.2f}" for name, score in clause.elements.items()),
         tidy_quote(report.text[clause.start : clause.end], 120))
        for clause in report.clauses
    ]  # fmt: skip
    fill_sheet(sheet, columns, rows)


def _terms(sheet: Worksheet, report: Report) -> None:
    clauses = {clause.id: clause for clause in report.clauses}
    columns = [("Term", 30), ("Value", 28), ("Party", 12), ("Clause", 30), ("Page", 7), ("Quote", 70)]
    rows = [
        (term.key, term.value, term.party,
         str(find_place(clauses[term.clause], clauses)) if term.clause in clauses else "",
         term.page, tidy_quote(term.quote))
        for term in report.terms
    ]  # fmt: skip
    fill_sheet(sheet, columns, rows)


def _dates(sheet: Worksheet, report: Report) -> None:
    rows = [(deadline.date, deadline.what, deadline.steps) for deadline in find_deadlines(report)]
    fill_sheet(sheet, [("Date", 14), ("What", 44), ("How it was worked out", 90)], rows)
