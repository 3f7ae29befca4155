"""Takes out characters that no reader sees, and finds words that are meant for machines alone."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\U000e0000-\U000e007f]"
)
# Within a word they break it up for a machine and for nobody else; elsewhere they are line-break hints.
_WITHIN_WORD = re.compile(
    r"(?<=[A-Za-z])[\u200b\u200c\u200d\u2060\u2061-\u2064\ufeff]+(?=[A-Za-z])|[\u202d\u202e\U000e0000-\U000e007f]"
)


def take_out_invisible(text: str) -> tuple[str, int]:
    """Returns the text without characters that cannot be seen, and how many of them were deceptive."""
    if text.isascii():
        return text, 0
    deceptive = len(_WITHIN_WORD.findall(text))
    return _INVISIBLE.sub("", text), deceptive
