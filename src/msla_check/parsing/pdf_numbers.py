"""Whether a printed line begins with the number of a clause, or with a reference broken over two lines."""

from __future__ import annotations

import re

LABELLED = re.compile(
    r"(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|APPENDIX|Appendix|ANNEX|Annex|ATTACHMENT"
    r"|Attachment|PART|Part|CLAUSE|Clause|ADDENDUM|Addendum|RECITAL|Recital)\s+"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-Z](?:-?\d{1,2})?|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)"
    r"(?:\([a-z0-9]{1,4}\))*[.:)]?(?=[\s—–-]|$)"
)
_DECIMAL = re.compile(r"§?\s?\d{1,2}(?:\.\d{1,2}){1,5}[.):]?(?=\s|$|[A-Z“\"(\[])|§+\s?\d+")
_PLAIN = re.compile(r"\d{1,3}[.):](?=\s|$|[A-Z“\"(\[])")
_BRACKETED = re.compile(r"\((?:\d{1,3}|[a-z]{1,2}|[A-Z]{1,2}|[ivxl]{1,6}|[IVXL]{1,6})\)")
_LETTERED = re.compile(r"(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})(?:[.)]|\)\.)(?=\s|$|[A-Z“\"(\[])")
BULLET = re.compile(r"[•▪●○◦■□◆◊☐☒☑✓✔➢þ►–—*·](?=\s|$|\w)|[o-](?=\s)")

_SENTENCE_END = re.compile(r"(?:[.;:!?][\"'”’)\]]*|[;:]\s*(?:and|or|and/or))$")
_MAY_END = (".", ";", ":", "!", "?", '"', "'", "”", "’", ")", "]", "and", "or")
_MEMBER_END = re.compile(r",\s*(?:and|or|and/or)$")
_ABBREVIATION = re.compile(
    r"\b(?:No|Nos|Sec|Secs|Art|Inc|Corp|Co|Ltd|Mr|Mrs|Ms|Dr|St|vs?|U\.S|e\.g|i\.e|Para|Ch|approx)\.$"
)
_REFERENCE = re.compile(
    r"(?:\b(?:sub-?)?(?:sections?|articles?|clauses?|paragraphs?|parts?|rules?|exhibits?|schedules?|annex(?:es)?|appendix"
    r"|appendices|attachments?|items?|chapters?|addendum|recitals?|nos?\.|sec\.|art\.)"
    r"|§+|\d(?:\.\d+)*,?\s+(?:and|or|to|through)|\d\.\d+,|\([a-z0-9]+\),?(?:\s+(?:and|or|to|through))?"
    r"|\b(?:of|in|by|the|with|under|this|such|that|to|from|and/or|per|than|see|said|any|each|at|for|on|a|an))$",
    re.IGNORECASE,
)
_TAIL = 80
"""Characters at a line's end that are looked at: patterns stay quick on lines of any length."""
_OPENS = re.compile(r"[A-Z“\"‘'(\[_*]|$|\d")


def label_of(text: str) -> str:
    """Returns the number or bullet with which a line begins, or ""."""
    first = text[:1]
    if first.isdigit() or first == "§":
        match = _DECIMAL.match(text) or _PLAIN.match(text)
    elif first == "(":
        match = _BRACKETED.match(text)
    elif first.isalpha():
        match = _LETTERED.match(text) or LABELLED.match(text) or BULLET.match(text)
    else:
        match = BULLET.match(text)
    return match.group() if match else ""


def ends_sentence(text: str) -> bool:
    """Says whether a line ends as a sentence or a list item does, rather than in mid-phrase."""
    # Most lines end in mid-phrase, which their last letter tells.
    if not text.endswith(_MAY_END):
        return False
    tail = text[-_TAIL:]
    return bool(_SENTENCE_END.search(tail)) and not _ABBREVIATION.search(tail)


def begins_clause(text: str, label: str, previous: str, *, apart: bool, shifted: bool, inline: str) -> bool:
    """Says whether a line that begins with `label` begins a clause of its own.

    Args:
        previous: The line before, as printed.
        apart: The page sets the lines apart: a wider gap, or the line before ends early.
        shifted: The line begins further left or right than the line before.
        inline: The text of the open paragraph, in which a list may run ("(a) ... and (b) ...").
    """
    rest = text[len(label) :].lstrip()
    previous = previous[-_TAIL:]
    if _REFERENCE.search(previous) and not (apart and _OPENS.match(rest)):
        return False
    if LABELLED.match(label) and not _OPENS.match(rest.lstrip("-–—:. ")) and not (apart and shifted):
        return False
    if rest[:1] in ",;.)" and rest:
        return False
    ended = ends_sentence(previous) or bool(_MEMBER_END.search(previous))
    if label.startswith("(") and not apart and _runs_on(label, inline):
        return False
    if apart or ended:
        return ended or (apart and (bool(_OPENS.match(rest)) or shifted or label.startswith("(")))
    if label[0] in "•▪●○■□☐☒":
        return True
    return shifted and bool(_OPENS.match(rest)) and not label[0].isdigit()


def _runs_on(label: str, inline: str) -> bool:
    """Says whether the list member before `label` stands inside the open paragraph: then the list runs on."""
    before = predecessor(label.strip("()"))
    return bool(before) and f" ({before})" in inline


def predecessor(number: str) -> str:
    """Returns the list number before `number` ("b" before "c", "iii" before "iv"), or ""."""
    if number.isdigit():
        return str(int(number) - 1) if int(number) > 1 else ""
    if number.lower() in _ROMAN[1:]:
        before = _ROMAN[_ROMAN.index(number.lower()) - 1]
        return before if number.islower() else before.upper()
    if len(number) == 1 and number.lower() > "a":
        return chr(ord(number) - 1)
    return ""


_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
