"""What the words about an anchor settle: anchors that name no deed, and silence that is no refusal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reportedly.stages.segment import Segments
from reportedly.terms import EventType

__all__ = ["empty", "silence", "undone", "whole"]

Run = tuple[int, int]

_EMPTY = frozenset(
    "has have had having is are was were be been being will would shall should can could may might must did do does on "
    "in at of to by for from with the a an its his her their this that these those and or monday tuesday wednesday "
    "thursday friday saturday sunday today yesterday".split()
)
_DECLINING = frozenset(
    "decline declines declined declining refuse refuses refused refusing refusal avoided avoids avoiding".split()
)
#: what somebody declines who only stays silent: no proposal, demand or request of a party is refused
_SPEAKING = frozenset(
    "comment say speculate elaborate answer discuss disclose reveal specify respond identify name be".split()
)
_LEAVING_OPEN = frozenset("rule ruled ruling exclude excluded excluding".split())
_NOT = frozenset("not never n't t cannot neither".split())
_UNDONE = frozenset("refused refuse rejected reject declined decline vetoed veto".split())
#: words after an anchor's first that show what is declined
_REACH = 5


def empty(segments: Segments, run: Run) -> bool:
    """Whether an anchor has no word that could name a deed: only auxiliaries, prepositions, weekdays or marks.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> empty(segment("Kenya has accepted help."), (1, 2)), empty(segment("Kenya has accepted help."), (1, 3))
        (True, False)
    """
    forms = segments.forms[slice(*run)]
    return all(form.lower() in _EMPTY or not any(c.isalnum() for c in form) for form in forms)


def silence(segments: Segments, run: Run, kind: EventType) -> bool:
    """Whether what looks like a refusal only says that somebody does not speak, or leaves something open.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> silence(segment("She declined to comment."), (1, 2), EventType.REJECT)
        True
        >>> silence(segment("She declined the offer."), (1, 2), EventType.REJECT)
        False
    """
    if kind is not EventType.REJECT:
        return False
    words = _clause(segments, run)
    for k, word in enumerate(words):
        if word in _DECLINING and words[k + 1 : k + 2] == ["to"] and words[k + 2 : k + 3]:
            said = words[k + 2]
            return said in _SPEAKING and (
                said != "be" or words[k + 3 : k + 4] in (["named"], ["identified"], ["drawn"])
            )
        if word in _LEAVING_OPEN:
            before = segments.forms[max(0, run[0] - 3) : run[0]]
            return bool(_NOT & {w.lower() for w in (*before, *words[:k])})
    return False


def undone(segments: Segments, run: Run, kind: EventType) -> bool:
    """Whether a refusal is said not to have been: `has not refused any help`."""
    if kind is not EventType.REJECT:
        return False
    words = _clause(segments, run)
    before = [w.lower() for w in segments.forms[max(0, run[0] - 2) : run[0]]]
    for k, word in enumerate(words):
        if word in _UNDONE:
            return bool(_NOT & set((before + words[:k])[-2:]))
    return False


def _clause(segments: Segments, run: Run) -> list[str]:
    """The words of an anchor and, where it is short, those that follow in its sentence."""
    last = bisect_right(segments.sentences, segments.sentences[run[0]])
    return [form.lower() for form in segments.forms[run[0] : min(last, max(run[1], run[0] + _REACH))]]


def whole(segments: Segments, runs: Sequence[Run], kinds: Sequence[EventType]) -> list[Run | None]:
    """The runs of anchors, in text order, an empty one joined to the one right after it; None where no deed is named.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> words = segment("Kenya has accepted help.")
        >>> whole(words, [(1, 2), (2, 3)], [EventType.AGREE, EventType.AGREE])
        [None, (1, 3)]
    """
    out: list[Run | None] = [
        None if silence(segments, run, kind) else run for run, kind in zip(runs, kinds, strict=True)
    ]
    for k, run in enumerate(runs):
        if out[k] is None or not empty(segments, run):
            continue
        out[k] = None
        after = out[k + 1] if k + 1 < len(runs) else None
        if after is not None and after[0] - run[1] <= 1 and segments.sentences[after[0]] == segments.sentences[run[0]]:
            out[k + 1] = (run[0], after[1])
    return out
