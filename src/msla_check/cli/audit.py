"""The options of `msla-check audit ...`. Heavy imports wait until a command runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from msla_check.errors import MslaCheckError

from .console import FAILED, complain


class RunByDefault(TyperGroup):
    """`audit FOLDER` is `audit run FOLDER`: what is no command's name is something to audit."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `run` before arguments that do not begin with a command."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; where its libraries are not installed, says so in one line."""
        try:
            return super().invoke(ctx)
        except MslaCheckError as error:
            complain(str(error))
            raise typer.Exit(FAILED) from error


class EngineName(StrEnum):
    """Where agreements are reviewed."""

    process = "process"
    ray = "ray"


class Side(StrEnum):
    """For whom the reviews are made."""

    customer = "customer"
    provider = "provider"
    both = "both"


audit_app = typer.Typer(
    cls=RunByDefault,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Review thousands of agreements, unattended and restartable, and ask about all of them.",
    epilog="Example: msla-check audit agreements/ --store audit.db",
)

StoreOption = Annotated[
    str, typer.Option(metavar="FILE|URL", help="Where results are kept: a file, or postgresql://...")
]


@audit_app.command(
    epilog="Example: msla-check audit run agreements/ more.zip --store audit.db --side customer"
)
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Folders, files, globs, .zip archives, s3:// and such."),
    ] = None,
    store: StoreOption = "audit.db",
    side: Annotated[Side, typer.Option(help="For whom the reviews are made.")] = Side.customer,
    playbook: Annotated[
        str, typer.Option(metavar="NAME|DIR", help="A playbook, or a folder of your rules.")
    ] = "msla",
    manifest: Annotated[
        Path | None, typer.Option(help="CSV or JSON Lines: path, side, playbook, counterparty, tags.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; one for each core if not said.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one agreement.")] = 120.0,
    memory: Annotated[float, typer.Option(min=300, help="Megabytes that one worker may hold.")] = 2000.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Review again what failed in an earlier run.")
    ] = False,
    engine: Annotated[
        EngineName, typer.Option(help="This machine's processes, or a Ray cluster.")
    ] = EngineName.process,
    address: Annotated[str | None, typer.Option(help="The Ray cluster's address.")] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr/--no-ocr", help="Whether images of pages are read, where OCR is installed.")
    ] = True,
    json_log: Annotated[Path | None, typer.Option(help="Write one JSON line for each file here.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no progress, only the summary.")] = False,
) -> None:
    """Review every agreement in PATH... and keep the results; go on where an interrupted audit stood.

    Exit status: 0 all reviewed, 1 some files could not be reviewed, 2 the command was not understood,
    130 interrupted.
    """
    from .audit_run import run_audit

    raise typer.Exit(
        run_audit(
            paths or [],
            store=store,
            side=side.value,
            playbook=playbook,
            manifest=manifest,
            workers=workers,
            timeout=timeout,
            memory=memory,
            retry_failed=retry_failed,
            engine=engine.value,
            address=address,
            ocr=ocr,
            json_log=json_log,
            quiet=quiet,
        )
    )


@audit_app.command(epilog="Example: msla-check audit status --store audit.db")
def status(store: StoreOption = "audit.db") -> None:
    """List the runs of a store: when, how many agreements, what failed and why."""
    from .audit_run import run_status

    raise typer.Exit(run_status(store))
