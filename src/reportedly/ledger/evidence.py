"""Questions about single things: a report, a claim, what was said about an event, what people judged, words to find."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from reportedly.errors import UnknownId
from reportedly.ledger import schema, search
from reportedly.ledger.judgements import standing
from reportedly.ledger.lines import event_line, prefixed, quotation, quotations_query, report_lines
from reportedly.ledger.queries import as_changes, resolve_event
from reportedly.ledger.rows import node, unpack
from reportedly.ledger.sql import chunks, rows_in
from reportedly.ledger.views import ClaimView, Hit, Judgement, LinkLine, Quotation, ReportView
from reportedly.linking import Node, compare

__all__ = ["claim", "judgements", "report", "search_all", "statements"]


def report(connection: Connection, name: str) -> ReportView:
    """A report with its newest reading, corrected or not.

    Raises:
        UnknownId: no such report.
    """
    table, readings, copies = schema.reports, schema.readings, schema.copies
    row = connection.execute(select(table).where(table.c.id == name)).first()
    if row is None and len(name) >= 4:
        begun = prefixed(connection, table, table.c.id, name)
        row = connection.execute(select(table).where(table.c.id == begun)).first()
    if row is None:
        raise UnknownId(name, "no such report; `reportedly search` finds them")
    made = connection.execute(select(readings).where(readings.c.report_id == row.id).order_by(readings.c.seq)).all()
    told = schema.told
    quoted = connection.execute(
        quotations_query().where(told.c.report_id == row.id).order_by(schema.claims.c.start, told.c.claim_seq)
    ).all()
    head = connection.execute(select(schema.heads.c.reading_seq).where(schema.heads.c.report_id == row.id)).scalar()
    corrected: list[str] = []
    if head is None:
        by = or_(table.c.revises == row.id, and_(table.c.url == row.url, table.c.id != row.id))
        corrected = list(connection.execute(select(table.c.id).where(by).order_by(table.c.seq)).scalars())
    links = connection.execute(select(copies).where(or_(copies.c.a == row.id, copies.c.b == row.id))).all()
    (line,) = report_lines(connection, [row.id])
    return ReportView(
        report=line,
        story_id=connection.execute(
            select(schema.story_reports.c.story_id).where(schema.story_reports.c.report_id == row.id)
        ).scalar(),
        reading=unpack(made[-1].body, row.text),
        claims=tuple(quotation(one) for one in quoted),
        corrected_by=tuple(corrected),
        corrects=row.revises,
        copies=tuple(LinkLine(a=one.a, b=one.b, score=one.score, why=one.why) for one in links),
        readings=tuple(one.made_by for one in made),
    )


def statements(
    connection: Connection, event: str, *, party: str | None = None, limit: int = 100, offset: int = 0
) -> tuple[Quotation, ...]:
    """What was said about an event, by date, the undated last.

    Raises:
        UnknownId: no such event.
    """
    name = resolve_event(connection, event)
    if name is None:
        raise UnknownId(event, "no such event; `reportedly show` names those of a story")
    told = schema.told
    some = select(told.c.claim_seq).where(told.c.event_id == name)
    if party is not None:
        some = some.where(told.c.party == party)
    order = (func.coalesce(told.c.day, "9999"), told.c.claim_seq)
    page = some.order_by(*order).limit(limit).offset(offset).subquery()
    query = quotations_query().join(page, page.c.claim_seq == told.c.claim_seq).order_by(*order)
    return tuple(quotation(row) for row in connection.execute(query))


def claim(connection: Connection, name: str, *, limit: int = 100) -> ClaimView:
    """A claim, its event and everything behind it.

    Raises:
        UnknownId: no such claim in the readings that count.
    """
    told = schema.told
    row = connection.execute(quotations_query().where(told.c.claim_id == name)).first()
    if row is None:
        raise UnknownId(name, "no such claim")
    own = quotation(row)
    line = None
    links: list[LinkLine] = []
    others: list[Quotation] = []
    judged = {name}
    if own.event_id:
        event = connection.execute(select(schema.events).where(schema.events.c.id == own.event_id)).first()
        line = event_line(event) if event is not None else None
        mention = connection.execute(
            select(schema.mentions.c.id).where(schema.mentions.c.seq == row.mention_seq)
        ).scalar()
        judged.add(str(mention))
        table, members = schema.links, schema.members
        query = (
            select(table)
            .join(members, or_(members.c.mention_id == table.c.a, members.c.mention_id == table.c.b))
            .where(
                or_(table.c.a == mention, table.c.b == mention),
                members.c.mention_id != mention,
                members.c.event_id == own.event_id,
            )
            .order_by(table.c.score.desc(), table.c.a, table.c.b)
            .limit(limit)
        )
        links = _links(connection, connection.execute(query).all(), str(mention))
        query2 = (
            quotations_query()
            .where(told.c.event_id == own.event_id, told.c.party == own.party, told.c.claim_id != name)
            .order_by(told.c.day, told.c.claim_seq)
            .limit(limit)
        )
        others = [quotation(r) for r in connection.execute(query2)]
    relations = schema.relations
    rows = connection.execute(
        select(relations).where(or_(relations.c.earlier == name, relations.c.later == name)).limit(limit)
        if own.event_id is None
        else select(relations)
        .where(relations.c.event_id == own.event_id, or_(relations.c.earlier == name, relations.c.later == name))
        .limit(limit)
    ).all()
    return ClaimView(
        claim=own,
        event=line,
        links=tuple(links),
        others=tuple(others),
        relations=tuple(as_changes(connection, rows, {})),
        judgements=tuple(one for one in judgements(connection) if judged & {one.subject, one.object}),
    )


def _links(connection: Connection, rows: Collection[Any], own: str) -> list[LinkLine]:
    """The links of a mention with their reasons, which follow from the mentions."""
    mentions, heads, reports = schema.mentions, schema.heads, schema.reports
    nodes: dict[str, Node] = {}
    for some in chunks({name for row in rows for name in (row.a, row.b)}):
        query = select(mentions).join(heads, heads.c.reading_seq == mentions.c.reading_seq)
        for row in connection.execute(query.where(mentions.c.id.in_(some))):
            nodes[row.id] = node(row)
    told = {}
    for some in chunks({one.report_id for one in nodes.values()}):
        columns = select(reports.c.id, reports.c.outlet, reports.c.published)
        told.update({row.id: row for row in connection.execute(columns.where(reports.c.id.in_(some)))})
    found = []
    for row in rows:
        one, other = nodes[row.a], nodes[row.b]
        # a link that needed the likeness of words has no reasons without it
        link = compare(one, other) or compare(one, other, lambda a, b: 1.0)
        report = told[nodes[row.b if row.a == own else row.a].report_id]
        found.append(
            LinkLine(
                a=row.a,
                b=row.b,
                score=row.score,
                why=link.why if link else "words alike",
                report_id=report.id,
                outlet=report.outlet,
                published=report.published,
            )
        )
    return found


def judgements(connection: Connection) -> list[Judgement]:
    """All judgements, in order, undone ones marked."""
    valid = {row.seq for row in standing(connection)}
    table = schema.judgements
    return [
        Judgement(
            id=row.seq,
            kind=row.kind,
            subject=row.subject,
            object=row.object,
            who=row.who,
            at=row.at,
            note=row.note,
            undone=row.kind != "undo" and row.seq not in valid,
        )
        for row in connection.execute(select(table).order_by(table.c.seq))
    ]


def search_all(connection: Connection, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """Claims that hold all the words, then reports that do and of which no claim was found."""
    told = schema.told
    hits: list[Hit] = []
    # a claim of a superseded reading is found too and then left out, so ask for some more
    found = dict(search.find(connection, "claims", words, 3 * limit))
    quoted: dict[int, Quotation] = {}
    for some in chunks(list(found)):
        query = quotations_query().add_columns(told.c.claim_seq).where(told.c.claim_seq.in_(some))
        for row in connection.execute(query):
            quoted[row.claim_seq] = quotation(row)
    passages = dict(search.find(connection, "reports", words, 3 * limit))
    named = {row.seq: row.id for row in _ids(connection, list(passages))}
    heads = {row.report_id for row in rows_in(connection, schema.heads, schema.heads.c.report_id, set(named.values()))}
    reports = [named[seq] for seq in passages if named.get(seq) in heads]
    claimed = [seq for seq in found if seq in quoted][:limit]
    ids = list(dict.fromkeys([quoted[seq].report_id for seq in claimed] + reports))
    lines = {line.id: line for line in report_lines(connection, ids)}
    in_story = {
        row.report_id: row.story_id
        for row in rows_in(connection, schema.story_reports, schema.story_reports.c.report_id, ids)
    }
    for seq in claimed:
        own = quoted[seq]
        hits.append(
            Hit(passage=found[seq], report=lines[own.report_id], story_id=in_story.get(own.report_id), claim=own)
        )
    seen = {hit.report.id for hit in hits}
    by_id = {named[seq]: passage for seq, passage in passages.items() if seq in named}
    for name in reports:
        if name not in seen:
            hits.append(Hit(passage=by_id[name], report=lines[name], story_id=in_story.get(name), claim=None))
    return tuple(hits[:limit])


def _ids(connection: Connection, seqs: Collection[int]) -> list[Any]:
    found: list[Any] = []
    for some in chunks(seqs):
        found.extend(
            connection.execute(select(schema.reports.c.seq, schema.reports.c.id).where(schema.reports.c.seq.in_(some)))
        )
    return found
