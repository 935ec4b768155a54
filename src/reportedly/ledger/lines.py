"""Rows as lines of a view: a story, an event, a report, a quotation; and the query that gathers quotations."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Select, func, select

from reportedly.ledger import schema
from reportedly.ledger.sql import chunks
from reportedly.ledger.views import EventLine, Quotation, ReportLine, StoryLine, Turn

__all__ = ["event_line", "prefixed", "quotation", "quotations", "quotations_query", "report_lines", "story_line"]


def story_line(row: Any) -> StoryLine:
    """A story's row as a line."""
    return StoryLine(
        id=row.id,
        title=row.title,
        first=row.first,
        last=row.last,
        changed=row.changed,
        latest=Turn(**json.loads(row.latest)) if row.latest else None,
        reports=row.reports,
        origins=row.origins,
        claims=row.claims,
        parties=tuple(json.loads(row.parties)),
        activity=tuple((week, count) for week, count in json.loads(row.activity)),
    )


def event_line(row: Any) -> EventLine:
    """An event's row as a line."""
    return EventLine(
        id=row.id,
        story_id=row.story_id,
        type=row.type,
        label=row.label,
        actors=tuple(json.loads(row.actors)),
        recipients=tuple(json.loads(row.recipients)),
        place=row.place,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        first=row.first,
        last=row.last,
        reports=row.reports,
        origins=row.origins,
        claims=row.claims,
        changes=row.changes,
        contradictions=row.contradictions,
        figures=row.figures,
        figures_differ=row.figures_differ,
    )


def prefixed(connection: Connection, table: Any, column: Any, name: str) -> str | None:
    """The one id that begins with these characters; None where there is none or more than one."""
    found = connection.execute(select(column).where(column.between(name, name + "\uffff")).limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def report_lines(connection: Connection, names: Collection[str]) -> Iterable[ReportLine]:
    """The lines of these reports, in the order of the names."""
    reports, origins, told = schema.reports, schema.origins, schema.told
    found: dict[str, ReportLine] = {}
    for some in chunks(names):
        counted = select(told.c.report_id, func.count()).where(told.c.report_id.in_(some)).group_by(told.c.report_id)
        counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
        query = (
            select(
                reports.c.id,
                reports.c.title,
                reports.c.outlet,
                reports.c.url,
                reports.c.published,
                origins.c.origin,
            )
            .outerjoin(origins, origins.c.report_id == reports.c.id)
            .where(reports.c.id.in_(some))
        )
        for row in connection.execute(query):
            found[row.id] = ReportLine(
                id=row.id,
                title=row.title,
                outlet=row.outlet,
                url=row.url,
                published=row.published,
                origin=row.origin or f"{row.outlet or 'unnamed outlet'}: {row.id}",
                claims=counts.get(row.id, 0),
            )
    return [found[name] for name in names if name in found]


def quotations_query() -> Select[Any]:
    """The query whose rows `quotation` takes: claims as judged, with their words and their report."""
    told, claims, reports = schema.told, schema.claims, schema.reports
    return (
        select(
            told.c.claim_id,
            told.c.report_id,
            told.c.event_id,
            told.c.party,
            told.c.speaker,
            told.c.act,
            told.c.day,
            told.c.origin,
            told.c.mention_seq,
            claims.c.factuality,
            claims.c.said,
            claims.c.source,
            claims.c.cue,
            claims.c.words,
            claims.c.start,
            claims.c.end,
            claims.c.score,
            reports.c.outlet,
            reports.c.title,
            reports.c.url,
            reports.c.published,
        )
        .join(claims, claims.c.seq == told.c.claim_seq)
        .join(reports, reports.c.id == told.c.report_id)
    )


def quotation(row: Any) -> Quotation:
    """A row of `quotations_query` as a quotation."""
    return Quotation(
        claim_id=row.claim_id,
        report_id=row.report_id,
        event_id=row.event_id,
        outlet=row.outlet,
        title=row.title,
        url=row.url,
        published=row.published,
        party=row.party,
        speaker=row.speaker,
        act=row.act,
        factuality=row.factuality,
        day=row.day,
        dated=bool(row.said) and len(row.said) >= 10,
        source=row.source,
        cue=row.cue,
        words=row.words,
        start=row.start,
        end=row.end,
        origin=row.origin,
        score=row.score,
    )


def quotations(connection: Connection, claim_ids: Collection[str]) -> dict[str, Quotation]:
    """claim id -> its quotation, of those claims that count."""
    found: dict[str, Quotation] = {}
    for some in chunks(claim_ids):
        for row in connection.execute(quotations_query().where(schema.told.c.claim_id.in_(some))):
            found[row.claim_id] = quotation(row)
    return found
