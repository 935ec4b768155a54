"""Calendar arithmetic for time expressions: periods of each grain, shifted, written as TIMEX3 values, with bounds."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

__all__ = ["GRAINS", "HOLIDAYS", "Period", "bounds", "containing", "days_in", "holiday", "parse", "shifted", "written"]

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
    """The TIMEX3 value of a period: 2024-10-28, 2024-W44, 2024-W44-WE, 2024-10, 2024-Q3, 2024-SU, 2024, 202, 20."""
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


#: holidays that outlets date by; those on one day each year with its value
HOLIDAYS = {
    "christmas": "XXXX-12-25",
    "christmas eve": "XXXX-12-24",
    "new year eve": "XXXX-12-31",
    "new year day": "XXXX-01-01",
    "halloween": "XXXX-10-31",
    "boxing day": "XXXX-12-26",
    "thanksgiving": "",
    "easter": "",
    "easter sunday": "",
    "easter monday": "",
    "palm sunday": "",
    "ash wednesday": "",
    "good friday": "",
    "election day": "",
    "labor day": "",
    "memorial day": "",
}


#: days from Easter Sunday
_FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "palm sunday": -7, "ash wednesday": -46, "good friday": -2,
}  # fmt: skip


def holiday(name: str, year: int) -> date:
    """The day on which a holiday of `HOLIDAYS` falls in a year; American dates for the movable civil ones."""
    fixed = HOLIDAYS[name]
    if fixed:
        return date(year, int(fixed[5:7]), int(fixed[8:]))
    if name in _FROM_EASTER:
        return _easter(year) + timedelta(days=_FROM_EASTER[name])
    if name == "thanksgiving":
        return _nth_weekday(year, 11, 3, 4)
    if name == "election day":
        return _nth_weekday(year, 11, 0, 1) + timedelta(days=1)
    if name == "labor day":
        return _nth_weekday(year, 9, 0, 1)
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


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
    # so far from either end of the calendar every step that a text asks for can be checked
    return (day, int(found[4]) if found[4] else None) if 1000 <= day.year <= 9000 else None
