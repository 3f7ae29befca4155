"""`msla-check review`: many files through one loaded pipeline, one report each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from msla_check.errors import MslaCheckError
from msla_check.model import SEVERITIES, Audience
from msla_check.model.report import Report
from msla_check.reporting import COUNTERPARTY, MARKED, WRITERS, render, suffix
from msla_check.reviewer import Reviewer

from .console import FAILED, FOUND, OK, complain, guarded, writing

BINARY = {"xlsx", *MARKED}


@dataclass(frozen=True, slots=True)
class Marking:
    """For whom the outputs are written, and by whom marked files are marked."""

    audience: Audience
    author: str
    initials: str
    suggest: bool

    def options(self, format: str) -> dict[str, object]:
        """Returns what the writer of `format` is told."""
        told: dict[str, object] = {"audience": self.audience}
        if format in MARKED:
            told["author"] = self.author
        if format == "docx":
            told |= {"initials": self.initials, "suggest": self.suggest}
        return told


def run_review(
    files: list[Path],
    *,
    side: str,
    playbook: str,
    formats: list[str],
    output: Path | None,
    output_dir: Path | None,
    waivers: Path | None,
    marking: Marking,
    fail_on: str,
    password: str | None,
    reading: str,
    ocr: bool,
    quiet: bool,
) -> int:
    """Returns the exit status of reviewing `files` and writing their reports."""
    misuse = _misuse(files, formats, output, output_dir, marking)
    if misuse:
        complain(misuse)
        return FAILED

    def run() -> int:
        reviewer = Reviewer(side=side, playbook=playbook, waivers=waivers)  # type: ignore[arg-type]
        stems = _report_stems(files, output_dir)
        status = OK
        for path in _with_progress(files, quiet):
            try:
                report = reviewer.review(path, password=password, reading=reading, ocr=ocr)  # type: ignore[arg-type]
                for format in formats:
                    target = output_dir / f"{stems[path]}{suffix(format)}" if output_dir else output
                    source = path.read_bytes() if format in MARKED else None
                    _write(report, format, target, quiet, source, marking)
            except MslaCheckError as error:
                complain(str(error))
                status = FAILED
                continue
            except Exception as error:  # noqa: BLE001  (a defect of ours costs one file, never the batch)
                complain(f"{path}: msla-check failed on this file ({type(error).__name__}: {error}).")
                status = FAILED
                continue
            if status == OK and _reaches(report, fail_on):
                status = FOUND
        return status

    return guarded(run)


def _misuse(
    files: list[Path], formats: list[str], output: Path | None, output_dir: Path | None, marking: Marking
) -> str:
    """Returns what is wrong with the way the command was called, or nothing."""
    unknown = [format for format in formats if format not in WRITERS]
    if unknown:
        return f'--format is one of {", ".join(WRITERS)}; not "{unknown[0]}".'
    internal = [format for format in formats if format not in COUNTERPARTY]
    if marking.audience == "counterparty" and internal:
        return f"--for counterparty writes {', '.join(COUNTERPARTY)}; {internal[0]} is internal."
    if marking.suggest and "docx" not in formats:
        return "--suggest inserts wording into a Word file; it needs --format docx."
    if output is not None and (output_dir is not None or len(files) > 1 or len(formats) > 1):
        return "--output takes one report of one file; for several use --output-dir."
    if output is None and output_dir is None and (len(formats) > 1 or not BINARY.isdisjoint(formats)):
        return "several formats, or a file for Word, Excel or PDF, need --output or --output-dir."
    return ""


def _report_stems(files: list[Path], output_dir: Path | None) -> dict[Path, str]:
    if output_dir is not None:
        with writing(str(output_dir)):
            output_dir.mkdir(parents=True, exist_ok=True)
    # Two inputs of one stem keep their suffix in the name, so that neither report overwrites the other.
    stems = Counter(path.stem for path in files)
    return {path: path.stem if stems[path.stem] == 1 else path.name for path in files}


def _with_progress(files: list[Path], quiet: bool) -> Iterable[Path]:
    if quiet or len(files) < 2 or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description="Reviewing", console=Console(stderr=True))


def _write(
    report: Report, format: str, target: Path | None, quiet: bool, source: bytes | None, marking: Marking
) -> None:
    if target is not None:
        content = render(report, format, source, **marking.options(format))  # type: ignore[arg-type]
        with writing(str(target)):
            target.write_bytes(content)
    elif quiet:
        return
    elif format == "text" and sys.stdout.isatty() and marking.audience == "us":
        from rich.console import Console

        from msla_check.reporting.terminal import print_report

        print_report(report, Console(highlight=False))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(render(report, format, audience=marking.audience))


def _reaches(report: Report, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    reached = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(f.severity in reached and f.status in ("weak", "missing", "conflict") for f in report.findings)
