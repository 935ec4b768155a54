"""Where on the calendar a time expression lies: by its own words, from the day of publication, or from the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from reportedly.stages import _tense
from reportedly.stages._timeparts import Expression, length, size
from reportedly.stages._timevalues import (
    GRAINS,
    HOLIDAYS,
    Period,
    bounds,
    containing,
    days_in,
    holiday,
    shifted,
    written,
)
from reportedly.stages._timewords import Token
from reportedly.terms import Reference

__all__ = ["Placed", "Placer"]

#: period, value, reference, and the code and message of a problem
Placed: TypeAlias = tuple[Period | None, str, Reference, tuple[str, str] | None]
#: how far back, in code points, a time in the text still anchors `a year earlier` or `that day`
_REACH = 1500
#: the same for `the year`
_NEAR = 400


class Placer:
    """Places expressions one after another; remembers the times met, from which later ones may count."""

    def __init__(self, tokens: Sequence[Token], day: date | None) -> None:
        self.tokens = tokens
        self.day = day
        #: the last calendar period met of each grain, and where
        self.periods: dict[str, tuple[Period, int]] = {}
        #: the periods that are not themselves told as so far before or after another
        self.bases: dict[str, tuple[Period, int]] = {}
        #: the last quarter met
        self.quarter: Period | None = None
        self.quarter_at = -_REACH
        #: whether a longer stretch than a quarter is told of: `for the nine months`
        self.longer = False

    def counted(self, day: date, grain: str, count: int | Fraction | None, sign: int) -> date | None:
        """The day that lies so many units from `day`; None where it is not said or not on the calendar."""
        if count is None:
            return None
        days = {"day": 1, "week": 7, "weekend": 7}.get(grain)
        try:
            if grain in ("hour", "minute", "second"):
                return day
            if days:
                return day + timedelta(days=sign * round(count * days))
            months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}[grain]
            at = day.year * 12 + day.month - 1 + sign * round(count * months)
            year, month = divmod(at, 12)
            return date(year, month + 1, min(day.day, days_in(year, month + 1)))
        except (ValueError, OverflowError):
            return None

    def placed(self, found: Expression, start: int) -> Placed | None:
        """An expression's period, value and reference, with a problem where the calendar has no such day."""
        if found.kind == "fixed":
            return self._fixed(found)
        if found.kind == "named":
            return self._named(found)
        if found.kind == "weekday":
            return self._weekday(found)
        if found.kind == "deictic":
            return self._deictic(found, start)
        return self._relative(found, start)

    def _fixed(self, found: Expression) -> Placed:
        year = found.year or 0
        if found.grain in ("decade", "century"):
            period = Period(found.grain, found.number)
        elif found.grain == "year":
            period = Period("year", year)
        elif found.value in HOLIDAYS:
            period = containing(holiday(found.value, year), found.mod or "day")
        elif found.grain == "day":
            return self._day(year, found.month, found.number, Reference.ITSELF)
        else:
            period = _within_year(found.grain, found.number, year)
        return period, written(period), Reference.ITSELF, None

    def _day(self, year: int, month: int, day: int, reference: Reference) -> Placed:
        if not 1 <= day <= days_in(year, month):
            period = Period("month", year * 12 + month - 1)
            message = f"there is no day {day} in {written(period)}"
            return period, written(period), reference, ("no-such-date", message)
        period = Period("day", date(year, month, day).toordinal())
        return period, written(period), reference, None

    def _named(self, found: Expression) -> Placed:
        """A day, month, quarter, season or half without its year."""
        if self.day is None:
            value = f"XXXX-{found.month:02d}-{found.number:02d}"
            if found.grain == "season":
                value = "XXXX-" + ("SP", "SU", "FA", "WI")[found.number - 1]
            elif found.grain != "day":
                value = (
                    f"XXXX-{found.number:02d}"
                    if found.grain == "month"
                    else f"XXXX-{found.grain[0].upper()}{found.number}"
                )
            if found.value in HOLIDAYS:
                value = "XXXX-WXX" if found.mod else HOLIDAYS[found.value] or "XXXX-XX-XX"
                return None, value, Reference.MISSING, None
            if found.grain == "day" and found.number > max(days_in(2024, found.month), 1):
                problem = ("no-such-date", f"month {found.month} never has a day {found.number}")
                return None, f"XXXX-{found.month:02d}", Reference.MISSING, problem
            return None, value, Reference.MISSING, None
        year = self._year_for(found)
        if found.grain == "day" and (found.month, found.number) == (2, 29) and not found.lead:
            year = self._leap(year)
        if found.value in HOLIDAYS:
            period = containing(holiday(found.value, year), found.mod or "day")
            return period, written(period), Reference.PUBLICATION, None
        if found.grain == "day":
            return self._day(year, found.month, found.number, Reference.PUBLICATION)
        period = _within_year(found.grain, found.number, year)
        return period, written(period), Reference.PUBLICATION, None

    def _leap(self, year: int) -> int:
        """The nearest year that has a 29 February: an earlier one, but where `year` is still to come."""
        assert self.day is not None
        ahead = (year, 3) > (self.day.year, self.day.month)
        return next(
            (
                near
                for near in range(year, year + 9 if ahead else year - 9, 1 if ahead else -1)
                if days_in(near, 2) == 29
            ),
            year,
        )

    def _year_for(self, found: Expression) -> int:
        """The year of a named day, month, quarter or season, by the words that point, else by tense and nearness."""
        assert self.day is not None
        day = self.day
        lead = found.lead
        if found.value in HOLIDAYS:
            fallen = holiday(found.value, day.year)
            if found.mod and not found.lead and containing(day, found.mod) == containing(fallen, found.mod):
                return day.year
            found = found._replace(month=fallen.month, number=fallen.day)
        if lead.startswith("year:"):
            return day.year + {"last": -1, "next": 1}.get(lead[5:], 0)
        if found.grain == "day":
            here = (day.month, day.day)
            there = (found.month, found.number)
        else:
            here = (
                containing(day, found.grain).number
                % (12 if found.grain == "month" else 4 if found.grain != "half" else 2)
                + 1,
                0,
            )
            there = (found.number, 0)
        base = day.year
        if found.grain == "season":
            base = containing(day, "season").number // 4
        if lead in ("last", "previous"):
            return base if there < here else base - 1
        if lead in ("next", "following"):
            return base if there > here else base + 1
        if lead == "this":
            return base
        if there == here:
            return base
        per = 12 if found.grain in ("month", "day") else 2 if found.grain == "half" else 4
        weekday = found.value
        if weekday.isdecimal():
            fit = [
                year for year in (base, base - 1, base + 1) if _falls_on(year, found.month, found.number, int(weekday))
            ]
            if fit:
                return fit[0]
        # how far back the last one lies, as a share of a year
        back = ((here[0] - there[0]) + (here[1] - there[1]) / 31) / per % 1.0
        before = base if there < here else base - 1
        tense = self.tense(found)
        far = {"day": 0.75, "month": 0.8}.get(found.grain, 1.0)
        if found.first and self.tokens[found.first - 1].word == "ended":
            # `the year ended Jan. 31`, however long ago
            far = 1.0
        limit = {_tense.FUTURE: 0.34, _tense.PAST: far}.get(tense or "", 0.5)
        return before if back < limit else before + 1

    def _weekday(self, found: Expression) -> Placed:
        if self.day is None:
            value = "XXXX-WXX-WE" if found.grain == "weekend" else f"XXXX-WXX-{found.number}"
            return None, value, Reference.MISSING, None
        day = self.day
        if found.grain == "weekend":
            monday = containing(day, "weekend")
            future = self.tense(found) == _tense.FUTURE
            period = monday if future or day.weekday() >= 5 else shifted(monday, -1)
            return period, written(period), Reference.PUBLICATION, None
        if found.lead.startswith("week:"):
            week = shifted(containing(day, "week"), {"last": -1, "next": 1}.get(found.lead[5:], 0))
            period = Period("day", week.number + found.number - 1)
            return period, written(period), Reference.PUBLICATION, None
        gap = found.number - day.isoweekday()
        reference = Reference.PUBLICATION
        near = self.periods.get("day")
        if found.lead in ("previous", "following") and near is not None:
            origin = date.fromordinal(near[0].number)
            gap = found.number - origin.isoweekday()
            day, reference = origin, Reference.ANOTHER
        if found.lead in ("last", "previous"):
            gap = gap - 7 if gap >= 0 else gap
        elif found.lead in ("next", "following"):
            gap = gap + 7 if gap <= 0 else gap
        elif found.lead == "this":
            pass
        else:
            gap = self._gap(found, gap)
        period = Period("day", day.toordinal() + gap)
        return period, written(period), reference, None

    def _gap(self, found: Expression, gap: int) -> int:
        """How many days from publication a weekday lies that no word points to; `gap` is the way within its week."""
        ahead, behind = gap % 7, -(-gap % 7)
        tense = self.tense(found)
        if tense == _tense.OPEN:
            return ahead if ahead < -behind else behind
        if ahead == 1 and found.last < len(self.tokens) and self.tokens[found.last].word == "'s":
            # `Tuesday's vote`, said on Monday, is tomorrow's: nobody means the day six days back
            return ahead
        if ahead == 1 and _tense.in_lead(self.tokens, found.first):
            # a first sentence tells of the day; where it is a day later than here, as in Asia, it names tomorrow's
            return ahead
        return ahead if tense == _tense.FUTURE else behind

    def _deictic(self, found: Expression, start: int) -> Placed | None:
        count = found.amount
        if found.grain in ("hour", "minute", "second"):
            return None, length(size(count) if count is not None else None, found.value), Reference.ITSELF, None
        if count is None:
            return None, "PAST_REF" if found.lead == "ago" else "FUTURE_REF", Reference.PUBLICATION, None
        if self.day is None:
            return None, _unplaced(found.grain), Reference.MISSING, None
        if found.grain == "year" and count == -1 and found.lead == "ago" and self._in_quarter(start):
            # business reports compare a quarter with that of `a year ago`
            assert self.quarter is not None
            period = shifted(self.quarter, -4)
            return period, written(period), Reference.ANOTHER, None
        period = self._stepped(containing(self.day, found.grain), self.day, found.grain, count)
        if bounds(period) is None:
            return None, "PAST_REF" if count < 0 else "FUTURE_REF", Reference.PUBLICATION, None
        return period, written(period), Reference.PUBLICATION, None

    def _stepped(self, period: Period, day: date, grain: str, count: int | Fraction) -> Period:
        if isinstance(count, int):
            return shifted(period, count)
        reach = self.counted(day, grain, abs(count), 1 if count > 0 else -1)
        return containing(reach, "month" if grain == "year" else grain) if reach else period

    def _relative(self, found: Expression, start: int) -> Placed | None:
        """A time counted from another time in the text, or where none is near from the day of publication."""
        if found.lead == "period" and self.longer:
            found = found._replace(grain="year", amount=-1, lead="reported")
        grain = found.grain
        if grain == "quarter" and found.year is not None:
            number = self.quarter.number % 4 + 1 if self.quarter and not self.longer else None
            if number is None:
                return Period("year", found.year), f"{found.year:04d}", Reference.ITSELF, None
            period = _within_year("quarter", number, found.year)
            return period, written(period), Reference.ANOTHER, None
        if found.amount is None:
            return None, "PAST_REF" if found.lead == "ago" else "FUTURE_REF", Reference.ANOTHER, None
        if grain in ("hour", "minute", "second"):
            return None, length(size(found.amount), found.value), Reference.ITSELF, None
        origin, reference = self._origin(found, start)
        if origin is None:
            return None, _unplaced(grain), Reference.MISSING, None
        if grain == "quarter":
            self.quarter_at, self.longer = start, False
        if grain == "quarter" and found.number:
            assert self.day is not None or origin
            base = bounds(origin)
            year = (base[0].year if base else 1) - 1
            period = _within_year("quarter", found.number, year)
            return period, written(period), reference, None
        if (
            grain == "year"
            and self._in_quarter(start)
            and self.quarter is not None
            and size(found.amount) >= 1
            and isinstance(found.amount, int)
        ):
            period = shifted(self.quarter, 4 * found.amount)
            return period, written(period), Reference.ANOTHER, None
        first = bounds(origin)
        if first is None:
            return None
        # `a year earlier`, after a month, is that month of the year before
        if (
            origin.grain != grain
            and grain == "year"
            and origin.grain in ("month", "quarter")
            and isinstance(found.amount, int)
            and found.amount
        ):
            period = shifted(origin, found.amount * (12 if origin.grain == "month" else 4))
        else:
            period = self._stepped(containing(first[0], grain), first[0], grain, found.amount)
        reach = bounds(period)
        if reach is None:
            return None, "PAST_REF" if found.amount < 0 else "FUTURE_REF", reference, None
        if found.amount > 0 and self.day is not None and reach[0] > self.day and self.tense(found) == _tense.PAST:
            # `a day later, he fled`: what it counts from is no day that the report names
            return None, _unplaced(grain), Reference.MISSING, None
        return period, written(period), reference, None

    def _goes_on(self, period: Period) -> bool:
        """Whether a period has not ended by the day of publication: no report tells its results."""
        reach = bounds(period)
        return self.day is not None and reach is not None and reach[1] >= self.day

    def _origin(self, found: Expression, start: int) -> tuple[Period | None, Reference]:
        """What a time of the text counts from: the quarter reported on, the last time met, or publication."""
        grain = found.grain
        if grain == "quarter" and found.lead in ("that", "same") and "quarter" in self.periods:
            return self.periods["quarter"][0], Reference.ANOTHER
        latest = found.lead == "latest"
        if grain == "quarter" and self.quarter is not None and not (latest and self._goes_on(self.quarter)):
            return self.quarter, Reference.ANOTHER
        compares = size(found.amount or 0) != found.amount
        # `the year` alone is this one sooner than one told of some paragraphs before
        reach = _NEAR if grain == "year" and not found.amount and not found.lead else _REACH
        near = self._near(self.bases if compares else self.periods, grain, start - reach)
        if near is not None and grain != "quarter" and found.lead != "reported":
            return near, Reference.ANOTHER
        if self.day is None:
            return None, Reference.MISSING
        if grain == "quarter":
            return shifted(containing(self.day, "quarter"), -1), Reference.PUBLICATION
        return Period("day", self.day.toordinal()), Reference.PUBLICATION

    def _in_quarter(self, start: int) -> bool:
        return self.quarter is not None and start - self.quarter_at < _REACH

    def _near(self, periods: dict[str, tuple[Period, int]], grain: str, after: int) -> Period | None:
        """The last of some periods, met after an offset, that is no coarser than `grain`."""
        fit = [
            (at, period)
            for period, at in periods.values()
            if at > after and GRAINS.index(period.grain) <= GRAINS.index(grain)
        ]
        return max(fit)[1] if fit else None

    def remember(self, period: Period, start: int, own: bool, base: bool = True) -> None:
        """Keeps a time that later ones may count from; `own` where it is one that the report tells of.

        What is no `base` is a comparison itself: `a year earlier`, said twice, is the same year. A quarter still to end
        is no quarter reported on where another was.
        """
        self.periods[period.grain] = period, start
        if base:
            self.bases[period.grain] = period, start
        if period.grain == "quarter" and own:
            if self.quarter is None or not self._goes_on(period) or self._goes_on(self.quarter):
                self.quarter = period
            self.quarter_at, self.longer = start, False

    def leave_quarter(self) -> None:
        """What follows compares longer stretches than a quarter: `for the nine months ... a year earlier`."""
        self.quarter_at, self.longer = -_REACH, True
        self.periods.pop("quarter", None)
        self.bases.pop("quarter", None)

    def text_day(self) -> date | None:
        near = self.periods.get("day")
        return date.fromordinal(near[0].number) if near is not None else self.day

    def tense(self, found: Expression) -> str | None:
        return _tense.tense_at(self.tokens, found.first, found.last)


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return date(year, month, day).isoweekday() == weekday
    except ValueError:
        return False


def _within_year(grain: str, number: int, year: int) -> Period:
    """The month, quarter, season or half of a year, by its number from 1."""
    return Period(grain, year * {"month": 12, "quarter": 4, "season": 4, "half": 2}[grain] + number - 1)


def _unplaced(grain: str) -> str:
    """The value of a period of which nothing but its grain is known."""
    return {
        "day": "XXXX-XX-XX",
        "week": "XXXX-WXX",
        "weekend": "XXXX-WXX-WE",
        "month": "XXXX-XX",
        "quarter": "XXXX-QX",
        "season": "XXXX-XX",
        "half": "XXXX-HX",
        "decade": "XXX",
        "century": "XX",
        "millennium": "X",
    }.get(grain, "XXXX")
