"""A story's activity is drawn over its whole time, alike on the page and in the terminal."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.ledger.activity import STRETCHES, stretches
from reportedly.render_ledger import _spark
from reportedly.web.plots import spark

_MONDAYS = st.integers(0, 5000).map(lambda week: (date(1950, 1, 2) + timedelta(weeks=week)).isoformat())


@given(st.dictionaries(_MONDAYS, st.integers(1, 10**6), max_size=40))
@example({"9999-12-27": 1, "1900-01-01": 2})
def test_nothing_is_lost_or_too_much(activity: dict[str, int]) -> None:
    weeks = sorted(activity.items())
    found = stretches(weeks)
    assert sum(count for _, _, count in found) == sum(activity.values())
    assert len(found) <= STRETCHES
    for week in activity:
        assert sum(begin <= week <= end for begin, end, _ in found) == 1
    if found:
        assert found[0][0] == weeks[0][0]
        assert found[-1][2] > 0
    assert len(_spark(weeks)) == len(found)
    assert len(spark(weeks)) == len(_spark(weeks).replace(" ", ""))


def test_weeks_without_reports_are_empty() -> None:
    assert _spark([("2024-10-07", 4), ("2024-10-28", 1)]) == "█  ▂"


def test_a_story_of_two_years_is_drawn_as_a_whole() -> None:
    first, last = ("2022-01-03", 1), ("2024-01-01", 1)
    found = spark([first, last])
    assert next(week for _, _, _, week in found) == "2022-01-03"
    assert len(found) == 2
