"""A portfolio that was audited twice: usual agreements, an unusual one, a hostile one, and what goes wrong."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from msla_check import Audit
from msla_check.audit.store import Store

ALIKE = 22
HOSTILE = "<img src=x onerror=alert(1)>.txt"
HOSTILE_PARTY = "\"><script>document.title='broken into'</script>"
FORMULA = '=HYPERLINK("http://example.invalid","click")'


@dataclass(frozen=True)
class Audited:
    """A store with two runs, and the folder that was audited."""

    store: Store
    name: str
    folder: Path


def _text(small_agreement: str, number: int, notice: int = 60) -> str:
    return (
        small_agreement.replace("Orchard Foods", f"Orchard {number} Foods")
        .replace("March 1, 2025", f"March {1 + number}, 2025")
        .replace("one hundred twenty (120)", str(notice))
    )


def _half_read_pdf(text: str) -> bytes:
    """A page of an agreement, and a page on which nothing can be read."""
    out = BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(line for line in text.splitlines() if line):
        canvas.drawString(60, 780 - 22 * number, line[:90])
    canvas.showPage()
    canvas.rect(100, 100, 200, 200)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fill(folder: Path, small_agreement: str) -> None:
    (folder / "old").mkdir(parents=True)
    for number in range(ALIKE):
        (folder / f"agreement-{number:02}.txt").write_text(_text(small_agreement, number))
    (folder / "old" / "copy.txt").write_text(_text(small_agreement, 0))
    (folder / "unusual.txt").write_text(_text(small_agreement, 23, notice=180))
    (folder / "lapsed.txt").write_text(
        small_agreement.split("4. Term.")[0] + "4. Term. This Agreement ends on December 31, 2019."
    )
    hostile = "</script><script>document.title='broken into'</script>\n\n" + _text(small_agreement, 24)
    (folder / HOSTILE).write_text(hostile.replace("Harbor Tech LLC", "Harbor <b>Tech</b> LLC"))
    (folder / "half.pdf").write_bytes(_half_read_pdf(small_agreement))
    (folder / "broken.pdf").write_text("no PDF")
    (folder / "logo.png").write_text("a picture")
    with (folder / "list.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "counterparty", "tags"])
        writer.writerow(["agreement-00.txt", "Acme Ltd", "hosting, gold"])
        writer.writerow(["agreement-01.txt", "Acme Ltd", "hosting"])
        writer.writerow(["unusual.txt", FORMULA, "@gold"])
        writer.writerow([HOSTILE, HOSTILE_PARTY, ""])


def _change(folder: Path, small_agreement: str) -> None:
    (folder / "agreement-00.txt").write_text(_text(small_agreement, 0, notice=200))
    (folder / "agreement-01.txt").unlink()
    (folder / "agreement-02.txt").rename(folder / "old" / "agreement-02.txt")
    (folder / "new.txt").write_text(_text(small_agreement, 25))


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory, small_agreement: str) -> Audited:
    """The portfolio; run 1 with a manifest, run 2 after some files have changed, moved, come and gone."""
    place = tmp_path_factory.mktemp("portfolio")
    folder = place / "agreements"
    _fill(folder, small_agreement)
    audit = Audit(store=place / "audit.db", workers=1)
    for _ in audit.run([folder], manifest=folder / "list.csv"):
        pass
    _change(folder, small_agreement)
    for _ in audit.run([folder]):
        pass
    return Audited(audit.store, str(place / "audit.db"), folder)
