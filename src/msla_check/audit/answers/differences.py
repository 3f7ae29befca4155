"""Says what changed between two runs: files that came and went, findings that are new, gone or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from msla_check.audit.store import FindingRow, RunRow, Store
from msla_check.audit.store.writing import portions

from .files import AuditedFile, audited_files

Change = Literal["new", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that one run has and the other has not, or has otherwise."""

    change: Change
    rule: str
    before: str
    """Status and severity ("weak, high"); "" where it is new."""
    after: str
    message: str


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """What is different about one path."""

    path: str
    causes: tuple[str, ...]
    """What made the difference: "content", "rules", "side", "program"."""
    outcome: tuple[str, str]
    """Before and after: "reviewed", or the reason for which it was not."""
    elements: tuple[tuple[str, str, str], ...]
    """Element, status before, status after."""
    findings: tuple[FindingChange, ...]


@dataclass(frozen=True, slots=True)
class RunDifference:
    """What changed from one run to another."""

    before: RunRow
    after: RunRow
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    """Old and new path of a file that is elsewhere, with the same content."""
    changed: tuple[AgreementChange, ...]
    unchanged: int
    """Paths about which both runs say the same."""


def diff_runs(store: Store, before: int, after: int) -> RunDifference:
    """Returns what changed from run `before` to run `after`, by path.

    A finding is the same where its rule rests on the same words; where only its status, severity or
    message differ it has changed. What is neither is new or gone.

    Raises:
        MslaCheckError: the store has no such run.
    """
    runs = store.run(before), store.run(after)
    old, new = ({file.path: file for file in audited_files(store, run)} for run in runs)
    moved = tuple(_moved(old, new))
    left, come = {path for path, _ in moved}, {path for _, path in moved}
    both = [(old[path], new[path]) for path in old if path in new]
    pairs = both + [(old[path], new[place]) for path, place in moved]
    changed = sorted(_changes(store, runs, pairs), key=lambda change: change.path)
    return RunDifference(
        before=runs[0],
        after=runs[1],
        added=tuple(path for path in new if path not in old and path not in come),
        removed=tuple(path for path in old if path not in new and path not in left),
        moved=moved,
        changed=tuple(changed),
        unchanged=len(pairs) - len(changed),
    )


def _moved(old: dict[str, AuditedFile], new: dict[str, AuditedFile]) -> Iterator[tuple[str, str]]:
    """Yields the paths whose content is at another path now: each place is taken once."""
    places: dict[str, list[str]] = {}
    for path, file in new.items():
        if path not in old and file.content:
            places.setdefault(file.content, []).append(path)
    for path, file in old.items():
        if path not in new and places.get(file.content):
            yield path, places[file.content].pop(0)


def _changes(
    store: Store, runs: tuple[RunRow, RunRow], pairs: Sequence[tuple[AuditedFile, AuditedFile]]
) -> Iterator[AgreementChange]:
    # One review for both: nothing of it can differ. A portfolio changes little from run to run, so few
    # findings are fetched.
    unlike = [
        (old, new) for old, new in pairs if old.agreement != new.agreement or _outcome(old) != _outcome(new)
    ]
    programs = ("program",) if runs[0].program != runs[1].program else ()
    with store.session() as session:
        for few in portions(unlike, 200):
            findings = _findings(session, {file.agreement for pair in few for file in pair if file.agreement})
            for old, new in few:
                change = _change(old, new, findings, programs)
                if change.findings or change.elements or change.outcome[0] != change.outcome[1]:
                    yield change


def _change(
    old: AuditedFile, new: AuditedFile, findings: dict[str, list[FindingRow]], programs: tuple[str, ...]
) -> AgreementChange:
    causes = tuple(name for name in ("content", "rules", "side") if getattr(old, name) != getattr(new, name))
    reviewed = old.outcome == new.outcome == "reviewed"
    statuses = [
        (name, old.elements.get(name, {}).get("status", ""), new.elements.get(name, {}).get("status", ""))
        for name in (new.elements or old.elements)
    ]
    return AgreementChange(
        path=new.path,
        causes=causes + programs,
        outcome=(_outcome(old), _outcome(new)),
        elements=tuple(status for status in statuses if status[1] != status[2]) if reviewed else (),
        findings=tuple(_compared(findings.get(old.agreement, []), findings.get(new.agreement, [])))
        if reviewed
        else (),
    )


def _outcome(file: AuditedFile) -> str:
    return file.reason or file.outcome


def _findings(session: Session, agreements: set[str]) -> dict[str, list[FindingRow]]:
    found: dict[str, list[FindingRow]] = {}
    query = select(FindingRow).where(FindingRow.review.in_(sorted(int(id_, 16) for id_ in agreements)))
    for finding in session.scalars(query.order_by(FindingRow.review, FindingRow.number)):
        found.setdefault(f"{finding.review:016x}", []).append(finding)
    return found


def _compared(old: list[FindingRow], new: list[FindingRow]) -> Iterator[FindingChange]:
    """Yields the differences, those of the new run first: paired by the words, then by the rule."""
    left = list(old)
    unpaired = []
    for finding in new:
        same = next((f for f in left if f.finding == finding.finding), None)
        if same is None:
            unpaired.append(finding)
            continue
        left.remove(same)
        if _stand(same) != _stand(finding) or same.message != finding.message:
            yield FindingChange("changed", finding.rule, _stand(same), _stand(finding), finding.message)
    rules = Counter(finding.rule for finding in left)
    for finding in unpaired:
        if rules[finding.rule]:
            rules[finding.rule] -= 1
            same = next(f for f in left if f.rule == finding.rule)
            left.remove(same)
            if _stand(same) != _stand(finding) or same.message != finding.message:
                yield FindingChange("changed", finding.rule, _stand(same), _stand(finding), finding.message)
        else:
            yield FindingChange("new", finding.rule, "", _stand(finding), finding.message)
    for finding in left:
        yield FindingChange("gone", finding.rule, _stand(finding), "", finding.message)


def _stand(finding: FindingRow) -> str:
    return f"{finding.status}, {finding.severity}"
