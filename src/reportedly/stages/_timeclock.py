"""The rules of clock times: `10:30 p.m. GMT`, `five o'clock`, `4 in the morning`, `noon`."""

from __future__ import annotations

import re

from reportedly.stages._timeparts import Expression, Parts
from reportedly.stages._timewords import NUMBERS, PARTS
from reportedly.stages._timewrong import NO_SUCH_TIME, wrong

__all__ = ["clock", "clock_of_part", "noon"]

_AT = frozenset("at until till around".split())
#: what stands before a time that something must be done by or lasts to; `by` too, but where somebody won
_LIMITS = frozenset("by until till from".split())
_WON = frozenset("won win wins winning beat beats beaten lost lose loses defeated led lead leads passed voted".split())
_DOTTED = re.compile(r"\d{1,2}\.\d{2}")
_CLOCK_LEADS = _AT | frozenset("by from about before after".split())


def clock(parts: Parts) -> Expression | None:
    word = parts.word("c")
    marked = bool(parts.word("a")) or bool(parts.word("zone")) or bool(parts.word("oclock"))
    half = parts.word("a") or (word[-2:] if word.endswith("m") else "")
    if half:
        word = word.removesuffix("m").removesuffix("a").removesuffix("p").strip()
    digits = NUMBERS.get(word)
    if half and _DOTTED.fullmatch(word):
        # `7.30 p.m.`, as British outlets write
        word = word.replace(".", ":")
    hour_text, _, minute_text = (word if digits is None else str(digits)).partition(":")
    if not hour_text.isdecimal():
        return None
    hour, minute = int(hour_text), int(minute_text[:2]) if minute_text else 0
    if hour > 99 or not (marked or half or parts.before() in _CLOCK_LEADS):
        return None
    late = hour > 24 or (hour == 24 and minute > 0)
    if parts.before() == "by" and not (marked or half) and _score(parts):
        return None
    if minute > 59 or (late and (marked or half or _meant(parts, hour))) or (half == "am" and hour > 12):
        if not (marked or half) and parts.before() not in _AT and not _meant(parts, hour):
            return None
        return wrong(parts, NO_SUCH_TIME, f"no day has a time {word}{' ' + half if half else ''}")
    if late:
        # `he scored at 75:30`: minutes of a match
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return parts.make("clock", time=f"T{hour:02d}:{minute:02d}")


def _score(parts: Parts) -> bool:
    """Whether `by 30:24` tells how a game or a vote ended."""
    first = parts.match.start()
    return any(token.word in _WON for token in parts.tokens[max(0, first - 8) : first])


def _meant(parts: Parts, hour: int) -> bool:
    """Whether figures past the clock's end were meant for a time: `by 24:30`, but no minute of a match, `at 75:30`."""
    return hour < 30 and parts.before() in _LIMITS


def clock_of_part(parts: Parts) -> Expression | None:
    """`at 4 in the morning`."""
    word = parts.word("c")
    hour_text, _, minute_text = (str(NUMBERS[word]) if word in NUMBERS else word).partition(":")
    part = PARTS.get(parts.word("part"))
    if parts.before() not in _CLOCK_LEADS or part is None or not (hour_text + (minute_text or "0")).isdecimal():
        return None
    hour, minute = int(hour_text), int(minute_text or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    return parts.make("clock", time=f"T{hour % 12 + (0 if part == 'MO' else 12):02d}:{minute:02d}")


def noon(parts: Parts) -> Expression | None:
    word = parts.word("c")
    if parts.before() == "high":
        # `High Noon`, `high noon for the party`: no hour
        return None
    return parts.make("clock", time="T24:00" if word == "midnight" else "T12:00")
