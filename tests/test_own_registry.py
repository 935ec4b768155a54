"""A user's own registry, from the library and the command: what it changes, its name in readings, its errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import reportedly
from reportedly.errors import RegistryError
from reportedly.registry import load
from tests.conftest import Ran

Command = Callable[..., Ran]
MINE = """[[party]]
id = "FREE_PORT"
name = "Free Port Movement"
kind = "opposition"

[[person]]
name = "Arden"
party = "FREE_PORT"
role = "spokesman of the Free Port Movement"
"""
TEXT = "Quill said Arden denied the toll.\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def _party_of(data: dict[str, object], cue: str) -> object:
    names = {a["id"]: a["cue"][0]["text"] for a in data["attributions"]}  # type: ignore[attr-defined]
    found = [s["party"] for s in data["statements"] if names[s["attribution"]] == cue]  # type: ignore[attr-defined]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("as_path", [str, Path, load])
def test_read_takes_a_file_or_a_registry(as_path: Callable[[Path], object], mine: Path, fake_model: None) -> None:
    text = "Quill said Arden denied the toll."
    plain = {s.speaker.name: s.party for s in reportedly.read(text).statements}
    ours = {s.speaker.name: s.party for s in reportedly.read(text, registry=as_path(mine)).statements}  # type: ignore[arg-type]
    assert plain["Arden"] != "FREE_PORT"
    assert ours["Arden"] == "FREE_PORT"
    assert ours["Quill"] == plain["Quill"]


def test_a_reading_names_the_file_and_what_is_in_it(mine: Path, fake_model: None) -> None:
    first = reportedly.read(TEXT, registry=mine).made_by
    assert ", mine.toml " in first
    assert first == reportedly.read(TEXT, registry=load(mine)).made_by
    mine.write_text(MINE + "since = 2001\n", encoding="utf-8")
    assert reportedly.read(TEXT, registry=mine).made_by != first
    assert "toml" not in reportedly.read(TEXT).made_by


def test_a_file_does_not_reach_the_registry_that_ships(mine: Path) -> None:
    assert load(mine).party("FREE_PORT") is not None
    assert load().party("FREE_PORT") is None


def test_the_command_reads_with_it(command: Command, mine: Path, tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TEXT, encoding="utf-8")
    ours = json.loads(command("read", report, "-f", "json", "--registry", mine).out)
    assert _party_of(ours, "denied") == "FREE_PORT"
    plain = json.loads(command("read", report, "-f", "json").out)
    assert _party_of(plain, "denied") != "FREE_PORT"


def test_later_files_win(command: Command, mine: Path, tmp_path: Path) -> None:
    report, later = tmp_path / "a.txt", tmp_path / "later.toml"
    report.write_text(TEXT, encoding="utf-8")
    later.write_text(MINE.replace("FREE_PORT", "OLD_PORT"), encoding="utf-8")
    ours = json.loads(command("read", report, "-f", "json", "--registry", mine, "--registry", later).out)
    assert _party_of(ours, "denied") == "OLD_PORT"


def test_add_reads_anew_when_the_file_has_changed(command: Command, mine: Path, tmp_path: Path) -> None:
    report, where = tmp_path / "a.txt", tmp_path / "new.db"
    report.write_text(TEXT, encoding="utf-8")
    arguments = ("add", report, "-l", where, "--registry", mine)
    assert command(*arguments).out.startswith("1 report added")
    assert command(*arguments).out.startswith("0 reports added, 1 known already")
    mine.write_text(MINE + 'gender = "m"\n', encoding="utf-8")
    assert "1 read anew" in command(*arguments).out


@pytest.mark.parametrize("name", ["read", "add"])
@pytest.mark.parametrize(
    ("words", "line", "said"),
    [
        ('[[party]]\nid = "A"\n', 1, "lacks name"),
        ('[[party]]\nid = "A"\nname = "A"\nuntil = 2024-02-31\n', 4, "is not TOML"),
        ('[[party]]\nid = "A"\nname = "A"\npart_of = "A"\n', 4, "a circle: A is part of A"),
        ('[[person]]\nname = "B"\nparty = "NOBODYS"\nrole = "head"\n', 3, "no party NOBODYS"),
    ],
)
def test_what_is_wrong_is_one_line_before_anything_is_read(
    command: Command, tmp_path: Path, name: str, words: str, line: int, said: str
) -> None:
    bad, report, where = tmp_path / "bad.toml", tmp_path / "a.txt", tmp_path / "new.db"
    bad.write_text(words, encoding="utf-8")
    report.write_text(TEXT, encoding="utf-8")
    ran = command(name, report, "--registry", bad, *(("-l", where) if name == "add" else ()))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"reportedly: registry: {bad}, line {line}: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert not where.exists()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        reportedly.read(TEXT, registry=tmp_path / "none.toml")
