"""Events: words that hint, phrases that name a party, the decoding of the heads, and what the shipped heads find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.stages import _found, events, further
from reportedly.stages._eventfeatures import (
    MODAL,
    ROLE_SIZES,
    SENTENCE_ROWS,
    Candidates,
    hint_rows,
    modal_rows,
    sentence_rows,
)
from reportedly.stages._plover import TYPES, contexts, hints, mode
from reportedly.stages.encode import Encoded
from reportedly.stages.participants import KINDS, Named, named
from reportedly.stages.segment import rows_of, segment
from reportedly.terms import Bound, Context, EventType, Mode, TimexType
from reportedly.types import Quantity, Report, Span, Timex


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("killings", "ASSAULT"),
        ("Deployed", "MOBILIZE"),
        ("ceasefire", "RETREAT"),
        ("detained", "COERCE"),
        ("condemnation", "ACCUSE"),
        ("Donated", "AID"),
        ("marched", "PROTEST"),
        ("negotiations", "CONSULT"),
    ],
)
def test_a_word_hints_at_its_type_in_every_form(word: str, kind: str) -> None:
    assert EventType(kind) in {TYPES[row] for row in hints(word)}


@pytest.mark.parametrize("word", ["the", "Monday", "table", "", "’"])
def test_most_words_hint_at_nothing(word: str) -> None:
    assert hints(word) == ()


@pytest.mark.parametrize(
    ("kind", "words", "around", "expected"),
    [
        ("ASSAULT", "carried out a suicide bombing", "", "ASSAULT-suicide-attack"),
        ("ASSAULT", "an air strike", "", "ASSAULT-aerial"),
        ("ASSAULT", "attacked", "with tear gas", "ASSAULT-crowd-control"),
        ("COERCE", "arrested", "", "COERCE-arrest"),
        ("THREATEN", "threatened to arrest", "", "THREATEN-arrest"),
        ("SANCTION", "expelled two diplomats", "", "SANCTION-expel"),
        ("AID", "sent food", "", None),
        ("RETREAT", "agreed to a truce", "", "RETREAT-ceasefire"),
    ],
)
def test_the_mode_is_one_of_its_type_or_none(kind: str, words: str, around: str, expected: str | None) -> None:
    found = mode(EventType(kind), words.split(), around.split())
    assert found == (Mode(expected) if expected else None)


def test_every_mode_of_the_lexicon_can_be_found_by_each_of_its_words() -> None:
    from reportedly.stages._plover import _lines

    seen = set()
    for key, words in _lines("modes.tsv"):
        for word in words:
            found = mode(Mode(key).type, word.split("+"))
            assert found is not None, (key, word)
            seen.add(found)
    assert seen == set(Mode)


def test_contexts_come_in_the_order_of_the_terms() -> None:
    assert contexts("hackers stole votes and oil from the court".split()) == tuple(
        c for c in Context if c in {Context.CYBER, Context.ELECTION, Context.LEGAL, Context.NATURAL_RESOURCE}
    )
    assert contexts("nothing of note".split()) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan police arrested two students.", [("Kenyan police", "KEN"), ("two students", "PERSON")]),
        (
            "The Chadian army shelled a Boko Haram camp.",
            [("The Chadian army", "TCD"), ("a Boko Haram camp", "BOKO_HARAM")],
        ),
        ("Peru and Chile signed a pact.", [("Peru", "PER"), ("Chile", "CHL")]),
        ("Residents thanked the UN.", [("Residents", "PERSON"), ("UN", "UN")]),
    ],
)
def test_phrases_that_name_a_party(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(n.span.of(text), n.party) for n in named(Report(id="r", text=text))] == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("Kenya police . the rebels he Asha Mwangi \n UN said , civilians U.S. “ ” É".split())))
def test_phrases_lie_in_the_text_and_none_in_another(words: list[str]) -> None:
    text = " ".join(words)
    found = named(Report(id="r", text=text))
    at = 0
    for n in found:
        assert at <= n.span.start < n.span.end <= len(text)
        assert n.head in n.span
        assert n.kind in KINDS
        at = n.span.end
    half = Span(0, len(text) // 2)
    assert {n.span for n in named(Report(id="r", text=text), within=[half])} == {
        n.span for n in found if n.span in half
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("Kenya struck . the rebels were hit by it will Ghana , “ ”".split()), min_size=1),
    st.integers(0, 30),
    st.integers(1, 4),
)
def test_rows_stay_in_their_tables(words: list[str], first: int, length: int) -> None:
    text = " ".join(words)
    segments = segment(text)
    who = Candidates(segments, named(Report(id="r", text=text)), ())
    run = (min(first, len(segments) - 1), min(first + length, len(segments)))
    run = (run[0], max(run[1], run[0] + 1))
    near = who.near(run)
    for name, rows in who.places(run, near).items():
        assert len(rows) == len(near)
        assert ((rows >= 0) & (rows < ROLE_SIZES[name])).all(), name
    assert set(who.places(run, near)) == set(ROLE_SIZES)
    assert modal_rows(segments, run).shape == (MODAL,)
    assert hint_rows(segments).shape == (len(segments), len(TYPES))
    assert sentence_rows(segments).max() < SENTENCE_ROWS


def test_rows_of_a_span_are_the_words_that_share_a_character() -> None:
    text = "one two three"
    segments = segment(text)
    assert rows_of(segments, Span(2, 5)) == (0, 2)
    assert rows_of(segments, Span(3, 4)) == (1, 1)
    assert rows_of(segments, Span(8, 13)) == (2, 3)


WIDTH = 6


class Hand:
    """Heads set by hand: a word's vector says begin, inside, its type's row and who it is.

    Column 0 opens an anchor, 1 goes on, 2 is ASSAULT, 3 AID, 4 an actor, 5 a recipient.
    """

    def __init__(self) -> None:
        kinds = {"ASSAULT": 2, "AID": 3}
        types = np.zeros((2 * WIDTH + len(TYPES), len(TYPES)), np.float32)
        for name, row in kinds.items():
            types[row, TYPES.index(EventType(name))] = 10
        zero = np.zeros
        self.words: dict[str, Any] = {}
        self.heads: dict[str, Any] = {
            "event.here": np.eye(WIDTH, dtype=np.float32),
            "event.here_bias": zero(WIDTH, np.float32),
            "event.before": zero((WIDTH, WIDTH), np.float32),
            "event.after": zero((WIDTH, WIDTH), np.float32),
            "event.hint": zero((len(TYPES), WIDTH), np.float32),
            "event.sentence": zero((SENTENCE_ROWS, WIDTH), np.float32),
            "event.corpus": zero((2, WIDTH), np.float32),
            "event.tags": np.array([[-5, 5, 0], [-5, 0, 5], *[[0, 0, 0]] * 4], np.float32),
            "event.tags_bias": np.array([3, -3, -3], np.float32),
            "event.type_hidden": np.eye(2 * WIDTH + len(TYPES), dtype=np.float32),
            "event.type_hidden_bias": zero(2 * WIDTH + len(TYPES), np.float32),
            "event.type_out": types,
            "event.type_out_bias": zero(len(TYPES), np.float32),
            "event.modal_hidden": zero((WIDTH + MODAL, 4), np.float32),
            "event.modal_hidden_bias": zero(4, np.float32),
            "event.modal_out": zero((4, 5), np.float32),
            "event.modal_out_bias": np.array([0, 0, 2, 0, 0], np.float32),
            "event.role_anchor": zero((WIDTH, WIDTH), np.float32),
            "event.role_anchor_bias": zero(WIDTH, np.float32),
            "event.role_type": zero((len(TYPES), WIDTH), np.float32),
            "event.role_phrase": np.eye(WIDTH, dtype=np.float32),
            "event.role_out": np.array([[0, 0], [0, 0], [0, 0], [0, 0], [20, 0], [0, 20]], np.float32),
            "event.role_out_bias": zero(2, np.float32),
            "event.role_none": zero((WIDTH, 4), np.float32),
            "event.role_none_bias": zero(4, np.float32),
            **{f"event.role_place.{n}": zero((size, WIDTH), np.float32) for n, size in ROLE_SIZES.items()},
        }
        self.about: dict[str, Any] = {"least": {"events": 0.0}}


def by_hand(text: str, marks: dict[str, tuple[int, ...]]) -> Any:
    """The events of a text whose words have the columns of `marks` set."""
    segments = segment(text)
    vectors = np.zeros((len(segments), WIDTH), np.float32)
    for row, form in enumerate(segments.forms):
        vectors[row, list(marks.get(form, ()))] = 1
    model: Any = Hand()
    return events.find_events(Report(id="r", text=text), segments, Encoded((), vectors), model, least=0.0)


def test_heads_become_events_with_words_parties_and_modality() -> None:
    text = "Ghana shelled hard the Togolese army. Others fed it."
    marks = {"shelled": (0, 2), "hard": (1, 2), "fed": (0, 3), "Ghana": (4,), "army": (5,)}
    first, second = by_hand(text, marks)
    assert (first.id, first.anchor.of(text), first.type.value) == ("e1", "shelled hard", "ASSAULT")
    assert second.anchor.of(text) == "fed"
    assert second.type is EventType.AID
    assert first.modality.value == "planned"
    for e in (first, second):
        assert all(p.span.of(text) for p in (*e.actors, *e.recipients))
    assert [p.party for p in first.actors] == ["GHA"]
    assert [p.party for p in first.recipients] == ["TGO"]
    assert first.recipients[0].span.of(text) == "the Togolese army"


def test_an_anchor_ends_with_its_sentence() -> None:
    text = "They struck hard. Again they left."
    found = by_hand(text, {"struck": (0, 2), "hard": (1, 2), ".": (1, 2), "Again": (1, 2)})
    assert [e.anchor.of(text) for e in found][:2] == ["struck hard.", "Again"]


def test_without_heads_nothing_is_found() -> None:
    segments = segment("Ghana shelled it.")
    model: Any = type("Bare", (), {"heads": {}, "about": {}})()
    assert events.find_events(Report(id="r", text="x"), segments, Encoded((), np.zeros((4, 6))), model) == ()


def roles(first: dict[int, float], second: dict[int, float], names: list[str | None]) -> Any:
    segments = segment(" ".join(name or "it" for name in names))
    phrases = [
        Named(Span(a, b), Span(a, b), name, "name")
        for a, b, name in zip(segments.starts, segments.ends, names, strict=True)
    ]
    who = Candidates(segments, phrases, ())
    uniform = np.full(16, 1 / 16, np.float32)
    return _found.parties(_found.Found((0, 1), uniform, uniform[:5], (), first, second), who)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({0: 0.8, -1: 0.2}, {1: 0.7, -1: 0.3}, (["GHA"], ["TGO"])),
        ({0: 0.3, 2: 0.35, 1: 0.35}, {1: 1.0}, (["GHA"], ["TGO"])),  # two mentions of one party add up
        ({-1: 0.9, 0: 0.1}, {-2: 0.9, 1: 0.1}, ([], ["PERSON"])),
        ({0: 0.55, 1: 0.45}, {-1: 1.0}, (["GHA", "TGO"], [])),  # who shares a role
        ({0: 0.6, 1: 0.4}, {0: 0.9, 1: 0.1}, (["TGO"], ["GHA"])),  # hardly anybody does it to itself
        ({3: 0.9, 0: 0.1}, {1: 1.0}, ([], ["TGO"])),  # a phrase whose party is open
    ],
)
def test_the_likeliest_pair_of_parties(first: Any, second: Any, expected: Any) -> None:
    assert roles(first, second, ["GHA", "TGO", "GHA", None]) == expected


def test_the_figure_is_one_that_counts_in_the_sentence() -> None:
    def figure(start: int, counts: str | None, unit: str | None = "people") -> Quantity:
        span = Span(start, start + 2)
        return Quantity(span=span, low=3, high=3, approx=Bound.EXACT, unit=unit, counts=counts)

    near, counting, outside = figure(12, None), figure(30, "killed"), figure(60, "killed")
    sentence = Span(0, 50)
    assert events.figure_of(Span(5, 10), sentence, (near, counting, outside)) == counting
    assert events.figure_of(Span(5, 10), sentence, (near, outside)) == near
    assert events.figure_of(Span(5, 10), sentence, (figure(12, None, "percent"), outside)) is None


def test_the_time_is_a_date_of_the_sentence() -> None:
    def time(start: int, value: str, kind: TimexType = TimexType.DATE) -> Timex:
        return Timex(span=Span(start, start + 6), type=kind, value=value)

    ahead, after = time(0, "2024-05-01"), time(30, "2024-05-02")
    span, sentence = Span(12, 20), Span(0, 50)
    assert events.time_of(span, sentence, (ahead, after)) == after
    assert events.time_of(span, sentence, (ahead, time(21, "P2D", TimexType.DURATION))) == ahead
    assert events.time_of(span, sentence, (time(21, "PAST_REF"), time(60, "2024"))) is None


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        (
            "Turkish warplanes bombed Kurdish positions in northern Iraq on Tuesday, killing 12 fighters.",
            "ASSAULT",
            "TUR",
            None,
        ),
        ("Police in Kenya arrested three opposition activists in Nairobi on Friday.", "COERCE", "KEN", None),
        ("Israel condemned Iran over the missile test on Monday.", "ACCUSE", "ISR", "IRN"),
        ("China rejected a proposal by Japan for talks on the islands.", "REJECT", "CHN", "JPN"),
    ],
)
def test_the_shipped_heads_read_plain_events(text: str, kind: str, actor: str, recipient: str | None) -> None:
    found = [e for e in reportedly.read(text, published="2024-05-01").events if e.type.value == kind]
    assert found, "no such event"
    assert actor in {p.party for e in found for p in e.actors}
    if recipient:
        assert recipient in {p.party for e in found for p in e.recipients}


@pytest.mark.model
def test_nothing_is_read_from_what_is_no_news_of_conflict() -> None:
    assert reportedly.read("The recipe takes two eggs and a cup of flour. Bake it for an hour.").events == ()


@pytest.mark.model
def test_whose_word_each_is_agrees_with_the_innermost_of_it() -> None:
    text = (Path(__file__).parents[1] / "examples" / "harbour.txt").read_text(encoding="utf-8")
    reading = reportedly.read(text)
    segments = segment(text)
    holders = further._holders(segments, reading.attributions)
    assert len(set(holders.values())) > 5
    for row, (start, end) in enumerate(zip(segments.starts, segments.ends, strict=True)):
        holder = further.innermost(Span(start, end), reading.attributions)
        assert holders.get(row) == (holder.id if holder else None)


def test_a_hidden_pair_shows_no_context() -> None:
    assert contexts("refugees reached the border".split()) == (Context.ASYLUM,)
    assert contexts("shells hit a refugee camp".split()) == ()
    assert contexts("the Observatory for Human Rights counted them".split()) == ()
    assert contexts("violations of human rights".split()) == (Context.HUMAN_RIGHTS,)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("The Kenyan ambassador said that gunmen killed four fishermen in Lamu on Monday.", "killed", ()),
        ("Gunmen killed the Kenyan ambassador in Lamu on Monday, police said.", "killed", (Context.DIPLOMATIC,)),
    ],
)
def test_who_tells_of_an_event_is_no_context_of_it(text: str, anchor: str, expected: tuple[Context, ...]) -> None:
    found = [e for e in reportedly.read(text).events if anchor in e.anchor.of(text)]
    assert [e.contexts for e in found] == [expected]
