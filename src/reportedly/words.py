"""The content words of a text, folded so that `deployed` meets `deployments`."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["content_words", "stem", "tokens"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

#: closed-class words of English and the reporting verbs, which say nothing about the event
_STOP_WORDS = """
a about above after again against all also although am an and any are as at away be because been before being below
between both but by can cannot could did do does doing down during each even ever few first for from further get
gets getting give given go goes going got had has have having he her here hers herself him himself his how i if in
into is it its itself just last least less like made make makes many may me might more most much must my never next
no nor not now of off on once one only onto or other others our ours out over own per quite rather same shall she
should since so some still such than that the their theirs them themselves then there these they this those through
thus to too toward towards two under until up upon us very was we were what when where which while who whom whose
why will with within without would yet you your yours according added adding announced asked called claimed denied
noted quoted reported reportedly reports said saying says spoke statement stated tell telling told mr mrs ms monday
tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december day days week weeks month months year years today yesterday tomorrow
"""
_STOP = frozenset(_STOP_WORDS.split())

#: longest first; a suffix is cut only where at least three letters stay
_SUFFIXES = (
    "izations", "ization", "ations", "ments", "ation", "ingly", "ement", "ities", "ment", "ness", "ings", "ions",
    "ying", "ies", "ied", "ing", "ion", "ers", "ors", "est", "ity", "ed", "er", "or", "es", "ly", "al", "s", "e",
)  # fmt: skip


def tokens(text: str) -> list[str]:
    """The words of a text in order, case folded, possessives cut.

    Example:
        >>> tokens("Seoul’s 1,500 troops")
        ['seoul', '1', '500', 'troops']
    """
    return [_possessive(word) for word in _WORD.findall(text.casefold())]


def _possessive(word: str) -> str:
    for mark in ("'s", "’s"):
        if word.endswith(mark):
            return word[: -len(mark)]
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its endings, cut roughly: good for meeting, not for reading.

    Example:
        >>> stem("deployment") == stem("deployed") == stem("deploys")
        True
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eiy" and word[-2] not in "aeiou" else word


def content_words(text: str) -> frozenset[str]:
    """The stems of a text's words that carry meaning.

    Example:
        >>> sorted(content_words("The troops were deployed to Kursk"))
        ['deploy', 'kursk', 'troop']
    """
    return frozenset(stem(word) for word in tokens(text) if len(word) > 1 and word not in _STOP)
