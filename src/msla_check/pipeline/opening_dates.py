"""The agreement date and the effective date that an agreement states at its opening, or at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .dates import find_dates
from .duration_of_agreement import Fact, Starts
from .effective_dates import read_effect

_MADE = re.compile(
    r"\b(?:made|entered\s+into|entered|dated?|executed|effective|signed|as\s+of|this|agreement|between|commenc\w+|updated|revised)\b\W*(?:\w+\W+){0,7}$",
    re.I,
)
_EFFECTIVE = re.compile(r"\beffective\b|\bcommencement date\b|\bcommenc\w+ on\b", re.I)
_NAMED_AFTER = re.compile(r"[^.]{0,45}?[(\"“”'‘][^.()]{0,40}?(?:effective|commencement|start) date", re.I)
_LINE = r"(?:_{2,}|\[(?:[\s●•·*_]*|[Dd]ate)\])"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_BLANK_DATE = re.compile(
    rf"\b(?:as\s+of|dated|made|on|effective|date\s*:)\s*(?:on\s+|as\s+of\s+)?(?:the\s+|this\s+)?(?:{_LINE}\s*(?:day\s+of\s*)?(?:{_LINE}|{_MONTH})?|{_MONTH}\s*(?:{_LINE})?(?=\s*,))(?:\s*,?\s*(?:(?:19|20)[\d_]{{0,2}}(?!\d)|\[[\s●•·]*\]))?"
    rf"|\bthis\s+(?:{_LINE}\s*)?day\s+of\s*(?:{_LINE}|{_MONTH}(?!\s*\d))?\s*,?\s*(?:(?:19|20)[\d_]{{0,2}})?"
    r"|\b(?:as\s+of|dated|made\s+on)\s*,\s*(?:19|20)[\d_]{0,2}(?!\w)",
    re.I,
)
"""A date left to be filled in; where its line is lost, a comma stands alone ("this day of , 2009")."""
_BLANK_LETTER = re.compile(rf"(?m)^(?:{_MONTH}\s*)?(?:{_LINE})?\s*,\s*(?:19|20)\d\d[^\S\n]*$")
"""The same at the head of a letter, on a line of its own."""
_SPEAKS_OF_EFFECT = re.compile(
    r"\beffective date\b|\b(?:effective|commenc\w*|in force|begin\w*)\b[^.;]{0,60}\bdate (?:hereof|first (?:above|written|set forth)|of this)",
    re.I,
)
_SIGNED = re.compile(r"\b(?:date|dated)\s*(?:signed)?\s*:?\s*(?:\w+\s*:)?\s*$", re.I)
_MADE_ON = re.compile(r"\b(?:(?P<made>made|entered|executed|signed)|dated)\b[^.;()]{0,45}$", re.I)
_OTHER_PAPER = re.compile(
    r"\b(?:amended|filed|original|prior|that\s+certain|previous)\b|\b(?:to|under|of)\s+(?:the|that)\s+[^.;]{0,50}?\b(?:agreement|contract)\s*,?\s+dated[^.;]{0,12}$",
    re.I,
)
_STATEMENT = re.compile(r"\bSchedule\s+13[DG]\b[^;]{0,150}?dated\s+(?:as\s+of\s+)?$", re.I)
"""A date of the statement that a joint filing is about."""
_RECITAL = re.compile(r"\s*(?:(?:\([A-Za-z\d]{1,3}\)|[A-Z\d]\.)\s*)?WHEREAS\b", re.I)
_DEADLINE = re.compile(
    r"\b(?:before|until|later\s+than|prior\s+to|through(?:\s+and\s+including)?|terminate\b[^.;]{0,60}\beffective(?:\s+(?:as\s+of|on|from))?|(?:terminat|expir|end|conclud)\w*(?:\s+on)?)\s+$",
    re.I,
)
_TERM_BEGINS = re.compile(r"\bterm\b[^.;]{0,60}\bcommenc\w*[^.;]{0,12}$", re.I)
_SIGNED_BEFORE = re.compile(
    r"(?:/s/|\bS/\s|\b(?:By|Signature|Title)\s*:)[^.;]{0,120}\bdate[sd]?\s*:?\s*$", re.I
)
_WITNESS = re.compile(
    r"\b(?:witness\s+whereof|executed\s+this\s+\w+|has\s+signed\s+this\s+\w+|signed\s+this\s+\w+)\b[^.;]{0,160}?\b(?:on|as\s+of|this|dated)\s+(?=(?:the\s+|this\s+)?(?:\d|\w+\s+(?:day|\d)))",
    re.I,
)
_SIGNATURE = re.compile(
    r"/s/|\bS/\s|(?<=\n)Signature\b|\\s\\|\b(?:By|BY|Signature|Title|TITLE|NAME|Name)\s*:"
)


def read_opening_dates(text: str, opening: int, *, day_first: bool = False) -> list[Fact]:
    """Returns agreement date and effective date; `opening` is where the parties are first named, `day_first`
    whether dates in figures alone name the day first."""
    found: list[Fact] = []
    spans = [(max(0, opening - 700), opening + 1_600), (0, 2_600)] if opening else [(0, 4_000)]
    for start, end in spans:
        found += [f for f in _stated(text, start, end, day_first) if not any(f.key == g.key for g in found)]
    letter = _BLANK_LETTER.search(text, 0, 1_500)
    if letter and not any(f.start < letter.start() for f in found):
        found = [Fact("general.agreement_date", "blank", letter.start(), letter.end(), {}, 0.7)]
    if not any(f.key == "general.agreement_date" for f in found):
        found += _signing(text, day_first)
    if not any(f.key == "general.agreement_date" for f in found):
        start, end = spans[0]
        blank = _BLANK_DATE.search(text, start, end)
        if blank:
            found.append(Fact("general.agreement_date", "blank", blank.start(), blank.end(), {}, 0.7))
    if not any(f.key == "term.effective_date" for f in found):
        found += _effective(text, found, day_first)
    return found


def _stated(text: str, start: int, end: int, day_first: bool) -> list[Fact]:
    """Returns the dates of an opening: the one it says it was made on before one that stands about."""
    found: dict[str, Fact] = {}
    best = -1
    days = list(find_dates(text[start:end], day_first=day_first))
    for i, day in enumerate(days):
        at, stop = start + day.start, start + day.end
        next_ = days[i + 1].start + start if i + 1 < len(days) else len(text)
        before, after = text[max(0, at - 200) : at], text[stop : min(stop + 90, next_)]
        paragraph = before.rstrip().rpartition("\n\n")[2]
        if _DEADLINE.search(before):
            continue
        if not _MADE.search(paragraph[-100:] + " ") and not re.fullmatch(r"(?:.*\n)?\s*", before[-30:], re.S):
            continue
        value = day.date.isoformat()
        weight = -1 if _RECITAL.match(text, text.rfind("\n", 0, at) + 1) else _weight(before)
        if weight > best:
            best = weight
            found["general.agreement_date"] = Fact("general.agreement_date", value, at, stop, {})
        takes_effect = _EFFECTIVE.search(before[-60:]) and not _OTHER_PAPER.search(before[-80:])
        if takes_effect or _NAMED_AFTER.match(after):
            found.setdefault("term.effective_date", Fact("term.effective_date", value, at, stop, {}))
    return list(found.values())


def _weight(before: str) -> int:
    """Returns how surely the words before a date say that the agreement was made on it; -1 for not."""
    before = re.split(r"(?<=[a-z\d])\.\s+(?=[A-Z])", before)[-1]
    if (
        _OTHER_PAPER.search(before[-80:])
        or _STATEMENT.search(before)
        or _SIGNED_BEFORE.search(before)
        or _TERM_BEGINS.search(before)
    ):
        return -1
    made = _MADE_ON.search(before[-70:])
    return 0 if made is None else 2 if made["made"] else 1


def _signing(text: str, day_first: bool) -> list[Fact]:
    """Returns the day on which the first signatures were set, the latest where they differ."""
    witness = _WITNESS.search(text)
    if witness:
        for day in find_dates(text[witness.end() : witness.end() + 60], day_first=day_first):
            at, stop = witness.end() + day.start, witness.end() + day.end
            return [
                Fact("general.agreement_date", day.date.isoformat(), at, stop, {"from": "signature"}, 0.6)
            ]
    days: list[tuple[date, int, int]] = []
    for mark in _SIGNATURE.finditer(text):
        if days and mark.start() > days[0][1] + 1_500:
            break
        begin = max(0, mark.start() - 200)
        for day in find_dates(text[begin : mark.end() + 300], day_first=day_first):
            at = begin + day.start
            labelled = _SIGNED.search(text[max(0, at - 40) : at])
            # A day beside a signature stands in a line of little else ("/s/ Jane Roe 5/17/21").
            if labelled or re.match(
                r"\s*(?:\n|$|\(?Date\b|[\d/.-]{6,10}\s*\n)", text[begin + day.end : begin + day.end + 14]
            ):
                days.append((day.date, at, begin + day.end))
    if not days:
        return []
    last = max(days)
    return [Fact("general.agreement_date", last[0].isoformat(), last[1], last[2], {"from": "signature"}, 0.6)]


def _effective(text: str, found: list[Fact], day_first: bool) -> list[Fact]:
    """Returns the effective date that a sentence states, else the day on which the agreement was made."""
    made = [f for f in found if f.key == "general.agreement_date"]

    def last_signed() -> str:
        return "".join(fact.value for fact in _signing(text, day_first))

    stated = read_effect(text, made[0].value if made else "", last_signed, day_first=day_first)
    # Where only one date is stated and the text speaks of an effective date, they are the same day.
    if stated or not made or not _SPEAKS_OF_EFFECT.search(text):
        return stated
    return [replace(made[0], key="term.effective_date", confidence=0.6)]


def starts_of_term(found: list[Fact], *, day_first: bool = False) -> Starts:
    """Returns the days from which the term may run, as far as they are stated."""
    values = {f.key: f.value for f in reversed(found)}
    days = [values.get(key, "") for key in ("term.effective_date", "general.agreement_date")]
    effective, made = (date.fromisoformat(d) if re.fullmatch(r"\d{4}-\d\d-\d\d", d) else None for d in days)
    return Starts(effective, made, day_first)
