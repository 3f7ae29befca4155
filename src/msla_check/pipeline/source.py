"""The text that a document was made from."""

from __future__ import annotations

from spacy.tokens import Doc

from msla_check.model import Agreement


def text_of(doc: Doc) -> str:
    """Returns the text of `doc`: its agreement's, since spaCy joins `doc.text` anew at every call."""
    agreement: Agreement | None = doc._.agreement
    return doc.text if agreement is None else agreement.text
