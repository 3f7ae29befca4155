"""What a reviewer must know about how a file was read: changes, comments, hidden words, traps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msla_check.model import Furniture, ReadingWarning, Revision
from msla_check.rules_folder import read_vocabulary, rules_folder


def reading_warnings(
    text: str,
    furniture: Sequence[Furniture] = (),
    revisions: Sequence[Revision] = (),
    reading: str = "accepted",
    deceptive: int = 0,
) -> tuple[ReadingWarning, ...]:
    """Returns the warnings on a text, what stands beside it, and its tracked changes."""
    found = []
    if revisions:
        insertions = sum(r.kind == "insertion" for r in revisions)
        counts = f"{_count(insertions, 'insertion')} and {_count(len(revisions) - insertions, 'deletion')}"
        how = {
            "accepted": "as if all were accepted",
            "original": "as it was before them",
            "marked": "with both, each marked",
        }[reading]
        found.append(
            ReadingWarning(
                "tracked_changes", f"The file holds tracked changes ({counts}); it was read {how}."
            )
        )
    comments = sum(f.kind == "comment" for f in furniture)
    if comments:
        message = f"The file holds {_count(comments, 'comment')}; they are not part of the agreement."
        found.append(ReadingWarning("comments", message))
    hidden = [f.text for f in furniture if f.kind == "hidden"]
    if hidden:
        message = f"{_count(len(hidden), 'passage')} cannot be seen by a reader and was left out: {_shortened(hidden[0])}"
        found.append(ReadingWarning("hidden_text", message))
    if deceptive:
        message = (
            f"Invisible characters stand within words or turn them round ({deceptive}); they were taken out."
        )
        found.append(ReadingWarning("invisible_characters", message))
    addressed = words_for_machines("\n".join([text, *hidden]))
    if addressed:
        message = (
            f"Some words address a machine that reads the file; they were not obeyed: {_shortened(addressed)}"
        )
        found.append(ReadingWarning("addressed_to_machines", message))
    return tuple(found)


def words_for_machines(text: str) -> str:
    """Returns the first words that speak to an automated reader; "" where there are none."""
    match = _patterns().search(text)
    return "" if match is None else text[match.start() : match.start() + 120].split("\n")[0]


@cache
def _patterns() -> re.Pattern[str]:
    path = rules_folder() / "vocabulary" / "reading.yaml"
    phrases = read_vocabulary(path)["addressed_to_machines"]
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.I)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= 80 else text[:77].rstrip() + '…'}”"
