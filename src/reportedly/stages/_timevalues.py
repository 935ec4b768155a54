"""Calendar arithmetic for time expressions: periods of each grain, shifted, written as TIMEX3 values, with bounds."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

__all__ = ["GRAINS", "Period", "bounds", "containing", "days_in", "parse", "shifted", "written"]

#: grains of a period, from fine to coarse
GRAINS = ("day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century", "millennium")
_PER_YEAR = {"month": 12, "quarter": 4, "season": 4, "half": 2}
_SEASONS = ("SP", "SU", "FA", "WI")


class Period(NamedTuple):
    """A stretch of the calendar: its grain, and its place among those of its grain.

    A day counts as `date.toordinal`; a week or weekend by its Monday's; months, quarters, seasons and halves run on
    through the years (year * 12 + month - 1, ...); years, decades, centuries and millennia are numbered from 0.
    """

    grain: str
    number: int


def containing(day: date, grain: str) -> Period:
    """The period of `grain` in which `day` lies; a January day lies in the winter of the year before."""
    if grain == "day":
        return Period("day", day.toordinal())
    if grain in ("week", "weekend"):
        return Period(grain, day.toordinal() - day.weekday())
    if grain == "month":
        return Period("month", day.year * 12 + day.month - 1)
    if grain == "quarter":
        return Period("quarter", day.year * 4 + (day.month - 1) // 3)
    if grain == "season":
        return Period("season", (day.year * 12 + day.month - 3) // 3)
    if grain == "half":
        return Period("half", day.year * 2 + (day.month - 1) // 6)
    return Period(grain, day.year // {"year": 1, "decade": 10, "century": 100, "millennium": 1000}[grain])


def shifted(period: Period, by: int) -> Period:
    """The period `by` places later, or earlier where negative."""
    return Period(period.grain, period.number + by * (7 if period.grain in ("week", "weekend") else 1))


def _first(period: Period) -> date | None:
    grain, number = period
    try:
        if grain in ("day", "week"):
            return date.fromordinal(number)
        if grain == "weekend":
            return date.fromordinal(number + 5)
        if grain == "season":
            month = number * 3 + 2
            return date(month // 12, month % 12 + 1, 1)
        if grain in _PER_YEAR:
            per = _PER_YEAR[grain]
            return date(number // per, number % per * (12 // per) + 1, 1)
        return date(max(MINYEAR, number * {"year": 1, "decade": 10, "century": 100, "millennium": 1000}[grain]), 1, 1)
    except (ValueError, OverflowError):
        return None


def bounds(period: Period) -> tuple[date, date] | None:
    """The first and last day of a period, or None where the calendar of years 1 to 9999 does not hold it."""
    first = _first(period)
    if first is None:
        return None
    if period.grain == "weekend":
        return first, first + timedelta(days=1) if first < date(MAXYEAR, 12, 31) else first
    after = _first(shifted(period, 1))
    return first, after - timedelta(days=1) if after else date(MAXYEAR, 12, 31)


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    span = bounds(Period("month", year * 12 + month - 1))
    return (span[1] - span[0]).days + 1 if span else 31


def written(period: Period) -> str:
    """The TIMEX3 value of a period: 2024-10-28, 2024-W44, 2024-W44-WE, 2024-10, 2024-Q3, 2024-SU, 2024-H1, 2024, 202, 20."""
    grain, number = period
    if grain in ("day", "week", "weekend"):
        try:
            day = date.fromordinal(number)
        except (ValueError, OverflowError):
            return "XXXX-XX-XX"
        if grain == "day":
            return day.isoformat()
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if grain == "weekend" else "")
    if grain == "month":
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    if grain == "quarter":
        return f"{number // 4:04d}-Q{number % 4 + 1}"
    if grain == "half":
        return f"{number // 2:04d}-H{number % 2 + 1}"
    if grain == "season":
        return f"{number // 4:04d}-{_SEASONS[number % 4]}"
    return f"{number:0{ {'year': 4, 'decade': 3, 'century': 2, 'millennium': 1}[grain] }d}"


_DATE = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})\S*)?\s*")


def parse(published: str) -> tuple[date, int | None] | None:
    """The calendar day and the hour of an ISO 8601 moment, as written in its own offset; None where there is none."""
    found = _DATE.fullmatch(published)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day, int(found[4]) if found[4] else None
