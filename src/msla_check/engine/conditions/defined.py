"""definitions: terms that are defined and not used, defined twice, or used like defined terms and never defined."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, ClassVar, Literal

from .base import Condition, Outcome, Place

if TYPE_CHECKING:
    from ..facts import Facts

OFTEN = 4
"""Uses from which on a capitalised phrase is taken for a defined term."""
_QUOTED = re.compile(
    r"[\"“](?P<name>[^\"“”]{2,70})[\"”](?:,?\s*(?:shall |will )?(?:means?|refers? to|is defined as)\b(?!\s+the\s+meaning)"
    r"|(?P<bracket>\)))"
)
_LEAD = re.compile(
    r"(?:\(|\b(?:the|this|each|an?|collectively,?|hereinafter|hereafter|as|or|and|together,?)\s+)$"
)
# Two words or more, inside a sentence: one capitalised word alone is too often a heading or a name.
_TERM = re.compile(
    r"(?<=[a-z,;] )(?:the|any|each|such|all|its|this|these|every|no|of|an?) ((?:[A-Z][a-z]+ ){1,2}[A-Z][a-z]+)\b(?![’'\w-]| [A-Z])"
)
_PROPER = re.compile(
    r"\b(?:State|States|United|Kingdom|County|City|District|Court|Courts|Act|Code|Commission|Board|Bank|University|Department"
    r"|Committee|Association|Rules?|Law|Laws|Republic|Union|Exchange|Street|Avenue|North|South|East|West|New|National|American"
    r"|International|European|Federal|Internal|Revenue|Inc|Corp|Corporation|Company|Limited|Ltd|Section|Article|Exhibit|Schedule"
    r"|Appendix|Annex|Attachment|Agreement|Amendment|Chief|Officer|President|Director|Manager|Secretary|Dollars?|Center|Centre"
    r"|British|Columbia|Puerto|Rico|Stock|Intellectual|Property|Non|Saint|San|Los|Las"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Hundred|Thousand)\b"
)  # fmt: skip


class DefinedTerms(Condition):
    """A term is defined and never used, is defined twice, or is used like a defined term and never defined."""

    key: ClassVar[str] = "definitions"
    definitions: Literal["unused", "twice", "undefined"]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the terms at fault."""
        found = {"unused": _unused, "twice": _twice, "undefined": _undefined}[self.definitions](facts)
        names = list(dict.fromkeys(name for name, _ in found))
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        return Outcome(
            holds=bool(found),
            places=tuple(place for _, place in found[:5]),
            values={"labels": ", ".join(f"“{name}”" for name in names[:6]) + more},
            note=f"{len(facts.analysis.definitions)} definitions, {len(names)} {self.definitions}",
        )


def _unused(facts: Facts) -> list[tuple[str, Place]]:
    return [
        (definition.term, (definition.start, definition.end))
        for definition in facts.analysis.definitions
        if not definition.uses and not re.search(r"agreement$", definition.term, re.I)
    ]


def _twice(facts: Facts) -> list[tuple[str, Place]]:
    places: dict[str, list[Place]] = {definition.term: [] for definition in facts.analysis.definitions}
    for match in _QUOTED.finditer(facts.text):
        led = not match["bracket"] or _LEAD.search(facts.text, max(0, match.start() - 15), match.start())
        if match["name"] in places and led:
            places[match["name"]].append(match.span())
    return [(name, place) for name, found in places.items() if len(found) > 1 for place in found[:2]]


def _undefined(facts: Facts) -> list[tuple[str, Place]]:
    defined = " ".join(definition.term.lower() for definition in facts.analysis.definitions)
    headings = {clause.heading.lower() for clause in facts.analysis.clauses}
    parties = " ".join(term.value for term in facts.terms.get("general.parties", ()))
    uses: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for match in _TERM.finditer(facts.text):
        name = match[1]
        uses[name] += 1
        first.setdefault(name, match.span(1))
    return [
        (name, first[name])
        for name, count in uses.items()
        if count >= OFTEN
        and not _PROPER.search(name)
        and name.lower().rstrip("s") not in defined
        and name.lower() not in headings
        and name not in parties
        and f"“{name}”" not in facts.text
        and f'"{name}"' not in facts.text
    ]
