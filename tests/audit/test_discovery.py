"""Everything in the places that an audit names is found, in the same order, and nothing is passed over."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from msla_check import MslaCheckError
from msla_check.audit.contents import content_hash, read_contents
from msla_check.audit.discovery import FoundFile, check_paths, find_files
from msla_check.audit.manifest import playbooks_named, read_manifest


def _names(found: list[FoundFile]) -> list[str]:
    return [file.name for file in found if not file.reason]


def test_folders_are_searched_to_the_bottom_in_order(agreements: Path) -> None:
    found = list(find_files([str(agreements)]))
    assert _names(found) == [
        *(f"agreement-{number}.txt" for number in (0, 2, 4, 6)),
        *(f"agreement-{number}.txt" for number in (1, 3, 5, 7)),
        "copy-of-0.txt",
    ]
    assert found == list(find_files([str(agreements)]))


def test_what_is_no_agreement_by_its_name_is_named_with_the_reason(tmp_path: Path) -> None:
    for name in ("photo.png", "letter.eml", "notes.xyz", ".hidden.pdf", "~$draft.docx"):
        (tmp_path / name).write_bytes(b"x")
    found = list(find_files([str(tmp_path)]))
    assert len(found) == 5
    assert {file.reason for file in found} == {"unknown_kind"}
    messages = {file.name: file.message for file in found}
    assert "e-mail" in messages["letter.eml"]
    assert "no agreement" in messages["notes.xyz"]
    assert "temporary" in messages["~$draft.docx"]


def test_what_is_no_regular_file_or_leads_in_circles_is_named_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.pdf")
    found = {file.name: file for file in find_files([str(tmp_path)])}
    assert {name: file.reason for name, file in found.items()} == {
        "circle": "unknown_kind",
        "pipe.pdf": "unknown_kind",
    }
    assert "not followed" in found["circle"].message


def test_globs_and_overlapping_paths_name_a_file_once(agreements: Path) -> None:
    pattern = str(agreements / "**" / "agreement-*.txt")
    assert len(list(find_files([pattern]))) == 8
    assert len(list(find_files([str(agreements), pattern, str(agreements / "agreement-0.txt")]))) == 9


@pytest.mark.parametrize("path", ["nowhere", "nowhere/*.pdf"])
def test_a_path_that_leads_nowhere_is_an_error_before_the_audit_begins(path: str) -> None:
    with pytest.raises(MslaCheckError, match=r"no such file|no file matches"):
        check_paths([path])


def test_members_of_an_archive_are_files(tmp_path: Path, small_agreement: str) -> None:
    archive = tmp_path / "year.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("north/acme.txt", small_agreement)
        made.writestr("inner.zip", b"PK")
    members = {file.name: file for file in find_files([str(archive)])}
    assert members["inner.zip"].reason == "unknown_kind"
    acme = members["acme.txt"]
    assert acme.path == f"{archive}!/north/acme.txt"
    assert read_contents(acme.path).decode() == small_agreement


def test_a_damaged_archive_is_a_failure_of_that_archive(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    [found] = find_files([str(tmp_path)])
    assert (found.reason, "damaged" in found.message) == ("unreadable", True)


def test_storage_is_listed_and_read_by_uri(agreements: Path) -> None:
    uri = f"file://{agreements}"
    found = list(find_files([uri]))
    assert sorted(_names(found)) == sorted(_names(list(find_files([str(agreements)]))))
    assert all(file.path.startswith("file:///") and file.size and file.modified for file in found)
    first = agreements / "agreement-0.txt"
    assert content_hash(f"file://{first}") == content_hash(str(first))


def test_storage_of_any_other_kind_is_reached_through_fsspec() -> None:
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe("/bucket/acme.txt", b"1. Fees. Customer shall pay within 45 days.")
    [found] = find_files(["memory://bucket"])
    assert read_contents(found.path).startswith(b"1. Fees")


@pytest.mark.parametrize("uri", ["nostorage://bucket/x", "file:///there/is/nothing"])
def test_storage_that_cannot_be_reached_is_one_line(uri: str) -> None:
    with pytest.raises(MslaCheckError) as caught:
        list(find_files([uri]))
    assert "\n" not in str(caught.value)


MANIFEST = """path,side,playbook,counterparty,tags,owner
agreement-0.txt,provider,,Harbor Tech,"gold; it",Jo
old,,msla,,,
missing.txt,,,Nobody,,
"""


def test_a_manifest_says_what_is_known_of_each_file(agreements: Path) -> None:
    manifest = agreements / "list.csv"
    manifest.write_text(MANIFEST)
    found = list(read_manifest(manifest))
    assert found[0].side == "provider"
    assert (found[0].counterparty, found[0].tags) == ("Harbor Tech", ("gold", "it"))
    assert found[0].details == {"owner": "Jo"}
    assert [file.playbook for file in found[1:-1]] == ["msla"] * 5
    assert (found[-1].reason, found[-1].counterparty) == ("unreadable", "Nobody")
    assert playbooks_named(manifest) == {"msla"}


def test_json_lines_are_a_manifest_too(agreements: Path) -> None:
    manifest = agreements / "list.jsonl"
    manifest.write_text('{"path": "agreement-2.txt", "tags": ["a", "b"], "value": 12}\n\n')
    [found] = read_manifest(manifest)
    assert (found.tags, found.details) == (("a", "b"), {"value": 12})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", "file\nx.pdf\n", ':1: a manifest has a column "path"'),
        ("list.csv", "path,side\nx.pdf,neither\n", ":2: side is one of customer"),
        ("list.csv", "path,side\n,customer\n", ':2: "path" is missing'),
        ("list.jsonl", '{"path": "x.pdf"}\nnonsense\n', ":2: not one JSON object"),
        ("list.jsonl", "[1]\n", ":1: not a JSON object"),
    ],
)
def test_a_manifest_that_is_not_well_formed_names_the_line(
    name: str, content: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(MslaCheckError, match=words):
        list(read_manifest(tmp_path / name))
