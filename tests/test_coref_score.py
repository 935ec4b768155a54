"""The scorer of coreference against worked examples of the papers, and against counting by hand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from benchmarks.coref_reports import average_linkage
from benchmarks.coref_score import _hungarian, b_cubed, ceaf_e, conll, muc
from hypothesis import given
from hypothesis import strategies as st


def clusters(words: str) -> list[frozenset[str]]:
    return [frozenset(part) for part in words.split()]


# Key and response, then recall and precision of MUC and B-cubed and the sum of CEAF-e with both numbers of clusters,
# worked out by hand from the definitions; the first two pairs are those of Luo (2005).
CASES = [
    ("12345 67 89ABC", "12345 6789ABC", (9 / 9, 9 / 10), (1, (5 + (4 + 25) / 7) / 12), (1 + 10 / 12, 3, 2)),
    ("12345 67 89ABC", "1234589ABC 67", (9 / 9, 9 / 10), (1, (2 + 50 / 10) / 12), (1 + 10 / 15, 3, 2)),
    ("abc", "a b c", (0, 0), (1 / 3, 1), (0.5, 1, 3)),
]


@pytest.mark.parametrize(("key", "response", "links", "mentions", "entities"), CASES)
def test_worked_examples(
    key: str,
    response: str,
    links: tuple[float, float],
    mentions: tuple[float, float],
    entities: tuple[float, int, int],
) -> None:
    left, right = clusters(key), clusters(response)
    precision, recall, _ = muc(left, right)
    assert (recall, precision) == pytest.approx(links)
    precision, recall, _ = b_cubed(left, right)
    assert (recall, precision) == pytest.approx(mentions)
    total, keys, responses = entities
    precision, recall, _ = ceaf_e(left, right)
    assert (recall, precision) == pytest.approx((total / keys, total / responses))


def test_mentions_of_one_side_only() -> None:
    left, right = clusters("abc defg"), clusters("ab cd fghi")
    precision, recall, f1 = muc(left, right)
    assert (recall, precision) == pytest.approx((2 / 5, 2 / 5))
    precision, recall, _ = b_cubed(left, right)
    assert recall == pytest.approx((4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7)
    assert precision == pytest.approx((4 / 2 + 1 / 2 + 1 / 2 + 4 / 4) / 8)
    precision, recall, _ = ceaf_e(left, right)
    assert recall == pytest.approx((4 / 5 + 4 / 8) / 2)
    assert precision == pytest.approx((4 / 5 + 4 / 8) / 3)
    assert f1 == pytest.approx(2 / 5)


partitions = st.lists(st.integers(0, 4), min_size=1, max_size=12).map(
    lambda owners: [frozenset(i for i, o in enumerate(owners) if o == owner) for owner in sorted(set(owners))]
)


@given(partitions)
def test_the_same_is_perfect(found: list[frozenset[int]]) -> None:
    scores = conll(found, found)
    assert scores["B3"] == pytest.approx(1)
    assert scores["CEAFe"] == pytest.approx(1)
    assert scores["MUC"] == pytest.approx(1 if any(len(c) > 1 for c in found) else 0)


@given(partitions, partitions)
def test_swapping_sides_swaps_precision_and_recall(one: list[frozenset[int]], other: list[frozenset[int]]) -> None:
    for measure in (muc, b_cubed, ceaf_e):
        precision, recall, _ = measure(one, other)
        assert measure(other, one)[:2] == pytest.approx((recall, precision))
        assert 0 <= precision <= 1 + 1e-9


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 10**6))
def test_the_best_match_is_the_best(rows: int, columns: int, seed: int) -> None:
    gain = np.random.default_rng(seed).random((rows, columns))
    small = gain if rows <= columns else gain.T
    best = max(
        sum(small[row, column] for row, column in enumerate(order))
        for order in permutations(range(small.shape[1]), small.shape[0])
    )
    assert _hungarian(gain) == pytest.approx(best)


@pytest.mark.parametrize(("threshold", "groups"), [(0.9, 4), (0.5, 2), (0.05, 1)])
def test_average_linkage_joins_down_to_the_threshold(threshold: float, groups: int) -> None:
    likeness = np.array([[1, 0.8, 0.1, 0.1], [0.8, 1, 0.1, 0.1], [0.1, 0.1, 1, 0.6], [0.1, 0.1, 0.6, 1]])
    assert len(set(average_linkage(likeness, threshold))) == groups
