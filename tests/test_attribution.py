"""Attributions with the model that ships: marked sentences, nesting, hedges, pieces, careless text, any text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import load
from reportedly.stages.attribution import attribute
from reportedly.stages.encode import encode
from reportedly.stages.segment import segment
from reportedly.terms import Kind, Scheme
from reportedly.types import Attribution, Span

pytestmark = pytest.mark.model

_MARK = re.compile(r"\{([^{}|]*)\|(source|cue|content)\}")


def unmarked(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """Text and spans of `{The minister|source} {denied|cue} {it|content}`."""
    text, roles, at = "", {"source": [], "cue": [], "content": []}, 0  # type: ignore[var-annotated]
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        roles[m[2]].append(Span(len(text), len(text) + len(m[1])))
        text += m[1]
        at = m.end()
    return text + marked[at:], {k: tuple(v) for k, v in roles.items()}


def marks(text: str, a: Attribution) -> str:
    """An attribution in the same marks."""
    out, at = "", 0
    spans = sorted((s, r) for r in ("source", "cue", "content") for s in getattr(a, r))
    for s, role in spans:
        out += text[at : s.start] + "{" + s.of(text) + "|" + role + "}"
        at = s.end
    return out + text[at:]


def find(text: str, scheme: Scheme = Scheme.CONTESTED) -> tuple[Attribution, ...]:
    segments, model = segment(text), load()
    return attribute(segments, encode(segments, model, scheme), model, scheme=scheme)[0]


def loosely(spans: tuple[Span, ...], wanted: tuple[Span, ...]) -> bool:
    """Whether two sets of spans share at least four fifths of their characters."""
    a = {i for s in spans for i in range(s.start, s.end)}
    b = {i for s in wanted for i in range(s.start, s.end)}
    return len(a & b) >= 0.8 * len(a | b) if a or b else True


@pytest.mark.parametrize(
    "marked",
    [
        "{The harbour ministry|source} {said|cue} on Monday that {two boats had been seized near the port|content}.",
        "{“Nobody crossed the line,”|content} {General Ana Ruiz|source} {told reporters|cue} in the capital.",
        "{Nobody has been arrested|content}, {according to|cue} {the regional police|source}.",
        "{“We were not there,”|content} {said|cue} {Ben Okoro|source}. {“We never will be.”|content}",
        "{The president’s office|source} {has denied|cue} that {troops entered the valley|content}.",
        "{The rebels|source} {accused|cue} {the army of shelling two villages|content}.",
        "{The company|source} {declined to comment on|cue} {the reported sale of its mines|content}.",
        "{Two analysts|source} {believe|cue} {the strike was carried out by drones|content}.",
    ],
)
def test_plain_statements(marked: str) -> None:
    text, wanted = unmarked(marked)
    found = find(text)
    assert any(all(loosely(getattr(a, r), wanted[r]) for r in ("source", "content")) for a in found), [
        marks(text, a) for a in found
    ]


def test_nested_statements_know_what_they_stand_within() -> None:
    text = "The spokesman said the ministry had denied that any prisoner was harmed."
    by_cue = {" ".join(s.of(text) for s in a.cue): a for a in find(text)}
    assert set(by_cue) == {"said", "had denied"}
    assert by_cue["had denied"].within == by_cue["said"].id
    assert by_cue["said"].within is None


def test_a_hedge_is_a_statement_without_a_source() -> None:
    text = "The general was reportedly wounded in the attack on Tuesday."
    (a,) = find(text)
    assert a.source == ()
    assert a.cue[0].of(text) == "reportedly"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The bridge is ours,” the colonel said.", Kind.DIRECT),
        ("The colonel said the bridge was in his hands.", Kind.INDIRECT),
        ("The colonel said the bridge was “ours for good” and would be held.", Kind.MIXED),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert [a.kind for a in find(text)] == [kind]


CAREFUL = (
    "Border post attacked\n"
    "The defence ministry said on Monday that three soldiers had been killed at a border post.\n"
    "“We will answer this crime,” Defence Minister Oksana Hale told reporters. A rebel spokesman denied the attack.\n"
    "Residents said they had heard explosions, but the army’s figures could not be confirmed."
)


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda t: t.replace("\n", " "),
        lambda t: t.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda t: t.replace("“", "").replace("”", ""),
    ],
    ids=["lower-case", "no-breaks", "straight-quotes", "no-quotes"],
)
def test_careless_text_keeps_its_statements(change) -> None:  # type: ignore[no-untyped-def]
    def cues(text: str) -> Counter[str]:
        return Counter(a.cue[0].of(text).lower() for a in find(text))

    careful, careless = cues(CAREFUL), cues(change(CAREFUL))
    assert careful.total() >= 4
    assert (careful & careless).total() >= careful.total() - 1


def test_the_flat_scheme_has_nothing_within_anything() -> None:
    text = "The spokesman said the ministry had denied that any prisoner was harmed."
    assert all(a.within is None for a in find(text, Scheme.POLNEAR))


def test_scores_lie_between_the_least_and_one_and_a_higher_least_finds_less() -> None:
    model, segments = load(), segment(CAREFUL)
    encoded = encode(segments, model)
    every, vectors = attribute(segments, encoded, model, least=0.0)
    some, _ = attribute(segments, encoded, model)
    few, _ = attribute(segments, encoded, model, least=0.9)
    assert vectors.shape == (len(every), 3 * model.width)
    assert len(every) >= len(some) >= len(few) > 0
    assert all(model.about["least"]["contested"] - 0.001 <= a.score <= 1 for a in some)


def test_narration_is_nobodys_statement() -> None:
    assert find("Two boats left the northern port on Monday. The sea was calm and the sky was clear.") == ()


tricky = st.lists(
    st.one_of(
        st.sampled_from(
            ["He said", "“", "”", '"', "that", "denied", "\n", "according to", "😀", "𝒜", "\u202e", "שלום", "."]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(tricky)
def test_every_span_of_any_text_is_a_slice_of_it(parts: list[str]) -> None:
    text = " ".join(parts)
    found = find(text)
    ids = {a.id for a in found}
    assert len(ids) == len(found)
    for a in found:
        assert a.cue
        assert a.content
        for role in ("source", "cue", "content"):
            spans = getattr(a, role)
            assert list(spans) == sorted(spans)
            for s in spans:
                assert 0 <= s.start < s.end <= len(text)
                assert s.of(text) == s.of(text).strip()
        seen = set()
        at: str | None = a.id
        while at is not None:  # `within` leads outwards and never round in a circle
            assert at in ids
            assert at not in seen
            seen.add(at)
            at = next(x.within for x in found if x.id == at)
