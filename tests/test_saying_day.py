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


@pytest.mark.parametrize("piece", ["on Monday ", 'said "', "citing ", 'citing a "b" ', "between May 2 and May 5 "])
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
