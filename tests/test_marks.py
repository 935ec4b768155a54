"""Marked text shows every span and gives back the text exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.marks import mark, parse, unmark, visible
from reportedly.types import Reading, Span
from tests.fakes import reading
from tests.test_codec import readings


@pytest.mark.parametrize(
    "marked",
    [
        "",
        "Nothing is said here.",
        "{Seoul|source a1} {denied|cue a1} {it|content a1}.",
        "{Quill|source a1} {said|cue a1} {{Seoul|source a2} {had denied|cue a2} {it|content a2}|content a1}.",
        "{“No,”|content a1} {she|source a1} {said|cue a1}. {“Never.”|content a1}",
        "A \\{brace\\}, a back\\\\slash, a | bar, {a | b|content a1}",
        "{It|content a1} was {reportedly|cue a1} {sold|content a1}.",
        "😀 {𝔸lice|source a1} {said|cue a1} {שלום|content a1}",
        "bell \\u0007 escape \\u001b[31m override \\u202e",
    ],
)
def test_marked_text_reads_as_it_was_written(marked: str) -> None:
    assert mark(reading(marked)) == marked


def test_crossing_spans_are_cut_and_joined_again() -> None:
    text = "one two three four"
    first, second = reading("{one two three|content a1} four"), reading("one {two three four|content a2}")
    crossed = Reading(report=first.report, attributions=first.attributions + second.attributions)
    marked = mark(crossed)
    assert marked == "{one {two three|content a2}|content a1}{ four|content a2+}"
    assert parse(marked) == (text, {"a1": {"content": (Span(0, 13),)}, "a2": {"content": (Span(4, 18),)}})


@given(readings())
def test_stripping_the_marks_gives_back_the_text(value: Reading) -> None:
    assert unmark(mark(value)) == value.report.text


@given(readings())
def test_nothing_a_terminal_acts_on_is_left(value: Reading) -> None:
    assert_harmless(mark(value).replace("\r\n", ""))


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_visible_text_is_one_harmless_line(text: str) -> None:
    shown = visible(text)
    assert_harmless(shown)
    assert "\n" not in shown
    assert "\t" not in shown


def assert_harmless(shown: str) -> None:
    """Nothing in it moves a cursor, changes a colour or turns the direction of writing."""
    controls = set(map(chr, [*range(9), *range(11, 32), *range(127, 160)])) | set("\u061c\u200e\u200f")
    controls |= set(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)]))
    assert not set(shown) & controls
