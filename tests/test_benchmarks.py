"""The benchmarks' own arithmetic: folds that keep stories whole, keys that know a pair again."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
from benchmarks.coref_net import Net
from benchmarks.fakes import figure, key, verdicts
from benchmarks.fnc import ANSWERS, features, folds, lay_out, macro_f1, takes_back, turned
from benchmarks.kernel import bag, gram, mixed, scaled, scores_of
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import load
from reportedly.types import Quantity, Span

NAMES = st.sampled_from([f"n{number}" for number in range(12)])


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=40), st.integers(2, 5), st.integers(0, 2))
def test_neither_headline_nor_body_is_in_two_folds(pairs: list[tuple[str, str]], count: int, deal: int) -> None:
    found = folds(pairs, count, deal)
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
    assert (net(rows[600:]).argmax(axis=1) == truth[600:]).mean() > 0.9
    assert np.array_equal(Net(rows, truth, epochs=1)(rows), Net(rows, truth, epochs=1)(rows))


@pytest.mark.parametrize(
    ("headline", "back"),
    [
        ("Story of the walking lighthouse is a hoax", True),
        ("No truth in claim that the lighthouse walked", True),
        ("Keeper denies that the lighthouse walked", True),
        ("Lighthouse walked into the sea, keeper says", False),
        ("Falkirk lighthouse reported to have walked", False),
    ],
)
def test_a_headline_that_takes_its_story_back(headline: str, back: bool) -> None:
    assert takes_back(headline, lay_out(headline)) is back


def test_who_repeats_a_story_disagrees_with_its_debunking() -> None:
    truth = np.array([0, 1, 2, 0])
    assert turned(truth, np.array([True, True, True, False])).tolist() == [1, 0, 2, 0]


def test_signs_count_most_where_the_claim_is_told() -> None:
    claim = "A lighthouse walked"
    near = "Somebody saw rain. The lighthouse walked, but the tale is a hoax. Somebody saw rain. Somebody saw rain."
    far = "Somebody saw rain. The lighthouse walked. Somebody saw rain. Somebody saw rain, but the tale is a hoax."
    one, other = (features(claim, lay_out(claim), lay_out(body), lambda _: 1.0) for body in (near, far))
    place = 10  # after what tells how near the sentences are: the first sign, by nearness
    assert one[place] == pytest.approx(1.0)
    assert other[place] == 0.0


def test_a_kernel_learns_pairs_of_words() -> None:
    words = [("agree", "go"), ("refuse", "go"), ("agree", "stay"), ("refuse", "stay")] * 6
    truth = np.array([(a == "agree") != (b == "go") for a, b in words]).astype(int)
    one = gram(bag([dict.fromkeys(pair, 1.0) for pair in words]))
    kernel = mixed([(1.0, one)], square=1.0)
    train, test = np.arange(16), np.arange(16, 24)
    weights = np.ones(len(words))
    found = scores_of(kernel, train, test, truth, ridge=0.01, balance=0.0, weights=weights)
    assert found.argmax(1).tolist() == truth[test].tolist()
    assert found.sum(1) == pytest.approx(np.ones(8))
    flat = scores_of(one, train, test, truth, ridge=0.01, balance=0.0, weights=weights)
    assert np.abs(flat[:, 0] - 0.5).max() < 0.01  # no sum of single words tells them apart


def test_a_word_of_one_row_counts_for_nothing_and_flat_numbers_are_left_out() -> None:
    found = bag([{"a": 1.0, "b": 1.0}, {"a": 1.0}, {"c": 1.0}])
    assert found.shape == (3, 1)
    assert found[:, 0].tolist() == [1.0, 1.0, 0.0]
    assert scaled([np.array([1.0, 5.0]), np.array([3.0, 5.0])]).tolist() == [[-1.0], [1.0]]


def test_who_is_who_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).resolve().parents[1] / "benchmarks")
    plover = importlib.import_module("plover")
    marked = "On Monday <s>Chad </s>thanked <t>the mayor of Lille</t>, twice."
    other = plover.swapped(marked)
    assert other == "On Monday <t>the mayor of Lille </t>thanked <s>Chad</s>, twice."
    one, two = plover.hidden(marked, "SUPPORT"), plover.hidden(other, "SUPPORT")
    assert one.text == two.text == "On Monday officials thanked officials, twice."
    assert (one.source, one.target) == (two.target, two.source)
    model = load()
    for name, found in plover.features(one, model).items():
        again = plover.features(two, model)[name]
        assert found == again if isinstance(found, dict) else np.array_equal(found, again), name
