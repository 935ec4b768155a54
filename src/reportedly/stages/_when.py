"""When a report without a date was written, as far as its offices, campaigns and years tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby

from reportedly.registry import Mention
from reportedly.registry.fold import Word
from reportedly.registry.store import Entry

__all__ = ["guess_day"]

#: the months that are weighed: from January of the first year to December of the last
_FIRST, _LAST = 1990, 2027
_MONTHS = 12 * (_LAST - _FIRST + 1)
_MIDDLE = "15"
_YEAR = re.compile(r"\b(?:19[89]\d|20[0-4]\d)\b")
_PAST = frozenset("former formerly ex late ousted deposed then".split())
_RUNNING = frozenset("candidate nominee frontrunner runner hopeful candidacy".split())
_RACE = frozenset("campaign campaigning primary primaries caucus caucuses nominee nomination candidates rally".split())
_PLAIN = frozenset("of the and us for to a in united states".split())
#: what speaks for a month: somebody named holds an office in it; the words beside the name say that office; they say
#: that it is over; the report tells of a race and somebody runs in it; the latest year named is its, the one before, or
#: an earlier one
_HOLDS, _SAID, _OVER, _RUNS, _NAMED, _AFTER, _SINCE = 1.0, 2.0, 1.5, 1.0, 2.0, 1.0, 1.0


def guess_day(text: str, words: Sequence[Word], mentions: Sequence[Mention]) -> str | None:
    """The middle of the months in which what a report says of people in office fits best; None if it says nothing.

    Args:
        text: the report.
        words: its words.
        mentions: the registry names in it.
    """
    gains = [0.0] * (_MONTHS + 1)

    def add(first: int, last: int, points: float) -> None:
        """Gives points to the months from first to last (both in)."""
        first, last = max(first, 0), min(last, _MONTHS - 1)
        if first <= last:
            gains[first] += points
            gains[last + 1] -= points

    told = False
    race = any(word.key in _RACE for word in words)
    seen: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.entries[0].kind == "person":
            beside = seen.setdefault(mention.entries[0].name, set())
            if len(beside) < 60:
                near = (*words[max(0, mention.first - 4) : mention.first], *words[mention.last : mention.last + 6])
                beside.update(word.key for word in near)
    people = {m.entries[0].name: m.entries for m in mentions if m.entries[0].kind == "person"}
    for name, entries in people.items():
        beside = seen[name]
        for entry in entries:
            if entry.kind != "person" or not (entry.since or entry.until) or entry.party.startswith("MEDIA:"):
                continue
            told = True
            first, last = _span(entry)
            add(first, last, _HOLDS)
            running = entry.party.endswith("_CAMPAIGN")
            office = set(entry.role.lower().replace(",", " ").split()) - _PLAIN
            if (running and beside & _RUNNING) or (not running and beside & office):
                if beside & _PAST:
                    add(last + 1, _MONTHS, _OVER)
                else:
                    add(first, last, _SAID)
            if race and running:
                add(first, last, _RUNS)
    years = [int(year) for year in _YEAR.findall(text)]
    if years:
        # a year that is named once may be one that is to come
        latest = max(years)
        add(12 * (latest - _FIRST), 12 * (latest - _FIRST) + 11, _NAMED)
        add(12 * (latest - _FIRST) + 12, 12 * (latest - _FIRST) + 23, _AFTER)
        add(12 * (latest - _FIRST), _MONTHS, _SINCE)
    if not told:
        return str(max(years)) if years else None
    totals = [round(total, 6) for total in accumulate(gains[:-1])]
    best = max(totals)
    runs = [list(months) for good, months in groupby(range(_MONTHS), key=lambda m: totals[m] == best) if good]
    longest = max(runs, key=len)
    month = longest[len(longest) // 2]
    return f"{_FIRST + month // 12}-{month % 12 + 1:02}-{_MIDDLE}"


def _span(entry: Entry) -> tuple[int, int]:
    """First and last month of which an entry holds the middle, counted from the first that is weighed."""
    first, last = 0, _MONTHS - 1
    if entry.since:
        first = _month(entry.since, 1) + (entry.since[8:] > _MIDDLE)
    if entry.until:
        last = _month(entry.until, 12) - ("" < entry.until[8:] < _MIDDLE)
    return first, last


def _month(day: str, otherwise: int) -> int:
    return 12 * (int(day[:4]) - _FIRST) + (int(day[5:7]) if len(day) > 4 else otherwise) - 1
