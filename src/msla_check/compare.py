"""Aligns two versions of an agreement clause by clause and says what changed.

Clauses are matched by their words, not their numbers, so that a clause that moved or was renumbered
is still the same clause: identical text first, then the closest text (rapidfuzz), the heading
counting with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from .model.agreement import Revision
from .model.comparison import ClauseChange, Comparison, TermChange, WordEdit
from .model.report import Clause, Finding, Report

SIMILAR = 55.0
"""The least similarity (0 to 100) at which two clauses count as versions of one."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A clause's own words, those of its sub-clauses left out."""

    clause: Clause
    text: str
    order: int

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.clause.number, self.clause.heading) if part)


def compare(old: Report, new: Report, revisions: Sequence[Revision] = ()) -> Comparison:
    """Returns what changed from `old` to `new`, two reviews made with the same playbook and side.

    Args:
        old: the earlier version, a house form, or the original reading of a file with tracked changes.
        new: the later version, or the accepted reading.
        revisions: the tracked changes of the accepted reading, to say whose they are.

    Example:
        >>> from msla_check import review
        >>> from msla_check.compare import compare
        >>> change = compare(review("1. Fees. Net 30 days."), review("1. Fees. Net 45 days."))
        >>> [clause.kind for clause in change.clauses]
        ['changed']
    """
    before, after = _units(old), _units(new)
    pairs = _align(before, after)
    created, cured, remaining = _findings(old, new)
    clauses = _changes(before, after, pairs)
    after_of = {before[a].clause.id: after[b].clause for a, b in pairs.items()}
    return Comparison(
        old_name=old.document.name,
        new_name=new.document.name,
        clauses=clauses,
        terms=_terms(old, new),
        created=created,
        cured=cured,
        remaining=remaining,
        similarity=_similarity(before, after, pairs, clauses),
        authors=_authors(created, cured, after_of, new, revisions) if revisions else {},
    )


def _similarity(
    before: list[_Unit], after: list[_Unit], pairs: dict[int, int], clauses: list[ClauseChange]
) -> float:
    total = sum(len(unit.text.split()) for unit in [*before, *after])
    same = sum(len(before[a].text.split()) for a, b in pairs.items() if before[a].text == after[b].text)
    same += sum(len(edit.text.split()) for change in clauses for edit in change.edits if edit.kind == "same")
    return round(2 * same / total, 4) if total else 1.0


def _authors(
    created: list[Finding],
    cured: list[Finding],
    after_of: dict[str, Clause],
    new: Report,
    revisions: Sequence[Revision],
) -> dict[str, list[str]]:
    """Returns whose tracked changes stand on the words of each finding, else in its clause, else at all."""
    clauses = {clause.id: clause for clause in new.clauses}
    found: dict[str, list[str]] = {}
    for finding in created:
        words = [(e.start, e.end) for e in finding.evidence]
        around = [clauses[e.clause] for e in finding.evidence if e.clause in clauses]
        gone = [r for r in revisions if r.kind == "deletion"]
        touching = _within(revisions, words) or _within(revisions, [(c.start, c.end) for c in around]) or gone
        found[finding.rule] = sorted({r.author for r in touching if r.author})
    for finding in cured:
        around = [after_of[e.clause] for e in finding.evidence if e.clause in after_of]
        put_in = [r for r in revisions if r.kind == "insertion"]
        touching = _within(revisions, [(c.start, c.end) for c in around]) or put_in
        found[finding.rule] = sorted({r.author for r in touching if r.author})
    return {rule: names for rule, names in sorted(found.items()) if names}


def _within(revisions: Sequence[Revision], spans: list[tuple[int, int]]) -> list[Revision]:
    return [r for r in revisions if any(r.start <= end and start <= r.end for start, end in spans)]


def _units(report: Report) -> list[_Unit]:
    children: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in report.clauses:
        children[clause.parent].append(clause)
    units: list[_Unit] = []
    for clause in report.clauses:
        end = min((child.start for child in children[clause.id]), default=clause.end)
        text = " ".join(report.text[clause.start : end].split())
        if clause.number and text.startswith(clause.number):
            text = text[len(clause.number) :].lstrip(" .)")
        if text:
            units.append(_Unit(clause, text, len(units)))
    return units


def _align(before: list[_Unit], after: list[_Unit]) -> dict[int, int]:
    """Returns the order of each old unit that has a new one, with that one's order."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = defaultdict(list)
    for unit in after:
        waiting[unit.text].append(unit.order)
    for unit in before:
        if waiting[unit.text]:
            pairs[unit.order] = waiting[unit.text].pop(0)
    taken = set(pairs.values())
    left = [unit for unit in before if unit.order not in pairs]
    free = [unit for unit in after if unit.order not in taken]
    scored = []
    for a in left:
        for b in free:
            score = fuzz.ratio(a.text, b.text, score_cutoff=SIMILAR - 15)
            same_heading = bool(a.clause.heading) and a.clause.heading.lower() == b.clause.heading.lower()
            if score and score + (15 if same_heading else 0) >= SIMILAR:
                scored.append(
                    (-(score + (15 if same_heading else 0)), abs(a.order - b.order), a.order, b.order)
                )
    for _, _, a_order, b_order in sorted(scored):
        if a_order not in pairs and b_order not in taken:
            pairs[a_order] = b_order
            taken.add(b_order)
    return pairs


def _changes(before: list[_Unit], after: list[_Unit], pairs: dict[int, int]) -> list[ClauseChange]:
    """Returns the changes in the new version's order, each removed clause after its old neighbour."""
    back = {b: a for a, b in pairs.items()}
    steady = _longest_rise([back[b] for b in sorted(back)])
    placed: list[tuple[tuple[int, int, int], ClauseChange]] = []
    for unit in after:
        if unit.order in back:
            old = before[back[unit.order]]
            placed.append(((unit.order, 0, 0), _pair_change(old, unit, back[unit.order] in steady)))
        else:
            change = ClauseChange(
                kind="added",
                new=unit.clause.id,
                new_label=unit.label,
                edits=[WordEdit(kind="inserted", text=unit.text)],
            )
            placed.append(((unit.order, 0, 0), change))
    last = -1
    for unit in before:
        if unit.order in pairs:
            last = pairs[unit.order]
            continue
        change = ClauseChange(
            kind="removed",
            old=unit.clause.id,
            old_label=unit.label,
            edits=[WordEdit(kind="deleted", text=unit.text)],
        )
        placed.append(((last, 1, unit.order), change))
    return [change for _, change in sorted(placed, key=lambda item: item[0])]


def _pair_change(old: _Unit, new: _Unit, in_order: bool) -> ClauseChange:
    if old.text != new.text:
        kind, edits = "changed", word_edits(old.text, new.text)
    else:
        kind, edits = ("unchanged" if in_order and old.clause.number == new.clause.number else "moved"), []
    return ClauseChange.model_validate(
        {
            "kind": kind,
            "old": old.clause.id,
            "new": new.clause.id,
            "old_label": old.label,
            "new_label": new.label,
            "edits": edits,
        }
    )


def word_edits(old: str, new: str) -> list[WordEdit]:
    """Returns the smallest edit, word by word, that makes `old` into `new`; at each place what is taken
    out comes before what is put in."""
    a, b = old.split(), new.split()
    edits: list[WordEdit] = []
    deleted: list[str] = []
    inserted: list[str] = []

    def settle() -> None:
        for kind, words in (("deleted", deleted), ("inserted", inserted)):
            if words:
                edits.append(WordEdit.model_validate({"kind": kind, "text": " ".join(words)}))
                words.clear()

    for code in Indel.opcodes(a, b):
        if code.tag == "equal":
            settle()
            edits.append(WordEdit(kind="same", text=" ".join(a[code.src_start : code.src_end])))
        else:
            deleted += a[code.src_start : code.src_end]
            inserted += b[code.dest_start : code.dest_end]
    settle()
    return edits


def _longest_rise(values: list[int]) -> set[int]:
    """Returns the members of a longest rising subsequence: the clauses that kept their order."""
    tails: list[int] = []
    back: dict[int, int | None] = {}
    for value in values:
        place = next((i for i, tail in enumerate(tails) if tail >= value), len(tails))
        back[value] = tails[place - 1] if place else None
        tails[place : place + 1] = [value]
    found: set[int] = set()
    value_or_none = tails[-1] if tails else None
    while value_or_none is not None:
        found.add(value_or_none)
        value_or_none = back[value_or_none]
    return found


def _terms(old: Report, new: Report) -> list[TermChange]:
    before, after = _values(old), _values(new)
    labels = {clause.id: clause.number or clause.heading for clause in new.clauses}
    places = {term.key: labels.get(term.clause or "", "") for term in reversed(new.terms)}
    return [
        TermChange(key=key, old=before.get(key, []), new=after.get(key, []), place=places.get(key, ""))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _values(report: Report) -> dict[str, list[str]]:
    values: dict[str, set[str]] = defaultdict(set)
    for term in report.terms:
        values[term.key].add(term.value)
    return {key: sorted(found) for key, found in values.items()}


def _findings(old: Report, new: Report) -> tuple[list[Finding], list[Finding], list[Finding]]:
    before, after = _open(old), _open(new)
    created = [after[key] for key in after if key not in before]
    cured = [before[key] for key in before if key not in after]
    return created, cured, [after[key] for key in after if key in before]


def _open(report: Report) -> dict[tuple[str, str], Finding]:
    return {(f.rule, f.status): f for f in report.findings if f.status in ("weak", "missing", "conflict")}
