"""Segments an agreement into its clauses, nested and numbered as their author meant."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Span

from msla_check.model import Agreement
from msla_check.model.report import Clause

from .candidates import find_candidates
from .definitions import find_definitions
from .references import find_references
from .sections import Unit, read_units
from .sequence import Node, build_tree
from .source import text_of


class ClauseFinder:
    """Sets `doc._.clauses`, `doc._.definitions` and `doc._.references`, and `doc.spans["clauses"]`."""

    def __call__(self, doc: Doc) -> Doc:
        agreement: Agreement | None = doc._.agreement
        text = text_of(doc)
        doc._.clauses = find_clauses(text, agreement)
        doc._.definitions = find_definitions(text, doc._.clauses)
        doc._.references = find_references(text, doc._.clauses, _contents(agreement))
        doc.spans["clauses"] = _spans(doc, doc._.clauses)
        return doc


def find_clauses(text: str, agreement: Agreement | None = None) -> tuple[Clause, ...]:
    """Returns the clauses of an agreement in the order of its text, parents before their children."""
    units = read_units(text, agreement)
    nodes = build_tree(text, units, find_candidates(text, units))
    return tuple(_clauses(nodes, units, text))


def _contents(agreement: Agreement | None) -> list[tuple[int, int]]:
    return (
        [(block.start, block.end) for block in agreement.blocks if block.kind == "toc"] if agreement else []
    )


def _clauses(nodes: list[Node], units: list[Unit], text: str) -> list[Clause]:
    ends = _ends(nodes, len(text.rstrip()))
    starts = [unit.start for unit in units]
    clauses: list[Clause] = []
    for index, node in enumerate(nodes):
        end = node.start + len(text[node.start : ends[index]].rstrip())
        unit = units[max(0, bisect_right(starts, node.start) - 1)]
        clauses.append(
            Clause(
                id=f"c{index + 1}",
                number=node.number,
                heading=node.heading,
                level=node.level,
                parent=None if node.parent is None else f"c{node.parent + 1}",
                kind=node.kind,
                start=node.start,
                end=max(end, node.start + 1),
                page=unit.page,
            )
        )
    return clauses


def _ends(nodes: list[Node], text_end: int) -> list[int]:
    """The end of each clause: where the next one begins that is not below it."""
    ends = [text_end] * len(nodes)
    open_nodes: list[int] = []
    for index, node in enumerate(nodes):
        while open_nodes and open_nodes[-1] != node.parent:
            ends[open_nodes.pop()] = node.start
        open_nodes.append(index)
    return ends


def _spans(doc: Doc, clauses: tuple[Clause, ...]) -> list[Span]:
    offsets = doc.to_array("IDX").tolist()
    spans = []
    for clause in clauses:
        first = max(0, bisect_right(offsets, clause.start) - 1)
        after = max(first + 1, bisect_right(offsets, clause.end - 1))
        spans.append(Span(doc, first, min(after, len(doc)), label=clause.kind, span_id=clause.id))
    return spans
