"""The places where a clause may begin, before the sequence of numbers decides which of them do."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .numbering import Marker, Reading, read_marker, read_schedule
from .sections import (
    Unit,
    closes_recitals,
    defined_term,
    find_caption,
    is_capitals,
    is_heading,
    is_title_case,
    opens_recitals,
    opens_signatures,
)

Place = Literal["unit", "line", "inside"]
Kind = Literal["number", "schedule", "heading", "paragraph", "recital", "agreed", "signature"]

_INSIDE = re.compile(
    r"(?:(?<=[.;:,)]\s)|(?<=\s\s)|(?<=\sand\s)|(?<=\sor\s))"
    r"(?=\d{1,2}\.\d{1,2}\.?\s+[A-Z\"“]|\d{1,2}\.\s+[A-Z]|\([a-z]{1,3}\)\s+[A-Z]|\([A-Z]\)\s+[A-Z])"
)
_FIRST_ITEM = re.compile(r"\s*(?P<item>\((?:a|i|A|1)\)\s+[A-Z\"“])")
_FILING = re.compile(r"\d{1,2}\.\d")
_PAGE_OF_SCHEDULE = re.compile(r"-\d{1,2}$")
_ENTRY_END = re.compile(r"(?:\.{3,}|(?:\s\.){3,}|\s{2,}|\t|\s)\s*[-–]?\s?(?:\d{1,3}|[ivx]{1,5})\s*[-–]?\s*$")


@dataclass(slots=True)
class Candidate:
    """A place where a clause may begin; `firm` ones stand at the beginning of a unit."""

    kind: Kind
    unit: int
    start: int
    text_start: int
    heading: str = ""
    marker: Marker | None = None
    place: Place = "unit"
    heading_end: int = 0

    @property
    def firm(self) -> bool:
        return self.place == "unit"

    @property
    def readings(self) -> tuple[Reading, ...]:
        return self.marker.readings if self.marker else ()


def find_candidates(text: str, units: Sequence[Unit]) -> list[Candidate]:
    """Returns every place where a clause may begin, in the order of the text."""
    contents = _contents(text, units)
    front = _front_matter(text, units, contents)
    found: list[Candidate] = []
    taken = -1  # a unit that served as the caption of the number before it
    for index, unit in enumerate(units):
        if unit.kind in ("toc", "table", "note") or index in contents:
            continue
        if index == taken:
            continue
        opening = _opening(text, units, index)
        if opening is not None:
            found.append(opening)
            if opening.heading_end > unit.end:
                taken = index + 1
        found.extend(_within(text, unit, index, opening))
    found = _without_repeated_contents(text, units, _without_front(found, front))
    return _without_lists(text, units, _without_running(units, found))


def _without_repeated_contents(text: str, units: Sequence[Unit], found: list[Candidate]) -> list[Candidate]:
    """Drops a table of contents that the reader did not mark: entries that come again, with text, later."""
    seen: dict[tuple[str, str], list[int]] = {}
    for index, candidate in enumerate(found):
        if candidate.marker and candidate.heading:
            seen.setdefault(_name(candidate), []).append(index)
    entries = sorted(
        places[0]
        for places in seen.values()
        if len(places) > 1
        and places[0] + 1 < len(found)
        and found[places[0] + 1].start - found[places[0]].start < 250
    )
    if len(entries) < 4 or found[entries[0]].start > 0.15 * len(text):
        return found
    last = entries[0]
    for entry in entries[1:]:
        if entry - last > 12:
            break
        last = entry
    while last + 1 < len(found) and found[last + 1].start - found[last].start < 250:
        last += 1  # the rest of the list, of which the text has nothing more
        if any(reading.path == (1,) for reading in found[last].readings):
            last -= 1
            break
    return found[: entries[0]] + found[last + 1 :]


def _without_running(units: Sequence[Unit], found: list[Candidate]) -> list[Candidate]:
    """Drops headings that come again on page after page: a running title that the reader left in."""
    pages: dict[str, set[int | None]] = {}
    for candidate in found:
        if candidate.kind == "heading":
            pages.setdefault(candidate.heading, set()).add(units[candidate.unit].page)
    return [
        c
        for c in found
        if c.kind != "heading" or len(pages[c.heading]) < (2 if "AGREEMENT" in c.heading.upper() else 4)
    ]


def _without_front(found: list[Candidate], front: tuple[int, int, bool]) -> list[Candidate]:
    """Drops what stands before the first prose: titles, lists of schedules, entries of a table of contents."""
    begin, end, has_contents = front
    later = {_name(c) for c in found if c.unit >= end}

    def kept(candidate: Candidate) -> bool:
        if not begin <= candidate.unit < end:
            return True
        if candidate.kind in ("schedule", "heading"):
            return False
        first = any(max(reading.path, default=0) == 1 for reading in candidate.readings)
        entry = _name(candidate) in later or (has_contents and not first)
        return not (candidate.kind == "number" and entry)

    return [candidate for candidate in found if kept(candidate)]


def _name(candidate: Candidate) -> tuple[str, str]:
    label = candidate.marker.label.lower() if candidate.marker and candidate.heading else ""
    return label, re.sub(r"[^a-z]", "", candidate.heading.lower())[:30]


def _front_matter(text: str, units: Sequence[Unit], contents: set[int]) -> tuple[int, int, bool]:
    """The units of a title, a table of contents and lists of schedules, up to the first prose."""
    tables = [
        i
        for i, unit in enumerate(units)
        if (unit.kind == "toc" or i in contents) and unit.end - unit.start > 4
    ]
    begin = tables[0] if tables and units[tables[0]].start < 0.2 * len(text) else 0
    for index in range(begin, len(units)):
        unit = units[index]
        if unit.kind == "toc" or index in contents or unit.end - unit.start < 150:
            continue
        if not is_capitals(text[unit.start : unit.end]):
            return 0, index, bool(tables)
    return 0, 0, False


def _opening(text: str, units: Sequence[Unit], index: int) -> Candidate | None:
    unit = units[index]
    schedule = _schedule(text, units, index)
    if schedule:
        return schedule
    if opens_signatures(text, unit):
        return Candidate("signature", index, unit.start, unit.start)
    if opens_recitals(text, unit):
        return Candidate("recital", index, unit.start, unit.start)
    if closes_recitals(text, unit):
        return Candidate("agreed", index, unit.start, unit.start)
    marker = read_marker(text, unit.start, unit.end)
    if marker is not None:
        return _numbered(text, units, index, marker)
    term = defined_term(text, unit)
    if term:
        return Candidate("paragraph", index, unit.start, unit.start, term)
    if _wrapped(text, units, index):
        return None
    if is_heading(text, unit):
        words = re.sub(r"\s+", " ", text[unit.start : unit.end]).strip(" .:")
        return Candidate("heading", index, unit.start, unit.end, words, heading_end=unit.end)
    heading, after = find_caption(text, unit.start, unit.end, unit.start + unit.lead)
    set_off = is_capitals(heading) and (" " in heading or text[after - 1] in ".:")
    if (
        heading
        and after < unit.end
        and (set_off or unit.lead > 3)
        and not is_capitals(text[after : unit.end])
    ):
        return Candidate("heading", index, unit.start, after, heading, heading_end=after)
    if unit.end - unit.start >= 60 and text[unit.start].isalnum() and _ended(text, units, index):
        return Candidate("paragraph", index, unit.start, unit.start)
    return None


def _wrapped(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is one of several lines of a sentence in capitals, broken apart by the reader."""
    unit = units[index]
    if not is_capitals(text[unit.start : unit.end]):
        return False
    after = units[index + 1] if index + 1 < len(units) else None
    if index:
        before = text[units[index - 1].start : units[index - 1].end].rstrip()
        if is_capitals(before) and len(before) > 50 and before[-1:] not in ".:;" and not before[:1].isdigit():
            return True
    if after is None or not is_capitals(text[after.start : after.end]) or text[unit.end - 1] in ".:":
        return False
    following = text[after.start : after.end]
    return (
        unit.end - unit.start > 50
        and len(following) > 40
        and read_marker(following, 0, len(following)) is None
    )


def _ended(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether the unit before came to its end, so that this one is no rest of its sentence."""
    if index == 0:
        return True
    before = units[index - 1]
    return text[before.start : before.end].rstrip()[-1:] in ".:!?" or is_heading(text, before)


def _numbered(text: str, units: Sequence[Unit], index: int, marker: Marker) -> Candidate:
    unit = units[index]
    heading, after = find_caption(text, marker.end, unit.end, unit.start + unit.lead)
    if not text[marker.end : unit.end].strip(" .:-–—"):
        following = units[index + 1] if index + 1 < len(units) else None
        if (
            following
            and is_heading(text, following)
            and read_marker(text, following.start, following.end) is None
        ):
            heading = re.sub(r"\s+", " ", text[following.start : following.end]).strip(" .:")
            after = following.end
    return Candidate("number", index, unit.start, max(after, marker.end), heading, marker, heading_end=after)


def _schedule(text: str, units: Sequence[Unit], index: int) -> Candidate | None:
    unit = units[index]
    marker = read_schedule(text, unit.start, unit.end)
    if marker is None:
        return None
    if _numbers_a_page(text, units, index, marker):
        return None
    label = marker.label.split(" ", 1)
    if index < 6 and len(label) > 1 and (_FILING.match(label[1]) or index < 2):
        return None  # "Exhibit 10.2": where the filing put it, no schedule of the agreement
    rest = text[marker.end : min(unit.end, marker.end + 200)]
    inner = [at for at in unit.line_starts if at > marker.end and read_marker(text, at, unit.end)]
    rest = rest[: inner[0] - marker.end] if inner else rest
    first_line = rest.lstrip(" .:-–—").split("\n", 1)[0].strip()
    if len(label) == 1 and not (is_capitals(text[unit.start : unit.end]) and unit.end - unit.start <= 80):
        return None
    loose = rest[:1] in "\n" or rest[:2] in ("  ", " -", " –", " —", ": ", ":\n") or not rest.strip()
    shouted = text[unit.start : unit.start + 4].isupper()
    if not (loose or shouted or (unit.end - unit.start <= 120 and is_title_case(first_line))):
        return None
    if first_line[:1].islower():
        return None
    heading = first_line if len(first_line) <= 110 else find_caption(text, marker.end, unit.end)[0]
    after = unit.end
    if not rest.strip(" .:-–—") and index + 1 < len(units) and is_heading(text, units[index + 1]):
        following = units[index + 1]
        if read_marker(text, following.start, following.end) is None and not read_schedule(
            text, following.start, following.end
        ):
            heading, after = re.sub(r"\s+", " ", text[following.start : following.end]), following.end
    heading = re.sub(r"\s+", " ", heading).strip(" .:-–—")
    return Candidate("schedule", index, unit.start, marker.end, heading, marker, heading_end=after)


def _numbers_a_page(text: str, units: Sequence[Unit], index: int, marker: Marker) -> bool:
    """Whether a schedule's name stands alone at the foot of a page, as its number ("Exhibit C-3")."""
    unit = units[index]
    if not _PAGE_OF_SCHEDULE.search(marker.label) or text[marker.end : unit.end].strip():
        return False
    if index in (0, len(units) - 1):
        return False
    before, after = units[index - 1], units[index + 1]
    return before.page == unit.page and after.page != unit.page


def _within(text: str, unit: Unit, index: int, opening: Candidate | None) -> Iterator[Candidate]:
    places: dict[int, Place] = dict.fromkeys(unit.line_starts, "line")
    first = _first_item(text, unit, opening)
    if first is not None:
        places[first] = "unit"
    if unit.end - unit.start > 60:
        for found in _INSIDE.finditer(text, unit.start + 3, unit.end):
            places.setdefault(found.start(), "inside")
    for at in sorted(places):
        if places[at] == "line" and text[at : at + 4].isupper():
            schedule = read_schedule(text, at, unit.end)
            if schedule and " " in schedule.label and unit.end - schedule.end <= 120:
                words = re.sub(r"\s+", " ", text[schedule.end : unit.end]).strip(" .:-–—")
                yield Candidate("schedule", index, at, schedule.end, words, schedule, "line", unit.end)
                return
        marker = read_marker(text, at, unit.end)
        if marker is None or (places[at] == "inside" and len(marker.readings) == 0):
            continue
        line_end = text.find("\n", marker.end, unit.end)
        heading, after = find_caption(text, marker.end, line_end if line_end > 0 else unit.end)
        yield Candidate("number", index, at, max(after, marker.end), heading, marker, places[at], after)


def _first_item(text: str, unit: Unit, opening: Candidate | None) -> int | None:
    """Returns where the first item of a list stands right after a clause's number and caption:
    "2. (a) Provider shall ...", "7.1 Notice. (i) Either party ..."."""
    if opening is None or opening.marker is None or opening.kind != "number":
        return None
    found = _FIRST_ITEM.match(text, opening.text_start, unit.end)
    return found.start("item") if found else None


def _contents(text: str, units: Sequence[Unit]) -> set[int]:
    """The units that form a table of contents, where the reader did not mark them."""
    found: set[int] = set()
    for index, unit in enumerate(units):
        words = text[unit.start : unit.end].strip().upper()
        if not re.match(r"(?:TABLE OF CONTENTS|CONTENTS|INDEX)\b", words) or (
            len(words) > 3000 and "....." not in words
        ):
            continue
        found.add(index)
        misses = 0
        for later in range(index + 1, len(units)):
            entry = text[units[later].start : units[later].end]
            lines = [line for line in entry.split("\n") if line.strip()]
            hits = sum(bool(_ENTRY_END.search(line)) for line in lines)
            if hits * 2 >= len(lines) or (len(entry) < 80 and misses < 3 and not entry.strip().endswith(".")):
                misses = 0 if hits * 2 >= len(lines) else misses + 1
                found.add(later)
                continue
            break
        while misses and max(found) > index:
            found.discard(max(found))
            misses -= 1
        if max(found) == index and unit.kind != "toc" and "....." not in words:
            found.discard(index)  # a heading such as "Contents of the Website", or prose
    return found


def _without_lists(text: str, units: Sequence[Unit], found: list[Candidate]) -> list[Candidate]:
    """Drops schedules that are only listed: several in a row with no text between them."""
    drop: set[int] = set()
    labels = [(i, c.marker.label) for i, c in enumerate(found) if c.kind == "schedule" and c.marker]
    last = {label: i for i, label in labels}
    for (i, label), (j, other) in itertools.pairwise(labels):
        gap = text[found[i].heading_end : found[j].start].strip()
        if j == i + 1 and label != other and len(gap) < 4 and last[label] != i:
            drop.add(i)
    for i, label in labels:
        if last[label] != i and i - 1 in drop:
            drop.add(i)
    return [c for i, c in enumerate(found) if i not in drop]
