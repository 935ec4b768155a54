"""What makes the ledger cheaper changes nothing: each short cut gives what the long way round gives."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.ledger import Ledger, joining
from reportedly.linking import Link, Node, _met, events, grow, keys
from reportedly.positions import NO_ONE_PARTY, Held, fold, opposed
from reportedly.relations import _days, _view, contradictions
from reportedly.terms import Act, EventType, Factuality
from tests.handmade import simple
from tests.test_ledger import rows

_PARTIES = st.frozensets(st.sampled_from(["AAA", "BBB", "CCC"]), max_size=2)
_WORDS = st.frozensets(st.sampled_from(["send", "bomb", "meet"]), max_size=2)


@st.composite
def nodes(draw: st.DrawFn, name: str = "m") -> Node:
    first = draw(st.none() | st.integers(0, 40))
    return Node(
        id=name,
        report_id=f"r{draw(st.integers(0, 5))}",
        type=draw(st.none() | st.sampled_from(list(EventType))),
        actors=draw(_PARTIES),
        recipients=draw(_PARTIES),
        place=draw(st.sampled_from([None, "here", "there"])),
        country=draw(st.sampled_from([None, "AAA", "BBB"])),
        first=first,
        last=first,
        day=draw(st.none() | st.integers(0, 400)),
        words=draw(_WORDS),
    )


@given(nodes("a"), nodes("b"))
def test_two_mentions_meet_where_they_have_a_key_in_common(one: Node, other: Node) -> None:
    assert _met(one, other) is bool(keys(one) & keys(other))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Link]]:
    many = [draw(nodes(f"m{number:02}")) for number in range(draw(st.integers(2, 9)))]
    pairs = draw(st.sets(st.tuples(*[st.integers(0, len(many) - 1)] * 2), max_size=20))
    scores = st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9])
    links = [Link(a=many[a].id, b=many[b].id, score=draw(scores), why="") for a, b in sorted(pairs) if a < b]
    return many, links


@given(graphs())
def test_the_links_taken_and_refused_are_all_that_matters(made: tuple[list[Node], list[Link]]) -> None:
    many, links = made
    whole = grow(many, links)
    assert whole.events == events(many, links)
    again = grow(many, whole.taken + whole.refused)
    assert (again.events, again.taken, again.refused) == (whole.events, whole.taken, whole.refused)


@st.composite
def said(draw: st.DrawFn) -> list[Held]:
    return [
        Held(
            claim_id=f"c{number}",
            report_id=f"r{number % 4}",
            party=draw(st.sampled_from(["AAA", "BBB", "CCC", "ANON"])),
            event_id="e",
            act=draw(st.sampled_from([Act.ASSERT, Act.DENY, Act.DOUBT])),
            factuality=Factuality.CERTAIN,
            speaker=draw(st.sampled_from([None, "X", "Y"])),
            said=draw(st.sampled_from([None, "2024-01-02", "2024-01-05", "2024-01-09"])),
            published=draw(st.sampled_from([None, "2024-01-03", "2024-01-08"])),
            offset=number,
        )
        for number in range(draw(st.integers(0, 14)))
    ]


@settings(max_examples=200)
@given(said())
def test_contradictions_are_those_of_every_pair_whose_times_meet(claims: list[Held]) -> None:
    held = {claim.claim_id: claim for claim in claims}
    positions = [
        position
        for party in sorted({claim.party for claim in claims})
        for position in fold([claim for claim in claims if claim.party == party])[0]
    ]
    ends: dict[int, str] = {}
    for party in {position.party for position in positions}:
        for now, after in pairwise([position for position in positions if position.party == party]):
            ends[id(now)] = after.since or "9999"
    wanted = []
    named = [position for position in positions if position.party not in NO_ONE_PARTY]
    for place, one in enumerate(named):
        for other in named[place + 1 :]:
            if one.party != other.party and opposed(_view(one, held), _view(other, held)):
                begins = max(one.since or "", other.since or "")
                if begins < min(ends.get(id(one), "9999"), ends.get(id(other), "9999")):
                    wanted.append({one.party, other.party})
    assert [{held[found.earlier].party, held[found.later].party} for found in contradictions(positions, held)] == wanted


@pytest.mark.parametrize(("one", "other", "apart"), [("2024-01-01", "2024-01-16", 15), ("2024-01-01", None, None)])
def test_days_between_two_figures(one: str, other: str | None, apart: int | None) -> None:
    assert _days(one, other) == apart


@pytest.mark.parametrize("seed", range(2))
def test_events_that_recur_are_joined_by_few_links_as_by_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """One by one, in lots and made anew: the same rows, though most additions look at few of the links."""
    chance = random.Random(seed)
    made = [
        simple(
            number,
            f"Speaker {number} said they had {chance.choice(['quietly', 'openly'])} {chance.choice(verbs)}",
            party=chance.choice(["AAA", "BBB"]),
            act=chance.choice(["assert", "deny"]),
            actors=("AAA",),
            recipients=(chance.choice(["BBB", "CCC"]),),
            type=kind,
            day=chance.randrange(days),
        )
        for number, (kind, verbs, days) in enumerate(
            chance.choices([("MOBILIZE", ["deployed"], 900), ("ASSAULT", ["attacked", "bombed"], 90)], k=36)
        )
    ]
    found: Counter[str] = Counter()
    by_ties = joining._by_ties

    def counted(*given: Any) -> Any:
        outcome = by_ties(*given)
        found["by all links" if outcome is None else "by few"] += 1
        return outcome

    monkeypatch.setattr(joining, "_by_ties", counted)
    with Ledger(tmp_path / "one.db") as one:
        for reading in made:
            one.append(reading)
    assert found["by few"] > 4 * found["by all links"], found
    first = rows(tmp_path / "one.db", numbers=False)
    assert len(first["events"]) > 2
    monkeypatch.setattr(joining, "_by_ties", lambda *_: None)
    mixed = chance.sample(made, len(made))
    with Ledger(tmp_path / "two.db") as two:
        for start in range(0, len(mixed), 9):
            two.append(*mixed[start : start + 9])
    assert rows(tmp_path / "two.db", numbers=False) == first
    with Ledger(tmp_path / "one.db") as one:
        one.rebuild()
    assert rows(tmp_path / "one.db", numbers=False) == first
