"""A time expression before it is anchored, the parts of a rule's match, and the numbers and units they spell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from reportedly.stages._timewords import KINDS, NUMBERS, ORDINALS, PARTS, UNITS, Token, whole

__all__ = [
    "Expression", "Parts", "count_of", "lead_of", "length", "ordinal_of", "part_value", "size", "unit_of",
    "year_of",
]  # fmt: skip


_QUOTES = frozenset("'\"\u201c\u201d\u2018\u2019")


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
    amount: int | Fraction | None = None
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

    def __getitem__(self, name: str | int) -> Sequence[Token]:
        start, end = self._span(name) if isinstance(name, str) else self.match.span()
        return self.tokens[start:end] if start >= 0 else ()

    def word(self, name: str | int) -> str:
        """The first word of a part, or of the whole match (0), or an empty string."""
        start, end = self._span(name) if isinstance(name, str) else self.match.span()
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

    def title(self) -> bool:
        """Whether the capitals of these words make them a title, `60 Minutes` or `This Week`, among words without."""
        first, last = self.match.span()
        capital = self.tokens[last - 1].capital
        if not capital or last - first < 2 or not all(t.capital or t.word[0].isdecimal() for t in self[0]):
            return False
        around = [*self.tokens[max(0, first - 6) : first], *self.tokens[last : last + 6]]
        if self.before() in _QUOTES and any(t.word in _QUOTES for t in self.tokens[last : last + 2]):
            return True
        lower = sum(t.word[0].isalpha() and not t.capital for t in around)
        return lower > sum(t.capital for t in around)

    def name(self) -> bool:
        """Whether a word with a capital closes a name, `World Today`, `the channel's Today`, among words without."""
        first = self.match.start()
        if not first or not (self.tokens[first - 1].capital or self.tokens[first - 1].word == "'s"):
            return False
        return self.amid_lower()

    def amid_lower(self) -> bool:
        """Whether most words around the match have no capital: no headline, and no text all in capitals."""
        first, last = self.match.span()
        around = [*self.tokens[max(0, first - 8) : first], *self.tokens[last : last + 6]]
        lower = sum(t.word[0].isalpha() and not t.capital for t in around)
        return lower > sum(t.capital for t in around)

    def make(self, kind: str, **fields: Any) -> Expression:
        """An expression over the whole match."""
        return Expression(self.match.start(), self.match.end(), kind)._replace(**fields)


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
            digits = whole(word) if "." not in word and "\u066b" not in word else None
            if digits is None:
                plain = word.replace(",", "").replace("\u066c", "").replace("\u066b", ".")
                if len(plain) > 18:
                    return None
                total, seen = total + Fraction(plain), True
            else:
                total, seen = total + digits, True
    if not seen or total > 10**7:
        return None
    return int(total) if total.denominator == 1 else total


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal, spelled or in figures (`third`, `23rd`), or None."""
    digits = word.rstrip("stndrh")
    return ORDINALS.get(word) or (int(digits) if digits.isdecimal() else None)


def unit_of(word: str) -> tuple[str, str]:
    """A unit's grain, and its TIMEX3 letter with the T that clock units take."""
    if word not in UNITS:
        word = word.removesuffix("s")
    letter, clock = UNITS[word]
    grains = {"night": "day", "fortnight": "week", "centuries": "century", "millennia": "millennium"}
    return grains.get(word, word), ("T" if clock else "") + letter


def lead_of(tokens: Sequence[Token]) -> str:
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


def part_value(word: str) -> str:
    return "T" + PARTS[word.removesuffix("s")]


def year_of(parts: Parts) -> tuple[int | None, str]:
    """The year that follows a month or a quarter: as a number, or as the lead of `last year`."""
    if parts.word("y"):
        return int(parts.word("y")), ""
    if parts.word("yl"):
        return None, parts.word("yl") if parts.word("yu") == "year" else "?"
    return None, ""


def size(amount: int | Fraction) -> int | Fraction:
    """How much an amount is, whichever way it is counted."""
    return -amount if amount < 0 else amount


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
