"""What a source does in saying something: cues that a rule settles before the model."""

import pytest

import reportedly
from reportedly.stages.acts import undenied
from reportedly.terms import Act, Factuality


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


def test_a_reading_keeps_it() -> None:
    text = (
        "The ministry met on Monday. President Olav Berg has not denied that troops crossed the river, officials said."
    )
    reading = reportedly.read(text)
    cues = {a.id: " ".join(span.of(text) for span in a.cue) for a in reading.attributions}
    acts = {cues[s.attribution]: s.act for s in reading.statements}
    assert acts["has not denied"] is Act.WITHHOLD
