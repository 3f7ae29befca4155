"""What comes of asking all rules about one agreement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msla_check.engine import Judgement, Playbook, explain
from msla_check.model import KEY_ELEMENTS
from msla_check.model.agreement import Agreement, Block
from msla_check.model.analysis import Analysis
from msla_check.model.report import Clause, Finding, Term

FULL = """1. Services. Provider shall perform the following services: patching, monitoring and backup of the servers listed in Schedule 1. The Services do not include hardware.

2. Service Levels. Availability is at least 99.9% in each calendar month. Provider shall respond to priority 1 incidents within thirty (30) minutes and restore service within four (4) hours. For each miss Customer receives a service credit of 10% of the monthly fee.

3. Fees and Payment. Customer shall pay a monthly fee of $4,000. Each invoice is due within thirty (30) days after its receipt. Customer may dispute an invoice in good faith.

4. Customer Responsibilities. Customer shall provide access to its premises, designate a contact and cooperate with Provider. Provider shall perform the Services in a professional and workmanlike manner.

5. Confidentiality. Each receiving party shall keep the other party's Confidential Information in confidence for five (5) years after termination. This does not apply to what is in the public domain or independently developed.

6. Term and Termination. The initial term is twelve (12) months from the Effective Date. Either party may terminate this Agreement for material breach that is not cured within thirty (30) days after notice. Customer may terminate for convenience upon sixty (60) days' notice."""

SECTIONS = dict(zip(
    ("scope_of_services", "service_levels", "fees_and_payment", "responsibilities", "confidentiality",
     "term_and_termination"), FULL.split("\n\n"), strict=True,
))  # fmt: skip


def test_full_agreement_has_all_elements(judge_text: Callable[..., Judgement]) -> None:
    elements = judge_text(FULL).elements
    assert {name: verdict.status for name, verdict in elements.items()} == dict.fromkeys(
        KEY_ELEMENTS, "present"
    )


@pytest.mark.parametrize(
    "element", ["service_levels", "fees_and_payment", "confidentiality", "term_and_termination"]
)
def test_element_taken_out_is_missing(judge_text: Callable[..., Judgement], element: str) -> None:
    elements = judge_text("\n\n".join(text for name, text in SECTIONS.items() if name != element)).elements
    assert elements[element].status in ("missing", "weak")
    assert elements[element].why
    others = [name for name in SECTIONS if name != element and elements[name].status == "missing"]
    assert others == []


def test_findings_stand_worst_first_and_passes_last(judge_text: Callable[..., Judgement]) -> None:
    findings = judge_text("1. Services. Provider monitors the network.").findings
    speaking = [f.status not in ("pass", "not_applicable") for f in findings]
    assert speaking == sorted(speaking, reverse=True)
    order = ["high", "medium", "low", "info"]
    severities = [order.index(f.severity) for f in findings if f.status not in ("pass", "not_applicable")]
    assert severities == sorted(severities)


def test_missing_finding_says_where_was_looked(finding_on: Callable[..., Finding]) -> None:
    finding = finding_on("CONF-01", "1. Services. Provider monitors.\n\n2. Fees. Customer pays $10 a month.")
    assert finding.status == "missing"
    assert "2 clauses searched" in finding.searched
    assert finding.evidence == []


def test_missing_finding_names_the_nearest_miss(finding_on: Callable[..., Finding]) -> None:
    finding = finding_on("FEE-09", "1. Payment. No interest is due on overdue amounts.")
    assert "No interest is due" in finding.searched


def test_evidence_is_the_words_of_the_agreement(judge_text: Callable[..., Judgement]) -> None:
    text = "1. Fees. Provider may increase the Fees at any time."
    for finding in judge_text(text).findings:
        for evidence in finding.evidence:
            assert f"{text}\n"[evidence.start : evidence.end] == evidence.quote


def test_what_harms_the_other_side_is_favourable(finding_on: Callable[..., Finding]) -> None:
    text = "1. Fees. Provider may increase the Fees at any time upon notice."
    assert finding_on("FEE-04", text).severity == "high"
    theirs = finding_on("FEE-04", text, "provider")
    assert (theirs.severity, theirs.message.split(":")[0]) == ("info", "Favourable to you")


def test_one_cause_gives_one_finding(finding_on: Callable[..., Finding]) -> None:
    text = (
        "1. Service Levels. Availability is 99.9% in each month. Provider shall respond within one (1) hour."
    )
    assert finding_on("XC-02", text).status == "conflict"
    assert finding_on("SLA-08", text).status == "not_applicable"


def test_absent_schedule_is_unclear_not_missing(msla: Playbook) -> None:
    from msla_check.engine import judge
    from msla_check.model.analysis import Reference

    text = "1. Fees. The fees are as set forth in Exhibit B."
    clause = Clause(
        id="c1", number="1", heading="Fees", start=0, end=len(text), elements={"fees_and_payment": 1.0}
    )
    agreement = Agreement("a.txt", "0", "text/plain", text, (Block("paragraph", 0, len(text)),))
    lost = Reference("schedule", "Exhibit B", "B", text.index("Exhibit"), len(text) - 1, "c1", None)
    findings = judge(Analysis(agreement, (clause,), references=(lost,)), msla, "customer").findings
    fees = next(f for f in findings if f.rule == "FEE-01")
    assert (fees.status, fees.evidence[0].clause) == ("unclear", "c1")
    assert next(f for f in findings if f.rule == "XC-06").status == "conflict"


def test_blank_value_is_unclear(msla: Playbook) -> None:
    from msla_check.engine import judge

    text = "1. Renewal. Notice of non-renewal is given ____ days ahead."
    clause = Clause(id="c1", number="1", heading="Renewal", start=0, end=len(text))
    blank = Term(
        key="term.nonrenewal_notice", value="blank", start=12, end=len(text), quote=text[12:], clause="c1"
    )
    agreement = Agreement("a.txt", "0", "text/plain", text, (Block("paragraph", 0, len(text)),))
    findings = judge(Analysis(agreement, (clause,), terms=(blank,)), msla, "customer").findings
    assert next(f for f in findings if f.rule == "XC-07").status == "conflict"


def test_names_of_the_parties_stand_for_their_roles(msla: Playbook) -> None:
    from msla_check.engine import judge

    text = "1. Fees. Acme may increase the Fees at any time."
    clause = Clause(id="c1", number="1", heading="Fees", start=0, end=len(text))
    acme = Term(key="general.parties", value="Acme Inc.", normalized={"role": "customer", "defined": "Acme"},
                start=9, end=13, quote="Acme")  # fmt: skip
    agreement = Agreement("a.txt", "0", "text/plain", text, (Block("paragraph", 0, len(text)),))
    findings = judge(Analysis(agreement, (clause,), terms=(acme,)), msla, "customer").findings
    assert (
        next(f for f in findings if f.rule == "FEE-04").status == "pass"
    )  # the customer may, not the provider


def test_id_of_a_finding_survives_renumbering(finding_on: Callable[..., Finding]) -> None:
    words = "Fees. Provider may increase the Fees at any time."
    before = finding_on("FEE-04", f"1. {words}")
    after = finding_on("FEE-04", f"1. Law. Ohio law governs.\n\n2. {words}")
    assert before.id == after.id


def test_heading_alone_is_no_clause(finding_on: Callable[..., Finding]) -> None:
    assert finding_on("BCP-01", "1. Business Continuity. [Reserved.]").status == "missing"


def test_a_numbered_line_above_its_sub_clauses_is_no_clause(finding_on: Callable[..., Finding]) -> None:
    text = "SCHEDULE E\n\n3. Hand-over\n\n3.1 Keys. Provider shall return the keys of the building.\n"
    assert finding_on("EXT-01", text).status == "missing"


def test_explain_tells_what_was_asked(msla: Playbook) -> None:
    from msla_check.parsing import read_agreement
    from msla_check.pipeline import analyze, build_pipeline

    analysis = analyze(build_pipeline(), read_agreement("1. Credits. No service credits are payable.\n"))
    trace = explain(analysis, msla, "SLA-16")
    assert trace.startswith("SLA-16: The provider reports its performance")
    assert "1 clause searched" in trace
    assert "It wants:" in trace


def test_explain_names_the_nearest_passage_and_what_it_lacks(msla: Playbook) -> None:
    from msla_check.parsing import read_agreement
    from msla_check.pipeline import analyze, build_pipeline

    text = "1. Law. The general liability of the parties is that of the law.\n\n2. Fees. The fee is $40 a month.\n"
    trace = explain(analyze(build_pipeline(), read_agreement(text)), msla, "INS-01")
    nearest = next(line for line in trace.splitlines() if line.startswith("Nearest passage"))
    assert "The general liability of the parties is that of the law." in nearest
    assert "insurance" in nearest.partition("it lacks")[2]
    far = explain(
        analyze(build_pipeline(), read_agreement("1. Fees. The fee is $40 a month.\n")), msla, "INS-01"
    )
    assert "Nearest passage: none comes near" in far


def test_both_sides_are_judged_at_once(judge_text: Callable[..., Judgement]) -> None:
    text = "1. Fees. Provider may increase the Fees at any time upon notice."
    both = {f.rule: f for f in judge_text(text, "both").findings}
    for side in ("customer", "provider"):
        for finding in judge_text(text, side).findings:
            if finding.side in (side, "both"):
                assert both[finding.rule] == finding
    assert not any(f.message.startswith("Favourable") for f in both.values())
