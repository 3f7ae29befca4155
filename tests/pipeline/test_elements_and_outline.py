"""What clauses speak to, why, and how the outline and the explanation say so."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from msla_check.model import ELEMENTS, KEY_ELEMENTS, Agreement
from msla_check.model.analysis import Analysis
from msla_check.pipeline.clauses import ClauseFinder
from msla_check.pipeline.elements import THRESHOLD, ElementClassifier
from msla_check.pipeline.outline import explain_clause, render_outline
from msla_check.pipeline.topics import heading_elements, heading_topics, load_vocabulary

NLP = spacy.blank("en")
BY_WEIGHTS = ElementClassifier(NLP.vocab)
BY_RULES = ElementClassifier(NLP.vocab, weights=False)

AGREEMENT = (
    "1. Services. Provider shall provide the following services: monitoring of Customer's network and help desk support.\n\n"
    "2. Service Levels. The network shall have an uptime of 99.9% in each month. Provider shall respond to severity 1 "
    "incidents within one hour. Where availability is lower, Customer receives a service credit of 5% of the fee.\n\n"
    "3. Fees and Payment. Customer shall pay USD 2,000 per month. Invoices are payable within thirty days of receipt of "
    "the invoice; past due amounts bear interest at the rate of 1% per month.\n\n"
    "4. Term and Termination. The initial term of this Agreement is two years and it shall automatically renew for "
    "successive one-year terms. Either party may terminate this Agreement upon a material breach that is not cured "
    "within thirty days after written notice.\n\n"
    "5. Customer Responsibilities. Customer shall provide access to its premises and shall cooperate with Provider.\n\n"
    "6. Confidentiality. Each receiving party shall hold the Confidential Information of the other in strict confidence and "
    "shall not disclose it to any third party.\n\n"
    "7. Governing Law. This Agreement is governed by the laws of Ohio."
)
EXPECTED = dict(zip("123456", KEY_ELEMENTS, strict=True))


def labelled(text: str, classifier: ElementClassifier) -> Doc:
    return classifier(ClauseFinder()(NLP.make_doc(text)))


@pytest.mark.parametrize("classifier", [BY_WEIGHTS, BY_RULES], ids=["weights", "rules only"])
def test_each_clause_bears_its_element(classifier: ElementClassifier) -> None:
    for clause in labelled(AGREEMENT, classifier)._.clauses:
        if clause.number in EXPECTED:
            assert clause.elements.get(EXPECTED[clause.number], 0) >= THRESHOLD, clause.heading


def test_boilerplate_bears_none_of_the_six() -> None:
    law = labelled(AGREEMENT, BY_WEIGHTS)._.clauses[-1]
    assert not set(law.elements) & set(KEY_ELEMENTS)
    assert law.topics["general.governing_law"] > 0.5


def test_topics_tell_what_a_clause_says() -> None:
    term = labelled(AGREEMENT, BY_WEIGHTS)._.clauses[3]
    assert {"term_and_termination.renewal", "term_and_termination.cause"} <= set(term.topics)


def test_every_label_has_a_reason_and_scores_are_probabilities() -> None:
    for clause in labelled(AGREEMENT, BY_WEIGHTS)._.clauses:
        assert all(0 < score <= 1 for score in (*clause.elements.values(), *clause.topics.values()))
        for element in clause.elements:
            assert any(reason.label.split(".")[0] == element for reason in clause.reasons), (
                clause.heading,
                element,
            )


def test_a_denied_phrase_does_not_count() -> None:
    told = labelled("1. Credits. No service credits are payable.\n\n2. Law. Ohio.", BY_RULES)._.clauses[0]
    denied = [reason for reason in told.reasons if reason.feature.startswith("denied")]
    assert denied and all(reason.weight == 0 for reason in denied)


def test_a_parent_bears_what_its_children_bear_and_items_inherit() -> None:
    text = (
        "1. Money.\n\n1.1 Fees. Customer shall pay the monthly fee within thirty days of receipt of the invoice.\n\n"
        "1.2 Secrets. Each party shall hold Confidential Information in strict confidence and shall not disclose it:\n\n"
        "(a) to its rivals; or\n\n(b) to the press.\n\n2. Law. Ohio."
    )
    clauses = {c.number: c for c in labelled(text, BY_WEIGHTS)._.clauses}
    assert set(clauses["1"].elements) >= {"fees_and_payment", "confidentiality"}
    assert "confidentiality" in clauses["(a)"].elements


def test_headings_are_told_in_spite_of_small_errors() -> None:
    assert dict(heading_elements("CONFIDENTALITY"))["confidentiality"] > 0.7
    assert dict(heading_topics("Term and Termination; Confidentiality"))["confidentiality.duty"] > 0.7
    assert heading_topics("") == ()


def test_every_topic_belongs_to_an_element() -> None:
    vocabulary = load_vocabulary()
    named = {
        topic for topics in (*vocabulary.headings.values(), *vocabulary.phrases.values()) for topic in topics
    }
    assert {topic.split(".")[0] for topic in named} == set(ELEMENTS)


def test_an_empty_document_has_no_clauses_and_no_labels() -> None:
    assert labelled("", BY_WEIGHTS)._.clauses == ()


def analysis() -> Analysis:
    doc = labelled(AGREEMENT, BY_WEIGHTS)
    agreement = Agreement(name="a.txt", sha256="", media_type="text/plain", text=AGREEMENT, blocks=())
    return Analysis(agreement=agreement, clauses=doc._.clauses)


def test_the_outline_lists_number_heading_and_elements() -> None:
    lines = render_outline(analysis().clauses).splitlines()
    assert len(lines) == 7
    assert lines[2].startswith("3 Fees and Payment") and "fees_and_payment" in lines[2]
    assert render_outline(()) == "No clauses were found.\n"


def test_an_explanation_says_why_and_why_not() -> None:
    told = explain_clause(analysis(), "6")
    assert told.startswith("6 Confidentiality (c6)")
    assert 'heading "Confidentiality"' in told
    assert told.index("Not labelled:") < told.index("Service levels: ")
    assert (
        explain_clause(analysis(), "19")
        == "There is no clause 19. First-level clauses: 1, 2, 3, 4, 5, 6, 7.\n"
    )
