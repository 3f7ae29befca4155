"""What would be if a rule were changed equals what a whole review by the changed rules says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ALIKE, Audited

from msla_check import MslaCheckError, Playbook
from msla_check.audit.answers import what_if
from msla_check.audit.store import Store
from msla_check.engine import judge

SILENT = ("pass", "not_applicable")


def _playbook(folder: Path, settings: dict[str, str]) -> Playbook:
    lines = ["id: own", "title: Own", 'version: "1"', "extends: msla", "set:"]
    lines += [f"  {name}: {value}" for name, value in settings.items()]
    (folder / "playbook.yaml").write_text("\n".join(lines) + "\n")
    return Playbook.load(folder)


def _whole_reviews(store: Store, playbook: Playbook) -> dict[tuple[str, str], str]:
    """Returns how every rule and element stands in every agreement, judged by all rules."""
    stands = {}
    for review, analysis in store.readings(store.run(1)):
        judgement = judge(analysis, playbook, "customer")
        for finding in judgement.findings:
            if finding.status not in SILENT:
                stands[f"{review.id:016x}", finding.rule] = f"{finding.status}, {finding.severity}"
        for element, verdict in judgement.elements.items():
            stands[f"{review.id:016x}", element] = verdict.status
    return stands


@pytest.fixture(scope="module")
def before(audited: Audited) -> dict[tuple[str, str], str]:
    return _whole_reviews(audited.store, Playbook.load("msla"))


@pytest.mark.parametrize(
    "settings",
    [
        {"TERM-04.max": "30 days"},
        {"TERM-04.max": "200 days", "TERM-04.far": "300 days"},
        {
            "CONF-01.severity": "low",
            "SLA-01.enabled": "false",
            "TERM-01.enabled": "false",
            "FEE-01.enabled": "false",
        },
    ],
)
def test_it_says_what_reviewing_everything_again_would_say(
    audited: Audited, before: dict[tuple[str, str], str], settings: dict[str, str], tmp_path: Path
) -> None:
    after = _whole_reviews(audited.store, _playbook(tmp_path, settings))
    differ = {
        key: (before.get(key), after.get(key))
        for key in {*before, *after}
        if before.get(key) != after.get(key)
    }
    answer = what_if(audited.store, settings, run=1)
    said = {(change.agreement, change.rule): (change.before, change.after) for change in answer.changes}
    said |= {(change.agreement, change.element): (change.before, change.after) for change in answer.elements}
    quiet = {
        key: tuple(None if str(s).startswith(SILENT) else s for s in stands) for key, stands in said.items()
    }
    assert quiet == differ


def test_a_longer_notice_is_accepted_where_it_is_allowed(audited: Audited) -> None:
    answer = what_if(audited.store, {"TERM-04.max": "200d"}, run=1)
    assert answer.settings == (("TERM-04.max", "60 days", "200 days"),)
    assert answer.judged == ALIKE + 4
    assert [Path(path).name for path in answer.agreements] == ["unusual.txt"]
    assert answer.counts("TERM-04") == {"speaks": 0, "silent": 1, "otherwise": 0}
    assert {change.after for change in answer.changes} == {"pass"}


def test_no_file_is_opened(audited: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an agreement was read again")

    monkeypatch.setattr("msla_check.parsing.read_agreement", refuse)
    monkeypatch.setattr("msla_check.audit.contents.read_contents", refuse)
    assert what_if(audited.store, {"TERM-04.max": "30 days"}, run=1).changes


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TERM-004.max": "60 days"}, "did you mean TERM-04"),
        ({"ZZZ-99.max": "60 days"}, "rules list"),
        ({"TERM-04.longest": "60 days"}, 'has no "longest"'),
        ({"TERM-04.max": "a while"}, "is no quantity"),
        ({"TERM-04.severity": "terrible"}, "TERM-04.severity"),
        ({"TERM-04.message": "[unclosed"}, "cannot be set"),
    ],
)
def test_what_cannot_be_set_is_one_line(audited: Audited, settings: dict[str, str], words: str) -> None:
    with pytest.raises(MslaCheckError, match=words) as caught:
        what_if(audited.store, settings)
    assert "\n" not in str(caught.value)
    assert ".yaml" not in str(caught.value)
