"""An item of a list is read with the words that lead to it, however the list is written."""

from __future__ import annotations

import pytest

from msla_check.pipeline.lists import Leads


def leads(sentences: list[str], paths: list[list[str]] | None = None) -> list[str]:
    follower = Leads()
    found = []
    for number, sentence in enumerate(sentences):
        item = follower.item(sentence, paths[number] if paths else ["c1"], ())
        found.append("" if item is None else f"{item.lead} {item.body}")
    return found


@pytest.mark.parametrize(
    ("sentences", "read"),
    [
        (
            ["Customer shall:", "(a) pay the fees;", "(b) give access."],
            ["", "Customer shall pay the fees;", "Customer shall give access."],
        ),
        (
            ["4.2 Duties. Client will: (i) name a contact;", "(ii) follow the manual; and", "(iii) pay."],
            ["", "Client will follow the manual; and", "Client will pay."],
        ),
        (
            ["Supplier must (a) keep records;", "(b) and report."],
            ["", "Supplier must report."],
        ),
        (
            ["Each party may:", "(a) terminate:", "(i) at once; or", "(ii) on notice;", "(b) sue."],
            [
                "",
                "Each party may terminate:",
                "Each party may terminate at once; or",
                "Each party may terminate on notice;",
                "Each party may sue.",
            ],
        ),
        (
            ["Provider shall:", "- monitor the network;", "- patch the servers."],
            ["", "Provider shall monitor the network;", "Provider shall patch the servers."],
        ),
        (["The fees are as follows:", "(a) a monthly fee."], ["", ""]),
        (["Customer pays the fees.", "(a) A new point."], ["", ""]),
    ],
)
def test_items_are_read_with_their_lead(sentences: list[str], read: list[str]) -> None:
    assert leads(sentences) == read


def test_a_list_ends_with_its_clause() -> None:
    sentences = ["Customer shall:", "(a) pay.", "(b) Invoices are sent monthly."]
    assert leads(sentences, [["c1"], ["c1", "c2"], ["c3"]])[1:] == ["Customer shall pay.", ""]


def test_a_long_lead_keeps_its_end() -> None:
    words = "Without prejudice to any right that it may have under any law, " * 6 + "Customer shall:"
    assert leads([words, "(a) pay."])[1].endswith("Customer shall pay.")
