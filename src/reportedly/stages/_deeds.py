"""What the words about an anchor settle: anchors that name no deed, and silence that is no refusal."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportedly.stages._runs import Run
from reportedly.stages.segment import Segments
from reportedly.terms import EventType

__all__ = ["empty", "misfortune", "silence", "undone", "whole"]


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
#: what harms people without anybody's doing it: forces of nature, diseases, accidents
_MISFORTUNES = frozenset(
    "earthquake earthquakes quake quakes aftershock tremor tsunami flood floods flooding floodwaters landslide "
    "landslides mudslide mudslides avalanche avalanches hurricane hurricanes typhoon typhoons cyclone cyclones tornado "
    "tornadoes storm storms blizzard heatwave drought famine wildfire wildfires eruption volcano "
    "epidemic epidemics pandemic outbreak outbreaks virus viruses cholera ebola malaria measles influenza flu covid "
    "coronavirus typhoid dengue tuberculosis meningitis polio disease diseases illness cancer "
    "crash crashes derailment stampede capsized sank capsizing shipwreck collision collapse".split()
)
#: with these about it somebody did it after all
_VIOLENCE = frozenset(
    "attack attacks attacked bomb bombs bombing bombings bomber suicide shot shooting shootings missile missiles "
    "rocket rockets shell shells shelling strike strikes airstrike airstrikes gunmen gunman militants rebels troops "
    "soldiers police murder murdered assassinated executed clash clashes clashed rammed downed hijacked sabotage "
    "arson".split()
)
#: words between such a thing and an anchor, at most
_NEAR = 4
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


def misfortune(segments: Segments, run: Run, kind: EventType) -> bool:
    """Whether what looks like violence is what nobody does: an earthquake, a disease, an accident.

    PLOVER codes what parties do. The thing stands in the anchor or close to it, and nothing violent in the sentence.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> misfortune(segment("The earthquake killed nine."), (2, 3), EventType.ASSAULT)
        True
        >>> misfortune(segment("A bomb caused the crash that killed nine."), (6, 7), EventType.ASSAULT)
        False
    """
    if kind is not EventType.ASSAULT:
        return False
    number = segments.sentences[run[0]]
    first, last = bisect_left(segments.sentences, number), bisect_right(segments.sentences, number)
    words = [form.lower() for form in segments.forms[first:last]]
    a, b = run[0] - first, run[1] - first
    return _VIOLENCE.isdisjoint(words) and not _MISFORTUNES.isdisjoint(words[max(0, a - _NEAR) : b + _NEAR])


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
        None if silence(segments, run, kind) or misfortune(segments, run, kind) else run
        for run, kind in zip(runs, kinds, strict=True)
    ]
    for k, run in enumerate(runs):
        if out[k] is None or not empty(segments, run):
            continue
        out[k] = None
        after = out[k + 1] if k + 1 < len(runs) else None
        if after is not None and after[0] - run[1] <= 1 and segments.sentences[after[0]] == segments.sentences[run[0]]:
            out[k + 1] = (run[0], after[1])
    return out
