"""The parties of a form or an order: names beside labels ("Licensor: Acme Inc."), and labels left blank."""

from __future__ import annotations

import re
from dataclasses import replace

from .party_names import SUFFIX, Party, name_at, names_somebody, new_names
from .speakers import PARTS

_LABEL = re.compile(
    rf"(?:^|\n|\s{{2,}})(?:The\s+)?(?P<label>Service Provider|{PARTS}|Party [ABC])(?:/[\w-]+)?\s*"
    r"(?:(?:Full\s+)?(?:Legal\s+)?Name)?\s*(?:\([^)]{0,30}\))?\s*(?:(?<=Legal Name)|:)\s*(?:Name\s*:\s*)?(?=[A-Z0-9])",
    re.I,
)
_REGISTERED = re.compile(
    r"\s*(?:\([^()]{0,60}\))?[,\s]*(?:whose\s+registered\s+office|\(?\s*(?:registered|company)\s+(?:no|number)\b)",
    re.I,
)


def labelled_parties(text: str) -> list[Party]:
    """Returns the parties of a form ("Licensor: Acme Inc.")."""
    found: list[Party] = []
    for label in _LABEL.finditer(text[:8_000]):
        party = name_at(text, label.end(), label.end() + 160, lone=True)
        if party and names_somebody(party, set()):
            found += new_names([replace(party, defined=label["label"])], found)
    return found[:6]


def registered_parties(text: str) -> list[Party]:
    """Returns the companies whose registered office or number follows their name."""
    found: list[Party] = []
    for line in re.finditer(r"(?m)^.", text[:8_000]):
        party = name_at(text, line.start(), line.start() + 160, lone=False)
        if party and SUFFIX.search(party.name) and _REGISTERED.match(text, party.end, party.end + 140):
            found += new_names([party], found)
    return found[:6]
