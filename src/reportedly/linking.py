"""Mentions to events: pairs compared with their reasons, then joined the same in any order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from reportedly import wording
from reportedly.terms import EventType

__all__ = [
    "NEAR",
    "Grown",
    "Link",
    "Node",
    "Similarity",
    "compare",
    "events",
    "families",
    "grow",
    "keys",
    "life",
    "neighbours",
]

#: a measure of likeness of two mentions' words, 0 to 1
Similarity = Callable[["Node", "Node"], float]

T = EventType

#: types that careful coders give to one event now and then: two mentions can join where they share a family
_FAMILIES: dict[EventType, tuple[str, ...]] = {
    T.AGREE: ("talk", "help"),
    T.CONSULT: ("talk",),
    T.SUPPORT: ("talk", "help"),
    T.COOPERATE: ("talk", "help"),
    T.AID: ("help", "move"),
    T.CONCEDE: ("yield",),
    T.RETREAT: ("yield", "move"),
    T.REQUEST: ("ask",),
    T.ACCUSE: ("blame",),
    T.REJECT: ("refuse",),
    T.THREATEN: ("threat",),
    T.PROTEST: ("protest",),
    T.SANCTION: ("punish",),
    T.MOBILIZE: ("move",),
    T.COERCE: ("force", "punish"),
    T.ASSAULT: ("force",),
}

#: how many days an event of a type stays in the news, for want of dates of its own
_LIFE: dict[EventType, int] = {
    T.AGREE: 120,
    T.CONSULT: 7,
    T.SUPPORT: 14,
    T.COOPERATE: 60,
    T.AID: 60,
    T.CONCEDE: 14,
    T.RETREAT: 30,
    T.REQUEST: 10,
    T.ACCUSE: 14,
    T.REJECT: 10,
    T.THREATEN: 10,
    T.PROTEST: 5,
    T.SANCTION: 30,
    T.MOBILIZE: 120,
    T.COERCE: 14,
    T.ASSAULT: 7,
}

#: types whose events happen at one place and time, so that two places or two dates are two events
POINT = frozenset({T.ASSAULT, T.PROTEST, T.CONSULT, T.COERCE})

#: roles of these are shared by both sides, so actor and recipient may change places
_MUTUAL = frozenset({T.AGREE, T.CONSULT, T.COOPERATE})

#: a mention is compared with so many before and after it, by date, under each of its keys
NEAR = 5

#: points from which two mentions are taken for one event
THRESHOLD = 2.5
#: parties that stand for nobody in particular, and what it counts that two mentions share only them
_UNNAMED, _NOBODY = frozenset({"PERSON", "ANON", "EXPERT", "MEDIA:unspecified"}), 0.25

#: points of words that are as likely of one event as of two, points for each unit of their log odds, and the bounds
_EVEN, _PER_ODDS, _LEAST, _MOST = 0.75, 0.4, -1.2, 2.0

#: a feature of the words is told of where it moves the log odds by so much
_TOLD = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What linking knows of one mention; days are proleptic ordinals (`date.toordinal`)."""

    #: names the mention across reports
    id: str
    report_id: str
    type: EventType | None = None
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    #: folded name of the place
    place: str | None = None
    country: str | None = None
    #: first and last day the words give for the event
    first: int | None = None
    last: int | None = None
    #: day of publication
    day: int | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    #: stems of the anchor, and of the words around it
    words: frozenset[str] = field(default_factory=frozenset)
    context: frozenset[str] = field(default_factory=frozenset)
    #: the most telling stems of the report; empty where not known
    gist: frozenset[str] = field(default_factory=frozenset)

    @property
    def about(self) -> int | None:
        """The day that the mention is about, for want of more: that of publication, moved into the days given."""
        if self.first is None or self.last is None:
            return self.day
        return self.first if self.day is None else min(max(self.day, self.first), self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two mentions taken for one event, and the reasons in words; `a` sorts before `b`."""

    a: str
    b: str
    #: 0 to 1
    score: float
    why: str


def life(kind: EventType | None) -> int:
    """Days that an event of this type stays in the news; mentions three times that apart never join."""
    return _LIFE[kind] if kind else 30


def families(kind: EventType | None) -> tuple[str, ...]:
    """The groups of types that one event may be coded as."""
    return _FAMILIES[kind] if kind else ("any",)


def keys(node: Node) -> frozenset[str]:
    """What a mention is looked up by: two mentions that share none are never compared.

    The narrow keys (who does it to whom, where, in which word) bring together what is likely one event; the broad
    ones (one party, one place) what has little else to go by.

    Example:
        >>> node = Node(id="m", report_id="r", type=EventType.ASSAULT, actors=frozenset({"SYR"}), place="idlib")
        >>> sorted(keys(node))
        ['force:@idlib', 'force:SYR', 'force:SYR@idlib']
        >>> sorted(keys(Node(id="n", report_id="r", actors=frozenset({"SYR"}), words=frozenset({"bomb"}))))
        ['SYR~bomb', 'any:SYR']
    """
    marks = [*node.actors, *node.recipients]
    found = [f"{actor}>{recipient}" for actor in node.actors for recipient in node.recipients]
    if node.place:
        found += [f"{party}@{node.place}" for party in marks]
        found.append("@" + node.place)
    found += marks
    if not marks and not node.place:
        found = ["~" + word for word in node.words]
    # one deed is coded as this type or that, so a party and the deed's word meet whatever the type
    open_to_all = {f"{party}~{word}" for party in marks for word in node.words}
    return frozenset(f"{family}:{mark}" for family in families(node.type) for mark in found) | open_to_all


def _met(a: Node, b: Node) -> bool:
    """Whether two mentions have one of their `keys` in common, told without making them."""
    mine, other = a.actors | a.recipients, b.actors | b.recipients
    if not mine.isdisjoint(other):
        return not a.words.isdisjoint(b.words) or not set(families(a.type)).isdisjoint(families(b.type))
    bare = not (mine or other or a.place or b.place) and not a.words.isdisjoint(b.words)
    return (bare or (bool(a.place) and a.place == b.place)) and not set(families(a.type)).isdisjoint(families(b.type))


def compare(a: Node, b: Node, similarity: Similarity | None = None) -> Link | None:
    """The link between two mentions, or None where they are not taken for one event.

    Weighs type, roles, place, time, figures and words, each with a reason; words as `reportedly.wording` has learnt it.
    What is missing on one side counts for nothing, but a party, a place or, where a mention has neither, an anchor word
    must be shared. Denial and assertion of one event link alike: this says nothing of agreement.

    Args:
        similarity: a further measure of the words' likeness, from 0 to 1.

    Example:
        >>> one = Node(id="a", report_id="r", type=EventType.MOBILIZE,
        ...            actors=frozenset({"PRK"}), recipients=frozenset({"RUS"}))
        >>> two = Node(id="b", report_id="s", type=EventType.MOBILIZE,
        ...            actors=frozenset({"PRK"}), recipients=frozenset({"RUS"}))
        >>> compare(one, two).why
        'both MOBILIZE; actor PRK; recipient RUS'
    """
    if not _met(a, b):
        return None
    if b.id < a.id:
        a, b = b, a
    points = 0.0
    reasons: list[str] = []
    for part in (_types, _roles, _places, _times, _figures):
        weighed = part(a, b)
        if weighed is None:
            return None
        points += weighed[0]
        reasons.extend(weighed[1])
    # words cost the most, and can only give so much
    if points + _MOST + (similarity is not None) < THRESHOLD:
        return None
    words = wording.weigh(a, b)
    if words is not None:
        points += min(_MOST, max(_LEAST, _EVEN + _PER_ODDS * words.odds))
    if similarity is None and points < THRESHOLD:
        return None
    reasons.extend(_words(a, b, words))
    if similarity is not None:
        likeness = similarity(a, b)
        points += 2.0 * (likeness - 0.5)
        reasons.append(f"words alike {likeness:.2f}")
    if points < THRESHOLD:
        return None
    return Link(
        a=a.id, b=b.id, score=round(1 / (1 + math.exp(-(points - THRESHOLD + 0.5) * 1.5)), 4), why="; ".join(reasons)
    )


_Weighed = tuple[float, list[str]] | None


def _types(a: Node, b: Node) -> _Weighed:
    if a.type is None or b.type is None:
        return 0.0, []
    if a.type == b.type:
        return 1.0, [f"both {a.type}"]
    if set(families(a.type)) & set(families(b.type)):
        return 0.3, [f"{a.type} near {b.type}"]
    return (-0.6, [f"{a.type} or {b.type}"]) if a.words & b.words else None


def _roles(a: Node, b: Node) -> _Weighed:
    if a.type in _MUTUAL and b.type in _MUTUAL:
        mine, other = a.actors | a.recipients, b.actors | b.recipients
        if not mine or not other:
            return 0.0, []
        shared = mine & other
        if not shared:
            return -3.0, []
        whole = len(shared) >= min(2, len(mine), len(other)) and len(shared) >= min(len(mine), len(other))
        # two parties deal with each other in many ways, so that it is they says little of a deed of another type
        plus = (2.2 if a.type == b.type else 1.6) if whole and len(shared) > 1 else 1.0
        return plus, [f"between {', '.join(sorted(shared))}"]
    points, reasons = 0.0, []
    for mine, other, name, plus, minus in (
        (a.actors, b.actors, "actor", 1.2, -2.5),
        (a.recipients, b.recipients, "recipient", 1.0, -1.8),
    ):
        if mine and other:
            shared = mine & other
            # that people act or suffer in both says little: they are nobody in particular
            points += minus if not shared else plus * _NOBODY if shared <= _UNNAMED else plus
            if shared:
                reasons.append(f"{name} {', '.join(sorted(shared))}")
    return points, reasons


def _places(a: Node, b: Node) -> _Weighed:
    if not a.place or not b.place:
        return 0.0, []
    if a.place == b.place:
        return 0.8, [f"at {a.place}"]
    point = a.type in POINT and b.type in POINT
    if a.country and b.country and a.country != b.country:
        return (-3.0 if point else -0.8), []
    # a region and a town in it carry two names, so two names alone are weak evidence unless the event is a point
    whole = {a.place, b.place} & {(a.country or "").casefold(), (b.country or "").casefold()}
    return (-1.5 if point and not whole else -0.2), []


def _times(a: Node, b: Node) -> _Weighed:
    span = max(life(a.type), life(b.type))
    point = a.type in POINT and b.type in POINT
    gap = None if a.about is None or b.about is None else abs(a.about - b.about)
    if gap is not None and gap > 3 * span:
        return None
    if a.first is not None and a.last is not None and b.first is not None and b.last is not None:
        apart = max(a.first - b.last, b.first - a.last)
        if apart <= 0:
            narrow = max(a.last - a.first, b.last - b.first) <= 7
            return (0.7 if narrow else 0.2), ["same date" if narrow else "dates meet"]
        if point:
            return (-0.3, []) if apart == 1 else (-4.0, [])
        return (0.0, []) if apart <= span else (-2.5, [])
    if gap is None or 2 * gap <= span:
        return 0.0, []
    return (-0.5, []) if gap <= span else (-1.2, [])


def _figures(a: Node, b: Node) -> _Weighed:
    if not a.unit or a.unit != b.unit:
        return 0.0, []
    low = max(a.low if a.low is not None else 0.0, b.low if b.low is not None else 0.0)
    high = min(a.high if a.high is not None else math.inf, b.high if b.high is not None else math.inf)
    # figures of one event move, so figures that differ say nothing
    return (
        (0.4, [f"figure of {a.unit} meets"]) if low <= high and (a.low or a.high) and (b.low or b.high) else (0.0, [])
    )


def _words(a: Node, b: Node, weighed: wording.Weighed | None) -> list[str]:
    """What the words said, as reasons."""
    if weighed is None:
        return []
    anchor = a.words & b.words
    reasons = [f"anchor {', '.join(sorted(anchor))}"] if anchor else []
    shared = (a.context & b.context) - anchor
    if len(shared) > 1:
        reasons.append(f"words {', '.join(sorted(shared)[:6])}")
    told = sorted(weighed.parts.items(), key=lambda part: (-abs(part[1]), part[0]))
    moved = [f"{name} {change:+.1f}" for name, change in told if abs(change) >= _TOLD]
    return [*reasons, f"words' odds {weighed.odds:+.1f} ({', '.join(moved)})" if moved else "usual words"]


def neighbours(order: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs, sorted, that are to be compared among the mentions of one key, which come by date and id.

    So that an event of a thousand mentions costs a thousand times as much as one mention, not a million times: each is
    compared with those near it in time. Which these are depends on the mentions alone, not on their order of arrival.
    """
    found = set()
    for place, one in enumerate(order):
        for other in order[place + 1 : place + 1 + NEAR]:
            found.add((one, other) if one < other else (other, one))
    return found


@dataclass(slots=True)
class _Summary:
    """What a growing event has settled: a point event keeps one country and one stretch of days.

    And none lasts longer than three lives of its type, so that what recurs (two governments that meet each month) is no
    endless event, though each mention of it links to the next.
    """

    point: bool
    countries: frozenset[str]
    places: frozenset[str]
    first: int
    last: int
    #: first and last day that its mentions are about, and how far these may lie apart
    begun: int | None
    ended: int | None
    span: int

    @classmethod
    def of(cls, node: Node) -> _Summary:
        point = node.type in POINT
        return cls(
            point=point,
            countries=frozenset({node.country} if node.country and point else ()),
            places=frozenset({node.place} if node.place and point else ()),
            first=node.first if node.first is not None and point else -(10**9),
            last=node.last if node.last is not None and point else 10**9,
            begun=node.about,
            ended=node.about,
            span=3 * life(node.type),
        )

    def meets(self, other: _Summary) -> bool:
        if self.first > other.last + 1 or other.first > self.last + 1:
            return False
        if self.begun is not None and other.begun is not None and self.ended is not None and other.ended is not None:
            apart = max(self.ended, other.ended) - min(self.begun, other.begun)
            if apart > max(self.span, other.span):
                return False
        return not (self.countries and other.countries and not self.countries & other.countries)

    def joined(self, other: _Summary) -> _Summary:
        first, last = max(self.first, other.first), min(self.last, other.last)
        return _Summary(
            point=self.point or other.point,
            countries=self.countries | other.countries,
            places=self.places | other.places,
            first=min(first, last),
            last=max(first, last),
            begun=min((day for day in (self.begun, other.begun) if day is not None), default=None),
            ended=max((day for day in (self.ended, other.ended) if day is not None), default=None),
            span=max(self.span, other.span),
        )


def events(
    nodes: Collection[Node],
    links: Iterable[Link],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """The event of every mention: the id of the event's first mention, by date, report and id.

    Joins along the links from the strongest to the weakest, ties by id, and passes over a link that would bring
    together what cannot be one event: two countries or two dates of a point event, more than three lives of its type,
    or two mentions that a person told apart. So the outcome depends on the set of mentions alone, never on their order.

    Args:
        same: pairs of mentions that a person judged to be one event: joined first, whatever else.
        different: pairs that a person judged to be two.

    Returns:
        mention id -> event id. An event's id is a mention's, so an id that once named an event still leads
        to the event which holds that mention.
    """
    return grow(nodes, links, same, different).events


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Mentions joined into events, and what became of the links: the others led to where both ends were already one."""

    #: mention id -> event id
    events: dict[str, str]
    #: those that joined two parts of an event
    taken: list[Link]
    #: those passed over, since what they would have joined cannot be one event
    refused: list[Link]


def grow(
    nodes: Collection[Node],
    links: Iterable[Link],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Grown:
    """`events`, with the links by which they grew."""
    known = {node.id: node for node in nodes}
    parent = {name: name for name in known}
    summary = {name: _Summary.of(node) for name, node in known.items()}
    apart: dict[str, set[str]] = defaultdict(set)

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def join(left: str, right: str) -> None:
        keep, gone = sorted((root(left), root(right)))
        if keep == gone:
            return
        parent[gone] = keep
        summary[keep] = summary[keep].joined(summary[gone])
        for other in apart.pop(gone, set()):
            apart[other].discard(gone)
            apart[other].add(keep)
            apart[keep].add(other)

    for left, right in sorted(set(same)):
        if left in known and right in known:
            join(left, right)
    for left, right in sorted(set(different)):
        if left in known and right in known and root(left) != root(right):
            apart[root(left)].add(root(right))
            apart[root(right)].add(root(left))
    taken: list[Link] = []
    refused: list[Link] = []
    for link in sorted(links, key=lambda link: (-link.score, link.a, link.b)):
        if link.a not in known or link.b not in known:
            continue
        left, right = root(link.a), root(link.b)
        if left == right:
            continue
        if right not in apart[left] and summary[left].meets(summary[right]):
            join(left, right)
            taken.append(link)
        else:
            refused.append(link)
    first: dict[str, Node] = {}
    for node in known.values():
        top = root(node.id)
        if top not in first or _rank(node) < _rank(first[top]):
            first[top] = node
    return Grown(events={name: first[root(name)].id for name in known}, taken=taken, refused=refused)


def _rank(node: Node) -> tuple[int, str, str]:
    return (node.day if node.day is not None else 10**9, node.report_id, node.id)
