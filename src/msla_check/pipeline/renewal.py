"""How the agreement renews: of itself, by one party's option or by agreement; for how long, how often."""

from __future__ import annotations

import re
from typing import Any

from .duration_of_agreement import ASIDE, Fact
from .durations import Duration, find_durations

_AGREEMENT = r"(?:agreement|contract|term|license|subscription|engagement|arrangement|lease)"
_RENEWS = re.compile(
    rf"\brenew(?:ed|s|able|ing|al(?!\s+(?:premium|policy|fee|certificate)))?\b(?!\s+or\s+replacement)|\b(?:be|been)\s+(?:automatically\s+|further\s+)?extended\b|\bextend(?:ed|s)?\s+(?:automatically|itself|for\s+(?:an?\s+)?(?:additional|further|successive|another|up|one|two|three))"
    rf"|\b(?:extend|extending|extension\s+of)\s+(?:the\s+|this\s+|such\s+)?(?:\w+\s+){{0,2}}{_AGREEMENT}|\bextensions?\b"
    r"|\b(?:successive|consecutive|additional|further)\s+(?:\S+\s+){0,4}(?:terms|periods)\b|\bsuccessor\s+(?:franchise|license|term)"
    r"|\bcontinu\w+\s+(?:thereafter|from|automatically|on\s+an?\s+(?:month|year))\b|\bautomatically\s+continue\b|\bindefinitely\s+(?:after|thereafter)"
    r"|\b(?:year|month)[- ]to[- ](?:year|month)\b",
    re.I,
)
_AUTOMATIC = re.compile(
    r"\bautomatic\w*|\bevergreen\b|\b(?:shall|will)\s+(?:be\s+)?(?:renew|extend|continue\s+(?:thereafter|from|on\s+a))\w*\b[^.]{0,200}?\b(?:unless|until)\b"
    r"|\bsuccessive\b[^.]{0,200}?\bunless\b|\bdeemed\s+(?:to\s+be\s+)?renewed|\bindefinitely\s+(?:after|thereafter)",
    re.I,
)
_OPTION = re.compile(
    r"\boptions?\b|\b(?:the|a|one[- ]time)\s+right\s+(?:to\s+(?:renew|extend|obtain)|of\s+renewal)|\bmay\s+(?:\w+\s+){0,4}?(?:be\s+)?(?:renew|extend)\w*|\bmay,[^.;]{0,160}?,\s*(?:renew|extend)\b"
    r"|\bmay\s+elect\s+to\s+(?:renew|extend)|\bat\s+\S+\s+(?:sole\s+)?(?:discretion|election)",
    re.I,
)
_MUTUAL = re.compile(
    r"\bmutual\w*\b|\bwritten\s+(?:agreement|consent)|\bagreement\s+of\s+(?:the|both)\s+parties|\bparties\s+(?:may\s+)?(?:agree|negotiate)|\bagree\s+in\s+writing|\b(?:approved|authorized)\b|\bby\s+entering\s+into",
    re.I,
)
_ASSERTED = re.compile(
    r"\b(?:shall|will|is|are)\s+(?:\w+\s+){0,4}?(?:be\s+)?(?:renew|extend|continue)|\bautomatic\w*\s+(?:\S+\s+){0,4}?(?:renew|exten)|\b(?:agreement|term)\s+renews\b",
    re.I,
)
_ENDS_OF_ITSELF = re.compile(
    r"\b(?:terminat\w*|expires?|vests?|ceases?)\s+automatically\b|\bautomatically\s+(?:terminat|expire|end|cease|vest)\w*",
    re.I,
)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|no|never|neither|nor|nothing)\b(?:\W+\w+){0,5}\W*$|\bnon-?$|\bfailure\s+to\s*$|\bif\b[^.;]{0,60}$"
    r"|\b(?:unless|until|under\s+which|wish(?:es)?\s+to|refuse\s+to|obligat\w+|requir\w+|negotiate)\b[^.;]{0,70}$",
    re.I,
)
_RENEWED_AFTER = re.compile(
    r"\w*\W+(?:\w+\W+){0,4}?(?:this|the|such|said)?\s*(?:\w+\W+){0,2}?(?:agreement|term|contract|license|for (?:an?|one|two|three|up|additional|successive|further|consecutive)|automatically|annually|on (?:a|an)|terms?|periods?)\b",
    re.I,
)
_SUBJECT = re.compile(r"\b(?:agreement|term|contract|license|services?|subscription|franchise|[A-Z]{3,5})\b")
# What is renewed or extended is something else: insurance, a warranty, a date, the time to perform.
_ELSEWHERE = re.compile(
    r"\b(?:insur\w*|warrant\w*|quarter|standstill|deadline|delay\w*|force\s+majeure|cure[ds]?|deliver\w*|patents?|trade\s?marks?|registrations?|royalt\w+|confiden\w*|milestone|domain|letter\s+of\s+credit|lock-?up|exclusiv\w*\s+period|conversion|launch|clickthroughs?|commodity|vest\w*|rates|trade\s+secrets?|premiums?|days\s+as\s+equals)\b",
    re.I,
)
_BARE = (
    (re.compile(r"\byear[- ]to[- ]year\b|\b(?:annual|yearly)(?:ly)?\s+(?:periods?|terms?|basis|extensions?|renewals?)\b|\brenew\w*\s+annually\b|\beach\s+year\s+thereafter\b|\b(?:additional|another|further|successive)\s+year\b", re.I), 1, "year"),
    (re.compile(r"\bmonth[- ]to[- ]month\b|\bmonthly\s+(?:periods?|terms?|basis|extensions?|renewals?)\b|\beach\s+month\s+thereafter\b|\b(?:additional|another|further|successive)\s+month\b", re.I), 1, "month"),
    (re.compile(r"\bhalf\s+(?:of\s+)?a\s+year\b|\bhalf[- ]yearly\s+(?:periods?|terms?)\b", re.I), 6, "month"),
    (re.compile(r"\bquarterly\s+(?:periods?|terms?|basis)\b", re.I), 3, "month"),
)  # fmt: skip
_SAME = re.compile(
    r"\b(?:the\s+)?(?:same|like|equal|similar|identical)\s+(?:\w+\s+)?(?:duration|length|periods?|terms?)\b(?!\s+and\s+(?:conditions|agreements))",
    re.I,
)
_ENDLESS = re.compile(
    r"\bindefinite\w*|\bunlimited\s+period|\buntil\s+(?:it\s+is\s+)?(?:either|a\s+party|any\s+party|terminated|cancel+ed)|\bevergreen\b",
    re.I,
)
_OFTEN = re.compile(
    r"\bsuccessive|consecutive|additional\s+(?:and\s+)?(?:\w+[- ])?(?:terms|periods)|\beach\b|(?:year|month)[- ]to[- ](?:year|month)|\b(?:annual|yearly|monthly)\s+(?:periods|basis|terms)",
    re.I,
)
# Notice of so many days stands close before these words; a term of so many years does not.
_NOTICE_AFTER = re.compile(
    r"(?:['’]s?)?[\s-]*(?:(?!term|period|extension)\w+\s+){0,2}?(?:notice|prior|before|in\s+advance|of\s+the\s+(?:end|expir\w+))\b|\)?\s*from\s+(?:the\s+)?(?:receipt|notice)",
    re.I,
)
_NAMED = re.compile(r"\brenew|\bautomatic|\bevergreen\b|\bindefinite", re.I)
"""What a renewal without a length must say, lest services that "continue during any extension" be one."""
_LONGER = re.compile(
    r"\b(?:additional|successive|further|another|renewal|extension|extended|successor)\b", re.I
)


def read_renewal(sentence: str, offset: int, initial: str = "") -> list[Fact]:
    """Returns how a sentence says that the agreement renews.

    Args:
        sentence: the sentence, which begins at `offset` of the text.
        initial: the initial term read so far ("3 years"), for "successive terms of the same duration".
    """
    match = next((m for m in _RENEWS.finditer(sentence) if _is_renewal(sentence, m)), None)
    if match is None:
        return []
    mode = _mode(sentence)
    if not mode:
        return []
    length = _length(sentence, match.start())
    normalized: dict[str, Any] = {"mode": mode, "successive": _OFTEN.search(sentence) is not None}
    value = mode
    if length is None and mode == "automatic":
        if _ENDLESS.search(sentence, match.start()):
            value, normalized["indefinite"] = f"{mode} indefinite", True
        else:
            stated = [d for d in find_durations(sentence[: match.start()]) if d.days >= 28]
            first = next(iter(stated or find_durations(initial)), None)
            if first and (_SAME.search(sentence) or re.search(r"\brenew", match[0], re.I)):
                length, normalized["as_initial"] = first, True
    if length is None and (mode != "automatic" or not _NAMED.search(sentence)):
        return []
    if length is not None:
        value = f"{mode} {length.value}"
        normalized |= length.normalized()
    sure = 0.9 if mode == "automatic" else 0.8
    sure -= 0.0 if length else 0.1
    sure -= 0.25 if ASIDE.search(sentence) or not re.search(r"\bterm|agreement", sentence, re.I) else 0.0
    return [Fact("term.renewal", value, offset, offset + len(sentence), normalized, round(sure, 2))]


def _mode(sentence: str) -> str:
    """Returns "automatic", "option" or "by agreement"; "" where nothing is said to renew."""
    sentence = _ENDS_OF_ITSELF.sub("", sentence)
    automatic, option, mutual = (p.search(sentence) for p in (_AUTOMATIC, _OPTION, _MUTUAL))
    if automatic and not (option and option.start() < automatic.start()):
        return "automatic"
    if mutual and not re.search(r"\b(?:option|right)\b", option[0] if option else "", re.I):
        return "by agreement"
    if option:
        return "option"
    return "automatic" if _ASSERTED.search(sentence) else ""


def _is_renewal(sentence: str, match: re.Match[str]) -> bool:
    """Returns whether the words at `match` renew the agreement: asserted, and of the agreement itself."""
    before, after = sentence[: match.start()], sentence[match.start() : match.end() + 90]
    if _DENIED_BEFORE.search(before[-90:]) and not _LONGER.search(after):
        return False
    if re.search(r"\b(?:construed|deemed|interpreted)\b[^.;]{0,60}$", before[-90:], re.I):
        return False
    if re.match(r"exten\w+\s+(?:to|credit|beyond|of\s+time|the\s+time|until)\b", after, re.I):
        return False
    if _ELSEWHERE.search(before[-60:] + after[:60]):
        return False
    if re.match(r"successive|consecutive|additional|further", match[0], re.I):
        return re.search(r"\bfor\b[^.;]{0,40}$", before[-60:], re.I) is not None
    subject = _SUBJECT.search(before[-140:].replace("Agreement", "agreement").replace("Term", "term"))
    return bool(subject or _RENEWED_AFTER.match(after))


def _length(sentence: str, anchor: int) -> Duration | None:
    """Returns for how long it renews: stated in figures, or in a word ("annual periods")."""
    bare = _bare(sentence, anchor)
    for length in find_durations(sentence.replace("~", "-")):
        around = sentence[max(0, length.start - 50) : length.end + 30]
        after = sentence[length.end : length.end + 60]
        if length.unit in ("minute", "hour", "business day") or _NOTICE_AFTER.match(after):
            continue
        if length.start < anchor and not _LONGER.search(around):
            continue
        if bare is not None and bare.start < length.start:
            return bare
        return length
    return bare


def _bare(sentence: str, anchor: int) -> Duration | None:
    found = [
        Duration(match.start(), match.end(), amount, unit)
        for pattern, amount, unit in _BARE
        for match in [pattern.search(sentence, max(0, anchor - 30))]
        if match
    ]
    return min(found, key=lambda d: d.start) if found else None
