"""Which of the candidates are clauses: their numbers must form sequences, one within the other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from msla_check.model.vocabulary import ClauseKind

from .candidates import Candidate
from .numbering import Reading
from .sections import Unit, is_capitals

_FAR = 10**9
_TOP_STYLES = ("article", "section", "part", "ordinal", "1.", "I.", "A.")


@dataclass(slots=True)
class Node:
    """A clause in the making; `parent` is an index into the list of nodes."""

    kind: ClauseKind
    start: int
    number: str = ""
    heading: str = ""
    level: int = 1
    parent: int | None = None


@dataclass(slots=True)
class Frame:
    """An open clause: the last of its sequence, as the next number is compared with it."""

    reading: Reading | None
    node: int
    level: int


def build_tree(text: str, units: Sequence[Unit], candidates: Sequence[Candidate]) -> list[Node]:
    """Returns the clauses of a text, from those of `candidates` whose numbers follow one another."""
    numbered = _Builder(text, candidates, headings=False).build()
    return _Builder(text, candidates, headings=_headings_lead(text, candidates, numbered)).build()


def _headings_lead(text: str, candidates: Sequence[Candidate], nodes: Sequence[Node]) -> bool:
    """Whether unnumbered headings are the agreement's first level: few numbers stand outside them."""
    body = [n for n in nodes if n.kind == "clause" and n.level == 1]
    first_schedule = min((n.start for n in nodes if n.kind == "schedule"), default=len(text))
    headings = [c for c in candidates if c.kind == "heading" and c.firm and c.start < first_schedule]
    if not headings:
        return False
    if len(body) < 3:
        return True
    reach = body[-1].start - body[0].start
    return reach < 0.35 * first_schedule and len(headings) >= 3


class _Builder:
    def __init__(self, text: str, candidates: Sequence[Candidate], *, headings: bool) -> None:
        self.text = text
        self.candidates = candidates
        self.headings = headings
        self.nodes: list[Node] = []
        self.stack: list[Frame] = []
        self.scope: int | None = None
        self.signed = False
        self.places: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
        for index, candidate in enumerate(candidates):
            for reading in candidate.readings:
                self.places[reading.style, reading.path].append(index)
        self.schedules = [i for i, c in enumerate(candidates) if c.kind == "schedule"]

    def build(self) -> list[Node]:
        for index, candidate in enumerate(self.candidates):
            if candidate.kind == "number":
                self.place_number(index, candidate)
            elif candidate.kind == "schedule":
                self.open_schedule(candidate)
            elif candidate.kind == "heading":
                self.place_heading(index, candidate)
            else:
                self.place_part(candidate)
        self.add_preamble()
        return self.nodes

    # -- parts ------------------------------------------------------------------------------------

    def open_schedule(self, candidate: Candidate) -> None:
        self.stack = []
        label = candidate.marker.label if candidate.marker else ""
        self.add(Node("schedule", candidate.start, label, candidate.heading, 1, None), None)
        self.scope = len(self.nodes) - 1
        self.signed = False

    def place_part(self, candidate: Candidate) -> None:
        if candidate.kind == "recital":
            started = any(n.kind != "recital" for n in self.nodes)
            if not started and not self.nodes:
                self.add(Node("recital", candidate.start, "", "Recitals", 1, None), None)
            return
        if self.signed:
            return
        self.signed = True
        parent = self.scope
        self.stack = []
        self.add(Node("signature", candidate.start, "", "", 1 if parent is None else 2, parent), None)

    def add_preamble(self) -> None:
        first = self.nodes[0].start if self.nodes else len(self.text)
        begin = len(self.text) - len(self.text.lstrip())
        if first - begin < 40 or not self.nodes:
            return
        for node in self.nodes:
            if node.parent is not None:
                node.parent += 1
        self.nodes.insert(0, Node("preamble", begin))

    # -- headings ---------------------------------------------------------------------------------

    def place_heading(self, index: int, candidate: Candidate) -> None:
        if not self.headings:
            return
        if not self.nodes and candidate.unit < 4 and self.is_title(candidate):
            return
        if self.signed and self.scope is None and not is_capitals(candidate.heading):
            return
        level = 1 if self.scope is None else 2
        self.stack = []
        node = Node("clause", candidate.start, "", candidate.heading, level, self.scope)
        self.add(node, Reading("heading", ()))

    def is_title(self, candidate: Candidate) -> bool:
        words = candidate.heading.upper()
        return any(w in words for w in ("AGREEMENT", "CONTRACT", "AMENDMENT", "TERMS OF", "ADDENDUM", "LETTER"))

    # -- numbers ----------------------------------------------------------------------------------

    def place_number(self, index: int, candidate: Candidate) -> None:
        for reading in candidate.readings:
            if reading.style.startswith("dec") and self.place_path(index, candidate, reading):
                return
        if candidate.readings[0].style.startswith("dec"):
            return
        choice = self.choose(index, candidate)
        if choice is None:
            return
        depth, reading = choice
        self.push(candidate, reading, depth)

    def choose(self, index: int, candidate: Candidate) -> tuple[int, Reading] | None:
        """The depth at which the number continues a sequence or opens one, and how it is read."""
        options: list[tuple[int, int, Reading]] = []
        for reading in candidate.readings:
            value = reading.path[0]
            for depth in range(len(self.stack) - 1, -1, -1):
                last = self.stack[depth].reading
                if last is None or not _same_style(last, reading):
                    continue
                step = value - last.path[-1]
                if step == 1 and self.may_continue(candidate, depth):
                    options.append((0, -depth, reading))
                elif 2 <= step <= 3 and candidate.firm and candidate.heading:
                    options.append((2, -depth, reading))
                elif step <= 0 and candidate.firm and candidate.heading and value > 1:
                    options.append((3, -depth, reading))
                break
            if value == 1 and self.may_open(index, candidate, reading):
                options.append((1, -len(self.stack), reading))
        if not options:
            return None
        rank, depth, reading = min(options, key=lambda o: (o[0], o[1]))
        firsts = [o for o in options if o[0] == 1]
        if rank == 0 and firsts and self.is_roman_start(index, firsts[0][2]):
            return -firsts[0][1], firsts[0][2]
        return -depth, reading

    def may_continue(self, candidate: Candidate, depth: int) -> bool:
        if candidate.place == "inside":
            return bool(candidate.heading) or depth == len(self.stack) - 1 and False
        if candidate.place == "line":
            before = self.text[max(0, candidate.start - 40) : candidate.start].rstrip()
            return bool(candidate.heading) or before[-1:] in ".;:,)" or before.endswith((" and", " or"))
        return True

    def may_open(self, index: int, candidate: Candidate, reading: Reading) -> bool:
        if len(self.stack) > 7:
            return False
        top = self.stack[-1].reading if self.stack else None
        second = self.next_of(reading.style, (2,), index)
        fence = self.fence(index)
        has_second = second < fence
        if candidate.place == "inside":
            return bool(candidate.heading) and has_second and bool(self.candidates[second].heading)
        if any(f.reading and _same_style(f.reading, reading) for f in self.stack):
            return has_second and candidate.firm
        if has_second:
            return True
        return candidate.firm and bool(candidate.heading) and reading.style != "1" and (top is None or fence == _FAR)

    def is_roman_start(self, index: int, reading: Reading) -> bool:
        """Whether "(i)" after "(h)" begins a list of roman numerals: "(ii)" comes before "(j)"."""
        letter = self.next_of(reading.style.replace("i", "a").replace("I", "A"), (10,), index)
        return self.next_of(reading.style, (2,), index) < letter

    def next_of(self, style: str, path: tuple[int, ...], index: int) -> int:
        """The next candidate that can be read so, within the present schedule."""
        places = self.places.get((style, path), [])
        at = bisect_right(places, index)
        end = bisect_right(self.schedules, index)
        limit = self.schedules[end] if end < len(self.schedules) else _FAR
        return places[at] if at < len(places) and places[at] < limit else _FAR

    def fence(self, index: int) -> int:
        """Where the clause that is now open ends at the latest: one of the open sequences goes on."""
        nearest = _FAR
        for frame in self.stack:
            if frame.reading and frame.reading.path:
                following = (*frame.reading.path[:-1], frame.reading.path[-1] + 1)
                nearest = min(nearest, self.next_of(frame.reading.style, following, index))
        return nearest

    def place_path(self, index: int, candidate: Candidate, reading: Reading) -> bool:
        """Places "4.01": after 4.00 or the sibling before it, below article IV or section 4."""
        path, weak = reading.path, candidate.place == "inside"
        for depth in range(len(self.stack) - 1, -1, -1):
            last = self.stack[depth].reading
            if last is None or not last.path:
                continue
            if last.style == reading.style and last.path[:-1] == path[:-1]:
                step = path[-1] - last.path[-1]
                if step == 1 or (not weak and 1 < step <= 4) or (candidate.firm and candidate.heading):
                    return self.push(candidate, reading, depth)
                return False
            if last.path == path[:-1] or (len(last.path) == 1 and len(path) == 2 and last.path[0] == path[0]):
                if path[-1] <= 1 or (not weak and path[-1] <= 4):
                    return self.push(candidate, reading, depth + 1)
                return False
            if last.style == reading.style and path[-1] <= 1 and self.advances(last.path, path):
                return candidate.firm and self.push(candidate, reading, depth)
        if candidate.firm and path[-1] <= 1 and not any(_numeric(f.reading) for f in self.stack):
            return self.push(candidate, reading, len(self.stack))
        top = self.stack[0].reading if self.stack else None
        if candidate.firm and top and _numeric(top) and path[0] - top.path[0] in (1, 2) and path[-1] <= 1:
            return self.push(candidate, reading, 1)
        return False

    def advances(self, last: tuple[int, ...], path: tuple[int, ...]) -> bool:
        return 1 <= path[0] - last[0] <= 2 if len(path) == 2 else last[:-2] == path[:-2] and path[-2] > last[-2]

    def push(self, candidate: Candidate, reading: Reading, depth: int) -> bool:
        del self.stack[depth:]
        below = self.stack[-1] if self.stack else None
        parent = below.node if below else self.scope
        level = below.level + 1 if below else (1 if self.scope is None else 2)
        label = candidate.marker.label if candidate.marker else ""
        self.add(Node("clause", candidate.start, label, candidate.heading, level, parent), reading)
        return True

    def add(self, node: Node, reading: Reading | None) -> None:
        self.nodes.append(node)
        if reading is not None:
            self.stack.append(Frame(reading, len(self.nodes) - 1, node.level))
            self.signed = False


def _same_style(one: Reading, other: Reading) -> bool:
    return one.style == other.style or {one.style, other.style} == {"1", "1."}


def _numeric(reading: Reading | None) -> bool:
    return reading is not None and (reading.style in ("article", "section", "part", "1.", "1") or reading.style[:3] == "dec")
