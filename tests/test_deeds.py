"""What the words about an anchor settle: tables, no model needed."""

from __future__ import annotations

import pytest

from reportedly.stages._deeds import empty, misfortune, silence, undone, whole
from reportedly.stages.segment import Segments, segment
from reportedly.terms import EventType

AGREE, REJECT = EventType.AGREE, EventType.REJECT


def run_of(segments: Segments, text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    rows = [k for k in range(len(segments)) if start <= segments.starts[k] < start + len(words)]
    return rows[0], rows[-1] + 1


@pytest.mark.parametrize(
    ("text", "anchor", "wanted"),
    [
        ("The minister declined to comment on it.", "declined", True),
        ("The minister refused to say who paid.", "refused to say", True),
        ("An official who refused to be named left.", "refused", True),
        ("Kenya did not rule out a ban.", "rule out", True),
        ("Kenya would not exclude fines.", "exclude fines", True),
        ("Kenya ruled out a ban.", "ruled out", False),
        ("Kenya refused to be drawn into the war.", "refused to be", True),
        ("Kenya refused to be part of the pact.", "refused", False),
        ("Kenya declined the offer.", "declined the offer", False),
        ("Kenya refused to sign.", "refused to sign", False),
        ("Kenya refused entry. He would comment.", "refused entry", False),
    ],
)
def test_silence_is_no_refusal(text: str, anchor: str, wanted: bool) -> None:
    segments = segment(text)
    assert silence(segments, run_of(segments, text, anchor), REJECT) is wanted
    assert not silence(segments, run_of(segments, text, anchor), AGREE)


@pytest.mark.parametrize(
    ("text", "anchor", "wanted"),
    [
        ("Kenya has not refused any help.", "refused any help", True),
        ("Kenya has not refused any help.", "has not refused any help", True),
        ("Kenya never rejected it.", "rejected", True),
        ("Kenya did not deny it.", "did not deny it", False),
        ("Kenya refused any help.", "refused any help", False),
        ("It was not that Kenya refused any help.", "refused any help", False),
        ("Kenya refused not only help.", "refused not only", False),
    ],
)
def test_a_refusal_that_was_not(text: str, anchor: str, wanted: bool) -> None:
    segments = segment(text)
    assert undone(segments, run_of(segments, text, anchor), REJECT) is wanted


@pytest.mark.parametrize(
    ("anchor", "wanted"), [("have", True), ("on Friday", True), ('"', True), ("have met", False), ("met", False)]
)
def test_anchors_that_name_no_deed(anchor: str, wanted: bool) -> None:
    text = 'They have met on Friday, "he" said.'
    segments = segment(text)
    assert empty(segments, run_of(segments, text, anchor)) is wanted


def test_an_auxiliary_joins_the_anchor_right_after_it_and_goes_where_there_is_none() -> None:
    text = "They have met twice. They will. Others left."
    segments = segment(text)
    runs = [run_of(segments, text, words) for words in ("have", "met", "will", "left")]
    assert whole(segments, runs, [AGREE] * 4) == [None, (1, 3), None, runs[3]]


def test_silence_takes_no_auxiliary() -> None:
    text = "They have declined to comment."
    segments = segment(text)
    runs = [run_of(segments, text, words) for words in ("have", "declined")]
    assert whole(segments, runs, [REJECT] * 2) == [None, None]


@pytest.mark.parametrize(
    ("text", "anchor", "wanted"),
    [
        ("The earthquake killed nine people.", "killed", True),
        ("Nine people were killed in the floods.", "were killed", True),
        ("Cholera has killed nine people this month.", "killed", True),
        ("The plane crash that killed nine is looked into.", "killed", True),
        ("Nine people were killed when the rebels crossed the river.", "were killed", False),
        ("Rebels killed nine people after the earthquake.", "killed", False),
        ("The missile caused a crash that killed nine.", "killed", False),
        (
            "Nine people were killed on Friday, months after the region had lived through a drought.",
            "were killed",
            False,
        ),
    ],
)
def test_what_nobody_does_is_no_event(text: str, anchor: str, wanted: bool) -> None:
    segments = segment(text)
    run = run_of(segments, text, anchor)
    assert misfortune(segments, run, EventType.ASSAULT) is wanted
    assert not misfortune(segments, run, EventType.AID)
    assert whole(segments, [run], [EventType.ASSAULT]) == [None if wanted else run]
