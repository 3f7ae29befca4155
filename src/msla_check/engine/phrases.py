"""Phrases that look like contract text, compiled once for all rules.

    "renew* automatically"        a word's beginning, then a word
    "may|can terminate"           either word
    "increase ... fees|charges"   up to twelve words between, in the same sentence
    "within {duration}"           reads a value: duration, money, percent, number

Case, line ends, quotation marks and double spaces make no difference. A hit that its sentence denies
("no service credits are payable") does not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GAP = 12
"""Words that "..." skips at the most."""

# Split at spaces only: a gap that could be read in two ways would be tried in all of them.
_GAP = rf"[^\w\s]*(?:\s+\S+){{0,{GAP}}}?\s+[^\w\s]*"
_SLOTS = {
    "duration": r"[\w() -]{1,40}?(?:business |calendar |working )?(?:minute|hour|day|week|month|year)s?",
    "money": r"(?:(?:usd|us|gbp|eur|cad)\s?)?[$£€]\s?\d[\d,.]*|(?:usd|gbp|eur)\s?\d[\d,.]*",
    "percent": r"[\w() -]{0,30}?\d[\d.]*\s?%\)?|[\w -]{1,30}percent",
    "number": r"\d[\d,.]*",
}
_SLOT_ANCHORS = {
    "duration": frozenset(["minute*", "hour*", "day*", "week*", "month*", "year*"]),
    "money": frozenset(["$", "£", "€", "usd", "gbp", "eur"]),
    "percent": frozenset(["%", "percent"]),
    "number": frozenset[str](),
}
# Words of nearly every agreement: poor ones to look a phrase up by.
_COMMON = frozenset(
    [
        "provider", "supplier", "vendor", "contractor", "company", "customer", "client", "service",
        "services", "agreement", "party", "parties", "shall", "will", "may", "not", "terminat*",
        "notice", "fees", "fee", "pay", "paid", "days", "data", "information", "term", "written",
        "third", "all", "any", "by", "of", "to", "in", "for", "on", "or", "and", "no", "is", "be",
        "are", "within", "each", "either", "upon", "request", "access", "responsible", "set",
    ]
)  # fmt: skip
_CHUNK = re.compile(r"[a-z0-9]+")
_DENIALS = frozenset(
    ["no", "not", "never", "neither", "nor", "without", "nothing", "none", "cannot", "waives", "disclaims"]
)
_DENYING = _DENIALS | {"excluded", "waived", "unavailable"}
"""A sentence with none of these words denies nothing."""
_NOT_DENIALS = re.compile(
    r"\b(?:not (?:only|less|later|more|limited|exceed|to exceed|unreasonably|otherwise|earlier|fewer|(?:been |so )?(?:cured|remedied|corrected|paid|received|resolved|terminated|renewed))|no (?:later|less|more|fewer|event|earlier|longer than)"
    r"|without (?:limit\w*|prejudice|undue|unreasonable|derogat\w*|the prior|prior|cause|penalty|charge|cost|notice|liability|further)|whether or not|or not|if not|not be unreasonably)\b",
    re.I,
)
_BOUNDARY = re.compile(
    r"[;:]|,\s+(?:and|but|provided|except|unless|however)\b|\b(?:provided|except|unless|but|however)\b",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:(?:is|are|shall|will|does|do|may|can|must)\s+not|(?:is|are) (?:excluded|waived|unavailable)|cannot)\b(?!\s+(?:be unreasonably|exceed|less|more|only|limited|later))",
    re.I,
)
_DENIED_WITHIN = re.compile(
    r"\b(?:(?:shall|will|may|can|does|do|did|is|are|must|should|would|could)\s+not|cannot|never|in no event)\b",
    re.I,
)
MEMORY = 200_000
"""Words whose forms are remembered at the most."""
DENIAL_WORDS = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with its pattern and the words of which one must stand in a sentence for it to match."""

    text: str
    pattern: re.Pattern[str]
    parts: tuple[frozenset[str], ...]
    """Of each, one must stand in a sentence: whole words, or beginnings of words ending in "*"."""
    denies: bool = False
    """The phrase itself says that something is not so ("not liable for")."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at `start:end`; `denied` where the sentence says that it is not so."""

    phrase: str
    start: int
    end: int
    denied: bool
    value: str = ""
    """The words that the phrase's slot read ("thirty (30) days")."""


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
    denies = bool(_DENIALS.intersection(re.findall(r"[a-z]+", text.lower())))
    needs.sort(key=lambda part: (bool(part & _COMMON), -min(map(len, part))))
    return Phrase(text, re.compile(_joined(parts), re.I), tuple(needs), denies)


def _chunk(word: str) -> str:
    """Returns the first run of letters or digits, as the words of a sentence are looked up ("third-party": "third")."""
    found = _CHUNK.search(word)
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


class PhraseBook:
    """All phrases of all rules: looked up by their words, matched only where all of these stand."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_anchor: dict[str, list[Phrase]] = defaultdict(list)
        known: set[str] = set(_DENYING)
        for text in sorted(set(phrases)):
            phrase = compile_phrase(text)
            # The part with the longest words is the rarest in all likelihood.
            for anchor in sorted(phrase.parts[0]):
                self._by_anchor[anchor].append(phrase)
            known.update(word for part in phrase.parts for word in part)
        self._known = frozenset(known)
        self._lengths = sorted({len(word) - 1 for word in known if word.endswith("*")})
        self._forms: dict[str, tuple[str, ...]] = {}

    def find(self, sentence: str, offset: int) -> list[Hit]:
        """Returns every phrase that stands in a sentence; places count from `offset`."""
        words = self._words(sentence.lower())
        candidates: dict[str, Phrase] = {}
        for anchor in self._by_anchor.keys() & words:
            for phrase in self._by_anchor[anchor]:
                if not any(part.isdisjoint(words) for part in phrase.parts):
                    candidates[phrase.text] = phrase
        may_deny = not words.isdisjoint(_DENYING)
        hits = []
        for text in sorted(candidates):
            phrase = candidates[text]
            for match in phrase.pattern.finditer(sentence):
                denied = may_deny and (
                    is_denied(sentence, match.start(), match.end())
                    or (not phrase.denies and _denies_within(match[0]))
                )
                value = next(iter(match.groupdict().values()), "") or ""
                hits.append(Hit(text, offset + match.start(), offset + match.end(), denied, value))
                if not denied and not phrase.pattern.groups:
                    break  # said once is said
        return hits

    def _words(self, sentence: str) -> set[str]:
        """Returns what phrases may know of a sentence: its words, their beginnings ("renew*") and its signs
        of money and percent."""
        words = {sign for sign in "%$£€" if sign in sentence}
        for chunk in set(_CHUNK.findall(sentence)):
            forms = self._forms.get(chunk)
            if forms is None:
                if len(self._forms) > MEMORY:
                    self._forms.clear()
                beginnings = (f"{chunk[:size]}*" for size in self._lengths if len(chunk) >= size)
                forms = tuple(form for form in (chunk, *beginnings) if form in self._known)
                self._forms[chunk] = forms
            words.update(forms)
        return words


def _denies_within(words: str) -> bool:
    """Whether what "..." skipped denies the phrase ("Provider may not, in any event, terminate")."""
    return _DENIED_WITHIN.search(_NOT_DENIALS.sub(" ", words)) is not None


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Returns whether a sentence denies what stands at `start:end` of it."""
    before = sentence[max(0, start - 90) : start]
    boundaries = [match.end() for match in _BOUNDARY.finditer(before)]
    if boundaries:
        before = before[boundaries[-1] :]
    before = _NOT_DENIALS.sub(" ", before)
    if _DENIALS.intersection(word.lower() for word in re.findall(r"[A-Za-z']+", before)[-DENIAL_WORDS:]):
        return True
    return _DENIED_AFTER.match(sentence[end : end + 60]) is not None
