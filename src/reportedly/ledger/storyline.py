"""Events joined into stories, and every story's line: title, parties, counts, activity."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import Connection, and_, func, or_, select, update

from reportedly import linking
from reportedly.ledger import schema
from reportedly.ledger.rows import day as day_of
from reportedly.ledger.sql import add_rows, chunks, delete_in, rows_in
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
        for report, event, count in connection.execute(query):
            claims[report][event] = count
        query = (
            select(members.c.report_id, members.c.event_id, func.min(members.c.mention_seq))
            .where(members.c.report_id.in_(some))
            .group_by(members.c.report_id, members.c.event_id)
        )
        for report, event, seq in connection.execute(query):
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
    ends: set[str] = set()
    for some in chunks(touched):
        mine = or_(edges.c.leaf.in_(some), and_(edges.c.leaf.is_(None), or_(edges.c.a.in_(some), edges.c.b.in_(some))))
        for row in connection.execute(select(edges).where(mine)):
            ends.update((row.a, row.b))
        connection.execute(edges.delete().where(mine))
    one, two = members.alias(), members.alias()
    times: dict[tuple[str, str], int] = {}
    for some in chunks(touched):
        query = (
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
        for a, b, count in connection.execute(query):
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
    drawn = linking.story_edges(
        settled,
        {name: row.reports for name, row in rows.items()},
        mains,
        {name: [*json.loads(row.actors), *json.loads(row.recipients)] for name, row in rows.items()},
    )
    add_rows(connection, edges, [{"a": a, "b": b, "leaf": leaf, "why": why} for a, b, leaf, why in drawn])
    ends.update(name for a, b, _, _ in drawn for name in (a, b))
    return ends


def _components(connection: Connection, start: Collection[str], stories: Collection[str]) -> None:
    """Names the stories that hang together around these events, and writes their lines."""
    events, edges, told_by = schema.events, schema.story_edges, schema.story_reports
    alive = {row.id: row for row in rows_in(connection, events, events.c.id, start)}
    affected = set(stories) | {row.story_id for row in alive.values() if row.story_id}

    def neighbours(name: str) -> Iterable[str]:
        query = select(edges.c.a, edges.c.b).where(edges.c.leaf.is_(None), or_(edges.c.a == name, edges.c.b == name))
        for a, b in connection.execute(query):
            yield b if a == name else a

    leaves = {}
    for some in chunks(alive):
        for row in connection.execute(select(edges).where(edges.c.leaf.in_(some))):
            leaves[row.leaf] = row.b if row.leaf == row.a else row.a
    trunk = (set(alive) - set(leaves)) | set(leaves.values())
    for group in linking.components(trunk, neighbours):
        firsts = []
        for some in chunks(group):
            earliest = connection.execute(
                select(told_by.c.day, told_by.c.report_id)
                .where(told_by.c.event_id.in_(some))
                .order_by(func.coalesce(told_by.c.day, "9999"), told_by.c.report_id)
                .limit(1)
            ).first()
            if earliest:
                firsts.append((earliest.day or "9999", earliest.report_id))
        story = min(firsts)[1] if firsts else None
        for some in chunks(group):
            hangs = select(edges.c.leaf).where(or_(edges.c.a.in_(some), edges.c.b.in_(some)), edges.c.leaf.is_not(None))
            ours = or_(events.c.id.in_(some), events.c.id.in_(hangs))
            affected.update(
                filter(None, connection.execute(select(events.c.story_id).where(ours).distinct()).scalars())
            )
            connection.execute(
                update(events).where(ours, events.c.story_id.is_distinct_from(story)).values(story_id=story)
            )
            connection.execute(
                update(told_by)
                .where(told_by.c.event_id.in_(some), told_by.c.story_id.is_distinct_from(story))
                .values(story_id=story)
            )
        if story:
            affected.add(story)
    delete_in(connection, schema.stories, schema.stories.c.id, affected)
    for story in sorted(affected):
        _line(connection, story)


def _line(connection: Connection, story: str) -> None:
    """Writes the row of one story, if it still has reports."""
    told_by, events, origins = schema.story_reports, schema.events, schema.origins
    days = Counter(connection.execute(select(told_by.c.day).where(told_by.c.story_id == story)).scalars())
    total = sum(days.values())
    if not total:
        return
    sources = connection.execute(
        select(func.count(origins.c.origin.distinct()))
        .join(told_by, told_by.c.report_id == origins.c.report_id)
        .where(told_by.c.story_id == story)
    ).scalar_one()
    main = connection.execute(
        select(events.c.id, events.c.label)
        .where(events.c.story_id == story)
        .order_by(events.c.reports.desc(), events.c.id)
        .limit(1)
    ).first()
    assert main is not None
    title = connection.execute(
        select(schema.reports.c.title)
        .join(told_by, told_by.c.report_id == schema.reports.c.id)
        .where(told_by.c.event_id == main.id, schema.reports.c.title.is_not(None))
        .order_by(func.coalesce(told_by.c.day, "9999"), told_by.c.report_id)
        .limit(1)
    ).scalar()
    claims = connection.execute(select(func.sum(events.c.claims)).where(events.c.story_id == story)).scalar()
    positions = schema.positions
    parties = connection.execute(
        select(positions.c.party, func.sum(positions.c.reports).label("weight"))
        .join(events, events.c.id == positions.c.event_id)
        .where(events.c.story_id == story)
        .group_by(positions.c.party)
        .order_by(func.sum(positions.c.reports).desc(), positions.c.party)
    ).all()
    latest = latest_turn(connection, story)
    weeks: Counter[str] = Counter()
    for day, count in days.items():
        if day:
            weeks[_week(day)] += count
    known = sorted(day for day in days if day)
    add_rows(
        connection,
        schema.stories,
        [
            {
                "id": story,
                "title": (title or main.label)[:300],
                "first": known[0] if known else None,
                "last": known[-1] if known else None,
                "changed": latest["day"] if latest else None,
                "latest": json.dumps(latest) if latest else None,
                "reports": total,
                "origins": sources,
                "claims": claims or 0,
                "parties": json.dumps([row.party for row in parties]),
                "activity": json.dumps(sorted(weeks.items())),
            }
        ],
    )


def latest_turn(connection: Connection, story: str) -> dict[str, str | None] | None:
    """The last change of position in a story, as the fields of a `Turn`; None where nobody changed."""
    relations, events = schema.relations, schema.events
    told, claims = schema.told, schema.claims
    row = connection.execute(
        select(relations)
        .join(events, events.c.id == relations.c.event_id)
        .where(events.c.story_id == story, relations.c.kind == RelationKind.CHANGE_OF_POSITION.value)
        .order_by(relations.c.day.desc().nulls_last(), relations.c.earlier, relations.c.later, relations.c.event_id)
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
