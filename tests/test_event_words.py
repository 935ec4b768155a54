"""What the words of an event say: signs and their weights, and what a phrase is in the clause of an anchor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import Weights, load, weighed
from reportedly.stages import _found
from reportedly.stages._clauses import FUNCTIONS, functions, passive
from reportedly.stages._eventfeatures import ROLE_SIZES, Candidates
from reportedly.stages._eventsigns import NOTED, ROLE, TYPE, of_events
from reportedly.stages._plover import TYPES
from reportedly.stages._rolesigns import Clauses
from reportedly.stages.encode import Encoded
from reportedly.stages.participants import Named
from reportedly.stages.segment import segment
from reportedly.terms import EventType
from reportedly.types import Span


@pytest.mark.parametrize(
    ("sentence", "anchor", "parts"),
    [
        ("rebels attacked the army in Dosso", "attacked", "rebels: subject; army: object; Dosso: after with in"),
        ("the army was attacked by masked rebels", "attacked", "army: subject of passive; rebels: after with by"),
        ("the general killed by rebels was old", "killed", "general: subject of passive; rebels: after with by"),
        ("rebels have freed the nurses", "freed", "rebels: subject; nurses: object"),
        ("the rebels’ attack on the army", "attack", "rebels: owner; army: after with on"),
        ("the minister said that rebels fled", "fled", "minister: further before; rebels: subject"),
        ("rebels gave the nurses their guards", "gave", "rebels: subject; nurses: object; guards: second object"),
        ("rebels attacked because the army fled", "attacked", "army: across a bound after"),
        ("the army that fled", "fled", "army: subject"),
        ("talks between Chad and Niger failed", "failed", "Chad: before with between; Niger: before with between"),
        ("a truce between Chad and Niger", "truce", "Chad: after with between; Niger: after with between"),
        ("Chad and the rebels fled", "fled", "Chad: subject; rebels: subject"),
        ("rebels killed nurses, and the guards", "killed", "nurses: object; guards: object"),
    ],
)
def test_word_order_tells_what_a_phrase_is(sentence: str, anchor: str, parts: str) -> None:
    segments = segment(sentence)
    at = segments.forms.index(anchor)
    wanted = dict(part.split(": ") for part in parts.split("; "))
    places = [sentence.index(name) for name in wanted]
    spans = [Span(i, i + len(name)) for i, name in zip(places, wanted, strict=True)]
    who = Candidates(segments, [Named(s, s, "GHA", "name") for s in spans], ())
    clauses = Clauses(who)
    rows, _ = functions(
        clauses.words, (at, at + 1), (0, len(segments)), who.runs, clauses.openers, clauses.owners, clauses.joined
    )
    assert [FUNCTIONS[row] for row in rows.tolist()] == list(wanted.values())


@pytest.mark.parametrize(
    ("sentence", "anchor", "expected"),
    [
        ("they were arrested", (1, 3), True),
        ("they were not yet arrested", (4, 5), True),
        ("they got shot", (2, 3), True),
        ("they had arrested four", (2, 3), False),
        ("the four arrested by them", (2, 3), True),
        ("they were seen to leave", (4, 5), False),
    ],
)
def test_the_passive_is_told_by_be_or_by(sentence: str, anchor: tuple[int, int], expected: bool) -> None:
    assert passive(sentence.split(), anchor, 0) is expected


def test_what_is_taken_is_told_for_roles_without_a_phrase() -> None:
    words = "the army was attacked by rebels".split()
    _, taken = functions(words, (3, 4), (0, 6), [(1, 2), (5, 6)], ["", "by"], [False] * 2, [False] * 2)
    assert sorted(taken) == ["b", "p", "s"]


def table(**rows: list[float]) -> Weights:
    names = list(rows)
    return Weights(
        {n: i for i, n in enumerate(names)}, np.ones(len(names), np.float32), np.array(list(rows.values()), np.float32)
    )


def test_signs_of_a_row_have_length_one_together() -> None:
    weights = table(a=[1.0, 0.0], b=[0.0, 1.0])
    told = weighed([{"a": 3.0, "b": 4.0}, {"a": 2.0, "unknown": 9.0}, {}, {"unknown": 1.0}, {"b": 5.0}], weights)
    assert told == pytest.approx(np.array([[0.6, 0.8], [1, 0], [0, 0], [0, 0], [0, 1]]))


@settings(max_examples=50)
@given(st.lists(st.dictionaries(st.sampled_from("abcx"), st.floats(0.1, 3)), max_size=6))
def test_rows_are_weighed_alike_alone_and_together(rows: list[dict[str, float]]) -> None:
    weights = table(a=[1.0, -1.0], b=[0.5, 2.0], c=[0.0, 1.0])
    alone = [weighed([row], weights)[0] for row in rows]
    assert weighed(rows, weights) == pytest.approx(np.array(alone).reshape(-1, 2), abs=1e-5)


def test_weights_are_read_from_the_heads() -> None:
    names = np.frombuffer(b"one\ntwo words", np.uint8)
    heads: dict[str, Any] = {"x.words": names, "x.words_rarity": np.array([1, 2], np.float16)}
    heads |= {"x.words_weights": np.eye(2, dtype=np.float16), "other": np.zeros(3, np.float32)}
    (found,) = Weights.of(heads).values()
    assert dict(found.rows) == {"one": 0, "two words": 1}
    assert list(found.rarity) == [1, 2]
    assert found.weights.dtype == np.float32


def test_an_anchor_counts_more_than_its_sentence() -> None:
    segments = segment("Guards fired on miners. Miners struck.")
    first, second = of_events(segments, [(1, 3), (6, 7)])
    assert first["anchor:fir"] > first["before:guard"] > first["in:miner"]
    assert "in:struck" not in first
    assert "anchor:struck" in second


def plain(heads: dict[str, Any], **words: Weights) -> Any:
    """A model whose vectors say nothing."""
    return SimpleNamespace(
        heads={k: np.zeros_like(v) if v.dtype.kind == "f" else v for k, v in heads.items()}, words=words
    )


def test_words_decide_a_type_that_the_vectors_leave_open() -> None:
    segments = segment("They signed.")
    row = TYPES.index(EventType.AGREE)
    says = np.zeros((1, len(TYPES)), np.float32)
    says[0, row] = 1
    model = plain(load().heads, **{TYPE: Weights({"anchor:sign": 0}, np.ones(1), says)})
    encoded = Encoded((), np.zeros((len(segments), load().width), np.float32))
    (found,) = _found.typed(segments, encoded, model, [(1, 2)])
    assert int(found.types.argmax()) == row
    assert found.types.sum() == pytest.approx(1)


def test_words_decide_who_has_a_part() -> None:
    text = "Chad was attacked by Niger"
    segments = segment(text)
    names = {"Chad": "TCD", "Niger": "NER"}
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    who = Candidates(segments, [Named(s, s, p, "name") for s, p in zip(spans, names.values(), strict=True)], ())
    by, turned = (f"f{FUNCTIONS.index(name)}" for name in ("after with by", "subject of passive"))
    says = np.array([[1, -1], [-1, 1]], np.float32)
    model = plain(load().heads, **{ROLE: Weights({by: 0, turned: 1}, np.ones(2), says)})
    vectors = np.zeros((len(segments), load().width), np.float32)
    found = _found.typed(segments, Encoded((), vectors), model, [(2, 3)])
    _found.take_part(found, vectors, model, who)
    assert max(found[0].actors, key=lambda k: found[0].actors[k]) == 1
    assert max(found[0].recipients, key=lambda k: found[0].recipients[k]) == 0


def test_each_phrase_has_signs_and_so_have_nobody_and_people() -> None:
    segments = segment("Chad attacked Niger.")
    spans = [Span(0, 4), Span(14, 19)]
    who = Candidates(segments, [Named(s, s, p, "name") for s, p in zip(spans, ("TCD", "NER"), strict=True)], ())
    near = who.near((1, 2))
    rows = Clauses(who).signs((1, 2), 3, near, who.places((1, 2), near))
    assert len(rows) == 4
    assert f"f{FUNCTIONS.index('subject')}aattack" in rows[0]
    assert f"f{FUNCTIONS.index('object')}t3" in rows[1]
    assert "0aattack" in rows[2]
    assert "1t3" in rows[3]


def test_the_model_that_comes_with_the_package_has_the_tables() -> None:
    words = load().words
    assert {TYPE, NOTED, ROLE} <= words.keys()
    assert words[TYPE].weights.shape[1] == len(TYPES)
    assert words[ROLE].weights.shape[1] == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("Chad Niger and by was attacked the , killed with . men in that".split()),
        min_size=3,
        max_size=24,
    ),
    st.data(),
)
def test_parts_are_weighed_by_tables_as_by_their_signs(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    segments = segment(text)
    phrases = []
    for start, form in zip(segments.starts, segments.forms, strict=True):
        if form in ("Chad", "Niger", "men"):
            span = Span(start, start + len(form))
            phrases.append(Named(span, span, {"Chad": "TCD", "Niger": "NER"}.get(form, "PERSON"), "name"))
    who = Candidates(segments, phrases, ())
    at = data.draw(st.integers(0, len(segments) - 1))
    run = at, min(at + data.draw(st.integers(1, 3)), len(segments))
    near = who.near(run)
    places = who.places(run, near) if len(near) else dict.fromkeys(ROLE_SIZES, near)
    clauses, weights = Clauses(who), load().words[ROLE]
    kind = data.draw(st.integers(0, len(TYPES) - 1))
    twice = {name: np.concatenate([rows, rows]) for name, rows in places.items()}
    given_signs = weighed(clauses.signs(run, kind, near, places), weights)
    for own in clauses.weighed([run, run], [kind, kind], [near, near], twice, weights):
        assert own == pytest.approx(given_signs, abs=1e-4)
