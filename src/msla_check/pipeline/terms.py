"""The spaCy component that reads the terms out of an agreement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, SpanGroup
from spacy.vocab import Vocab

from msla_check.model import Agreement, Block
from msla_check.model.report import Clause, Term

from .dates import find_dates
from .duration_of_agreement import Fact, read_length, read_renewal
from .governing_law import read_governing_law
from .parties import Speakers, find_parties
from .sentences import find_sentences
from .sla_tables import read_table
from .source import text_of
from .term_patterns import load_patterns, read_sentence

_TITLE = re.compile(
    r"\b(?:agreement|contract|addendum|amendment|lease|license|terms|plan|memorandum|schedule|letter|policy|order)\b",
    re.I,
)
_MADE = re.compile(r"\b(?:made|entered into|dated|executed|effective|signed|as of|this)\b", re.I)
_EFFECTIVE = re.compile(r"\beffective\b|\bcommencement date\b|\bcommenc\w+ on\b", re.I)


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


class _Reading:
    """One agreement under reading."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        agreement: Agreement | None = doc._.agreement
        self.blocks: tuple[Block, ...] = agreement.blocks if agreement else ()
        self.clauses: list[Clause] = sorted(doc._.clauses, key=lambda c: (c.start, -c.end))
        self.parties = find_parties(self.text, self.blocks)
        self.speakers = Speakers(self.parties)
        self.start_date: date | None = None

    def terms(self) -> list[Term]:
        """Returns all terms in the order of the text."""
        found = [*self._title(), *self._parties(), *self._opening_dates()]
        for start, end in find_sentences(self.text, self.blocks):
            found += self._sentence(start, end)
        for block in self.blocks:
            if block.kind == "table":
                found += [
                    self._term(f.key, f.value, f.start, f.end, f.normalized)
                    for f in read_table(self.text, block)
                ]
        found += self._present()
        unique: dict[tuple[str, str, int], Term] = {}
        for term in found:
            unique.setdefault((term.key, term.value, term.start), term)
        return sorted(unique.values(), key=lambda t: (t.start, t.end, t.key, t.value))

    def _present(self) -> list[Term]:
        """Returns the facts whose presence trained weights tell better than patterns."""
        return []

    def _sentence(self, start: int, end: int) -> Iterator[Term]:
        sentence = self.text[start:end]
        if len(sentence) < 12:
            return
        clause = self._clause_at(start)
        labels, heading = self._labels(clause)
        for reading in read_sentence(sentence, labels):
            party = self.speakers.of(
                sentence[: reading.end] if reading.key.startswith("term.conv") else sentence
            )
            yield self._term(reading.key, reading.value, start, end, reading.normalized, party)
        for name, _, _ in read_governing_law(sentence, heading):
            yield self._term("general.governing_law", name, start, end, {})
        facts: list[Fact] = []
        if "erm" in sentence or "greement" in sentence or "ontract" in sentence:
            facts += read_length(sentence, start, self.start_date, heading)
            facts += read_renewal(sentence, start)
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
            if len(words) < 130 and _TITLE.search(words) and not re.match(r"this\b", words, re.I):
                lead = re.match(
                    r"(?:exhibit\s+[\w.-]+\s*[-–:]?\s*|execution (?:copy|version)\s*)", words, re.I
                )
                start += lead.end() if lead else 0
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
            self._term("general.parties", p.name, p.start, p.end, {"role": p.role, "defined": p.defined})
            for p in self.parties
        ]

    def _opening_dates(self) -> list[Term]:
        """Returns the agreement date and the effective date that the opening states."""
        head = self.text[:6000]
        stop = re.search(r"\n\n\s*(?:1\.|ARTICLE|Section 1)\b", head[400:])
        head = head[: stop.start() + 400 if stop else 3500]
        found: list[Term] = []
        for day in find_dates(head):
            before, after = head[max(0, day.start - 130) : day.start], head[day.end : day.end + 70]
            if not _MADE.search(before[-90:]):
                continue
            value, place = day.date.isoformat(), (day.start, day.end)
            is_effective = _EFFECTIVE.search(before[-70:]) or re.match(
                r"[^.]{0,30}\(?[^.]{0,20}(?:effective|commencement) date", after, re.I
            )
            if not any(t.key == "general.agreement_date" for t in found):
                found.append(self._term("general.agreement_date", value, *place, {}))
            if is_effective and not any(t.key == "term.effective_date" for t in found):
                found.append(self._term("term.effective_date", value, *place, {}))
        if not any(t.key == "term.effective_date" for t in found):
            defined = re.search(
                r"[\"“]?effective date[\"”]?\s*(?:of this agreement\s*)?(?:means|shall mean|is|shall be|:)",
                self.text,
                re.I,
            )
            days = list(find_dates(self.text[defined.end() : defined.end() + 80])) if defined else []
            if defined and days:
                at = defined.end()
                found.append(
                    self._term(
                        "term.effective_date",
                        days[0].date.isoformat(),
                        at + days[0].start,
                        at + days[0].end,
                        {},
                    )
                )
            elif found and re.search(r"\bas of\b", head, re.I):
                first = found[0]
                found.append(first.model_copy(update={"key": "term.effective_date", "confidence": 0.6}))
        dates = {t.key: t.value for t in found}
        begin = dates.get("term.effective_date") or dates.get("general.agreement_date")
        self.start_date = date.fromisoformat(begin) if begin else None
        return found

    def _clause_at(self, place: int) -> Clause | None:
        best = None
        for clause in self.clauses[: bisect_right(self.clauses, place, key=lambda c: c.start)][-60:]:
            if clause.start <= place < clause.end and (best is None or clause.start >= best.start):
                best = clause
        return best

    def _labels(self, clause: Clause | None) -> tuple[set[str], str]:
        labels: set[str] = set()
        headings: list[str] = []
        by_id = {c.id: c for c in self.clauses} if clause else {}
        while clause is not None:
            labels.update(clause.elements)
            headings.append(clause.heading)
            clause = by_id.get(clause.parent or "")
        return labels, " ".join(headings)

    def _page(self, place: int) -> int | None:
        index = bisect_right(self.blocks, place, key=lambda b: b.start) - 1
        if index < 0:
            return None
        for line in self.blocks[index].lines:
            if line.start <= place < line.end:
                return line.page
        return self.blocks[index].page
