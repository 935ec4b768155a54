"""The command: what it writes, where, and with which exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from reportedly import __version__, codec, marks
from reportedly.types import Reading
from tests.conftest import Ran
from tests.test_html import FULL
from tests.test_marks import assert_harmless
from tests.test_text import JPEG

Command = Callable[..., Ran]
TEXT = "Port denies toll\nQuill said Arden denied the toll. Arden warned of a strike.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_table(command: Command, report: Path) -> None:
    ran = command("read", report, "--outlet", "The Example Courier", "--published", "2026-11-20", "--width", 80)
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(ran.out.split()).startswith("Port denies toll The Example Courier · 2026-11-20 · /")
    assert "Arden denied the toll" in ran.out
    assert "\x1b" not in ran.out


def test_json_of_one_report_is_an_object(command: Command, report: Path) -> None:
    ran = command("read", report, "--format", "json")
    data = json.loads(ran.out)
    assert data.pop("path") == str(report)
    jsonschema.Draft202012Validator(codec.schema()).validate(data)
    reading = codec.decode(Reading, data)
    assert reading.report.text == TEXT
    assert [span.of(TEXT) for span in reading.attributions[1].source] == ["Arden"]
    assert data["attributions"][1]["source"] == [{"start": 28, "end": 33, "text": "Arden"}]


def test_json_of_several_is_an_array(command: Command, report: Path) -> None:
    assert len(json.loads(command("read", report, report, "-f", "json").out)) == 2
    assert json.loads(command("read", report, report.parent / "missing", "-f", "json").out)[0]["path"] == str(report)
    assert len(json.loads(command("read", report.parent, "-f", "json").out)) == 1


def test_jsonl_is_one_line_a_report(command: Command, report: Path) -> None:
    ran = command("read", report, "-", "--format", "jsonl", stdin="Quill said\u2028no.".encode())
    first, second = map(json.loads, ran.out.splitlines())
    assert (first["path"], second["path"]) == (str(report), "standard input")
    assert second["report"]["text"] == "Quill said\u2028no."


def test_marked(command: Command, report: Path) -> None:
    ran = command("read", report, "--format", "marked")
    assert (
        "{Quill|source a1} {said|cue a1} {{Arden|source a2} {denied|cue a2} {the toll|content a2}|content a1}"
        in ran.out
    )
    assert marks.unmark(ran.out).rstrip("\n") == TEXT.rstrip("\n")


def test_tsv_is_one_line_a_statement(command: Command, report: Path) -> None:
    head, *lines = command("read", report, "-f", "tsv").out.splitlines()
    assert head == "path\tstart\tid\twithin\tkind\tscore\tsource\tcue\tcontent"
    assert lines[1].split("\t") == [str(report), "34", "a2", "a1", "indirect", "0.40", "Arden", "denied", "the toll"]


def test_min_score(command: Command, report: Path) -> None:
    assert len(command("read", report, "-f", "tsv", "--min-score", "0.5").out.splitlines()) == 2


def test_a_page_and_standard_input(command: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(FULL)
    ran = command("read", page)
    heading = " ".join(ran.out.split()[:15])
    assert heading.startswith("Port denies toll The Example Courier · 2026-11-20 23:30:00-05:00 · by Ada Sample ·")
    assert command("read", "-", stdin=FULL).out.startswith("Port denies toll\n")
    assert json.loads(command("read", page, "-f", "json", "--title", "Other").out)["report"]["title"] == "Other"


# Bad input: the report, what it must say, and whether it counts as not read.
BAD = {
    "empty.txt": (b"", "there is no text in it", 0),
    "blank.txt": (b" \n\n", "there is no text in it", 0),
    "nul.txt": (b"Quill said\0 no.", "1 control character", 0),
    "broken.txt": ("“Quill” said “no” é".encode() + b"\xff.", "1 broken UTF-8 sequence", 0),
    "utf16.txt": (TEXT.encode("utf-16"), "Arden denied the toll", 0),
    "picture.txt": (JPEG, "is a JPEG picture, not text", 1),
    "menu.html": (b"<html><body><a href='/'>Home</a></body></html>", "no article found", 0),
    "picture.html": (JPEG, "is a JPEG picture, not text", 1),
    "open.txt": ("Quill said “no, never.\n\nArden said yes.".encode(), "Arden", 0),
    "arabic.txt": ("قال الوزير إنه لا يعلم شيئا عن الخطة ولن يجيب عن الأسئلة".encode(), "Arabic letters", 0),
    "hebrew.txt": ("Quill said שלום to all. Arden said no.".encode(), "Quill", 0),
    "emoji.txt": ("😀👩‍👩‍👧 𝔸 Quill said 😀 no.".encode(), "😀 no", 0),
    "german.txt": (
        b"Der Minister sagte, dass es nicht der Fall ist und das sich nie verh\xc3\xa4lt. " * 3,
        "German",
        0,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(command: Command, tmp_path: Path, name: str) -> None:
    data, words, code = BAD[name]
    (tmp_path / name).write_bytes(data)
    ran = command("read", tmp_path / name)
    assert ran.code == code
    assert words in (ran.err if code else ran.out)
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == code
    if not code:
        lines = command("read", tmp_path / name, "-f", "json").out
        codec.decode(Reading, {k: v for k, v in json.loads(lines).items() if k != "path"})


def test_one_bad_file_among_good_ones(command: Command, report: Path) -> None:
    (report.parent / "bad.txt").write_bytes(JPEG)
    (report.parent / "c.txt").write_text("Bose said no.")
    ran = command("read", report.parent, "missing.txt", "-f", "tsv")
    assert ran.code == 1
    assert {line.split("\t")[0] for line in ran.out.splitlines()[1:]} == {str(report), str(report.parent / "c.txt")}
    assert ran.err.splitlines() == [
        f"reportedly: cannot read: {report.parent}/bad.txt: is a JPEG picture, not text; "
        "save its words as .txt or .html first",
        "reportedly: cannot read: missing.txt: no such file or folder",
        "2 reports, 4 statements, 2 not read",
    ]


def test_ten_megabytes_on_one_line(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"It rained on the port all day, " * 350_000)
    ran = command("read", path)
    assert (ran.code, "No attributed statements" in ran.out) == (0, True)
    assert "only the first 499,9" in ran.out


def test_an_unreadable_path(command: Command, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = command("read", report)
    assert (ran.code, ran.err) == (1, f"reportedly: cannot read: {report}: permission denied\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "Missing argument"),
        (["read", "a.txt", "--format", "xml"], "'xml' is not one of"),
        (["read", "a.txt", "--min-score", "2"], "--min-score"),
        (["read", "a.txt", "--published", "soon"], "write 2024-10-30"),
        (["read", "a.txt", "b.txt", "--title", "T"], "name one report, and there are 2"),
        (["reed"], "No such command"),
        (["read", "--nothing", "a.txt"], "No such option"),
    ],
)
def test_misuse(command: Command, arguments: list[str], words: str) -> None:
    ran = command(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_hostile_names_and_texts_are_harmless(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "na\x1b[31mme\udcff.txt"
    path.write_text("Quill said \x1b[2J\x9b1m\u202e[bold]no[/bold] :smile:\rover\x07.", encoding="utf-8")
    for format_ in ("table", "marked", "tsv", "json", "jsonl"):
        ran = command("read", path, "-f", format_)
        assert ran.code == 0
        assert_harmless((ran.out + ran.err).replace("\n", "").replace("\t", ""))
        assert "[bold]no[/bold] :smile:" in ran.out
    assert_harmless(command("read", f"{path}.gone").err.replace("\n", ""))


def test_explain(command: Command) -> None:
    assert command("explain", "withhold").out.startswith("declines to say")
    assert "score" in command("explain").out
    ran = command("explain", "withold")
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean withhold" in ran.err


def test_explain_knows_parties_and_names(command: Command, tmp_path: Path) -> None:
    assert command("explain", "RUS").out.startswith("Russia (state)")
    assert command("explain", "the Kremlin").out == "the Kremlin: seat of Russia (RUS)\n"
    assert command("explain", "AID").out.startswith("hands something"), "words of the output come first"
    own = tmp_path / "own.toml"
    own.write_text('[[party]]\nid = "FREE_VALDIVIA"\nname = "Free Valdivia"\nkind = "party"\n', encoding="utf-8")
    assert command("explain", "FREE_VALDIVIA").code == 1
    assert command("explain", "FREE_VALDIVIA", "--registry", str(own)).out == "Free Valdivia (party)\n"


def test_version(command: Command) -> None:
    assert command("--version").out == f"reportedly {__version__}\n"


def test_quiet(command: Command, report: Path) -> None:
    (report.parent / "empty.txt").touch()
    assert "note: " in command("read", report.parent, "-f", "tsv").err
    assert command("read", report.parent, "-f", "tsv", "-q").err == ""
