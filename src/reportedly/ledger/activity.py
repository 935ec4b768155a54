"""How many reports a story had over its whole time, in at most as many stretches as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

__all__ = ["STRETCHES", "stretches"]

#: stretches that are drawn, on the page as in the terminal
STRETCHES = 26


def stretches(activity: Sequence[tuple[str, int]], most: int = STRETCHES) -> list[tuple[str, str, int]]:
    """First day, last day and reports of each stretch from a story's first week to its last, empty ones among them.

    A stretch is a week, or as many weeks as make the story fit.

    Args:
        activity: (Monday of the week, ISO 8601; reports), weeks without reports left out.
        most: stretches at most.

    Example:
        >>> stretches([("2024-10-07", 2), ("2024-10-21", 1)])
        [('2024-10-07', '2024-10-13', 2), ('2024-10-14', '2024-10-20', 0), ('2024-10-21', '2024-10-27', 1)]
    """
    if not activity:
        return []
    days = [(date.fromisoformat(week).toordinal(), count) for week, count in activity]
    first = min(day for day, _ in days)
    weeks = (max(day for day, _ in days) - first) // 7 + 1
    length = 7 * -(-weeks // most)
    counts = [0] * -(-7 * weeks // length)
    for day, count in days:
        counts[(day - first) // length] += count
    out = []
    for place, count in enumerate(counts):
        begin = first + place * length
        end = min(begin + length - 1, date.max.toordinal())
        out.append((date.fromordinal(begin).isoformat(), date.fromordinal(end).isoformat(), count))
    return out
