"""Finds words in a Word file's XML and sets marks around them, changing nothing else.

Words are found by their letters and digits alone, since the text of a review also holds what Word
only displays (automatic numbers) and lays tables out in its own way.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GONE = {f"{{{W}}}{name}" for name in ("del", "moveFrom")}


def w(name: str) -> str:
    """Returns a name of Word's main namespace."""
    return f"{{{W}}}{name}"


@dataclass(frozen=True, slots=True)
class Place:
    """A character of the document: its `w:t` element and the index in its text."""

    element: etree._Element
    index: int


class WordText:
    """The letters and digits of a document, each with its place; marks move the places along."""

    def __init__(self, root: etree._Element) -> None:
        self.squeezed = ""
        self._places: list[Place] = []
        letters: list[str] = []
        for element in root.iter(w("t")):
            if _is_shown(element):
                for index, character in enumerate(element.text or ""):
                    if character.isalnum():
                        letters.append(character.lower()[:1])
                        self._places.append(Place(element, index))
        self.squeezed = "".join(letters)

    def find(self, quote: str, before: str) -> tuple[int, int] | None:
        """Returns which letters are the first and last of `quote`; None where it does not stand.

        `before` is the text that comes before the quote: it tells which of several equal passages is
        meant. Of a quote over several paragraphs the longest piece is marked.
        """
        pieces = [quote, *sorted(quote.replace("\t", "\n").split("\n"), key=len, reverse=True)]
        for piece in pieces:
            wanted = squeeze(piece)
            start = self._nth(wanted, squeeze(before).count(wanted)) if wanted else -1
            if start >= 0:
                return start, start + len(wanted) - 1
        return None

    def paragraph_of(self, letter: int) -> etree._Element | None:
        """Returns the paragraph that holds a letter; of text boxes, the one that holds the box."""
        around = list(self._places[letter].element.iterancestors(w("p")))
        return around[-1] if around else None

    def bracket(self, first: int, last: int, before: etree._Element, after: list[etree._Element]) -> None:
        """Puts `before` in front of the first letter and `after` behind the last, splitting runs there."""
        place = _run_of(self._places[last].element)
        self._split_after(last)
        for mark in after:
            place.addnext(mark)
            place = mark
        self._split_before(first).addprevious(before)

    def _split_before(self, letter: int) -> etree._Element:
        """Splits a run so that it begins with a letter; returns the run."""
        element, index = self._places[letter].element, self._places[letter].index
        run = _run_of(element)
        earlier = [child for child in element.itersiblings(preceding=True) if child.tag != w("rPr")][::-1]
        text = element.text or ""
        if not earlier and index == 0:
            return run
        head = _twin(run)
        for child in earlier:
            head.append(child)
        if index:
            piece = _text_element(text[:index])
            head.append(piece)
            set_text(element, text[index:])
            self._move(letter - 1, -1, element, piece, 0)
            self._move(letter, 1, element, element, index)
        run.addprevious(head)
        return run

    def _split_after(self, letter: int) -> None:
        """Splits a run so that it ends with a letter."""
        element, index = self._places[letter].element, self._places[letter].index
        run = _run_of(element)
        later = list(element.itersiblings())
        text = element.text or ""
        if not later and index == len(text) - 1:
            return
        tail = _twin(run)
        if index < len(text) - 1:
            piece = _text_element(text[index + 1 :])
            tail.append(piece)
            set_text(element, text[: index + 1])
            self._move(letter + 1, 1, element, piece, index + 1)
        for child in later:
            tail.append(child)
        run.addnext(tail)

    def _move(self, letter: int, step: int, old: etree._Element, new: etree._Element, shift: int) -> None:
        """Gives the letters of `old` from one on, forwards or backwards, their place in `new`."""
        while 0 <= letter < len(self._places) and self._places[letter].element is old:
            self._places[letter] = Place(new, self._places[letter].index - shift)
            letter += step

    def _nth(self, wanted: str, number: int) -> int:
        start = self.squeezed.find(wanted)
        for _ in range(number):
            following = self.squeezed.find(wanted, start + 1)
            if following < 0:
                break
            start = following
        return start


def squeeze(text: str) -> str:
    """Returns the letters and digits of a text, in lower case."""
    return "".join(character.lower()[:1] for character in text if character.isalnum())


def _is_shown(element: etree._Element) -> bool:
    return not any(ancestor.tag in _GONE for ancestor in element.iterancestors())


def _run_of(element: etree._Element) -> etree._Element:
    run = element.getparent()
    if run is None or run.tag != w("r"):
        raise ValueError("text outside a run")
    return run


def _twin(run: etree._Element) -> etree._Element:
    twin = etree.Element(run.tag, dict(run.attrib))
    properties = run.find(w("rPr"))
    if properties is not None:
        twin.append(deepcopy(properties))
    return twin


def _text_element(text: str) -> etree._Element:
    element = etree.Element(w("t"))
    set_text(element, text)
    return element


def set_text(element: etree._Element, text: str) -> None:
    """Sets the text of a `w:t`, its outer spaces kept."""
    element.text = text
    if text != text.strip():
        element.set(XML_SPACE, "preserve")
