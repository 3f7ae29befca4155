"""What the commands share: errors as one line on stderr, and the exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from msla_check.errors import MslaCheckError

OK, FOUND, FAILED = 0, 1, 2


def complain(message: str) -> None:
    """Prints a message to stderr as one line."""
    typer.echo(f"msla-check: {message}", err=True)


def guarded(run: Callable[[], int]) -> int:
    """Returns what `run` returns; an error of ours becomes one line and the status `FAILED`."""
    try:
        return run()
    except MslaCheckError as error:
        complain(str(error))
        return FAILED


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turns a failure to write `path` into an error worded for the user."""
    try:
        yield
    except OSError as error:
        raise MslaCheckError(f"{path}: could not be written ({error.strerror}).") from error
