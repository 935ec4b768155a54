"""The rules of dates and clock times that cannot be: `32 January`, `the 45th of May`, `25:61 p.m.`, `2024-13-01`."""

from __future__ import annotations

from reportedly.stages._timeparts import Expression, Parts, ordinal_of
from reportedly.stages._timewords import DAYS, MONTHS

__all__ = ["NO_SUCH_DATE", "NO_SUCH_TIME", "date_in_figures", "day_first", "day_last", "wrong"]

NO_SUCH_DATE, NO_SUCH_TIME = "no-such-date", "no-such-time"

#: only a date follows these where a number stands before a month: `on 32 January`, not `45 January births`
_DATED = frozenset("on until till since dated before after".split())


def wrong(parts: Parts, code: str, message: str) -> Expression:
    """An expression over the whole match that has no value, with the code and message of its problem."""
    return parts.make("wrong", value=code, lead=message)


def _number(word: str) -> int | None:
    """The number where it could have been meant for a day and is none: two digits at most, 0 or above 31."""
    number = int(word) if word.isdecimal() and len(word) <= 2 else ordinal_of(word) if word[0].isdecimal() else None
    return number if number is not None and not 1 <= number <= 31 else None


def _said(parts: Parts, number: int) -> Expression:
    month = parts.word("m")
    name = next(name for name in MONTHS if MONTHS[name] == MONTHS[month])
    return wrong(parts, NO_SUCH_DATE, f"no month has a day {number}: {number} {name.capitalize()}")


def day_first(parts: Parts) -> Expression | None:
    """`32 January 2024`, `on 45 May`, `the 32nd of March`."""
    word = parts.word("d")
    number = _number(word)
    if number is None or not parts.tokens[parts.match.start("m")].capital:
        return None
    first = parts.match.start()
    day = parts.tokens[first - 2].word if first > 1 and parts.before() == "," else parts.before()
    led = parts.before() in _DATED or day in DAYS
    told = bool(parts.word("y")) or led or (bool(parts.word("of")) and not word.isdecimal())
    return _said(parts, number) if told else None


def day_last(parts: Parts) -> Expression | None:
    """`January 32, 2024`, `on January 32`; not `in January 45 people`."""
    number = _number(parts.word("d"))
    if number is None or not parts.tokens[parts.match.start("m")].capital:
        return None
    return _said(parts, number) if parts.word("y") or parts.before() in _DATED else None


def date_in_figures(parts: Parts) -> Expression | None:
    """`2024-13-01`, `31/13/2024`: dates by their looks, with no month or day that fits; None where one does."""
    word, _, _ = parts.tokens[parts.match.start()].word.partition("T")
    mark = next(mark for mark in "/.-" if mark in word)
    pieces = [int(piece) for piece in word.split(mark)]
    years = [piece for piece in pieces if 1000 <= piece <= 2199]
    if len(years) != 1 or pieces[1] == years[0]:
        return None
    a, b = [piece for piece in pieces if piece != years[0]]
    orders = [(a, b)] if pieces[0] == years[0] else [(a, b), (b, a)]
    if any(1 <= month <= 12 and 1 <= day <= 31 for month, day in orders):
        return None
    return wrong(parts, NO_SUCH_DATE, f"no month and day can be read in {word}")
