"""When something was said, to whom and on what grounds: no day after the report, and nothing from hostile text."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.stages import saying
from reportedly.stages.timex import find_timexes
from reportedly.terms import Kind
from reportedly.types import Attribution, Span


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The Norwegian foreign ministry on Friday would not confirm the report.", "2024-10-26", "2024-10-25"),
        ("The Norwegian foreign ministry on Friday denied the report.", "2024-10-26", "2024-10-25"),
        ("The Norwegian foreign ministry said on Monday that the ship had left.", "2024-10-30", "2024-10-28"),
        ("The Norwegian foreign ministry said on Monday that the ship had left.", None, "XXXX-WXX-1"),
    ],
)
def test_nothing_is_said_after_its_report(text: str, published: str | None, day: str) -> None:
    (statement,) = reportedly.read(text, published=published).statements
    assert statement.said is None or statement.said.value == day
    assert published is None or statement.said is not None


def told(line: str) -> tuple[str, Attribution]:
    """The text of a line without its marks, and an attribution whose cue stands in brackets and content in braces."""
    text, starts = "", {}
    for letter in line:
        if letter in "[]{}":
            starts[letter] = len(text)
        else:
            text += letter
    cue, content = Span(starts["["], starts["]"]), Span(starts["{"], starts["}"])
    return text, Attribution(
        id="a1", source=(Span(0, 1),), cue=(cue,), content=(content,), kind=Kind.INDIRECT, score=1.0
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("The envoy [said] on Monday {the truce held}.", "2024-10-28"),
        ("After talks on Monday, the envoy [said] {the truce held}.", "2024-10-28"),
        ("On Monday, two days before the vote, the envoy [said] {the truce held}.", "2024-10-28"),
        ("The envoy, who spoke on Monday, [said] {the truce held}.", "2024-10-28"),
        ("The envoy, whose term ends soon, [said] on Monday {the truce held}.", "2024-10-28"),
        ("In Monday's interview, the envoy [said] {the truce held}.", "2024-10-28"),
        # the day is another verb's
        ("The line was cut on Monday after the envoy [proposed] {new talks}.", None),
        ("The envoy, who flew home on Monday, [said] {the truce held}.", None),
        ("{The truce held}, [said] the envoy, who flew home on Monday.", None),
        # or a thing's
        ("The envoy [said] of Monday's raid {it was a mistake}.", None),
        ("The envoy [said] before Monday's vote {it was a mistake}.", None),
        # the report's own, above it, where there is no other
        ("A truce holds 30 October 2024 The envoy [said] {it would}.", "2024-10-30"),
        ("A truce holds 30 October 2024 The envoy [said] {it would} when he spoke on Monday.", "2024-10-28"),
        ("A truce holds. On 30 October 2024 the envoy [said] {it would}.", "2024-10-30"),
    ],
)
def test_the_day_is_that_of_the_cue(line: str, day: str | None) -> None:
    text, attribution = told(line)
    found = saying.said(text, [attribution], find_timexes(text, "2024-10-30"), published="2024-10-30")
    assert (found["a1"].value if found else None) == day


def test_a_day_inside_another_cue_is_that_ones() -> None:
    text = "The envoy did not say who it was, but the town was on Monday accused of it."
    first = Attribution(
        id="a1", source=(Span(0, 9),), cue=(Span(10, 21),), content=(Span(22, 32),), kind=Kind.INDIRECT, score=1.0
    )
    start = text.index("was on Monday")
    cue = Span(start, text.index(" of it"))
    second = Attribution(
        id="a2", source=(), cue=(cue,), content=(Span(cue.end + 1, len(text) - 1),), kind=Kind.INDIRECT, score=1.0
    )
    found = saying.said(text, [first, second], find_timexes(text, "2024-10-30"), published="2024-10-30")
    assert {key: time.value for key, time in found.items()} == {"a2": "2024-10-28"}


@pytest.mark.parametrize(
    "piece",
    [
        "on Monday after ",
        "on Monday, who ",
        "on Monday ",
        'said "',
        "citing ",
        'citing a "b" ',
        "between May 2 and May 5 ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = (piece * 12_000)[:120_000]
    attributions = [
        Attribution(
            id=f"a{at}",
            source=(Span(at, at + 5),),
            cue=(Span(at + 6, at + 9),),
            content=(Span(at + 10, at + 40),),
            kind=Kind.INDIRECT,
            score=1.0,
        )
        for at in range(0, 100_000, 100)
    ]
    times = find_timexes(text, "2024-10-30")
    before = process_time()
    saying.circumstances(text, attributions)
    saying.said(text, attributions, times, {}, "2024-10-30")
    assert process_time() - before < 10


WORDS = st.sampled_from(
    'said told reporters citing based on a "quoted" source in an interview with CNN , . U.S. on Monday the '
    "August 29 launch between May 2 and May 5 since “ ” \n\n warned that of to asked by Reuters about quoting".split(
        " "
    )
)


@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_whatever_is_filled_lies_in_the_text(text: str, chance: Random) -> None:
    def spans(most: int) -> tuple[Span, ...]:
        starts = [chance.randrange(len(text)) for _ in range(chance.randint(0, most))]
        return tuple(Span(start, chance.randint(start + 1, min(len(text), start + 30))) for start in starts)

    attributions = [
        Attribution(id=f"a{n}", source=spans(1), cue=spans(2), content=spans(2), kind=Kind.INDIRECT, score=1.0)
        for n in range(chance.randint(0, 4))
    ]
    times = find_timexes(text, "2024-10-30")
    assert set(saying.said(text, attributions, times, {}, "2024-10-30")) <= {a.id for a in attributions}
    for a in saying.circumstances(text, attributions):
        for span in (*a.audience, *a.basis):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip() == span.of(text)
