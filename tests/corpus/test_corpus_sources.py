"""The corpus itself: well-formed sources, expectations that agree with them, the same bytes every time."""

from __future__ import annotations

import re

import pytest
from agreement_builder import SourceError, render, slugs
from agreement_builder.numbering import number
from agreement_builder.source import read
from corpus_cases import CORPUS, FORMATS, SLUGS, document, expected, rendered, words_of

HEAD = "---\ntitle: T\nslug: t\nstyle: {style}\n---\n"
BODY = """
Preamble that
runs on.

## First {#first}
### Caption. | See Section [[ref:deep]] and [[ref:annex]].
### | Bare.
- one
  - deeper {#deep}
- two
## Second
### | Text.
# SCHEDULE A — RATES {#annex}
## Inside
### | As [[ref:first]] says.
"""
NUMBERS = {
    "decimal": ["1.", "1.1", "1.2", "(a)", "(i)", "(b)", "2.", "2.1", "", "1.", "1.1"],
    "article": ["ARTICLE I", "1.01", "1.02", "(a)", "(i)", "(b)", "ARTICLE II", "2.01", "", "1.", "1.1"],
    "uk": ["1.", "1.1", "1.2", "1.2.1", "(a)", "1.2.2", "2.", "2.1", "", "1.", "1.1"],
    "letter": ["", "", "", "(a)", "(i)", "(b)", "", "", "", "", ""],
}
REFERENCES = {
    "decimal": ("1.2(a)(i)", "1"),
    "article": ("1.02(a)(i)", "I"),
    "uk": ("1.2.1(a)", "1"),
    "letter": ("(a)(i)", "First"),
}


@pytest.mark.parametrize("style", NUMBERS)
def test_each_style_numbers_clauses_and_resolves_references(style: str) -> None:
    agreement = read(HEAD.format(style=style) + BODY)
    number(agreement)
    clauses = [item for item in agreement.items if item.kind in ("clause", "schedule")]
    assert [item.label for item in clauses] == NUMBERS[style]
    deep, first = REFERENCES[style]
    assert clauses[1].text == f"See Section {deep} and Schedule A."
    assert clauses[-1].text == f"As {first} says."
    assert agreement.items[0].text == "Preamble that runs on."


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("## A\n### | See [[ref:nowhere]].\n", "no clause is named 'nowhere'"),
        ("## A {#x}\n## B {#x}\n", "two clauses are named 'x'"),
        ("### no bar here\n", "needs a bar"),
        ("| a | b |\n| c |\n", "rows of unequal length"),
    ],
)
def test_a_wrong_source_stops_the_build_with_a_reason(body: str, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint):
        number(read(HEAD.format(style="decimal") + body))


def test_every_agreement_has_its_expectations() -> None:
    assert slugs() == sorted(path.stem for path in (CORPUS / "agreements").glob("*.yaml"))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_rendering_is_the_same_to_the_byte(slug: str, form: str) -> None:
    assert rendered(slug, form) == render(slug, form)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_text_can_be_shown_in_every_rendering(slug: str) -> None:
    agreement = document(slug)
    for item in agreement.items:
        "".join([item.text, item.caption, *(cell for row in item.rows for cell in row)]).encode("cp1252")
    count = sum(len(words_of(item)) for item in agreement.items)
    assert 700 <= count <= 11_000, f"{slug} has {count} words"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_expected_clauses_are_those_of_the_source(slug: str) -> None:
    found: list[tuple[str, str, str]] = []
    within = ""
    for item in document(slug).items:
        if item.kind == "schedule":
            within = item.bare
            found.append((item.bare, re.split(r"\s+[—–-]\s+", item.text, maxsplit=1)[-1].lower(), ""))
        elif item.kind == "clause" and item.level == 1:
            found.append((item.bare, item.caption.lower(), within))
    listed = [(c["number"], c["heading"].lower(), c.get("within", "")) for c in expected(slug)["clauses"]]
    assert listed == found


@pytest.mark.parametrize("slug", SLUGS)
def test_the_expectations_do_not_contradict_themselves(slug: str) -> None:
    wanted = expected(slug)
    fire = [entry["rule"] for entry in wanted["must_fire"]]
    assert wanted["slug"] == slug
    assert wanted["title"] == document(slug).title
    assert len(fire) == len(set(fire))
    assert not set(fire) & set(wanted["must_not_fire"])
    assert all(entry["why"] for entry in wanted["must_fire"])
    assert all(re.fullmatch(r"[A-Z]+-\d\d", rule) for rule in fire + wanted["must_not_fire"])
