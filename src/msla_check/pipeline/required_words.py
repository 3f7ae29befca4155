"""What a text must hold for a pattern to match in it: far quicker to see than the pattern is to try."""

from __future__ import annotations

import re

Choice = frozenset[str]
"""Stretches of letters of which at least one must stand in a text."""

Required = tuple[tuple[str, ...], ...]
"""Choices, of each of which one must stand in a text."""

MOST = 24
"""A choice among more stretches than this is not worth looking for."""
_ATOM = re.compile(
    r"\\(?P<escaped>.)"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\](?P<any_of>)"
    r"|\((?P<open>\?[:>]|\?P<\w+>|\?P=\w+|\?[a-z-]+:|\?=|\?!|\?<=|\?<!)?"
    r"|(?P<any>\.)|(?P<edge>[\^$])|(?P<letter>.)",
    re.S,
)
_TIMES = re.compile(r"(?P<times>[?*+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_LOOKS = ("?=", "?!", "?<=", "?<!")
_EDGES = "bBAZ"


def required_words(pattern: str) -> Required:
    """Returns choices of words, in lower case: of each choice one must stand in a text in lower case for the
    pattern to match in it. The most telling come first; empty where nothing can be said.

    >>> required_words(r"(?:terminate|cancel)\\w*\\b.{0,40}for convenience")
    (('for convenience',), ('cancel', 'terminate'))
    """
    choices = {frozenset(word.lower() for word in choice) for choice in _Scan(pattern).either()}
    told = [choice for choice in choices if min(map(len, choice)) >= 2]
    told.sort(key=lambda choice: (-_worth(choice), sorted(choice)))
    return tuple(tuple(sorted(choice)) for choice in told)


def may_match(required: Required, lowered: str) -> bool:
    """Returns whether a text in lower case holds what a pattern requires."""
    for choice in required:
        for word in choice:
            if word in lowered:
                break
        else:
            return False
    return True


def _worth(choice: Choice) -> float:
    """Long stretches, and few of them, stand in few texts."""
    return min(map(len, choice)) - len(choice) / 2


class _Scan:
    """A pattern under scanning, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def either(self) -> list[Choice]:
        """Returns what is required up to the next closing bracket: of several branches, one choice that
        joins the best of each."""
        branches = [self._branch()]
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            branches.append(self._branch())
        if len(branches) == 1:
            return branches[0]
        if not all(branches):
            return []
        joined = frozenset[str]().union(*(max(choices, key=_worth) for choices in branches))
        return [joined] if len(joined) <= MOST else []

    def _branch(self) -> list[Choice]:
        """Returns what a sequence requires, up to the next bar or closing bracket."""
        required: list[Choice] = []
        stretch = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            atom = _ATOM.match(self.pattern, self.at)
            assert atom is not None
            self.at = atom.end()
            within: list[Choice] = []
            if atom[0].startswith("("):
                within = self.either()
                self.at += 1  # the closing bracket
            if atom["open"] in _LOOKS or atom["edge"] or (atom["escaped"] or " ") in _EDGES:
                continue
            escaped = atom["escaped"] or ""
            letter = atom["letter"] or ("" if escaped.isalnum() else escaped)
            times = _TIMES.match(self.pattern, self.at)
            self.at = times.end() if times else self.at
            if times is not None and (times["times"] in "?*" or times["least"] in ("", "0")):
                letter, within = "", []
            stretch += letter
            if times is not None or not letter:
                # What follows need not stand right after what was read.
                required += [frozenset([stretch])] if stretch else []
                stretch = ""
            required += within
        return required + ([frozenset([stretch])] if stretch else [])
