"""The numbers that clauses bear ("ARTICLE IV", "4.01", "(a)", "Fourth:"), parsed into values that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = str
"""How a number is written: `article`, `section`, `ordinal`, `dec2`, `dec3`, ..., or the shape of a single
value, as `1.`, `1)`, `(1)`, `a.`, `(a)`, `A.`, `(A)`, `i.`, `(i)`, `I.`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a printed number: `(i)` is the ninth letter or the first roman numeral."""

    style: Style
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """A number found in the text at `start:end`; `label` is what a reader would call it."""

    start: int
    end: int
    label: str
    readings: tuple[Reading, ...]
    kind: Literal["number", "schedule"] = "number"


_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_CARDINALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_WORDS = {word: i for words in (_ORDINALS, _CARDINALS) for i, word in enumerate(words, 1)}
_ROMAN = re.compile(r"(?=.)(x{0,3}l?x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}

_NAMED = re.compile(
    r"(?P<word>ARTICLE|Article|SECTION|Section|SECTIONS|Sec\.|SEC\.|CLAUSE|Clause|PART|Part|§)\s{0,3}"
    r"(?:(?P<path>\d{1,3}(?:\.\d{1,3}){1,4})|(?P<int>\d{1,3})|(?P<roman>[IVXL]+|[ivxl]+)"
    r"|(?P<name>[A-Z][A-Za-z]+)|(?P<letter>[A-Z]))"
    r"(?P<item>(?:\([a-z]{1,3}\))*)(?![\w])[.:)]?(?=\s|$|[A-Z\"“(–—-])"
)
_PATH = re.compile(
    r"(?P<path>\d{1,2}(?:\s?\.\s?\d{1,3}){1,4})(?P<item>(?:\([a-z]{1,3}\))*)[.:)]?"
    r"(?=\s|$|[A-Z\"“]|(?<=\.\d\.\d)[a-z]{3})"
)
_SINGLE = re.compile(
    r"(?P<open>\()?(?P<value>\d{1,3}|[A-Za-z]|[ivxl]{2,8}|[IVXL]{2,8}|([A-Za-z])\3{1,4})"
    r"(?P<close>\s?\)\.?|\s?\.\)?|:)(?=\s|$|[A-Z\"“(\[_]|(?<=\))[a-z]{3})"
)
_BARE = re.compile(r"(?P<value>\d{1,2}|[IVX]{1,5})(?=\s+[A-Z\"“])")
_MIXED = re.compile(r"(?P<value>\d{1,2}(?:\.\d{1,2})*)\((?P<letter>[a-z]{1,3})\)\.?(?=\s|$|[A-Z])")
_LETTERED = re.compile(
    r"(?P<value>\d{1,2})\.(?P<letter>[A-Z])(?:[.)](?=\s|\d|$)|(?=\s))(?P<sub>\d{1,2}(?:\.|(?=\s)))?"
)
_ORDINAL = re.compile(
    r"(?P<value>{})\s?[:.](?=\s|$)".format("|".join(f"{w.title()}|{w.upper()}" for w in _ORDINALS))
)
_SCHEDULE_WORD = (
    r"EXHIBIT|Exhibit|SCHEDULE|Schedule|ANNEX|Annex|ANNEXURE|Annexure|APPENDIX|Appendix|ATTACHMENT|Attachment"
    r"|ADDENDUM|Addendum|ADDENDA|Addenda|RIDER|Rider"
)
_SCHEDULE = re.compile(
    rf"(?P<word>{_SCHEDULE_WORD})(?:\s+(?:NO|No)\.)?\s*[-–—]?\s*[\"“”'‘(]?\s?"
    r"(?P<value>[A-Z]{1,2}(?:[-–.]?\d{1,2}|-[A-Z])?|\d{1,2}(?:[-–.]?\d{1,3}|[-–.]?[A-Z])?|[IVX]+|%s)?"
    r"\s?[\"“”'’)]?(?![\w'’])" % "|".join(w.upper() for w in _CARDINALS[:12])
)


def roman_value(text: str) -> int | None:
    """Returns the value of a roman numeral below 90, or None where `text` is none."""
    lower = text.lower()
    if not _ROMAN.match(lower):
        return None
    total = 0
    for letter, following in zip(lower, lower[1:] + " ", strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total


def letter_value(text: str) -> int | None:
    """Returns 1 for a, 26 for z, 27 for aa, 53 for aaa; None for anything else."""
    lower = text.lower()
    if len(lower) == 1 and lower.isascii() and lower.isalpha():
        return ord(lower) - 96
    if 2 <= len(lower) <= 5 and lower.isascii() and lower.isalpha() and len(set(lower)) == 1:
        return 26 * (len(lower) - 1) + ord(lower[0]) - 96
    return None


def read_marker(text: str, at: int, end: int) -> Marker | None:
    """Returns the number that stands at `at` in `text`, read no further than `end`."""
    for read in (_named, _ordinal, _mixed, _decimal, _lettered, _single, _bare):
        marker = read(text, at, end)
        if marker is not None:
            return marker
    return None


def read_schedule(text: str, at: int, end: int) -> Marker | None:
    """Returns the name of a schedule ("EXHIBIT A", "Annex 2") that stands at `at`."""
    found = _SCHEDULE.match(text, at, end)
    if not found:
        return None
    value = (found["value"] or "").strip()
    label = f"{found['word'].title()} {value}".strip()
    return Marker(at, found.end(), label, (Reading("schedule", ()),), "schedule")


def _named(text: str, at: int, end: int) -> Marker | None:
    found = _NAMED.match(text, at, end)
    if not found:
        return None
    word = "article" if found["word"].lower() in ("article", "part") else "section"
    if found["word"].lower() == "part":
        word = "part"
    if found["path"]:
        return _path_marker(found["path"], found["item"], at, found.end())
    if found["item"] and found["int"]:
        return _path_marker(found["int"], found["item"], at, found.end())
    if found["int"]:
        readings = [Reading(word, (int(found["int"]),))]
        label = found["int"]
    elif found["roman"]:
        value = roman_value(found["roman"])
        readings = [Reading(word, (value,))] if value else []
        label = found["roman"]
    elif found["name"]:
        value = _WORDS.get(found["name"].lower())
        readings = [Reading(word, (value,))] if value else []
        label = found["name"]
    else:
        readings, label = [], found["letter"] or ""
    letter = letter_value(label) if len(label) == 1 and label.isupper() else None
    if letter:
        readings.append(Reading(word + " letter", (letter,)))
    return Marker(at, found.end(), label, tuple(readings)) if readings else None


def _ordinal(text: str, at: int, end: int) -> Marker | None:
    found = _ORDINAL.match(text, at, end)
    if not found:
        return None
    return Marker(at, found.end(), found["value"], (Reading("ordinal", (_WORDS[found["value"].lower()],)),))


def _mixed(text: str, at: int, end: int) -> Marker | None:
    found = _MIXED.match(text, at, end)
    if not found:
        return None
    return _path_marker(found["value"], f"({found['letter']})", at, found.end())


def _lettered(text: str, at: int, end: int) -> Marker | None:
    found = _LETTERED.match(text, at, end)
    if not found:
        return None
    path = [int(found["value"]), ord(found["letter"]) - 64]
    if found["sub"]:
        path.append(int(found["sub"].rstrip(".")))
    label = text[at : found.end()].rstrip(".)")
    return Marker(at, found.end(), label, (Reading(f"dec{len(path)}A", tuple(path)),))


def _decimal(text: str, at: int, end: int) -> Marker | None:
    found = _PATH.match(text, at, end)
    return _path_marker(found["path"], found["item"], at, found.end()) if found else None


def _path_marker(path: str, item: str, at: int, end: int) -> Marker | None:
    values = [int(part) for part in path.replace(" ", "").split(".")]
    label = path.replace(" ", "") + item
    if len(values) == 2 and values[1] == 0 and not item:
        return Marker(at, end, label, (Reading("1.", (values[0],)),))  # "3.0" heads section 3
    for part in re.findall(r"\((\w+)\)", item):
        value = letter_value(part) or roman_value(part)
        if value is None:
            return None
        values.append(value)
    if values[0] == 0:
        return None
    return Marker(at, end, label, (Reading(f"dec{len(values)}" + ("a" * bool(item)), tuple(values)),))


def _single(text: str, at: int, end: int) -> Marker | None:
    found = _SINGLE.match(text, at, end)
    if not found:
        return None
    value, close = found["value"], found["close"].strip()
    if found["open"] and not close.startswith(")"):
        return None
    shape = "(%s)" if found["open"] else "%s)" if close.startswith(")") else "%s."
    if close == ":" and not value.isdigit():
        return None
    readings: list[Reading] = []
    if value.isdigit():
        readings.append(Reading(shape % "1", (int(value),)))
    else:
        upper = value.isupper()
        roman, letter = roman_value(value), letter_value(value)
        if letter:
            readings.append(Reading(shape % ("A" if upper else "a"), (letter,)))
        if roman:
            readings.append(Reading(shape % ("I" if upper else "i"), (roman,)))
    label = f"({value})" if found["open"] else value
    return Marker(at, found.end(), label, tuple(readings)) if readings else None


def _bare(text: str, at: int, end: int) -> Marker | None:
    found = _BARE.match(text, at, end)
    if not found:
        return None
    value = found["value"]
    number = int(value) if value.isdigit() else roman_value(value)
    if number is None:
        return None
    return Marker(at, found.end(), value, (Reading("1" if value.isdigit() else "I", (number,)),))
