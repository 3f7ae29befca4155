"""What was read with OCR and what was read without are never taken for each other."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from msla_check import Audit
from msla_check.audit.program import program_version
from msla_check.audit.store import DocumentRow
from msla_check.parsing import ocr


@pytest.fixture
def half_scanned(tmp_path: Path) -> Path:
    """An agreement of two pages, the second of them a picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(360, 144))
    canvas.drawString(36, 100, "2. Confidentiality. Each party keeps secret")
    canvas.drawString(36, 84, "what it learns of the other.")
    canvas.save()
    picture = pdfium.PdfDocument(buffer.getvalue())[0].render(scale=2.8, grayscale=True).to_pil()
    path = tmp_path / "half.pdf"
    canvas = Canvas(str(path), pagesize=(360, 144))
    canvas.drawString(36, 100, "1. Services. Provider monitors the network.")
    canvas.showPage()
    canvas.drawInlineImage(picture, 0, 0, 360, 144)
    canvas.save()
    return path


@pytest.mark.skipif(ocr.find_recogniser() is None, reason=f"there is no OCR: {ocr.INSTALL}")
def test_an_audit_with_ocr_reads_again_what_one_without_it_read(half_scanned: Path, tmp_path: Path) -> None:
    def audited(*, ocr: bool) -> tuple[bool, str]:
        audit = Audit(store=tmp_path / "audit.db", workers=1, ocr=ocr)
        [result] = audit.run([half_scanned])
        assert result.outcome == "reviewed"
        return result.fresh, result.elements["confidentiality"]

    assert audited(ocr=False) == (True, "missing")
    fresh, status = audited(ocr=True)
    assert fresh and status != "missing"
    assert audited(ocr=False) == (False, "missing")
    assert audited(ocr=True) == (False, status)
    with Audit(store=tmp_path / "audit.db").store.session() as session:
        programs = {row.program for row in session.query(DocumentRow)}
    assert programs == {program_version(ocr=True), program_version(ocr=False)}


def test_the_program_names_what_reads_images(monkeypatch: pytest.MonkeyPatch) -> None:
    without = program_version(ocr=False)
    monkeypatch.setattr("msla_check.audit.program.find_recogniser", lambda: None)
    assert program_version(ocr=True) == without
