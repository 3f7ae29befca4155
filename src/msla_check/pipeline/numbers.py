"""Numbers as contracts write them: "thirty (30)", "ninety", "one hundred and twenty", "1.5", "1 1/2"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "twentieth": 20,
    "twenty-fifth": 25, "thirtieth": 30, "sixtieth": 60, "ninetieth": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_SPACED = re.compile(r"\s*/\s*")

_WORD = "(?:" + "|".join([*sorted(_ONES, key=len, reverse=True), *_SCALES, "a hundred", "half"]) + ")"
WORDS = rf"{_WORD}(?:[\s-]+(?:and[\s-]+)?(?:(?:one|a)[\s-]half|{_WORD}))*"
FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:\s?[½¼¾]|(?:\s+|-)[13]\s?/\s?[24])?|\d*[½¼¾]|\.\d+"
NUMBER = rf"(?:(?:{WORDS})\s*\(\s*(?:{FIGURES})\s*\)|(?:{FIGURES})\s*\(\s*(?:{WORDS})\s*\)|[(\[]\s*(?:{FIGURES})\s*[)\]]|(?<![\w.,])(?:{FIGURES})|\b{WORDS}\b)"
"""A number, in words, in figures, or in both."""

_FIGURE = re.compile(FIGURES)
_WORDS = re.compile(WORDS, re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number read; `conflict` where its words and its figures disagree (`amount` is the words')."""

    amount: float
    conflict: bool = False
    figures: float | None = None


def parse_number(text: str) -> Number | None:
    """Returns the number that `text` writes, or None."""
    figures = _FIGURE.search(text)
    words = _WORDS.search(text)
    figure = parse_figures(figures[0]) if figures else None
    word = parse_words(words[0]) if words else None
    if word is None:
        return None if figure is None else Number(figure)
    if figure is None:
        return Number(word)
    return Number(word, abs(word - figure) > 1e-9, figure)


def parse_figures(text: str) -> float:
    """Returns the value of figures ("1,500", "1½", "1 1/2")."""
    total, rest = 0.0, _SPACED.sub("/", text.replace(",", "").strip())
    for fraction, value in _FRACTIONS.items():
        if rest.endswith(fraction):
            total, rest = value, rest.removesuffix(fraction).strip(" -")
            break
    return total + (float(rest) if rest else 0.0)


def parse_words(text: str) -> float | None:
    """Returns the value of number words ("one hundred and twenty"), or None."""
    total, group, seen = 0.0, 0.0, False
    words = re.split(r"[\s-]+", text.lower().strip())
    for index, word in enumerate(words):
        if word in _ONES:
            group += _ONES[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total += max(group, 1) * _SCALES[word]
            group = 0.0
        elif word == "half":
            group += 0.5 - (1 if index and words[index - 1] == "one" else 0)
        elif word in ("and", "a"):
            continue
        else:
            return None
        seen = True
    return total + group if seen else None


def parse_ordinal(text: str) -> int | None:
    """Returns the value of an ordinal ("first", "30th"), or None."""
    word = text.lower().strip()
    if word in _ORDINALS:
        return _ORDINALS[word]
    match = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", word)
    return int(match[1]) if match else None


def written(amount: float) -> str:
    """Returns a number in normal form: no needless decimals, thousands with commas."""
    if amount == int(amount):
        return f"{int(amount):,}"
    return f"{amount:,.4f}".rstrip("0")
