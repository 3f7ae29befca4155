"""Pages without a text layer, drawn here as pictures, and what a person would read on them."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from agreement_builder import render
from PIL import Image as Pictures
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from msla_check import NoTextLayer, Reviewer
from msla_check.model import Agreement
from msla_check.parsing import ocr, pdf_pictures
from msla_check.parsing.ocr import Image, RecognisedLine
from msla_check.parsing.ocr_rapidocr import RapidRecogniser, letter_edges, spaced
from msla_check.parsing.ocr_tesseract import TesseractRecogniser
from msla_check.parsing.ocr_upright import Turn, find_turn
from msla_check.parsing.pdf import read_pdf
from msla_check.parsing.places import find_boxes

needs_rapidocr = pytest.mark.skipif(
    RapidRecogniser.installed() is None, reason=f"RapidOCR is not installed: {ocr.INSTALL}"
)
SIZE = (360, 216)
LINES = (
    "7.2 Return of records. Within ten days of the end",
    "of this Agreement the Provider shall hand back the",
    "backup tapes, at no charge, and certify in writing",
    "that it has kept no copy of them.",
)
CLAUSE = " ".join(LINES)
RECEIVED = "Received 4 May 2026"


def draw(*pages: Sequence[str] | Pictures.Image, stamp: str = "") -> bytes:
    """Returns a PDF: lines of text set as text, pictures as large as the page, the stamp on pictures."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    for page in pages:
        if isinstance(page, Pictures.Image):
            canvas.drawImage(ImageReader(page), 0, 0, *SIZE)
            canvas.drawString(200, 10, stamp)
        else:
            canvas.setFont("Times-Roman", 13)
            for number, line in enumerate(page):
                canvas.drawString(36, SIZE[1] - 48 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture_of(data: bytes, *, turned: float = 0) -> Pictures.Image:
    """Returns the first page of a PDF as a scanner with some noise sees it, turned against the clock."""
    page = pdfium.PdfDocument(data)[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    page = page.rotate(turned, Pictures.Resampling.BICUBIC, expand=turned % 90 == 0, fillcolor=255)
    noise = np.random.default_rng(5).normal(0, 8, (page.height, page.width))
    return Pictures.fromarray(np.clip(np.asarray(page) - np.abs(noise), 0, 255).astype(np.uint8))


def as_pdf(picture: Pictures.Image) -> bytes:
    """Returns a PDF of one page that is nothing but the picture."""
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=200)
    return buffer.getvalue()


def codes(agreement: Agreement) -> list[tuple[str, int | None]]:
    return [(warning.code, warning.page) for warning in agreement.warnings]


@needs_rapidocr
def test_a_scanned_agreement_reads_like_its_text_and_every_word_has_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = pdfium.PdfDocument(render("copperfinch-help-desk-letter", "pdf"))
    single = pdfium.PdfDocument.new()
    single.import_pages(document, [0])
    buffer = io.BytesIO()
    single.save(buffer)
    printed = read_pdf(buffer.getvalue(), name="letter.pdf")
    # Nothing is downloaded: the models lie in the wheel.
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("OCR asked the network"))
    scanned = read_pdf(as_pdf(picture_of(buffer.getvalue())), name="letter.pdf")

    plain = str.maketrans("“”’", '""\'')
    expected, found = printed.text.translate(plain).split(), scanned.text.split()
    assert len(set(expected) & set(found)) >= 0.97 * len(set(expected))
    assert abs(len(found) - len(expected)) <= 0.03 * len(expected)
    paragraphs = {printed.text[b.start : b.end].translate(plain) for b in printed.blocks}
    same = {scanned.text[b.start : b.end] for b in scanned.blocks} & paragraphs
    assert len(same) >= 0.7 * len(paragraphs)
    assert all(block.ocr and block.confidence and block.confidence > 0.8 for block in scanned.blocks)
    assert codes(scanned) == [("recognised_pages", None)]
    assert "Page 1 was an image, read by OCR (RapidOCR" in scanned.warnings[0].message
    for word in [word for word in expected if len(word) > 7 and expected.count(word) == 1]:
        if scanned.text.count(word) != 1:
            continue
        start, other = printed.text.translate(plain).index(word), scanned.text.index(word)
        (_, there), (page, here) = (
            find_boxes(printed, start, start + len(word))[0],
            find_boxes(scanned, other, other + len(word))[0],
        )
        assert page == 1
        assert abs(here.left - there.left) < 6 and abs(here.right - there.right) < 6, word
        assert here.top < (there.top + there.bottom) / 2 < here.bottom, word


@needs_rapidocr
@pytest.mark.parametrize("turned", [90, 180, 270, 2, -1.5])
def test_a_page_that_lies_askew_or_on_its_side_is_read_upright(turned: float) -> None:
    data = as_pdf(picture_of(draw(LINES), turned=turned))
    agreement = read_pdf(data, name="turned.pdf")
    assert agreement.text == CLAUSE
    # The box of the word, on the page as displayed, is where its ink is.
    start = agreement.text.index("certify")
    [(_, box)] = find_boxes(agreement, start, start + len("certify"))
    image = np.asarray(pdfium.PdfDocument(data)[0].render(scale=2, grayscale=True).to_numpy())
    inside = image.reshape(image.shape[:2])[
        int(2 * box.top) : int(2 * box.bottom) + 1, int(2 * box.left) : int(2 * box.right) + 1
    ]
    assert (inside < 120).mean() > 0.03


@needs_rapidocr
def test_only_the_pages_without_text_are_recognised_and_a_stamp_is_no_text() -> None:
    picture = picture_of(draw(LINES))
    text = ("8. Notices. Notices are sent by registered post.",)
    data = draw(text, picture, stamp=RECEIVED)
    agreement = read_pdf(data, name="mixed.pdf")
    blocks = {agreement.text[b.start : b.end]: (b.page, b.ocr, b.confidence) for b in agreement.blocks}
    assert blocks[text[0]] == (1, False, None)
    page, recognised, confidence = blocks[CLAUSE]
    assert (page, recognised) == (2, True) and confidence is not None and confidence > 0.8
    assert codes(agreement) == [("recognised_pages", None)]
    assert agreement == read_pdf(data, name="mixed.pdf")


def form(canvas: Canvas) -> None:
    """Paints a heading, a caption before its clause, a blank to fill in and a ruled table."""
    canvas.setFont("Times-Bold", 13)
    canvas.drawString(36, 180, "4. Support Hours")
    canvas.drawString(36, 160, "4.1 Telephone.")
    canvas.setFont("Times-Roman", 13)
    canvas.drawString(124, 160, "The desk answers from")
    canvas.line(250, 158, 290, 158)
    canvas.drawString(294, 160, "on.")
    for x in (36, 150, 270):
        canvas.line(x, 70, x, 130)
    for y, row in (
        (130, ("Severity", "Answer")),
        (110, ("One", "30 minutes")),
        (90, ("Two", "4 hours")),
        (70, ()),
    ):
        canvas.line(36, y, 270, y)
        for x, text in zip((42, 156), row, strict=False):
            canvas.drawString(x, y - 15, text)


@needs_rapidocr
def test_headings_captions_blanks_and_ruled_tables_are_seen_in_the_picture() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    form(canvas)
    canvas.save()
    agreement = read_pdf(as_pdf(picture_of(buffer.getvalue())), name="form.pdf")
    heading, clause, table = agreement.blocks
    texts = [agreement.text[block.start : block.end] for block in agreement.blocks]
    assert (heading.kind, texts[0], heading.bold) == ("heading", "4. Support Hours", True)
    assert texts[1].startswith("4.1 Telephone. The desk answers from") and "___" in texts[1]
    assert texts[1][: clause.lead] == "4.1 Telephone."
    rows = [line.split("\t") for line in texts[2].split("\n")]
    assert rows == [["Severity", "Answer"], ["One", "30 minutes"], ["Two", "4 hours"]]
    assert table.kind == "table" and table.ocr and table.confidence and table.cells[0].box


def test_with_ocr_turned_off_the_pages_that_were_not_read_are_named() -> None:
    picture = picture_of(draw(LINES))
    agreement = read_pdf(draw(("1. Fees.",), picture, picture), name="mixed.pdf", ocr=False)
    assert agreement.text == "1. Fees."
    assert codes(agreement) == [("page_without_text", 2), ("page_without_text", 3)]
    told = "Page 2 is an image; what it shows was not reviewed (OCR was turned off)."
    assert agreement.warnings[0].message == told
    with pytest.raises(NoTextLayer, match=r"^scan\.pdf: no page holds text: .*--no-ocr"):
        read_pdf(draw(picture, stamp=RECEIVED), name="scan.pdf", ocr=False)


def test_without_the_extra_the_words_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "find_recogniser", lambda: None)
    picture = picture_of(draw(LINES))
    with pytest.raises(NoTextLayer, match=r"^scan\.pdf: .*pip install 'msla-check\[ocr\]'\.$"):
        read_pdf(draw(picture), name="scan.pdf")
    agreement = read_pdf(draw(("1. Fees.",), picture), name="mixed.pdf")
    assert "pip install 'msla-check[ocr]'" in agreement.warnings[0].message


def test_a_blank_page_is_told_apart_from_one_that_was_not_read() -> None:
    paper = Pictures.new("L", (900, 540), 250)
    agreement = read_pdf(draw(("1. Fees.",), (), paper), name="blank.pdf", ocr=False)
    assert codes(agreement) == [("blank_page", 2), ("blank_page", 3)]
    with pytest.raises(NoTextLayer, match=r"^blank\.pdf: no page holds text: all are blank\.$"):
        read_pdf(draw(()), name="blank.pdf")


class Guessing:
    """A recogniser that reads the same line in every picture, and is not sure of it."""

    name = "Guessing 1.0"

    def lines(self, image: Image) -> list[RecognisedLine]:
        text = "1. Services. Provider shall monitor the network."
        edges = tuple((20.0 + 10 * place, 30.0 + 10 * place) for place in range(len(text)))
        return [RecognisedLine(text, edges, 40.0, 62.0, 0.55)]


def test_what_was_poorly_recognised_is_named_and_nothing_is_called_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_pictures, "find_recogniser", Guessing)
    report = Reviewer().review(draw(picture_of(draw(LINES))), name="scan.pdf")
    assert report.text == "1. Services. Provider shall monitor the network."
    notes = {(note.code, note.page): note.message for note in report.document.warnings}
    assert "Guessing 1.0, 55% sure" in notes["recognised_pages", None]
    assert "compare it with the file" in notes["poorly_recognised_page", 1]
    statuses = {finding.status for finding in report.findings}
    assert "unclear" in statuses and "missing" not in statuses


def test_a_limit_bounds_how_many_pages_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "find_recogniser", Guessing)
    monkeypatch.setattr(pdf_pictures, "MAX_RECOGNISED_PAGES", 1)
    picture = picture_of(draw(LINES))
    agreement = read_pdf(draw(picture, picture), name="long.pdf")
    assert ("page_without_text", 2) in codes(agreement)
    assert "OCR reads 1 pages of a file" in agreement.warnings[-1].message


TABLE = """level page_num block_num par_num line_num word_num left top width height conf text
1 1 0 0 0 0 0 0 900 540 -1 -
5 1 1 1 1 1 100 50 30 20 96.5 7.2
5 1 1 1 1 2 140 52 100 22 93.5 Return
5 1 1 1 2 1 100 80 60 20 40.0 tapes
"""


def test_tesseract_is_asked_for_its_table_of_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"--version": "tesseract 5.3.0", "--list-langs": "List:\neng\nosd"}
    program = tmp_path / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nanswers = {answers!r}\n"
        f"sys.stdout.write(answers.get(sys.argv[1], {TABLE.replace(' ', chr(9))!r}))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    recogniser = TesseractRecogniser.installed()
    assert recogniser is not None and recogniser.name == "Tesseract 5.3.0"
    first, second = recogniser.lines(np.zeros((540, 900), np.uint8))
    assert (first.text, first.top, first.bottom) == ("7.2 Return", 50, 74)
    assert first.edges[:4] == ((100, 110), (110, 120), (120, 130), (130, 140))
    assert first.confidence == pytest.approx((3 * 0.965 + 6 * 0.935) / 9)
    assert (second.text, second.confidence) == ("tapes", 0.4)
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert TesseractRecogniser.installed() is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ('(the"Services"means all work', '(the "Services" means all work'),
        ("taxes,duties and levies.The Client", "taxes, duties and levies. The Client"),
        ("USD 10,000.50 under U.S. law", "USD 10,000.50 under U.S. law"),
        ("16.5Severability under Section7.2", "16.5 Severability under Section 7.2"),
        ("(b)Any 3rd party", "(b) Any 3rd party"),
        ('said "so", and "no".', 'said "so", and "no".'),
    ],
)
def test_spaces_that_were_overlooked_beside_signs_are_put_in(read: str, meant: str) -> None:
    assert spaced(read) == meant


def test_letters_stand_about_their_middles_with_room_for_the_spaces() -> None:
    edges = letter_edges("at it", [10, 20, 40, 50], 6)
    assert len(edges) == len("at it")
    assert 4 <= edges[0][0] < 10 and edges[0][1] == edges[1][0] == 15
    assert edges[2] == (edges[1][1], edges[3][0])
    assert all(left < right for left, right in edges)


@pytest.mark.parametrize(("quarters", "degrees"), [(0, 0), (1, 0), (2, 0), (3, 0), (0, 2.0), (1, -1.5)])
def test_a_turn_leads_back_to_where_the_ink_was(quarters: int, degrees: float) -> None:
    displayed = np.full((400, 600), 255, np.uint8)
    displayed[120:132, 400:412] = 0
    turn = Turn(quarters, degrees, 600, 400)
    y, x = np.nonzero(turn.turned(displayed) < 128)
    left, top, right, bottom = turn.back((x.min(), y.min(), x.max() + 1, y.max() + 1))
    assert left - 3 < 400 and right + 3 > 412 and top - 3 < 120 and bottom + 3 > 132
    assert right - left < 20 and bottom - top < 20


@pytest.mark.parametrize("turned", [0, 1, -2, 4])
def test_the_slope_of_the_lines_is_measured(turned: float) -> None:
    image = np.asarray(picture_of(draw(LINES), turned=turned))
    turn = find_turn(image, *SIZE)
    assert turn.quarters == 0 and turn.degrees == pytest.approx(-turned, abs=0.2)
