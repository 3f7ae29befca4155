"""Phrases that look like contract text: how they are written, and the pattern of each.

    "renew* automatically"        a word's beginning, then a word
    "may|can terminate"           either word
    "increase ... fees|charges"   up to twelve words between, in the same sentence
    "within {duration}"           reads a value: duration, money, percent, number

Case, line ends, quotation marks and double spaces make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .denial import DENIALS

GAP = 12
"""Words that "..." skips at the most."""

# Split at spaces only: a gap that could be read in two ways would be tried in all of them.
_GAP = rf"[^\w\s]*(?:\s+\S+){{0,{GAP}}}?\s+[^\w\s]*"
# A value that was struck out before filing ("[***] days") is stated all the same.
_SLOTS = {
    "duration": r"[\w()\[\]*●• -]{1,40}?(?:business |calendar |working )?(?:minute|hour|day|week|month|year)s?",
    "money": r"(?:(?:usd|us|gbp|eur|cad)\s?)?[$£€]\s?(?:\d[\d,.]*|\[[*●• ]+\])|(?:usd|gbp|eur)\s?\d[\d,.]*",
    "percent": r"[\w() -]{0,30}?\d[\d.]*\s?%\)?|\[[*●• ]+\]\s?%|[\w -]{1,30}percent",
    "number": r"\d[\d,.]*",
}
UNIT = re.compile(r"(?:minute|hour|day|week|month|year)s?(?!\w)", re.I)
SLOT_BEGINS = re.compile(r"(?<!\w)[\w()\[\]*●• -]")
BEFORE_UNIT = 49
"""Characters that the duration slot reads before its unit at the most."""
_SLOT_ANCHORS = {
    "duration": frozenset(["minute*", "hour*", "day*", "week*", "month*", "year*"]),
    "money": frozenset(["$", "£", "€", "usd*", "gbp*", "eur*"]),
    "percent": frozenset(["%", "percent"]),
    "number": frozenset[str](),
}
COMMON = frozenset(
    [
        "provider", "supplier", "vendor", "contractor", "company", "customer", "client", "service",
        "services", "agreement", "party", "parties", "shall", "will", "may", "not", "terminat*",
        "notice", "fees", "fee", "pay", "paid", "days", "data", "information", "term", "written",
        "third", "all", "any", "by", "of", "to", "in", "for", "on", "or", "and", "no", "is", "be",
        "are", "within", "each", "either", "upon", "request", "access", "responsible", "set",
    ]
)  # fmt: skip
"""Words of nearly every agreement: poor ones to look a phrase up by."""
CHUNK = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with its pattern and the words of which one must stand in a sentence for it to match."""

    text: str
    pattern: re.Pattern[str]
    parts: tuple[frozenset[str], ...]
    """Of each, one must stand in a sentence: whole words, or beginnings of words ending in "*"."""
    opening: tuple[str, ...] = ()
    """The words of which one begins the phrase; none where it begins with a slot or a sign."""
    from_unit: re.Pattern[str] | None = None
    """Of a phrase that begins with a duration: the pattern from the duration's unit on."""
    denies: bool = False
    """The phrase itself says that something is not so ("not liable for")."""


def compile_phrase(text: str) -> Phrase:
    """Returns the compiled phrase.

    Raises:
        ValueError: it holds no word, or an unknown slot; the message says what to write.
    """
    parts: list[str] = []
    needs: list[frozenset[str]] = []
    slots: list[frozenset[str]] = []
    for token in re.findall(r"\.\.\.|\{\w*\}|[^\s]+", text.lower().replace("’", "'")):
        if token == "...":
            parts.append("...")
        elif token.startswith("{"):
            slot = token.strip("{}")
            if slot not in _SLOTS:
                raise ValueError(
                    f'"{token}" is no slot; write one of {", ".join(f"{{{s}}}" for s in _SLOTS)}'
                )
            slots.append(_SLOT_ANCHORS[slot])
            parts.append(
                f"(?P<{slot}>{_SLOTS[slot]})" if f"<{slot}>" not in "".join(parts) else f"(?:{_SLOTS[slot]})"
            )
        else:
            words = [word for word in token.split("|") if word]
            parts.append("(?:" + "|".join(_word_pattern(word) for word in words) + ")")
            needs.append(frozenset(_chunk(word) for word in words))
    needs += [slot for slot in slots if slot]
    if not any(needs):
        raise ValueError(f'"{text}" holds no word to look for')
    denies = bool(DENIALS.intersection(re.findall(r"[a-z]+", text.lower())))
    opening = _opening(text.lower().split()[0])
    pattern = _joined(parts)
    from_unit = None
    if parts[0].startswith("(?P<duration>"):
        from_unit = re.compile(UNIT.pattern + pattern.partition(parts[0])[2], re.I)
    return Phrase(text, re.compile(pattern, re.I), tuple(needs), opening, from_unit, denies)


def _opening(token: str) -> tuple[str, ...]:
    words = [word for word in token.split("|") if word]
    return tuple(map(_chunk, words)) if all(CHUNK.match(word) for word in words) else ()


def _chunk(word: str) -> str:
    """Returns the first run of letters or digits, as the words of a sentence are looked up ("third-party": "third")."""
    found = CHUNK.search(word)
    if found is None:
        return word
    return found[0] + ("*" if word[found.end() :] == "*" else "")


def _word_pattern(word: str) -> str:
    stem = word.rstrip("*")
    pattern = re.escape(stem).replace("'", "['’]")
    return pattern + (r"\w*" if word.endswith("*") else "")


def _joined(parts: Sequence[str]) -> str:
    pattern, gap = r"(?<!\w)", False
    for index, part in enumerate(parts):
        if part == "...":
            gap = True
            continue
        if index:
            pattern += _GAP if gap else r"[\s\"'“”‘’(),-]+"
        pattern += part
        gap = False
    return pattern + r"(?!\w)"
