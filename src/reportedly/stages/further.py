"""Events that a statement is about, though no annotator would note them among a report's main ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportedly.model import Floats
from reportedly.stages._runs import Run
from reportedly.stages.segment import Segments, rows_of
from reportedly.types import Attribution, Span
from reportedly.words import content_words

__all__ = ["LEAST", "innermost", "spoken_of"]

#: least log odds that the likeliest word of a content is part of an anchor
LEAST = -3.0
#: how much less likely the words about it may be, to be taken with it
_SLOPE = 1.5
#: more words than this are no anchor
_LONGEST = 8


def innermost(anchor: Span, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution with the smallest content that holds the anchor; None where the narrator tells it."""
    best: tuple[int, Attribution] | None = None
    start, end = anchor.start, anchor.end
    for a in attributions:
        for span in a.content:
            if start < span.end and span.start < end:
                break
        else:
            continue
        # an anchor that holds the cue too is the saying itself, told from outside
        if any(span in anchor for span in a.cue):
            continue
        size = sum(span.end - span.start for span in a.content)
        if best is None or size < best[0]:
            best = size, a
    return best[1] if best else None


def spoken_of(
    segments: Segments, kept: Sequence[Run], odds: Floats, attributions: Sequence[Attribution]
) -> dict[str, Run]:
    """Attribution -> the words of its content that most likely name an event, where it holds no main one.

    What a nested statement says is that one's; numbers, pronouns and names alone name no event. Without these a denial
    of what the report does not dwell on would be about nothing, and the ledger could not set it against what others
    say.

    Args:
        kept: the words of the main events, half-open.
        odds: log odds of each word's being part of an anchor.
    """
    served = set()
    for a, b in kept:
        holder = innermost(Span(segments.starts[a], segments.ends[b - 1]), attributions)
        if holder is not None:
            served.add(holder.id)
    found: dict[str, Run] = {}
    holders = _holders(segments, attributions)
    chances = odds.tolist()
    for attribution in attributions:
        if attribution.id in served:
            continue
        own = [row for row in _rows(segments, attribution) if holders.get(row) == attribution.id]
        best = max(own, key=lambda row: (chances[row], -row), default=None)
        if best is None or odds[best] < LEAST:
            continue
        whole, low = set(own), odds[best] - _SLOPE
        first = last = best
        while last - first + 1 < _LONGEST:
            if first - 1 in whole and odds[first - 1] >= low:
                first -= 1
            elif last + 1 in whole and odds[last + 1] >= low:
                last += 1
            else:
                break
        if content_words(" ".join(form for form in segments.forms[first : last + 1] if not form[:1].isupper())):
            found[attribution.id] = (first, last + 1)
    return found


def _rows(segments: Segments, attribution: Attribution) -> list[int]:
    """The words of a content, without marks."""
    return [
        row
        for span in attribution.content
        for row in range(bisect_left(segments.starts, span.start), bisect_left(segments.starts, span.end))
        if segments.forms[row][:1].isalnum()
    ]


def _holders(segments: Segments, attributions: Sequence[Attribution]) -> dict[int, str]:
    """Word -> the attribution with the smallest content that holds it: `innermost` of every word at once."""
    found: dict[int, str] = {}
    sized = [(sum(span.end - span.start for span in a.content), n, a) for n, a in enumerate(attributions)]
    for _, _, a in sorted(sized, key=lambda row: row[:2], reverse=True):
        cues = _words_of(segments, a.cue)
        for span in a.content:
            rows = range(*rows_of(segments, span))
            found.update(dict.fromkeys([row for row in rows if row not in cues] if cues else rows, a.id))
    return found


def _words_of(segments: Segments, cue: Sequence[Span]) -> set[int]:
    """The words of which one holds a whole piece of a cue."""
    found = set()
    for span in cue:
        row = bisect_right(segments.ends, span.start)
        if row < len(segments) and segments.starts[row] <= span.start and span.end <= segments.ends[row]:
            found.add(row)
    return found
