"""Reads a playbook out of an Excel workbook; every error names sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from msla_check.errors import RuleError

from ..loader import Path_, Source, explain_validation, parse_yaml
from ..schema import ElementPolicy, PlaybookFile
from ..written import RawPlaybook, RawRule
from .layout import EXAMPLE_KINDS, HEAD_FIELDS, LISTS, PARTS, POLICY_PARTS, RULE_FIELDS, SHEETS


@dataclass(frozen=True, slots=True)
class SheetSource(Source):
    """A workbook with the cell of each part of each rule."""

    cells: dict[Path_, str] = field(default_factory=dict)

    def place(self, path: Path_) -> str:
        """Returns the file, sheet, row and column of a part, or of the nearest part around it."""
        while path and path not in self.cells:
            path = path[:-1]
        return f"{self.file}: {self.cells.get(path, 'the workbook')}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its cells by heading."""

    sheet: str
    number: int
    cells: dict[str, str]

    def at(self, heading: str) -> str:
        """Returns where a cell of the row is."""
        return f"sheet {self.sheet}, row {self.number}, column {heading}"


def read_workbook(file: Path) -> RawPlaybook:
    """Returns the playbook that a workbook holds, its rules checked.

    Raises:
        RuleError: the file is no such workbook, or a cell is wrong; all errors are named.
    """
    reader = _Reader(file, _sheets(file))
    raw = reader.playbook()
    if not reader.errors:
        for rule in raw.rules.values():
            rule.validated(reader.errors)
    if reader.errors:
        raise RuleError("\n".join(reader.errors))
    return raw


def _sheets(file: Path) -> dict[str, list[Row]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(file)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise RuleError(f"{file}: this is no Excel workbook that can be read; save it as .xlsx.") from error
    sheets = {}
    for name, columns in SHEETS.items():
        if name not in book.sheetnames:
            raise RuleError(
                f"{file}: the sheet {name} is missing; begin anew with `msla-check rules export`."
            )
        rows = list(book[name].iter_rows())
        headings = [str(cell.value or "") for cell in rows[0]] if rows else []
        for index, column in enumerate(columns):
            found = headings[index] if index < len(headings) else ""
            if found != column.heading:
                raise RuleError(
                    f'{file}: sheet {name}, row 1, column {index + 1}: the heading is "{found}"; '
                    f'write "{column.heading}" again.'
                )
        sheets[name] = [
            row for number, cells in enumerate(rows[1:], 2) if (row := _row(file, name, number, cells))
        ]
    return sheets


def _row(file: Path, sheet: str, number: int, cells: tuple[Any, ...]) -> Row | None:
    texts: dict[str, str] = {}
    row = Row(sheet, number, texts)
    for column, cell in zip(SHEETS[sheet], cells, strict=False):
        if cell.data_type in ("f", "e"):
            what = "a formula" if cell.data_type == "f" else "an error of Excel's"
            raise RuleError(
                f"{file}: {row.at(column.heading)}: the cell holds {what}; write the text itself."
            )
        texts[column.heading] = _cell_text(cell.value, cell.number_format)
    return row if any(texts.values()) else None


def _cell_text(value: Any, number_format: str) -> str:
    """Returns a cell as its author reads it, where Excel took "99.5%" for a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value * 100:.10g}%" if "%" in number_format else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")


class _Reader:
    """Gathers the rows of all sheets into rules, and what is wrong with them."""

    def __init__(self, file: Path, sheets: dict[str, list[Row]]) -> None:
        self.errors: list[str] = []
        self._sheets = sheets
        self._source = SheetSource(file, None, {}, {})
        self._rules: dict[str, dict[str, Any]] = {}

    def playbook(self) -> RawPlaybook:
        """Returns the playbook as the sheets hold it."""
        self._read_rules()
        self._read_parameters()
        self._read_conditions()
        self._read_examples()
        rules = {id_: RawRule(data, self._source, (id_,)) for id_, data in self._rules.items()}
        return RawPlaybook(self._head(), rules, self._policies())

    def _wrong(self, row: Row, heading: str, message: str) -> None:
        self.errors.append(f"{self._source.file}: {row.at(heading)}: {message}")

    def _head(self) -> PlaybookFile:
        values = {}
        for row in self._sheets["Playbook"]:
            if row.cells["Item"] in HEAD_FIELDS:
                values[row.cells["Item"]] = row.cells["Value"]
                self._source.cells[(row.cells["Item"],)] = row.at("Value")
        try:
            return PlaybookFile.model_validate(values)
        except ValidationError as error:
            self.errors += explain_validation(error, self._source, (), PlaybookFile)
            return PlaybookFile(id="", title="", version="")

    def _read_rules(self) -> None:
        for row in self._sheets["Rules"]:
            id_ = row.cells["Id"]
            if not id_ or id_ in self._rules:
                what = f"the id {id_} stands here twice; give one of them another." if id_ else "write an id."
                self._wrong(row, "Id", what)
                continue
            self._source.cells[(id_,)] = row.at("Id")
            self._rules[id_] = {}
            for heading, path in RULE_FIELDS.items():
                self._source.cells[(id_, *path)] = row.at(heading)
                if value := self._value(row, heading, path):
                    holder = self._rules[id_]
                    for key in path[:-1]:
                        holder = holder.setdefault(key, {})
                    holder[path[-1]] = value[0]

    def _value(self, row: Row, heading: str, path: Path_) -> list[Any]:
        """Returns the value of a cell as a list of one, or nothing where the cell is empty."""
        text = row.cells[heading]
        if not text:
            return []
        if path[0] in LISTS:
            return [[line.strip() for line in text.split("\n") if line.strip()]]
        if path == ("enabled",):
            if text.lower() not in ("yes", "no", "true", "false"):
                self._wrong(row, heading, f'write yes or no, not "{text}".')
            return [text.lower() in ("yes", "true")]
        return [text]

    def _of_rule(self, sheet: str) -> Iterator[tuple[Row, str, dict[str, Any]]]:
        for row in self._sheets[sheet]:
            id_ = row.cells["Rule"]
            if id_ in self._rules:
                yield row, id_, self._rules[id_]
            else:
                self._wrong(
                    row, "Rule", f'"{id_}" is no rule of the sheet Rules; add it there or delete this row.'
                )

    def _read_parameters(self) -> None:
        for row, id_, rule in self._of_rule("Parameters"):
            name = row.cells["Parameter"]
            if not name:
                self._wrong(row, "Parameter", "write the parameter's name.")
            rule.setdefault("parameters", {})[name] = row.cells["Value"]
            self._source.cells[id_, "parameters", name] = row.at("Value")

    def _read_conditions(self) -> None:
        for row, id_, rule in self._of_rule("Conditions"):
            part = row.cells["Part"]
            if part not in PARTS or part in rule:
                what = "stands here twice" if part in rule else f"is none; write one of {', '.join(PARTS)}"
                self._wrong(row, "Part", f'"{part}" {what}.')
                continue
            self._source.cells[id_, part] = row.at("Condition")
            rule[part] = self._yaml(row)

    def _read_examples(self) -> None:
        for row, id_, rule in self._of_rule("Examples"):
            kind = row.cells["Must"]
            if kind not in EXAMPLE_KINDS:
                self._wrong(row, "Must", f'write fires or silent, not "{kind}".')
                continue
            examples = rule.setdefault("examples", {}).setdefault(kind, [])
            self._source.cells[id_, "examples", kind, len(examples)] = row.at("Text")
            more = {"severity": row.cells["Severity"], "known_gap": row.cells["Known gap"]}
            given = {key: value for key, value in more.items() if value}
            examples.append({"text": row.cells["Text"], **given} if given else row.cells["Text"])

    def _policies(self) -> dict[str, ElementPolicy]:
        data: dict[str, dict[str, Any]] = {}
        for row in self._sheets["Elements"]:
            part = row.cells["Part"]
            if part not in POLICY_PARTS:
                self._wrong(row, "Part", f'write covered or well, not "{part}".')
                continue
            self._source.cells[row.cells["Element"], part] = row.at("Condition")
            data.setdefault(row.cells["Element"], {})[part] = self._yaml(row)
        policies = {}
        for element, value in data.items():
            try:
                policies[element] = ElementPolicy.model_validate(value)
            except ValidationError as error:
                self.errors += explain_validation(error, self._source, (element,), ElementPolicy)
        return policies

    def _yaml(self, row: Row) -> Any:
        try:
            return parse_yaml(row.cells["Condition"])
        except RuleError as error:
            self._wrong(row, "Condition", str(error))
            return None
