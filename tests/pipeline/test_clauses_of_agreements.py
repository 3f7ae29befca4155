"""Clauses of agreements in every style of numbering: which there are, and how they are nested."""

from __future__ import annotations

import pytest
import spacy

from msla_check.model import Agreement, Block
from msla_check.pipeline.clauses import find_clauses


def tree(text: str) -> list[str]:
    """The clauses as a reader would list them: level, number and heading."""
    return [
        f"{c.level} {c.number} {c.heading}".strip()
        for c in find_clauses(text)
        if c.kind in ("clause", "schedule")
    ]


CASES = {
    "decimal numbers with run-in captions": (
        "1. Services. Provider shall watch the network.\n\n1.1 Hours. Provider works on weekdays.\n\n"
        "1.2 Tools. Provider brings its tools.\n\n2. Fees. Customer pays USD 10 a month.\n\n3. Term. One year.",
        ["1 1 Services", "2 1.1 Hours", "2 1.2 Tools", "1 2 Fees", "1 3 Term"],
    ),
    "articles and sections, the heading on a line of its own": (
        "ARTICLE I\n\nSERVICES\n\n1.01 Scope. Provider runs the help desk.\n\n1.02 Limits. Printers are left out.\n\n"
        "ARTICLE II\n\nFEES\n\n2.01 Rate. USD 90 an hour.\n\n2.02 Invoices. Monthly.",
        ["1 I SERVICES", "2 1.01 Scope", "2 1.02 Limits", "1 II FEES", "2 2.01 Rate", "2 2.02 Invoices"],
    ),
    "letters within numbers, roman numerals within letters": (
        "1. Duties\n\n(a) Provider shall\n\n(i) watch the servers;\n\n(ii) patch them;\n\n(b) Customer shall pay.\n\n"
        "2. Term\n\nOne year.\n\n3. Law\n\nOhio.",
        ["1 1 Duties", "2 (a)", "3 (i)", "3 (ii)", "2 (b)", "1 2 Term", "1 3 Law"],
    ),
    "the ninth letter is no roman numeral": (
        "1. List\n\n"
        + "\n\n".join(f"({c}) item {c} of the list;" for c in "abcdefghijk")
        + "\n\n2. Term\n\nOne year.",
        ["1 1 List", *(f"2 ({c})" for c in "abcdefghijk"), "1 2 Term"],
    ),
    "unnumbered headings in capitals": (
        "This is an agreement between a provider and a customer about the care of a network.\n\n"
        "SERVICES\n\nProvider watches the network and tells Customer what it sees there.\n\n"
        "FEES\n\nCustomer pays USD 100 a month.\n\nTERM\n\nThis agreement lasts one year.",
        ["1  SERVICES", "2", "1  FEES", "1  TERM"],
    ),
    "ordinals": (
        "First: Provider serves.\n\nSecond: Customer pays.\n\nThird: It lasts a year.",
        ["1 First", "1 Second", "1 Third"],
    ),
    "decimal numbers go on after a list that ends on their own section's number": (
        "1. Orders\n\n1.1 Stock. Provider keeps stock.\n\n"
        "1.2 Changes. Customer may change an order.\n\n2. Fees\n\n2.1 Rate. There are two:\n\n(i) by day;\n\n(ii) by night.\n\n"
        "2.2 Taxes. Customer bears them.\n\n3. Law. Ohio.",
        [
            "1 1 Orders",
            "2 1.1 Stock",
            "2 1.2 Changes",
            "1 2 Fees",
            "2 2.1 Rate",
            "3 (i)",
            "3 (ii)",
            "2 2.2 Taxes",
            "1 3 Law",
        ],
    ),
    "the first letter stands right after its clause's number": (
        "1. (a) Provider shall invoice Customer every month.\n\n(b) Customer pays within thirty days.\n\n"
        "2. Insurance. (a) Provider is insured.\n\n(b) It shows its policy.\n\n3. If a storm comes, nobody is liable.",
        ["1 1", "2 (a)", "2 (b)", "1 2 Insurance", "2 (a)", "2 (b)", "1 3"],
    ),
    "a list whose first letter was not read": (
        "1. Claims. A party that is sued tells the other.\n\n(b) The other helps with the defence.\n\n"
        "(c) Neither settles alone.\n\n2. Fees. USD 10.\n\n3. Law. Ohio.",
        ["1 1 Claims", "2 (b)", "2 (c)", "1 2 Fees", "1 3 Law"],
    ),
    "a section whose number was not read": (
        "1. Use\n\n1.1 Rights. Customer may use the tools.\n\n1.2.1 Customer makes no copies.\n\n"
        "1.2.2 Customer keeps the marks.\n\n1.3 Limits. Ten users.\n\n2. Fees. USD 10.\n\n3. Law. Ohio.",
        ["1 1 Use", "2 1.1 Rights", "2 1.2.1", "2 1.2.2", "2 1.3 Limits", "1 2 Fees", "1 3 Law"],
    ),
    "the number of a house is no clause": (
        "1. Notices. Letters go to\n\n4 Harbour Lane\n\nSmalltown\n\n2. Entire Agreement. This is all.\n\n3. Law. Ohio.",
        ["1 1 Notices", "1 2 Entire Agreement", "1 3 Law"],
    ),
    "a heading that speaks of contents is no table of contents": (
        "1. Definitions.\n\n(a) a Site is what Section 4 names;\n\n(b) a User is whom Section 3 names.\n\n"
        "CONTENTS OF THE SITE\n\nProvider fills the Site with the texts that Customer sends, and keeps them fresh.\n\n"
        "2. Fees. USD 10.\n\n3. Law. Ohio.",
        ["1 1 Definitions", "2 (a)", "2 (b)", "2  CONTENTS OF THE SITE", "1 2 Fees", "1 3 Law"],
    ),
    "schedules with numbers of their own": (
        "1. Services. As in Schedule A.\n\n2. Fees. As in Schedule B.\n\n3. Law. Ohio.\n\n"
        "SCHEDULE A\n\nSERVICES\n\n1. Help desk. By phone.\n\n2. Patches. Monthly.\n\n"
        "SCHEDULE B\n\nFEES\n\n1. Monthly fee. USD 10.\n\n2. Hourly fee. USD 90.",
        [
            "1 1 Services",
            "1 2 Fees",
            "1 3 Law",
            "1 Schedule A SERVICES",
            "2 1 Help desk",
            "2 2 Patches",
            "1 Schedule B FEES",
            "2 1 Monthly fee",
            "2 2 Hourly fee",
        ],
    ),
    "a number in running text is no clause": (
        "1. Term. The term is\n\n12 Months from the start, and no longer than that.\n\n2. Fees. USD 10.\n\n3. Law. Ohio.",
        ["1 1 Term", "1 2 Fees", "1 3 Law"],
    ),
    "a list that begins again within a clause": (
        "1. Terms\n\n1. Hours means working hours of the help desk;\n\n2. Site means the office.\n\n3. Day means a weekday.\n\n"
        "2. Fees\n\nUSD 10.\n\n3. Law\n\nOhio.",
        ["1 1 Terms", "2 1", "2 2", "2 3", "1 2 Fees", "1 3 Law"],
    ),
    "lettered recitals are not the first clauses": (
        "RECITALS\n\nA. Provider runs networks.\n\nB. Customer has one.\n\nNOW, THEREFORE, the parties agree:\n\n"
        "1. Services. Provider runs it.\n\n2. Fees. Customer pays.\n\n3. Law. Ohio.",
        ["2 A", "2 B", "1 1 Services", "1 2 Fees", "1 3 Law"],
    ),
    "numbered parties are part of the preamble": (
        "(1) Alder Networks Ltd, the provider; and\n\n(2) Birch Homes Ltd, the customer.\n\n"
        + "\n\n".join(
            f"{n}. {h}\n\n" + "The parties keep to it. " * 8
            for n, h in enumerate(("Terms", "Fees", "Law"), 1)
        ),
        ["1 1 Terms", "1 2 Fees", "1 3 Law"],
    ),
    "a missing number is bridged": (
        "1. Scope. All of it.\n\n2. Fees. USD 10.\n\n4. Term. One year.\n\n5. Law. Ohio.",
        ["1 1 Scope", "1 2 Fees", "1 4 Term", "1 5 Law"],
    ),
    "several numbers in one paragraph": (
        "1. SERVICES   1.1 Grant. Provider grants access.   1.2 Support. Provider answers calls.   1.3 Hours. By day.",
        ["1 1 SERVICES", "2 1.1 Grant", "2 1.2 Support", "2 1.3 Hours"],
    ),
    "a letter without numbers": (
        "Dear Ms Field, thank you for choosing us to look after your office computers.\n\n"
        "We will answer your calls on every working day between nine and five.\n\n"
        "You will pay us USD 400 on the first day of every month of our work.\n\n"
        "Either of us may end this with a letter sent thirty days before.",
        ["1", "1", "1"],
    ),
    "definitions are clauses of their own": (
        '1. DEFINITIONS\n\n"Services" means what Provider does.\n\n"Site" means the office in Dayton.\n\n2. FEES\n\nUSD 10.'
        "\n\n3. LAW\n\nOhio.",
        ["1 1 DEFINITIONS", "2  Services", "2  Site", "1 2 FEES", "1 3 LAW"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_clauses_are_found_and_nested(text: str, expected: list[str]) -> None:
    assert tree(text) == expected


def test_a_table_of_contents_holds_no_clauses() -> None:
    text = (
        "TABLE OF CONTENTS\n\n1. Services .......... 2\n\n2. Fees .......... 3\n\n3. Law .......... 4\n\n"
        "1. Services. Provider watches the network.\n\n2. Fees. USD 10.\n\n3. Law. Ohio."
    )
    clauses = [c for c in find_clauses(text) if c.kind == "clause"]
    assert [c.number for c in clauses] == ["1", "2", "3"]
    assert all(text[c.start :].startswith(f"{c.number}. {c.heading}. ") for c in clauses)


def test_a_clause_spans_its_sub_clauses_and_children_lie_within() -> None:
    text = CASES["schedules with numbers of their own"][0]
    clauses = {c.id: c for c in find_clauses(text)}
    for clause in clauses.values():
        assert 0 <= clause.start < clause.end <= len(text)
        if clause.parent:
            parent = clauses[clause.parent]
            assert parent.start <= clause.start and clause.end <= parent.end and parent.level < clause.level


def test_the_signature_block_ends_the_last_clause() -> None:
    text = "1. Fees. USD 10.\n\n2. Law. Ohio.\n\nIN WITNESS WHEREOF, the parties sign.\n\nBy: ____\n\nName: A. Field"
    clauses = find_clauses(text)
    assert [c.kind for c in clauses] == ["clause", "clause", "signature"]
    assert text[clauses[1].start : clauses[1].end] == "2. Law. Ohio."


def test_cells_and_contents_marked_by_the_reader_are_no_clauses() -> None:
    parts = [
        ("toc", "1. Services 2"),
        ("toc", "2. Fees 3"),
        ("paragraph", "1. Services. By phone."),
        ("table", "1.\t2.\n3.\t4."),
    ]
    parts += [("paragraph", "2. Fees. USD 10.")]
    text, blocks = "", []
    for kind, words in parts:
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(words), page=1))  # type: ignore[arg-type]
        text += words + "\n\n"
    agreement = Agreement(name="a", sha256="", media_type="text/plain", text=text, blocks=tuple(blocks))
    assert [(c.number, c.page) for c in find_clauses(text, agreement) if c.kind == "clause"] == [
        ("1", 1),
        ("2", 1),
    ]


def test_the_component_works_in_a_pipeline_of_ones_own() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("msla_clauses")
    doc = nlp("1. Fees. USD 10.\n\n2. Law. Ohio.")
    assert [c.number for c in doc._.clauses] == ["1", "2"]
    assert [span.text.strip() for span in doc.spans["clauses"]] == ["1. Fees. USD 10.", "2. Law. Ohio."]


def test_the_number_of_a_page_of_a_schedule_is_no_schedule() -> None:
    pages = [
        ["1. Services. Provider serves as Exhibit A says.", "2. Fees. USD 10.", "3. Law. Ohio."],
        ["EXHIBIT A", "SERVICES", "Provider watches the network by day and by night.", "Exhibit A-1"],
        ["Provider patches the servers every month.", "Exhibit A-2"],
        ["EXHIBIT B-1", "FORM OF ORDER", "Customer orders what it needs."],
    ]
    text, blocks = "", []
    for number, page in enumerate(pages, 1):
        for words in page:
            start = len(text)
            text += words + "\n\n"
            blocks.append(Block("paragraph", start, start + len(words), page=number))
    agreement = Agreement("a.pdf", "", "application/pdf", text, tuple(blocks), pages=len(pages))
    found = [c.number for c in find_clauses(text, agreement) if c.kind == "schedule"]
    assert found == ["Exhibit A", "Exhibit B-1"]
