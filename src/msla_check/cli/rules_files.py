"""`msla-check rules export|import|new|docs`: rules into files and back."""

from __future__ import annotations

import sys
from pathlib import Path

from msla_check.engine import Playbook, new_rule, playbook_pages, read_playbook, read_scores, save_playbook

from .console import OK, guarded, writing


def run_export(file: Path, playbook: str) -> int:
    """Returns the exit status of writing a playbook as a workbook."""

    def run() -> int:
        from msla_check.engine.excel import export_workbook

        content = export_workbook(read_playbook(playbook), playbook)
        with writing(str(file)):
            file.write_bytes(content)
        sys.stdout.write(f"{file}: edit it, then run: msla-check rules import {file} my-rules\n")
        return OK

    return guarded(run)


def run_import(file: Path, folder: Path, *, whole: bool) -> int:
    """Returns the exit status of making a playbook of a workbook."""

    def run() -> int:
        from msla_check.engine.excel import read_workbook

        for change in save_playbook(read_workbook(file), folder, whole=whole):
            sys.stdout.write(f"{change}\n")
        count = len(Playbook.load(folder).rules)
        sys.stdout.write(f"{count} rules; next: msla-check rules test --playbook {folder}\n")
        return OK

    return guarded(run)


def run_new(rule_id: str, folder: Path) -> int:
    """Returns the exit status of writing the outline of a rule."""

    def run() -> int:
        file = new_rule(rule_id, folder)
        sys.stdout.write(f"{file}: fill it in, then run: msla-check rules test --playbook {folder}\n")
        return OK

    return guarded(run)


def run_docs(folder: Path, playbook: str) -> int:
    """Returns the exit status of writing the pages of a playbook's rules."""

    def run() -> int:
        pages = playbook_pages(Playbook.load(playbook), read_scores(folder))
        with writing(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in pages.items():
                (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{len(pages)} pages in {folder}\n")
        return OK

    return guarded(run)
