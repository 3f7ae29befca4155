"""Changes agreements clause by clause and asks whether every rule notices: `python benchmarks/mutation.py`.

For every agreement of corpus/ and every rule that passes it, the words that satisfy the rule are taken from
the evidence of the pass. They are deleted, denied, weakened, given to the other side alone, moved into a
schedule, and said in other words (benchmarks/rewordings.yaml holds the words, all our own); for a rule that
warns, what it warns of is put in, and something near that is fine. Deleting, denying, weakening, one-sided
and bad words must change the verdict; moving, rewording and fine words must not.

Changes of different rules that touch different clauses share one reading; an answer that comes out wrong
there is asked again alone, and only that answer counts. `--json FILE` writes the score of each rule.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "corpus"))

from agreement_builder import render, slugs  # noqa: E402

from msla_check import Reviewer  # noqa: E402
from msla_check.engine import Rule  # noqa: E402
from msla_check.engine.facts import Facts  # noqa: E402
from msla_check.engine.judge import decide  # noqa: E402
from msla_check.model.analysis import Analysis  # noqa: E402
from msla_check.parsing import read_agreement  # noqa: E402

PLAYBOOK = "msla,general,traps"
MUST_CHANGE = ("delete", "deny", "weaken", "one-sided", "bad")
MUST_NOT_CHANGE = ("move", "reword", "fine")
AIMS = {MUST_CHANGE: 0.99, MUST_NOT_CHANGE: 0.97}
KEYS = {"good": "reword", "denied": "deny", "weak": "weaken", "one_sided": "one-sided"}
TOGETHER = 8
"""Changes that share a reading at the most."""
ROUNDS = 25
"""How often words that satisfy a rule are looked for again after some were taken out."""
PROCESSES = 2

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to an agreement for one rule."""

    rule: str
    kind: str
    cut: tuple[Span, ...]
    at: int
    words: str = ""
    appended: str = ""

    @property
    def must_pass(self) -> bool:
        """Whether the rule must pass the changed agreement."""
        return self.kind in MUST_NOT_CHANGE


@dataclass(frozen=True, slots=True)
class Answer:
    """How a rule answered a change."""

    agreement: str
    rule: str
    kind: str
    right: bool
    words: str


@cache
def reviewer() -> Reviewer:
    """Returns the reviewer of this process."""
    return Reviewer(playbook=PLAYBOOK)


def facts_of(analysis: Analysis) -> Facts:
    """Returns what rules may ask of an analysed agreement."""
    return Facts(analysis, reviewer().playbook.phrase_book)


def read(text: str) -> Facts:
    """Returns what rules may ask of a text."""
    return facts_of(reviewer().analyze(read_agreement(text)))


def whole(slug: str) -> Facts:
    """Returns the facts of an agreement as plain text that reads back as it is written."""
    text = read_agreement(render(slug, "txt"), name=f"{slug}.txt").text
    for _ in range(4):
        again = read_agreement(text).text
        if again == text:
            break
        text = again
    return read(text)


def masked(facts: Facts, cut: Sequence[Span]) -> Facts:
    """Returns the facts without the words at `cut`, without reading anew."""
    analysis, text = facts.analysis, facts.text
    for start, end in cut:
        text = text[:start] + " " * (end - start) + text[end:]
    agreement = replace(analysis.agreement, text=text)
    terms = tuple(t for t in analysis.terms if not any(a <= t.start < b for a, b in cut))
    clauses = tuple(c for c in analysis.clauses if _speaks_still(text[c.start : c.end]))
    return facts_of(replace(analysis, agreement=agreement, terms=terms, clauses=clauses))


def _speaks_still(words: str) -> bool:
    """Whether more of a clause is left than was cut from it."""
    return len("".join(words.split())) * 2 > len(words)


def satisfying(rule: Rule, facts: Facts) -> tuple[Span, ...]:
    """Returns the sentences that satisfy a rule, so far as what is left without them can tell.

    Whether the rule still applies does not matter: what makes it apply may be cut with what satisfies it.
    """
    asked = rule.model_copy(update={"applies_when": None})

    def places(left: Facts) -> tuple[Span, ...]:
        decision = decide(asked, left)
        return decision.places if decision.status == "pass" else ()

    return cut_while(places, facts)


def excusing(rule: Rule, facts: Facts) -> tuple[Span, ...]:
    """Returns the sentences that take a warning away, or that keep a right from being one party's alone."""
    unless, test = rule.unless, rule.test
    return cut_while(lambda left: test.ask(left).near if unless is None else unless.ask(left).places, facts)


def cut_while(places: Callable[[Facts], Sequence[Span]], facts: Facts) -> tuple[Span, ...]:
    """Returns the sentences at the places that are found, and found anew once those are cut."""
    cut: list[Span] = []
    left = facts
    for _ in range(ROUNDS):
        found = {span for place in places(left) for span in sentences_at(facts, place)} - set(cut)
        if not found:
            break
        cut += sorted(found)
        left = masked(facts, cut)
    return tuple(sorted(cut))


def sentences_at(facts: Facts, place: Span) -> list[Span]:
    """Returns the sentences in which the words at a place stand."""
    found = [(s.start, s.end) for s in facts.sentences if s.start < place[1] and place[0] < s.end]
    return found or [place]


def changes(facts: Facts, rewordings: dict[str, dict[str, list[str]]]) -> Iterator[Change]:
    """Yields all changes of an agreement."""
    for rule in reviewer().playbook.rules:
        if decide(rule, facts).status == "pass":
            words = rewordings.get(rule.id, {})
            yield from (
                _warned(rule, facts, words) if rule.warns is not None else _wanted(rule, facts, words)
            )


def _warned(rule: Rule, facts: Facts, words: dict[str, list[str]]) -> Iterator[Change]:
    """Yields the changes for a rule that warns of something."""
    at = place_for(rule, facts)
    # What excuses the bad words elsewhere in the agreement excuses them here too.
    excused = rule.unless is not None and rule.unless.ask(facts).holds
    # A value past the threshold stands in the place of the one within it.
    stated = stated_values(rule, facts)
    for text in () if excused else words.get("bad", ()):
        yield Change(rule.id, "bad", stated, stated[0][0] if stated else at, text)
    for text in words.get("one_sided", ()):
        yield Change(rule.id, "one-sided", excusing(rule, facts), at, text)
    for text in words.get("good", ()):
        yield Change(rule.id, "fine", (), at, text)


def stated_values(rule: Rule, facts: Facts) -> tuple[Span, ...]:
    """Returns the sentences that state the value of which a threshold warns."""
    near = rule.test.ask(facts).near if rule.kind == "threshold" else ()
    return tuple(sorted({span for place in near for span in sentences_at(facts, place)}))


def _wanted(rule: Rule, facts: Facts, words: dict[str, list[str]]) -> Iterator[Change]:
    """Yields the changes for a rule that wants something."""
    cut = satisfying(rule, facts)
    if not cut:
        yield Change(rule.id, "delete", (), 0)
        return
    at = cut[0][0]
    yield Change(rule.id, "delete", with_captions(facts, cut), at)
    yield Change(rule.id, "move", with_captions(facts, cut), at, appended=moved(facts, cut))
    # The words stand under the caption of the first clause; the others go with their captions.
    put = with_captions(facts, cut, but=at)
    for key, kind in KEYS.items():
        for text in words.get(key, ()):
            yield Change(rule.id, kind, put, at, text)


def with_captions(facts: Facts, cut: Sequence[Span], but: int = -1) -> tuple[Span, ...]:
    """Returns what is cut, and the numbers and captions of clauses of which nothing else is left.

    Those of the clauses around the place `but` stay.
    """
    emptied = []
    for clause in facts.analysis.clauses:
        inside = [(s.start, s.end) for s in facts.sentences if clause.start <= s.start < clause.end]
        if inside and set(inside) <= set(cut) and not clause.start <= but < clause.end:
            emptied.append((clause.start, clause.end))
    merged: list[Span] = []
    for start, end in sorted([*cut, *emptied]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def place_for(rule: Rule, facts: Facts) -> int:
    """Returns the end of the first clause on the rule's element, or of the last clause."""
    clauses = facts.clauses_on(rule.element)[:1] or facts.analysis.clauses[-1:]
    return clauses[0].end


def moved(facts: Facts, cut: Sequence[Span]) -> str:
    """Returns a schedule that says what was cut, each sentence with its caption and the words that lead to it."""
    lines = []
    for number, (start, end) in enumerate(cut, 1):
        sentence = next((s for s in facts.sentences if s.start == start), None)
        caption = sentence.clause.heading if sentence and sentence.clause else ""
        lead = facts.words(*sentence.lead) if sentence and sentence.lead else ""
        parts = [f"{caption.rstrip('. ')}." if caption else "", lead, facts.words(start, end)]
        lines.append(f"{number}. {' '.join(part for part in parts if part)}")
    return "\n\nSchedule Z - Further Terms\n\n" + "\n\n".join(lines) + "\n"


def changed(text: str, together: Sequence[Change]) -> str:
    """Returns a text with changes made to it."""
    edits = [(start, end, "") for change in together for start, end in change.cut]
    edits += [(c.at, c.at, f"\n{c.words}\n") for c in together if c.words]
    for start, end, words in sorted(edits, key=lambda edit: (-edit[0], -edit[1])):
        text = text[:start] + words + text[end:]
    return text + "".join(change.appended for change in together)


def apart(first: Change, second: Change) -> bool:
    """Whether two changes can share a reading."""
    if first.rule == second.rule:
        return False
    spans = [*second.cut, (second.at, second.at)]
    return all(b < c or d < a for a, b in [*first.cut, (first.at, first.at)] for c, d in spans)


def batches(all_changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yields changes that can share a reading."""
    left = list(all_changes)
    while left:
        batch, rest = [left[0]], list[Change]()
        for change in left[1:]:
            fits = len(batch) < TOGETHER and all(apart(change, other) for other in batch)
            (batch if fits else rest).append(change)
        yield batch
        left = rest


def is_right(change: Change, facts: Facts) -> bool:
    """Whether a rule answers a changed agreement as it must."""
    status = decide(reviewer().playbook.rule(change.rule), facts).status
    return (status == "pass") == change.must_pass


def answers(slug: str) -> list[Answer]:
    """Returns how all rules answered all changes of one agreement."""
    facts = whole(slug)
    rewordings = yaml.safe_load((HERE / "rewordings.yaml").read_text(encoding="utf-8"))
    found = []
    for batch in batches(list(changes(facts, rewordings))):
        together = read(changed(facts.text, batch))
        for change in batch:
            right = is_right(change, together)
            if not right and len(batch) > 1:
                right = is_right(change, read(changed(facts.text, [change])))
            found.append(Answer(slug, change.rule, change.kind, right, change.words))
    return found


def table(found: Sequence[Answer]) -> Iterator[str]:
    """Yields the lines of the table: each kind of change, then each rule that answered wrongly."""
    yield "| change | cases | right |"
    yield "| --- | --- | --- |"
    for kinds, aim in AIMS.items():
        for kind in kinds:
            yield _row(kind, [a for a in found if a.kind == kind])
        name = "must change the verdict" if kinds is MUST_CHANGE else "must not change it"
        yield _row(f"**{name}** (aim {aim:.0%})", [a for a in found if a.kind in kinds])
    yield ""
    yield "| rule | cases | right |"
    yield "| --- | --- | --- |"
    for rule, score in scores(found).items():
        right, cases = (sum(column) for column in zip(*score.values(), strict=True))
        if right < cases:
            yield f"| {rule} | {cases} | {right / cases:.1%} |"


def _row(name: str, part: Sequence[Answer]) -> str:
    share = sum(answer.right for answer in part) / len(part) if part else 1.0
    return f"| {name} | {len(part)} | {share:.1%} |"


def scores(found: Sequence[Answer]) -> dict[str, dict[str, tuple[int, int]]]:
    """Returns by rule and kind of change how many answers were right, of how many."""
    result: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for answer in found:
        right, cases = result[answer.rule].get(answer.kind, (0, 0))
        result[answer.rule][answer.kind] = (right + answer.right, cases + 1)
    return dict(sorted(result.items()))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, help="write the score of each rule to this file")
    parser.add_argument("--wrong", action="store_true", help="print every wrong answer")
    parser.add_argument("--only", help="one agreement of the corpus")
    options = parser.parse_args()
    begun = time.monotonic()
    chosen = [options.only] if options.only else slugs()
    with multiprocessing.Pool(PROCESSES) as pool:
        found = [answer for some in pool.imap_unordered(answers, chosen) for answer in some]
    found.sort(key=lambda a: (a.rule, a.kind, a.agreement, a.words))
    print(f"{len(found)} changes of {len(chosen)} agreements, {time.monotonic() - begun:.0f} s\n")
    print("\n".join(table(found)))
    if options.wrong:
        for answer in found:
            if not answer.right:
                print(f"{answer.rule} {answer.kind} {answer.agreement}: {answer.words}")
    if options.json:
        lines = [f' "{rule}": {json.dumps(score)}' for rule, score in scores(found).items()]
        options.json.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
