"""The library as its users import it."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
from agreement_builder import render, slugs

import msla_check
from msla_check import Playbook, Report, Reviewer, review


def test_at_most_fifteen_names_are_public() -> None:
    assert len(msla_check.__all__) <= 15
    assert all(hasattr(msla_check, name) for name in msla_check.__all__)


@pytest.mark.parametrize("name", msla_check.__all__)
def test_every_public_name_has_an_example_that_runs(name: str) -> None:
    value = getattr(msla_check, name)
    assert value.__doc__
    assert ">>>" in value.__doc__
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    tests = finder.find(value, name, module=import_module(value.__module__))
    for case in tests:
        runner.run(case)
    assert runner.summarize().failed == 0


def test_importing_the_package_does_not_import_the_heavy_libraries() -> None:
    code = "import sys, msla_check; print([m for m in ('spacy', 'numpy', 'pydantic', 'rich') if m in sys.modules])"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


def test_a_path_its_bytes_and_its_text_give_the_same_findings(tmp_path: Path, small_agreement: str) -> None:
    path = tmp_path / "small.txt"
    path.write_text(small_agreement)
    reviewer = Reviewer()
    reports = [
        reviewer.review(path),
        reviewer.review(str(path)),
        reviewer.review(path.read_bytes(), name="small.txt"),
        reviewer.review(small_agreement),
    ]
    seen = [[(f.rule, f.status, f.message) for f in report.findings] for report in reports]
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert reports[2].document.name == "small.txt"


def test_every_fact_quotes_the_text_at_its_place(small_agreement: str) -> None:
    report = review(small_agreement)
    assert report.terms
    for fact in [*report.terms, *(e for f in report.findings for e in f.evidence)]:
        assert report.text[fact.start : fact.end] == fact.quote
    ids = {clause.id for clause in report.clauses}
    assert all(term.clause in ids for term in report.terms if term.clause is not None)
    for clause in report.clauses:
        assert 0 <= clause.start < clause.end <= len(report.text)


def test_the_side_decides_what_is_flagged(small_agreement: str) -> None:
    customer = review(small_agreement, side="customer")
    provider = review(small_agreement, side="provider")
    assert customer.side == "customer"
    assert {f.rule for f in customer.findings if f.severity == "high"} != {
        f.rule for f in provider.findings if f.severity == "high"
    }
    with pytest.raises(ValueError, match="customer"):
        Reviewer(side="neither")  # type: ignore[arg-type]


def test_the_report_meets_its_published_schema(small_agreement: str) -> None:
    report = review(small_agreement)
    jsonschema.validate(json.loads(report.to_json()), Report.model_json_schema())
    assert Report.model_validate_json(report.to_json()) == report


def test_json_is_the_same_byte_for_byte_between_runs_and_hash_seeds(
    tmp_path: Path, small_agreement: str
) -> None:
    path = tmp_path / "small.txt"
    path.write_text(small_agreement)
    code = f"from msla_check import review; print(review({str(path)!r}).to_json())"
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_a_loaded_playbook_can_be_given(small_agreement: str) -> None:
    playbook = Playbook.load("msla")
    report = Reviewer(playbook=playbook).review(small_agreement)
    assert report.playbook.sha256 == playbook.sha256


def test_threads_may_share_a_reviewer() -> None:
    files = [render(slug, "pdf") for slug in slugs()[:3]] * 3
    reviewer = Reviewer()
    alone = [reviewer.review(file, name="a.pdf").to_json() for file in files[:3]]
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda file: reviewer.review(file, name="a.pdf").to_json(), files))
    assert together == alone * 3
