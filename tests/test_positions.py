"""The fold from claims to positions: changes where there are some, and none where there are none."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.positions import Held, fold, view_of
from reportedly.terms import Act, Factuality, Modality, RelationKind

ACTS = {
    "assert": (Act.ASSERT, Factuality.CERTAIN),
    "confirm": (Act.CONFIRM, Factuality.CERTAIN),
    "deny": (Act.DENY, Factuality.CERTAINLY_NOT),
    "withhold": (Act.WITHHOLD, Factuality.UNCOMMITTED),
    "doubt": (Act.DOUBT, Factuality.UNCOMMITTED),
    "demand": (Act.DEMAND, Factuality.UNCOMMITTED),
    "predict": (Act.PREDICT, Factuality.PROBABLE),
}


def held(line: str, number: int) -> Held:
    """`said|-  published  act  [speaker]  [recap]`, dates as days of January 2024."""
    said, published, act, *rest = line.split()
    kind, factuality = ACTS[act]
    return Held(
        claim_id=f"c{number}",
        report_id=f"r{number}",
        party="RUS",
        event_id="e",
        act=kind,
        factuality=factuality,
        speaker=next((word for word in rest if word != "recap"), None),
        said=None if said == "-" else f"2024-01-{int(said):02}",
        published=f"2024-01-{int(published):02}",
        recap="recap" in rest,
        offset=number,
    )


def days(position_days: list[tuple[str, str | None]]) -> list[str]:
    return [f"{act} {since[-2:] if since else '-'}" for act, since in position_days]


@pytest.mark.parametrize(
    ("lines", "history", "changes", "within"),
    [
        pytest.param(
            ["3 3 deny P", "10 10 withhold V", "20 20 assert G"],
            ["deny 03", "withhold 10", "confirm 20"],
            2,
            0,
            id="deny, withhold, confirm, by three speakers",
        ),
        pytest.param(["3 3 assert A", "9 9 predict B", "12 12 assert C"], ["assert 03"], 0, 0, id="surer is no change"),
        pytest.param(["3 3 deny P", "5 5 demand P", "6 6 deny P"], ["deny 03"], 0, 0, id="a demand takes no view"),
        pytest.param(
            ["3 3 deny P", "10 10 withhold V", "- 12 deny"], ["deny 03", "withhold 10"], 1, 0, id="an old denial retold"
        ),
        pytest.param(
            ["10 10 withhold V", "- 12 deny recap"], ["deny -", "withhold 10"], 1, 0, id="a recap of what came before"
        ),
        pytest.param(
            ["3 3 deny P", "10 10 withhold V", "15 15 deny P"],
            ["deny 03", "withhold 10"],
            0,
            1,
            id="a minority of one: P keeps denying while V will not",
        ),
        pytest.param(
            ["3 3 deny P", "10 10 withhold V", "15 15 deny V"],
            ["deny 03", "withhold 10", "deny 15"],
            2,
            0,
            id="there and back by the same speaker",
        ),
        pytest.param(["3 3 deny P", "3 3 assert V"], ["deny 03", "confirm 03"], 0, 1, id="two speakers on one day"),
        pytest.param(
            ["3 3 deny P", "3 3 assert P"], ["deny 03", "confirm 03"], 1, 0, id="one speaker changes within the day"
        ),
        pytest.param(
            ["- 3 deny", "- 10 withhold", "- 20 assert"],
            ["deny 03", "withhold 10", "confirm 20"],
            2,
            0,
            id="undated, by publication",
        ),
        pytest.param(
            ["5 9 doubt R", "8 8 assert R"], ["doubt 05", "confirm 08"], 1, 0, id="by the saying, not the printing"
        ),
        pytest.param(["5 5 assert R", "7 7 confirm S"], ["confirm 05"], 0, 0, id="confirming oneself"),
    ],
)
def test_histories(lines: list[str], history: list[str], changes: int, within: int) -> None:
    claims = [held(line, number) for number, line in enumerate(lines)]
    positions, relations = fold(claims)
    kinds = [relation.kind for relation in relations]
    assert days([(p.act, p.since) for p in positions]) == history
    assert kinds.count(RelationKind.CHANGE_OF_POSITION) == changes
    assert kinds.count(RelationKind.DISAGREEMENT_WITHIN) == within


def test_every_view_is_kept_with_its_claims() -> None:
    claims = [
        held(line, number) for number, line in enumerate(["3 3 deny P", "- 4 deny", "10 10 withhold V", "- 12 deny"])
    ]
    positions, _ = fold(claims)
    assert [position.claims for position in positions] == [("c0", "c1", "c3"), ("c2",)]
    assert positions[0].speakers == ("P",)
    assert positions[0].until == "2024-01-03"


@pytest.mark.parametrize("party", ["ANON", "PERSON", "EXPERT"])
def test_many_who_share_an_id_do_not_change_their_mind(party: str) -> None:
    from dataclasses import replace

    claims = [replace(held(line, number), party=party) for number, line in enumerate(["3 3 deny", "9 9 assert"])]
    positions, relations = fold(claims)
    assert len(positions) == 2
    assert relations == []


@pytest.mark.parametrize(
    ("act", "factuality", "modality", "view"),
    [
        ("assert", "CT+", "asserted", "affirm"),
        ("assert", "CT-", "asserted", "deny"),
        ("assert", "CT+", "denied", "deny"),
        ("assert", "CT+", "conditional", None),
        ("deny", "CT-", "denied", "deny"),
        ("condemn", "CT+", "asserted", "affirm"),
        ("defend", "Uu", "conditional", None),
        ("demand", "Uu", "planned", None),
        ("reject", "CT-", "asserted", "deny"),
        ("withhold", "Uu", "denied", "withhold"),
        ("doubt", "PS-", "asserted", "doubt"),
    ],
)
def test_views(act: str, factuality: str, modality: str, view: str | None) -> None:
    assert view_of(Act(act), Factuality(factuality), Modality(modality)) == view


lines = st.builds(
    lambda said, late, act, speaker, recap: f"{said or '-'} {min(31, (said or 1) + late)} {act} {speaker} {recap}",
    st.none() | st.integers(1, 25),
    st.integers(0, 6),
    st.sampled_from(sorted(ACTS)),
    st.sampled_from(["", "P", "V", "G"]),
    st.sampled_from(["", "recap"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=10), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_no_claim_is_lost_or_doubled(found: list[str], chance: random.Random) -> None:
    claims = [held(line, number) for number, line in enumerate(found)]
    mixed = list(claims)
    chance.shuffle(mixed)
    positions, relations = fold(claims)
    assert (positions, relations) == fold(mixed)
    kept = [claim for position in positions for claim in position.claims]
    viewed = [one.claim_id for one in claims if view_of(one.act, one.factuality)]
    assert sorted(kept) == sorted(viewed)
    for before, after in pairwise(positions):
        assert (before.since or "") <= (after.since or "")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 25), min_size=1, max_size=8), st.sampled_from(sorted(ACTS)))
def test_one_view_is_one_position_without_changes(said: list[int], act: str) -> None:
    positions, relations = fold([held(f"{day} {day} {act} P", number) for number, day in enumerate(said)])
    assert len(positions) == (act != "demand")
    assert relations == []


def test_a_claim_that_is_likely_misread_opens_no_position_beside_sure_ones() -> None:
    sure, doubtful = held("3 3 deny", 1), replace(held("5 5 assert", 2), score=0.4)
    positions, relations = fold([sure, doubtful])
    assert [(position.act, position.claims) for position in positions] == [(Act.DENY, ("c1",))]
    assert relations == []
    again = replace(held("5 5 deny", 3), score=0.4)
    assert fold([sure, again])[0][0].claims == ("c1", "c3")
    assert [position.act for position in fold([doubtful])[0]] == [Act.ASSERT]
