"""The table fits its width, shows nesting, and cannot be led astray by a text."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import render
from reportedly.terms import Act, Bound, EventType, Factuality, Modality, TimexType
from reportedly.types import (
    EventMention,
    Participant,
    Place,
    Problem,
    Quantity,
    Reading,
    Span,
    Speaker,
    Statement,
    Timex,
)
from tests.conftest import assert_golden
from tests.fakes import reading
from tests.handmade import find
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


EVENTS = (
    "Seoul says troops sent\n{Seoul|source a1} {said|cue a1} on Monday that {the North had sent about 10,000 soldiers "
    "to Vladivostok in October|content a1}. Thirteen hundred police may march on Friday."
)


def with_events() -> Reading:
    """Two events: one of which all is known, and one that only may happen."""
    value = reading(EVENTS)
    text = value.report.text
    sent = EventMention(
        id="e1",
        anchor=find(text, "had sent about 10,000 soldiers to Vladivostok"),
        type=EventType.MOBILIZE,
        actors=(Participant(span=find(text, "the North"), party="PRK"),),
        recipients=(
            Participant(span=find(text, "Vladivostok"), party="RUS"),
            Participant(span=find(text, "soldiers"), party="RUS"),
            Participant(span=find(text, "Vladivostok"), party=None),
        ),
        quantity=Quantity(
            span=find(text, "about 10,000"), low=10_000, high=10_000, approx=Bound.ABOUT, unit="soldiers"
        ),
        place=Place(span=find(text, "Vladivostok"), name="Vladivostok", country="RUS"),
        when=Timex(span=find(text, "in October"), type=TimexType.DATE, value="2024-10"),
        score=0.9,
    )
    march = EventMention(
        id="e2",
        anchor=find(text, "march"),
        type=EventType.PROTEST,
        actors=(Participant(span=find(text, "police"), party="PERSON"),),
        quantity=Quantity(span=find(text, "Thirteen hundred"), low=1300, high=1300, unit="police"),
        when=Timex(span=find(text, "Friday"), type=TimexType.DATE, value="XXXX-WXX-5"),
        modality=Modality.POSSIBLE,
        score=0.3,
    )
    return replace(value, events=(sent, march))


@pytest.mark.parametrize("width", [80, 160])
def test_golden_events(width: int) -> None:
    """The events as they are meant to look under the statements."""
    assert_golden(f"events-{width}.txt", "\n".join(shown(with_events(), width)) + "\n")


@pytest.mark.parametrize("width", [40, 80, 109, 110, 160, 300])
def test_events_are_wrapped_and_not_cut(width: int) -> None:
    lines = shown(with_events(), width)
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() and "\x1b" not in line for line in lines)
    words = set(" ".join(lines[next(at for at, line in enumerate(lines) if "event " in line) :]).split())
    told = (
        "mobilize protest possible PRK → RUS, Vladivostok about 10,000 soldiers Thirteen hundred (1,300) 2024-10 march"
    )
    assert words >= set(told.split())
    assert words.isdisjoint({"asserted", "PERSON", "…"})


@pytest.mark.parametrize("width", [80, 160])
def test_nothing_is_printed_for_no_events(width: int) -> None:
    value = with_events()
    without = shown(replace(value, events=()), width)
    lines = shown(value, width)
    assert lines[: len(without)] == without
    assert "event         words" in lines[len(without)]
    assert not any("event" in line for line in without)


def test_people_that_only_the_events_words_imply_are_called_so() -> None:
    value = with_events()
    march = value.events[1]
    killed = replace(march, recipients=(Participant(span=march.anchor, party="PERSON"),))
    assert "police → people" in " ".join(shown(replace(value, events=(killed,)), 160))


def test_rows_for_machines_know_no_events() -> None:
    value = with_events()
    assert list(render.tsv(value, "a.txt")) == list(render.tsv(replace(value, events=()), "a.txt"))


@pytest.mark.parametrize("width", [40, 80, 160])
def test_odd_words_of_events_stay_harmless_and_whole(width: int) -> None:
    text = "[red]\x1b[31m\u202eقُتل ١٠ " + "ك" * 200 + "\n\ud800x"
    whole = Span(0, len(text))
    event = EventMention(
        id="e\x1b1",
        anchor=whole,
        type=EventType.ASSAULT,
        actors=(Participant(span=whole, party="\x1b[2J[bold]"),),
        recipients=(Participant(span=Span(len(text), len(text))), Participant(span=Span(0, 5))),
        quantity=Quantity(span=Span(19, 21), low=10, high=10**400, approx=Bound.VAGUE, unit="\x07people"),
        place=Place(span=whole, name="\u202eالقاهرة"),
        when=Timex(span=whole, type=TimexType.DATE, value="\x1bPAST_REF"),
        score=0.5,
    )
    lines = shown(Reading(report=replace(reading("").report, text=text), events=(event,)), width)
    assert_harmless("\n".join(lines))
    letters = "".join("".join(lines).split())
    assert letters.count("ك") >= 200
    assert "[red]" in letters
    assert "القاهرة" in letters


@pytest.mark.parametrize(
    ("words", "fields", "expected"),
    [
        ("about 900", {"low": 900, "high": 900, "approx": Bound.ABOUT, "unit": "soldiers"}, "about 900 soldiers"),
        ("over 10,000", {"low": 10_000, "high": None, "approx": Bound.OVER}, "over 10,000"),
        ("dozens", {"low": 24, "high": 99, "approx": Bound.VAGUE, "unit": "people"}, "dozens (24 to 99) people"),
        ("at least two dozen", {"low": 24, "high": None, "approx": Bound.AT_LEAST}, "at least two dozen (≥ 24)"),
        ("1.3 million", {"low": 1_300_000, "high": 1_300_000}, "1.3 million (1,300,000)"),
        ("up to a hundred", {"low": None, "high": 100, "approx": Bound.AT_MOST}, "up to a hundred (≤ 100)"),
        ("three", {"low": 3, "high": 3, "unit": "ships"}, "three ships"),
        ("a third of", {"low": 1 / 3, "high": 1 / 3, "share": True, "unit": "ships"}, "a third of ships"),
        ("umpteen", {"low": None, "high": None, "approx": Bound.VAGUE}, "umpteen"),
        ("a googol", {"low": 10**100, "high": 10**100}, "a googol"),
        ("much", {"low": float("nan"), "high": float("inf")}, "much"),
    ],
)  # fmt: skip
def test_figures_of_events_with_their_bounds(words: str, fields: dict[str, Any], expected: str) -> None:
    quantity = Quantity(span=Span(0, len(words)), **fields)
    event = EventMention(id="e1", anchor=quantity.span, type=EventType.AID, quantity=quantity, score=0.9)
    line = shown(Reading(report=replace(reading("").report, text=words), events=(event,)), 80)[-2]
    assert line.strip() == expected


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
