"""The pipeline: an `Agreement` in, an `Analysis` out. Tokenizes once."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from msla_check.model import Agreement
from msla_check.model.analysis import Analysis

from . import factories  # noqa: F401  (registers the components where entry points are not installed)

COMPONENTS = ("msla_clauses", "msla_elements", "msla_terms")


def build_pipeline() -> Language:
    """Returns a blank English pipeline with the project's components, ready for `analyze`."""
    nlp = spacy.blank("en")
    nlp.max_length = 50_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def analyze(nlp: Language, agreement: Agreement) -> Analysis:
    """Returns what the pipeline reads out of `agreement`."""
    doc: Doc = nlp.make_doc(agreement.text)
    doc._.agreement = agreement
    for _, component in nlp.pipeline:
        doc = component(doc)
    return Analysis(
        agreement=agreement,
        clauses=tuple(doc._.clauses),
        definitions=tuple(doc._.definitions),
        references=tuple(doc._.references),
        terms=tuple(doc._.terms),
    )
