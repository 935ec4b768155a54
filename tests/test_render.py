"""The table fits its width, shows nesting, and cannot be led astray by a text."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import render
from reportedly.terms import Act, Factuality
from reportedly.types import Problem, Reading, Span, Speaker, Statement
from tests.conftest import assert_golden
from tests.fakes import reading
from tests.test_codec import readings
from tests.test_marks import assert_harmless

NESTED = (
    "Port denies toll\n"
    "{Mara Quill|source a1} {told reporters|cue a1} that "
    "{{Veldland|source a2} {had denied|cue a2} {the toll|content a2}|content a1}. "
    "{It|content a3} was {reportedly|cue a3} {withdrawn|content a3}."
)


def shown(value: Reading, width: int, name: str | None = "a.txt") -> list[str]:
    """The lines of the table."""
    stream = io.StringIO()
    render.table(value, render.console(stream, width), name)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 109, 110, 160, 300])
def test_fits_its_width_and_says_everything(width: int) -> None:
    lines = shown(reading(NESTED, outlet="The Example Courier", published="2026-11-20"), width)
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)
    words = " ".join(" ".join(lines).split())
    for word in ("Port denies toll", "The Example Courier", "2026-11-20", "a.txt", "3 statements", "Quill", "denied"):
        assert word in words
    assert "\x1b" not in words


@pytest.mark.parametrize("width", [60, 120])
def test_golden_tables(width: int) -> None:
    """The table as it is meant to look; `./run golden` rewrites the files, and a person looks at the difference."""
    assert_golden(f"table-{width}.txt", "\n".join(shown(reading(NESTED), width)) + "\n")


def test_nested_statements_follow_the_one_that_holds_them() -> None:
    order = [(row.attribution.id, row.depth) for row in render.rows(reading(NESTED))]
    assert order == [("a1", 0), ("a2", 1), ("a3", 0)]


def test_attributions_that_hold_each_other_are_shown_once() -> None:
    value = reading("{A|source a1} {said|cue a1}. {B|source a2} {said|cue a2}.")
    first, second = value.attributions
    looped = replace(value, attributions=(replace(first, within="a2"), replace(second, within="a1")))
    assert sorted(row.attribution.id for row in render.rows(looped)) == ["a1", "a2"]


@pytest.mark.parametrize("width", [80, 160])
def test_statements_show_party_act_and_factuality(width: int) -> None:
    value = reading("{Seoul|source a1} {denied|cue a1} {it|content a1}.")
    stated = Statement(
        attribution="a1", speaker=Speaker(name=None), party="KOR", act=Act.DENY, factuality=Factuality.CERTAINLY_NOT
    )
    words = " ".join(shown(replace(value, statements=(stated,)), width))
    assert "KOR" in words
    assert "deny" in words
    assert "CT-" in words


def test_problems_stand_at_the_end_with_their_place() -> None:
    problem = Problem(stage="x", code="y", message="a quotation is never closed", span=Span(6, 7))
    *_, last, empty = shown(reading("Quill “said so.", (problem,)), 80)
    assert last == "  ! a quotation is never closed  ““said so. …”"
    assert empty == ""


def test_a_report_without_statements_says_so() -> None:
    assert "  No attributed statements found." in shown(reading("It rained."), 80)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Port denies toll\nIt rained.", "Port denies toll"),
        ("It rained.\nIt stopped.", "a.txt"),
        ("Port denies toll", "a.txt"),
        ("", "a.txt"),
    ],
)
def test_headings(text: str, heading: str) -> None:
    assert shown(reading(text), 80)[0] == heading
    assert shown(reading(text, title="A title"), 80)[0] == "A title"


HOSTILE = "[bold red]{[link=x]\x1b[31mSeoul\x07|source a1} {:bomb: \u202esaid|cue a1} {\x9b31m[/] \rno|content a1}"


@pytest.mark.parametrize("width", [80, 160])
def test_markup_and_escapes_stay_text(width: int) -> None:
    text = HOSTILE.replace("{[link=x]", "[link=x]{")
    value = reading(text, title="\x1b]0;title\x07[red]", outlet="\x1b[2J")
    lines = shown(value, width, "na\x1bme.txt")
    assert_harmless("\n".join(lines))
    words = "".join(lines)
    assert "␛[31mSeoul␇" in words
    assert ":bomb: \\u202esaid" in words
    assert "␛]0;title␇[red]" in words


@settings(max_examples=30)
@given(readings(), st.sampled_from([40, 80, 160]))
def test_any_reading_is_shown_harmlessly(value: Reading, width: int) -> None:
    assert_harmless("\n".join(shown(value, width)))
    assert_harmless("\n".join(render.tsv(value, "a.txt")).replace("\t", ""))


@given(readings())
def test_rows_have_all_their_fields(value: Reading) -> None:
    columns = len(render.tsv_header().split("\t"))
    assert all(len(line.split("\t")) == columns for line in render.tsv(value, "a\tb.txt"))


def test_colour_only_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    render.table(reading(NESTED), render.console(stream, 80), "a.txt")
    assert "\x1b[" in stream.getvalue() or "NO_COLOR" in __import__("os").environ


@pytest.mark.parametrize(("score", "mark"), [(1.0, "●●●"), (0.85, "●●●"), (0.7, "●●○"), (0.1, "●○○"), (0.0, "●○○")])
def test_marks_of_scores(score: float, mark: str) -> None:
    assert render.score_mark(score) == mark
