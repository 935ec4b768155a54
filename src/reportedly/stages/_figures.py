"""Numbers in words and figures: a text cut into tokens, and what number some of them spell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

__all__ = ["SIZES", "SPELLED", "VAGUE", "Number", "Word", "number_at", "words_of"]

#: longest number, in digits, that is worked out
MOST_DIGITS = 1000


class Word(NamedTuple):
    """One token: its span, its words folded, its sort, and whether it begins with a capital.

    Sorts: `n` figures, `#` figures that name or rank (F-16, 11th), `w` a word, `-` a hyphen or dash, `,` a comma,
    `$` a currency sign, `.` what ends a clause, `?` any other mark.
    """

    start: int
    end: int
    word: str
    sort: str
    capital: bool = False


class Number(NamedTuple):
    """What `words[first:last]` spell: a number, or for `dozens` and `several hundred` the least and greatest."""

    first: int
    last: int
    low: Fraction | None
    high: Fraction | None
    vague: bool = False
    #: a number of the words is missing: `several` and `dozens` have none, 10^5000 has too many digits
    lost: bool = False
    #: a part of a whole
    share: bool = False
    #: the size word that closes it: `million`
    scaled: int = 1
    spelled: bool = False


_TOKEN = re.compile(
    # words come first, being most of a text; what other alternatives begin with is no letter
    r"(?P<word>(?![\u00bc-\u00be\u2150-\u215e])[^\W\d_]+(?:['\u2019][^\W\d_]+)?)"
    r"|(?P<power>\d{1,400}\s?\^\s?\d{1,9}(?![\w.]))"
    # over a line break only what can be no number of its own (10,\n000): `in 2024,\n300 people` are two
    r"|(?P<num>\d+(?:[,\u066c]\d{3}(?!\d)|[,\u066c]\r?\n0\d\d(?!\d)|[\u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.\u066b]\d+)?)(?P<tail>[^\W\d_\u00bc-\u00be\u2150-\u215e]+|%|\u066a)?"
    r"|(?P<half>[\u00bc-\u00be\u2150-\u215e])"
    r"|(?P<money>[$\u20ac\u00a3\u00a5\u20bd\u20aa\u20b4])"
    r"|(?P<percent>[%\u066a])"
    r"|(?P<hyphen>[-\u2010-\u2015])"
    r"|(?P<comma>,)"
    r"|(?P<stop>[.;:!?()\[\]\"\u201c\u201d\u00ab\u00bb]|\n[^\S\n]*\n)"
    r"|(?P<mark>[^\w\s\u200e\u200f\u202a-\u202e\u2066-\u2069]|_)"
)
#: abbreviations of sizes, written to the figure: 10k, $2.3bn
_TAILS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
SIZES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_UNITS = {word: number for number, word in enumerate(_ONES)}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SMALL = _UNITS | _TENS
# `dozens` is two dozen or more and below a hundred; each size runs from twice itself to below ten times
VAGUE = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "millions": (2 * 10**6, None), "billions": (2 * 10**9, None), "several": (3, 9), "handful": (3, 9), "few": (3, 9),
    "tens": (20, 99),
}  # fmt: skip
_PARTS = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3), "quarter": Fraction(1, 4),
    "quarters": Fraction(1, 4), "fourth": Fraction(1, 4), "fifth": Fraction(1, 5), "fifths": Fraction(1, 5),
    "sixth": Fraction(1, 6), "eighth": Fraction(1, 8), "eighths": Fraction(1, 8), "tenth": Fraction(1, 10),
    "tenths": Fraction(1, 10), "fourths": Fraction(1, 4),
}  # fmt: skip
_GLYPHS = {
    "\u00bc": Fraction(1, 4), "\u00bd": Fraction(1, 2), "\u00be": Fraction(3, 4), "\u2153": Fraction(1, 3),
    "\u2154": Fraction(2, 3), "\u2155": Fraction(1, 5), "\u215b": Fraction(1, 8),
}  # fmt: skip
_SORTS = {"half": "n", "money": "$", "hyphen": "-", "comma": ",", "stop": "."}
#: the words with which a number may begin
SPELLED = frozenset(_SMALL) | frozenset(SIZES) | frozenset(VAGUE) | frozenset(("a", "an", "half", "couple"))


#: words of size that may stand cut at a line's end
_SCALES = frozenset(SIZES) | frozenset(f"{size}s" for size in SIZES)


#: a Word of a tuple, without the constructor's way through Python
_new: Callable[[tuple[int, int, str, str, bool]], Word] = partial(tuple.__new__, Word)


def words_of(text: str) -> list[Word]:
    """The tokens of `text`, in order; marks of direction are passed over. Linear in the text's length."""
    words: list[Word] = []
    add, new = words.append, _new
    broken = "-\n" in text or "-\r" in text or "\u00ad" in text
    for found in _TOKEN.finditer(text):
        group = found.lastgroup
        start, end = found.span()
        raw = found.group()
        if group == "word":
            folded = raw.lower()
            if "\u2019" in folded:
                folded = folded.replace("\u2019", "'")
            add(new((start, end, folded, "w", raw[0] != folded[0])))
        elif group in ("num", "tail"):
            words += _figures(found)
        elif group == "power":
            words.append(Word(start, end, raw, "n"))
        elif group == "percent":
            words.append(Word(start, end, "percent", "w"))
        else:
            words.append(Word(start, end, raw, _SORTS.get(group or "", "?")))
    return _mended(words) if broken else words


def _mended(words: Sequence[Word]) -> list[Word]:
    """The tokens with words put together that a line's end or a soft hyphen has cut: `hun-`, `dred`.

    A soft hyphen that stands between the parts of a number (`twenty`, `five`) is a hyphen.
    """
    out: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        if out and at + 1 < len(words) and out[-1].sort == "w" and words[at + 1].sort == "w":
            before, after = out[-1], words[at + 1]
            soft = word.word == "\u00ad" and before.end == word.start
            cut = word.sort == "-" and before.end == word.start and after.start > word.end
            whole = before.word + after.word
            if soft and before.word in _TENS and after.word in _UNITS:
                out.append(word._replace(sort="-"))
                at += 1
                continue
            if soft or (cut and (whole in _SCALES or whole in SPELLED)):
                out[-1] = Word(before.start, after.end, whole, "w", before.capital)
                at += 2
                continue
        out.append(word)
        at += 1
    return out


def _figures(found: re.Match[str]) -> list[Word]:
    start, end = found.span()
    digits, tail = found.group("num"), found.group("tail")
    before = found.string[start - 1] if start else " "
    middle = found.end("num")
    if (
        before.isalpha()
        or before == "_"
        or (before in "-\u2010\u2011" and start > 1 and found.string[start - 2].isalpha())
    ):
        # F16, MiG-29, COVID-19: part of a name; `mid-20` too
        return [Word(start, end, found.group().lower(), "#")]
    if tail is None:
        return [Word(start, end, digits, "n")]
    folded = tail.lower()
    if folded in ("%", "\u066a"):
        return [Word(start, middle, digits, "n"), Word(middle, end, "percent", "w")]
    if folded in _TAILS:
        return [Word(start, end, digits + folded, "n")]
    if folded in ("km", "kg", "mm", "cm", "kph", "mph", "ft", "kw", "mw", "million", "billion", "people", "dead"):
        return [Word(start, middle, digits, "n"), Word(middle, end, folded, "w")]
    return [Word(start, end, found.group().lower(), "#")]


def _value(word: str) -> Fraction | None:
    """The number that one token of figures stands for; None where it has too many digits."""
    if word in _GLYPHS:
        return _GLYPHS[word]
    if "^" in word:
        base, _, power = word.partition("^")
        if len(base.strip()) * int(power) > MOST_DIGITS:
            return None
        return Fraction(int(base) ** int(power))
    tail = word.lstrip("0123456789.,") if word.isascii() else ""
    size = _TAILS.get(tail, 1)
    plain = word.removesuffix(tail) if tail in _TAILS else word
    plain = re.sub(r"[,\u066c\u00a0\u2009\u202f\r\n]", "", plain).replace("\u066b", ".")
    if len(plain) > MOST_DIGITS:
        return None
    head, _, rest = plain.partition(".")
    if not head.isdecimal() or (rest and not rest.isdecimal()):
        return None
    value = Fraction(int(head))
    if rest:
        value += Fraction(int(rest), 10 ** len(rest))
    return value * size


def number_at(words: Sequence[Word], at: int) -> Number | None:
    """The number that begins at a token, or None.

    Reads figures with their size words (`1.3 million`), spelled numbers (`twenty-five thousand`, `half a million`, `a
    dozen`), vague ones (`dozens`, `tens of thousands`, `several hundred`) and parts (`two-thirds`, `half`, `a third`).
    """
    word = words[at]
    if word.sort == "n":
        return _after_figures(words, at)
    if word.sort != "w" or word.word not in SPELLED:
        return None
    return _vague(words, at) or _part(words, at) or _spelled(words, at)


def _word(words: Sequence[Word], at: int) -> str:
    return words[at].word if at < len(words) else ""


def _after_figures(words: Sequence[Word], at: int) -> Number:
    value = _value(words[at].word)
    last = at + 1
    if (
        last + 1 < len(words)
        and words[last].word == "/"
        and words[last + 1].sort == "n"
        and value is not None
        and words[last].start == words[at].end
    ):
        under = _value(words[last + 1].word)
        if under and value < under and under.denominator == 1:
            return Number(at, last + 2, value / under, value / under, share=True)
    if last < len(words) and words[last].sort == "n" and words[last].word in _GLYPHS and value is not None:
        value, last = value + _GLYPHS[words[last].word], last + 1
    elif last + 2 < len(words) and [w.sort for w in words[last : last + 3]] == ["n", "?", "n"] and value is not None:
        # `2 1/2 million`
        rest = _after_figures(words, last)
        if rest.share and rest.low is not None:
            value, last = value + rest.low, rest.last
    if words[at].word in _GLYPHS and _word(words, last) in ("of", "the"):
        return Number(at, last, value, value, share=True)
    size = 1
    while last < len(words) and words[last].word in SIZES:
        size, last = size * SIZES[words[last].word], last + 1
    scaled = size
    if words[at].word[-1:].isalpha():
        scaled *= _TAILS.get(words[at].word.lstrip("0123456789.,"), 1)
    return Number(
        at,
        last,
        value and value * size if value else value,
        value and value * size if value else value,
        lost=value is None,
        scaled=scaled,
    )


def _vague(words: Sequence[Word], at: int) -> Number | None:
    word, then = words[at].word, _word(words, at + 1)
    if word == "a" and then in ("few", "handful", "couple"):
        return _vague(words, at + 1) and _vague(words, at + 1)._replace(first=at)  # type: ignore[union-attr]
    if word == "couple":
        size = SIZES.get(then, 1)
        return Number(at, at + (2 if size > 1 else 1), Fraction(2 * size), Fraction(2 * size), vague=True)
    if word in ("several", "few") and then in SIZES:
        size = SIZES[then]
        high = 99 if then == "dozen" else 10 * size - 1
        return Number(at, at + 2, Fraction(2 * size), Fraction(high), vague=True, scaled=size)
    if word not in VAGUE or (word in ("few", "handful") and not (at and words[at - 1].word == "a")):
        return None
    if word == "tens" and then != "of":
        return None
    if (
        word in ("tens", "hundreds", "dozens", "scores")
        and then == "of"
        and _word(words, at + 2) in ("thousands", "millions", "hundreds")
    ):
        size = SIZES[words[at + 2].word[:-1]]
        low, most = VAGUE[word]
        return Number(at, at + 3, Fraction(low * size), Fraction(((most or 9) + 1) * size - 1), vague=True)
    if word == "tens":
        return None
    low, most = VAGUE[word]
    return Number(at, at + 1, Fraction(low), Fraction(most) if most is not None else None, vague=True)


def _part(words: Sequence[Word], at: int) -> Number | None:
    """`half`, `a third of`, `two-thirds`, `three quarters`; ordinals that rank are none."""
    word = words[at].word
    last = at + 1
    if word in ("a", "an", "one") and _word(words, last) in _PARTS:
        named = words[last].word
        last += 1
        if named == "half" and _word(words, last) in SIZES:
            return None
        if _word(words, last) not in ("of", "the") and named != "half":
            return None
        return Number(at, last, _PARTS[named], _PARTS[named], share=True)
    if word == "half":
        if _word(words, last) == "a" and _word(words, last + 1) in SIZES:
            return None
        if _word(words, last) not in ("of", "the", "its", "their", "his", "her", "those", "these", "all"):
            return None
        return Number(at, last, Fraction(1, 2), Fraction(1, 2), share=True)
    top = _UNITS.get(word)
    if top is None or top < 2:
        return None
    if last < len(words) and words[last].sort == "-":
        last += 1
    named = _word(words, last)
    if named in _PARTS and named.endswith("s") and named != "half":
        share = top * _PARTS[named]
        return Number(at, last + 1, share, share, share=True) if share < 1 else None
    return None


def _spelled(words: Sequence[Word], at: int) -> Number | None:
    """A number in words, or None: `twenty-five`, `one hundred and fifty thousand`, `a dozen`, `half a million`."""
    word = words[at].word
    if word == "half":
        size = SIZES.get(_word(words, at + 2), 0)
        if _word(words, at + 1) in ("a", "an") and size:
            return Number(at, at + 3, Fraction(size, 2), Fraction(size, 2), scaled=size, spelled=True)
        return None
    if word in ("a", "an"):
        if _word(words, at + 1) == "half" and _word(words, at + 2) in SIZES:
            size = SIZES[words[at + 2].word]
            return Number(at, at + 3, Fraction(size, 2), Fraction(size, 2), scaled=size, spelled=True)
        if _word(words, at + 1) not in SIZES:
            return None
    elif word not in _SMALL:
        return None
    total, group, last, scaled, seen = 0, 0, at, 1, False
    while last < len(words):
        word = words[last].word
        if word in ("a", "an") and last == at:
            group, last = 1, last + 1
            continue
        if words[last].sort == "-" and seen and _word(words, last + 1) in _SMALL and words[last - 1].word in _TENS:
            last += 1
            continue
        if (
            word == "and"
            and seen
            and words[last - 1].word in SIZES
            and _word(words, last + 1) in _SMALL
            and words[last - 1].word != "dozen"
        ):
            last += 1
            continue
        if word in _TENS:
            if group % 100 or (seen and words[last - 1].word not in SIZES and words[last - 1].word != "and"):
                break
            group, seen = group + _TENS[word], True
        elif word in _UNITS:
            if seen and not (
                words[last - 1].word in SIZES
                or words[last - 1].word in _TENS
                or words[last - 1].sort == "-"
                or words[last - 1].word == "and"
            ):
                break
            if group % 10 or (_UNITS[word] > 9 and group % 100):
                break
            group, seen = group + _UNITS[word], True
        elif word == "hundred" or word == "dozen":
            group, seen, scaled = (group or 1) * SIZES[word], True, SIZES[word]
        elif word in SIZES:
            total, group, seen, scaled = total + (group or 1) * SIZES[word], 0, True, SIZES[word]
        else:
            break
        last += 1
    if not seen:
        return None
    value = Fraction(total + group)
    return Number(at, last, value, value, scaled=scaled, spelled=True)
