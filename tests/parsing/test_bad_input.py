"""What cannot be read is refused in one line that says what to do."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from parsing.word_files import p, word_file

from msla_check.errors import MslaCheckError, PasswordRequired, UnreadableDocument, UnsupportedFormat
from msla_check.parsing import limits, read_agreement

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NOISE = bytes((i * 7919 + i // 3) % 256 for i in range(5_000))


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


EMPTY = word_file(p(""))
BOMB = word_file(p("x" * 3_000))
ENTITIES = package(
    word__document_xml='<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
)
DEEP = word_file("<w:sdt><w:sdtContent>" * 400 + p("deep") + "</w:sdtContent></w:sdt>" * 400)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.docx", b"", UnreadableDocument, "a.docx: the file is empty."),
        ("a.txt", b" \n\n ", UnreadableDocument, "a.txt: there is no text."),
        ("a.docx", b"PK\x03\x04 and then nothing", UnreadableDocument,
         "a.docx: the Word file is damaged and cannot be unpacked; save it again."),
        ("a.docx", word_file(p("x"))[:-80], UnreadableDocument,
         "a.docx: the Word file is damaged and cannot be unpacked; save it again."),
        ("a.docx", EMPTY, UnreadableDocument, "a.docx: the Word file holds no text."),
        ("a.docx", ENTITIES, UnreadableDocument, "a.docx: the Word file declares XML entities and is not read."),
        ("a.docx", package(word__document_xml=""), UnreadableDocument,
         "a.docx: the Word file has no main text; save it again in Word."),
        ("a.docx", DEEP, UnreadableDocument,
         f"a.docx: the elements are nested more than {limits.MAX_DEPTH} deep; save the file again."),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), PasswordRequired,
         "a.docx: the Word file is encrypted; save it without a password."),
        ("a.pdf", b"not a pdf", UnreadableDocument,
         "a.pdf: this is no PDF, whatever its name says; export it again."),
        ("a.txt", NOISE, UnsupportedFormat,
         "a.txt: this is not a text file; give a PDF, Word, HTML or text file."),
        ("a.bin", NOISE, UnsupportedFormat,
         "a.bin: this kind of file is not known; give a PDF, Word, HTML or text file."),
        ("a.eml", b"From: a@b.c\n\nHello", UnsupportedFormat,
         "a.eml: this is an e-mail; save the agreement attached to it and give that file."),
        ("a.zip", package(x="y"), UnsupportedFormat,
         "a.zip: this is an archive; unpack it and give the files in it."),
        ("a.zip", b"PK", UnsupportedFormat, "a.zip: this is an archive; unpack it and give the files in it."),
        ("a.docx", package(xl__workbook_xml="<x/>"), UnsupportedFormat,
         "a.docx: a workbook is no agreement; give a PDF, Word, HTML or text file."),
        ("a.pptx", package(ppt__presentation_xml="<x/>"), UnsupportedFormat,
         "a.pptx: a presentation is no agreement; give a PDF, Word, HTML or text file."),
    ],
)  # fmt: skip
def test_refusals(name: str, data: bytes, error: type[MslaCheckError], message: str) -> None:
    with pytest.raises(error) as caught:
        read_agreement(data, name=name)
    assert str(caught.value) == message


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^nowhere\.docx: there is no such file\.$"):
        read_agreement("nowhere.docx")
    with pytest.raises(UnreadableDocument, match="this is a folder; name the files in it"):
        read_agreement(tmp_path)


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("the file was read"))
    with pytest.raises(UnreadableDocument, match=r"^huge\.txt: a file of more than 150 MB is not read"):
        read_agreement(huge)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MAX_PART_BYTES", 2_000, "a part unpacks to more than 0 MB"),
        ("MAX_PACKAGE_BYTES", 2_000, "it unpacks to more than 0 MB"),
        ("MAX_PARTS", 2, "a Word file of more than 2 parts is not read"),
    ],
)
def test_limits_of_a_package(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, message: str) -> None:
    monkeypatch.setattr(f"msla_check.parsing.docx_package.{limit}", value)
    with pytest.raises(UnreadableDocument, match=message):
        read_agreement(BOMB, name="a.docx")


def test_old_word_files_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for name, data in (("a.doc", OLE), ("a.rtf", rb"{\rtf1 Fees}")):
        with pytest.raises(UnsupportedFormat, match=r"LibreOffice is installed; save it as \.docx or PDF"):
            read_agreement(data, name=name)


def test_the_format_is_told_by_the_content_first() -> None:
    assert read_agreement(word_file(p("Word inside")), name="a.txt").text == "Word inside"
    assert read_agreement(b"<html><p>Page</p></html>", name="terms").media_type == "text/html"
    assert read_agreement(b"Just words.", name="a.doc").text == "Just words."


def test_a_string_is_text_unless_it_names_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("From the file.")
    assert read_agreement(str(path)).text == "From the file."
    assert read_agreement("1. Fees are due.").text == "1. Fees are due."


def test_a_macro_file_is_read_without_its_macros() -> None:
    assert read_agreement(word_file(p("Words")), name="a.docm").text == "Words"
