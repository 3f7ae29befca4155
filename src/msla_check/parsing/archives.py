"""What unpacking a damaged archive raises, in one place: Python's zipfile has no one error for it."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

DAMAGED_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""To catch around opening an archive and reading its members."""
