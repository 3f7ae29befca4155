"""Every stretch of the text of a Word file is known by the runs that it stands in."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from agreement_builder import render
from lxml import etree
from word_files import p, r, tracked, word_file

from msla_check.errors import MslaCheckError
from msla_check.model import Agreement
from msla_check.parsing import read_agreement
from msla_check.parsing.docx import read_docx
from msla_check.parsing.places import find_runs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLUGS = (
    "northwind-full-msp",
    "tidewater-master-services",
    "oakhurst-uk-managed-it",
    "graniteloop-cloud-hosting",
)
ONE = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "sym": "*"}


class File:
    """A Word file, its runs found anew: by part, paragraph and number."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as package:
            self.parts = {
                name: etree.fromstring(package.read(f"word/{name}.xml"))
                for name in ("document", "footnotes", "endnotes")
                if f"word/{name}.xml" in package.namelist()
            }

    def text(self, part: str, paragraph: int, number: int) -> str:
        """The characters of a run, one for a tab or a break."""
        element = list(self.parts[part].iter(f"{{{W}}}p"))[paragraph]
        runs = [e for e in element.iter(f"{{{W}}}r") if next(e.iterancestors(f"{{{W}}}p")) is element]
        text = ""
        for child in runs[number]:
            name = etree.QName(child).localname
            text += (child.text or "") if name in ("t", "delText") else ONE.get(name, "")
        return text


def told(file: File, agreement: Agreement, start: int, end: int) -> str:
    """The text of `start:end` as its runs tell it, in the reading's own spelling of spaces and hyphens."""
    pieces = [
        file.text(x.part, x.paragraph, x.run)[x.offset : x.offset + x.end - x.start]
        for x in find_runs(agreement, start, end)
    ]
    return re.sub(r"\s", " ", "".join(pieces).replace("\u2011", "-"))


def sentences(agreement: Agreement) -> Iterator[tuple[int, int]]:
    """Every sentence of the paragraphs, without the automatic number."""
    for block in agreement.blocks:
        if block.kind in ("table", "note"):
            continue
        begin = block.start + (len(block.number) + 1 if block.number else 0)
        for found in re.finditer(r"\S[^.]*\.?", agreement.text[begin : block.end]):
            yield begin + found.start(), begin + found.end()


@pytest.mark.parametrize("slug", SLUGS)
def test_sentences_stand_in_the_runs_that_are_named(slug: str) -> None:
    data = render(slug, "docx")
    agreement = read_docx(data, name=f"{slug}.docx")
    file = File(data)
    checked = 0
    for start, end in sentences(agreement):
        assert told(file, agreement, start, end) == agreement.text[start:end].replace("\n", " ")
        checked += 1
    assert checked > 40


def test_a_sentence_over_many_runs_is_cut_to_its_characters() -> None:
    words = r("First part. Pay  within") + r(" thirty\u00ad (30)", "<w:b/>") + r(" days of it. Rest.")
    data = word_file(p(words))
    agreement = read_docx(data, name="a.docx")
    start = agreement.text.index("Pay")
    end = agreement.text.index(" Rest")
    assert agreement.text[start:end] == "Pay within thirty (30) days of it."
    runs = find_runs(agreement, start, end)
    assert told(File(data), agreement, start, end) == "Pay within thirty (30) days of it."
    assert [x.run for x in runs] == sorted(x.run for x in runs)
    assert {x.run for x in runs} == {0, 1, 2}


def test_each_reading_of_a_tracked_change_names_the_runs_that_it_shows() -> None:
    words = r("Pay within ") + tracked("del", r("ten")) + tracked("ins", r("thirty")) + r(" days.")
    data = word_file(p(words))
    for reading, shown in (("accepted", "Pay within thirty days."), ("original", "Pay within ten days.")):
        agreement = read_docx(data, name="a.docx", reading=reading)  # type: ignore[arg-type]
        assert agreement.text == shown
        assert told(File(data), agreement, 0, len(shown)) == shown


def test_files_of_other_kinds_name_no_runs() -> None:
    agreement = read_agreement(b"1. Term. One year from today.", name="a.txt")
    assert find_runs(agreement, 0, len(agreement.text)) == []


@pytest.mark.skipif("MSLA_BENCH_DATA" not in os.environ, reason="MSLA_BENCH_DATA is not set")
def test_runs_of_real_files_hold_the_words_they_are_said_to_hold() -> None:
    for path in sorted((Path(os.environ["MSLA_BENCH_DATA"]) / "docx").rglob("*.docx")):
        data = path.read_bytes()
        try:
            agreement = read_docx(data, name=path.name)
        except MslaCheckError:
            continue
        file = File(data)
        for found in agreement.runs:
            wanted = agreement.text[found.start : found.end]
            text = file.text(found.part, found.paragraph, found.run)
            written = re.sub(
                r"\s", " ", text[found.offset : found.offset + len(wanted)].replace("\u2011", "-")
            )
            assert written == wanted, path.name
