"""The benchmark of classes: what counts as right, and spans into words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reportedly.stages.segment import segment
from reportedly.types import Span

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import classes


def test_a_party_is_right_only_as_itself() -> None:
    each = classes.by_kind([("USA", "USA"), ("USA", "FRA"), ("PERSON", None), ("MEDIA:The Wire", "MEDIA:Wire")])
    precision, recall, _, number = each["state"]
    assert (precision, recall, number) == (0.5, 0.5, 2)
    assert each["PERSON"] == (0.0, 0.0, 0.0, 1)
    assert each["outlet"][:3] == (1.0, 1.0, 1.0)


def test_sides_are_counted_apart() -> None:
    assert classes.sided([("USA", "USA"), ("ANON", "USA"), ("ISIS", "PERSON")]) == {"party": 0.5, "party_all": 0.3333}


def test_rare_acts_have_a_figure_of_their_own() -> None:
    figures = classes.overall([("assert", "assert"), ("assert", "assert"), ("ask", "assert"), ("doubt", "doubt")])
    assert figures["accuracy"] == 0.75
    assert figures["rare_macro_f1"] == 0.5


@pytest.mark.parametrize(
    ("span", "words"),
    [((0, 6), ["Quill"]), ((0, 5), ["Quill"]), ((2, 8), ["Quill", "said"]), ((5, 6), []), ((11, 14), ["no"])],
)
def test_spans_become_the_words_they_touch(span: tuple[int, int], words: list[str]) -> None:
    segments = segment("Quill said no")
    found = classes.runs(segments, [Span(*span)])
    assert [segments.forms[w] for first, last in found for w in range(first, last)] == words
