"""Events joined into stories, and every story's line: title, parties, counts, activity."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from reportedly.belonging import components, story_edges
from reportedly.ledger import schema
from reportedly.ledger.rows import day as day_of
from reportedly.ledger.sql import add_rows, chunks, delete_in, rows_in, settle_rows
from reportedly.terms import RelationKind

__all__ = ["join_stories", "latest_turn"]


def join_stories(
    connection: Connection, events: Collection[str], reports: Collection[str], stories: Collection[str]
) -> None:
    """Makes stories anew around these events and reports.

    Args:
        stories: ids of the stories that the events belonged to.
    """
    moved, left = _mains(connection, reports)
    touched = set(events) | moved
    ends = _edges(connection, touched)
    _components(connection, touched | ends, set(stories) | left)


def _mains(connection: Connection, reports: Collection[str]) -> tuple[set[str], set[str]]:
    """Settles what each report is mainly about.

    Returns:
        the events that this took reports from or gave them to, and the stories that reports left or stay in.
    """
    members, told, table = schema.members, schema.told, schema.story_reports
    claims: dict[str, Counter[str]] = defaultdict(Counter)
    mentioned: dict[str, dict[str, int]] = defaultdict(dict)
    days: dict[str, str | None] = {}
    for some in chunks(reports):
        query = (
            select(told.c.report_id, told.c.event_id, func.count())
            .where(told.c.report_id.in_(some), told.c.event_id.is_not(None))
            .group_by(told.c.report_id, told.c.event_id)
        )
        for report, event, count in connection.execute(query).all():
            claims[report][event] = count
        query = (
            select(members.c.report_id, members.c.event_id, func.min(members.c.mention_seq))
            .where(members.c.report_id.in_(some))
            .group_by(members.c.report_id, members.c.event_id)
        )
        for report, event, seq in connection.execute(query).all():
            mentioned[report][event] = seq
        for row in connection.execute(
            select(schema.reports.c.id, schema.reports.c.published).where(schema.reports.c.id.in_(some))
        ):
            days[row.id] = day_of(row.published)
    before = {row.report_id: row for row in rows_in(connection, table, table.c.report_id, reports)}
    mains = {
        report: min(told_events, key=lambda event: (-claims[report][event], told_events[event]))
        for report, told_events in mentioned.items()
    }
    moved = {
        report for report in reports if mains.get(report) != (before[report].event_id if report in before else None)
    }
    delete_in(connection, table, table.c.report_id, moved & set(before))
    add_rows(
        connection,
        table,
        [
            {"report_id": report, "event_id": mains[report], "story_id": None, "day": days.get(report)}
            for report in sorted(moved & set(mains))
        ],
    )
    gone = {before[report].event_id for report in moved if report in before}
    stories = {row.story_id for row in before.values() if row.story_id}
    return gone | {mains[report] for report in moved if report in mains}, stories


def _edges(connection: Connection, touched: Collection[str]) -> set[str]:
    """Draws the edges of these events anew; returns the events at the ends of those that were there before."""
    edges, members, mains_table = schema.story_edges, schema.members, schema.story_reports
    before: set[tuple[str, str, str | None, str]] = set()
    for some in chunks(touched):
        mine = or_(edges.c.leaf.in_(some), and_(edges.c.leaf.is_(None), or_(edges.c.a.in_(some), edges.c.b.in_(some))))
        query = select(edges.c.a, edges.c.b, edges.c.leaf, edges.c.why).where(mine)
        before.update((a, b, leaf, why) for a, b, leaf, why in connection.execute(query).all())
    one, two = members.alias(), members.alias()
    times: dict[tuple[str, str], int] = {}
    for some in chunks(touched):
        shared = (
            select(one.c.event_id, two.c.event_id, func.count(one.c.report_id.distinct()))
            .join(two, two.c.report_id == one.c.report_id)
            .join(mains_table, mains_table.c.report_id == one.c.report_id)
            .where(
                one.c.event_id.in_(some),
                two.c.event_id != one.c.event_id,
                or_(mains_table.c.event_id == one.c.event_id, mains_table.c.event_id == two.c.event_id),
            )
            .group_by(one.c.event_id, two.c.event_id)
        )
        for a, b, count in connection.execute(shared).all():
            times[min(a, b), max(a, b)] = count
    names = {name for pair in times for name in pair}
    rows = {row.id: row for row in rows_in(connection, schema.events, schema.events.c.id, names)}
    mains: set[str] = set()
    for some in chunks(names):
        mains.update(
            connection.execute(
                select(mains_table.c.event_id).where(mains_table.c.event_id.in_(some)).distinct()
            ).scalars()
        )
    own = set(touched)
    # a leaf that was not touched keeps its edge
    settled = {pair: n for pair, n in times.items() if not any(e not in mains and e not in own for e in pair)}
    drawn = story_edges(
        settled,
        {name: row.reports for name, row in rows.items()},
        mains,
        {name: [*json.loads(row.actors), *json.loads(row.recipients)] for name, row in rows.items()},
    )
    gone = before.difference(drawn)
    if gone:
        where = (edges.c.a == bindparam("one"), edges.c.b == bindparam("two"))
        connection.execute(edges.delete().where(*where), [{"one": a, "two": b} for a, b, _, _ in sorted(gone, key=str)])
    fresh = [edge for edge in drawn if edge not in before]
    add_rows(connection, edges, [{"a": a, "b": b, "leaf": leaf, "why": why} for a, b, leaf, why in fresh])
    return {name for a, b, _, _ in (*before, *drawn) for name in (a, b)}


def _components(connection: Connection, start: Collection[str], stories: Collection[str]) -> None:
    """Names the stories that hang together around these events, and writes their lines."""
    events, edges = schema.events, schema.story_edges
    alive = {row.id: row for row in rows_in(connection, events, events.c.id, start)}
    affected = set(stories) | {row.story_id for row in alive.values() if row.story_id}
    leaves = {}
    for some in chunks(alive):
        for row in connection.execute(select(edges).where(edges.c.leaf.in_(some))).all():
            leaves[row.leaf] = row.b if row.leaf == row.a else row.a
    trunk = (set(alive) - set(leaves)) | set(leaves.values())
    near = _trunk(connection, trunk)
    groups = list(components(trunk, lambda name: near.get(name, ())))
    told = _told_by(connection, {name for group in groups for name in group})
    story_of: dict[str, str | None] = {}
    for group in groups:
        firsts = [_first(told[name]) for name in group if told.get(name)]
        story_of.update(dict.fromkeys(group, min(firsts)[1] if firsts else None))
    hanging: dict[str, str | None] = {}
    for some in chunks(story_of):
        hangs = select(edges).where(or_(edges.c.a.in_(some), edges.c.b.in_(some)), edges.c.leaf.is_not(None))
        for row in connection.execute(hangs).all():
            hanging[row.leaf] = story_of[row.b if row.leaf == row.a else row.a]
    affected |= _move(connection, story_of, hanging)
    affected.update(story for story in story_of.values() if story)
    _lines(connection, affected)


def _trunk(connection: Connection, start: Collection[str]) -> dict[str, set[str]]:
    """The events that hang together with these, each with those that it is joined to; without what joins no further."""
    edges = schema.story_edges
    near: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    todo = set(start)
    while todo:
        seen |= todo
        fresh: set[str] = set()
        for some in chunks(todo):
            query = select(edges.c.a, edges.c.b).where(
                edges.c.leaf.is_(None), or_(edges.c.a.in_(some), edges.c.b.in_(some))
            )
            for a, b in connection.execute(query).all():
                near[a].add(b)
                near[b].add(a)
                fresh.update((a, b))
        todo = fresh - seen
    return near


#: day and id of a report
_Told = tuple[str | None, str]


def _told_by(connection: Connection, events: Collection[str]) -> dict[str, list[_Told]]:
    """Event -> the reports that are mainly about it."""
    table = schema.story_reports
    found: dict[str, list[_Told]] = defaultdict(list)
    for some in chunks(events):
        query = select(table.c.event_id, table.c.day, table.c.report_id).where(table.c.event_id.in_(some))
        for event, day, report in connection.execute(query).all():
            found[event].append((day, report))
    return found


def _first(reports: Iterable[_Told]) -> tuple[str, str]:
    """The earliest report, its day first; the undated come last."""
    return min((day or "9999", report) for day, report in reports)


def _move(connection: Connection, story_of: Mapping[str, str | None], hanging: Mapping[str, str | None]) -> set[str]:
    """Writes which story these events belong to, and the reports that are mainly about them; returns those left."""
    events, told_by = schema.events, schema.story_reports
    left: set[str] = set()
    for table, column, wanted in (
        (events, events.c.id, {**story_of, **hanging}),
        (told_by, told_by.c.event_id, story_of),
    ):
        moved: dict[str | None, set[str]] = defaultdict(set)
        for some in chunks(wanted):
            for name, story in connection.execute(select(column, table.c.story_id).where(column.in_(some)).distinct()):
                left.update(filter(None, [story]))
                if story != wanted[name]:
                    moved[wanted[name]].add(name)
        for story, names in moved.items():
            for some in chunks(names):
                connection.execute(update(table).where(column.in_(some)).values(story_id=story))
    return left


def _lines(connection: Connection, stories: Collection[str]) -> None:
    """Writes the rows of these stories, of those that still have reports."""
    told_by, events, origins, positions = schema.story_reports, schema.events, schema.origins, schema.positions
    days: dict[str, Counter[str | None]] = defaultdict(Counter)
    sources: dict[str, int] = {}
    own: dict[str, list[Any]] = defaultdict(list)
    #: events that a report is mainly about
    mainly: set[str] = set()
    weights: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for some in chunks(stories):
        ours = told_by.c.story_id.in_(some)
        query: Any = select(told_by.c.story_id, told_by.c.day, func.count()).where(ours)
        for story, day, count in connection.execute(query.group_by(told_by.c.story_id, told_by.c.day)).all():
            days[story][day] = count
        query = select(told_by.c.story_id, func.count(origins.c.origin.distinct()))
        query = query.join(origins, origins.c.report_id == told_by.c.report_id).where(ours)
        for story, count in connection.execute(query.group_by(told_by.c.story_id)).all():
            sources[story] = count
        mainly.update(connection.execute(select(told_by.c.event_id).where(ours).distinct()).scalars())
        columns = (events.c.story_id, events.c.id, events.c.label, events.c.reports, events.c.claims, events.c.changes)
        for row in connection.execute(select(*columns).where(events.c.story_id.in_(some))).all():
            own[row.story_id].append(row)
        query = select(events.c.story_id, positions.c.party, func.sum(positions.c.reports))
        query = query.join(events, events.c.id == positions.c.event_id).where(events.c.story_id.in_(some))
        for story, party, weight in connection.execute(query.group_by(events.c.story_id, positions.c.party)).all():
            weights[story].append((-weight, party))
    mains = {story: min(own[story], key=lambda row: (-row.reports, row.id not in mainly, row.id)) for story in days}
    titles = _titles(connection, {row.id for row in mains.values()})
    rows = []
    for story in sorted(days):
        weeks: Counter[str] = Counter()
        for day, count in days[story].items():
            if day:
                weeks[_week(day)] += count
        known = sorted(day for day in days[story] if day)
        latest = latest_turn(connection, story) if any(row.changes for row in own[story]) else None
        main = mains[story]
        rows.append(
            {
                "id": story,
                "title": (titles.get(main.id) or main.label)[:300],
                "first": known[0] if known else None,
                "last": known[-1] if known else None,
                "changed": latest["day"] if latest else None,
                "latest": json.dumps(latest) if latest else None,
                "reports": sum(days[story].values()),
                "origins": sources.get(story, 0),
                "claims": sum(row.claims for row in own[story]),
                "parties": json.dumps([party for _, party in sorted(weights[story])]),
                "activity": json.dumps(sorted(weeks.items())),
            }
        )
    settle_rows(connection, schema.stories, schema.stories.c.id, stories, rows)


def _titles(connection: Connection, events: Collection[str]) -> dict[str, str]:
    """Event -> the title of the first report that is mainly about it and has one."""
    reports = schema.reports
    left = {
        event: sorted(((day or "9999", report) for day, report in told), reverse=True)
        for event, told in _told_by(connection, events).items()
    }
    found: dict[str, str] = {}
    # a title lies behind its report's text, so only those are fetched that are likely to be shown
    while left:
        asked = {told.pop()[1]: event for event, told in left.items()}
        for some in chunks(asked):
            for name, title in connection.execute(select(reports.c.id, reports.c.title).where(reports.c.id.in_(some))):
                if title is not None:
                    found[asked[name]] = title
        left = {event: told for event, told in left.items() if told and event not in found}
    return found


def latest_turn(connection: Connection, story: str) -> dict[str, str | None] | None:
    """The last change of position in a story, as the fields of a `Turn`; None where nobody changed."""
    relations, events = schema.relations, schema.events
    told, claims = schema.told, schema.claims
    ours = select(events.c.id).where(events.c.story_id == story, events.c.changes > 0)
    turned = and_(relations.c.event_id.in_(ours), relations.c.kind == RelationKind.CHANGE_OF_POSITION.value)
    # the day first, which an index alone tells, and then the one of that day
    day = connection.execute(select(func.max(relations.c.day)).where(turned)).scalar()
    row = connection.execute(
        select(relations)
        .where(turned, relations.c.day.is_not_distinct_from(day))
        .order_by(relations.c.earlier, relations.c.later, relations.c.event_id)
        .limit(1)
    ).first()
    if row is None:
        return None
    before, after = (
        connection.execute(
            select(told.c.act, claims.c.factuality)
            .join(claims, claims.c.seq == told.c.claim_seq)
            .where(told.c.claim_id == name)
        ).first()
        for name in (row.earlier, row.later)
    )
    assert before is not None
    assert after is not None
    return {
        "party": row.party,
        "event_id": row.event_id,
        "day": row.day,
        "act_before": before.act,
        "factuality_before": before.factuality,
        "act": after.act,
        "factuality": after.factuality,
    }


def _week(day: str) -> str:
    """The Monday of a day's week."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()
