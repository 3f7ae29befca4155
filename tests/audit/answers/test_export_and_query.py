"""A run as tables: every format holds the same, nothing runs as a formula, and SQL sees only the tables."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from conftest import ALIKE, FORMULA, Audited
from openpyxl import load_workbook
from pyarrow import parquet

from msla_check import MslaCheckError
from msla_check.audit.answers import audited_files, exporting, query, query_export
from msla_check.audit.answers.exporting import export
from msla_check.audit.answers.files import common_folder
from msla_check.audit.answers.tables import TABLES


def _one(audited: Audited, sql: str) -> Any:
    return query(audited.store, sql, run=1).column(0).to_pylist()


def test_each_file_of_a_run_stands_once_with_what_became_of_it(audited: Audited) -> None:
    files = {Path(file.path).name: file for file in audited_files(audited.store, audited.store.run(1))}
    assert files["broken.pdf"].outcome == "failed"
    assert files["broken.pdf"].reason == "unreadable"
    assert files["logo.png"].outcome == "skipped"
    assert files["copy.txt"].duplicate_of == files["agreement-00.txt"].path
    assert not files["copy.txt"].counted
    assert files["agreement-00.txt"].counted
    assert files["agreement-00.txt"].tags == ("hosting", "gold")
    assert [warning["page"] for warning in files["half.pdf"].warnings] == [2]


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["/a/b/one.txt", "/a/b/c/two.txt"], "/a/b/"),
        (["/a/bee.txt", "/a/beetle.txt"], "/a/"),
        (["s3://bucket/x.pdf", "s3://bucket/y.pdf"], "s3://bucket/"),
        (["a.zip/one.pdf", "b.txt"], ""),
        (["alone.txt"], ""),
        ([], ""),
    ],
)
def test_the_folder_that_all_lie_in(paths: list[str], folder: str) -> None:
    assert common_folder(paths) == folder


def test_all_formats_hold_the_same_rows(audited: Audited, tmp_path: Path) -> None:
    for format in ("parquet", "csv", "xlsx"):
        export(audited.store, tmp_path, format=format, run=1)
    book = load_workbook(tmp_path / exporting.WORKBOOK, read_only=True)
    for name, table in TABLES.items():
        columns = [column.name for column in table.columns]
        stored = parquet.read_table(tmp_path / f"{name}.parquet")
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file))
        sheet = list(book[name].iter_rows(values_only=True))
        assert stored.column_names == written[0] == list(sheet[0]) == columns
        assert stored.num_rows == len(written) - 1 == len(sheet) - 1 > 0
        paths = stored.column("path").to_pylist()
        assert paths == [row[columns.index("path")] for row in written[1:]]
        assert paths == [row[columns.index("path")] for row in sheet[1:]]


def test_findings_terms_and_elements_join_to_the_agreement_they_are_of(audited: Audited) -> None:
    for name in ("findings", "terms", "elements"):
        strays = (
            f"SELECT count(*) FROM {name} LEFT JOIN agreements USING (agreement, path) WHERE outcome IS NULL"
        )
        assert _one(audited, strays) == [0]
    high = "SELECT sum(high) FROM agreements WHERE duplicate_of = ''"
    assert _one(audited, high) == _one(
        audited, "SELECT count(*) FROM findings WHERE severity = 'high' AND status <> 'unclear'"
    )
    assert _one(audited, "SELECT count(DISTINCT element) FROM elements") == [6]


def test_terms_are_numbers_where_they_state_some(audited: Audited) -> None:
    sql = "SELECT path FROM terms WHERE key = 'term.nonrenewal_notice' AND unit = 'day' AND amount > 120"
    assert [Path(path).name for path in _one(audited, sql)] == ["unusual.txt"]


def test_no_cell_runs_as_a_formula(audited: Audited, tmp_path: Path) -> None:
    export(audited.store, tmp_path, format="csv", run=1)
    export(audited.store, tmp_path, format="xlsx", run=1)
    with (tmp_path / "agreements.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    sheet = load_workbook(tmp_path / exporting.WORKBOOK)["agreements"]
    typed = [cell for row in sheet.iter_rows() for cell in row]
    assert f"'{FORMULA}" in cells
    assert "'@gold" in cells
    assert [cell for cell in cells if cell[:1] in ("=", "@", "+")] == []
    assert [cell.value for cell in typed if cell.data_type == "f"] == []


def test_parquet_keeps_the_words_as_they_are(audited: Audited) -> None:
    assert _one(audited, "SELECT counterparty FROM agreements WHERE path LIKE '%unusual%'") == [FORMULA]


def test_rows_that_do_not_fit_go_on_in_another_sheet(
    audited: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "SHEET_ROWS", 10)
    [path] = export(audited.store, tmp_path, format="xlsx", run=1)
    book = load_workbook(path, read_only=True)
    rows = [
        row[1] for name in ("agreements", "agreements 2") for row in book[name].iter_rows(2, values_only=True)
    ]
    assert rows == [file.path for file in audited_files(audited.store, audited.store.run(1))][:20]


def test_an_exported_folder_answers_as_the_store_does(audited: Audited, tmp_path: Path) -> None:
    export(audited.store, tmp_path, run=1)
    sql = "SELECT rule, count(*) AS n FROM findings GROUP BY rule ORDER BY n DESC, rule"
    assert query_export(tmp_path, sql).to_pylist() == query(audited.store, sql, run=1).to_pylist()


def test_a_query_of_no_table_knows_which_there_are(audited: Audited) -> None:
    assert sorted(_one(audited, "SHOW TABLES")) == sorted(TABLES)
    assert _one(audited, "SELECT count(*) FROM agreements WHERE outcome = 'reviewed'") == [ALIKE + 5]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("selec everything", "not understood"),
        ("SELECT * FROM nowhere", "nowhere"),
        ("SELECT clauze FROM findings", "clauze"),
        ("", "begin it with SELECT"),
        ("SELECT * FROM read_csv('/etc/hostname')", "not understood"),
        ("COPY findings TO 'out.csv'", "not understood"),
        ("INSTALL httpfs", "not understood"),
        ("ATTACH 'other.db'", "not understood"),
        ("SET enable_external_access = true", "not understood"),
    ],
)
def test_a_query_that_is_not_understood_or_reaches_out_is_one_line(
    audited: Audited, sql: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MslaCheckError, match=words) as caught:
        query(audited.store, sql)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_an_export_is_told(tmp_path: Path) -> None:
    with pytest.raises(MslaCheckError, match="audit export --format parquet"):
        query_export(tmp_path, "SELECT 1")
