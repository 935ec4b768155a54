"""Words of time: a text cut into tokens, each with the one-letter class that the time grammar is written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

__all__ = [
    "DAYS",
    "KINDS",
    "MONTHS",
    "NUMBERS",
    "ORDINALS",
    "PARTS",
    "SEASONS",
    "SETS",
    "UNITS",
    "Token",
    "tokenize",
    "whole",
]


class Token(NamedTuple):
    """One token: its span, its words folded, its class, and whether it begins with a capital."""

    start: int
    end: int
    word: str
    kind: str
    capital: bool


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs thur",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
#: parts of a day, as TIMEX3 writes them
PARTS = {
    "dawn": "MO",
    "daybreak": "MO",
    "morning": "MO",
    "midday": "MI",
    "lunchtime": "MI",
    "afternoon": "AF",
    "dusk": "EV",
    "evening": "EV",
    "night": "NI",
    "nightfall": "NI",
}
#: unit word -> (letter, whether it belongs behind the T of a TIMEX3 duration)
UNITS = {
    "second": ("S", True),
    "minute": ("M", True),
    "hour": ("H", True),
    "day": ("D", False),
    "night": ("D", False),
    "week": ("W", False),
    "fortnight": ("W", False),
    "weekend": ("WE", False),
    "month": ("M", False),
    "quarter": ("Q", False),
    "year": ("Y", False),
    "decade": ("E", False),
    "century": ("C", False),
    "centuries": ("C", False),
    "millennium": ("L", False),
    "millennia": ("L", False),
}
SETS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS: dict[str, int] = {word: number for number, word in enumerate(_ONES)}
NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
NUMBERS |= {"fourty": 40, "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
)
ORDINALS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        (_ORDINAL_WORDS + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split(),
        start=1,
    )
}

# Classes that a token can have; the grammar spells them in angle brackets, a token carries the letter.
_NAMES = (
    "other stop dot comma hyphen slash apostrophe iso clock hour ampm zone number day year ordinal fraction decade "
    "month mon weekday wkd weekdays season springfall seasons unit units clockunit clockunits second quarter quarters "
    "weekend weekends part parts noon today tonight ones thousand a several couple half the last next this that past "
    "previous following coming current same every early late mid earlier later ago before after fiscal and or of in "
    "on to end daily recent more old period so time from now soon times hence clockword ahead near holiday eve since "
    "oclock long q"
).split()
#: class name -> its letter
KINDS: dict[str, str] = {name: chr(0x4E00 + at) for at, name in enumerate(_NAMES)}
KINDS["other"] = "_"
_CLASSES: dict[str, str] = {}


def _put(kind: str, words: str) -> None:
    for word in words.split():
        _CLASSES[word] = KINDS[kind]


_put("mon", " ".join(name for name in MONTHS if len(name) == 3))
_put("month", "may " + " ".join(name for name in MONTHS if len(name) > 3))
_put("weekday", " ".join(name for name in DAYS if len(name) > 5))
_put("wkd", " ".join(name for name in DAYS if len(name) <= 5))
_put("weekdays", " ".join(name + "s" for name in DAYS if len(name) > 5))
_put("season", "summer autumn winter")
_put("springfall", "spring fall")
_put("seasons", "summers autumns winters springs")
_put("unit", "day week month year decade century fortnight millennium")
_put("units", "days weeks months years decades centuries fortnights millennia")
_put("clockunit", "hour minute")
_put("clockunits", "hours minutes seconds")
_put("second", "second")
_put("quarter", "quarter")
_put("quarters", "quarters")
_put("weekend", "weekend")
_put("weekends", "weekends")
_put("part", "dawn daybreak morning midday lunchtime afternoon dusk evening night nightfall")
_put("parts", "mornings afternoons evenings nights")
_put("noon", "noon midnight midday")
_put("today", "today tomorrow yesterday")
_put("tonight", "tonight overnight")
_put("ones", " ".join([*_ONES, *_TENS, "fourty"]))
_put("thousand", "dozen hundred thousand million billion")
_put("a", "a an")
_put("ordinal", " ".join(word for word in ORDINALS if word != "second"))
_put("several", "several few many")
_put("couple", "couple")
_put("half", "half")
_put("the", "the its his her their our")
_put("last", "last")
_put("next", "next")
_put("this", "this these")
_put("that", "that those")
_put("past", "past")
_put("previous", "previous preceding prior")
_put("following", "following subsequent ensuing")
_put("coming", "coming upcoming")
_put("current", "current present latest")
_put("same", "same")
_put("every", "each every")
_put("early", "early")
_put("late", "late")
_put("mid", "mid middle")
_put("earlier", "earlier")
_put("later", "later")
_put("ago", "ago")
_put("before", "before")
_put("after", "after")
_put("fiscal", "fiscal financial calendar full")
_put("and", "and")
_put("or", "or")
_put("of", "of")
_put("in", "in during")
_put("on", "on at")
_put("to", "to through until till")
_put("end", "end beginning start close rest remainder bulk middle")
_put("daily", " ".join(SETS))
_put("decade", "twenties thirties forties fifties sixties seventies eighties nineties")
_put("recent", "recent")
_put(
    "more",
    "other additional another extra more full straight consecutive trading business working entire whole further",
)
_put("old", "old")
_put("period", "period term")
_put("so", "so")
_put("zone", "est edt cst cdt mst mdt pst pdt gmt utc bst cet cest msk local")
_put("time", "time oclock")
_put("from", "from")
_put("now", "now")
_put("soon", "currently presently recently lately previously soon future nowadays")
_put("hence", "hence")
_put("clockword", "clock")
_put("ahead", "ahead")
_put("holiday", "christmas halloween thanksgiving easter palm ash good election labor labour memorial boxing new")
_put("eve", "eve")
_put("since", "since")
_put("oclock", "o")
_put("near", "near foreseeable distant immediate")
_put("times", "times once twice")
_put("long", "long")
_put("q", "q")

_TOKEN = re.compile(
    # words come first, being most of a text
    r"(?P<word>(?![AaPp]\.\s?[Mm]\b|[\u00bc-\u00be])[^\W\d_]+)"
    r"|(?P<iso>\d{4}-\d{1,2}-\d{1,2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\w))"
    r"|(?P<slash>\d{1,4}/\d{1,2}/\d{2,4}(?![\w/])|\d{1,2}(?P<sep>[-.])\d{1,2}(?P=sep)\d{4}(?!\w))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?P<meridiem>\s?[ap]m\b)?(?![\w:]))"
    r"|(?P<num>\d+(?:[,\u066c]\d{3})*(?:[.\u066b]\d+)?)(?P<suffix>(?:st|nd|rd|th|s|[ap]m)(?![^\W_]))?"
    r"|(?P<half>[\u00bc-\u00be])"
    r"|(?P<ampm>[AaPp]\.\s?[Mm]\b\.?)"
    r"|(?P<break>\n[^\S\n]*\n)"
    r"|(?P<apostrophe>['\u2019](?:s\b)?)"
    r"|(?P<dash>[-\u2010-\u2014])"
    r"|(?P<stop>[.,?!;:$%()\"\u201c\u201d/])"
    # marks of direction are passed over
    r"|(?P<other>[^\s\w\u200e\u200f\u202a-\u202e\u2066-\u2069]|_)"
)
_MARKS = {".": KINDS["dot"], ",": KINDS["comma"], "/": KINDS["slash"]}
_DATE_LEADS = frozenset(
    "in of last next this since by until till early late mid from to through during before after between and or every "
    "each past previous following on".split()
)
_AFTER_MARCH = frozenset("on of to for from in and against by was is has had".split())
_HYPHEN, _APOSTROPHE, _STOP, _COMMA, _DOT = (KINDS[name] for name in ("hyphen", "apostrophe", "stop", "comma", "dot"))
_MONTH, _MON, _WEEKDAY, _WKD, _DECADE, _ZONE = (
    KINDS[name] for name in ("month", "mon", "weekday", "wkd", "decade", "zone")
)
_DAY, _YEAR, _CLOCK, _AMPM, _ORDINAL = (KINDS[name] for name in ("day", "year", "clock", "ampm", "ordinal"))
_NUMBER = KINDS["number"]
_BESIDE_MONTH = frozenset((_DAY, _YEAR, _ORDINAL))
_CLOCK_TAILS = frozenset((_DAY, _CLOCK, _AMPM, KINDS["hour"], KINDS["noon"]))
_DECADE_LEADS = frozenset((_APOSTROPHE, _HYPHEN, KINDS["the"], KINDS["early"], KINDS["late"], KINDS["mid"]))
_SETTLED = frozenset((_MONTH, _MON, _WKD, _DECADE, _ZONE))
_OTHER = KINDS["other"]


#: a Token of a tuple, without the constructor's way through Python
_new: Callable[[tuple[int, int, str, str, bool]], Token] = partial(tuple.__new__, Token)


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, in order, with classes; one pass, linear in the text's length."""
    tokens: list[Token] = []
    put, new = tokens.append, _new
    classes = _CLASSES
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        group = found.lastgroup
        raw = found.group()
        if group == "word":
            word = raw.lower() if raw.isascii() else raw.casefold()
            put(new((start, end, word, classes.get(word, _OTHER), raw[0] != word[0])))
        elif group == "num" or group == "suffix":
            put(Token(start, end, raw.lower(), _number_class(found), False))
        elif group == "clock" or group == "meridiem":
            put(Token(start, end, raw.lower(), _CLOCK, False))
        elif group == "iso" or group == "slash":
            put(Token(start, end, raw, KINDS["iso"], False))
        elif group == "half":
            put(Token(start, end, raw, KINDS["fraction"], False))
        elif group == "ampm":
            put(Token(start, end, raw[0].lower() + "m", _AMPM, False))
        elif group == "dash":
            put(Token(start, end, raw, _HYPHEN, False))
        elif group == "apostrophe":
            put(Token(start, end, raw.replace("\u2019", "'"), _APOSTROPHE, False))
        else:
            put(Token(start, end, raw, _MARKS.get(raw, _STOP), False))
    _settle(tokens)
    return tokens


def whole(digits: str) -> int | None:
    """The integer that a run of digits with separators of thousands stands for, or None."""
    plain = digits.replace(",", "").replace("\u066c", "")
    return int(plain) if plain.isdecimal() and len(plain) <= 18 else None


def _number_class(found: re.Match[str]) -> str:
    suffix = found.group("suffix")
    digits = found.group("num")
    number = whole(digits)
    if suffix:
        if suffix == "s":
            return _DECADE if len(digits) in (2, 4) and digits.endswith("0") else _OTHER
        if suffix[-1] == "m":
            return KINDS["hour"] if number is not None and number < 100 else _OTHER
        return _ORDINAL if number is not None and number < 100 else _OTHER
    if number is not None and digits.isdecimal():
        if len(digits) <= 2 and number:
            return _DAY if number <= 31 else KINDS["number"]
        if len(digits) == 4 and 1000 <= number <= 2199:
            return _YEAR
    return KINDS["number"]


def _settle(tokens: list[Token]) -> None:
    """Decides, in place, the words that are months, days or zones only in some company."""
    count = len(tokens)
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind == _OTHER and token.word not in ("am", "pm"):
            continue
        if kind not in _SETTLED:
            if token.word in ("am", "pm") and at and tokens[at - 1].kind in (_DAY, _CLOCK):
                tokens[at] = token._replace(kind=_AMPM)
            continue
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < count else None
        if after is not None and at + 2 < count and after.kind == _DOT and kind in (_MON, _WKD):
            after = tokens[at + 2]
        if kind in (_MONTH, _MON):
            month = _is_month(token, before, after) or (token.capital and _dated(tokens, at))
            tokens[at] = token._replace(kind=_MONTH if month else _OTHER)
        elif kind == _WKD:
            if after is not None and after.kind == _COMMA and at + 2 < count:
                after = tokens[at + 2]
            dated = token.capital and after is not None and after.kind in (_MONTH, _MON, _DAY)
            tokens[at] = token._replace(kind=_WEEKDAY if dated else _OTHER)
        elif kind == _DECADE:
            # `80s` is a decade only behind an apostrophe or an article
            if (
                token.word[0].isdecimal()
                and len(token.word) == 3
                and (before is None or before.kind not in _DECADE_LEADS)
            ):
                tokens[at] = token._replace(kind=_OTHER)
        elif before is None or before.kind not in _CLOCK_TAILS:
            tokens[at] = token._replace(kind=_OTHER)


def _dated(tokens: list[Token], at: int) -> bool:
    """Whether a number that is no day of any month stands where one would: `on 0 March`, `Sunday 32 May`."""
    if at < 2 or tokens[at - 1].kind != _NUMBER or len(tokens[at - 1].word) > 2:
        return False
    lead = tokens[at - 3 if tokens[at - 2].kind == _COMMA and at > 2 else at - 2]
    return lead.kind == _WEEKDAY or (lead.word in ("on", "until", "till") and lead is tokens[at - 2])


def _is_month(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a month's name is one here: `may`, `march` and the short forms need a date's company."""
    ambiguous = token.kind == _MON or token.word in ("march", "may", "august")
    if not ambiguous:
        return token.capital or token.word != "august"
    if not token.capital:
        return False
    if after is not None and after.kind in _BESIDE_MONTH and after.word != "first":
        return True
    if after is not None and after.kind == _NUMBER and before is not None and before.word in ("on", "until", "till"):
        return True  # `on March 32`, a day that never was
    if before is None or token.kind == _MON:
        return before is not None and before.kind in (_DAY, _ORDINAL, _WEEKDAY)
    if before.word in ("the", "a") and after is not None:
        # `the March summit`, not `the March on Rome`
        return after.word.isalpha() and not after.capital and after.word not in _AFTER_MARCH
    return before.word in _DATE_LEADS or before.kind in (_DAY, _ORDINAL, _WEEKDAY)
