"""The bounds within which a file is read, all in one place.

A file is hostile until it is read: these keep a zip bomb, an endless table or a forged length from
taking the machine down. Each is far above what real agreements need.
"""

from __future__ import annotations

MAX_FILE_BYTES = 150_000_000
"""The largest file that is opened at all."""

MAX_TEXT_BYTES = 20_000_000
"""The largest plain text, Markdown or HTML file: some 6,000 printed pages."""

MAX_PART_BYTES = 100_000_000
"""The largest part of a Word file once unpacked."""

MAX_PACKAGE_BYTES = 400_000_000
"""The largest Word file once unpacked, all parts together."""

MAX_PARTS = 10_000
"""The most parts in a Word file."""

MAX_DEPTH = 300
"""The deepest nesting of elements in a Word or HTML file."""

MAX_PDF_PAGES = 10_000
"""The most pages of a PDF."""

MAX_PAGE_CHARACTERS = 100_000
"""The most characters read from one PDF page, some thirty times a dense one; a warning says so."""

MAX_PDF_CHARACTERS = 60_000_000
"""The most characters of a PDF, all pages together."""

MAX_PAGE_OBJECTS = 20_000
"""The most drawing objects of one PDF page in which rules and tables are looked for."""

MAX_CONVERSION_SECONDS = 120
"""The longest time that LibreOffice is given for converting a file."""

MAX_PICTURE_SIDE = 4_000
"""Pixels of the longer side of a page's picture from which words are recognised: 20 inches at 200 dpi."""

MAX_RECOGNISED_PAGES = 500
"""The most pages of a PDF that are read from their pictures; a warning names the rest."""

MAX_RECOGNITION_SECONDS = 120
"""The longest time that Tesseract is given for a page."""
