"""Everything that the pipeline reads out of an agreement, before any rule is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .agreement import Agreement
from .report import Clause, Term


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term: where it is defined, and where it is used."""

    term: str
    """The defined name, without quotation marks ("Services")."""
    start: int
    end: int
    """The defining words: the sentence or bracket in which the term is defined."""
    clause: str | None
    uses: tuple[int, ...] = ()
    """Offsets at which the term is used, the definition itself left out."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross reference ("Section 7.2", "Exhibit B"); `target` is the clause it names, or None."""

    kind: Literal["clause", "schedule", "self"]
    label: str
    """The words as written."""
    number: str
    start: int
    end: int
    clause: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """An agreement with its clauses, definitions, references and terms."""

    agreement: Agreement
    clauses: tuple[Clause, ...]
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    terms: tuple[Term, ...] = field(default=())
