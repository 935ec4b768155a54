"""The rules of time expressions: what each says, given the parts of its match; None where it declines."""

from __future__ import annotations

from fractions import Fraction

from reportedly.stages._timeparts import (
    Expression,
    Parts,
    count_of,
    lead_of,
    length,
    ordinal_of,
    part_value,
    unit_of,
    year_of,
)
from reportedly.stages._timevalues import HOLIDAYS
from reportedly.stages._timewords import DAYS, KINDS, MONTHS, NUMBERS, PARTS, SEASONS, SETS, UNITS
from reportedly.stages._timewrong import NO_SUCH_TIME, wrong

_ADVERBIAL = frozenset("and or but in at on to for from by with since because as until after before through".split())
# after these `a year` is a rate: `$5 million a year`
_RATES = frozenset(
    "percent dollars dollar euros pounds yen rubles million billion trillion thousand once twice times cents barrels "
    "tons tonnes people percentage points".split()
)
_LENGTH_LEADS = frozenset(
    "for in within after over take takes took taken last lasted during spent spend wait of or".split()
)
_YEAR_LEADS = frozenset(
    "in since of by until till from during between early late mid before after through ( year for to and the".split()
)
_YEAR_MARKS = frozenset(",-'(\"\u201c\u2013\u2014")
_NOT_BEFORE_YEARS = frozenset("$ # no % / : flight number room boeing".split())
_NOT_AFTER_YEARS = frozenset("% percent / points meters miles kilometers km feet dollars pounds shares people".split())
_FIGURES = frozenset((KINDS["number"], KINDS["day"], KINDS["year"], KINDS["thousand"], KINDS["times"]))


#: what is of a time at large, not of the day of publication: `today's youth`
_AGES = frozenset(
    "world youth youths society societies generation generations standards youngsters teenagers kids children "
    "parents students consumers lifestyle lifestyles fast-paced".split()
)
_BARE_MODALS = frozenset("will would may might could can shall should".split())
#: names of days that are no weekday's: `Black Monday`, `Bloody Sunday`; and a club's
_NAMED_DAYS = frozenset("black bloody super cyber sheffield giving red".split())
_SAYING = frozenset(
    "said says reported reports wrote writes quoted quotes published publishes cited cites noted".split()
)


def iso(parts: Parts) -> Expression | None:
    word = parts.tokens[parts.match.start()].word
    mark = next((mark for mark in "/.-" if mark in word), "-")
    if not (mark == "-" and word.index("-") == 4):
        a, b, c = (int(piece) for piece in word.split(mark))
        if mark != "/":
            # day first, as outlets that write dots and dashes do
            day, month, year = (a, b, c) if b <= 12 else (b, a, c)
        elif a > 31:
            year, month, day = a, b, c
        else:
            # month first, as American outlets write; day first only where the other reading does not exist
            month, day, year = (a, b, c) if a <= 12 else (b, a, c)
            year += 0 if year >= 100 else 1900 if year >= 50 else 2000
        if not (1 <= month <= 12 and 1000 <= year <= 2199):
            return None
        return parts.make("fixed", grain="day", number=day, month=month, year=year)
    dated, _, clock = word.partition("T")
    year, month, day = (int(piece) for piece in dated.split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 31 and year >= 1000):
        return None
    clock = clock[:5]
    if clock > "24:00" or clock[3:] > "59":
        return wrong(parts, NO_SUCH_TIME, f"no day has a time {clock}")
    return parts.make("fixed", grain="day", number=day, month=month, year=year, time="T" + clock if clock else "")


def day_of_month(parts: Parts) -> Expression | None:
    word = parts.word("d")
    day = ordinal_of(word) if not word.isdecimal() else int(word)
    if word in NUMBERS:
        # `May twenty-fifth`
        ones = ordinal_of(parts["d"][-1].word) or 10
        day = NUMBERS[word] + ones if NUMBERS[word] >= 20 and ones < 10 else None
    if day is None or not 1 <= day <= 31:
        return None
    year, lead = year_of(parts)
    if lead == "?":
        return None
    # the day of the week, where given, tells which year is meant
    weekday = str(DAYS[parts.word("w")]) if parts.word("w") else ""
    kind = "fixed" if year else "named"
    lead = "year:" + lead if lead else lead_of(parts["lead"])
    month = MONTHS[parts.word("m")]
    time = part_value(parts.word("part")) if parts.word("part") else ""
    return parts.make(kind, grain="day", number=day, month=month, year=year, lead=lead, time=time, value=weekday)


def month(parts: Parts) -> Expression | None:
    year, lead = year_of(parts)
    if lead == "?":
        return None
    own = lead_of(parts["lead"])
    kind = "fixed" if year else "named"
    return parts.make(
        kind, grain="month", number=MONTHS[parts.word("m")], year=year, lead=("year:" + lead) if lead else own
    )


def weekday(parts: Parts) -> Expression | None:
    part = parts.word("part")
    weekday = DAYS[parts.word("w").removesuffix("s") if parts.word("w") not in DAYS else parts.word("w")]
    every = parts.word("every")
    if every or part.endswith("s") or (parts.word("w").endswith("s") and parts.word("w") not in DAYS):
        time = part_value(part) if part else ""
        return parts.make("set", value=f"XXXX-WXX-{weekday}{time}", amount=1)
    lead = lead_of(parts["lead"])
    if not lead and parts.before() in _NAMED_DAYS and parts.tokens[parts.match.start() - 1].capital:
        return None
    shared = _shared_part(parts) if not part else ""
    if shared:
        # `on Monday and Tuesday nights`
        return parts.make("set", value=f"XXXX-WXX-{weekday}{part_value(shared)}", amount=1)
    if parts.word("wl"):
        if parts.word("wu") != "week":
            return None
        lead = "week:" + parts.word("wl")
    return parts.make("weekday", grain="day", number=weekday, lead=lead, time=part_value(part) if part else "")


def _shared_part(parts: Parts) -> str:
    """The plural part of the day that a weekday shares with the one joined to it, or an empty string."""
    after = parts.tokens[parts.match.end() : parts.match.end() + 3]
    joined = len(after) == 3 and after[0].word in ("and", "or") and after[1].kind == KINDS["weekday"]
    return after[2].word if joined and after[2].kind == KINDS["parts"] else ""


def today(parts: Parts) -> Expression | None:
    word = parts.word("t")
    offset = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0, "overnight": 0}[word]
    if parts.word("step"):
        offset += 1 if parts.word("step") == "after" else -1
    if word in ("today", "tomorrow") and _at_large(parts):
        return None
    time = "TNI" if word in ("tonight", "overnight") else part_value(parts.word("part")) if parts.word("part") else ""
    return parts.make("deictic", grain="day", amount=offset, time=time)


def _at_large(parts: Parts) -> bool:
    """Whether `today` is an age (`today's youth`) or a name's last word (`the programme World Today`)."""
    first, last = parts.match.span()
    after = [token.word for token in parts.tokens[last : last + 2]]
    if len(after) == 2 and after[0] == "'s" and after[1] in _AGES:
        return True
    return parts.tokens[first].capital and parts.name()


def part(parts: Parts) -> Expression | None:
    lead = lead_of(parts["lead"])
    word = parts.word("part")
    if word.endswith("s"):
        return None
    time = part_value(word)
    plain = not parts.word("t") and [token.word for token in parts["lead"]] == ["the"]
    if plain and parts.after().isalpha() and parts.after() not in _ADVERBIAL:
        # `the night the flight went down`, `the night of`: told by what follows
        return None
    if parts.word("t"):
        offset = {"today": 0, "tomorrow": 1, "yesterday": -1}[parts.word("t")]
        return parts.make("deictic", grain="day", amount=offset, time=time)
    if lead == "next" and parts.word("lead") == "the":
        lead = "following"
    if lead in ("last", "next"):
        return parts.make("deictic", grain="day", amount=-1 if lead == "last" else 1, time=time)
    if lead in ("following", "previous"):
        return parts.make("relative", grain="day", amount=1 if lead == "following" else -1, time=time)
    if lead in ("that", "same"):
        return parts.make("relative", grain="day", amount=0, time=time)
    return parts.make("deictic", grain="day", amount=0, time=time)


def decade(parts: Parts) -> Expression | None:
    word = parts.word("e")
    if word[0].isdecimal():
        number = int(word[:-1])
        if number < 100 and (parts.word("the") or parts.before()) in (
            "his",
            "her",
            "their",
            "its",
            "our",
            "my",
            "your",
        ):
            # his 30s
            return None
        if number < 100:
            number += 1900
        return parts.make("fixed", grain="decade", number=number // 10)
    the = parts.word("the")
    if the != "the":
        return None
    tens = "twenties thirties forties fifties sixties seventies eighties nineties".split().index(word) + 2
    return parts.make("fixed", grain="decade", number=190 + tens)


def century(parts: Parts) -> Expression | None:
    if parts.word("u") != "century":
        return None
    number = ordinal_of(parts.word("o"))
    return parts.make("fixed", grain="century", number=number - 1) if number else None


def year(parts: Parts) -> Expression | None:
    year = int(parts.word("y"))
    before, after = parts.before(), parts.after()
    if parts.word("lead"):
        return parts.make("fixed", grain="year", year=year)
    if before in _NOT_BEFORE_YEARS or after in _NOT_AFTER_YEARS:
        return None
    if not 1900 <= year <= 2035 and before not in ("in", "since", "year"):
        return None
    if before and before not in _YEAR_LEADS and not before.isalpha() and before not in _YEAR_MARKS:
        return None
    return parts.make("fixed", grain="year", year=year)


def year_words(parts: Parts) -> Expression | None:
    words = [NUMBERS[token.word] for token in parts["words"] if token.word in NUMBERS]
    if parts.word("thousand"):
        led = parts.tokens[parts.match.start()].kind == KINDS["the"] or parts.before() in ("in", "since", "by", "until")
        if words[0] != 2 or parts.word("thousand") != "thousand" or not led:
            return None
        if parts.tokens[parts.match.start()].kind != KINDS["the"] and parts.after().isalpha():
            # `in two thousand homes`
            return None
        return parts.make("fixed", grain="year", year=2000)
    if words[0] not in (19, 20) or not 10 <= sum(words[1:]) <= 99:
        return None
    return parts.make("fixed", grain="year", year=words[0] * 100 + sum(words[1:]))


def season(parts: Parts) -> Expression | None:
    word = parts.word("s")
    number = ("SP", "SU", "FA", "WI").index(SEASONS[word]) + 1
    year, lead = year_of(parts)
    if lead == "?":
        return None
    own = lead_of(parts["lead"])
    if word in ("fall", "spring") and not (
        year or lead or own or parts.before() in ("in", "since", "by", "until", "early", "late", "this")
    ):
        return None
    if word == "fall" and not (year or lead or own) and parts.word("the") and parts.after() in ("of", "from", "in"):
        return None
    kind = "fixed" if year else "named"
    return parts.make(kind, grain="season", number=number, year=year, lead=("year:" + lead) if lead else own)


def deictic(parts: Parts) -> Expression | None:
    word = parts.word("u")
    lead = lead_of(parts["lead"])
    grain, letter = unit_of(word)
    if parts.title():
        return None
    if letter.startswith("T"):
        if lead in ("last", "next"):
            return parts.make("duration", grain=grain, value=letter, amount=1, lead=lead)
        return None
    if grain == "quarter" or (grain == "day" and lead == "this"):
        return None
    if lead in ("that", "same"):
        return parts.make("relative", grain=grain, amount=0, lead=lead)
    if grain == "day" and lead == "next":
        lead = "following"
    if lead in ("previous", "following"):
        return parts.make("relative", grain=grain, amount=-1 if lead == "previous" else 1)
    the_past = bool(parts.word("the")) and parts["lead"][-1].word == "past"
    if lead == "last" and parts.word("the") == "the" and parts.before() in ("for", "over", "during", "throughout"):
        # `for the last week`, up to today; `last week` is one of the calendar
        the_past = True
    if the_past and grain != "weekend":
        return parts.make("duration", grain=grain, value=letter, amount=1, lead="last")
    if grain == "day" and lead == "last":
        return None
    if grain == "decade" and lead == "last":
        return parts.make("deictic", grain="decade", amount=-1)
    return parts.make("deictic", grain=grain, amount={"last": -1, "next": 1}.get(lead, 0))


def long(parts: Parts) -> Expression | None:
    """`a month-long siege`; how many where the unit is plural (`decades-long`) is not said."""
    word = parts.word("u")
    grain, letter = unit_of(word)
    amount = 1 if word in UNITS and word not in ("centuries", "millennia") else None
    return parts.make("duration", first=parts.match.start("u"), grain=grain, value=letter, amount=amount)


def step(parts: Parts) -> Expression | None:
    """`the day before last Monday`: what it counts from is read next."""
    grain, _ = unit_of(parts.word("u"))
    return parts.make("step", grain=grain, amount=-1 if parts.word("step") == "before" else 1)


def the_unit(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = unit_of(word)
    after = parts.after()
    if parts["fiscal"] and parts["fiscal"][0].kind == KINDS["more"]:
        # `profit for the full year`
        if grain != "year" or parts.word("fiscal") != "full" or parts.word("step"):
            return None
        return parts.make("deictic", grain="year", amount=0)
    if parts.word("step"):
        # `the day before`, closing its clause; `the day before the vote` counts from an event
        if after.isalpha() and after not in (
            "and",
            "but",
            "in",
            "when",
            "as",
            "at",
            "by",
            "with",
            "on",
            "for",
            "to",
            "from",
        ):
            return None
        return parts.make("relative", grain=grain, amount=-1 if parts.word("step") == "before" else 1)
    if grain == "weekend":
        return parts.make("weekday", grain="weekend", lead="")
    if parts.word("lead"):
        return parts.make("deictic" if grain != "day" else "relative", grain=grain, amount=0)
    if grain == "year" and after[:1].isdecimal():
        # `the year 0`
        return None
    if grain == "year" and after in ("ended", "ending", "to", "through"):
        return parts.make("duration", grain=grain, value=letter, amount=1)
    if grain == "year" and parts.word("the") == "the" and after not in ("of", "to", "that", "in"):
        return (
            parts.make("duration", grain=grain, value=letter, amount=1)
            if parts.word("fiscal")
            else parts.make("relative", grain="year", amount=0)
        )
    if grain == "week" and parts.word("the") == "the":
        return parts.make("deictic", grain="week", amount=0)
    return None


def holiday(parts: Parts) -> Expression | None:
    words = [
        token.word for token in parts.tokens[parts.match.start("h") : parts.match.end()] if token.word[0].isalpha()
    ]
    if not parts["h"][0].capital or (words[-1:] == ["day"] and words[0] in ("christmas", "easter") and len(words) > 2):
        return None
    name = " ".join(words).replace("labour", "labor")
    week = name.endswith(" week")
    for known in (name, name.removesuffix(" week" if week else " day")):
        if known in HOLIDAYS:
            year, lead = year_of(parts)
            lead = "" if lead == "?" else ("year:" + lead if lead else lead_of(parts["lead"]))
            month, number = (int(HOLIDAYS[known][5:7]), int(HOLIDAYS[known][8:])) if HOLIDAYS[known] else (1, 1)
            kind = "fixed" if year else "named"
            return parts.make(
                kind,
                grain="day",
                month=month,
                number=number,
                year=year,
                lead=lead,
                value=known,
                mod="week" if week else "",
            )
    return None


def these_days(parts: Parts) -> Expression | None:
    return parts.make("ref", value="PRESENT_REF") if parts.tokens[parts.match.end() - 1].word == "days" else None


def year_end(parts: Parts) -> Expression | None:
    if parts.word("u") != "year" or parts.word("e") != "end":
        return None
    gone = parts.before() in ("since", "from", "last")
    if parts.tokens[parts.match.start() + 1].kind == KINDS["hyphen"]:
        return parts.make("named", grain="day", number=31, month=12, lead="last" if gone else "")
    return parts.make("deictic", grain="year", amount=-1 if gone else 0, mod="END")


def ago(parts: Parts) -> Expression | None:
    grain, letter = unit_of(parts.word("u"))
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
        return parts.make("deictic" if deictic else "relative", grain=grain, amount=None, lead=vague, value=letter)
    if grain in ("decade", "century"):
        grain, count = "year", count * (10 if grain == "decade" else 100)
    return parts.make("deictic" if deictic else "relative", grain=grain, amount=sign * count, lead=vague, value=letter)


def duration(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = unit_of(word)
    if parts.title():
        return None
    lead = lead_of(parts["lead"])
    count = count_of(parts["n"])
    if parts["half"] and count is not None:
        count += Fraction(1, 2)
    first = parts["n"][0].word if parts["n"] else ""
    plural = word not in UNITS
    if first == "one" and word == "day" and not parts["hyphen"] and parts.before() in _BARE_MODALS:
        # `will one day be free`
        return parts.make("ref", value="FUTURE_REF")
    if letter == "WE" or (grain == "day" and word.startswith("night") and not plural):
        return None
    if letter == "Q" and (parts.after() == "of" or (parts["hyphen"] and (plural or first == "one"))):
        # three quarters of the vote
        return None
    if first in ("a", "an") and count == 1 and len(parts["n"]) == 1:
        if word in ("second", "quarter"):
            return None
        number_before = parts.match.start() and parts.tokens[parts.match.start() - 1]
        if number_before and (
            number_before.word in _RATES or number_before.kind in _FIGURES or number_before.word.endswith("%")
        ):
            return parts.make("set", value="P1" + letter if letter[0] != "T" else "PT1" + letter[1:], amount=1)
    elif word == "quarter" and not (parts["hyphen"] or lead or count in (1, Fraction(1, 2))):
        # `two year`, as speech is transcribed, but no `three quarter`
        return None
    if parts.word("old") and grain == "year":
        return None
    if word == "second" and not parts["hyphen"]:
        return None
    return parts.make("duration", grain=grain, value=letter, amount=count, lead=lead)


def bare_units(parts: Parts) -> Expression | None:
    word = parts.word("u")
    grain, letter = unit_of(word)
    lead = lead_of(parts["lead"])
    if letter == "WE" or word == "nights":
        return None
    if parts.word("step"):
        # `in the days before the attack`: counted from an event
        return parts.make("duration", grain=grain, value=letter, amount=None)
    if lead:
        return parts.make("duration", grain=grain, value=letter, amount=None, lead=lead)
    before = parts.before()
    if before in _LENGTH_LEADS and parts.after() != "old":
        if before in ("of", "or", "in") and parts.after() in ("of", "."):
            return None
        return parts.make("duration", grain=grain, value=letter, amount=None)
    if parts.word("ahead"):
        return parts.make("duration", grain=grain, value=letter, amount=None, lead="next")
    return None


def recurring(parts: Parts) -> Expression | None:
    for name, kind in (("u", ""), ("m", "month"), ("s", "season")):
        word = parts.word(name)
        if not word:
            continue
        if kind == "month":
            return parts.make("set", value=f"XXXX-{MONTHS[word]:02d}", amount=1)
        if kind == "season":
            return parts.make("set", value=f"XXXX-{SEASONS[word]}", amount=1)
        if word.removesuffix("s") in PARTS:
            return parts.make("set", value=f"XXXX-XX-XX{part_value(word)}", amount=1)
        _, letter = unit_of(word)
        amount: int | Fraction | None = 1
        if parts["n"]:
            amount = count_of(parts["n"]) or ordinal_of(parts.word("n")) or 1
        elif parts.word("o"):
            amount = ordinal_of(parts.word("o")) or 1
        if letter == "WE":
            return parts.make("set", value="XXXX-WXX-WE", amount=1)
        return parts.make("set", value=length(amount, letter), amount=1)
    return None


def daily(parts: Parts) -> Expression | None:
    """`daily`, `monthly`; no newspaper's name or noun: `Daily Tribune`, `the weekly said`."""
    first, end = parts.match.span()
    after = parts.tokens[end] if end < len(parts.tokens) else None
    if after is not None and after.capital and parts.tokens[first].capital and parts.amid_lower():
        return None
    if after is not None and after.word in _SAYING and parts.before() in ("the", "a"):
        return None
    return parts.make("set", value=SETS[parts.word("daily")], amount=1)


_REFS = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "presently": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "soon": "FUTURE_REF",
}  # fmt: skip


def ref(parts: Parts) -> Expression | None:
    word = parts.word("word")
    value = _REFS.get(word)
    if value is None:
        return None
    if word == "soon" and (parts.before() in ("as", "so", "too") and parts.after() == "as"):
        return None
    return parts.make("ref", value=value, lead="soon" if word == "soon" else "")


def the_ref(parts: Parts) -> Expression | None:
    lead = parts.word("lead")
    after = parts.after()
    if parts.word(0) != "the" and after.isalpha() and after not in _ADVERBIAL:
        # `for its future strategy`
        return None
    if lead == "past" and (not after.isalpha() or parts.before() == "in"):
        return parts.make("ref", value="PAST_REF")
    if lead == "future" and parts.before() in ("in", "for", "about", "near", "of", "into") and after != "of":
        return parts.make("ref", value="FUTURE_REF")
    return None


def current(parts: Parts) -> Expression | None:
    word = parts.word("e")
    if word == "current" and parts.after().isalpha():
        return parts.make("ref", value="PRESENT_REF")
    return None
