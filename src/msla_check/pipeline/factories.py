"""The spaCy components and the Doc extensions through which they pass their results on.

`doc._.agreement` (an `Agreement`, or None where the pipeline runs on bare text), `doc._.clauses`,
`doc._.definitions`, `doc._.references` and `doc._.terms`. Clauses and terms also stand in
`doc.spans["clauses"]` and `doc.spans["terms"]`, for those who use the components in a pipeline of
their own.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from .clauses import ClauseFinder
from .elements import ElementClassifier
from .terms import TermReader

for _name in ("clauses", "definitions", "references", "terms"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=())
if not Doc.has_extension("agreement"):
    Doc.set_extension("agreement", default=None)


@Language.factory("msla_clauses", assigns=["doc._.clauses", "doc._.definitions", "doc._.references"])
def make_clauses(nlp: Language, name: str) -> ClauseFinder:
    """Returns the component that segments an agreement into clauses."""
    return ClauseFinder()


@Language.factory("msla_elements", requires=["doc._.clauses"], assigns=["doc._.clauses"])
def make_elements(nlp: Language, name: str) -> ElementClassifier:
    """Returns the component that says which elements and topics each clause speaks to."""
    return ElementClassifier(nlp.vocab)


@Language.factory("msla_terms", requires=["doc._.clauses"], assigns=["doc._.terms"])
def make_terms(nlp: Language, name: str) -> TermReader:
    """Returns the component that reads the terms out of the clauses."""
    return TermReader(nlp.vocab)
