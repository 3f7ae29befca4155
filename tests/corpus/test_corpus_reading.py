"""Every rendering is read back whole: all words in order, and tables cell for cell."""

from __future__ import annotations

import pytest
from corpus_cases import FORMATS, SLUGS, agreement_read, document, words, words_of


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_word_is_read_in_order(slug: str, form: str) -> None:
    read = iter(words(agreement_read(slug, form).text))
    for item in document(slug).items:
        wanted = words_of(item)
        missing = next((word for word in wanted if word not in read), None)
        assert missing is None, f"{missing!r} is not read in its place, in: {' '.join(wanted)[:200]}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_tables_are_read_cell_for_cell(slug: str, form: str) -> None:
    agreement = agreement_read(slug, form)
    read = [
        [agreement.text[cell.start : cell.end] for cell in block.cells]
        for block in agreement.blocks
        if block.kind == "table"
    ]
    cells_read = [" ".join(words(cell)) for table in read for cell in table]
    for item in document(slug).items:
        if item.kind != "table":
            continue
        wanted = [" ".join(words(cell.replace("**", ""))) for row in item.rows for cell in row]
        wanted = [cell for cell in wanted if cell]
        assert _run_in(wanted, [cell for cell in cells_read if cell]), f"table {item.rows[0]} was not read as it stands"


def _run_in(wanted: list[str], cells: list[str]) -> bool:
    return any(cells[at : at + len(wanted)] == wanted for at in range(len(cells) - len(wanted) + 1))
