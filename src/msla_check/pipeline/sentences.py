"""Sentences with their places: what a term is quoted by, and the scope within which words relate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msla_check.model import Block

_END = re.compile(r"(?<=[.;?!])[\"”’)]*\s+(?=[A-Z(\"“\[]|\d)|\n+")
_NO_END = re.compile(
    r"(?:\b(?:No|Nos|Inc|Ltd|Co|Corp|LLC|Mr|Ms|Mrs|Dr|St|vs|etc|e\.g|i\.e|Sec|Art|U\.S|U\.K|approx|Exh|[ap]\.m)|\b[A-Z]|^\W*\(?\w{1,4}(?:\.\d+)*\)?)\.$"
)


def find_sentences(text: str, blocks: Sequence[Block] = ()) -> Iterator[tuple[int, int]]:
    """Yields start and end of every sentence, in order; a sentence never crosses a block's end.

    A semicolon ends one too: contracts chain duties with them. Tables of contents are left out.
    """
    if not blocks:
        yield from _within(text, 0, len(text))
        return
    for block in blocks:
        if block.kind != "toc":
            yield from _within(text, block.start, block.end)


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part, begin = text[start:end], 0
    for match in [*_END.finditer(part), None]:
        stop = len(part) if match is None else match.start()
        if match is not None and _NO_END.search(part[max(begin, stop - 30) : stop]):
            continue
        if part[begin:stop].strip():
            lead = len(part[begin:stop]) - len(part[begin:stop].lstrip())
            yield start + begin + lead, start + begin + len(part[begin:stop].rstrip())
        begin = stop if match is None else match.end()
