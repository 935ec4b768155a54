"""What a source does in saying something: cues that a rule settles, and signs in the words beside the vectors."""

import numpy as np
import pytest

import reportedly
from reportedly.model import load
from reportedly.stages._signs import of_statement, signs
from reportedly.stages.acts import classify, pleaded, undenied, unproven
from reportedly.stages.segment import segment
from reportedly.terms import Act, Factuality, Kind
from reportedly.types import Attribution, Span


@pytest.mark.parametrize(
    "cue",
    [
        "has not denied",
        "did not deny",
        "didn't deny",
        "didn’t dispute",
        "would neither confirm nor deny",
        "refused to confirm or deny",
        "declined to deny",
        "has never refuted",
    ],
)
def test_not_to_deny_is_to_withhold(cue: str) -> None:
    assert undenied(cue) == (Act.WITHHOLD, Factuality.UNCOMMITTED)


@pytest.mark.parametrize(
    "cue", ["denied", "flatly denied", "did not confirm", "said", "denied that it had not", "", "notes"]
)
def test_other_cues_are_left_to_the_model(cue: str) -> None:
    assert undenied(cue) is None


@pytest.mark.parametrize(
    ("cue", "wanted"),
    [
        ("pleaded not guilty", (Act.DENY, Factuality.CERTAINLY_NOT)),
        ("will plead not guilty", (Act.DENY, Factuality.CERTAINLY_NOT)),
        ("pled innocent", (Act.DENY, Factuality.CERTAINLY_NOT)),
        ("pleaded guilty", (Act.CONFIRM, Factuality.CERTAIN)),
        ("has already pled guilty", (Act.CONFIRM, Factuality.CERTAIN)),
        ("pleaded for calm", None),
        ("found guilty", None),
        ("said", None),
    ],
)
def test_pleas(cue: str, wanted: tuple[Act, Factuality] | None) -> None:
    assert pleaded(cue) == wanted


def test_a_reading_keeps_it() -> None:
    text = (
        "The ministry met on Monday. President Olav Berg has not denied that troops crossed the river, officials said."
    )
    reading = reportedly.read(text)
    cues = {a.id: " ".join(span.of(text) for span in a.cue) for a in reading.attributions}
    acts = {cues[s.attribution]: s.act for s in reading.statements}
    assert acts["has not denied"] is Act.WITHHOLD


@pytest.mark.parametrize(
    ("cue", "content", "sign"),
    [
        (["denied"], ["that"], "cue:deny"),
        (["has", "not", "confirmed"], ["it"], "not:confirm"),
        (["said"], ["it", "did", "not", "fire"], "says not:said"),
        (["asked"], ["who", "fired", "?"], "asks"),
        (["according", "to"], ["he", "left"], "cues:accord to"),
    ],
)
def test_words_of_a_statement_are_signs(cue: list[str], content: list[str], sign: str) -> None:
    assert sign in signs(cue, content, True, [], [])
    assert "sourced" not in signs(cue, content, False, [], [])


@pytest.mark.parametrize(
    ("content", "act", "expected"),
    [
        ("there is no evidence that it sank", Act.ASSERT, Act.DOUBT),
        ("“There was still no direct proof of a leak”", Act.ASSERT, Act.DOUBT),
        ("no indications of foul play", Act.ASSERT, Act.DOUBT),
        ("we have seen no direct proof", Act.ASSERT, Act.DOUBT),
        ("the ministry continues to have “no specific intelligence or evidence” of it", Act.ASSERT, Act.DOUBT),
        ("there is no evidence that it sank", Act.DENY, None),
        ("there is evidence that it sank", Act.ASSERT, None),
        ("it sank, though there is no evidence", Act.ASSERT, None),
    ],
)
def test_no_evidence_is_doubt(content: str, act: Act, expected: Act | None) -> None:
    found = unproven("said", content, act)
    assert (found and found[0]) == expected


def test_a_cue_of_no_evidence_is_doubt() -> None:
    assert unproven("no credible evidence suggesting", "it sank", Act.ASSERT) == (Act.DOUBT, Factuality.UNCOMMITTED)
    assert unproven("evidence suggesting", "it sank", Act.ASSERT) is None


def test_signs_are_read_off_the_longest_run_of_a_cue_and_the_words_around_it() -> None:
    text = "Berlin’s minister did, he told them, flatly deny that Denmark had fired."
    at = {w: text.index(w) for w in ("did", "flatly deny", "Denmark")}
    attribution = Attribution(
        id="a1",
        kind=Kind.INDIRECT,
        source=(Span(0, 17),),
        cue=(Span(at["did"], at["did"] + 3), Span(at["flatly deny"], at["flatly deny"] + 11)),
        content=(Span(at["Denmark"], len(text) - 1),),
        score=1.0,
    )
    found = of_statement(segment(text), attribution)
    assert {"cue:did", "form:deny", "before:,", "after:that", "first:denmark", "sourced"} <= found.keys()


def test_the_linear_half_moves_a_class_that_the_vectors_leave_open() -> None:
    text = "Berlin denied it."
    model = load()
    attribution = Attribution(
        id="a1", kind=Kind.INDIRECT, source=(Span(0, 6),), cue=(Span(7, 13),), content=(Span(14, 16),), score=1.0
    )
    nothing = np.zeros((1, 3 * model.width), np.float32)
    assert classify(nothing, model, segment(text), [attribution])[0][0] is Act.DENY
    assert classify(nothing[:0], model, segment(text), []) == ()
