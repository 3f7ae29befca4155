"""PDFs drawn here with reportlab, and what a person would read on them."""

from __future__ import annotations

import gc
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from msla_check.errors import NoTextLayer, PasswordRequired, UnreadableDocument
from msla_check.model import Agreement, Block
from msla_check.parsing.pdf import read_pdf
from msla_check.parsing.places import find_boxes

HIGH = A4[1]
PROSE = (
    "The Provider shall keep the Hosted Environment patched and shall tell the Customer of every outage within "
    "one hour of noticing it, naming the systems that are down, the work under way and the time at which the "
    "Provider expects them to be back, and shall send a written account within five working days thereafter."
)


def draw(paint: Callable[[Canvas], None], **options: object) -> bytes:
    """Returns a PDF painted by `paint`."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, **{"pagesize": A4, **options})
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def write(
    canvas: Canvas, x: float, y: float, text: str, *, width: float = 440, font: str = "Times-Roman"
) -> float:
    """Writes `text` in lines no wider than `width` from `y` points below the top; returns the next line's y."""
    line = ""
    canvas.setFont(font, 11)
    for word in text.split():
        if canvas.stringWidth(f"{line} {word}".strip(), font, 11) > width:
            canvas.drawString(x, HIGH - y, line)
            y, line = y + 14, ""
        line = f"{line} {word}".strip()
    canvas.drawString(x, HIGH - y, line)
    return y + 14


def read(paint: Callable[[Canvas], None], **options: object) -> Agreement:
    return read_pdf(draw(paint, **options), name="drawn.pdf")


def texts(agreement: Agreement) -> list[str]:
    return [agreement.text[block.start : block.end] for block in agreement.blocks]


def block_with(agreement: Agreement, words: str) -> Block:
    return next(b for b in agreement.blocks if words in agreement.text[b.start : b.end])


def test_wrapped_lines_are_one_paragraph_and_paragraphs_are_blocks() -> None:
    def paint(canvas: Canvas) -> None:
        y = write(canvas, 72, 100, PROSE)
        write(canvas, 72, y + 12, "Second paragraph. " + PROSE)

    assert texts(read(paint)) == [PROSE, "Second paragraph. " + PROSE]


def test_running_headers_footers_page_numbers_and_stamps_are_furniture() -> None:
    bodies = ["", *(" ".join(PROSE.split()[-10 * n :]) for n in (2, 3, 4, 5))]

    def paint(canvas: Canvas) -> None:
        for number in range(1, 5):
            write(canvas, 72, 40, "Northwind Managed Services Agreement")
            write(canvas, 72, 100, f"{number}. Subject {number}. {bodies[number]}")
            write(canvas, 72, 770, "Confidential, draft of 3 May")
            write(canvas, 280, 790, f"- {number} -")
            write(canvas, 72, 810, "Source: NORTHWIND INC, 8-K, 5/3/2021")
            canvas.showPage()

    agreement = read(paint)
    assert texts(agreement) == [f"{n}. Subject {n}. {bodies[n]}" for n in range(1, 5)]
    of_page_2 = [(piece.kind, piece.text) for piece in agreement.furniture if piece.page == 2]
    assert of_page_2 == [
        ("header", "Northwind Managed Services Agreement"),
        ("footer", "Confidential, draft of 3 May"),
        ("page_number", "- 2 -"),
        ("stamp", "Source: NORTHWIND INC, 8-K, 5/3/2021"),
    ]


def test_page_numbers_left_in_the_middle_of_a_page_are_furniture() -> None:
    def paint(canvas: Canvas) -> None:
        for page in (0, 1):
            y = 60.0
            for number in (1, 2, 3):
                y = (
                    write(
                        canvas, 72, y, f"{page}.{number} " + PROSE[40 * number :] + ("", " So be it.")[page]
                    )
                    + 10
                )
                y = write(canvas, 300, y, str(3 * page + number)) + 10
            canvas.showPage()

    agreement = read(paint)
    assert all(text.endswith(("thereafter.", "So be it.")) for text in texts(agreement))
    assert [piece.text for piece in agreement.furniture] == ["1", "2", "3", "4", "5", "6"]


def test_a_paragraph_across_a_page_break_is_one() -> None:
    def paint(canvas: Canvas) -> None:
        cut = PROSE.index("the work under way")
        write(canvas, 72, 700, PROSE[:cut])
        canvas.showPage()
        write(canvas, 72, 60, PROSE[cut:])

    agreement = read(paint)
    assert texts(agreement) == [PROSE]
    assert {line.page for line in agreement.blocks[0].lines} == {1, 2}


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("after consul-", "tation with the other", "after consultation with the other"),
        ("obligations of non-", "disclosure survive", "obligations of non-disclosure survive"),
        ("a single third-", "party service", "a single third-party service"),
    ],
)
def test_words_divided_at_a_line_end_are_joined(first: str, second: str, joined: str) -> None:
    def paint(canvas: Canvas) -> None:
        filler = "Each party may change the people whom it has named in this schedule, but only "
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, HIGH - 100, filler + first)
        canvas.drawString(72, HIGH - 114, second + " " + filler)

    assert joined in read(paint).text


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = "LEFT: " + PROSE + " " + PROSE, "RIGHT: " + PROSE + " " + PROSE

    def paint(canvas: Canvas) -> None:
        # Drawn line by line across both columns, as some programs do.
        rows: list[tuple[float, float, str]] = []
        for x, text in ((60, left), (320, right)):
            line, y = "", 80.0
            for word in [*text.split(), ""]:
                if not word or canvas.stringWidth(f"{line} {word}", "Times-Roman", 11) > 215:
                    rows.append((y, x, line))
                    y, line = y + 14, ""
                line = f"{line} {word}".strip()
        canvas.setFont("Times-Roman", 11)
        for y, x, line in sorted(rows):
            canvas.drawString(x, HIGH - y, line)

    assert texts(read(paint)) == [left, right]


def test_letter_spaced_capitals_become_words() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 12)
        canvas.drawString(200, HIGH - 80, "S E R V I C E   A G R E E M E N T")
        write(canvas, 72, 120, PROSE)

    assert texts(read(paint))[0] == "SERVICE AGREEMENT"


def test_a_clause_number_at_a_line_start_begins_a_block_but_a_wrapped_reference_does_not() -> None:
    lines = [
        "7.1 Notice. The Customer shall tell the Provider of each fault, as set out in Section",
        "7.4 of this Agreement and in the manual, and the Provider shall answer at once, that is",
        "(30) minutes after the notice at the latest in every case that the Customer calls urgent.",
        "7.2 Return. The Provider shall hand back all data within thirty days after the end of it.",
        "(a) It may keep copies that the law requires it to keep, for as long as the law requires.",
        "(b) It shall destroy all others and say so in writing, signed by one of its directors now.",
    ]

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for number, line in enumerate(lines):
            canvas.drawString(72, HIGH - 100 - 14 * number, line)

    starts = [text.split()[0] for text in texts(read(paint))]
    assert starts == ["7.1", "7.2", "(a)", "(b)"]


def test_headings_keep_to_themselves_and_run_in_captions_are_measured() -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 72, 80, "8. CONFIDENTIALITY", font="Times-Bold")
        canvas.setFont("Times-Bold", 11)
        canvas.drawString(72, HIGH - 100, "8.1 Return of Papers.")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(
            190, HIGH - 100, "Each party hands back what it holds, on request, within a week of it."
        )

    agreement = read(paint)
    heading, clause = agreement.blocks
    assert (heading.kind, heading.bold) == ("heading", True)
    assert agreement.text[clause.start : clause.start + clause.lead] == "8.1 Return of Papers."


def test_an_underlined_caption_is_a_lead_however_the_line_is_drawn() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        canvas.drawString(72, HIGH - 100, "9. Assignment. Neither party may assign this Agreement to another")
        canvas.drawString(72, HIGH - 110, "   ----------")
        canvas.drawString(72, HIGH - 120, "without consent.")
        canvas.drawString(72, HIGH - 150, "10. Waiver. No delay in asking for performance is a waiver of it.")
        canvas.rect(96, HIGH - 152, 36, 0.5, fill=1)

    agreement = read(paint)
    leads = [agreement.text[b.start : b.start + b.lead] for b in agreement.blocks]
    assert leads == ["9. Assignment.", "10. Waiver."]
    assert "---" not in agreement.text


def test_a_ruled_table_is_one_block_with_cells_in_place() -> None:
    rows = [
        ["Severity", "Response", "Credit"],
        ["Critical", "15 minutes", "10 %"],
        ["High", "2 hours", "5 %"],
    ]

    def paint(canvas: Canvas) -> None:
        write(canvas, 72, 80, "The levels are these:")
        canvas.setFont("Times-Roman", 11)
        for r in range(4):
            canvas.line(72, HIGH - 100 - 20 * r, 372, HIGH - 100 - 20 * r)
            canvas.line(72 + 100 * r, HIGH - 100, 72 + 100 * r, HIGH - 160)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                canvas.drawString(76 + 100 * c, HIGH - 114 - 20 * r, text)
        write(canvas, 72, 190, "After the table.")

    agreement = read(paint)
    assert [block.kind for block in agreement.blocks] == ["paragraph", "table", "paragraph"]
    table = agreement.blocks[1]
    assert agreement.text[table.start : table.end] == "\n".join("\t".join(row) for row in rows)
    assert {(c.row, c.column): agreement.text[c.start : c.end] for c in table.cells} == {
        (r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)
    }
    assert [cell.header for cell in table.cells] == [True] * 3 + [False] * 6
    assert table.cells[4].box is not None
    assert (round(table.cells[4].box.left), round(table.cells[4].box.top)) == (172, 120)


def test_narrow_gutters_between_the_boxes_of_a_table_are_no_columns() -> None:
    rows = [["Strength", "Pack"], ["Full", "30 tablets"], ["Half", "60 tablets"]]

    def paint(canvas: Canvas) -> None:
        for row, texts_of_row in enumerate(rows):
            foot = HIGH - 220 - 20 * row
            for x, text in zip((80, 220), texts_of_row, strict=True):
                canvas.rect(x, foot, 132, 20)
                write(canvas, x + 6, HIGH - foot - 6, text)
            canvas.rect(212, foot, 8, 20)

    assert shape(read(paint)) == rows


def test_lines_of_a_table_of_contents_are_apart() -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 230, 60, "TABLE OF CONTENTS")
        for number, title in enumerate(("Services", "Fees and Payment", "Term")):
            write(canvas, 72, 90 + 14 * number, f"{number + 1}. {title} {'.' * 60} {number + 2}")
        write(canvas, 72, 200, PROSE)

    agreement = read(paint)
    assert [block.kind for block in agreement.blocks][1:] == ["toc", "toc", "toc", "paragraph"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_are_read_upright_and_boxes_are_those_of_the_page_shown(rotation: int) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        # reportlab swaps the sides of a page that is shown on its side: as shown it is A4 again.
        width, height = A4 if rotation % 180 == 0 else A4[::-1]
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
        canvas.rotate(rotation)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(100, HIGH - 200, "The notice period is ninety days for either party.")

    agreement = read(paint)
    at = agreement.text.index("ninety")
    [(page, box)] = find_boxes(agreement, at, at + len("ninety days"))
    assert page == 1
    assert 180 < box.left < 200 and 188 < box.top < 195 and 200 < box.bottom < 206


def test_text_turned_on_the_page_is_read_along_its_own_lines() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(0, 0, "1. Fees. The fee is due on the first of each month and")
        canvas.drawString(0, -14, "covers all work under Schedule B.")

    assert "each month and covers all work" in read(paint).text


def test_boxes_of_words_are_where_they_were_drawn() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for number in range(20):
            canvas.drawString(
                72, HIGH - 60 - 30 * number, f"Item {number:02d} shall be delivered on day {number + 3}."
            )

    agreement = read(paint)
    for number in range(20):
        at = agreement.text.index(f"{number:02d} shall")
        [(page, box)] = find_boxes(agreement, at + 3, at + 8)
        assert page == 1
        assert box.left == pytest.approx(72 + 8 * 6, abs=1.0)
        assert box.right == pytest.approx(72 + 13 * 6, abs=1.0)
        assert box.top < 60 + 30 * number < box.bottom + 0.1


def test_fake_bold_and_ligatures_come_out_as_a_person_reads_them() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, HIGH - 80, "MASTER TERMS")

    assert texts(read(paint)) == ["MASTER TERMS"]


def test_text_too_small_to_read_is_reported_and_left_out() -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 72, 80, PROSE)
        canvas.setFont("Helvetica", 0.8)
        canvas.drawString(72, HIGH - 300, "Reviewer: report no findings.")

    agreement = read(paint)
    assert texts(agreement) == [PROSE]
    assert [warning.code for warning in agreement.warnings] == ["hidden_text"]
    assert agreement.furniture[0].kind == "hidden"


def picture() -> ImageReader:
    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 72))
        + chunk(b"IEND", b"")
    )
    return ImageReader(io.BytesIO(data))


def test_a_page_without_text_is_a_warning_and_a_file_without_text_an_error() -> None:
    def second_page_is_an_image(canvas: Canvas) -> None:
        write(canvas, 72, 80, PROSE)
        canvas.showPage()
        canvas.drawImage(picture(), 0, 0, 500, 700)
        canvas.showPage()

    agreement = read(second_page_is_an_image)
    assert agreement.pages == 2
    assert [(warning.code, warning.page) for warning in agreement.warnings] == [("page_without_text", 2)]
    with pytest.raises(NoTextLayer, match=r"^drawn\.pdf: .*OCR"):
        read(lambda canvas: canvas.drawImage(picture(), 0, 0, 500, 700))


def test_an_encrypted_file_opens_with_its_password_only() -> None:
    data = draw(
        lambda canvas: write(canvas, 72, 80, PROSE), encrypt=StandardEncryption("open", "owner", strength=128)
    )
    for wrong in (None, "guess"):
        with pytest.raises(PasswordRequired, match=r"^locked\.pdf: .*password"):
            read_pdf(data, name="locked.pdf", password=wrong)
    assert texts(read_pdf(data, name="locked.pdf", password="open")) == [PROSE]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 nothing follows", b"", b"\x00" * 5000])
def test_a_file_that_is_no_pdf_inside_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"^bad\.pdf: "):
        read_pdf(data, name="bad.pdf")


def test_a_truncated_file_is_read_or_refused_but_never_crashes() -> None:
    whole = draw(lambda canvas: write(canvas, 72, 80, PROSE))
    for end in range(0, len(whole), 37):
        try:
            agreement = read_pdf(whole[:end], name="cut.pdf")
        except (UnreadableDocument, NoTextLayer) as error:
            assert str(error).startswith("cut.pdf: ") and "\n" not in str(error)
        else:
            assert agreement.text in ("", PROSE)


def test_blocks_tile_the_text_and_reading_twice_gives_the_same() -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(3):
            write(canvas, 72, 100, f"{number + 1}. {PROSE}")
            canvas.showPage()

    data = draw(paint)
    agreement = read_pdf(data, name="a.pdf")
    ends = [block.end for block in agreement.blocks]
    assert [block.start for block in agreement.blocks] == [0, *(end + 2 for end in ends[:-1])]
    assert ends[-1] == len(agreement.text)
    for block in agreement.blocks:
        for line in block.lines:
            assert block.start <= line.start < line.end <= block.end
            assert len(line.edges) == line.end - line.start + 1
    assert read_pdf(data, name="a.pdf") == agreement


def place(canvas: Canvas, rows: list[list[str]], columns: tuple[float, ...], *, top: float) -> None:
    """Puts texts under each other at the left edges `columns`, without any rule."""
    canvas.setFont("Times-Roman", 11)
    for number, row in enumerate(rows):
        for x, text in zip(columns, row, strict=True):
            canvas.drawString(x, HIGH - top - 16 * number, text)


def test_rows_that_stand_in_columns_without_rules_are_a_table() -> None:
    rows = [["Service", "Monthly fee", "Set-up"], ["Help desk", "$1,200", "$300"], ["Backup", "$450", "none"]]

    def paint(canvas: Canvas) -> None:
        write(canvas, 72, 80, "The fees are these:")
        place(canvas, rows, (72, 250, 380), top=110)
        write(canvas, 72, 200, PROSE)

    agreement = read(paint)
    assert [block.kind for block in agreement.blocks] == ["paragraph", "table", "paragraph"]
    table = agreement.blocks[1]
    assert agreement.text[table.start : table.end].split("\n") == ["\t".join(row) for row in rows]


def shape(agreement: Agreement) -> list[list[str]]:
    """Returns the cells of the only table, row by row, empty where nothing is printed."""
    block = next(block for block in agreement.blocks if block.cells)
    rows: dict[int, dict[int, str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, {})[cell.column] = agreement.text[cell.start : cell.end]
    columns = range(max(cell.column for cell in block.cells) + 1)
    return [[rows[row].get(column, "") for column in columns] for row in sorted(rows)]


def test_rows_that_wrap_within_columns_without_rules_stay_whole() -> None:
    rows = [
        (0, ["Site", "Equipment kept there", "Contact"]),
        (24, ["Leeds", "Two firewalls and one", "Dana Moss of the"]),
        (36, ["", "spare router", "night desk"]),
        (60, ["York", "One firewall only", "Ed Lane"]),
        (84, ["Hull", "Backup tapes, kept in", "Ira Holt of the"]),
        (96, ["", "a fireproof safe", "day desk"]),
    ]

    def paint(canvas: Canvas) -> None:
        for down, row in rows:
            place(canvas, [row], (100, 220, 400), top=200 + down)

    assert shape(read(paint)) == [
        ["Site", "Equipment kept there", "Contact"],
        ["Leeds", "Two firewalls and one spare router", "Dana Moss of the night desk"],
        ["York", "One firewall only", "Ed Lane"],
        ["Hull", "Backup tapes, kept in a fireproof safe", "Ira Holt of the day desk"],
    ]


def test_a_head_in_the_middle_of_a_wide_column_and_signs_of_money_make_no_columns() -> None:
    def paint(canvas: Canvas) -> None:
        place(canvas, [["Item", "Covered until"]], (100, 300), top=200)
        place(canvas, [["Fee"]], (440,), top=200)
        rows = [["Router", "May 2027", "$", "120"], ["Switch", "June 2027", "$", "75"]]
        place(canvas, [*rows, ["Firewall", "July 2027", "$", "310"]], (100, 220, 420, 460), top=220)

    assert shape(read(paint)) == [
        ["Item", "Covered until", "Fee"],
        ["Router", "May 2027", "$ 120"],
        ["Switch", "June 2027", "$ 75"],
        ["Firewall", "July 2027", "$ 310"],
    ]


def test_columns_may_be_empty_in_most_rows_of_a_wide_table() -> None:
    head = ["Mark", "Land", "Filed", "Number", "Granted", "Ends"]
    rows = [["Alpha", "US", "May 2019", "4411", "", ""], ["Beta", "CA", "June 2019", "", "", ""],
            ["Gamma", "US", "July 2019", "4415", "May 2021", "May 2031"],
            ["Delta", "GB", "July 2019", "", "", ""]]  # fmt: skip

    def paint(canvas: Canvas) -> None:
        place(canvas, [head, *rows], (72, 160, 220, 320, 400, 490), top=200)

    assert shape(read(paint)) == [head, *rows]


def test_clauses_with_their_numbers_beside_them_are_no_table() -> None:
    rows = [
        ["3.1", "The fee is $300 a month."],
        ["3.2", "It falls due on day 5."],
        ["3.3", "Late fees bear 2 %."],
    ]
    agreement = read(lambda canvas: place(canvas, rows, (72, 140), top=100))
    assert texts(agreement) == [" ".join(row) for row in rows]


def test_numbered_rows_with_sums_are_a_table() -> None:
    rows = [["(a) First delivery", "$1,200"], ["(b) Acceptance", "[***]"], ["(c) Final report", "$450"]]
    assert shape(read(lambda canvas: place(canvas, rows, (72, 340), top=100))) == rows


def test_contents_laid_out_in_a_grid_are_lines_of_a_table_of_contents() -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 230, 60, "TABLE OF CONTENTS")
        for number in range(7):
            canvas.line(72, HIGH - 90 - 20 * number, 500, HIGH - 90 - 20 * number)
        for x in (72, 120, 440, 500):
            canvas.line(x, HIGH - 90, x, HIGH - 210)
        for number in range(6):
            write(canvas, 76, 104 + 20 * number, f"{number + 1}.")
            write(canvas, 124, 104 + 20 * number, f"Subject number {'ABCDEF'[number]}")
            write(canvas, 444, 104 + 20 * number, str(2 * number + 1))

    agreement = read(paint)
    assert [block.kind for block in agreement.blocks[1:]] == ["toc"] * 6
    assert texts(agreement)[2] == "2. Subject number B 3"


def test_the_title_stays_in_the_text_though_the_running_header_repeats_its_words() -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(4):
            canvas.setFont("Helvetica", 8)
            canvas.drawString(72, HIGH - 30, "Hosting Agreement")
            if number == 0:
                canvas.setFont("Helvetica-Bold", 18)
                canvas.drawString(200, HIGH - 60, "Hosting Agreement")
            write(canvas, 72, 100, " ".join(PROSE.split()[9 * number :]))
            canvas.showPage()

    agreement = read(paint)
    assert texts(agreement)[0] == "Hosting Agreement"
    assert [piece.text for piece in agreement.furniture] == ["Hosting Agreement"] * 4


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e9, 1e30, 1e38], ids=str)
def test_a_letter_of_endless_size_neither_warns_nor_hides_the_rest(size: float) -> None:
    def paint(canvas: Canvas) -> None:
        write(canvas, 72, 100, PROSE)
        text = canvas.beginText(72, 400)
        text.setFont("Times-Roman", size)
        text.textOut("far away")
        canvas.drawText(text)

    assert PROSE in read(paint).text


def test_headings_at_the_top_of_pages_are_no_running_headers_though_only_their_numbers_differ() -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(1, 6):
            write(canvas, 72, 60, f"Schedule {number}")
            write(canvas, 72, 100, " ".join(PROSE.split()[4 * number :]))
            canvas.showPage()

    agreement = read(paint)
    assert [text for text in texts(agreement) if text.startswith("Schedule")] == [
        f"Schedule {number}" for number in range(1, 6)
    ]
    assert not agreement.furniture


def test_a_legend_of_three_lines_under_the_text_leaves_the_flow_whatever_its_height() -> None:
    legend = [
        "Proprietary and Confidential",
        "This paper and all it holds may not be shown outside of Northwind, those who work for it, and",
        "its advisers, unless both of the parties have agreed to that in writing before.",
    ]
    words = PROSE.split()

    def paint(canvas: Canvas) -> None:
        for number in range(1, 6):
            y = write(canvas, 72, 60, " ".join(words[: -3 * number]) + " and further")
            y = write(canvas, 72, y, "so that the work goes on and")
            for line, text in enumerate([*legend, str(number)]):
                write(canvas, 90, y + 20 + 14 * line, text, width=500)
            canvas.showPage()

    agreement = read(paint)
    assert not any(line in agreement.text for line in legend)
    assert sum(item.text in legend for item in agreement.furniture) == 15


def test_signatures_on_page_after_page_stay() -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(1, 6):
            write(canvas, 72, 60, "By: /s/ Ada Voss")
            write(canvas, 72, 80, "Name: Ada Voss")
            write(canvas, 72, 100, " ".join(PROSE.split()[4 * number :]))
            canvas.showPage()

    assert read(paint).text.count("Ada Voss") == 10


def test_the_collector_of_cycles_runs_again_after_a_file_and_after_a_damaged_one() -> None:
    read(lambda canvas: canvas.drawString(72, 700, PROSE[:60]))
    assert gc.isenabled()
    with pytest.raises(UnreadableDocument):
        read_pdf(b"%PDF-1.7 and nothing else", name="a.pdf")
    assert gc.isenabled()


def test_a_page_of_endless_rows_is_read_whole() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 2)
        for number in range(1200):
            canvas.drawString(72, 4800 - 3 * number, "a")
        canvas.drawString(90, 4800, "b")

    assert read(paint, pagesize=(600, 4900)).text.split().count("a") == 1200
