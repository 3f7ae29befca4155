"""Plain text and Markdown: paragraphs out of lines, tables out of bars and spaces."""

from __future__ import annotations

import pytest

from msla_check.model import Agreement
from msla_check.parsing import read_agreement


def read(text: str, name: str = "a.txt") -> Agreement:
    return read_agreement(text.encode(), name=name)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Café – £5".encode(), "Café – £5"),
        ("Café – £5".encode("utf-8-sig"), "Café – £5"),
        ("Café – £5".encode("utf-16"), "Café – £5"),
        ("Café – £5".encode("cp1252"), "Café – £5"),
        ("\ufeffCafé".encode("utf-16-be"), "Café"),
        (b"One.\r\n\r\nTwo.\r\rThree.", "One.\n\nTwo.\n\nThree."),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert read_agreement(data, name="a.txt").text == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("The Supplier shall provide the\nServices with due care.", "The Supplier shall provide the Services with due care."),
        ("1. Fees. The Customer shall pay\n   monthly.\n2. Term. One year.", "1. Fees. The Customer shall pay monthly.\n\n2. Term. One year."),
        ("     (a)  first, and\n     (b)  second.", "(a) first, and\n\n(b) second."),
        ("as set out in Section\n7.2 of this Agreement, the fees\nare fixed.", "as set out in Section 7.2 of this Agreement, the fees are fixed."),
        ("The Supplier keeps all of the records that the Customer may from\n\n- 3 -\n\f\ntime to time ask for.",
         "The Supplier keeps all of the records that the Customer may from time to time ask for."),
        ("The parties shall meet once a month in the office.\nSection 7.2 of this Agreement stays as it is.",
         "The parties shall meet once a month in the office. Section 7.2 of this Agreement stays as it is."),
        ("SERVICES\nThe Supplier shall help.", "SERVICES\n\nThe Supplier shall help."),
    ],
)  # fmt: skip
def test_paragraphs(lines: str, text: str) -> None:
    assert read(lines).text == text


def test_page_numbers_and_stamps_stand_apart() -> None:
    agreement = read("One.\n\nPage 2 of 9\n\nSource: ACME CORP, 10-K, 3/1/2010\n\nTwo.")
    assert agreement.text == "One.\n\nTwo."
    assert [f.kind for f in agreement.furniture] == ["page_number", "stamp"]


def cells(agreement: Agreement) -> list[list[str]]:
    block = next(b for b in agreement.blocks if b.kind == "table")
    rows: list[list[str]] = []
    for cell in block.cells:
        rows += [[]] * (cell.row + 1 - len(rows))
        rows[cell.row] = [*rows[cell.row], agreement.text[cell.start : cell.end]]
    return rows


WANTED = [
    ["Severity", "Response", "Resolution"],
    ["Critical", "15 minutes", "4 hours"],
    ["Minor", "1 day", "5 days"],
]


@pytest.mark.parametrize(
    "drawn",
    [
        "| Severity | Response | Resolution |\n|---|---|---|\n| Critical | 15 minutes | 4 hours |\n| Minor | 1 day | 5 days |",
        "Severity | Response | Resolution\n--- | :---: | ---\nCritical | 15 minutes | 4 hours\nMinor | 1 day | 5 days",
        "Severity   Response     Resolution\n--------   ----------   ----------\nCritical   15 minutes   4 hours\nMinor      1 day        5 days",
        "  Severity   Response     Resolution\n  Critical   15           4 hours\n             minutes\n  Minor      1 day        5 days",
    ],
)  # fmt: skip
def test_drawn_tables_come_out_cell_by_cell(drawn: str) -> None:
    assert cells(read(f"Levels:\n\n{drawn}\n\nAfter.")) == WANTED


def test_justified_lines_are_no_table() -> None:
    text = (
        "The  Supplier shall  provide the\nServices in   accordance with this\nAgreement and  with  due care."
    )
    assert [b.kind for b in read(text).blocks] == ["paragraph"]


def test_markdown() -> None:
    agreement = read(
        "# Agreement\n\n## 1. Fees\n\n**1.1 Due date.** Pay in *thirty* days, see [terms](https://a.b).\n\n"
        "| Item | Fee |\n|---|---|\n| **Desk** | USD 5 |\n\n1. First\n2. Second\n",
        "a.md",
    )
    assert [(b.kind, agreement.text[b.start : b.end], b.level) for b in agreement.blocks] == [
        ("heading", "Agreement", 1),
        ("heading", "1. Fees", 2),
        ("paragraph", "1.1 Due date. Pay in thirty days, see terms.", None),
        ("table", "Item\tFee\nDesk\tUSD 5", None),
        ("paragraph", "1. First", None),
        ("paragraph", "2. Second", None),
    ]
    assert agreement.blocks[2].lead == len("1.1 Due date.")
