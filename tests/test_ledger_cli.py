"""The ledger's commands: what they show, and one clear line for what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportedly import codec, load, read
from reportedly.ledger import Ledger
from tests.conftest import Ran
from tests.handmade import example, simple

Command = Callable[..., Ran]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made readings of the example, as `read -f jsonl` would write them."""
    path = tmp_path_factory.mktemp("lines") / "readings.jsonl"
    path.write_text("".join(codec.dumps(reading) + "\n" for reading in example().values()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kept(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the example; read only by the tests that take it."""
    path = tmp_path_factory.mktemp("kept") / "reportedly.db"
    with Ledger(path) as ledger:
        ledger.append(*example().values())
    return path


@pytest.mark.parametrize("width", [60, 120])
def test_show_tells_the_dispute(command: Command, kept: Path, width: int) -> None:
    story = json.loads(command("stories", "-l", kept, "-f", "json").out)[0]["id"]
    ran = command("show", story[:6], "-l", kept, "--width", width)
    assert ran.code == 0
    assert all(len(line) <= width for line in ran.out.splitlines())
    words = " ".join(ran.out.split())
    assert "Russia deny 2024-10-10 → withhold 2024-10-24 → confirm 2025-04-26" in words
    assert "North Korea deny 2024-10-21 → withhold 2024-10-25 → confirm 2025-04-28" in words
    assert "NATO doubt 2024-10-17 → confirm 2024-10-28" in words
    assert "Valery Gerasimov: “North Korea had sent soldiers to Russia”" in words
    assert "Figures that cannot both be right" in words


ANSWERS: list[tuple[list[str], str]] = [
    (["stories"], "Seoul’s minister"),
    (["changes"], "withhold → confirm"),
    (["changes", "--since", "2025-01-01"], "withhold → confirm"),
    (["figures", "STORY"], "about 8,000 North Korean soldiers"),
    (["figures", "STORY", "--limit", "2"], "more of the story; --limit shows more"),
    (["show", "STORY", "--limit", "1"], "more of the story; --limit shows more"),
    (["party", "NATO"], "doubt 2024-10-17 → confirm 2024-10-28"),
    (["search", "another", "fake"], "another fake"),
    (["report", "STORY"], "highly likely"),
    (["stats"], "changes     5"),
]


@pytest.mark.parametrize(("arguments", "words"), ANSWERS)
def test_answers_in_words_and_in_json(command: Command, kept: Path, arguments: list[str], words: str) -> None:
    with Ledger(kept, read_only=True) as ledger:
        story = ledger.stories()[0].id
    given = [story if one == "STORY" else one for one in arguments]
    assert words in command(*given, "-l", kept).out
    found: Any = json.loads(command(*given, "-l", kept, "-f", "json").out)
    assert found


def test_add_says_what_it_did_and_does_nothing_twice(command: Command, lines: Path, tmp_path: Path) -> None:
    where = tmp_path / "new.db"
    assert command("add", lines, "-l", where).out == "19 reports added; 37 claims\n"
    assert command("add", lines, "-l", where).out == "0 reports added, 19 known already; 0 claims\n"
    assert command("rebuild", "-l", where).out.startswith("19 reports, 8 events, 1 stories in ")


def test_add_reads_reports_and_does_not_read_them_again(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text("Seoul denied the report.", encoding="utf-8")
    (folder / "two.txt").write_text("The ministry said nothing of it.", encoding="utf-8")
    (folder / "three.txt").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8)
    where = tmp_path / "new.db"
    ran = command("add", folder, "-l", where, "--outlet", "The Example Courier")
    assert ran.code == 1
    assert ran.out.startswith("2 reports added, 1 not read; ")
    assert "three.txt" in ran.err
    assert command("add", folder, "-l", where, "--outlet", "The Example Courier").out.startswith(
        "0 reports added, 2 known already, 1 not read"
    )


def test_add_with_revises(command: Command, tmp_path: Path) -> None:
    where = tmp_path / "new.db"
    (tmp_path / "old.txt").write_text("Seoul denied the report.", encoding="utf-8")
    (tmp_path / "new.txt").write_text("Seoul confirmed the report.", encoding="utf-8")
    receipt = json.loads(command("add", tmp_path / "old.txt", "-l", where, "-f", "json").out)[0]
    ran = command("add", tmp_path / "new.txt", "-l", where, "--revises", receipt["report_id"], "-f", "json")
    assert json.loads(ran.out)[0]["outcome"] == "corrects"
    assert "counts no longer" in command("report", receipt["report_id"], "-l", where).out


def test_judge_and_take_back(command: Command, tmp_path: Path) -> None:
    where = tmp_path / "new.db"
    with Ledger(where) as ledger:
        ledger.append(simple(1, "A spokesman said they had deployed"))
        claim = ledger.report("r00001").claims[0].claim_id
    assert "judgement 1, by ann" in command("judge", "act", claim, "deny", "--who", "ann", "-l", where).out
    assert "deny" in command("claim", claim, "-l", where).out
    assert command("judge", "undo", "1", "-l", where).code == 0
    assert "judgement 1: act deny by ann (undone)" in command("claim", claim, "-l", where).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "nonesuch"], 1, "no such story"),
        (["report", "nonesuch"], 1, "no such report"),
        (["party", "nonesuch"], 1, "no claim of that party"),
        (["judge", "act", "nonesuch", "deny"], 1, "no such claim"),
        (["judge", "act", "nonesuch", "shrug"], 2, "is none of"),
        (["changes", "--since", "soon"], 2, "is not a date"),
        (["add", "nonesuch.txt"], 1, "no such file"),
        (["stories", "--limit", "0"], 2, "limit"),
    ],
)
def test_what_goes_wrong_is_one_line(
    command: Command, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    where = tmp_path / "reportedly.db"
    with Ledger(where):
        pass
    ran = command(*arguments, "-l", where)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("call", [["stories"], ["show", "x"], ["changes"], ["stats"], ["rebuild"]])
def test_no_ledger_is_one_line(command: Command, tmp_path: Path, call: list[str]) -> None:
    if call == ["rebuild"]:
        ran = command(*call, "-l", tmp_path / "none" / "reportedly.db")
        assert "its folder does not exist" in ran.err
    else:
        ran = command(*call, "-l", tmp_path / "reportedly.db")
        assert "no such ledger; `reportedly add` makes one" in ran.err
    assert ran.code == 1
    assert list(tmp_path.iterdir()) == []


def test_odd_lines_are_named(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(codec.dumps(simple(1, "A spokesman said they had deployed")) + "\n{]\n", encoding="utf-8")
    ran = command("add", path, "-l", tmp_path / "new.db")
    assert ran.code == 1
    assert "odd.jsonl, line 2: is not a reading" in ran.err
    assert ran.out == "1 report added, 1 not read; 1 claims\n"


def test_hostile_names_stay_text(command: Command, tmp_path: Path) -> None:
    where = tmp_path / "new.db"
    bad = "\x1b[31mred\x1b[0m\u202e"
    with Ledger(where) as ledger:
        ledger.append(simple(1, f"{bad} said they had deployed", speaker=bad, outlet=bad))
        story = ledger.stories()[0].id
    for call in (["show", story], ["stories"], ["report", story], ["search", "deployed"]):
        ran = command(*call, "-l", where)
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out


def test_an_outlet_without_a_name_is_called_so() -> None:
    from reportedly.render_ledger import name_of

    assert name_of("MEDIA:unspecified") == "unnamed media"
    assert name_of("MEDIA:The Gull") == "The Gull"


@pytest.mark.model
def test_a_story_is_called_by_the_headline_of_its_report(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "Lanterns go out at Tema\n\nACCRA, 3 May 2016 (Example Wire) - Police in Ghana arrested twelve dockers on "
        "Monday, the interior ministry said. The union condemned the arrests. Togo offered help to the dockers.\n",
        encoding="utf-8",
    )
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.append(read(load(report)[0]))
        (story,) = ledger.stories()
    assert story.title == "Lanterns go out at Tema"
    assert story.first == "2016-05-03"
