"""A fold over one party's claims about one event: the views it held, since when, and where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from reportedly.terms import Act, Factuality, Modality, RelationKind
from reportedly.types import Position, Relation

__all__ = ["AFFIRM", "DENY", "DOUBT", "NO_ONE_PARTY", "SURE", "WITHHOLD", "Held", "fold", "opposed", "view_of"]

#: the views that a position can be: what a party would answer to `did it happen?`
AFFIRM, DENY, WITHHOLD, DOUBT = "affirm", "deny", "withhold", "doubt"

#: ids that stand for many who need not agree, so that two views under one of them are no change
NO_ONE_PARTY = frozenset({"ANON", "PERSON", "EXPERT", "MEDIA:unspecified"})

#: a claim whose score is below this is more likely misread than not
SURE = 0.5

_NEGATIVE = frozenset({Factuality.CERTAINLY_NOT, Factuality.PROBABLY_NOT, Factuality.POSSIBLY_NOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the fold knows of one claim."""

    claim_id: str
    report_id: str
    party: str
    event_id: str
    act: Act
    factuality: Factuality
    speaker: str | None = None
    modality: Modality = Modality.ASSERTED
    #: date of the saying, as exact as the words give it: `2024-10-28`, `2024-10`
    said: str | None = None
    #: date of publication
    published: str | None = None
    #: the words place the saying before the report's own news ("initially", "had denied")
    recap: bool = False
    #: where the claim stands in its report
    offset: int = 0
    score: float = 1.0


@dataclass(slots=True)
class _Run:
    view: str
    #: claims that open and carry the run, each with its date
    carried: list[tuple[str | None, Held]] = field(default_factory=list)
    #: undated claims that say the same again
    again: list[Held] = field(default_factory=list)

    @property
    def since(self) -> str | None:
        return self.carried[0][0]

    @property
    def until(self) -> str | None:
        return max((day for day, _ in self.carried if day is not None), default=None)

    @property
    def speakers(self) -> frozenset[str]:
        return frozenset(held.speaker for _, held in self.carried if held.speaker)

    @property
    def members(self) -> list[Held]:
        return [held for _, held in self.carried] + self.again


def view_of(act: Act, factuality: Factuality, modality: Modality = Modality.ASSERTED) -> str | None:
    """What an act and a factuality say to `did it happen?`: affirm, deny, withhold, doubt; None where they do not say.

    To condemn, endorse or defend a thing with certainty is to take it as so; a demand, a question or a
    condition says nothing either way.

    Example:
        >>> view_of(Act.CONDEMN, Factuality.CERTAIN), view_of(Act.ASSERT, Factuality.CERTAINLY_NOT)
        ('affirm', 'deny')
        >>> view_of(Act.DEFEND, Factuality.UNCOMMITTED) is None
        True
    """
    if act is Act.WITHHOLD:
        return WITHHOLD
    if act is Act.DOUBT:
        return DOUBT
    if act is Act.DENY or factuality in _NEGATIVE:
        return DENY
    if factuality is Factuality.UNCOMMITTED or modality is Modality.CONDITIONAL:
        return None
    return DENY if modality is Modality.DENIED else AFFIRM


def opposed(one: str, other: str) -> bool:
    """Whether two views cannot both be right: one affirms what the other denies."""
    return {one, other} == {AFFIRM, DENY}


def fold(claims: Iterable[Held]) -> tuple[list[Position], list[Relation]]:
    """The positions that a party held on an event in their order, and its changes and inner disagreements.

    A claim with a known date opens a new position where its view is another than the one before. A claim
    whose date is not known is taken as said on the day of publication if its view is new, and as a
    repetition if the party has held it before: an old denial told again is no return to it. A recap
    ("had first denied") never comes after what is dated.

    A view that stands between two of another view, by a speaker of its own, while a speaker of the other
    view keeps to it, is a disagreement within the party and not a change; so are two views of two speakers
    on one day.

    Where a party has claims that are surely read, the others open no position: they repeat one or count for nothing.

    Args:
        claims: all claims of one party about one event, in any order.

    Returns:
        positions by date, and relations of the kinds change of position and disagreement within.
    """
    pool = sorted(claims, key=_order)
    if not pool:
        return [], []
    runs, asides = _dissent(_runs(pool))
    positions: list[Position] = []
    doubted = False
    named: dict[int, Position] = {}
    for run in sorted(runs + asides, key=_run_order):
        position = _position(run, doubted)
        doubted = doubted or run.view != AFFIRM
        named[id(run)] = position
        positions.append(position)
    relations: list[Relation] = []
    if pool[0].party in NO_ONE_PARTY:
        return positions, relations
    for before, after in pairwise(runs):
        relations.append(_relation(before, after, named))
    for aside in asides:
        beside = [run for run in runs if _run_order(run) <= _run_order(aside)]
        if beside:
            relations.append(_relation(beside[-1], aside, named, within=True))
    return positions, relations


def _order(held: Held) -> tuple[str, str, int, str]:
    day = held.said or held.published or "9999"
    return (day, held.published or "9999", held.offset, held.claim_id)


def _run_order(run: _Run) -> tuple[str, str, int, str]:
    day, held = run.carried[0]
    return (day or "", *_order(held)[1:])


def _exact(held: Held) -> bool:
    return held.said is not None and len(held.said) >= 10


def _runs(pool: list[Held]) -> list[_Run]:
    """Maximal runs of one view by date; undated claims join the last run of their view that had begun."""
    viewed = [(held, view) for held in pool if (view := view_of(held.act, held.factuality, held.modality)) is not None]
    points: list[tuple[str | None, Held, str]] = []
    again: list[tuple[Held, str]] = []
    unsure = [(held, view) for held, view in viewed if held.score < SURE]
    if len(unsure) < len(viewed):
        viewed = [(held, view) for held, view in viewed if held.score >= SURE]
    else:
        unsure = []
    for held, view in viewed:
        if _exact(held):
            points.append(((held.said or "")[:10], held, view))
    for early in (False, True):
        for held, view in viewed:
            if _exact(held) or (held.recap or held.said is not None) is not early:
                continue
            # a date as vague as a month is the earliest day it can mean, and never opens a view after others
            limit = held.published or "9999"
            if any(other == view and (day is None or day <= limit) for day, _, other in points):
                again.append((held, view))
            else:
                day = None if early else held.published
                points.append((day, held, view))
    for held, view in unsure:
        limit = held.published or "9999"
        if any(other == view and (day is None or day <= limit) for day, _, other in points):
            again.append((held, view))
    points.sort(key=lambda point: (point[0] or "", *_order(point[1])[1:]))
    runs: list[_Run] = []
    for day, held, view in points:
        if not runs or runs[-1].view != view:
            runs.append(_Run(view))
        runs[-1].carried.append((day, held))
    for held, view in again:
        limit = held.published or "9999"
        fitting = [run for run in runs if run.view == view and (run.since is None or run.since <= limit)]
        fitting[-1].again.append(held)
    return runs


def _dissent(runs: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """The party's own runs, and those of a speaker at odds with it."""
    main, asides = list(runs), []
    place = 1
    while place < len(main) - 1:
        before, middle, after = main[place - 1 : place + 2]
        keeps = before.speakers & after.speakers
        if before.view == after.view and keeps and middle.speakers and not middle.speakers & keeps:
            asides.append(middle)
            before.carried.extend(after.carried)
            before.again.extend(after.again)
            del main[place : place + 2]
            place = max(1, place - 1)
        else:
            place += 1
    place = 1
    while place < len(main):
        before, after = main[place - 1], main[place]
        days = {day for day, _ in before.carried + after.carried}
        apart = before.speakers and after.speakers and not before.speakers & after.speakers
        if len(days) == 1 and None not in days and apart and place == len(main) - 1:
            asides.append(after)
            del main[place]
        else:
            place += 1
    return main, asides


def _position(run: _Run, doubted: bool) -> Position:
    """The run as a value; to affirm what one had denied, doubted or withheld is to confirm it."""
    members = sorted(run.members, key=_order)
    acts = {AFFIRM: Act.ASSERT, DENY: Act.DENY, WITHHOLD: Act.WITHHOLD, DOUBT: Act.DOUBT}
    act = acts[run.view]
    if run.view == AFFIRM and (doubted or any(held.act is Act.CONFIRM for held in members)):
        act = Act.CONFIRM
    latest = max(run.carried, key=lambda point: (point[0] or "", *_order(point[1])[1:]))[1]
    return Position(
        party=latest.party,
        event_id=latest.event_id,
        act=act,
        factuality=latest.factuality,
        since=run.since,
        until=run.until,
        claims=tuple(held.claim_id for held in members),
        speakers=tuple(dict.fromkeys(held.speaker for held in members if held.speaker)),
    )


def _relation(before: _Run, after: _Run, named: dict[int, Position], *, within: bool = False) -> Relation:
    """The step from the last claim of one run to the first of the next."""
    earlier, later = before.carried[-1][1], after.carried[0][1]
    if within:
        day = after.since or ""
        earlier = [held for at, held in before.carried if (at or "") <= day][-1]
    old, new = named[id(before)], named[id(after)]
    who = f"{earlier.speaker or earlier.party} and {later.speaker or later.party}"
    when = f"{old.since or 'earlier'} and {new.since or 'undated'}"
    words = f"{old.act} against {new.act}: {who}, {when}" if within else f"{old.act}, then {new.act}: {who}, {when}"
    return Relation(
        kind=RelationKind.DISAGREEMENT_WITHIN if within else RelationKind.CHANGE_OF_POSITION,
        earlier=earlier.claim_id,
        later=later.claim_id,
        event_id=later.event_id,
        why=words,
        score=round(min(earlier.score, later.score), 4),
    )
