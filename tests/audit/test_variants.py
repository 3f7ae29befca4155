"""The corpus multiplied for measuring at scale: every variant its own agreement, the same every time."""

from __future__ import annotations

import pytest
from agreement_builder import render, render_variant, slugs

from msla_check import review


@pytest.mark.parametrize("slug", slugs())
def test_variants_differ_by_number_and_are_the_same_every_time(slug: str) -> None:
    variants = [render_variant(slug, number, "txt") for number in (1, 2, 1)]
    assert variants[0] == variants[2]
    assert len({*variants, render(slug, "txt")}) == 3
    assert abs(len(variants[0]) - len(render(slug, "txt"))) < len(variants[0]) / 20


def test_a_variant_states_other_parties_and_amounts() -> None:
    slug = "graniteloop-cloud-hosting"
    reports = [
        review(render(slug, "txt"), name="a.txt"),
        review(render_variant(slug, 3, "txt"), name="b.txt"),
    ]
    for key in ("general.parties", "fees.recurring"):
        stated = [{term.value for term in report.terms if term.key == key} for report in reports]
        assert stated[0]
        assert stated[0] != stated[1]
