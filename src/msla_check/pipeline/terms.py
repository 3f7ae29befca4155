"""The spaCy component that reads the terms out of an agreement."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc, SpanGroup
from spacy.vocab import Vocab

from msla_check.model import Agreement, Block
from msla_check.model.report import Clause, Term

from .date_order import is_day_first
from .duration_of_agreement import Fact, Starts, read_length
from .governing_law import read_governing_law
from .lists import Leads
from .opening_dates import read_opening_dates, starts_of_term
from .parties import find_joint_names, find_parties
from .presence import SentenceFacts, load_model
from .renewal import read_renewal
from .sentences import find_sentences
from .sla_tables import read_table
from .source import text_of
from .speakers import Speakers
from .term_patterns import Reading, is_denied, load_patterns, read_item, read_sentence

_TITLE = re.compile(
    r"\b(?:agreement|contract|addendum|amendment|lease|license|terms|plan|memorandum|schedule|letter|policy|order)\b",
    re.I,
)

_NO_TITLE = re.compile(
    r"this\b|(?:contract|agreement)\s+(?:no\b|number|#)|for purposes\b|schedule\s+\w{1,2}$", re.I
)
VALUED = frozenset(
    (
        "term.expiration_date",
        "term.renewal",
        "term.nonrenewal_notice",
        "term.effective_date",
        "general.governing_law",
    )
)
"""Keys that the weights know, but that are told by the value read for them."""
_LEVELS = frozenset(("sla.service_credit", "sla.uptime"))
_NO_LEVEL = frozenset(("fees.revenue_share", "fees.minimum_commitment"))
"""Keys that the weights, trained on agreements of other kinds, see in a credit of so many percent."""
FEWEST = 6
"""With fewer words a sentence is a heading, which states no term."""
_WORD = re.compile(r"[A-Za-z]{2,}")


class TermReader:
    """Reads facts with their values, each with the quote it rests on; writes `doc._.terms`."""

    def __init__(self, vocab: Vocab) -> None:
        load_patterns()

    def __call__(self, doc: Doc) -> Doc:
        doc._.terms = tuple(_Reading(doc).terms())
        group = SpanGroup(doc, name="terms")
        for term in doc._.terms:
            span = doc.char_span(term.start, term.end, label=term.key, alignment_mode="expand")
            if span is not None:
                group.append(span)
        doc.spans["terms"] = group
        return doc


def sentence_facts(doc: Doc) -> list[SentenceFacts]:
    """Returns the sentences of an agreement as the presence model sees them."""
    return [sentence for sentence, _ in _Reading(doc).sentences()]


def read_patterns(doc: Doc) -> list[Reading]:
    """Returns what the patterns read in an agreement, before the weights are asked."""
    reader = _Reading(doc)
    return [
        reading
        for sentence, readings in reader.sentences()
        for reading in readings
        if reader.is_of_party(reading, reader.text[sentence.start : sentence.end])
    ]


def _strongest(terms: list[Term]) -> list[Term]:
    """Returns the terms, of the agreement's length and end only what the surest sentences say."""
    kept = terms
    for key in ("term.initial", "term.expiration_date", "term.renewal"):
        best = max((t.confidence for t in kept if t.key == key), default=0.0)
        kept = [t for t in kept if t.key != key or t.confidence >= best - 0.12]
    return kept


def _is_heading(sentence: str) -> bool:
    """Returns whether a sentence is a mere heading, which states no fact; a table's row is none."""
    words = _WORD.findall(sentence)
    long = [word for word in words if len(word) > 3]
    return "\t" not in sentence and (len(words) < 3 or (len(words) < 9 and all(w[0].isupper() for w in long)))


def _with_lead(alone: list[Reading], led: list[Reading]) -> list[Reading]:
    """Returns what is read in an item of a list: together with its lead where that reads, else alone."""
    led = [reading for reading in led if reading.key not in VALUED]
    keys = {reading.key for reading in led}
    return led + [reading for reading in alone if reading.key not in keys]


class _Reading:
    """One agreement under reading."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        agreement: Agreement | None = doc._.agreement
        self.blocks: tuple[Block, ...] = agreement.blocks if agreement else ()
        self.clauses: list[Clause] = sorted(doc._.clauses, key=lambda c: (c.start, -c.end))
        self._clause_starts = [clause.start for clause in self.clauses]
        self.parties = find_parties(self.text)
        self.speakers = Speakers(self.parties)
        self.starts = Starts()
        self.initial_term = ""
        self._by_id = {clause.id: clause for clause in self.clauses}
        self._known_paths: dict[str, list[str]] = {}
        self._known_labels: dict[str, tuple[set[str], str]] = {}

    def terms(self) -> list[Term]:
        """Returns all terms in the order of the text."""
        found = [*self._title(), *self._parties(), *self._opening_dates()]
        self._sentences = self.sentences()
        for block in self.blocks:
            if block.kind == "table":
                found += [
                    self._term(f.key, f.value, f.start, f.end, f.normalized)
                    for f in read_table(self.text, block)
                ]
        for sentence, readings in self._sentences:
            found += self._sentence(sentence.start, sentence.end, readings)
        found = self._weighed(_strongest(found))
        unique: dict[tuple[str, str, int], Term] = {}
        for term in found:
            unique.setdefault((term.key, term.value, term.start), term)
        return sorted(unique.values(), key=lambda t: (t.start, t.end, t.key, t.value))

    def sentences(self) -> list[tuple[SentenceFacts, list[Reading]]]:
        """Returns every sentence with what stands above it and what the patterns read in it."""
        found = []
        leads = Leads()
        for start, end in find_sentences(self.text, self.blocks):
            if end - start < 12:
                continue
            clause = self._clause_at(start)
            labels, heading = self._labels(clause)
            sentence = self.text[start:end]
            readings = list(read_sentence(sentence, labels, heading))
            keys = tuple(dict.fromkeys(reading.key for reading in readings))
            item = leads.item(sentence, self._path(clause), keys)
            if item is not None:
                readings = _with_lead(readings, list(read_item(item, labels, heading)))
            found.append((SentenceFacts(start, end, heading, keys), readings))
        return found

    def is_of_party(self, reading: Reading, sentence: str) -> bool:
        """Returns whether the party whose duty it must be is the one that the sentence speaks of."""
        return not reading.of or self.speakers.of(reading.whole(sentence)[: reading.start]) == reading.of

    def _sentence(self, start: int, end: int, readings: list[Reading]) -> Iterator[Term]:
        sentence = self.text[start:end]
        _, heading = self._labels(self._clause_at(start))
        for reading in readings:
            if not self.is_of_party(reading, sentence) or (not reading.normalized and _is_heading(sentence)):
                continue
            whole = reading.whole(sentence)
            party = self.speakers.of(whole[: reading.end] if reading.key.startswith("term.conv") else whole)
            yield self._term(reading.key, reading.value, start, end, reading.normalized, party)
        for name, _, _ in read_governing_law(sentence, heading):
            yield self._term("general.governing_law", name, start, end, {})
        facts: list[Fact] = []
        if any(
            part in sentence for part in ("erm", "greement", "ontract", "xpir", "uration", "enew", "TERM")
        ):
            facts += read_length(sentence, start, self.starts, heading)
            self.initial_term = next((f.value for f in facts if f.key == "term.initial"), self.initial_term)
            facts += read_renewal(sentence, start, self.initial_term)
        for fact in facts:
            yield self._term(
                fact.key, fact.value, fact.start, fact.end, fact.normalized, confidence=fact.confidence
            )

    def _term(
        self,
        key: str,
        value: str,
        start: int,
        end: int,
        normalized: dict[str, object],
        party: str = "",
        confidence: float = 0.9,
    ) -> Term:
        clause = self._clause_at(start)
        return Term(
            key=key,
            value=value,
            normalized=normalized,
            party=party,
            start=start,
            end=end,
            quote=self.text[start:end],
            clause=clause.id if clause else None,
            page=self._page(start),
            confidence=confidence,
        )

    def _weighed(self, found: list[Term]) -> list[Term]:
        """Returns the terms, those that the weights know settled by them: patterns give the values, the
        weights say whether it is there at all and in which sentences."""
        model = load_model()
        sentences = [sentence for sentence, _ in self._sentences]
        if model is None or not sentences:
            return found
        decided = model.decide(model.scores(self.doc, sentences), sentences)
        settled = set(model.keys) - VALUED
        kept = [term for term in found if term.key not in settled or term.key in decided]
        places = {(term.key, term.start) for term in kept}
        levels = {term.start for term in found if term.key in _LEVELS}
        for key, (odds, numbers) in decided.items():
            if key in VALUED:
                continue
            for number in numbers:
                sentence = sentences[number]
                words = self.text[sentence.start : sentence.end]
                stated = len(_WORD.findall(words)) >= FEWEST and not is_denied(words, key)
                if key in _NO_LEVEL and sentence.start in levels:
                    continue
                if stated and (key, sentence.start) not in places:
                    confidence = round(1 / (1 + math.exp(-odds)), 2)
                    party = self.speakers.of(words)
                    kept.append(self._term(key, "yes", sentence.start, sentence.end, {}, party, confidence))
        return kept

    def _title(self) -> list[Term]:
        """Returns the agreement's title: the first short heading-like block that names a kind of paper."""
        spans = [(b.start, b.end) for b in self.blocks[:14] if b.kind not in ("table", "toc")] or [
            (m.start(), m.end()) for m in re.finditer(r"[^\n]+", self.text[:2000])
        ]
        for start, end in spans:
            words = self.text[start:end].strip()
            if re.match(
                r"(?:exhibit|ex-|execution|draft|confidential|\[|page)\b", words, re.I
            ) and not re.search(r"agreement", words, re.I):
                continue
            if len(words) < 130 and _TITLE.search(words) and not _NO_TITLE.match(words):
                lead = re.match(
                    r"(?:exhibit\s+[\w.-]+\s*[-–:]?\s*|execution (?:copy|version)\s*)", words, re.I
                )
                start += lead.end() if lead else 0
                rest = re.search(
                    r"\s+(?:(?:by and )?(?:between|among)\b|dated\b|made as of\b)|\s+[—–-]+\s+[Aa]s amended",
                    self.text[start + 8 : end],
                    re.I,
                )
                end = start + 8 + rest.start() if rest else end
                return [self._term("general.title", " ".join(self.text[start:end].split()), start, end, {})]
        opening = re.search(
            r"\b[Tt]his\s+((?:[A-Z][\w&/-]*\s+|and\s+|of\s+|for\s+){1,9}?(?:Agreement|Contract|Addendum|AGREEMENT))\b",
            self.text[:4000],
        )
        if opening:
            return [self._term("general.title", opening[1], opening.start(1), opening.end(1), {})]
        return []

    def _parties(self) -> list[Term]:
        return [
            self._term(
                "general.parties",
                p.name,
                p.start,
                p.end,
                {"role": p.role, "defined": p.defined, **({"name": "blank"} if p.unnamed else {})},
            )
            for p in [*self.parties, *find_joint_names(self.text, self.parties)]
        ]

    def _opening_dates(self) -> list[Term]:
        """Returns the agreement date and the effective date."""
        opening = self.parties[0].start if self.parties else 0
        day_first = is_day_first(self.text)
        facts = read_opening_dates(self.text, opening, day_first=day_first)
        self.starts = starts_of_term(facts, day_first=day_first)
        return [
            self._term(f.key, f.value, f.start, f.end, f.normalized, confidence=f.confidence) for f in facts
        ]

    def _clause_at(self, place: int) -> Clause | None:
        """Returns the innermost clause that holds a place."""
        after = bisect_right(self._clause_starts, place)
        return next((c for c in reversed(self.clauses[max(0, after - 60) : after]) if place < c.end), None)

    def _path(self, clause: Clause | None) -> list[str]:
        """Returns the ids of a clause and of those it stands in, the outermost first."""
        if clause is None:
            return []
        known = self._known_paths.get(clause.id)
        if known is None:
            known = [*self._path(self._by_id.get(clause.parent or "")), clause.id]
            self._known_paths[clause.id] = known
        return known

    def _labels(self, clause: Clause | None) -> tuple[set[str], str]:
        if clause is None:
            return set(), ""
        known = self._known_labels.get(clause.id)
        if known is None:
            labels, heading = self._labels(self._by_id.get(clause.parent or ""))
            known = (labels | set(clause.elements), f"{clause.heading} {heading}".rstrip())
            self._known_labels[clause.id] = known
        return known

    def _page(self, place: int) -> int | None:
        index = bisect_right(self.blocks, place, key=lambda b: b.start) - 1
        if index < 0:
            return None
        for line in self.blocks[index].lines:
            if line.start <= place < line.end:
                return line.page
        return self.blocks[index].page
