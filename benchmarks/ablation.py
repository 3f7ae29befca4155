"""Takes an element out of real agreements and asks for its status: `python benchmarks/ablation.py`.

Reads the contracts labelled section by section in `cuad/gold` of the folder named by MSLA_BENCH_DATA. For
each contract and each element that it has, every section labelled with the element is cut from the text: the
status must become missing, or weak where crumbs stand in other sections. Cutting the sections without a label
must leave all six as they were.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from msla_check import Reviewer
from msla_check.model import KEY_ELEMENTS
from msla_check.model.report import ElementVerdict

LETTER = re.compile(r"[a-z0-9]", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled section of a contract: where it begins, and its elements."""

    start: int
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A contract with its labelled sections in order and the elements that it has."""

    name: str
    text: str
    sections: tuple[Section, ...]
    has: tuple[str, ...]

    def without(self, unwanted: Callable[[Section], bool]) -> str:
        """Returns the text without those sections."""
        ends = [*(section.start for section in self.sections[1:]), len(self.text)]
        kept = [self.text[: self.sections[0].start]]
        for section, end in zip(self.sections, ends, strict=True):
            if not unwanted(section):
                kept.append(self.text[section.start : end])
        return "".join(kept)


def labelled(folder: Path) -> Iterator[Labelled]:
    """Yields the labelled contracts."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "txt" / f"{gold['contract']}.txt").read_text(encoding="utf-8")
        places = [match.start() for match in LETTER.finditer(text)]
        letters = "".join(text[place] for place in places).lower()
        sections, after = [], 0
        for section in gold["sections"]:
            wanted = "".join(LETTER.findall(section["start_quote"])).lower()
            found = letters.find(wanted, after)
            found = letters.find(wanted) if found < 0 else found
            if found >= 0:
                after = found
                sections.append(Section(places[found], tuple(section["elements"])))
        sections.sort(key=lambda section: section.start)
        has = tuple(e for e in KEY_ELEMENTS if gold["elements"][e]["status"] != "missing")
        yield Labelled(gold["contract"], text, tuple(sections), has)


def bears(element: str, section: Section) -> bool:
    """Whether a section is labelled with an element."""
    return element in section.elements


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="print what still counts as present, or changed")
    options = parser.parse_args()
    reviewer = Reviewer()

    def verdicts(text: str) -> dict[str, ElementVerdict]:
        return reviewer.review(text).elements

    cut: dict[str, Counter[str]] = {element: Counter() for element in KEY_ELEMENTS}
    kept: Counter[str] = Counter()
    for contract in labelled(Path(os.environ["MSLA_BENCH_DATA"]) / "cuad"):
        before = verdicts(contract.text)
        for element in contract.has:
            after = verdicts(contract.without(partial(bears, element)))[element]
            cut[element][after.status] += 1
            if options.wrong and after.status == "present":
                print(f"{contract.name}: {element} is still present, {after.clauses}")
        rest = verdicts(contract.without(lambda section: not section.elements))
        for element in KEY_ELEMENTS:
            same = rest[element].status == before[element].status
            kept["as before" if same else "changed"] += 1
            if options.wrong and not same:
                print(f"{contract.name}: {element} {before[element].status} -> {rest[element].status}")
    print("| element cut | missing | weak | present |\n| --- | --- | --- | --- |")
    for element, found in cut.items():
        print(f"| {element} | {found['missing']} | {found['weak']} | {found['present']} |")
    total = sum(cut.values(), Counter())
    print(f"| **all** | {total['missing']} | {total['weak']} | {total['present']} |")
    print(f"\nother sections cut: {kept['as before']} statuses as before, {kept['changed']} changed")


if __name__ == "__main__":
    main()
