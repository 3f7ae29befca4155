"""A cached reading is as good as the file: judged again, it gives the same report."""

from __future__ import annotations

import pytest
from agreement_builder import render, slugs

from msla_check import Reviewer
from msla_check.audit.readings import pack_reading, unpack_reading
from msla_check.parsing import read_agreement


@pytest.fixture(scope="module")
def reviewers() -> list[Reviewer]:
    """One for each side."""
    return [Reviewer(side="customer"), Reviewer(side="provider")]


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
@pytest.mark.parametrize("slug", slugs())
def test_an_unpacked_reading_is_judged_like_the_file(
    slug: str, suffix: str, reviewers: list[Reviewer]
) -> None:
    agreement = read_agreement(render(slug, suffix), name=f"{slug}.{suffix}")
    analysis = reviewers[0].analyze(agreement)
    packed = pack_reading(analysis)
    unpacked = unpack_reading(packed)
    for reviewer in reviewers:
        assert reviewer.judge(unpacked).to_json() == reviewer.judge(analysis).to_json()
    assert pack_reading(unpacked) == packed


def test_a_reading_keeps_what_unicode_cannot_encode(reviewers: list[Reviewer]) -> None:
    agreement = read_agreement(
        "1. Fees. Pay \ud800 within 30 days.".encode("utf-8", "surrogatepass"), name="x.txt"
    )
    analysis = reviewers[0].analyze(agreement)
    assert unpack_reading(pack_reading(analysis)).agreement.text == analysis.agreement.text
