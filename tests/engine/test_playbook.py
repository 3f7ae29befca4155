"""Playbooks of a user's own, and what a badly written one is told."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from msla_check.engine import Playbook, rule_file_schema, rule_page, rule_schema
from msla_check.engine.loader import read_yaml
from msla_check.errors import RuleError
from msla_check.rules_folder import rules_folder

RULES = rules_folder() / "playbooks"
HEAD = 'id: own\ntitle: Our positions\nversion: "1"\n'
RULE = """rules:
  - id: OWN-01
    title: Drones are insured
    element: protections
    protects: customer
    severity: low
    kind: missing
    wants:
      says: ["drone* ... insur*"]
    message: Nothing insures the drones.
    why: Drones fall.
    ask_for: {preferred: All drones are insured.}
    examples:
      fires: ["1. Drones. Drones fly.", "1. A. Cats sleep.", "1. B. No drone is insured."]
      silent: ["1. D. All drones are insured.", "1. E. Drones shall be insured.", "1. F. Each drone has insurance."]
"""


def write(folder: Path, head: str = HEAD, rules: str = RULE) -> Path:
    (folder / "playbook.yaml").write_text(head, encoding="utf-8")
    (folder / "drones.yaml").write_text(rules, encoding="utf-8")
    return folder


def test_shipped_playbook_covers_all_elements_kinds_and_sides(msla: Playbook) -> None:
    assert len(msla.rules) >= 120
    assert len({rule.element for rule in msla.rules}) == 8
    assert {rule.kind for rule in msla.rules} == {
        "missing", "weak", "threshold", "vague", "one-sided", "conflict", "structure",
    }  # fmt: skip
    assert {rule.protects for rule in msla.rules} == {"customer", "provider", "both"}


def test_own_playbook_stands_alone(tmp_path: Path) -> None:
    assert [rule.id for rule in Playbook.load(write(tmp_path)).rules] == ["OWN-01"]


def test_own_playbook_extends_and_changes_ours(tmp_path: Path, msla: Playbook) -> None:
    head = (
        HEAD
        + "extends: msla\nset:\n  TERM-04.max: 20 days\n  SLA-16.enabled: false\n  LIA-01.severity: low\n"
    )
    own = Playbook.load(write(tmp_path, head))
    assert len(own.rules) == len(msla.rules)  # one of ours switched off, one of theirs added
    assert own.rule("TERM-04").parameters["max"] == "20 days"
    assert own.rule("LIA-01").severity == "low"
    assert own.sha256 != msla.sha256


def test_changed_parameter_changes_the_verdict(tmp_path: Path, finding_on: object) -> None:
    text = (
        "1. Renewal. This Agreement renews automatically for one-year terms unless either party gives notice of "
        "non-renewal at least thirty (30) days before the end of the term."
    )
    own = Playbook.load(write(tmp_path, HEAD + "extends: msla\nset: {TERM-04.max: 20 days}\n"))
    assert finding_on("TERM-04", text).status == "pass"  # type: ignore[operator]
    assert finding_on("TERM-04", text, playbook=own).status == "weak"  # type: ignore[operator]


BAD = [
    # what is changed in the rule, the line of the error, words of the message
    (("severity: low", "severity: grave"), 6, "'high', 'medium', 'low' or 'info'"),
    (("    kind: missing\n", ""), 2, '"kind" is missing'),
    (("    why: Drones fall.\n", "    whi: Drones fall.\n"), 11, '"whi" is no key here'),
    (("says:", "sais:"), 8, "exactly one of these keys"),
    (('["drone* ... insur*"]', '["... "]'), 9, "no word to look for"),
    (("id: OWN-01", "id: drones"), 2, "id"),
    (("rules:", "rule:"), 1, "begins with `rules:`"),
    (("    severity: low\n", "    severity: low\n    severity: high\n"), 7, "stands here twice"),
]


@pytest.mark.parametrize(("change", "line", "words"), BAD)
def test_error_names_file_line_and_remedy(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    with pytest.raises(RuleError) as error:
        Playbook.load(write(tmp_path, rules=RULE.replace(*change)))
    message = next(line for line in str(error.value).splitlines() if words in line)
    place = int(message.split("drones.yaml:")[1].split(":")[0])
    assert abs(place - line) <= 1


def test_all_errors_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rules = RULE.replace("severity: low", "severity: grave").replace("kind: missing", "kind: strange")
    with pytest.raises(RuleError) as error:
        Playbook.load(write(tmp_path, rules=rules))
    assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize(
    "line",
    ["  NONE-01.max: 3", "  TERM-04.maximum: 3 days", "  TERM-04: 3"],
    ids=["rule", "parameter", "key"],
)
def test_setting_that_fits_no_rule_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(RuleError, match=r"playbook\.yaml:6"):
        Playbook.load(write(tmp_path, HEAD + f"extends: msla\nset:\n{line}\n"))


def test_missing_parameter_is_told(tmp_path: Path) -> None:
    rules = RULE.replace('says: ["drone* ... insur*"]', "term: term.initial\n      above: $max")
    with pytest.raises(RuleError, match=r"\$max has no value"):
        Playbook.load(write(tmp_path, rules=rules))


def test_every_rule_has_a_page(msla: Playbook) -> None:
    for rule in msla.rules:
        page = rule_page(rule)
        assert page.startswith(f"# {rule.id}: {rule.title}")
        assert "## Why it matters" in page


def test_schema_describes_a_rule() -> None:
    schema = rule_schema()
    assert {"id", "title", "message", "examples"} <= set(schema["required"])


@pytest.mark.parametrize(
    "file", sorted(RULES.glob("*/*.yaml")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_schema_for_editors_takes_every_file_of_rules(file: Path) -> None:
    if file.name != "playbook.yaml":
        jsonschema.validate(read_yaml(file).data, rule_file_schema())


@pytest.mark.parametrize(
    "change",
    [("severity: low", "severity: grave"), ("says:", "sais:"), ("    kind: missing\n", "")],
    ids=["value", "condition", "part left out"],
)
def test_schema_for_editors_tells_slips(tmp_path: Path, change: tuple[str, str]) -> None:
    data = read_yaml(write(tmp_path, rules=RULE.replace(*change)) / "drones.yaml").data
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, rule_file_schema())


def test_several_playbooks_are_one(tmp_path: Path, msla: Playbook) -> None:
    both = Playbook.load(f"msla,{write(tmp_path)}")
    assert {rule.id for rule in both.rules} == {*(rule.id for rule in msla.rules), "OWN-01"}
    assert (both.id, both.version) == ("msla+own", f"{msla.version}+1")
    assert both.elements == msla.elements


def test_playbook_takes_over_chosen_rules_only(tmp_path: Path) -> None:
    own = Playbook.load(write(tmp_path, HEAD + "extends: msla\nonly: [TERM-04]\n"))
    assert [rule.id for rule in own.rules] == ["OWN-01", "TERM-04"]


def test_choice_of_a_rule_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r'playbook\.yaml:5: "TERM-99" is no rule'):
        Playbook.load(write(tmp_path, HEAD + "extends: msla\nonly: [TERM-99]\n"))
