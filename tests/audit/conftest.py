"""Folders of agreements to audit."""

from __future__ import annotations

from pathlib import Path

import pytest

TOWNS = ("Ashford", "Brackley", "Corley", "Dunmere", "Elstow", "Farnley", "Garston", "Hadleigh")


def agreement_text(small_agreement: str, number: int) -> str:
    """Returns a variant of the small agreement, told from the others by parties, dates and numbers."""
    town = TOWNS[number % len(TOWNS)]
    return (
        small_agreement.replace("Orchard Foods", f"{town} Foods {number}")
        .replace("March 1, 2025", f"March {1 + number % 28}, 20{10 + number % 15}")
        .replace("USD 4,500", f"USD {4_000 + 25 * number:,}")
        .replace("one hundred twenty (120)", f"{30 + number} ")
    )


@pytest.fixture
def agreements(tmp_path: Path, small_agreement: str) -> Path:
    """A folder with eight agreements, one of them twice, in two folders."""
    folder = tmp_path / "agreements"
    (folder / "old").mkdir(parents=True)
    for number in range(8):
        place = folder / "old" if number % 2 else folder
        (place / f"agreement-{number}.txt").write_text(agreement_text(small_agreement, number))
    (folder / "old" / "copy-of-0.txt").write_text(agreement_text(small_agreement, 0))
    return folder
