"""The stages run in order, each with what it needs, and nothing in a text stops a reading."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import pipeline
from reportedly.errors import ModelError, UsageError
from reportedly.pipeline import STAGES, Stage, at_least, run
from reportedly.types import Reading, Span
from tests.fakes import report


def test_every_stage_is_given_what_it_needs() -> None:
    known = {"report", "text", "model", "scheme", "registry", "made_by"}
    for stage in STAGES:
        assert set(stage.needs) <= known, stage.name
        known |= set(stage.gives)
    assert len({stage.name for stage in STAGES}) == len(STAGES)


def test_read_gives_a_reading(fake_model: None) -> None:
    reading = reportedly.read(
        "SEOUL (Wire) - The port closed. Quill said Arden denied it. Nobody knows.", published="2026-11-20", outlet="A"
    )
    text = reading.report.text
    assert (reading.report.published, reading.report.outlet) == ("2026-11-20", "A")
    assert reading.dateline is not None
    assert reading.dateline.span.of(text) == "SEOUL (Wire) - "
    first, second = reading.attributions
    assert (first.source[0].of(text), second.source[0].of(text), second.within) == ("Quill", "Arden", first.id)
    assert reading.made_by == f"reportedly {reportedly.__version__}, fake 1"
    assert reading.problems == ()


def test_reading_is_a_pure_function(fake_model: None) -> None:
    text = "Quill said no. Arden warned that it was late."
    assert reportedly.read(text) == reportedly.read(text)
    assert reportedly.read(report(text)) == reportedly.read(text)


def test_what_is_given_outranks_the_report(fake_model: None) -> None:
    known = report("Quill said no.", outlet="A", title="T")
    changed = reportedly.read(known, outlet="B").report
    assert (changed.outlet, changed.title) == ("B", "T")
    assert changed.id == report("Quill said no.", outlet="B").id != known.id
    named = reportedly.Report(id="mine", text="Quill said no.")
    assert reportedly.read(named, outlet="B").report.id == "mine"


def test_a_bad_date_is_misuse(fake_model: None) -> None:
    with pytest.raises(UsageError):
        reportedly.read("Quill said no.", published="soon")


def _broken(text: str) -> Mapping[str, Any]:
    raise ValueError("odd text")


def _late(attributions: Any) -> Mapping[str, Any]:
    return {}


def test_a_stage_that_breaks_is_a_problem() -> None:
    stages = (Stage("a", ("text",), ("attributions",), _broken), Stage("b", ("attributions",), (), _late))
    reading = run(stages, report("x"), None)
    assert [(p.stage, p.code) for p in reading.problems] == [("a", "stage-failed"), ("b", "stage-skipped")]
    assert "ValueError: odd text" in reading.problems[0].message


def test_what_the_environment_raises_passes_through() -> None:
    def missing(text: str) -> Mapping[str, Any]:
        raise ModelError("encoder.onnx", "is missing")

    with pytest.raises(ModelError):
        run((Stage("a", ("text",), (), missing),), report("x"), None)


def spans(reading: Reading) -> list[Span]:
    """Every span of a reading."""
    out = [s for a in reading.attributions for role in (a.source, a.cue, a.content, a.audience, a.basis) for s in role]
    out += [p.span for p in reading.problems if p.span is not None]
    if (line := reading.dateline) is not None:
        out += [s for s in (line.span, line.place, line.date, line.outlet) if s is not None]
    return out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=())) | st.text(alphabet="ABa “”\"'\n.-—(),said denied"))
def test_every_span_lies_inside_any_text(fake_model: None, text: str) -> None:
    reading = reportedly.read(text)
    assert reading.report.text == text
    assert all(0 <= span.start < span.end <= len(text) for span in spans(reading))
    assert not [p for p in reading.problems if p.code.startswith("stage-")]


def test_only_the_beginning_of_an_endless_text_is_read(fake_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LONGEST", 30)
    text = "Quill said no. Arden said nothing at all."
    reading = reportedly.read(text)
    (problem,) = reading.problems
    assert (problem.code, problem.span) == ("too-long", Span(25, len(text)))
    assert reading.report.text == text
    assert [a.source[0].of(text) for a in reading.attributions] == ["Quill"]
    assert reportedly.read(text[:30]).problems == ()


def test_at_least_keeps_the_sure_ones_and_their_nesting(fake_model: None) -> None:
    reading = reportedly.read("Quill said Arden denied Bose said Cole said no.")
    assert [(a.id, a.within, a.score) for a in reading.attributions] == [
        ("a1", None, 0.9),
        ("a2", "a1", 0.4),
        ("a3", "a2", 0.9),
        ("a4", "a3", 0.9),
    ]
    kept = at_least(reading, 0.5)
    assert [(a.id, a.within) for a in kept.attributions] == [("a1", None), ("a3", "a1"), ("a4", "a3")]
    assert at_least(reading, 0.0) == reading


def test_importing_costs_nothing() -> None:
    code = (
        "import sys, reportedly, reportedly.pipeline, reportedly.cli; "
        "heavy = {'numpy', 'onnxruntime', 'trafilatura', 'lxml', 'sqlalchemy', 'rich.table'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_path())
    assert made.stdout.strip() == "[]"


def _path() -> dict[str, str]:
    import os

    from tests.conftest import ROOT

    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def test_public_names_are_there() -> None:
    for name in reportedly.__all__:
        assert getattr(reportedly, name) is not None
    assert dir(reportedly) == reportedly.__all__
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = reportedly.nothing
    assert reportedly.read is pipeline.read
