"""The second step of events: kinds of party, pairs of parties weighed together, what is read of a candidate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.stages import _found, _salience
from reportedly.stages._eventfeatures import Candidates, hint_rows
from reportedly.stages._groups import GROUPS, group
from reportedly.stages._pairs import NOBODY, NUMBERS, PEOPLE, SIZES, pairs_of, sides_of, weigh
from reportedly.stages._plover import TYPES
from reportedly.stages.participants import Named
from reportedly.stages.segment import segment
from reportedly.terms import EventType, Kind, Modality
from reportedly.types import Attribution, Span


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ("", "nobody"),
        (None, "unnamed"),
        ("ANON", "unnamed"),
        ("GHA", "state"),
        ("PERSON", "people"),
        ("EXPERT", "people"),
        ("MEDIA:The Harbour Post", "media"),
        ("NGO:Tide Watch", "ngo"),
        ("UN", "body"),
        ("HAMAS", "armed"),
        ("MWANGI_CAMPAIGN", "political"),
        ("LAKE_DWELLERS", "other"),
    ],
)
def test_every_party_has_a_kind(party: str | None, expected: str) -> None:
    assert GROUPS[group(party)] == expected


NAMES = ("GHA", "TGO", "GHA", None)


def told(first: dict[int, float], second: dict[int, float], kind: str = "ASSAULT") -> _found.Found:
    types = np.full(len(TYPES), 0.01, np.float32)
    types[TYPES.index(EventType(kind))] = 1
    return _found.Found((0, 1), types, types[:5], actors=first, recipients=second)


def phrases() -> Candidates:
    segments = segment(" ".join(name or "it" for name in NAMES))
    spans = [Span(a, b) for a, b in zip(segments.starts, segments.ends, strict=True)]
    return Candidates(segments, [Named(s, s, name, "name") for s, name in zip(spans, NAMES, strict=True)], ())


def weights(**given: Any) -> dict[str, Any]:
    out = {f"event.pair.{name}": np.zeros(size, np.float32) for name, size in SIZES.items()}
    return out | {f"event.pair.{name}": value for name, value in given.items()}


def best(found: _found.Found, w: dict[str, Any], *others: _found.Found) -> tuple[str, str]:
    pairs = pairs_of([found, *others], phrases())[0]
    scores = weigh(pairs, w)
    assert scores.shape == (len(pairs.names[0]), len(pairs.names[1]))
    a, b = divmod(int(scores.argmax()), scores.shape[1])
    return pairs.names[0][a], pairs.names[1][b]


def likely(weight: float = 1.0) -> Any:
    number = np.zeros(SIZES["number"], np.float32)
    number[:, NUMBERS.index("likely")] = weight
    return number


def test_the_probabilities_of_a_party_are_those_of_its_phrases_together() -> None:
    found = sides_of({0: 0.3, 2: 0.2, 1: 0.1, 3: 0.1, NOBODY: 0.1, PEOPLE: 0.2}, phrases())
    assert found == pytest.approx({"GHA": 0.5, "TGO": 0.1, "": 0.2, "PERSON": 0.2})


def test_the_pair_follows_the_phrases_where_nothing_else_weighs() -> None:
    found = told({0: 0.9, 1: 0.1}, {1: 0.8, NOBODY: 0.2})
    assert best(found, weights(number=likely())) == ("GHA", "TGO")


def test_a_kind_of_party_can_outweigh_the_phrases() -> None:
    found = told({0: 0.9, 1: 0.1}, {1: 0.6, PEOPLE: 0.4})
    table = np.zeros(SIZES["group"], np.float32)
    table[1, TYPES.index(EventType.ASSAULT), GROUPS.index("people")] = 3
    assert best(found, weights(number=likely(), group=table)) == ("GHA", "PERSON")
    aid = told({0: 0.9, 1: 0.1}, {1: 0.6, PEOPLE: 0.4}, "AID")
    assert best(aid, weights(number=likely(), group=table)) == ("GHA", "TGO")


def test_one_party_in_both_roles_costs_what_its_weight_says() -> None:
    found = told({0: 0.9, 1: 0.1}, {0: 0.6, 1: 0.4})
    assert best(found, weights(number=likely())) == ("GHA", "GHA")
    assert best(found, weights(number=likely(), same=np.full(SIZES["same"], -5, np.float32))) == ("GHA", "TGO")


def test_what_other_events_join_draws_this_one() -> None:
    found = told({0: 0.5, 1: 0.5}, {0: 0.45, 1: 0.55})
    other = told({1: 1.0}, {0: 1.0})
    both = np.array([4.0, 0.0], np.float32)
    same = np.full(SIZES["same"], -5, np.float32)
    assert best(found, weights(number=likely(), same=same)) == ("GHA", "TGO")
    assert best(found, weights(number=likely(), same=same, both=both), other) == ("TGO", "GHA")


def test_chosen_pairs_outrank_the_product_and_old_heads_choose_none() -> None:
    who, found = phrases(), told({0: 0.9, 1: 0.1}, {1: 0.8, NOBODY: 0.2})
    bare: Any = type("Bare", (), {"heads": {}})()
    _found.choose([found], bare, who)
    assert found.chosen is None
    found.chosen = ("TGO", "GHA")
    assert _found.parties(found, who) == (["TGO"], ["GHA"])


WORDS = "the army struck . It had bombed Kumasi on Monday , he said and talks in 2009 failed \n “ ”".split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.data())
def test_every_feature_of_a_candidate_is_a_number(words: list[str], data: Any) -> None:
    segments = segment(" ".join(words))
    n = len(segments)
    if not n:
        return
    firsts = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=6)))
    runs = [(a, a + 1) for a in firsts]
    rng = np.random.default_rng(0)
    types = rng.dirichlet(np.ones(len(TYPES)), len(runs)).astype(np.float32)
    modality = rng.dirichlet(np.ones(5), len(runs)).astype(np.float32)
    unit = np.eye(8, dtype=np.float32)[[a % 8 for a in firsts]]
    odds = rng.normal(size=n).astype(np.float32)
    hints = np.minimum(np.stack([hint_rows(segments)[a:b].sum(0) for a, b in runs]), 1)
    rows = _salience.features(segments, runs, types, modality, unit, odds, odds, hints, odds[: len(runs)])
    assert rows.shape == (len(runs), _salience.WIDTH)
    assert np.isfinite(rows).all()
    heads = {
        "event.score.scale": np.stack([rows.mean(0), rows.std(0) + 0.1]),
        "event.score.line": np.ones(_salience.WIDTH + 1, np.float32),
        "event.score.hidden": np.ones((_salience.WIDTH + 1, 2), np.float32),
        "event.score.out": np.ones(2, np.float32),
        "event.score.end": np.array([1.0, 0.0], np.float32),
    }
    assert ((_salience.scores(rows, heads) >= 0) & (_salience.scores(rows, heads) <= 1)).all()


def test_a_candidate_knows_whether_it_is_said_and_whether_it_is_the_saying() -> None:
    segments = segment("Accra said troops raided Aflao .")
    row = {form: i for i, form in enumerate(segments.forms)}
    said = Attribution(
        id="a1", source=(Span(0, 5),), cue=(Span(6, 10),), content=(Span(11, 30),), kind=Kind.INDIRECT, score=1.0
    )
    runs = [(row["said"], row["said"] + 1), (row["raided"], row["raided"] + 1)]
    k = len(runs)
    rows = _salience.features(
        segments, runs, np.full((k, len(TYPES)), 1 / len(TYPES)), np.full((k, len(Modality)), 0.2), np.eye(k),
        np.zeros(len(segments)), np.zeros(len(segments)), np.zeros((k, len(TYPES))), np.zeros(k), [said],
    )  # fmt: skip
    at = {name: _salience.FEATURES.index(name) for name in ("said", "in_cue")}
    assert rows[:, at["in_cue"]].tolist() == [1, 0]
    assert rows[:, at["said"]].tolist() == [0, 1]
