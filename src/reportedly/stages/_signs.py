"""Signs of a statement's act and factuality in its words: stems of the cue, negation, the content's first words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from reportedly.stages.segment import Segments, rows_of
from reportedly.types import Attribution

__all__ = ["of_statement", "signs"]

#: words of the content that are looked at
_REACH = 40
_NOT = frozenset("not t no never nothing none without nor neither cannot".split())
_ENDINGS = {"ing": "", "ies": "y", "ied": "y", "ed": "", "es": "", "s": "", "e": ""}


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    for ending, rest in _ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + rest
    return word


def signs(
    cue: Sequence[str], content: Sequence[str], sourced: bool, before: Sequence[str], after: Sequence[str]
) -> set[str]:
    """What the linear half of the act and factuality heads sees of a statement.

    Args:
        cue, content: their words in lower case, in text order.
        sourced: whether the statement has a source.
        before, after: the words around the cue, at most two each.

    Example:
        >>> sorted(signs(["denied"], ["it", "fled"], True, ["minister"], []))
        ['after:', 'before:minister', 'cue:deny', 'first:it', 'form:denied', 'says:fled', 'says:it', 'sourced']
    """
    stems = [_stem(w) for w in cue]
    found = {f"cue:{s}" for s in stems}
    found.update(f"form:{w}" for w in cue)
    found.update(f"cues:{a} {b}" for a, b in itertools.pairwise(stems))
    found.update(f"before:{w}" for w in before or [""])
    found.update(f"after:{w}" for w in after or [""])
    content = content[:_REACH]
    found.update(f"says:{_stem(w)}" for w in content if w.isalnum())
    if content:
        found.add(f"first:{content[0]}")
    if "?" in content:
        found.add("asks")
    if sourced:
        found.add("sourced")
    if not _NOT.isdisjoint(cue):
        found.add("not")
        found.update(f"not:{s}" for s in stems)
    if not _NOT.isdisjoint(content):
        found.add("says not")
        found.update(f"says not:{s}" for s in stems)
    return found


def of_statement(segments: Segments, attribution: Attribution) -> set[str]:
    """The signs of one attribution of a text."""
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
