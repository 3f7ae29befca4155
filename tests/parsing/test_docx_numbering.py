"""Automatic numbers come out as Word shows them."""

from __future__ import annotations

import pytest
from parsing.word_files import level, listed, numbering, p, word_file

from msla_check.model import Agreement
from msla_check.parsing import read_agreement
from msla_check.parsing.numerals import cardinal, letters, ordinal, roman, write_number

LEGAL = level(0, "%1.") + level(1, "%1.%2") + level(2, "(%3)", "lowerLetter") + level(3, "(%4)", "lowerRoman")


def read(body: str, **parts: str) -> Agreement:
    return read_agreement(word_file(body, **parts), name="a.docx")


def numbers(agreement: Agreement) -> list[str]:
    return [block.number for block in agreement.blocks]


def test_levels_count_and_start_anew_below_a_higher_one() -> None:
    order = [0, 1, 1, 2, 2, 3, 1, 2, 0, 1]
    body = "".join(listed(f"Words {i}", 1, at) for i, at in enumerate(order))
    agreement = read(body, numbering=numbering(LEGAL))
    assert numbers(agreement) == ["1.", "1.1", "1.2", "(a)", "(b)", "(i)", "1.3", "(a)", "2.", "2.1"]


def test_the_number_stands_in_the_text_and_on_the_block() -> None:
    agreement = read(listed("Fees are due.", 1), numbering=numbering(LEGAL))
    assert agreement.text == "1. Fees are due."
    assert (agreement.blocks[0].number, agreement.blocks[0].level) == ("1.", 1)


@pytest.mark.parametrize(
    ("format", "pattern", "start", "shown"),
    [
        ("upperRoman", "Article %1", 4, ["Article IV", "Article V"]),
        ("upperLetter", "Schedule %1", 1, ["Schedule A", "Schedule B"]),
        ("lowerLetter", "(%1)", 26, ["(z)", "(aa)"]),
        ("ordinal", "%1", 1, ["1st", "2nd"]),
        ("ordinalText", "%1:", 1, ["First:", "Second:"]),
        ("cardinalText", "Part %1", 1, ["Part One", "Part Two"]),
        ("decimalZero", "%1", 9, ["09", "10"]),
        ("none", "Recital", 1, ["Recital", "Recital"]),
        ("bullet", "•", 1, ["", ""]),
    ],
)
def test_number_formats(format: str, pattern: str, start: int, shown: list[str]) -> None:
    part = numbering(level(0, pattern, format, start))
    assert numbers(read(listed("One", 1) + listed("Two", 1), numbering=part)) == shown


def test_a_second_list_goes_on_counting_unless_it_overrides_the_start() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = "".join(listed("Words", num) for num in (1, 1, 2, 3, 3))
    assert numbers(read(body, numbering=numbering(LEGAL, "", "", restart))) == ["1.", "2.", "3.", "1.", "2."]


def test_a_list_may_override_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "Clause %1", "upperRoman")}</w:lvlOverride>'
    assert numbers(read(listed("Words", 1), numbering=numbering(LEGAL, override))) == ["Clause I"]


def test_legal_numbering_shows_digits_whatever_the_upper_level_shows() -> None:
    levels = level(0, "ARTICLE %1", "upperRoman") + level(1, "%1.%2", extra="<w:isLgl/>")
    body = listed("Fees", 1) + listed("Rates", 1, 1)
    assert numbers(read(body, numbering=numbering(levels))) == ["ARTICLE I", "1.1"]
    levels = level(0, "ARTICLE %1", "upperRoman") + level(1, "%1.%2", "decimalZero", extra="<w:isLgl/>")
    assert numbers(read(body, numbering=numbering(levels))) == ["ARTICLE I", "1.01"]


def test_a_level_that_never_restarts_goes_on() -> None:
    levels = level(0, "%1.") + level(1, "Note %2", extra='<w:lvlRestart w:val="0"/>')
    body = "".join(listed("Words", 1, at) for at in (0, 1, 0, 1))
    assert numbers(read(body, numbering=numbering(levels))) == ["1.", "Note 1", "2.", "Note 2"]


def test_numbering_comes_from_the_style_and_from_what_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Heading1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    part = numbering(level(0, "%1.", style="Heading1") + level(1, "%1.%2", style="Sub"))
    body = p("Fees", '<w:pStyle w:val="Heading1"/>') + p("Rates", '<w:pStyle w:val="Sub"/>')
    agreement = read(body, numbering=part, styles=styles)
    assert [(b.kind, b.number, b.level) for b in agreement.blocks] == [
        ("heading", "1.", 1),
        ("heading", "1.1", 2),
    ]


def test_a_paragraph_may_leave_its_style_s_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
    )
    left = p("Plain", '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body = p("One", '<w:pStyle w:val="L"/>') + left + p("Two", '<w:pStyle w:val="L"/>')
    assert numbers(read(body, numbering=numbering(LEGAL), styles=styles)) == ["1.", "", "2."]


def test_empty_paragraphs_count_but_a_section_break_does_not() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = listed("One", 1) + p("", numbered) + p("", numbered + "<w:sectPr/>") + listed("Three", 1)
    assert numbers(read(body, numbering=numbering(LEGAL))) == ["1.", "3."]


def test_a_number_that_is_a_name_stands_by_itself() -> None:
    body = listed("", 1) + p("Fees")
    agreement = read(body, numbering=numbering(level(0, "Exhibit %1", "upperLetter")))
    assert agreement.text == "Exhibit A\n\nFees"


def test_a_deleted_paragraph_takes_no_number() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>"
    )
    agreement = read(listed("One", 1) + gone + listed("Two", 1), numbering=numbering(LEGAL))
    assert agreement.text == "1. One\n\n2. Two"


def test_numerals() -> None:
    assert [roman(n) for n in (4, 9, 14, 49, 1994)] == ["iv", "ix", "xiv", "xlix", "mcmxciv"]
    assert [letters(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert [ordinal(n) for n in (2, 12, 20, 31)] == ["second", "twelfth", "twentieth", "thirty-first"]
    assert [cardinal(n) for n in (0, 15, 42)] == ["zero", "fifteen", "forty-two"]
    assert write_number(7, "001, 002, 003, ...") == "007"
