"""Claims: which statement an event belongs to, what is held of it, and whose claim the narrator's own words are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.stages.claims import claim_id, factuality_of, make_claims
from reportedly.stages.events import Echo
from reportedly.terms import Act, EventType, Factuality, Kind, Modality
from reportedly.types import Attribution, EventMention, Report, Span, Speaker, Statement, Timex

TEXT = "Accra said Lomé had denied that its troops raided Aflao. Rebels struck a depot. The raid was a lie, Lomé added."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def attribution(name: str, source: str, cue: str, content: str, within: str | None = None) -> Attribution:
    spans = {"source": (at(source),), "cue": (at(cue),), "content": (at(content),)}
    return Attribution(id=name, kind=Kind.INDIRECT, within=within, score=0.9, **spans)


def statement(name: str, party: str, act: Act, factuality: Factuality, said: Timex | None = None) -> Statement:
    return Statement(
        attribution=name, speaker=Speaker(name=None), party=party, act=act, factuality=factuality, said=said
    )


def event(name: str, words: str, modality: Modality = Modality.ASSERTED) -> EventMention:
    return EventMention(id=name, anchor=at(words), type=EventType.ASSAULT, modality=modality, score=0.8)


OUTER = attribution("a1", "Accra", "said", "Lomé had denied that its troops raided Aflao")
INNER = attribution("a2", "Lomé", "had denied", "its troops raided Aflao", within="a1")
LATER = attribution("a3", "Lomé", "added", "The raid was a lie")
STATEMENTS = (
    statement("a1", "GHA", Act.ASSERT, Factuality.CERTAIN),
    statement("a2", "TGO", Act.DENY, Factuality.CERTAINLY_NOT),
    statement("a3", "TGO", Act.DENY, Factuality.CERTAINLY_NOT),
)
REPORT = Report(id="r", text=TEXT, outlet="Gazette", published="2024-05-02T08:00:00+00:00")


def made(**changes: object) -> dict[tuple[str | None, str | None], tuple[str | None, Act, Factuality, str | None]]:
    given = {
        "attributions": (OUTER, INNER, LATER),
        "statements": STATEMENTS,
        "events": (event("e1", "raided"), event("e2", "struck")),
        **changes,
    }
    claims = make_claims(REPORT, **given)  # type: ignore[arg-type]
    return {(c.attribution, c.mention): (c.party, c.act, c.factuality, c.said) for c in claims}


def test_an_event_is_the_innermost_statements_and_else_the_outlets() -> None:
    found = made()
    assert found["a2", "e1"] == ("TGO", Act.DENY, Factuality.CERTAINLY_NOT, None)
    assert found["a1", None] == ("GHA", Act.ASSERT, Factuality.CERTAIN, None)
    assert found[None, "e2"] == ("MEDIA:Gazette", Act.ASSERT, Factuality.CERTAIN, "2024-05-02")
    assert ("a1", "e1") not in found


def test_a_statement_is_about_the_event_that_its_words_mean_again() -> None:
    assert made()["a3", None][0] == "TGO"
    found = made(echoes=(Echo(at("raid was"), "e1"),))
    assert found["a3", "e1"] == ("TGO", Act.DENY, Factuality.CERTAINLY_NOT, None)
    assert ("a3", None) not in found
    outside = made(echoes=(Echo(at("depot"), "e1"),))
    assert ("a3", None) in outside
    assert len(outside) == len(made())


def test_an_anchor_that_holds_the_cue_is_told_from_outside() -> None:
    found = made(events=(event("e1", "had denied that its troops"),))
    assert found["a1", "e1"][0] == "GHA"


def test_a_statement_without_act_asserts() -> None:
    bare = Statement(attribution="a2", speaker=Speaker(name="A B"), party=None)
    assert made(statements=(bare,))["a2", "e1"] == (None, Act.ASSERT, Factuality.CERTAIN, None)


@pytest.mark.parametrize(
    ("held", "modality", "expected"),
    [
        ("CT+", "asserted", "CT+"),
        ("CT+", "denied", "CT-"),
        ("CT-", "denied", "CT+"),
        ("PS-", "denied", "PS+"),
        ("CT+", "possible", "PS+"),
        ("PR-", "possible", "PS-"),
        ("PS+", "possible", "PS+"),
        ("CT+", "planned", "PR+"),
        ("PS+", "planned", "PS+"),
        ("CT+", "conditional", "Uu"),
        ("Uu", "denied", "Uu"),
    ],
)
def test_what_is_held_of_an_event(held: str, modality: str, expected: str) -> None:
    assert factuality_of(Factuality(held), Modality(modality)) is Factuality(expected)


def test_a_denied_event_turns_the_statements_polarity() -> None:
    found = made(events=(event("e1", "raided", Modality.DENIED), event("e2", "struck", Modality.DENIED)))
    assert found["a2", "e1"][2] is Factuality.CERTAIN
    assert found[None, "e2"][2] is Factuality.CERTAINLY_NOT


@pytest.mark.parametrize(("begin", "end", "said"), [("2024-05-01",) * 2 + ("2024-05-01",), ("2024-05-01", None, None)])
def test_said_is_one_day_or_nothing(begin: str, end: str | None, said: str | None) -> None:
    from reportedly.terms import TimexType

    when = Timex(span=at("Accra"), type=TimexType.DATE, value="2024-05", begin=begin, end=end)
    one = statement("a2", "TGO", Act.DENY, Factuality.CERTAINLY_NOT, when)
    assert made(statements=(one,))["a2", "e1"][3] == said


spans = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=8), st.lists(st.tuples(spans, spans), max_size=6))
def test_every_event_is_claimed_once_and_every_statement_is_a_claim(
    anchors: list[Span], said: list[tuple[Span, Span]]
) -> None:
    attributions = [
        Attribution(id=f"a{k}", source=(), cue=(cue,), content=(content,), kind=Kind.INDIRECT, score=1.0)
        for k, (cue, content) in enumerate(dict.fromkeys(said))
    ]
    events = [
        EventMention(id=f"e{k}", anchor=anchor, type=EventType.AID, score=1.0)
        for k, anchor in enumerate(dict.fromkeys(anchors))
    ]
    claims = make_claims(Report(id="r", text="x" * 80), attributions, (), events)
    assert sorted(c.mention for c in claims if c.mention) == sorted(e.id for e in events)
    assert {c.attribution for c in claims if c.attribution} == {a.id for a in attributions}
    assert len({c.id for c in claims}) == len(claims)
    assert all(re.fullmatch("c[0-9a-f]{16}", c.id) for c in claims)


def test_ids_tell_report_attribution_and_anchor_apart() -> None:
    ids = {
        claim_id(report, a, anchor)
        for report in ("r", "s")
        for a in (None, OUTER, INNER)
        for anchor in (None, Span(0, 3), Span(0, 4))
    }
    assert len(ids) == 18
