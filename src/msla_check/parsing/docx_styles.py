"""The styles of a Word file: what a paragraph or run looks like when its own properties are silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from .docx_package import W, on, value, whole

_LONGEST_CHAIN = 50
"""Styles based on one another in a real file are a handful; a forged chain must not cost its square."""


@dataclass(slots=True)
class Styles:
    """Styles by id, with the document's defaults."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    default_paragraph: str = ""
    default_run: etree._Element | None = None
    _chains: dict[str, list[etree._Element]] = field(default_factory=dict)
    _run_answers: dict[tuple[str, str], bool] = field(default_factory=dict)

    def chain(self, id_: str) -> list[etree._Element]:
        """Returns a style and those it is based on, nearest first."""
        if id_ not in self._chains:
            chain: list[etree._Element] = []
            style = self.by_id.get(id_)
            while style is not None and style not in chain and len(chain) < _LONGEST_CHAIN:
                chain.append(style)
                style = self.by_id.get(value(style, "basedOn") or "")
            self._chains[id_] = chain
        return self._chains[id_]

    def name(self, id_: str) -> str:
        """Returns a style's name as Word shows it."""
        style = self.by_id.get(id_)
        return (value(style, "name") if style is not None else None) or id_

    def paragraph_properties(self, own: etree._Element | None, style: str) -> Iterator[etree._Element]:
        """Yields sets of paragraph properties: the paragraph's own, then its styles' from near to far."""
        if own is not None:
            yield own
        for element in self.chain(style):
            properties = element.find(W + "pPr")
            if properties is not None:
                yield properties

    def run_properties(self, own: etree._Element | None, paragraph_style: str) -> Iterator[etree._Element]:
        """Yields sets of run properties: the run's own, its character style's, its paragraph style's."""
        if own is not None:
            yield own
        for id_ in (value(own, "rStyle") or "", paragraph_style):
            for element in self.chain(id_) if id_ else ():
                properties = element.find(W + "rPr")
                if properties is not None:
                    yield properties
        if self.default_run is not None:
            yield self.default_run

    def switch(self, own: etree._Element | None, paragraph_style: str, name: str) -> bool:
        """Returns whether a switch is on for a run: the nearest statement counts."""
        if own is not None and (stated := on(own, name)) is not None:
            return stated
        rest = f"{value(own, 'rStyle') or ''}|{paragraph_style}"
        if (rest, name) not in self._run_answers:
            found = (on(p, name) for p in self.run_properties(own, paragraph_style))
            self._run_answers[rest, name] = next((s for s in found if s is not None), False)
        return self._run_answers[rest, name]

    def first(
        self, own: etree._Element | None, paragraph_style: str, read: Callable[[etree._Element], str | None]
    ) -> str | None:
        """Returns the nearest statement that `read` finds for a run."""
        found = (read(properties) for properties in self.run_properties(own, paragraph_style))
        return next((answer for answer in found if answer is not None), None)

    def size(self, own: etree._Element | None, paragraph_style: str) -> float | None:
        """Returns a run's size in points."""
        half = whole(self.first(own, paragraph_style, lambda p: value(p, "sz")))
        return half / 2 if half else None

    def outline(self, own: etree._Element | None, style: str) -> int | None:
        """Returns a paragraph's outline level from 1; None for body text."""
        for properties in self.paragraph_properties(own, style):
            level = whole(value(properties, "outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level <= 8 else None
        for element in self.chain(style):
            name = (value(element, "name") or "").lower()
            if name.startswith("heading ") and name[8:].isdigit():
                return int(name[8:])
        return None

    def aligned(self, own: etree._Element | None, style: str) -> str:
        """Returns a paragraph's alignment."""
        found = (value(properties, "jc") for properties in self.paragraph_properties(own, style))
        return next((answer for answer in found if answer), "")


def read_styles(root: etree._Element | None) -> Styles:
    """Returns the styles in a styles part."""
    styles = Styles()
    if root is None:
        return styles
    styles.default_run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    for style in root.iterfind(W + "style"):
        id_ = style.get(W + "styleId") or ""
        styles.by_id[id_] = style
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
            styles.default_paragraph = id_
    return styles
