"""The reviewed file given back: Word with comments, PDF with highlights, everything else untouched."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from hand_made import make_finding, make_report, quote
from lxml import etree
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from msla_check import MslaCheckError, UnreadableDocument, UnsupportedFormat
from msla_check.model.report import Clause, Report
from msla_check.parsing import read_agreement
from msla_check.reporting.docx_words import w

TEXT = (
    "1. Renewal\n\nThis Agreement renews for one year unless notice is given 120 days before its end.\n\n"
    "2. Fees\n\nThe fee is 100. The fee is 100."
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(earlier_comment: bool = False) -> bytes:
    """The agreement of TEXT as Word, its words cut into several runs, its numbers automatic."""
    document = Document()
    document.add_paragraph("Renewal", style="List Number")
    paragraph = document.add_paragraph("This Agreement renews for one year unless ")
    paragraph.add_run("notice is ").bold = True
    paragraph.add_run("given 120 days before its end.")
    document.add_paragraph("Fees", style="List Number")
    fees = document.add_paragraph("The fee is 100. The fee is 100.")
    if earlier_comment:
        document.add_comment(fees.runs, text="Ours", author="Ann", initials="A")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def word_report(words: str, occurrence: int = 0) -> Report:
    evidence = quote(TEXT, words)
    if occurrence:
        start = TEXT.index(words, evidence.end)
        evidence = evidence.model_copy(update={"start": start, "end": start + len(words)})
    clause = Clause(id="c1", number="1", heading="Renewal", start=0, end=TEXT.index("2."))
    finding = make_finding(
        "TERM-04", "weak", "high", evidence=[evidence], why="It traps.", suggestion="60 days."
    )
    missing = make_finding("TERM-06", "missing", "medium")
    return make_report(TEXT, finding, missing, name="a.docx", media_type=WORD, clauses=(clause,))


def commented_words(content: bytes) -> dict[str, str]:
    """The words between each comment's range marks, by comment id."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    words: dict[str, str] = {}
    open_ids: set[str] = set()
    for element in root.iter():
        if element.tag == w("commentRangeStart"):
            open_ids.add(element.get(w("id")))
        elif element.tag == w("commentRangeEnd"):
            open_ids.discard(element.get(w("id")))
        elif element.tag == w("t"):
            for id_ in open_ids:
                words[id_] = words.get(id_, "") + (element.text or "")
    return words


def rebuilt(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The same Word file with each part put through `change`."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return out.getvalue()


def test_a_main_text_that_stands_elsewhere_in_the_file_is_commented_too() -> None:
    def move(name: str, content: bytes) -> tuple[str, bytes]:
        moved = content.replace(b"word/document.xml", b"word/document2.xml")
        return name.replace("/document.xml", "/document2.xml"), moved

    marked = word_report("120 days").to_docx(rebuilt(word_file(), move))
    assert "Message of TERM-04." in next(iter(Document(BytesIO(marked)).comments)).text


def cut_short(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content[:-30] if name == "word/document.xml" else content


def strict(name: str, content: bytes) -> tuple[str, bytes]:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return name, content.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [(cut_short, UnreadableDocument, "save it again"), (strict, UnsupportedFormat, "Strict Open XML")],
)
def test_a_file_that_cannot_be_written_again_is_refused_with_a_clear_word(
    change: Callable[[str, bytes], tuple[str, bytes]], error: type[MslaCheckError], words: str
) -> None:
    source = rebuilt(word_file(), change)
    assert "notice is given" in read_agreement(source, name="a.docx").text
    with pytest.raises(error, match=words):
        word_report("120 days").to_docx(source)


def test_a_damaged_picture_in_a_word_file_is_named() -> None:
    out = BytesIO(word_file())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/media/seal.png", b"the seal")
    source = out.getvalue().replace(b"the seal", b"the sea!")
    with pytest.raises(UnreadableDocument, match="damaged"):
        word_report("120 days").to_docx(source)


@pytest.mark.parametrize("words", ["notice is given 120 days", "120 days", "renews", "before its end"])
def test_a_comment_stands_on_the_exact_words(words: str) -> None:
    marked = word_report(words).to_docx(word_file())
    assert commented_words(marked)["0"] == words
    comments = {c.comment_id: c for c in Document(BytesIO(marked)).comments}
    assert comments[0].author == "msla-check"
    assert "Message of TERM-04." in comments[0].text
    assert "Ask for: 60 days." in comments[0].text


def test_the_second_of_two_equal_passages_is_marked_where_it_is_meant() -> None:
    marked = word_report("fee is 100", occurrence=1).to_docx(word_file())
    document = Document(BytesIO(marked))
    paragraph = document.paragraphs[3]._p
    (mark,) = paragraph.iter(w("commentRangeStart"))
    before = "".join(t.text for run in mark.itersiblings(preceding=True) for t in run.iter(w("t")))
    assert document.paragraphs[3].text == "The fee is 100. The fee is 100."
    assert before == "The fee is 100. The "
    assert commented_words(marked)["0"] == "fee is 100"


def test_what_is_missing_is_noted_at_the_end_of_the_nearest_clause() -> None:
    assert "before its end" in commented_words(word_report("renews").to_docx(word_file()))["1"]


def test_text_and_all_other_parts_stay_as_they_were() -> None:
    source = word_file(earlier_comment=True)
    marked = word_report("120 days").to_docx(source)
    assert [p.text for p in Document(BytesIO(marked)).paragraphs] == [
        p.text for p in Document(BytesIO(source)).paragraphs
    ]
    with zipfile.ZipFile(BytesIO(source)) as old, zipfile.ZipFile(BytesIO(marked)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert sorted(changed) == ["word/comments.xml", "word/document.xml"]
    comments = [(c.author, c.text.splitlines()[0]) for c in Document(BytesIO(marked)).comments]
    assert comments[0] == ("Ann", "Ours")
    assert len({c.comment_id for c in Document(BytesIO(marked)).comments}) == 3


def test_marking_is_the_same_byte_for_byte() -> None:
    source = word_file()
    assert word_report("renews").to_docx(source) == word_report("renews").to_docx(source)


def pdf_file() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawString(72, 760, "1. Renewal. This Agreement renews unless notice is given 120 days before.")
    canvas.showPage()
    canvas.drawString(72, 400, "2. Fees. The fee is 100 dollars each month of the year.")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_highlights_lie_on_the_words_and_bookmarks_lead_there() -> None:
    source = pdf_file()
    text = read_agreement(source, name="a.pdf").text
    found = make_finding("FEE-01", "weak", "high", evidence=[quote(text, "The fee is 100 dollars")])
    missing = make_finding("CONF-01", "missing", "medium")
    marked = make_report(text, found, missing, name="a.pdf").to_pdf(source)
    reader = PdfReader(BytesIO(marked))
    assert [page.extract_text() for page in reader.pages] == [
        page.extract_text() for page in PdfReader(BytesIO(source)).pages
    ]
    (mark,) = (a.get_object() for a in reader.pages[1]["/Annots"])
    left, bottom, right, top = (float(v) for v in mark["/Rect"])
    assert mark["/Subtype"] == "/Highlight"
    assert 72 < left < 140 < right < 260
    assert 392 < bottom < 402 < top < 416
    assert "Message of FEE-01." in mark["/Contents"]
    (note,) = (a.get_object() for a in reader.pages[0]["/Annots"])
    assert "Message of CONF-01." in note["/Contents"]
    titles = [item["/Title"] for item in reader.outline[1]]
    assert titles == ["high: Title of FEE-01", "medium: Title of CONF-01"]


def test_pins_of_what_is_missing_stay_on_the_page_apart() -> None:
    missing = [make_finding(f"M-{n:02d}", "missing", "medium") for n in range(80)]
    marked = PdfReader(
        BytesIO(
            make_report("1. Fees", *missing, name="a.pdf", media_type="application/pdf").to_pdf(pdf_file())
        )
    )
    page = marked.pages[0]
    places = [[float(v) for v in a.get_object()["/Rect"]] for a in page["/Annots"]]
    assert len({tuple(place) for place in places}) == 80
    for left, bottom, right, top in places:
        assert page.cropbox.left <= left < right <= page.cropbox.right
        assert page.cropbox.bottom <= bottom < top <= page.cropbox.top


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(UnsupportedFormat, match="only a Word"):
        make_report(TEXT, name="a.pdf").to_docx(b"%PDF")
