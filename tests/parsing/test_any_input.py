"""Whatever comes in: an agreement whose offsets hold together, or an error worded for a reviewer."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from parsing.word_files import cell, level, listed, numbering, p, r, tracked, word_file

from msla_check.errors import MslaCheckError
from msla_check.model import Agreement
from msla_check.parsing import read_agreement

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = st.text(
    st.sampled_from("abcXYZ 12.,;:()|-=_#*<>&\"'\t\n\f\u00a0\u200b“”§é\\/") | st.characters(codec="utf-8"),
    max_size=400,
)
WORDS = st.text(st.sampled_from("abc xyz. \u00a0\u200b12(),“”-"), max_size=25)


def check(agreement: Agreement) -> None:
    """Blocks are ordered and disjoint, cover the text, and everything lies within it."""
    text, at = agreement.text, 0
    for block in agreement.blocks:
        assert block.start >= at and block.end > block.start
        assert not text[at : block.start].strip()
        at = block.end
        assert text[block.start : block.end].startswith(block.number)
        assert 0 <= block.lead <= block.end - block.start
        last = block.start
        for found in block.cells:
            assert last <= found.start <= found.end <= block.end
            assert "\t" not in text[found.start : found.end] and "\n" not in text[found.start : found.end]
            last = found.end
    assert not text[at:].strip()
    for change in agreement.revisions:
        assert 0 <= change.start <= change.end <= len(text)
        assert change.start == change.end or text[change.start : change.end].strip() == change.text
    for furniture in agreement.furniture:
        if furniture.anchor:
            assert 0 <= furniture.anchor[0] <= furniture.anchor[1] <= len(text)


def read(data: bytes | str, name: str, reading: str = "accepted") -> None:
    try:
        agreement = read_agreement(data, name=name, reading=reading, ocr=False)  # type: ignore[arg-type]
    except MslaCheckError as error:
        assert str(error) and "\n" not in str(error)
    else:
        check(agreement)


@MANY
@given(TEXT, st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_any_text(text: str, name: str) -> None:
    read(text.encode("utf-8", "replace"), name)


@MANY
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"]))
def test_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


HTML = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "div", "b", "td", "tr", "table", "li", "ol", "h2", "pre", "hr", "br",
             'p style="display:none"', 'td rowspan="3"', 'ol type="i" start="9"', 'td colspan="2"']
        ),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"),
    max_leaves=25,
)  # fmt: skip


@MANY
@given(HTML)
def test_any_page(html: str) -> None:
    read(f"<html>{html}</html>".encode(), "a.html")


RUN = st.tuples(WORDS, st.sampled_from(["", "<w:b/>", "<w:vanish/>", "<w:u/>"])).map(lambda pair: r(*pair))
INSIDE = st.lists(
    RUN | st.tuples(st.sampled_from(["ins", "del", "moveFrom"]), RUN).map(lambda t: tracked(*t)), max_size=4
)
MARK = st.sampled_from(
    ["", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:ins/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"]
)
PARAGRAPH = st.tuples(INSIDE, MARK).map(lambda pair: p("".join(pair[0]), pair[1])) | st.tuples(
    WORDS, st.integers(1, 2), st.integers(0, 9)
).map(lambda t: listed(*t))
ROW = st.lists(st.lists(PARAGRAPH, min_size=1, max_size=2).map("".join), min_size=1, max_size=3)
TABLE = st.lists(
    st.tuples(ROW, st.sampled_from(["", "<w:trPr><w:del/></w:trPr>", "<w:trPr><w:ins/></w:trPr>"])),
    max_size=3,
).map(
    lambda rows: (
        "<w:tbl>"
        + "".join(f"<w:tr>{mark}{''.join(cell(c) for c in row)}</w:tr>" for row, mark in rows)
        + "</w:tbl>"
    )
)


@MANY
@given(st.lists(PARAGRAPH | TABLE, max_size=6), st.sampled_from(["accepted", "original", "marked"]))
def test_any_word_file(body: list[str], reading: str) -> None:
    lists = numbering(level(0, "Article %1", "upperRoman") + level(1, "%1.%2"))
    read(word_file("".join(body), numbering=lists), "a.docx", reading)


@MANY
@given(st.binary(min_size=1, max_size=40), st.integers(0, 1_500))
@example(noise=b"\x00\x08" + bytes(18) + b"\x0c", at=65)  # a part's name that is not UTF-8
def test_a_damaged_word_file(noise: bytes, at: int) -> None:
    data = word_file(p("Fees are due.") + listed("Term", 1), numbering=numbering(level(0, "%1.")))
    read(data[:at] + noise + data[at + len(noise) :], "a.docx")


def test_a_word_file_whose_directory_names_impossible_places() -> None:
    """Where a part begins is altered byte by byte; zipfile answers some of them with errors of its own."""
    data = word_file(p("Fees are due."))
    directory = data.index(b"PK\x01\x02")
    for at in range(directory, len(data)):
        for noise in (b"\x89", b"\xff"):
            read(data[:at] + noise + data[at + 1 :], "a.docx")
