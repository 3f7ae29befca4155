"""Printed numbers: what each can stand for, and what is no number of a clause."""

from __future__ import annotations

import pytest

from msla_check.pipeline.numbering import letter_value, read_marker, read_schedule, roman_value

ROMANS = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
    "xxi",
    "xxii",
    "xxiii",
    "xxiv",
    "xxv",
    "xxvi",
    "xxvii",
    "xxviii",
    "xxix",
    "xxx",
]


def test_every_roman_numeral_to_thirty_has_its_value() -> None:
    assert [roman_value(numeral) for numeral in ROMANS] == list(range(1, 31))
    assert [roman_value(numeral.upper()) for numeral in ROMANS] == list(range(1, 31))


@pytest.mark.parametrize("text", ["", "a", "iiii", "vx", "ic", "mix"])
def test_what_is_no_roman_numeral_has_no_value(text: str) -> None:
    assert roman_value(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("a", 1), ("z", 26), ("aa", 27), ("zz", 52), ("aaa", 53), ("ab", None), ("", None)]
)
def test_letters_go_on_after_z(text: str, value: int | None) -> None:
    assert letter_value(text) == value


@pytest.mark.parametrize(
    ("printed", "label", "readings"),
    [
        ("ARTICLE IV TERM", "IV", [("article", (4,))]),
        ("ARTICLE FOUR: TERM", "FOUR", [("article", (4,))]),
        ("Section 3. Fees", "3", [("section", (3,))]),
        ("Section 3.02 Fees", "3.02", [("dec2", (3, 2))]),
        ("§ 7 Haftung", "7", [("section", (7,))]),
        ("4. Fees", "4", [("1.", (4,))]),
        ("4.0 Fees", "4.0", [("1.", (4,))]),
        ("4.01 Invoices", "4.01", [("dec2", (4, 1))]),
        ("4.1.2 Interest", "4.1.2", [("dec3", (4, 1, 2))]),
        ("15.2Exceptions", "15.2", [("dec2", (15, 2))]),
        ("17.D. TRANSFER", "17.D", [("dec2A", (17, 4))]),
        ("7(b) Return", "7(b)", [("dec2a", (7, 2))]),
        ("(a) the fees", "(a)", [("(a)", (1,))]),
        ("(i) the fees", "(i)", [("(a)", (9,)), ("(i)", (1,))]),
        ("(ii) the fees", "(ii)", [("(a)", (35,)), ("(i)", (2,))]),
        ("b) the fees", "b", [("a)", (2,))]),
        ("C. Fees", "C", [("A.", (3,))]),
        ("I. Fees", "I", [("A.", (9,)), ("I.", (1,))]),
        ("II The fees", "II", [("I", (2,))]),
        ("Fourth: the fees", "Fourth", [("ordinal", (4,))]),
        ("12 Fees", "12", [("1", (12,))]),
    ],
)
def test_a_printed_number_is_read(
    printed: str, label: str, readings: list[tuple[str, tuple[int, ...]]]
) -> None:
    marker = read_marker(printed, 0, len(printed))
    assert marker is not None
    assert marker.label == label
    assert [(reading.style, reading.path) for reading in marker.readings] == readings


@pytest.mark.parametrize(
    "printed", ["12 months after", "99.9% of the time", "Sections are", "and so on", "0.5 hours", ""]
)
def test_what_is_no_number_of_a_clause_is_not_read(printed: str) -> None:
    assert read_marker(printed, 0, len(printed)) is None


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("EXHIBIT A", "Exhibit A"),
        ('Exhibit "B" Rates', "Exhibit B"),
        ("SCHEDULE 1.1 – Fees", "Schedule 1.1"),
        ("Annex C-1", "Annex C-1"),
        ("APPENDIX ONE", "Appendix ONE"),
    ],
)
def test_a_schedule_is_read_by_its_name(printed: str, label: str) -> None:
    marker = read_schedule(printed, 0, len(printed))
    assert marker is not None
    assert marker.label == label
