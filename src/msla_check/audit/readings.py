"""Packs an analysis into bytes and back: all that rules may ask of it, without the file.

Left out is what only drawing on the file's own pages needs (boxes, edges of letters, table cells,
revisions), so a judgement on an unpacked reading equals one on the analysis it was packed from.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from typing import Any

from msla_check.model import Agreement, Block, Box, Furniture, Line, ReadingWarning
from msla_check.model.analysis import Analysis, Definition, Reference
from msla_check.model.report import Clause, Term

FORMAT = 1
_NO_BOX = Box(0.0, 0.0, 0.0, 0.0)
_BLOCK = ("kind", "start", "end", "page", "paragraph", "number", "level", "style", "bold", "lead", "size")
_BLOCK_REST = ("indent", "centered", "ocr", "confidence")


def pack_reading(analysis: Analysis) -> bytes:
    """Returns an analysis as compressed JSON."""
    agreement = analysis.agreement
    content = {
        "format": FORMAT,
        "agreement": {
            "name": agreement.name,
            "sha256": agreement.sha256,
            "media_type": agreement.media_type,
            "text": agreement.text,
            "pages": agreement.pages,
            "title": agreement.title,
            "warnings": [asdict(warning) for warning in agreement.warnings],
            "furniture": [asdict(item) for item in agreement.furniture],
            "blocks": [_packed_block(block) for block in agreement.blocks],
        },
        "clauses": [clause.model_dump(exclude_defaults=True) for clause in analysis.clauses],
        "terms": [_packed_term(term, agreement.text) for term in analysis.terms],
        "definitions": [list(asdict(definition).values()) for definition in analysis.definitions],
        "references": [list(asdict(reference).values()) for reference in analysis.references],
    }
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(packed.encode("utf-8", "surrogatepass"), 6)


def unpack_reading(packed: bytes) -> Analysis:
    """Returns the analysis that was packed."""
    content = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    stored = content["agreement"]
    text: str = stored["text"]
    agreement = Agreement(
        name=stored["name"],
        sha256=stored["sha256"],
        media_type=stored["media_type"],
        text=text,
        blocks=tuple(_block(values) for values in stored["blocks"]),
        pages=stored["pages"],
        title=stored["title"],
        furniture=tuple(_furniture(item) for item in stored["furniture"]),
        warnings=tuple(ReadingWarning(**warning) for warning in stored["warnings"]),
    )
    return Analysis(
        agreement=agreement,
        clauses=tuple(Clause.model_validate(clause) for clause in content["clauses"]),
        definitions=tuple(
            Definition(term, start, end, clause, tuple(uses))
            for term, start, end, clause, uses in content["definitions"]
        ),
        references=tuple(Reference(*values) for values in content["references"]),
        terms=tuple(_term(term, text) for term in content["terms"]),
    )


def _packed_block(block: Block) -> list[Any]:
    # Lines tell on which page a place of a block stands; where all are on the block's own page, the
    # block says it alone.
    turns = any(line.page != block.page for line in block.lines)
    lines = [[line.start, line.end, line.page] for line in block.lines] if turns else []
    return [*(getattr(block, name) for name in (*_BLOCK, *_BLOCK_REST)), lines]


def _block(values: list[Any]) -> Block:
    *plain, lines = values
    named = dict(zip((*_BLOCK, *_BLOCK_REST), plain, strict=True))
    return Block(**named, lines=tuple(Line(start, end, page, _NO_BOX) for start, end, page in lines))


def _furniture(item: dict[str, Any]) -> Furniture:
    anchor = item.pop("anchor")
    return Furniture(**item, anchor=tuple(anchor) if anchor is not None else None)


def _packed_term(term: Term, text: str) -> dict[str, Any]:
    packed = term.model_dump(exclude_defaults=True)
    if text[term.start : term.end] == term.quote:
        del packed["quote"]
    return packed


def _term(packed: dict[str, Any], text: str) -> Term:
    return Term.model_validate({"quote": text[packed["start"] : packed["end"]], **packed})
