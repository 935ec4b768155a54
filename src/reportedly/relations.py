"""A fold over the claims about one event: who contradicts whom, and which figures cannot both be right."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reportedly import wording
from reportedly.positions import NO_ONE_PARTY, Held, opposed, view_of
from reportedly.terms import Bound, Modality, RelationKind
from reportedly.types import Position, Relation
from reportedly.words import base, content_words, stem, tokens

__all__ = ["At", "Figure", "Scope", "contradictions", "figures_differ", "repeats", "scope", "unit_class"]

#: nouns that count the same people
_UNITS = {
    "soldier": ("soldier", "troop", "serviceman", "servicemen", "personnel", "fighter", "combatant", "trooper"),
    "person": ("people", "person", "man", "men", "resident", "individual", "dead", "victim", "casualty", "casualties"),
    "civilian": ("civilian", "noncombatant"),
    "child": ("child", "children", "minor", "kid"),
    "woman": ("woman", "women"),
    "prisoner": ("prisoner", "captive", "detainee", "hostage"),
}
_UNIT_OF = {stem(noun): name for name, nouns in _UNITS.items() for noun in nouns}

#: what only grows while an event is counted, so that a later, lower count disagrees with an earlier one
_GROWING = frozenset({"killed", "wounded"})

#: what is said of those counted in one word: the dead are the killed
_COUNTS = {"dead": "killed", "died": "killed", "slain": "killed", "injured": "wounded", "hurt": "wounded"}

#: a figure so many times another counts something else: a war's dead against those of one day
_OTHER_KIND = 20

#: the same of attacks and protests, of which there may be several in a place and a day: figures of one are nearer
_OTHER_ONE = 2

#: least likeness of the words about two events to be told as one: both name one place; one names that of the other;
#: both give one day; neither
_ALIKE_AT_PLACE, _ALIKE_NAMED, _ALIKE_ON_DAY, _ALIKE = 0.15, 0.2, 0.15, 0.4

#: so many days after an earlier count a lower one still disagrees with it
_LATER = 14

#: share by which a loosely bound figure may be off and still be right
_LOOSE = {Bound.ABOUT: 0.2, Bound.VAGUE: 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a figure counts; only figures of one scope can disagree."""

    event_id: str
    unit: str
    #: killed, wounded, sent, expected; "" where the words do not say
    counts: str
    #: folded place; "" where none is given, or where the event has but one
    place: str
    #: the days counted, as TIMEX3; "" likewise
    when: str
    #: planned and expected numbers are not those of what has happened
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where and when a report has an event that happens at one place and time, so that two of them are kept apart."""

    #: folded; None where not said
    place: str | None = None
    #: the place is a whole state, which says little
    wide: bool = False
    #: first and last day, ISO 8601; None where not said
    begin: str | None = None
    end: str | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A claim's figure with its scope; `day` is the date of the saying or, failing that, of publication."""

    held: Held
    scope: Scope
    low: float | None
    high: float | None
    approx: Bound = Bound.EXACT
    day: str | None = None
    #: of an event that happens at one place and time: where and when, as far as the report says; its words' stems
    at: At | None = None


def unit_class(unit: str | None) -> str:
    """One name for the nouns that count the same: soldiers, troops, servicemen.

    Example:
        >>> unit_class("North Korean troops"), unit_class("special-forces soldiers"), unit_class("tanks")
        ('soldier', 'soldier', 'tank')
    """
    words = tokens(unit or "")
    for word in reversed(words):
        if stem(word) in _UNIT_OF:
            return _UNIT_OF[stem(word)]
    return stem(words[-1]) if words else ""


def scope(
    *,
    event_id: str,
    unit: str | None,
    counts: str | None,
    place: str | None,
    when: str | None,
    modality: Modality,
    point: bool,
) -> Scope:
    """The scope of a figure.

    Args:
        point: the event happens at one place and time, so that a report need not repeat them.
    """
    stage = _COUNTS.get((counts or "").casefold(), (counts or "").casefold())
    return Scope(
        event_id=event_id,
        # who is killed or wounded without a noun is people
        unit=unit_class(unit) or ("person" if stage in _GROWING else ""),
        counts=stage,
        place="" if point else (place or "").casefold(),
        when="" if point else (when or ""),
        planned=modality in (Modality.PLANNED, Modality.POSSIBLE, Modality.CONDITIONAL),
    )


def bounds(figure: Figure) -> tuple[float, float]:
    """The least and the greatest number that a figure's words allow.

    `about 10,000` allows 8,000 to 12,000; `at least 3,000` allows any number from 3,000.
    """
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else math.inf
    slack = _LOOSE.get(figure.approx, 0.0)
    return low * (1 - slack), high * (1 + slack)


def figures_differ(figures: Iterable[Figure]) -> list[Relation]:
    """The pairs of figures that cannot both be right.

    Only within one scope, and only where both are of one day or the day after: a later count is not a contradiction,
    unless it is lower in what can only grow, such as the dead; nor is a party's own higher one. Figures of one
    report are never set against each other, for it has its own reasons for giving two.
    """
    groups: dict[Scope, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.scope.unit:
            groups[figure.scope].append(figure)
    found = []
    for group in groups.values():
        # the figure that stands for its party and number on a day: ten reports of it are one figure
        firsts: dict[tuple[object, ...], Figure] = {}
        for figure in sorted(group, key=lambda f: (f.day or "9999", f.held.published or "9999", f.held.claim_id)):
            firsts.setdefault((figure.held.party, figure.low, figure.high, figure.approx, figure.day), figure)
        ordered = list(firsts.values())
        for place, one in enumerate(ordered):
            for at in range(place + 1, len(ordered)):
                other = ordered[at]
                # they come by date, so the rest lie further off still
                if (_days(one.day, other.day) or 0) > _LATER:
                    break
                why = _differ(one, other)
                if why and one.held.report_id != other.held.report_id:
                    found.append(_pair(RelationKind.FIGURES_DIFFER, one.held, other.held, why))
    return found


def _differ(one: Figure, other: Figure) -> str | None:
    gap = _days(one.day, other.day)
    (low, high), (low2, high2) = bounds(one), bounds(other)
    if low <= high2 and low2 <= high:
        return None
    size, size2 = (max(figure.low or 0.0, figure.high or 0.0, 1.0) for figure in (one, other))
    most = _OTHER_KIND if one.at is None or other.at is None else _OTHER_ONE
    if not 1 / most <= size / size2 <= most:
        return None
    what = " ".join(filter(None, (_plural(one.scope.unit), one.scope.counts)))
    words = f"{_say(one)} against {_say(other)}, both of {what}"
    own = one.held.party == other.held.party
    # a toll rises by the hour, so of two by one party on one day one is the older
    grown = own and one.scope.counts in _GROWING and (gap == 0 or low <= high2)
    if gap is not None and gap <= 1 and not grown and _one_event(one, other, 1):
        same = own and one.held.speaker == other.held.speaker
        return words + (", given for one speaker by two reports" if same else f", within {gap + 1} days")
    lower = one.scope.counts in _GROWING and low > high2 and not (own and gap == 0)
    if gap is not None and gap <= _LATER and lower and _one_event(one, other, 0):
        return words + ", and the later count is lower"
    return None


def _one_event(one: Figure, other: Figure, apart: int) -> bool:
    """Whether two events that happen at one place and time are told as one; others are, being of one scope.

    Nothing must speak against one day, and the words about them must be alike, what is rare in news counting for more:
    of two attacks on one city each report names its own streets. The less is known of where and when, the liker the
    words must be.

    Args:
        apart: days between two publications up to which events of which neither has a day are taken for one.
    """
    a, b = one.at, other.at
    if a is None or b is None:
        return True
    same_day = _meet(one, a, other, b, apart)
    if same_day is None:
        return False
    told = bool(a.words) and bool(b.words)
    alike = wording.table().cosine(frozenset(map(base, a.words)), frozenset(map(base, b.words))) if told else 0.0
    if a.place and b.place and not a.wide and not b.wide:
        return (alike >= _ALIKE_AT_PLACE or not told) and (a.place == b.place or _named(a, b) or _named(b, a))
    if (a.place and not a.wide and _named(a, b)) or (b.place and not b.wide and _named(b, a)):
        return alike >= _ALIKE_NAMED
    return alike >= (_ALIKE_ON_DAY if same_day else _ALIKE)


def _named(one: At, other: At) -> bool:
    """Whether the place of the one is among the words about the other."""
    return bool(one.place) and content_words(one.place or "") <= other.words


def _meet(one: Figure, a: At, other: Figure, b: At, apart: int) -> bool | None:
    """True where both give one day, False where nothing speaks against one day, None where something does."""
    if a.begin and a.end and b.begin and b.end:
        return True if a.begin <= b.end and b.begin <= a.end else None
    if a.begin or b.begin:
        dated, open_ = (a, other) if a.begin else (b, one)
        gap = _days(dated.begin, open_.held.published)
        return False if gap is not None and gap <= 1 else None
    gap = _days(one.held.published, other.held.published)
    return False if gap is not None and gap <= apart else None


def _plural(noun: str) -> str:
    """The noun of a scope as a count has it."""
    known = {"person": "people", "child": "children", "woman": "women"}
    return known.get(noun, noun if noun.endswith("s") else noun + "s")


def _say(figure: Figure) -> str:
    low, high = figure.low, figure.high
    if low is None and high is None:
        number = "an unknown number"
    elif low == high:
        number = f"{low:,.0f}"
    elif high is None:
        number = f"at least {low:,.0f}"
    elif low is None:
        number = f"up to {high:,.0f}"
    else:
        number = f"{low:,.0f} to {high:,.0f}"
    return f"{figure.held.party} {number}"


def _days(one: str | None, other: str | None) -> int | None:
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((other or "")[:10])).days)
    except ValueError:
        return None


def contradictions(positions: Sequence[Position], held: Mapping[str, Held]) -> list[Relation]:
    """The pairs of claims by which two parties or outlets hold opposed views of one event at the same time.

    A position holds until its party takes another, so two of them meet where their times do. One relation
    per pair of positions, between the claims that stand nearest in time.

    Args:
        positions: all positions on one event.
        held: claim id -> what the fold knows of it.
    """
    views = [(position, _view(position, held)) for position in positions if position.party not in NO_ONE_PARTY]
    ends: dict[int, str] = {}
    by_party: dict[str, list[Position]] = defaultdict(list)
    for position, _ in views:
        by_party[position.party].append(position)
    for own in by_party.values():
        for now, after in pairwise(own):
            ends[id(now)] = after.since or "9999"
    # by their beginnings, so that those which one meets are a stretch of the list
    order = sorted(range(len(views)), key=lambda place: views[place][0].since or "")
    starts = [views[place][0].since or "" for place in order]
    pairs: list[tuple[int, int]] = []
    for at, place in enumerate(order):
        one, view = views[place]
        end = ends.get(id(one), "9999")
        for beside in order[at + 1 : bisect_left(starts, end, at + 1)]:
            other, view2 = views[beside]
            if one.party == other.party or not opposed(view, view2):
                continue
            if (other.since or "") < ends.get(id(other), "9999"):
                pairs.append((place, beside) if place < beside else (beside, place))
    return [_meeting(views[place][0], views[beside][0], held) for place, beside in sorted(pairs)]


def _view(position: Position, held: Mapping[str, Held]) -> str:
    first = held[position.claims[0]]
    return view_of(first.act, first.factuality, first.modality) or ""


def _meeting(one: Position, other: Position, held: Mapping[str, Held]) -> Relation:
    first, second = sorted((one, other), key=lambda p: (p.since or "", p.party))
    later = held[second.claims[0]]
    limit = later.said or later.published or "9999"
    before = [claim for claim in first.claims if (held[claim].said or held[claim].published or "") <= limit]
    earlier = held[before[-1] if before else first.claims[0]]
    why = f"{first.party} {_verb(first)}, {second.party} {_verb(second)}"
    return _pair(RelationKind.CONTRADICTION, earlier, later, why)


def _verb(position: Position) -> str:
    since = f" since {position.since}" if position.since else ""
    return f"{position.act}s{since}" if not position.act.endswith("y") else f"{position.act[:-1]}ies{since}"


def repeats(position: Position, held: Mapping[str, Held]) -> list[Relation]:
    """The claims of a position that say again what its first one said."""
    first = held[position.claims[0]]
    return [
        _pair(RelationKind.REPEATS, first, held[claim], f"{position.party} {_verb(position)}")
        for claim in position.claims[1:]
    ]


def _pair(kind: RelationKind, earlier: Held, later: Held, why: str) -> Relation:
    score = round(min(earlier.score, later.score), 4)
    return Relation(
        kind=kind, earlier=earlier.claim_id, later=later.claim_id, event_id=later.event_id, why=why, score=score
    )
