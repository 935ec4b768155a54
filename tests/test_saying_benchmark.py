"""The judgements of days, audiences and grounds: offsets alone, and counted as they are meant."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.corpora import Document
from benchmarks.saying import FIELDS, given, labels, nesting, verdicts
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from reportedly.terms import Kind, TimexType
from reportedly.types import Attribution, Reading, Report, Span, Speaker, Statement, Timex

TEXT = "Citing a memo, Ana told Bo on Monday that Cleo had said it was over."


def reading() -> Reading:
    def span(words: str) -> tuple[Span, ...]:
        at = TEXT.index(words)
        return (Span(at, at + len(words)),)

    outer = Attribution(
        id="a1", source=span("Ana"), cue=span("told Bo"), content=span("Cleo had said it was over"), kind=Kind.INDIRECT,
        audience=span("Bo"), basis=span("a memo"), score=1.0,
    )  # fmt: skip
    inner = Attribution(
        id="a2", source=span("Cleo"), cue=span("had said"), content=span("it was over"), kind=Kind.INDIRECT,
        within="a1", score=1.0,
    )  # fmt: skip
    monday = Timex(span=span("Monday")[0], type=TimexType.DATE, value="2024-10-28")
    return Reading(
        report=Report(id="r", text=TEXT),
        attributions=(outer, inner),
        statements=(
            Statement(attribution="a1", speaker=Speaker(name="Ana"), party=None, said=monday),
            Statement(attribution="a2", speaker=Speaker(name="Cleo"), party=None),
        ),
    )


def test_the_labels_are_offsets_and_verdicts_alone() -> None:
    lines = labels()
    assert len({(line["report"], line["cue"]) for line in lines}) >= 60
    assert {line["field"] for line in lines} == set(FIELDS)
    for line in lines:
        assert set(line) <= {"report", "cue", "field", "span", "outer", "value", "right"}
        assert isinstance(line["right"], bool)
        assert ("outer" in line) == (line["field"] == "within")


def test_what_a_reading_gives_is_found_by_its_cue() -> None:
    cue, inner = TEXT.index("told"), TEXT.index("had said")
    found = given(reading())
    assert {key: [TEXT[a:b] for a, b in [value]] for key, value in found.items() if len(value) == 2} == {
        (cue, "said"): ["Monday"],
        (cue, "audience"): ["Bo"],
        (cue, "basis"): ["a memo"],
    }
    assert found[inner, "within"] == [cue]


@arbitrary(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(FIELDS[:3]), st.booleans()), unique_by=lambda x: x[:2])
)
def test_each_judgement_is_counted_once(judged: list[tuple[int, str, bool]]) -> None:
    lines = [{"cue": cue, "field": field, "span": [cue, cue + 1], "right": right} for cue, field, right in judged]
    found = {(cue, field): [cue, cue + 1] for cue, field, _ in judged if cue % 2}
    count = verdicts(lines, found)
    assert sum(count.values()) == len(lines)
    for field in FIELDS[:3]:
        assert count[field, "right"] == sum(f == field and right and cue % 2 for cue, f, right in judged)
        assert count[field, "no longer given: wrong"] == sum(
            f == field and not right and not cue % 2 for cue, f, right in judged
        )


@pytest.mark.parametrize(("outer", "right"), [("S1", 1), ("S3", 0), (None, 0)])
def test_nesting_is_right_inside_the_same_statement(outer: str | None, right: int) -> None:
    def row(name: str, words: str, within: str | None) -> dict[str, object]:
        at = TEXT.index(words)
        return {"id": name, "content": [(at, at + len(words))], "nested_in": within}

    gold = [
        row("S1", "Cleo had said it was over", None),
        row("S2", "it was over", outer),
        row("S3", "Citing a memo", None),
    ]
    document = Document("r", TEXT, gold, [])
    assert nesting(document, reading()) == Counter({"given": 1, "gold": int(outer is not None), "right": right})
