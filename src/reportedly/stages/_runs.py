"""Runs of word rows: how many words they have, and how many two lists of them have in common."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Run", "length", "overlap"]

#: words, half-open
Run = tuple[int, int]


def length(runs: Sequence[Run]) -> int:
    """The words of runs that do not overlap.

    Example:
        >>> length([(0, 2), (5, 6)])
        3
    """
    return sum(b - a for a, b in runs)


def overlap(a: Sequence[Run], b: Sequence[Run]) -> int:
    """The words that runs have in common with others.

    Example:
        >>> overlap([(0, 4), (6, 9)], [(3, 7)]), overlap([], [(3, 7)])
        (2, 0)
    """
    found = 0
    for first, last in a:
        for start, end in b:
            low, high = first if first > start else start, last if last < end else end
            if high > low:
                found += high - low
    return found
