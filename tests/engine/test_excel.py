"""A playbook goes to Excel and back without loss, and a slip in a cell is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from msla_check.engine import Playbook, read_playbook, save_playbook
from msla_check.engine.excel import export_workbook, read_workbook
from msla_check.errors import RuleError


@pytest.fixture(scope="module")
def exported() -> bytes:
    return export_workbook(read_playbook("msla"), "msla")


def row_of(book: Workbook, sheet: str, *begins: str) -> int:
    """The row of a sheet whose first cells read so."""
    return next(
        number for number, cells in enumerate(book[sheet].iter_rows(values_only=True), 1)
        if cells[: len(begins)] == begins
    )  # fmt: skip


def edited(exported: bytes, folder: Path, edit: Callable[[Workbook], None]) -> Path:
    """The exported workbook after somebody has edited it."""
    book = load_workbook(BytesIO(exported))
    edit(book)
    file = folder / "positions.xlsx"
    book.save(file)
    return file


def imported(file: Path, folder: Path, *, whole: bool = False) -> Playbook:
    save_playbook(read_workbook(file), folder, whole=whole)
    return Playbook.load(folder)


@pytest.mark.parametrize("whole", [False, True], ids=["what is changed", "all of it"])
def test_round_trip_loses_nothing(exported: bytes, msla: Playbook, tmp_path: Path, whole: bool) -> None:
    back = imported(edited(exported, tmp_path, lambda book: None), tmp_path / "own", whole=whole)
    assert back.rules == msla.rules
    assert back.elements == msla.elements
    assert back.sha256 == msla.sha256


def test_changed_threshold_becomes_a_setting(exported: bytes, msla: Playbook, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["Parameters"].cell(row_of(book, "Parameters", "TERM-04", "max"), 3).value = "45 days"

    own = imported(edited(exported, tmp_path, edit), tmp_path / "own")
    assert own.rule("TERM-04").parameters["max"] == "45 days"
    assert "TERM-04.max: 45 days" in (tmp_path / "own" / "playbook.yaml").read_text()
    assert not (tmp_path / "own" / "rules.yaml").exists()
    assert [rule.id for rule, shipped in zip(own.rules, msla.rules, strict=True) if rule != shipped] == [
        "TERM-04"
    ]


def test_number_that_excel_took_for_a_percentage_is_read_as_written(exported: bytes, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        number = row_of(book, "Parameters", "SLA-05", "min")
        cell = book["Parameters"].cell(number, 3)
        cell.value, cell.number_format = 0.999, "0.0%"

    assert (
        imported(edited(exported, tmp_path, edit), tmp_path / "own").rule("SLA-05").parameters["min"]
        == "99.9%"
    )


def test_rows_may_be_deleted_switched_off_and_added(exported: bytes, msla: Playbook, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        rules = book["Rules"]
        rules.cell(row_of(book, "Rules", "NSL-01"), 7).value = "no"
        for sheet in ("Rules", "Conditions", "Examples"):
            for number in range(book[sheet].max_row, 1, -1):
                if book[sheet].cell(number, 1).value == "SLA-16":
                    book[sheet].delete_rows(number)
        rules.append(["HSE-01", "Technicians wear a badge", "responsibilities", "customer", "low", "missing", "",
                      "Nothing says that technicians wear a badge.", "Reception sends them away.",
                      "Provider's technicians wear a badge."])  # fmt: skip
        book["Conditions"].append(["HSE-01", "wants", "says:\n  - badge|badges\n"])
        book["Examples"].append(["HSE-01", "fires", "1. Staff. Provider uses qualified staff."])
        book["Examples"].append(["HSE-01", "silent", "1. Staff. Technicians wear a badge."])

    own = imported(edited(exported, tmp_path, edit), tmp_path / "own")
    changed = {rule.id for rule in own.rules} ^ {rule.id for rule in msla.rules}
    assert changed == {"NSL-01", "SLA-16", "HSE-01"}


SLIPS = [
    ("Rules", ("TERM-04",), 5, "grave", "column Severity", "'high', 'medium', 'low' or 'info'"),
    ("Rules", ("TERM-04",), 1, "BCP-01", "column Id", "stands here twice"),
    ("Rules", ("TERM-04",), 8, "", "column Message", '"message" is missing'),
    ("Rules", ("TERM-04",), 2, "=A1", "column Title", "a formula"),
    ("Parameters", ("TERM-04", "max"), 1, "TERM-99", "column Rule", "is no rule of the sheet Rules"),
    ("Parameters", ("TERM-04", "max"), 3, "sixtyish", "", '"sixtyish" is no quantity'),
    ("Conditions", ("TERM-01", "wants"), 3, "any: [", "column Condition", "not well-formed YAML"),
    ("Conditions", ("TERM-01", "wants"), 3, "sais: x", "column Condition", "exactly one of these keys"),
    ("Conditions", ("TERM-01", "wants"), 2, "wishes", "column Part", "write one of applies_when"),
    ("Examples", ("TERM-04", "fires"), 2, "fire", "column Must", "write fires or silent"),
    ("Rules", ("Id",), 3, "Part", "column 3", 'write "Element" again'),
]


@pytest.mark.parametrize(("sheet", "row", "column", "value", "place", "words"), SLIPS)
def test_slip_is_told_with_sheet_row_and_column(
    exported: bytes,
    tmp_path: Path,
    sheet: str,
    row: tuple[str, ...],
    column: int,
    value: str,
    place: str,
    words: str,
) -> None:
    number = 0

    def edit(book: Workbook) -> None:
        nonlocal number
        number = row_of(book, sheet, *row)
        book[sheet].cell(number, column).value = value

    file = edited(exported, tmp_path, edit)
    with pytest.raises(RuleError) as error:
        read_workbook(file)
    message = next(line for line in str(error.value).splitlines() if words in line)
    assert "positions.xlsx" in message
    if place:
        assert f"sheet {sheet}, row {number}, {place}" in message


def test_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "positions.xlsx").write_bytes(b"no workbook")
    with pytest.raises(RuleError, match="no Excel workbook"):
        read_workbook(tmp_path / "positions.xlsx")


def test_headings_are_locked_and_cells_are_open(exported: bytes) -> None:
    book = load_workbook(BytesIO(exported))
    for sheet in book:
        assert sheet.protection.sheet
        assert all(cell.protection.locked for cell in sheet[1])
    assert not book["Rules"]["E2"].protection.locked
    menus = [menu.formula1 for menu in book["Rules"].data_validations.dataValidation]
    assert '"high,medium,low,info"' in menus


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    raw = read_playbook("msla")
    raw.rules["TERM-04"].data["why"] = "=1+1"
    file = tmp_path / "positions.xlsx"
    file.write_bytes(export_workbook(raw, "msla"))
    assert read_workbook(file).rules["TERM-04"].data["why"] == "=1+1"


def test_playbook_is_not_overwritten(exported: bytes, tmp_path: Path) -> None:
    file = edited(exported, tmp_path, lambda book: None)
    imported(file, tmp_path / "own")
    with pytest.raises(RuleError, match="name a new folder"):
        imported(file, tmp_path / "own")
