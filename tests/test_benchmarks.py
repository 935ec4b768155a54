"""The benchmarks' own arithmetic: folds that keep stories whole, keys that know a pair again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.coref_net import Net
from benchmarks.fakes import figure, key, verdicts
from benchmarks.fnc import ANSWERS, folds, macro_f1
from hypothesis import given
from hypothesis import strategies as st

from reportedly.types import Quantity, Span

NAMES = st.sampled_from([f"n{number}" for number in range(12)])


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=40), st.integers(2, 5))
def test_neither_headline_nor_body_is_in_two_folds(pairs: list[tuple[str, str]], count: int) -> None:
    found = folds(pairs, count)
    for place in (0, 1):
        where: dict[str, set[int]] = {}
        for pair, fold in zip(pairs, found, strict=True):
            where.setdefault(pair[place], set()).add(fold)
        assert all(len(own) == 1 for own in where.values())
    assert set(found) <= set(range(count))


def test_the_mean_of_f1() -> None:
    found = macro_f1([0, 0, 1, 2], [0, 1, 1, 2])
    assert [round(found[name], 3) for name in ANSWERS] == [0.667, 0.667, 1.0]
    assert round(found["macro"], 3) == 0.778
    assert macro_f1([2, 2], [2, 2])["agree"] == 0.0


def quantity(low: float | None, high: float | None) -> Quantity:
    return Quantity(span=Span(0, 1), low=low, high=high)


@pytest.mark.parametrize(
    ("low", "high", "words"), [(58, 58, "58"), (70, None, "70-"), (None, 100, "-100"), (24, 99, "24-99")]
)
def test_a_figure_in_a_key(low: float | None, high: float | None, words: str) -> None:
    assert figure(quantity(low, high)) == words


def test_a_pair_is_known_whichever_came_first(tmp_path: Path) -> None:
    one, other = ("a", quantity(58, 58)), ("b", quantity(70, None))
    assert key(one, other) == key(other, one) == ("a", "58", "b", "70-")
    path = tmp_path / "checked.tsv"
    path.write_text("# a note\na\t58\tb\t70-\tright\nc\t1\td\t2\twrong\n")
    assert verdicts(path) == {("a", "58", "b", "70-"): True, ("c", "1", "d", "2"): False}
    assert verdicts(tmp_path / "none.tsv") == {}


def test_a_net_learns_what_no_line_divides() -> None:
    chance = np.random.default_rng(1)
    rows = chance.uniform(-1, 1, (800, 2)).astype(np.float32)
    truth = (rows[:, 0] > 0) != (rows[:, 1] > 0)
    net = Net(rows[:600], truth[:600], hidden=16, epochs=60, rate=1e-2, decay=1e-4)
    assert ((net(rows[600:]) > 0.5) == truth[600:]).mean() > 0.9
    assert np.array_equal(Net(rows, truth, epochs=1)(rows), Net(rows, truth, epochs=1)(rows))
