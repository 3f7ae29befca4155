"""Lists: the words that lead to an item, without which it cannot be understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ITEM = re.compile(
    r"\s*(?:\(?(?P<mark>[a-z]{1,4}|\d{1,2}|[A-Z])[.)]|(?P<bullet>[•·▪●◦*]|[-–—](?=\s)))\s+(?:and\s+|or\s+)?"
)
_INLINE = re.compile(
    r"(?P<lead>[^:]{12,}):\s*(?P<item>\(?(?:a|i|1)[.)]\s)"
    r"|(?P<lead2>[^:]{0,300}?\b(?:shall|will|must|may|agrees?(?:\s+to)?)(?:\s+\w[\w.’'-]*){0,6}?)\s+(?P<item2>\((?:a|i|1)\)\s)"
)
"""Words that lead to a list whose first item stands in the same sentence."""
_FIRST = ("(a)", "(i)", "(1)", " a.", " i.", " 1.", " a)", " i)", " 1)")
_ROMAN = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"))
_NUMBER = re.compile(
    r"^\W*(?:(?:section|article)\s+)?(?:\d+(?:\.\d+)*|[A-Z])[.)]?\s+(?:[A-Z][^.:]{2,50}\.\s+)?", re.I
)
_DUTY = re.compile(
    r"\b(?:shall|will|must|may|can|agrees?|not|warrants?|responsib\w+|obliged?|includ\w+)\b", re.I
)
"""What leads to a list says who shall or may; a mere "as follows" adds nothing to its items."""
LONGEST = 240
"""Of longer leading words only the last so many characters are kept."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence that is an item of a list."""

    lead: str
    """The words that lead to it."""
    body: str
    """The sentence without its mark."""
    told: frozenset[str]
    """What is read in the leading words alone."""
    mark: int
    """How many characters its mark takes."""


@dataclass(slots=True)
class _List:
    lead: str
    clause: str
    style: str = ""
    """The style of its numbers, known from its first item."""
    told: frozenset[str] = frozenset()


class Leads:
    """Follows the lists of an agreement, sentence by sentence."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    def item(self, sentence: str, path: Sequence[str], told: Iterable[str]) -> Item | None:
        """Returns a sentence as an item of a list that is open, or None; `path` holds the ids of the
        clauses it stands in, the innermost last, `told` the keys of the terms read in it alone."""
        self._open = [found for found in self._open if found.clause in path or not path]
        mark = _ITEM.match(sentence)
        at = self._list_of(mark) if mark else None
        if mark is None or at is None:
            self._open_list("", sentence, path, frozenset(told))
            return None
        found = Item(self._open[at].lead, sentence[mark.end() :], self._open[at].told, mark.end())
        del self._open[at + 1 :]
        self._open_list(found.lead, found.body, path, found.told | frozenset(told))
        return found

    def _list_of(self, item: re.Match[str]) -> int | None:
        styles = _styles(item)
        for at in range(len(self._open) - 1, -1, -1):
            if not self._open[at].style:
                self._open[at].style = styles[0]
            if self._open[at].style in styles:
                return at
        return None

    def _open_list(self, lead: str, body: str, path: Sequence[str], told: frozenset[str]) -> None:
        inline = _INLINE.match(body) if any(mark in body for mark in _FIRST) else None
        if inline is not None:
            words = inline["lead"] or inline["lead2"]
            style = _styles(_ITEM.match(inline["item"] or inline["item2"]))[0]
        elif body.rstrip().endswith((":", ":-", "—")) and (lead or _DUTY.search(body)):
            words, style = body.rstrip(" :-—"), ""
        else:
            return
        whole = " ".join(f"{lead} {_NUMBER.sub('', words, count=1)}".split())
        cut = whole[-LONGEST:]
        lead = cut if cut == whole else cut.partition(" ")[2]
        self._open.append(_List(lead, path[-1] if path else "", style, told))


def _styles(item: re.Match[str] | None) -> tuple[str, ...]:
    """Returns the styles that an item's mark may be of, the likelier first."""
    if item is None or item["bullet"]:
        return ("bullet",)
    mark = item["mark"]
    if mark.isdigit():
        return ("number",)
    if mark.isupper():
        return ("capital",)
    if mark in _ROMAN:
        return ("roman", "letter")
    return ("letter",) if len(mark) == 1 else ("none",)
