"""When a report without a date was written, by who holds which office in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.registry import load
from reportedly.stages import parties, speakers
from reportedly.stages._scene import Scene
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span


def day(text: str, published: str | None = None) -> str | None:
    return Scene(text, published, load()).on


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("President Barack Obama sent Secretary of State John Kerry to Paris.", "2013-02", "2017-01"),
        ("Hillary Clinton, the Democratic nominee, mocked Donald Trump at a rally.", "2015-06", "2016-11"),
        ("President Donald Trump fired Secretary of State Rex Tillerson.", "2017-02", "2018-03"),
        ("Prime Minister David Cameron called Foreign Secretary Philip Hammond.", "2014-07", "2016-07"),
        ("Former Secretary of State Hillary Clinton spoke in Oslo.", "2013-02", "2028"),
        ("The law of 1998 was changed in 2012, Chancellor Angela Merkel said.", "2012-01", "2013-12"),
    ],
)
def test_offices_tell_the_time(text: str, first: str, last: str) -> None:
    found = day(text)
    assert found is not None
    assert first <= found <= last


@pytest.mark.parametrize(
    ("text", "told"),
    [("It rained in Oslo.", None), ("It rained in 2009 and in 2011.", "2011"), ("", None)],
)
def test_without_offices_only_years_tell_it(text: str, told: str | None) -> None:
    assert day(text) == told


def test_the_day_of_publication_goes_before() -> None:
    assert day("President Barack Obama spoke.", "2021-05-03") == "2021-05-03"


def test_an_undated_report_knows_a_candidate_from_a_president() -> None:
    for text, party in (
        ("Donald Trump, the Republican front-runner, said no. Hillary Clinton's campaign agreed.", "TRUMP_CAMPAIGN"),
        ("President Donald Trump said no. Secretary of State Mike Pompeo agreed.", "USA"),
    ):
        end, cue = text.index(" said"), text.index("said")
        source = Span(text.index("Donald"), min(end, text.index("Donald") + len("Donald Trump")))
        a = Attribution(id="a1", source=(source,), cue=(Span(cue, cue + 4),), content=(), kind=Kind.INDIRECT, score=1.0)
        report = Report(id="r", text=text)
        (statement,) = parties.assign(report, [a], speakers.resolve(report, [a], load()))
        assert statement.party == party


@given(st.text(max_size=200))
def test_any_text_has_a_day_or_none(text: str) -> None:
    found = day(f"President Obama: {text}")
    assert found is None or found[:2] in ("19", "20")
