"""Questions about many things at once: lists of stories and of changes, a story, a party."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from reportedly.errors import UnknownId
from reportedly.ledger import schema
from reportedly.ledger.fold import CHANGES
from reportedly.ledger.lines import (
    event_line,
    prefixed,
    quotation,
    quotations,
    quotations_query,
    report_lines,
    story_line,
)
from reportedly.ledger.sql import chunks, rows_in
from reportedly.ledger.views import (
    Cell,
    Change,
    EventLine,
    FigureLine,
    PartyView,
    Run,
    StoryLine,
    StoryView,
    Totals,
)
from reportedly.linking import POINT
from reportedly.relations import scope
from reportedly.terms import EventType, Modality, RelationKind

__all__ = ["as_changes", "changes", "party", "resolve_event", "stories", "story"]

_CHANGES = tuple(kind.value for kind in CHANGES)


def stories(
    connection: Connection,
    *,
    party: str | None = None,
    place: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[StoryLine, ...]:
    """The stories that fit, the newest first."""
    table, events, told_by = schema.stories, schema.events, schema.story_reports
    query = select(table)
    if party:
        held = schema.positions
        own = select(events.c.story_id).join(held, held.c.event_id == events.c.id).where(held.c.party == party)
        query = query.where(table.c.id.in_(own))
    if place:
        there = or_(func.lower(events.c.place) == place.lower(), events.c.country == place.upper())
        query = query.where(table.c.id.in_(select(events.c.story_id).where(there)))
    if outlet:
        reports = schema.reports
        told = select(told_by.c.story_id).join(reports, reports.c.id == told_by.c.report_id)
        query = query.where(table.c.id.in_(told.where(func.lower(reports.c.outlet) == outlet.lower())))
    if since:
        query = query.where(table.c.last >= since)
    if until:
        query = query.where(table.c.first <= until)
    query = query.order_by(table.c.last.desc().nulls_last(), table.c.id).limit(limit).offset(offset)
    return tuple(story_line(row) for row in connection.execute(query))


def resolve_event(connection: Connection, name: str) -> str | None:
    """The event that holds the mention of this id, which may once have named the event; or None."""
    members = schema.members
    return connection.execute(select(members.c.event_id).where(members.c.mention_id == name)).scalar()


def _story_of(connection: Connection, name: str) -> Any:
    """The row of a story by its id, by that of any of its reports, events or claims, or by an id's beginning."""
    table = schema.stories
    tries = [name]
    event = resolve_event(connection, name)
    for candidate in (
        connection.execute(select(schema.story_reports.c.story_id).where(schema.story_reports.c.report_id == name)),
        connection.execute(select(schema.events.c.story_id).where(schema.events.c.id == event)),
    ):
        found = candidate.scalar()
        if found:
            tries.append(found)
    if len(name) >= 4:
        begun = prefixed(connection, table, table.c.id, name)
        if begun:
            tries.append(begun)
    for candidate_id in tries:
        row = connection.execute(select(table).where(table.c.id == candidate_id)).first()
        if row is not None:
            return row
    raise UnknownId(name, "no such story; `reportedly stories` lists them")


def story(
    connection: Connection, name: str, *, events: int = 20, event: str | None = None, limit: int = 200
) -> StoryView:
    """A story with its most told events, every party's cell on each, changes, contradictions, figures and reports.

    Args:
        event: cells, changes, contradictions and figures of this event alone, which comes first among the events.
        limit: the most changes, contradictions, figures, pairs of figures and reports, each.

    Raises:
        UnknownId: no such story, or no such event in it.
    """
    line = story_line(_story_of(connection, name))
    table = schema.events
    own = resolve_event(connection, event) if event is not None else None
    query = select(table).where(table.c.story_id == line.id)
    query = query.order_by((table.c.id == own).desc(), table.c.reports.desc(), table.c.id).limit(events)
    lines = {row.id: event_line(row) for row in connection.execute(query)}
    if event is not None and own not in lines:
        raise UnknownId(event, "no such event in that story")
    shown = {name: one for name, one in lines.items() if own in (None, name)}
    cells = _cells(connection, list(shown))
    order = {name: place for place, name in enumerate(lines)}
    heard = {name: place for place, name in enumerate(line.parties)}
    cells.sort(key=lambda cell: (heard.get(cell.party, 10**6), cell.party, order[cell.event_id]))
    against = _of_events(connection, (RelationKind.CONTRADICTION.value,), shown, limit)
    differ = _of_events(connection, (RelationKind.FIGURES_DIFFER.value,), shown, limit)
    return StoryView(
        story=line,
        totals=_totals(connection, line, shown.values() if own else None),
        events=tuple(lines.values()),
        cells=tuple(cells),
        changes=tuple(_of_events(connection, _CHANGES, shown, limit)),
        contradictions=tuple(against),
        figures=tuple(_figures(connection, shown, differ, limit)),
        figures_differ=tuple(differ),
        reports=tuple(report_lines(connection, _story_reports(connection, line.id, limit))),
    )


def _totals(connection: Connection, line: StoryLine, events: Iterable[EventLine] | None) -> Totals:
    """What there is in all: of these events, or of the whole story."""
    table = schema.events
    if events is None:
        sums = [func.sum(table.c[name]) for name in ("changes", "contradictions", "figures", "figures_differ")]
        row = connection.execute(select(func.count(), *sums).where(table.c.story_id == line.id)).one()
        counts = [int(value or 0) for value in row]
    else:
        (one,) = events
        counts = [1, one.changes, one.contradictions, one.figures, one.figures_differ]
    return Totals(
        events=counts[0],
        changes=counts[1],
        contradictions=counts[2],
        figures=counts[3],
        figures_differ=counts[4],
        reports=line.reports,
    )


def _story_reports(connection: Connection, story_id: str, limit: int) -> list[str]:
    table = schema.story_reports
    return list(
        connection.execute(
            select(table.c.report_id)
            .where(table.c.story_id == story_id)
            .order_by(table.c.day.desc().nulls_last(), table.c.report_id)
            .limit(limit)
        ).scalars()
    )


def _cells(connection: Connection, events: Collection[str], party: str | None = None) -> list[Cell]:
    """The cells of these events; of one party, if it is named."""
    table = schema.positions
    rows: list[Any] = []
    for some in chunks(events):
        query = select(table).where(table.c.event_id.in_(some))
        rows.extend(connection.execute(query if party is None else query.where(table.c.party == party)).all())
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.party, row.event_id, row.place)):
        groups[row.party, row.event_id].append(row)
    runs = {key: tuple(_run(row) for row in own) for key, own in groups.items()}
    opening = {key: own[-1].claims[0] for key, own in runs.items()}
    quoted = quotations(connection, set(opening.values()))
    sums = schema.cells
    behind = {(row.party, row.event_id): row for row in rows_in(connection, sums, sums.c.event_id, events)}
    cells = []
    for (party, event_id), own in runs.items():
        now, total = own[-1], behind[party, event_id]
        origins = tuple(json.loads(total.origins))
        cells.append(
            Cell(
                party=party,
                event_id=event_id,
                act=now.act,
                factuality=now.factuality,
                since=now.since,
                history=own,
                reports=total.reports,
                origins=len(origins),
                origin_names=origins,
                quotation=quoted.get(opening[party, event_id]),
            )
        )
    return cells


def _run(row: Any) -> Run:
    return Run(
        act=row.act,
        factuality=row.factuality,
        since=row.since,
        until=row.until,
        speakers=tuple(json.loads(row.speakers)),
        claims=tuple(json.loads(row.claims)),
        reports=row.reports,
        origins=row.origins,
    )


def _of_events(connection: Connection, kinds: Collection[str], lines: dict[str, EventLine], limit: int) -> list[Change]:
    """The newest relations of these kinds between claims about these events."""
    table = schema.relations
    rows: list[Any] = []
    for some in chunks(lines):
        rows += _newest(connection, kinds, table.c.event_id.in_(some), limit)
    return as_changes(connection, _by_day(rows)[:limit], lines)


def _newest(connection: Connection, kinds: Collection[str], where: Any, limit: int) -> list[Any]:
    """The newest so many rows of each kind: sorted within an index, and only then fetched."""
    table = schema.relations
    key = (table.c.kind, table.c.earlier, table.c.later, table.c.event_id)
    rows: list[Any] = []
    for kind in sorted(kinds):
        query = (
            select(*key).where(table.c.kind == kind)
            if where is None
            else select(*key).where(table.c.kind == kind, where)
        )
        top = query.order_by(table.c.day.desc().nulls_last(), table.c.earlier, table.c.later).limit(limit).subquery()
        same = and_(*(column == top.c[column.name] for column in key))
        rows += connection.execute(select(table).join(top, same)).all()
    return _by_day(rows)


def _by_day(rows: Iterable[Any]) -> list[Any]:
    """Rows of relations, the newest first, in an order of their own on one day."""
    return sorted(
        sorted(rows, key=lambda row: (row.earlier, row.later, row.kind)), key=lambda row: row.day or "", reverse=True
    )


def as_changes(connection: Connection, rows: Sequence[Any], lines: dict[str, EventLine]) -> list[Change]:
    """Rows of relations with the words on either side, in their order."""
    missing = {row.event_id for row in rows} - set(lines)
    events = lines | {
        row.id: event_line(row) for row in rows_in(connection, schema.events, schema.events.c.id, missing)
    }
    quoted = quotations(connection, {name for row in rows for name in (row.earlier, row.later)})
    return [
        Change(
            kind=row.kind,
            event_id=row.event_id,
            event=events[row.event_id].label,
            story_id=events[row.event_id].story_id,
            party=row.party,
            day=row.day,
            why=row.why,
            score=row.score,
            earlier=quoted[row.earlier],
            later=quoted[row.later],
        )
        for row in rows
        if row.event_id in events and row.earlier in quoted and row.later in quoted
    ]


def changes(
    connection: Connection,
    *,
    since: str | None = None,
    party: str | None = None,
    story: str | None = None,
    kinds: Collection[str] = _CHANGES,
    limit: int = 100,
    offset: int = 0,
) -> tuple[Change, ...]:
    """What stands between two claims, the newest first; by default changes of position.

    Raises:
        UnknownId: no such story.
    """
    table = schema.relations
    asked = []
    if since:
        asked.append(table.c.day >= since)
    if party:
        asked.append(table.c.party == party)
    if story:
        ours = select(schema.events.c.id).where(schema.events.c.story_id == _story_of(connection, story).id)
        asked.append(table.c.event_id.in_(ours))
    rows = _newest(connection, kinds, and_(*asked) if asked else None, limit + offset)
    return tuple(as_changes(connection, rows[offset : offset + limit], {}))


def _figures(
    connection: Connection, lines: dict[str, EventLine], differ: Sequence[Change], limit: int
) -> list[FigureLine]:
    """Figures that are given for these events, by event, scope and day: those that differ, then the newest."""
    told, mentions = schema.told, schema.mentions
    named = or_(mentions.c.low.is_not(None), mentions.c.high.is_not(None))
    numbers: list[tuple[str, int]] = []
    for some in chunks([name for name, one in lines.items() if one.figures]):
        newest = (
            select(func.coalesce(told.c.day, ""), told.c.claim_seq)
            .join(mentions, mentions.c.seq == told.c.mention_seq)
            .where(told.c.event_id.in_(some), named)
            .order_by(func.coalesce(told.c.day, "").desc(), told.c.claim_seq)
            .limit(limit)
        )
        numbers += [(row[0], row[1]) for row in connection.execute(newest)]
    numbers.sort(key=lambda pair: pair[1])
    numbers.sort(key=lambda pair: pair[0], reverse=True)
    wanted = [seq for _, seq in numbers[:limit]]
    conflicting = {q.claim_id for change in differ for q in (change.earlier, change.later)}
    found: dict[int, FigureLine] = {}
    columns = ("type", "modality", "low", "high", "bound", "unit", "counts", "place", "when", "figure")
    query = quotations_query().add_columns(told.c.claim_seq, *(mentions.c[name] for name in columns))
    query = query.join(mentions, mentions.c.seq == told.c.mention_seq)
    for some in chunks(conflicting):
        for row in connection.execute(query.where(told.c.claim_id.in_(some), named)):
            found[row.claim_seq] = _figure(row, lines[row.event_id])
    for some in chunks(wanted[: max(limit - len(found), 0)]):
        for row in connection.execute(query.where(told.c.claim_seq.in_(some))):
            found.setdefault(row.claim_seq, _figure(row, lines[row.event_id]))
    return sorted(found.values(), key=lambda f: (f.event, f.scope, f.quotation.day or "", f.quotation.claim_id))


def _figure(row: Any, event: EventLine) -> FigureLine:
    settled = scope(
        event_id=event.id,
        unit=row.unit,
        counts=row.counts,
        place=row.place,
        when=row.when,
        modality=Modality(row.modality),
        point=EventType(row.type) in POINT,
    )
    words = [settled.unit, settled.counts, f"in {settled.place}" if settled.place else "", settled.when]
    return FigureLine(
        quotation=quotation(row),
        event=event.label,
        figure=row.figure or "",
        low=row.low,
        high=row.high,
        bound=row.bound or "exact",
        unit=row.unit,
        counts=row.counts,
        place=row.place,
        when=row.when,
        planned=settled.planned,
        scope=", ".join(
            filter(None, [" ".join(filter(None, words[:2])), *words[2:], "planned" if settled.planned else ""])
        ),
    )


def party(connection: Connection, name: str, *, limit: int = 50) -> PartyView:
    """A party's positions over all stories, the latest first, and its changes.

    Raises:
        UnknownId: the ledger has no claim of it.
    """
    told = schema.told
    claims, reports = connection.execute(
        select(func.count(), func.count(told.c.report_id.distinct())).where(told.c.party == name)
    ).one()
    if not claims:
        near = connection.execute(
            select(told.c.party).where(func.lower(told.c.party) == name.lower()).limit(1)
        ).scalar()
        raise UnknownId(name, f"no claim of that party; did you mean {near}?" if near else "no claim of that party")
    held = schema.positions
    newest = (
        connection.execute(
            select(held.c.event_id)
            .where(held.c.party == name)
            .group_by(held.c.event_id)
            .order_by(func.max(func.coalesce(held.c.until, held.c.since)).desc().nulls_last(), held.c.event_id)
            .limit(limit)
        )
        .scalars()
        .all()
    )
    cells = {cell.event_id: cell for cell in _cells(connection, newest, name)}
    lines = {row.id: event_line(row) for row in rows_in(connection, schema.events, schema.events.c.id, newest)}
    return PartyView(
        party=name,
        positions=tuple((lines[event], cells[event]) for event in newest if event in cells and event in lines),
        changes=changes(connection, party=name, limit=limit),
        claims=claims,
        reports=reports,
    )
