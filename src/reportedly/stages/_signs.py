"""Signs of a statement's act and factuality in its words: stems of the cue, negation, the content's first words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from reportedly.stages.segment import Segments, rows_of
from reportedly.types import Attribution

__all__ = ["cut", "of_statement", "signs"]

#: words of the content that are looked at
_REACH = 40
#: words at its beginning that are looked at together
_OPENING = 8
_NOT = frozenset("not t no never nothing none without nor neither cannot".split())
_ENDINGS = {"ing": "", "ies": "y", "ied": "y", "ed": "", "es": "", "s": "", "e": ""}


@lru_cache(maxsize=16384)
def cut(word: str) -> str:
    """A word in lower case without a common ending."""
    for ending, rest in _ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + rest
    return word


#: how much a sign counts
_COUNTS = {
    "cue": 2.0, "cues": 1.5, "all": 1.5, "form": 1.0, "begins": 0.7, "before": 0.7, "after": 0.7, "first": 0.7,
    "says": 0.5, "two": 0.5, "with": 0.4,
}  # fmt: skip


def signs(
    cue: Sequence[str], content: Sequence[str], sourced: bool, before: Sequence[str], after: Sequence[str]
) -> dict[str, float]:
    """What words say of a statement's act and factuality: signs, and how much each counts.

    Args:
        cue, content: their words in lower case, in text order.
        sourced: whether the statement has a source.
        before, after: the words around the cue, at most two each.

    Example:
        >>> found = signs(["denied"], ["it", "fled"], True, ["minister"], [])
        >>> [sign for sign in sorted(found) if not sign.startswith(("says", "with"))]  # doctest: +NORMALIZE_WHITESPACE
        ['after:', 'all:deny', 'before:minister', 'begins:denie', 'cue:deny', 'first:it', 'form:denied', 'sourced',
         'two:it fled']
    """
    stems = [cut(w) for w in cue]
    found = [f"cue:{s}" for s in stems]
    found += [f"form:{w}" for w in cue]
    found += [f"begins:{w[:5]}" for w in cue]
    found += [f"cues:{a} {b}" for a, b in itertools.pairwise(stems)]
    found.append(f"all:{' '.join(stems)}")
    found += [f"before:{w}" for w in before or [""]]
    found += [f"after:{w}" for w in after or [""]]
    content = content[:_REACH]
    told = [cut(w) for w in content]
    found += [f"says:{s}" for s, w in zip(told, content, strict=True) if w.isalnum()]
    found += [f"two:{a} {b}" for a, b in itertools.pairwise(told[:_OPENING])]
    found += [f"with:{a} {b}" for a in stems[-2:] for b in told[: _OPENING - 2]]
    if content:
        found.append(f"first:{content[0]}")
    out = {sign: _COUNTS[sign.partition(":")[0]] for sign in found}
    if "?" in content:
        out["asks"] = 1.0
    if sourced:
        out["sourced"] = 0.3
    if not _NOT.isdisjoint(cue):
        out["not"] = 1.0
        out.update((f"not:{s}", 1.0) for s in stems)
    if not _NOT.isdisjoint(content):
        out["says not"] = 1.0
        out.update((f"says not:{s}", 1.0) for s in stems)
    return out


def of_statement(segments: Segments, attribution: Attribution) -> dict[str, float]:
    """The signs of one attribution of a text, and how much each counts."""
    forms = segments.forms
    cue = [rows_of(segments, span) for span in sorted(attribution.cue)]
    first, last = max(cue, key=lambda run: run[1] - run[0], default=(0, 0))
    content: list[str] = []
    for a, b in (rows_of(segments, span) for span in sorted(attribution.content)):
        content += forms[a : min(b, a + _REACH)]
        if len(content) >= _REACH:
            break
    return signs(
        [w.lower() for a, b in cue for w in forms[a:b]],
        [w.lower() for w in content[:_REACH]],
        bool(attribution.source),
        [w.lower() for w in forms[max(0, first - 2) : first]],
        [w.lower() for w in forms[last : last + 2]],
    )
