"""The agreement date and the effective date that an agreement states at its opening, or at its end."""

from __future__ import annotations

import re
from datetime import date

from .dates import find_dates
from .duration_of_agreement import Fact, Starts

_MADE = re.compile(
    r"\b(?:made|entered\s+into|entered|dated?|executed|effective|signed|as\s+of|this|agreement|between|commenc\w+)\b\W*(?:\w+\W+){0,7}$",
    re.I,
)
_EFFECTIVE = re.compile(r"\beffective\b|\bcommencement date\b|\bcommenc\w+ on\b", re.I)
_NAMED_AFTER = re.compile(
    r"[^.]{0,45}?\(?[^.()]{0,40}?[\"“”'‘]?\s*(?:effective|commencement|start) date", re.I
)
_DEFINED = re.compile(
    r"\b(?:effective|commencement)\s+date[\"”']?\)?\s*(?:of\s+this\s+(?:agreement|amendment|contract)\s*)?(?:means|shall\s+mean|is|shall\s+be|will\s+be|:|-)"
    r"|\b(?:agreement|term|contract|amendment)\b[^.;]{0,80}?\b(?:shall|will|is|are|to)\s+(?:be(?:come)?\s+)?(?:effective|commence|begin|start|in effect)\b[^.;]{0,25}?\b(?:on|as of|from|upon)\b"
    r"|\bto\s+be\s+effective\b|\b(?:contract|agreement|license|service)\s+start\s*(?:date)?\s*:"
    r"|\beffective\s+(?:as\s+of|from|on)\b",
    re.I,
)
_BLANK_DATE = re.compile(
    r"\b(?:this|as of|dated|on|made)\b[^.\n]{0,25}?(?P<blank>(?:_{2,}|\[[\s●•·*_]*\])\s*(?:day\s+of\s*)?(?:(?:_{2,}|\[[\s●•·*_]*\]|[A-Z][a-z]+)\s*)?,?\s*(?:(?:19|20)[\d_]{0,2}|\[[\s●•·]*\])?|(?:day\s+of\s*)?\s*(?:January|February|March|April|May|June|July|August|September|October|November|December)\s*(?:_{2,}|\[[\s●•·]*\]|\s),?\s*(?:19|20)\d\d)",
    re.I,
)
_SIGNED = re.compile(r"\b(?:date|dated)\s*(?:signed)?\s*:?\s*(?:\w+\s*:)?\s*$", re.I)
_MADE_ON = re.compile(r"\b(?:(?P<made>made|entered|executed|signed)|dated)\b[^.;()]{0,45}$", re.I)
_OTHER_PAPER = re.compile(
    r"\b(?:amended|filed|original|prior|that\s+certain|previous)\b|\b(?:to|under|of)\s+(?:the|that)\s+[^.;]{0,50}?\b(?:agreement|contract)\s*,?\s+dated[^.;]{0,12}$",
    re.I,
)
_SIGNED_BEFORE = re.compile(r"(?:/s/|\b(?:By|Signature|Title)\s*:)[^.;]{0,120}\bdate[sd]?\s*:?\s*$", re.I)
_WITNESS = re.compile(
    r"\b(?:witness\s+whereof|executed\s+this\s+\w+|has\s+signed\s+this\s+\w+|signed\s+this\s+\w+)\b[^.;]{0,160}?\b(?:on|as\s+of|this|dated)\s+(?=(?:the\s+|this\s+)?(?:\d|\w+\s+(?:day|\d)))",
    re.I,
)
_SIGNATURE = re.compile(r"/s/|\\s\\|\b(?:By|BY|Signature|Title|TITLE|NAME|Name)\s*:")
_LAST_SIGNATURE = re.compile(
    r"\beffective\s+date\b[^.;]{0,80}?\b(?:last|later|latest)\b[^.;]{0,60}?\b(?:sign\w*|execut\w*|date)|\b(?:date|day)\b[^.;]{0,40}?\bsigned\s+by\b[^.;]{0,60}?effective date",
    re.I,
)


def read_opening_dates(text: str, opening: int, *, day_first: bool = False) -> list[Fact]:
    """Returns agreement date and effective date; `opening` is where the parties are first named, `day_first`
    whether dates in figures alone name the day first."""
    found: list[Fact] = []
    spans = [(max(0, opening - 700), opening + 1_600), (0, 2_600)] if opening else [(0, 4_000)]
    for start, end in spans:
        found += [f for f in _stated(text, start, end, day_first) if not any(f.key == g.key for g in found)]
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
    for day in find_dates(text[start:end], day_first=day_first):
        at, stop = start + day.start, start + day.end
        before, after = text[max(0, at - 130) : at], text[stop : stop + 90]
        paragraph = before.rstrip().rpartition("\n\n")[2]
        if not _MADE.search(paragraph[-100:] + " ") and not re.fullmatch(r"(?:.*\n)?\s*", before[-30:], re.S):
            continue
        value = day.date.isoformat()
        weight = _weight(before)
        if weight > best:
            best = weight
            found["general.agreement_date"] = Fact("general.agreement_date", value, at, stop, {})
        if _EFFECTIVE.search(before[-60:]) or _NAMED_AFTER.match(after):
            found.setdefault("term.effective_date", Fact("term.effective_date", value, at, stop, {}))
    return list(found.values())


def _weight(before: str) -> int:
    """Returns how surely the words before a date say that the agreement was made on it; -1 for not."""
    before = re.split(r"(?<=[a-z\d])\.\s+(?=[A-Z])", before)[-1]
    if _OTHER_PAPER.search(before[-80:]) or _SIGNED_BEFORE.search(before):
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
                r"\s*(?:\n|$|[\d/.-]{6,10}\s*\n)", text[begin + day.end : begin + day.end + 14]
            ):
                days.append((day.date, at, begin + day.end))
    if not days:
        return []
    last = max(days)
    return [Fact("general.agreement_date", last[0].isoformat(), last[1], last[2], {"from": "signature"}, 0.6)]


def _effective(text: str, found: list[Fact], day_first: bool) -> list[Fact]:
    for defined in list(_DEFINED.finditer(text))[:12]:
        at = defined.end()
        days = list(find_dates(text[at : at + 70], day_first=day_first))
        if days and days[0].start < 45:
            begin, end = at + days[0].start, at + days[0].end
            return [Fact("term.effective_date", days[0].date.isoformat(), begin, end, {}, 0.8)]
    last = _LAST_SIGNATURE.search(text)
    dated = [f for f in found if f.key == "general.agreement_date"]
    if last and not (dated and dated[0].value != "blank" and "from" not in dated[0].normalized):
        signed = dated[0].value if dated and dated[0].value != "blank" else "date of last signature"
        return [Fact("term.effective_date", signed, last.start(), last.end(), {}, 0.6)]
    # Where only one date is stated and the text speaks of an effective date, they are the same day.
    if dated and re.search(
        r"\beffective date\b|\b(?:effective|commenc\w*|in force|begin\w*)\b[^.;]{0,60}\bdate (?:hereof|first (?:above|written|set forth)|of this)",
        text,
        re.I,
    ):
        first = dated[0]
        return [Fact("term.effective_date", first.value, first.start, first.end, dict(first.normalized), 0.6)]
    return []


def starts_of_term(found: list[Fact], *, day_first: bool = False) -> Starts:
    """Returns the days from which the term may run, as far as they are stated."""
    values = {f.key: f.value for f in reversed(found)}
    days = [values.get(key, "") for key in ("term.effective_date", "general.agreement_date")]
    effective, made = (date.fromisoformat(d) if re.fullmatch(r"\d{4}-\d\d-\d\d", d) else None for d in days)
    return Starts(effective, made, day_first)
