"""Writes counting numbers in the forms that lists use: digits, letters, roman numerals, words."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = [
    "zero",
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
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def write_number(count: int, format: str) -> str:
    """Returns `count` in one of Word's number formats; digits where the format is another."""
    match format:
        case "none" | "bullet":
            return ""
        case "lowerRoman":
            return roman(count)
        case "upperRoman":
            return roman(count).upper()
        case "lowerLetter":
            return letters(count)
        case "upperLetter":
            return letters(count).upper()
        case "decimalZero":
            return f"{count:02d}"
        case "ordinal":
            return f"{count}{_suffix(count)}"
        case "cardinalText":
            return cardinal(count).capitalize()
        case "ordinalText":
            return ordinal(count).capitalize()
        case "numberInDash":
            return f"- {count} -"
        case "hex":
            return f"{count:X}"
    if format.startswith("0") and "," in format:  # "001, 002, 003, ..."
        return f"{count:0{len(format.split(',')[0])}d}"
    return str(count)


def roman(count: int) -> str:
    """Returns a lower-case roman numeral; digits where there is none."""
    if not 0 < count < 5000:
        return str(count)
    text = ""
    for amount, numeral in _ROMAN:
        while count >= amount:
            text, count = text + numeral, count - amount
    return text


def letters(count: int) -> str:
    """Returns a to z, then aa to zz, then aaa, as Word counts with letters."""
    if not 0 < count <= 780:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def cardinal(count: int) -> str:
    """Returns a number below a hundred in words."""
    if not 0 <= count < 100:
        return str(count)
    if count < 20:
        return _ONES[count]
    return _TENS[count // 10] + (f"-{_ONES[count % 10]}" if count % 10 else "")


def ordinal(count: int) -> str:
    """Returns the place in an order below a hundred in words."""
    words = cardinal(count)
    if words.isdigit():
        return f"{count}{_suffix(count)}"
    head, dash, last = words.rpartition("-")
    last = _ORDINALS[last] if last in _ORDINALS else last[:-1] + "ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{dash}{last}"


def _suffix(count: int) -> str:
    if 10 <= count % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
