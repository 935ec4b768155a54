"""Words of a text and the keys under which names are looked up: without case, accents, dots, apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

__all__ = ["Word", "fold", "is_plain", "words"]

#: abbreviations with dots (U.S., J.D.), else a run of letters and digits with inner apostrophes
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_MARKS = str.maketrans("", "", ".'’ʼ`´")
_CONTRACTION = re.compile(r"['’ʼ`´](?:m|re|ve|ll|d)$", re.I)
_POSSESSIVE = ("'s", "’s", "ʼs", "`s", "´s", "'S", "’S")


class Word(NamedTuple):
    """One word: half-open code points of the text (a possessive ending is left out) and its key."""

    start: int
    end: int
    key: str
    #: first letter is a capital
    capital: bool
    #: two letters or more and all of them capitals
    upper: bool
    #: stood with a possessive ending, 's or a bare apostrophe
    possessive: bool


def is_plain(text: str) -> bool:
    """Whether the text has next to no capitals, as lower-cased feeds have."""
    letters = sum(map(str.isalpha, text[:4000]))
    return letters > 0 and sum(map(str.isupper, text[:4000])) < 0.004 * letters


def _strip_accents(text: str) -> str:
    """The text without combining marks; ligatures and widths are unfolded."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(word: str) -> str:
    """The key of one word: no case, accents, dots or apostrophes; one possessive `'s` is dropped.

    Example:
        >>> fold("Ya’alon"), fold("U.S."), fold("Élysée"), fold("Rutte's"), fold("Türkiye")
        ('yaalon', 'us', 'elysee', 'rutte', 'turkiye')
    """
    if word.isascii() and word.isalpha():
        return word.lower()
    if word[-2:] in _POSSESSIVE and len(word) > 2:
        word = word[:-2]
    if not word.isascii():
        word = _strip_accents(word)
    return word.translate(_MARKS).casefold().replace("ı", "i")


#: a Word of a tuple, without the constructor's way through Python
_new: Callable[[tuple[int, int, str, bool, bool, bool]], Word] = partial(tuple.__new__, Word)


def words(text: str) -> list[Word]:
    """The words of the text in order; hyphens part words, so that `al-Qaeda` and `al Qaeda` fold alike.

    Example:
        >>> [(w.key, w.possessive) for w in words("Seoul’s envoy, al-Qaeda")]
        [('seoul', True), ('envoy', False), ('al', False), ('qaeda', False)]
    """
    out: list[Word] = []
    add, new = out.append, _new
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        if word.isascii() and word.isalpha():
            possessive = (
                word[-1] in "sS" and text[end : end + 1] in ("'", "’") and not text[end + 1 : end + 2].isalnum()
            )
            if word.islower():
                add(new((start, end, word, False, False, possessive)))
            else:
                upper = len(word) > 1 and word.isupper()
                add(new((start, end, word.lower(), word[0].isupper(), upper, possessive)))
            continue
        possessive = word[-2:] in _POSSESSIVE and len(word) > 2
        if possessive:
            end -= 2
            word = word[:-2]
        elif _CONTRACTION.search(word):
            # I'm, we've, they'll: the pronoun
            cut = max(map(word.rfind, "'’ʼ`´"))
            end -= len(word) - cut
            word = word[:cut]
        key = fold(word)
        if not key:
            continue
        letters = word.translate(_MARKS)
        out.append(Word(start, end, key, word[0].isupper(), len(letters) > 1 and letters.isupper(), possessive))
    return out
