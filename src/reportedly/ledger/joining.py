"""Mentions joined into events, anew only where something changed, and as little of it as can change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from reportedly import linking
from reportedly.belonging import components
from reportedly.ledger import schema
from reportedly.ledger.judgements import judged_pairs
from reportedly.ledger.rows import ordinal
from reportedly.ledger.sql import add_rows, chunks, delete_in, rows_in
from reportedly.linking import Grown, Link, Node
from reportedly.terms import EventType

__all__ = ["Touched", "current_mentions", "join_events", "tie_events"]

#: two mentions, sorted
Pair = tuple[str, str]
#: the score of the link between two mentions, and whether it was taken
Tie = tuple[float, bool]


@dataclass(slots=True)
class Touched:
    """What came and went among mentions and links."""

    #: mentions of which a link came or went, or that came or went themselves
    mentions: set[str] = field(default_factory=set)
    made: dict[Pair, float] = field(default_factory=dict)
    dropped: set[Pair] = field(default_factory=set)
    #: only mentions and links came, and links were pushed out: nothing was superseded or judged
    grown: bool = False


@dataclass(frozen=True, slots=True)
class _Member:
    """What joining and keeping need of a mention."""

    node: Node
    seq: int


class _Known:
    """Events, their mentions and the links that hold or refuse them, each asked for once."""

    def __init__(self, connection: Connection, same: Collection[Pair], *, settled: bool = False) -> None:
        self._connection = connection
        #: every mention of an event counts
        self._settled = settled
        self.event: dict[str, str | None] = {}
        self._members: dict[str, set[str]] = {}
        self._links: dict[str, dict[Pair, float]] = {}
        self._ties: dict[str, dict[Pair, Tie]] = {}
        self._asked: set[str] = set()
        self._nodes: dict[str, _Member] = {}
        self._same: dict[str, set[str]] = defaultdict(set)
        for one, other in same:
            self._same[one].add(other)
            self._same[other].add(one)

    def whole(self, names: Collection[str]) -> set[str]:
        """These mentions, those that a person judged the same, and all of their events as they were."""
        found, fresh = set(), set(names)
        while fresh:
            found |= fresh
            self._place(fresh)
            events = {event for name in fresh if (event := self.event[name])}
            near = {other for event in events for other in self._members[event]}
            near |= {other for name in fresh for other in self._same.get(name, ())}
            fresh = near - found
        return found

    def _place(self, names: Collection[str]) -> None:
        members = schema.members
        missing = {name for name in names if name not in self.event}
        self.event.update(dict.fromkeys(missing))
        events: set[str] = set()
        for some in chunks(missing):
            query = select(members.c.event_id).where(members.c.mention_id.in_(some)).distinct()
            events.update(self._connection.execute(query).scalars().all())
        self._place_all(events - set(self._members))

    def _place_all(self, events: Collection[str]) -> None:
        """Notes the mentions of these events, and what is known of them."""
        members, mentions = schema.members, schema.mentions
        query = select(members.c.event_id, *(mentions.c[name] for name in _JOINED))
        query = query.join(mentions, mentions.c.seq == members.c.mention_seq)
        bare = select(members.c.event_id, members.c.mention_id)
        for some in chunks(events):
            for event, name, *more in self._connection.execute(
                (query if self._settled else bare).where(members.c.event_id.in_(some))
            ).all():
                self.event[name] = event
                self._members.setdefault(event, set()).add(name)
                if more:
                    self._asked.add(name)
                    self._nodes[name] = _member(name, *more)

    def together(self, pair: Pair) -> bool:
        """Whether both belonged to one event."""
        event = self.event.get(pair[0])
        return event is not None and event == self.event.get(pair[1])

    def events(self, names: Collection[str]) -> set[str]:
        """The events that these mentions belonged to."""
        return {event for name in names if (event := self.event.get(name))}

    def links(self, names: Collection[str]) -> dict[Pair, float]:
        """All links of these mentions, with their scores."""
        links = schema.links
        missing = {name for name in names if name not in self._links}
        self._links.update({name: {} for name in missing})
        for some in chunks(missing):
            for column in (links.c.a, links.c.b):
                query = select(links.c.a, links.c.b, links.c.score).where(column.in_(some))
                for one, other, score in self._connection.execute(query).all():
                    for name in (one, other):
                        if name in missing:
                            self._links[name][one, other] = score
        return {pair: score for name in names for pair, score in self._links[name].items()}

    def ties(self, events: Collection[str]) -> dict[Pair, Tie]:
        """The links that made these events, and those that were refused to them, as they were."""
        ties = schema.ties
        missing = {event for event in events if event not in self._ties}
        self._ties.update({event: {} for event in missing})
        for some in chunks(missing):
            rows = self._connection.execute(select(ties).where(ties.c.event_id.in_(some))).all()
            for event, one, other, score, taken in rows:
                self._ties[event][one, other] = (score, taken)
        return {pair: tie for event in events for pair, tie in self._ties[event].items()}

    def rows(self, events: Collection[str]) -> dict[tuple[str, str, str], Tie]:
        """The rows of `ties` of these events, as they were."""
        self.ties(events)
        return {(event, *pair): tie for event in events for pair, tie in self._ties[event].items()}

    def members(self, names: Collection[str]) -> dict[str, _Member]:
        """Those of these mentions that count."""
        missing = {name for name in names if name not in self._asked}
        self._asked |= missing
        for row in current_mentions(self._connection, missing, _JOINED):
            self._nodes[row.id] = _member(*row)
        return {name: self._nodes[name] for name in names if name in self._nodes}


#: columns by which events are told apart
_JOINED = ("id", "seq", "report_id", "type", "place", "country", "begin", "end", "day")

_TYPES = {kind.value: kind for kind in EventType}


def _member(
    name: str,
    seq: int,
    report_id: str,
    kind: str,
    place: str | None,
    country: str | None,
    begin: str | None,
    end: str | None,
    day: str | None,
) -> _Member:
    """A mention without its parties and words, which matter for links alone."""
    node = Node(
        id=name,
        report_id=report_id,
        type=_TYPES[kind],
        place=place.casefold() if place else None,
        country=country,
        first=_ordinal(begin),
        last=_ordinal(end),
        day=_ordinal(day),
    )
    return _Member(node, seq)


#: many mentions are of few days
_ordinal = lru_cache(maxsize=16384)(ordinal)


def current_mentions(connection: Connection, names: Collection[str], columns: Iterable[str] = ()) -> list[Any]:
    """The rows of these mentions in the readings that count; all columns, unless some are named."""
    mentions, heads = schema.mentions, schema.heads
    query = select(*([mentions.c[name] for name in columns] or mentions.c)).join(
        heads, heads.c.reading_seq == mentions.c.reading_seq
    )
    found: list[Any] = []
    for some in chunks(names):
        found.extend(connection.execute(query.where(mentions.c.id.in_(some))).all())
    return found


def join_events(connection: Connection, touched: Touched) -> tuple[set[str], set[str]]:
    """Joins these mentions, and whatever that bears on, into events.

    The outcome is that of joining all mentions of the ledger. A link that leads from one event to another was passed
    over, so an event evolves alone; it evolves as before unless a link of its own came or went, or a link to one that
    did is now taken. So the events of these mentions are joined anew in the presence of those next to them, and where
    one of these is drawn in, in the presence of the next.

    Returns:
        ids of events that came, went or changed, and the reports whose mentions moved.
    """
    same, different = judged_pairs(connection)
    known = _Known(connection, same, settled=touched.grown)
    joined = None
    if touched.grown:
        judged = {name for pair in (*same, *different) for name in pair}
        joined = _by_ties(known, touched, judged)
    if joined is None:
        joined = _by_links(known, touched.mentions, same, different)
    inner, grown = joined
    _keep_ties(connection, known, inner, grown)
    return _keep_members(connection, known, inner, grown.events, touched.mentions)


def _by_links(
    known: _Known, start: Collection[str], same: Collection[Pair], different: Collection[Pair]
) -> tuple[set[str], Grown]:
    """The mentions whose events may change, joined anew by all of their links."""
    inner = known.whole(start)
    while True:
        edges = known.links(inner)
        outer = known.whole({name for edge in edges for name in edge}) - inner
        # what was joined to nothing of the inside before: between two of these nothing can have changed
        edges |= {edge: score for edge, score in known.links(outer).items() if known.together(edge)}
        grown = _grow(known, inner | outer, edges, same, different)
        drawn = _drawn(inner, outer, grown.events)
        if not drawn:
            return inner, grown
        inner |= known.whole(drawn)


def _by_ties(known: _Known, touched: Touched, judged: AbstractSet[str]) -> tuple[set[str], Grown] | None:
    """The same by far fewer links, those taken and those refused; None where people judged of what is concerned.

    A link that was neither, between two mentions which stronger links had brought together already, is of no account
    as long as these are all still taken. Where one of them is gone, the event falls into parts; each link that the
    smaller of them have is looked at, since those within the largest are still of no account. Where one of them is
    now refused, every link of its event is looked at.
    """
    inner = known.whole(touched.mentions)
    anew: set[str] = set()
    while True:
        ties = known.ties(known.events(inner))
        loose = _loose(known, inner, touched.dropped) | {name for name in inner if known.event[name] in anew}
        edges = {pair: score for pair, (score, _) in ties.items() if pair not in touched.dropped}
        edges |= touched.made | known.links(loose)
        outer = known.whole({name for pair in edges for name in pair}) - inner
        if not judged.isdisjoint(inner) or not judged.isdisjoint(outer):
            return None
        beside = {pair: tie for pair, tie in known.ties(known.events(outer)).items() if known.together(pair)}
        edges |= {pair: score for pair, (score, _) in beside.items()}
        more = known.links({name for name in outer if known.event[name] in anew})
        edges |= {pair: score for pair, score in more.items() if known.together(pair)}
        grown = _grow(known, inner | outer, edges, (), ())
        stood = {pair for pair, (_, taken) in (ties | beside).items() if taken}
        broken = {str(known.event[link.a]) for link in grown.refused if (link.a, link.b) in stood}
        drawn = _drawn(inner, outer, grown.events)
        if not broken <= anew:
            anew |= broken
        elif drawn:
            inner |= known.whole(drawn)
        else:
            return inner, grown


def _loose(known: _Known, inner: Collection[str], dropped: Collection[Pair]) -> set[str]:
    """The mentions of the smaller parts into which events fall without the links that are gone."""
    held = {event: known.ties([event]) for pair in dropped for event in known.events(pair)}
    broken = {event for event, ties in held.items() if any(pair in ties and ties[pair][1] for pair in dropped)}
    mentions: dict[str, set[str]] = defaultdict(set)
    for name in inner:
        event = known.event.get(name)
        if event in broken:
            mentions[event].add(name)
    found: set[str] = set()
    for event, own in mentions.items():
        near: dict[str, list[str]] = {name: [] for name in own}
        for (one, other), (_, taken) in held[event].items():
            if taken and (one, other) not in dropped:
                near[one].append(other)
                near[other].append(one)
        parts = sorted(components(own, near.__getitem__), key=lambda part: (-len(part), min(part)))
        found.update(name for part in parts[1:] for name in part)
    return found


def _grow(
    known: _Known,
    names: Collection[str],
    edges: Mapping[Pair, float],
    same: Collection[Pair],
    different: Collection[Pair],
) -> Grown:
    nodes = [member.node for member in known.members(names).values()]
    links = [Link(a=one, b=other, score=score, why="") for (one, other), score in edges.items()]
    return linking.grow(nodes, links, same, different)


def _drawn(inner: Collection[str], outer: Collection[str], events: Mapping[str, str]) -> set[str]:
    """The mentions outside that were joined to those inside."""
    joined = {events[name] for name in inner if name in events}
    return {name for name in outer if events.get(name) in joined}


def _keep_ties(connection: Connection, known: _Known, inner: Collection[str], grown: Grown) -> None:
    """Writes the links that made the events inside, and those that lead out of them."""
    events = grown.events
    rows: dict[tuple[str, str, str], Tie] = {}
    for link in grown.taken:
        if link.a in inner:
            rows[events[link.a], link.a, link.b] = (link.score, True)
    for link in grown.refused:
        for name in (link.a, link.b):
            if name in inner:
                rows[events[name], link.a, link.b] = (link.score, False)
    ties = schema.ties
    before = known.rows(known.events(inner))
    gone = [row for row, tie in before.items() if rows.get(row) != tie]
    if gone:
        where = (ties.c.event_id == bindparam("event"), ties.c.a == bindparam("one"), ties.c.b == bindparam("two"))
        connection.execute(
            delete(ties).where(*where), [{"event": event, "one": a, "two": b} for event, a, b in sorted(gone)]
        )
    add_rows(connection, ties, _tie_rows({row: tie for row, tie in rows.items() if before.get(row) != tie}))


def tie_events(connection: Connection, events: Collection[str]) -> None:
    """Writes the `ties` of settled events that have none yet: each evolved alone, and what leads out was refused."""
    links, members, ties = schema.links, schema.members, schema.ties
    same, different = judged_pairs(connection)
    known = _Known(connection, ())
    one, two = members.alias(), members.alias()
    query = (
        select(links.c.a, links.c.b, links.c.score, one.c.event_id, two.c.event_id)
        .join(one, one.c.mention_id == links.c.a)
        .join(two, two.c.mention_id == links.c.b)
    )
    for some in chunks(events):
        inside: dict[Pair, float] = {}
        rows: dict[tuple[str, str, str], Tie] = {}
        for a, b, score, event, other in connection.execute(query.where(one.c.event_id.in_(some))).all():
            if event == other:
                inside[a, b] = score
            else:
                rows[event, a, b] = rows[other, a, b] = (score, False)
        own: dict[str, str] = {}
        for row in rows_in(connection, members, members.c.event_id, some):
            own[row.mention_id] = row.event_id
        grown = _grow(known, own, inside, same, different)
        rows.update({(own[link.a], link.a, link.b): (link.score, True) for link in grown.taken})
        rows.update({(own[link.a], link.a, link.b): (link.score, False) for link in grown.refused})
        add_rows(connection, ties, _tie_rows(rows))


def _tie_rows(rows: Mapping[tuple[str, str, str], Tie]) -> list[dict[str, Any]]:
    return [
        {"event_id": event, "a": a, "b": b, "score": score, "taken": taken}
        for (event, a, b), (score, taken) in sorted(rows.items())
    ]


def _keep_members(
    connection: Connection, known: _Known, inner: Collection[str], after: Mapping[str, str], start: Collection[str]
) -> tuple[set[str], set[str]]:
    """Writes which mention belongs to which event; returns the events concerned, and the reports of what moved."""
    members = schema.members
    before = {name: event for name in inner if (event := known.event.get(name))}
    changed = {name for name in inner if before.get(name) != after.get(name)}
    started = {name for name in start if name in after}
    events = {before[name] for name in changed if name in before} | {after[name] for name in changed if name in after}
    events |= {after[name] for name in started}
    delete_in(connection, members, members.c.mention_id, (changed | set(start)) & set(before))
    moved = known.members(changed | started)
    add_rows(
        connection,
        members,
        [
            {
                "mention_id": name,
                "mention_seq": moved[name].seq,
                "report_id": moved[name].node.report_id,
                "event_id": after[name],
            }
            for name in sorted(moved)
            if name in after
        ],
    )
    return events, {moved[name].node.report_id for name in changed if name in moved}
