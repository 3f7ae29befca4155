"""Tells what is set off at a paragraph's start: the caption of a run-in heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

Look = tuple[bool, bool, bool]
"""Bold, underlined, italic."""
PLAIN: Look = (False, False, False)
_TYPED_NUMBER = re.compile(
    r"(?:(?:Article|Section|Clause|ARTICLE|SECTION|CLAUSE)\s+)?(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\(?(?:[A-Za-z]|[ivxIVX]{2,5})[.)])\s+"
)


def measure_lead(text: str, looks: Sequence[tuple[int, Look]]) -> tuple[int, bool]:
    """Returns the length of the set-off beginning of `text`, and whether all of it is bold.

    `looks` are (end, look) of successive stretches. A typed number in front counts with the caption,
    since often only the caption's words are set off. All alike means that nothing is set off.
    """
    number = _TYPED_NUMBER.match(text)
    first: Look | None = None
    bold, lead, at = True, len(text), 0
    for end, look in looks:
        for index in range(at, min(end, len(text))):
            if not text[index].isalnum():
                continue
            bold = bold and look[0]
            if number is not None and index < number.end():
                continue
            first = first or look
            if lead == len(text) and any(mine and not its for mine, its in zip(first, look, strict=True)):
                lead = index
        at = end
    if first is None or not any(first) or lead == len(text):
        return 0, bold and first is not None
    return len(text[:lead].rstrip(" \"“(['‘")), bold
