"""What a phrase is to an anchor, as word order tells it: subject, object, the one after `by`, owner ..."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.stages._eventfeatures import Ints, Run

__all__ = ["FUNCTIONS", "functions", "joins", "opener", "passive"]

#: what may stand between a preposition and the noun that it leads
_BEFORE_NOUN = frozenset(
    "the a an this that these those its his her their our my your some any no each every all both several many most "
    "more few other another such one two three four five six seven eight nine ten dozens hundreds thousands at least "
    "about around nearly almost up".split()
)
_PREPOSITIONS = frozenset(
    "by of in on at to from with for against between among amid into onto over under after before during since until "
    "near across through throughout within without despite inside outside toward towards behind beyond "
    "including like as via per upon along off above below beside besides".split()
)
#: words at which a clause begins
_BOUNDS = frozenset(
    "that which who whom whose when where while because although though if unless after before since as but and or "
    "said says say told tell adding saying added whether".split()
)
#: of these the ones over which a verb's object may still stand
_LOOSE = frozenset("and or as after before since".split())
_RELATIVE = frozenset("who which that".split())
_BE = frozenset("is are was were be been being get gets got getting 's 're".split())
_HELP = _BE | frozenset(
    "has have had having will would may might can could should shall must to do does did not n't never also already "
    "then later yet soon allegedly reportedly again still now just recently subsequently previously immediately".split()
)
_PARTICIPLES = frozenset(
    "beaten begun bitten blown born bought bound broken brought built burnt burst caught chosen cut dealt done drawn "
    "driven fed felt flown found fought given gone held hit hurt kept laid led left lent lost made meant met paid put "
    "read run said sent set shot shown shut slain sold sought spent split spread struck sunk sworn swept taught thrown "
    "told torn withdrawn won withheld known hung".split()
)
_MARKS = frozenset(',;:-–—()“”"')
#: words over which the preposition of a phrase is looked for
_REACH = 5
#: words between an owner and what it owns, at most
_OWNED = 4
_AFTER = ("by", "of", "against", "on", "with", "to", "from", "between", "in", "at", "for", "over", "into")
_AHEAD = ("by", "of", "between", "with", "from")
#: what a phrase can be to an anchor
FUNCTIONS = (
    "elsewhere", "inside", "owner", "subject", "subject of passive", "further before", "across a bound before",
    "object", "object of passive", "second object", "across a bound after", "before with preposition",
    "after with preposition", *(f"before with {word}" for word in _AHEAD), *(f"after with {word}" for word in _AFTER),
)  # fmt: skip
_ROW = {name: row for row, name in enumerate(FUNCTIONS)}


def _participle(word: str) -> bool:
    return word in _PARTICIPLES or (len(word) > 3 and word.endswith(("ed", "en")))


def passive(words: Sequence[str], run: Run, floor: int) -> bool:
    """Whether an anchor's first participle stands in the passive: after a form of `be` or `get`, or before `by`.

    Args:
        words: in lower case.
        run: the anchor.
        floor: where its sentence begins.

    Example:
        >>> passive("four men were later arrested".split(), (4, 5), 0), passive("they arrested four".split(), (1, 2), 0)
        (True, False)
    """
    for at in range(*run):
        if words[at] in _HELP or not _participle(words[at]):
            continue
        k = at - 1
        while k >= floor and at - k < _REACH and words[k] in _HELP and words[k] not in _BE:
            k -= 1
        return (k >= floor and words[k] in _BE) or (at + 1 < len(words) and words[at + 1] == "by")
    return False


def opener(words: Sequence[str], first: int, floor: int) -> str:
    """The preposition that leads a phrase, over what may stand before its noun; empty where none does.

    Example:
        >>> words = "killed by two armed men".split()
        >>> opener(words, 4, 0), opener(words, 1, 0)
        ('by', '')
    """
    for i in range(first - 1, max(floor, first - 1 - _REACH) - 1, -1):
        word = words[i]
        if word in _PREPOSITIONS:
            return word
        if word in _MARKS or word in _BOUNDS or word in _HELP:
            return ""
        if word not in _BEFORE_NOUN and not _participle(word) and word.endswith(("s", "ing")):
            return ""
    return ""


def joins(between: Sequence[str]) -> bool:
    """Whether the words between two phrases make them one: `and`, `or`, a comma before them, an article after them.

    Example:
        >>> joins(["and"]), joins([",", "or", "the"]), joins(["and", "said"])
        (True, True, False)
    """
    rest = [word for word in between if word not in (",", "the", "a", "an")]
    return rest in (["and"], ["or"])


def functions(
    words: Sequence[str],
    run: Run,
    sentence: Run,
    phrases: Sequence[Run],
    openers: Sequence[str],
    owners: Sequence[bool],
    joined: Sequence[bool],
) -> tuple[Ints, str]:
    """What each phrase is to an anchor, a row of `FUNCTIONS`; and which places are taken, as a word.

    The subject is the nearest phrase before the anchor that no preposition leads and no clause begins after; the
    object the first such phrase after it.

    Args:
        words: of the text, in lower case.
        run, sentence: the anchor's words and its sentence's.
        phrases: their words, in text order.
        openers: the preposition of each, see `opener`.
        owners: whether each ends in a possessive.
        joined: whether each is joined to the one before it, as `Niger` in `Chad and Niger`; the two are the same.

    Returns:
        Rows, and letters for what was found: `p`assive, `s`ubject, `o`bject, `b`y.
    """
    first, last = run
    low, high = sentence
    turned = passive(words, run, low)
    out = np.zeros(len(phrases), np.int64)
    taken = "p" if turned else ""
    for k in range(len(phrases) - 1, -1, -1):
        begin, end = phrases[k]
        if begin < low or begin >= last:
            continue
        between = words[end:first]
        if end > first:
            name = "inside"
        elif owners[k] and first - end < _OWNED:
            name = "owner"
        elif openers[k]:
            name = f"before with {openers[k]}" if openers[k] in _AHEAD else "before with preposition"
        elif "s" in taken:
            name = "further before"
        elif any(word in _BOUNDS for word in between[between[:1] != [] and between[0] in _RELATIVE :]):
            name = "across a bound before"
        else:
            name = "subject of passive" if turned else "subject"
            taken += "s"
        out[k] = _ROW[name]
    for k, (begin, _) in enumerate(phrases):
        if begin < last or begin >= high:
            continue
        if any(word in _BOUNDS and word not in _LOOSE for word in words[last:begin]):
            name = "across a bound after"
        elif openers[k]:
            name = f"after with {openers[k]}" if openers[k] in _AFTER else "after with preposition"
            taken += "b" if openers[k] == "by" and "b" not in taken else ""
        elif "o" not in taken:
            name = "object of passive" if turned else "object"
            taken += "o"
        else:
            name = "second object"
        out[k] = _ROW[name]
    for k in range(len(phrases) - 1, 0, -1):
        if joined[k] and phrases[k][1] <= first and FUNCTIONS[out[k]] in ("subject", "subject of passive"):
            out[k - 1] = out[k]
    for k in range(1, len(phrases)):
        if joined[k] and phrases[k - 1][0] >= last:
            out[k] = out[k - 1]
    return out, taken
