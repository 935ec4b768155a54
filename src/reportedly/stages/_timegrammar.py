"""The grammar of time expressions, written over the classes of tokens: each rule gives a time not yet anchored."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from reportedly.stages._timewords import DAYS, KINDS, MONTHS, NUMBERS, ORDINALS, PARTS, SEASONS, SETS, UNITS, Token, whole

__all__ = ["Expression", "count_of", "expressions", "ordinal_of"]


class Expression(NamedTuple):
    """A time as the words give it, before it is anchored.

    `kind` is one of: fixed (the year is in the words), named (a day, month, quarter ... of some year), weekday, deictic
    (counted from publication), relative (counted from another time in the text), duration, set, ref, clock.
    """

    first: int
    last: int
    kind: str
    grain: str = ""
    #: day of the month, month, quarter, season, half, weekday, or year by kind and grain
    number: int = 0
    month: int = 0
    year: int | None = None
    #: last, next, this, past, previous, following, same, that, or nothing
    lead: str = ""
    #: how many `grain`s from the anchor; for a duration, how many of them it lasts (None: not said)
    count: int | Fraction | None = None
    #: what follows the day in the value: T10:30, TNI
    time: str = ""
    value: str = ""
    mod: str = ""


class Parts:
    """One match of a rule: the tokens of each of its named parts."""

    __slots__ = ("match", "tokens")

    def __init__(self, match: re.Match[str], tokens: Sequence[Token]) -> None:
        self.match = match
        self.tokens = tokens

    def __getitem__(self, name: str) -> Sequence[Token]:
        start, end = self._span(name)
        return self.tokens[start:end] if start >= 0 else ()

    def word(self, name: str) -> str:
        """The first word of a part, or an empty string."""
        start, end = self._span(name)
        return self.tokens[start].word if 0 <= start < end else ""

    def _span(self, name: str) -> tuple[int, int]:
        return self.match.span(name) if name in self.match.re.groupindex else (-1, -1)

    def before(self) -> str:
        """The word before the match, or an empty string."""
        return self.tokens[self.match.start() - 1].word if self.match.start() else ""

    def after(self) -> str:
        """The word after the match, or an empty string."""
        end = self.match.end()
        return self.tokens[end].word if end < len(self.tokens) else ""

    def make(self, kind: str, **fields: object) -> Expression:
        """An expression over the whole match."""
        return Expression(self.match.start(), self.match.end(), kind)._replace(**fields)


Handler = Callable[[Parts], "Expression | None"]

# Pieces that rules share.
_NUM = (
    "(?:<day|number|year|ones|a>(?:<hyphen>?<ones>)?<hyphen>?<thousand>(?:<and>?<ones>(?:<hyphen>?<ones>)?)?"
    "|<day|number><day><slash><day>|<day|number><fraction>|<day|number|year>|<ones>(?:<hyphen>?<ones>)?"
    "|<a><couple><of>?|<couple><of>|<a><several>|<several>|<half><a>|<a><half>|<half>|<a>)"
)
_COUNT = f"(?P<n>{_NUM})(?:(?:<to|or|hyphen|and>)(?P<n2>{_NUM}))?(?P<half><and><a><half>)?"
_UNIT = "<unit|units|clockunit|clockunits|second|quarter|quarters|weekend|weekends|parts>"
_LEADS = "<last|next|this|that|past|previous|following|coming|current|same>"
_YEARISH = "(?:(?:<of|in|comma>)?(?:<fiscal>)?(?P<y><year>)|(?:<of|in>)?(?P<yl><last|next|this|that>)(?P<yu><unit>))"


def count_of(tokens: Sequence[Token]) -> int | Fraction | None:
    """The number that some tokens spell, or None for `several`, `a few` and what is too large to count in time."""
    total: Fraction = Fraction(0)
    seen = False
    for at, token in enumerate(tokens):
        word = token.word
        if word in ("a", "an"):
            total, seen = total or Fraction(1), True
        elif word == "couple":
            total, seen = Fraction(2), True
        elif word in ("several", "few", "many"):
            return None
        elif word == "half":
            return Fraction(1, 2)
        elif token.kind == KINDS["fraction"]:
            total, seen = total + {"\u00bc": Fraction(1, 4), "\u00bd": Fraction(1, 2)}.get(word, Fraction(3, 4)), True
        elif word == "/":
            # `2 1/2`: the numerator has been added, take it back
            top, bottom = whole(tokens[at - 1].word), whole(tokens[at + 1].word) if at + 1 < len(tokens) else None
            if top is None or not bottom:
                return None
            total = total - top + Fraction(top, bottom)
            break
        elif word in NUMBERS:
            number = NUMBERS[word]
            total = (total or Fraction(1)) * number if token.kind == KINDS["thousand"] else total + number
            seen = True
        elif word[0].isdecimal():
            number = whole(word) if "." not in word and "\u066b" not in word else None
            if number is None:
                plain = word.replace(",", "").replace("\u066c", "").replace("\u066b", ".")
                if len(plain) > 18:
                    return None
                total, seen = total + Fraction(plain), True
            else:
                total, seen = total + number, True
    if not seen or total > 10**7:
        return None
    return int(total) if total.denominator == 1 else total


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal, spelled or in figures (`third`, `23rd`), or None."""
    digits = word.rstrip("stndrh")
    return ORDINALS.get(word) or (int(digits) if digits.isdecimal() else None)


def _unit(word: str) -> tuple[str, str]:
    """A unit's grain, and its TIMEX3 letter with the T that clock units take."""
    if word not in UNITS:
        word = word.removesuffix("s")
    letter, clock = UNITS[word]
    grains = {"night": "day", "fortnight": "week", "centuries": "century", "millennia": "millennium"}
    return grains.get(word, word), ("T" if clock else "") + letter


def _lead(tokens: Sequence[Token]) -> str:
    """The word that points, out of `the past`, `this coming`, `that same`."""
    words = [token.word for token in tokens if token.kind != KINDS["the"]]
    if not words:
        return ""
    folded = {
        "coming": "next", "upcoming": "next", "past": "last", "preceding": "previous", "prior": "previous",
        "subsequent": "following", "ensuing": "following", "current": "this", "present": "this", "latest": "latest",
        "these": "this", "those": "that", "that": "that",
    }  # fmt: skip
    return folded.get(words[-1], words[-1])


def _part_value(word: str) -> str:
    return "T" + PARTS[word.removesuffix("s")]


def _year_of(parts: Parts) -> tuple[int | None, str]:
    """The year that follows a month or a quarter: as a number, or as the lead of `last year`."""
    if parts.word("y"):
        return int(parts.word("y")), ""
    if parts.word("yl"):
        return None, parts.word("yl") if parts.word("yu") == "year" else "?"
    return None, ""


# --- rules ----------------------------------------------------------------------------------------------------------


def _iso(parts: Parts) -> Expression | None:
    word = parts.tokens[parts.match.start()].word
    if "/" in word:
        a, b, c = (int(piece) for piece in word.split("/"))
        if a > 31:
            year, month, day = a, b, c
        else:
            # month first, as American outlets write; day first only where the other reading does not exist
            month, day, year = (a, b, c) if a <= 12 else (b, a, c)
            year += 0 if year >= 100 else 1900 if year >= 50 else 2000
        if not (1 <= month <= 12 and 1000 <= year <= 2199):
            return None
        return parts.make("fixed", grain="day", number=day, month=month, year=year)
    year, month, day = int(word[:4]), int(word[5:7]), int(word[8:10])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    clock = word[11:16] if len(word) > 10 else ""
    return parts.make("fixed", grain="day", number=day, month=month, year=year, time="T" + clock if clock else "")


def _day_of_month(parts: Parts) -> Expression | None:
    word = parts.word("d")
    day = ordinal_of(word) if not word.isdecimal() else int(word)
    if day is None or not 1 <= day <= 31:
        return None
    if parts.word("of") == "of" and word.isdecimal():
        return None
    year, lead = _year_of(parts)
    if lead == "?":
        return None
    return parts.make(
        "fixed" if year else "named", grain="day", number=day, month=MONTHS[parts.word("m")], year=year, lead=lead
    )


def _month(parts: Parts) -> Expression | None:
    year, lead = _year_of(parts)
    if lead == "?":
        return None
    own = _lead(parts["lead"])
    kind = "fixed" if year else "named"
    return parts.make(kind, grain="month", number=MONTHS[parts.word("m")], year=year, lead=("year:" + lead) if lead else own)


def _weekday(parts: Parts) -> Expression | None:
    part = parts.word("part")
    weekday = DAYS[parts.word("w").removesuffix("s") if parts.word("w") not in DAYS else parts.word("w")]
    every = parts.word("every")
    if every or part.endswith("s") or (parts.word("w").endswith("s") and parts.word("w") not in DAYS):
        time = _part_value(part) if part else ""
        return parts.make("set", value=f"XXXX-WXX-{weekday}{time}", count=1)
    lead = _lead(parts["lead"])
    if parts.word("wl"):
        if parts.word("wu") != "week":
            return None
        lead = "week:" + parts.word("wl")
    return parts.make("weekday", grain="day", number=weekday, lead=lead, time=_part_value(part) if part else "")


def _today(parts: Parts) -> Expression | None:
    word = parts.word("t")
    offset = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0, "overnight": 0}[word]
    if parts.word("step"):
        offset += 1 if parts.word("step") == "after" else -1
    time = "TNI" if word in ("tonight", "overnight") else _part_value(parts.word("part")) if parts.word("part") else ""
    return parts.make("deictic", grain="day", count=offset, time=time)


def _part(parts: Parts) -> Expression | None:
    lead = _lead(parts["lead"])
    word = parts.word("part")
    if word.endswith("s"):
        return None
    time = _part_value(word)
    if parts.word("t"):
        offset = {"today": 0, "tomorrow": 1, "yesterday": -1}[parts.word("t")]
        return parts.make("deictic", grain="day", count=offset, time=time)
    if lead in ("last", "next"):
        return parts.make("deictic", grain="day", count=-1 if lead == "last" else 1, time=time)
    if lead in ("following", "previous"):
        return parts.make("relative", grain="day", count=1 if lead == "following" else -1, time=time)
    if lead in ("that", "same"):
        return parts.make("relative", grain="day", count=0, time=time)
    return parts.make("deictic", grain="day", count=0, time=time)


def _clock(parts: Parts) -> Expression | None:
    word = parts.word("c")
    marked = bool(parts.word("a")) or bool(parts.word("zone")) or bool(parts.word("oclock"))
    half = parts.word("a") or (word[-2:] if word.endswith("m") else "")
    if half:
        word = word.removesuffix("m").removesuffix("a").removesuffix("p").strip()
    digits = NUMBERS.get(word)
    hour_text, _, minute_text = (word if digits is None else str(digits)).partition(":")
    if not hour_text.isdecimal():
        return None
    hour, minute = int(hour_text), int(minute_text[:2]) if minute_text else 0
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if not (marked or half) and parts.before() not in ("at", "by", "until", "till", "from", "about", "around", "before", "after"):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return parts.make("clock", time=f"T{hour:02d}:{minute:02d}")


def _noon(parts: Parts) -> Expression | None:
    word = parts.word("c")
    return parts.make("clock", time="T24:00" if word == "midnight" else "T12:00")


def _decade(parts: Parts) -> Expression | None:
    word = parts.word("e")
    if word[0].isdecimal():
        number = int(word[:-1])
        if number < 100:
            number += 1900
        return parts.make("fixed", grain="decade", number=number // 10)
    the = parts.word("the")
    if the != "the":
        return None
    tens = "twenties thirties forties fifties sixties seventies eighties nineties".split().index(word) + 2
    return parts.make("fixed", grain="decade", number=190 + tens)


def _century(parts: Parts) -> Expression | None:
    if parts.word("u") != "century":
        return None
    number = ordinal_of(parts.word("o"))
    return parts.make("fixed", grain="century", number=number - 1) if number else None


def _year(parts: Parts) -> Expression | None:
    year = int(parts.word("y"))
    before, after = parts.before(), parts.after()
    if parts.word("lead"):
        return parts.make("fixed", grain="year", year=year)
    start = parts.match.start()
    sure = before in ("in", "since", "of", "by", "until", "till", "from", "during", "between", "early", "late", "mid", "before", "after", "through", "(", "year", "for", "to", "and", "the")
    if before in ("$", "#", "no", "%", "/", ":", "flight", "number", "room", "boeing") or after in ("%", "percent", "/", "points", "meters", "miles", "kilometers", "km", "feet", "dollars", "pounds", "shares", "people"):
        return None
    if not 1900 <= year <= 2035 and not (before in ("in", "since", "year") and 1000 <= year and year <= 2199):
        return None
    if not sure and before and not before.isalpha() and before not in (",", "-", "'", "(", "\u201c", '"', "\u2013", "\u2014"):
        return None
    del start
    return parts.make("fixed", grain="year", year=year)


def _year_words(parts: Parts) -> Expression | None:
    words = [NUMBERS[token.word] for token in parts["words"] if token.word in NUMBERS]
    if parts.word("thousand"):
        if words[0] != 2 or parts.word("thousand") != "thousand":
            return None
        return parts.make("fixed", grain="year", year=2000)
    if words[0] not in (19, 20) or not 10 <= sum(words[1:]) <= 99:
        return None
    return parts.make("fixed", grain="year", year=words[0] * 100 + sum(words[1:]))


def _quarter(parts: Parts) -> Expression | None:
    number = ordinal_of(parts.word("o"))
    if number is None or not 1 <= number <= 4:
        return None
    year, lead = _year_of(parts)
    if lead == "?":
        return None
    if parts.word("y0"):
        year = int(parts.word("y0"))
    if parts.word("l0"):
        if parts.word("u0") != "year":
            return None
        lead = parts.word("l0")
    if parts.word("ago"):
        return parts.make("relative", grain="quarter", number=number, count=-4)
    return parts.make("fixed" if year else "named", grain="quarter", number=number, year=year, lead=("year:" + lead) if lead else "")


def _the_quarter(parts: Parts) -> Expression | None:
    if parts.word("q") not in ("quarter", "period"):
        return None
    if parts.word("y0"):
        return parts.make("relative", grain="quarter", count=0, year=int(parts.word("y0")))
    if parts.word("ago"):
        return parts.make("relative", grain="quarter", count=-4)
    if parts.word("q") == "period":
        return None
    lead = _lead(parts["lead"])
    if parts.after() in ("of", "century", "-"):
        return None
    if lead in ("", "that", "same", "latest"):
        return parts.make("relative", grain="quarter", count=0, lead="quarter")
    if lead in ("previous", "following"):
        return parts.make("relative", grain="quarter", count=-1 if lead == "previous" else 1)
    return parts.make("deictic", grain="quarter", count={"last": -1, "next": 1}.get(lead, 0))


def _year_ago(parts: Parts) -> Expression | None:
    grain, _ = _unit(parts.word("u"))
    return parts.make("relative", grain=grain, count=-1)


def _half_of(parts: Parts) -> Expression | None:
    number = 2 if parts.word("o") in ("last", "second") else ordinal_of(parts.word("o"))
    if number not in (1, 2):
        return None
    year, lead = _year_of(parts)
    if lead == "?" or not (year or lead or parts.word("the_year") == "year"):
        return None
    return parts.make("fixed" if year else "named", grain="half", number=number, year=year, lead=("year:" + lead) if lead else "")


def _season(parts: Parts) -> Expression | None:
    word = parts.word("s")
    number = ("SP", "SU", "FA", "WI").index(SEASONS[word]) + 1
    year, lead = _year_of(parts)
    if lead == "?":
        return None
    own = _lead(parts["lead"])
    if word in ("fall", "spring") and not (year or lead or own or parts.before() in ("in", "since", "by", "until", "early", "late", "this")):
        return None
    if word == "fall" and not (year or lead or own) and parts.word("the") and parts.after() in ("of", "from", "in"):
        return None
    kind = "fixed" if year else "named"
    return parts.make(kind, grain="season", number=number, year=year, lead=("year:" + lead) if lead else own)


def _deictic(parts: Parts) -> Expression | None:
    word = parts.word("u")
    lead = _lead(parts["lead"])
    grain, letter = _unit(word)
    fiscal = parts.word("fiscal")
    if letter.startswith("T"):
        if lead in ("last", "next"):
            return parts.make("duration", grain=grain, value=letter, count=1, lead=lead)
        return None
    if grain == "quarter" or (grain == "day" and lead == "this"):
        return None
    if lead in ("that", "same"):
        return parts.make("relative", grain=grain, count=0, lead=lead)
    if lead in ("previous", "following"):
        return parts.make("relative", grain=grain, count=-1 if lead == "previous" else 1)
    if lead == "last" and parts["lead"][-1].word == "past" and grain != "weekend":
        if parts.word("the") or any(token.word == "the" for token in parts["lead"]):
            return parts.make("duration", grain=grain, value=letter, count=1, lead="last")
    if grain == "day" and lead == "last":
        return None
    if grain == "decade" and lead == "last":
        return parts.make("deictic", grain="decade", count=-1)
    del fiscal
    return parts.make("deictic", grain=grain, count={"last": -1, "next": 1}.get(lead, 0))


def _the_unit(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = _unit(word)
    after = parts.after()
    if parts.word("step"):
        # `the day before`, closing its clause; `the day before the vote` counts from an event
        if after.isalpha() and after not in ("and", "but", "in", "when", "as", "at", "by", "with", "on", "for", "to", "from"):
            return None
        return parts.make("relative", grain=grain, count=-1 if parts.word("step") == "before" else 1)
    if grain == "weekend":
        return parts.make("weekday", grain="weekend", lead="")
    if grain == "year" and parts.word("the") == "the" and after not in ("of", "to", "that", "in"):
        return parts.make("duration", grain=grain, value=letter, count=1) if parts.word("fiscal") else parts.make(
            "relative", grain="year", count=0
        )
    if grain == "week" and parts.word("the") == "the":
        return parts.make("deictic", grain="week", count=0)
    return None


def _ago(parts: Parts) -> Expression | None:
    grain, letter = _unit(parts.word("u"))
    step = parts.word("step")
    bare = not parts["n"]
    if bare and not parts.word("u").endswith("s"):
        return None
    count = None if bare else count_of(parts["n"])
    if parts["half"] and count is not None:
        count += Fraction(1, 2)
    sign = -1 if step in ("ago", "earlier", "before", "previously") else 1
    if step in ("before", "after"):
        after = parts.after()
        if after.isalpha() or after in ("'", "\u2019", '"', "\u201c") or not after:
            return None
    deictic = step in ("ago", "from", "hence")
    vague = "ago" if sign < 0 else "from"
    if count is None:
        return parts.make("deictic" if deictic else "relative", grain=grain, count=None, lead=vague, value=letter)
    return parts.make("deictic" if deictic else "relative", grain=grain, count=sign * count, lead=vague, value=letter)


def _duration(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = _unit(word)
    lead = _lead(parts["lead"])
    count = count_of(parts["n"])
    if parts["half"] and count is not None:
        count += Fraction(1, 2)
    first = parts["n"][0].word if parts["n"] else ""
    plural = word not in UNITS
    if letter == "WE" or (grain == "day" and word.startswith("night") and not plural):
        return None
    if first in ("a", "an") and count == 1 and len(parts["n"]) == 1:
        if word in ("second", "quarter"):
            return None
        number_before = parts.match.start() and parts.tokens[parts.match.start() - 1]
        if number_before and (
            number_before.word in _RATES or number_before.kind in _FIGURES or number_before.word.endswith("%")
        ):
            return parts.make("set", value="P1" + letter if letter[0] != "T" else "PT1" + letter[1:], count=1)
    elif not plural and not parts["hyphen"] and not (count == 1 or first == "half" or lead or count == Fraction(1, 2)):
        # `two year`, as speech is transcribed, but no `10 second graders`
        if word in ("second", "quarter", "minute", "hour") and not lead:
            return None
    if parts.word("old") and grain == "year":
        return None
    if word == "second" and plural is False and not parts["hyphen"]:
        return None
    return parts.make("duration", grain=grain, value=letter, count=count, lead=lead)


def _bare_units(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = _unit(word)
    lead = _lead(parts["lead"])
    if letter == "WE" or word == "nights":
        return None
    if lead == "recent":
        return parts.make("ref", value="PAST_REF", lead="last", grain=grain)
    if lead:
        return parts.make("duration", grain=grain, value=letter, count=None, lead=lead)
    before = parts.before()
    if before in ("for", "in", "within", "after", "over", "take", "takes", "took", "taken", "last", "lasted", "during", "spent", "spend", "wait", "of", "or") and parts.after() != "old":
        if before in ("of", "or", "in") and parts.after() in ("of", "."):
            return None
        return parts.make("duration", grain=grain, value=letter, count=None)
    if parts.word("ahead"):
        return parts.make("duration", grain=grain, value=letter, count=None, lead="next")
    return None


def _set(parts: Parts) -> Expression | None:
    for name, kind in (("u", ""), ("m", "month"), ("s", "season")):
        word = parts.word(name)
        if not word:
            continue
        if kind == "month":
            return parts.make("set", value=f"XXXX-{MONTHS[word]:02d}", count=1)
        if kind == "season":
            return parts.make("set", value=f"XXXX-{SEASONS[word]}", count=1)
        if word.removesuffix("s") in PARTS:
            return parts.make("set", value=f"XXXX-XX-XX{_part_value(word)}", count=1)
        _, letter = _unit(word)
        amount: int | Fraction | None = 1
        if parts["n"]:
            amount = count_of(parts["n"]) or ordinal_of(parts.word("n")) or 1
        elif parts.word("o"):
            amount = ordinal_of(parts.word("o")) or 1
        if letter == "WE":
            return parts.make("set", value="XXXX-WXX-WE", count=1)
        return parts.make("set", value=length(amount, letter), count=1)
    return None


def _daily(parts: Parts) -> Expression | None:
    return parts.make("set", value=SETS[parts.word("daily")], count=1)


_REFS = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "presently": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "previously": "PAST_REF", "soon": "FUTURE_REF",
}  # fmt: skip


def _ref(parts: Parts) -> Expression | None:
    word = parts.word("word")
    value = _REFS.get(word)
    if value is None:
        return None
    if word == "soon" and (parts.before() in ("as", "so", "too") and parts.after() == "as"):
        return None
    return parts.make("ref", value=value)


def _the_ref(parts: Parts) -> Expression | None:
    lead = parts.word("lead")
    after = parts.after()
    if lead == "past" and not after.isalpha():
        return parts.make("ref", value="PAST_REF")
    if lead == "future" and parts.before() in ("in", "for", "about", "near", "of"):
        return parts.make("ref", value="FUTURE_REF")
    return None


def _current(parts: Parts) -> Expression | None:
    word = parts.word("e")
    if word == "current" and parts.after().isalpha():
        return parts.make("ref", value="PRESENT_REF")
    if word == "recent":
        return parts.make("ref", value="PAST_REF")
    return None


def length(count: int | Fraction | None, letter: str) -> str:
    """The TIMEX3 duration of so many units; `PXW` where how many is not said.

    Decades are written P10Y apiece and centuries P100Y, half units in the next finer one.
    """
    if letter == "E" and count is not None:
        count, letter = count * 10, "Y"
    elif letter in ("C", "L") and count is not None:
        count, letter = count * (100 if letter == "C" else 1000), "Y"
    elif letter == "Q" and count is not None:
        count, letter = count * 3, "M"
    time, letter = ("T", letter[1:]) if letter[0] == "T" else ("", letter)
    if count is None:
        return f"P{time}X{letter}"
    if isinstance(count, Fraction) and count.denominator != 1:
        head, rest = int(count), count - int(count)
        finer = {"Y": (12, "M"), "D": (24, "H"), "H": (60, "M"), "M": (60, "S") if time else (30, "D"), "W": (7, "D")}
        if letter in finer:
            per, small = finer[letter]
            joint = "T" if small == "H" else ""
            amount = round(rest * per)
            lead = f"{head}{letter}" if head else ""
            return f"P{time}{lead}{joint}{amount}{small}"
        return f"P{time}{float(count):g}{letter}"
    return f"P{time}{int(count)}{letter}"


_RATES = frozenset("percent dollars dollar euros pounds yen rubles million billion trillion thousand once twice times cents barrels tons tonnes people percentage points".split())  # fmt: skip
_FIGURES = frozenset((KINDS["number"], KINDS["day"], KINDS["year"], KINDS["thousand"], KINDS["times"]))

_RULES: list[tuple[str, Handler]] = [
    ("<iso>", _iso),
    (f"(?:(?P<w><weekday>)<dot>?<comma>?<the>?)?(?P<m><month>)<dot>?<the>?(?P<d><day|ordinal>)(?!<hyphen>?<quarter>)(?:<comma>?(?P<y><year>)|(?P<yl><last|next|this>)(?P<yu><unit>))?", _day_of_month),
    (f"(?:(?P<w><weekday>)<dot>?<comma>?)?<the>?(?P<d><day|ordinal>)(?P<of><of>)?(?P<m><month>)<dot>?(?:<comma>?(?P<y><year>)|(?P<yl><last|next|this>)(?P<yu><unit>))?", _day_of_month),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<m><month>)<dot>?{_YEARISH}?", _month),
    ("(?P<every><every>)(?P<w><weekday>)(?P<part><part|parts>)?", _weekday),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<w><weekday|weekdays>)(?P<part><part|parts>)?(?:(?P<wl><last|next|this>)(?P<wu><unit>))?", _weekday),
    ("<the><unit>(?P<step><before|after>)(?P<t><today>)", _today),
    ("(?P<t><today>)(?P<part><part>)?", _today),
    ("(?P<t><tonight>)", _today),
    (f"(?P<lead><the>?{_LEADS})(?P<part><part>)(?P<t><today>)?", _part),
    ("(?P<lead>)(?:<early|late|mid>)<hyphen>?(?P<part><part>)(?P<t><today>)?", _part),
    ("(?P<lead><the>)(?P<part><part>)(?P<t><today>)?", _part),
    ("(?P<c><clock|hour>)(?P<a><ampm>)?<dot>?(?P<zone><zone>)?<time>?(?P<oclock>)", _clock),
    ("(?P<c><day|ones>)(?P<a><ampm>)<dot>?(?P<zone><zone>)?<time>?(?P<oclock>)", _clock),
    ("(?P<c><day|ones>)(?P<a>)(?P<zone>)(?P<oclock><other><apostrophe><clockword>)", _clock),
    ("(?P<c><noon>)", _noon),
    ("(?P<the><the>?)(?:<early|late|mid><hyphen>?)?<apostrophe>?(?P<e><decade>)", _decade),
    ("<the>?(?:<early|late|mid><hyphen>?)?(?P<o><ordinal>)<hyphen>?(?P<u><unit>)", _century),
    (f"<the>?(?:<fiscal>)?<hyphen>?(?P<y0><year>)?(?:(?P<l0><last|next|this>)(?P<u0><unit>)<apostrophe>)?(?P<ago><unit><hyphen>(?:<ago|earlier>))?<fiscal>?(?P<o><ordinal|second>)<hyphen>?<fiscal>?<quarter>(?:{_YEARISH})?", _quarter),
    ("(?P<lead>)<the>?<more>?(?P<y0><year>)?(?P<ago><unit><hyphen>?(?:<ago|earlier>))?(?P<q><quarter|period>)", _the_quarter),
    (f"(?P<lead><the>?{_LEADS}{{0,2}})<fiscal>?(?P<y0>)(?P<ago>)(?P<q><quarter>)", _the_quarter),
    ("<the|a>?(?P<u><unit>)<hyphen>(?:<ago|earlier>)", _year_ago),
    (f"<the>?(?P<o><ordinal|second|last>)<hyphen>?<half>(?:{_YEARISH}|<of><the>?<fiscal>?(?P<the_year><unit>))", _half_of),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<the><the>?)(?P<s><season|springfall>)(?:{_YEARISH})?", _season),
    (f"<the>?(?P<lead><next|last|past|coming|previous|following|ordinal|recent>)<more>?{_COUNT}<of>?<more>*<fiscal>?(?P<u>{_UNIT})(?P<hyphen>)(?P<old>)", _duration),
    (f"(?P<the><the>?)(?P<lead>{_LEADS}{{1,2}})(?P<fiscal><fiscal>?)(?P<u><unit|clockunit|weekend>)", _deictic),
    (f"{_COUNT}<more>?(?P<u>{_UNIT})(?:<or><so>|<or><ones>)?(?P<step><ago|earlier|later|hence|before|after>|<from><now>)", _ago),
    (f"(?P<n>)(?P<half>)(?P<u><units|clockunits|quarters>)(?P<step><ago|earlier|later>)", _ago),
    (f"<every>(?P<n>(?:<ones|day|several>)?)(?P<o>(?:<ordinal|second|more>)?)(?P<u>{_UNIT}|<part>)", _set),
    ("<every>(?P<m><month>)", _set),
    ("<every>(?P<s><season|springfall>)", _set),
    ("<times>(?:<a|every>)(?P<n>)(?P<o>)(?P<u><unit|clockunit>)", _set),
    ("(?P<daily><daily>)", _daily),
    (f"<the>?{_COUNT}(?P<hyphen><hyphen>)<more>?<hyphen>?(?P<u>{_UNIT})(?P<old><hyphen>?<old>)?<period>?", _duration),
    (f"<the>?<more>?{_COUNT}(?P<hyphen>)(?:<of>?<more>)*(?P<u>{_UNIT})(?P<old><old>)?", _duration),
    ("(?P<n>(?P<half>)<a>)(?P<hyphen>)(?P<u><unit|clockunit>)(?P<old>)<and><a><half>", _duration),
    ("<the>?(?P<lead><recent|coming|next|past|following>)(?P<u><units|clockunits|quarters>)(?P<ahead>)", _bare_units),
    ("<the>?(?P<lead>)(?P<u><units|clockunits|quarters>)(?P<ahead><ahead>)", _bare_units),
    ("(?P<lead>)(?P<u><units|clockunits>)(?P<ahead>)", _bare_units),
    ("(?P<the><the>)(?P<fiscal><fiscal>?)(?P<u><unit|weekend>)(?P<step><before|after>)?", _the_unit),
    ("(?P<lead><fiscal|mid|early|late>)<hyphen>?(?P<y><year>)", _year),
    ("(?P<lead><the><unit>)(?P<y><year>)", _year),
    ("(?P<lead>)(?P<y><year>)", _year),
    ("(?:<the><unit>)?(?P<words><ones>)(?P<thousand><thousand>)", _year_words),
    ("(?:<the><unit>)?(?P<words><ones><hyphen>?<ones>(?:<hyphen>?<ones>)?)(?P<thousand>)", _year_words),
    ("(?P<word><now|soon>)", _ref),
    ("<the>(?P<lead><past|soon>)", _the_ref),
    ("(?P<e><current|recent>)", _current),
]  # fmt: skip


def _compiled(pattern: str) -> str:
    """A rule's pattern over token letters: every `<a|b>` becomes a set of letters."""

    def letters(found: re.Match[str]) -> str:
        names = found.group(1)
        return "[" + "".join(KINDS[name] for name in names.split("|")) + "]"

    return re.sub(r"(?<!\?P)<([a-z|]+)>", letters, pattern)


_PATTERNS = [(re.compile(_compiled(pattern)), handler) for pattern, handler in _RULES]
_MASTER = re.compile(
    "|".join(
        f"(?P<r{at}>" + re.sub(r"\?P<\w+>", "?:", _compiled(pattern)) + ")" for at, (pattern, _) in enumerate(_RULES)
    )
)


#: months whose name is as short as an abbreviation: the dot after them ends a sentence
_FULL = frozenset(("may", "june", "july"))


def expressions(tokens: Sequence[Token]) -> list[Expression]:
    """The time expressions among `tokens`, in order, none over another."""
    kinds = "".join([token.kind for token in tokens])
    found: list[Expression] = []
    at = 0
    while match := _MASTER.search(kinds, at):
        rule = int((match.lastgroup or "r0")[1:])
        expression = None
        # a rule that declines leaves the place to the rules after it
        for pattern, handler in _PATTERNS[rule:]:
            own = pattern.match(kinds, match.start())
            if own is not None and own.end() > own.start():
                expression = handler(Parts(own, tokens))
                if expression is not None:
                    break
        if expression is None:
            at = match.start() + 1
        else:
            end = expression.last
            if tokens[end - 1].kind == KINDS["dot"] and (len(tokens[end - 2].word) > 4 or tokens[end - 2].word in _FULL):
                expression = expression._replace(last=end - 1)
            found.append(expression)
            at = max(expression.last, match.start() + 1)
    return found
