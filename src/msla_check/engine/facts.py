"""What rules may ask of an agreement: its operative sentences, terms, topics, blanks, references."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from msla_check.model import Block
from msla_check.model.analysis import Analysis, Reference
from msla_check.model.report import Clause, Evidence, Term

from .matcher import Hit, Passage, PhraseBook

_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[A-Z(\"“\[]|\d)|(?<=;)\s+(?=[A-Z])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:No|Inc|Ltd|Co|Corp|Mr|Ms|Mrs|Dr|St|vs|etc|e\.g|i\.e|Sec|Art|Nos|U\.S|U\.K|approx)|\b[A-Z]|^\W*\(?\w{1,4}(?:\.\d+)*)\.$"
)
BLANK = re.compile(
    r"_{3,}|\[\s*(?:_+|●|•|x{2,}|insert[^\]]*|tbd|tbc|to be (?:agreed|confirmed|determined|completed)[^\]]*|name|client name|customer name|company name|date|amount|number|address)\s*\]|\[\s{1,}\]|\bTBD\b|\bTBC\b|\bXX+%|\$\s?\[(?!\s*\*)|<<[^>]{1,60}>>|\bto be (?:agreed|determined|confirmed) (?:later|by the parties|in writing)\b|\$_+|(?<=[\t\n])to be (?:agreed|determined|confirmed)(?=[\t\n]|$)",
    re.I,
)
_BLANK_BEGINS = re.compile(r"[_\[$<]|[tT][bB][cCdD]|[xX][xX]|[tT][oO] (?=[bB][eE])")
_ITEM = re.compile(r"\s*(?:[-–•·*▪]|\(?[a-z]{1,4}[.)]|\(?\d{1,2}\)|[a-z])(?=\s|\w)")
_CAPTION = re.compile(r"\s*(\d+(?:\.\d+)*)\.?\s+\w[^.:;\n]{0,60}$")
"""A numbered line that may be the caption of what is numbered below it ("3. Hand-over", then "3.1")."""
UNREAD = ("page_without_text", "unreadable_page", "page_cut")
LEFT_OVER = 40
"""Letters that are left of a clause that was struck out, at the most."""
HEAD = 600
"""Characters of a clause in which that many letters show that it was not struck out."""
LEAD = 300
"""Characters of the words before a list that are read with each of its items."""
_NO_LETTER = re.compile(r"[\W_]+")
_RESERVED = re.compile(r"\[?\s*(?:intentionally\s+)?reserved\s*\.?\s*\]", re.I)
REDACTION = re.compile(r"\[\s*\*[\s*]*\*?\s*\]|\*{3,}|\[redacted\]", re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """An operative sentence and the innermost clause that holds it."""

    index: int
    start: int
    end: int
    clause: Clause | None
    lead: tuple[int, int] | None = None
    """The words before the list of which this is an item ("Provider shall:")."""


class Facts:
    """An analysed agreement, indexed for rules."""

    def __init__(self, analysis: Analysis, book: PhraseBook) -> None:
        self.analysis = analysis
        self.text = analysis.agreement.text
        self._clauses = sorted(analysis.clauses, key=lambda c: (c.start, -c.end))
        self._starts = [clause.start for clause in self._clauses]
        reserved = [(c.start, c.end) for c in self._clauses if self._is_reserved(c)]
        self._spoken = [c for c in self._clauses if not self._is_reserved(c)]
        self._clauses_on: dict[tuple[str, float], list[Clause]] = {}
        self._words: dict[tuple[int, int], str] = {}
        self._hashes: dict[str, str] = {}
        self.terms: dict[str, list[Term]] = defaultdict(list)
        for term in analysis.terms:
            if not any(start <= term.start < end for start, end in reserved):
                self.terms[term.key].append(term)
        self._by_id = {clause.id: clause for clause in analysis.clauses}
        self.numbers = frozenset(c.number.rstrip(".") for c in self._clauses if c.number)
        self.sentences = self._split()
        self._book = book
        self._passages: list[Passage] = []
        self._hits: dict[str, dict[int, list[Hit] | None]] = defaultdict(dict)
        self._prepare(book)

    def _prepare(self, book: PhraseBook) -> None:
        """Notes in which sentences each phrase may stand; whether it does is found out when it is asked."""
        names, roles = _party_names(self.terms["general.parties"], self.text)
        for index, sentence in enumerate(self.sentences):
            words = self.text[sentence.start : sentence.end]
            if sentence.lead:
                words = f"{self.text[slice(*sentence.lead)]} {words}"
            passage, phrases = book.open(in_roles(words, names, roles), sentence.start)
            self._passages.append(passage)
            for phrase in phrases:
                self._hits[phrase][index] = None

    def hits(self, phrase: str) -> list[tuple[Hit, Sentence]]:
        """Returns where a phrase stands, with the sentence."""
        indexes = self._hits.get(phrase)
        if not indexes:
            return []
        return [(hit, self.sentences[index]) for index in indexes for hit in self._hits_in(phrase, index)]

    def stands_in(self, phrase: str, sentence: Sentence) -> bool:
        """Returns whether a phrase stands in a sentence, denied or not."""
        index = sentence.index
        return index in self._hits.get(phrase, ()) and bool(self._hits_in(phrase, index))

    def is_worded(self, sentence: Sentence, with_: Sequence[str], without: Sequence[str]) -> bool:
        """Returns whether a sentence holds one of the phrases `with_`, where there are any, and none of `without`."""
        if with_ and not any(self.stands_in(phrase, sentence) for phrase in with_):
            return False
        return not any(self.stands_in(phrase, sentence) for phrase in without)

    def _hits_in(self, phrase: str, index: int) -> list[Hit]:
        found = self._hits[phrase][index]
        if found is None:
            found = self._book.find(phrase, self._passages[index])
            self._hits[phrase][index] = found
        return found

    def _is_reserved(self, clause: Clause) -> bool:
        """Whether a clause is a caption without content ("Service Credits. [Reserved.]")."""
        return clause.end - clause.start < 120 and bool(_RESERVED.search(self.text, clause.start, clause.end))

    def clauses_on(self, label: str, minimum: float = 0.5) -> list[Clause]:
        """Returns the clauses that bear an element ("confidentiality") or a topic ("x.y")."""
        known = self._clauses_on.get((label, minimum))
        if known is None:
            known = [
                clause
                for clause in self._spoken
                if (clause.topics if "." in label else clause.elements).get(label, 0.0) >= minimum
            ]
            self._clauses_on[label, minimum] = known
        return known

    def first_sentence(self, clause: Clause) -> Sentence | None:
        """Returns the first operative sentence of a clause; None where it has none."""
        index = bisect_left(self.sentences, clause.start, key=lambda sentence: sentence.start)
        found = self.sentences[index : index + 1]
        return found[0] if found and found[0].start < clause.end else None

    def words(self, start: int, end: int) -> str:
        """Returns the words at `start:end` as one line."""
        if (start, end) not in self._words:
            self._words[start, end] = " ".join(self.text[start:end].split())
        return self._words[start, end]

    def innermost(self, place: int) -> Clause | None:
        """Returns the smallest clause that covers a place."""
        # Of clauses that begin before a place, the last that reaches over it is the smallest.
        for index in range(bisect_right(self._starts, place) - 1, -1, -1):
            if place < self._clauses[index].end:
                return self._clauses[index]
        return None

    def labels_at(self, clause: Clause | None) -> set[str]:
        """Returns the elements and topics of a clause and of those around it."""
        labels: set[str] = set()
        while clause is not None:
            labels.update(clause.elements)
            labels.update(clause.topics)
            clause = self._by_id.get(clause.parent or "")
        return labels

    def evidence(self, start: int, end: int) -> Evidence:
        """Returns the words at `start:end` as evidence."""
        clause = self.innermost(start)
        return Evidence(
            start=start,
            end=end,
            quote=self.text[start:end],
            clause=clause.id if clause else None,
            page=self.page_of(start),
        )

    def content_hash(self, place: tuple[int, int] | None = None) -> str:
        """Returns ten signs made of the words of the clause around a place.

        Numbers of clauses, its own and those that it refers to, do not count: they change when clauses
        move. Nor do its sub-clauses.
        """
        if place is None:
            return _hash("")
        clause = self.innermost(place[0])
        if clause is None:
            return _hash(self.text[slice(*place)])
        if clause.id not in self._hashes:
            children = [c.start for c in self._clauses if c.parent == clause.id]
            start, end = clause.start, min([*children, clause.end])
            words = self.text[start:end].removeprefix(clause.number)
            for reference in self.analysis.references:
                if reference.clause == clause.id and reference.number:
                    words = words.replace(reference.label, reference.label.replace(reference.number, ""))
            self._hashes[clause.id] = _hash(words)
        return self._hashes[clause.id]

    def page_of(self, place: int) -> int | None:
        """Returns the page on which a place stands."""
        blocks = self.analysis.agreement.blocks
        index = bisect_right(blocks, place, key=lambda block: block.start) - 1
        if index < 0:
            return None
        page = blocks[index].page
        for line in blocks[index].lines:
            if line.start <= place < line.end:
                page = line.page
        return page

    def searched(self) -> str:
        """Returns where was looked: clauses, schedules, and pages that could not be read."""
        return self._searched

    @cached_property
    def _searched(self) -> str:
        clauses = [c for c in self._clauses if c.kind == "clause"]
        schedules = [c for c in self._clauses if c.kind == "schedule"]
        parts = [_count(len(clauses), "clause")]
        if schedules:
            parts.append(_count(len(schedules), "schedule"))
        absent = sorted({r.label for r in self.absent_schedules})
        note = f"; not attached: {', '.join(absent[:4])}" if absent else ""
        pages = ", ".join(map(str, self.unread_pages[:10]))
        unread = f"; pages not read: {pages}" if pages else ""
        return f"{' and '.join(parts)} searched{note}{unread}"

    @cached_property
    def unread_pages(self) -> list[int]:
        """The pages without text that could be read."""
        warnings = self.analysis.agreement.warnings
        return sorted({w.page for w in warnings if w.code in UNREAD and w.page is not None})

    @cached_property
    def ocr_confidence(self) -> float:
        """How sure the recognition of images was, weighed by length; 1 where the text was there."""
        blocks = self.analysis.agreement.blocks
        length = sum(block.end - block.start for block in blocks)
        lost = sum(
            (1 - b.confidence) * (b.end - b.start) for b in blocks if b.ocr and b.confidence is not None
        )
        return 1 - lost / length if length else 1.0

    @cached_property
    def struck_out(self) -> list[Clause]:
        """The clauses of which little but the heading was left when words were struck out before filing."""
        redacted = [match.start() for match in REDACTION.finditer(self.text)]
        found = []
        for clause in self._clauses:
            if bisect_left(redacted, clause.start) == bisect_left(redacted, clause.end):
                continue
            words = self.text[clause.start : clause.end].removeprefix(clause.number).strip(" .\n")
            words = words.removeprefix(clause.heading)
            if len(_NO_LETTER.sub("", REDACTION.sub("", words[:HEAD]))) >= LEFT_OVER:
                continue
            left = _NO_LETTER.sub("", REDACTION.sub("", words))
            if len(left) < LEFT_OVER and REDACTION.search(words):
                found.append(clause)
        return found

    @cached_property
    def absent_schedules(self) -> list[Reference]:
        """The references to schedules and exhibits that are not in the file."""
        return [r for r in self.analysis.references if r.kind == "schedule" and r.target is None]

    @cached_property
    def blanks(self) -> list[tuple[int, int]]:
        """The places that were left to be filled in, those of the signature block left out."""
        signatures = [(c.start, c.end) for c in self._clauses if c.kind == "signature"]
        found = []
        for match in self._unfilled():
            before = self.text[max(0, match.start() - 80) : match.start()].lower()
            signing = re.search(
                r"\b(?:(?:by|name|title|signature|signed|witness|its|print|date)\s*:?|by:[^\n]{0,40})[\s_]*$",
                before,
            )
            if not signing and not any(a <= match.start() < b for a, b in signatures):
                found.append(match.span())
        return found

    def _unfilled(self) -> Iterator[re.Match[str]]:
        end = 0
        for sign in _BLANK_BEGINS.finditer(self.text):
            if sign.start() >= end and (match := BLANK.match(self.text, sign.start())):
                yield match
                end = match.end()

    def _split(self) -> list[Sentence]:
        """Returns the operative sentences: not headings, tables of contents or signature blocks."""
        sentences: list[Sentence] = []
        lead: tuple[int, int] | None = None
        headings = {c.start: c for c in self._clauses if c.heading}
        blocks = self.analysis.agreement.blocks
        for block, following in zip_longest(blocks, blocks[1:]):
            if block.kind == "toc" or self._is_caption(block, following):
                continue
            start = block.start
            headed = headings.get(start)
            if headed is not None:
                at = self.text.find(headed.heading, start, min(block.end, start + len(headed.heading) + 60))
                if at >= 0:
                    start = at + len(headed.heading)
            start += len(self.text[start : block.end]) - len(self.text[start : block.end].lstrip(" .:—–-"))
            if start >= block.end:
                continue
            item = block.kind == "list_item" or _ITEM.match(self.text, block.start) is not None
            lead = lead if item else None
            found = [
                Sentence(len(sentences) + count, begin, end, clause, lead)
                for count, (begin, end, clause) in enumerate(self._sentences_in(start, block.end))
            ]
            sentences += found
            if found and not item:
                last = found[-1]
                opens = self.text[last.start : last.end].rstrip()[-1:] in ":—–"
                lead = (max(last.start, last.end - LEAD), last.end) if opens else None
        return sentences

    def _is_caption(self, block: Block, following: Block | None) -> bool:
        """Whether a block that was not read as a heading is one all the same: its sub-clause follows it."""
        number = _CAPTION.match(self.text[block.start : block.end])
        if number is None or following is None:
            return False
        return (
            re.match(rf"{re.escape(number[1])}\.\d", self.text[following.start : following.end]) is not None
        )

    def _sentences_in(self, start: int, end: int) -> Iterator[tuple[int, int, Clause | None]]:
        text, begin = self.text[start:end], 0
        for match in [*_SENTENCE_END.finditer(text), None]:
            stop = len(text) if match is None else match.start()
            if match is not None and _ABBREVIATION.search(text[max(begin, stop - 30) : stop]):
                continue
            if text[begin:stop].strip():
                clause = self.innermost(start + begin)
                if clause is None or clause.kind != "signature":
                    yield start + begin, start + stop, clause
            begin = stop if match is None else match.end()


_LETTER = re.compile(r"\b(?:we|you) (?:will|shall|may|agree|must)\b", re.I)
_PERSONS = {"we": "provider", "our": "provider's", "you": "customer", "your": "customer's"}


def _party_names(parties: list[Term], text: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Returns a pattern of the parties' names, and the role of each ("eGain" is the provider)."""
    roles: dict[str, str] = {}
    for party in parties:
        role = str(party.normalized.get("role", ""))
        for name in (party.value, str(party.normalized.get("defined", ""))):
            if role in ("provider", "customer") and len(name) > 1 and name.lower() != role:
                roles[name] = roles[name.upper()] = role
    if len(_LETTER.findall(text)) > 15:
        # A letter agreement: the provider writes to its customer.
        for words, role in _PERSONS.items():
            for word in words.split():
                roles[word] = roles[word.capitalize()] = role
    if not roles:
        return None, {}
    longest_first = sorted(roles, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), roles


def in_roles(sentence: str, names: re.Pattern[str] | None, roles: dict[str, str]) -> str:
    """Returns a sentence with the parties' names replaced by their roles, as the rules' phrases name them."""
    if names is None or not any(name in sentence for name in roles):
        return sentence
    return names.sub(lambda match: roles[match[0]], sentence)


def _hash(words: str) -> str:
    letters = _NO_LETTER.sub("", words.lower())
    return hashlib.sha256(letters.encode()).hexdigest()[:10]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
