"""Every rendering is read back whole: all words in order, and tables cell for cell."""

from __future__ import annotations

import pytest
from corpus_cases import FORMATS, SLUGS, agreement_read, document, words, words_of

from msla_check.model import Agreement


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_word_is_read_in_order(slug: str, form: str) -> None:
    read = iter(words(agreement_read(slug, form).text.lower()))
    for item in document(slug).items:
        wanted = [word.lower() for word in words_of(item)]
        missing = next((word for word in wanted if word not in read), None)
        assert missing is None, f"{missing!r} is not read in its place, in: {' '.join(wanted)[:200]}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_tables_are_read_cell_for_cell(slug: str, form: str) -> None:
    agreement = agreement_read(slug, form)
    cells_read = _cells(agreement)
    for item in document(slug).items:
        if item.kind != "table":
            continue
        wanted = [" ".join(words(cell.replace("**", ""))) for row in item.rows for cell in row]
        wanted = [cell for cell in wanted if cell]
        assert _run_in(wanted, cells_read), f"table {item.rows[0]} was not read as it stands"


def _cells(agreement: Agreement) -> list[str]:
    """The filled cells of all tables in order; a header row that a page break repeats counts once."""
    cells: list[str] = []
    header: list[str] = []
    for block in agreement.blocks:
        if block.kind == "table":
            shown = [
                (cell.row, " ".join(words(agreement.text[cell.start : cell.end]))) for cell in block.cells
            ]
            first = [text for row, text in shown if row == 0]
            cells += [text for row, text in shown if text and not (row == 0 and first == header)]
            header = first
    return cells


def _run_in(wanted: list[str], cells: list[str]) -> bool:
    return any(cells[at : at + len(wanted)] == wanted for at in range(len(cells) - len(wanted) + 1))
