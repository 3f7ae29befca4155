"""Where a review of the corpus differs from what the corpus expects.

`python tests/corpus/corpus_differences.py > tests/corpus/known_differences.yaml` writes down what differs
today. Read the change before committing it: a line that is new there is something that has got worse.
"""

from __future__ import annotations

import re
from functools import cache

import yaml
from corpus_cases import FORMATS, SLUGS, document, expected, report_on

from msla_check import Playbook

FIRED = {"weak", "missing", "conflict", "unclear"}


@cache
def rule_ids() -> frozenset[str]:
    """The rules that there are; the corpus also says what rules yet to come should find."""
    return frozenset(rule.id for rule in Playbook.load("msla").rules)


@cache
def fired(slug: str, form: str) -> frozenset[str]:
    """Rules that fire for either side: a rule that protects one side need not be shown to the other."""
    reports = [report_on(slug, form, side) for side in ("customer", "provider")]
    return frozenset(f.rule for report in reports for f in report.findings if f.status in FIRED)


def findings_that_differ(slug: str, form: str) -> set[str]:
    """Rules of which this rendering says something else than the PDF."""
    pdf, other = ({(f.rule, f.status) for f in report_on(slug, which).findings} for which in ("pdf", form))
    return {rule for rule, _ in pdf ^ other}


def clauses_missed(slug: str, form: str) -> set[str]:
    """Clauses of the source whose number or heading is not found in this rendering."""
    wanted: list[tuple[str, str]] = []
    for item in document(slug).items:
        if item.kind == "schedule":
            wanted.append((item.bare, _plain(re.split(r"\s+[—–-]\s+", item.text, maxsplit=1)[-1])))
        elif item.kind == "clause":
            number = item.bare if item.level <= 2 else item.label.rstrip(".")
            # Plain text does not set captions off, so it cannot tell a caption from a first sentence.
            told = item.level == 1 or form != "txt"
            wanted.append((number, _plain(item.caption) if told else ""))
    read = {
        (re.sub(r"^(ARTICLE|Article|Section)\s+", "", clause.number).rstrip("."), _plain(clause.heading))
        for clause in report_on(slug, form).clauses
        if clause.kind in ("clause", "schedule")
    }
    numbers = {number for number, _ in read}
    found = read | {(number, "") for number in numbers}
    return {f"{number} {heading}".strip() for number, heading in wanted if (number, heading) not in found}


def elements_missed(slug: str, form: str) -> set[str]:
    """Level-1 clauses and schedules that do not bear the element that they are about."""
    bearing: set[tuple[str, str]] = set()
    for clause in report_on(slug, form).clauses:
        bearing |= {
            (_plain(clause.heading), name) for name, weight in clause.elements.items() if weight >= 0.5
        }
    wanted = [
        (clause["heading"], name) for clause in expected(slug)["clauses"] for name in clause["elements"]
    ]
    return {f"{heading}: {name}" for heading, name in wanted if (_plain(heading), name) not in bearing}


def silent(slug: str, form: str) -> set[str]:
    """Rules that must fire and do not."""
    return ({entry["rule"] for entry in expected(slug)["must_fire"]} & rule_ids()) - fired(slug, form)


def false_alarms(slug: str, form: str) -> set[str]:
    """Rules that fire and must not."""
    return set(expected(slug)["must_not_fire"]) & fired(slug, form)


def terms_missed(slug: str, form: str) -> set[str]:
    """Key facts that no term states."""
    terms = {(term.key, _plain(term.value)) for term in report_on(slug, form).terms}
    wanted = [(term["key"], str(term["value"])) for term in expected(slug)["terms"]]
    return {f"{key}: {value}" for key, value in wanted if (key, _plain(value)) not in terms}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("**", "").lower()))


KINDS = {
    "findings differ": findings_that_differ,
    "clauses missed": clauses_missed,
    "elements missed": elements_missed,
    "silent": silent,
    "false alarms": false_alarms,
    "terms missed": terms_missed,
}


def main() -> None:
    """Print what differs today, in the form of known_differences.yaml."""
    print("# Where a review does not yet say what the corpus expects; written by corpus_differences.py.")
    table: dict[str, dict[str, list[str]]] = {}
    for slug in SLUGS:
        for kind, differences in KINDS.items():
            differing = {one for form in FORMATS for one in differences(slug, form)}
            if differing:
                table.setdefault(slug, {})[kind] = sorted(differing)
    print(yaml.safe_dump(table, sort_keys=False, allow_unicode=True, width=110) if table else "{}")


if __name__ == "__main__":
    main()
