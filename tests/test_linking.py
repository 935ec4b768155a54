"""Mentions to events: reasons, abstentions, and the same events in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.belonging import components, story_edges
from reportedly.linking import NEAR, Link, Node, compare, events, keys, neighbours
from reportedly.terms import EventType

T = EventType


def node(name: str, kind: EventType = T.MOBILIZE, actors: str = "PRK", recipients: str = "RUS", **more: object) -> Node:
    base: dict[str, object] = {"day": 739000, "report_id": "r" + name}
    return Node(
        id=name,
        type=kind,
        actors=frozenset(actors.split()),
        recipients=frozenset(recipients.split()),
        **(base | more),  # type: ignore[arg-type]
    )


IDLIB = {"kind": T.ASSAULT, "actors": "SYR", "recipients": "", "place": "idlib", "country": "SYR"}


#: somebody hurts people, nobody says when or where
HURT = {"kind": T.ASSAULT, "actors": "USA", "recipients": "PERSON", "day": None}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(HURT, HURT, False, id="people in both are nobody in particular"),
        pytest.param(HURT | {"recipients": "IRN"}, HURT | {"recipients": "IRN"}, True, id="a party in both is"),
        pytest.param(HURT | {"place": "idlib"}, HURT | {"place": "idlib"}, True, id="people at one place"),
        pytest.param({}, {}, True, id="same roles"),
        pytest.param({}, {"actors": "CHN"}, False, id="another actor"),
        pytest.param({}, {"recipients": "UKR"}, False, id="another recipient"),
        pytest.param({}, {"kind": T.ASSAULT}, False, id="a type of another family"),
        pytest.param({}, {"kind": T.AID}, True, id="a type that coders mix up with it"),
        pytest.param(
            {"words": frozenset({"send", "troop"})},
            {"kind": T.COERCE, "words": frozenset({"send", "troop"})},
            True,
            id="a type of another family, the same words",
        ),
        pytest.param(
            {"words": frozenset({"send", "troop"})},
            {"kind": T.COERCE, "recipients": "UKR", "words": frozenset({"send", "troop"})},
            False,
            id="a type of another family, the same words, another recipient",
        ),
        pytest.param(
            {"kind": T.AGREE, "words": frozenset({"treaty", "sign"})},
            {"kind": T.COOPERATE, "words": frozenset({"send", "troop"})},
            False,
            id="two parties that deal with each other in two ways",
        ),
        pytest.param({}, {"actors": "", "recipients": ""}, False, id="nothing but the type"),
        pytest.param({"actors": ""}, {"actors": ""}, False, id="a recipient alone"),
        pytest.param(
            {"actors": "", "words": frozenset({"deploy"}), "context": frozenset("abc")},
            {"actors": "", "words": frozenset({"deploy"}), "context": frozenset("abc")},
            True,
            id="a recipient and the words",
        ),
        pytest.param({}, {"day": 739000 + 119}, True, id="within its life"),
        pytest.param({}, {"day": 739000 + 361}, False, id="three lives later"),
        pytest.param(IDLIB, IDLIB | {"first": 738996, "last": 738996}, True, id="a date on one side"),
        pytest.param(IDLIB, IDLIB | {"first": 738980, "last": 738980}, False, id="a date long past on one side"),
        pytest.param(
            IDLIB | {"first": 738999, "last": 738999}, IDLIB | {"first": 738999, "last": 738999}, True, id="one date"
        ),
        pytest.param(
            IDLIB | {"first": 738999, "last": 738999}, IDLIB | {"first": 738990, "last": 738990}, False, id="two dates"
        ),
        pytest.param(IDLIB, IDLIB | {"place": "kafr nabl"}, False, id="two towns, one attack each"),
        pytest.param(IDLIB, IDLIB | {"place": "mosul", "country": "IRQ"}, False, id="two countries"),
        pytest.param(
            {"place": "kursk region", "country": "RUS"},
            {"place": "vladivostok", "country": "RUS"},
            True,
            id="two stops of one deployment",
        ),
        pytest.param(
            {"kind": T.CONSULT, "actors": "USA", "recipients": "KOR"},
            {"kind": T.CONSULT, "actors": "KOR", "recipients": "USA"},
            True,
            id="a meeting told from either side",
        ),
        pytest.param(
            {"kind": T.CONSULT, "actors": "USA", "recipients": "KOR", "first": 738998, "last": 738998},
            {"kind": T.CONSULT, "actors": "KOR", "recipients": "USA", "first": 738991, "last": 738991},
            False,
            id="two meetings of the same two",
        ),
    ],
)
def test_pairs(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    link = compare(node("a", **one), node("b", **other))  # type: ignore[arg-type]
    assert (link is not None) is same, link


def test_a_link_says_why() -> None:
    link = compare(
        node("b", place="kursk region", country="RUS", words=frozenset({"deploy"})),
        node("a", place="kursk region", country="RUS", words=frozenset({"deploy"})),
    )
    assert link is not None
    assert (link.a, link.b) == ("a", "b")
    for reason in ("both MOBILIZE", "actor PRK", "recipient RUS", "at kursk region", "anchor deploy"):
        assert reason in link.why
    assert 0.5 < link.score < 1


def test_likeness_of_words_moves_a_pair_over_the_line_and_is_named() -> None:
    one, two = node("a", recipients=""), node("b", recipients="")
    assert compare(one, two) is None
    assert compare(one, two, lambda a, b: 0.5) is None
    link = compare(one, two, lambda a, b: 1.0)
    assert link is not None
    assert "words alike 1.00" in link.why


def test_a_vague_mention_does_not_tie_two_attacks_together() -> None:
    monday = node("a", **IDLIB, first=739000, last=739000)  # type: ignore[arg-type]
    friday = node("b", **IDLIB, first=739004, last=739004)  # type: ignore[arg-type]
    vague = node("c", **IDLIB, day=739005)  # type: ignore[arg-type]
    links = [link for one, two in ((monday, friday), (monday, vague), (friday, vague)) if (link := compare(one, two))]
    assert {(link.a, link.b) for link in links} == {("a", "c"), ("b", "c")}
    found = events([monday, friday, vague], links)
    assert found["a"] != found["b"]
    assert found["c"] in (found["a"], found["b"])


def test_people_outrank_the_links() -> None:
    nodes = [node(name) for name in "abcd"]
    links = [Link(a=a, b=b, score=0.9, why="") for a, b in ("ab", "bc", "cd")]
    assert len(set(events(nodes, links).values())) == 1
    apart = events(nodes, links, different=[("a", "d")])
    assert apart["a"] != apart["d"]
    assert events(nodes, [], same=[("a", "d")])["d"] == events(nodes, [], same=[("a", "d")])["a"]
    both = events(nodes, links, same=[("a", "d")], different=[("a", "d")])
    assert both["a"] == both["d"]


def test_an_event_is_named_by_its_first_mention() -> None:
    nodes = [node("a", day=739002), node("b", day=739001), node("c", day=739001)]
    links = [Link(a="a", b="b", score=0.9, why=""), Link(a="b", b="c", score=0.9, why="")]
    assert set(events(nodes, links).values()) == {"b"}


PARTIES = ["PRK", "RUS", "UKR", ""]


@st.composite
def crowds(draw: st.DrawFn) -> list[Node]:
    size = draw(st.integers(2, 12))
    nodes = []
    for number in range(size):
        first = draw(st.none() | st.integers(739000, 739012))
        nodes.append(
            node(
                f"m{number:02}",
                draw(st.sampled_from([T.MOBILIZE, T.ASSAULT, T.COERCE, T.CONSULT])),
                draw(st.sampled_from(PARTIES)),
                draw(st.sampled_from(PARTIES)),
                place=draw(st.sampled_from(["kursk", "idlib", None])),
                country=draw(st.sampled_from(["RUS", "SYR", None])),
                first=first,
                last=first,
                day=739000 + draw(st.integers(0, 40)),
                words=frozenset(draw(st.sets(st.sampled_from(["deploy", "attack", "send"]), max_size=2))),
                context=frozenset(draw(st.sets(st.sampled_from("abcdef"), max_size=4))),
            )
        )
    return nodes


@settings(max_examples=150, deadline=None)
@given(crowds(), st.randoms(use_true_random=False))
def test_order_changes_nothing(nodes: list[Node], chance: random.Random) -> None:
    pairs = [(a, b) for place, a in enumerate(nodes) for b in nodes[place + 1 :]]
    links = [link for a, b in pairs if (link := compare(a, b))]
    mixed_nodes, mixed_links = list(nodes), [compare(b, a) for a, b in pairs]
    chance.shuffle(mixed_nodes)
    chance.shuffle(mixed_links)
    assert events(nodes, links) == events(mixed_nodes, [link for link in mixed_links if link])


@settings(max_examples=150, deadline=None)
@given(crowds())
def test_only_what_shares_a_key_can_link(nodes: list[Node]) -> None:
    for place, one in enumerate(nodes):
        for other in nodes[place + 1 :]:
            assert keys(one) & keys(other) or compare(one, other) is None


def test_each_is_compared_with_those_near_it() -> None:
    order = [f"m{number:02}" for number in range(20)]
    found = neighbours(order)
    assert ("m00", f"m{NEAR:02}") in found
    assert ("m00", f"m{NEAR + 1:02}") not in found
    assert len(found) == sum(min(NEAR, 19 - place) for place in range(20))


def test_components_are_found_once() -> None:
    near = {"a": ["b"], "b": ["a", "c"], "c": ["b"], "d": []}
    assert list(components("abd", near.__getitem__)) == [frozenset("abc"), frozenset("d")]


@pytest.mark.parametrize(
    ("times", "counts", "mains", "parties", "edges"),
    [
        pytest.param({("a", "b"): 2}, {"a": 9, "b": 3}, "ab", {"a": "XY", "b": "YZ"}, [("a", "b", None)], id="often"),
        pytest.param({("a", "b"): 1}, {"a": 9, "b": 3}, "ab", {"a": "XY", "b": "YZ"}, [], id="seldom"),
        pytest.param({("a", "b"): 3}, {"a": 9, "b": 3}, "ab", {"a": "X", "b": "Z"}, [], id="no party in common"),
        pytest.param({("a", "b"): 1}, {"a": 9, "b": 9}, "a", {}, [("a", "b", "b")], id="a leaf goes with its main"),
        pytest.param(
            {("a", "c"): 1, ("b", "c"): 2},
            {"a": 9, "b": 9, "c": 2},
            "ab",
            {},
            [("b", "c", "c")],
            id="a leaf joins one story only",
        ),
    ],
)
def test_story_edges(
    times: dict[tuple[str, str], int],
    counts: dict[str, int],
    mains: str,
    parties: dict[str, str],
    edges: list[tuple[str, str, str | None]],
) -> None:
    assert [edge[:3] for edge in story_edges(times, counts, set(mains), parties)] == edges
