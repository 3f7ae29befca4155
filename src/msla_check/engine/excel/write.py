"""Writes a playbook, as it is written in YAML, into an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..written import RawPlaybook
from ..yaml_text import as_yaml
from .layout import EXAMPLE_KINDS, HEAD_FIELDS, HELP, LISTS, PARTS, POLICY_PARTS, RULE_FIELDS, SHEETS

SPARE_ROWS = 200
"""Open rows below the last, for rules of the user's own."""
_HEAD = PatternFill("solid", fgColor="1F3A5F")


def export_workbook(raw: RawPlaybook, extends: str) -> bytes:
    """Returns the bytes of an .xlsx file that holds all of a playbook; imported, it extends `extends`."""
    rows = {
        "Playbook": list(_head(raw, extends)),
        "Rules": [_rule(item.data) for _, item in sorted(raw.rules.items())],
        "Parameters": list(_parameters(raw)),
        "Conditions": list(_conditions(raw)),
        "Examples": list(_examples(raw)),
        "Elements": list(_policies(raw)),
    }
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    for name in SHEETS:
        _fill(book.create_sheet(name), name, rows[name])
    for line in HELP:
        sheet = book["Playbook"]
        sheet.append([])
        sheet.cell(sheet.max_row + 1, 2, line).alignment = Alignment(wrap_text=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(raw: RawPlaybook, extends: str) -> Iterator[list[str]]:
    values = {
        "id": f"{raw.head.id}-own",
        "title": f"{raw.head.title}: our own positions",
        "version": raw.head.version,
        "extends": extends,
    }
    for field in HEAD_FIELDS:
        yield [field, values[field]]


def _rule(data: dict[str, Any]) -> list[str]:
    cells = []
    for path in RULE_FIELDS.values():
        value: Any = data
        for key in path:
            value = value.get(key, "") if isinstance(value, dict) else ""
        if path[0] in LISTS:
            value = "\n".join(" ".join(str(item).split()) for item in value or ())
        elif path == ("enabled",):
            value = "" if value == "" else "yes" if value else "no"
        cells.append(str(value))
    return cells


def _parameters(raw: RawPlaybook) -> Iterator[list[str]]:
    for id_, item in sorted(raw.rules.items()):
        for name, value in (item.data.get("parameters") or {}).items():
            yield [id_, name, str(value)]


def _conditions(raw: RawPlaybook) -> Iterator[list[str]]:
    for id_, item in sorted(raw.rules.items()):
        for part in PARTS:
            if part in item.data:
                yield [id_, part, as_yaml(item.data[part])]


def _examples(raw: RawPlaybook) -> Iterator[list[str]]:
    for id_, item in sorted(raw.rules.items()):
        for kind in EXAMPLE_KINDS:
            for example in item.data["examples"].get(kind, ()):
                whole = example if isinstance(example, dict) else {"text": example}
                yield [id_, kind, whole["text"], whole.get("severity", ""), whole.get("known_gap", "")]


def _policies(raw: RawPlaybook) -> Iterator[list[str]]:
    for element, policy in raw.policies.items():
        data = policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for part in POLICY_PARTS:
            if part in data:
                yield [element, part, as_yaml(data[part])]


def _fill(sheet: Worksheet, name: str, rows: list[list[str]]) -> None:
    """Writes a table whose headings and ids are locked and whose cells are text."""
    columns = SHEETS[name]
    last = len(rows) + 1 + (SPARE_ROWS if name != "Playbook" else 0)
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        heading = sheet.cell(1, index, column.heading)
        heading.font, heading.fill = Font(bold=True, color="FFFFFF"), _HEAD
        if column.choices:
            menu = DataValidation(
                type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True, showErrorMessage=True,
                errorTitle=column.heading, error=f"One of: {', '.join(column.choices)}",
            )  # fmt: skip
            menu.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(menu)
    for row in range(2, last + 1):
        values = rows[row - 2] if row - 2 < len(rows) else [""] * len(columns)
        for index, value in enumerate(values, 1):
            cell = sheet.cell(row, index)
            cell.number_format = "@"  # as text: Excel would make a number of 99.5% and a date of 2026-11-23
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=name == "Playbook" and index == 1)
            if value:
                cell.value, cell.data_type = value, "s"  # never a formula, whatever its first sign
    sheet.freeze_panes = "C2" if name != "Playbook" else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    # Without a password: a guard against slips. What is False here is allowed.
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False
