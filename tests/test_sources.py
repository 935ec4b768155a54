"""Paths, folders and bytes become reports with ids of their own."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reportedly.errors import SourceError, UsageError
from reportedly.sources import load, make, report_id, walk, when


def test_ids_follow_what_makes_a_report() -> None:
    ids = {
        make("Seoul denied it.").id,
        make("Seoul denied it. ").id,
        make("Seoul denied it.", outlet="A").id,
        make("Seoul denied it.", url="A").id,
        make("Seoul denied it.", published="2024-10-29").id,
    }
    assert len(ids) == 5
    assert make("Seoul denied it.", title="Another title").id == make("Seoul denied it.").id


def test_ids_never_change() -> None:
    assert report_id("Seoul denied it.", outlet="A") == "r3c5d360592ff792ccc39"
    assert report_id("lone \ud800").startswith("r")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ("2024-10-30", "2024-10-30"),
        (" 2024-10-30 ", "2024-10-30"),
        ("20241030", "2024-10-30"),
        ("2024-10-30T09:00", "2024-10-30T09:00:00"),
        ("2024-10-30 09:00:00+09:00", "2024-10-30T09:00:00+09:00"),
        ("2024-10-30T09:00:00Z", "2024-10-30T09:00:00+00:00"),
        (date(2024, 10, 30), "2024-10-30"),
        (datetime(2024, 10, 30, 9, tzinfo=timezone(timedelta(hours=9))), "2024-10-30T09:00:00+09:00"),
    ],
)
def test_dates(given: str | date | None, kept: str | None) -> None:
    assert when(given) == kept


@pytest.mark.parametrize("given", ["", "yesterday", "30 October 2024", "2024-13-01", "2024-02-30", "2024"])
def test_what_is_no_date_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        when(given)


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\r\nSeoul denied it.\r\n")
    report, problems = load(path, outlet="The Example Courier", published="2026-11-20")
    assert report.text == "\r\nSeoul denied it.\r\n"
    assert (report.outlet, report.published, problems) == ("The Example Courier", "2026-11-20", ())


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.txt", "no such file"), ("folder", "is a folder"), ("a\0b", "NUL character")]
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SourceError, match=reason):
        load(f"{tmp_path}/{name}")


def test_an_address_is_not_fetched() -> None:
    with pytest.raises(SourceError, match="nothing is fetched: save the page first"):
        load("https://courier.example/2026/11/port")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    # The superuser, as whom tests often run, may read everything; so the refusal is played.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match=r"a\.txt: permission denied"):
        load(tmp_path / "a.txt")


def test_folders_are_walked_to_their_bottom_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "deep/er/c.HTM", "deep/x.pdf", ".hidden/d.txt", ".e.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    found = [str(Path(str(path)).relative_to(tmp_path)) for path in walk([tmp_path])]
    assert found == ["a.html", "b.txt", "deep/er/c.HTM"]


def test_named_files_are_taken_as_they_are(tmp_path: Path) -> None:
    assert list(walk(["-", "notes.md", tmp_path / "missing"])) == ["-", "notes.md", f"{tmp_path}/missing"]


def test_a_folder_without_reports_says_so(tmp_path: Path) -> None:
    (error,) = walk([tmp_path])
    assert isinstance(error, SourceError)
    assert "holds no report" in str(error)


def test_links_in_a_circle_and_pipes_in_a_folder_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Seoul denied it.")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    (tmp_path / "up").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(walk([tmp_path]))
    assert [str(entry).rpartition("/")[2] for entry in found] == [
        "circle.txt",
        "good.txt",
        "pipe.txt: is no ordinary file but a pipe or a device; name it to read from it",
    ]
    for name in ("circle.txt", "circle"):
        with pytest.raises(SourceError, match="too many levels of symbolic links"):
            load(tmp_path / name)


def test_standard_input_is_read_once() -> None:
    once, twice = walk(["-", "-"])
    assert once == "-"
    assert "given twice" in str(twice)


def test_no_path_and_no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="is empty"):
        load("")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="standard input: is closed"):
        load("-")
