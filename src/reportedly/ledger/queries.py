"""Questions put to the tables, answered with views."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from reportedly.errors import UnknownId
from reportedly.ledger import schema, search
from reportedly.ledger.judgements import standing
from reportedly.ledger.rows import node, unpack
from reportedly.ledger.sql import chunks, rows_in
from reportedly.ledger.views import (
    Cell,
    Change,
    ClaimView,
    EventLine,
    FigureLine,
    Hit,
    Judgement,
    LinkLine,
    PartyView,
    Quotation,
    ReportLine,
    ReportView,
    Run,
    StoryLine,
    StoryView,
)
from reportedly.linking import POINT, Node, compare
from reportedly.origins import independent
from reportedly.relations import scope
from reportedly.terms import EventType, Modality, RelationKind

__all__ = ["changes", "claim", "judgement_list", "party", "report", "resolve_event", "search_all", "stories", "story"]

_CHANGES = (RelationKind.CHANGE_OF_POSITION.value, RelationKind.DISAGREEMENT_WITHIN.value)


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
        query = query.where(
            exists().where(
                events.c.story_id == table.c.id,
                or_(func.lower(events.c.place) == place.lower(), events.c.country == place.upper()),
            )
        )
    if outlet:
        reports = schema.reports
        query = query.where(
            exists().where(
                told_by.c.story_id == table.c.id,
                reports.c.id == told_by.c.report_id,
                func.lower(reports.c.outlet) == outlet.lower(),
            )
        )
    if since:
        query = query.where(table.c.last >= since)
    if until:
        query = query.where(table.c.first <= until)
    query = query.order_by(table.c.last.desc().nulls_last(), table.c.id).limit(limit).offset(offset)
    return tuple(_story_line(row) for row in connection.execute(query))


def _story_line(row: Any) -> StoryLine:
    return StoryLine(
        id=row.id,
        title=row.title,
        first=row.first,
        last=row.last,
        changed=row.changed,
        reports=row.reports,
        origins=row.origins,
        claims=row.claims,
        parties=tuple(json.loads(row.parties)),
        activity=tuple((week, count) for week, count in json.loads(row.activity)),
    )


def _event_line(row: Any) -> EventLine:
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
    )


def _prefixed(connection: Connection, table: Any, column: Any, name: str) -> str | None:
    """The one id that begins with these characters; None where there is none or more than one."""
    found = connection.execute(select(column).where(column.between(name, name + "\uffff")).limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


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
        prefixed = _prefixed(connection, table, table.c.id, name)
        if prefixed:
            tries.append(prefixed)
    for candidate_id in tries:
        row = connection.execute(select(table).where(table.c.id == candidate_id)).first()
        if row is not None:
            return row
    raise UnknownId(name, "no such story; `reportedly stories` lists them")


def story(connection: Connection, name: str, *, events: int = 20, reports: int = 500) -> StoryView:
    """A story with its most told events, every party's cell on each, changes, contradictions, figures and reports.

    Raises:
        UnknownId: no such story.
    """
    line = _story_line(_story_of(connection, name))
    table = schema.events
    rows = connection.execute(
        select(table).where(table.c.story_id == line.id).order_by(table.c.reports.desc(), table.c.id).limit(events)
    ).all()
    lines = {row.id: _event_line(row) for row in rows}
    cells = _cells(connection, list(lines))
    order = {name: place for place, name in enumerate(lines)}
    heard = {name: place for place, name in enumerate(line.parties)}
    cells.sort(key=lambda cell: (heard.get(cell.party, 10**6), cell.party, order[cell.event_id]))
    found = _changes(connection, schema.relations.c.event_id, list(lines), lines)
    kinds: dict[str, list[Change]] = defaultdict(list)
    for change in found:
        kinds[change.kind].append(change)
    return StoryView(
        story=line,
        events=tuple(lines.values()),
        cells=tuple(cells),
        changes=tuple(change for change in found if change.kind in _CHANGES),
        contradictions=tuple(kinds[RelationKind.CONTRADICTION.value]),
        figures=tuple(_figures(connection, lines)),
        figures_differ=tuple(kinds[RelationKind.FIGURES_DIFFER.value]),
        reports=tuple(_report_lines(connection, _story_reports(connection, line.id, reports))),
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


def _report_lines(connection: Connection, names: Collection[str]) -> Iterable[ReportLine]:
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


def _quotations_query() -> Select[Any]:
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


def _quotation(row: Any) -> Quotation:
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


def _quotations(connection: Connection, claim_ids: Collection[str]) -> dict[str, Quotation]:
    found: dict[str, Quotation] = {}
    for some in chunks(claim_ids):
        for row in connection.execute(_quotations_query().where(schema.told.c.claim_id.in_(some))):
            found[row.claim_id] = _quotation(row)
    return found


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
    quoted = _quotations(connection, set(opening.values()))
    names = _origin_names(connection, groups)
    cells = []
    for (party, event_id), own in runs.items():
        now = own[-1]
        reports, origins = names[party, event_id]
        cells.append(
            Cell(
                party=party,
                event_id=event_id,
                act=now.act,
                factuality=now.factuality,
                since=now.since,
                history=own,
                reports=len(reports),
                origins=len(origins),
                origin_names=tuple(sorted(origins)),
                quotation=quoted.get(opening[party, event_id]),
            )
        )
    return cells


def _origin_names(
    connection: Connection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]]:
    """party, event -> reports and origins behind its claims."""
    told = schema.told
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    wanted = set(keys)
    for some in chunks({event for _, event in wanted}):
        query = (
            select(told.c.party, told.c.event_id, told.c.report_id, told.c.origin)
            .where(told.c.event_id.in_(some), told.c.party.in_(sorted({party for party, _ in wanted})[:900]))
            .distinct()
        )
        for row in connection.execute(query):
            reports[row.party, row.event_id].add(row.report_id)
            origins[row.party, row.event_id].add(row.origin)
    return {key: (frozenset(reports[key]), independent(origins[key])) for key in wanted}


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


def _changes(connection: Connection, column: Any, values: Collection[str], lines: dict[str, EventLine]) -> list[Change]:
    rows = rows_in(connection, schema.relations, column, values)
    return _as_changes(connection, rows, lines)


def _as_changes(connection: Connection, rows: Iterable[Any], lines: dict[str, EventLine]) -> list[Change]:
    rows = sorted(rows, key=lambda row: (row.day or "", row.kind, row.earlier, row.later), reverse=True)
    missing = {row.event_id for row in rows} - set(lines)
    events = lines | {
        row.id: _event_line(row) for row in rows_in(connection, schema.events, schema.events.c.id, missing)
    }
    quoted = _quotations(connection, {name for row in rows for name in (row.earlier, row.later)})
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
    kinds: Collection[str] = _CHANGES,
    limit: int = 100,
    offset: int = 0,
) -> tuple[Change, ...]:
    """Changes of position and disagreements within parties, the newest first."""
    table = schema.relations
    query = select(table).where(table.c.kind.in_(sorted(kinds)))
    if since:
        query = query.where(table.c.day >= since)
    if party:
        query = query.where(table.c.party == party)
    query = query.order_by(table.c.day.desc().nulls_last(), table.c.earlier, table.c.later).limit(limit).offset(offset)
    return tuple(_as_changes(connection, connection.execute(query).all(), {}))


def _figures(connection: Connection, lines: dict[str, EventLine]) -> list[FigureLine]:
    """The figures that are given for these events, by event, scope and day."""
    told, mentions = schema.told, schema.mentions
    found: list[FigureLine] = []
    for some in chunks(list(lines)):
        query = (
            _quotations_query()
            .add_columns(
                mentions.c.type,
                mentions.c.modality,
                mentions.c.low,
                mentions.c.high,
                mentions.c.bound,
                mentions.c.unit,
                mentions.c.counts,
                mentions.c.place,
                mentions.c.when,
                mentions.c.figure,
            )
            .join(mentions, mentions.c.seq == told.c.mention_seq)
            .where(told.c.event_id.in_(some), or_(mentions.c.low.is_not(None), mentions.c.high.is_not(None)))
        )
        for row in connection.execute(query):
            found.append(_figure(row, lines[row.event_id]))
    return sorted(found, key=lambda f: (f.event, f.scope, f.quotation.day or "", f.quotation.claim_id))


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
        quotation=_quotation(row),
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
    lines = {row.id: _event_line(row) for row in rows_in(connection, schema.events, schema.events.c.id, newest)}
    return PartyView(
        party=name,
        positions=tuple((lines[event], cells[event]) for event in newest if event in cells and event in lines),
        changes=changes(connection, party=name, limit=limit),
        claims=claims,
        reports=reports,
    )


def report(connection: Connection, name: str) -> ReportView:
    """A report with its newest reading, corrected or not.

    Raises:
        UnknownId: no such report.
    """
    table, readings, copies = schema.reports, schema.readings, schema.copies
    row = connection.execute(select(table).where(table.c.id == name)).first()
    if row is None and len(name) >= 4:
        prefixed = _prefixed(connection, table, table.c.id, name)
        row = connection.execute(select(table).where(table.c.id == prefixed)).first()
    if row is None:
        raise UnknownId(name, "no such report; `reportedly search` finds them")
    made = connection.execute(select(readings).where(readings.c.report_id == row.id).order_by(readings.c.seq)).all()
    told = schema.told
    quoted = connection.execute(
        _quotations_query().where(told.c.report_id == row.id).order_by(schema.claims.c.start, told.c.claim_seq)
    ).all()
    head = connection.execute(select(schema.heads.c.reading_seq).where(schema.heads.c.report_id == row.id)).scalar()
    corrected: list[str] = []
    if head is None:
        by = or_(table.c.revises == row.id, and_(table.c.url == row.url, table.c.id != row.id))
        corrected = list(connection.execute(select(table.c.id).where(by).order_by(table.c.seq)).scalars())
    links = connection.execute(select(copies).where(or_(copies.c.a == row.id, copies.c.b == row.id))).all()
    (line,) = _report_lines(connection, [row.id])
    return ReportView(
        report=line,
        story_id=connection.execute(
            select(schema.story_reports.c.story_id).where(schema.story_reports.c.report_id == row.id)
        ).scalar(),
        reading=unpack(made[-1].body, row.text),
        claims=tuple(_quotation(one) for one in quoted),
        corrected_by=tuple(corrected),
        corrects=row.revises,
        copies=tuple(LinkLine(a=one.a, b=one.b, score=one.score, why=one.why) for one in links),
        readings=tuple(one.made_by for one in made),
    )


def claim(connection: Connection, name: str, *, limit: int = 100) -> ClaimView:
    """A claim, its event and everything behind it.

    Raises:
        UnknownId: no such claim in the readings that count.
    """
    told = schema.told
    row = connection.execute(_quotations_query().where(told.c.claim_id == name)).first()
    if row is None:
        raise UnknownId(name, "no such claim")
    own = _quotation(row)
    line = None
    links: list[LinkLine] = []
    others: list[Quotation] = []
    judged = {name}
    if own.event_id:
        event = connection.execute(select(schema.events).where(schema.events.c.id == own.event_id)).first()
        line = _event_line(event) if event is not None else None
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
        links = _links(connection, connection.execute(query).all())
        query2 = (
            _quotations_query()
            .where(told.c.event_id == own.event_id, told.c.party == own.party, told.c.claim_id != name)
            .order_by(told.c.day, told.c.claim_seq)
            .limit(limit)
        )
        others = [_quotation(r) for r in connection.execute(query2)]
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
        relations=tuple(_as_changes(connection, rows, {})),
        judgements=tuple(one for one in judgement_list(connection) if judged & {one.subject, one.object}),
    )


def _links(connection: Connection, rows: Collection[Any]) -> list[LinkLine]:
    """The links with their reasons, which follow from the mentions."""
    mentions, heads = schema.mentions, schema.heads
    nodes: dict[str, Node] = {}
    for some in chunks({name for row in rows for name in (row.a, row.b)}):
        query = select(mentions).join(heads, heads.c.reading_seq == mentions.c.reading_seq)
        for row in connection.execute(query.where(mentions.c.id.in_(some))):
            nodes[row.id] = node(row)
    found = []
    for row in rows:
        one, other = nodes[row.a], nodes[row.b]
        # a link that needed the likeness of words has no reasons without it
        link = compare(one, other) or compare(one, other, lambda a, b: 1.0)
        found.append(LinkLine(a=row.a, b=row.b, score=row.score, why=link.why if link else "words alike"))
    return found


def judgement_list(connection: Connection) -> list[Judgement]:
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
        query = _quotations_query().add_columns(told.c.claim_seq).where(told.c.claim_seq.in_(some))
        for row in connection.execute(query):
            quoted[row.claim_seq] = _quotation(row)
    passages = dict(search.find(connection, "reports", words, 3 * limit))
    named = {row.seq: row.id for row in _ids(connection, list(passages))}
    heads = {row.report_id for row in rows_in(connection, schema.heads, schema.heads.c.report_id, set(named.values()))}
    reports = [named[seq] for seq in passages if named.get(seq) in heads]
    claimed = [seq for seq in found if seq in quoted][:limit]
    ids = list(dict.fromkeys([quoted[seq].report_id for seq in claimed] + reports))
    lines = {line.id: line for line in _report_lines(connection, ids)}
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
