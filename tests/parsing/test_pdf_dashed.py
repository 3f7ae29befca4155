"""Tables that a typewriter drew with lines of dashes come out row by row; what only looks like one does not."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from msla_check.model import Agreement
from msla_check.parsing.pdf import read_pdf


def typed(page: str) -> Agreement:
    """Returns the agreement on a typewritten page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Courier", 8)
    for number, line in enumerate(page.strip("\n").split("\n")):
        if line.strip():
            canvas.drawString(40, 780 - 9 * number, line)
    canvas.save()
    return read_pdf(buffer.getvalue(), name="typed.pdf")


def tables(agreement: Agreement) -> list[list[list[str]]]:
    """Returns the cells of each table, row by row, empty where nothing is printed."""
    found = []
    for block in agreement.blocks:
        if block.kind == "table":
            rows: dict[int, dict[int, str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, {})[cell.column] = agreement.text[cell.start : cell.end]
            columns = range(max(cell.column for cell in block.cells) + 1)
            found.append([[rows[row].get(column, "") for column in columns] for row in sorted(rows)])
    return found


HEADED = """
The licences are shared out as follows:

      PRODUCT               LICENCE TYPE          SEATS
--------------------   --------------------   --------------

Ledger Standard        Named user                  40
Ledger Reporting       Concurrent                   5
Archive                Named user                1,200

In addition, the Provider shall keep a list of all licences and send it to the Customer on request.
"""
PARTED = """
- --------------------------------------------------------------------
Priority            Examples                     Answer
- --------------------------------------------------------------------
Urgent              All sites are down, or       Thirty minutes,
                    most users cannot work       day and night
- --------------------------------------------------------------------
Normal              One user cannot work         Four working hours
- --------------------------------------------------------------------
Low                 A question, or a wish        Two working days
- --------------------------------------------------------------------
"""
BESIDE = """
--------------------------------      --------------------------------
                    Quarterly                             Quarterly
Date due            Payment           Date due            Payment
--------------------------------      --------------------------------

1 May 2027          $4,100            1 May 2028          $4,300

1 August 2027       $4,100            1 August 2028       $4,300

--------------------------------      --------------------------------
Year 1              $8,200            Year 2              $8,600
--------------------------------      --------------------------------
"""
UNNAMED_ROWS = """
                      Monthly Fee       Set-up Fee
                      -----------       ----------

Help desk               $1,250            $300
Backup of servers         $460            $120
Watch at night            $980            $210
"""
WORDY = """
    ASSET                     OWNER               RIGHTS
---------------------   ----------------   ------------------------

The fault tracker,      Harrow Systems     Free of charge, worldwide,
its source code and     Limited            to use and to change the
its handbook                               tracker for as long as
                                           this Agreement lasts

The name "Harrow"       Harrow Holdings    None.
"""
MANY_PARAGRAPHS = """
The agreements that pass to the Customer:

7.   Mail Service            The Provider asks the mail      Not applicable.   $     0
     Agreement               house for its consent.

8.   Storage:                The Provider orders more        Not applicable.   $ 2,000

     Lease of shelves        room, under a lease of its
                             own, before the move.

     Begun in May

9.   Courier Terms           The Provider ends these.        Not applicable.   $   150
"""


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        (
            HEADED,
            [
                ["PRODUCT", "LICENCE TYPE", "SEATS"],
                ["Ledger Standard", "Named user", "40"],
                ["Ledger Reporting", "Concurrent", "5"],
                ["Archive", "Named user", "1,200"],
            ],
        ),
        (
            PARTED,
            [
                ["Priority", "Examples", "Answer"],
                ["Urgent", "All sites are down, or most users cannot work", "Thirty minutes, day and night"],
                ["Normal", "One user cannot work", "Four working hours"],
                ["Low", "A question, or a wish", "Two working days"],
            ],
        ),
        (
            BESIDE,
            [
                ["Date due", "Quarterly Payment", "Date due", "Quarterly Payment"],
                ["1 May 2027", "$4,100", "1 May 2028", "$4,300"],
                ["1 August 2027", "$4,100", "1 August 2028", "$4,300"],
                ["Year 1", "$8,200", "Year 2", "$8,600"],
            ],
        ),
        (
            UNNAMED_ROWS,
            [
                ["", "Monthly Fee", "Set-up Fee"],
                ["Help desk", "$1,250", "$300"],
                ["Backup of servers", "$460", "$120"],
                ["Watch at night", "$980", "$210"],
            ],
        ),
        (
            WORDY,
            [
                ["ASSET", "OWNER", "RIGHTS"],
                [
                    "The fault tracker, its source code and its handbook",
                    "Harrow Systems Limited",
                    "Free of charge, worldwide, to use and to change the tracker for as long as this Agreement lasts",
                ],
                ['The name "Harrow"', "Harrow Holdings", "None."],
            ],
        ),
        (
            MANY_PARAGRAPHS,
            [
                [
                    "7.",
                    "Mail Service Agreement",
                    "The Provider asks the mail house for its consent.",
                    "Not applicable.",
                    "$ 0",
                ],
                [
                    "8.",
                    "Storage: Lease of shelves Begun in May",
                    "The Provider orders more room, under a lease of its own, before the move.",
                    "Not applicable.",
                    "$ 2,000",
                ],
                ["9.", "Courier Terms", "The Provider ends these.", "Not applicable.", "$ 150"],
            ],
        ),
    ],
    ids=["heads", "parted rows", "side by side", "rows without a head", "wordy", "many paragraphs"],
)
def test_a_typewritten_table_keeps_its_rows_and_columns(page: str, rows: list[list[str]]) -> None:
    assert tables(typed(page)) == [rows]


@pytest.mark.parametrize(
    "page",
    [
        """
By:                                    By:
   ----------------------------           ----------------------------
Name:  Ada Voss                        Name:  Bo Lind
Title: Director                        Title: Owner
        """,
        """
HARROW SYSTEMS LIMITED                 QUILL FOODS INC.

BY                                     BY
  -----------------------------          -----------------------------
PRINTED                                PRINTED
       ------------------------               ------------------------
        """,
        """
        Clause                                       Page
--------------------------------------------    -----------
1.      Meanings                                      1
2.      Services                                      3
3.      Fees                                          6
4.      Term                                          9
        """,
        """
-----------------------------------------------------------------
This Agreement binds both parties from the day on which the last
of them signs it, and it ends as the ninth clause of it tells, or
when both of them agree in writing that it ends before that day.
-----------------------------------------------------------------
        """,
    ],
    ids=["signatures", "bare signatures", "contents", "framed prose"],
)
def test_what_dashes_only_underline_or_frame_is_no_table(page: str) -> None:
    assert tables(typed(page)) == []


def test_what_stands_around_a_table_stays_outside() -> None:
    agreement = typed(HEADED)
    kinds = [block.kind for block in agreement.blocks]
    assert kinds == ["paragraph", "table", "paragraph"]
    assert agreement.text.endswith("on request.")
