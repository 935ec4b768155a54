"""Values survive the way to JSON and back, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.codec import CodecError, decode, dumps, encode, loads, schema
from reportedly.terms import Kind
from reportedly.types import Attribution, Dateline, Problem, Reading, Report, Span
from tests.conftest import ROOT, assert_golden
from tests.fakes import reading

# Anything a str may hold, lone surrogates and controls included.
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
WORDS = st.none() | TEXTS


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Readings with spans anywhere in arbitrary text."""
    text = draw(TEXTS)
    offset = st.integers(0, len(text))
    span = st.tuples(offset, offset).map(lambda pair: Span(min(pair), max(pair)))
    spans = st.lists(span, max_size=3).map(tuple)
    attribution = st.builds(
        Attribution,
        id=TEXTS,
        source=spans,
        cue=spans,
        content=spans,
        kind=st.sampled_from(Kind),
        within=WORDS,
        audience=spans,
        basis=spans,
        score=st.floats(0, 1),
    )
    problem = st.builds(Problem, stage=TEXTS, code=TEXTS, message=TEXTS, span=st.none() | span)
    report = st.builds(Report, id=TEXTS, text=st.just(text), outlet=WORDS, url=WORDS, title=WORDS, published=WORDS)
    dateline = st.none() | st.builds(Dateline, span=span, place=st.none() | span, date=st.none() | span)
    return Reading(
        report=draw(report),
        dateline=draw(dateline),
        attributions=tuple(draw(st.lists(attribution, max_size=3))),
        problems=tuple(draw(st.lists(problem, max_size=2))),
        made_by=draw(TEXTS),
    )


@given(readings())
def test_round_trip(value: Reading) -> None:
    assert decode(Reading, encode(value)) == value


@given(readings())
def test_round_trip_through_bytes(value: Reading) -> None:
    line = dumps(value)
    assert len(line.splitlines()) == 1
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)
    assert loads(Reading, line.encode()) == value


@given(readings())
def test_every_reading_fits_the_schema(value: Reading) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(dumps(value)))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_spans_carry_their_words() -> None:
    value = reading("{Seoul|source a1} {denied|cue a1} {it|content a1}.")
    (first,) = encode(value)["attributions"]
    assert first["source"] == [{"start": 0, "end": 5, "text": "Seoul"}]
    assert first["content"] == [{"start": 13, "end": 15, "text": "it"}]


def test_spans_count_code_points() -> None:
    value = reading("😀𝔸 {Seoul|source a1} {denied|cue a1}.")
    assert encode(value)["attributions"][0]["source"] == [{"start": 3, "end": 8, "text": "Seoul"}]


GOOD: dict[str, Any] = encode(reading("{Seoul|source a1} {denied|cue a1} {it|content a1}."))


def _changed(path: list[Any], value: Any) -> Any:
    data = json.loads(json.dumps(GOOD))
    at = data
    for key in path[:-1]:
        at = at[key]
    if value is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "subject", "advice"),
    [
        (["attributions", 0, "kind"], "shouted", "attributions[0].kind", "wants one of direct, indirect, mixed"),
        (["attributions", 0, "score"], "high", "attributions[0].score", "wants a number, got a string"),
        (["attributions", 0, "score"], True, "attributions[0].score", "wants a number, got a boolean"),
        (["attributions", 0, "score"], float("nan"), "attributions[0].score", "finite"),
        (["attributions", 0, "cue"], None, "attributions[0].cue", "wants an array, got null"),
        (["attributions", 0, "cue", 0, "end"], 3, "attributions[0].cue[0]", "0 <= start <= end"),
        (["attributions", 0, "cue", 0, "end"], 99, "attributions[0].cue[0]", "after the text's 16 code points"),
        (["attributions", 0, "cue", 0, "text"], "said", "attributions[0].cue[0]", "where the report says 'denied'"),
        (["attributions", 0, "cue", 0, "start"], 6.0, "attributions[0].cue[0].start", "a whole number"),
        (["attributions", 0, "cue", 0, "start"], KeyError, "attributions[0].cue[0]", "lacks 'start'"),
        (["attributions", 0, "mood"], 1, "attributions[0]", "no field 'mood'"),
        (["attributions", 0, "id"], KeyError, "attributions[0]", "lacks 'id'"),
        (["report"], KeyError, "the whole", "Reading lacks 'report'"),
        (["report", "text"], 5, "report.text", "wants a string, got a number"),
        (["report"], [], "report", "wants a Report, got an array"),
        (["path"], "x.txt", "the whole", "no field 'path'"),
    ],
)
def test_wrong_data_is_refused_where_it_is_wrong(path: list[Any], value: Any, subject: str, advice: str) -> None:
    with pytest.raises(CodecError) as refused:
        decode(Reading, _changed(path, value))
    assert refused.value.subject == subject
    assert advice in refused.value.advice


def test_fields_with_defaults_may_be_left_out() -> None:
    assert decode(Reading, {"report": {"id": "r1", "text": ""}}) == Reading(report=Report(id="r1", text=""))


@pytest.mark.parametrize("line", ["", "{", "nul", "[" * 100_000])
def test_what_is_not_json_is_refused(line: str) -> None:
    with pytest.raises(CodecError, match="cannot be parsed"):
        loads(Reading, line)


def test_golden_schema_is_current() -> None:
    """The schema in docs/ is the one the code has; `./run golden` rewrites it."""
    assert_golden(str(ROOT / "docs" / "reading.schema.json"), json.dumps(schema(), indent=2) + "\n")
