from __future__ import annotations
from spacy.tokens import Doc
from spacy.vocab import Vocab

class ElementClassifier:
    def __init__(self, vocab: Vocab) -> None: ...
    def __call__(self, doc: Doc) -> Doc:
        return doc
