"""What lint says of rules that cannot work, that fight each other, or that nobody has proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from msla_check.engine import Playbook, lint, new_rule, selftest
from msla_check.errors import RuleError

HEAD = 'id: own\ntitle: Our positions\nversion: "1"\n'
RULE = """  - id: OWN-01
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
    references: [Our insurance policy]
    examples:
      fires: ["1. Drones. Drones fly.", "1. A. Cats sleep.", "1. B. No drone is insured."]
      silent: ["1. D. All drones are insured.", "1. E. Drones shall be insured.", "1. F. Each drone has insurance."]
"""
SAYS = 'wants:\n      says: ["drone* ... insur*"]'


def flaws(folder: Path, *rules: str) -> list[str]:
    """What lint says of a playbook of these rules."""
    (folder / "playbook.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "drones.yaml").write_text("rules:\n" + "".join(rules), encoding="utf-8")
    return [str(flaw) for flaw in lint(Playbook.load(folder))]


def test_sound_rule_has_no_flaw(tmp_path: Path) -> None:
    assert flaws(tmp_path, RULE) == []


@pytest.mark.parametrize("name", ["msla", "general", "traps", "msla,general,traps"])
def test_shipped_playbooks_have_no_flaw(name: str) -> None:
    assert lint(Playbook.load(name)) == []


FLAWED = [
    ("phrase that its own exclusion takes away", (SAYS, SAYS + '\n      without: ["drone* ... insur*"]'), "can never count"),
    ("unless that says the same", (SAYS, SAYS + '\n    unless:\n      says: ["drone* ... insur*"]'), "can never fire"),
    ("more phrases asked for than listed", (SAYS, SAYS + "\n      times: 2"), "2 different phrases of 1"),
    ("range without inside", (SAYS, "wants: {term: sla.uptime, at_least: 99.9%, at_most: 99%}"), "both over 99.9%"),
    ("term that nobody reads", (SAYS, "wants: {term: sla.uptimes}"), "no term that is read"),
    ("topic that nobody gives", (SAYS, "wants: {topic: protections.drones}"), "no topic"),
    ("place that does not exist", (SAYS, SAYS + "\n      on: [drones]"), "nothing can stand there"),
    ("element that does not exist", (SAYS, "wants: {element: drones}"), "is no element"),
    ("level asked twice", ("    message: N", '    levels:\n      - {when: {element: general}, severity: high}\n      - {when: {element: general}, severity: info}\n    message: N'), "never be reached"),
    ("parameter without use", ("    severity: low", "    severity: low\n    parameters: {max: 3 days}"), "used nowhere"),
    ("too few examples", ('"1. A. Cats sleep.", ', ""), "give at least 3"),
    ("advice that the rule flags", ("All drones are insured.}", "Drones fly low.}"), "flags its own preferred wording"),
    ("rule hidden by none", ("    severity: low", "    severity: low\n    hidden_by: [OWN-77]"), "does not have"),
    ("outline left as it was", ("why: Drones fall.", "why: <What happens to you>"), "still to be filled in"),
    ("no reference", ("    references: [Our insurance policy]\n", ""), "no references"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in FLAWED], ids=[case[0] for case in FLAWED])
def test_flaw_is_told_with_file_and_line(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    assert change[0] in RULE
    found = [flaw for flaw in flaws(tmp_path, RULE.replace(*change)) if words in flaw]
    assert len(found) == 1
    assert "drones.yaml:2 OWN-01" in found[0]


def test_rules_that_ask_the_same_are_told(tmp_path: Path) -> None:
    assert any(
        "asks the same as OWN-02" in flaw for flaw in flaws(tmp_path, RULE, RULE.replace("OWN-01", "OWN-02"))
    )


def test_rules_that_contradict_are_told(tmp_path: Path) -> None:
    contrary = (
        RULE.replace("OWN-01", "OWN-02").replace("wants:", "warns:").replace("kind: missing", "kind: weak")
    )
    found = flaws(tmp_path, RULE, contrary)
    assert any("wants what OWN-02 warns of" in flaw for flaw in found)
    assert any("asks for words that OWN-02 warns of" in flaw for flaw in found)


def test_outline_is_sound_once_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    file = new_rule("HSE-01", folder)
    assert any(
        "still to be filled in" in str(flaw) for flaw in lint(Playbook.load(folder)) if "HSE-01" in str(flaw)
    )
    text = file.read_text(encoding="utf-8")
    for slot, words in {
        "<words that say it>": "badge|badges",
        "<The good position, as a statement>": "Technicians wear a badge",
        "<What is wrong, in one sentence>": "Nothing says that technicians wear a badge.",
        "<What happens to you because of it>": "Reception sends them away.",
        "<The words that you would like to read>": "Provider's technicians wear a badge.",
        "<What you would accept>": "They carry a passport.",
        "<What you would not sign>": "Nothing at all.",
        "<A law, a standard, or your own policy>": "House rules",
        "<A clause without it>": "Staff. Provider uses qualified staff.",
        "<A clause that denies it>": "Staff. Provider's staff need no badge.",
        "<A clause that comes close, and is not enough>": "Staff. Provider's staff wear a uniform.",
        "<A clause that says it>": "Staff. Provider's staff wear a badge.",
        "<A clause that says it in other words>": "Staff. Badges are worn by all.",
        "<A clause that nearly looks wrong>": "Staff. No one enters without a badge; staff wear a badge.",
    }.items():
        text = text.replace(slot, words)
    file.write_text(text, encoding="utf-8")
    own = Playbook.load(folder)
    assert [str(flaw) for flaw in [*selftest(own), *lint(own)] if "HSE-01" in str(flaw)] == []


@pytest.mark.parametrize(
    ("id_", "words"), [("badge", "is no id"), ("TERM-04", "is taken"), ("HSE-01", "is taken")]
)
def test_outline_needs_a_free_id(tmp_path: Path, id_: str, words: str) -> None:
    new_rule("HSE-01", tmp_path)
    with pytest.raises(RuleError, match=words):
        new_rule(id_, tmp_path)
