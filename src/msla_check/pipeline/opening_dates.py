"""The agreement date and the effective date that an agreement states at its opening, or at its end."""

from __future__ import annotations

import re
from datetime import date

from .dates import find_dates
from .duration_of_agreement import Fact

_MADE = re.compile(
    r"\b(?:made|entered\s+into|entered|dated?|executed|effective|signed|as\s+of|this|agreement|between|commenc\w+|on)\b\W*(?:\w+\W+){0,7}$",
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
_LAST_SIGNATURE = re.compile(
    r"\beffective\s+date\b[^.;]{0,80}?\b(?:last|later|latest)\b[^.;]{0,60}?\b(?:sign\w*|execut\w*|date)|\b(?:date|day)\b[^.;]{0,40}?\bsigned\s+by\b[^.;]{0,60}?effective date",
    re.I,
)


def read_opening_dates(text: str, opening: int) -> list[Fact]:
    """Returns agreement date and effective date; `opening` is where the parties are first named."""
    found: list[Fact] = []
    spans = [(max(0, opening - 700), opening + 1_600), (0, 2_600)] if opening else [(0, 4_000)]
    for start, end in spans:
        found += [f for f in _stated(text, start, end) if not any(f.key == g.key for g in found)]
    if not any(f.key == "general.agreement_date" for f in found):
        found += _signing(text)
    if not any(f.key == "general.agreement_date" for f in found):
        start, end = spans[0]
        blank = _BLANK_DATE.search(text, start, end)
        if blank:
            found.append(Fact("general.agreement_date", "blank", blank.start(), blank.end(), {}, 0.7))
    if not any(f.key == "term.effective_date" for f in found):
        found += _effective(text, found)
    return found


def _stated(text: str, start: int, end: int) -> list[Fact]:
    found: dict[str, Fact] = {}
    for day in find_dates(text[start:end]):
        at, stop = start + day.start, start + day.end
        before, after = text[max(0, at - 130) : at], text[stop : stop + 90]
        if not _MADE.search(before[-100:]) and not re.fullmatch(r"(?:.*\n)?\s*", before[-30:], re.S):
            continue
        value = day.date.isoformat()
        effective = _EFFECTIVE.search(before[-60:]) or _NAMED_AFTER.match(after)
        stated = re.search(r"\b(?:amended|filed|original|prior|that certain|previous)\b", before[-80:], re.I)
        if not stated:
            found.setdefault("general.agreement_date", Fact("general.agreement_date", value, at, stop, {}))
        if effective:
            found.setdefault("term.effective_date", Fact("term.effective_date", value, at, stop, {}))
    return list(found.values())


def _signing(text: str) -> list[Fact]:
    """Returns the date beside the signatures, the latest where they differ."""
    tail = max(0, len(text) - 12_000)
    days = [
        (d.date, tail + d.start, tail + d.end)
        for d in find_dates(text[tail:])
        if _SIGNED.search(text[max(0, tail + d.start - 40) : tail + d.start])
    ]
    if not days:
        return []
    last = max(days)
    return [Fact("general.agreement_date", last[0].isoformat(), last[1], last[2], {"from": "signature"}, 0.6)]


def _effective(text: str, found: list[Fact]) -> list[Fact]:
    for defined in list(_DEFINED.finditer(text))[:12]:
        at = defined.end()
        days = list(find_dates(text[at : at + 70]))
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
        r"\beffective date\b|\bdate (?:hereof|first (?:above|written|set forth))", text, re.I
    ):
        first = dated[0]
        return [Fact("term.effective_date", first.value, first.start, first.end, dict(first.normalized), 0.6)]
    return []


def start_of_term(found: list[Fact]) -> date | None:
    """Returns the day from which the term runs, where one is stated."""
    values = {f.key: f.value for f in reversed(found)}
    for key in ("term.effective_date", "general.agreement_date"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", values.get(key, "")):
            return date.fromisoformat(values[key])
    return None
