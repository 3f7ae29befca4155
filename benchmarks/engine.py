"""Prints what judging costs a page, warm, with our rules and with four and sixteen times as many.

    python benchmarks/engine.py DIR [--limit N]

DIR holds PDFs; they are read and analysed once, untimed. The further rules are ours again with other ids,
each word of their phrases replaced by another word of ours, so that they look for other things as common.
"""

from __future__ import annotations

import argparse
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from msla_check import MslaCheckError, Playbook, Reviewer
from msla_check.engine import Rule, judge
from msla_check.model.analysis import Analysis
from msla_check.parsing import read_agreement

TIMES = (1, 4, 16)
ROUNDS = 3
STEP = 101
"""How far apart in the alphabet a word and its replacement stand."""
PHRASE_KEYS = {"says", "with", "without", "reads", "than_reads"}
WORD = re.compile(r"(?<![{\w])[a-z][a-z-]+(?![\w}])")


def other_words(value: Any, swap: dict[str, str], phrase: bool = False) -> Any:
    """Returns a rule's conditions with the words of their phrases replaced."""
    if isinstance(value, dict):
        return {k: other_words(v, swap, phrase or k in PHRASE_KEYS) for k, v in value.items()}
    if isinstance(value, list):
        return [other_words(item, swap, phrase) for item in value]
    return WORD.sub(lambda m: swap.get(m[0], m[0]), value) if phrase and isinstance(value, str) else value


def multiplied(playbook: Playbook, times: int) -> Playbook:
    """Returns a playbook of `times` as many rules."""
    words = sorted({word for rule in playbook.rules for p in rule.phrases() for word in WORD.findall(p)})
    rules = list(playbook.rules)
    for copy in range(1, times):
        swap = {word: words[(i + copy * STEP) % len(words)] for i, word in enumerate(words)}
        for number, rule in enumerate(playbook.rules):
            data = rule.model_dump(by_alias=True)
            for key in ("applies_when", "wants", "warns", "unless", "levels"):
                data[key] = other_words(data[key], swap)
            rules.append(Rule.model_validate({**data, "id": f"X{chr(64 + copy)}-{number:03}"}))
    return replace(playbook, rules=tuple(rules))


def analysed(folder: Path, limit: int) -> list[Analysis]:
    """Returns the agreements of a folder as the pipeline reads them."""
    reviewer, analyses = Reviewer(), []
    for path in sorted(folder.rglob("*.pdf"))[: limit or None]:
        try:
            analyses.append(reviewer.analyze(read_agreement(path, ocr=False)))
        except MslaCheckError:
            continue
    return analyses


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    analyses = analysed(options.folder, options.limit)
    pages = sum(analysis.agreement.pages or 0 for analysis in analyses)
    if not pages:
        parser.error(f"no readable PDF in {options.folder}")
    shipped = Playbook.load("msla")
    print(
        f"{len(analyses)} files, {pages} pages\n\n| rules | ms per page | µs per page and rule |\n| --- | --- | --- |"
    )
    for times in TIMES:
        playbook = multiplied(shipped, times)
        best = min(one_round(analyses, playbook) for _ in range(ROUNDS + 1)) * 1000 / pages
        print(f"| {len(playbook.rules)} | {best:.2f} | {1000 * best / len(playbook.rules):.1f} |", flush=True)


def one_round(analyses: list[Analysis], playbook: Playbook) -> float:
    """Returns the processor seconds that judging all agreements takes."""
    start = time.process_time()
    for analysis in analyses:
        judge(analysis, playbook, "customer")
    return time.process_time() - start


if __name__ == "__main__":
    main()
