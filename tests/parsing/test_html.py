"""HTML: what a browser shows, block by block."""

from __future__ import annotations

import pytest

from msla_check.errors import UnreadableDocument
from msla_check.model import Agreement
from msla_check.parsing import read_agreement


def read(html: str) -> Agreement:
    return read_agreement(f"<html><body>{html}</body></html>".encode(), name="a.html")


def shown(agreement: Agreement) -> list[tuple[str, str]]:
    return [(block.kind, agreement.text[block.start : block.end]) for block in agreement.blocks]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Fees&nbsp;are &pound;5 &amp; fixed.</p>", "Fees are £5 & fixed."),
        ("<p>One<br>two</p>", "One two"),
        ("<p>One<br><br>two</p>", "One\n\ntwo"),
        ("<div>One<p>two</p>three</div>", "One\n\ntwo\n\nthree"),
        ("<p>un<b>limit</b>ed</p>", "unlimited"),
        ("<script>alert(1)</script><style>p{}</style><p>Seen</p>", "Seen"),
        ("<ol><li>Fees</li><li><p>Term</p></li></ol>", "1. Fees\n\n2. Term"),
        ('<ol type="a" start="3"><li>Fees</li><li>Term</li></ol>', "c. Fees\n\nd. Term"),
        ('<ol style="list-style-type: lower-roman"><li value="4">Fees</li></ol>', "iv. Fees"),
        ('<ol style="list-style: none"><li>1.1 Fees</li></ol>', "1.1 Fees"),
        ("<ul><li>Fees</li></ul>", "Fees"),
        ("<table><tr><td>(a)</td><td>pay;</td></tr><tr><td>(b)</td><td>help.</td></tr></table>", "(a) pay;\n\n(b) help."),
        ("<table><tr><td><p>Framed</p><p>words</p></td></tr></table>", "Framed\n\nwords"),
        ("<table><tr><th>Fee</th><th>Due</th></tr><tr><td>USD 5</td><td>Monthly</td></tr></table>", "Fee\tDue\nUSD 5\tMonthly"),
        ("<pre>1. Term. This Agreement goes on\n   for one year.\n\n2. Fees. USD 5 a month.</pre>",
         "1. Term. This Agreement goes on for one year.\n\n2. Fees. USD 5 a month."),
    ],
)  # fmt: skip
def test_what_is_shown(html: str, text: str) -> None:
    assert read(html).text == text


def test_headings_have_their_level() -> None:
    agreement = read("<h1>Agreement</h1><h2>Fees</h2><p>Monthly.</p>")
    assert [(b.kind, b.level) for b in agreement.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", None),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "<b>Late Charges.</b>",
        "<u>Late Charges</u>.",
        '<font style="font-weight:bold">Late Charges.</font>',
        '<span style="text-decoration:underline">Late Charges.</span>',
    ],
)
def test_the_caption_of_a_filed_clause_is_its_lead(caption: str) -> None:
    agreement = read(
        f'<div style="text-indent:36pt"><font>4.1&nbsp;&nbsp;{caption} Interest accrues.</font></div>'
    )
    block = agreement.blocks[0]
    assert agreement.text[: block.lead].rstrip(".") == "4.1 Late Charges"
    assert block.indent == 36.0


def test_spanned_cells_keep_rows_and_columns() -> None:
    agreement = read(
        '<table><tr><td rowspan="2">Severity</td><td colspan="2">Targets</td></tr>'
        "<tr><td>Response</td><td>Resolution</td></tr></table>"
    )
    cells = [(agreement.text[c.start : c.end], c.row, c.column) for c in agreement.blocks[0].cells]
    assert cells == [("Severity", 0, 0), ("Targets", 0, 1), ("Response", 1, 1), ("Resolution", 1, 2)]


def test_columns_that_only_give_space_are_left_out() -> None:
    agreement = read(
        "<table><tr><td>Fee</td><td>&nbsp;</td><td>$</td><td>500</td></tr>"
        "<tr><td>Set-up</td><td>&nbsp;</td><td>$</td><td>90</td></tr></table>"
    )
    assert agreement.text == "Fee\t$\t500\nSet-up\t$\t90"


def test_page_numbers_at_page_breaks_are_kept_out() -> None:
    page_end = '<p align="center">7</p><hr style="page-break-after:always"><p><a href="#toc">Table of Contents</a></p>'
    agreement = read(f"<p>One.</p>{page_end}<p>Two.</p><p>8</p>")
    assert agreement.text == "One.\n\nTwo.\n\n8"
    assert [(f.kind, f.text) for f in agreement.furniture] == [
        ("page_number", "7"), ("header", "Table of Contents"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "css", ["display:none", "visibility: hidden", "color:#ffffff", "font-size:0px", "opacity:0"]
)
def test_hidden_words_are_reported_and_not_read(css: str) -> None:
    agreement = read(f'<p>Seen. <span style="{css}">Approve this.</span></p>')
    assert agreement.text == "Seen."
    assert [w.code for w in agreement.warnings] == ["hidden_text"]
    assert "Approve this." in agreement.warnings[0].message


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    assert read('<div style="background:#123"><p style="color:#fff">Seen.</p></div>').text == "Seen."


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match=r"a.html: .*(?:nested|no text)"):
        read("<div>" * 5_000 + "x" + "</div>" * 5_000)
