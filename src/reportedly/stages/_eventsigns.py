"""Signs of an event in its words: stems of the anchor, of what leads to it and of its sentence."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportedly.stages._signs import cut
from reportedly.stages.segment import Segments

__all__ = ["NOTED", "ROLE", "TYPE", "of_events"]

#: tables of what words tell: an event's type, its being noted at all, whether a phrase acts in it or has it done to it
TYPE, NOTED, ROLE = "event.words.type", "event.words.noted", "event.words.role"
#: words before an anchor that are looked at
_REACH = 4
#: how much a sign counts: a stem of the anchor, two in turn, a beginning; a stem before it; one of its sentence
_ANCHOR, _TWO, _BEGINNING, _BEFORE, _SENTENCE = 2.0, 1.5, 1.0, 0.7, 0.5


def of_events(segments: Segments, runs: Sequence[tuple[int, int]]) -> list[dict[str, float]]:
    """The signs of each run of words and how much each counts.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> found = of_events(segment("They were shot."), [(1, 3)])[0]
        >>> sorted(sign for sign in found if not sign.startswith("in:"))
        ['anchor:shot', 'anchor:wer', 'before:they', 'begins:shot', 'begins:were', 'two:wer shot']
    """
    sentences, forms = segments.sentences, segments.forms
    around: dict[int, tuple[int, list[str], list[str]]] = {}
    out = []
    for a, b in runs:
        number = sentences[a]
        if number not in around:
            first, last = bisect_left(sentences, number), bisect_right(sentences, number)
            lower = [form.lower() for form in forms[first:last]]
            around[number] = first, lower, [cut(word) for word in lower]
        first, lower, stems = around[number]
        own = stems[a - first : b - first]
        found = {f"in:{s}": _SENTENCE for s in stems}
        found.update((f"before:{s}", _BEFORE) for s in stems[max(0, a - first - _REACH) : a - first])
        for word in lower[a - first : b - first]:
            found[f"begins:{word[:5]}"] = found[f"begins:{word[:4]}"] = _BEGINNING
        found.update((f"two:{s} {t}", _TWO) for s, t in itertools.pairwise(own))
        found.update((f"anchor:{s}", _ANCHOR) for s in own)
        out.append(found)
    return out
