"""The choice among a source's parties: what it may change, what it must leave, and that it hears the weights."""

from __future__ import annotations

import numpy as np
import pytest

from reportedly.registry import load
from reportedly.stages import speakers
from reportedly.stages._choice import Weights, choose, chosen, weights
from reportedly.stages._options import KINDS, Options
from reportedly.stages.parties import assign, by_rule
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span


def found(text: str, *statements: tuple[str, str]) -> list[Attribution]:
    """Attributions of `source, cue`, each searched from where the last one ended."""
    out, at = [], 0
    for n, (source, cue) in enumerate(statements, 1):
        begin, told = text.index(source, at), text.index(cue, at)
        at = told + len(cue)
        who = (Span(begin, begin + len(source)),) if source else ()
        out.append(
            Attribution(id=f"a{n}", source=who, cue=(Span(told, at),), content=(), kind=Kind.INDIRECT, score=1.0)
        )
    return out


def resolved(text: str, attributions: list[Attribution]) -> tuple[Report, speakers.Resolution]:
    report = Report(id="r", text=text)
    return report, speakers.resolve(report, attributions, load())


def favouring(ground: str, value: float = 50.0) -> Weights:
    return Weights({}, np.zeros((0, len(KINDS)), dtype=np.float32), {ground: value})


TEXT = "Kenya's army said it had won. The letter warned of more. It was said that three died."
SAID = (("Kenya's army", "said"), ("The letter", "warned"), ("", "was said"))


def test_options_know_where_they_come_from() -> None:
    attributions = found(TEXT, *SAID)
    report, resolution = resolved(TEXT, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    options = Options(sides, attributions)
    army, letter, nobody = (options.of(a, rule) for a, rule in zip(attributions, rules, strict=True))
    assert {"rule", "names"} <= army.options["KEN"].grounds
    assert "speaks before" in letter.options["KEN"].grounds
    assert (army.sort, letter.sort, nobody.sort) == ("state", "document", "empty")
    assert {"ANON", "PERSON", "EXPERT", "MEDIA:unspecified"} <= set(nobody.options)
    assert all(option.kind in KINDS for unit in (army, letter, nobody) for option in unit.options.values())


def test_the_weights_are_heard() -> None:
    attributions = found(TEXT, *SAID)
    report, resolution = resolved(TEXT, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    turned = choose(sides, attributions, rules, favouring("speaks before"))
    assert [side.party for side in turned[1:]] == ["KEN", "KEN"]
    assert turned[1].links, "what shows the party goes with it"
    silent = choose(sides, attributions, rules, favouring("speaks before", 0.0))
    assert silent == rules


def test_an_open_party_stays_open() -> None:
    text = "Kenya denied it. The Ostmarkian army said it had won."
    attributions = found(text, ("Kenya", "denied"), ("The Ostmarkian army", "said"))
    report, resolution = resolved(text, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    opened = [rules[0], type(rules[0])(None, 0)]
    assert choose(sides, attributions, opened, favouring("speaks before"))[1].party is None


def test_one_person_has_one_party() -> None:
    text = "Tom Berg, a baker, said no. Peru denied it. Berg added that he was late. Chile agreed, Berg said."
    said = (("Tom Berg", "said"), ("Peru", "denied"), ("Berg", "added"), ("Chile", "agreed"), ("Berg", "said"))
    attributions = found(text, *said)
    report, resolution = resolved(text, attributions)
    for model in (weights(), favouring("speaks before", 3.0), favouring("made of a person", 3.0)):
        sides, rules = by_rule(report, attributions, resolution)
        parties = [side.party for side in choose(sides, attributions, rules, model)]
        assert len({parties[n] for n in (0, 2, 4)}) == 1


@pytest.mark.parametrize("sort", ["anon", "expert", "name"])
def test_words_that_settle_the_party_are_left(sort: str) -> None:
    assert chosen(sort, ["ANON"], [{"ANON": 0.0, "KEN": 99.0}]) == ["ANON"]


def test_a_person_needs_more_than_a_noun() -> None:
    scores = [{"PERSON": 0.0, "EXPERT": 0.6}]
    assert chosen("named", ["PERSON"], scores) == ["PERSON"]
    assert chosen("person", ["PERSON"], scores) == ["EXPERT"]
    assert chosen("document", ["PERSON"], scores) == ["EXPERT"]


def test_no_party_is_made_up_where_nothing_is_known() -> None:
    text = "Quill Lines said its crews were safe. Quill Lines denied a strike, and Arden Brothers Ltd agreed."
    attributions = found(text, ("Quill Lines", "said"), ("Quill Lines", "denied"), ("Arden Brothers Ltd", "agreed"))
    report, resolution = resolved(text, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    made = favouring("made of a person")
    assert choose(sides, attributions[:2], rules[:2], made) == rules[:2]


def test_sources_without_a_cue_keep_the_rules_side() -> None:
    text = "Kenya denied it. The letter of the men was long."
    attributions = [
        Attribution(id=name, source=(span,), cue=(), content=(), kind=Kind.INDIRECT, score=1.0)
        for name, span in (("a", Span(0, 5)), ("b", Span(17, 27)))
    ]
    report, resolution = resolved(text, attributions)
    _, rules = by_rule(report, attributions, resolution)
    statements = assign(report, attributions, resolution)
    assert [s.party for s in statements] == [side.party for side in rules]


def test_the_weights_that_ship_are_small_and_finite() -> None:
    model = weights()
    assert model.by_kind.shape == (len(model.told), len(KINDS))
    assert np.isfinite(model.by_kind).all()
    assert all(np.isfinite(value) for value in model.grounds.values())
    assert not [name for name in model.told if any(party in name.split() for party in ("USA", "RUS", "PRK"))]


def test_whoever_asks_may_speak_for_the_outlet_named_nearest() -> None:
    text = "Peru denied it on Monday. Its envoy told the BBC that he was late. He was asked why. Reuters was not there."
    attributions = found(text, ("Peru", "denied"), ("", "was asked"))
    report, resolution = resolved(text, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    option = Options(sides, attributions).of(attributions[1], rules[1]).options
    assert "outlet near" in option["MEDIA:BBC"].grounds
    assert "MEDIA:Reuters" not in option


def test_what_somebody_says_of_himself_is_told() -> None:
    text = "Tom Berg said nothing. Tom Berg said I saw it."
    attributions = [
        Attribution(
            id=f"a{n}",
            source=(Span(at, at + 8),),
            cue=(Span(at + 9, at + 13),),
            content=(Span(at + 14, end),),
            kind=Kind.INDIRECT,
            score=1.0,
        )
        for n, (at, end) in enumerate([(0, 21), (23, len(text))])
    ]
    report, resolution = resolved(text, attributions)
    sides, rules = by_rule(report, attributions, resolution)
    options = Options(sides, attributions)
    told = [options.of(a, rule).told for a, rule in zip(attributions, rules, strict=True)]
    assert ["content I" in some for some in told] == [False, True]
