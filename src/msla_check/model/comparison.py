"""What changed between two versions of an agreement."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .report import Finding, Noun

ChangeKind = Literal["unchanged", "changed", "moved", "added", "removed"]


class WordEdit(Noun):
    """A stretch of words that was kept, put in or taken out."""

    kind: Literal["same", "inserted", "deleted"]
    text: str


class ClauseChange(Noun):
    """One clause in the old version, the new one, or both; `moved` means renumbered or elsewhere."""

    kind: ChangeKind
    old: str | None = None
    new: str | None = None
    old_label: str = ""
    new_label: str = ""
    edits: list[WordEdit] = Field(default_factory=list)


class TermChange(Noun):
    """A fact whose value changed; an empty value means that the version does not state it."""

    key: str
    old: list[str]
    new: list[str]
    place: str = ""


class Comparison(Noun):
    """Two versions aligned clause by clause, and what changed in words, terms and findings."""

    old_name: str
    new_name: str
    clauses: list[ClauseChange]
    terms: list[TermChange]
    created: list[Finding]
    """Findings of the new version that the old one did not have."""
    cured: list[Finding]
    remaining: list[Finding]
    similarity: float
    """How many of the words of both versions stand in both, 0 to 1."""
    authors: dict[str, list[str]] = Field(default_factory=dict)
    """Of two readings of one file with tracked changes: who made the changes that a risk created or cured
    rests on, by rule id."""
