"""The parties of a form or an order: names beside labels ("Licensor: Acme Inc."), and labels left blank."""

from __future__ import annotations

import re
from dataclasses import replace

from .parts import PARTS
from .party_names import LEGAL_FORM, SUFFIX, Party, name_at, names_somebody, new_names

_PART = rf"(?:The\s+)?(?P<label>Service Provider|{PARTS}|Party [ABC])(?:/[\w-]+)?"
_LABEL = re.compile(
    rf"(?:^|\n|\s{{2,}}){_PART}\s*"
    r"(?:(?:Full\s+)?(?:Legal\s+)?Name)?\s*(?:\([^)]{0,30}\))?\s*(?:(?<=Legal Name)|:)\s*(?:Name\s*:\s*)?(?=[A-Z0-9])",
    re.I,
)
_CELL = re.compile(rf"(?m)^{_PART}(?:\s+(?:Legal\s+)?Name)?[^\S\n]+(?=[A-Z0-9])", re.I)
"""A label that no colon follows, as in a table without lines."""
_REST_OF_CELL = re.compile(rf"\s*\n\s*[A-Z][^\n:.]{{1,40}},?\s{LEGAL_FORM}\b\.?(?=[^\S\n]*\n)")
_BLANK = re.compile(
    rf"(?m)^{_PART}\s*:[^\S\n]*(?:_{{2,}}|\[[\s●•_*]*\])?[^\S\n]*\n\s*(?=[A-Z][\w ./]{{1,24}}:)", re.I
)
"""A label with nothing after it but the next label."""
_LETTER = re.compile(r"(?m)^(?P<label>To|TO|From|FROM)\s*:[^\S\n]*(?=[A-Z0-9])")
_REGISTERED = re.compile(
    r"\s*(?:\([^()]{0,60}\))?[,\s]*(?:whose\s+registered\s+office|\(?\s*(?:registered|company)\s+(?:no|number)\b)",
    re.I,
)


def labelled_parties(text: str) -> list[Party]:
    """Returns the parties of a form ("Licensor: Acme Inc."); one left blank goes by its label."""
    head = text[:8_000]
    found: list[Party] = []
    for label in _LABEL.finditer(head):
        party = name_at(text, label.end(), label.end() + 160, lone=True)
        if party and names_somebody(party, set()):
            found += new_names([replace(party, defined=label["label"])], found)
    for label in _BLANK.finditer(head):
        if not any(party.defined.lower() == label["label"].lower() for party in found):
            words = label["label"]
            found.append(Party(words, *label.span("label"), defined=words, unnamed=True))
    if len(found) < 2:
        found = _in_cells(head) or found
    return sorted(found, key=lambda party: party.start)[:6] or _of_letter(head)


def _in_cells(head: str) -> list[Party]:
    """Returns the companies that fill the line after their label, at least two."""
    found: list[Party] = []
    for label in _CELL.finditer(head):
        line_end = head.find("\n", label.end())
        rest = _REST_OF_CELL.match(head, line_end)
        end = rest.end() if rest else line_end
        words = head[label.end() : end].strip()
        if re.fullmatch(rf"[^.:;]{{3,}}?\b{LEGAL_FORM}\.?", words, re.S):
            party = Party(" ".join(words.split()), label.end(), label.end() + len(words), label["label"])
            found += new_names([party], found)
    return found if len(found) > 1 else []


def _of_letter(head: str) -> list[Party]:
    """Returns the two companies of a letter that is an agreement ("To: Acme Inc.", "From: Beta Ltd")."""
    found: list[Party] = []
    for label in _LETTER.finditer(head):
        party = name_at(head, label.end(), label.end() + 160, lone=False)
        if party and SUFFIX.search(party.name):
            found += new_names([party], found)
    return found if len(found) == 2 else []


def registered_parties(text: str) -> list[Party]:
    """Returns the companies whose registered office or number follows their name."""
    found: list[Party] = []
    for line in re.finditer(r"(?m)^.", text[:8_000]):
        party = name_at(text, line.start(), line.start() + 160, lone=False)
        if party and SUFFIX.search(party.name) and _REGISTERED.match(text, party.end, party.end + 140):
            found += new_names([party], found)
    return found[:6]
