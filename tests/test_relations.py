"""Contradictions, and figures that differ only where they count the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.positions import Held, fold
from reportedly.relations import At, Figure, bounds, contradictions, figures_differ, repeats, scope, unit_class
from reportedly.terms import Act, Bound, Factuality, Modality, RelationKind


def held(number: int, party: str, act: Act, day: int, *, speaker: str | None = None) -> Held:
    factuality = {Act.DENY: Factuality.CERTAINLY_NOT, Act.WITHHOLD: Factuality.UNCOMMITTED}.get(act, Factuality.CERTAIN)
    date = f"2024-01-{day:02}"
    return Held(
        claim_id=f"c{number}",
        report_id=f"r{number}",
        party=party,
        event_id="e",
        act=act,
        factuality=factuality,
        speaker=speaker,
        said=date,
        published=date,
    )


def contradicted(*claims: Held) -> list[tuple[str, str]]:
    by_party: dict[str, list[Held]] = {}
    for claim in claims:
        by_party.setdefault(claim.party, []).append(claim)
    positions = [position for own in by_party.values() for position in fold(own)[0]]
    return [(r.earlier, r.later) for r in contradictions(positions, {claim.claim_id: claim for claim in claims})]


A, D, W = Act.ASSERT, Act.DENY, Act.WITHHOLD


@pytest.mark.parametrize(
    ("claims", "pairs"),
    [
        pytest.param([(1, "USA", A, 3), (2, "RUS", D, 5)], [("c1", "c2")], id="one affirms, one denies"),
        pytest.param([(1, "USA", A, 3), (2, "RUS", W, 5)], [], id="to withhold contradicts nobody"),
        pytest.param([(1, "USA", A, 3), (2, "USA", D, 5)], [], id="a party's own change is none"),
        pytest.param([(1, "RUS", D, 3), (2, "RUS", A, 5), (3, "USA", A, 7)], [], id="given up before the other spoke"),
        pytest.param([(1, "RUS", D, 3), (2, "USA", A, 5), (3, "RUS", A, 7)], [("c1", "c2")], id="met, then given up"),
        pytest.param(
            [(1, "USA", A, 3), (2, "USA", A, 4), (3, "RUS", D, 5), (4, "USA", A, 9)], [("c2", "c3")], id="the nearest"
        ),
        pytest.param([(1, "ANON", A, 3), (2, "RUS", D, 5)], [], id="unnamed sources are no party"),
        pytest.param([(1, "MEDIA:Courier", A, 3), (2, "RUS", D, 5)], [("c1", "c2")], id="an outlet in its own voice"),
    ],
)
def test_contradictions(claims: list[tuple[int, str, Act, int]], pairs: list[tuple[str, str]]) -> None:
    assert contradicted(*(held(*claim) for claim in claims)) == pairs


def figure(
    number: int, low: float | None, high: float | None, *, day: int = 3, party: str = "USA", **more: object
) -> Figure:
    settled: dict[str, object] = {
        "unit": "soldiers",
        "counts": "sent",
        "place": None,
        "when": None,
        "modality": Modality.ASSERTED,
        "point": False,
    }
    approx = more.pop("approx", Bound.EXACT)
    at = more.pop("at", None)
    return Figure(
        held=held(number, party, Act.ASSERT, day),
        scope=scope(event_id="e", **(settled | more)),  # type: ignore[arg-type]
        low=low,
        high=high,
        approx=approx,  # type: ignore[arg-type]
        day=f"2024-01-{day:02}",
        at=at,  # type: ignore[arg-type]
    )


ONE = figure(1, 1500, 1500)


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        pytest.param(figure(2, 15000, 15000, party="KOR"), True, id="another number"),
        pytest.param(figure(2, 15000, 15000), True, id="another number, one party, two reports"),
        pytest.param(figure(2, 1500, 1500, party="KOR"), False, id="the same number"),
        pytest.param(figure(2, 15000, 15000, unit="troops"), True, id="another noun for the same"),
        pytest.param(figure(2, 15000, 15000, unit="tanks"), False, id="another thing"),
        pytest.param(figure(2, 15000, 15000, unit=None), False, id="no thing said"),
        pytest.param(figure(2, 15000, 15000, counts="killed"), False, id="counted for another reason"),
        pytest.param(figure(2, 15000, 15000, place="Kursk Region"), False, id="another place"),
        pytest.param(figure(2, 15000, 15000, when="2024-12"), False, id="another time"),
        pytest.param(figure(2, 15000, 15000, modality=Modality.PLANNED), False, id="expected, not sent"),
        pytest.param(figure(2, 15000, 15000, day=9), False, id="a later count"),
        pytest.param(figure(2, 1000, None, party="KOR"), False, id="at least fewer"),
        pytest.param(figure(2, 2000, None, party="KOR"), True, id="at least more"),
        pytest.param(figure(2, None, 1000, party="KOR"), True, id="at most fewer"),
        pytest.param(figure(2, 1700, 1700, approx=Bound.ABOUT), False, id="about so many"),
        pytest.param(figure(2, 1000, 2000), False, id="a range that holds it"),
    ],
)
def test_figures(other: Figure, differ: bool) -> None:
    found = figures_differ([ONE, other])
    assert bool(found) is differ, found
    assert figures_differ([other, ONE]) == found
    for relation in found:
        assert relation.kind is RelationKind.FIGURES_DIFFER
        assert "1,500" in relation.why


def test_the_dead_only_grow() -> None:
    early = figure(1, 58, 58, unit="people", counts="killed", day=3)
    fewer = figure(2, 20, 20, unit="people", counts="killed", day=6, party="SYR")
    more = figure(3, 80, 80, unit="people", counts="killed", day=6, party="SYR")
    assert len(figures_differ([early, fewer])) == 1
    assert figures_differ([early, more]) == []


def test_an_attack_has_one_place_and_time_so_reports_need_not_repeat_them() -> None:
    one = figure(1, 58, 58, unit="people", counts="killed", place="Idlib", when="2017-04-04", point=True)
    two = figure(2, 11, 11, unit="people", counts="killed", point=True, party="SYR")
    assert len(figures_differ([one, two])) == 1


def attack(words: str = "", place: str | None = None, day: int | None = None, **more: object) -> At:
    date = f"2024-01-{day:02}" if day else None
    return At(place=place, begin=date, end=date, words=frozenset(words.split()), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param(attack(place="idlib"), attack(place="idlib"), True, id="one town"),
        pytest.param(attack(place="idlib"), attack(place="aleppo"), False, id="two towns"),
        pytest.param(
            attack(place="idlib"), attack("in idlib bomb", place="khan shaykhun"), True, id="a town named beside"
        ),
        pytest.param(attack(), attack(), False, id="nothing said of either"),
        pytest.param(attack("bomb bus convoy road"), attack("bomb bus convoy gate"), True, id="the same words"),
        pytest.param(attack("bomb bus convoy road"), attack("shell market noon gate"), False, id="other words"),
        pytest.param(
            attack("shell rocket old quarter", place="idlib"),
            attack("strike bridge jet river", place="idlib"),
            False,
            id="one town, other streets",
        ),
        pytest.param(attack(place="syria", wide=True), attack(place="syria", wide=True), False, id="a whole state"),
        pytest.param(attack(place="idlib", day=3), attack(place="idlib", day=3), True, id="one day"),
        pytest.param(attack(place="idlib", day=3), attack(place="idlib", day=2), False, id="two days"),
        pytest.param(attack(place="idlib", day=2), attack(place="idlib"), True, id="the day before the other's report"),
        pytest.param(attack(place="idlib", day=1), attack(place="idlib"), False, id="two days before it"),
    ],
)
def test_figures_of_attacks_differ_only_where_the_reports_show_one_attack(one: At, other: At, differ: bool) -> None:
    killed = {"unit": "people", "counts": "killed", "point": True}
    found = figures_differ([figure(1, 58, 58, at=one, **killed), figure(2, 41, 41, party="SYR", at=other, **killed)])
    assert bool(found) is differ
    # of figures that far apart one is of another attack
    assert not figures_differ([figure(1, 58, 58, at=one, **killed), figure(2, 11, 11, party="SYR", at=other, **killed)])


def test_a_party_that_counts_on_does_not_contradict_itself() -> None:
    killed = {"unit": "people", "counts": "killed"}
    first = figure(1, 15, 15, day=3, **killed)
    assert figures_differ([first, figure(2, 18, 18, day=3, **killed)]) == []
    assert figures_differ([first, figure(2, 18, 18, day=4, **killed)]) == []
    assert len(figures_differ([first, figure(2, 12, 12, day=4, **killed)])) == 1
    assert len(figures_differ([first, figure(2, 18, 18, day=3, party="SYR", **killed)])) == 1


def test_a_wars_dead_are_not_a_days() -> None:
    assert figures_differ([figure(1, 58, 58, counts="dead"), figure(2, 2000, None, counts="killed", party="SYR")]) == []
    assert len(figures_differ([figure(1, 58, 58, counts="dead"), figure(2, 90, 90, counts="killed", party="SYR")])) == 1


def test_ten_reports_of_one_figure_differ_once() -> None:
    copies = [replace(ONE, held=replace(ONE.held, claim_id=f"c{n}", report_id=f"r{n}")) for n in range(10, 20)]
    assert len(figures_differ([*copies, figure(2, 15000, 15000, party="KOR")])) == 1


def test_one_report_is_not_set_against_itself() -> None:
    two = figure(2, 15000, 15000)
    assert figures_differ([ONE, replace(two, held=replace(two.held, report_id="r1"))]) == []


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("soldiers", "soldier"),
        ("North Korean troops", "soldier"),
        ("special-forces personnel", "soldier"),
        ("people", "person"),
        ("children", "child"),
        ("civilians", "civilian"),
        (None, ""),
        ("", ""),
    ],
)
def test_unit_classes(unit: str | None, name: str) -> None:
    assert unit_class(unit) == name


@given(st.none() | st.floats(0, 1e9), st.none() | st.floats(0, 1e9), st.sampled_from(Bound))
def test_bounds_hold_the_figure(low: float | None, high: float | None, approx: Bound) -> None:
    least, most = bounds(figure(1, low, high, approx=approx))
    assert least <= (low or 0.0) + 1e-9
    assert high is None or most >= high


def test_repeats_point_back_to_the_first() -> None:
    claims = [held(number, "RUS", D, number) for number in (1, 2, 3)]
    (position,), _ = fold(claims)
    found = repeats(position, {claim.claim_id: claim for claim in claims})
    assert [(r.kind, r.earlier, r.later) for r in found] == [
        (RelationKind.REPEATS, "c1", "c2"),
        (RelationKind.REPEATS, "c1", "c3"),
    ]
