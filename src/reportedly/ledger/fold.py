"""Events folded: claims as judged, positions, relations and counts, made anew wherever one of them changed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from reportedly import origins, positions, registry, relations
from reportedly.ledger import schema
from reportedly.ledger.judgements import overrides
from reportedly.ledger.sql import add_rows, chunks, delete_in, rows_in
from reportedly.linking import POINT
from reportedly.positions import Held
from reportedly.relations import At, Figure
from reportedly.terms import Act, Bound, EventType, Factuality, Modality, RelationKind
from reportedly.types import Position
from reportedly.words import stem

__all__ = ["CHANGES", "cells", "fold_events", "held_from"]

#: what stands between two claims of one party
CHANGES = (RelationKind.CHANGE_OF_POSITION, RelationKind.DISAGREEMENT_WITHIN)


def fold_events(connection: Connection, events: Collection[str], reports: Collection[str]) -> set[str]:
    """Makes the rows of `told`, `events`, `positions` and `relations` anew for these events and reports.

    Returns:
        ids of the stories that these events belonged to.
    """
    told = schema.told
    delete_in(connection, told, told.c.event_id, events)
    delete_in(connection, told, told.c.report_id, reports)
    rows = _claims(connection, events, reports)
    judged = overrides(connection)
    where = {row.report_id for row in rows}
    report_origin = {
        row.report_id: row.origin for row in rows_in(connection, schema.origins, schema.origins.c.report_id, where)
    }
    outlets: dict[str, str | None] = {}
    for some in chunks(where):
        query = select(schema.reports.c.id, schema.reports.c.outlet).where(schema.reports.c.id.in_(some))
        outlets.update({row.id: row.outlet for row in connection.execute(query)})
    made = [_told(row, judged.get(row.id, {}), report_origin, outlets) for row in rows]
    add_rows(connection, told, made)
    for table in (schema.positions, schema.cells, schema.relations):
        delete_in(connection, table, table.c.event_id, events)
    by_event: dict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for row, own in zip(rows, made, strict=True):
        if row.event_id is not None:
            by_event[row.event_id].append((row, own))
    mentions: dict[str, list[Any]] = defaultdict(list)
    for some in chunks(events):
        both = (
            select(schema.mentions, schema.members.c.event_id)
            .join(schema.members, schema.members.c.mention_seq == schema.mentions.c.seq)
            .where(schema.members.c.event_id.in_(some))
        )
        for mention in connection.execute(both).all():
            mentions[mention.event_id].append(mention)
    kept_story = {row.id: row.story_id for row in rows_in(connection, schema.events, schema.events.c.id, events)}
    delete_in(connection, schema.events, schema.events.c.id, events)
    event_rows, position_rows, relation_rows, cell_rows = [], [], [], []
    for event_id in sorted(mentions):
        pairs = by_event.get(event_id, [])
        by_id = {row.id: row for row in mentions[event_id]}
        own_positions, own_relations = _fold(event_id, pairs, by_id)
        kinds = Counter(relation["kind"] for relation in own_relations)
        event_rows.append(
            {
                **_event(event_id, mentions[event_id], pairs, kept_story.get(event_id)),
                "changes": sum(kinds[kind.value] for kind in CHANGES),
                "contradictions": kinds[RelationKind.CONTRADICTION.value],
                "figures": sum(_given(by_id[row.mention_id]) for row, _ in pairs),
                "figures_differ": kinds[RelationKind.FIGURES_DIFFER.value],
            }
        )
        position_rows += own_positions
        relation_rows += own_relations
        behind = ((own["party"], row.report_id, own["origin"]) for row, own in pairs)
        cell_rows += cells(event_id, {position["party"] for position in own_positions}, behind)
    add_rows(connection, schema.events, event_rows)
    add_rows(connection, schema.positions, position_rows)
    add_rows(connection, schema.cells, cell_rows)
    add_rows(connection, schema.relations, relation_rows)
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


def _claims(connection: Connection, events: Collection[str], reports: Collection[str]) -> list[Any]:
    """The claims, in the readings that count, of these events and these reports, each with its event."""
    claims, heads, members = schema.claims, schema.heads, schema.members
    query = (
        select(claims, members.c.event_id, members.c.mention_seq)
        .join(heads, heads.c.reading_seq == claims.c.reading_seq)
        .outerjoin(members, members.c.mention_id == claims.c.mention_id)
    )
    found: dict[int, Any] = {}
    for some in chunks(events):
        ids = select(members.c.mention_id).where(members.c.event_id.in_(some))
        for row in connection.execute(query.where(claims.c.mention_id.in_(ids))).all():
            found[row.seq] = row
    for some in chunks(reports):
        for row in connection.execute(query.where(claims.c.report_id.in_(some))):
            found[row.seq] = row
    return [found[seq] for seq in sorted(found)]


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


def held_from(row: Any, own: Any, modality: str) -> Held:
    """What the folds know of a claim, from its row, its row as it counts, and its mention's modality."""
    return Held(
        claim_id=row.id,
        report_id=row.report_id,
        party=own["party"],
        event_id=own["event_id"],
        speaker=own["speaker"],
        act=Act(own["act"]),
        factuality=Factuality(row.factuality),
        modality=Modality(modality),
        said=row.said,
        published=row.day,
        recap=row.recap,
        offset=row.start,
        score=row.score,
    )


def _fold(
    event_id: str, pairs: list[tuple[Any, dict[str, Any]]], mentions: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of positions and relations of one event."""
    by_party: dict[str, list[Held]] = defaultdict(list)
    known: dict[str, Held] = {}
    behind: dict[str, tuple[str, str]] = {}
    figures: list[Figure] = []
    for row, own in pairs:
        if not own["party"]:
            continue
        mention = mentions[row.mention_id]
        held = held_from(row, own, mention.modality)
        by_party[held.party].append(held)
        known[held.claim_id] = held
        behind[held.claim_id] = (row.report_id, own["origin"])
        figure = _figure(event_id, mention, held, own["day"])
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


def _given(mention: Any) -> bool:
    """Whether a mention gives a figure."""
    return mention.low is not None or mention.high is not None


def _figure(event_id: str, mention: Any, held: Held, day: str | None) -> Figure | None:
    if not _given(mention):
        return None
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


def _event(
    event_id: str, mentions: list[Any], pairs: list[tuple[Any, dict[str, Any]]], story_id: str | None
) -> dict[str, Any]:
    """The row of one event, from its mentions and claims."""
    ordered = sorted(mentions, key=lambda row: (row.day or "9999", row.report_id, row.start))
    types = Counter(row.type for row in ordered)
    order = [kind.value for kind in EventType]
    kind = min(types, key=lambda name: (-types[name], order.index(name)))
    days = [row.day for row in ordered if row.day]
    placed = [row for row in ordered if row.place]
    places = Counter(row.place for row in placed)
    place = min(places, key=lambda name: (-places[name], name)) if places else None
    spot = next((row for row in placed if row.place == place and row.latitude is not None), None)
    seat = next((row.country for row in placed if row.place == place and row.country), None)
    return {
        "id": event_id,
        "story_id": story_id,
        "type": kind,
        "label": _label(ordered, pairs),
        "actors": json.dumps(_common(ordered, "actors")),
        "recipients": json.dumps(_common(ordered, "recipients")),
        "place": place,
        "country": seat,
        "latitude": spot.latitude if spot else None,
        "longitude": spot.longitude if spot else None,
        "first": min(days, default=None),
        "last": max(days, default=None),
        "reports": len({row.report_id for row in ordered}),
        "origins": len(origins.independent(own["origin"] for _, own in pairs)),
        "claims": len(pairs),
    }


def _label(ordered: list[Any], pairs: list[tuple[Any, dict[str, Any]]]) -> str:
    """Words for the event: the shortest clause that affirms it, best without a figure, else the fullest anchor."""
    told = []
    for row, own in pairs:
        view = positions.view_of(Act(own["act"]), Factuality(row.factuality))
        if view == positions.AFFIRM and 20 <= len(row.words) <= 120:
            words = " ".join(row.words.split())
            told.append((any(letter.isdigit() for letter in words), len(words), words))
    if told:
        return min(told)[2]
    return " ".join(max(ordered, key=_filled).words.split())[:120]


def _filled(row: Any) -> int:
    return (
        int(row.actors != "[]") + int(row.recipients != "[]") + bool(row.place) + (row.low is not None) + bool(row.when)
    )


def _common(mentions: list[Any], column: str) -> list[str]:
    """The parties that fill a role in at least a third as many mentions as the most frequent one does."""
    count: Counter[str] = Counter()
    for row in mentions:
        count.update(json.loads(getattr(row, column)))
    top = max(count.values(), default=0)
    return sorted(name for name, times in count.items() if 3 * times >= top)
