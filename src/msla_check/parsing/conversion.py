"""Converts old word processor files with LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from msla_check.errors import UnreadableDocument, UnsupportedFormat

from .limits import MAX_CONVERSION_SECONDS


def convert_to_docx(data: bytes, name: str, suffix: str) -> bytes:
    """Returns a .doc, .rtf or .odt file as .docx.

    The file is converted in a folder and with a profile of its own, so that nothing of the user's is
    opened or changed, and macros are not run.

    Raises:
        UnsupportedFormat: LibreOffice is not installed.
        UnreadableDocument: LibreOffice could not read the file in time.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnsupportedFormat(
            f"{name}: a {suffix} file is read only where LibreOffice is installed; "
            "save it as .docx or PDF and give that file."
        )
    with tempfile.TemporaryDirectory(prefix="msla-check-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run(
                [*command, str(source)], check=False, capture_output=True, timeout=MAX_CONVERSION_SECONDS
            )
            return Path(folder, "source.docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnreadableDocument(
                f"{name}: LibreOffice could not convert the {suffix} file; save it as .docx or PDF."
            ) from error
