"""The words by which a reader is sent to a clause."""

from __future__ import annotations

import pytest

from msla_check.model.report import Clause
from msla_check.reporting.view import find_place


def clause(id_: str, number: str, heading: str, parent: str | None = None, kind: str = "clause") -> Clause:
    return Clause.model_validate(
        {
            "id": id_,
            "number": number,
            "heading": heading,
            "parent": parent,
            "kind": kind,
            "start": 0,
            "end": 9,
        }
    )


CLAUSES = {
    made.id: made
    for made in (
        clause("c0", "", "", kind="preamble"),
        clause("c1", "7", "Confidentiality"),
        clause("c2", "7.2", "", "c1"),
        clause("c3", "(b)", "", "c2"),
        clause("c4", "", "Hours"),
        clause("c5", "", "", "c4"),
        clause("c6", "Schedule C", "Charges", kind="schedule"),
        clause("c7", "1", "Recurring", "c6"),
        clause("c8", "(a)", "", "c7"),
        clause("c9", "(iv)", "", "c6"),
    )
}


@pytest.mark.parametrize(
    ("id_", "place"),
    [
        ("c0", "unnumbered clause"),
        ("c1", "clause 7 Confidentiality"),
        ("c2", "clause 7.2 Confidentiality"),
        ("c3", "clause 7.2(b) Confidentiality"),
        ("c5", "Hours"),
        ("c6", "Schedule C Charges"),
        ("c7", "clause 1 Recurring of Schedule C"),
        ("c8", "clause 1(a) Recurring of Schedule C"),
        ("c9", "clause (iv) of Schedule C"),
    ],
)
def test_a_place_names_the_clause_as_a_reader_would(id_: str, place: str) -> None:
    assert str(find_place(CLAUSES[id_], CLAUSES)) == place
