"""Which of the candidates are clauses: their numbers must form sequences, one within the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msla_check.model.vocabulary import ClauseKind

from .candidates import Candidate
from .number_places import FAR, NumberPlaces, same_style
from .numbering import Reading
from .sections import Unit, is_capitals

_HEADING = Reading("heading", ())
_PARAGRAPH = Reading("paragraph", ())


@dataclass(slots=True)
class Node:
    """A clause in the making; `parent` is an index into the list of nodes.

    Level 0 stands outside the numbering: preamble, recitals, signature block.
    """

    kind: ClauseKind
    start: int
    number: str = ""
    heading: str = ""
    level: int = 1
    parent: int | None = None


@dataclass(slots=True)
class Frame:
    """An open clause: the last of its sequence, as the next number is compared with it."""

    reading: Reading
    node: int
    level: int
    captioned: bool


def build_tree(text: str, units: Sequence[Unit], candidates: Sequence[Candidate]) -> list[Node]:
    """Returns the clauses of a text, from those of `candidates` whose numbers follow one another."""
    nodes = _Builder(text, units, candidates, headings_lead=False).build()
    if _headings_lead(text, candidates, nodes):
        nodes = _Builder(text, units, candidates, headings_lead=True).build()
    if not any(node.kind in ("clause", "schedule") for node in nodes):
        return _paragraphs(candidates)
    return nodes


def _paragraphs(candidates: Sequence[Candidate]) -> list[Node]:
    """The paragraphs as clauses, of a letter without numbers and headings; then the signatures."""
    nodes: list[Node] = []
    for candidate in candidates:
        if candidate.kind == "signature":
            nodes.append(Node("signature", candidate.start, level=0))
            break
        if candidate.kind in ("paragraph", "recital", "agreed"):
            nodes.append(Node("clause", candidate.start))
    if len(nodes) > 3:
        nodes[0].kind, nodes[0].level = "preamble", 0
    return nodes


def _headings_lead(text: str, candidates: Sequence[Candidate], nodes: Sequence[Node]) -> bool:
    """Whether unnumbered headings are the agreement's first level: few numbers stand outside them."""
    first_schedule = min((n.start for n in nodes if n.kind == "schedule"), default=len(text))
    headings = [c for c in candidates if c.kind == "heading" and c.start < first_schedule]
    body = [n for n in nodes if n.kind == "clause" and n.level == 1 and n.number and n.start < first_schedule]
    if not headings:
        return False
    if len(body) < 3:
        numbered = [n for n in nodes if n.kind == "clause" and n.number and n.start < first_schedule]
        return len(headings) >= 3 or len(numbered) < 6
    reach = body[-1].start - body[0].start
    return reach < 0.35 * first_schedule and len(headings) >= 3


class _Builder:
    def __init__(
        self, text: str, units: Sequence[Unit], candidates: Sequence[Candidate], *, headings_lead: bool
    ) -> None:
        self.text = text
        self.units = units
        self.candidates = candidates
        self.headings_lead = headings_lead
        self.nodes: list[Node] = []
        self.stack: list[Frame] = []
        self.scope: int | None = None
        self.recital: int | None = None
        self.signed = -1
        self.interrupted: Frame | None = None
        """The number before the last heading of the first level, where numbers run on over headings."""
        self.ahead = NumberPlaces(candidates)

    def build(self) -> list[Node]:
        """Returns the nodes in the order of the text, a preamble before them where there is one."""
        for index, candidate in enumerate(self.candidates):
            if candidate.kind == "number":
                self.place_number(index, candidate)
            elif candidate.kind == "schedule":
                self.open_schedule(index, candidate)
            elif candidate.kind == "heading":
                self.place_heading(index, candidate)
            elif candidate.kind == "paragraph":
                self.place_paragraph(index, candidate)
            else:
                self.place_part(candidate)
        self.add_preamble()
        return self.nodes

    # -- parts without a number -------------------------------------------------------------------

    def is_listed(self, index: int) -> bool:
        """Whether a schedule is only named in a list: the numbers of the body go on after it."""
        if self.scope is not None or self.signed >= 0:
            return False
        if not self.stack:
            early = self.candidates[index].start < 0.12 * len(self.text)
            return early and self.scope is None and not any(node.number for node in self.nodes)
        return any(
            self.ahead.resumes(frame.reading, index) for frame in self.stack if _numeric(frame.reading)
        )

    def open_schedule(self, index: int, candidate: Candidate) -> None:
        if self.is_listed(index):
            return
        self.stack = []
        self.recital = None
        label = candidate.marker.label if candidate.marker else ""
        self.nodes.append(Node("schedule", candidate.start, label, candidate.heading))
        self.scope = len(self.nodes) - 1
        self.signed = -1

    def place_part(self, candidate: Candidate) -> None:
        """Places recitals and signature blocks; the second and later units of either open nothing."""
        if candidate.kind == "agreed":
            self.close_recitals()
            return
        if candidate.kind == "recital":
            if not self.nodes:
                self.nodes.append(Node("recital", candidate.start, "", "Recitals", 0))
                self.recital = 0
            return
        if self.signed >= 0:
            return
        self.signed = candidate.unit
        self.stack = []
        last = self.nodes[-1] if self.nodes else None
        if (
            last
            and last.kind == "clause"
            and not last.number
            and candidate.start - last.start < len(last.heading) + 12
        ):
            self.nodes.pop()  # the parties' names over the places for their signatures
            candidate.start = last.start
        level = 0 if self.scope is None else 2
        self.nodes.append(Node("signature", candidate.start, "", "", level, self.scope))

    def close_recitals(self) -> None:
        """Ends the recitals: what is numbered from here on is agreed."""
        if self.recital is not None:
            self.stack = []
            self.recital = None
        elif self.scope is None and self.nodes and self.nodes[-1].start < 0.15 * len(self.text):
            lettered = [n for n in self.nodes if n.kind == "clause" and n.level == 1]
            if len(lettered) == len(self.nodes) and all(n.number.strip("()").isalpha() for n in lettered):
                for node in self.nodes:  # "A. ... B. ..." without a heading before "NOW, THEREFORE"
                    node.parent, node.level = (0 if node.parent is None else node.parent + 1), node.level + 1
                self.nodes.insert(0, Node("recital", self.nodes[0].start, "", "Recitals", 0))
                self.stack = []

    def add_preamble(self) -> None:
        begin = len(self.text) - len(self.text.lstrip())
        if not self.nodes or self.nodes[0].start - begin < 40:
            return
        for node in self.nodes:
            if node.parent is not None:
                node.parent += 1
        self.nodes.insert(0, Node("preamble", begin, level=0))

    def place_heading(self, index: int, candidate: Candidate) -> None:
        if not self.nodes and candidate.unit < 6 and self.is_title(candidate):
            return
        if self.signed >= 0 and not self.reopens(candidate):
            return
        if self.headings_lead or not self.stack:
            if (
                not self.headings_lead
                and self.scope is None
                and (self.signed < 0 or self.precedes_one(index))
            ):
                return  # before the first number: title, parties
            self.interrupted = self.last_numbered() or self.interrupted
            self.stack = []
        else:
            depth = self.depth_of_heading(index)
            del self.stack[depth:]
        self.push(candidate, _HEADING, len(self.stack))

    def last_numbered(self) -> Frame | None:
        """The outermost open clause with a number, where it stands below headings."""
        return next((frame for frame in self.stack if frame.reading.path), None)

    def place_paragraph(self, index: int, candidate: Candidate) -> None:
        """Makes a definition, or a paragraph under an unnumbered heading, a clause of its own."""
        if self.signed >= 0 or not (self.stack or (candidate.heading and self.nodes)):
            return
        depth = len(self.stack)
        for at, frame in enumerate(self.stack):
            if frame.reading is _PARAGRAPH:
                depth = at
                break
        above = self.stack[depth - 1].reading if depth else None
        if any(
            self.ahead.next_in(frame.reading, index) < self.ahead.next_heading(index)
            for frame in self.stack[1:]
        ):
            return  # text between two items of a list
        if candidate.heading or (above is _HEADING and self.headings_lead):
            self.push(candidate, _PARAGRAPH, depth)

    def precedes_one(self, index: int) -> bool:
        """Whether the agreement's first number comes right after this candidate."""
        following = self.candidates[index + 1] if index + 1 < len(self.candidates) else None
        return following is not None and any(reading.path == (1,) for reading in following.readings)

    def depth_of_heading(self, index: int) -> int:
        """How much of the stack stays open under a heading: the clauses that still go on after it."""
        nearest = FAR
        for depth, frame in enumerate(self.stack):
            if frame.reading.style == "heading":
                if any(
                    self.ahead.next_in(below.reading, index) < FAR
                    for below in self.stack[depth + 1 : depth + 2]
                ):
                    continue  # a title over the whole list that goes on below
                return depth
            following = min(self.ahead.next_in(frame.reading, index, step) for step in (1, 2, 3))
            if depth > 0 and (following >= nearest or following == FAR):
                return depth
            nearest = following
        return len(self.stack)

    def reopens(self, candidate: Candidate) -> bool:
        """Whether text goes on after the signatures with this heading: a page later, and with prose."""
        if not is_capitals(candidate.heading) and self.units[candidate.unit].kind != "heading":
            return False
        if candidate.unit + 1 >= len(self.units):
            return False
        later = self.units[candidate.unit].page != self.units[self.signed].page
        following = self.units[candidate.unit + 1]
        return (later or candidate.unit - self.signed > 8) and (
            following.end - following.start > 120 or following.kind == "table"
        )

    def is_title(self, candidate: Candidate) -> bool:
        words = candidate.heading.upper()
        return any(
            w in words for w in ("AGREEMENT", "CONTRACT", "AMENDMENT", "TERMS OF", "ADDENDUM", "LETTER")
        )

    # -- numbers ----------------------------------------------------------------------------------

    def place_number(self, index: int, candidate: Candidate) -> None:
        for reading in candidate.readings:
            if reading.style.startswith("dec"):
                self.place_path(index, candidate, reading)
                return
        if self.begins_body(candidate):
            self.drop_parties()
        elif self.follows_background(index, candidate):
            self.close_recitals()
        choice = self.choose(index, candidate)
        if choice is not None:
            self.push(candidate, choice[1], choice[0])

    def begins_body(self, candidate: Candidate) -> bool:
        """Whether the first captioned clause comes after a numbered list of the parties."""
        if not self.is_first(candidate):
            return False
        placed = [node for node in self.nodes if node.kind == "clause" and node.parent is None]
        return bool(placed) and all(node.number.startswith("(") for node in placed)

    def follows_background(self, index: int, candidate: Candidate) -> bool:
        """Whether the first captioned clause comes after a lettered background that has no more letters."""
        if len(self.stack) != 1 or not self.is_first(candidate):
            return False
        background = self.stack[0]
        return (
            background.reading.style == "A."
            and not background.captioned
            and self.ahead.next_in(background.reading, index) == FAR
        )

    def is_first(self, candidate: Candidate) -> bool:
        """Whether a captioned clause bears the number one."""
        if self.scope is not None or not candidate.firm or not candidate.heading:
            return False
        styles = ("1.", "1", "I.", "article", "section")
        return any(r.path == (1,) and r.style in styles for r in candidate.readings)

    def drop_parties(self) -> None:
        """Leaves the list of the parties to the preamble, and that of the background to the recitals."""
        if any(node.start > 0.15 * len(self.text) for node in self.nodes):
            return
        recitals = [node for node in self.nodes if node.kind == "recital"]
        self.nodes = recitals[:1]
        self.stack = []
        self.recital = None

    def choose(self, index: int, candidate: Candidate) -> tuple[int, Reading] | None:
        """The depth at which the number continues a sequence or opens one, and how it is read."""
        options = sorted(self.options(index, candidate), key=lambda option: option[:3])
        if not options:
            return None
        rank, _, _, depth, reading = options[0]
        if rank == 0:
            for option in options:
                if option[0] == 1 and option[4] != reading and self.is_roman_start(index, option[4]):
                    return option[3], option[4]
        return depth, reading

    def options(self, index: int, candidate: Candidate) -> Iterator[tuple[int, int, int, int, Reading]]:
        """Ways to place a number, best first: continuing, opening, after a gap, out of order."""
        for reading in candidate.readings:
            value = reading.path[0]
            innermost = True
            for depth in range(len(self.stack) - 1, -1, -1):
                frame = self.stack[depth]
                if not same_style(frame.reading, reading):
                    continue
                step = value - frame.reading.path[-1]
                unlike = int(frame.captioned != bool(candidate.heading))
                if step == 1 and self.may_continue(candidate):
                    yield 0, unlike, -depth, depth, reading
                elif innermost and 2 <= step <= _gap(reading) and self.may_skip(candidate, reading):
                    yield 2, unlike, -depth, depth, reading
                elif innermost and step <= 0 and value > 1 and self.may_restart(candidate):
                    yield 3, unlike, -depth, depth, reading
                innermost = False
            if self.runs_on(reading) and candidate.firm and not _is_bare(candidate):
                yield 0, 0, -len(self.stack), len(self.stack), reading
            if value == 1 and self.may_open(index, candidate, reading):
                yield 1, 0, -len(self.stack), len(self.stack), reading
            elif value == 2 and innermost and candidate.firm and self.lacks_first(index, reading):
                yield 4, 0, -len(self.stack), len(self.stack), reading

    def lacks_first(self, index: int, reading: Reading) -> bool:
        """Whether "(b)" begins a list of which "(a)" was not read: "(c)" comes before what is open goes on."""
        if reading.style[:1] != "(" or not self.stack:
            return False
        third = self.ahead.next_of(reading.style, (3,), index)
        return third < min(self.ahead.next_in(frame.reading, index) for frame in self.stack)

    def may_continue(self, candidate: Candidate) -> bool:
        if candidate.place == "inside":
            return bool(candidate.heading)
        if candidate.place == "line":
            before = self.text[max(0, candidate.start - 40) : candidate.start].rstrip()
            return bool(candidate.heading) or before[-1:] in ".;:,)" or before.endswith((" and", " or"))
        return True

    def runs_on(self, reading: Reading) -> bool:
        """Whether a number under a new heading goes on from the one before that heading."""
        before = self.interrupted
        if before is None or any(frame.reading.path for frame in self.stack):
            return False
        return same_style(before.reading, reading) and reading.path[-1] == before.reading.path[-1] + 1

    def may_skip(self, candidate: Candidate, reading: Reading) -> bool:
        """Whether a number may stand after a gap, as one before it was not read."""
        if not candidate.firm:
            return False
        if _is_bare(candidate):
            return is_capitals(candidate.heading)
        return bool(candidate.heading) or reading.style[:1] == "("

    def may_restart(self, candidate: Candidate) -> bool:
        """Whether a number may stand out of order, as authors misnumber."""
        return candidate.firm and bool(candidate.heading) and not _is_bare(candidate)

    def may_open(self, index: int, candidate: Candidate, reading: Reading) -> bool:
        """Whether a first number opens a sequence: its second comes before what is open goes on."""
        if len(self.stack) > 7:
            return False
        second = self.ahead.next_of(reading.style, (2,), index)
        fence = min((self.ahead.next_in(frame.reading, index) for frame in self.stack), default=FAR)
        if candidate.place == "inside":
            return bool(candidate.heading) and second < fence and bool(self.candidates[second].heading)
        alike = [frame for frame in self.stack if same_style(frame.reading, reading)]
        if alike:
            if second < fence:
                return candidate.firm
            # "1." within "1.": two different second numbers follow, the nearer one uncaptioned as this is.
            return (
                alike[-1].reading.path == (1,)
                and alike[-1].captioned
                and not candidate.heading
                and second < FAR
                and not self.candidates[second].heading
                and self.ahead.next_of(reading.style, (2,), second) < FAR
            )
        if second < fence:
            return True
        return candidate.firm and bool(candidate.heading) and not _is_bare(candidate)

    def is_roman_start(self, index: int, reading: Reading) -> bool:
        """Whether "(i)" after "(h)" begins a list of roman numerals: "(ii)" comes before "(j)"."""
        letter = self.ahead.next_of(reading.style.replace("i", "a").replace("I", "A"), (10,), index)
        return self.ahead.next_of(reading.style, (2,), index) < letter

    def place_path(self, index: int, candidate: Candidate, reading: Reading) -> None:
        """Places "4.01": after the sibling before it, or below article IV or section 4."""
        path, weak = reading.path, not candidate.firm
        if weak and not self.may_continue(candidate):
            return
        for depth in range(len(self.stack) - 1, -1, -1):
            last = self.stack[depth].reading
            if not last.path or _is_listed(last):
                continue
            if last.style == reading.style and last.path[:-1] == path[:-1]:
                step = path[-1] - last.path[-1]
                if step == 1 or (not weak and (1 < step <= 4 or candidate.heading)):
                    self.push(candidate, reading, depth)
                return
            if last.path == path[:-1]:
                if path[-1] <= 1 or (not weak and (path[-1] <= 4 or self.ahead.goes_on(reading, index))):
                    self.push(candidate, reading, depth + 1)
                return
            if last.style == reading.style and path[-1] <= 1 and _advances(last.path, path) and not weak:
                self.push(candidate, reading, depth)
                return
            begun = path[-1] <= 2 or self.ahead.goes_on(reading, index)
            if not weak and begun and _skips_parent(last.path, path):
                self.push(candidate, reading, depth + (last.path == path[:-2]))
                return
        if weak:
            return
        tops = [depth for depth, frame in enumerate(self.stack) if _numeric(frame.reading)]
        if not tops:
            if path[-1] <= 2 and (len(path) == 2 or max(path) == 1):
                self.push(candidate, reading, len(self.stack))
            return
        top = self.stack[tops[0]].reading
        ahead = path[0] - top.path[0]
        near = 0 < ahead <= 2 or (0 < ahead <= 6 and path[-1] == 1)
        if near and (path[-1] <= 2 or self.ahead.goes_on(reading, index)):
            self.push(candidate, reading, tops[0] + (top.style != reading.style))

    def push(self, candidate: Candidate, reading: Reading, depth: int) -> None:
        """Adds the candidate as a clause below the first `depth` of the open ones."""
        merged = self.preceding_heading(candidate) if candidate.kind == "number" else None
        if merged is not None:
            self.nodes.pop()
            self.stack.pop()
            depth = min(depth, len(self.stack))
        if self.recital is not None and self.leaves_recitals(candidate, reading):
            self.close_recitals()
            depth = 0
        del self.stack[depth:]
        below = self.stack[-1] if self.stack else None
        base = self.recital if self.recital is not None else self.scope
        parent = below.node if below else base
        level = below.level + 1 if below else (1 if base is None else 2)
        label = candidate.marker.label if candidate.marker else ""
        start, heading = (merged.start, merged.heading) if merged else (candidate.start, candidate.heading)
        self.nodes.append(Node("clause", start, label, heading, level, parent))
        self.stack.append(Frame(reading, len(self.nodes) - 1, level, bool(heading)))
        self.signed = -1

    def leaves_recitals(self, candidate: Candidate, reading: Reading) -> bool:
        """Whether a number or heading can stand in no recitals: an article, or a captioned first clause."""
        if reading is _HEADING or reading.style in ("article", "section") or reading.style[:3] == "dec":
            return True
        return reading.style in ("1.", "1", "I.") and bool(candidate.heading)

    def preceding_heading(self, candidate: Candidate) -> Node | None:
        """The heading that stands alone right before an uncaptioned number, and so names its clause."""
        if candidate.heading or not self.stack or self.stack[-1].reading is not _HEADING:
            return None
        node = self.nodes[-1]
        if self.stack[-1].node != len(self.nodes) - 1 or self.headings_lead:
            return None
        gap = self.text[node.start : candidate.start]
        return node if len(gap) <= len(node.heading) + 12 else None


def _advances(last: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Whether a new parent begins: 3.7 is followed by 4.1."""
    return last[:-2] == path[:-2] and 1 <= path[-2] - last[-2] <= 2


def _skips_parent(last: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Whether a parent was not read: 2.1 is followed by 2.2.1, 9.2 by 9.2.1.1."""
    aunt = len(last) > 1 and last[:-1] == path[:-2] and 1 <= path[-2] - last[-1] <= 2
    return aunt or last == path[:-2]


def _gap(reading: Reading) -> int:
    """How far a sequence may jump: "ARTICLE XIX" names itself, a bare number does not."""
    return 9 if reading.style in ("article", "section", "part") else 3


def _is_bare(candidate: Candidate) -> bool:
    """Whether a number stands without any mark, as that of a house does before its street."""
    return any(reading.style == "1" for reading in candidate.readings)


def _is_listed(reading: Reading) -> bool:
    """Whether a number belongs to a list, as "(iii)" does and "c.": no "3.5" stands below it."""
    return reading.style[:1] == "(" or reading.style in ("a.", "a)", "i.", "i)", "A.", "A)")


def _numeric(reading: Reading) -> bool:
    return reading.style in ("article", "section", "part", "1.", "1") or reading.style[:3] == "dec"
