"""Time expressions of a report with TIMEX3 values, anchored on its publication date and on the tense around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from reportedly.stages import _tense
from reportedly.stages._timegrammar import Expression, expressions, length
from reportedly.stages._timemods import Frame, framed
from reportedly.stages._timevalues import GRAINS, Period, bounds, containing, days_in, parse, shifted, written
from reportedly.stages._timewords import Token, tokenize
from reportedly.terms import Anchor, TimexType
from reportedly.types import Problem, Span, Timex

__all__ = ["find_timexes", "read_timexes"]

STAGE = "timex"
#: how far back, in code points, a quarter or a time in the text still anchors `a year earlier` or `that day`
_REACH = 400


def find_timexes(text: str, published: str | None = None) -> tuple[Timex, ...]:
    """The time expressions of `text`, in order, with their TIMEX3 values.

    Spans follow TimeML's guidelines (articles and modifiers inside, prepositions outside). Relative times are counted
    from the day of publication in its own offset, or from another time in the text (`the day before`); names of days and
    months are placed before or after it by the tense of the verb they go with. Without a date of publication such values
    keep their X (`XXXX-WXX-1`) and `anchor` is MISSING. Linear in the text's length.

    Args:
        text: the body of a report.
        published: ISO 8601 date, or date and time with offset; None or unreadable where it is not known.

    Returns:
        Timexes, by start, none over another. A day that does not exist has its month for a value: see `read_timexes`.

    Example:
        >>> [(t.span.of("He left on Monday."), t.value) for t in find_timexes("He left on Monday.", "2024-10-30")]
        [('Monday', '2024-10-28')]
        >>> find_timexes("He left on Monday.")[0].value
        'XXXX-WXX-1'
    """
    return read_timexes(text, published)[0]


def read_timexes(text: str, published: str | None = None) -> tuple[tuple[Timex, ...], tuple[Problem, ...]]:
    """The time expressions of `text` as `find_timexes` gives them, and what is wrong with them.

    Problems: `published-unreadable`; `no-such-date` (31 June: the value is the month alone); `after-publication` (told
    in the past, yet dated after the day of publication).

    Example:
        >>> times, problems = read_timexes("It fell on 31 June 2023.", "2024-10-30")
        >>> times[0].value, problems[0].code
        ('2023-06', 'no-such-date')
    """
    problems: list[Problem] = []
    day: date | None = None
    if published is not None:
        moment = parse(published)
        if moment is None:
            message = f"the date of publication is not ISO 8601: {published[:40]!r}"
            problems.append(Problem(stage=STAGE, code="published-unreadable", message=message))
        else:
            day = moment[0]
    tokens = tokenize(text)
    reader = _Reader(tokens, day)
    return reader.read(problems), tuple(problems)


class _Reader:
    """One walk over the expressions of a text; remembers the last time met, from which others may count."""

    def __init__(self, tokens: Sequence[Token], day: date | None) -> None:
        self.tokens = tokens
        self.day = day
        #: the last calendar period met of each grain, and where
        self.periods: dict[str, tuple[Period, int]] = {}
        #: the last quarter met
        self.quarter: Period | None = None
        self.quarter_at = -_REACH

    def read(self, problems: list[Problem]) -> tuple[Timex, ...]:
        found: list[Timex] = []
        pending = expressions(self.tokens)
        skip = -1
        for index, expression in enumerate(pending):
            if index <= skip:
                continue
            frame = framed(self.tokens, expression)
            clock = ""
            if expression.kind == "clock":
                joined = self._date_after(pending, index)
                if joined is not None:
                    clock, skip = expression.time, index + 1
                    expression = joined._replace(first=expression.first)
            timex, problem = self._timex(expression, frame, clock)
            if problem is not None:
                problems.append(problem)
            if timex is not None:
                found.append(timex)
        return tuple(found)

    def _date_after(self, pending: Sequence[Expression], index: int) -> Expression | None:
        """The day that follows a clock time at once: `10 p.m. Wednesday`, `5 p.m. on Nov. 9`."""
        if index + 1 >= len(pending):
            return None
        clock, then = pending[index], pending[index + 1]
        between = [token.word for token in self.tokens[clock.last : then.first]]
        if between in ([], [","], ["on"], [",", "on"]) and then.grain == "day" and not then.time and then.kind != "duration":
            return then
        return None

    # --- values ---------------------------------------------------------------------------------------------------

    def _timex(self, found: Expression, frame: Frame, clock: str) -> tuple[Timex | None, Problem | None]:
        tokens = self.tokens
        start = tokens[min(frame.first, found.first)].start
        end = tokens[max(frame.last, found.last) - 1].end
        span = Span(start, end)
        if found.kind == "set":
            return self._plain(span, TimexType.SET, found.value, frame), None
        if found.kind == "ref":
            return self._plain(span, TimexType.DATE, found.value, frame, Anchor.PUBLISHED), None
        if found.kind == "duration":
            return self._duration(span, found, frame), None
        if found.kind == "clock":
            day = self._text_day()
            value = (day.isoformat() if day else "XXXX-XX-XX") + found.time
            anchor = Anchor.PUBLISHED if day else Anchor.MISSING
            iso = day.isoformat() if day else None
            return Timex(span=span, type=TimexType.TIME, value=value, anchor=anchor, mod=frame.mod, begin=iso, end=iso), None
        placed = self._placed(found, start)
        if placed is None:
            return None, None
        period, value, anchor, problem = placed
        time = clock or found.time
        if period is not None:
            self._remember(period, start)
        kind = TimexType.TIME if time else TimexType.DATE
        begin, last = self._days(period, found, frame)
        timex = Timex(span=span, type=kind, value=value + time, anchor=anchor, mod=frame.mod, begin=begin, end=last)
        if problem is not None:
            return timex, Problem(stage=STAGE, code=problem[0], message=problem[1], span=span)
        return timex, self._too_late(timex, found, period)

    def _plain(
        self, span: Span, kind: TimexType, value: str, frame: Frame, anchor: Anchor = Anchor.WORDS
    ) -> Timex:
        if anchor is Anchor.PUBLISHED and self.day is None:
            anchor = Anchor.MISSING
        return Timex(span=span, type=kind, value=value, anchor=anchor, mod=frame.mod)

    def _duration(self, span: Span, found: Expression, frame: Frame) -> Timex:
        value = length(found.count, found.value)
        begin = last = None
        anchor = Anchor.WORDS
        if found.lead in ("last", "next", "recent"):
            anchor = Anchor.PUBLISHED if self.day else Anchor.MISSING
        if self.day is not None and found.lead in ("last", "next", "recent"):
            reach = self._counted(self.day, found.grain, found.count, 1 if found.lead == "next" else -1)
            iso = reach.isoformat() if reach else None
            begin, last = (self.day.isoformat(), iso) if found.lead == "next" else (iso, self.day.isoformat())
        return Timex(span=span, type=TimexType.DURATION, value=value, anchor=anchor, mod=frame.mod, begin=begin, end=last)

    def _counted(self, day: date, grain: str, count: int | Fraction | None, sign: int) -> date | None:
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

    def _placed(
        self, found: Expression, start: int
    ) -> tuple[Period | None, str, Anchor, tuple[str, str] | None] | None:
        """An expression's period, value and anchor, with a problem where the calendar has no such day."""
        if found.kind == "fixed":
            return self._fixed(found)
        if found.kind == "named":
            return self._named(found)
        if found.kind == "weekday":
            return self._weekday(found)
        if found.kind == "deictic":
            return self._deictic(found)
        return self._relative(found, start)

    def _fixed(self, found: Expression) -> tuple[Period | None, str, Anchor, tuple[str, str] | None]:
        year = found.year or 0
        if found.grain in ("decade", "century"):
            period = Period(found.grain, found.number)
        elif found.grain == "year":
            period = Period("year", year)
        elif found.grain == "day":
            return self._day(year, found.month, found.number, Anchor.WORDS)
        else:
            period = _within_year(found.grain, found.number, year)
        return period, written(period), Anchor.WORDS, None

    def _day(
        self, year: int, month: int, day: int, anchor: Anchor
    ) -> tuple[Period | None, str, Anchor, tuple[str, str] | None]:
        if day > days_in(year, month):
            period = Period("month", year * 12 + month - 1)
            message = f"there is no day {day} in {written(period)}"
            return period, written(period), anchor, ("no-such-date", message)
        period = Period("day", date(year, month, day).toordinal())
        return period, written(period), anchor, None

    def _named(self, found: Expression) -> tuple[Period | None, str, Anchor, tuple[str, str] | None]:
        """A day, month, quarter, season or half without its year."""
        if self.day is None:
            value = {
                "day": f"XXXX-{found.month:02d}-{found.number:02d}",
                "month": f"XXXX-{found.number:02d}",
                "quarter": f"XXXX-Q{found.number}",
                "half": f"XXXX-H{found.number}",
                "season": "XXXX-" + ("SP", "SU", "FA", "WI")[found.number - 1] if found.number else "",
            }[found.grain]
            if found.grain == "day" and found.number > max(days_in(2024, found.month), 1):
                problem = ("no-such-date", f"month {found.month} never has a day {found.number}")
                return None, f"XXXX-{found.month:02d}", Anchor.MISSING, problem
            return None, value, Anchor.MISSING, None
        year = self._year_for(found)
        if found.grain == "day":
            return self._day(year, found.month, found.number, Anchor.PUBLISHED)
        period = _within_year(found.grain, found.number, year)
        return period, written(period), Anchor.PUBLISHED, None

    def _year_for(self, found: Expression) -> int:
        """The year of a named day, month, quarter or season, by the words that point, else by tense and nearness."""
        assert self.day is not None
        day = self.day
        lead = found.lead
        if lead.startswith("year:"):
            return day.year + {"last": -1, "next": 1}.get(lead[5:], 0)
        if found.grain == "day":
            here = (day.month, day.day)
            there = (found.month, found.number)
        else:
            here = (containing(day, found.grain).number % (12 if found.grain == "month" else 4 if found.grain != "half" else 2) + 1, 0)
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
        tense = self._tense(found)
        if tense == _tense.FUTURE:
            return base if there > here else base + 1
        if tense == _tense.PAST:
            return base if there < here else base - 1
        # no verb that tells, or the present: the nearest, which within half a year is unambiguous
        gap = (there[0] - here[0]) / {"month": 12, "day": 12, "quarter": 4, "season": 4, "half": 2}[found.grain]
        if gap > 0.5:
            return base - 1
        return base + 1 if gap < -0.5 else base

    def _weekday(self, found: Expression) -> tuple[Period | None, str, Anchor, tuple[str, str] | None]:
        if self.day is None:
            value = "XXXX-WXX-WE" if found.grain == "weekend" else f"XXXX-WXX-{found.number}"
            return None, value, Anchor.MISSING, None
        day = self.day
        if found.grain == "weekend":
            monday = containing(day, "weekend")
            future = self._tense(found) == _tense.FUTURE
            period = monday if future or day.weekday() >= 5 else shifted(monday, -1)
            return period, written(period), Anchor.PUBLISHED, None
        if found.lead.startswith("week:"):
            week = shifted(containing(day, "week"), {"last": -1, "next": 1}.get(found.lead[5:], 0))
            period = Period("day", week.number + found.number - 1)
            return period, written(period), Anchor.PUBLISHED, None
        gap = found.number - day.isoweekday()
        anchor = Anchor.PUBLISHED
        near = self.periods.get("day")
        if found.lead in ("previous", "following") and near is not None:
            origin = date.fromordinal(near[0].number)
            gap = found.number - origin.isoweekday()
            day, anchor = origin, Anchor.TEXT
        if found.lead in ("last", "previous"):
            gap = gap - 7 if gap >= 0 else gap
        elif found.lead in ("next", "following"):
            gap = gap + 7 if gap <= 0 else gap
        elif found.lead == "this":
            pass
        elif self._tense(found) == _tense.FUTURE:
            gap = gap + 7 if gap < 0 else gap
        else:
            gap = gap - 7 if gap > 0 else gap
        period = Period("day", day.toordinal() + gap)
        return period, written(period), anchor, None

    def _deictic(self, found: Expression) -> tuple[Period | None, str, Anchor, tuple[str, str] | None] | None:
        count = found.count
        if found.grain in ("hour", "minute", "second"):
            return None, length(abs(count) if count is not None else None, found.value), Anchor.WORDS, None
        if count is None:
            return None, "PAST_REF" if found.lead == "ago" else "FUTURE_REF", Anchor.PUBLISHED, None
        if self.day is None:
            return None, _unplaced(found.grain), Anchor.MISSING, None
        period = self._stepped(containing(self.day, found.grain), self.day, found.grain, count)
        return period, written(period), Anchor.PUBLISHED, None

    def _stepped(self, period: Period, day: date, grain: str, count: int | Fraction) -> Period:
        if isinstance(count, int):
            return shifted(period, count)
        reach = self._counted(day, grain, abs(count), 1 if count > 0 else -1)
        return containing(reach, "month" if grain == "year" else grain) if reach else period

    def _relative(self, found: Expression, start: int) -> tuple[Period | None, str, Anchor, tuple[str, str] | None] | None:
        """A time counted from another time in the text, or where none is near from the day of publication."""
        grain = found.grain
        if grain == "quarter" and found.year is not None:
            number = self.quarter.number % 4 + 1 if self.quarter else None
            if number is None:
                return Period("year", found.year), f"{found.year:04d}", Anchor.WORDS, None
            period = _within_year("quarter", number, found.year)
            return period, written(period), Anchor.TEXT, None
        if found.count is None:
            return None, "PAST_REF" if found.lead == "ago" else "FUTURE_REF", Anchor.TEXT, None
        if grain in ("hour", "minute", "second"):
            return None, length(abs(found.count), found.value), Anchor.WORDS, None
        origin, anchor = self._origin(grain, start)
        if origin is None:
            return None, _unplaced(grain), Anchor.MISSING, None
        if grain == "quarter" and found.number:
            assert self.day is not None or origin
            base = bounds(origin)
            year = (base[0].year if base else 1) - 1
            period = _within_year("quarter", found.number, year)
            return period, written(period), anchor, None
        if (
            grain == "year"
            and self.quarter is not None
            and start - self.quarter_at < _REACH
            and abs(found.count) >= 1
            and isinstance(found.count, int)
        ):
            period = shifted(self.quarter, 4 * found.count)
            return period, written(period), Anchor.TEXT, None
        first = bounds(origin)
        if first is None:
            return None
        # `a year earlier`, after a month, is that month of the year before
        if origin.grain != grain and grain == "year" and origin.grain in ("month", "quarter") and isinstance(found.count, int) and found.count:
            period = shifted(origin, found.count * (12 if origin.grain == "month" else 4))
        else:
            period = self._stepped(containing(first[0], grain), first[0], grain, found.count)
        return period, written(period), anchor, None

    def _origin(self, grain: str, start: int) -> tuple[Period | None, Anchor]:
        if grain == "quarter" and self.quarter is not None:
            return self.quarter, Anchor.TEXT
        near = self._near(grain, start)
        if near is not None and grain != "quarter":
            return near, Anchor.TEXT
        if self.day is None:
            return None, Anchor.MISSING
        if grain == "quarter":
            return shifted(containing(self.day, "quarter"), -1), Anchor.PUBLISHED
        return Period("day", self.day.toordinal()), Anchor.PUBLISHED

    # --- around ---------------------------------------------------------------------------------------------------

    def _near(self, grain: str, start: int) -> Period | None:
        """The last period met, near enough, that is no coarser than `grain`."""
        fit = [
            (at, period)
            for period, at in self.periods.values()
            if start - at < _REACH and GRAINS.index(period.grain) <= GRAINS.index(grain)
        ]
        return max(fit)[1] if fit else None

    def _remember(self, period: Period, start: int) -> None:
        self.periods[period.grain] = period, start
        if period.grain == "quarter":
            self.quarter, self.quarter_at = period, start

    def _text_day(self) -> date | None:
        near = self.periods.get("day")
        return date.fromordinal(near[0].number) if near is not None else self.day

    def _tense(self, found: Expression) -> str | None:
        return _tense.tense_at(self.tokens, found.first, found.last)

    def _days(self, period: Period | None, found: Expression, frame: Frame) -> tuple[str | None, str | None]:
        """First and last day meant, with `earlier this week`, `since`, `by` and `until` heeded."""
        reach = bounds(period) if period is not None else None
        if reach is None:
            return None, None
        first, last = reach
        if self.day is not None and first <= self.day <= last and period is not None and period.grain != "day":
            if frame.later and self.day < last:
                first = self.day + timedelta(days=1)
            elif frame.earlier:
                last = self.day
        if frame.relation == "since":
            return first.isoformat(), None
        if frame.relation == "after":
            try:
                return (last + timedelta(days=1)).isoformat(), None
            except OverflowError:
                return None, None
        if frame.relation == "by":
            return None, last.isoformat()
        if frame.relation == "before":
            try:
                return None, (first - timedelta(days=1)).isoformat()
            except OverflowError:
                return None, None
        return first.isoformat(), last.isoformat()

    def _too_late(self, timex: Timex, found: Expression, period: Period | None) -> Problem | None:
        """A problem where something told in the past is dated, in so many words, after the day of publication."""
        if self.day is None or timex.anchor is not Anchor.WORDS or period is None:
            return None
        reach = bounds(period)
        if reach is None or reach[0] <= self.day or self._tense(found) != _tense.PAST:
            return None
        message = f"{timex.value} is told in the past but lies after publication on {self.day.isoformat()}"
        return Problem(stage=STAGE, code="after-publication", message=message, span=timex.span)


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
