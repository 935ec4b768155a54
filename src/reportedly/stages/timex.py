"""Time expressions of a report with TIMEX3 values, anchored on its publication date and on the tense around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reportedly.stages import _tense
from reportedly.stages._timegrammar import expressions
from reportedly.stages._timemods import Frame, framed
from reportedly.stages._timeparts import Expression, length
from reportedly.stages._timeplaces import Placer
from reportedly.stages._timevalues import Period, bounds, containing, parse, shifted, written
from reportedly.stages._timewords import KINDS, Token, tokenize
from reportedly.stages._timewrong import NO_SUCH_DATE
from reportedly.terms import Reference, TimexType
from reportedly.types import Problem, Span, Timex

__all__ = ["find_timexes", "read_timexes"]

STAGE = "timex"
_JOINTS = frozenset(("and", "or", "to", "through", "-", "\u2013", "\u2014", ","))
#: beside these a length is one looked back on
_COUNTS = frozenset("first second third fourth fifth time times only once twice most least more less".split())
_NOT_MOST = frozenset(
    "rest west test protest request arrest interest forest invest suggest guest quest contest harvest midwest".split()
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTED = frozenset((KINDS["unit"], KINDS["units"]))
#: words that may follow the last day of a list; any other is what a number counts: `April 24 and 25 people`
_AFTER_DAYS = frozenset(
    "and or in at on to of for from by with when while as but after before during until that which who he she it they "
    "the a an his her their its was were will would is are has have had said near".split()
)


def find_timexes(text: str, published: str | None = None) -> tuple[Timex, ...]:
    """The time expressions of `text`, in order, with their TIMEX3 values.

    Spans follow TimeML's guidelines (articles and modifiers inside, prepositions outside). Relative times are counted
    from the day of publication in its own offset, or from another time in the text (`the day before`); names of days
    and months are placed before or after it by the tense of the verb they go with. Without a date of publication such
    values keep their X (`XXXX-WXX-1`) and `reference` is MISSING. Linear in the text's length.

    Args:
        text: the body of a report.
        published: ISO 8601 date, or date and time with offset; None or unreadable where it is not known.

    Returns:
        Timexes, by start, none over another. A day that does not exist is none: see `read_timexes`.

    Example:
        >>> [(t.span.of("He left on Monday."), t.value) for t in find_timexes("He left on Monday.", "2024-10-30")]
        [('Monday', '2024-10-28')]
        >>> find_timexes("He left on Monday.")[0].value
        'XXXX-WXX-1'
    """
    return read_timexes(text, published)[0]


def read_timexes(text: str, published: str | None = None) -> tuple[tuple[Timex, ...], tuple[Problem, ...]]:
    """The time expressions of `text` as `find_timexes` gives them, and what is wrong with them.

    Problems: `published-unreadable`; `no-such-date` (31 June) and `no-such-time` (25:61 p.m.), whose words give no
    time; `weekday-differs` (`Friday, Oct. 28, 2024`, a Monday); `after-publication` (told in the past, yet dated after
    the day of publication).

    Example:
        >>> times, problems = read_timexes("It fell on 31 June 2023.", "2024-10-30")
        >>> times, problems[0].code
        ((), 'no-such-date')
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
    """One walk over the expressions of a text."""

    def __init__(self, tokens: Sequence[Token], day: date | None) -> None:
        self.tokens = tokens
        self.day = day
        self.placer = Placer(tokens, day)
        #: the tokens before this one belong to times already read
        self.floor = 0

    def read(self, problems: list[Problem]) -> tuple[Timex, ...]:
        found: list[Timex] = []
        pending = expressions(self.tokens)
        skip, floor = -1, 0
        for index, expression in enumerate(pending):
            if index <= skip or expression.first < floor:
                continue
            if expression.lead == "soon" and self._soon_past(expression):
                continue
            if expression.kind == "weekday" and self._of_wrong(pending, index):
                continue
            if expression.value == "PAST_REF" and expression.kind == "ref" and self._told_next(pending, index):
                continue
            expression = self._ahead(expression)
            if expression.kind == "wrong":
                span = Span(self.tokens[expression.first].start, self.tokens[expression.last - 1].end)
                problems.append(Problem(stage=STAGE, code=expression.value, message=expression.lead, span=span))
                floor = expression.last
                continue
            frame = framed(self.tokens, expression, floor)
            counted = self._week_of(pending, index) or self._step(pending, index)
            if counted is not None:
                skip = index + 1
                found.append(counted)
                floor = pending[skip].last
                continue
            if expression.kind == "step":
                continue
            expression = self._ended(pending, index) or expression
            clock = ""
            listed = self._listed_year(expression)
            if listed is not None:
                expression = expression._replace(kind="fixed", year=listed)
            year = self._year_after(pending, index)
            if year is not None:
                skip = index + 1
                expression = expression._replace(kind="fixed", year=year.year, last=year.last)
                frame = framed(self.tokens, expression, floor)
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
                self.floor = frame.last
                found += self._days_after(expression, problems)
                floor = max(frame.last, self.floor)
        return tuple(found)

    def _of_wrong(self, pending: Sequence[Expression], index: int) -> bool:
        """Whether a weekday is told with a date that cannot be: `Sunday 32 May`."""
        then = pending[index + 1] if index + 1 < len(pending) else None
        if then is None or then.kind != "wrong" or then.value != NO_SUCH_DATE:
            return False
        return [token.word for token in self.tokens[pending[index].last : then.first]] in ([], [","])

    def _told_next(self, pending: Sequence[Expression], index: int) -> bool:
        """Whether the time itself follows at once: `most recently last October`."""
        ref, then = pending[index], pending[index + 1] if index + 1 < len(pending) else None
        return then is not None and then.first == ref.last and then.kind in ("fixed", "named", "weekday", "deictic")

    def _soon_past(self, soon: Expression) -> bool:
        """Whether `soon` is no time to come: `was soon released`, `that soon became a flood`, `soon after the vote`."""
        following = self.tokens[soon.last] if soon.last < len(self.tokens) else None
        if following is not None and (following.word == "after" or _tense.past_form(following.word)):
            return True
        return self.placer.tense(soon) == _tense.PAST

    def _ahead(self, found: Expression) -> Expression:
        """`will be held in two weeks`: so far from publication; `was built in two weeks` tells how long it took."""
        if self.day is None or found.kind != "duration" or found.lead or not isinstance(found.amount, int):
            return found
        left = [token.word for token in self.tokens[max(0, found.first - 7) : found.first]]
        if not left or any(word in _COUNTS or _superlative(word) for word in left):
            return found  # `the second time in four days`
        if found.last < len(self.tokens) and self.tokens[found.last].word == "or":
            return found  # `in a year or two`
        if self.tokens[found.first - 1].word != "in" or self.tokens[found.last - 1].kind not in _COUNTED:
            return found
        if found.grain not in ("day", "week", "month", "year") or self.placer.tense(found) != _tense.FUTURE:
            return found
        return found._replace(kind="deictic")

    def _joined_days(self, named: Expression) -> list[int]:
        """Where the further days of a list or range stand: `April 24 and 25`, `Oct. 15-20`."""
        tokens, at, found = self.tokens, named.last, []
        if named.grain != "day" or named.kind not in ("named", "fixed") or tokens[at - 1].kind != KINDS["day"]:
            return []
        number = named.number
        while at + 1 < len(tokens) and tokens[at].word in _JOINTS and tokens[at + 1].kind == KINDS["day"]:
            following = tokens[at + 2] if at + 2 < len(tokens) else None
            day = int(tokens[at + 1].word)
            worded = following is not None and (following.word.isalpha() or following.kind == KINDS["hyphen"])
            if day <= number or (worded and following is not None and following.word not in _AFTER_DAYS):
                break
            number = day
            found.append(at + 1)
            at += 2
        return found

    def _listed_year(self, named: Expression) -> int | None:
        """The year that closes a list or range of days and goes for all of them: `Oct. 15-20, 2023`."""
        joined = self._joined_days(named) if named.kind == "named" and not named.lead else []
        if not joined:
            return None
        at = joined[-1] + 1
        at += at < len(self.tokens) and self.tokens[at].kind == KINDS["comma"]
        return int(self.tokens[at].word) if at < len(self.tokens) and self.tokens[at].kind == KINDS["year"] else None

    def _days_after(self, named: Expression, problems: list[Problem]) -> list[Timex]:
        """The further days of a list or range, each a time of its own; the last takes the year that closes them."""
        days: list[Timex] = []
        joined = self._joined_days(named)
        for at in joined:
            last = at + 1
            if at == joined[-1] and named.kind == "fixed":
                last += last < len(self.tokens) and self.tokens[last].kind == KINDS["comma"]
                last = last + 1 if last < len(self.tokens) and self.tokens[last].kind == KINDS["year"] else at + 1
            further = named._replace(first=at, last=last, number=int(self.tokens[at].word), value="")
            timex, problem = self._timex(further, framed(self.tokens, further, at), "")
            if problem is not None:
                problems.append(problem)
            if timex is not None:
                days.append(timex)
            self.floor = max(self.floor, last)
        return days

    def _week_of(self, pending: Sequence[Expression], index: int) -> Timex | None:
        """`the week of March 6`: the week in which the day lies."""
        week = pending[index]
        if week.kind != "deictic" or week.grain != "week" or week.amount != 0 or index + 1 >= len(pending):
            return None
        then = pending[index + 1]
        if then.grain != "day" or [token.word for token in self.tokens[week.last : then.first]] != ["of"]:
            return None
        day, _ = self._timex(then, framed(self.tokens, then), "")
        if day is None or day.begin is None:
            return None
        return self._counted(week.first, day, containing(date.fromisoformat(day.begin), "week"))

    def _step(self, pending: Sequence[Expression], index: int) -> Timex | None:
        """`the day before last Monday`, `the week after 7 October`: counted from the day named right after."""
        step = pending[index]
        if step.kind != "step" or index + 1 >= len(pending) or not isinstance(step.amount, int):
            return None
        then = pending[index + 1]
        if then.first != step.last or then.grain != "day" or then.kind in ("duration", "step", "wrong"):
            return None
        day, _ = self._timex(then, framed(self.tokens, then, then.first), "")
        if day is None or day.type is not TimexType.DATE or len(day.value) != len("2024-10-28"):
            return None
        try:
            origin = date.fromisoformat(day.value)
        except ValueError:
            return None
        return self._counted(step.first, day, shifted(containing(origin, step.grain), step.amount))

    def _counted(self, first: int, day: Timex, period: Period) -> Timex | None:
        """A period told by a day of it or beside it, from the first token to the end of that day."""
        reach = bounds(period)
        if reach is None:
            return None
        span = Span(self.tokens[first].start, day.span.end)
        self.placer.remember(period, span.start, own=True)
        return Timex(
            span=span,
            type=TimexType.DATE,
            value=written(period),
            reference=day.reference,
            begin=reach[0].isoformat(),
            end=reach[1].isoformat(),
        )

    def _ended(self, pending: Sequence[Expression], index: int) -> Expression | None:
        """`the quarter ended Sept. 30`: the quarter of that day, as one whose year is in the words."""
        quarter = pending[index]
        if quarter.grain != "quarter" or quarter.amount != 0 or quarter.year is not None or index + 1 >= len(pending):
            return None
        then = pending[index + 1]
        between = [token.word for token in self.tokens[quarter.last : then.first]]
        if between not in (["ended"], ["ending"], ["that", "ended"]) or then.grain != "day":
            return None
        day, _ = self._timex(then, framed(self.tokens, then, then.first), "")
        if day is None or day.end is None:
            return None
        period = containing(date.fromisoformat(day.end), "quarter")
        return quarter._replace(kind="fixed", year=period.number // 4, number=period.number % 4 + 1)

    def _year_after(self, pending: Sequence[Expression], index: int) -> Expression | None:
        """The year that follows a month, day or season at once: `January nineteen ninety-seven`."""
        named = pending[index]
        if (
            index + 1 >= len(pending)
            or named.kind != "named"
            or named.lead
            or named.grain not in ("day", "month", "season")
        ):
            return None
        then = pending[index + 1]
        between = [token.word for token in self.tokens[named.last : then.first]]
        return then if then.kind == "fixed" and then.grain == "year" and between in ([], [","], ["of"]) else None

    def _date_after(self, pending: Sequence[Expression], index: int) -> Expression | None:
        """The day that follows a clock time at once: `10 p.m. Wednesday`, `5 p.m. on Nov. 9`."""
        if index + 1 >= len(pending):
            return None
        clock, then = pending[index], pending[index + 1]
        between = [token.word for token in self.tokens[clock.last : then.first]]
        if (
            between in ([], [","], ["on"], [",", "on"])
            and then.grain == "day"
            and not then.time
            and then.kind != "duration"
        ):
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
            return self._plain(span, TimexType.DATE, found.value, frame, Reference.PUBLICATION), None
        if found.kind == "duration":
            if found.grain in ("month", "year") and tokens[found.first].word == "the" and found.lead != "next":
                self.placer.leave_quarter()
            return self._duration(span, found, frame), None
        if found.kind == "clock":
            day = self.placer.text_day()
            value = (day.isoformat() if day else "XXXX-XX-XX") + found.time
            reference = Reference.PUBLICATION if day else Reference.MISSING
            iso = day.isoformat() if day else None
            return Timex(
                span=span, type=TimexType.TIME, value=value, reference=reference, mod=frame.mod, begin=iso, end=iso
            ), None
        placed = self.placer.placed(found, start)
        if placed is None:
            return None, None
        period, value, reference, problem = placed
        if problem is not None:
            return None, Problem(stage=STAGE, code=problem[0], message=problem[1], span=span)
        time = clock or found.time
        if period is not None:
            base = found.kind != "relative" or (found.year is None and (found.amount or 0) >= 0)
            self.placer.remember(period, start, own=found.kind != "relative" and found.amount != -1, base=base)
        kind = TimexType.TIME if time else TimexType.DATE
        begin, last = self._days(period, found, frame)
        timex = Timex(
            span=span, type=kind, value=value + time, reference=reference, mod=frame.mod, begin=begin, end=last
        )
        return timex, _differs(timex, found, period) or self._too_late(timex, found, period)

    def _plain(
        self, span: Span, kind: TimexType, value: str, frame: Frame, reference: Reference = Reference.ITSELF
    ) -> Timex:
        if reference is Reference.PUBLICATION and self.day is None:
            reference = Reference.MISSING
        return Timex(span=span, type=kind, value=value, reference=reference, mod=frame.mod)

    def _duration(self, span: Span, found: Expression, frame: Frame) -> Timex:
        value = length(found.amount, found.value)
        begin = last = None
        reference = Reference.ITSELF
        if found.lead in ("last", "next", "recent"):
            reference = Reference.PUBLICATION if self.day else Reference.MISSING
        if self.day is not None and found.lead in ("last", "next", "recent"):
            reach = self.placer.counted(self.day, found.grain, found.amount, 1 if found.lead == "next" else -1)
            iso = reach.isoformat() if reach else None
            begin, last = (self.day.isoformat(), iso) if found.lead == "next" else (iso, self.day.isoformat())
        return Timex(
            span=span, type=TimexType.DURATION, value=value, reference=reference, mod=frame.mod, begin=begin, end=last
        )

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
        if self.day is None or timex.reference is not Reference.ITSELF or period is None:
            return None
        reach = bounds(period)
        if reach is None or reach[0] <= self.day or self.placer.tense(found) != _tense.PAST:
            return None
        message = f"{timex.value} is told in the past but lies after publication on {self.day.isoformat()}"
        return Problem(stage=STAGE, code="after-publication", message=message, span=timex.span)


def _superlative(word: str) -> bool:
    return word.endswith("est") and word not in _NOT_MOST


def _differs(timex: Timex, found: Expression, period: Period | None) -> Problem | None:
    """A problem where a date is told with a weekday on which it does not fall; the date's value stands."""
    if period is None or period.grain != "day" or not found.value.isdecimal():
        return None
    day = date.fromordinal(period.number)
    if day.isoweekday() == int(found.value):
        return None
    message = f"{timex.value} is a {_WEEKDAYS[day.weekday()]}, not a {_WEEKDAYS[int(found.value) - 1]}"
    return Problem(stage=STAGE, code="weekday-differs", message=message, span=timex.span)
