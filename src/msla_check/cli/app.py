"""The commands of `msla-check` and their options. Heavy imports wait until a command runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .audit_answers import audit_app

app = typer.Typer(
    name="msla-check",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Review managed services agreements: what is there, what is missing, what is weak.",
    epilog="Example: msla-check review agreement.pdf --side customer",
)
rules_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List, show and check rules.")
app.add_typer(rules_app, name="rules", epilog="Example: msla-check rules show TERM-004")
app.add_typer(audit_app, name="audit")


class Side(StrEnum):
    """For whom the review is made."""

    customer = "customer"
    provider = "provider"
    both = "both"


class Level(StrEnum):
    """The lowest severity that makes the exit status 1."""

    high = "high"
    medium = "medium"
    low = "low"
    never = "never"


class Audience(StrEnum):
    """For whom an output is written."""

    us = "us"
    counterparty = "counterparty"


class Reading(StrEnum):
    """How a Word file with tracked changes is read."""

    accepted = "accepted"
    original = "original"
    marked = "marked"


class Schema(StrEnum):
    """What a JSON Schema is published of."""

    report = "report"
    rule = "rule"
    rules = "rules"


Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, Word, HTML, Markdown or text.")]
PlaybookOption = Annotated[
    str, typer.Option(metavar="NAME|DIR", help="A playbook, or a folder of your rules.")
]
PasswordOption = Annotated[str | None, typer.Option(help="Opens an encrypted file.")]
OcrOption = Annotated[
    bool, typer.Option("--ocr/--no-ocr", help="Whether images of pages are read, where OCR is installed.")
]


def _show_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"msla-check {version('msla-check')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command(
    epilog="Example: msla-check review agreement.pdf --side customer --format html --output review.html"
)
def review(
    files: Files,
    side: Annotated[Side, typer.Option(help="For whom the review is made.")] = Side.customer,
    playbook: PlaybookOption = "msla",
    format: Annotated[
        str,
        typer.Option(
            metavar="text|json|markdown|html|xlsx|docx|pdf|ics|sarif",
            help="How the report is written; several with commas, for --output-dir.",
        ),
    ] = "text",
    output: Annotated[Path | None, typer.Option(help="Write the report of one FILE here.")] = None,
    output_dir: Annotated[Path | None, typer.Option(help="Write one report per FILE here.")] = None,
    waivers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Findings that a named person has accepted.")
    ] = None,
    audience: Annotated[
        Audience,
        typer.Option("--for", help="counterparty: without severities, reasons and positions of ours."),
    ] = Audience.us,
    author: Annotated[str, typer.Option(help="Who comments in marked Word and PDF files.")] = "msla-check",
    initials: Annotated[str, typer.Option(help="The author's initials, for Word.")] = "MC",
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Insert the wording to ask for in Word, as tracked changes.")
    ] = False,
    fail_on: Annotated[
        Level, typer.Option(help="Exit with 1 where a finding is at least this severe.")
    ] = Level.high,
    password: PasswordOption = None,
    reading: Annotated[
        Reading, typer.Option(help="What becomes of a Word file's tracked changes.")
    ] = Reading.accepted,
    ocr: OcrOption = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no report and no progress.")] = False,
) -> None:
    """Review agreements and report what is missing or weak.

    Exit status: 0 nothing at or above --fail-on, 1 something found, 2 a file could not be read or the
    command was not understood.
    """
    from .review import Marking, run_review

    raise typer.Exit(
        run_review(
            files,
            side=side.value,
            playbook=playbook,
            formats=format.split(","),
            output=output,
            output_dir=output_dir,
            waivers=waivers,
            marking=Marking(audience.value, author, initials, suggest),
            fail_on=fail_on.value,
            password=password,
            reading=reading.value,
            ocr=ocr,
            quiet=quiet,
        )
    )


@app.command(epilog="Example: msla-check terms agreement.docx --format csv")
def terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An agreement.")],
    format: Annotated[str, typer.Option(metavar="text|json|csv", help="How the terms are listed.")] = "text",
    password: PasswordOption = None,
) -> None:
    """List the facts read out of an agreement, with clause, page and quote."""
    from .read import run_terms

    raise typer.Exit(run_terms(file, format=format, password=password))


@app.command(epilog="Example: msla-check outline agreement.pdf")
def outline(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An agreement.")],
    password: PasswordOption = None,
) -> None:
    """Print an agreement's tree of clauses: number, heading, elements, page."""
    from .read import run_outline

    raise typer.Exit(run_outline(file, password=password))


@app.command(epilog="Example: msla-check explain agreement.pdf --rule TERM-04")
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An agreement.")],
    rule: Annotated[
        str | None, typer.Option(metavar="ID", help="Why this rule spoke or kept silent.")
    ] = None,
    clause: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Why this clause got its labels.")
    ] = None,
    playbook: PlaybookOption = "msla",
    password: PasswordOption = None,
) -> None:
    """Explain a rule's verdict or a clause's labels: what was looked for, where, and what was found."""
    from .read import run_explain

    raise typer.Exit(run_explain(file, rule=rule, clause=clause, playbook=playbook, password=password))


@app.command(epilog="Example: msla-check compare first-draft.docx second-draft.docx")
def compare(
    files: Annotated[
        list[Path], typer.Argument(metavar="OLD NEW | FILE", help="Two versions; or one file, see below.")
    ],
    against: Annotated[
        Path | None, typer.Option(metavar="TEMPLATE", help="How far FILE is from this house form.")
    ] = None,
    tracked: Annotated[
        bool, typer.Option("--tracked", help="What FILE's tracked changes do, and whose they are.")
    ] = False,
    side: Annotated[Side, typer.Option(help="For whom the review is made.")] = Side.customer,
    playbook: PlaybookOption = "msla",
    format: Annotated[
        str, typer.Option(metavar="text|json|html", help="How the comparison is written.")
    ] = "text",
    output: Annotated[Path | None, typer.Option(help="Write the comparison here.")] = None,
) -> None:
    """Compare two versions: clauses, words, terms, and the risks created and cured."""
    from .read import run_compare

    raise typer.Exit(
        run_compare(
            files,
            against=against,
            tracked=tracked,
            side=side.value,
            playbook=playbook,
            format=format,
            output=output,
        )
    )


@app.command(epilog="Example: msla-check schema report > report.schema.json")
def schema(
    what: Annotated[Schema, typer.Argument(help="report, rule, or rules: a file of rules, for editors.")],
) -> None:
    """Print the JSON Schema of the report, of a rule, or of a file of rules."""
    from .rules import run_schema

    raise typer.Exit(run_schema(what.value))


@rules_app.command("list", epilog="Example: msla-check rules list --playbook msla")
def rules_list(playbook: PlaybookOption = "msla") -> None:
    """List the rules of a playbook: id, severity, side, title."""
    from .rules import run_list

    raise typer.Exit(run_list(playbook))


@rules_app.command("show", epilog="Example: msla-check rules show TERM-04")
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="ID", help="A rule's id.")], playbook: PlaybookOption = "msla"
) -> None:
    """Show a rule: what it wants, why, what to ask for, and its examples."""
    from .rules import run_show

    raise typer.Exit(run_show(rule, playbook))


@rules_app.command("export", epilog="Example: msla-check rules export --xlsx positions.xlsx")
def rules_export(
    xlsx: Annotated[Path, typer.Option(metavar="FILE", help="The workbook to write.")],
    playbook: PlaybookOption = "msla",
) -> None:
    """Write a playbook as an Excel workbook, to be edited and imported again."""
    from .rules_files import run_export

    raise typer.Exit(run_export(xlsx, playbook))


@rules_app.command("import", epilog="Example: msla-check rules import positions.xlsx my-rules")
def rules_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that `rules export` wrote.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder for the playbook.")],
    whole: Annotated[
        bool, typer.Option("--whole", help="Write every rule, not only what the workbook changes.")
    ] = False,
) -> None:
    """Make a playbook of an edited workbook: what it changes in ours, and rules of your own."""
    from .rules_files import run_import

    raise typer.Exit(run_import(file, folder, whole=whole))


@rules_app.command("new", epilog="Example: msla-check rules new HSE-02 --playbook my-rules")
def rules_new(
    rule: Annotated[str, typer.Argument(metavar="ID", help='The new rule\'s id, such as "HSE-02".')],
    playbook: Annotated[Path, typer.Option(metavar="DIR", help="The folder of your playbook.")],
) -> None:
    """Write the outline of a rule, to be filled in; make the folder where there is none."""
    from .rules_files import run_new

    raise typer.Exit(run_new(rule, playbook))


@rules_app.command("docs", epilog="Example: msla-check rules docs pages --playbook my-rules")
def rules_docs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the pages are written.")],
    playbook: PlaybookOption = "msla",
) -> None:
    """Write a page for each rule, and an index."""
    from .rules_files import run_docs

    raise typer.Exit(run_docs(folder, playbook))


@rules_app.command("test", epilog="Example: msla-check rules test --playbook my-rules")
def rules_test(playbook: PlaybookOption = "msla") -> None:
    """Run the examples of every rule of a playbook."""
    from .rules import run_test

    raise typer.Exit(run_test(playbook))


@rules_app.command("lint", epilog="Example: msla-check rules lint --playbook my-rules")
def rules_lint(playbook: PlaybookOption = "msla") -> None:
    """Look for rules that lack examples, can never fire, or flag their own suggested wording."""
    from .rules import run_lint

    raise typer.Exit(run_lint(playbook))
