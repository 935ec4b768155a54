"""What stands around a time expression: the modifiers that belong to it and the preposition before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportedly.stages._timeparts import Expression
from reportedly.stages._timewords import Token

__all__ = ["Frame", "framed"]


class Frame(NamedTuple):
    """An expression's tokens with its modifiers, the TIMEX3 modifier, and how its preposition bounds it."""

    first: int
    last: int
    mod: str | None = None
    #: since, after, by, before, or nothing
    relation: str = ""
    earlier: bool = False
    later: bool = False


_SIMPLE = {
    "early": "START", "late": "END", "mid": "MID", "earlier": "", "later": "",
    "about": "APPROX", "around": "APPROX", "nearly": "APPROX", "almost": "APPROX", "roughly": "APPROX",
    "approximately": "APPROX", "some": "APPROX",
    "over": "MORE_THAN", "under": "LESS_THAN", "within": "EQUAL_OR_LESS", "barely": "", "just": "", "only": "",
    "sometime": "", "exactly": "",
}  # fmt: skip
#: `over the past week` and `over the weekend` are prepositions: these count for lengths alone
_FOR_LENGTHS = frozenset(("over", "under", "some", "within"))
_PAIRS = {
    ("more", "than"): "MORE_THAN", ("less", "than"): "LESS_THAN", ("fewer", "than"): "LESS_THAN",
    ("at", "least"): "EQUAL_OR_MORE", ("at", "most"): "EQUAL_OR_LESS", ("up", "to"): "EQUAL_OR_LESS",
    ("well", "over"): "MORE_THAN", ("no", "later"): "",
}  # fmt: skip
_ENDS = {
    "end": "END", "close": "END", "beginning": "START", "start": "START", "middle": "MID", "rest": "END",
    "remainder": "END",
}  # fmt: skip
_RELATIONS = {
    "since": "since", "from": "since", "after": "after", "by": "by", "until": "by", "till": "by", "before": "before",
}  # fmt: skip


def framed(tokens: Sequence[Token], found: Expression, floor: int = 0) -> Frame:
    """The modifiers to the left and right of an expression that TimeML counts into its extent, and what they say.

    Tokens before `floor` belong to another expression.
    """
    first, last = found.first, found.last
    mod: str | None = None
    earlier = later = False
    dated = found.kind not in ("duration", "set", "ref")
    while first > floor:
        at = first - 1
        word = tokens[at].word
        pair = (tokens[at - 1].word, word) if at > floor else ("", word)
        if pair in _PAIRS and not dated:
            mod, first = mod or _PAIRS[pair], first - 2
            if pair == ("more", "than") and first > floor and tokens[first - 1].word == "no":
                mod, first = "EQUAL_OR_LESS", first - 1
            elif pair == ("less", "than") and first > floor and tokens[first - 1].word == "no":
                mod, first = "EQUAL_OR_MORE", first - 1
            continue
        if word in _SIMPLE and not (dated and word in _FOR_LENGTHS):
            earlier, later = earlier or word == "earlier", later or word == "later"
            mod, first = (
                mod or _SIMPLE[word] or ("START" if word == "earlier" else "END" if word == "later" else None),
                at,
            )
            continue
        if (
            dated
            and word in ("on", "in")
            and at > floor
            and tokens[at - 1].word in ("earlier", "later", "late", "early")
        ):
            outer = tokens[at - 1].word
            earlier, later = earlier or outer == "earlier", later or outer == "later"
            mod, first = mod or {"late": "END", "early": "START"}.get(outer), at - 1
            continue
        if word == "-" and at > floor and tokens[at - 1].word in ("mid", "early", "late"):
            mod, first = {"mid": "MID", "early": "START", "late": "END"}[tokens[at - 1].word], at - 1
            continue
        if word == "of" and at > floor and tokens[at - 1].word in _ENDS:
            mod, first = mod or _ENDS[tokens[at - 1].word], at - 1
            if first > floor and tokens[first - 1].word == "the":
                first -= 1
            continue
        break
    if last + 1 < len(tokens) and tokens[last].word == "or" and tokens[last + 1].word == "so":
        mod, last = mod or "APPROX", last + 2
    relation = _RELATIONS.get(tokens[first - 1].word, "") if first else ""
    if tokens[first].word == "the" and first and found.kind == "duration":
        relation = ""
    return Frame(first, last, mod, relation, earlier, later)
