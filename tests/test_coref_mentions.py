"""The finder of mentions: the best runs against all sets of runs, habits, and networks that tell classes apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from benchmarks.coref_mentions import _MENTION, _best, _Often
from benchmarks.coref_net import Nets
from hypothesis import given
from hypothesis import strategies as st

WORDS = 7
RUNS = st.dictionaries(
    st.tuples(st.integers(0, WORDS - 1), st.integers(0, 3)).map(lambda run: (run[0], min(WORDS - 1, run[0] + run[1]))),
    st.floats(0, 1),
    min_size=1,
    max_size=7,
)


@given(RUNS)
def test_the_best_runs_are_those_of_the_best_of_all_sets(likely: dict[tuple[int, int], float]) -> None:
    chosen = _best(np.array(list(likely)), np.array(list(likely.values())), WORDS)
    words = [word for first, last in chosen for word in range(first, last + 1)]
    assert len(words) == len(set(words))
    best = 0.0
    for size in range(len(likely) + 1):
        for some in combinations(likely, size):
            inside = [word for first, last in some for word in range(first, last + 1)]
            if len(inside) == len(set(inside)):
                best = max(best, sum(likely[run] - _MENTION for run in some))
    assert sum(likely[run] - _MENTION for run in chosen) == pytest.approx(best)


def test_a_habit_is_neither_its_own_topics_nor_a_held_ones() -> None:
    often = _Often(["raid", "raid", "raid", "raid"], ["1", "1", "2", "3"], [True, True, False, False])
    own, other, unknown = often.rows(["raid", "raid", "poem"], ["1", "2", "2"], held=["3"])
    assert own[0] < unknown[0] < other[0]
    assert unknown[1] == 0 < own[1] < other[1]
    assert np.array_equal(often.rows(["raid"], ["2"], held=["1", "3"])[0], unknown)


def test_networks_tell_three_classes_apart() -> None:
    rows = np.random.default_rng(2).uniform(-1, 1, (900, 2)).astype(np.float32)
    truth = np.digitize(rows.sum(axis=1), (-0.4, 0.4))
    said = Nets(rows[:600], truth[:600], seeds=2, hidden=16, epochs=200, rate=1e-2, decay=1e-4)(rows[600:])
    assert np.allclose(said.sum(axis=1), 1)
    assert (said.argmax(axis=1) == truth[600:]).mean() > 0.9
