"""Reports in groups: what all share says nothing, the first axis parts two stories, topics teach others."""

from __future__ import annotations

from collections import Counter

import numpy as np
from benchmarks.coref_reports import Tokens, axes, by_words, cosine, learnt, story
from hypothesis import given, settings
from hypothesis import strategies as st

#: each topic has words of its own; each of its two stories has names, a place, and a number
TOPICS = {
    "1": ("storm flood rescue roof", ("Nordby harbour 14", "Westlake valley 92")),
    "2": ("robbery bank vault alarm", ("Karlin square 7", "Oldmoor station 300")),
    "3": ("merger shares board factory", ("Tessel cement 41", "Brandt tractors 66")),
    "4": ("trial verdict jury appeal", ("Moreno bridge 5", "Halloran ferry 28")),
}


def tokens_of(order: int) -> Tokens:
    """Eight reports a topic, four of either story, each with one word that no other has."""
    found: Tokens = {}
    for topic, (shared, stories) in TOPICS.items():
        for number, named in enumerate(stories):
            for copy in range(4):
                words = [*f"Reported {shared} {named} {named}".split(), f"filler{topic}{number}{copy}{order}x"]
                name = f"{topic}_{copy}ecb{'plus' if number else ''}"
                found[name] = [(at, at // 4, word) for at, word in enumerate(words)]
    return found


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_two_stories_of_a_topic_are_told_apart_by_what_other_topics_teach(order: int) -> None:
    tokens = tokens_of(order)
    found = learnt(tokens, [["1"], ["2"], ["3"], ["4"]])
    for one in tokens:
        for other in tokens:
            assert (found[one] == found[other]) == (story(one) == story(other))


def test_by_words_no_topic_meets_another() -> None:
    tokens = tokens_of(0)
    found = by_words(tokens)
    assert found.keys() == tokens.keys()
    assert len({found[name] for name in tokens}) >= len(TOPICS)
    assert all(found[a] != found[b] for a in tokens for b in tokens if a.split("_")[0] != b.split("_")[0])


def test_the_first_axis_parts_two_blocks() -> None:
    likeness = np.full((6, 6), 0.1)
    likeness[:2, :2] = likeness[2:, 2:] = 0.6
    side = axes(likeness)[1]
    assert side[0] == side[1]
    assert set(side[2:]) == {-side[0]}


def test_what_all_share_says_nothing() -> None:
    alike = cosine([Counter("ab"), Counter("ab"), Counter("ac"), Counter("ac")])
    assert alike[0, 1] > 0.99
    assert abs(alike[0, 2]) < 1e-6
