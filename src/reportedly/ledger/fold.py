"""Events folded: claims as judged, positions, relations and counts, made anew wherever one of them changed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select

from reportedly import origins, positions, registry, relations
from reportedly.ledger import schema
from reportedly.ledger.judgements import overrides
from reportedly.ledger.sql import chunks, rows_in, settle_rows
from reportedly.linking import POINT
from reportedly.positions import Held
from reportedly.relations import At, Figure
from reportedly.terms import Act, Bound, EventType, Factuality, Modality, RelationKind
from reportedly.types import Position
from reportedly.words import content_words, stem

__all__ = ["CHANGES", "cells", "fold_events"]

#: what stands between two claims of one party
CHANGES = (RelationKind.CHANGE_OF_POSITION, RelationKind.DISAGREEMENT_WITHIN)

#: an event's label has at least and at most so many characters
_SHORT, _LONG = 20, 120
#: clauses among which it is chosen, the shortest
_FEW = 8

_ACTS = {act.value: act for act in Act}
_FACTUALITIES = {factuality.value: factuality for factuality in Factuality}
_MODALITIES = {modality.value: modality for modality in Modality}


def fold_events(connection: Connection, events: Collection[str], reports: Collection[str]) -> set[str]:
    """Makes the rows of `told` for these reports, those of `events` and of what hangs on them for these events.

    Only rows that come out otherwise than before are written: most of what is known of an event of thousands of claims
    stays as it was when one more comes.

    Args:
        reports: among them those of every mention that came to one of the events, left it or moved.

    Returns:
        ids of the stories that these events belonged to.
    """
    _retell(connection, reports)
    claims = _claims(connection, events)
    mentions = _mentions(connection, events)
    figures = _figured(connection, events)
    kept_story = {row.id: row.story_id for row in rows_in(connection, schema.events, schema.events.c.id, events)}
    event_rows: list[dict[str, Any]] = []
    position_rows: list[dict[str, Any]] = []
    relation_rows: list[dict[str, Any]] = []
    cell_rows: list[dict[str, Any]] = []
    unnamed: dict[str, int] = {}
    for event_id in sorted(mentions):
        own = claims.get(event_id, [])
        own_positions, own_relations = _fold(event_id, own, figures)
        kinds = Counter(relation["kind"] for relation in own_relations)
        label = _label(own)
        if label is None:
            unnamed[event_id] = _fullest(mentions[event_id])
        event_rows.append(
            {
                "story_id": kept_story.get(event_id),
                **_event(event_id, mentions[event_id], own),
                "label": label,
                "changes": sum(kinds[kind.value] for kind in CHANGES),
                "contradictions": kinds[RelationKind.CONTRADICTION.value],
                "figures": sum(one.given for one in own),
                "figures_differ": kinds[RelationKind.FIGURES_DIFFER.value],
            }
        )
        position_rows += own_positions
        relation_rows += own_relations
        behind = ((one.party, one.report_id, one.origin) for one in own)
        cell_rows += cells(event_id, {position["party"] for position in own_positions}, behind)
    words = _words(connection, unnamed)
    for row in event_rows:
        if row["label"] is None:
            row["label"] = words[row["id"]]
    for table, rows in (
        (schema.positions, position_rows),
        (schema.cells, cell_rows),
        (schema.relations, relation_rows),
    ):
        settle_rows(connection, table, table.c.event_id, events, rows)
    settle_rows(connection, schema.events, schema.events.c.id, events, event_rows)
    return {story for story in kept_story.values() if story}


def cells(
    event_id: str, parties: Collection[str], behind: Iterable[tuple[str | None, str, str]]
) -> list[dict[str, Any]]:
    """The rows of `cells` of one event.

    Args:
        parties: those that hold a position on it.
        behind: party, report and origin of each claim.
    """
    reports: dict[str, set[str]] = {party: set() for party in parties}
    names: dict[str, set[str]] = {party: set() for party in parties}
    for party, report, origin in behind:
        if party in reports:
            reports[party].add(report)
            names[party].add(origin)
    return [
        {
            "event_id": event_id,
            "party": party,
            "reports": len(reports[party]),
            "origins": json.dumps(sorted(origins.independent(names[party]))),
        }
        for party in sorted(parties)
    ]


def _retell(connection: Connection, reports: Collection[str]) -> None:
    """Makes the rows of `told` for these reports: their claims in the readings that count, each with its event."""
    claims, heads, members = schema.claims, schema.heads, schema.members
    query = (
        select(
            *(claims.c[name] for name in ("seq", "id", "report_id", "party", "speaker", "organisation", "act")),
            *(claims.c[name] for name in ("said", "day", "via")),
            members.c.event_id,
            members.c.mention_seq,
        )
        .join(heads, heads.c.reading_seq == claims.c.reading_seq)
        .outerjoin(members, members.c.mention_id == claims.c.mention_id)
    )
    rows: list[Any] = []
    outlets: dict[str, str | None] = {}
    for some in chunks(reports):
        rows += connection.execute(query.where(claims.c.report_id.in_(some))).all()
        named = select(schema.reports.c.id, schema.reports.c.outlet).where(schema.reports.c.id.in_(some))
        outlets.update({row.id: row.outlet for row in connection.execute(named).all()})
    judged = overrides(connection)
    report_origin = {
        row.report_id: row.origin for row in rows_in(connection, schema.origins, schema.origins.c.report_id, reports)
    }
    made = [_told(row, judged.get(row.id, {}), report_origin, outlets) for row in sorted(rows)]
    settle_rows(connection, schema.told, schema.told.c.report_id, reports, made)


class _Claim(NamedTuple):
    """What folding needs of a claim about an event."""

    event_id: str
    claim_id: str
    report_id: str
    mention_seq: int
    party: str | None
    speaker: str | None
    act: str
    origin: str
    day: str | None
    factuality: str
    said: str | None
    published: str | None
    recap: bool
    start: int
    score: float
    #: words for the event, where they are neither too few nor too many
    words: str | None
    modality: str
    #: the mention gives a figure
    given: bool


def _claims(connection: Connection, events: Collection[str]) -> dict[str, list[_Claim]]:
    """The claims about these events, by number."""
    told, claims, mentions = schema.told, schema.claims, schema.mentions
    query = (
        select(
            *(told.c[name] for name in ("event_id", "claim_id", "report_id", "mention_seq", "party", "speaker", "act")),
            told.c.origin,
            told.c.day,
            *(claims.c[name] for name in ("factuality", "said")),
            claims.c.day.label("published"),
            *(claims.c[name] for name in ("recap", "start", "score")),
            case((func.length(claims.c.words) <= _LONG, claims.c.words)),
            mentions.c.modality,
            mentions.c.low.is_not(None) | mentions.c.high.is_not(None),
            told.c.claim_seq,
        )
        .join(claims, claims.c.seq == told.c.claim_seq)
        .join(mentions, mentions.c.seq == told.c.mention_seq)
    )
    rows: list[Any] = []
    for some in chunks(events):
        rows += connection.execute(query.where(told.c.event_id.in_(some))).all()
    found: dict[str, list[_Claim]] = defaultdict(list)
    for row in sorted(rows, key=itemgetter(-1)):
        found[row[0]].append(_Claim._make(row[:-1]))
    return found


class _Mention(NamedTuple):
    """What an event's line needs of one of its mentions."""

    event_id: str
    seq: int
    id: str
    report_id: str
    type: str
    day: str | None
    start: int
    actors: str
    recipients: str
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    low: float | None
    when: str | None

    @property
    def filled(self) -> int:
        """How many of its roles and details are there."""
        roles = int(self.actors != "[]") + int(self.recipients != "[]")
        return roles + bool(self.place) + (self.low is not None) + bool(self.when)


def _mentions(connection: Connection, events: Collection[str]) -> dict[str, list[_Mention]]:
    """The mentions of these events, by date, report and place in it."""
    members, mentions = schema.members, schema.mentions
    query = select(members.c.event_id, *(mentions.c[name] for name in _Mention._fields[1:])).join(
        members, members.c.mention_seq == mentions.c.seq
    )
    found: dict[str, list[_Mention]] = defaultdict(list)
    for some in chunks(events):
        for row in connection.execute(query.where(members.c.event_id.in_(some))).all():
            found[row[0]].append(_Mention._make(row))
    for own in found.values():
        own.sort(key=lambda one: (one.day or "9999", one.report_id, one.start, one.id))
    return found


def _figured(connection: Connection, events: Collection[str]) -> dict[int, Any]:
    """The mentions of these events that give a figure, by number."""
    members, mentions = schema.members, schema.mentions
    names = ("seq", "type", "low", "high", "bound", "unit", "counts", "place", "country", "when", "begin", "end")
    query = (
        select(*(mentions.c[name] for name in names), mentions.c.context)
        .join(members, members.c.mention_seq == mentions.c.seq)
        .where(mentions.c.low.is_not(None) | mentions.c.high.is_not(None))
    )
    found: dict[int, Any] = {}
    for some in chunks(events):
        found.update({row.seq: row for row in connection.execute(query.where(members.c.event_id.in_(some))).all()})
    return found


def _words(connection: Connection, unnamed: dict[str, int]) -> dict[str, str]:
    """Event -> the anchor of the mention of this number, as words for the event."""
    mentions = schema.mentions
    said: dict[int, str] = {}
    for some in chunks(set(unnamed.values())):
        query = select(mentions.c.seq, mentions.c.words).where(mentions.c.seq.in_(some))
        for seq, found in connection.execute(query).all():
            said[seq] = found
    return {event: " ".join(said[seq].split())[:_LONG] for event, seq in unnamed.items()}


def _told(
    row: Any, judged: dict[str, str], report_origin: dict[str, str], outlets: dict[str, str | None]
) -> dict[str, Any]:
    """A claim as it counts: as judged, with its event, its origin and its day."""
    party = judged.get("party", row.party)
    speaker = judged.get("speaker", row.speaker) or None
    telling = origins.Telling(
        claim_id=row.id,
        report_id=row.report_id,
        party=party,
        speaker=speaker or row.organisation,
        outlet=outlets.get(row.report_id),
        via=row.via,
    )
    return {
        "claim_seq": row.seq,
        "claim_id": row.id,
        "report_id": row.report_id,
        "event_id": row.event_id,
        "mention_seq": row.mention_seq,
        "party": party,
        "speaker": speaker,
        "act": judged.get("act", row.act),
        "origin": origins.origin(telling, report_origin.get(row.report_id, row.report_id)),
        "day": (row.said if row.said and len(row.said) >= 10 else row.day),
    }


def _held(one: _Claim) -> Held:
    """What the folds know of a claim of a party."""
    return Held(
        claim_id=one.claim_id,
        report_id=one.report_id,
        party=one.party or "",
        event_id=one.event_id,
        speaker=one.speaker,
        act=_ACTS[one.act],
        factuality=_FACTUALITIES[one.factuality],
        modality=_MODALITIES[one.modality],
        said=one.said,
        published=one.published,
        recap=one.recap,
        offset=one.start,
        score=one.score,
    )


def _fold(
    event_id: str, claims: list[_Claim], mentions: dict[int, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of positions and relations of one event.

    Args:
        mentions: number -> row, of those that give a figure.
    """
    by_party: dict[str, list[Held]] = defaultdict(list)
    known: dict[str, Held] = {}
    behind: dict[str, tuple[str, str]] = {}
    figures: list[Figure] = []
    for one in claims:
        if not one.party:
            continue
        held = _held(one)
        by_party[held.party].append(held)
        known[held.claim_id] = held
        behind[held.claim_id] = (one.report_id, one.origin)
        figure = _figure(event_id, mentions[one.mention_seq], held, one.day) if one.given else None
        if figure:
            figures.append(figure)
    all_positions: list[Position] = []
    found = []
    position_rows = []
    for party in sorted(by_party):
        own_positions, own_relations = positions.fold(by_party[party])
        all_positions += own_positions
        found += own_relations
        for place, position in enumerate(own_positions):
            position_rows.append(
                {
                    "party": party,
                    "event_id": event_id,
                    "place": place,
                    "act": position.act.value,
                    "factuality": position.factuality.value,
                    "since": position.since,
                    "until": position.until,
                    "speakers": json.dumps(position.speakers),
                    "claims": json.dumps(position.claims),
                    "reports": len({behind[claim][0] for claim in position.claims}),
                    "origins": len(origins.independent(behind[claim][1] for claim in position.claims)),
                }
            )
    found += relations.contradictions(all_positions, known)
    found += relations.figures_differ(figures)
    relation_rows = [
        {
            "kind": relation.kind.value,
            "earlier": relation.earlier,
            "later": relation.later,
            "event_id": event_id,
            "party": known[relation.later].party if relation.kind in CHANGES else None,
            "day": max(filter(None, (_day(known[relation.earlier]), _day(known[relation.later]))), default=None),
            "why": relation.why,
            "score": relation.score,
        }
        for relation in {(r.kind, r.earlier, r.later): r for r in found}.values()
    ]
    return position_rows, relation_rows


def _day(held: Held) -> str | None:
    return held.said if held.said and len(held.said) >= 10 else held.published


def _figure(event_id: str, mention: Any, held: Held, day: str | None) -> Figure | None:
    view = positions.view_of(held.act, held.factuality, held.modality)
    if view != positions.AFFIRM:
        return None
    point = EventType(mention.type) in POINT
    return Figure(
        held=held,
        scope=relations.scope(
            event_id=event_id,
            unit=mention.unit,
            counts=mention.counts,
            place=mention.place,
            when=mention.when,
            modality=held.modality,
            point=point,
        ),
        low=mention.low,
        high=mention.high,
        approx=Bound(mention.bound or "exact"),
        day=day,
        at=At(
            place=mention.place.casefold() if mention.place else None,
            wide=mention.place is not None and _state(mention.place, mention.country),
            begin=mention.begin,
            end=mention.end,
            words=frozenset(mention.context.split()),
        )
        if point
        else None,
    )


@lru_cache(maxsize=1024)
def _state(place: str, country: str | None) -> bool:
    """Whether a place is a whole state: what is kept of a place is its name and its state's code."""
    party = registry.load().party(country) if country else None
    names = {stem(name.casefold()) for name in (party.name, *party.aliases)} if party else set()
    return stem(place.casefold()) in names


def _event(event_id: str, ordered: list[_Mention], claims: list[_Claim]) -> dict[str, Any]:
    """The row of one event but for its label and counts of relations, from its mentions by date and its claims."""
    types = Counter(one.type for one in ordered)
    order = [kind.value for kind in EventType]
    kind = min(types, key=lambda name: (-types[name], order.index(name)))
    days = [one.day for one in ordered if one.day]
    placed = [one for one in ordered if one.place]
    places = Counter(one.place for one in placed)
    place = min(places, key=lambda name: (-places[name], name or "")) if places else None
    spot = next((one for one in placed if one.place == place and one.latitude is not None), None)
    seat = next((one.country for one in placed if one.place == place and one.country), None)
    return {
        "id": event_id,
        "type": kind,
        "actors": json.dumps(_common(one.actors for one in ordered)),
        "recipients": json.dumps(_common(one.recipients for one in ordered)),
        "place": place,
        "country": seat,
        "latitude": spot.latitude if spot else None,
        "longitude": spot.longitude if spot else None,
        "first": min(days, default=None),
        "last": max(days, default=None),
        "reports": len({one.report_id for one in ordered}),
        "origins": len(origins.independent(one.origin for one in claims)),
        "claims": len(claims),
    }


def _label(claims: list[_Claim]) -> str | None:
    """Words for the event: of the short clauses that affirm it, best without a figure, the most like the others.

    None where no clause affirms it. Of clauses that are equally like the others the shortest.
    """
    told = set()
    for one in claims:
        if one.words is None or not _SHORT <= len(one.words) <= _LONG:
            continue
        if positions.view_of(_ACTS[one.act], _FACTUALITIES[one.factuality]) == positions.AFFIRM:
            words = " ".join(one.words.split())
            told.add((any(letter.isdigit() for letter in words), len(words), words))
    few = sorted(told)[:_FEW]
    stems = [content_words(words) for _, _, words in few]
    likeness = [sum(len(own & other) / max(1, len(own | other)) for other in stems) for own in stems]
    ranked = [(figure, -round(like, 6), size, words) for (figure, size, words), like in zip(few, likeness, strict=True)]
    return min(ranked)[3] if ranked else None


def _fullest(ordered: list[_Mention]) -> int:
    """The number of the mention that says the most, the earliest of several."""
    return max(ordered, key=lambda one: one.filled).seq


def _common(roles: Iterable[str]) -> list[str]:
    """The parties that fill a role in at least a third as many mentions as the most frequent one does."""
    count: Counter[str] = Counter()
    for parties, times in Counter(roles).items():
        for party in json.loads(parties):
            count[party] += times
    top = max(count.values(), default=0)
    return sorted(name for name, times in count.items() if 3 * times >= top)
