"""What a statement is about where it holds none of a report's main events."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.stages.further import LEAST, spoken_of
from reportedly.stages.segment import segment
from reportedly.terms import Kind
from reportedly.types import Attribution, Span

TEXT = "The minister denied that Utopia had shelled the port. Arcadia said that Utopia denied that it shelled the port."


def attribution(name: str, cue: str, content: str, turn: int = 0, within: str | None = None) -> Attribution:
    start = -1
    for _ in range(turn + 1):
        start = TEXT.index(content, start + 1)
    at = TEXT.rindex(cue, 0, start)
    return Attribution(
        id=name,
        source=(),
        cue=(Span(at, at + len(cue)),),
        content=(Span(start, start + len(content)),),
        kind=Kind.INDIRECT,
        within=within,
        score=1.0,
    )


DENIAL = attribution("A1", "denied", "Utopia had shelled the port")
OUTER = attribution("A2", "said", "Utopia denied that it shelled the port")
INNER = attribution("A3", "denied", "it shelled the port", within="A2")


def found(
    likely: dict[str, float], *attributions: Attribution, kept: tuple[tuple[int, int], ...] = ()
) -> dict[str, str]:
    segments = segment(TEXT)
    odds = np.array([likely.get(form, -9.0) for form in segments.forms], np.float32)
    runs = spoken_of(segments, kept, odds, attributions)
    return {name: " ".join(segments.forms[a:b]) for name, (a, b) in runs.items()}


def test_the_likeliest_words_of_a_content_and_those_hardly_less_likely() -> None:
    assert found({"had": -1.0, "shelled": 0.0, "the": -2.0}, DENIAL) == {"A1": "had shelled"}


def test_a_content_without_likely_words_is_about_no_event() -> None:
    assert found({"shelled": LEAST - 0.1}, DENIAL) == {}


@pytest.mark.parametrize("word", ["Utopia", "port"])
def test_a_name_alone_is_no_event(word: str) -> None:
    assert found({word: 0.0}, DENIAL) == ({} if word == "Utopia" else {"A1": "port"})


def test_what_is_nested_is_the_inner_ones() -> None:
    assert found({"shelled": 0.0}, OUTER, INNER) == {"A3": "shelled"}


def test_a_statement_that_holds_a_main_event_has_it_already() -> None:
    forms = segment(TEXT).forms
    row = forms.index("shelled")
    assert found({"shelled": 0.0, "port": 0.0}, DENIAL, kept=((row, row + 1),)) == {}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-9, 3), min_size=60, max_size=60))
def test_words_stay_within_their_content(values: list[float]) -> None:
    segments = segment(TEXT)
    odds = np.array(values[: len(segments)] + [-9.0] * max(0, len(segments) - 60), np.float32)
    for name, (first, last) in spoken_of(segments, (), odds, (DENIAL, OUTER, INNER)).items():
        (content,) = {"A1": DENIAL, "A2": OUTER, "A3": INNER}[name].content
        assert first < last
        assert Span(segments.starts[first], segments.ends[last - 1]) in content
