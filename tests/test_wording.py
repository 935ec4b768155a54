"""What words say to two mentions being one event: alike either way round, explained to the last feature."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.coref_pairs import Habits, Judge, Regression, Told, pair_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import wording
from reportedly.linking import Node, compare
from reportedly.terms import EventType
from reportedly.wording import FEATURES, features, gist, habit_key, weigh
from reportedly.words import base, content_stems, content_words

STEMS = st.sets(st.sampled_from("deploy send troop kil murd attack bomb bridge harbour 1500 30 treaty sign".split()))


@st.composite
def mentions(draw: st.DrawFn) -> Node:
    return Node(
        id=draw(st.sampled_from(["a", "b"])),
        report_id=draw(st.sampled_from(["r", "s"])),
        words=frozenset(draw(STEMS)),
        context=frozenset(draw(STEMS)),
        gist=frozenset(draw(STEMS)),
    )


def node(words: str, context: str = "", told: str = "", report: str = "r") -> Node:
    return Node(
        id="m",
        report_id=report,
        words=frozenset(words.split()),
        context=frozenset(context.split()),
        gist=frozenset(told.split()),
    )


def odds(a: Node, b: Node) -> float:
    found = weigh(a, b)
    assert found is not None
    return found.odds


@settings(max_examples=200, deadline=None)
@given(mentions(), mentions())
def test_alike_either_way_round_and_explained(a: Node, b: Node) -> None:
    one, other = weigh(a, b), weigh(b, a)
    if not a.words or not b.words:
        assert one is None
        assert other is None
        return
    assert one is not None
    assert other is not None
    assert one.odds == pytest.approx(other.odds)
    fit = wording.load().one if a.words & b.words else wording.load().two
    assert fit is not None
    assert one.odds == pytest.approx(fit.bias + sum(one.parts.values()))
    assert tuple(one.parts) == FEATURES


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param(("kil", "murd"), ("kil", "treaty"), id="kindred deeds"),
        pytest.param(("deploy", "deploy"), ("deploy", "attack"), id="one deed"),
        pytest.param(("buy", "purchas"), ("buy", "treaty"), id="a word and another for it"),
    ],
)
def test_deeds(more: tuple[str, str], less: tuple[str, str]) -> None:
    one, other = (odds(node(a), node(b, report="s")) for a, b in (more, less))
    assert one > other


def test_what_stands_around_and_what_the_reports_tell() -> None:
    here = node("collapse", "bridge harbour", "bridge harbour ferry")
    assert odds(here, node("collapse", "bridge harbour", "bridge harbour ferry", "s")) > odds(
        here, node("collapse", "roof market", "roof market stall", "s")
    )
    # what is not known of one moves nothing
    unknown = weigh(here, node("collapse", report="s"))
    assert unknown is not None
    for name in ("words around", "deed among the other's words", "the reports' gists"):
        assert unknown.parts[name] == 0


def test_a_link_tells_what_the_words_contributed() -> None:
    ends = [
        Node(
            id=name,
            report_id=name,
            type=EventType.MOBILIZE,
            actors=frozenset({"PRK"}),
            words=frozenset({"deploy"}),
            context=frozenset({"kursk", "brigade", "train"}),
        )
        for name in "ab"
    ]
    link = compare(*ends)
    assert link is not None
    assert "words' odds +" in link.why
    assert "words around +" in link.why


def test_a_gist_is_what_is_often_here_and_seldom_elsewhere() -> None:
    text = "The bridge collapsed. Divers at the collapsed bridge said the collapse had made the ferry stop."
    found = gist(map(base, content_stems(text)))
    assert {"bridg", "collaps"} <= {stem[:7] for stem in found} | found
    many = gist(f"word{number}" for number in range(1000))
    assert len(many) == 24
    assert many == gist(f"word{number}" for number in reversed(range(1000)))


@given(st.text(max_size=80))
def test_stems_in_order_are_the_content_words(text: str) -> None:
    assert frozenset(content_stems(text)) == content_words(text)


@given(STEMS, STEMS)
def test_a_habit_has_one_name(a: set[str], b: set[str]) -> None:
    one, other = frozenset(a), frozenset(b)
    key = habit_key(one, other)
    assert key == habit_key(other, one)
    assert (" " in key) is (not one & other)


def test_the_measure_and_the_package_weigh_alike() -> None:
    chance = np.random.default_rng(2)
    rows = chance.normal(size=(400, len(FEATURES)))
    truth = rows[:, 5] + chance.normal(size=400) > 0
    judge = Regression(rows, truth, np.ones(400))
    fit = judge.fit()
    for row, likely in zip(rows[:20], judge(rows[:20]), strict=True):
        assert 1 / (1 + np.exp(-fit.odds(tuple(row)))) == pytest.approx(likely)


def test_each_pair_is_judged_by_the_regression_of_its_kind() -> None:
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(600, len(FEATURES)))
    rows[:, 0] = chance.random(600) < 0.5
    # around words speak for pairs of one deed and against the others
    truth = np.where(rows[:, 0] > 0, rows[:, 5] > 0, rows[:, 5] < 0)
    found = Judge(rows, truth)(rows) > 0.5
    assert (found == truth).mean() > 0.9


def test_a_habit_is_never_learnt_from_its_own_topic() -> None:
    group = [Told(str(number), frozenset({"quak"}), frozenset(), frozenset()) for number in range(3)]
    pairs, rows = pair_rows(group, wording.table())
    truth = {1: np.array([True, True, True]), 2: np.array([False, False, False])}
    habits = Habits({1: group, 2: group}, {1: pairs, 2: pairs}, truth, {1: "x", 2: "y"})
    at = FEATURES.index("habit of such deeds")
    assert (habits.fill(rows, group, pairs, "x")[:, at] < 0).all()
    assert (habits.fill(rows, group, pairs, "y")[:, at] > 0).all()
    assert habits.odds("no such") is None
    assert list(habits.table()) == ["quak"]
    assert features(group[0], group[1], wording.table())[at] == 0
